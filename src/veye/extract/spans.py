"""Over which days a sentence counts what it tells: a number of weeks, a year so far, the time since a start."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import When

_START = re.compile(r"(?:since|depuis|desde|depi)\b(?! (?:janvier|january|enero|janvye|le debut de l annee))")


def counted_over(analysis: Analysis, sentence: Sentence) -> int:
    """Over how many days a sentence counts what it tells ("in six months", "en una semana"); 0 where over none."""
    for number in sentence.numbers:
        words = analysis.folded[number.start : min(sentence.end, number.end + 12)].split()
        lead = analysis.folded[sentence.start : number.start]
        unit = next((u for word in words[1:3] if (u := _UNIT.fullmatch(word))), None)
        if unit is not None and number.kind in _COUNTING and _LED.search(lead):
            return int((number.value or 1) * _DAYS[unit.lastgroup or "year"])
    return 0


_UNIT = re.compile("|".join(rf"(?P<{name}>{any_of(f'{name}s of a span')})" for name in ("week", "month", "year")))
_COUNTING = frozenset({"duration", "article", "cardinal", "vague", "age"})
_LED = re.compile(rf"\b{any_of('leads a span')}\s(?:{any_of('about a span')}\s)*$")
_DAYS = {"week": 7, "month": 30, "year": 365}


def runs_since(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether a sentence counts from a start that lies before the report's year, or that is no date at all."""
    day = analysis.published
    if any(t.tag == "cumulative" and _START.match(analysis.folded, t.start) for t in sentence.terms):
        return True
    return any(
        d.kind == "since" and d.when is not None and day is not None and d.when.latest.year < day.year
        for d in sentence.dates
    )


def this_year(window: Window) -> When | None:
    """The days of the report's year up to the report, where a total runs since its January or its beginning."""
    day = window.analysis.published
    for date in window.sentence.dates:
        if date.kind != "since" or date.when is None or day is None or date.when.days == 1:
            continue
        if date.when.earliest == day.replace(month=1, day=1):
            return msgspec.structs.replace(date.when, latest=max(day, date.when.latest), precision="longer")
    return None


def names_no_period(window: Window, when: When) -> bool:
    """Whether the day beside a total is not the period it covers: one of several days, or with a start years back."""
    days = {d.when for d in window.sentence.dates if d.when is not None and d.kind != "since"}
    return runs_since(window.analysis, window.sentence) or (when.days <= _MONTH and len(days) > 1)


_MONTH = 31


def since_then(window: Window) -> When | None:
    """The period of a total that is counted since a month or year: from its first day to that of the report."""
    published = window.analysis.published
    for date in window.sentence.dates:
        near = window.floor <= date.start <= window.ceiling and date.kind == "since"
        if not (near and published and date.when) or date.when.days < _SHORTEST:
            continue
        if 0 < (published - date.when.earliest).days <= _LONGEST:
            return When(date.when.earliest, published, "longer", None, date.when.words)
    return None


_LONGEST = 366  # days: a start years back names no period of one report
_SHORTEST = 28  # days: what is counted since one day is counted since something that happened on it
