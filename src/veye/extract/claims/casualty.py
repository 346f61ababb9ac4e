"""People killed, wounded, missing, abducted: verbs and nouns of harm, and who stands before or after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.casualty_counts import added_up
from veye.extract.claims.casualty_draft import make_draft
from veye.extract.claims.casualty_forces import copular
from veye.extract.claims.casualty_grammar import victims_of
from veye.extract.claims.casualty_self import ONESELF, with_oneself
from veye.extract.claims.casualty_told import against, gapped, otherwise, pierced, retold, twin_of
from veye.extract.claims.casualty_words import Trigger, Victims, find_triggers, of_group
from veye.extract.clauses import asked, negated, only_planned, partial
from veye.extract.folding import fold_text
from veye.extract.same import equal_counts
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count
from veye.records.claim import Outcome

__all__ = ["find", "find_in_sentence", "find_triggers"]

_THE = re.compile(r"\b(?:the|el|le|l)\s$")
_CARE = re.compile(rf"\b{any_of('to care for')}\s{any_of('determiners')}?\s?$")
_REPLACED = re.compile(rf"\b{any_of('replaced reports')}\b")
_FOUND_ALIVE = re.compile(rf"\b{any_of('found alive')}\b")
_MEMORY = 4  # sentences over which "he" and "the others" may lean on people named before


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every statement that people were killed, wounded, abducted or went missing."""
    spoken: list[Victims] = []
    spoken_at = told_at = -1
    last: tuple[int, str, int] = (-1, "", 0)
    hurt: tuple[int, str, int] = (-1, "", 0)
    for sentence in analysis.body():
        if _REPLACED.search(analysis.folded, sentence.start, sentence.end) or _superseded(analysis, sentence):
            continue
        triggers = find_triggers(sentence)
        if sentence.index - spoken_at > _MEMORY:
            spoken = []
        for i, trigger in enumerate(triggers):
            floor = triggers[i - 1].end if i else sentence.start
            ceiling = triggers[i + 1].start if i + 1 < len(triggers) else sentence.end
            window = Window(analysis, sentence, floor, trigger.start, trigger.end, ceiling)
            if negated(window) or only_planned(window) or _cared_for(window, trigger) or asked(window):
                continue
            if trigger.outcome == "missing" and _FOUND_ALIVE.search(analysis.folded, trigger.start, sentence.end):
                continue
            victims, how = (copular(window), "copular") if "count" in trigger.forms else ([], "")
            resultative = bool(i) and _shot_them_dead(window, triggers[i - 1])
            if not victims and trigger.forms != {"subject"} and not resultative and partial(window):
                continue
            if not victims:
                victims, how = victims_of(window, trigger, spoken, triggers[i - 1] if i else None)
            if victims and trigger.outcome == "wounded" and _to_death(window, victims[-1]):
                trigger = Trigger(trigger.start, trigger.end, "killed", trigger.forms)
            if trigger.outcome == "killed":
                victims = with_oneself(window, victims)
            if _of_the_dead(window, trigger, triggers[:i], last):
                trigger = Trigger(trigger.start, trigger.end, "killed", trigger.forms)
            bare = "weak" in trigger.forms or how == "loss"
            if bare and _of_vehicles(window, victims):
                continue
            if trigger.outcome == "abducted" and _carried(window):
                continue
            if how == "among" and last[1] == trigger.outcome and 0 <= sentence.index - last[0] <= 1:
                continue  # some of those just counted
            if how in ("counted", "subject", "passive") and _of_last(window, victims, hurt, trigger):
                continue
            victims = victims if spoken else [_fought(window, v) for v in victims]
            here = bool(spoken) and spoken_at == sentence.index and _goes_on(window, spoken[-1])
            victims = [
                _as_spoken(v, spoken or _all_of(analysis, sentence) or _told_here(window, v), here=here, harmed=spoken_at == told_at)
                for v in victims
            ]
            victims = [_kin(window, _one_more(window, v, spoken)) for v in victims]
            victims = [added_up(window, _again(window, v, spoken)) for v in victims]
            if trigger.outcome == "killed" and "subject" in trigger.forms and window.believed():
                trigger = Trigger(trigger.start, trigger.end, "missing", trigger.forms)
            if trigger.outcome == "killed" and how != "copular" and _one_of_the_hurt(window, victims, hurt):
                how = "part"
            for victim in victims:
                yield make_draft(window, trigger, victim, how)
            twin = twin_of(window, trigger, victims)
            if twin is not None:
                yield make_draft(window, trigger, twin, "twin")
            yield from gapped(window, trigger, victims)
            if how == "counted" and trigger.outcome == "killed":
                yield from against(window, trigger, victims)
            if victims:
                spoken, spoken_at, told_at = victims, sentence.index, sentence.index
                told = (sentence.index, trigger.outcome, max((v.count.low or 0) for v in victims))
                last = told if trigger.outcome in ("killed", "wounded") else last
                hurt = told if trigger.outcome == "wounded" else hurt
        if told_at != sentence.index:
            uniforms = [g for g in sentence.groups if g.who in ("mission", "police", "military")]
            if uniforms and (not spoken or uniforms[-1].number or uniforms[-1].country):
                spoken, spoken_at = [of_group(uniforms[-1], analysis.language)], sentence.index
        if not triggers:
            other = retold(analysis, sentence, last)
            if other is not None:
                yield other
        if spoken:
            yield from otherwise(analysis, sentence, triggers, last, spoken[-1])
        if told_at != sentence.index:
            yield from pierced(analysis, sentence, spoken)


def _shot_them_dead(window: Window, before: Trigger) -> bool:
    """Whether "dead" only tells how another verb ended: "shot ten of them dead"."""
    numbers = [n for n in window.sentence.numbers if n.start >= before.end and n.end <= window.start]
    return "weak" in before.forms and len(numbers) == 1 and numbers[0].start - before.end <= 1


def _superseded(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether a count in the pluperfect was only the first one: "the mission had at first counted one dead"."""
    had = next((t for t in sentence.terms if t.tag == "pluperfect"), None)
    if had is None or len(sentence.numbers) < 1:
        return False
    first = _AT_FIRST.search(analysis.folded, sentence.start, sentence.end)
    says = [t for t in sentence.terms if t.tag == "say" and 0 <= t.start - had.end <= 16]
    return first is not None and (bool(says) or bool(_COUNTS.search(analysis.folded, had.end, had.end + 30)))


_AT_FIRST = re.compile(rf"\b{any_of('at first')}\b")
_COUNTS = re.compile(rf"\b{any_of('counted so far')}\b")


def _carried(window: Window) -> bool:
    """Whether a verb of taking along tells of passengers: no armed group is named up to there."""
    if window.preceded_by("be") or not _TAKES_ALONG.fullmatch(window.text(window.start, window.end)):
        return False
    index = window.sentence.index
    told = window.analysis.sentences[max(0, index - 3) : index + 1]
    return not any(s.has("body.gang", "person.gang.", "armed:") for s in told)


_TAKES_ALONG = re.compile(any_of("takes along"))


def _cared_for(window: Window, trigger: Trigger) -> bool:
    """Whether the harmed are only whom somebody is to move or treat: "seventy soldiers to evacuate the wounded"."""
    if not trigger.forms & {"count", "either"} or window.preceded_by("be", 1):
        return False
    before = window.text(max(window.sentence.start, window.start - 40), window.start)
    return bool(_CARE.search(before))


def _of_the_dead(window: Window, trigger: Trigger, earlier: Sequence[Trigger], last: tuple[int, str, int]) -> bool:
    """Whether "was shot" tells how one died: "its first death came when an officer was shot"; "killed two, then shot
    himself".
    """
    text = window.analysis.folded
    if ONESELF.search(text, trigger.start, trigger.end):
        return any(t.outcome == "killed" for t in earlier) and not window.hurt_somewhere()
    if "weak" not in trigger.forms:
        return False
    for t in earlier[-1:]:
        if t.outcome == "killed" and t.forms & {"count", "loss", "of"} and not t.forms & {"either", "subject"}:
            return True
    if _LIVING.search(text, trigger.start, trigger.end):
        return False
    opens = any(t.tag == "single" and t.start <= window.sentence.start + 2 for t in window.sentence.terms)
    return opens and last[:2] == (window.sentence.index - 1, "killed")


_LIVING = re.compile(rf"\b{any_of('grazed')}\b")


def _to_death(window: Window, victim: Victims) -> bool:
    """Whether people were shot, stabbed or beaten "to death"."""
    end = max(victim.end, window.end)
    return bool(_TO_DEATH.match(window.text_with_commas(end, min(window.sentence.end, end + 40))))


_TO_DEATH = re.compile(rf"(?:\s\w+){{0,3}}\s{any_of('to death')}\b")


def _of_last(window: Window, victims: Sequence[Victims], last: tuple[int, str, int], trigger: Trigger) -> bool:
    """Whether a bare number only counts some of those just told to have met the same: "three of whom critically"."""
    sentence, outcome, count = last
    if (
        len(victims) == 1
        and victims[0].about is not None
        and not victims[0].other
        and any(t.start == victims[0].about for t in window.singles())
        and 0 <= window.sentence.index - sentence <= 1
        and outcome == trigger.outcome == "wounded"
        and count > 1
    ):
        if sentence == window.sentence.index and ";" not in window.analysis.text[window.floor : window.start]:
            return not _OTHER_ONE.search(fold_text(victims[0].words))  # "three hurt, one in the head"
        near = window.text(victims[0].end, min(window.sentence.end, window.end + 16))
        return bool(_GRAVELY.search(near)) and not window.sentence.has("gear.")
    the_others = (
        len(victims) == 1
        and victims[0].other
        and bool(_THE_OTHERS.search(window.text(max(0, victims[0].start - 5), victims[0].start)))
        and 0 <= window.sentence.index - sentence <= 1
        and outcome == trigger.outcome
        and 1 < (victims[0].count.low or 0) < count
    )
    if the_others:
        return True
    first = not any(t.end <= trigger.start for t in find_triggers(window.sentence))
    moved = first and window.sentence.has("evacuate.", "gravely")
    gravely = _GRAVELY.search(window.text(window.start, min(window.sentence.end, window.end + 16)))
    return (window.sentence.index == sentence or moved) and (
        len(victims) == 1
        and (victims[0].who == "same" or (victims[0].about is None and bool(gravely)))
        and not victims[0].other
        and outcome == trigger.outcome == "wounded"
        and 0 < (victims[0].count.low or 0) < count
    )


def _one_of_the_hurt(window: Window, victims: Sequence[Victims], hurt: tuple[int, str, int]) -> bool:
    """Whether one of several wounded just told of died of it: "two were hit; one of them did not survive"."""
    if len(victims) != 1 or (victims[0].count.low, victims[0].count.high) != (1, 1) or hurt[2] < 2:
        return False
    near = 0 <= window.sentence.index - hurt[0] <= 1
    return near and bool(_ONE_OF_THEM.search(window.text(max(window.floor, victims[0].start - 14), window.start)))


_ONE_OF_THEM = re.compile(rf"{any_of('one of them')}\b")


def _of_vehicles(window: Window, victims: Sequence[Victims]) -> bool:
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


_OTHER_ONE = re.compile(rf"\b{any_of('second')}\b")
_THE_OTHERS = re.compile(r"\b(?:the|les|los|las)\s$")
_GRAVELY = re.compile(rf"\b{any_of('gravely')}\b")
_VEHICLES = ("item.armoured_vehicle", "item.vehicle", "item.aircraft", "gear.vehicle")


def _again(window: Window, victim: Victims, spoken: Sequence[Victims]) -> Victims:
    """ "The officer": the one of whom was spoken before, where that was one uniformed person."""
    last = spoken[-1] if spoken else None
    uniforms = ("mission", "police", "military")
    if last is None or victim.who not in uniforms or last.who not in uniforms or victim.about == last.about:
        return victim
    alone = (victim.count.low, victim.count.high) == (1, 1) == (last.count.low, last.count.high)
    if alone and not victim.other and _THE.search(window.text(max(0, victim.start - 5), victim.start)):
        return msgspec.structs.replace(victim, who=last.who, country=last.country, about=last.about)
    return victim


def _one_more(window: Window, victim: Victims, spoken: Sequence[Victims]) -> Victims:
    """ "A fourth man", "un tercer integrante": one more of the side last spoken of."""
    last = spoken[-1] if spoken else None
    if last is None or (victim.ordinal or 0) < 2 or victim.country or last.who in ("people", "same"):
        return victim
    if not _ANY_MAN.search(fold_text(victim.words)):
        return victim
    return msgspec.structs.replace(victim, who=last.who, country=last.country, other=True)


def _kin(window: Window, victim: Victims) -> Victims:
    """Somebody told as the kin of another, who is another person: "her mother was hit"."""
    if victim.about is None or not _KIN.match(window.text(victim.about, victim.about + 14)):
        return victim
    before = window.text(max(window.sentence.start, victim.about - 10), victim.about)
    owned = _OWN.search(before) or _OWN_AFTER.match(window.text(victim.about, victim.about + 20))
    return msgspec.structs.replace(victim, other=True) if owned else victim


_KIN = re.compile(rf"{any_of('kin')}\b")
_OWN = re.compile(rf"\b{any_of('whose people')}\s(?:\w+\s)?$")
_OWN_AFTER = re.compile(r"\w+\s(?:li|l|yo)\b")
_ANY_MAN = re.compile(rf"\b{any_of('no more than a person')}$")


def _all_of(analysis: Analysis, sentence: Sentence) -> list[Victims]:
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


def _told_here(window: Window, victim: Victims) -> list[Victims]:
    """The uniformed people of the sentence before "a colleague": whose colleague he is."""
    uniforms = ("mission", "police", "military")
    before = [g for g in window.sentence.groups if g.end <= victim.start and g.who in uniforms]
    return [of_group(g, window.analysis.language) for g in before[-1:]] if victim.about is not None else []


def _fought(window: Window, victim: Victims) -> Victims:
    """A bare count as that of the gang that a force fought: "police clashed with bandits: eight died"."""
    before = [g for g in window.sentence.groups if g.end <= victim.start]
    if victim.who != "same" or victim.about is not None or victim.other or not before or before[-1].who != "gang":
        return victim
    forces = [t for t in window.sentence.terms if t.tag in ("body.police", "body.military", "body.mission")]
    first = any(t.end <= before[-1].start for t in forces)
    return msgspec.structs.replace(victim, who="gang") if first else victim


def _goes_on(window: Window, last: Victims) -> bool:
    """Whether a clause only goes on from people just told of: "eight attackers died and several were injured"."""
    between = window.analysis.text[last.end : window.start]
    says = any(t.tag == "say" and last.end <= t.start < window.start for t in window.sentence.terms)
    return not says and not set(between) & set(";:.") and len(between) <= 60


_CROWD = 40  # so many dead are not of a force that was only mentioned


def _as_spoken(victim: Victims, spoken: Sequence[Victims], *, here: bool = False, harmed: bool = True) -> Victims:
    """ "Others", "comrades", a bare number: of the side last spoken of.

    `here` tells that this was in the same clause, `harmed` that those people were told to be harmed.
    """
    if victim.who != "same":
        return victim
    alike = [v for v in spoken if equal_counts(v.count, victim.count) and (v.count.low or 0) > 1]
    last = alike[0] if len(alike) == 1 else (spoken[-1] if spoken else None)
    gang = last is not None and last.who == "gang" and victim.about is None and not here
    crowd = not harmed and victim.about is None and (victim.count.low or 0) >= _CROWD
    if last is None or gang or crowd:
        return msgspec.structs.replace(victim, who="people")
    return msgspec.structs.replace(victim, who=last.who, country=victim.country or last.country)


def find_in_sentence(analysis: Analysis, sentence: Sentence) -> list[tuple[Outcome, Victims]]:
    """What befell whom in one sentence, read by itself."""
    found: list[tuple[Outcome, Victims]] = []
    triggers = find_triggers(sentence)
    for i, trigger in enumerate(triggers):
        floor = triggers[i - 1].end if i else sentence.start
        ceiling = triggers[i + 1].start if i + 1 < len(triggers) else sentence.end
        window = Window(analysis, sentence, floor, trigger.start, trigger.end, ceiling)
        if not negated(window):
            victims, _ = victims_of(window, trigger, [], None)
            found.extend((trigger.outcome, v) for v in victims)
    return found
