"""A thing or several of a kind as a text names them, and the number that counts them."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Count
from veye.records.claim import ItemClass

CLASSES: dict[str, ItemClass] = {
    "armoured_vehicle": "armoured_vehicle",
    "vehicle": "other",
    "aircraft": "aircraft",
    "drone": "drone",
    "helmet": "helmet",
    "body_armour": "body_armour",
    "weapon": "weapon",
    "other": "other",
}
_PART_OF = re.compile(rf"\s{any_of('part of')}\s+(?:\w+\s+){{0,4}}")
_APART = re.compile(rf"\b{any_of('number apart')}\b")
_STOP = re.compile(r"[,;.:]")


class Thing(msgspec.Struct, frozen=True):
    """A thing or several of a kind. `start` is that of its number where it has one; `words` name it.

    `bare` tells "one", "the other", "seven" and "it" from a noun; such a thing takes its kind and words from the noun
    spoken of before. `several` says whether more than one may be meant, `owned` whether an armed force has it.
    `sure` is False for a stand-in that may as well mean people; `loose` for a plain vehicle among armoured ones,
    `plain` for one named by no more than "vehicle", `further` for one set apart from those before: "a second vehicle".
    """

    start: int
    end: int
    kind: str
    words: str
    count: Count
    bare: bool = False
    several: bool = False
    owned: bool = False
    pronoun: bool = False
    sure: bool = True
    loose: bool = False
    plain: bool = False
    further: bool = False


def number_of(analysis: Analysis, sentence: Sentence, head: Term) -> NumberMention | None:
    """The number that counts a noun: right before it, or before "of the"."""
    for number in reversed(sentence.numbers):
        hyphened = number.kind == "duration" and analysis.text[number.end : number.end + 1] == "-"  # "60 second-hand"
        if number.end > head.start or not (number.counts or hyphened) or head.start - number.end >= 40:
            continue
        between = analysis.text[number.end : head.start]
        folded = analysis.folded[number.end : head.start]
        if _PART_OF.fullmatch(folded) and not _STOP.search(between):
            return number
        verbs = any(
            number.end <= t.start < head.start
            and (t.subject in ("outcomes", "attacks") or t.tag in ("conj", "by", "be", "have", "relative"))
            for t in sentence.terms
        )
        outer = whole_of(analysis, sentence, number)
        close = len(between.split()) <= 3 and not verbs and not _APART.search(folded) and not _STOP.search(between)
        return (outer or number) if close else None
    return None


def whole_of(analysis: Analysis, sentence: Sentence, inner: NumberMention) -> NumberMention | None:
    """The part spoken of where a number only gives the whole: "six of the ten"."""
    for outer in sentence.numbers:
        gap = analysis.folded[outer.end : inner.start]
        if outer.counts and outer.kind != "article" and 0 < inner.start - outer.end <= 14 and _PART_OF.fullmatch(gap):
            return outer
    return None
