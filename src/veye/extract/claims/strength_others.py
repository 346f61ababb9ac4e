"""Numbers in a story of a force that count no personnel of it: things, delegates, the numbers of units."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention

_DELEGATES = re.compile(
    r"\b(?:delegation|delegates|delegacion|delegados|delegues|delegasyon|assessment team|fact finding)\b"
)


def of_delegation(analysis: Analysis, sentence: Sentence, number: NumberMention, noun: Term | None) -> bool:
    """Whether the number counts members of a delegation, who serve in no force."""
    weak = noun is None or noun.tag == "noun.weak"
    titled = _DELEGATES.search(analysis.folded, 0, analysis.sentences[0].end) if sentence.index <= 1 else None
    near = _DELEGATES.search(analysis.folded, max(sentence.start, number.start - 60), sentence.end)
    return weak and bool(near or titled)


NAMED_UNIT = re.compile(
    r"\d{1,3}(?:st|nd|rd|th)?\s(?:[A-ZÀ-Þ]\w+\s){0,3}(?:Infantry|Battalion|Regiment|Brigade|Division|Squadron|Company|Bataillon"
    r"|Régiment|Batallón|Regimiento|Brigada|Batayon)\b"
)


_WHO_RIGHT_AFTER = re.compile(rf"\s{any_of('who')}\b")


def counts_things(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether vehicles or gear follow the number before any people: "24 armoured vehicles from the United States"."""
    if _WHO_RIGHT_AFTER.match(analysis.folded, number.end):
        return False
    near = [t for t in sentence.terms if 0 < t.start - number.end <= 20]
    things = [t.start for t in near if t.subject == "equipment" and t.tag.startswith("item.")]
    people = [
        t.start for t in near if t.tag in ("noun.strong", "noun.weak") or t.tag.startswith(("person.", "demonym:"))
    ]
    return bool(things) and (not people or min(things) < min(people))


_EXERCISE = re.compile(rf"\b{any_of('exercises and shows')}\b")


def of_exercise(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether a sentence tells of an exercise, a parade or a match, where nobody serves in a force."""
    return bool(_EXERCISE.search(analysis.folded, sentence.start, sentence.end))
