"""People told around a word of harm in an uncommon place: "killed on Monday, agent X", "to two the number of Kenyans
killed", "several of them".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.analysis import Group
from veye.extract.claims.casualty_named import named
from veye.extract.claims.casualty_words import Victims, of_group
from veye.extract.claims.named_people import name_after
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention

_OPENS = 2  # characters between the start of a sentence and a participle that opens it
_ADJUNCTS = 90  # characters of adjuncts between such a participle and its comma


def fronted(window: Window) -> list[Victims]:
    """ "Tué lundi à Delmas, l'agent Rony Pierre …": whom a participle at the head of a sentence tells of."""
    raw, start = window.analysis.text, window.sentence.start
    if window.start - start > _OPENS or window.analysis.language == "ht":
        return []
    comma = raw.find(", ", window.end, min(window.sentence.end, window.end + _ADJUNCTS))
    if comma < 0 or any(window.end <= g.start < comma for g in window.sentence.groups) or window.ceiling < comma:
        return []
    group = next((g for g in window.sentence.groups if g.start >= comma), None)
    if group is not None and not window.text(comma + 1, group.start).split()[1:]:
        return [of_group(group, window.analysis.language)] if not group.plural or group.number else []
    name = name_after(window.analysis, window.sentence, comma + 1)
    return named(window, [name] if name else [])


def number_of(window: Window, victim: Victims) -> Victims:
    """People without a number with the one told of them: "porte à deux le nombre de Kényans tués"."""
    creole = window.analysis.language == "ht" and (victim.count.low, victim.count.high) == (1, 1)
    if not (creole or (victim.count.low, victim.count.high) == (2, None)) or victim.start > window.start:
        return victim
    led = _NUMBER_OF.search(window.text(max(window.sentence.start, victim.start - 30), victim.start))
    if led is None:
        return victim
    begins = victim.start - len(led.group())
    for number in window.sentence.numbers:
        if not number.counts or number.kind == "article":
            continue
        before = number.end <= begins and _IS_THE.fullmatch(window.text(number.end, begins))
        after = window.end <= number.start and _COMES_TO.fullmatch(window.text(window.end, number.start))
        if before or after:
            return msgspec.structs.replace(victim, count=number.count)
    return victim


_NUMBER_OF = re.compile(
    rf"(?:^|\s)(?:the |le |la |el )?{any_of('number of')}\s(?:the |la |los |las |les |l )?(?:\w+\s)?$"
)
_IS_THE = re.compile(rf"(?:\s+{any_of('such is')})*\s*")
_COMES_TO = re.compile(rf"\s+(?:[\w ]{{0,50}}\s)?{any_of('comes to')}\s(?:now |already |desormais |deja |ya )?")


def of_them(window: Window, number: NumberMention, victim: Victims) -> Victims:
    """ "Several of them were killed": of the people last spoken of, gangs too."""
    index = window.sentence.index
    here = [g for g in window.sentence.groups if g.end <= number.start and _many(g) and not window.is_source(g)]
    told: Sequence[Group] = here
    if not here and index:
        told = [g for g in window.analysis.sentences[index - 1].groups if _many(g)]
    if not told:
        return victim
    whole = told[-1] if here else told[0]
    return msgspec.structs.replace(victim, who=whole.who, country=whole.country)


def _many(group: Group) -> bool:
    """Whether people are several and of a side, as "them" asks for."""
    return group.who not in ("same", "people") and (group.plural or (group.number is not None))
