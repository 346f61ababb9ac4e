"""The words of harm in a sentence, and the people that they may speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.analysis import Group, Sentence
from veye.extract.claims.named_people import first_told, name_after
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.people import count_of
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Count
from veye.records.claim import Outcome

_OUTCOMES: tuple[Outcome, ...] = ("killed", "wounded", "missing", "abducted")
_SENT = 60  # characters between "sent" and the hospital to which people are sent
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
            elif term.tag == "carried":
                care = next((t for t in sentence.terms if t.tag == "care" and 0 < t.start - term.end <= _CARRIED), None)
                if care is not None:
                    forms.setdefault((term.start, care.end, "wounded"), set()).add("subject")
            elif term.tag == "injury":
                verb = next((t for t in reversed(suffered) if 0 < term.start - t.end <= 40), None)
                if verb is not None and not any(verb.end <= s.start < term.start for s in suffered):
                    forms.setdefault((verb.start, term.end, "wounded"), set()).add("subject")
        elif term.tag == "taken" and _by_a_gang(sentence, term):
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
    return by and any(0 <= g.start - taking.end <= 2 and g.who != "gang" for g in sentence.groups)


def without_whole(victims: list[Victims]) -> list[Victims]:
    """Without a leading whole ("two people, an officer and a civilian") where the parts make it up.

    Civilians of one phrase ("two sellers and a child") are one group.
    """
    if len(victims) > 2 and victims[0].count.low == sum(v.count.low or 0 for v in victims[1:]):
        victims = victims[1:]
    bare = [v for v in victims if (v.count.low, v.count.high) == (2, None)]
    if bare and victims[0] not in bare:  # "40 people, women and children among them"
        victims = [v for v in victims if v not in bare]
    civilians = [v for v in victims if v.who == "civilian"]
    if len(civilians) < 2:
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
    """With the person counted who is named before "and seven others"."""
    if len(victims) != 1 or victims[0].count.low is None or not _OTHERS.search(fold_text(victims[0].words)):
        return victims
    before = window.analysis.text[max(window.sentence.start, victims[0].start - 80) : victims[0].start]
    name = _NAMED.search(before)
    if name is None:
        return victims
    start = victims[0].start - len(before) + name.start(1)
    count = victims[0].count + Count(1, 1)
    return [msgspec.structs.replace(victims[0], start=start, count=Count(count.low, count.high), other=False)]


def with_oneself(window: Window, victims: list[Victims]) -> list[Victims]:
    """With the one counted who killed others "and then himself"."""
    if not victims or victims[-1].start < window.end:
        return victims
    end = victims[-1].end
    match = _AND_SELF.match(window.text_with_commas(end, min(window.sentence.end, end + 90)))
    if match is None:
        return victims
    last, end = victims[-1], end + match.end()
    if last.who not in ("civilian", "people", "same"):
        return [*victims, Victims(end - len(match.group(1)), end, Count(1, 1), "people", match.group(1))]
    count = last.count + Count(1, 1)
    return [*victims[:-1], msgspec.structs.replace(last, end=end, count=Count(count.low, count.high))]


def oneself(window: Window, earlier: Trigger | None, spoken: Sequence[Victims]) -> list[Victims]:
    """Who did it to "himself": the subject, not those whom he hurt before."""
    own = [v for v in spoken[-1:] if v.count.high == 1]
    if window.pronoun_before() and own:
        return own
    for group in reversed(window.sentence.groups):
        if group.end > window.start or group.plural or window.owns(group) or window.is_source(group):
            continue
        if earlier is not None and 0 <= group.start - earlier.end < _OBJECT and _acts(window, earlier):
            continue  # "shot a woman and a girl, then killed himself"
        before = window.text(max(window.sentence.start, group.start - 30), group.start)
        agent = window.is_agent(group) and _WHO.match(window.text_with_commas(group.end, group.end + 6))
        if agent or not _LED.search(before):
            return [msgspec.structs.replace(of_group(group, window.analysis.language), count=Count(1, 1))]
    words = window.analysis.words(window.start, window.end)
    return own or [Victims(window.start, window.end, Count(1, 1), "people", words)]


_OBJECT = 40  # characters after a verb in which its objects stand


def _acts(window: Window, harm: Trigger) -> bool:
    """Whether a word of harm is an active verb."""
    return not any(t.tag == "be" and 0 <= harm.start - t.end <= 12 for t in window.small)


_WHO = re.compile(rf",?\s(?:{any_of('who')})\b")
_LED = re.compile(rf"\b{any_of('leads no subject')}\s(?:\w+\s){{0,2}}$")
_AND_SELF = re.compile(rf"(?:,[^,]{{2,40}},)?[\s,]+(?:{any_of('and oneself')}\s)+({any_of('oneself')})\b")
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
    whole = next((g for g in reversed(earlier) if _holds(g.number, number)), None)
    if whole is None and _OF_THE_UNIT.match(window.text(number.end, number.end + 30)):
        whole = next((g for g in reversed(earlier) if g.who in ("mission", "police", "military")), None)
    if whole is not None:
        return Victims(number.start, number.end, number.count, whole.who, f"{words} {whole.words}", whole.country)
    return Victims(number.start, number.end, number.count, "same", words)


_OF_THE_UNIT = re.compile(rf"\s{any_of('of the unit')}\b")


def _holds(whole: NumberMention | None, part: NumberMention) -> bool:
    return whole is not None and (whole.count.low or 0) > (part.count.low or 0) and whole.kind != "ordinal"


def leaning(window: Window, single: Term, spoken: Sequence[Victims]) -> Victims:
    """ "One …, the other …": one of those spoken of before."""
    words = window.analysis.words(single.start, single.end)
    last = spoken[-1] if spoken else None
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
    people = [*named(window, [name]), *joined]
    return [] if not joined else [_together(people)] if all(v.who in ("civilian", "people", "same") for v in people) else people


def _together(people: Sequence[Victims]) -> Victims:
    """People of one side as one group."""
    total = people[0].count
    for victim in people[1:]:
        total = total + victim.count
    words = ", ".join(v.words for v in people)
    return msgspec.structs.replace(
        people[0], end=people[-1].end, count=Count(total.low, total.high), words=words, who="civilian"
    )


_JOINS = re.compile(rf"(?:, \d{{1,3}})?,? (?:{any_of('joins names')}) (?:{any_of('determiners')} )?(?:{any_of('before kin')} )*")


def named(window: Window, names: Sequence[tuple[int, int]]) -> list[Victims]:
    """People of whom only the names are told, as one group."""
    if not names:
        return []
    start, end, count = names[0][0], names[-1][1], len(names)
    words = window.analysis.words(start, end)
    about = first_told(window.analysis, words) if count == 1 else start
    return [Victims(start, end, Count(count, count), "same", words, about=about)]
