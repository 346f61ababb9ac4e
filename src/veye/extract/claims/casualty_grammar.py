"""Whom a word of harm speaks of: before it, after it, counted by it, or told of earlier."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.claims.casualty_around import (
    FIRST_ONES,
    agree_together,
    before_next,
    behind_a_thing,
    closed,
    counts_harm,
    did_it,
    falls_dead,
    hits_it,
    is_one,
    it_was,
    marked_object,
    no_object,
    owns,
    parts_after,
    past_relative,
    past_source,
    people_fall,
    to_care,
    told_of_those_before,
)
from veye.extract.claims.casualty_counts import bare_plural, counted, listed_after, toll
from veye.extract.claims.casualty_forces import copular, force_before, of_a_mission, of_loser
from veye.extract.claims.casualty_inverted import agreeing, object_ahead, past_adjuncts
from veye.extract.claims.casualty_leading import fronted, of_them
from veye.extract.claims.casualty_lists import labelled, moved, past_day
from veye.extract.claims.casualty_named import named, named_beside, titled
from veye.extract.claims.casualty_not import not_so_many
from veye.extract.claims.casualty_self import ONESELF, oneself
from veye.extract.claims.casualty_shots import right_after_people, shoots, shot_before, some_of
from veye.extract.claims.casualty_words import (
    Trigger,
    Victims,
    bare_number,
    by_gang,
    elliptic,
    leaning,
    of_group,
    with_named,
    without_apposition,
    without_whole,
)
from veye.extract.claims.named_people import name_after, names_before
from veye.extract.people import count_of
from veye.extract.window import Window
from veye.extract.wordlists import any_of


def victims_of(
    window: Window, trigger: Trigger, spoken: Sequence[Victims], before: Trigger | None
) -> tuple[list[Victims], str]:
    """The people a word of harm speaks of, and by which grammar; none where it governs no people."""
    forms = trigger.forms
    passive = window.preceded_by("be")
    if window.analysis.language == "ht" and "either" in forms and window.followed_by_people():
        passive = False  # "bandi te touye 40 moun"
    if ONESELF.search(window.text(trigger.start, trigger.end)):
        return oneself(window, before, spoken), "subject"
    if forms == {"fall"}:
        if not (falls_dead(window) and people_fall(window)):
            return fronted(window), "fronted"
        forms = frozenset({"subject"})
    if "toll" in forms:
        total = toll(window)
        return ([total], "toll") if total else ([], "")
    if "among" in forms:
        return _among(window, spoken, passive=passive), "among"
    if "remains" in forms:
        near = window.text(max(window.floor, window.start - 30), min(window.sentence.end, window.end + 60))
        news = bool(_FOUND.search(near))
        right = _right(window, reach=24)
        if right or forms == {"remains"}:
            return right, "noun" if news else "remains"
    if "of" in forms:
        right = _right(window, reach=24)
        if right:
            return right, "noun"
        if forms == {"of"} and not (passive and window.analysis.language == "fr"):
            return [], "noun"
        forms |= {"subject"}  # "un policier est mort d'une balle"
    if "count" in forms:
        told = labelled(window, lambda position: _right(moved(window, position), reach=4))
        if told:
            return told, "labelled"
        past = past_day(window)
        right = _right(past, reach=4) if past else []
        if right:
            return right, "noun"
    if "him" in forms:
        return [v for v in spoken[-1:] if v.count.high == 1], "leaning"
    if "treated" in forms:
        return _right(window, reach=20), "sent"
    if "sent" in forms:
        sent = _right(window, reach=20)
        return (sent, "sent") if sent and to_care(window, sent[-1].end) else ([], "")
    if window.colours_people(passive=passive):
        return [], ""
    if "loss" in forms:
        right = [] if window.followed_by_both_things() or counts_harm(window) else _right(window, reach=30)
        loser = "mission" if of_a_mission(window) else force_before(window)
        if loser == "mission":
            right = [msgspec.structs.replace(v, who=loser) for v in right if v.count.low]
        elif loser:
            right = [msgspec.structs.replace(v, who=loser) if of_loser(v, loser) else v for v in right]
        sides = ("mission", "police", "military", "same", loser)
        right = [v for v in right if v.who in sides and v.count.low]
        starts = {n.start for n in window.sentence.numbers} | {g.start for g in window.sentence.groups}
        right = [v for v in right if v.start in starts and (v.ordinal is None or v.count.high == 1)]
        if right and not (right[0].ordinal == 1 and FIRST_ONES.match(window.text(window.end, window.end + 20))):
            return right, "loss"
        if right:
            return [], ""
    if "taken" in forms:
        return (_right(window, reach=24) if window.followed_by_people() else []), "active"
    ahead = object_ahead(window) if forms & {"object", "either"} else None
    if ahead is not None:
        return [of_group(ahead, window.analysis.language)], "fronted"
    row = window.number_before(window.start, reach=1) if {"count", "object"} <= forms else None
    in_row = row is not None and row.kind == "cardinal"  # "23 mouri, 31 blese ak 12 kidnape"
    if forms & {"object", "either"} and not in_row and not (passive and "either" in forms):
        name = name_after(window.analysis, window.sentence, window.end)
        active = "object" in forms or window.preceded_by("have", 1) or window.followed_by_people() or name is not None
        active = active and not told_of_those_before(window, forms) and not no_object(window)
        if active or window.followed_by_pronoun():
            noun = SHOOTING.fullmatch(window.text(window.start, window.end))
            close = not noun or name is not None or window.followed_by_people()
            right = _right(window, reach=14 if noun else 40) if close else []
            single = window.single_after() if not right else None
            if single is not None and "object" in forms:
                right = [leaning(window, single, spoken)]
            if right:
                return right, "active"
            if window.followed_by_pronoun():
                return [v for v in spoken[-1:] if v.count.low == 1], "leaning"
    if forms & {"weak", "hits"} and not passive:
        if hits_it(window):
            return [], ""
        if shot_before(window) and window.followed_by_people():
            return _right(window, reach=24), "active"  # "a bullet hit a Jamaican officer"
        if window.followed_by_pronoun():
            return [v for v in spoken[-1:] if v.count.high == 1], "leaning"  # "a boy shot her in the chest"
        right = [v for v in _right(window, reach=24) if v.count.high is not None] if shoots(window) else []
        if right:
            return right, "active"  # "the suspect shot two officers"
    if "count" in forms:
        told = counted(window, spoken)
        if told:
            return told, "counted"
    if forms & {"either", "count"} and window.noun_here():
        return copular(window), "copular"
    people = by_gang(window, spoken) if forms & {"object", "either"} and window.analysis.language == "ht" else None
    if people is not None:
        return people, "fronted"
    if forms == {"either"} and window.analysis.language == "ht" and not passive:
        left = _left(window, spoken)  # "senk moun boule vif": without an object only those who harm nobody suffer
        return ([], "") if any(v.who == "gang" for v in left) or not left else (left, "subject")
    if forms & {"subject", "either"} or (
        "weak" in forms and (passive or window.hurt_somewhere() or right_after_people(window))
    ):
        if window.pronoun_before():
            here = [g for g in window.sentence.groups if window.before_pronoun(g) and not window.is_source(g)]
            here = [g for g in here if count_of(g, window.analysis.language).high == 1 and g.who != "gang"]
            if here:
                return [of_group(here[-1], window.analysis.language)], "leaning"
            alone = [v for v in spoken if v.count.low == 1]
            return (alone[-1:] if "subject" in forms or passive else []), "leaning"
        if "subject" in forms and window.analysis.language == "es":
            number = bare_number(window, window.end, window.end + 2)
            if number is not None and number.kind != "article":
                return [elliptic(window, number, spoken)], "inverted"
        if not passive and "subject" not in forms and window.followed_by_thing():
            return [], ""  # "seized a helicopter": an act on something that is no person
        left = [] if it_was(window) or did_it(window, forms) else agreeing(window, _left(window, spoken))
        parts = parts_after(window, left)
        if parts:
            return parts, "counted"
        if left:
            return left, "passive" if passive else "subject"
        right = _right(past_source(window), reach=4) if "subject" in forms else []
        beyond = past_adjuncts(window) if "subject" in forms and not right else None
        right = _right(beyond, reach=4) if beyond else right
        if right:
            return right, "inverted"
        part = [n for n in window.sentence.numbers if window.floor <= n.start and n.end <= window.start]
        named = part and any(part[-1].end <= x.start and x.end <= window.start for x in window.sentence.groups)
        counts = part and not named and part[-1].counts and window.partitive_pronoun(part[-1])
        if counts:  # "13 wounded, three of whom died"
            return [of_them(window, part[-1], elliptic(window, part[-1], spoken))], "part"
        opening = fronted(window) if not passive else []
        if opening:
            return opening, "fronted"
        both = {"wounded", "missing"}
        if (
            before
            and trigger.outcome == "killed"
            and before.outcome in both
            and before.end < trigger.start
            and not window.groups_since()
        ):
            some = some_of(window)
            return ([elliptic(window, some, spoken)], "part") if some else (list(spoken), "shared")
        if trigger.outcome == "killed" and "subject" in forms and not window.sentence.groups and spoken:
            return [v for v in spoken[-1:] if v.count.low == 1], "leaning"
    return [], ""


SHOOTING = re.compile(r"shooting\b")


def _among(window: Window, spoken: Sequence[Victims], *, passive: bool) -> list[Victims]:
    """ "Among the dead were two officers", "two officers were among the dead": who some of them were."""
    language = window.analysis.language
    after = [g for g in window.sentence.groups if window.end <= g.start < window.end + _AMONG]
    first = next((g for g in after if _BE_THERE.search(window.text(window.end, g.start))), None)
    if first is not None:
        chain = [first]
        for group in [g for g in window.sentence.groups if g.start >= first.end]:
            if not window.coordinated(chain[-1].end, group.start):
                break
            chain.append(group)
        return without_whole([of_group(g, language) for g in chain])
    stands = passive or _COUNTED_IN.search(window.text(max(window.sentence.start, window.start - 16), window.start))
    return _left(window, spoken) if stands else []


_COUNTED_IN = re.compile(rf"\s{any_of('stands among')}\s$")
_BE_THERE = re.compile(rf"(?:\s|^)(?:{any_of('being among')}\s)+$")
_AMONG = 70  # characters from "among the dead" to the people
_FOUND = re.compile(rf"\b{any_of('were found')}\b")


def _right(window: Window, reach: int) -> list[Victims]:
    """People right after the word of harm, with all that are coordinated to them."""
    language = window.analysis.language
    after = [g for g in window.sentence.groups if g.start >= window.end and g.end <= window.sentence.end]
    first = after[0] if after else None
    number = bare_number(window, window.end, window.end + reach)
    if first is not None and first.start >= window.ceiling:
        first = None  # "killing Selmon and injuring three students"
    if first is not None and first.start > window.end + 2:
        beside = named_beside(window, after)
        if beside:
            return beside
    if number is not None and number.start >= window.ceiling:
        number = None
    far = first is None or first.start - window.end > reach or window.barred(window.end, first.start)
    if far and not (language == "es" and first is not None and marked_object(window, first)):
        first = None
    held = first is not None and first.number is not None and number is not None and first.number.start == number.start
    ahead = number is not None and (first is None or number.end <= first.start)
    if number is not None and ahead and not held and not window.barred(window.end, number.start):
        return [elliptic(window, number, [])]
    if first is None:
        name = name_after(window.analysis, window.sentence, window.end)
        return named(window, [name] if name else [])
    chain = [first]
    for group in after[1:]:
        if group.end > window.ceiling or not window.coordinated(chain[-1].end, group.start):
            break
        chain.append(group)
    if len(chain) == 1 and first.generic and first.number is not None:
        parts = listed_after(window, first.end, first.number, language)
        if parts:
            return parts  # "six lives: four rebels, a soldier and a herder"
    chain = before_next(window, closed(window, chain))
    chain = without_apposition(window, [g for g in chain if not window.is_subset(g.start)])
    return with_named(window, without_whole([of_group(g, language) for g in chain]))


def _left(window: Window, spoken: Sequence[Victims]) -> list[Victims]:
    """People before the word of harm: the nearest phrase that is not its agent, with all coordinated to it."""
    language = window.analysis.language
    before = [g for g in window.sentence.groups if window.floor <= g.start and g.end <= window.start + 1]
    before = [g for g in before if not owns(window, g) and not behind_a_thing(window, g) and not is_one(window, g)]
    before = [
        g for g in before if (not window.is_agent(g) or window.start - g.end <= 1) and not window.is_subset(g.start)
    ]
    whole = window.before_apposition(before)
    if whole is not None:
        told = [x for x in before if x.start >= whole.end]
        says_who = len(told) == 1 and (
            (whole.generic and bare_plural(told[0]))
            or (not whole.plural and whole.who == "civilian" and told[0].who in ("mission", "police", "military"))
        )
        return [of_group(msgspec.structs.replace(whole, who=told[0].who) if says_who else whole, language)]
    if before and window.too_far(before[-1]):
        return []
    if before and window.names_victims(before[-1]):
        return []
    while len(before) > 1 and (window.is_companion(before[-1]) or window.is_source(before[-1])):
        before.pop()
    if before and window.is_companion(before[-1]) and window.preceded_by("be"):
        return []  # "a helicopter carrying 18 people was struck"
    before = past_relative(window, before)
    names = names_before(window.analysis, window.sentence, before[-1].end if before else window.floor, window.start)
    if names:
        return titled(window, before[-1] if before else None, named(window, names))
    number = window.bare_number_before(before[-1].end if before else window.floor)
    if number is not None and not (number.kind == "both" and before) and not not_so_many(window, number):
        single = window.single_before()
        if number.count.low == 1 and single is not None and single.start == number.start:
            return [leaning(window, single, spoken)]
        return [elliptic(window, number, spoken)]
    if not before:
        single = window.single_before()
        if single is not None:
            return [leaning(window, single, spoken)]
        return []
    chain = [before[-1]]
    for group in reversed(before[:-1]):
        joined = window.coordinated(group.end, chain[0].start) or agree_together(window, group, chain[0])
        if window.is_source(group) or not joined:
            break
        chain.insert(0, group)
    return with_named(window, without_whole([of_group(g, language) for g in without_apposition(window, chain)]))
