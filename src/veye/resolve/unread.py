"""Reports in which no claim was read, hung on the incident that their text tells of; they never start one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

import msgspec
import numpy as np

from veye.records import Document, Gazetteer
from veye.resolve.blocking import block_keys, text_keys
from veye.resolve.columns import FAMILIES, MISSING, Array, Columns, empty
from veye.resolve.compare import Levels, bits, compare
from veye.resolve.pairs import Told, tell_document, telling, text_levels
from veye.resolve.prints import cells_of, print_of, stable_hash
from veye.resolve.similarity import Background
from veye.resolve.weights import Weights

MOST_PLACES = 6
LEAST_BITS = 1.0
"""Without a single claim to compare, the text must speak a little louder than for others."""


class Hung(msgspec.Struct, frozen=True):
    """One unread report on one group: the mean weight over the group's reports, and the strongest pair's levels."""

    doc_id: str
    group: int
    row: int
    weight: float
    levels: dict[str, int]


class Unread(msgspec.Struct, frozen=True):
    """A report in which no claim was read: its text as vectors, its origin."""

    doc: Document
    origin: str
    told: Told


def tell_unread(
    doc: Document, origin: str, background: Background, gazetteer: Gazetteer | None = None
) -> Unread | None:
    """An unread report prepared for comparison; None without a background that says which words are rare.

    None for a row of a table too: all that it tells is in its claims.
    """
    if background.size == 0 or cells_of(doc.text) is not None:
        return None
    return Unread(doc, origin, tell_document(doc, print_of(doc, gazetteer=gazetteer), background))


def unread_keys(unread: Unread, background: Background) -> list[int]:
    """The blocking keys by which an unread report meets episodes: telling words, and places in the week before it.

    It is met as a happening of every kind, as none is known.
    """
    features = telling(unread.told, background)
    keys = {k for family in range(len(FAMILIES)) for k in text_keys(family, features)}
    named = [f for f in unread.told.neutral if f.startswith("p:")]
    places = sorted(named, key=lambda f: (-unread.told.neutral[f], f))[:MOST_PLACES]
    blank = empty(len(FAMILIES) * len(places))
    blank.family[:] = np.tile(np.arange(len(FAMILIES)), len(places))
    blank.place[:, 0] = np.repeat([stable_hash("place " + f[2:]) for f in places], len(FAMILIES))
    if day := unread.doc.published_day:
        blank.published[:] = day.toordinal()
    return sorted(keys.union(block_keys(blank)[1].tolist()))


def hang_unread(
    unread: Sequence[Unread],
    met: Sequence[Set[int]],
    cols: Columns,
    texts: Sequence[Told | None],
    groups: Sequence[Sequence[int]],
    weights: Weights,
) -> list[Hung]:
    """Each unread report with the group it belongs to, where there is one; the order of reports does not matter.

    Compared are the groups in which a whole report stands among the rows that it has `met`.
    """
    whole = {r for r, t in enumerate(texts) if t is not None and t.whole}
    group_of = {r: g for g, rows in enumerate(groups) for r in rows}
    chosen = [sorted({group_of[r] for r in rows if r in whole}) for rows in met]
    pairs = [(r, k, g) for k, near in enumerate(chosen) for g in near for r in groups[g] if r in whole]
    if not pairs:
        return []
    left, right = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    levels = _levels(unread, cols, texts, left, right, weights)
    weight = bits(levels, weights)
    sums: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, (_, k, g) in enumerate(pairs):
        sums[k][g].append(index)
    out = []
    for k in sorted(sums):
        means = {g: float(np.mean(weight[found])) for g, found in sums[k].items()}
        best = min(means, key=lambda g: (-means[g], min(groups[g])))
        if means[best] > LEAST_BITS:
            top = max(sums[k][best], key=lambda i: (float(weight[i]), -int(left[i])))
            at = {f: int(level[top]) for f, level in levels.items()}
            out.append(Hung(unread[k].doc.id, best, int(left[top]), round(means[best], 2), at))
    return out


def _levels(
    unread: Sequence[Unread],
    cols: Columns,
    texts: Sequence[Told | None],
    left: Array,
    right: Array,
    weights: Weights,
) -> Levels:
    """Levels of pairs of an episode and an unread report, of which only text, day and origin are known."""
    known = cols.take(left)
    blank = empty(len(left))
    days = np.array([d.toordinal() if (d := u.doc.published_day) else MISSING for u in unread])
    blank.published[:] = days[right]
    blank.doc[:] = np.array([stable_hash(u.doc.id) for u in unread])[right]
    blank.origin[:] = np.array([stable_hash(u.origin) for u in unread])[right]
    blank.family[:] = known.family
    blank.recalled[:] = True  # whether it tells news or looks back is not known
    every = [*texts, *(u.told for u in unread)]
    levels = compare(known, blank, weights) | text_levels(every, left, right + len(texts), weights)
    levels["kind"] = np.full(len(left), weights.index("kind", "harm"), np.int8)  # nothing read is of no rare kind
    return levels
