"""The sums of money in a sentence: those with a currency, and bare ones that go on from them."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import countries, stands_alone
from veye.extract.lexicon import Term
from veye.extract.words.money import MoneyMention
from veye.extract.words.numbers import NumberMention
from veye.records.claim import FundingKind

KINDS: tuple[FundingKind, ...] = ("pledged", "disbursed", "frozen", "requested", "approved")
_MILLION = re.compile(r"\s?(?:m|mn|million\w*|millones|milyon)\b", re.IGNORECASE)
_BILLION = re.compile(r"\s?(?:bn|billion\w*|milliards?|milya)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_OF_A = re.compile(r"\s+(?:of an?|de una?|d['’]une?|sur une?)\s", re.IGNORECASE)
OF_SUM = re.compile(r"\s+(?:out of|of|sur|de|sou)\s+(?:(?:the|a|total|les|los|un)\s+)*", re.IGNORECASE)


class Sum(msgspec.Struct):
    """An amount in a sentence; `currency` may come from an amount before it."""

    start: int
    end: int
    amount: float
    currency: str | None
    high: float | None = None


def sums_of(
    analysis: Analysis, sentence: Sentence, money: list[MoneyMention], currency: str | None, triggered: bool
) -> list[Sum]:
    """The amounts of the sentence: those with a currency, and bare ones where money is spoken of."""
    sums = [
        Sum(m.start, m.end, m.amount, m.currency, m.high)
        for m in money
        if sentence.start <= m.start and m.end <= sentence.end
    ]
    taken = [(s.start, s.end) for s in sums]
    if triggered:
        for number in sentence.numbers:
            if any(a < number.end and number.start < b for a, b in taken):
                continue
            amount, end = _bare_amount(analysis, sentence, number, bool(sums))
            if amount is not None:
                sums.append(Sum(number.start, end, amount, _of_people(sentence, end) or currency))
    return sorted(sums, key=lambda s: s.start)


_PEOPLES = {"United States": "USD", "Canada": "CAD", "United Kingdom": "GBP", "Australia": "AUD", "Switzerland": "CHF"}


def _of_people(sentence: Sentence, end: int) -> str | None:
    """The currency of the people named right after a bare amount: "13 millions américains"."""
    found = (t.tag.partition(":")[2] for t in sentence.tagged("demonym:") if t.start - end == 1)
    return next((_PEOPLES[name] for name in found if name in _PEOPLES), None)


def _bare_amount(
    analysis: Analysis, sentence: Sentence, number: NumberMention, beside: bool
) -> tuple[float | None, int]:
    """The amount that a number without a currency states: "63 million", "1,7" beside "15 millones de dólares"."""
    value = number.value or 0.0
    digits = _DIGITS.match(analysis.text, number.core)
    suffix = digits and (_MILLION.match(analysis.text, digits.end()) or _BILLION.match(analysis.text, digits.end()))
    if digits and suffix and number.kind in ("cardinal", "decimal", "measure") and 0 < value < 10_000:
        return value * (1e9 if _BILLION.match(analysis.text, digits.end()) else 1e6), suffix.end()
    scaled = (
        "milli" in analysis.folded[number.core : number.end]
        or "milyon" in analysis.folded[number.core : number.end]
        or "millon" in analysis.folded[number.core : number.end]
    )
    if value >= 100_000 and scaled and number.kind == "cardinal":
        named = analysis.text[number.end : number.end + 2].strip()[:1].isupper()
        named = named or any(t.start - number.end == 1 for t in sentence.tagged("demonym:"))
        named = named or bool(_OF_A.match(analysis.text, number.end))
        named = named or (beside and bool(_OUT_OF.search(analysis.text, sentence.start, number.start)))
        verbs = [t for t in sentence.tagged(*KINDS) if t.subject == "money"]
        free = named or stands_alone(analysis, number, verbs) or _is_said_of(analysis, sentence, number, verbs)
        return (value if free else None), number.end
    if number.kind in ("cardinal", "decimal") and 0 < value < 1000 and _after_millions(analysis, sentence, number):
        return value * 1e6, number.end
    return None, number.end


def _is_said_of(analysis: Analysis, sentence: Sentence, number: NumberMention, verbs: list[Term]) -> bool:
    """Whether a verb for money follows at once, behind an auxiliary or two: "1.7 millones ya se gastaron"."""
    verb = next((t for t in verbs if 0 < t.start - number.end <= _SOON), None)
    if verb is None or analysis.text[number.end : verb.start].count(" ") > 3:
        return False
    return not any(number.end <= t.start < verb.start and t.subject == "people" for t in sentence.terms)


_SOON = 14


def _after_millions(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a small number goes on a list that began in millions, with a word for money right beside it."""
    rest = bool(_THE_REST.search(analysis.folded, sentence.start, number.start)) and sentence.index > 0
    start = analysis.sentences[sentence.index - 1].start if rest else max(sentence.start, number.start - 90)
    before = analysis.folded[start : number.start]
    if not re.search(r"milli|millon|milyon", before):
        return False
    triggers = [t for t in sentence.tagged(*KINDS) if t.subject == "money"]
    alone = stands_alone(analysis, number, triggers)
    close = alone and any(0 <= t.start - number.end <= 14 or 0 <= number.start - t.end <= 6 for t in triggers)
    close = close or (rest and alone)
    close = close or bool(_OF_WHICH.search(analysis.text, sentence.start, number.start))
    close = close or _in_list(analysis, sentence, number)
    after = analysis.folded[number.end : number.end + 12].split()
    counted = any(t.start in (number.end + 1, number.end + 2) and t.subject == "people" for t in sentence.terms)
    return close and not counted and not (after and after[0] in ("mois", "months", "meses", "mwa", "ans", "years"))


_THE_REST = re.compile(r"\b(?:the other|the remaining|los otros|los restantes|les autres|les|lot) $")
_OF_WHICH = re.compile(
    r"(?:\bdont|\bof which|\bof it|\bincluding|\bde los cuales|\bde los que|\bincluidos|\bladan|\bladan yo)\W*$",
    re.IGNORECASE,
)


def _in_list(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a giver stands right before a small number in a list: "Le Canada y a mis 63 millions, la France 3"."""
    closed = analysis.text[number.end : number.end + 1] in ("", ".", ",", ";", ")", "\n") or bool(
        _AND.match(analysis.text, number.end)
    )
    return closed and any(
        analysis.text[c.end : number.start].strip(" ,:") == ""
        for c in countries(analysis, sentence)
        if c.end <= number.start
    )


_AND = re.compile(r"\s(?:and|et|y|e|ak)\s")
_OUT_OF = re.compile(r"\b(?:out of|of|sur|de|sou)\s(?:(?:the|a|some|total|les|los|un|quelque|unos)\s)*$", re.IGNORECASE)
_EQUALS = re.compile(
    r"\s?\(\s?(?:(?:or|that is|about|some|around|roughly|nearly|equivalent to|soit|environ|quelque|près de|unos"
    r"|cerca de|alrededor de|equivalentes? a|anviwon|sa fè)\s)*$",
    re.IGNORECASE,
)


def converted(analysis: Analysis, item: Sum, sums: list[Sum]) -> bool:
    """Whether a sum only tells the one before it in another currency: "100 million Canadian dollars (US$73m)"."""
    before = [s for s in sums if s.end <= item.start]
    return (
        bool(before)
        and before[-1].currency != item.currency
        and bool(_EQUALS.fullmatch(analysis.text, before[-1].end, item.start))
    )
