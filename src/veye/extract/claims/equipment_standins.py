"""Words that stand for things without naming them: "one", "the other two", "it"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.equipment_things import Thing, whole_of
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention
from veye.records import Count

_OTHERS_BEFORE = re.compile(rf"\b{any_of('further ones')}\s$")
_OTHERS_AFTER = re.compile(rf"\s{any_of('further ones')}\b")
_WHOLE = re.compile(rf"\b{any_of('out of so many')}\s(?:\w+\s)?$")
_SUM = re.compile(rf"\b{any_of('that makes')}\s(?:\w+\s)?$")


def stand_ins(analysis: Analysis, sentence: Sentence, nouns: Sequence[Thing]) -> list[tuple[int, int, Count, bool]]:
    """Words that stand for things without naming them: (start, end, count, whether a pronoun)."""
    found: list[tuple[int, int, Count, bool]] = []
    taken = [(n.start, n.end) for n in nouns]
    window = Window(analysis, sentence, sentence.start, sentence.start, sentence.start, sentence.end)
    for number in sentence.numbers:
        if not number.counts or number.kind == "article" or any(a <= number.start < b for a, b in taken):
            continue
        part = any(t.tag == "single" and t.start < number.start < t.end for t in sentence.terms)
        before = analysis.folded[max(sentence.start, number.start - 30) : number.start]
        if part or whole_of(analysis, sentence, number) is not None or _WHOLE.search(before):
            continue  # the two of "one of the two"
        start, end = _with_more(analysis, sentence, number)
        others = end > number.end and not any(g.head >= end for g in sentence.groups if g.number == number)
        if others or window.counts_people(number) or _before_event(analysis, sentence, number):
            found.append((start, end, Count(number.count.low, number.count.high), False))
    here = [(start, end) for start, end, _, _ in found]
    for term in sentence.terms:
        if term.subject != "small":
            continue
        if (
            term.tag == "single"
            and not any(a <= term.start < b for a, b in taken + here)
            and not _leads(sentence, term)
        ):
            found.append((term.start, term.end, Count(1, 1), False))
        elif term.tag == "pronoun.thing":
            found.append((term.start, term.end, Count(1, 1), True))
    return found


def _with_more(analysis: Analysis, sentence: Sentence, number: NumberMention) -> tuple[int, int]:
    """The bounds of a number with the "other" or "more" beside it: "two more", "another 20"."""
    start, end = number.start, number.end
    before = _OTHERS_BEFORE.search(analysis.folded[max(sentence.start, start - 14) : start])
    after = _OTHERS_AFTER.match(analysis.folded, end)
    return start - (len(before.group()) if before else 0), after.end() if after else end


def _leads(sentence: Sentence, term: Term) -> bool:
    """Whether "another" only leads a noun for people: "another officer"."""
    return any(
        not g.generic and (g.start - 1 <= term.end <= g.head or g.start <= term.start < g.end) for g in sentence.groups
    )


def _before_event(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    return any(
        t.subject == "equipment"
        and not t.tag.startswith(("item.", "missile", "skip", "rotary"))
        and not analysis.text[number.end : t.start].strip()
        for t in sentence.terms
        if t.start >= number.end
    )


MORE = word_set("further ones") | word_set("second")


def fits_number(noun: Thing, count: Count, words: str, *, is_pronoun: bool, total: bool) -> bool:
    """Whether so many can be meant: a part of several, another one, or the single one itself."""
    if is_pronoun:
        return not noun.several
    if set(words.split()) & MORE or total:
        return count.high == 1 or noun.several or noun.kind != "aircraft"  # "several others" are those aboard
    if noun.bare or noun.several:
        return noun.count.high is None or (count.low or 0) <= noun.count.high
    return False


def makes_a_sum(analysis: Analysis, sentence: Sentence, start: int) -> bool:
    """Whether a number is the sum so far: "that makes 12 delivered"."""
    return bool(_SUM.search(analysis.folded[max(sentence.start, start - 30) : start]))
