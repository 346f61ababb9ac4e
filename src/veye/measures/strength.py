"""Stocks and flows of personnel as reports give them: what force, rates and sustainment build on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import msgspec

from veye.measures.basis import Basis
from veye.measures.observations import Ends, Observation, Spread, count_ends
from veye.records import Claim, Strength

TOTAL = "total"
WEEK = timedelta(days=7)


class Flow(msgspec.Struct, frozen=True):
    """One arrival or departure: how many of which contingent, on which day."""

    contingent: str
    day: date
    spread: Spread


def stocks(basis: Basis, contingent: str = TOTAL, kind: str = "current") -> list[Observation]:
    """Reported strengths of a contingent and kind up to the basis's day, one an origin and value; parts left out."""
    return basis.wholes(basis.observations(basis.once("strength", _claims).get((contingent, kind), ()), _ends))


def contingents(basis: Basis) -> list[str]:
    """Every contingent that the profile or a claim names, in alphabetical order."""
    said = {name for name, _ in basis.once("strength", _claims)} - {TOTAL}
    return sorted(said | {c.country for c in basis.mission.contingents})


def flows(basis: Basis, kind: str) -> list[Flow]:
    """Arrivals ("arrived") or departures ("departed"), one a happening, oldest first.

    Claims of one incident are one flow; without an incident, those of one contingent and day are. Running totals
    and dates vaguer than a month are no flows. A flow of the whole is dropped where one of a part stands within a week.
    """
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for (contingent, claimed), claims in basis.once("strength", _claims).items():
        if claimed != kind:
            continue
        for claim in claims:
            day = basis.day_of(claim)
            if day is None or claim.flags.cumulative or (claim.when is not None and claim.when.days > 31):
                continue
            incident = basis.incident_of.get(claim.id)
            groups[contingent, incident.id if incident else day.isoformat()].append(claim)
    out = []
    for (contingent, _), claims in groups.items():
        seen = basis.observations(claims, _ends)
        if seen:
            out.append(Flow(contingent, min(o.day for o in seen), basis.spread(seen)))
    parts = [f.day for f in out if f.contingent != TOTAL]
    kept = [f for f in out if f.contingent != TOTAL or not any(abs(f.day - day) <= WEEK for day in parts)]
    return sorted(kept, key=lambda f: (f.day, f.contingent))


def _ends(claim: Claim) -> Ends:
    assert isinstance(claim.statement, Strength)
    return count_ends(claim.statement.count)


def _claims(basis: Basis) -> dict[tuple[str, str], list[Claim]]:
    """Claims of strength by contingent and kind. What is only planned is no strength but may be a pledge or ceiling."""
    out: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in basis.of(Strength, planned=True):
        said = claim.statement
        assert isinstance(said, Strength)
        if claim.flags.planned and said.kind not in ("pledged", "authorised"):
            continue
        name = TOTAL if said.contingent.casefold() == TOTAL else basis.names.contingent(said.contingent) or TOTAL
        out[name, said.kind].append(claim)
    return out
