"""Over how long a sum of money is meant to reach: "600 million a year", "515 million over two years"."""

from __future__ import annotations

from veye.extract.analysis import Analysis, Sentence
from veye.extract.wordlists import word_set

_REACH = 45  # characters between a sum and its period, with no other sum or stop between
_STOPS = frozenset(".;:()")


def months_of(analysis: Analysis, sentence: Sentence, at: tuple[int, int]) -> int | None:
    """Months that the sum at `at` is for; None where its words name no period, or only when it was given."""
    best: tuple[int, int] | None = None
    for number in sentence.numbers:
        months = _length(analysis.folded[number.start : number.end].split(), number.value)
        if number.kind in ("duration", "age") and months is not None:
            best = _nearer(analysis, sentence, at, (number.start, number.end), months, best)
    for term in sentence.tagged("per.year", "per.month"):
        months = 12 if term.tag == "per.year" else 1
        best = _nearer(analysis, sentence, at, (term.start, term.end), months, best)
    return best[1] if best else None


def _length(words: list[str], value: float | None) -> int | None:
    if value is None or value != int(value):
        return None
    if word_set("years") & set(words):
        return 12 * int(value)
    return int(value) if word_set("months") & set(words) else None


def _nearer(
    analysis: Analysis,
    sentence: Sentence,
    at: tuple[int, int],
    here: tuple[int, int],
    months: int,
    best: tuple[int, int] | None,
) -> tuple[int, int] | None:
    left, right = (at[1], here[0]) if here[0] >= at[1] else (here[1], at[0])
    gap = right - left
    money = any(n.kind == "money" and left <= n.start < right for n in sentence.numbers)
    if not 0 <= gap <= _REACH or money or _STOPS & set(analysis.text[left:right]):
        return best
    return (gap, months) if best is None or gap < best[0] else best
