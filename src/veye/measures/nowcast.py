"""How long events take to be reported, and what the last weeks will look like once the late reports are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from math import ceil
from typing import Any

import msgspec

from veye.measures.basis import Basis
from veye.measures.blank import Blank
from veye.measures.intervals import wilson_interval
from veye.records import Document, Figure, Incident

LONGEST_DAYS = 56
WEEKS = 4
LEAST_INCIDENTS = 30
LEVEL = 0.8
LEAST_SHARE = 0.05
SHOWN_DAYS = (0, 1, 2, 3, 7, 14, 28, LONGEST_DAYS)


class Curve(msgspec.Struct, frozen=True):
    """`by[d]`: share of the incidents ever reported within 56 days that are by day d; `events` stand behind it."""

    by: tuple[float, ...]
    events: int


def figures(basis: Basis) -> list[Figure]:
    """The delay curve, and the incidents of each of the last four weeks, corrected for those still to be reported."""
    seen = delays(basis.incidents, basis.document.values(), basis.on)
    if len(seen) < LEAST_INCIDENTS:
        reason = (
            f"only {len(seen)} incidents have a day and a day of first report; at least {LEAST_INCIDENTS} are needed"
        )
        return [_delay_blank(basis).refused(reason), _week_blank(basis, 0).refused(reason)]
    curve = delay_curve([(d, age) for _, d, age in seen])
    return [_delay(basis, curve, seen), *(_week(basis, curve, seen, w) for w in range(WEEKS))]


def _delay_blank(basis: Basis) -> Blank:
    formula = "median delay from event to first report, corrected for reports still to come"
    return basis.blank("nowcast", "delay", "Days until half of the incidents are reported", "days", formula)


def _week_blank(basis: Basis, week: int) -> Blank:
    first, last = (date.fromordinal(basis.on.toordinal() - age) for age in (7 * week + 6, 7 * week))
    label, params = (
        f"Incidents of {first} to {last}, late reports allowed for",
        (("from", str(first)), ("to", str(last))),
    )
    return basis.blank("nowcast", "week", label, "incidents", "reported so far / share reported by now", params)


def delays(incidents: Iterable[Incident], documents: Iterable[Document], on: date) -> list[tuple[Incident, int, int]]:
    """Incidents dated to a day with their delay to the first report, and their age on the day `on`, in days."""
    full = {d.id: d.published_day for d in documents if d.published and len(d.published) >= 10}
    out = []
    for incident in incidents:
        if incident.when is None or incident.when.days != 1:
            continue
        told = [day for i in incident.doc_ids if (day := full.get(i)) is not None and day <= on]
        if told and (delay := (min(told) - incident.when.earliest).days) >= 0:
            out.append((incident, delay, (on - incident.when.earliest).days))
    return out


def delay_curve(seen: list[tuple[int, int]]) -> Curve:
    """The distribution of delays up to 56 days from (delay, age) pairs, allowing for those not old enough to be late.

    Reverse hazards (Lagakos, Barraj and De Gruttola 1988): g(d) = n(delay = d) / n(delay ≤ d), both among
    incidents of age ≥ d; F(d) = Π over k > d of (1 - g(k)).
    """
    reported: Counter[int] = Counter()
    change = [0] * (LONGEST_DAYS + 2)  # of those at risk: in from the delay on, out after the age
    for delay, age in seen:
        if delay > LONGEST_DAYS or age < delay:
            continue
        reported[delay] += 1
        change[delay] += 1
        change[min(age, LONGEST_DAYS) + 1] -= 1
    at_risk = list(accumulate(change))
    by = [1.0] * (LONGEST_DAYS + 1)
    for day in range(LONGEST_DAYS, 0, -1):
        hazard = reported[day] / at_risk[day] if at_risk[day] else 0.0
        by[day - 1] = by[day] * (1 - hazard)
    return Curve(tuple(by), sum(reported.values()))


def _delay(basis: Basis, curve: Curve, seen: list[tuple[Incident, int, int]]) -> Figure:
    low, median, high = (float(next(d for d, by in enumerate(curve.by) if by >= share)) for share in (0.25, 0.5, 0.75))
    return _delay_blank(basis).filled(
        median, low, high, interval="quarter to three quarters of incidents",
        claims=[c for i, _, _ in seen for c in i.claim_ids], incidents=[i.id for i, _, _ in seen],
        notes=(f"Of incidents reported within {LONGEST_DAYS} days; those never reported are not in it.",),
        columns=("days", "reported by then, %"), rows=tuple((d, round(100 * curve.by[d], 1)) for d in SHOWN_DAYS),
    )  # fmt: skip


def share_reported(curve: Curve, ages: range) -> float:
    """The share of a stretch's incidents reported by now, each day of it alike likely. `ages` in days."""
    return sum(curve.by[min(age, LONGEST_DAYS)] for age in ages) / len(ages)


def expect(reported: int, share: float, trials: int) -> tuple[float, float, float]:
    """Best, low and high of all incidents of a stretch, given those reported and the share reported by now.

    Best is reported / share. What is still out is negative binomial (reported + 1 successes of probability p); its
    limits are taken at the ends of Wilson's interval of p from `trials` incidents. 80 % interval.
    """
    if share >= 1:
        return float(reported), float(reported), float(reported)
    p_low, p_high = wilson_interval(share * trials, trials, level=LEVEL)
    tail = (1 - LEVEL) / 2
    low = reported + failures(tail, reported + 1, min(p_high, 1 - 1e-9))
    high = reported + failures(1 - tail, reported + 1, max(p_low, 1e-6))
    best = reported / share
    return best, min(low, best), max(high, best)


def failures(level: float, successes: int, p: float) -> float:
    """The level-quantile of failures before that many successes: the least k with I_p(successes, k + 1) ≥ level.

    What scipy.stats.nbinom.ppf gives, without half a second for loading that module.
    """
    from scipy.special import betainc, nbdtrik

    k = float(ceil(nbdtrik(level, successes, p)))
    while k > 0 and betainc(successes, k, p) >= level:
        k -= 1
    while betainc(successes, k + 1, p) < level:
        k += 1
    return k


def _week(basis: Basis, curve: Curve, seen: list[tuple[Incident, int, int]], week: int) -> Figure:
    ages = range(7 * week, 7 * week + 7)
    mine = [i for i, delay, age in seen if age in ages and delay <= LONGEST_DAYS]
    inputs: dict[str, Any] = {"claims": [c for i in mine for c in i.claim_ids], "incidents": [i.id for i in mine]}
    share, blank = share_reported(curve, ages), _week_blank(basis, week)
    if share < LEAST_SHARE:
        return blank.refused("less than a twentieth of the incidents of so recent a week is reported by now", **inputs)
    best, low, high = expect(len(mine), share, curve.events)
    return blank.filled(
        best, low, high, interval="80 % negative binomial, with the uncertainty of the share",
        shown=f"{len(mine)} / {share:.2f}", **inputs,
        notes=(f"{len(mine)} are reported so far. Assumes that reporting is as quick as it was.",),
        columns=("reported so far", "share reported by now, %"), rows=((len(mine), round(100 * share, 1)),),
    )  # fmt: skip
