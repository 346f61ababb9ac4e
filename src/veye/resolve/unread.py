"""Reports in which no claim was read, hung on the incident that their text tells of; they never start one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from veye.records import Document, Gazetteer
from veye.resolve.columns import MISSING, Array, Columns, empty
from veye.resolve.compare import Levels, bits, compare
from veye.resolve.pairs import Told, tell_document, text_levels
from veye.resolve.prints import print_of, stable_hash
from veye.resolve.similarity import Background
from veye.resolve.weights import Weights

LEAST_BITS = 1.0
"""Without a single claim to compare, the text must speak a little louder than for others."""


class Hung(msgspec.Struct, frozen=True):
    """One unread report on one group: the mean weight over the group's reports, and the strongest pair's levels."""

    doc_id: str
    group: int
    row: int
    weight: float
    levels: dict[str, int]


def hang_unread(
    unread: Sequence[Document],
    cols: Columns,
    texts: Sequence[Told | None],
    groups: Sequence[Sequence[int]],
    origins: Mapping[str, str],
    background: Background,
    weights: Weights,
    gazetteer: Gazetteer | None = None,
) -> list[Hung]:
    """Each unread report with the group it belongs to, where there is one; the order of reports does not matter."""
    whole = [r for r, t in enumerate(texts) if t is not None and t.whole]
    if not whole or not unread or background.size == 0:
        return []
    docs = sorted(unread, key=lambda d: d.id)
    told = [tell_document(d, print_of(d, gazetteer=gazetteer), background) for d in docs]
    left = np.tile(np.array(whole), len(docs))
    right = np.repeat(np.arange(len(docs)), len(whole))
    levels = _levels(docs, told, cols, texts, left, right, origins, weights)
    weight = bits(levels, weights)
    group_of = {r: g for g, rows in enumerate(groups) for r in rows}
    out = []
    for k, doc in enumerate(docs):
        mine = np.flatnonzero(right == k)
        sums: dict[int, list[int]] = defaultdict(list)
        for index in mine:
            sums[group_of[int(left[index])]].append(int(index))
        means = {g: float(np.mean(weight[found])) for g, found in sums.items()}
        best = max(means, key=lambda g: (means[g], -g))
        if means[best] > LEAST_BITS:
            top = max(sums[best], key=lambda i: (float(weight[i]), -i))
            at = {f: int(level[top]) for f, level in levels.items()}
            out.append(Hung(doc.id, best, int(left[top]), round(means[best], 2), at))
    return out


def _levels(
    docs: Sequence[Document],
    told: Sequence[Told],
    cols: Columns,
    texts: Sequence[Told | None],
    left: Array,
    right: Array,
    origins: Mapping[str, str],
    weights: Weights,
) -> Levels:
    """Levels of pairs of an episode and an unread report, of which only text, day and origin are known."""
    known = cols.take(left)
    blank = empty(len(left))
    days = np.array([d.published_day.toordinal() if d.published_day else MISSING for d in docs])
    blank.published[:] = days[right]
    blank.doc[:] = np.array([stable_hash(d.id) for d in docs])[right]
    blank.origin[:] = np.array([stable_hash(origins.get(d.id, d.id)) for d in docs])[right]
    blank.family[:] = known.family
    return compare(known, blank, weights) | text_levels([*texts, *told], left, right + len(texts), weights)
