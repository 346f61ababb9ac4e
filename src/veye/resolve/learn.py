"""Weights learned: without labels by expectation-maximisation, or from pairs that people judged."""

from __future__ import annotations

from math import log

import numpy as np

from veye.resolve.columns import Array
from veye.resolve.compare import Levels
from veye.resolve.weights import Weights

LN2 = log(2.0)
SMOOTHING = 0.5


def _tables(levels: Levels, weights: Weights, share: Array) -> dict[str, Array]:
    """Log2 of how often each level is met among pairs weighed by `share`."""
    out = {}
    for feature, level in levels.items():
        size = len(weights.levels[feature])
        counts = np.bincount(level, weights=share, minlength=size) + SMOOTHING
        out[feature] = np.log2(counts / counts.sum())
    return out


def em_weights(levels: Levels, weights: Weights, *, rounds: int = 20, name: str = "em") -> Weights:
    """Weights learned from unjudged candidate pairs (Fellegi and Sunter 1969; Winkler 1988).

    How often a level is met among unrelated pairs is counted over all pairs, of which nearly none are links. How often
    it is met among links is found by expectation-maximisation from `weights`, whose prior stays. Features are taken
    as independent given the answer; related ones are therefore overstated, which `rounds` cannot mend. Absence ("not
    stated", "not compared") keeps weight 0: it says who writes tersely, not what happened.
    """
    size = len(next(iter(levels.values())))
    other = _tables(levels, weights, np.ones(size))
    bits = {f: np.asarray(weights.bits[f]) for f in levels}
    for _ in range(rounds):
        total = weights.prior + sum((bits[f][levels[f]] for f in levels), start=np.zeros(size))
        share = 1 / (1 + np.exp2(-np.clip(total, -60, 60)))
        linked = _tables(levels, weights, share)
        bits = {f: linked[f] - other[f] for f in levels}
        for f in bits:
            if weights.levels[f][0].startswith("not "):
                bits[f][0] = 0.0
    table = {f: tuple(round(float(b), 3) for b in bits[f]) for f in bits}
    return weights.with_bits(table, prior=weights.prior, name=name)


def fit_weights(
    levels: Levels, same: Array, weights: Weights, *, strength: float = 1.0, name: str = "fitted"
) -> Weights:
    """Weights that best tell judged pairs apart, drawn towards `weights` where the pairs say little.

    Logistic regression over levels with a Gaussian prior centred on the given table; `strength` is the prior's
    precision per squared nat. Related features share their weight instead of counting it twice.
    """
    from scipy.optimize import minimize

    features = list(levels)
    starts = np.cumsum([0, *(len(weights.levels[f]) for f in features)])
    index = np.stack([levels[f].astype(np.int64) + starts[k] for k, f in enumerate(features)])
    centre = np.concatenate([np.asarray(weights.bits[f]) for f in features] + [np.array([weights.prior])]) * LN2
    target = same.astype(np.float64)

    def loss(theta: Array) -> tuple[float, Array]:
        score = theta[:-1][index].sum(axis=0) + theta[-1]
        value = np.logaddexp(0, score).sum() - score @ target + strength / 2 * ((theta - centre) ** 2).sum()
        off = 1 / (1 + np.exp(-np.clip(score, -500, 500))) - target
        gradient = strength * (theta - centre)
        for row in index:
            gradient[:-1] += np.bincount(row, weights=off, minlength=len(theta) - 1)
        gradient[-1] += off.sum()
        return float(value), gradient

    theta = minimize(loss, centre.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x / LN2
    table = {f: tuple(round(float(b), 3) for b in theta[starts[k] : starts[k + 1]]) for k, f in enumerate(features)}
    return weights.with_bits(table, prior=float(theta[-1]), name=name)
