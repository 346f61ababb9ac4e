"""How many live displaced (stocks) and how many newly fled (flows): each producer's series apart, revisions shown."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from veye.measures.basis import Basis
from veye.measures.observations import Observation, count_ends, newest
from veye.measures.producers import NOT_NAMED
from veye.measures.words import number, span
from veye.records import Claim, Displacement, Figure, fold

STALE_DAYS = 120


class Kept(msgspec.Struct, frozen=True):
    """One series: who produces it, of which place, stock or flow; its values, oldest first."""

    producer: str
    place_id: str
    place: str
    whole: bool
    kind: str
    values: tuple[Observation, ...]


def figures(basis: Basis) -> list[Figure]:
    """The latest value of every country-wide series, all places in one table, and what was revised."""
    kept = kept_apart(basis)
    if not kept:
        blank = basis.blank("displacement", "stock", "People displaced", "persons", "newest value of a series")
        return [blank.refused("no report gives a number of displaced people")]
    whole = [k for k in kept if k.whole] or [max(kept, key=lambda k: newest(k.values)[0].best)]
    return [*(_latest(basis, k) for k in whole), _by_place(basis, kept), _revisions(basis, kept)]


def kept_apart(basis: Basis) -> list[Kept]:
    """All series: country-wide first, stocks before flows, named producers first, then the newest."""
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in basis.of(Displacement):
        said = claim.statement
        assert isinstance(said, Displacement)
        kind: str = "flow, running total" if said.kind == "flow" and claim.flags.cumulative else said.kind
        place_id = "" if claim.place is None else claim.place.place.id if claim.place.place else fold(claim.place.words)
        groups[basis.producers.of(claim), place_id, kind].append(claim)
    out: list[Kept] = []
    for (producer, place_id, kind), claims in groups.items():
        values = basis.wholes(basis.observations(claims, lambda c: count_ends(c.statement.count)))  # type: ignore[union-attr]
        if values:
            mention = claims[0].place
            place = "place not stated" if mention is None else mention.place.name if mention.place else mention.words
            whole = mention is not None and mention.place is not None and mention.place.kind == "country"
            out.append(Kept(producer, place_id, place, whole, kind, tuple(values)))
    order = {"stock": 0, "flow": 1}
    return sorted(
        out,
        key=lambda k: (
            not k.whole,
            order.get(k.kind, 2),
            k.producer == NOT_NAMED,
            -newest(k.values)[0].day.toordinal(),
            k.producer,
            k.place_id,
        ),
    )


def _latest(basis: Basis, kept: Kept) -> Figure:
    last = newest(kept.values)
    word = "living displaced" if kept.kind == "stock" else "newly displaced"
    label = f"People {word} in {kept.place} ({kept.producer})"
    params = (("place", kept.place), ("producer", kept.producer), ("kind", kept.kind))
    formula = f"newest value of the series, {last[0].day}"
    blank = basis.blank("displacement", kept.kind.split(",")[0], label, "persons", formula, params)
    notes = []
    if (age := (basis.on - last[0].day).days) > STALE_DAYS:
        notes.append(f"The newest value is {age} days old.")
    if kept.producer == NOT_NAMED:
        notes.append("The reports do not say who counted.")
    return blank.spread(
        basis.spread(last), notes=tuple(notes), columns=("as of", "number", "published", "who says it"),
        rows=tuple(
            (o.day.isoformat(), span(o.low, o.best, o.high), o.published or "not stated", o.said_by)
            for o in kept.values
        ),
    )  # fmt: skip


def _by_place(basis: Basis, kept: list[Kept]) -> Figure:
    formula = "newest value of each series; series are never added to each other"
    blank = basis.blank("displacement", "by_place", "Displacement series held", "series", formula)
    rows: list[tuple[str, ...]] = []
    used: list[str] = []
    for one in kept:
        last = newest(one.values)
        now = basis.spread(last)
        used += now.claim_ids
        amount = span(now.low, now.best, now.high)
        rows.append((one.producer, one.place, one.kind, last[0].day.isoformat(), amount, last[0].said_by))
    columns = ("producer", "place", "kind", "as of", "number", "who says it")
    return blank.counted(len(kept), claims=used, columns=columns, rows=tuple(rows))


def _revisions(basis: Basis, kept: list[Kept]) -> Figure:
    label, formula = "Dates whose number was revised or told differently", "dates of one series with several values"
    blank = basis.blank("displacement", "revisions", label, "dates", formula, (("kind", "revisions"),))
    rows: list[tuple[str, ...]] = []
    used: list[str] = []
    for one in kept:
        by_day: dict[str, list[Observation]] = defaultdict(list)
        for value in one.values:
            if value.dated:
                by_day[value.day.isoformat()].append(value)
        for day, told in sorted(by_day.items()):
            if len({(v.low, v.high) for v in told}) < 2:
                continue
            used += [i for v in told for i in v.claim_ids]
            first, *_, last = sorted(told, key=lambda v: (v.published or "9", v.origin_id, v.best))
            ends = (span(first.low, first.best, first.high), span(last.low, last.best, last.high))
            rows.append((one.producer, one.place, one.kind, day, *ends, number(last.best - first.best)))
    columns = ("producer", "place", "kind", "as of", "first told", "last told", "change")
    return blank.counted(len(rows), contested=bool(rows), claims=used, columns=columns, rows=tuple(rows))
