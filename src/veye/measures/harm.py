"""Harm to civilians by who did it, security forces included; published totals of each producer kept by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from veye.measures.basis import Basis, Observation, count_ends, number, span
from veye.measures.casualties import summed
from veye.measures.producers import Producers
from veye.measures.tolls import OUTCOMES, Toll, tolls
from veye.records import Casualty, Claim, Figure, Incident, When, fold

ARMED, FORCES, BOTH, UNKNOWN = "armed groups", "security forces", "both", "not stated"
WORDS = {
    ARMED: (
        "gang",
        "bandit",
        "bandi",
        "banda",
        "pandilla",
        "armed group",
        "armed men",
        "groupe arme",
        "gwoup ame",
        "grupo armado",
        "hommes armes",
        "gunmen",
        "militia",
        "milice",
        "rebel",
        "insurgent",
        "jihadist",
    ),
    FORCES: (
        "police",
        "polis",
        "policia",
        "lapolis",
        "army",
        "armee",
        "ejercito",
        "soldier",
        "soldat",
        "military",
        "militaire",
        "security force",
        "forces de l ordre",
        "fuerzas de seguridad",
        "task force",
        "gendarm",
    ),
}
KINDS = {
    "armed_group": ARMED,
    "coalition": ARMED,
    "police": FORCES,
    "military": FORCES,
    "mission": FORCES,
    "contingent": FORCES,
    "government": FORCES,
}
PEOPLE = frozenset({"civilian", "mixed", "unknown"})


def figures(basis: Basis) -> list[Figure]:
    """Civilians harmed in incidents by perpetrator; each producer's published totals; quarters against years."""
    civilians = list(tolls(basis, who=("civilian",)))
    by_whom: dict[str, list[Toll]] = defaultdict(list)
    for toll in civilians:
        by_whom[perpetrator(basis, toll.incident)].append(toll)
    out = [_by_perpetrator(basis, by_whom, civilians)]
    out += [_killed_by(basis, by_whom.get(who, ()), who) for who in (ARMED, FORCES, UNKNOWN)]
    totals = published(basis)
    return [*out, *(_published(basis, t) for t in totals), *(g for t in totals for g in _quarter_gaps(basis, t))]


def perpetrator(basis: Basis, incident: Incident) -> str:
    """Armed groups, security forces, both or not stated, from the incident's actors by the profile and plain words."""
    found = {k for name in incident.actors if (k := side(basis, name))}
    if len(found) > 1:
        return BOTH
    return found.pop() if found else UNKNOWN


def side(basis: Basis, name: str) -> str | None:
    """The side that an actor's name belongs to; None where neither the profile nor plain words tell."""
    words = fold(name)
    kind = basis.actor_kinds.get(words)
    if kind in KINDS:
        return KINDS[kind]
    padded = f" {words} "
    if any(f" {n} " in padded for n in basis.mission_names):
        return FORCES
    for known, known_kind in basis.actor_kinds.items():
        if known_kind in KINDS and f" {known} " in padded:
            return KINDS[known_kind]
    return next((s for s, stems in WORDS.items() if any(f" {stem}" in padded for stem in stems)), None)


def _by_perpetrator(basis: Basis, by_whom: dict[str, list[Toll]], civilians: Sequence[Toll]) -> Figure:
    incidents = {t.incident.id for t in civilians}
    count = float(len(incidents))
    rows = []
    for who in (ARMED, FORCES, BOTH, UNKNOWN):
        mine = by_whom.get(who, [])
        cells = (span(*summed([t for t in mine if t.outcome == o])) for o in OUTCOMES)
        rows.append((who, len({t.incident.id for t in mine}), *cells))
    return basis.figure(
        "harm",
        "by_perpetrator",
        label="Incidents with harm to civilians",
        unit="incidents",
        method="incidents with a civilian toll, by who did it; sums of the lowest and highest reported per incident",
        value=count,
        low=count,
        high=count,
        interval="count",
        contested=any(t.contested for t in civilians),
        claims=[i for t in civilians for i in t.claim_ids],
        incidents=incidents,
        notes=("Nought means that no report held here tells of any, not that there was none.",),
        columns=("by whom", "incidents", *OUTCOMES),
        rows=tuple(rows),
    )


def _killed_by(basis: Basis, told: Sequence[Toll], who: str) -> Figure:
    mine = [t for t in told if t.outcome == "killed"]
    low, best, high = summed(mine)
    name = {ARMED: "killed_by_armed_groups", FORCES: "killed_by_security_forces", UNKNOWN: "killed_by_unknown"}[who]
    by = f"by {who}" if who != UNKNOWN else "where reports do not say by whom"
    return basis.figure(
        "harm",
        name,
        label=f"Civilians killed {by}, in incidents held",
        unit="persons",
        method="sum over incidents of civilians killed",
        value=float(best),
        low=float(low),
        high=None if high is None else float(high),
        interval="sums of the lowest and of the highest reported per incident",
        contested=any(t.contested for t in mine),
        claims=[i for t in mine for i in t.claim_ids],
        incidents=[t.incident.id for t in mine],
        params=(("by", who),),
        notes=() if mine else ("No report held here tells of any; that is not evidence that there were none.",),
    )


# ---------------------------------------------------------------------- published totals


class Total(msgspec.Struct, frozen=True):
    """One producer's published totals of one outcome for one group of people: period -> values."""

    producer: str
    outcome: str
    who: str
    periods: dict[tuple[date, date], list[Observation]]


def published(basis: Basis) -> list[Total]:
    """Totals over a month or longer, kept apart by producer, outcome and group. Members of the mission are no part."""
    producers = Producers(basis)
    groups: dict[tuple[str, str, str], dict[tuple[date, date], list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in basis.of(Casualty):
        said, when = claim.statement, claim.when
        assert isinstance(said, Casualty)
        if said.who in PEOPLE and when is not None and (when.days >= 28) and basis.incident_of.get(claim.id) is None:
            groups[producers.of(claim), said.outcome, said.who][when.earliest, when.latest].append(claim)
    out = []
    for (producer, outcome, who), periods in sorted(groups.items()):
        seen = {
            period: values
            for period, claims in sorted(periods.items())
            if (values := basis.observations(claims, lambda c: count_ends(c.statement.count)))  # type: ignore[union-attr]
        }
        if seen:
            out.append(Total(producer, outcome, who, seen))
    return out


def _newest_told(values: Sequence[Observation]) -> list[Observation]:
    """The values of the latest publication: earlier ones were revised."""
    last = max(v.published or "" for v in values)
    return [v for v in values if (v.published or "") == last]


def _published(basis: Basis, total: Total) -> Figure:
    period = max(total.periods, key=lambda p: (p[1], (p[1] - p[0]).days))
    spread = basis.spread(_newest_told(total.periods[period]))
    people = {"civilian": "Civilians", "mixed": "People", "unknown": "People"}[total.who]
    return basis.figure(
        "harm",
        f"published_{total.outcome}",
        label=f"{people} {total.outcome} in {_name(period)} as published ({total.producer})",
        unit="persons",
        method="newest published value of the latest period of this series",
        value=spread.best,
        low=spread.low,
        high=spread.high,
        interval="lowest and highest reported",
        contested=spread.contested,
        claims=[i for values in total.periods.values() for o in values for i in o.claim_ids],
        params=(("producer", total.producer), ("outcome", total.outcome), ("who", total.who)),
        notes=("Series of different producers or definitions are not comparable and never added.",),
        columns=("period", "number", "published", "who says it"),
        rows=tuple(
            (_name(p), span(o.low, o.best, o.high), o.published or "not stated", o.said_by)
            for p, values in total.periods.items()
            for o in values
        ),
    )


def _name(period: tuple[date, date]) -> str:
    first, last = period
    if quarter := quarter_of(period):
        return f"{first.year} Q{quarter}"
    return When(first, last, "range").iso() or f"{first} to {last}"


def quarter_of(period: tuple[date, date]) -> int | None:
    """The calendar quarter, 1 to 4, that a period is; None where it is none."""
    first, last = period
    starts = first.day == 1 and first.month in (1, 4, 7, 10) and first.year == last.year
    ends = (last + timedelta(days=1)).day == 1 and last.month == first.month + 2
    return (first.month + 2) // 3 if starts and ends else None


def _quarter_gaps(basis: Basis, total: Total) -> list[Figure]:
    """For each year with four quarters and a year's total of one series: the year minus the sum of its quarters."""
    out = []
    for (first, last), values in total.periods.items():
        if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31) or first.year != last.year:
            continue
        quarters = {
            q: basis.spread(_newest_told(v))
            for p, v in total.periods.items()
            if p[0].year == first.year and (q := quarter_of(p))
        }
        if len(quarters) < 4:
            continue
        year = basis.spread(_newest_told(values))
        added = sum(s.best for s in quarters.values())
        gap = year.best - added
        low = year.low - sum(s.top for s in quarters.values())
        high = year.top - sum(s.low for s in quarters.values())
        out.append(
            basis.figure(
                "harm",
                f"quarter_gap_{total.outcome}",
                label=f"{first.year} {total.outcome}: published year against its quarters' sum ({total.producer})",
                unit="persons",
                method=f"year - sum of quarters = {number(year.best)} - {number(added)} = {number(gap)}",
                value=gap,
                low=min(low, gap),
                high=max(high, gap),
                interval="lowest and highest reported",
                contested=gap != 0,
                claims=[*year.claim_ids, *(i for s in quarters.values() for i in s.claim_ids)],
                params=(
                    ("producer", total.producer),
                    ("outcome", total.outcome),
                    ("who", total.who),
                    ("year", str(first.year)),
                ),
                notes=(
                    f"The year's total is {number(abs(gap))} {'above' if gap > 0 else 'below'} its quarters: "
                    "quarters are published first and the year holds later revisions.",
                )
                if gap
                else (),
                columns=("period", "number"),
                rows=(
                    *((f"{first.year} Q{q}", span(s.low, s.best, s.high)) for q, s in sorted(quarters.items())),
                    ("sum of quarters", number(added)),
                    (f"{first.year} as published", number(year.best)),
                ),
            )
        )
    return out
