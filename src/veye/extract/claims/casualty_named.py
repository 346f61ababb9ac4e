"""People of whom the name is told, alone or with those joined to them, as those harmed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.analysis import Group
from veye.extract.claims.casualty_words import Victims, of_group
from veye.extract.claims.named_people import first_told, name_after
from veye.extract.window import Window
from veye.extract.wordlists import any_of, word_set
from veye.records import Count


def named(window: Window, names: Sequence[tuple[int, int]]) -> list[Victims]:
    """People of whom only the names are told, as one group."""
    if not names:
        return []
    start, end, count = names[0][0], names[-1][1], len(names)
    words = window.analysis.words(start, end)
    who = "gang" if count == 1 and _of_a_gang(window, start, end) else "same"
    about = first_told(window.analysis, words) if count == 1 else start
    return [Victims(start, end, Count(count, count), who, words, about=about)]


def _of_a_gang(window: Window, start: int, end: int) -> bool:
    """Whether a name is told with the one that a gang knows its man by, or with his leading it: "alias Vlad"."""
    if _ALIAS.match(window.text(end, end + 40)):
        return True
    heads = _HEADS.match(window.text_with_commas(end, end + 60))
    if heads and any(0 <= t.start - end - heads.end() <= _GANG for t in window.sentence.tagged("body.gang", "armed:")):
        return True
    leads = _LEADS.search(window.text(max(window.sentence.start, start - 20), start))
    return bool(leads) and any(s.has("body.gang", "person.gang.", "armed:") for s in window.analysis.sentences)


_GANG = 24  # characters between "who leads" and the gang
_HEADS = re.compile(rf",?\s{{1,2}}{any_of('who leads')}\s")
_ALIAS = re.compile(rf"\s{{1,2}}{any_of('by another name')}\s")
_LEADS = re.compile(rf"\b{any_of('leads a gang, before a name')}\s$")


def titled(window: Window, title: Group | None, people: list[Victims]) -> list[Victims]:
    """Somebody named in apposition to who he is: "The leader of the gang Ti Bwa, Jean Paul, was killed"."""
    if title is None or title.plural or len(people) != 1 or people[0].who != "same" or people[0].count.low != 1:
        return people
    raw = window.analysis.text
    gap = raw[title.end : people[0].start]
    joins = gap.rstrip().endswith(",") and gap.count(",") == 1 and len(gap.split()) <= _TITLE
    if (
        not joins
        or raw[people[0].end : people[0].end + 1] != ","
        or _VERB & set(window.text(title.end, people[0].start).split())
    ):
        return people
    return [msgspec.structs.replace(people[0], who=title.who, country=title.country)]


_TITLE = 6  # words that may stand between "the leader" and the comma before his name
_VERB = word_set("verbs to be and have")


def named_beside(window: Window, groups: Sequence[Group]) -> list[Victims]:
    """Somebody named right after a word of harm and the people joined to him: "killed Ann Reed and her brother"."""
    name = name_after(window.analysis, window.sentence, window.end)
    if name is None:
        return []
    position, joined = name[1], []
    while (match := _JOINS.match(window.analysis.text, position)) is not None:
        group = next((g for g in groups if 0 <= g.start - match.end() <= 1), None)
        if group is None or group.end > window.ceiling:
            break
        joined.append(of_group(group, window.analysis.language))
        position = group.end
    if not joined:
        return []
    people = [*named(window, [name]), *joined]
    return [_together(people)] if {v.who for v in people} <= {"civilian", "people", "same"} else people


def _together(people: Sequence[Victims]) -> Victims:
    """People of one side as one group."""
    total = people[0].count
    for victim in people[1:]:
        total = total + victim.count
    words = ", ".join(v.words for v in people)
    return msgspec.structs.replace(
        people[0], end=people[-1].end, count=Count(total.low, total.high), words=words, who="civilian"
    )


_JOINS = re.compile(
    rf"(?:, \d{{1,3}})?,? (?:{any_of('joins names')}) (?:{any_of('determiners')} )?(?:{any_of('before kin')} )*"
)


def apposed(window: Window, victim: Victims) -> Victims:
    """People of no side with the one that a noun behind them gives: "Ti Makak, a gang leader"."""
    if victim.who not in ("same", "people", "civilian") or victim.other:
        return victim
    one = victim.count.high == 1
    for end in {victim.end, max(victim.end, window.end)}:
        group = next((g for g in window.sentence.groups if 2 <= g.start - end <= _APPOSED), None)
        if group is None or group.who not in ("gang", "police", "military", "mission"):
            continue
        gap = window.text_with_commas(end, group.start)
        told = (
            _ALL.fullmatch(gap) if not one else (_AGE.fullmatch(gap) and (victim.who == "same" or not victim.generic))
        )
        closes = window.text_with_commas(group.end, min(window.sentence.end, group.end + 16))
        if told and group.plural is not one and not _GOES_ON.match(closes):
            return msgspec.structs.replace(victim, who=group.who, country=victim.country or group.country)
    return victim


_APPOSED = 30  # characters between people and the noun in apposition
_ALL = re.compile(rf",\s{any_of('all of them, in apposition')}\s(?:\w+\s)?")
_AGE = re.compile(rf",\s(?:\d{{1,3}}(?: ans| an| anos)?,\s)?(?:{any_of('determiners')}\s)?")
_GOES_ON = re.compile(rf",?\s(?:{any_of('coordinators')})\s")
