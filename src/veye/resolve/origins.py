"""Documents to origins: copies, rewrites, translations, credits and shared speakers tied together, with the evidence.

`origin_hint` of a document is not looked at unless asked for: what a data set says about its own origins would
otherwise judge itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from veye.records import Claim, Decision, Document, Origin, Tie, content_id, fold
from veye.resolve.decisions import constraints, standing
from veye.resolve.desks import Desk, days_apart, lay_desks
from veye.resolve.garbled import garbled
from veye.resolve.minhash import near_pairs
from veye.resolve.telling import WINDOW_DAYS, tie_between, ties_between


def _candidates(desks: Mapping[str, Desk]) -> list[tuple[str, str]]:
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
    desks = lay_desks(docs, standing(claims, decided, docs))
    ties = [t for a, b in _candidates(desks) for t in ties_between(desks[a], desks[b])]
    if use_hints:
        ties += _hint_ties(docs)
    ties = [t for t in ties if _pair(t) not in decided.apart_origin]
    for (a, b), by in decided.same_origin.items():
        if a in desks and b in desks:
            ties.append(tie_between(desks[a].doc, desks[b].doc, "cites", f"decided: {by}", 1.0))
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
        tie_between(a, b, "agency credit", f"given with the documents: {hint}", 1.0)
        for hint, members in sorted(by_hint.items())
        for a, b in combinations(members, 2)
        if (days := days_apart(a, b)) is None or days <= WINDOW_DAYS
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


def _origin(group: frozenset[str], ties: Sequence[Tie], desks: Mapping[str, Desk]) -> Origin:
    members = sorted((desks[d].doc for d in group), key=lambda d: (d.published or "9999", d.id))
    return Origin(
        content_id("org", members[0].id),
        _label(members, ties, desks),
        tuple(d.id for d in members),
        tuple(sorted(ties, key=lambda t: (-t.strength, t.parent, t.child, t.kind))),
        tuple(circles(ties)),
        tuple(garbled(members, {d.id: desks[d.id].claims for d in members}, ties)),
    )


def _label(members: Sequence[Document], ties: Sequence[Tie], desks: Mapping[str, Desk]) -> str:
    votes: dict[str, float] = defaultdict(float)
    for doc in members:
        for credit in desks[doc.id].credits.values():
            votes[credit.name] += credit.strength
    if votes:
        return min(votes, key=lambda n: (-votes[n], n))
    first = Counter(desks[d.id].tellers[0].key for d in members if desks[d.id].tellers)
    if len(members) > 1 and first:
        key = min(first, key=lambda k: (-first[k], k))
        if 2 * first[key] >= len(members):
            return key
    return members[0].source.name
