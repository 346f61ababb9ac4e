"""People of whom only the name is told: "Samuel Kitwai was shot", "the killing of Eddie Holmes"."""

from __future__ import annotations

import re
from functools import lru_cache

from veye.extract.analysis import Analysis, Sentence, Spanned
from veye.extract.wordlists import any_of

_WORD = r"[A-ZÀ-Þ][a-zà-ÿ]*[’'-]?[A-ZÀ-Þ]?[a-zà-ÿ]+"
_FULL = re.compile(
    rf"(?<![\w-]){_WORD}(?: [A-Z]\.)?(?: (?:de |da |la |van |von |al-|el-)?{_WORD}){{1,3}}"
    r"(?:,? (?:Jr|Sr|I{2,3})\b\.?)?"
)
_SHORT = re.compile(rf"(?<![\w-]){_WORD}")
_AGE = r"(?:,? \(?\d{1,3}\)?,?)?"
_ASIDE = r"(?:, [^,.;]{2,60},)?"
_LED = re.compile(rf"\b{any_of('before a place')}\s(?:the )?$", re.IGNORECASE)
_BETWEEN = re.compile(rf"{_AGE}{_ASIDE},?(?: {any_of('between name and harm')}){{0,4}} ?")
_JOINED = re.compile(rf"{_AGE}{_ASIDE}(?:,? {any_of('joins names')} |, )(?:\d{{1,2}}-year-old )?")
_LEAD = re.compile(r"\s(?:(?:\d{1,2}|\w+)-(?:year|month)s?-old )?")
_NO_PERSON = re.compile(rf"\b{any_of('never in the name of a person')}\b", re.IGNORECASE)
_REACH = 140  # characters before the word of harm in which the name of its subject stands


def names_before(analysis: Analysis, sentence: Sentence, floor: int, position: int) -> list[tuple[int, int]]:
    """The bounds of the names that are the subject of a word of harm at `position`: the last and those joined to it."""
    start = max(floor, sentence.start, position - _REACH)
    found: list[tuple[int, int]] = []
    end, between = position, _BETWEEN
    while True:
        name = _name_ending(analysis, sentence, start, end, between)
        if name is None:
            return found
        found.insert(0, name)
        end, between = name[0], _JOINED


def _name_ending(
    analysis: Analysis, sentence: Sentence, start: int, position: int, between: re.Pattern[str]
) -> tuple[int, int] | None:
    """The last name from `start` on that only such words part from `position`."""
    for pattern in (_FULL, _SHORT):
        for match in reversed(list(pattern.finditer(analysis.text, start, position))):
            joins = between.fullmatch(analysis.text, match.end(), position)
            if joins and _names_person(analysis, sentence, match.start(), match.end(), full=pattern is _FULL):
                return match.span()
    return None


def name_after(analysis: Analysis, sentence: Sentence, position: int) -> tuple[int, int] | None:
    """The bounds of the name that follows a word of harm at once; None where there is none."""
    lead = _LEAD.match(analysis.text, position)
    if lead is None:
        return None
    for pattern in (_FULL, _SHORT):
        match = pattern.match(analysis.text, lead.end(), sentence.end)
        if match and _names_person(analysis, sentence, match.start(), match.end(), full=pattern is _FULL):
            return match.span()
    return None


def first_told(analysis: Analysis, name: str) -> int:
    """Where a person is named first in a document: the same for the full name and for the surname alone."""
    return _surnames(analysis.text).get(_surname(name), analysis.text.find(name))


def _names_person(analysis: Analysis, sentence: Sentence, start: int, end: int, *, full: bool) -> bool:
    """Whether capitalised words name a person: no place, force, day or office, and told in full somewhere."""
    words = analysis.text[start:end]
    if _NO_PERSON.search(words) or _LED.search(analysis.text, max(sentence.start, start - 12), start):
        return False
    if not full and words not in _surnames(analysis.text):
        return False
    places = [p for p in sentence.places if p.kind != "other"]
    spans: list[Spanned] = [*places, *sentence.dates, *sentence.groups]
    if any(s.start < end and start < s.end for s in spans):
        return False
    return not any(t.start < end and start < t.end and t.tag.startswith(_FORCES) for t in sentence.terms)


_FORCES = ("mission", "body.", "armed:", "country:", "demonym:", "seat:", "scene", "region", "agency", "item.",
           "source")  # fmt: skip


def _surname(name: str) -> str:
    words = [w for w in re.split(r"[ ,]+", name) if w.rstrip(".") not in ("Jr", "Sr", "II", "III")]
    return words[-1]


@lru_cache(maxsize=4)
def _surnames(text: str) -> dict[str, int]:
    """Where each surname of the full names in a text stands first."""
    found: dict[str, int] = {}
    for match in _FULL.finditer(text):
        found.setdefault(_surname(match.group()), match.start())
    return found
