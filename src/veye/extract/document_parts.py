"""Totals of casualties and the parts that make them up."""

from __future__ import annotations

from collections.abc import Iterable

from veye.extract.analysis import Draft
from veye.extract.same import same_day
from veye.records import Casualty


def low_of(draft: Draft) -> int:
    one = draft.statement
    assert isinstance(one, Casualty)
    return one.count.low or 0


def of_civilians(whole: Draft, *parts: Draft) -> bool:
    """Whether more than two people of no force are counted together: that says more than each told by himself."""
    sides = {d.statement.who for d in (whole, *parts) if isinstance(d.statement, Casualty)}
    return sides == {"civilian"} and low_of(whole) > 2


def parts_of(draft: Draft, drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts of its outcome that make up the count of a draft; none where they do not."""
    whole = draft.statement
    assert isinstance(whole, Casualty)
    if draft.flags.cumulative or whole.count.low is None or whole.count.low < 2:
        return []
    of_any_side = draft.score < 1.0  # "people", a bare count or a title, not "civilians"
    parts = [
        d
        for d in drafts
        if d is not draft
        and isinstance(d.statement, Casualty)
        and d.statement.outcome == whole.outcome
        and not d.flags.cumulative
        and not d.flags.backref
        and same_day(d.when, draft.when)
        and (d.statement.who == whole.who or (of_any_side and whole.who in ("civilian", "unknown", "mixed")))
        and low_of(d) < whole.count.low
    ]
    if len(parts) >= 2 and sum(map(low_of, parts)) == whole.count.low:
        return parts
    return _told_after(draft, drafts)


def _told_after(whole: Draft, drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts that follow a total one by one and make it up: "two hurt. One …, the other …"."""
    total = whole.statement
    assert isinstance(total, Casualty)
    left, parts = total.count.low or 0, []
    for d in sorted(drafts, key=lambda d: d.start):
        part = d.statement
        if not isinstance(part, Casualty) or d is whole or d.start < whole.start or d.flags.cumulative:
            continue
        if part.outcome != total.outcome or part.who != total.who or d.sentence - whole.sentence > 4:
            continue
        if not same_day(d.when, whole.when):
            continue
        left -= low_of(d)
        parts.append(d)
        if left <= 0:
            break
    return parts if left == 0 and len(parts) >= 2 else []
