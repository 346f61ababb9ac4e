"""How good a forecast was, by proper scores. All take draws of shape (..., draws) and truth of shape (...)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

BIN_EDGES = np.array([0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5])
"""Bins of the VIEWS 2023/24 prediction challenge."""
LEAST_AREAS = 5
"""Areas with anything to score below which resampling them tells nothing."""
Array = NDArray[np.float64]


def crps(draws: ArrayLike, truth: ArrayLike) -> Array:
    """Continuous ranked probability score of each cell, in the unit of the counts; 0 is perfect.

    CRPS = E|X - y| - E|X - X'| / 2 over the empirical distribution (Gneiting & Raftery 2007, eq. 21).
    """
    ordered = np.sort(np.asarray(draws, dtype=float), axis=-1)
    n = ordered.shape[-1]
    spread = (ordered * (2 * np.arange(1, n + 1) - n - 1)).sum(axis=-1) / n**2
    score: Array = np.abs(ordered - np.asarray(truth, dtype=float)[..., None]).mean(axis=-1) - spread
    return score


def log1p_crps(draws: ArrayLike, truth: ArrayLike) -> Array:
    """The CRPS of log(1 + count): one violent area does not decide it."""
    return crps(np.log1p(np.asarray(draws, dtype=float)), np.log1p(np.asarray(truth, dtype=float)))


def log_score(draws: ArrayLike, truth: ArrayLike) -> Array:
    """Binned log score in bits: -log2 of the share of draws in the truth's bin, one pseudo-draw added to each bin."""
    drawn = np.searchsorted(BIN_EDGES, np.asarray(draws, dtype=float), side="right")
    true = np.searchsorted(BIN_EDGES, np.asarray(truth, dtype=float), side="right")
    hits = (drawn == true[..., None]).sum(axis=-1) + 1
    score: Array = -np.log2(hits / (drawn.shape[-1] + len(BIN_EDGES)))
    return score


def interval_score(draws: ArrayLike, truth: ArrayLike, *, level: float = 0.9) -> Array:
    """Width of the central interval plus 2/α times the miss (Gneiting & Raftery 2007, eq. 43)."""
    alpha, y = 1 - level, np.asarray(truth, dtype=float)
    low, high = np.quantile(np.asarray(draws, dtype=float), [alpha / 2, 1 - alpha / 2], axis=-1)
    score: Array = high - low + 2 / alpha * (np.maximum(low - y, 0) + np.maximum(y - high, 0))
    return score


def covered(draws: ArrayLike, truth: ArrayLike, *, level: float = 0.9) -> NDArray[np.bool_]:
    """Whether each truth lies in the central interval, ends included."""
    alpha, y = 1 - level, np.asarray(truth, dtype=float)
    low, high = np.quantile(np.asarray(draws, dtype=float), [alpha / 2, 1 - alpha / 2], axis=-1)
    inside: NDArray[np.bool_] = (low <= y) & (y <= high)
    return inside


def pit(draws: ArrayLike, truth: ArrayLike, rng: np.random.Generator) -> Array:
    """Randomised probability integral transform: uniform on 0 to 1 where the forecast is calibrated."""
    drawn, y = np.asarray(draws, dtype=float), np.asarray(truth, dtype=float)[..., None]
    below, equal = (drawn < y).mean(axis=-1), (drawn == y).mean(axis=-1)
    out: Array = below + rng.uniform(size=below.shape) * equal
    return out


class Scores(NamedTuple):
    """Means over all cells; `cover_nonzero` over cells whose truth is above zero (nan where there are none)."""

    crps: float
    log1p_crps: float
    log_score: float
    interval_score: float
    cover: float
    cover_nonzero: float
    cells: int


def scores(draws: ArrayLike, truth: ArrayLike) -> Scores:
    """Every score of a set of cells."""
    y = np.asarray(truth, dtype=float)
    inside = covered(draws, y)
    nonzero = y > 0
    return Scores(
        float(crps(draws, y).mean()),
        float(log1p_crps(draws, y).mean()),
        float(log_score(draws, y).mean()),
        float(interval_score(draws, y).mean()),
        float(inside.mean()),
        float(inside[nonzero].mean()) if nonzero.any() else float("nan"),
        int(y.size),
    )


def relative_skill(
    ours: ArrayLike, theirs: ArrayLike, rng: np.random.Generator, *, rounds: int = 2000, level: float = 0.95
) -> tuple[float, float, float]:
    """Mean score of ours over theirs less one (below zero: better), with an interval by resampling areas.

    Both of shape (areas, cells): areas are the unit that is resampled, since the months of an area go together. Areas
    that score zero on both sides say nothing. nan for the interval where fewer than `LEAST_AREAS` others are left, and
    for all three where theirs is zero.
    """
    a, b = (np.asarray(x, dtype=float).reshape(len(np.asarray(x)), -1).sum(axis=1) for x in (ours, theirs))
    if not b.sum() > 0:
        return float("nan"), float("nan"), float("nan")
    skill = float(a.sum() / b.sum() - 1)
    if ((a > 0) | (b > 0)).sum() < LEAST_AREAS:
        return skill, float("nan"), float("nan")
    chosen = rng.integers(0, len(a), (rounds, len(a)))
    above, below = a[chosen].sum(axis=1), b[chosen].sum(axis=1)
    low, high = np.quantile(above[below > 0] / below[below > 0] - 1, [(1 - level) / 2, (1 + level) / 2])
    return skill, float(low), float(high)
