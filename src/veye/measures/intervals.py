"""Exact and near-exact intervals for counts and shares. All are two-sided; `level` is their coverage."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


def poisson_interval(events: float, *, level: float = 0.95) -> tuple[float, float]:
    """Exact (Garwood 1936) limits of a Poisson mean of which `events` were seen.

    low = χ²(α/2; 2n) / 2, high = χ²(1 - α/2; 2n + 2) / 2; low is 0 for n = 0.
    """
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = float(gammaincinv(events, tail)) if events > 0 else 0.0
    return low, float(gammaincinv(events + 1, 1 - tail))


def wilson_interval(successes: float, trials: float, *, level: float = 0.95) -> tuple[float, float]:
    """Wilson's (1927) score limits of a share; (0, 1) without trials."""
    if trials <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(1 - (1 - level) / 2)
    p = successes / trials
    middle = p + z * z / (2 * trials)
    half = z * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, min(p, (middle - half) / scale)), min(1.0, max(p, (middle + half) / scale))


def clopper_pearson_interval(successes: int, trials: int, *, level: float = 0.95) -> tuple[float, float]:
    """Exact (Clopper and Pearson 1934) limits of a share; (0, 1) without trials."""
    from scipy.special import betaincinv

    if trials <= 0:
        return 0.0, 1.0
    tail = (1 - level) / 2
    low = float(betaincinv(successes, trials - successes + 1, tail)) if successes else 0.0
    high = float(betaincinv(successes + 1, trials - successes, 1 - tail)) if successes < trials else 1.0
    return low, high
