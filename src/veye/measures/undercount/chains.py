"""Whether chains agree and how much they know: rank-normalised split R-hat and bulk effective sample size.

Vehtari, Gelman, Simpson, Carpenter, Bürkner (2021), "Rank-normalization, folding, and localization", Bayesian
Analysis 16(2), sections 3 and 4; Geyer's initial monotone sequence for the sum of autocorrelations.
"""

from __future__ import annotations

import numpy as np


def r_hat(draws: np.ndarray) -> float:
    """The larger of bulk and folded rank-normalised split R-hat of draws (chains, draws); nan for constant draws."""
    split = _halves(draws)
    folded = np.abs(split - np.median(split))
    return float(max(_r_hat(_ranked(split)), _r_hat(_ranked(folded))))


def effective_size(draws: np.ndarray) -> float:
    """Bulk effective sample size of draws (chains, draws), at most chains * draws * log10(chains * draws)."""
    z = _ranked(_halves(draws))
    chains, length = z.shape
    acov = _autocovariance(z)
    within = float(acov[:, 0].mean()) * length / (length - 1)
    plus = within * (length - 1) / length + float(z.mean(axis=1).var(ddof=1))
    if not plus > 0:
        return float("nan")
    rho = 1 - (within - acov.mean(axis=0) * length / (length - 1)) / plus
    rho[0] = 1.0
    pairs = rho[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0)
    pairs = np.minimum.accumulate(pairs[: negative[0]] if len(negative) else pairs)
    tau = max(-1 + 2 * float(pairs.sum()), 1 / np.log10(chains * length))
    return float(chains * length / tau)


def _halves(draws: np.ndarray) -> np.ndarray:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]], axis=0)


def _ranked(draws: np.ndarray) -> np.ndarray:
    from scipy.special import ndtri
    from scipy.stats import rankdata

    ranks = rankdata(draws.ravel(), method="average").reshape(draws.shape)
    return np.asarray(ndtri((ranks - 0.375) / (draws.size + 0.25)))


def _r_hat(z: np.ndarray) -> float:
    length = z.shape[1]
    within = z.var(axis=1, ddof=1).mean()
    between = length * z.mean(axis=1).var(ddof=1)
    if not within > 0:
        return float("nan")
    return float(np.sqrt(((length - 1) / length * within + between / length) / within))


def _autocovariance(z: np.ndarray) -> np.ndarray:
    length = z.shape[1]
    centred = z - z.mean(axis=1, keepdims=True)
    size = 1 << (2 * length - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=1)
    return np.asarray(np.fft.irfft(spectrum * np.conj(spectrum), size, axis=1)[:, :length] / length)
