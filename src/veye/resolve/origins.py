"""Documents to origins: copies, rewrites, translations, credits and shared speakers tied together, with the evidence.

`origin_hint` of a document is not looked at unless asked for: what a data set says about its own origins would
otherwise judge itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from veye.records import Claim, Decision, Document, Origin, Tie, content_id, fold
from veye.records.origin import TieKind
from veye.resolve.columns import facts_of
from veye.resolve.credits import Credit, agency_credits, outlet_credits, speakers
from veye.resolve.decisions import constraints, standing
from veye.resolve.garbled import garbled
from veye.resolve.minhash import near_pairs
from veye.resolve.prints import Print, print_of
from veye.resolve.similarity import Vector, background_of, cosine, neutral_features, shared, vector, word_features

NEAR_COPY = 0.5
CONTAINED = 0.7
WINDOW_DAYS = 10


class _Desk(msgspec.Struct, frozen=True):
    """All that is compared about one document."""

    doc: Document
    print: Print
    claims: tuple[Claim, ...]
    credits: dict[str, Credit]
    cites: dict[str, Credit]
    speakers: dict[str, str]
    words: Vector
    neutral: Vector
    facts: frozenset[tuple[str, int | None, int | None]]


def _facts(claims: Iterable[Claim]) -> frozenset[tuple[str, int | None, int | None]]:
    found = (facts_of(c) for c in claims if not c.flags.backref)
    return frozenset((key, count.low, count.high) for key, count in (f for f in found if f) if count.stated)


def _desks(documents: Sequence[Document], claims: Iterable[Claim]) -> dict[str, _Desk]:
    by_doc: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.id):
        by_doc[claim.doc_id].append(claim)
    prints = {d.id: print_of(d) for d in documents}
    background = background_of(list(prints.values()))
    outlets = sorted({d.source.name for d in documents})
    return {
        d.id: _Desk(
            d,
            prints[d.id],
            tuple(by_doc[d.id]),
            agency_credits(d, by_doc[d.id]),
            outlet_credits(d, outlets),
            speakers(by_doc[d.id]),
            vector(word_features(prints[d.id]), background),
            vector(neutral_features(prints[d.id]), background),
            _facts(by_doc[d.id]),
        )
        for d in documents
    }


def _apart_days(a: Document, b: Document) -> int | None:
    if a.published_day is None or b.published_day is None:
        return None
    return abs((a.published_day - b.published_day).days)


def _ordered(a: Document, b: Document) -> tuple[Document, Document]:
    """The one published first, then the other; the content decides where the dates do not."""
    first, second = sorted((a, b), key=lambda d: (d.published or "9999", d.id))
    return first, second


def _tie(a: Document, b: Document, kind: TieKind, evidence: str, strength: float) -> Tie:
    first, second = _ordered(a, b)
    return Tie(first.id, second.id, kind, evidence, round(strength, 3))


def _agreement(a: _Desk, b: _Desk) -> tuple[float, list[str]]:
    """The share of the smaller report's counted facts that the other gives alike, and those facts."""
    both = a.facts & b.facts
    smaller = min(len(a.facts), len(b.facts))
    return (len(both) / smaller if smaller else 0.0), [f"{k} {low}" for k, low, _ in sorted(both, key=str)]


def _copy_ties(a: _Desk, b: _Desk) -> list[Tie]:
    if a.doc.text_digest == b.doc.text_digest or (a.print.words == b.print.words and a.print.words):
        return [_tie(a.doc, b.doc, "exact copy", f"the same {len(a.print.words)} words", 1.0)]
    both = a.print.shingles & b.print.shingles
    union = len(a.print.shingles | b.print.shingles)
    smaller = min(len(a.print.shingles), len(b.print.shingles))
    if union and smaller >= 15 and (len(both) / union >= NEAR_COPY or len(both) / smaller >= CONTAINED):
        strength = max(len(both) / union, len(both) / smaller * 0.95)
        return [_tie(a.doc, b.doc, "near copy", f"{len(both)} of {smaller} three-word runs: {_run(a, b)}", strength)]
    return []


def _run(a: _Desk, b: _Desk) -> str:
    """The longest run of words that both texts share."""
    best: tuple[int, int] = (0, 0)
    at: dict[str, list[int]] = defaultdict(list)
    for j, word in enumerate(b.print.words):
        at[word].append(j)
    lengths: dict[int, int] = {}
    for i, word in enumerate(a.print.words):
        fresh: dict[int, int] = {}
        for j in at.get(word, ()):
            fresh[j] = lengths.get(j - 1, 0) + 1
            best = max(best, (fresh[j], i))
        lengths = fresh
    length, end = best
    return "“" + " ".join(a.print.words[end - length + 1 : end + 1][:12]) + "”"


def _rewrite_ties(a: _Desk, b: _Desk) -> list[Tie]:
    """A rewrite or a translation: rare numbers, names and counted facts agree far beyond chance."""
    days = _apart_days(a.doc, b.doc)
    if days is not None and days > 4:
        return []
    alike = cosine(a.neutral, b.neutral)
    share, facts = _agreement(a, b)
    marks = shared(a.neutral, b.neutral)
    translated = a.doc.language != b.doc.language
    if translated and alike >= 0.28 and share >= 0.75 and len(facts) >= 2:
        evidence = (
            f"the same facts in {a.doc.language} and {b.doc.language}: {', '.join(facts[:4])}; {', '.join(marks)}"
        )
        return [_tie(a.doc, b.doc, "translation", evidence, min(0.95, 0.5 + alike / 2 + 0.1 * share))]
    if not translated and (alike + cosine(a.words, b.words)) / 2 >= 0.42 and share >= 0.6 and len(facts) >= 2:
        return [_tie(a.doc, b.doc, "near copy", f"the same facts retold: {', '.join(facts[:4])}", 0.6)]
    return []


def _credit_ties(a: _Desk, b: _Desk, story: float) -> list[Tie]:
    out = []
    for name in sorted(a.credits.keys() & b.credits.keys()):
        words = f"{a.credits[name].words} / {b.credits[name].words}"
        out.append(_tie(a.doc, b.doc, "agency credit", f"{name}: {words}", min(0.95, 0.6 + story)))
    for x, y in ((a, b), (b, a)):
        if y.doc.source.name in x.cites:
            evidence = x.cites[y.doc.source.name].words
            out.append(Tie(y.doc.id, x.doc.id, "cites", evidence, 0.85))
    return out


def _speech_ties(a: _Desk, b: _Desk) -> list[Tie]:
    out = [_tie(a.doc, b.doc, "same quote", f"“{q[:80]}”", 0.85) for q in sorted(a.print.quotes & b.print.quotes)[:1]]
    share, facts = _agreement(a, b)
    for name in sorted(a.speakers.keys() & b.speakers.keys())[:1]:
        if share >= 0.5 and facts:
            evidence = f"{a.speakers[name]} / {b.speakers[name]}: {', '.join(facts[:3])}"
            out.append(_tie(a.doc, b.doc, "same speaker", evidence, 0.5 + 0.3 * share))
    return out


def _one_story(a: _Desk, b: _Desk) -> float:
    """How far two reports tell one story, 0 to 1: by shared facts, names and numbers, and days."""
    days = _apart_days(a.doc, b.doc)
    if days is not None and days > WINDOW_DAYS:
        return 0.0
    share, facts = _agreement(a, b)
    neutral = cosine(a.neutral, b.neutral) * (1.5 if a.doc.language != b.doc.language else 1.0)
    return min(1.0, neutral + 0.3 * share * (len(facts) > 0))


def _ties(a: _Desk, b: _Desk) -> list[Tie]:
    if copies := _copy_ties(a, b):
        return copies
    story = _one_story(a, b)
    if story < 0.12:
        return []
    return [*_rewrite_ties(a, b), *_credit_ties(a, b, story), *_speech_ties(a, b)]


def _candidates(desks: Mapping[str, _Desk]) -> list[tuple[str, str]]:
    """Document pairs that share shingles, a credit and weeks, a speaker, a quote, or two rare names or numbers."""
    found = set(near_pairs({d: desk.print.shingles for d, desk in desks.items()}, threshold=0.35))
    blocks: dict[tuple[str, object], set[str]] = defaultdict(set)
    for doc_id, desk in desks.items():
        day = desk.doc.published_day
        weeks = (day.toordinal() // 14, day.toordinal() // 14 + 1) if day else (-1, 0)
        for week in weeks:
            for mark in sorted(desk.neutral, key=lambda f: (-desk.neutral[f], f))[:12]:
                blocks[(mark, week)].add(doc_id)
            for name in desk.credits:
                blocks[("credit " + name, week)].add(doc_id)
            for name in desk.speakers:
                blocks[("speaker " + name, week)].add(doc_id)
            for name in (*desk.cites, desk.doc.source.name):
                blocks[("outlet " + fold(name), week)].add(doc_id)
        for quote in desk.print.quotes:
            blocks[("quote", quote)].add(doc_id)
        blocks[("text", desk.doc.text_digest)].add(doc_id)
    for members in blocks.values():
        if len(members) <= 60:
            found.update(combinations(sorted(members), 2))
    return sorted(found)


def circles(ties: Sequence[Tie]) -> list[tuple[str, ...]]:
    """Loops in which documents cite each other, each written from its smallest document on."""
    cites: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        if tie.kind == "cites":
            cites[tie.child].add(tie.parent)
    found: set[tuple[str, ...]] = set()

    def walk(path: tuple[str, ...]) -> None:
        for parent in sorted(cites[path[-1]]) if path[-1] in cites else ():
            if parent == path[0]:
                found.add(path)
            elif parent > path[0] and parent not in path and len(path) < 6:
                walk((*path, parent))

    for start in sorted(cites):
        walk((start,))
    return sorted(found)


def find_origins(
    documents: Iterable[Document],
    claims: Iterable[Claim],
    decisions: Iterable[Decision] = (),
    *,
    use_hints: bool = False,
) -> list[Origin]:
    """The origins that the documents rest on: every document in exactly one, a report without ties in its own.

    Decisions `same_origin` and `not_same_origin` over documents are kept. The order of the input does not matter.
    """
    docs = sorted({d.id: d for d in documents}.values(), key=lambda d: d.id)
    decided = constraints(decisions)
    desks = _desks(docs, standing(claims, decided, docs))
    ties = [t for a, b in _candidates(desks) for t in _ties(desks[a], desks[b])]
    if use_hints:
        ties += _hint_ties(docs)
    ties = [t for t in ties if _pair(t) not in decided.apart_origin]
    for (a, b), by in decided.same_origin.items():
        if a in desks and b in desks:
            ties.append(_tie(desks[a].doc, desks[b].doc, "cites", f"decided: {by}", 1.0))
    groups = _groups(docs, ties, set(decided.apart_origin))
    out = [_origin(g, [t for t in ties if t.parent in g and t.child in g], desks) for g in groups]
    return sorted(out, key=lambda o: o.id)


def _pair(tie: Tie) -> tuple[str, str]:
    return (min(tie.parent, tie.child), max(tie.parent, tie.child))


def _hint_ties(docs: Sequence[Document]) -> list[Tie]:
    by_hint: dict[str, list[Document]] = defaultdict(list)
    for doc in docs:
        if doc.origin_hint and doc.origin_hint != "own":
            by_hint[doc.origin_hint].append(doc)
    return [
        _tie(a, b, "agency credit", f"given with the documents: {hint}", 1.0)
        for hint, members in sorted(by_hint.items())
        for a, b in combinations(members, 2)
        if (days := _apart_days(a, b)) is None or days <= WINDOW_DAYS
    ]


def _groups(docs: Sequence[Document], ties: Sequence[Tie], apart: set[tuple[str, str]]) -> list[frozenset[str]]:
    """Documents joined by ties, the strongest first; a join that a decision forbids is not made."""
    group = {d.id: frozenset([d.id]) for d in docs}
    for tie in sorted(ties, key=lambda t: (-t.strength, t.parent, t.child, t.kind)):
        a, b = group[tie.parent], group[tie.child]
        if a == b or any((min(x, y), max(x, y)) in apart for x in a for y in b):
            continue
        joined = a | b
        group |= dict.fromkeys(joined, joined)
    return sorted(set(group.values()), key=min)


def _origin(group: frozenset[str], ties: Sequence[Tie], desks: Mapping[str, _Desk]) -> Origin:
    members = sorted((desks[d].doc for d in group), key=lambda d: (d.published or "9999", d.id))
    return Origin(
        content_id("org", members[0].id),
        _label(members, ties, desks),
        tuple(d.id for d in members),
        tuple(sorted(ties, key=lambda t: (-t.strength, t.parent, t.child, t.kind))),
        tuple(circles(ties)),
        tuple(garbled(members, {d.id: desks[d.id].claims for d in members}, ties)),
    )


def _label(members: Sequence[Document], ties: Sequence[Tie], desks: Mapping[str, _Desk]) -> str:
    votes: dict[str, float] = defaultdict(float)
    for doc in members:
        for credit in desks[doc.id].credits.values():
            votes[credit.name] += credit.strength
    if votes:
        return min(votes, key=lambda n: (-votes[n], n))
    said = [t.evidence.split(" / ")[0] for t in ties if t.kind == "same speaker"]
    if said:
        return said[0]
    return members[0].source.name
