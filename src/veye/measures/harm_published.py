"""Published totals of people harmed: each producer's series by itself, and its quarters against its year."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from veye.measures.basis import Basis
from veye.measures.observations import Observation, Spread, added, count_ends
from veye.measures.words import number, span
from veye.records import Casualty, Claim, Figure, When

Period = tuple[date, date]
_APART = "Series of different producers or definitions are not comparable and never added."
_COLUMNS = ("period", "number", "published", "who says it")
ALL_CAUSES = ("unknown", "mixed", "", None)
PEOPLE = {"civilian": "Civilians", "mixed": "People", "unknown": "People"}


def published_figures(basis: Basis) -> list[Figure]:
    """The newest total of every series, its periods side by side, and each year's gap to its quarters."""
    totals = published(basis)
    return [
        *(_newest(basis, t) for t in totals),
        *(_periods(basis, t) for t in totals if len(t.periods) > 1),
        *(g for t in totals for g in _quarter_gaps(basis, t)),
    ]


class Total(msgspec.Struct, frozen=True):
    """One producer's published totals of one outcome for one group of people: period -> values.

    `cause` is empty where the total counts all causes: a total of one cause is another series.
    """

    producer: str
    outcome: str
    who: str
    cause: str
    periods: dict[Period, list[Observation]]


def published(basis: Basis) -> list[Total]:
    """Totals over a month or longer, kept apart by producer, outcome and group. Members of the mission are no part."""
    groups: dict[tuple[str, str, str, str], dict[Period, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in basis.of(Casualty):
        said, when = claim.statement, claim.when
        assert isinstance(said, Casualty)
        if said.who in PEOPLE and when is not None and is_total(basis, claim):
            series = (basis.producers.of(claim), said.outcome, said.who, "" if said.cause in ALL_CAUSES else said.cause)
            groups[series][when.earliest, when.latest].append(claim)
    out = []
    for (producer, outcome, who, cause), periods in sorted(groups.items()):
        seen = {
            period: values
            for period, claims in sorted(periods.items())
            if (values := basis.observations(claims, lambda c: count_ends(c.statement.count)))  # type: ignore[union-attr]
        }
        if seen:
            out.append(Total(producer, outcome, who, cause, seen))
    return out


def is_total(basis: Basis, claim: Claim) -> bool:
    """Whether a claim gives a total over a stated month or longer, and not one event with a vague date."""
    if claim.when is None or claim.when.days < 28:
        return False
    return (
        claim.flags.cumulative or claim.row is not None or (claim.when.days > 85 and claim.id not in basis.incident_of)
    )


def _newest_told(values: Sequence[Observation]) -> list[Observation]:
    """The values of the latest publication: earlier ones were revised."""
    last = max(v.published or "" for v in values)
    return [v for v in values if (v.published or "") == last]


def _newest(basis: Basis, total: Total) -> Figure:
    period = max(total.periods, key=lambda p: (p[1], (p[1] - p[0]).days))
    label = f"{_whom(total)}, {in_words(period)}, as published ({total.producer})"
    params = (*_params(total), ("length", _length(period)))
    formula = "newest published value of the latest period of this series"
    told = total.periods[period]
    return basis.blank("harm", f"published_{total.outcome}", label, "persons", formula, params).spread(
        basis.spread(_newest_told(told)), claims=[i for o in told for i in o.claim_ids], notes=(_APART,),
        columns=_COLUMNS, rows=tuple(_row(period, o) for o in told),
    )  # fmt: skip


def _periods(basis: Basis, total: Total) -> Figure:
    """All periods of one series in a table, each value with its publication."""
    label = f"{_whom(total)} by period as published ({total.producer})"
    told = [(p, o) for p, values in total.periods.items() for o in values]
    formula, name = "published values of this series", f"periods_{total.outcome}"
    return basis.blank("harm", name, label, "values", formula, _params(total)).counted(
        len(told), claims=[i for _, o in told for i in o.claim_ids], notes=(_APART,),
        columns=_COLUMNS, rows=tuple(_row(p, o) for p, o in told),
    )  # fmt: skip


def _whom(total: Total) -> str:
    return f"{PEOPLE[total.who]} {total.outcome}" + (f" ({total.cause})" if total.cause else "")


def _params(total: Total) -> tuple[tuple[str, str], ...]:
    cause = (("cause", total.cause),) if total.cause else ()
    return (("producer", total.producer), ("outcome", total.outcome), ("who", total.who), *cause)


def _row(period: Period, value: Observation) -> tuple[str, str, str, str]:
    amount = span(value.low, value.best, value.high)
    return _name(period), amount, value.published or "not stated", value.said_by


def _name(period: Period) -> str:
    first, last = period
    if quarter := quarter_of(period):
        return f"{first.year} Q{quarter}"
    if is_year(period):
        return str(first.year)
    return (
        When(first, last, "month").iso()
        if (first.year, first.month) == (last.year, last.month)
        else f"{first} to {last}"
    )


def in_words(period: Period) -> str:
    """A period as a reader says it.

    >>> in_words((date(2025, 4, 1), date(2025, 6, 30))), in_words((date(2025, 6, 1), date(2025, 6, 30)))
    ('April to June 2025', 'June 2025')
    >>> in_words((date(2024, 12, 1), date(2025, 2, 28))), in_words((date(2025, 6, 3), date(2025, 7, 15)))
    ('December 2024 to February 2025', '3 June to 15 July 2025')
    """
    first, last = period
    if is_year(period):
        return str(first.year)
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    begin, end = (f"{'' if whole else f'{d.day} '}{calendar.month_name[d.month]}" for d in period)
    if first.year != last.year:
        return f"{begin} {first.year} to {end} {last.year}"
    return f"{end} {last.year}" if begin == end else f"{begin} to {end} {last.year}"


def _length(period: Period) -> str:
    """What kind of period it is: totals of periods of another length are no earlier value of this one."""
    if quarter_of(period):
        return "quarter"
    return "year" if is_year(period) else f"{(period[1] - period[0]).days + 1} days"


def is_year(period: Period) -> bool:
    """Whether a period is one calendar year."""
    first, last = period
    return first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def quarter_of(period: Period) -> int | None:
    """The calendar quarter, 1 to 4, that a period is; None where it is none."""
    first, last = period
    starts = first.day == 1 and first.month in (1, 4, 7, 10) and first.year == last.year
    ends = (last + timedelta(days=1)).day == 1 and last.month == first.month + 2
    return (first.month + 2) // 3 if starts and ends else None


def _quarter_gaps(basis: Basis, total: Total) -> list[Figure]:
    """For each year with four quarters and a year's total of one series: the year minus the sum of its quarters."""
    out = []
    for period, values in total.periods.items():
        year = period[0].year
        if not is_year(period):
            continue
        told = {q: v for p, v in total.periods.items() if p[0].year == year and (q := quarter_of(p))}
        quarters = {q: basis.spread(_newest_told(v)) for q, v in sorted(told.items())}
        if len(quarters) == 4:
            out.append(_gap(basis, total, year, basis.spread(_newest_told(values)), quarters))
    return out


def _gap(basis: Basis, total: Total, year: int, whole: Spread, quarters: dict[int, Spread]) -> Figure:
    parts = added(quarters.values())
    gap = whole.best - parts.best
    label = f"{year} {total.outcome}: published year against its quarters' sum ({total.producer})"
    params = (*_params(total), ("year", str(year)))
    side = "above" if gap > 0 else "below"
    later = f"The year's total is {number(abs(gap))} {side} its quarters: they came first, the year holds revisions."
    sums = (("sum of quarters", number(parts.best)), (f"{year} as published", number(whole.best)))
    return basis.blank(
        "harm", f"quarter_gap_{total.outcome}", label, "persons", "year - sum of quarters", params
    ).filled(
        gap, min(gap, whole.low - parts.top), max(gap, whole.top - parts.low), interval="lowest and highest reported",
        shown=f"{number(whole.best)} - {number(parts.best)} = {number(gap)}", contested=gap != 0,
        claims=[*whole.claim_ids, *parts.claim_ids], notes=(later,) if gap else (), columns=("period", "number"),
        rows=(*((f"{year} Q{q}", span(s.low, s.best, s.high)) for q, s in quarters.items()), *sums),
    )  # fmt: skip
