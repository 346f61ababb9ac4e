"""Models of counts per area and month, each a function from history to draws. Cards: docs/outlook/forecast.md.

Every model takes `counts` of shape (areas, months), `leads` in months after the last, an `rng` and the number of draws,
and gives whole non-negative draws of shape (areas, leads, draws). Draws of one cell are exchangeable; cells are
independent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from veye.outlook.history import Counts

Draws = NDArray[np.int64]
Model = Callable[[Counts, Sequence[int], np.random.Generator, int], Draws]

HALF_LIFE = 6.0  # months after which a month counts half
DRIFT = 0.2  # standard deviation of the log rate's random walk, per square root of a month
CAP = 20.0  # no rate above this multiple of the largest month seen anywhere (and never below one)
PRIOR = 0.05  # events' worth of evidence with which areas lean on the rate of the quiet ones …
LEAN = 1.0  # … and the most months' worth, so that where hardly anything happens the active areas are not pulled down


def zeros(counts: Counts, leads: Sequence[int], rng: np.random.Generator, draws: int) -> Draws:
    """Nothing happens anywhere."""
    return np.zeros((len(counts), len(leads), draws), dtype=np.int64)


def last_value(counts: Counts, leads: Sequence[int], rng: np.random.Generator, draws: int) -> Draws:
    """The last month goes on, with Poisson noise."""
    draw: Draws = rng.poisson(counts[:, -1, None, None], (len(counts), len(leads), draws))
    return draw


def conflictology(counts: Counts, leads: Sequence[int], rng: np.random.Generator, draws: int) -> Draws:
    """Each area's own last twelve months, equally likely: the benchmark that is hardest to beat."""
    return _resampled(counts[:, -12:], np.ones(min(12, counts.shape[1])), len(leads), rng, draws).astype(np.int64)


def weighted_conflictology(counts: Counts, leads: Sequence[int], rng: np.random.Generator, draws: int) -> Draws:
    """Each area's own months, recent ones likelier, moved by a drift of the log rate that grows with the lead.

        y = Poisson(x_T-k · exp(σ √h z - σ² h / 2)),  P(k) ∝ 2^(-k / half-life),  z ~ N(0, 1)

    The drift keeps the mean, so that longer leads are wider, not higher.
    """
    past = _resampled(counts, _weights(counts), len(leads), rng, draws)
    draw: Draws = rng.poisson(np.minimum(past * _drift(leads, past.shape, rng), _cap(counts)))
    return draw


def pooled_negative_binomial(counts: Counts, leads: Sequence[int], rng: np.random.Generator, draws: int) -> Draws:
    """A negative binomial an area, whose rate leans on a low rate pooled over quiet areas, with the same drift.

        λ ~ Gamma(a, b): a = PRIOR + information of the weighted months, mean (PRIOR + Σ w y) / (k + Σ w)
        y ~ NegativeBinomial(mean λ · drift, size r), r pooled over active areas by moments

    Keeps a tail where nothing was seen; q is the pooled rate of areas below one a month, k = min(LEAN, PRIOR / q).
    """
    weights = _weights(counts)
    total = weights.sum()
    rate = leaning_rates(counts)
    size = _pooled_size(counts, weights, (weights * counts).sum(axis=1) / total)
    information = PRIOR + total * rate * size / (size + rate)
    shape = (len(counts), len(leads), draws)
    level = rng.gamma(information[:, None, None], 1.0, (len(counts), 1, draws)) * (rate / information)[:, None, None]
    moved = np.minimum(level * _drift(leads, shape, rng), _cap(counts))
    draw: Draws = rng.poisson(moved * rng.gamma(size, 1.0 / size, shape))
    return draw


def leaning_rates(counts: Counts) -> NDArray[np.float64]:
    """The rate of each area, recent months counting more and all leaning on the quiet ones; never zero."""
    weights = _weights(counts)
    total, seen = weights.sum(), (weights * counts).sum(axis=1)
    mean = seen / total
    quiet = float(mean[mean < 1].mean()) if (mean < 1).any() else 0.1
    rates: NDArray[np.float64] = (PRIOR + seen) / (min(LEAN, PRIOR / max(quiet, 1e-9)) + total)
    return rates


def _weights(counts: Counts) -> NDArray[np.float64]:
    weights: NDArray[np.float64] = 0.5 ** (np.arange(counts.shape[1])[::-1] / HALF_LIFE)
    return weights


def mixture(counts: Counts, leads: Sequence[int], rng: np.random.Generator, draws: int) -> Draws:
    """Of each cell's draws 85 % from weighted conflictology and the rest from the pooled negative binomial."""
    first = round(draws * 0.85)
    parts = (
        weighted_conflictology(counts, leads, rng, first),
        pooled_negative_binomial(counts, leads, rng, draws - first),
    )
    return np.concatenate(parts, axis=-1)


MODELS: dict[str, Model] = {
    "zeros": zeros,
    "last_value": last_value,
    "conflictology": conflictology,
    "weighted_conflictology": weighted_conflictology,
    "pooled_negative_binomial": pooled_negative_binomial,
    "mixture": mixture,
}
BASELINES = ("zeros", "last_value", "conflictology", "pooled_negative_binomial")
"""Always scored beside the model that is used."""
DEFAULT = "mixture"


def _resampled(
    counts: Counts, weights: NDArray[np.float64], leads: int, rng: np.random.Generator, draws: int
) -> NDArray[np.float64]:
    chosen = rng.choice(counts.shape[1], (len(counts), leads, draws), p=weights / weights.sum())
    picked: NDArray[np.float64] = np.take_along_axis(counts[:, None, :], chosen, axis=2)
    return picked


def _drift(leads: Sequence[int], shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    sigma = DRIFT * np.sqrt(np.asarray(leads, dtype=float))[None, :, None]
    moved: NDArray[np.float64] = np.exp(sigma * rng.standard_normal(shape) - sigma**2 / 2)
    return moved


def _cap(counts: Counts) -> float:
    return CAP * max(1.0, float(counts.max(initial=0.0)))


def _pooled_size(counts: Counts, weights: NDArray[np.float64], mean: NDArray[np.float64]) -> float:
    """The size r, 1 / median over active areas of (variance - mean) / mean², kept within 0.3 to 10."""
    active = mean > 1
    if not active.any():
        return 1.0
    variance = (weights * (counts - mean[:, None]) ** 2).sum(axis=1) / weights.sum()
    excess = (variance - mean)[active] / mean[active] ** 2
    return float(np.clip(1 / max(float(np.median(excess)), 1e-6), 0.3, 10.0))
