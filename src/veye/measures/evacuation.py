"""Who was moved for care, by which route, to which level, and how fast against the times that care allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from veye.measures.basis import Basis, rule_value
from veye.measures.intervals import wilson_interval
from veye.measures.observations import Spread, count_ends
from veye.measures.words import number, span
from veye.records import Claim, Evacuation, Figure, Incident, fold

SURGERY_MINUTES = 120.0


class Transfer(msgspec.Struct, frozen=True):
    """One evacuation: how many, from where to where, the level of care reached, minutes from wounding."""

    day: str
    spread: Spread
    origin: str
    destination: str
    level: int | None
    minutes: int | None
    incident: Incident | None


def figures(basis: Basis) -> list[Figure]:
    """Persons evacuated, the share with a known time, and the share of those in time for surgery."""
    moved = transfers(basis)
    return [_evacuated(basis, moved), _known_times(basis, moved), _on_time(basis, moved)]


def transfers(basis: Basis) -> list[Transfer]:
    """Every evacuation reported, oldest first; those of one incident and destination are one."""
    claims = [c for c in basis.of(Evacuation) if not c.flags.cumulative]
    out = []
    for _, told in basis.happenings(claims, lambda c: _apart(basis, c)):
        seen = basis.observations(told, lambda c: count_ends(_said(c).count), undated=basis.on)
        ids = tuple(sorted(c.id for c in told))
        spread = basis.spread(seen) if seen else Spread(1, 1, None, False, ids)
        incident = basis.incident_of.get(told[0].id)
        days = [d for c in told if (d := basis.day_of(c)) is not None]
        if days and min(days) > basis.on:
            continue
        day = (incident.when.iso() if incident and incident.when else "") or (
            min(days).isoformat() if days else "no date"
        )
        out.append(
            Transfer(
                day,
                msgspec.structs.replace(spread, claim_ids=ids),
                _first(told, "origin"),
                _first(told, "destination"),
                min((v for c in told if (v := _said(c).level) is not None), default=None),
                max((v for c in told if (v := _said(c).minutes) is not None), default=None),
                incident,
            )
        )
    return sorted(out, key=lambda t: (t.day, t.destination, t.spread.claim_ids))


def _said(claim: Claim) -> Evacuation:
    assert isinstance(claim.statement, Evacuation)
    return claim.statement


def _first(told: Sequence[Claim], field: str) -> str:
    return next((v for c in told if (v := getattr(_said(c), field))), "not stated")


def _apart(basis: Basis, claim: Claim) -> str:
    """What parts transfers: the incident alone where there is one, else the destination.

    One incident's destination bears names in several languages, which must not make two transfers of one.
    """
    return "" if claim.id in basis.incident_of else fold(_said(claim).destination or "")


def _inputs(moved: Sequence[Transfer]) -> dict[str, Any]:
    return {
        "claims": [i for t in moved for i in t.spread.claim_ids],
        "incidents": [t.incident.id for t in moved if t.incident],
    }


def _evacuated(basis: Basis, moved: Sequence[Transfer]) -> Figure:
    formula = "sum over evacuations reported"
    blank = basis.blank("evacuation", "evacuated", "Persons evacuated for care", "persons", formula)
    highs = [t.spread.high for t in moved]
    high = None if any(h is None for h in highs) else float(sum(h for h in highs if h is not None))
    stated = [(t.level, t.minutes) for t in moved]
    ends = [("not stated" if level is None else level, "not stated" if m is None else m) for level, m in stated]
    return blank.filled(
        sum(t.spread.best for t in moved), float(sum(t.spread.low for t in moved)), high,
        interval="sums of the lowest and of the highest reported", contested=any(t.spread.contested for t in moved),
        notes=() if moved else ("No report held here tells of an evacuation.",), **_inputs(moved),
        columns=("date", "number", "from", "to", "level of care", "minutes from wounding"),
        rows=tuple(
            (t.day, span(t.spread.low, t.spread.best, t.spread.high), t.origin, t.destination, *end)
            for t, end in zip(moved, ends, strict=True)
        ),
    )  # fmt: skip


def _known_times(basis: Basis, moved: Sequence[Transfer]) -> Figure:
    label, formula = "Evacuations whose time from wounding is known", "100 · with a known time / all"
    blank = basis.blank("evacuation", "known_times", label, "%", formula)
    if not moved:
        return blank.refused("no evacuation is reported")
    known = sum(t.minutes is not None for t in moved)
    return blank.counted(100 * known / len(moved), shown=f"100 · {known} / {len(moved)}", **_inputs(moved))


def _on_time(basis: Basis, moved: Sequence[Transfer]) -> Figure:
    limit, source = _limit(basis)
    label = f"Evacuations that reached care within {number(limit)} minutes of wounding"
    formula, params = "100 · within the time / those with a known time", (("minutes", number(limit)),)
    blank = basis.blank("evacuation", "on_time", label, "%", formula, params)
    known = [t for t in moved if t.minutes is not None]
    if not known:
        return blank.refused("no report gives the time from wounding to care")
    quick = sum(t.minutes is not None and t.minutes <= limit for t in known)
    low, high = wilson_interval(quick, len(known))
    return blank.filled(
        100 * quick / len(known), 100 * low, 100 * high, interval="95 % Wilson", **_inputs(known),
        shown=f"100 · {quick} / {len(known)}",
        notes=(
            f"Only {len(known)} of {len(moved)} evacuations have a known time.",
            f"10-1-2: first aid in 10 minutes, enhanced care in 1 hour, surgery within 2 hours ({source}).",
        ),
    )  # fmt: skip


def _limit(basis: Basis) -> tuple[float, str]:
    """The time to surgery in minutes and its source: from the rules table, else the UN's two hours."""
    row = basis.rule("surgery") or basis.rule("10 1 2")
    source = str((row or {}).get("source") or "UN policy on casualty evacuation in the field, 2020")
    value = rule_value(row)
    hours = str((row or {}).get("unit") or "").startswith("h")
    return (SURGERY_MINUTES if value is None else value * 60 if hours else value), source
