"""Harm that a sentence tells by leaning on what was told before: the second, another count, a pierced helmet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.casualty_draft import make_draft
from veye.extract.claims.casualty_words import Trigger, Victims, leaning, of_group
from veye.extract.clauses import negated, only_planned
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.people import count_of
from veye.extract.same import equal_counts
from veye.extract.window import Window
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention
from veye.records import Count

_BREAK = re.compile(r"[;:]")


def twin_of(window: Window, trigger: Trigger, victims: Sequence[Victims]) -> Victims | None:
    """ "One was hit in the head and the other in the ear": the second, who has no verb of his own."""
    if len(victims) != 1 or victims[0].count.low != 1 or trigger.outcome != "wounded":
        return None
    sentence = window.sentence
    later = [t for t in sentence.terms if t.tag == "single" and t.start >= trigger.end]
    if not later or not victims[0].about or victims[0].about > trigger.start:
        return None
    other = later[0]
    if not window.body_part_at(other.end):
        return None
    return msgspec.structs.replace(
        victims[0],
        start=other.start,
        end=other.end,
        about=other.start,
        other=True,
        words=f"{window.analysis.words(other.start, other.end)} ({victims[0].words})",
    )


def gapped(window: Window, trigger: Trigger, victims: Sequence[Victims]) -> Iterator[Draft]:
    """ "Two were killed on Monday and a third by a mine on Sunday": one more, of whom only the verb is left out."""
    if len(victims) != 1 or trigger.outcome not in ("killed", "wounded") or not victims[0].start < trigger.start:
        return
    sentence = window.sentence
    for other in sentence.terms:
        if other.tag != "single" or not trigger.end < other.start < window.ceiling:
            continue
        led = _AND.search(window.text(max(trigger.end, other.start - 8), other.start))
        follows = any(t.tag in ("in", "by") and t.start - other.end == 1 for t in window.small)
        if not led or not follows or window.ceiling < sentence.end:
            continue
        own = Window(window.analysis, sentence, other.start, other.start, other.end, sentence.end)
        victim = msgspec.structs.replace(
            victims[0], start=other.start, end=other.end, about=other.start, other=True, count=_ONE, ordinal=None
        )
        yield make_draft(own, Trigger(other.start, other.end, trigger.outcome, frozenset()), victim, "gapped")
        return


def set_apart(
    window: Window, trigger: Trigger, victims: Sequence[Victims]
) -> tuple[Window, list[Victims], Draft] | None:
    """ "Two were wounded, one by a bullet that went through his helmet": those without him, and he by himself."""
    if len(victims) != 1 or trigger.outcome != "wounded" or (victims[0].count.low or 0) < 2:
        return None
    whole = victims[0]
    pierced = [t for t in window.sentence.terms if t.tag == "pierced" and trigger.end < t.start < window.ceiling]
    led = _ONE_BY.search(window.text(trigger.end, pierced[0].start)) if pierced else None
    if led is None or whole.start > trigger.start or whole.count.low != whole.count.high:
        return None
    start = trigger.end + led.start(1)
    own = Window(window.analysis, window.sentence, start, pierced[0].start, pierced[0].end, window.ceiling)
    one = msgspec.structs.replace(
        whole, start=start, end=start + len(led.group(1)), about=start, other=True, count=_ONE
    )
    part = make_draft(own, Trigger(start, pierced[0].end, "wounded", frozenset()), one, "pierced")
    left = (whole.count.low or 0) - 1
    narrow = Window(window.analysis, window.sentence, window.floor, window.start, window.end, start)
    return narrow, [msgspec.structs.replace(whole, count=Count(left, left))], part


_ONE_BY = re.compile(rf"\s((?:one|un|une|uno|una|youn)\b)\s{any_of('by, when or with')}\s")


def against(window: Window, trigger: Trigger, victims: Sequence[Victims]) -> Iterator[Draft]:
    """ "Six dead, against 24 militants"; "et vingt-quatre chez les assaillants": the losses of the other side."""
    if trigger.outcome != "killed" or not victims:
        return
    sentence = window.sentence
    for group in sentence.groups:
        if not trigger.end < group.start or group.who == victims[0].who or group.who not in _FIGHTERS:
            continue
        before = window.text(max(trigger.end, group.start - 60), group.start)
        lone = [n for n in sentence.numbers if trigger.end < n.start and n.end < group.start and n.counts]
        if group.number is not None and group.number.kind != "article" and _AGAINST.search(before):
            victim = of_group(group, window.analysis.language)
        elif lone and group.number is None and _AMONG_THE.fullmatch(window.text(lone[-1].end, group.start)):
            if not _AND.search(window.text(lone[-1].start - 6, lone[-1].start)):
                continue
            victim = msgspec.structs.replace(of_group(group, window.analysis.language), count=lone[-1].count)
        else:
            continue
        if any(t.start > trigger.end and t.end <= group.start and t.tag == "killed.object" for t in sentence.terms):
            continue
        yield make_draft(window, trigger, victim, "against")
        return


def likewise(window: Window, trigger: Trigger, victims: Sequence[Victims]) -> Iterator[Draft]:
    """ "Four gunmen died, and so did a policeman"; "de même qu'un policier": others of whom the same is told."""
    if not victims or trigger.outcome not in ("killed", "wounded"):
        return
    told = {v.start for v in victims}
    for group in window.sentence.groups:
        if not trigger.end < group.start < window.ceiling or group.start in told:
            continue
        before = window.text_with_commas(max(trigger.end, group.start - 40), group.start)
        at_once = _ALONG_AT_ONCE.fullmatch(window.text(trigger.end, group.start))
        if _SO_DID.search(before) or _ALONG.search(before) or at_once:
            other = of_group(group, window.analysis.language)
            if _OWN.search(fold_text(other.words)):
                other = msgspec.structs.replace(other, who=victims[-1].who, country=victims[-1].country)
            yield make_draft(window, trigger, other, "likewise")
            return


def so_did(analysis: Analysis, sentence: Sentence, last: tuple[int, str, int]) -> Draft | None:
    """ "So did an officer of the police": a sentence that tells of others what the one before told."""
    if last[0] != sentence.index - 1 or last[1] not in ("killed", "wounded") or not sentence.groups:
        return None
    group = sentence.groups[0]
    if not _SO_DID.fullmatch(analysis.folded[sentence.start : group.start]):
        return None
    window = Window(analysis, sentence, sentence.start, sentence.start, group.start, sentence.end)
    trigger = Trigger(sentence.start, group.start, last[1], frozenset())  # type: ignore[arg-type]
    return make_draft(window, trigger, of_group(group, analysis.language), "likewise")


_DET = any_of("determiners")
_SO_DID = re.compile(rf"(?:^|\s){any_of('so did')}\s(?:{_DET}\s)?$")
_ALONG_AT_ONCE = re.compile(rf"\s{any_of('along with')}\s(?:{_DET}\s)?")
_OWN = re.compile(rf"\b{any_of('whose people')}\s\w+$")
_ALONG = re.compile(rf",\s{any_of('along with')}\s(?:{_DET}\s)?$")
_FIGHTERS = frozenset({"gang", "military", "police", "mission"})
_AND = re.compile(r"\b(?:and|et|y|ak)\s$")
_AGAINST = re.compile(r"\b(?:against|contre|contra|frente a|kont)\s$")
_AMONG_THE = re.compile(rf"\s{any_of('on the side of')}\s(?:the |les |los |las )?")


def also_lost(window: Window, trigger: Trigger, victims: Sequence[Victims]) -> Iterator[Draft]:
    """ "Malawi lost three soldiers and Uruguay a peacekeeper": the loss of another country, without its verb."""
    lands = window.sentence.tagged("country:")
    for group in window.sentence.groups:
        land = next((t for t in lands if 0 <= group.start - t.end <= 1), None)
        if land is None or group.start < victims[-1].end or group.end > window.ceiling or group.number is None:
            continue
        joined = _AND_LAND.search(window.text_with_commas(victims[-1].end, land.start))
        if joined and land.tag.partition(":")[2] not in window.analysis.hosts:
            other = msgspec.structs.replace(
                of_group(group, window.analysis.language), who="mission", country=land.tag.partition(":")[2]
            )
            yield make_draft(window, trigger, other, "loss")


_AND_LAND = re.compile(rf"(?:,|\s{any_of('coordinators')})\s(?:{any_of('determiners')}\s)?$")


def pierced(
    analysis: Analysis,
    sentence: Sentence,
    spoken: Sequence[Victims],
    told: Sequence[Victims],
    told_by: Sequence[Trigger],
) -> Iterator[Draft]:
    """ "A bullet went through the helmet of the first": somebody was hit, though no word says so."""
    pierced = [t for t in sentence.terms if t.tag == "pierced" and t.subject == "outcomes"]
    gear = [t for t in sentence.terms if t.tag in ("gear.helmet", "gear.armour")]
    shot = any(t.tag == "cause.gunshot" for t in sentence.terms)
    if not (pierced and gear and shot):
        return
    window = Window(analysis, sentence, sentence.start, pierced[0].start, pierced[0].end, sentence.end)
    singles = [t for t in _ones(sentence) if window.floor <= t.start < window.ceiling]
    if any(window.floor <= t.start < window.ceiling for t in told_by):
        return
    if told and (not singles or any(v.about == singles[0].start or v.start < pierced[0].start for v in told)):
        return  # told by its own word
    wearers = [g for g in sentence.groups if g.who in _WEARERS and equal_counts(count_of(g, analysis.language), _ONE)]
    if singles and spoken and spoken[-1].who in _WEARERS:
        victim = leaning(window, singles[0], spoken)
    elif wearers:
        victim = of_group(min(wearers, key=lambda g: abs(g.head - gear[0].start)), analysis.language)
    else:
        return
    if not negated(window) and not only_planned(window):
        trigger = Trigger(pierced[0].start, pierced[0].end, "wounded", frozenset())
        yield make_draft(window, trigger, victim, "pierced")


def _ones(sentence: Sentence) -> list[Term]:
    """ "The first", "one of them", "du premier": words for one of those told before."""
    found = [t for t in sentence.terms if t.tag == "single"]
    ranks = [n for n in sentence.numbers if n.kind == "ordinal" and n.count.low == 1]
    ranks = [n for n in ranks if not any(t.end >= n.end > t.start for t in found)]
    found += [Term(n.start, n.end, "single", "small") for n in ranks]
    return sorted(found, key=lambda t: t.start)


_ONE = Count(1, 1)
_WEARERS = frozenset({"mission", "police", "military"})


def retold(analysis: Analysis, sentence: Sentence, last: tuple[int, str, int]) -> Draft | None:
    """ "The prosecutor spoke of more than 60": another count of the dead just told of."""
    if last[1] != "killed" or last[2] < 10 or not 0 < sentence.index - last[0] <= 3 or sentence.zone == "title":
        return None
    says = [t for t in sentence.terms if t.tag == "say"]
    if not says or sentence.groups:
        return None
    window = Window(analysis, sentence, sentence.start, says[-1].start, says[-1].end, sentence.end)
    numbers = [n for n in sentence.numbers if n.start >= says[0].start and window.counts_people(n)]
    numbers = [n for n in numbers if (n.count.low or 0) >= 10 and not window.counts_things(n)]
    if len(numbers) != 1 or negated(window):
        return None
    number = numbers[0]
    victim = Victims(number.start, number.end, number.count, "people", analysis.words(number.start, number.end))
    trigger = Trigger(says[-1].start, says[-1].end, "killed", frozenset())
    return make_draft(window, trigger, victim, "retold")


def otherwise(
    analysis: Analysis, sentence: Sentence, triggers: Sequence[Trigger], last: tuple[int, str, int], about: Victims
) -> Iterator[Draft]:
    """ "The union says five"; "twenty-three, according to a union": another source's count of those just told of."""
    if not 0 <= sentence.index - last[0] <= 2 or last[1] not in ("killed", "wounded") or sentence.zone == "title":
        return
    floor = triggers[-1].end if triggers else sentence.start
    parts = [m.end() for m in _BREAK.finditer(analysis.text, floor, sentence.end)]
    if triggers and not parts:
        return
    start = parts[-1] if parts else sentence.start
    window = Window(analysis, sentence, start, start, start, sentence.end)
    says = [t for t in sentence.terms if t.tag == "say" and t.start >= start]
    numbers = [n for n in sentence.numbers if n.start >= start and n.counts and n.kind != "article"]
    if not says or not numbers:
        return
    number, say = numbers[0], says[0]
    others = [n for n in numbers[1:] if "," not in analysis.text[number.end : n.start]]
    strength = (number.count.low or 0) > _FAR_MORE * last[2]  # "the force counts 13,000"
    if others or strength or (number.count.low or 0) == last[2] or not window.counts_people(number):
        return
    if not (_said_bare(window, say, number) or _said_after(window, say, number)):
        return
    superseded = any(t.tag == "pluperfect" and start <= t.start < number.start for t in sentence.terms)
    if superseded or negated(window) or any(d.start <= number.start < d.end for d in sentence.dates):
        return
    victim = msgspec.structs.replace(
        about, start=number.start, end=number.end, count=number.count, words=about.words, about=None, other=True
    )
    begin, end = min(say.start, number.start), max(say.end, number.end)
    yield make_draft(window, Trigger(begin, end, last[1], frozenset()), victim, "otherwise")  # type: ignore[arg-type]


def _said_bare(window: Window, say: Term, number: NumberMention) -> bool:
    """Whether a clause ends in a count that its verb of saying governs: "the militants boasted of 173"."""
    if number.start < say.end or any(g.start >= say.end for g in window.sentence.groups):
        return False
    between = window.text(say.end, number.start).split()
    closes = window.analysis.text[number.end : number.end + 1] in (".", ";", ",", "")
    return closes and len(between) <= 3 and all(w in _LIGHT for w in between)


def _said_after(window: Window, say: Term, number: NumberMention) -> bool:
    """Whether a count opens a clause and its source follows a comma: "twenty-three, according to a union"."""
    gap = window.analysis.text[number.end : say.start] if number.end <= say.start else "?"
    return not gap.strip(" ,") and "," in gap and window.words_apart(window.start, number.start) <= 1


_FAR_MORE = 50  # no other source counts so many times more
_LIGHT = word_set("between saying and a count")
