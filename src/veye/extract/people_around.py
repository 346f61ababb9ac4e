"""What stands right around a noun for people and belongs to it, or shows that it means none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.owned import POLICE
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention

if TYPE_CHECKING:
    from veye.extract.people import Phrase

_PROPER = re.compile(r"(?:[ ](?:[A-Z]\.[ ]?)*[A-ZÀ-Þ][a-zà-ÿ'’]+(?:[-'’][A-ZÀ-Þ]?[a-zà-ÿ]+)*){1,4}")


def name_end(text: str, position: int, terms: Sequence[Term]) -> int:
    """Where the proper name ends that follows a noun at once: "Constable Samuel Kitwai", not "Children Shot In …"."""
    match = _PROPER.match(text, position)
    if match is None:
        return position
    harm = next((t.start for t in terms if position < t.start < match.end() and t.subject == "outcomes"), None)
    return match.end() if harm is None else max(position, harm - 1)


def rank_of(number: NumberMention) -> int | None:
    """The rank that an ordinal gives; "a third man" is read as a share, and is none before a person."""
    if number.kind == "fraction" and number.value and 0 < number.value <= 0.34:
        return round(1 / number.value)
    return number.count.low if number.kind == "ordinal" else None


_NO_RANK = re.compile(rf" {any_of('no rank before')}\b", re.IGNORECASE)
_LIVES = re.compile(rf"\b{any_of('lives somewhere')}$", re.IGNORECASE)
_AGE = re.compile(r"(?<![\w-])(?:\d{1,3}|\w+)-(?:year|month|week|day)s?-(?:old )?$")


def age_start(text: str, position: int) -> int:
    """Where an age begins that ends right before a noun: "a boy and 42-year-old man", "kills 7-year-old daughter"."""
    match = _AGE.search(text, max(0, position - 24), position)
    return match.start() if match else position


def means_no_people(text: str, start: int, end: int) -> bool:
    """Whether a noun for people means something else here: "a boy who lives there", "General Hospital"."""
    return bool(_NO_RANK.match(text, end) or _LIVES.search(text, max(0, start - 10), end))


def describes(text: str, head: Term, terms: Sequence[Term], *, counted: bool) -> bool:
    """Whether a rank is an adjective here: "a major attack", "private clinics", "una huelga general"; or a noun behind
    another one for people: "un contractuel civil", "civiles adultos".
    """
    if not counted and _BEHIND.fullmatch(fold_text(text[head.start : head.end])):
        return any(t.end == head.start - 1 and t.tag.startswith("person.") for t in terms)
    if not _RANK_OR_ADJECTIVE.fullmatch(fold_text(text[head.start : head.end])):
        return False
    known = ("small", "saying", "outcomes")
    around = fold_text(text[max(0, head.start - 16) : head.end + 12])
    if _OFFICE.search(around):
        return True  # "the General Hospital", "Lopital Jeneral"
    after = _NEXT_WORD.match(text, head.end)
    word = fold_text(after.group(1)) if after else ""
    verb = word in _NO_NOUN or word.endswith(("ing", "ed", "ly", "ando", "endo", "ment", "mente"))
    if after and not verb and not any(t.start == after.start(1) and t.subject in known for t in terms):
        return True
    before = _WORD_BEFORE.search(text, max(0, head.start - 24), head.start)
    return bool(
        before
        and text[head.start].islower()
        and _AFTER_NOUN.fullmatch(fold_text(text[head.start : head.end]))
        and not any(t.end == before.end(1) and t.subject in ("small", "saying", "outcomes") for t in terms)
        and not counted
    )


_BEHIND = re.compile(any_of("adjectives behind people"))
_RANK_OR_ADJECTIVE = re.compile(any_of("ranks that are adjectives"))
_NO_NOUN = word_set("after a rank")
_OFFICE = re.compile(rf"\b{any_of('what is called general')}")
_AFTER_NOUN = re.compile("general|major")  # in French and Spanish the adjective follows its noun
_NEXT_WORD = re.compile(r" ([a-zà-ÿ][\wà-ÿ'’-]+)")
_WORD_BEFORE = re.compile(r"\b([a-zà-ÿ]{3,}) $")


def bears_arms(text: str, start: int, head: int, end: int) -> bool:
    """Whether people are said to be armed: "three armed Serbs", "des jeunes armés"."""
    before, after = fold_text(text[start:head]), fold_text(text[end:][:12])
    return bool(_ARMED.search(before) or _ARMED.match(after.lstrip()))


_ARMED = re.compile(rf"\b{any_of('bearing arms')}\b")


def of_that_group(text: str, end: int) -> bool:
    """Whether members are those of an armed group told of: "miembros de esos grupos"."""
    return bool(_THAT_GROUP.match(fold_text(text[end : end + 30])))


_THAT_GROUP = re.compile(rf"\s{any_of('of that group')}\b")


def of_an_agency(text: str, start: int, head: int, end: int) -> bool:
    """Whether somebody serves an agency of relief, not a mission: "un agent de l'OIM", "UNICEF staff"."""
    before, after = fold_text(text[max(0, start - 14) : head]), fold_text(text[end : end + 40])
    return bool(_OF_AGENCY.match(after) or _AGENCY_BEFORE.search(before))


_OF_AGENCY = re.compile(
    rf"\s(?:\w+\s)??(?:(?:of|de|du|d|del|nan|for)\s(?:the |la |l |el )?)?{any_of('agencies of relief')}\b"
)
_AGENCY_BEFORE = re.compile(rf"\b{any_of('agencies of relief')}\s(?:\w+\s)?$")


def hired_by_mission(text: str, position: int, after: Sequence[Term]) -> bool:
    """Whether somebody is told to work for a mission: "a driver employed by the force"."""
    hired = _HIRED.match(fold_text(text[position : position + 60]))
    return hired is not None and any(_of_mission(t) and 0 <= t.start - position - hired.end() <= 5 for t in after)


def rides_in(text: str, position: int, after: Sequence[Term]) -> Term | None:
    """The force whose vehicle or craft somebody is told to be of: "a crewman of the UN helicopter"."""
    led = _OF.match(fold_text(text[position : position + 16]))
    if led is None:
        return None
    start = position + led.end()
    near = [t for t in after if start <= t.start <= start + _CRAFT and not _HARD.search(text, start, t.start)]
    forces = [t for t in near if t.tag.startswith(("body.", "mission:", "demonym:")) or t.tag == "source.un"]
    forces += [Term(m.start(), m.end(), "body.police", "people") for m in POLICE.finditer(text, start, start + _CRAFT)]
    things = [t for t in near if t.tag == "gear.vehicle" or t.tag.startswith(("item.armoured", "item.aircraft"))]
    for thing in things:
        for force in forces:
            if thing.start <= start + 1 and force.start >= thing.start and _plain(text, thing.end, force.start):
                return force
            if force.start <= start + 1 and _plain(text, force.end, thing.start):
                return force
    return None


def _plain(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) <= 3


_CRAFT = 40  # characters between "of" and the craft or the force whose it is
_HARD = re.compile(r"[,;:.()]")
_OF = re.compile(rf"\s{any_of('of, before a craft')}\s(?:(?:a|an|the|un|une|le|la|l|el|their|its|yon|an)\s)?")


def _of_mission(term: Term) -> bool:
    return term.tag.startswith(("mission:", "body.mission")) or term.tag == "source.un"


_HIRED = re.compile(rf"\s{any_of('hired by')}\b")


def in_one(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """Two nouns side by side as one phrase: "six civilian drivers", "trois civils adultes"."""
    out: list[Phrase] = []
    for phrase in phrases:
        last = out[-1] if out else phrase
        beside = text[last.end : phrase.start] == " " and phrase.start == phrase.head.start
        civil = last.kind == "civilian" and phrase.kind in ("civilian", "people", "years")
        if beside and civil and last.number is not None and phrase.number is None:
            last.end, last.plural = phrase.end, phrase.plural
        else:
            out.append(phrase)
    return out
