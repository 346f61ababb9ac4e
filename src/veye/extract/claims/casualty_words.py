"""The words of harm in a sentence, and the people that they may speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.analysis import Group, Sentence
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.people import count_of
from veye.extract.window import Window
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention
from veye.records import Count
from veye.records.claim import Outcome

_OUTCOMES: tuple[Outcome, ...] = ("killed", "wounded", "missing", "abducted")
_SENT = 60  # characters between "sent" and the hospital to which people are sent
_TREATED = 50  # characters between "treated" and the wounds for which people are treated
_CARRIED = 44  # characters between "was taken to" and the hospital, where its name stands
_GANGS = ("body.gang", "person.gang", "armed:")
_OTHER = re.compile(rf"\b{any_of('second')}\b")


class Trigger(msgspec.Struct, frozen=True):
    """A word of harm: its outcome and the forms it may have ("subject", "object", "either", "count", "of", "weak")."""

    start: int
    end: int
    outcome: Outcome
    forms: frozenset[str]


class Victims(msgspec.Struct, frozen=True):
    """Who was harmed: a group, or a bare number that leans on an earlier group."""

    start: int
    end: int
    count: Count
    who: str
    words: str
    country: str | None = None
    ordinal: int | None = None
    about: int | None = None
    other: bool = False
    generic: bool = True


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """The words of harm in a sentence, overlapping ones joined to the longest."""
    forms: dict[tuple[int, int, Outcome], set[str]] = {}
    suffered = [t for t in sentence.terms if t.tag == "suffer"]
    for term in sentence.terms:
        if term.subject == "outcomes":
            head, _, form = term.tag.partition(".")
            if head in _OUTCOMES:
                forms.setdefault((term.start, term.end, head), set()).add(form)
            elif term.tag == "send" and any(
                t.tag == "care" and 0 < t.start - term.end <= _SENT for t in sentence.terms
            ):
                forms.setdefault((term.start, term.end, "wounded"), set()).add("sent")
            elif term.tag == "treat" and any(
                t.tag == "injury" and 0 < t.start - term.end <= _TREATED for t in sentence.terms
            ):
                forms.setdefault((term.start, term.end, "wounded"), set()).add("treated")
            elif term.tag == "carried":
                care = next((t for t in sentence.terms if t.tag == "care" and 0 < t.start - term.end <= _CARRIED), None)
                if care is not None:
                    forms.setdefault((term.start, care.end, "wounded"), set()).add("subject")
            elif term.tag == "injury":
                verb = next((t for t in reversed(suffered) if 0 < term.start - t.end <= 40), None)
                treats = any(t.tag == "treat" and 0 < term.start - t.end <= _TREATED for t in sentence.terms)
                if verb is not None and not treats and not any(verb.end <= s.start < term.start for s in suffered):
                    forms.setdefault((verb.start, term.end, "wounded"), set()).add("subject")
        elif (term.tag == "taken" and _by_a_gang(sentence, term)) or (
            term.tag == "taken.they" and _by_them(sentence, term)
        ):
            forms.setdefault((term.start, term.end, "abducted"), set()).add("taken")
    found: list[Trigger] = []
    for (start, end, outcome), kinds in sorted(forms.items(), key=lambda f: (f[0][0], -f[0][1])):
        if found and start < found[-1].end and found[-1].outcome == "wounded" and outcome == "killed":
            found.pop()
        if found and start < found[-1].end:
            if (start, end) == (found[-1].start, found[-1].end) and outcome == found[-1].outcome:
                found[-1] = Trigger(start, end, outcome, found[-1].forms | kinds)
            elif "loss" in found[-1].forms and end - start > found[-1].end - found[-1].start:
                found[-1] = Trigger(start, end, outcome, frozenset(kinds))  # "has lost an eye"
            continue
        found.append(Trigger(start, end, outcome, frozenset(kinds)))
    return found


def _by_a_gang(sentence: Sentence, taking: Term) -> bool:
    """Whether an armed group stands before a verb of taking and other people right after it."""
    by = any(t.end <= taking.start and t.tag.startswith(_GANGS) for t in sentence.terms)
    things = {t.start for t in sentence.tagged("item.", "gear.")}  # "gang yo pran yon blende lapolis"
    return by and any(
        0 <= g.start - taking.end <= 2 and g.who != "gang" and not any(g.start <= s < g.end for s in things)
        for g in sentence.groups
    )


def _by_them(sentence: Sentence, taking: Term) -> bool:
    """Whether "they" go off with people who do not go to hospital: "yo pati ak senk granmoun"."""
    they = any(t.tag == "pronoun.many" and 0 <= taking.start - t.end <= 1 for t in sentence.terms)
    people = any(0 <= g.start - taking.end <= 2 and g.who != "gang" and not g.generic for g in sentence.groups)
    return they and people and not any(t.tag == "care" for t in sentence.terms)


def without_whole(victims: list[Victims]) -> list[Victims]:
    """Without a leading whole ("two people, an officer and a civilian") where the parts make it up.

    Civilians of one phrase ("two sellers and a child") are one group.
    """
    if len(victims) > 2 and victims[0].count.low == sum(v.count.low or 0 for v in victims[1:]):
        victims = victims[1:] if any(v.who != victims[0].who for v in victims) else victims[:1]
    bare = [v for v in victims if (v.count.low, v.count.high) == (2, None)]
    if bare and victims[0] not in bare:  # "40 people, women and children among them"
        victims = [v for v in victims if v not in bare]
    civilians = [v for v in victims if v.who == "civilian"]
    told_apart = len(civilians) < len(victims) and all((v.count.low or 0) > 1 for v in civilians)
    if len(civilians) < 2 or told_apart:  # "eight children, three adults and four gunmen"
        return victims
    total = civilians[0].count
    for victim in civilians[1:]:
        total = total + victim.count
    joined = msgspec.structs.replace(
        civilians[0],
        end=civilians[-1].end,
        count=Count(total.low, total.high),
        words=", ".join(v.words for v in civilians),
    )
    return [joined, *(v for v in victims if v.who != "civilian")]


def with_named(window: Window, victims: list[Victims]) -> list[Victims]:
    """With those counted who are named: before "and seven others", or one by one after a plural noun."""
    if len(victims) == 1 and (victims[0].count.low, victims[0].count.high) == (2, None):
        names = _AND_NAMES.match(window.analysis.text, victims[0].end, window.sentence.end)
        if names is not None and _ENDS_IN_NAME.search(victims[0].words):
            many = 1 + len(_FULL_NAME.findall(names.group()))
            return [msgspec.structs.replace(victims[0], end=names.end(), count=Count(many, many))]
    if len(victims) != 1 or victims[0].count.low is None or not _OTHERS.search(fold_text(victims[0].words)):
        return victims
    before = window.analysis.text[max(window.sentence.start, victims[0].start - 80) : victims[0].start]
    name = _NAMED.search(before)
    if name is None:
        return victims
    start = victims[0].start - len(before) + name.start(1)
    count = victims[0].count + Count(1, 1)
    return [msgspec.structs.replace(victims[0], start=start, count=Count(count.low, count.high), other=False)]


_NAME = r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)+"
_FULL_NAME = re.compile(_NAME)
_ENDS_IN_NAME = re.compile(rf" {_NAME}$")
_AND_NAMES = re.compile(rf"(?:, {_NAME})*,? (?:and|et|y|ak) {_NAME}")
_OTHERS = re.compile(rf"\b{any_of('some others')}\b")
_NAMED = re.compile(
    r"((?:[A-ZÀ-Þ][\w'’-]+\s){1,3}[A-ZÀ-Þ][\w'’-]+)(?:,[^,]{2,40},)?\s(?:and|et|y|ak)\s(?:the |les |los |las )?$"
)


def without_apposition(window: Window, chain: list[Group]) -> list[Group]:
    """Without the second of two names for one person: "the driver, Agent Toussaint, was killed"."""
    if len(chain) != 2 or any(g.plural or (g.number and g.number.count.low != 1) for g in chain):
        return chain
    raw = window.analysis.text
    gap, closes = raw[chain[0].end : chain[1].start].strip(), raw[chain[1].end : chain[1].end + 1] == ","
    if gap != "," or not closes:
        return chain
    uniforms = ("mission", "police", "military", "gang")
    who = next((g.who for g in chain if g.who in uniforms), chain[0].who)
    country = chain[0].country or chain[1].country
    return [msgspec.structs.replace(chain[0], who=who, country=country)]


def by_gang(window: Window, spoken: Sequence[Victims]) -> list[Victims] | None:
    """Creole, an armed group right before the verb: whom it harmed, before it or told earlier; None without one.

    "207 moun gang yo touye", "gang yo touye l"
    """
    gang = next(
        (
            t
            for t in reversed(window.sentence.terms)
            if t.start < window.start
            and t.end <= window.start + 3
            and t.tag.startswith(_GANGS)
            and not any(m.start < t.start < m.end for m in window.sentence.tagged("body.mission", "mission:"))
        ),
        None,
    )
    one = next((g for g in window.sentence.groups if gang and g.start < gang.start <= g.end - 1), None)
    named = (one.end if one and gang and one.head < gang.start else gang.end) if gang else 0  # "gang Kanaran"
    if gang is None or gang.start < window.floor or not _pointers(window, min(named, window.start), window.start):
        return None
    if one is not None and one.head < gang.start:  # "5.601 moun gang yo": people and who harmed them, side by side
        who = _side_of_head(window, one) or ("people" if one.generic else "civilian")
        words = window.analysis.words(one.start, gang.start)
        return [of_group(msgspec.structs.replace(one, who=who, words=words), window.analysis.language)]
    before = [g for g in window.sentence.groups if g.end <= gang.start and g.who != "gang"]
    if before and _pointers(window, before[-1].end, gang.start):
        return [of_group(before[-1], window.analysis.language)]
    if _HIM.match(window.text(window.end, window.end + 4)):
        return [v for v in spoken[-1:] if v.count.low == 1]
    return []


def _side_of_head(window: Window, group: Group) -> str | None:
    """The side that the noun of a phrase names by itself: "polisye" of "de polisye gang Kanaran"."""
    head = next((t.tag for t in window.sentence.tagged("person.") if t.start == group.head), "").split(".")
    return head[1] if head[1:2] and head[1] in ("police", "military", "mission", "civilian") else None


def _pointers(window: Window, start: int, end: int) -> bool:
    words = window.text(start, end).split()
    return len(words) <= 2 and all(w in _POINTERS for w in words) and "," not in window.analysis.text[start:end]


_POINTERS = word_set("these many") | word_set("this one") | {"te"}
_HIM = re.compile(r" li? ")


def of_group(group: Group, language: str) -> Victims:
    return Victims(
        group.start,
        group.end,
        count_of(group, language),
        group.who,
        group.words,
        group.country,
        ordinal=group.ordinal,
        about=group.head,
        other=bool(_OTHER.search(fold_text(group.words))),
        generic=group.generic,
    )


def bare_number(window: Window, start: int, end: int) -> NumberMention | None:
    for number in window.sentence.numbers:
        if start <= number.start < end:
            at_once = number.start - start <= 1 and number.counts and number.kind != "article"
            if window.counts_people(number) or (at_once and not window.counts_things(number)):
                return number
    return None


def elliptic(window: Window, number: NumberMention, spoken: Sequence[Victims]) -> Victims:
    """A number without a noun: of those named before it in the sentence, or before that."""
    words = window.analysis.words(number.start, number.end)
    earlier = [g for g in window.sentence.groups if g.end <= number.start and g.who != "gang"]
    whole = next((g for g in reversed(earlier) if _holds(g.number, number)), None) or _set_ahead(window, number)
    if whole is None and _OF_THE_UNIT.match(window.text(number.end, number.end + 30)):
        whole = next((g for g in reversed(earlier) if g.who in ("mission", "police", "military")), None)
    if whole is not None:
        return Victims(number.start, number.end, number.count, whole.who, f"{words} {whole.words}", whole.country)
    return Victims(number.start, number.end, number.count, "same", words)


def _set_ahead(window: Window, number: NumberMention) -> Group | None:
    """The people of whom a clause tells how many, set ahead of its verb: "of the attackers, seven were killed"."""
    before = [g for g in window.sentence.groups if window.floor <= g.start and g.end <= number.start]
    if len(before) != 1 or before[0].number is not None or not before[0].plural:
        return None
    led = _SET_AHEAD.fullmatch(window.text(window.floor, before[0].start))
    return before[0] if led and window.words_apart(before[0].end, number.start) <= 6 else None


_SET_AHEAD = re.compile(rf"\s*(?:{any_of('coordinators')}\s)?{any_of('set ahead')}\s")
_OF_THE_UNIT = re.compile(rf"\s{any_of('of the unit')}\b")


def _holds(whole: NumberMention | None, part: NumberMention) -> bool:
    return whole is not None and (whole.count.low or 0) > (part.count.low or 0) and whole.kind != "ordinal"


def leaning(window: Window, single: Term, spoken: Sequence[Victims]) -> Victims:
    """ "One …, the other …": one of those spoken of before."""
    words = window.analysis.words(single.start, single.end)
    here = [g for g in window.sentence.groups if g.end <= single.start and g.plural]
    last = spoken[-1] if spoken else None
    if len(here) == 1 and (last is None or _OF_THEM.search(fold_text(words))):
        last = of_group(here[0], window.analysis.language)  # "the attackers fled; one of them fell"
    if last is None:
        return Victims(single.start, single.end, Count(1, 1), "people", words)
    return Victims(
        single.start,
        single.end,
        Count(1, 1),
        last.who,
        f"{words} ({last.words})",
        last.country,
        about=single.start,
        other=bool(_OTHER.search(fold_text(words))),
    )


_OF_THEM = re.compile(rf"\b{any_of('of them, behind one')}$")
