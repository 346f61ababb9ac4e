"""What one method says of all people, and the closed estimates that need no search among models."""

from __future__ import annotations

import math
from itertools import product

import msgspec
import numpy as np

from veye.errors import InputError
from veye.measures.undercount.poisson import fit
from veye.measures.undercount.table import Table, overlaps

MOST_CELLS_LISTS = 10
INDEPENDENCE = (
    "two lists show nothing of how they depend on each other: the estimate holds only if being on one list says "
    "nothing about being on the other, which lists of killings seldom allow"
)


class Estimate(msgspec.Struct, frozen=True):
    """What one method says of all people (observed and unseen): a point and an interval, or why it says nothing.

    `bound` marks a lower bound: all people are at least so many, if lists hold the same kind of people.
    `per_model` are its parts where it averages: (model, weight, point).
    """

    method: str
    label: str
    point: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    bound: bool = False
    refused: str | None = None
    notes: tuple[str, ...] = ()
    per_model: tuple[tuple[str, float, float], ...] = ()


def log_normal(observed: int, unseen: float, variance: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of all people from the unseen and its variance, log-normal on the unseen: never below the observed."""
    from scipy.special import ndtri

    if unseen <= 0:
        return float(observed), float(observed)
    width = math.exp(float(ndtri(0.5 + level / 2)) * math.sqrt(math.log1p(variance / unseen**2)))
    return observed + unseen / width, observed + unseen * width


def chapman(table: Table, *, level: float = 0.95) -> Estimate:
    """Chapman's estimate from two lists, with the warning that goes with it; InputError for any other number."""
    if len(table.lists) != 2:
        raise InputError(f"Chapman's estimate takes 2 lists, not {len(table.lists)}")
    pair = overlaps(table)[0]
    first, second, both = pair.first_only + pair.both, pair.second_only + pair.both, pair.both
    if not both:
        return Estimate("chapman", "Chapman, two lists", level=level, refused="the lists share nobody")
    point = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    low, high = log_normal(table.observed, point - table.observed, variance, level)
    return Estimate("chapman", "Chapman, two lists", point, low, high, level, notes=(INDEPENDENCE,))


def chao_pairs(table: Table, *, level: float = 0.95) -> Estimate:
    """Chao's (1987) lower bound from how many people stand on one list and on two; all lists taken as alike."""
    x, n = table.arrays()
    times = len(table.lists)
    once, twice = (int(n[x.sum(axis=1) == k].sum()) for k in (1, 2))
    label = "Chao 1987 lower bound, lists alike"
    if not twice:
        return Estimate("chao_1987", label, level=level, bound=True, refused="nobody stands on exactly two lists")
    share = (times - 1) / times
    ratio = once / twice
    unseen = share * once * ratio / 2
    variance = twice * (share * ratio**2 / 2 + share**2 * ratio**3 + share**2 * ratio**4 / 4)
    low, high = log_normal(table.observed, unseen, variance, level)
    return Estimate("chao_1987", label, table.observed + unseen, low, high, level, bound=True)


def cells(table: Table) -> tuple[np.ndarray, np.ndarray]:
    """All patterns but the empty one (cells, lists) and their counts, those of nobody too."""
    if len(table.lists) > MOST_CELLS_LISTS:
        raise InputError(
            f"{len(table.lists)} lists; log-linear models take at most {MOST_CELLS_LISTS}",
            hint="Merge lists of one origin.",
        )
    held = dict(zip(table.patterns, table.counts, strict=True))
    patterns = [p for p in product((0, 1), repeat=len(table.lists)) if any(p)]
    return np.array(patterns, dtype=float), np.array([held.get(p, 0) for p in patterns], dtype=float)


def _from_fit(table: Table, extra: np.ndarray, method: str, label: str, level: float, bound: bool) -> Estimate:
    x, y = cells(table)
    fits = fit(np.hstack([np.ones((len(x), 1)), x, extra])[None], y)
    if not fits.good[0]:
        return Estimate(
            method, label, level=level, bound=bound, refused="the maximum likelihood is not finite, or not unique"
        )
    unseen = float(np.exp(fits.beta[0, 0]))
    low, high = log_normal(table.observed, unseen, (unseen * float(fits.se[0])) ** 2 + unseen, level)
    return Estimate(method, label, table.observed + unseen, low, high, level, bound)


def independence(table: Table, *, level: float = 0.95) -> Estimate:
    """M_t: every list with its own reach, lists independent, people alike."""
    nothing = np.empty((2 ** len(table.lists) - 1, 0))
    return _from_fit(table, nothing, "independence", "independence, M_t", level, False)


def chao_bound(table: Table, *, level: float = 0.95) -> Estimate:
    """Chao's lower bound for M_th: lists with their own reach, people unlike each other in any way.

    Log-linear with one free term for each number of lists from three; terms below zero, which no such people could
    give, are left out, the lowest first (Rivest and Baillargeon 2007).
    """
    held = cells(table)[0].sum(axis=1)
    free = list(range(3, len(table.lists) + 1))
    y = cells(table)[1]
    x = cells(table)[0]
    free = [k for k in free if y[held == k].sum() > 0]
    while free:
        extra = np.stack([(held == k).astype(float) for k in free], axis=1)
        beta = fit(np.hstack([np.ones((len(x), 1)), x, extra])[None], y).beta[0, -len(free) :]
        if beta.min() >= 0:
            break
        free.pop(int(np.argmin(beta)))
    extra = np.stack([(held == k).astype(float) for k in free], axis=1) if free else np.empty((len(x), 0))
    return _from_fit(table, extra, "chao", "Chao lower bound, M_th", level, True)


def darroch(table: Table, *, level: float = 0.95) -> Estimate:
    """Darroch's M_th: log-odds of being recorded spread normally among people; takes at least three lists."""
    held = cells(table)[0].sum(axis=1, keepdims=True)
    return _from_fit(table, held**2 / 2, "darroch", "Darroch, M_th", level, False)
