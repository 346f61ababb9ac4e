"""Cells of a row: as text, as counts, sums and days; strict, so that a wrong value is said and not bent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from veye.errors import did_you_mean
from veye.records import Issue, When
from veye.sources.clean import tidy
from veye.sources.columns import as_words
from veye.sources.dates import published_date

Cells = Mapping[str, str]


def as_text(value: Any) -> str | None:
    """A cell as text: scalars as written, lists of scalars joined by ";", None for an absent or nested one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list) and all(isinstance(v, str | int | float) for v in value):
        return "; ".join(str(v) for v in value)
    return as_words(value)


def rendered(cells: Cells, title: str | None) -> str:
    """A row as plain text: the title, then one "column: value" a line for each cell that holds something."""
    lines = [f"{name}: {value}" for name, value in cells.items() if value]
    return tidy("\n".join([*([title] if title else []), *lines]))


def unknown_category(column: str, value: str, known: Iterable[str]) -> Issue:
    """The issue for a word that a source's lookup does not hold; the row is not guessed at."""
    return Issue(
        "unknown_category",
        f"{column} is {value!r}, which is not known",
        "",
        did_you_mean(value, sorted(map(str, known))),
    )


def whole_number(words: str) -> int | None:
    """A count as written ("1,200", "4.0"); None for an empty cell; ValueError for anything else."""
    if not words.strip():
        return None
    number = _number(words)
    if number is None or number < 0 or not number.is_integer() or number > 1e12:
        raise ValueError(f"{words[:60]!r} is not a count")
    return int(number)


def when_of(words: str) -> When | None:
    """The day, month or year that a cell names, with its words; None for an empty cell; InputError for an unclear one.

    >>> when_of("02 April 2025").earliest
    datetime.date(2025, 4, 2)
    """
    return When.from_iso(published_date(words), words=words) if words.strip() else None


def amount(words: str) -> float | None:
    """A sum of money or a coordinate as written; None for an empty cell; ValueError for anything else."""
    if not words.strip():
        return None
    number = _number(words)
    if number is None or abs(number) > 1e15:
        raise ValueError(f"{words[:60]!r} is not a number")
    return number


def _number(words: str) -> float | None:
    """A number as written, None for anything else."""
    try:
        number = float(words.replace(",", "").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        return None
    return number if isfinite(number) else None
