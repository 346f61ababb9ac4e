"""The days that a timeline's row speaks of: the period that its words name, else its date."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Any

from veye.records import When
from veye.sources.cells import Cells, when_of

_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_QUARTER = re.compile(r"\bQ([1-4]) (\d{4})\b")
_YEAR = re.compile(r"\b(?:[Yy]ear|in) (\d{4})\b")
_HALF = re.compile(r"\b(First|Second) half (?:of )?(\d{4})\b", re.I)
_ISO_SPAN = re.compile(r"\b(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})\b")
_MONTH_SPAN = re.compile(r"\b([A-Z][a-z]+)-([A-Z][a-z]+) (\d{4})\b")
_DAY_SPAN = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) to (\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")
_DAYS_OF_MONTH = re.compile(r"\b(\d{1,2})-(\d{1,2}) ([A-Z][a-z]+)\b")
_APPROXIMATE_DAYS = 3


def period(cells: Cells) -> When | None:
    """The days that a row speaks of: the period that its words name, else its date; vague where it says approximate."""
    words = f"{cells['subject']} | {cells.get('note', '')}"
    if found := _iso_span(words) or _reference(cells.get("note", "")):
        return found
    for read in (_quarter, _half, _month_span, _day_span, _year):
        if found := read(cells["subject"]):
            return found
    when = when_of(cells["date"])
    if when and when.precision == "day":
        if found := _days_of_month(cells["subject"], when):
            return found
        if "approximate" in cells.get("note", ""):
            around = timedelta(days=_APPROXIMATE_DAYS)
            return When(when.earliest - around, when.latest + around, "week", words=f"about {cells['date']}")
    return when


def _iso_span(words: str) -> When | None:
    found = _ISO_SPAN.search(words)
    return _span(date.fromisoformat(found[1]), date.fromisoformat(found[2]), found[0]) if found else None


def _reference(words: str) -> When | None:
    found = re.search(r"\breference ([A-Z][a-z]+) (\d{4})\b", words)
    month = _MONTHS.get(found[1].casefold()) if found else None
    return When.month(int(found[2]), month, words=found[0]) if found and month else None


def _quarter(words: str) -> When | None:
    found = _QUARTER.search(words)
    if not found:
        return None
    last = 3 * int(found[1])
    return _span(*_months(int(found[2]), last - 2, last), found[0])


def _half(words: str) -> When | None:
    found = _HALF.search(words)
    if not found:
        return None
    first = 1 if found[1].casefold() == "first" else 7
    return _span(*_months(int(found[2]), first, first + 5), found[0])


def _month_span(words: str) -> When | None:
    found = _MONTH_SPAN.search(words)
    if not found or found[1].casefold() not in _MONTHS or found[2].casefold() not in _MONTHS:
        return None
    return _span(*_months(int(found[3]), _MONTHS[found[1].casefold()], _MONTHS[found[2].casefold()]), found[0])


def _day_span(words: str) -> When | None:
    found = _DAY_SPAN.search(words)
    if not found or found[2].casefold() not in _MONTHS or found[4].casefold() not in _MONTHS:
        return None
    year = int(found[5])
    first = date(year, _MONTHS[found[2].casefold()], int(found[1]))
    return _span(first, date(year, _MONTHS[found[4].casefold()], int(found[3])), found[0])


def _days_of_month(words: str, when: When) -> When | None:
    found = _DAYS_OF_MONTH.search(words)
    if not found or _MONTHS.get(found[3].casefold()) != when.earliest.month:
        return None
    return _span(when.earliest.replace(day=int(found[1])), when.earliest.replace(day=int(found[2])), found[0])


def _year(words: str) -> When | None:
    found = _YEAR.search(words)
    return When.year(int(found[1]), words=found[0]) if found else None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _span(first: date, last: date, words: str) -> When:
    days = (last - first).days + 1
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    months = (last.year - first.year) * 12 + last.month - first.month + 1 if whole_months else 0
    named: dict[tuple[int, bool], Any] = {(1, True): "month", (12, first.month == 1): "year"}
    named[3, first.month in (1, 4, 7, 10)] = "quarter"
    precision = named.get((months, True), "longer" if days > 366 else "range")
    return When(first, last, "day" if days == 1 else precision, words=words)
