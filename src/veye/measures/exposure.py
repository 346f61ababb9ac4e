"""How many person-years a mission has served, from reported strengths only."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import msgspec

from veye.measures.basis import Basis
from veye.measures.strength import flows, stocks

YEAR_DAYS = 365.25
CARRY_DAYS = 183
Level = tuple[date, float, float, float]


class Exposure(msgspec.Struct, frozen=True):
    """Person-years between `start` and `end`, lowest, best and highest by the reports; the claims it rests on.

    `odd` are days whose reported strength stands far off both its neighbours and is left out.
    """

    low: float
    best: float
    high: float
    start: date
    end: date
    claim_ids: tuple[str, ...]
    odd: tuple[date, ...] = ()


def person_years(basis: Basis) -> Exposure | None:
    """The integral of reported strength from the first report of it to the basis's day; None without any.

    Between two reports best is their mean, low and high the least and most of either. Before the first total,
    arrivals add up, never above that total (best). After the last report its value is carried on for half a year
    at most: then the exposure ends. A total far off both its neighbours is left
    out. Unit: persons times years of 365.25 days.
    """
    seen = stocks(basis)
    arrived = flows(basis, "arrived")
    if not seen and not arrived:
        return None
    known = {day: basis.spread([o for o in seen if o.day == day]) for day in sorted({o.day for o in seen})}
    levels, odd = _plausible([(day, s.low, s.best, s.top) for day, s in known.items()])
    claim_ids = {i for day, s in known.items() for i in s.claim_ids if day not in odd}
    early = [f for f in arrived if not levels or f.day < levels[0][0]]
    claim_ids |= {i for f in early for i in f.spread.claim_ids}
    steps: list[Level] = []
    least = best = most = 0.0
    for flow in early:
        least, best, most = least + flow.spread.low, best + flow.spread.best, most + flow.spread.top
        cap = min(best, levels[0][2]) if levels else best
        steps.append((flow.day, min(cap, least), cap, max(cap, most)))
    total = [0.0, 0.0, 0.0]
    for here, after in zip(steps, [*steps[1:], *levels[:1]], strict=False):  # a staircase up to the first total
        _add(total, (after[0] - here[0]).days, here[1:])
    for here, after in pairwise(levels):
        pairs = zip(here[1:], after[1:], strict=True)
        lows, bests, highs = pairs
        _add(total, (after[0] - here[0]).days, (min(lows), sum(bests) / 2, max(highs)))
    last = (levels or steps)[-1]
    end = min(basis.on, last[0] + timedelta(days=CARRY_DAYS))
    _add(total, (end - last[0]).days, last[1:])
    start = (steps or levels)[0][0]
    return Exposure(total[0], total[1], total[2], start, end, tuple(sorted(claim_ids)), odd)


def _plausible(levels: list[Level]) -> tuple[list[Level], tuple[date, ...]]:
    """The levels without those less than half or more than double both their neighbours, and the days of these."""
    odd = set()
    for before, here, after in zip(levels, levels[1:], levels[2:], strict=False):
        near = (before[2], after[2])
        if here[2] < min(near) / 2 or here[2] > max(near) * 2:
            odd.add(here[0])
    return [level for level in levels if level[0] not in odd], tuple(sorted(odd))


def _add(total: list[float], days: int, strengths: tuple[float, float, float]) -> None:
    for i, strength in enumerate(strengths):
        total[i] += strength * days / YEAR_DAYS
