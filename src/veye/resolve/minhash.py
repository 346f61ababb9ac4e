"""Near-equal sets found without comparing all pairs: MinHash signatures in bands (Broder 1997)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

import numpy as np

BANDS, ROWS = 32, 3
_PRIME = np.uint64((1 << 61) - 1)
_SEED = 20_240_624


def signatures(sets: Mapping[str, frozenset[int]]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.uint64]]]:
    """A signature of 96 numbers for each set that is not empty; alike sets agree in a like share of them."""
    rng = np.random.default_rng(_SEED)
    mask = np.uint64(0xFFFFFFFF)
    a = rng.integers(1, 1 << 31, BANDS * ROWS, dtype=np.uint64)
    b = rng.integers(0, 1 << 31, BANDS * ROWS, dtype=np.uint64)
    out = {}
    for name, members in sets.items():
        if members:
            values = np.fromiter(members, dtype=np.uint64, count=len(members)) & mask
            out[name] = ((values[:, None] * a + b) % _PRIME).min(axis=0)
    return out


def bands(signature: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> list[tuple[int, bytes]]:
    """The bands of a signature: two sets that share one are worth comparing."""
    return [(band, signature[band * ROWS : (band + 1) * ROWS].tobytes()) for band in range(BANDS)]


def near_pairs(sets: Mapping[str, frozenset[int]], *, threshold: float) -> list[tuple[str, str]]:
    """Pairs of names whose sets share at least about `threshold` of their union, found through equal bands."""
    buckets: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    for name, signature in signatures(sets).items():
        for band in bands(signature):
            buckets[band].append(name)
    found: set[tuple[str, str]] = set()
    for members in buckets.values():
        for a, b in combinations(sorted(set(members)), 2):
            if (a, b) not in found and near(sets[a], sets[b], threshold):
                found.add((a, b))
    return sorted(found)


def near(left: frozenset[int], right: frozenset[int], threshold: float) -> bool:
    """Whether two sets share at least `threshold` of their union."""
    return len(left & right) >= threshold * len(left | right)
