"""Average-link clustering of weighted pairs under constraints; the same answer for any order of the input."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Pair = tuple[int, int]
Array = np.ndarray[Any, np.dtype[Any]]
MOST_MEMBERS = 300


def components(size: int, left: Array, right: Array, weight: Array) -> list[list[int]]:
    """The connected components of `size` things under weighted pairs, each sorted, ordered by their first member.

    Where a component has more than MOST_MEMBERS, its weakest pairs are left out, two bits at a time, until it falls
    apart: chains of weak likeness can tie a whole year together.
    """
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    if size == 0:
        return []
    part = np.zeros(size, np.int64)
    least = 0.0
    keep = np.asarray(weight) > least
    while True:
        graph = sparse.coo_matrix((np.ones(keep.sum(), np.int8), (left[keep], right[keep])), shape=(size, size))
        _, part = connected_components(graph, directed=False)
        large = np.bincount(part, minlength=1)[part] > MOST_MEMBERS
        if not large.any():
            break
        least += 2.0
        keep &= ~large[left] | (weight > least)
    order = np.argsort(part, kind="stable")
    starts = np.flatnonzero(np.r_[True, part[order][1:] != part[order][:-1]])
    return sorted((g.tolist() for g in np.split(order, starts[1:])), key=lambda g: int(g[0]))


class _Agglomeration:
    """Clusters and the summed weights between them, merged from the heaviest average down."""

    def __init__(self, size: int, weights: Mapping[Pair, float], missing: float, cannot: Iterable[Pair]) -> None:
        self.members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self.sums: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
        for (a, b), weight in weights.items():
            self.sums[a][b] = self.sums[b][a] = (weight, 1)
        self.apart: dict[int, set[int]] = defaultdict(set)
        for a, b in cannot:
            self.apart[a].add(b)
            self.apart[b].add(a)
        self.missing = missing

    def average(self, a: int, b: int) -> float:
        total, known = self.sums[a].get(b, (0.0, 0))
        pairs = len(self.members[a]) * len(self.members[b])
        return (total + self.missing * (pairs - known)) / pairs

    def merge(self, a: int, b: int) -> int:
        """Joins two clusters under the smaller name."""
        keep, gone = min(a, b), max(a, b)
        for other, (weight, known) in self.sums.pop(gone, {}).items():
            self.sums[other].pop(gone, None)
            if other != keep:
                old, seen = self.sums[keep].get(other, (0.0, 0))
                self.sums[keep][other] = self.sums[other][keep] = (old + weight, seen + known)
        for other in self.apart.pop(gone, set()):
            self.apart[other].discard(gone)
            self.apart[other].add(keep)
            self.apart[keep].add(other)
        self.members[keep] = sorted(self.members[keep] + self.members.pop(gone))
        return keep


def average_link(
    size: int,
    weights: Mapping[Pair, float],
    *,
    missing: float = -4.0,
    threshold: float = 0.0,
    must: Sequence[Pair] = (),
    cannot: Sequence[Pair] = (),
) -> list[list[int]]:
    """Groups of 0 … `size` - 1: pairs of groups join while their average weight exceeds `threshold`.

    `weights` has pairs (a, b) with a < b; pairs it lacks weigh `missing`. `must` pairs join first whatever they
    weigh, `cannot` pairs never, and a later-listed contradiction gives way to `cannot`.
    """
    state = _Agglomeration(size, weights, missing, cannot)
    where = list(range(size))
    for a, b in sorted(must):
        ra, rb = where[a], where[b]
        if ra != rb and rb not in state.apart[ra]:
            keep = state.merge(ra, rb)
            for x in state.members[keep]:
                where[x] = keep
    heap = [
        (-state.average(a, b), a, b)
        for a in sorted(state.members)
        for b in sorted(state.sums[a])
        if a < b and state.average(a, b) > threshold
    ]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in state.members or b not in state.members or b in state.apart[a]:
            continue
        if abs(state.average(a, b) + negative) > 1e-9:
            continue
        keep = state.merge(a, b)
        for other in state.sums[keep]:
            average = state.average(keep, other)
            if average > threshold:
                heapq.heappush(heap, (-average, min(keep, other), max(keep, other)))
    return [state.members[k] for k in sorted(state.members)]
