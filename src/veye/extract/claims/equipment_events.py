"""What befalls things: events by their words, which of them fit which things, and a word of one in a sentence."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.folding import fold_text
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
            "disabled",
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
    if kind == "drone" and downed(analysis, happening):
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


def downed(analysis: Analysis, happening: Happening) -> bool:
    """Whether a word tells that somebody brought down what flew."""
    return bool(_DOWNED.search(analysis.folded, happening.start, happening.end))


def can_happen(analysis: Analysis, sentence: Sentence, happening: Happening, kind: str, thing_end: int) -> bool:
    """Whether what a word needs besides its thing is there: a gang that grabs, a "behind" for what is left."""
    if happening.tag == "pierced" and kind == "armoured_vehicle":
        return sentence.has("missile", "cause.gunshot") or bool(
            _UNMISTAKABLE.search(analysis.folded, happening.start, happening.end)
        )
    if happening.tag == "delivered" and _sent_by_its_own(analysis, sentence, happening, kind):
        return False
    if kind == "drone" and happening.tag in ("destroyed", "failed"):
        # One that blew up did its work, one that did not has failed; of other faults none is told so.
        went_off = bool(_WENT_OFF.search(analysis.folded, happening.start, happening.end))
        return went_off == (happening.tag == "failed")
    if happening.tag == "grounded" and _FROM.match(analysis.folded, happening.end):
        return False  # "has withdrawn from Ganthier for lack of turrets"
    if happening.tag == "grabbed":
        return any(t.end <= happening.start and (t.tag.startswith(GANGS) or t.tag == "crowd") for t in sentence.terms)
    if happening.tag == "left":
        return any(0 <= t.start - thing_end <= _BEHIND for t in sentence.tagged("behind"))
    return True


def _sent_by_its_own(analysis: Analysis, sentence: Sentence, happening: Happening, kind: str) -> bool:
    """Whether a force sends what it has itself: "police sent two armoured vehicles"; aircraft are sent on errands."""
    if not _SENT.match(analysis.folded, happening.start, happening.end):
        return False
    before = [t for t in sentence.terms if t.end <= happening.start]
    own = kind == "aircraft" or any(t.tag.startswith(_FORCES) for t in before)
    return own and not any(t.tag.startswith("country:") for t in before)


_SENT = re.compile(rf"(?:\w+\s)?{any_of('sent, of things')}\b")
_WENT_OFF = re.compile(rf"\b{any_of('going off')}")
_FROM = re.compile(rf"\s{any_of('out from')}\b")
_UNMISTAKABLE = re.compile(rf"\b{any_of('pierced beyond doubt')}")
_BEHIND = 24  # characters between what is left and the word for "behind"


def given(analysis: Analysis, happening: Happening) -> bool:
    """Whether a word of delivery is one of giving."""
    return bool(_GIVEN.search(analysis.folded, happening.start, happening.end))


_GIVEN = re.compile(rf"\b{any_of('given')}\b")
_GIVERS = ("country:", "demonym:", "mission:")


def arrives(sentence: Sentence) -> bool:
    """Whether aircraft that arrive come to stay: somebody gives them, and nobody is carried or hurt."""
    if sentence.has("killed.", "wounded.", "evacuate."):
        return False
    return sentence.has(*_GIVERS) or sentence.has("body.mission")


def still_expected(analysis: Analysis, sentence: Sentence, thing_end: int) -> bool:
    """Whether things are told as yet to come: "another lot of twenty is expected in March"."""
    return bool(_EXPECTED.match(analysis.folded, thing_end, sentence.end))


_EXPECTED = re.compile(rf"(?:\s\w+){{0,4}}?\s{any_of('still expected')}\b")


def reason_of(analysis: Analysis, sentence: Sentence, happening: Happening) -> str | None:
    """The words that say why, where the sentence gives a cause after the event."""
    tail = analysis.text[happening.end : min(sentence.end, happening.end + 160)]
    match = _BECAUSE.search(fold_text(tail))
    return " ".join(tail[match.start() : match.end()].split()) if match else None


_BECAUSE = re.compile(rf"\b{any_of('because')}\b[^.;]{{3,110}}")


def sides_of_hit(sentence: Sentence, start: int, end: int) -> tuple[bool, bool] | None:
    """On which side of "struck" the thing stands: not on that of the bullet; None where no missile is spoken of."""
    missiles = [t for t in sentence.terms if t.tag == "missile"]
    if any(0 <= start - t.end <= 40 for t in missiles):
        return False, True
    if any(0 <= t.start - end <= 30 for t in missiles) or any(
        0 <= t.start - end <= 20 for t in sentence.tagged("times")
    ):
        return True, False
    return None
