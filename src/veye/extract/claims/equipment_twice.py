"""Equipment told twice: the "vehicle" of a title, and a gift that only says which one is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.equipment_events import LOSS, Happening
from veye.extract.folding import fold_text
from veye.extract.same import same_number
from veye.extract.wordlists import any_of, word_set
from veye.records import Equipment


def told_exactly(plain: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the "vehicle" of a title, or one told just before, is an armoured one in the text below."""
    one = plain.statement
    return any(
        isinstance(one, Equipment)
        and isinstance(d.statement, Equipment)
        and one.item_class == "other"
        and d.statement.item_class == "armoured_vehicle"
        and (plain.score < 1 or _same_thing(plain, one, d, d.statement))
        and (d.statement.event == one.event or {d.statement.event, one.event} <= LOSS)
        for d in drafts
    )


def _same_thing(a: Draft, one: Equipment, b: Draft, other: Equipment) -> bool:
    """Whether "their vehicle" is the one that the next sentences call armoured."""
    plain = fold_text(one.item) in _PLAIN
    return plain and not a.other and 0 < b.sentence - a.sentence <= 2 and same_number(one.count, other.count)


_PLAIN = word_set("plain vehicles")


def only_struck(drafts: Sequence[Draft]) -> list[Draft]:
    """Without the forced landing of an aircraft that was hit."""
    hit = any(
        isinstance(d.statement, Equipment) and d.statement.item_class == "aircraft" and d.statement.event == "damaged"
        for d in drafts
    )
    return [
        d
        for d in drafts
        if not (
            hit
            and d.rule == "equipment.disabled"
            and isinstance(d.statement, Equipment)
            and (d.statement.item_class, d.statement.event) == ("aircraft", "failed")
        )
    ]


def without_parts(drafts: Sequence[Draft]) -> list[Draft]:
    """Without the parts told after their sum: "two were immobilised, one by a fault, the other by a trap"."""
    kept = list(drafts)
    for whole in drafts:
        one = whole.statement
        if not isinstance(one, Equipment) or one.count.high is None or one.count.high < 2:
            continue
        parts = [
            d
            for d in drafts
            if isinstance(d.statement, Equipment)
            and d.start >= whole.end
            and d.other
            and (d.statement.event, d.statement.item_class) == (one.event, one.item_class)
        ]
        if sum(p.statement.count.high or 0 for p in parts if isinstance(p.statement, Equipment)) == one.count.high:
            kept = [d for d in kept if d not in parts]
    return kept


def again(analysis: Analysis, sentence: Sentence, happening: Happening) -> bool:
    """Whether a word says that what befell one thing then befell another: "it got stuck in turn"."""
    around = analysis.folded[max(sentence.start, happening.start - 20) : min(sentence.end, happening.end + 20)]
    return bool(_IN_TURN.search(around))


_IN_TURN = re.compile(rf"\b{any_of('in turn')}\b")


def only_described(drafts: Sequence[Draft]) -> list[Draft]:
    """Without a delivery that only says which one is meant: "burned a carrier given by the United States".

    Nor where what was burned went afterwards: "burned it and pushed it into a ditch"; nor that a drone fell unexploded.
    """
    told = [(d, d.statement) for d in drafts if isinstance(d.statement, Equipment)]
    burned = {d.about: d.end for d, one in told if one.event == "destroyed" and one.count.high == 1}
    told = [(d, one) for d, one in told if one.event != "failed" or burned.get(d.about, d.end) >= d.end]
    fallen = {d.about for d, one in told if (one.item_class, one.event) == ("drone", "failed")}
    told = [(d, one) for d, one in told if one.event != "lost" or d.about not in fallen]
    suffered = {d.about for d, one in told if one.event in (*LOSS, "failed") and one.count.high == 1}
    return [d for d, one in told if one.event != "delivered" or d.about not in suffered]
