"""The evacuations of a document: one draft for each move of the same people."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.same import same_number, same_place
from veye.extract.wordlists import any_of
from veye.records import Evacuation


def settle_moves(drafts: list[Draft]) -> list[Draft]:
    """One draft for each evacuation of the same people; its destination is the last that the report tells."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.score < 0.6, d.rule == "evacuation.treated", d.start)):
        index = next((i for i, k in enumerate(kept) if _same_move(k, draft)), None)
        if index is None:
            kept.append(draft)
        elif _goes_on(kept[index], draft):
            kept[index] = msgspec.structs.replace(draft, when=draft.when or kept[index].when)
    return kept


def with_own_day(analysis: Analysis, told: Draft, completed: Draft) -> Draft:
    """The draft without a day that its sentence does not give: people may lie for days where they were hit.

    One who died of it was moved that day, and so was who is moved at a time of that day.
    """
    if told.when is not None or completed.when is None or not told.inherit:
        return completed
    here = analysis.sentences[told.sentence : told.sentence + 2]
    assert isinstance(told.statement, Evacuation)
    died = told.statement.count.high == 1 and any(s.has("killed.") for s in here)
    timed = _TIMED.search(analysis.folded, here[0].start, here[0].end)
    if died or timed or any(d.when is not None for d in here[0].dates):
        return completed
    return msgspec.structs.replace(completed, when=None)


def _same_move(a: Draft, b: Draft) -> bool:
    """Whether two evacuations are one: as many people, going to one place or told as one way of theirs."""
    x, y = a.statement, b.statement
    assert isinstance(x, Evacuation)
    assert isinstance(y, Evacuation)
    if not same_number(x.count, y.count):
        return False
    apart = abs(a.sentence - b.sentence)
    if b.rule == "evacuation.treated" and apart <= 1:
        return True
    theirs = b.about is None or a.about == b.about or b.about < a.start
    on_one_way = apart <= _NEAR and theirs and not b.other and b.start > a.start and b.score >= 0.6
    return on_one_way or same_place(x.destination, y.destination)


def _goes_on(a: Draft, b: Draft) -> bool:
    """Whether the second tells of a later stage than the first: "taken to hospital, then flown to Nairobi"."""
    assert isinstance(a.statement, Evacuation)
    assert isinstance(b.statement, Evacuation)
    first, last = a.statement.destination, b.statement.destination
    later = b.start > a.start and b.score >= a.score and b.rule != "evacuation.treated"
    return later and last is not None and not same_place(first, last)


_TIMED = re.compile(rf"\b{any_of('a time of the day')}\b")
_NEAR = 2  # sentences over which a way is told on
