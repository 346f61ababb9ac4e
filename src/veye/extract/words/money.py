"""Amounts of money with their ISO 4217 currency, and shares in per cent, in running text."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from veye.extract.words.numbers import NumberMention, find_numbers
from veye.extract.words.tables import LANGUAGES, table
from veye.extract.words.tokens import Phrases, Tokens, tokenise
from veye.records import Count

_PREFIX = re.compile(
    r"(?P<code>us\s?|usd\s?|u\.s\.\s?|c|ca|cad\s?|can|a|au|aud\s?|nz|hk|j|r|rd|eur\s?|gbp\s?|chf\s?|kes\s?"
    r"|ksh\s?|sh\s?|htg\s?)?"
    r"(?P<mark>[$€£¥])?\s?$"
)
_CODES = {
    "us": "USD", "usd": "USD", "u.s.": "USD", "c": "CAD", "ca": "CAD", "cad": "CAD", "can": "CAD", "a": "AUD",
    "au": "AUD", "aud": "AUD", "nz": "NZD", "hk": "HKD", "j": "JMD", "r": "BRL", "rd": "DOP", "eur": "EUR",
    "gbp": "GBP", "chf": "CHF", "kes": "KES", "ksh": "KES", "sh": "KES", "htg": "HTG",
}  # fmt: skip
_ALONE = frozenset({"usd", "cad", "aud", "eur", "gbp", "chf", "kes", "ksh", "htg"})
_MARKS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_SUFFIX = re.compile(r"\s?(?P<scale>m|mn|bn|b|k|mln|mio|md|mds|mill)\b\.?")
_SCALES = {
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "mill": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "md": 1e9,
    "mds": 1e9,
    "k": 1e3,
}


class MoneyMention(msgspec.Struct, frozen=True):
    """An amount of money between characters `start` and `end`: whole units of `currency` (ISO 4217).

    `low_only` and `high_only` mark "more than" and "up to"; `high` is the upper end of "515 to 600 million".
    """

    start: int
    end: int
    amount: float
    currency: str
    low_only: bool = False
    high_only: bool = False
    approximate: bool = False
    high: float | None = None


class PercentMention(msgspec.Struct, frozen=True):
    """A share between characters `start` and `end`, in per cent of a whole."""

    start: int
    end: int
    percent: float | None
    count: Count = Count()


class _Currencies:
    def __init__(self, language: str) -> None:
        raw = table(language)["money"]
        self.names: Phrases[str] = Phrases(raw["currencies"])
        self.of = frozenset([*raw["of"], "de", "d'", "of", "us", "$"])


@lru_cache(maxsize=8)
def _currencies(language: str) -> _Currencies:
    return _Currencies(language if language in LANGUAGES else "en")


def find_money(text: str, language: str, *, numbers: list[NumberMention] | None = None) -> list[MoneyMention]:
    """Every amount of money that names its currency, in order."""
    toks = tokenise(text)
    table_ = _currencies(language)
    index = {start: i for i, start in enumerate(toks.starts)}
    out: list[MoneyMention] = []
    for n in numbers if numbers is not None else find_numbers(text, language):
        if n.value is None or n.kind not in ("money", "cardinal", "decimal", "measure", "year"):
            continue
        start, end, amount, currency = n.start, n.end, n.value, None
        digits = _DIGITS.match(text, n.core) if n.kind == "measure" else None
        end = digits.end() if digits else end
        left = _PREFIX.search(toks.folded, max(0, n.core - 6), n.core)
        if left and (left["mark"] or (left["code"] or "").strip() in _ALONE):
            code = (left["code"] or "").strip()
            before = toks.folded[left.start() - 1] if left.start() else " "
            if code and not before.isalnum() and code in _CODES:
                currency, start = _CODES[code], min(start, left.start())
            elif left["mark"]:
                currency, start = _MARKS[left["mark"]], min(start, left.start("mark"))
        suffix = _SUFFIX.match(toks.folded, end)
        if suffix and (currency or toks.folded[suffix.end() : suffix.end() + 2].strip()[:1] in ("$", "€", "£")):
            amount, end = amount * _SCALES[suffix["scale"]], suffix.end()
        at = _token_from(toks, index, end)
        if currency is None and at < len(toks):
            k = at + 1 if toks.words[at] in table_.of and toks.words[at] not in ("us", "$") else at
            named = table_.names.at(toks.words, k)
            if named:
                currency, end = named[1], toks.ends[k + named[0] - 1]
            elif toks.words[at] in _MARKS:
                currency, end = _MARKS[toks.words[at]], toks.ends[at]
        elif currency is not None and at < len(toks):
            named = table_.names.at(toks.words, at)
            if named:
                end = toks.ends[at + named[0] - 1]
        if currency is None:
            continue
        out.append(_mention(n, start, end, amount, currency))
    return out


def _token_from(toks: Tokens, index: dict[int, int], offset: int) -> int:
    """The first token that begins at or after `offset`."""
    for probe in range(offset, min(offset + 3, len(toks.text))):
        if probe in index:
            return index[probe]
    return len(toks)


def _mention(n: NumberMention, start: int, end: int, amount: float, currency: str) -> MoneyMention:
    open_high = n.count.low is not None and n.count.high is None
    open_low = n.count.high is not None and n.count.low is None
    high = None
    if n.count.low is not None and n.count.high is not None and n.count.low < n.count.high:
        scale = amount / n.value if n.value else 1.0  # of a suffix: "515-600m"
        shared = n.value is not None and n.value < 1000 <= n.count.low  # one word for both ends: "515 to 600 million"
        amount, high = (float(n.count.low) if shared else amount), n.count.high * scale
    return MoneyMention(start, end, amount, currency, open_high, open_low, n.approximate, high)


def find_percents(text: str, language: str, *, numbers: list[NumberMention] | None = None) -> list[PercentMention]:
    """Every share in per cent ("80 %", "ninety per cent") and every fraction ("three quarters"), in order."""
    out: list[PercentMention] = []
    for n in numbers if numbers is not None else find_numbers(text, language):
        if n.value is None:
            continue
        if n.kind == "percent":
            out.append(PercentMention(n.start, n.end, n.value, n.count))
        elif n.kind == "fraction":
            out.append(PercentMention(n.start, n.end, round(100 * n.value, 1), n.count))
    return out
