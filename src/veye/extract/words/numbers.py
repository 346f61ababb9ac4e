"""Counts as a text states them: digits, words and vague counts."""

from __future__ import annotations

import re

import msgspec

from veye.records import Count

_DIGITS = re.compile(r"(?<![\w.,])\d{1,3}(?:[., ]\d{3})+(?![\w])|(?<![\w.,])\d+(?![\w])")


class NumberMention(msgspec.Struct, frozen=True):
    """A count in text: where, how many, and its kind ("digits", "words", "vague", "ordinal")."""

    start: int
    end: int
    count: Count
    kind: str = "digits"


def find_numbers(text: str, language: str) -> list[NumberMention]:
    """Every count in the text, by position."""
    return [
        NumberMention(m.start(), m.end(), Count.exactly(int(re.sub(r"\D", "", m.group())), words=m.group()))
        for m in _DIGITS.finditer(text)
    ]
