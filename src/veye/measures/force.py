"""How many the mission may have, was promised, and has; how full it is; and which changes nobody explains."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from veye.measures.basis import Basis, Observation, Spread, count_ends, newest, number, span
from veye.records import Claim, Figure, Strength

TOTAL = "total"
ROW = ("date", "who says it", "number", "origin")


class Flow(msgspec.Struct, frozen=True):
    """One arrival or departure: how many of which contingent, on which day."""

    contingent: str
    day: date
    spread: Spread


def figures(basis: Basis) -> list[Figure]:
    """Authorised, deployed, pledged, fill rate per ceiling, contingents, and the unexplained change."""
    authorised, deployed = _authorised(basis), _deployed(basis)
    return [
        authorised,
        deployed,
        _pledged(basis),
        *_fill_rates(basis, deployed, authorised),
        _contingents(basis),
        _unexplained(basis),
    ]


def stocks(basis: Basis, contingent: str = TOTAL, kind: str = "current") -> list[Observation]:
    """Reported strengths of a contingent and kind up to the basis's day, one an origin and value."""
    return basis.observations(basis.once("force", _claims).get((contingent, kind), ()), _ends)


def flows(basis: Basis, kind: str) -> list[Flow]:
    """Arrivals ("arrived") or departures ("departed"), one a happening, oldest first.

    Claims of one incident are one flow; without an incident, those of one contingent and day are. Running totals
    and dates vaguer than a month are no flows. A flow of the whole is dropped where one of a part stands within a week.
    """
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for (contingent, claimed), claims in basis.once("force", _claims).items():
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
    week = timedelta(days=7)
    kept = [f for f in out if f.contingent != TOTAL or not any(abs(f.day - day) <= week for day in parts)]
    return sorted(kept, key=lambda f: (f.day, f.contingent))


def _ends(claim: Claim) -> tuple[float | None, float | None]:
    assert isinstance(claim.statement, Strength)
    return count_ends(claim.statement.count)


def _claims(basis: Basis) -> dict[tuple[str, str], list[Claim]]:
    out: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in basis.of(Strength, planned=True):
        said = claim.statement
        assert isinstance(said, Strength)
        if claim.flags.planned and said.kind not in ("pledged", "authorised"):
            continue
        name = TOTAL if said.contingent.casefold() == TOTAL else basis.contingent(said.contingent) or TOTAL
        out[name, said.kind].append(claim)
    return out


def _rows(values: list[Observation]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((o.day.isoformat(), o.said_by, span(o.low, o.best, o.high), o.origin_id) for o in values)


def _authorised(basis: Basis) -> Figure:
    in_force = basis.mission.authorised_on(basis.on)
    said = [o for o in stocks(basis, kind="authorised") if in_force is None or o.day >= in_force.since]
    common: dict[str, Any] = {"label": "Authorised strength", "unit": "personnel"}
    if in_force is None and not said:
        return basis.figure(
            "force",
            "authorised",
            **common,
            method="the ceiling in force",
            refused="neither the mission profile nor any report gives a ceiling",
        )
    stated = [float(in_force.personnel)] if in_force else []
    last = basis.spread(newest(said)) if said else None
    best = stated[0] if stated else last.best if last else None
    ends = [*stated, *((o.best for o in said) if in_force else (last.low, last.top) if last else ())]
    notes = [f"Ceiling of {number(best)} since {in_force.since}: {in_force.source.url}."] if in_force else []
    if in_force and not in_force.source.verified:
        notes.append("The source of the ceiling was not checked.")
    others = sorted({o.best for o in said} - {best})
    if others:
        notes.append(f"Reports also give {', '.join(number(o) for o in others)}.")
    return basis.figure(
        "force",
        "authorised",
        **common,
        method="the ceiling in force by the mission profile; reported ceilings beside it",
        value=best,
        low=min(ends),
        high=max(ends),
        interval="lowest and highest given",
        contested=bool(others),
        claims=[i for o in said for i in o.claim_ids],
        notes=tuple(notes),
        columns=ROW,
        rows=_rows(said),
    )


def _deployed(basis: Basis) -> Figure:
    seen = stocks(basis)
    common: dict[str, Any] = {"label": "Deployed strength", "unit": "personnel"}
    if seen:
        last = newest(seen)
        spread = basis.spread(last)
        notes = _age_note(basis, last[0].day)
        if spread.contested:
            notes += ("Reports of the same day disagree.",)
        if all(not o.dated for o in last):
            notes += ("The number bears no date; it is taken as of the day of the report.",)
        return basis.figure(
            "force",
            "deployed",
            **common,
            method=f"latest reported total, {last[0].day}",
            value=spread.best,
            low=spread.low,
            high=spread.high,
            interval="lowest and highest reported",
            contested=spread.contested,
            claims=spread.claim_ids,
            notes=notes,
            columns=ROW,
            rows=_rows(last),
        )
    parts = {c: newest(v) for c in _names(basis) if (v := stocks(basis, c))}
    if not parts:
        return basis.figure(
            "force",
            "deployed",
            **common,
            method="latest reported total",
            refused="no report gives the mission's strength",
        )
    spreads = {c: basis.spread(v) for c, v in parts.items()}
    total = sum(s.best for s in spreads.values())
    return basis.figure(
        "force",
        "deployed",
        **common,
        method=" + ".join(f"{number(s.best)} {c}" for c, s in sorted(spreads.items())) + f" = {number(total)}",
        value=total,
        low=sum(s.low for s in spreads.values()),
        high=None,
        interval="sum of the contingents reported; others may be there",
        claims=[i for s in spreads.values() for i in s.claim_ids],
        notes=("No report gives the total: this is the sum of the contingents whose strength is reported.",),
        columns=ROW,
        rows=tuple(row for c in sorted(parts) for row in _rows(parts[c])),
    )


def _age_note(basis: Basis, day: date) -> tuple[str, ...]:
    age = (basis.on - day).days
    return (f"The newest report of strength is {age} days old.",) if age > 90 else ()


def _names(basis: Basis) -> list[str]:
    said = {name for name, _ in basis.once("force", _claims)} - {TOTAL}
    return sorted(said | {c.country for c in basis.mission.contingents})


def _pledged(basis: Basis) -> Figure:
    totals = newest(stocks(basis, kind="pledged"))
    profile = {c.country: float(c.pledged) for c in basis.mission.contingents if c.pledged is not None}
    parts: dict[str, Spread] = {}
    for name in _names(basis):
        said = newest(stocks(basis, name, "pledged"))
        if said:
            parts[name] = basis.spread(said)
    by_country = {name: parts[name].best if name in parts else profile[name] for name in {*profile, *parts}}
    common: dict[str, Any] = {"label": "Pledged strength", "unit": "personnel"}
    if not totals and not by_country:
        return basis.figure(
            "force", "pledged", **common, method="latest reported pledges", refused="no report or profile gives pledges"
        )
    summed = sum(by_country.values())
    lows = sum(parts[n].low if n in parts else profile[n] for n in by_country)
    highs = sum(parts[n].top if n in parts else profile[n] for n in by_country)
    stated = basis.spread(totals) if totals else None
    best = stated.best if stated else summed
    ends = [best, *((stated.low, stated.top) if stated else (lows, highs))]
    notes: tuple[str, ...] = ()
    if stated and by_country:
        notes += (f"Pledges known by country add up to {number(summed)}; reports give {number(best)} in all.",)
    ceiling = basis.mission.authorised_on(basis.on)
    if ceiling and max(best, summed) > ceiling.personnel:
        over = max(best, summed)
        notes += (
            f"Pledges of {number(over)} are above the ceiling of {number(float(ceiling.personnel))} "
            f"by {number(over - ceiling.personnel)}.",
        )
    rows = [(name, span(None, n, None), "report" if name in parts else "profile") for name, n in by_country.items()]
    rows += [("total as reported", span(o.low, o.best, o.high), o.said_by) for o in totals]
    return basis.figure(
        "force",
        "pledged",
        **common,
        method="latest reported total of pledges" if stated else "sum of the latest pledges by country",
        value=best,
        low=min(ends),
        high=max(ends),
        interval="lowest and highest reported",
        contested=bool(stated and stated.contested) or any(s.contested for s in parts.values()),
        claims=[*(stated.claim_ids if stated else ()), *(i for s in parts.values() for i in s.claim_ids)],
        notes=notes,
        columns=("contingent", "pledged", "given by"),
        rows=tuple(sorted(rows)),
    )


def _fill_rates(basis: Basis, deployed: Figure, authorised: Figure) -> list[Figure]:
    known = sorted((a for a in basis.mission.authorised if a.since <= basis.on), key=lambda a: a.since, reverse=True)
    ceilings = [(float(a.personnel), f"ceiling since {a.since}") for a in known]
    if not ceilings and authorised.value:
        ceilings = [(authorised.value, "ceiling as reported")]
    out = []
    for rank, (ceiling, name) in enumerate(ceilings):
        out.append(_fill_rate(basis, deployed, ceiling, name, in_force=rank == 0))
    return out or [
        basis.figure(
            "force",
            "fill_rate",
            label="Fill rate",
            unit="%",
            method="100 · deployed / authorised",
            refused="no ceiling is known",
        )
    ]


def _fill_rate(basis: Basis, deployed: Figure, ceiling: float, name: str, *, in_force: bool) -> Figure:
    label = (
        "Fill rate" if in_force else f"Share of the earlier {name.replace('ceiling', 'ceiling of ' + number(ceiling))}"
    )
    common: dict[str, Any] = {"label": label, "unit": "%", "params": (("ceiling", number(ceiling)), ("since", name))}
    if deployed.value is None:
        return basis.figure(
            "force", "fill_rate", **common, method="100 · deployed / authorised", refused=deployed.refused
        )
    share = 100 * deployed.value / ceiling
    low = share if deployed.low is None else 100 * deployed.low / ceiling
    return basis.figure(
        "force",
        "fill_rate",
        **common,
        method=f"100 · deployed / authorised = 100 · {number(deployed.value)} / {number(ceiling)}",
        value=share,
        low=low,
        high=None if deployed.high is None else 100 * deployed.high / ceiling,
        interval="lowest and highest reported strength",
        contested=deployed.contested,
        claims=deployed.claim_ids,
        notes=deployed.notes,
    )


def _contingents(basis: Basis) -> Figure:
    arrived, departed = flows(basis, "arrived"), flows(basis, "departed")
    profile = {c.country: c for c in basis.mission.contingents}
    rows, used, present = [], [], 0
    for name in _names(basis):
        stock = newest(stocks(basis, name))
        pledge = newest(stocks(basis, name, "pledged"))
        came = [f for f in arrived if f.contingent == name]
        left = [f for f in departed if f.contingent == name]
        if not (stock or pledge or came or left or (name in profile and profile[name].pledged)):
            continue
        present += bool(stock or came)
        pledged = basis.spread(pledge).best if pledge else profile[name].pledged if name in profile else None
        now = basis.spread(stock) if stock else None
        rows.append(
            (
                name,
                number(pledged),
                number(sum(f.spread.best for f in came)) if came else "not stated",
                number(sum(f.spread.best for f in left)) if left else "not stated",
                span(now.low, now.best, now.high) if now else "not stated",
                stock[0].day.isoformat() if stock else "",
                "" if name in profile else "not in the mission profile",
            )
        )
        used += [i for o in (*stock, *pledge) for i in o.claim_ids]
        used += [i for f in (*came, *left) for i in f.spread.claim_ids]
    common: dict[str, Any] = {"label": "Contingents in the mission area", "unit": "contingents"}
    if not rows:
        return basis.figure(
            "force",
            "contingents",
            **common,
            method="contingents with a reported strength or arrival",
            refused="no report names a contingent",
        )
    return basis.figure(
        "force",
        "contingents",
        **common,
        method="contingents with a reported strength or arrival",
        value=float(present),
        low=float(present),
        high=float(len(rows)),
        interval="those reported present, and all named",
        claims=used,
        columns=("contingent", "pledged", "arrived", "departed", "strength", "as of", "remark"),
        rows=tuple(rows),
    )


def _unexplained(basis: Basis) -> Figure:
    seen = stocks(basis)
    days = sorted({o.day for o in seen})
    common: dict[str, Any] = {
        "label": "Change in strength that no reported arrival or departure explains",
        "unit": "personnel",
    }
    formula = "(last stock - first stock) - (arrivals - departures)"
    if len(days) < 2:
        return basis.figure(
            "force",
            "unexplained_change",
            **common,
            method=formula,
            refused="fewer than two dated reports of total strength",
        )
    stock = {day: basis.spread([o for o in seen if o.day == day]) for day in days}
    moves = [(f, 1) for f in flows(basis, "arrived")] + [(f, -1) for f in flows(basis, "departed")]
    rows, total, total_slack = [], 0.0, 0.0
    used = [i for s in stock.values() for i in s.claim_ids]
    for start, end in pairwise(days):
        inside = [(f, sign) for f, sign in moves if start < f.day <= end]
        came = sum(f.spread.best for f, sign in inside if sign > 0)
        left = sum(f.spread.best for f, sign in inside if sign < 0)
        slack = sum(f.spread.top - f.spread.low for f, _ in inside)
        change = stock[end].best - stock[start].best
        gap = change - came + left
        rows.append((start.isoformat(), end.isoformat(), number(change), number(came), number(left), number(gap)))
        used += [i for f, _ in inside for i in f.spread.claim_ids]
        total += gap
        total_slack += slack
    first, last = stock[days[0]], stock[days[-1]]
    low = total - (last.best - last.low) - (first.top - first.best) - total_slack
    high = total + (last.top - last.best) + (first.best - first.low) + total_slack
    return basis.figure(
        "force",
        "unexplained_change",
        **common,
        method=f"{formula} = ({number(last.best)} - {number(first.best)}) - "
        f"{number(last.best - first.best - total)} = {number(total)}",
        value=total,
        low=low,
        high=high,
        interval="lowest and highest reported stocks and flows",
        claims=used,
        columns=("from", "to", "change", "arrived", "departed", "unexplained"),
        rows=tuple(rows),
    )
