"""What stands right around a noun for people and belongs to it, or shows that it means none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of

_PROPER = re.compile(r"(?:[ ](?:[A-Z]\.[ ]?)*[A-ZÀ-Þ][a-zà-ÿ'’]+(?:[-'’][A-ZÀ-Þ]?[a-zà-ÿ]+)*){1,4}")


def name_end(text: str, position: int, terms: Sequence[Term]) -> int:
    """Where the proper name ends that follows a noun at once: "Constable Samuel Kitwai", not "Children Shot In …"."""
    match = _PROPER.match(text, position)
    if match is None:
        return position
    harm = next((t.start for t in terms if position < t.start < match.end() and t.subject == "outcomes"), None)
    return match.end() if harm is None else max(position, harm - 1)


_NO_RANK = re.compile(rf" {any_of('no rank before')}\b", re.IGNORECASE)
_LIVES = re.compile(rf"\b{any_of('lives somewhere')}$", re.IGNORECASE)
_AGE = re.compile(r"(?<![\w-])(?:\d{1,3}|\w+)-(?:year|month|week|day)s?-(?:old )?$")


def age_start(text: str, position: int) -> int:
    """Where an age begins that ends right before a noun: "a boy and 42-year-old man", "kills 7-year-old daughter"."""
    match = _AGE.search(text, max(0, position - 24), position)
    return match.start() if match else position


def means_no_people(text: str, start: int, end: int) -> bool:
    """Whether a noun for people means something else here: "a boy who lives there", "General Hospital"."""
    return bool(_NO_RANK.match(text, end) or _LIVES.search(text, max(0, start - 10), end))
