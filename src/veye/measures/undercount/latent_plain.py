"""One chain of the latent-class model in numpy alone: the Gibbs sweep of the paper, where numba is not installed."""

from __future__ import annotations

import numpy as np

EDGE = 1e-12


def chain(
    rng: np.random.Generator,
    patterns: np.ndarray,
    counts: np.ndarray,
    hit: np.ndarray,
    stick: np.ndarray,
    alpha: np.ndarray,
    a: float,
    b: float,
    burn: int,
    keep: int,
    thin: int,
    steps: int,
) -> np.ndarray:
    """Draws (keep, 2) of the people unseen and of their expected number, every `thin` sweeps; `steps` is not used."""
    classes, lists = hit.shape
    full = np.vstack([patterns, np.zeros(lists, dtype=patterns.dtype)]).astype(float)
    observed = int(counts.sum())
    draws = np.empty((keep, 2))
    totals = np.append(counts, 0)
    for sweep in range(burn + keep * thin):
        left = np.concatenate([[0.0], np.cumsum(np.log(np.maximum(1 - stick[:-1], EDGE)))])
        share = stick * np.exp(left)
        fit = np.exp(full @ np.log(hit).T + (1 - full) @ np.log(1 - hit).T) * share
        unseen = min(max(float(fit[-1].sum()), EDGE), 1 - EDGE)
        totals[-1] = rng.poisson(rng.gamma(observed, unseen / (1 - unseen)))
        if sweep >= burn and (sweep - burn) % thin == 0:
            draws[(sweep - burn) // thin] = totals[-1], observed * unseen / (1 - unseen)
        parts = rng.multinomial(totals, fit / fit.sum(axis=1, keepdims=True))
        size = parts.sum(axis=0)
        seen = parts[:-1].T @ patterns
        for k in range(classes - 1):
            change = (size[k] - size[k + 1]) * np.log(max(share[k + 1], 1e-300) / max(share[k], 1e-300))
            if np.log(rng.random()) < change:
                size[[k, k + 1]], seen[[k, k + 1]] = size[[k + 1, k]], seen[[k + 1, k]]
        after = observed + totals[-1] - np.cumsum(size)
        stick[:-1] = np.clip(rng.beta(1 + size[:-1], alpha[0] + after[:-1]), EDGE, 1 - EDGE)
        hit[:] = np.clip(rng.beta(1 + seen, 1 + size[:, None] - seen), EDGE, 1 - EDGE)
        alpha[0] = max(rng.gamma(a + classes - 1, 1 / (b - np.log(1 - stick[:-1]).sum())), EDGE)
    return draws
