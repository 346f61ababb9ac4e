"""What the tagger can say: of a mention (a number, people, a thing), and of a sentence.

The order of every list is that of the model's outputs: a change asks for a new model.
"""

from __future__ import annotations

from typing import get_args

from veye.records.claim import (
    EquipmentEvent,
    FundingKind,
    MilestoneWhat,
    Mode,
    Outcome,
    StrengthKind,
    Who,
)

# The encoder knows the outcomes that it was trained on; one number for two of them is left to the grammar.
OUTCOMES: tuple[Outcome, ...] = tuple(o for o in get_args(Outcome) if o != "killed or wounded")
# The encoder knows the events that it was trained on; a return to service is left to the grammar.
EVENTS: tuple[EquipmentEvent, ...] = tuple(e for e in get_args(EquipmentEvent) if e != "returned")
KINDS: tuple[StrengthKind, ...] = get_args(StrengthKind)
FUNDING: tuple[FundingKind, ...] = get_args(FundingKind)
WHO: tuple[Who, ...] = get_args(Who)
MODES: tuple[Mode, ...] = get_args(Mode)
MILESTONES: tuple[MilestoneWhat, ...] = get_args(MilestoneWhat)

# What a mention may be told to have met; several at a time may hold ("two wounded officers were flown out").
MENTION: tuple[str, ...] = (
    *(f"casualty.{o}" for o in OUTCOMES),
    *(f"equipment.{e}" for e in EVENTS),
    *(f"strength.{k}" for k in KINDS),
    *(f"funding.{k}" for k in FUNDING),
    "evacuation",
    "displacement",
)
# How a claim stands, by its words; the last: they and the text around give it no day.
FLAGS: tuple[str, ...] = ("cumulative", "backref", "hedged", "undated")
# What a sentence may state.
SENTENCE: tuple[str, ...] = (
    *(f"attack.{m}" for m in MODES),
    *(f"milestone.{w}" for w in MILESTONES),
    "control",
)

# All that a word may be part of the statement of.
ALL: tuple[str, ...] = (*MENTION, *SENTENCE)


def label_of(claim: dict[str, object]) -> str:
    """The label of a claim in flat form.

    >>> label_of({"type": "casualty", "outcome": "killed"})
    'casualty.killed'
    """
    kind = str(claim["type"])
    field = {
        "casualty": "outcome",
        "equipment": "event",
        "strength": "kind",
        "funding": "kind",
        "attack": "mode",
        "milestone": "what",
    }.get(kind)
    return f"{kind}.{claim[field]}" if field else kind
