"""The mission's quantities over time, one series a definition: strength, equipment, displaced, money, harm, control."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from veye.measures.basis import Basis
from veye.measures.funding_lines import NO_CURRENCY, line_of
from veye.measures.observations import Ends, count_ends
from veye.records import (
    Casualty,
    Claim,
    Control,
    Count,
    Displacement,
    Document,
    Equipment,
    Funding,
    Mission,
    Origin,
    Point,
    Series,
    Strength,
    When,
    fold,
)


def series(
    claims: Iterable[Claim], documents: Iterable[Document], origins: Iterable[Origin], mission: Mission
) -> list[Series]:
    """Every series that the claims hold, by key. One point an origin, date and value; denied claims are none.

    Keys: strength/CONTINGENT/KIND, equipment/CLASS/EVENT, displaced/PRODUCER/PLACE/KIND, funding/LINE/KIND/CURRENCY,
    harm/PRODUCER/WHO/OUTCOME (published totals), control/ACTOR/PLACE (per cent).
    """
    basis = Basis(claims, (), documents, origins, mission, on=date.max)
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in basis.claims:
        if not claim.flags.denied and (key := _key(basis, claim)):
            groups[key].append(claim)
    return [Series(key, unit, _points(basis, told)) for (key, unit), told in sorted(groups.items())]


def _key(basis: Basis, claim: Claim) -> tuple[str, str] | None:
    said = claim.statement
    place = "place not stated"
    if claim.place:
        place = claim.place.place.id if claim.place.place else fold(claim.place.words)
    if isinstance(said, Strength):
        name = "total" if said.contingent.casefold() == "total" else basis.names.contingent(said.contingent)
        return f"strength/{name}/{said.kind}", "personnel"
    if isinstance(said, Equipment) and basis.names.owned_by_mission(said.owner) is not False:
        return f"equipment/{said.item_class}/{said.event}", "items"
    if isinstance(said, Displacement):
        return f"displaced/{basis.producers.of(claim)}/{place}/{said.kind}", "persons"
    if isinstance(said, Funding) and said.amount is not None:
        currency = said.currency or NO_CURRENCY
        return f"funding/{line_of(basis, said.purpose)}/{said.kind}/{currency}", currency
    if isinstance(said, Control) and said.share_percent is not None:
        return f"control/{said.actor}/{place}", "%"
    if isinstance(said, Casualty) and said.who != "mission" and claim.when is not None and claim.when.days >= 28:
        return f"harm/{basis.producers.of(claim)}/{said.who}/{said.outcome}", "persons"
    return None


def _ends(claim: Claim) -> Ends:
    said = claim.statement
    if isinstance(said, Funding):
        return said.amount, said.amount_high or said.amount
    if isinstance(said, Control):
        return said.share_percent, said.share_percent
    assert isinstance(said, Strength | Equipment | Displacement | Casualty)
    return count_ends(said.count)


def _count(low: float | None, high: float | None) -> Count:
    return Count(None if low is None else round(low), None if high is None else round(high))


def _points(basis: Basis, told: list[Claim]) -> tuple[Point, ...]:
    seen = basis.observations(told, _ends, undated=date.max)
    points = []
    for value in seen:
        first = basis.claim[value.claim_ids[0]]
        when = first.when if first.when is not None else None
        if when is None and value.day != date.max:
            when = When.day(value.day)
        points.append(Point(when, _count(value.low, value.high), value.claim_ids, value.origin_id, value.published))
    return tuple(points)
