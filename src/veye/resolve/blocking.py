"""Which episodes are compared: those that share a blocking key. The same keys serve numpy, SQLite, DuckDB and Spark.

A key is a hash of the kind of happening, a stretch of days, and one telling thing: a place, a sound of its name, an
exact number, an attacker, pierced gear, a destination; or of the kind and a rare phrase of the text alone. A block of
more than `MOST` members says nothing and is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from veye.resolve.columns import FAMILIES, MISSING, OPEN, Array, Columns
from veye.resolve.prints import stable_hash

MOST = 48
SHARP_DAYS, WIDE_DAYS, YEAR_DAYS = 4, 30, 365
UNDATED_DAYS = 7
"""An undated happening counts as one of the week before it was told."""

PAIRS_SQL = """
    SELECT DISTINCT a.episode AS left_id, b.episode AS right_id
    FROM block AS a JOIN block AS b ON a.key = b.key AND a.episode < b.episode
    WHERE a.key IN (SELECT key FROM block GROUP BY key HAVING count(*) BETWEEN 2 AND ?)
"""
"""All pairs to compare, from a table block(key, episode): plain SQL that every engine runs."""

_HARM = FAMILIES.index("harm")


def mix(*parts: Array | int) -> Array:
    """One 63-bit hash a row of several columns of whole numbers."""
    out: Array = np.asarray(0x9E3779B97F4A7C15, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            out = (out ^ np.asarray(part).astype(np.int64).view(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
            out = out ^ (out >> np.uint64(31))
            out = out * np.uint64(0x94D049BB133111EB)
            out = out ^ (out >> np.uint64(29))
    return np.asarray((out >> np.uint64(1)).astype(np.int64))


def _span(cols: Columns) -> tuple[Array, Array, Array]:
    """First and last day that a happening may have, and whether it has any."""
    dated = cols.first != MISSING
    told = cols.published != MISSING
    first = np.where(dated, cols.first, cols.published - np.where(told, UNDATED_DAYS, 0)).astype(np.int64)
    last = np.where(dated, cols.last, cols.published).astype(np.int64)
    return first, last, dated | told


def _buckets(cols: Columns, days: int, slack: int, most: int) -> list[tuple[Array, Array]]:
    """Rows and bucket numbers: each row once for every bucket of `days` that its days, widened by `slack`, touch."""
    first, last, known = _span(cols)
    low, high = (first - slack) // days, (last + slack) // days
    fits = known & (high - low < most)
    return [(rows, low[rows] + k) for k in range(most) if len(rows := np.flatnonzero(fits & (low + k <= high)))]


def _telling(cols: Columns, days: int) -> list[tuple[int, Array]]:
    """What a key may rest on besides kind and days: a label and one column of codes each, 0 for none."""
    sharp, year = days == SHARP_DAYS, days == YEAR_DAYS
    out: list[tuple[int, Array]] = []
    for k in range(4):
        exact = np.where(cols.low[:, k] > 0, cols.low[:, k], cols.high[:, k])
        rare = (cols.fact[:, k] != 0) & (exact >= (2 if sharp else 3)) & (exact != OPEN)
        out.append((3, np.where(rare, mix(cols.fact[:, k], exact), 0)))
    plain = np.where(cols.family != _HARM, 1, 0)
    if year:
        return [*((label, codes * plain) for label, codes in out), (7, plain)]
    for k in range(2):
        out.append((1, np.where(cols.radius[:, k] <= 60, cols.place[:, k], 0)))
        out.append((1, np.where(cols.place[:, k] != 0, cols.ancestor[:, k, 0], 0)))
    out += [(8, cols.fact[:, k]) for k in range(4)]
    out += [(4, cols.actor[:, k]) for k in range(2)]
    out += [(5, cols.gear.astype(np.int64)), (6, cols.destination)]
    if sharp:
        out += [(2, cols.place_sound[:, k]) for k in range(3)]
        out += [(7, plain), (9, cols.mode.astype(np.int64))]
    return out


def block_keys(cols: Columns) -> tuple[Array, Array]:
    """Row numbers and keys, each pair once, in order of row."""
    rows_out, keys_out = [], []
    for days, slack, most in ((SHARP_DAYS, 1, 4), (WIDE_DAYS, 0, 4), (YEAR_DAYS, 0, 3)):
        telling = _telling(cols, days)
        for rows, bucket in _buckets(cols, days, slack, most):
            for label, codes in telling:
                some = codes[rows] != 0
                chosen = rows[some]
                if len(chosen):
                    rows_out.append(chosen)
                    keys_out.append(mix(cols.family[chosen], days, bucket[some], label, codes[chosen]))
    if not rows_out:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    pairs = np.unique(np.stack([np.concatenate(rows_out), np.concatenate(keys_out)], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def text_keys(family: int, features: Sequence[str]) -> list[int]:
    """Keys of the telling features of one episode's text: its kind and one feature each, whatever the day."""
    codes = np.array([stable_hash(f) for f in features], dtype=np.int64)
    return [int(k) for k in mix(np.full(len(codes), family), 8, codes)] if len(codes) else []


def block_pairs(rows: Array, keys: Array, *, most: int = MOST) -> tuple[Array, Array]:
    """All pairs of rows that share a key of at most `most` rows, each once, the smaller row first."""
    order = np.lexsort((rows, keys))
    rows, keys = rows[order], keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    found = []
    for size in np.unique(sizes):
        if 2 <= size <= most:
            block = rows[starts[sizes == size][:, None] + np.arange(size)]
            i, j = np.triu_indices(int(size), 1)
            found.append(np.unique(block[:, i].ravel() * np.int64(1 << 32) + block[:, j].ravel()))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    packed = np.unique(np.concatenate(found))
    return packed >> 32, packed & 0xFFFFFFFF
