"""Linking at scale: a million claims as columns, blocked, weighed and grouped on a laptop.

The same keys, comparisons and weights as for a handful of reports; text is not compared. Memory is bounded by the
chunk size, not by the number of pairs.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from veye.resolve.blocking import block_keys, block_pairs
from veye.resolve.cluster import components
from veye.resolve.columns import Array, Columns
from veye.resolve.compare import bits, compare
from veye.resolve.grouping import group_component
from veye.resolve.weights import Weights, load_weights

CHUNK = 200_000


def weigh(cols: Columns, left: Array, right: Array, weights: Weights) -> Array:
    """The weight in bits of each pair of rows, in chunks."""
    out = np.empty(len(left), np.float32)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        out[part] = bits(compare(cols.take(left[part]), cols.take(right[part]), weights), weights)
    return out


def link_columns(cols: Columns, *, weights: Weights | None = None) -> Array:
    """The number of the incident of each row: 0 to n - 1, in order of their first rows."""
    weights = weights or load_weights()
    left, right = block_pairs(*block_keys(cols))
    label = np.arange(len(cols))
    by_size: dict[int, list[list[int]]] = defaultdict(list)
    for part in components(len(cols), left, right, weigh(cols, left, right, weights)):
        if len(part) > 1:
            by_size[len(part)].append(part)
    for size in sorted(by_size):
        _group_rows(cols, np.array(by_size.pop(size)), label, weights)
    _, numbered = np.unique(label, return_inverse=True)
    return np.asarray(numbered)


def _group_rows(cols: Columns, rows: Array, label: Array, weights: Weights) -> None:
    """Groups many components of one size at once: writes the first row of its group to the label of every row."""
    count = rows.shape[1]
    i, j = np.triu_indices(count, 1)
    step = max(1, CHUNK // len(i))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        weight = weigh(cols, some[:, i].ravel(), some[:, j].ravel(), weights).reshape(len(some), len(i))
        plain = (weight > 0).all(axis=1)
        recalled = cols.recalled[some]
        plain &= ~recalled.any(axis=1)
        label[some[plain]] = some[plain][:, :1]
        pairs = list(zip(i.tolist(), j.tolist(), strict=True))
        for k in np.flatnonzero(~plain):
            every = dict(zip(pairs, weight[k].tolist(), strict=True))
            for group in group_component(range(count), recalled[k].tolist(), every):
                label[some[k][group]] = some[k][group[0]]
