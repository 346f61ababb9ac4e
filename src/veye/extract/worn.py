"""What was pierced when somebody was hit, where another sentence than that of the harm tells it."""

from __future__ import annotations

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.records import Casualty
from veye.records.claim import Gear

GEAR: dict[str, Gear] = {
    "gear.helmet": "helmet pierced",
    "gear.armour": "body armour pierced",
    "gear.vehicle": "armoured vehicle penetrated",
}
_UNIFORMS = frozenset({"mission", "police", "military"})


def pierced_in(sentence: Sentence) -> Gear | None:
    """What a sentence says was pierced; None where it says so of nothing, or denies it."""
    pierced = [t for t in sentence.terms if t.tag == "pierced" and t.subject == "outcomes"]
    worn = [t for t in sentence.terms if t.tag in GEAR]
    if not pierced or not worn or sentence.has("negation"):
        return None
    return GEAR[min(worn, key=lambda g: min(abs(g.start - p.start) for p in pierced)).tag]


def with_gear(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """The casualties of a report; one person in uniform, hit in the sentence beside, had on what was pierced."""
    out = list(drafts)
    for sentence in analysis.body():
        gear = pierced_in(sentence)
        if gear is None or any(_gear(d) and abs(d.sentence - sentence.index) <= 1 for d in out):
            continue
        near = [i for i, d in enumerate(out) if _alone(d) and abs(d.sentence - sentence.index) <= 1]
        if len(near) == 1:
            draft = out[near[0]]
            statement = msgspec.structs.replace(draft.statement, gear=gear)
            out[near[0]] = msgspec.structs.replace(draft, statement=statement)
    return out


def _gear(draft: Draft) -> Gear | None:
    return draft.statement.gear if isinstance(draft.statement, Casualty) else None


def _alone(draft: Draft) -> bool:
    """Whether a draft tells of one person in uniform who was shot, as far as it says how."""
    one = draft.statement
    return (
        isinstance(one, Casualty)
        and one.outcome in ("killed", "wounded")
        and one.who in _UNIFORMS
        and one.count.low == one.count.high == 1
        and one.cause in ("gunshot", "unknown", "explosion")
        and not draft.flags.cumulative
        and not draft.flags.backref
    )
