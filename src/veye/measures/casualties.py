"""Who was killed, wounded, missing or abducted: counts by group, rates with exact intervals, totals against events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from veye.measures.basis import Basis, Observation, count_ends, number, span
from veye.measures.exposure import person_years
from veye.measures.intervals import poisson_interval, wilson_interval
from veye.measures.tolls import OUTCOMES, STATES, Toll, tolls
from veye.records import Casualty, Figure, Incident

NAMES = {"killed": "killed", "wounded": "wounded", "missing": "missing", "abducted": "abducted"}


def figures(basis: Basis) -> list[Figure]:
    """The mission's tolls by outcome, hostile and all; every group's; rates; histories; totals against events."""
    everyone = list(tolls(basis))
    mine = [t for t in everyone if t.who == "mission"]
    out = [_toll(basis, mine, outcome) for outcome in OUTCOMES]
    out += [_toll(basis, mine, o, hostile="hostile") for o in ("killed", "wounded")]
    out.append(_by_group(basis, everyone))
    out += [_rate(basis, mine, hostile=True), _rate(basis, mine, hostile=False), _killed_share(basis, mine)]
    out += [_histories(basis), *(_running_total(basis, mine, o) for o in ("killed", "wounded"))]
    return out


def summed(tolls: Sequence[Toll]) -> tuple[int, int, int | None]:
    """Sums of the lows, bests and highs; the high is None where any toll leaves its own open."""
    highs = [t.high for t in tolls]
    high = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
    return sum(t.low for t in tolls), sum(t.best for t in tolls), high


def _day(incident: Incident) -> str:
    return (incident.when.iso() or f"{incident.when.earliest}/{incident.when.latest}") if incident.when else "no date"


def _place(incident: Incident) -> str:
    if incident.place is None:
        return "not stated"
    return incident.place.place.name if incident.place.place else incident.place.words


def _toll(basis: Basis, mine: Sequence[Toll], outcome: str, *, hostile: str | None = None) -> Figure:
    name = outcome if hostile is None else f"{outcome}_hostile"
    told = [t for t in mine if t.outcome == outcome and (hostile is None or t.hostile == hostile)]
    what = f"{NAMES[outcome]}{' by hostile action' if hostile else ''}"
    low, best, high = summed(told)
    notes: tuple[str, ...] = (
        () if told else ("No report held here tells of any; that is not evidence that there were none.",)
    )
    unsure = [t for t in mine if t.outcome == outcome and t.hostile == "unknown"]
    if hostile and unsure:
        notes += (f"{sum(t.best for t in unsure)} more with a cause that reports leave open are not counted here.",)
    undated = sum(t.incident.when is None for t in told)
    if undated:
        notes += (f"{undated} of the incidents bear no date.",)
    return basis.figure(
        "casualties",
        name,
        label=f"Members of the mission {what}",
        unit="persons",
        method=f"sum over incidents of those {what}, each incident by rule '{basis.mission.rule}'",
        value=float(best),
        low=float(low),
        high=None if high is None else float(high),
        interval="sums of the lowest and of the highest reported per incident",
        contested=any(t.contested for t in told),
        claims=[i for t in told for i in t.claim_ids],
        incidents=[t.incident.id for t in told],
        notes=notes,
        columns=("date", "place", "number", "hostile", "grade", "incident"),
        rows=tuple(
            sorted(
                (
                    _day(t.incident),
                    _place(t.incident),
                    span(t.low, t.best, t.high),
                    t.hostile,
                    t.incident.grade,
                    t.incident.id,
                )
                for t in told
            )
        ),
    )


def _by_group(basis: Basis, everyone: Sequence[Toll]) -> Figure:
    cells: dict[tuple[str, str], list[Toll]] = defaultdict(list)
    for toll in everyone:
        cells[toll.who, toll.outcome].append(toll)
    groups = sorted({who for who, _ in cells})
    rows = tuple((who, *(span(*summed(cells.get((who, o), ()))) for o in OUTCOMES)) for who in groups)
    incidents = {t.incident.id for t in everyone}
    return basis.figure(
        "casualties",
        "by_group",
        label="Incidents with casualties",
        unit="incidents",
        method="incidents with a toll; per group and outcome the sums of lowest and highest reported",
        value=float(len(incidents)),
        low=float(len(incidents)),
        high=float(len(incidents)),
        interval="count",
        contested=any(t.contested for t in everyone),
        claims=[i for t in everyone for i in t.claim_ids],
        incidents=incidents,
        columns=("group", *OUTCOMES),
        rows=rows,
    )


def _rate(basis: Basis, mine: Sequence[Toll], *, hostile: bool) -> Figure:
    """Deaths per 1,000 person-years, D / T · 1,000, with Garwood's limits of D over the same T."""
    name = "death_rate_hostile" if hostile else "death_rate"
    label = "Deaths by hostile action" if hostile else "Deaths from all causes"
    common: dict[str, Any] = {"label": f"{label} per 1,000 personnel-years", "unit": "per 1,000 personnel-years"}
    served = person_years(basis)
    if served is None or served.best <= 0:
        return basis.figure(
            "casualties",
            name,
            **common,
            method="1,000 · deaths / personnel-years",
            refused="no report gives the mission's strength, so there is no number of personnel-years to divide by",
        )
    told = [
        t
        for t in mine
        if t.outcome == "killed"
        and (t.hostile == "hostile" or not hostile)
        and t.incident.when is not None
        and served.start <= t.incident.when.latest
        and t.incident.when.earliest <= served.end
    ]
    low, best, high = summed(told)
    most = best if high is None else high
    notes: tuple[str, ...] = (
        f"{number(round(served.best))} personnel-years from {served.start} to {served.end}; by the lowest and highest "
        f"strength reported {number(round(served.low))} to {number(round(served.high))}, outside the interval.",
    )
    if low != most:
        notes += (f"The interval spans {low} to {most} deaths, as reports disagree or leave the cause open.",)
    if served.end < basis.on:
        notes += (f"Strength is not reported after that; deaths after {served.end} are left out.",)
    return basis.figure(
        "casualties",
        name,
        **common,
        method=f"1,000 · deaths / personnel-years = 1,000 · {best} / {number(round(served.best))}",
        value=1000 * best / served.best,
        low=1000 * poisson_interval(low)[0] / served.best,
        high=1000 * poisson_interval(most)[1] / served.best,
        interval="95 % exact Poisson (Garwood)",
        contested=any(t.contested for t in told),
        notes=notes,
        claims=[*served.claim_ids, *(i for t in told for i in t.claim_ids)],
        incidents=[t.incident.id for t in told],
        columns=("deaths", "personnel-years", "from", "to"),
        rows=((span(low, best, high), round(served.best), served.start.isoformat(), served.end.isoformat()),),
    )


def _killed_share(basis: Basis, mine: Sequence[Toll]) -> Figure:
    hit = [t for t in mine if t.outcome in ("killed", "wounded") and t.hostile == "hostile"]
    killed = sum(t.best for t in hit if t.outcome == "killed")
    wounded = sum(t.best for t in hit if t.outcome == "wounded")
    common: dict[str, Any] = {"label": "Killed among those hit by hostile action", "unit": "%"}
    if killed + wounded == 0:
        return basis.figure(
            "casualties",
            "killed_share",
            **common,
            method="100 · killed / (killed + wounded)",
            refused="no report tells of a member of the mission hit by hostile action",
        )
    low, high = wilson_interval(killed, killed + wounded)
    return basis.figure(
        "casualties",
        "killed_share",
        **common,
        method=f"100 · killed / (killed + wounded) = 100 · {killed} / ({killed} + {wounded})",
        value=100 * killed / (killed + wounded),
        low=100 * low,
        high=100 * high,
        interval="95 % Wilson",
        notes=("Light wounds are reported less often than deaths: the true share is likely lower.",),
        contested=any(t.contested for t in hit),
        claims=[i for t in hit for i in t.claim_ids],
        incidents=[t.incident.id for t in hit],
    )


def _histories(basis: Basis) -> Figure:
    rows, used, incidents, open_now = [], [], [], 0
    for incident in basis.incidents:
        steps = [s for s in incident.statuses if s.claim_id in basis.claim and _is_mission(basis, s.claim_id)]
        if len({s.state for s in steps}) < 2:
            continue
        incidents.append(incident.id)
        open_now += STATES.get(steps[-1].state.casefold()) in ("missing", "abducted")
        for step in steps:
            used.append(step.claim_id)
            said = basis.said_by(basis.claim[step.claim_id])
            rows.append((_day(incident), step.at or "no date", step.state, said, "unconfirmed" if step.hedged else ""))
    return basis.figure(
        "casualties",
        "status_histories",
        label="Casualties of the mission whose status changed or is disputed",
        unit="incidents",
        method="incidents of whose casualties reports give more than one state",
        value=float(len(incidents)),
        low=float(len(incidents)),
        high=float(len(incidents)),
        interval="count",
        contested=open_now > 0,
        claims=used,
        incidents=incidents,
        columns=("incident of", "reported", "state", "who says it", "standing"),
        rows=tuple(rows),
    )


def _is_mission(basis: Basis, claim_id: str) -> bool:
    said = basis.claim[claim_id].statement
    return isinstance(said, Casualty) and said.who == "mission"


def _running_total(basis: Basis, mine: Sequence[Toll], outcome: str) -> Figure:
    """The newest running total told, minus the sum of incidents up to the same day."""
    claims = [
        c
        for c in basis.of(Casualty)
        if c.flags.cumulative
        and isinstance(c.statement, Casualty)
        and (c.statement.who, c.statement.outcome) == ("mission", outcome)
    ]
    seen = basis.observations(claims, lambda c: count_ends(c.statement.count))  # type: ignore[union-attr]
    common: dict[str, Any] = {
        "label": f"Running totals of mission members {outcome} against the incidents held",
        "unit": "persons",
    }
    formula = "reported running total - sum of incidents up to its day"
    name = f"running_total_{outcome}"
    if not seen:
        return basis.figure(
            "casualties", name, **common, method=formula, refused=f"no report gives a running total of {outcome}"
        )
    told = [t for t in mine if t.outcome == outcome]
    rows = tuple(_total_row(o, told) for o in seen)
    last = seen[-1]
    before = _until(last, told)
    low, best, high = summed(before)
    gap = last.best - best
    top = last.high if last.high is not None else last.best
    return basis.figure(
        "casualties",
        name,
        **common,
        method=f"{formula} = {number(last.best)} - {best} = {number(gap)}",
        value=gap,
        low=last.best - (best if high is None else high),
        high=max(gap, top - low),
        interval="by the highest and lowest sum of incidents",
        contested=gap != 0,
        claims=[*(i for o in seen for i in o.claim_ids), *(i for t in before for i in t.claim_ids)],
        incidents=[t.incident.id for t in before],
        notes=(_explain(gap, low, best, high, before),),
        columns=("as of", "who says it", "total", "incidents held", "gap", "reading"),
        rows=rows,
    )


def _until(total: Observation, told: Sequence[Toll]) -> list[Toll]:
    return [t for t in told if t.incident.when is not None and t.incident.when.earliest <= total.day]


def _total_row(total: Observation, told: Sequence[Toll]) -> tuple[str, str, str, str, str, str]:
    before = _until(total, told)
    low, best, high = summed(before)
    gap = total.best - best
    return (
        total.day.isoformat(),
        total.said_by,
        span(total.low, total.best, total.high),
        span(low, best, high),
        number(gap),
        _explain(gap, low, best, high, before),
    )


def _explain(gap: float, low: int, best: int, high: int | None, before: Sequence[Toll]) -> str:
    if gap == 0:
        return "The total agrees with the incidents held."
    within = low <= best + gap and (high is None or best + gap <= high)
    if within:
        return "The gap lies within what the incidents' own reports leave open."
    if gap > 0:
        more = "some are not reported here, or it counts others too"
        return f"The total counts {number(gap)} more than the incidents held: {more}."
    unsure = sum(t.hostile == "not hostile" for t in before)
    accident = f" {unsure} of the incidents were accidents, which it may leave out." if unsure else ""
    fewer = "it may stop earlier or count fewer kinds"
    return f"The total counts {number(-gap)} fewer than the incidents held: {fewer}.{accident}"
