"""What befalls things: events by their words, which of them fit which things, and a word of one in a sentence."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.wordlists import any_of
from veye.records.claim import EquipmentEvent

EVENTS: dict[str, EquipmentEvent] = {
    "grounded": "grounded",
    "failed": "failed",
    "pierced": "failed",
    "yielded": "failed",
    "disabled": "failed",
    "destroyed": "destroyed",
    "damaged": "damaged",
    "hit": "damaged",
    "lost": "lost",
    "crashed": "lost",
    "forfeited": "lost",
    "seized": "lost",
    "grabbed": "lost",
    "left": "lost",
    "delivered": "delivered",
    "refused": "refused",
    "returned": "returned",
}
# Which events may befall which things; a helmet is not "lost" because somebody wearing it fell.
FITS: dict[str, frozenset[str]] = {
    "armoured_vehicle": frozenset(EVENTS) - {"crashed"},
    "vehicle": frozenset(
        {
            "failed",
            "destroyed",
            "grounded",
            "damaged",
            "hit",
            "seized",
            "grabbed",
            "lost",
            "forfeited",
            "left",
            "delivered",
        }
    ),
    "aircraft": frozenset(EVENTS) - {"pierced", "yielded", "refused"},
    "drone": frozenset({"failed", "lost", "crashed", "delivered", "destroyed", "seized", "grabbed"}),
    "helmet": frozenset({"pierced", "yielded", "delivered", "failed", "refused", "grounded"}),
    "body_armour": frozenset({"pierced", "yielded", "delivered", "failed", "refused", "grounded"}),
    "weapon": frozenset({"delivered", "lost", "forfeited", "refused", "seized", "grabbed", "left"}),
    "other": frozenset(
        {"delivered", "destroyed", "damaged", "lost", "grounded", "refused", "seized", "grabbed", "left"}
    ),
}
LOSS = frozenset({"destroyed", "damaged", "lost"})


class Happening(msgspec.Struct, frozen=True):
    """A word of what befell a thing, and on which sides of it the thing may stand."""

    start: int
    end: int
    tag: str
    before: bool
    after: bool


GANGS = ("body.gang", "person.gang", "armed:")
_FORCES = (
    "body.police",
    "body.military",
    "body.mission",
    "person.police.",
    "person.military.",
    "person.mission.",
    "person.force.",
)
_TAKEN = frozenset({"lost", "grabbed"})
_DONE = frozenset({"destroyed", "damaged", "hit"})
_DOWNED = re.compile(rf"\b{any_of('brought down')}\b")
_SEIZED = re.compile(rf"\b{any_of('what police seize')}\b")


def seized(analysis: Analysis, sentence: Sentence, happening: Happening, kind: str, thing: int) -> bool:
    """Whether arms are told as seized and no armed group as who did it: what police take from others."""
    if kind not in ("weapon", "drone"):
        return False
    word = _SEIZED.search(analysis.folded, sentence.start, sentence.end)
    actors = [t for t in sentence.terms if word and t.end <= word.start() and t.tag.startswith((*GANGS, *_FORCES))]
    if actors and not any(t.tag.startswith(GANGS) for t in actors):
        return True  # "police seized two rifles from the hands of the gang"
    own = word is not None and happening.start <= word.start() < happening.end
    agents = (t.start - happening.end for t in sentence.terms if t.tag.startswith(GANGS))
    named = any(0 <= gap <= _BY for gap in agents) or (bool(actors) and thing > happening.start)
    return own and not named


_BY = 30  # characters between a passive and its agent


def by_a_force(analysis: Analysis, sentence: Sentence, happening: Happening, thing: int, kind: str) -> bool:
    """Whether a force is the subject of a word of taking, its object behind it: "police seized two rifles".

    So with what is done to plain vehicles, which are those of others then.
    """
    if kind == "drone" and _DOWNED.search(analysis.folded, happening.start, happening.end):
        return False  # whoever brings one down
    if happening.tag not in (_TAKEN | _DONE if kind == "vehicle" else _TAKEN) or thing < happening.start:
        return False
    before = [t for t in sentence.terms if t.end <= happening.start]
    forces = [t for t in before if t.tag.startswith(_FORCES)]
    if not forces or any(t.tag.startswith(GANGS) for t in before):
        return False
    return not any(t.tag in ("be", "by") and t.start >= forces[-1].end for t in before)


def gap_between(start: int, end: int, happening: Happening) -> tuple[bool, int, int] | None:
    """Whether a thing from `start` to `end` stands first, and the bounds of what stands between it and the word.

    The two may share a word: "de blende yo boule", "brought down a drone". None where one holds the other.
    """
    if end <= happening.start:
        return True, end, happening.start
    if happening.end <= start:
        return False, happening.end, start
    if start < happening.start and end < happening.end:
        return True, end, end
    if happening.start < start and happening.end < end:
        return False, start, start
    return None


def can_happen(analysis: Analysis, sentence: Sentence, happening: Happening, kind: str, thing_end: int) -> bool:
    """Whether what a word needs besides its thing is there: a gang that grabs, a "behind" for what is left."""
    if happening.tag == "pierced" and kind == "armoured_vehicle":
        return sentence.has("missile", "cause.gunshot") or bool(
            _UNMISTAKABLE.search(analysis.folded, happening.start, happening.end)
        )
    if happening.tag == "delivered" and _sent_by_its_own(analysis, sentence, happening):
        return False
    if kind == "drone" and happening.tag == "destroyed":
        return happening.after  # one that blew up did its work
    if happening.tag == "grabbed":
        return any(t.end <= happening.start and (t.tag.startswith(GANGS) or t.tag == "crowd") for t in sentence.terms)
    if happening.tag == "left":
        return any(0 <= t.start - thing_end <= _BEHIND for t in sentence.tagged("behind"))
    return True


def _sent_by_its_own(analysis: Analysis, sentence: Sentence, happening: Happening) -> bool:
    """Whether a force sends what it has itself: "police sent two armoured vehicles"."""
    if not _SENT.match(analysis.folded, happening.start, happening.end):
        return False
    before = [t for t in sentence.terms if t.end <= happening.start]
    return any(t.tag.startswith(_FORCES) for t in before) and not any(t.tag.startswith("country:") for t in before)


_SENT = re.compile(rf"(?:\w+\s)?{any_of('sent, of things')}\b")
_UNMISTAKABLE = re.compile(rf"\b{any_of('pierced beyond doubt')}")
_BEHIND = 24  # characters between what is left and the word for "behind"
