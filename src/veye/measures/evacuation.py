"""Who was moved for care, by which route, to which level, and how fast against the times that care allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from veye.measures.basis import Basis, Spread, count_ends, number, span
from veye.measures.intervals import wilson_interval
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


def _evacuated(basis: Basis, moved: Sequence[Transfer]) -> Figure:
    highs = [t.spread.high for t in moved]
    return basis.figure(
        "evacuation",
        "evacuated",
        label="Persons evacuated for care",
        unit="persons",
        method="sum over evacuations reported",
        value=sum(t.spread.best for t in moved) if moved else 0.0,
        low=sum(t.spread.low for t in moved) if moved else 0.0,
        high=None if any(h is None for h in highs) else float(sum(h for h in highs if h is not None)),
        interval="sums of the lowest and of the highest reported",
        contested=any(t.spread.contested for t in moved),
        claims=[i for t in moved for i in t.spread.claim_ids],
        incidents=[t.incident.id for t in moved if t.incident],
        notes=() if moved else ("No report held here tells of an evacuation.",),
        columns=("date", "number", "from", "to", "level of care", "minutes from wounding"),
        rows=tuple(
            (
                t.day,
                span(t.spread.low, t.spread.best, t.spread.high),
                t.origin,
                t.destination,
                t.level if t.level is not None else "not stated",
                t.minutes if t.minutes is not None else "not stated",
            )
            for t in moved
        ),
    )


def _known_times(basis: Basis, moved: Sequence[Transfer]) -> Figure:
    common: dict[str, Any] = {"label": "Evacuations whose time from wounding is known", "unit": "%"}
    if not moved:
        return basis.figure(
            "evacuation",
            "known_times",
            **common,
            method="100 · with a known time / all",
            refused="no evacuation is reported",
        )
    known = [t for t in moved if t.minutes is not None]
    share = 100 * len(known) / len(moved)
    return basis.figure(
        "evacuation",
        "known_times",
        **common,
        method=f"100 · with a known time / all = 100 · {len(known)} / {len(moved)}",
        value=share,
        low=share,
        high=share,
        interval="count",
        claims=[i for t in moved for i in t.spread.claim_ids],
        incidents=[t.incident.id for t in moved if t.incident],
    )


def _on_time(basis: Basis, moved: Sequence[Transfer]) -> Figure:
    known = [t for t in moved if t.minutes is not None]
    limit, source = _limit(basis)
    common: dict[str, Any] = {
        "label": f"Evacuations that reached care within {number(limit)} minutes of wounding",
        "unit": "%",
        "params": (("minutes", number(limit)),),
    }
    formula = "100 · within the time / those with a known time"
    if not known:
        return basis.figure(
            "evacuation", "on_time", **common, method=formula, refused="no report gives the time from wounding to care"
        )
    quick = [t for t in known if t.minutes is not None and t.minutes <= limit]
    low, high = wilson_interval(len(quick), len(known))
    return basis.figure(
        "evacuation",
        "on_time",
        **common,
        method=f"{formula} = 100 · {len(quick)} / {len(known)}",
        value=100 * len(quick) / len(known),
        low=100 * low,
        high=100 * high,
        interval="95 % Wilson",
        claims=[i for t in known for i in t.spread.claim_ids],
        incidents=[t.incident.id for t in known if t.incident],
        notes=(
            f"Only {len(known)} of {len(moved)} evacuations have a known time.",
            f"10-1-2: first aid in 10 minutes, enhanced care in 1 hour, surgery within 2 hours ({source}).",
        ),
    )


def _limit(basis: Basis) -> tuple[float, str]:
    row = basis.rule("10", "1", "2") or basis.rule("surgery")
    source = str((row or {}).get("source") or "UN policy on casualty evacuation in the field, 2020")
    unit = str((row or {}).get("unit") or "")
    try:
        value = float(str((row or {})["value"]))
    except (KeyError, ValueError):
        return SURGERY_MINUTES, source
    return (value * 60 if unit.startswith("h") else value), source
