"""A roll of counts: a question or a toll in a headline names the dead, and each sentence after gives one bare count.

"How many people died in X on 3 October? A correspondent counted 26. The town hall said 115. One list has 170 names."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.casualty_draft import make_draft
from veye.extract.claims.casualty_words import Trigger, Victims, find_triggers
from veye.extract.clauses import negated, window_place
from veye.extract.days import window_when
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention

_HOW_MANY = re.compile(rf"\b{any_of('how many')}\b")
_LIST_HAS = re.compile(rf"\b{any_of('a list of the dead')}\s(?:\w+\s){{0,2}}{any_of('holds')}\s$")
_NAMES = re.compile(rf"\s{any_of('entries of a list')}\b")
_REACH = 10  # sentences that a question is answered in
_SILENT = 2  # sentences in a row without a count end the roll
_LEAST = 2  # counts that make a roll


def rolls(analysis: Analysis) -> Iterator[Draft]:
    """The counts of every roll, with the outcome, day and place of what opens it."""
    body = list(analysis.body())
    for at, sentence in enumerate(body):
        opening = _opening(analysis, sentence)
        if opening is not None:
            found = list(_answers(analysis, opening, body[at + 1 : at + 1 + _REACH]))
            if len(found) >= _LEAST:
                yield from found


def _opening(analysis: Analysis, sentence: Sentence) -> tuple[Window, Trigger] | None:
    """The word of harm in a sentence that asks how many, or in a headline that names a toll, neither with a count."""
    triggers = [t for t in find_triggers(sentence) if t.outcome in ("killed", "wounded")]
    if not triggers or any(n.counts and n.kind != "article" for n in sentence.numbers if not _dated(sentence, n)):
        return None
    asks = _HOW_MANY.search(analysis.folded, sentence.start, sentence.end)
    trigger = next((t for t in triggers if asks and t.start >= asks.end()), None)
    if trigger is None and sentence.zone == "title":
        trigger = next((t for t in triggers if "toll" in t.forms), None)
    if trigger is None:
        return None
    return Window(analysis, sentence, sentence.start, trigger.start, trigger.end, sentence.end), trigger


def _answers(analysis: Analysis, opening: tuple[Window, Trigger], after: list[Sentence]) -> Iterator[Draft]:
    window, trigger = opening
    when, place = window_when(window), window_place(window)
    silent = 0
    for sentence in after:
        number = None if find_triggers(sentence) else _bare_count(analysis, sentence)
        silent = 0 if number or find_triggers(sentence) else silent + 1
        if silent > _SILENT:
            return
        if number is None:
            continue
        here = Window(analysis, sentence, sentence.start, number.start, number.end, sentence.end)
        words = analysis.words(number.start, number.end)
        victim = Victims(number.start, number.end, number.count, "people", words, other=True)
        said = Trigger(number.start, number.end, trigger.outcome, frozenset())
        yield msgspec.structs.replace(make_draft(here, said, victim, "roll"), when=when, place=place)


def _bare_count(analysis: Analysis, sentence: Sentence) -> NumberMention | None:
    """The only count of a sentence, if it is of people not named again and somebody or some list gives it."""
    numbers = [n for n in sentence.numbers if n.counts and n.kind != "article" and (n.count.low or 0) > 1]
    numbers = [n for n in numbers if not _dated(sentence, n)]
    if len(numbers) != 1:
        return None
    number = numbers[0]
    window = Window(analysis, sentence, sentence.start, number.start, number.end, sentence.end)
    before = analysis.folded[sentence.start : number.start]
    says = any(t.tag == "say" and t.end <= number.start for t in sentence.terms)
    listed = bool(_LIST_HAS.search(before)) or bool(_NAMES.match(analysis.folded, number.end))
    if not (says and window.counts_people(number)) and not (listed and _LIST_HAS.search(before)):
        return None
    return None if window.counts_things(number) or negated(window) else number


def _dated(sentence: Sentence, number: NumberMention) -> bool:
    return any(d.start <= number.start < d.end for d in sentence.dates)
