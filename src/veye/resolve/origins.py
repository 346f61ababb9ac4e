"""Documents to origins: copies, rewrites, translations, credits and shared speakers tied together, with the evidence.

`origin_hint` of a document is not looked at unless asked for: what a data set says about its own origins would
otherwise judge itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from veye.records import Claim, Count, Decision, Document, Origin, Tie, content_id, fold
from veye.records.origin import TieKind
from veye.resolve.columns import facts_of
from veye.resolve.credits import Credit, agency_credits, outlet_credits, speakers
from veye.resolve.decisions import constraints, standing
from veye.resolve.garbled import garbled
from veye.resolve.minhash import near_pairs
from veye.resolve.prints import Print, print_of
from veye.resolve.similarity import Vector, background_of, cosine, neutral_features, shared, vector, word_features
from veye.resolve.tellers import Teller, named_speakers, tellers

NEAR_COPY = 0.5
CONTAINED = 0.7
WINDOW_DAYS = 10
PRIOR_BITS = -4.0
OWN = "own correspondent"


class _Desk(msgspec.Struct, frozen=True):
    """All that is compared about one document."""

    doc: Document
    print: Print
    claims: tuple[Claim, ...]
    credits: dict[str, Credit]
    cites: dict[str, Credit]
    speakers: dict[str, str]
    tellers: tuple[Teller, ...]
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
            named_speakers(d.text) | speakers(by_doc[d.id]),
            tuple(tellers(d.text)),
            vector(word_features(prints[d.id].words), background),
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
    theirs: dict[str, list[Count]] = defaultdict(list)
    for key, low, high in b.facts:
        theirs[key].append(Count(low, high))
    both = [
        (k, low) for k, low, high in sorted(a.facts, key=str) if any(_close(Count(low, high), c) for c in theirs[k])
    ]
    smaller = min(len(a.facts), len(b.facts))
    return (min(1.0, len(both) / smaller) if smaller else 0.0), [f"{k} {low}" for k, low in both]


def _close(a: Count, b: Count) -> bool:
    """Whether two counts are the same number as far as rounding and "at least" go."""
    x, y = a.best or 0, b.best or 0
    return x == y or (min(x, y) >= 100 and abs(x - y) <= 0.002 * max(x, y))


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


def _conflicts(a: _Desk, b: _Desk) -> int:
    """How many things both reports count, with numbers that cannot both be right."""
    theirs: dict[str, list[Count]] = defaultdict(list)
    for key, low, high in b.facts:
        theirs[key].append(Count(low, high))
    mine: dict[str, list[Count]] = defaultdict(list)
    for key, low, high in a.facts:
        mine[key].append(Count(low, high))
    shared_keys = sorted(mine.keys() & theirs.keys())
    return sum(not any(x.overlaps(y) or _close(x, y) for x in mine[k] for y in theirs[k]) for k in shared_keys)


class _Reason(msgspec.Struct, frozen=True):
    """One reason for or against a common telling, in bits."""

    bits: float
    kind: TieKind | None
    words: str


def _teller_reason(a: _Desk, b: _Desk) -> _Reason:
    mine, theirs = {t.key: t for t in a.tellers}, {t.key: t for t in b.tellers}
    if OWN in mine or OWN in theirs:
        return _Reason(-4.0, None, "an own correspondent")
    pairs = [(x, y) for x in mine for y in theirs if x == y or x.startswith(y + ":") or y.startswith(x + ":")]
    if not pairs:
        return _Reason(-2.0 if mine and theirs else 0.0, None, "different tellers")
    first = a.tellers[0].key, b.tellers[0].key
    x, y = first if first in pairs else pairs[0]
    bits = (3.0 if x == y else 2.0) if first in pairs else 1.2
    return _Reason(bits, "same speaker", f"{x}: {mine[x].words} / {theirs[y].words}")


def _speaker_reason(a: _Desk, b: _Desk) -> _Reason:
    both = sorted(a.speakers.keys() & b.speakers.keys())
    named = [s for s in both if not s.startswith("spokesperson")]
    if named:
        return _Reason(2.0, "same speaker", f"{a.speakers[named[0]]} / {b.speakers[named[0]]}")
    return _Reason(0.5 if both else 0.0, "same speaker" if both else None, a.speakers[both[0]] if both else "")


def _fact_reason(a: _Desk, b: _Desk) -> _Reason:
    share, facts = _agreement(a, b)
    bits = 0.0
    if facts:
        bits = 2.5 if share > 0.99 and len(facts) >= 3 else 2.0 if share >= 0.6 and len(facts) >= 2 else 0.7
        bits += 0.8 if any(_telling(f) for f in facts) else 0.0
    return _Reason(bits - min(3.0, 1.5 * _conflicts(a, b)), "near copy", ", ".join(facts[:4]))


def _telling(fact: str) -> bool:
    """Whether a fact's number has three figures that are not round: too rare to be met by chance."""
    figures = fact.rsplit(" ", 1)[-1].rstrip("0")
    return figures.isdigit() and len(figures) >= 3


def _text_reason(a: _Desk, b: _Desk) -> _Reason:
    neutral, translated = cosine(a.neutral, b.neutral), a.doc.language != b.doc.language
    alike = 1.4 * neutral if translated else (neutral + cosine(a.words, b.words)) / 2
    bits = 2.5 if alike >= 0.45 else 1.6 if alike >= 0.3 else 0.8 if alike >= 0.2 else 0.0 if alike >= 0.08 else -0.7
    if translated and bits < 0:
        bits = 0.0 if "ht" in (a.doc.language, b.doc.language) else -0.3
    return _Reason(bits, "translation" if translated else "near copy", ", ".join(shared(a.neutral, b.neutral)))


def _day_reason(a: _Desk, b: _Desk) -> _Reason:
    days = _apart_days(a.doc, b.doc)
    bits = 0.0 if days is None else 0.5 if days <= 1 else -0.5 if days <= 3 else -1.5 if days <= 6 else -2.5
    return _Reason(bits, None, "")


def _credit_reason(a: _Desk, b: _Desk) -> _Reason:
    both = sorted(a.credits.keys() & b.credits.keys())
    if both:
        words = f"{both[0]}: {a.credits[both[0]].words} / {b.credits[both[0]].words}"
        return _Reason(5.0, "agency credit", words)
    return _Reason(-2.5 if a.credits and b.credits else 0.0, None, "different agencies")


_REASONS = (_credit_reason, _teller_reason, _speaker_reason, _fact_reason, _text_reason, _day_reason)


def _telling_ties(a: _Desk, b: _Desk) -> list[Tie]:
    """The tie between two reports of one story, if the reasons for a common telling outweigh those against."""
    reasons = [
        f(a, b) for f in (_credit_reason, _teller_reason, _speaker_reason, _fact_reason, _text_reason, _day_reason)
    ]
    total = PRIOR_BITS + sum(r.bits for r in reasons)
    if total <= 0:
        return []
    why = sorted((r for r in reasons if r.bits > 0 and r.kind), key=lambda r: -r.bits)
    if not why:
        return []
    kind: TieKind = why[0].kind or "near copy"
    if (
        a.doc.language != b.doc.language
        and kind in ("near copy", "same speaker")
        and reasons[3].bits + reasons[4].bits >= 3
    ):
        kind = "translation"
    evidence = "; ".join(f"{r.words} ({r.bits:+.1f})" for r in why[:3] if r.words)
    return [_tie(a.doc, b.doc, kind, evidence, 1 / (1 + 2**-total))]


def _cite_ties(a: _Desk, b: _Desk) -> list[Tie]:
    out = []
    for x, y in ((a, b), (b, a)):
        if y.doc.source.name in x.cites:
            out.append(Tie(y.doc.id, x.doc.id, "cites", x.cites[y.doc.source.name].words, 0.85))
    return out


def _quote_ties(a: _Desk, b: _Desk) -> list[Tie]:
    return [_tie(a.doc, b.doc, "same quote", f"“{q[:80]}”", 0.85) for q in sorted(a.print.quotes & b.print.quotes)[:1]]


def _one_story(a: _Desk, b: _Desk) -> bool:
    """Whether two reports can tell one story at all: by days, shared facts, names and numbers."""
    days = _apart_days(a.doc, b.doc)
    if days is not None and days > WINDOW_DAYS:
        return False
    share, facts = _agreement(a, b)
    if len(facts) >= 2 or (facts and share >= 0.5):
        return True
    return cosine(a.neutral, b.neutral) * (1.5 if a.doc.language != b.doc.language else 1.0) >= 0.15


def _ties(a: _Desk, b: _Desk) -> list[Tie]:
    if copies := _copy_ties(a, b):
        return [*copies, *_cite_ties(a, b)]
    if not _one_story(a, b):
        return []
    return [*_telling_ties(a, b), *_cite_ties(a, b), *_quote_ties(a, b)]


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
            for teller in desk.tellers[:3]:
                blocks[("teller " + teller.key, week)].add(doc_id)
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
