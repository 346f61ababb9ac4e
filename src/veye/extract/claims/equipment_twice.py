"""Equipment told twice: the "vehicle" of a title, and a gift that only says which one is meant."""

from __future__ import annotations

from collections.abc import Sequence

from veye.extract.analysis import Draft
from veye.extract.claims.equipment_events import LOSS
from veye.records import Equipment


def told_exactly(title: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the "vehicle" of a title is an armoured one in the text below."""
    one = title.statement
    return any(
        isinstance(one, Equipment)
        and isinstance(d.statement, Equipment)
        and one.item_class == "other"
        and d.statement.item_class == "armoured_vehicle"
        and (d.statement.event == one.event or {d.statement.event, one.event} <= LOSS)
        for d in drafts
    )


def only_described(drafts: Sequence[Draft]) -> list[Draft]:
    """Without a delivery that only says which one is meant: "burned a carrier given by the United States"."""
    told = [(d, d.statement) for d in drafts if isinstance(d.statement, Equipment)]
    suffered = {d.about for d, one in told if one.event in (*LOSS, "failed") and one.count.high == 1}
    return [d for d, one in told if one.event != "delivered" or d.about not in suffered]
