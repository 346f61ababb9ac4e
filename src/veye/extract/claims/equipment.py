"""Equipment: vehicles, aircraft, protective gear and weapons, and what befell or reached them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.equipment_events import (
    EVENTS,
    FITS,
    LOSS,
    Happening,
    arrives,
    by_a_force,
    can_happen,
    downed,
    gap_between,
    given,
    reason_of,
    seized,
    sides_of_hit,
    still_expected,
)
from veye.extract.claims.equipment_items import Memory
from veye.extract.claims.equipment_parts import parts, sharing
from veye.extract.claims.equipment_things import CLASSES, Thing
from veye.extract.claims.equipment_twice import again, only_described, only_struck, told_exactly, without_parts
from veye.extract.clauses import negated, only_planned, window_flags, window_place
from veye.extract.days import stood_since, window_when
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Equipment
from veye.records.claim import EquipmentEvent

_REACH = 110  # characters between a thing and what befell it
_CLOSE = {
    "delivered": 60,
    "lost": 70,
    "forfeited": 25,
    "seized": 40,
    "grabbed": 40,
    "left": 40,
    "hit": 60,
    "refused": 50,
}
_TIGHT = {"drone": 30, "helmet": 60, "body_armour": 60, "weapon": 60}
# Where people stand as a new subject between a thing and the word, these befall the people.
_HARMED = re.compile(r"damag|endommag|abim|deterior|\bdan[aoe]|domaj|shatter|smash")
_OF_STATE = frozenset({"failed", "damaged", "destroyed"})  # "Stuck in a ditch, their carrier was burned"
_SCRATCHES = frozenset({"damaged", "hit"})  # of a plain vehicle only where they are told of it beyond doubt
_OF_PEOPLE = frozenset({"failed", "disabled", "crashed", "damaged", "lost", "hit"})
_PRONOUN_EVENTS = frozenset({"failed", "disabled", "destroyed", "damaged", "crashed"})
# Of a mission's plain "vehicles", these are told of its armoured ones.
_OF_FLEET = frozenset({"failed", "delivered", "grounded", "pierced"})
_UNMISTAKABLE = frozenset({"failed", "destroyed", "grounded"})
_CARRIED = re.compile(rf"\b{any_of('carriers')}\s(?:{any_of('determiners')}\s)?(?:\w+\s)?$")
_AT = re.compile(rf"\b{any_of('at a target')}\b")
_BLASTS = ("missile", "damaged", "damaged.before", "destroyed", "cause.explosion")
_BY_WHAT = re.compile(rf"\s{any_of('by')}\s")
_HELD = re.compile(rf"\W+{any_of('but held')}\b")
_OFTEN = re.compile(rf"(?:\s\w+){{0,3}}?\s{any_of('happens often')}\b")
_NEW_SUBJECT = re.compile(rf",|\b{any_of('coordinators')}\s")
_WITH = re.compile(rf"\b{any_of('with')}\b")
_WITH_PEOPLE = re.compile(rf"\b(?:ak|{any_of('with')})\s(?:\w+\s){{0,2}}$")
_ABOARD = re.compile(rf"\b{any_of('in which')}\s")
_IN_WHICH = re.compile(rf"\b{any_of('in which')}\s(?:\w+\s){{0,6}}$")


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every statement that equipment failed, was grounded, hit, destroyed, lost, refused or delivered."""
    memory = Memory()
    found: list[Draft] = []
    for sentence in analysis.body():
        things = memory.things(analysis, sentence)
        memory.blast = sentence.index if sentence.has("cause.explosion") else memory.blast
        if not things:
            continue
        happenings = _happenings(sentence)
        drafts = list(_in_sentence(analysis, sentence, things, happenings, memory)) if happenings else []
        found += without_parts(only_described(drafts)) or _along(analysis, sentence, things, memory)
    for draft in only_struck(found):
        if not told_exactly(draft, found):
            yield draft


def _describes(sentence: Sentence, term: Term) -> bool:
    """Whether a participle only says which things are meant: "the vehicles supplied were second-hand"."""
    return any(t.tag == "be" and 0 <= t.start - term.end <= 1 for t in sentence.terms)


def _happenings(sentence: Sentence) -> list[Happening]:
    found: dict[tuple[int, int, str], tuple[bool, bool]] = {}
    for term in sentence.terms:
        head, _, side = term.tag.partition(".")
        if head not in EVENTS or (term.subject != "equipment" and head != "pierced"):
            continue
        if head == "delivered" and _describes(sentence, term):
            continue
        before, after = found.get((term.start, term.end, head), (False, False))
        either = side not in ("before", "after")
        found[term.start, term.end, head] = (before or either or side == "before", after or either or side == "after")
    for (start, end, head), sides in list(found.items()):
        if head == "hit":
            seen = sides_of_hit(sentence, start, end)
            if seen is None:
                del found[start, end, head]
            else:
                found[start, end, head] = seen
        elif any(o != (start, end, head) and o[0] <= start and end <= o[1] and o[2] == head for o in found):
            del found[start, end, head]
        else:
            found[start, end, head] = sides
    return [Happening(*key, *sides) for key, sides in sorted(found.items())]


def _in_sentence(
    analysis: Analysis,
    sentence: Sentence,
    things: Sequence[Thing],
    happenings: Sequence[Happening],
    memory: Memory,
) -> Iterator[Draft]:
    seen: set[tuple[int, str]] = set()
    grounded = any(h.tag == "grounded" for h in happenings)
    failure = any(h.tag == "failed" for h in happenings)
    for happening in happenings:
        window = Window(analysis, sentence, sentence.start, happening.start, happening.end, sentence.end)
        supplied = happening.tag == "delivered" and sentence.index - memory.supplied <= 1
        thing = _befallen(analysis, sentence, things, happening, supplied=supplied)
        if (
            thing is None
            or (happening.tag in ("pierced", "yielded") and grounded)
            or (happening.tag == "grounded" and failure and thing.count.high == 1)
            or negated(window)
            or only_planned(window)
            or (happening.tag == "delivered" and still_expected(analysis, sentence, thing.end))
        ):
            continue
        name = _name(analysis, sentence, happening, memory)
        if name == "delivered" and thing.kind == "armoured_vehicle":
            memory.supplied = sentence.index
        together = [thing, *sharing(analysis, things, thing, happenings, happening)]
        for one in together:
            key = (one.start, "loss" if name in LOSS else name)
            if key in seen:
                continue
            seen.add(key)
            if one.count.high is None and _OFTEN.match(analysis.folded, happening.end, sentence.end):
                continue
            for part in parts(analysis, sentence, one):
                yield _draft(analysis, sentence, window, part, happening, name)


def _name(analysis: Analysis, sentence: Sentence, happening: Happening, memory: Memory) -> EquipmentEvent:
    """The event that a word stands for: what is "disabled" by a missile or a blast is damaged, else it failed.

    A drone that somebody brings down is destroyed; a pane that is cracked but held let nothing through.
    """
    if happening.tag == "lost" and downed(analysis, happening) and any(t.tag == "item.drone" for t in sentence.terms):
        return "destroyed"
    if happening.tag == "yielded" and _HELD.match(analysis.folded, happening.end, sentence.end):
        return "damaged"
    if happening.tag == "disabled":
        own = _BY_WHAT.match(analysis.folded, happening.end)
        near = [t for t in sentence.tagged(*_BLASTS) if not own or 0 <= t.start - own.end() <= 20]
        if near or (not own and sentence.index - memory.blast <= 2):
            return "damaged"
    return EVENTS[happening.tag]


def _along(analysis: Analysis, sentence: Sentence, things: Sequence[Thing], memory: Memory) -> Iterator[Draft]:
    """Things that came along with vehicles told of in the sentence before: "With them are 34 kits"."""
    if sentence.index - memory.supplied != 1:
        return
    for thing in things:
        lead = analysis.folded[max(sentence.start, thing.start - 20) : thing.start]
        if thing.kind == "other" and not thing.bare and thing.several and _WITH.search(lead):
            window = Window(analysis, sentence, sentence.start, thing.start, thing.end, sentence.end)
            here = Happening(thing.start, thing.end, "delivered", before=True, after=False)
            yield _draft(analysis, sentence, window, thing, here, "delivered")


def _draft(
    analysis: Analysis, sentence: Sentence, window: Window, thing: Thing, happening: Happening, name: EquipmentEvent
) -> Draft:
    return Draft(
        Equipment(
            thing.words,
            CLASSES[thing.kind],
            name,
            thing.count,
            reason_of(analysis, sentence, happening),
        ),
        sentence.index,
        min(thing.start, happening.start),
        max(thing.end, happening.end),
        f"equipment.{happening.tag}",
        when=window_when(window) or stood_since(window, name),
        place=window_place(window),
        flags=window_flags(window),
        about=thing.start,
        other=(thing.bare and not thing.pronoun)
        or (thing.further and sentence.zone != "title")
        or again(analysis, sentence, happening),
        score=0.5 if sentence.zone == "title" else 1.0,
    )


def _befallen(
    analysis: Analysis, sentence: Sentence, things: Sequence[Thing], happening: Happening, *, supplied: bool
) -> Thing | None:
    """The thing nearest to a word of happening, on its side of it, that this can befall."""
    best: tuple[int, Thing] | None = None
    for thing in things:
        if thing.kind == "vehicle" and happening.tag in _OF_FLEET and (thing.loose or (thing.owned and thing.plain)):
            thing = msgspec.structs.replace(thing, kind="armoured_vehicle", owned=True)
        elif supplied and thing.kind == "other" and thing.several:
            thing = msgspec.structs.replace(thing, owned=True)
        cost = _distance(analysis, sentence, thing, happening)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, thing)
    return best[1] if best else None


def _distance(analysis: Analysis, sentence: Sentence, thing: Thing, happening: Happening) -> int | None:
    """How far apart a thing and a word of happening stand; None where they cannot belong together."""
    tag = happening.tag
    held = tag == "pierced" and thing.start < happening.end and happening.start < thing.end
    if held:
        return 0
    if tag not in FITS[thing.kind] or not thing.owned:
        return None
    if (
        thing.kind == "other"
        and tag == "damaged"
        and not _HARMED.search(analysis.folded, happening.start, happening.end)
    ):
        return None  # that somebody fired at a tower does not tell of damage
    if by_a_force(analysis, sentence, happening, thing.start, thing.kind) or seized(
        analysis, sentence, happening, thing.kind, thing.start
    ):
        return None
    if not can_happen(analysis, sentence, happening, thing.kind, thing.end):
        return None
    if thing.bare and (tag in ("pierced", "refused", "yielded") or not (thing.sure or tag in _UNMISTAKABLE)):
        return None
    if thing.pronoun and tag not in _PRONOUN_EVENTS:
        return None
    gap = gap_between(thing.start, thing.end, happening)
    if gap is None:
        return None
    first, low, high = gap
    opens = not first and happening.start - sentence.start <= 3 and tag in _OF_STATE and "," in analysis.text[low:high]
    if not (happening.before if first else happening.after or opens):
        return None
    if thing.kind == "vehicle" and tag == "delivered" and first and not given(analysis, happening):
        return None  # trucks that arrive somewhere are no gift
    if thing.kind == "vehicle" and tag in _SCRATCHES and (thing.bare or "," in analysis.text[low:high]):
        return None
    tight = _REACH if tag == "failed" else _TIGHT.get(thing.kind, _REACH)
    aboard = first and _ABOARD.search(analysis.folded, low, high)
    reach = min(_REACH if aboard else _CLOSE.get(tag, _REACH), tight, 60 if thing.bare else _REACH)
    between = analysis.text[low:high]
    if high - low > reach or ";" in between or re.search(r"[.:!?]\s", between):
        return None
    if _apart(analysis, sentence, thing, happening, low, high, first=first):
        return None
    return high - low + (0 if first else 20) + 25 * between.count(",")


def _apart(
    analysis: Analysis, sentence: Sentence, thing: Thing, happening: Happening, low: int, high: int, *, first: bool
) -> bool:
    """Whether what stands between a thing and a word of happening keeps them apart."""
    folded = analysis.folded[low:high]
    people = [g for g in sentence.groups if low <= g.start and g.end <= high and g.who != "gang"]
    people = [g for g in people if not _IN_WHICH.search(analysis.folded[low : g.start])]
    everybody = people
    aboard = next((n for n, g in enumerate(people) if _WITH_PEOPLE.search(analysis.folded[low : g.start])), None)
    people = people if aboard is None else people[:aboard]  # "a helicopter with 15 passengers and three crew was hit"
    tag = happening.tag
    if first:
        if _carries(analysis, sentence, thing, happening) and tag != "pierced":
            return True
        if tag in _OF_PEOPLE and any(0 <= happening.start - g.end <= 1 for g in people):
            return True  # "two policemen shot at"
        if tag in _OF_PEOPLE and any(_NEW_SUBJECT.search(_with_commas(analysis, low, g.start)) for g in people):
            return True
        if thing.kind == "aircraft" and tag == "delivered":
            return bool(everybody) or bool(_WITH.match(folded.lstrip())) or not arrives(sentence)
        return False
    if tag == "delivered":
        bullets = any(t.tag in ("missile", "cause.gunshot") and low <= t.start < high for t in sentence.terms)
        return bullets or bool(_AT.search(folded))
    return tag in ("hit", "damaged") and bool(people)


def _with_commas(analysis: Analysis, start: int, end: int) -> str:
    """Folded text in which commas stay."""
    pairs = zip(analysis.text[start:end], analysis.folded[start:end], strict=True)
    return "".join("," if raw == "," else folded for raw, folded in pairs)


def _carries(analysis: Analysis, sentence: Sentence, thing: Thing, happening: Happening) -> bool:
    """Whether a thing is only a means or a place of something else: "by helicopter", "in an armoured vehicle"."""
    if any(t.tag == "relative" and thing.end <= t.start < happening.start for t in sentence.terms):
        return False
    return bool(_CARRIED.search(analysis.folded[max(sentence.start, thing.start - 24) : thing.start]))
