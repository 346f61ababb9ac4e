"""The level of care that a hospital gives: "a level 2 hospital", "hôpital de niveau II", "lopital nivo 2"."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.wordlists import any_of

_LEVEL = re.compile(rf"\b{any_of('level of care')}[\s-]+(?:(?P<digit>[1-4])|(?P<roman>i{{1,3}}|iv))?\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_BESIDE = 14  # characters on either side of the words for the hospital
_HIGHEST = 4


def level_of(analysis: Analysis, sentence: Sentence, start: int, end: int) -> int | None:
    """The level, 1 to 4, in or beside the words of a place of care; None where they state none."""
    first, last = max(sentence.start, start - _BESIDE), min(sentence.end, end + _BESIDE)
    for match in _LEVEL.finditer(analysis.folded, first, last):
        if match["digit"] or match["roman"]:
            return int(match["digit"]) if match["digit"] else _ROMAN[match["roman"]]
        number = next((n for n in sentence.numbers if n.start == match.end()), None)
        if number is not None and number.count.exact and 1 <= (number.count.low or 0) <= _HIGHEST:
            return number.count.low
    return None
