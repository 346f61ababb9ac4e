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


def em_weights(levels: Levels, weights: Weights, *, rounds: int = 25, name: str = "em") -> Weights:
    """Weights learned from unjudged candidate pairs (Fellegi and Sunter 1969; Winkler 1988).

    Starts from `weights`; each round weighs every pair by its odds of being a link and counts levels among links and
    among others. Features are taken as independent given the answer, which overstates related ones. Absence ("not
    stated", "not compared") keeps weight 0: it says who writes tersely, not what happened.
    """
    size = len(next(iter(levels.values())))
    bits = {f: np.asarray(weights.bits[f]) for f in levels}
    prior = weights.prior
    for _ in range(rounds):
        total = prior + sum((bits[f][levels[f]] for f in levels), start=np.zeros(size))
        share = 1 / (1 + np.exp2(-np.clip(total, -60, 60)))
        linked, other = _tables(levels, weights, share), _tables(levels, weights, 1 - share)
        bits = {f: linked[f] - other[f] for f in levels}
        for f in bits:
            if weights.levels[f][0].startswith("not "):
                bits[f][0] = 0.0
        prior = float(np.log2((share.sum() + SMOOTHING) / (size - share.sum() + SMOOTHING)))
    table = {f: tuple(round(float(b), 3) for b in bits[f]) for f in bits}
    return weights.with_bits(table, prior=prior, name=name)


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
