"""What happened to the mission's equipment: one record a happening, class, type and event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from veye.measures.basis import Basis
from veye.measures.observations import Spread, count_ends
from veye.measures.repeats import retold
from veye.records import Claim, Count, Equipment, Incident, When


class ItemEvent(msgspec.Struct, frozen=True):
    """One happening to items of one class and, where named, one type."""

    item_class: str
    type_name: str | None
    event: str
    day: str
    spread: Spread
    reason: str
    owner_stated: bool
    incident: Incident | None
    when: When | None = None
    recalled: bool = False


def item_events(basis: Basis) -> list[ItemEvent]:
    """Every reported happening to the mission's equipment up to the day, oldest first.

    Items whose stated owner is not the mission are left out; running totals are no happenings. Where one report
    tells of several items in one happening, its counts add up. A happening told only in recall is left out where it
    may repeat one told as news: of the same class and event, of no other type, and of overlapping days or equal number.
    """
    claims = [
        c
        for c in basis.of(Equipment)
        if not c.flags.cumulative and basis.names.owned_by_mission(_said(c).owner) is not False and _past(basis, c)
    ]
    types = _types(basis, claims)
    groups = basis.happenings(claims, lambda c: (_said(c).item_class, _type_of(basis, c, types), _said(c).event))
    out = []
    for (item_class, type_name, event), told in groups:
        incident = basis.incident_of.get(told[0].id)
        alone = incident is not None and len(types.get((incident.id, item_class, event), ())) <= 1
        spread = _spread(basis, told, incident if alone else None)
        days = [d for c in told if (d := basis.day_of(c)) is not None]
        day = (incident.when.iso() if incident and incident.when else "") or (
            min(days).isoformat() if days else "no date"
        )
        reason = next((r for c in told if (r := _said(c).reason)), "")
        owned = any(basis.names.owned_by_mission(_said(c).owner) for c in told)
        when = incident.when if incident else next((c.when for c in told if c.when), None)
        recalled = all(retold(basis, c) for c in told)
        name = type_name or None
        out.append(ItemEvent(item_class, name, event, day, spread, reason, owned, incident, when, recalled))
    return sorted(_once_each(out), key=lambda e: (e.day, e.item_class, e.type_name or "", e.event))


def _once_each(events: list[ItemEvent]) -> list[ItemEvent]:
    """The events without those told only in recall that may repeat one told as news."""
    news: dict[tuple[str, str], list[ItemEvent]] = defaultdict(list)
    for event in events:
        if not event.recalled:
            news[event.item_class, event.event].append(event)
    return [
        e for e in events
        if not e.recalled or not any(_may_repeat(e, other) for other in news[e.item_class, e.event])
    ]  # fmt: skip


def _may_repeat(recalled: ItemEvent, news: ItemEvent) -> bool:
    if recalled.type_name and news.type_name and recalled.type_name != news.type_name:
        return False
    undated = recalled.when is None or news.when is None
    return undated or recalled.when.overlaps(news.when) or recalled.spread.best == news.spread.best  # type: ignore[union-attr,arg-type]


def _said(claim: Claim) -> Equipment:
    assert isinstance(claim.statement, Equipment)
    return claim.statement


def _past(basis: Basis, claim: Claim) -> bool:
    day = basis.day_of(claim)
    return day is None or day <= basis.on


def _types(basis: Basis, claims: Iterable[Claim]) -> dict[tuple[str, str, str], set[str]]:
    """Incident, class and event -> the types that its claims name."""
    out: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        incident, name = basis.incident_of.get(claim.id), type_named(basis, claim)
        if incident and name:
            out[incident.id, _said(claim).item_class, _said(claim).event].add(name)
    return out


def _type_of(basis: Basis, claim: Claim, types: dict[tuple[str, str, str], set[str]]) -> str:
    """The type that a claim names, or the only one that others of its incident name for the same event; else empty."""
    name, incident = type_named(basis, claim), basis.incident_of.get(claim.id)
    if name or incident is None:
        return name or ""
    others = types.get((incident.id, _said(claim).item_class, _said(claim).event), set())
    return next(iter(others)) if len(others) == 1 else ""


def type_named(basis: Basis, claim: Claim) -> str | None:
    """The profile's equipment type that the claim's item names; None where it names none."""
    return basis.names.equipment_type(_said(claim).item, _said(claim).item_class)


def _spread(basis: Basis, told: Sequence[Claim], incident: Incident | None) -> Spread:
    first = _said(told[0])
    tally = incident.tally(first.event, first.item_class) if incident else None
    ids = {v.claim_id for v in tally.values} if tally else set()
    mine = tuple(sorted({c.id for c in told}))
    if tally and tally.best is not None and ids <= set(mine):
        low = float(tally.low if tally.low is not None else tally.best)
        high = None if tally.high is None else float(max(tally.high, tally.best))
        return Spread(min(low, tally.best), float(tally.best), high, tally.contested, mine)
    if len(told) == 1 and first.count.low is not None:
        ends = count_ends(first.count)
        return Spread(float(first.count.low), float(first.count.low), ends[1], False, mine)
    by_doc: dict[str, dict[tuple[str, Count], Claim]] = defaultdict(dict)
    for claim in told:
        by_doc[claim.doc_id].setdefault((_said(claim).item, _said(claim).count), claim)
    sums: dict[str, tuple[float | None, float | None]] = {}
    for doc_id, parts in by_doc.items():
        total = Count(0, 0)
        for _, count in parts:
            total = total + count if count.stated else total + Count(1, None)
        sums[doc_id] = count_ends(total)
    seen = basis.observations(told, lambda c: sums[c.doc_id], undated=basis.on)
    spread = basis.spread(seen)
    return Spread(spread.low, spread.best, spread.high, spread.contested, mine)
