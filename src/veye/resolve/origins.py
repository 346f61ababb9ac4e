"""Documents to origins: copies, rewrites, translations, credits and shared speakers tied together, with the evidence.

`origin_hint` of a document is not looked at unless asked for: what a data set says about its own origins would
otherwise judge itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from veye.records import Claim, Decision, Document, Origin, Tie, content_id, fold
from veye.resolve.decisions import Constraints, constraints, standing
from veye.resolve.desks import Desk, days_apart, lay_desks
from veye.resolve.garbled import garbled
from veye.resolve.minhash import near_pairs
from veye.resolve.prints import stable_hash
from veye.resolve.similarity import Background
from veye.resolve.telling import WINDOW_DAYS, tie_between, ties_between

NEAR, MOST = 0.35, 60
"""Texts that share this much are compared; a key that more documents bear than this says nothing."""


def keys_of(desk: Desk) -> list[int]:
    """What a document can be met by: rarest names and numbers, credits, speakers, tellers in its weeks, quotes."""
    day = desk.doc.published_day
    weeks = (day.toordinal() // 14, day.toordinal() // 14 + 1) if day else (-1, 0)
    marks = sorted(desk.neutral, key=lambda f: (-desk.neutral[f], f))[:12]
    words = [
        *marks,
        *(f"credit {name}" for name in desk.credits),
        *(f"speaker {name}" for name in desk.speakers),
        *(f"teller {teller.key}" for teller in desk.tellers[:3]),
        *(f"outlet {fold(name)}" for name in (*desk.cites, desk.doc.source.name)),
    ]
    found = {stable_hash(f"{word} {week}") for word in words for week in weeks}
    found |= {stable_hash(f"quote {quote}") for quote in desk.print.quotes}
    return sorted({*found, stable_hash(f"text {desk.doc.text_digest}")})


def _candidates(desks: Mapping[str, Desk]) -> list[tuple[str, str]]:
    """Document pairs that share enough text, or a key that is not crowded."""
    found = set(near_pairs({d: desk.print.shingles for d, desk in desks.items()}, threshold=NEAR))
    blocks: dict[int, list[str]] = defaultdict(list)
    for doc_id, desk in desks.items():
        for key in keys_of(desk):
            blocks[key].append(doc_id)
    for members in blocks.values():
        if len(members) <= MOST:
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
    return trace_origins(documents, claims, decisions, use_hints=use_hints).origins


class Traced(msgspec.Struct, frozen=True):
    """Origins with what they were worked out from: documents prepared, the ties between them, how rare words are."""

    origins: list[Origin]
    desks: dict[str, Desk]
    ties: list[Tie]
    background: Background


def trace_origins(
    documents: Iterable[Document],
    claims: Iterable[Claim],
    decisions: Iterable[Decision] = (),
    *,
    use_hints: bool = False,
    background: Background | None = None,
) -> Traced:
    """What `find_origins` gives, with all that an index needs to go on from there.

    `background` says how rare words are; that of the documents themselves where none is given.
    """
    docs = sorted({d.id: d for d in documents}.values(), key=lambda d: d.id)
    decided = constraints(decisions)
    desks, background = lay_desks(docs, standing(claims, decided, docs), background)
    ties = _trace(desks, decided, use_hints=use_hints)
    return Traced(origins_of(desks, ties, decided), desks, ties, background)


def _trace(desks: Mapping[str, Desk], decided: Constraints, *, use_hints: bool = False) -> list[Tie]:
    """All ties between the documents, those that decisions make among them, those that they forbid left out."""
    ties = [t for a, b in _candidates(desks) for t in ties_between(desks[a], desks[b])]
    if use_hints:
        ties += _hint_ties([desk.doc for desk in desks.values()])
    ties = [t for t in ties if ends(t) not in decided.apart_origin]
    for (a, b), by in decided.same_origin.items():
        if a in desks and b in desks:
            ties.append(tie_between(desks[a].doc, desks[b].doc, "cites", f"decided: {by}", 1.0))
    return ties


def origins_of(desks: Mapping[str, Desk], ties: Sequence[Tie], decided: Constraints) -> list[Origin]:
    """The origins that the ties make of the documents, by id."""
    groups = _groups(list(desks), ties, set(decided.apart_origin))
    within: dict[str, list[Tie]] = defaultdict(list)
    at = {d: min(g) for g in groups for d in g}
    for tie in ties:
        if at[tie.parent] == at[tie.child]:
            within[at[tie.parent]].append(tie)
    return sorted((_origin(g, within[min(g)], desks) for g in groups), key=lambda o: o.id)


def ends(tie: Tie) -> tuple[str, str]:
    """The two documents of a tie, in order of their ids."""
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


def _groups(doc_ids: Sequence[str], ties: Sequence[Tie], apart: set[tuple[str, str]]) -> list[frozenset[str]]:
    """Documents joined by ties, the strongest first; a join that a decision forbids is not made."""
    group = {d: frozenset([d]) for d in doc_ids}
    for tie in sorted(ties, key=lambda t: (-t.strength, t.parent, t.child, t.kind)):
        a, b = group[tie.parent], group[tie.child]
        if a == b or (apart and any((min(x, y), max(x, y)) in apart for x in a for y in b)):
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
