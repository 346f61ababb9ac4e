"""Poisson log-linear fits, many designs of one shape at once: own iteratively reweighted least squares."""

from __future__ import annotations

import msgspec
import numpy as np

ROUNDS = 60
FAR = 30.0


class Fits(msgspec.Struct, frozen=True):
    """One fit a model, all arrays with models first.

    `beta` are the coefficients, intercept first (the log of the expected people on no list); `se` the standard error
    of the intercept; `log_likelihood` leaves out what does not depend on the model; `good` is False where the maximum
    is not finite or not unique.
    """

    beta: np.ndarray
    se: np.ndarray
    log_likelihood: np.ndarray
    good: np.ndarray


def fit(
    designs: np.ndarray, counts: np.ndarray, weights: np.ndarray | None = None, offsets: np.ndarray | None = None
) -> Fits:
    """Maximum-likelihood fits of counts (cells,) by designs (models, cells, terms), the first term being 1.

    `weights` (models, cells) of 0 leave a cell out of a model: a cell that cannot hold anybody. `offsets` (models,
    cells) are known parts of the logarithm of each expected count.
    """
    models, cells, terms = designs.shape
    keep = np.ones((models, cells)) if weights is None else weights
    known = np.zeros((models, cells)) if offsets is None else offsets
    y = counts * keep
    mu = (y + 0.5) * keep
    eta = np.log(np.where(keep > 0, mu, 1.0))
    beta = np.zeros((models, terms))
    before = np.full(models, -np.inf)
    information = np.zeros((models, terms, terms))
    value = before
    for _ in range(ROUNDS):
        z = eta - known + np.divide(y - mu, mu, out=np.zeros_like(mu), where=mu > 0)
        weighted = designs * mu[:, :, None]
        information = weighted.transpose(0, 2, 1) @ designs
        scale = np.sqrt(np.maximum(np.einsum("mtt->mt", information), 1e-300))
        scaled = information / scale[:, :, None] / scale[:, None, :] + 1e-12 * np.eye(terms)
        right = np.einsum("mct,mc->mt", weighted, z) / scale
        beta = np.linalg.solve(scaled, right[:, :, None])[:, :, 0] / scale
        eta = np.clip(np.einsum("mct,mt->mc", designs, beta) + known, -FAR, FAR)
        mu = np.exp(eta) * keep
        value = (y * eta - mu).sum(axis=1)
        if np.all(np.abs(value - before) < 1e-9 * (1 + np.abs(value))):
            break
        before = value
    weighted = designs * mu[:, :, None]
    information = weighted.transpose(0, 2, 1) @ designs
    scale = np.sqrt(np.maximum(np.einsum("mtt->mt", information), 1e-300))
    scaled = information / scale[:, :, None] / scale[:, None, :]
    lowest = np.linalg.eigvalsh(scaled)[:, 0]
    inverse = np.linalg.inv(scaled + 1e-13 * np.eye(terms)) / scale[:, :, None] / scale[:, None, :]
    se = np.sqrt(np.maximum(inverse[:, 0, 0], 0.0))
    good = (lowest > 1e-9) & (np.abs(beta) < 15).all(axis=1) & np.isfinite(value) & (se < 5)
    return Fits(beta, se, value, good)
