"""Whose people are who are told by what was said of others: "the officer", "a fourth man", "others", a bare count."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.casualty_words import Victims, of_group
from veye.extract.folding import fold_text
from veye.extract.same import equal_counts
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count


def again(window: Window, victim: Victims, spoken: Sequence[Victims]) -> Victims:
    """ "The officer", "the man": the one of whom was spoken before, where that was one uniformed person."""
    last = spoken[-1] if spoken else None
    uniforms = ("mission", "police", "military")
    anybody = victim.who == "civilian" and _ANY_MAN.search(fold_text(victim.words))
    if last is None or not (anybody or victim.who in uniforms) or last.who not in uniforms:
        return victim
    if victim.about == last.about:
        return victim
    alone = (victim.count.low, victim.count.high) == (1, 1) == (last.count.low, last.count.high)
    if alone and not victim.other and _THE.search(window.text(max(0, victim.start - 5), victim.start)):
        return msgspec.structs.replace(victim, who=last.who, country=last.country, about=last.about)
    return victim


_THE = re.compile(r"\b(?:the|el|le|l)\s$")


def one_more(window: Window, victim: Victims, spoken: Sequence[Victims]) -> Victims:
    """ "A fourth man", "un tercer integrante": one more of the side last spoken of."""
    last = spoken[-1] if spoken else None
    if last is None or (victim.ordinal or 0) < 2 or victim.country or last.who in ("people", "same"):
        return victim
    if not _ANY_MAN.search(fold_text(victim.words)):
        return victim
    return msgspec.structs.replace(victim, who=last.who, country=last.country, other=True)


_ANY_MAN = re.compile(rf"\b{any_of('no more than a person')}$")


def kin(window: Window, victim: Victims) -> Victims:
    """Somebody told as the kin of another, who is another person: "her mother was hit"."""
    if victim.about is None or not _KIN.match(window.text(victim.about, victim.about + 14)):
        return victim
    before = window.text(max(window.sentence.start, victim.about - 10), victim.about)
    owned = _OWN.search(before) or _OWN_AFTER.match(window.text(victim.about, victim.about + 20))
    return msgspec.structs.replace(victim, other=True) if owned else victim


_KIN = re.compile(rf"{any_of('kin')}\b")
_OWN = re.compile(rf"\b{any_of('whose people')}\s(?:\w+\s)?$")


def own_driver(window: Window, victim: Victims, spoken: Sequence[Victims]) -> Victims:
    """ "Their driver": of the side of the uniformed people whose he is."""
    if victim.who != "civilian" or victim.about is None or not _RIDES.match(window.text(victim.about, victim.end)):
        return victim
    before = window.text(max(window.sentence.start, victim.about - 10), victim.about)
    if not (_OWN.search(before) or _OWN_AFTER.match(window.text(victim.about, victim.about + 20))):
        return victim
    uniforms = [*spoken[-1:], *told_here(window, victim)]
    last = uniforms[-1] if uniforms else None
    if last is None or last.who not in ("mission", "police", "military"):
        return victim
    return msgspec.structs.replace(victim, who=last.who, country=last.country, other=True)


_RIDES = re.compile(rf"{any_of('who rides with soldiers')}\b")
_OWN_AFTER = re.compile(r"\w+\s(?:li|l|yo)\b")


def all_of(analysis: Analysis, sentence: Sentence) -> list[Victims]:
    """ "All were Bangladeshi", "tous deux zambiens": whose the dead and wounded of a first sentence are."""
    for near in analysis.sentences[sentence.index : sentence.index + 2]:
        for term in near.terms:
            if term.tag == "all" and term.subject == "small":
                country = next(
                    (t for t in near.terms if t.tag.startswith("demonym:") and 0 <= t.start - term.end <= 14), None
                )
                if country is not None and country.tag.partition(":")[2] not in analysis.hosts:
                    name = country.tag.partition(":")[2]
                    return [Victims(term.start, country.end, Count(2, None), "mission", name, name)]
    return []


def told_here(window: Window, victim: Victims) -> list[Victims]:
    """The uniformed people of the sentence before "a colleague": whose colleague he is."""
    uniforms = ("mission", "police", "military")
    before = [g for g in window.sentence.groups if g.end <= victim.start and g.who in uniforms]
    return [of_group(g, window.analysis.language) for g in before[-1:]] if victim.about is not None else []


def fought(window: Window, victim: Victims) -> Victims:
    """A bare count as that of the gang that a force fought: "police clashed with bandits: eight died"."""
    before = [g for g in window.sentence.groups if g.end <= victim.start]
    if victim.who != "same" or victim.about is not None or victim.other or not before or before[-1].who != "gang":
        return victim
    forces = [t for t in window.sentence.terms if t.tag in ("body.police", "body.military", "body.mission")]
    first = any(t.end <= before[-1].start for t in forces)
    return msgspec.structs.replace(victim, who="gang") if first else victim


def goes_on(window: Window, last: Victims) -> bool:
    """Whether a clause only goes on from people just told of: "eight attackers died and several were injured"."""
    between = window.analysis.text[last.end : window.start]
    says = any(t.tag == "say" and last.end <= t.start < window.start for t in window.sentence.terms)
    return not says and not set(between) & set(";:.") and len(between) <= 60


def whole_of_more(window: Window, victim: Victims, spoken: Sequence[Victims]) -> Victims:
    """A bare count as one of people of any side, where a part of it is of another than those last spoken of."""
    if victim.who != "same" or victim.about is not None or not spoken:
        return victim
    parts = {g.who for g in window.sentence.groups if g.start > victim.end and window.is_subset(g.start, reach=14)}
    others = parts - {spoken[-1].who, "people", "same"}
    return msgspec.structs.replace(victim, who="people") if others else victim


def as_spoken(
    victim: Victims,
    spoken: Sequence[Victims],
    *,
    here: bool = False,
    harmed: bool = True,
    foes: Sequence[Victims] = (),
) -> Victims:
    """ "Others", "comrades", a bare number: of the side last spoken of.

    `here` tells that this was in the same clause, `harmed` that those people were told to be harmed; `foes` are those
    told to be harmed before a gang was: they, not the gang, are of whom a report goes on to tell.
    """
    if victim.who != "same":
        return victim
    alike = [v for v in spoken if equal_counts(v.count, victim.count) and (v.count.low or 0) > 1]
    last = alike[0] if len(alike) == 1 else (spoken[-1] if spoken else None)
    gang = last is not None and last.who == "gang" and victim.about is None and not here
    crowd = not harmed and victim.about is None and (victim.count.low or 0) >= _CROWD
    several = not alike and victim.about is None and not victim.other and len({v.who for v in spoken}) > 1
    if gang and foes and not crowd and (victim.count.low or 0) < _CROWD:
        return msgspec.structs.replace(victim, who=foes[-1].who, country=victim.country or foes[-1].country)
    if last is None or gang or crowd or several:
        return msgspec.structs.replace(victim, who="people")
    return msgspec.structs.replace(victim, who=last.who, country=victim.country or last.country)


_CROWD = 40  # so many dead are not of a force that was only mentioned
