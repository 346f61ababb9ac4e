"""One chain of the latent-class model, in plain loops to be compiled by numba.

Letters as in the card: K classes, J lists, `share[k]` the share of class k (stick-breaking: `stick[k]`), `hit[k, j]`
the chance that list j records a person of class k, `alpha` the concentration. Each iteration is the Gibbs sweep of
Manrique-Vallier (2016), then two moves that leave the same posterior as it is and shorten the way through it: label
swaps of neighbouring sticks (Papaspiliopoulos and Roberts 2008), and a Hamiltonian trajectory (Neal 2011) over all
chances and sticks with the unseen people summed out, which follows the ridges that the sweep walks only slowly.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Rng = np.random.Generator
Array = np.ndarray
EDGE = 1e-12
LEAPS = 30
STEP, HALVINGS = 0.2, 3.0


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


def _slope(
    place: Array, alpha: float, patterns: Array, counts: Array, chance: Array, part: Array, slope: Array
) -> float:
    """Log posterior, unseen summed out, at logits of the chances and (last column) sticks; writes its gradient.

    `chance` and `part` are room to work in: what the logits stand for, and each class's part of each pattern.
    """
    rows, lists = patterns.shape
    classes = place.shape[0]
    observed = 0
    total, left = 0.0, 1.0
    for k in range(classes):
        for j in range(lists):
            h = _inside(_expit(place[k, j]))
            chance[k, j] = h
            slope[k, j] = 1.0 - 2.0 * h
            total += math.log(h * (1.0 - h))
        share = left
        if k < classes - 1:
            v = _inside(_expit(place[k, lists]))
            chance[k, lists] = v
            slope[k, lists] = 1.0 - v - alpha * v
            total += math.log(v) + alpha * math.log(1.0 - v)
            share = left * v
            left *= 1.0 - v
        _fit_class(chance[k], patterns, part[k])
        for i in range(rows + 1):
            part[k, i] *= share
        part[k, rows + 1] = 0.0
    for i in range(rows + 1):
        p = 0.0
        for k in range(classes):
            p += part[k, i]
        if i < rows:
            if p <= 0.0:
                return -np.inf
            observed += counts[i]
            total += counts[i] * math.log(p)
            pull = counts[i] / p
        else:
            if p >= 1.0:
                return -np.inf
            total -= observed * math.log(1.0 - p)
            pull = observed / (1.0 - p)
        for k in range(classes):
            people = pull * part[k, i]
            part[k, rows + 1] += people
            for j in range(lists):
                slope[k, j] -= people * chance[k, j]
                if i < rows and patterns[i, j] == 1:
                    slope[k, j] += people
    after = part[classes - 1, rows + 1]
    for k in range(classes - 2, -1, -1):
        slope[k, lists] += part[k, rows + 1] * (1.0 - chance[k, lists]) - after * chance[k, lists]
        after += part[k, rows + 1]
    slope[classes - 1, lists] = 0.0
    return total


def _drift(rng: Rng, patterns: Array, counts: Array, hit: Array, stick: Array, alpha: float, leaps: int) -> bool:
    """Whether a Hamiltonian trajectory of `leaps` steps was accepted; if so `hit` and `stick` are where it ended."""
    classes, lists = hit.shape
    place = np.zeros((classes, lists + 1))
    push = np.zeros((classes, lists + 1))
    chance = np.zeros((classes, lists + 1))
    slope = np.zeros((classes, lists + 1))
    part = np.zeros((classes, counts.shape[0] + 2))
    energy = 0.0
    for k in range(classes):
        for j in range(lists):
            place[k, j] = _logit(hit[k, j])
        if k < classes - 1:
            place[k, lists] = _logit(stick[k])
        for j in range(lists + 1 if k < classes - 1 else lists):
            push[k, j] = rng.standard_normal()
            energy += 0.5 * push[k, j] * push[k, j]
    step = STEP * 2.0 ** (-HALVINGS * rng.random())
    start = _slope(place, alpha, patterns, counts, chance, part, slope)
    value = start
    for leap in range(leaps):
        for k in range(classes):
            for j in range(lists + 1):
                push[k, j] += (0.5 if leap == 0 else 1.0) * step * slope[k, j]
                place[k, j] += step * push[k, j]
        value = _slope(place, alpha, patterns, counts, chance, part, slope)
        if not value > start - 1000.0:
            return False
    for k in range(classes):
        for j in range(lists + 1):
            push[k, j] += 0.5 * step * slope[k, j]
            energy -= 0.5 * push[k, j] * push[k, j]
    if math.log(rng.random()) >= value - start + energy:
        return False
    for k in range(classes):
        for j in range(lists):
            hit[k, j] = chance[k, j]
        if k < classes - 1:
            stick[k] = chance[k, lists]
    return True


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
    leaps: int,
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

        if leaps > 0 and _drift(rng, patterns, counts, hit, stick, alpha[0], leaps):
            _break_stick(stick, share)
            for k in range(classes):
                _fit_class(hit[k], patterns, fit[k])
    return draws


def compiled() -> Any:
    """The chain compiled by numba, without the interpreter lock; ImportError where numba is not installed."""
    global _COMPILED
    if _COMPILED is None:
        from numba import njit

        scope = globals()
        for name in ("_inside", "_logit", "_expit", "_split", "_fit_class", "_break_stick", "_slope", "_drift"):
            scope[name] = njit(nogil=True, cache=True, error_model="numpy")(scope[name])
        _COMPILED = njit(nogil=True, cache=True, error_model="numpy")(_chain)
    return _COMPILED


_COMPILED: Any = None
