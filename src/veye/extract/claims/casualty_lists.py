"""Harm as a heading of what follows: "Killed: two officers", "Civilians killed: 115"; "the death on Monday of two"."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from veye.extract.claims.casualty_words import Victims, of_group
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count

_LABEL = re.compile(rf"\s?[:=]\s?(?:{any_of('before a count in a list')}\s)?")
_OF = re.compile(rf",?\s{any_of('of, after a day')}(?=\s)")
_ON = re.compile(rf",?\s(?:{any_of('before a day')}\s)?")


def moved(window: Window, past: int) -> Window:
    """The window with its word of harm reaching up to `past`, and on to the end of its clause."""
    return Window(window.analysis, window.sentence, window.floor, window.start, past, window.sentence.end)


def labelled(window: Window, right: Callable[[int], list[Victims]]) -> list[Victims]:
    """The count or people after a heading of harm; `right` finds those right after a position.

    "Wounded: eight", "Policiers tués : 8", "Muertos: tres agentes". None where the words are no heading.
    """
    raw, sentence = window.analysis.text, window.sentence
    label = _LABEL.match(raw.lower(), window.end, sentence.end)
    before = [g for g in sentence.groups if window.floor <= g.start and g.end <= window.start]
    opens = not window.text(window.floor, before[0].start if before else window.start).strip()
    if label is None or not opens or len(before) > 1 or (before and window.words_apart(before[0].end, window.start)):
        return []
    number = next((n for n in sentence.numbers if n.counts and 0 <= n.start - label.end() <= 1), None)
    people = right(label.end() - 1)
    if before and before[0].number is None and number is not None and number.kind != "article":
        return [_counted(of_group(before[0], window.analysis.language), number.count)]
    return people if people and not before else []


def _counted(victim: Victims, count: Count) -> Victims:
    return msgspec.structs.replace(victim, count=count)


def past_day(window: Window) -> Window | None:
    """The window moved past a day between a noun and its complement: "la muerte, el lunes, de ocho efectivos"."""
    day = next((d for d in window.sentence.dates if 0 <= d.start - window.end <= 12), None)
    if day is None or not _ON.fullmatch(window.text_with_commas(window.end, day.start) or " "):
        return None
    link = _OF.match(window.text_with_commas(day.end, min(window.sentence.end, day.end + 12)))
    return moved(window, day.end + link.end()) if link else None
