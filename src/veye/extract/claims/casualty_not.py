"""What words of harm say that states no casualty: the cared for, passengers, vehicles, a first count since replaced."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.casualty_words import Trigger, Victims
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention


def superseded(window: Window) -> bool:
    """Whether a count behind a pluperfect was only the first one: "the mission had at first counted one dead"."""
    analysis, sentence = window.analysis, window.sentence
    had = next((t for t in sentence.terms if t.tag == "pluperfect"), None)
    if had is None or len(sentence.numbers) < 1 or window.start < had.start:
        return False
    text = analysis.text
    if "," in text[sentence.start : had.start] and "," in text[had.end : window.start]:
        return False  # "the mission, which had at first counted one dead, confirmed that three were killed"
    first = _AT_FIRST.search(analysis.folded, sentence.start, sentence.end)
    says = [t for t in sentence.terms if t.tag == "say" and 0 <= t.start - had.end <= 16]
    return first is not None and (bool(says) or bool(_COUNTS.search(analysis.folded, had.end, had.end + 30)))


_AT_FIRST = re.compile(rf"\b{any_of('at first')}\b")
_COUNTS = re.compile(rf"\b{any_of('counted so far')}\b")


def carried(window: Window) -> bool:
    """Whether a verb of taking along tells of passengers: no armed group is named up to there."""
    if _BODY.search(window.text(max(window.sentence.start, window.start - 16), window.start)):
        return True  # "his body carried off"
    if window.preceded_by("be") or not _TAKES_ALONG.fullmatch(window.text(window.start, window.end)):
        return False
    index = window.sentence.index
    told = window.analysis.sentences[max(0, index - 3) : index + 1]
    return not any(s.has("body.gang", "person.gang.", "armed:") for s in told)


_BODY = re.compile(rf"\b{any_of('a dead body')}\s(?:\w+\s)?$")
_TAKES_ALONG = re.compile(any_of("takes along"))


def taken_prisoner(trigger: Trigger, victim: Victims) -> bool:
    """Whether fighters of an armed group were captured, which is no abduction."""
    return trigger.outcome == "abducted" and victim.who == "gang"


def cared_for(window: Window, trigger: Trigger) -> bool:
    """Whether the harmed are only whom somebody is to move or treat: "seventy soldiers to evacuate the wounded"."""
    if not trigger.forms & {"count", "either"} or window.preceded_by("be", 1):
        return False
    before = window.text(max(window.sentence.start, window.start - 40), window.start)
    return bool(_CARE.search(before))


_CARE = re.compile(rf"\b{any_of('to care for')}\s{any_of('determiners')}?\s?$")


def shot_them_dead(window: Window, before: Trigger) -> bool:
    """Whether "dead" only tells how another verb ended: "shot ten of them dead"."""
    numbers = [n for n in window.sentence.numbers if n.start >= before.end and n.end <= window.start]
    return "weak" in before.forms and len(numbers) == 1 and numbers[0].start - before.end <= 1


def of_vehicles(window: Window, victims: Sequence[Victims]) -> bool:
    """Whether "one was hit", "seven were burned" speak of vehicles, of which the text was talking."""
    if len(victims) != 1 or (victims[0].who == "same" and victims[0].other):
        return False
    nameless = not any(g.start <= victims[0].start < g.end for g in window.sentence.groups)
    if not nameless:
        return False
    for sentence in reversed(window.analysis.sentences[max(0, window.sentence.index - 1) : window.sentence.index + 1]):
        vehicles = [t.start for t in sentence.terms if t.tag.startswith(_VEHICLES) and t.start < window.start]
        people = [g.start for g in sentence.groups if g.start < window.start]
        if vehicles or people:
            return max(vehicles, default=-1) > max(people, default=-1)
    return False


def of_a_thing(window: Window, trigger: Trigger, victim: Victims) -> bool:
    """Whether only a thing was hit: "a police post was burned", "a helicopter with 18 people took several bullets"."""
    group = next((g for g in window.sentence.groups if g.start == victim.start), None)
    if group is None or trigger.outcome != "wounded":
        return False
    bodies = {t.start for t in window.sentence.terms if t.tag.startswith("body.")}
    if group.head in bodies and (victim.count.low, victim.count.high) == (1, 1):
        return True
    hit = _HIT.search(window.text(trigger.start, trigger.end))
    aboard = [t for t in window.sentence.terms if t.tag.startswith((*_VEHICLES, "target")) and t.end <= group.start]
    return bool(hit and aboard) and group.end <= trigger.start and window.is_companion(group)


_HIT = re.compile(rf"\b{any_of('hit, alive or dead')}\b")
_VEHICLES = ("item.armoured_vehicle", "item.vehicle", "item.aircraft", "gear.vehicle")


def not_known(window: Window) -> bool:
    """Whether it is only asked, or not known, whether there was harm: "could not say whether anyone was hurt"."""
    return bool(_WHETHER.search(window.text(max(window.sentence.start, window.start - 50), window.start)))


_WHETHER = re.compile(rf"\b{any_of('not known whether')}\s(?:\w+\s){{0,4}}$")


def some_told_again(window: Window, trigger: Trigger, victims: Sequence[Victims], last: tuple[int, str, int]) -> bool:
    """Whether some of those just told are told again: "six died; four of them were shot in bed", "41 wounded, among
    whom three are badly hurt".
    """
    index, outcome, many = last
    if len(victims) != 1 or not 0 < (victims[0].count.low or 0) <= many or window.sentence.index - index > 1:
        return False
    number = next((n for n in window.sentence.numbers if n.start == victims[0].start), None)
    if number is None:
        return False
    if outcome == trigger.outcome and window.sentence.index == index and window.is_subset(number.start, reach=2):
        return True
    return outcome == "killed" and window.partitive_pronoun(number)


def taken_up(window: Window, victims: Sequence[Victims]) -> bool:
    """Whether a noun only takes up people told before: "the other wounded are in hospital", "lòt blese yo"."""
    if len(victims) != 1 or (victims[0].count.low, victims[0].count.high) != (2, None):
        return False
    if window.analysis.language == "ht":
        behind = _THESE.match(window.text(window.end, window.end + 4))
        return bool(behind and _OTHER.search(window.text(max(window.floor, window.start - 5), window.start)))
    return bool(_THE_OTHER.search(window.text(max(window.sentence.start, window.start - 16), window.start)))


_THESE = re.compile(r"\syo\b")
_OTHER = re.compile(rf"\b{any_of('second')}\s$")
_THE_OTHER = re.compile(rf"\b{any_of('the other, of those told')}\s$")


def in_aside(analysis: Analysis, sentence: Sentence, harm: Trigger) -> bool:
    """Whether a word of harm stands in an aside about some of those told of: "…, one of whom is badly hurt, …"."""
    text = analysis.text
    start, end = text.rfind(",", sentence.start, harm.start), text.find(",", harm.end, sentence.end)
    if start < 0 or not 0 < end - start <= _ASIDE:
        return False
    led = any(t.tag == "subset" and 0 < t.start - start <= 2 for t in sentence.terms)
    return led or bool(_ONE_OF_WHOM.match(analysis.folded, start + 1))


_ASIDE = 70  # characters of an aside
_ONE_OF_WHOM = re.compile(rf"\s{any_of('one of whom')}\b")


def not_so_many(window: Window, number: NumberMention) -> bool:
    """Whether a number is only the one denied: "two officers, not three, were killed"."""
    return bool(_NOT.search(window.text_with_commas(max(window.sentence.start, number.start - 12), number.start)))


_NOT = re.compile(rf"(?:,|^)\s?{any_of('not so many')}\s$")
