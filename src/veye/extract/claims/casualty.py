"""People killed, wounded, missing, abducted: verbs and nouns of harm, and who stands before or after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.casualty_counts import added_up
from veye.extract.claims.casualty_draft import make_draft
from veye.extract.claims.casualty_forces import copular
from veye.extract.claims.casualty_grammar import victims_of
from veye.extract.claims.casualty_inverted import lost_ahead
from veye.extract.claims.casualty_leading import number_of
from veye.extract.claims.casualty_named import apposed
from veye.extract.claims.casualty_not import (
    cared_for,
    carried,
    in_aside,
    not_known,
    of_a_thing,
    of_vehicles,
    shot_them_dead,
    some_told_again,
    superseded,
    taken_prisoner,
    taken_up,
)
from veye.extract.claims.casualty_roll import rolls
from veye.extract.claims.casualty_self import ONESELF, with_oneself
from veye.extract.claims.casualty_side import before_colon, post_of, still_there
from veye.extract.claims.casualty_told import (
    against,
    also_lost,
    gapped,
    likewise,
    otherwise,
    pierced,
    retold,
    set_apart,
    so_did,
    twin_of,
)
from veye.extract.claims.casualty_whose import (
    again,
    all_of,
    as_spoken,
    fought,
    goes_on,
    kin,
    one_more,
    own_driver,
    told_here,
    whole_of_more,
)
from veye.extract.claims.casualty_words import Trigger, Victims, find_triggers, of_group
from veye.extract.clauses import asked, negated, only_planned, partial
from veye.extract.folding import fold_text
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records.claim import Outcome

__all__ = ["find", "find_in_sentence", "find_triggers"]

_REPLACED = re.compile(rf"\b{any_of('replaced reports')}\b")
_FOUND_ALIVE = re.compile(rf"\b{any_of('found alive')}\b")
_MEMORY = 4  # sentences over which "he" and "the others" may lean on people named before


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every statement that people were killed, wounded, abducted or went missing."""
    spoken: list[Victims] = []
    foes: list[Victims] = []  # the harmed of whom was told before those of a gang
    spoken_at = told_at = -1
    last: tuple[int, str, int] = (-1, "", 0)
    hurt: tuple[int, str, int] = (-1, "", 0)
    for sentence in analysis.body():
        if _REPLACED.search(analysis.folded, sentence.start, sentence.end):
            continue
        triggers = find_triggers(sentence)
        if sentence.index - spoken_at > _MEMORY:
            spoken, foes = [], []
        spoken = still_there(sentence, spoken)
        told: list[Victims] = []
        told_by: list[Trigger] = []
        for i, trigger in enumerate(triggers):
            floor = _floor(analysis, sentence, triggers[:i])
            ceiling = triggers[i + 1].start if i + 1 < len(triggers) else sentence.end
            window = Window(analysis, sentence, floor, trigger.start, trigger.end, ceiling)
            if negated(window) or only_planned(window) or asked(window):
                continue
            if cared_for(window, trigger) or not_known(window) or superseded(window):
                continue
            if trigger.outcome == "missing" and _FOUND_ALIVE.search(analysis.folded, trigger.start, sentence.end):
                continue
            victims, how = (copular(window), "copular") if "count" in trigger.forms else ([], "")
            resultative = bool(i) and shot_them_dead(window, triggers[i - 1])
            if not victims and trigger.forms != {"subject"} and not resultative and partial(window):
                continue
            if not victims:
                victims, how = victims_of(window, trigger, spoken, triggers[i - 1] if i else None)
            if not victims and "loss" in trigger.forms:
                victims, how = lost_ahead(window), "loss"
            if victims and trigger.outcome == "wounded" and _to_death(window, victims[-1]):
                trigger = Trigger(trigger.start, trigger.end, "killed", trigger.forms)
            if trigger.outcome == "killed":
                victims = with_oneself(window, victims)
            if _of_the_dead(window, trigger, triggers[:i], last) and not _lives(triggers[i + 1 :]):
                trigger = Trigger(trigger.start, trigger.end, "killed", trigger.forms)
            bare = "weak" in trigger.forms or how == "loss"
            if bare and of_vehicles(window, victims):
                continue
            if trigger.outcome == "abducted" and carried(window):
                continue
            victims = [v for v in victims if not of_a_thing(window, trigger, v)]
            if how == "among" and last[1] == trigger.outcome and 0 <= sentence.index - last[0] <= 1:
                continue  # some of those just counted
            if some_told_again(window, trigger, victims, last) or taken_up(window, victims):
                continue
            if how == "part" and trigger.outcome != "killed" and _told_just_now(window, trigger, last, hurt):
                continue
            if how in ("counted", "subject", "passive") and _of_last(window, victims, hurt, trigger):
                continue
            victims = victims if spoken else [fought(window, v) for v in victims]
            victims = [before_colon(window, apposed(window, v)) for v in victims]
            here = bool(spoken) and spoken_at == sentence.index and goes_on(window, spoken[-1])
            whole = spoken or all_of(analysis, sentence)
            harmed = spoken_at == told_at
            victims = [whole_of_more(window, v, spoken) for v in victims]
            victims = [
                as_spoken(v, whole or told_here(window, v), here=here, harmed=harmed, foes=foes) for v in victims
            ]
            victims = [own_driver(window, kin(window, one_more(window, v, spoken)), spoken) for v in victims]
            victims = [number_of(window, added_up(window, again(window, v, spoken))) for v in victims]
            victims = [v for v in victims if not taken_prisoner(trigger, v)]
            if trigger.outcome == "killed" and "subject" in trigger.forms and window.believed():
                trigger = Trigger(trigger.start, trigger.end, "missing", trigger.forms)
            if trigger.outcome == "killed" and how != "copular" and _one_of_the_hurt(window, victims, hurt):
                how = "part"
            apart = set_apart(window, trigger, victims)
            if apart is not None:
                yield apart[2]
            parted = (apart[0], apart[1]) if apart else (window, victims)
            for victim in parted[1]:
                yield make_draft(parted[0], trigger, victim, how)
            twin = twin_of(window, trigger, victims)
            if twin is not None:
                yield make_draft(window, trigger, twin, "twin")
            yield from gapped(window, trigger, victims)
            if how == "loss":
                yield from also_lost(window, trigger, victims)
            yield from likewise(window, trigger, victims)
            if how == "counted" and trigger.outcome == "killed":
                yield from against(window, trigger, victims)
            if victims:
                told_by.append(trigger)
                foes = spoken if spoken and victims[-1].who == "gang" != spoken[-1].who and harmed else foes
                spoken, spoken_at, told_at = victims, sentence.index, sentence.index
                told += victims
                now = (sentence.index, trigger.outcome, max((v.count.low or 0) for v in victims))
                last = now if trigger.outcome in ("killed", "wounded") else last
                part = sentence.index - hurt[0] <= 1 and now[2] < hurt[2] and _is_single(window, victims[0])
                hurt = now if trigger.outcome == "wounded" and not part else hurt
        if told_at != sentence.index:
            uniforms = [g for g in sentence.groups if g.who in ("mission", "police", "military")]
            if uniforms and (not spoken or uniforms[-1].number or uniforms[-1].country):
                spoken, spoken_at = [of_group(uniforms[-1], analysis.language)], sentence.index
            elif not uniforms and not sentence.groups:
                post = post_of(analysis, sentence)
                if post is not None and (not spoken or sentence.index - spoken_at > 1):
                    spoken, spoken_at = [post], sentence.index
        if not triggers:
            other = so_did(analysis, sentence, last) or retold(analysis, sentence, last)
            if other is not None:
                yield other
        if spoken:
            yield from otherwise(analysis, sentence, triggers, last, spoken[-1])
        yield from pierced(analysis, sentence, spoken, told, told_by)
    yield from rolls(analysis)


def _floor(analysis: Analysis, sentence: Sentence, earlier: Sequence[Trigger]) -> int:
    """Where the stretch of a word of harm begins: behind the one before, but "hostages" may be its people, and an aside
    stands between it and them: "two officers, one of whom is badly hurt, were shot".
    """
    before = earlier[-1] if earlier else None
    if before is None:
        return sentence.start
    people = before.outcome == "abducted" and any(g.head == before.start for g in sentence.groups)
    held = people and before.forms == {"count"}
    return _floor(analysis, sentence, earlier[:-1]) if held or in_aside(analysis, sentence, before) else before.end


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


def _lives(later: Sequence[Trigger]) -> bool:
    """Whether the sentence goes on to tell that somebody is wounded: "a fifth, hit by two bullets, is in hospital"."""
    return any(t.outcome == "wounded" and "weak" not in t.forms for t in later)


_LIVING = re.compile(rf"\b{any_of('grazed')}\b")


def _to_death(window: Window, victim: Victims) -> bool:
    """Whether people were shot, stabbed or beaten "to death"."""
    end = max(victim.end, window.end)
    return bool(_TO_DEATH.match(window.text_with_commas(end, min(window.sentence.end, end + 40))))


_TO_DEATH = re.compile(rf"(?:\s\w+){{0,3}}\s{any_of('to death')}\b")


def _told_just_now(window: Window, trigger: Trigger, last: tuple[int, str, int], hurt: tuple[int, str, int]) -> bool:
    """Whether "some of them" are only a part of those just told, below the headline, to have met the same."""
    return any(
        index >= 0
        and window.sentence.index - index <= 2
        and outcome == trigger.outcome
        and window.analysis.sentences[index].zone != "title"
        for index, outcome, _ in (last, hurt)
    )


def _of_last(window: Window, victims: Sequence[Victims], last: tuple[int, str, int], trigger: Trigger) -> bool:
    """Whether a bare number only counts some of those just told to have met the same: "three of whom critically"."""
    sentence, outcome, count = last
    if (
        len(victims) == 1
        and (not victims[0].other or bool(_LATER.search(window.text(window.start, window.end))))
        and _is_single(window, victims[0])
        and 0 <= window.sentence.index - sentence <= 1
        and outcome == trigger.outcome == "wounded"
        and count > 1
    ):
        if sentence == window.sentence.index and ";" not in window.analysis.text[window.floor : window.start]:
            return not _OTHER_ONE.search(fold_text(victims[0].words))  # "three hurt, one in the head"
        near = window.text(victims[0].end, min(window.sentence.end, window.end + 16))
        return bool(_GRAVELY.search(near) or _IN_CARE.search(near)) and not window.sentence.has("gear.")
    both = any(n.kind == "both" and n.start == victims[0].start for n in window.sentence.numbers) if victims else False
    if both and outcome == trigger.outcome == "wounded" and _IN_CARE.search(window.text(window.start, window.end)):
        return True  # "both were treated"
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
    near = window.text(window.start, window.end)
    moved = bool(_IN_CARE.search(near)) or (first and window.sentence.has("evacuate.", "gravely"))
    gravely = _GRAVELY.search(window.text(window.start, min(window.sentence.end, window.end + 16)))
    return (window.sentence.index == sentence or moved) and (
        len(victims) == 1
        and (victims[0].who == "same" or (victims[0].about is None and bool(gravely)))
        and not victims[0].other
        and outcome == trigger.outcome == "wounded"
        and 0 < (victims[0].count.low or 0) < count
    )


def _is_single(window: Window, victim: Victims) -> bool:
    """Whether somebody is told by "one" or "the other" and no noun."""
    return victim.about is not None and any(t.start == victim.about for t in window.singles())


def _one_of_the_hurt(window: Window, victims: Sequence[Victims], hurt: tuple[int, str, int]) -> bool:
    """Whether one of several wounded just told of died of it: "two were hit; one of them did not survive"."""
    if len(victims) != 1 or (victims[0].count.low, victims[0].count.high) != (1, 1) or hurt[2] < 2:
        return False
    near = 0 <= window.sentence.index - hurt[0] <= 1
    return near and bool(_ONE_OF_THEM.search(window.text(max(window.floor, victims[0].start - 14), window.start)))


_ONE_OF_THEM = re.compile(rf"{any_of('one of them')}\b")


_OTHER_ONE = re.compile(rf"\b{any_of('second')}\b")
_THE_OTHERS = re.compile(r"\b(?:the|les|los|las)\s$")
_LATER = re.compile(rf"\b(?:{any_of('in care')}|{any_of('gravely')})\b")
_IN_CARE = re.compile(rf"\b{any_of('in care')}\b")
_GRAVELY = re.compile(rf"\b{any_of('gravely')}\b")


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
