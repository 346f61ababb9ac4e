"""The evacuations of a document: one draft for each move of the same people."""

from __future__ import annotations

import msgspec

from veye.extract.analysis import Draft
from veye.extract.same import same_number, same_place
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


_NEAR = 2  # sentences over which a way is told on
