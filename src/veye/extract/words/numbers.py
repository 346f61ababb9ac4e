"""Numbers in running text: digits, number words, vague and bounded counts, each with its offsets and kind."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from veye.extract.words.number_kinds import CURRENCY_MARKS, context_kind
from veye.extract.words.numerals import (
    NumberKind,
    NumberWords,
    Numeral,
    digits_value,
    number_words,
    read_numeral,
    read_share,
)
from veye.extract.words.tokens import Tokens, tokenise
from veye.records import Count

COUNTING: frozenset[str] = frozenset({"cardinal", "article", "vague", "both"})


class NumberMention(msgspec.Struct, frozen=True):
    """A number as written: characters `start` to `end` with its bounds ("at least"), its count, what it is.

    `core` is where the numeral itself begins, `value` its bare value (a share for fractions, None for vague words).
    `approximate` tells "about 1,000" from "1,000". Only the kinds in COUNTING may count people or things.
    """

    start: int
    end: int
    count: Count
    kind: NumberKind
    core: int = 0
    value: float | None = None
    approximate: bool = False

    @property
    def counts(self) -> bool:
        """Whether the number may be a count of people or things."""
        return self.kind in COUNTING


def _bounds(toks: Tokens, w: NumberWords, numeral: Numeral) -> tuple[int, bool]:
    """First token of the numeral with its bounds, whether it is approximate; sets the open ends."""
    start, approximate = numeral.i, False
    if start and toks.words[start - 1] in CURRENCY_MARKS:
        start -= 1
        if start and toks.kinds[start - 1] == "word" and toks.touches(start) and len(toks.words[start - 1]) <= 3:
            start -= 1
    first = start
    for _ in range(4):
        found = w.bounds.before(toks.words, start)
        if not found:
            break
        length, what = found
        if what != "about" and _particle(toks, start - length):
            break
        start -= length
        if what == "about":
            approximate = True
            continue
        if what == "high" and start > 0 and toks.words[start - 1] in w.not_up_to:
            break
        numeral.bounded = True
        if what == "low":
            numeral.high = None
        else:
            numeral.low = None
        break
    return (start if start < first else numeral.i), approximate


_PARTICLES = frozenset(
    [
        "handed",
        "took",
        "taken",
        "take",
        "taking",
        "turned",
        "turn",
        "handing",
        "takes",
        "hand",
        "turning",
        "crossed",
        "ran",
        "runs",
        "fly",
        "flew",
        "all",
    ]
)


def _particle(toks: Tokens, index: int) -> bool:
    """Whether "over" at `index` belongs to a verb ("handed over 20 vehicles")."""
    return toks.words[index] in ("over", "above", "under") and index > 0 and toks.words[index - 1] in _PARTICLES


def _after(toks: Tokens, w: NumberWords, numeral: Numeral, end: int) -> tuple[int, bool]:
    """Last token past bounds that follow the numeral ("or more"), whether it is approximate."""
    found = w.after.at(toks.words, end)
    if not found or numeral.bounded:
        return end, False
    length, what = found
    if toks.words[end] == "plus" and not toks.joined[end] and numeral.kind == "cardinal":
        return end, False
    if what == "low":
        numeral.high, numeral.bounded = None, True
    elif what == "high":
        numeral.low, numeral.bounded = None, True
    return end + length, what == "about"


def find_numbers(text: str, language: str) -> list[NumberMention]:
    """Every number of the text, in order; none overlap."""
    return list(_found(text, language))


@lru_cache(maxsize=4)
def _found(text: str, language: str) -> tuple[NumberMention, ...]:
    """The numbers of a text; kept for the few texts read last, because dates and money need them again."""
    toks = tokenise(text)
    w = number_words(language)
    numerals: list[Numeral] = []
    i = 0
    while i < len(toks.words):
        opens = toks.kinds[i] == "num" or toks.words[i] in w.starters
        numeral = read_numeral(toks, w, i) if opens else None
        if numeral is None:
            i += 1
            continue
        numerals.append(read_share(toks, w, numeral) or numeral)
        i = numerals[-1].j
    return tuple(_mentions(toks, w, numerals))


def _mentions(toks: Tokens, w: NumberWords, numerals: list[Numeral]) -> list[NumberMention]:
    out: list[NumberMention] = []
    skip = -1
    floor = 0
    for position, n in enumerate(numerals):
        if position <= skip or n.i < floor or (n.kind == "article" and _inside_bound(toks, w, n, numerals, position)):
            continue
        start, approximate = (n.i, False)
        if n.kind not in ("ordinal", "article", "both"):
            start, approximate = _bounds(toks, w, n)
            start = max(start, floor)
        kind, end = context_kind(toks, w, n)
        if kind == "cardinal" and n.digits and out and out[-1].kind == "age" and (n.value or 0) <= 110:
            kind = "age" if _goes_on(toks, w, numerals[position - 1], n) else kind
        last = n
        if kind == n.kind and kind in ("cardinal", "vague"):
            end = _doubled(toks, n, end)
            joined = _range(toks, w, n, numerals, position, start)
            if joined is not None:
                last, start, end, skip = joined[0], joined[1], joined[2], position + 1
                last_kind = context_kind(toks, w, last)
                kind = last_kind[0] if last_kind[0] not in ("article", "year", "score") else kind
                end = max(end, last_kind[1]) if kind != "cardinal" else end
            else:
                end, loose = _after(toks, w, n, end)
                approximate = approximate or loose
        elif kind == "percent":
            end, loose = _after(toks, w, n, end)
            approximate = approximate or loose
        low, high = n.low, n.high
        if low is not None and high is not None and low > high:
            low = high = n.low
        first, final = toks.starts[start], toks.ends[end - 1]
        count = Count(None if kind == "fraction" else low, None if kind == "fraction" else high, toks.text[first:final])
        out.append(NumberMention(first, final, count, kind, toks.starts[n.i], n.value, approximate))
        floor = end
    return out


def _goes_on(toks: Tokens, w: NumberWords, before: Numeral, n: Numeral) -> bool:
    """Whether a number goes on a list or a range of ages: "ages 24, 25, 32 and 38", "ages 18 to 38"."""
    between = toks.words[before.j : n.i]
    if len(between) == 1 and (between[0] in w.range_to or (between[0] in w.between_and and _opens(toks, w, before))):
        return True
    closes = n.j >= len(toks.words) or toks.kinds[n.j] == "mark" or toks.words[n.j] in _LISTS
    closes = closes or (before.i > 0 and toks.words[before.i - 1] in _AGED)
    return closes and bool(between) and all(word in _LISTS for word in between)


def _opens(toks: Tokens, w: NumberWords, n: Numeral) -> bool:
    """Whether "between" opens the range that a number begins: "between the ages of 11 and 15"."""
    return any(w.between.before(toks.words, i) for i in range(max(1, n.i - 4), n.i + 1))


_AGED = frozenset(["aged", "ages", "edades"])
_LISTS = frozenset([",", "and", "et", "y", "ak", "&"])


def _inside_bound(toks: Tokens, w: NumberWords, n: Numeral, numerals: list[Numeral], position: int) -> bool:
    """Whether an article opens the bound of the next number: "an estimated 5,000"."""
    after = numerals[position + 1] if position + 1 < len(numerals) else None
    return after is not None and after.i - n.i <= 4 and _bounds(toks, w, after)[0] <= n.i < after.i


def _doubled(toks: Tokens, n: Numeral, end: int) -> int:
    """The end past a number repeated in brackets: "twenty-two (22)"."""
    words = toks.words
    doubled = end + 2 < len(words) and words[end] == "(" and toks.kinds[end + 1] == "num" and words[end + 2] == ")"
    return end + 3 if doubled and n.value is not None and digits_value(words[end + 1]) == n.value else end


def _range(
    toks: Tokens, w: NumberWords, n: Numeral, numerals: list[Numeral], position: int, start: int
) -> tuple[Numeral, int, int] | None:
    """The second numeral of a range, the first and last token of the whole; None where there is no range."""
    if position + 1 >= len(numerals) or n.value is None:
        return None
    other = numerals[position + 1]
    if other.value is None or other.kind != "cardinal":
        return None
    between = w.between.before(toks.words, start) if start > 0 else None
    first = start - between[0] if between else start
    o_start = other.i
    while o_start > n.j and w.bounds.before(toks.words, o_start) and w.bounds.before(toks.words, o_start)[1] == "about":  # type: ignore[index]
        o_start -= w.bounds.before(toks.words, o_start)[0]  # type: ignore[index]
    gap = toks.words[n.j : o_start]
    if between:
        fits = len(gap) == 1 and gap[0] in w.between_and
    elif not gap:
        fits = toks.joined[other.i] and n.digits and other.digits
    else:
        fits = (
            len(gap) == 1
            and (gap[0] in w.range_to or gap[0] == "-")
            and not w.range_not_after.before(toks.words, start)
        )
    low = n.value
    if fits and other.scale > 1 and n.scale == 1 and low < 1000 and low * other.scale < other.value:
        low *= other.scale
    if not fits or not low < other.value or (not between and other.value > 20 * low) or (n.bounded and not between):
        return None
    n.low, n.high = int(low), int(other.value)
    return other, first, other.j
