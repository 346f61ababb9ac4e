"""Evacuation: the wounded taken elsewhere for care."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, PlaceName, Sentence
from veye.extract.clauses import Window, negated, only_planned, window_flags, window_when
from veye.extract.lexicon import Term
from veye.extract.people import count_of
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Count, Evacuation

_AIR = re.compile(rf"\b{any_of('by air')}\b")
# A singular subject right before the verb: "he was flown", "the officer, …, was evacuated".
_ALONE = re.compile(rf"\b{any_of('alone')}\s+(?:\w+\s+){{0,3}}$")
_ENDS_IN = re.compile(r"\b(?:in|en|a|to|nan)$")
_TO = re.compile(rf"\b{any_of('towards')}\s(?:the |la |le |l |el |a |an |un |une |yon )?$")
_HAD_TO = re.compile(rf"\b{any_of('had to')}\s*(?:\w+\s)?$")
_TO_COME = re.compile(rf"\b{any_of('to come')}\s*(?:\w+\s)?$")
_NOUN = re.compile(r"(?:medical |casualty )?evacu?acion|(?:medical |casualty )?evacuation|medevac$|casevac$|evakyasyon")
_SOME = re.compile(rf"\b{any_of('some')}\b")
_TWO = re.compile(rf"\b{any_of('two')}\b")


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every statement that wounded people were moved for care."""
    last: Count | None = None
    side = ""
    for sentence in analysis.body():
        harmed, who = _harmed(analysis, sentence)
        side = who or side
        for term in sentence.terms:
            if term.subject != "evacuation" or not term.tag.startswith("evacuate."):
                continue
            sure = term.tag == "evacuate.sure"
            before = analysis.folded[max(sentence.start, term.start - 44) : term.start]
            if not sure and any(
                t.tag == "evacuate.sure" and t.start <= term.start and term.end <= t.end for t in sentence.terms
            ):
                continue
            window = Window(analysis, sentence, sentence.start, term.start, term.end, sentence.end)
            if negated(window) or _planned(analysis, window):
                continue
            to = _destination(analysis, sentence, term)
            cared = any(t.tag == "care" and abs(t.start - term.end) < 80 for t in sentence.terms)
            hurt = harmed is not None or last is not None
            by_air = bool(_AIR.search(analysis.folded[max(sentence.start, term.start - 60) : term.end + 60]))
            uniformed = side in ("mission", "police", "military")
            away = to is not None and (by_air or _abroad(analysis, sentence, term) or (cared and uniformed))
            if not hurt or not (sure or away or (to is not None and uniformed and _elsewhere(sentence, term, to))):
                continue
            alone = bool(_ALONE.search(before))
            count = _count(analysis, sentence, window, term) or (Count(1, 1) if alone else None) or harmed or last
            noun = _NOUN.match(analysis.folded[term.start : term.end]) is not None
            if count is None or (noun and _count(analysis, sentence, window, term) is None and harmed is None):
                continue
            yield Draft(
                Evacuation(count, None, to),
                sentence.index,
                term.start,
                term.end,
                "evacuation.sure" if sure else "evacuation.care",
                when=window_when(window),
                flags=window_flags(window),
                score=0.5 if sentence.zone == "title" else 1.0,
            )
            break
        if harmed is not None:
            last = harmed if last is None or (harmed.low or 0) >= (last.low or 0) else last


def _harmed(analysis: Analysis, sentence: Sentence) -> tuple[Count | None, str]:
    """How many people the sentence says were hurt, and on which side they are."""
    from veye.extract.claims.casualty import find_in_sentence

    harm = find_in_sentence(analysis, sentence)
    read = [(v.count, v.who) for o, v in harm if o == "wounded"]
    read = read or [(v.count, v.who) for o, v in harm if o == "killed" and v.count.low == 1]
    found = [count for count, _ in read]
    if not found:
        return None, ""
    total = found[0]
    for count in found[1:]:
        total = total + count
    return Count(total.low, total.high), read[-1][1]


def _planned(analysis: Analysis, window: Window) -> bool:
    text = analysis.folded[max(window.sentence.start, window.start - 40) : window.start]
    if _HAD_TO.search(text):
        return False
    return only_planned(window) or bool(_TO_COME.search(text))


def _count(analysis: Analysis, sentence: Sentence, window: Window, term: Term) -> Count | None:
    """The people named before the verb, with their number; None where they are only pointed at."""
    before = [g for g in sentence.groups if g.end <= term.start and g.who != "gang"]
    bare: list[NumberMention] = [
        n for n in sentence.numbers if n.end <= term.start and n.counts and n.kind != "article"
    ]
    if bare and (not before or bare[-1].start >= before[-1].start):
        number = bare[-1]
        return Count(number.count.low, number.count.high)
    if before and before[-1].number is not None:
        count = count_of(before[-1], analysis.language)
        return Count(count.low, count.high)
    after = next((n for n in sentence.numbers if 0 <= n.start - term.end <= 10 and n.counts), None)
    if after is not None and after.kind != "article":
        return Count(after.count.low, after.count.high)
    if before and not before[-1].plural and term.start - before[-1].end < 50 and not before[-1].generic:
        return Count(1, 1)
    text = analysis.folded[max(sentence.start, term.start - 60) : term.start]
    if _SOME.search(text):
        return Count(2, None)
    if _TWO.search(text):
        return Count(2, 2)
    return None


def _destination(analysis: Analysis, sentence: Sentence, term: Term) -> str | None:
    """Where they were taken: a place after "to", or the hospital named."""
    after: list[PlaceName] = [p for p in sentence.places if p.start >= term.end and p.start - term.end < 110]
    for place in after:
        if term.end <= place.start <= term.end + 8 and _ENDS_IN.search(analysis.folded[term.start : term.end]):
            return analysis.words(place.start, place.end)
        if _TO.search(analysis.folded[max(term.end, place.start - 12) : place.start]):
            care = [t for t in sentence.terms if t.tag == "care" and term.end <= t.start < place.start]
            start = care[0].start if care and place.start - care[0].end < 14 else place.start
            return analysis.words(start, place.end)
    care = [t for t in sentence.terms if t.tag == "care" and t.start >= term.end and t.start - term.end < 60]
    return analysis.words(care[0].start, care[0].end) if care else None


def _abroad(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    return any(
        p.kind == "country" and p.country not in analysis.hosts and 0 <= p.start - term.end < 80
        for p in sentence.places
    )


def _elsewhere(sentence: Sentence, term: Term, to: str) -> bool:
    """Whether a destination is a named place, and no town of the mission's own area."""
    return any(p.kind == "other" and p.words in to and p.start >= term.end for p in sentence.places)
