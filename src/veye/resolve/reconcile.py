"""Low, best and high over everything that was reported, by a named rule; every value stays beside the result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from math import inf
from statistics import median_low
from typing import TYPE_CHECKING, get_args

from veye.records import Count, ReportedValue
from veye.records.incident import ReconcileRule

if TYPE_CHECKING:
    import numpy as np

Bounds = tuple[int | None, int | None, int | None]


def _order(value: ReportedValue) -> tuple[str, bool, bool, int, str]:
    """Sorts an origin's values so that the one to keep comes last: latest, then official, sure, higher."""
    return (value.published or "", value.official, not value.hedged, value.count.best or 0, value.claim_id)


def by_origin(values: Sequence[ReportedValue]) -> list[ReportedValue]:
    """One value per origin, its latest with a number; ties go to the official, then the unhedged one."""
    groups: dict[str, list[ReportedValue]] = defaultdict(list)
    for value in values:
        if value.count.stated:
            groups[value.origin_id].append(value)
    return [max(groups[origin], key=_order) for origin in sorted(groups)]


def contested(values: Sequence[ReportedValue]) -> bool:
    """Whether some two stated values cannot both be right, across origins or within one."""
    stated = [v.count for v in values if v.count.stated]
    return any(not a.overlaps(b) for a, b in combinations(stated, 2))


def _best(value: ReportedValue) -> int:
    assert value.count.best is not None
    return value.count.best


def _sure(values: Sequence[ReportedValue]) -> Sequence[ReportedValue]:
    return [v for v in values if not v.hedged] or values


def conservative(values: Sequence[ReportedValue]) -> int:
    """The lowest number that an origin states without hedging."""
    return min(_best(v) for v in _sure(values))


def latest_official(values: Sequence[ReportedValue]) -> int:
    """The number an authority gave last; the last number from anyone where no authority gave one."""
    official = [v for v in values if v.official]
    return _best(max(official or _sure(values), key=_order))


def majority_of_origins(values: Sequence[ReportedValue]) -> int:
    """The number that most origins give; the lower one where two are given equally often."""
    votes = Counter(_best(v) for v in values)
    return min(votes, key=lambda number: (-votes[number], number))


def hierarchy(values: Sequence[ReportedValue]) -> int:
    """The number of the best-placed teller: an authority, then a named source, then any outlet, then hedged words."""
    return _best(max(values, key=lambda v: (not v.hedged, v.official, v.said_by is not None, *_order(v))))


def pooled(values: Sequence[ReportedValue]) -> int:
    """The lower median over origins; a hedged value counts half of a sure one."""
    return median_low([_best(v) for v in values for _ in range(1 if v.hedged else 2)])


RULES: dict[ReconcileRule, Callable[[Sequence[ReportedValue]], int]] = {
    "conservative": conservative,
    "latest_official": latest_official,
    "majority_of_origins": majority_of_origins,
    "hierarchy": hierarchy,
    "pooled": pooled,
}
assert set(RULES) == set(get_args(ReconcileRule))


def reconcile(values: Sequence[ReportedValue], rule: ReconcileRule) -> Bounds:
    """Low, best and high over all reported values, each origin heard once for `best`.

    `low` and `high` are the lowest and highest numbers that anybody states; `high` is None where the highest is an
    open "at least". All three are None where nobody gives a number.
    """
    stated = [v.count for v in values if v.count.stated]
    if not stated:
        return None, None, None
    low = min(c.low if c.low is not None else 0 for c in stated)
    top_low = max(c.best or 0 for c in stated)
    closed = [c.high for c in stated if c.high is not None]
    high = max(closed) if closed and max(closed) >= top_low else None
    return low, RULES[rule](by_origin(values)), high


def spread(counts: Sequence[Count]) -> str:
    """The stated numbers side by side, lowest first, for a reader."""
    return " / ".join(str(c) for c in sorted(set(counts), key=lambda c: (c.best or 0, c.high or inf)))


def draws(
    low: int | None, best: int | None, high: int | None, rng: np.random.Generator, size: int
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """`size` random tolls that respect low, best and high, for whoever needs a distribution.

    The reported value is inflated: a draw is `best` itself with the probability that the reports agree on it
    (0.9 where low equals high, falling to 0.2 where the range is ten times `best`), else from a discretised Gumbel
    whose mode is `best`, scaled so that `high` is its 95 % point, and never below `low`. Deaths are missed more
    often than invented: the Gumbel leans to the right. An open `high` counts as half as much again as `best`.
    After the reported-value-inflated Gumbel mixture for UCDP's uncertain tolls (Vesco and others, 2026, VIEWS);
    the two constants here are choices, not fitted to expert elicitations.
    """
    import numpy as np

    if best is None:
        return np.zeros(0, dtype=np.int64)
    floor = best if low is None else min(low, best)
    roof = high if high is not None else best + max(1, best // 2)
    stretch = (roof - floor) / max(best, 1)
    inflation = max(0.2, 0.9 / (1 + stretch))
    scale = max((roof - best) / 2.9702, (best - floor) / 1.0972, 1e-9)
    tails = np.maximum(np.rint(best + rng.gumbel(0.0, scale, size)), floor)
    return np.where(rng.random(size) < inflation, best, tails).astype(np.int64)
