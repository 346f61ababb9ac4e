"""Values side by side: one an origin and number, and what they come to by the mission's rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median_low

import msgspec

from veye.records import Count

OFFICIAL = frozenset({"mission", "police", "government", "un"})
Ends = tuple[float | None, float | None]


class Observation(msgspec.Struct, frozen=True):
    """One value as one origin reports it, whatever the number of its reprints.

    `day` is the day it speaks of; `dated` says whether the source dates it, or only its publication does.
    """

    day: date
    low: float | None
    high: float | None
    claim_ids: tuple[str, ...]
    origin_id: str
    said_by: str
    party: str
    published: str | None
    hedged: bool
    dated: bool
    days: int = 1

    @property
    def best(self) -> float:
        """The number a careful reader would quote: the low end, or the high end where only that is stated."""
        return self.low if self.low is not None else self.high or 0.0


class Spread(msgspec.Struct, frozen=True):
    """Several reported values held side by side: lowest, chosen, highest, and whether they can all be right.

    `high` is None where the highest value leaves its upper end open.
    """

    low: float
    best: float
    high: float | None
    contested: bool
    claim_ids: tuple[str, ...]

    @property
    def top(self) -> float:
        """The highest stated number, the lower end's where no upper end is stated."""
        return self.high if self.high is not None else self.best


def added(spreads: Iterable[Spread]) -> Spread:
    """The sum of spreads; its high is None where any of them leaves its own open."""
    every = list(spreads)
    highs = [s.high for s in every]
    return Spread(
        low=sum(s.low for s in every),
        best=sum(s.best for s in every),
        high=None if any(h is None for h in highs) else sum(h for h in highs if h is not None),
        contested=any(s.contested for s in every),
        claim_ids=tuple(sorted({i for s in every for i in s.claim_ids})),
    )


def count_ends(count: Count) -> Ends:
    """The ends of a count as numbers."""
    return (
        None if count.low is None else float(count.low),
        None if count.high is None else float(count.high),
    )


def side_by_side(values: Sequence[Observation], rule: str) -> Spread:
    """The values' spread, its best by a rule of reconciliation. `values` must not be empty."""
    highs = [v.high for v in values if v.high is not None]
    lows = [v.low if v.low is not None else 0.0 for v in values]
    top = max(v.best for v in values)
    return Spread(
        low=min(lows),
        best=_choose(values, rule),
        high=max(highs) if highs and max(highs) >= top else None,
        contested=bool(highs) and max(lows) > min(highs),
        claim_ids=tuple(sorted({i for v in values for i in v.claim_ids})),
    )


def _choose(values: Sequence[Observation], rule: str) -> float:
    """The best value by the mission's rule, each origin heard by its latest; ties fall to the lower number."""
    latest: dict[str, str] = defaultdict(str)
    for value in values:
        latest[value.origin_id] = max(latest[value.origin_id], value.published or "")
    heard = [v for v in values if (v.published or "") == latest[v.origin_id]]
    firm = [v for v in heard if not v.hedged] or heard
    if rule == "majority_of_origins":
        origins: dict[float, set[str]] = defaultdict(set)
        for value in heard:
            origins[value.best].add(value.origin_id)
        return min(origins, key=lambda number: (-len(origins[number]), number))
    if rule == "pooled":
        return median_low(sorted(v.best for v in heard))
    if rule in ("latest_official", "hierarchy"):
        official = [v for v in firm if v.party in OFFICIAL] or firm
        last = max(v.published or "" for v in official)
        return min(v.best for v in official if (v.published or "") == last)
    return min(v.best for v in firm)


def newest(values: Sequence[Observation], *, within_days: int = 0) -> list[Observation]:
    """The observations of the latest day, and of up to `within_days` days before it."""
    if not values:
        return []
    last = max(v.day for v in values)
    return [v for v in values if v.day >= last - timedelta(days=within_days)]
