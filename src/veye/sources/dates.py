"""Publication dates: ISO prefixes as precise as the words, or nothing."""

from __future__ import annotations

import re
from datetime import date

from veye.errors import InputError

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier enero ene janvye",
            "february feb février fevrier fév févr febrero fevriye",
            "march mar mars marzo mas",
            "april apr avril avr abril abr avril",
            "may mai mayo me",
            "june jun juin junio jen",
            "july jul juillet juil julio jiyè jiye",
            "august aug août aout agosto ago out",
            "september sep sept septembre septiembre septanm",
            "october oct octobre octubre oktòb oktob",
            "november nov novembre noviembre novanm",
            "december dec décembre decembre déc diciembre dic desanm",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th|º)?[\s-]+(?:de\s+)?"
    r"([^\W\d]+)\.?,?[\s-]+(?:del?\s+)?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"(?:[^\W\d]+\.?,\s+)?([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_MONTH_ONLY = re.compile(r"([^\W\d]+)\.?\s+(?:de\s+)?(\d{4})$")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]\d{1,2}:\d{2}.*)?$")
_DATELINE_LINES = 6
_WORD = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*"
_PLACE = rf"{_WORD}[.'’]?(?:[-'’ ](?:(?:de|du|des|del|la|le|au|aux|sur|of|al)[ -])?{_WORD}){{0,4}}"
_DATELINE = re.compile(
    rf"\s*(?!(?:On|In|Since|By|Until|After|Le|El|Nan|Depi) ){_PLACE}(?:, {_PLACE})?,(?: le| el)? \(?"
    r"((?:\d{1,2}(?:er)? (?:de )?[^\W\d_]{3,10}\.? (?:del? )?|[^\W\d_]{3,10}\.? \d{1,2}, )\d{4})\)?"
    r"(?:,? ?\([^()]{2,40}\))? ?(?:\.? ?[-–—]|:)"
)
_CLOCK_ONLY = re.compile(r"[\s,T-]*(?:at\s+|à\s+|a las\s+)?(?:\d{1,2}[:h]\d{2}.{0,24})?$")


def published_date(words: str) -> str:
    """The ISO day, month or year that the words name; InputError where they name none or could name two.

    >>> published_date("2 avril 2025"), published_date("2025-04"), published_date("Wed, 02 Apr 2025 09:10:00 GMT")
    ('2025-04-02', '2025-04', '2025-04-02')
    """
    words = words.strip()
    if found := _COMPACT.match(words):
        return _iso(*found.groups())
    if found := _ISO.match(words):
        return _iso(*found.groups())
    if (found := _DAY_FIRST.match(words)) and _CLOCK_ONLY.match(words[found.end() :]):
        return _named(found[3], found[2], found[1], words)
    if (found := _MONTH_FIRST.match(words)) and _CLOCK_ONLY.match(words[found.end() :]):
        return _named(found[3], found[1], found[2], words)
    if found := _MONTH_ONLY.match(words):
        return _named(found[2], found[1], None, words)
    if found := _SLASHED.match(words):
        return _slashed(int(found[1]), int(found[2]), found[3], words)
    raise InputError(f"the date {words[:60]!r} is not one that can be read safely", hint="Write it as YYYY-MM-DD.")


def dateline_date(text: str) -> str | None:
    """The ISO day of a dateline in the first lines ("BRIA, 3 November 2025 - …"); None where there is none.

    A dateline tells where and on which day a report was written. One without its year says too little.
    """
    for line in text.split("\n", _DATELINE_LINES)[:_DATELINE_LINES]:
        found = _DATELINE.match(line)
        if found:
            try:
                day = published_date(found[1])
            except InputError:
                continue
            return day if len(day) == 10 else None
    return None


def _slashed(first: int, second: int, year: str, words: str) -> str:
    if first == second or second > 12 >= first:
        return _iso(year, str(first), str(second))
    if first > 12 >= second:
        return _iso(year, str(second), str(first))
    raise InputError(f"the date {words[:60]!r} could be two different days", hint="Write it as YYYY-MM-DD.")


def _named(year: str, month: str, day: str | None, words: str) -> str:
    number = _MONTHS.get(month.casefold())
    if number is None:
        raise InputError(f"the date {words[:60]!r} names no month that is known", hint="Write it as YYYY-MM-DD.")
    return _iso(year, str(number), day)


def _iso(year: str, month: str | None = None, day: str | None = None) -> str:
    try:
        checked = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise InputError(f"{year}-{month}-{day} is not a date", hint="Write it as YYYY-MM-DD.") from error
    if not 1900 <= checked.year <= 2100:
        raise InputError(f"the year {year} is out of range", hint="Write the date as YYYY-MM-DD.")
    return checked.isoformat()[: 10 if day else 7 if month else 4]
