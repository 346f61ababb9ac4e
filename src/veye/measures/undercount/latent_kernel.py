"""One chain of the latent-class model, in plain loops to be compiled by numba.

Letters as in the card: K classes, J lists, `share[k]` the share of class k (stick-breaking: `stick[k]`), `hit[k, j]`
the chance that list j records a person of class k, `alpha` the concentration. Each iteration is the Gibbs sweep of
Manrique-Vallier (2016), then two moves that leave the same posterior as it is and shorten the way through it: label
swaps of neighbouring sticks (Papaspiliopoulos and Roberts 2008), and Metropolis steps on the posterior with the
unseen people summed out, along the ridge "a class larger and harder to see" that the sweep walks only slowly.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Rng = np.random.Generator
Array = np.ndarray
EDGE = 1e-12
STEPS = 40


def _split(rng: Rng, total: int, weight: Array, out: Array) -> None:
    """Adds a multinomial draw of `total` people over classes with these weights to `out`."""
    rest = 0.0
    for k in range(weight.shape[0]):
        rest += weight[k]
    for k in range(weight.shape[0]):
        if total <= 0:
            return
        q = weight[k] / rest if rest > 0.0 else 1.0
        if q >= 1.0 or k == weight.shape[0] - 1:
            drawn = total
        elif total == 1:
            drawn = 1 if rng.random() < q else 0
        else:
            drawn = rng.binomial(total, q)
        out[k] += drawn
        total -= drawn
        rest -= weight[k]


def _likelihood(share: Array, fit: Array, counts: Array, observed: int) -> float:
    """Log-likelihood of the observed patterns given that each is observed; `fit[k, -1]` is the empty pattern."""
    rows = counts.shape[0]
    unseen = 0.0
    for k in range(share.shape[0]):
        unseen += share[k] * fit[k, rows]
    if unseen >= 1.0:
        return -np.inf
    total = -observed * math.log(1.0 - unseen)
    for i in range(rows):
        p = 0.0
        for k in range(share.shape[0]):
            p += share[k] * fit[k, i]
        if p <= 0.0:
            return -np.inf
        total += counts[i] * math.log(p)
    return total


def _fit_class(hit: Array, patterns: Array, out: Array) -> None:
    """Writes the chance of each pattern, and last of the empty one, for one class."""
    rows, lists = patterns.shape
    for i in range(rows + 1):
        p = 1.0
        for j in range(lists):
            if i < rows and patterns[i, j] == 1:
                p *= hit[j]
            else:
                p *= 1.0 - hit[j]
        out[i] = p


def _break_stick(stick: Array, share: Array) -> None:
    left = 1.0
    for k in range(stick.shape[0] - 1):
        share[k] = left * stick[k]
        left *= 1.0 - stick[k]
    share[stick.shape[0] - 1] = left


def _inside(x: float) -> float:
    return min(max(x, EDGE), 1.0 - EDGE)


def _logit(x: float) -> float:
    return math.log(x / (1.0 - x))


def _expit(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def _chain(
    rng: Rng,
    patterns: Array,
    counts: Array,
    hit: Array,
    stick: Array,
    alpha: Array,
    a: float,
    b: float,
    burn: int,
    keep: int,
    thin: int,
    steps: int,
) -> Array:
    """Draws (keep) of the people unseen, one every `thin` sweeps after `burn` sweeps.

    `hit`, `stick` and `alpha` (one value) are where the chain stands: read at the start, written on the way.
    """
    rows, lists = patterns.shape
    classes = stick.shape[0]
    observed = 0
    for i in range(rows):
        observed += counts[i]
    share = np.empty(classes)
    fit = np.empty((classes, rows + 1))
    weight = np.empty(classes)
    size = np.empty(classes, dtype=np.int64)
    part = np.empty(classes, dtype=np.int64)
    seen = np.empty((classes, lists), dtype=np.int64)
    new_hit = np.empty(lists)
    new_fit = np.empty(rows + 1)
    old_fit = np.empty(rows + 1)
    new_share = np.empty(classes)
    draws = np.empty(keep)
    for k in range(classes):
        _fit_class(hit[k], patterns, fit[k])
    _break_stick(stick, share)

    for sweep in range(burn + keep * thin):
        # classes of the observed, then the unseen and their classes
        for k in range(classes):
            size[k] = 0
            for j in range(lists):
                seen[k, j] = 0
        for i in range(rows):
            for k in range(classes):
                weight[k] = share[k] * fit[k, i]
                part[k] = 0
            _split(rng, counts[i], weight, part)
            for k in range(classes):
                if part[k] > 0:
                    size[k] += part[k]
                    for j in range(lists):
                        if patterns[i, j] == 1:
                            seen[k, j] += part[k]
        unseen = 0.0
        for k in range(classes):
            weight[k] = share[k] * fit[k, rows]
            unseen += weight[k]
        unseen = _inside(unseen)
        mean = rng.gamma(float(observed), unseen / (1.0 - unseen))
        missed = rng.poisson(mean) if mean < 1e15 else int(mean)
        if sweep >= burn and (sweep - burn) % thin == 0:
            draws[(sweep - burn) // thin] = missed
        _split(rng, missed, weight, size)

        # swaps of neighbouring labels, their shares kept
        for k in range(classes - 1):
            change = (size[k] - size[k + 1]) * (math.log(max(share[k + 1], 1e-300)) - math.log(max(share[k], 1e-300)))
            if change >= 0.0 or math.log(rng.random()) < change:
                size[k], size[k + 1] = size[k + 1], size[k]
                for j in range(lists):
                    seen[k, j], seen[k + 1, j] = seen[k + 1, j], seen[k, j]
        # sticks, chances, concentration
        after = 0
        for k in range(classes):
            after += size[k]
        left = 0.0
        for k in range(classes - 1):
            after -= size[k]
            stick[k] = _inside(rng.beta(1.0 + size[k], alpha[0] + after))
            left += math.log(1.0 - stick[k])
        _break_stick(stick, share)
        for k in range(classes):
            for j in range(lists):
                if size[k] == 0:
                    hit[k, j] = _inside(rng.random())
                else:
                    hit[k, j] = _inside(rng.beta(1.0 + seen[k, j], 1.0 + size[k] - seen[k, j]))
            _fit_class(hit[k], patterns, fit[k])
        alpha[0] = max(rng.gamma(a + classes - 1.0, 1.0 / (b - left)), EDGE)

        # Metropolis steps with the unseen summed out
        current = _likelihood(share, fit, counts, observed)
        for _ in range(steps):
            u = rng.random()
            k = int(classes * u * u)
            scale = 0.05 * 2.0 ** int(6.0 * rng.random())
            shift = scale * rng.standard_normal()
            jitter = 0.3 * scale if rng.random() < 0.5 else 0.0
            change = 0.0
            for j in range(lists):
                move = shift + jitter * rng.standard_normal()
                new_hit[j] = _inside(_expit(_logit(hit[k, j]) + move))
                change += math.log(new_hit[j] * (1.0 - new_hit[j])) - math.log(hit[k, j] * (1.0 - hit[k, j]))
            old_stick = stick[k]
            if k < classes - 1:
                move = (-shift if rng.random() < 0.8 else 0.0) + 0.5 * scale * rng.standard_normal()
                stick[k] = _inside(_expit(_logit(old_stick) + move))
                change += math.log(stick[k]) - math.log(old_stick)
                change += alpha[0] * (math.log(1.0 - stick[k]) - math.log(1.0 - old_stick))
            _break_stick(stick, new_share)
            _fit_class(new_hit, patterns, new_fit)
            for i in range(rows + 1):
                old_fit[i] = fit[k, i]
                fit[k, i] = new_fit[i]
            proposed = _likelihood(new_share, fit, counts, observed)
            change += proposed - current
            if change >= 0.0 or math.log(rng.random()) < change:
                current = proposed
                for j in range(lists):
                    hit[k, j] = new_hit[j]
                for h in range(classes):
                    share[h] = new_share[h]
            else:
                stick[k] = old_stick
                for i in range(rows + 1):
                    fit[k, i] = old_fit[i]
    return draws


def compiled() -> Any:
    """The chain compiled by numba, without the interpreter lock; ImportError where numba is not installed."""
    global _COMPILED
    if _COMPILED is None:
        from numba import njit

        scope = globals()
        for name in ("_inside", "_logit", "_expit", "_split", "_likelihood", "_fit_class", "_break_stick"):
            scope[name] = njit(nogil=True, cache=True, error_model="numpy")(scope[name])
        _COMPILED = njit(nogil=True, cache=True, error_model="numpy")(_chain)
    return _COMPILED


_COMPILED: Any = None
