"""How the days of two happenings agree: those stated, and those of the reports that tell them."""

from __future__ import annotations

import numpy as np

from veye.resolve.columns import FAMILIES, MISSING, Array, Columns
from veye.resolve.weights import Weights

NEWS_DAYS = 2
"""A report published so soon after the day that it names tells that day's news."""


TRAVEL = [FAMILIES.index(f) for f in ("arrival", "departure")]
"""Kinds of happenings whose day everybody knows: two days are two planes."""


def pick(weights: Weights, feature: str, size: int, *cases: tuple[str, Array]) -> Array:
    """The level of the first case that holds in each row; level 0 where none does."""
    out = np.zeros(size, np.int8)
    free = np.ones(size, bool)
    for level, holds in cases:
        out[free & holds] = weights.index(feature, level)
        free &= ~holds
    return out


def date_level(a: Columns, b: Columns, weights: Weights) -> Array:
    """The level of `date` of each pair."""
    dated_a, dated_b = a.first != MISSING, b.first != MISSING
    told_a, told_b = a.published != MISSING, b.published != MISSING
    both = dated_a & dated_b
    first_a, last_a, first_b, last_b = (x.astype(np.int64) for x in (a.first, a.last, b.first, b.last))
    gap = np.maximum(first_b - last_a, first_a - last_b)
    length = np.maximum(last_a - first_a, last_b - first_b)
    days = both & (length == 0)
    pub_a, pub_b = a.published.astype(np.int64), b.published.astype(np.int64)
    lag = np.where(dated_a, pub_b - last_a, pub_a - last_b)
    early = np.where(dated_a, pub_b - first_a, pub_a - first_b)
    one = (dated_a & ~dated_b & told_b) | (dated_b & ~dated_a & told_a)
    as_news = ~np.where(dated_a, b.recalled, a.recalled)
    none = ~dated_a & ~dated_b & told_a & told_b
    apart = np.abs(pub_a - pub_b)
    news = days & told_a & told_b & _told_at_once(pub_a - last_a) & _told_at_once(pub_b - last_b)
    news &= (np.sign(pub_b - pub_a) == np.sign(last_b - last_a)) & (apart >= gap - 1)
    came = news & np.isin(a.family, TRAVEL) & (a.family == b.family) & (gap > 0)
    return pick(
        weights,
        "date",
        len(a),
        ("same day", days & (gap == 0)),
        ("next day, other arrival", came & (gap == 1)),
        ("within 3 days, other arrival", came & (gap <= 3)),
        ("next day, next news", news & (gap == 1)),
        ("next day", days & (gap == 1)),
        ("within 3 days, other news", news & (gap <= 3)),
        ("within 3 days", days & (gap <= 3)),
        ("within a week, other news", news & (gap <= 7)),
        ("within a week", days & (gap <= 7)),
        ("apart", days),
        ("same day", both & (gap <= 0) & (length <= 2)),
        ("overlap within a month", both & (gap <= 0) & (length <= 31)),
        ("overlap longer", both & (gap <= 0)),
        ("within 3 days", both & (gap <= 2)),
        ("months apart", both & (gap > 62) & (length <= 31)),
        ("month apart", both),
        ("told before", one & (early < -1)),
        ("told within 3 days", one & (lag <= 3)),
        ("told within a week", one & (lag <= 7)),
        ("told within a month", one & ((lag <= 14) | ((lag <= 31) & ~as_news))),
        ("told as news within a month", one & (lag <= 31)),
        ("told as news months later", one & (lag > 92) & as_news),
        ("told later", one),
        ("published next day", none & (apart <= 1)),
        ("published within 3 days", none & (apart <= 3)),
        ("published within a week", none & (apart <= 7)),
        ("published within 2 weeks", none & (apart <= 14)),
        ("published within 3 months", none & (apart <= 92)),
        ("published apart", none),
    )


def _told_at_once(lag: Array) -> Array:
    """Whether so many days lie between a happening and the report of it that the report is news."""
    return (lag >= 0) & (lag <= NEWS_DAYS)
