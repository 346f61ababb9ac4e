"""How many live displaced (stocks) and how many newly fled (flows): each producer's series apart, revisions shown."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec

from veye.measures.basis import Basis, Observation, Spread, count_ends, newest, number, span
from veye.measures.producers import NOT_NAMED, Producers
from veye.records import Claim, Displacement, Figure, fold

ROW = ("producer", "place", "kind", "as of", "number", "who says it")


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
        return [
            basis.figure(
                "displacement",
                "stock",
                label="People displaced",
                unit="persons",
                method="latest value of a series",
                refused="no report gives a number of displaced people",
            )
        ]
    whole = [k for k in kept if k.whole] or [max(kept, key=lambda k: newest(k.values)[0].best)]
    return [*(_latest(basis, k) for k in whole), _by_place(basis, kept), _revisions(basis, kept)]


def kept_apart(basis: Basis) -> list[Kept]:
    """All series: country-wide first, stocks before flows, named producers first, then the newest."""
    producers = Producers(basis)
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in basis.of(Displacement):
        said = claim.statement
        assert isinstance(said, Displacement)
        kind: str = "flow, running total" if said.kind == "flow" and claim.flags.cumulative else said.kind
        place_id = "" if claim.place is None else claim.place.place.id if claim.place.place else fold(claim.place.words)
        groups[producers.of(claim), place_id, kind].append(claim)
    out: list[Kept] = []
    for (producer, place_id, kind), claims in groups.items():
        values = basis.observations(claims, lambda c: count_ends(c.statement.count))  # type: ignore[union-attr]
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


def _spread(basis: Basis, kept: Kept) -> tuple[list[Observation], Spread]:
    last = newest(kept.values)
    return last, basis.spread(last)


def _latest(basis: Basis, kept: Kept) -> Figure:
    last, spread = _spread(basis, kept)
    word = "newly displaced" if kept.kind != "stock" else "living displaced"
    notes: tuple[str, ...] = ()
    age = (basis.on - last[0].day).days
    if age > 120:
        notes += (f"The newest value is {age} days old.",)
    if kept.producer == NOT_NAMED:
        notes += ("The reports do not say who counted.",)
    return basis.figure(
        "displacement",
        kept.kind.split(",")[0],
        label=f"People {word} in {kept.place} ({kept.producer})",
        unit="persons",
        method=f"latest value of the series, {last[0].day}",
        value=spread.best,
        low=spread.low,
        high=spread.high,
        interval="lowest and highest reported",
        contested=spread.contested,
        claims=spread.claim_ids,
        notes=notes,
        params=(("place", kept.place), ("producer", kept.producer), ("kind", kept.kind)),
        columns=("as of", "number", "published", "who says it"),
        rows=tuple(
            (o.day.isoformat(), span(o.low, o.best, o.high), o.published or "not stated", o.said_by)
            for o in kept.values
        ),
    )


def _by_place(basis: Basis, kept: list[Kept]) -> Figure:
    rows: list[tuple[Any, ...]] = []
    used: list[str] = []
    for one in kept:
        last, spread = _spread(basis, one)
        used += spread.claim_ids
        number_now = span(spread.low, spread.best, spread.high)
        rows.append((one.producer, one.place, one.kind, last[0].day.isoformat(), number_now, last[0].said_by))
    count = float(len(kept))
    return basis.figure(
        "displacement",
        "by_place",
        label="Displacement series held",
        unit="series",
        method="latest value of each series; series are never added to each other",
        value=count,
        low=count,
        high=count,
        interval="count",
        claims=used,
        columns=ROW,
        rows=tuple(rows),
    )


def _revisions(basis: Basis, kept: list[Kept]) -> Figure:
    rows: list[tuple[Any, ...]] = []
    used: list[str] = []
    dates = 0
    for one in kept:
        by_day: dict[str, list[Observation]] = defaultdict(list)
        for value in one.values:
            if value.dated:
                by_day[value.day.isoformat()].append(value)
        for day, told in sorted(by_day.items()):
            if len({(v.low, v.high) for v in told}) < 2:
                continue
            dates += 1
            used += [i for v in told for i in v.claim_ids]
            ordered = sorted(told, key=lambda v: (v.published or "9", v.origin_id))
            first, last = ordered[0], ordered[-1]
            rows.append(
                (
                    one.producer,
                    one.place,
                    one.kind,
                    day,
                    span(first.low, first.best, first.high),
                    span(last.low, last.best, last.high),
                    number(last.best - first.best),
                )
            )
    return basis.figure(
        "displacement",
        "revisions",
        label="Dates whose number of displaced was revised or told differently",
        unit="dates",
        method="dates of one series with more than one value, by publication",
        value=float(dates),
        low=float(dates),
        high=float(dates),
        interval="count",
        claims=used,
        params=(("kind", "revisions"),),
        contested=dates > 0,
        columns=("producer", "place", "kind", "as of", "first told", "last told", "change"),
        rows=tuple(rows),
    )
