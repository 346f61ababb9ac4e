"""Whether two drafts tell of one day, place or number, and one draft made of two."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Draft
from veye.extract.folding import fold_text
from veye.records import Casualty, Count, Flags, When


def same_day(a: When | None, b: When | None) -> bool:
    return a is None or b is None or a.overlaps(b)


def same_place(a: str | None, b: str | None, wide: frozenset[str] | set[str] = frozenset()) -> bool:
    if not a or not b:
        return True
    if wide and (a in wide or b in wide):
        return True
    first, second = (set(re.findall(r"\w{3,}", fold_text(x))) for x in (a, b))
    return bool(first & second)


def equal_counts(a: Count, b: Count) -> bool:
    return (a.low, a.high) == (b.low, b.high)


def same_number(a: Count, b: Count) -> bool:
    if (a.low, a.high) == (b.low, b.high):
        return True
    if not a.stated or not b.stated:
        return True
    vague = {(2, None), (3, None)}
    if ((a.low, a.high) in vague or (b.low, b.high) in vague) and a.overlaps(b):
        return True
    return a.low is not None and a.low == b.low and (a.high is None or b.high is None)


def join_drafts(first: Draft, second: Draft) -> Draft:
    """One draft of two that tell the same: the better one, filled up from the other."""
    best, other = (first, second) if first.score >= second.score else (second, first)
    statement = best.statement
    if isinstance(statement, Casualty) and isinstance(other.statement, Casualty):
        that = other.statement
        count = statement.count
        if (count.low, count.high) in ((2, None), (None, None), (3, None)) and that.count.stated:
            count = that.count
        statement = msgspec.structs.replace(
            statement,
            count=count,
            who=that.who
            if statement.who in ("unknown", "civilian") and best.score < 1 <= other.score
            else statement.who,
            cause=statement.cause if statement.cause != "unknown" else that.cause,
            gear=statement.gear or that.gear,
            contingent=statement.contingent or that.contingent,
        )
    when = best.when or other.when
    if best.when and other.when and other.when.days < best.when.days:
        when = other.when
    flags = Flags(
        cumulative=best.flags.cumulative,
        backref=best.flags.backref and other.flags.backref,
        hedged=best.flags.hedged and other.flags.hedged,
        denied=False,
        planned=best.flags.planned,
    )
    return msgspec.structs.replace(
        best,
        statement=statement,
        when=when,
        place=best.place or other.place,
        flags=flags,
        score=max(best.score, other.score),
    )
