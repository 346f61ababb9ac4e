"""A report tells a happening once: what it tells apart from its best telling of one is not that one again."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from veye.resolve.columns import Array, Columns

MARGIN_BITS, APART_BITS = 2.0, -5.5
"""How much better another telling must fit, and what two tellings of one report weigh that are of two happenings.

That one report tells two is five bits against them by itself: something more must speak against them.
"""


def outbid(cols: Columns, left: Array, right: Array, weight: Array) -> Array:
    """Which pairs give way: one of the two reports tells another happening that fits the other side better.

    Rows are those of `cols`; the smaller row of each pair stands left. Pairs of one report never give way.
    """
    one_report = cols.doc[left] == cols.doc[right]
    bits = dict(zip(zip(left.tolist(), right.tolist(), strict=True), weight.tolist(), strict=True))
    tellings: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for index in np.flatnonzero(~one_report).tolist():
        a, b = int(left[index]), int(right[index])
        tellings[a, int(cols.doc[b])].append((b, index))
        tellings[b, int(cols.doc[a])].append((a, index))
    out = np.zeros(len(left), bool)
    for rivals in tellings.values():
        for row, index in rivals if len(rivals) > 1 else ():
            out[index] |= any(
                weight[index] < weight[other] - MARGIN_BITS
                and weight[other] > 0
                and bits[min(row, rival), max(row, rival)] < APART_BITS
                for rival, other in rivals
                if rival != row
            )
    return out
