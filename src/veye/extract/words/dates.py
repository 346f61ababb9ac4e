"""Days, months and years as a text states them."""

from __future__ import annotations

from datetime import date

import msgspec

from veye.records import When


class DateMention(msgspec.Struct, frozen=True):
    """A day or period in text: where, when, and its kind ("day", "month", "year", "since", ...)."""

    start: int
    end: int
    when: When
    kind: str = "day"


def find_dates(text: str, language: str, published: date | None) -> list[DateMention]:
    """Every date in the text, by position, relative ones resolved against the publication day."""
    return []
