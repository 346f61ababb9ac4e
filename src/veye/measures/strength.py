"""Stocks and flows of personnel as reports give them: what force, rates and sustainment build on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import msgspec

from veye.measures.basis import Basis
from veye.measures.observations import Ends, Observation, Spread, count_ends
from veye.measures.repeats import retold
from veye.records import Claim, Strength

TOTAL = "total"
WEEK = timedelta(days=7)


class Flow(msgspec.Struct, frozen=True):
    """One arrival or departure: how many of which contingent, on which day.

    `news` where some report tells it with its day as it happens, `recalled` where every report looks back at it.
    """

    contingent: str
    day: date
    spread: Spread
    news: bool = True
    recalled: bool = False


def stocks(
    basis: Basis, contingent: str = TOTAL, kind: str = "current", *, undated: date | None = None
) -> list[Observation]:
    """Reported strengths of a contingent and kind up to the basis's day, one an origin and value; parts left out.

    `undated` is the day to give to those that neither bear a day nor stand in a report that does.
    """
    claims = basis.once("strength", _claims).get((contingent, kind), ())
    return basis.wholes(basis.observations(claims, _ends, undated=undated))


def contingents(basis: Basis) -> list[str]:
    """Every contingent that the profile or a claim names, in alphabetical order."""
    said = {name for name, _ in basis.once("strength", _claims)} - {TOTAL}
    return sorted(said | {c.country for c in basis.mission.contingents})


def flows(basis: Basis, kind: str) -> list[Flow]:
    """Arrivals ("arrived") or departures ("departed"), one a happening, oldest first.

    Claims of one incident are one flow; without an incident, those of one contingent and day are. Running totals
    and dates vaguer than a month are no flows. A flow told undated or in recall is dropped where it may repeat one told
    as news; a flow of the whole is dropped where one of a part stands within a week.
    """
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for (contingent, claimed), claims in basis.once("strength", _claims).items():
        for claim in claims if claimed == kind else ():
            day = basis.day_of(claim)
            if day is None or claim.flags.cumulative or (claim.when is not None and claim.when.days > 31):
                continue
            incident = basis.incident_of.get(claim.id)
            groups[contingent, incident.id if incident else day.isoformat()].append(claim)
    out = []
    for (contingent, _), claims in groups.items():
        seen = basis.observations(claims, _ends)
        if seen:
            fresh = [c for c in claims if not retold(basis, c)]
            news = any(c.when is not None for c in fresh)
            out.append(Flow(contingent, min(o.day for o in seen), basis.spread(seen), news, not fresh))
    told = [f for f in out if f.news or not _may_repeat(f, [o for o in out if o.news])]
    parts = [f.day for f in told if f.contingent != TOTAL]
    kept = [f for f in told if f.contingent != TOTAL or not any(abs(f.day - day) <= WEEK for day in parts)]
    return sorted(kept, key=lambda f: (f.day, f.contingent))


def _may_repeat(flow: Flow, news: list[Flow]) -> bool:
    """Whether an undated or recalled flow may be one of its contingent told as news, or all of them together.

    It may where one of no later day has its number within its range, where it recalls a day within a month of one's
    day, or where its number is what had come by then in all.
    """
    mine = [n for n in news if n.contingent == flow.contingent]
    before = [n for n in mine if n.day <= flow.day]
    number = flow.spread.best
    together = sum(n.spread.low for n in before) <= number <= sum(n.spread.top for n in before)
    same = any(n.spread.low <= number <= n.spread.top for n in before)
    near = flow.recalled and any(abs(flow.day - n.day) <= timedelta(days=31) for n in mine)
    return (bool(before) and (same or together)) or near


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
