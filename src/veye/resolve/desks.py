"""Documents prepared for the question who tells a story: prints, credits, tellers and counted facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from veye.records import Claim, Count, Document
from veye.resolve.counted import facts_of
from veye.resolve.credits import Credit, agency_credits, outlet_credits, speakers
from veye.resolve.plain import position
from veye.resolve.prints import Print, print_of
from veye.resolve.similarity import Background, Vector, background_of, neutral_features, vector, word_features
from veye.resolve.tellers import Teller, named_speakers, tellers


class Desk(msgspec.Struct, frozen=True):
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


def counted_facts(claims: Iterable[Claim]) -> frozenset[tuple[str, int | None, int | None]]:
    found = (facts_of(c) for c in claims if not c.flags.backref)
    return frozenset((key, count.low, count.high) for key, count in (f for f in found if f) if count.stated)


def own_facts(claims: Iterable[Claim]) -> frozenset[tuple[str, int | None, int | None]]:
    """The counted facts that a report tells as its own: of numbers that cannot all be right, the first one told."""
    kept: dict[str, list[Count]] = defaultdict(list)
    for claim in sorted(claims, key=position):
        for key, low, high in counted_facts([claim]):
            count = Count(low, high)
            if all(count.overlaps(c) or much_alike(count, c) for c in kept[key]):
                kept[key].append(count)
    return frozenset((key, c.low, c.high) for key, counts in kept.items() for c in counts)


def lay_desks(
    documents: Sequence[Document], claims: Iterable[Claim], background: Background | None = None
) -> tuple[dict[str, Desk], Background]:
    """All documents prepared, by id, and how rare words are: over them, where no background is given."""
    by_doc: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_doc[claim.doc_id].append(claim)
    prints = {d.id: print_of(d) for d in documents}
    background = background or background_of(list(prints.values()))
    outlets = sorted({d.source.name for d in documents})
    desks = {d.id: desk_of(d, by_doc[d.id], prints[d.id], outlets, background) for d in documents}
    return desks, background


def desk_of(
    doc: Document, claims: Iterable[Claim], source: Print, outlets: Iterable[str], background: Background
) -> Desk:
    """One document prepared: `outlets` are the names that it may cite, `background` says how rare words are."""
    said = tuple(sorted(claims, key=lambda c: c.id))
    return Desk(
        doc,
        source,
        said,
        agency_credits(doc, said),
        outlet_credits(doc, outlets),
        named_speakers(doc.text) | speakers(said),
        tuple(tellers(doc.text)),
        vector(word_features(source.words), background),
        vector(neutral_features(source), background),
        own_facts(said),
    )


def days_apart(a: Document, b: Document) -> int | None:
    if a.published_day is None or b.published_day is None:
        return None
    return abs((a.published_day - b.published_day).days)


def in_order(a: Document, b: Document) -> tuple[Document, Document]:
    """The one published first, then the other; the content decides where the dates do not."""
    first, second = sorted((a, b), key=lambda d: (d.published or "9999", d.id))
    return first, second


def agreement(a: Desk, b: Desk) -> tuple[float, list[str]]:
    """The share of the smaller report's counted facts that the other gives alike, and those facts."""
    theirs: dict[str, list[Count]] = defaultdict(list)
    for key, low, high in b.facts:
        theirs[key].append(Count(low, high))
    both = [
        (k, low) for k, low, high in sorted(a.facts, key=str) if any(much_alike(Count(low, high), c) for c in theirs[k])
    ]
    smaller = min(len(a.facts), len(b.facts))
    return (min(1.0, len(both) / smaller) if smaller else 0.0), [f"{k} {low}" for k, low in both]


def much_alike(a: Count, b: Count) -> bool:
    """Whether two counts are the same number as far as rounding and "at least" go."""
    x, y = a.best or 0, b.best or 0
    return x == y or (min(x, y) >= 100 and abs(x - y) <= 0.002 * max(x, y))


def conflicts_between(a: Desk, b: Desk) -> int:
    """How many things both reports count, with numbers that cannot both be right."""
    theirs: dict[str, list[Count]] = defaultdict(list)
    for key, low, high in b.facts:
        theirs[key].append(Count(low, high))
    mine: dict[str, list[Count]] = defaultdict(list)
    for key, low, high in a.facts:
        mine[key].append(Count(low, high))
    shared_keys = sorted(mine.keys() & theirs.keys())
    return sum(not any(x.overlaps(y) or much_alike(x, y) for x in mine[k] for y in theirs[k]) for k in shared_keys)
