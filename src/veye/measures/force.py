"""How many the mission may have, was promised, and has; how full it is; and which changes nobody explains."""

from __future__ import annotations

from itertools import pairwise

from veye.measures.basis import Basis
from veye.measures.observations import Observation, Spread, added, newest
from veye.measures.strength import Flow, contingents, flows, stocks
from veye.measures.words import number, span
from veye.records import Figure

RECENT_DAYS = 60
STALE_DAYS = 90
ROW = ("date", "who says it", "number", "origin")


def figures(basis: Basis) -> list[Figure]:
    """Authorised, deployed, pledged, fill rate per ceiling, contingents, and the unexplained change."""
    authorised, deployed = _authorised(basis), _deployed(basis)
    rates = _fill_rates(basis, deployed, authorised)
    return [authorised, deployed, _pledged(basis), *rates, _contingents(basis), _unexplained(basis)]


def _rows(values: list[Observation]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((o.day.isoformat(), o.said_by, span(o.low, o.best, o.high), o.origin_id) for o in values)


def _authorised(basis: Basis) -> Figure:
    formula = "the ceiling in force by the mission profile, reported ceilings beside it"
    blank = basis.blank("force", "authorised", "Authorised strength", "personnel", formula)
    in_force = basis.mission.authorised_on(basis.on)
    said = [o for o in stocks(basis, kind="authorised") if in_force is None or o.day >= in_force.since]
    claims = [i for o in said for i in o.claim_ids]
    if in_force is None:
        if not said:
            return blank.refused("neither the mission profile nor any report gives a ceiling")
        return blank.spread(basis.spread(newest(said)), claims=claims, columns=ROW, rows=_rows(said))
    best = float(in_force.personnel)
    notes = [f"Ceiling of {number(best)} since {in_force.since}: {in_force.source.url}."]
    if not in_force.source.verified:
        notes.append("The source of the ceiling was not checked.")
    others = sorted({o.best for o in said if best / 2 <= o.best <= best * 2} - {best})
    if others:
        notes.append(f"Reports also give {', '.join(number(o) for o in others)}.")
    ends = [best, *others]
    return blank.filled(
        best, min(ends), max(ends), interval="lowest and highest given", contested=bool(others), claims=claims,
        notes=tuple(notes), columns=ROW, rows=_rows(said),
    )  # fmt: skip


def _deployed(basis: Basis) -> Figure:
    dated = stocks(basis)
    seen = dated or stocks(basis, undated=basis.on)
    last = newest(seen)
    formula = f"latest reported total, {last[0].day}" if last else "sum of the contingents' latest reported strengths"
    blank = basis.blank("force", "deployed", "Deployed strength", "personnel", formula)
    if not last:
        parts = {c: newest(v) for c in contingents(basis) if (v := stocks(basis, c))}
        if not parts:
            return blank.refused("no report gives the mission's strength")
        spreads = {c: basis.spread(v) for c, v in sorted(parts.items())}
        total = sum(s.best for s in spreads.values())
        return blank.filled(
            total, sum(s.low for s in spreads.values()), None,
            shown=" + ".join(f"{number(s.best)} {c}" for c, s in spreads.items()) + f" = {number(total)}",
            interval="sum of the contingents reported; others may be there",
            claims=[i for s in spreads.values() for i in s.claim_ids],
            notes=("No report gives the total: this is the sum of the contingents whose strength is reported.",),
            columns=ROW, rows=tuple(row for values in parts.values() for row in _rows(values)),
        )  # fmt: skip
    recent = newest(seen, within_days=RECENT_DAYS)
    spread = basis.spread(last)
    others = sorted({o.best for o in recent} - {o.best for o in last})
    notes = []
    if (age := (basis.on - last[0].day).days) > STALE_DAYS:
        notes.append(f"The newest report of strength is {age} days old.")
    if others:
        notes.append(f"Reports of the {RECENT_DAYS} days before also give {', '.join(number(n) for n in others)}.")
    if spread.contested:
        notes.append("Reports of the same day disagree.")
    if not dated:
        notes.append("Neither the number nor its report bears a date: it may be of any day.")
    elif all(not o.dated for o in last):
        notes.append("The number bears no date; it is taken as of the day of the report.")
    return blank.spread(spread, notes=tuple(notes), columns=ROW, rows=_rows(recent))


def _pledged(basis: Basis) -> Figure:
    totals = newest(stocks(basis, kind="pledged"))
    formula = "newest total of pledges reported" if totals else "sum of the newest pledge of each country"
    blank = basis.blank("force", "pledged", "Pledged strength", "personnel", formula)
    said = {c: newest(v) for c in contingents(basis) if (v := stocks(basis, c, "pledged"))}
    parts = {c: basis.spread(v) for c, v in said.items()}
    profile = {c.country: float(c.pledged) for c in basis.mission.contingents if c.pledged is not None}
    if not totals and not parts and not profile:
        return blank.refused("no report or profile gives pledges")
    undated = sum(profile.values())
    summed = added(parts.values()) if parts or totals else Spread(undated, undated, undated, False, ())
    shown = basis.spread(totals) if totals else summed
    rows = [(o.day.isoformat(), c, span(o.low, o.best, o.high), o.said_by) for c, v in sorted(said.items()) for o in v]
    rows += [(o.day.isoformat(), "all", span(o.low, o.best, o.high), o.said_by) for o in totals]
    rows += [("not dated", c, number(n), "mission profile") for c, n in sorted(profile.items())]
    return blank.spread(
        shown, claims=[*shown.claim_ids, *summed.claim_ids], contested=shown.contested or summed.contested,
        notes=_pledge_notes(basis, shown, summed, from_profile=not parts and not totals),
        columns=("as of", "contingent", "pledged", "who says it"), rows=tuple(rows),
    )  # fmt: skip


def _pledge_notes(basis: Basis, shown: Spread, summed: Spread, *, from_profile: bool) -> tuple[str, ...]:
    notes = []
    if summed.best and summed.best != shown.best:
        total = number(shown.best)
        notes.append(f"Pledges known by country add up to {number(summed.best)}; reports give {total} in all.")
    if from_profile:
        notes.append("These pledges stand in the mission profile, which does not date them.")
    ceiling, most = basis.mission.authorised_on(basis.on), max(shown.best, summed.best)
    if ceiling and most > ceiling.personnel:
        above = f"above the ceiling of {number(ceiling.personnel)} by {number(most - ceiling.personnel)}"
        notes.append(f"Pledges of {number(most)} are {above}.")
    return tuple(notes)


def _fill_rates(basis: Basis, deployed: Figure, authorised: Figure) -> list[Figure]:
    """The fill rate by the ceiling in force, then by each earlier one."""
    known = sorted((a for a in basis.mission.authorised if a.since <= basis.on), key=lambda a: a.since, reverse=True)
    ceilings = [(float(a.personnel), f"since {a.since}") for a in known]
    if not ceilings and authorised.value:
        ceilings = [(authorised.value, "as reported")]
    labels = ["Fill rate", *(f"Share of the earlier ceiling of {number(n)}" for n, _ in ceilings[1:])]
    rates = [_fill_rate(basis, deployed, n, name, label) for (n, name), label in zip(ceilings, labels, strict=False)]
    blank = basis.blank("force", "fill_rate", "Fill rate", "%", "100 · deployed / authorised")
    return rates or [blank.refused("no ceiling is known")]


def _fill_rate(basis: Basis, deployed: Figure, ceiling: float, name: str, label: str) -> Figure:
    params = (("ceiling", number(ceiling)), ("of", name))
    blank = basis.blank("force", "fill_rate", label, "%", "100 · deployed / authorised", params)
    if deployed.value is None:
        return blank.refused(deployed.refused or "")
    share = 100 / ceiling
    return blank.filled(
        share * deployed.value, share * (deployed.low or 0), None if deployed.high is None else share * deployed.high,
        shown=f"100 · {number(deployed.value)} / {number(ceiling)}", interval="lowest and highest reported strength",
        contested=deployed.contested, claims=deployed.claim_ids, notes=deployed.notes,
    )  # fmt: skip


def _contingents(basis: Basis) -> Figure:
    formula = "contingents with a reported strength or arrival"
    blank = basis.blank("force", "contingents", "Contingents in the mission area", "contingents", formula)
    arrived, departed = flows(basis, "arrived"), flows(basis, "departed")
    profile = {c.country: c.pledged for c in basis.mission.contingents}
    rows, used, present = [], [], 0
    for name in contingents(basis):
        stock, pledge = newest(stocks(basis, name)), newest(stocks(basis, name, "pledged"))
        came = [f for f in arrived if f.contingent == name]
        left = [f for f in departed if f.contingent == name]
        if not (stock or pledge or came or left or profile.get(name)):
            continue
        present += bool(stock or came)
        pledged = basis.spread(pledge).best if pledge else profile.get(name)
        now = basis.spread(stock) if stock else None
        rows.append((
            name, number(pledged), _moved(came), _moved(left),
            span(now.low, now.best, now.high) if now else "not stated", stock[0].day.isoformat() if stock else "",
            "" if name in profile else "not in the mission profile",
        ))  # fmt: skip
        used += [i for o in (*stock, *pledge) for i in o.claim_ids]
        used += [i for f in (*came, *left) for i in f.spread.claim_ids]
    if not rows:
        return blank.refused("no report names a contingent")
    return blank.filled(
        present, float(present), float(len(rows)), interval="those reported present, and all named", claims=used,
        columns=("contingent", "pledged", "arrived", "departed", "strength", "as of", "remark"), rows=tuple(rows),
    )  # fmt: skip


def _moved(told: list[Flow]) -> str:
    return number(sum(f.spread.best for f in told)) if told else "not stated"


def _unexplained(basis: Basis) -> Figure:
    formula = "(last stock - first stock) - (arrivals - departures)"
    label = "Change in strength that no reported arrival or departure explains"
    blank = basis.blank("force", "unexplained_change", label, "personnel", formula)
    seen = stocks(basis)
    days = sorted({o.day for o in seen})
    if len(days) < 2:
        return blank.refused("fewer than two dated reports of total strength")
    stock = {day: basis.spread([o for o in seen if o.day == day]) for day in days}
    moves = [(f, 1) for f in flows(basis, "arrived")] + [(f, -1) for f in flows(basis, "departed")]
    moves = [(f, sign) for f, sign in moves if days[0] < f.day <= days[-1]]
    rows = []
    for start, end in pairwise(days):
        inside = [(f.spread.best, sign) for f, sign in moves if start < f.day <= end]
        came, left = (sum(n for n, sign in inside if sign == which) for which in (1, -1))
        change = stock[end].best - stock[start].best
        row = (number(change), number(came), number(left), number(change - came + left))
        rows.append((start.isoformat(), end.isoformat(), *row))
    first, last = stock[days[0]], stock[days[-1]]
    net = sum(sign * f.spread.best for f, sign in moves)
    slack = sum(f.spread.top - f.spread.low for f, _ in moves)
    gap = last.best - first.best - net
    return blank.filled(
        gap, gap - (last.best - last.low) - (first.top - first.best) - slack,
        gap + (last.top - last.best) + (first.best - first.low) + slack,
        interval="lowest and highest reported stocks and flows",
        shown=f"({number(last.best)} - {number(first.best)}) - {number(net)} = {number(gap)}",
        claims=[*(i for s in stock.values() for i in s.claim_ids), *(i for f, _ in moves for i in f.spread.claim_ids)],
        columns=("from", "to", "change", "arrived", "departed", "unexplained"), rows=tuple(rows),
    )  # fmt: skip
