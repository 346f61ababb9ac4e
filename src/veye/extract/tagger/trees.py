"""Boosted decision trees as plain arrays: what training wrote, evaluated with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

Array = np.ndarray[Any, Any]


class Trees(msgspec.Struct, frozen=True):
    """Trees for one or more outputs. Node arrays hold all trees; `roots` are their first nodes, `outputs` what each
    adds to; a leaf has feature -1 and points at itself. `base` is what every output starts from.
    """

    feature: Array
    threshold: Array
    left: Array
    right: Array
    value: Array
    roots: Array
    outputs: Array
    base: Array
    depth: int

    def scores(self, rows: Sequence[Sequence[float]]) -> Array:
        """Probabilities, one row each: of yes for one output, of every class for several."""
        x = np.asarray(rows, dtype=np.float64).reshape(len(rows), -1)
        nodes = np.broadcast_to(self.roots, (len(x), len(self.roots)))
        index = np.arange(len(x))[:, None]
        for _ in range(self.depth):
            chosen = self.feature[nodes]
            goes_left = x[index, np.maximum(chosen, 0)] <= self.threshold[nodes]
            nodes = np.where(chosen < 0, nodes, np.where(goes_left, self.left[nodes], self.right[nodes]))
        raw = np.tile(self.base, (len(x), 1))
        leaves = self.value[nodes]
        for output in range(len(self.base)):
            raw[:, output] += leaves[:, self.outputs == output].sum(axis=1)
        if len(self.base) == 1:
            out: Array = 1 / (1 + np.exp(-raw[:, 0]))
            return out
        shifted = np.exp(raw - raw.max(axis=1, keepdims=True))
        out = shifted / shifted.sum(axis=1, keepdims=True)
        return out


def load_trees(stored: dict[str, Array], name: str) -> Trees:
    """The trees called `name` among stored arrays."""
    fields = [f for f in Trees.__struct_fields__ if f != "depth"]
    return Trees(**{f: stored[f"{name}.{f}"] for f in fields}, depth=int(stored[f"{name}.depth"]))
