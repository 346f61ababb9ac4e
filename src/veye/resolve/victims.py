"""Persons that a report names with their age, and the ages it gives: what two happenings of one day rarely share."""

from __future__ import annotations

import re
from functools import cache

from veye.records import fold
from veye.resolve.tables import rows, word_list

OLDEST = 110


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    stated = "|".join(re.escape(r["words"]).replace(r"\#", r"(\d{1,3})") for r in rows("ages.csv"))
    units = "|".join(sorted(map(re.escape, word_list("age unit")), key=len, reverse=True))
    name = r"([A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3})"
    person = rf"{name}, (\d{{1,3}})(?=\s*[,.;:)—–-]|\s+(?:{units})\b|\s*$)"
    return re.compile(rf"(?i)\b(?:{stated})\b"), re.compile(person, re.MULTILINE)


def victims_of(text: str) -> tuple[frozenset[int], frozenset[str]]:
    """The ages that a text gives to people, and the folded last names of those it names with their age.

    >>> victims_of("Ana Ruiz, 24, and a 7-year-old boy were hit.") == (frozenset({7, 24}), frozenset({"ruiz"}))
    True
    """
    stated, person = _patterns()
    named = [(m.group(1), int(m.group(2))) for m in person.finditer(text)]
    ages = {int(next(g for g in m.groups() if g)) for m in stated.finditer(text)} | {age for _, age in named}
    last_names = (fold(name).split()[-1:] for name, age in named if age < OLDEST)
    return frozenset(a for a in ages if a < OLDEST), frozenset(word for words in last_names for word in words)
