"""From what a model wrote to a claim: its quote found, its number, day, place and words held against the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import msgspec

from veye.extract.analysis import inside
from veye.extract.folding import fold_text
from veye.extract.lexicon import load_lexicon
from veye.extract.llm.details import checked_details
from veye.extract.llm.grounding import Ground
from veye.extract.llm.prompt import gives_orders
from veye.extract.llm.schema import Item
from veye.extract.llm.windows import Window
from veye.extract.segment import Stretch, split_sentences
from veye.extract.words import NumberMention, find_dates, find_money, find_numbers, find_percents
from veye.records import Attribution, Claim, Control, Count, Document, Funding, PlaceMention, ReadBy, Strength, When
from veye.records.claim import Attack, Equipment, Evacuation

_LONGEST_QUOTE = 1_500
_LONGEST_WORDS = 240
_SIDES = frozenset({"gang", "police", "military", "mission", "civilian", "government", "unknown"})
_UNNUMBERED = frozenset({(1, 1), (2, None), (3, None), (None, None)})
"""Counts that words without a numeral can give: "the officer", "officers", "several"."""
_SHADOW = 2  # sentences of the same paragraph after one that gives orders, which are held to be part of them


class Checks:
    """Holds a model's items against one document. `notes` counts what was left out of claims that were kept."""

    def __init__(self, doc: Document, language: str, read_by: ReadBy) -> None:
        self.doc, self.language, self.notes = doc, language, Counter[str]()
        self._read_by = read_by
        self.ground = Ground(doc.text)
        self.sentences: Sequence[Stretch] = split_sentences(doc.text, title=doc.title)
        self._orders = self._ordering()

    @property
    def speaks_to_machines(self) -> bool:
        """Whether some sentence tries to instruct whoever reads it."""
        return bool(self._orders)

    def claim(self, item: Item, window: Window) -> Claim:
        """The item as a claim; ValueError, whose text is a stable reason, where the text does not bear it out."""
        if item.flags.denied:
            raise ValueError("denied")
        if len(item.quote) > _LONGEST_QUOTE:
            raise ValueError("quote too long")
        found = self.ground.find(item.quote, window.start, window.end)
        if found is None:
            raise ValueError("quote not found")
        start, end = found
        around = self._around(start, end)
        if around and all(s.zone == "aside" for s in around):
            raise ValueError("aside")
        if any(s.start in self._orders for s in around):
            raise ValueError("instruction")
        low, high = (around[0].start, around[-1].end) if around else (start, end)
        statement = self._statement(item, (start, end), (low, high))
        speaker = self._words(item.speaker_words, low, high, "speaker")
        place = self._words(item.place_words, low, high, "place")
        return Claim.make(
            self.doc.id,
            statement,
            (self.doc.span(start, end),),
            when=self._when(item.date_words, low, high),
            place=PlaceMention(place) if place else None,
            flags=item.flags,
            attribution=Attribution(speaker) if speaker else None,
            language=self.language,
            read_by=self._read_by,
        )

    def _around(self, start: int, end: int) -> Sequence[Stretch]:
        """The sentences that share characters with a stretch of the text."""
        first = bisect_right(self.sentences, start, key=lambda s: s.end)
        last = bisect_left(self.sentences, end, key=lambda s: s.start)
        return self.sentences[first:last]

    def _ordering(self) -> frozenset[int]:
        found: set[int] = set()
        for index, one in enumerate(self.sentences):
            if gives_orders(self.doc.text[one.start : one.end]):
                later = self.sentences[index : index + 1 + _SHADOW]
                found |= {s.start for s in later if s.line == one.line}
        return frozenset(found)

    @cached_property
    def _numbers(self) -> list[NumberMention]:
        return find_numbers(self.doc.text, self.language)

    @cached_property
    def _dates(self) -> list[tuple[int, int, When]]:
        mentions = find_dates(self.doc.text, self.language, self.doc.published)
        return [(d.start, d.end, d.when) for d in mentions if d.when is not None]

    @cached_property
    def _countries(self) -> frozenset[str]:
        """English names of the countries that the text names, as a country or by its people."""
        terms = load_lexicon(self.language).find(self.doc.text, fold_text(self.doc.text))
        return frozenset(
            t.tag.partition(":")[2].casefold() for t in terms if t.tag.startswith(("country:", "demonym:"))
        )

    def _statement(self, item: Item, span: tuple[int, int], around: tuple[int, int]) -> Any:
        """The statement with its numbers checked and its free text as it stands in the report."""
        statement: Any = item.statement
        changed: dict[str, Any] = {}
        count = getattr(statement, "count", None)
        if isinstance(count, Count):
            worked_out = statement.derived_from if isinstance(statement, Strength) else None
            if not (worked_out and self._follows(count, worked_out)):
                changed["count"] = self._count(count, span, around)
        if isinstance(statement, Funding):
            changed |= self._money(statement, around)
        if isinstance(statement, Control):
            self._share(statement.share_percent, around)
        if isinstance(statement, Evacuation):
            numbers = {n.value for n in inside(self._numbers, *around)}
            changed["level"] = self._measured(statement.level, numbers, (1,), "level")
            changed["minutes"] = self._measured(statement.minutes, numbers, (1, 60), "minutes")
        if isinstance(statement, Attack):
            try:
                changed["actor"] = self._named(statement.actor, around, known=_SIDES)
            except ValueError:
                changed["actor"] = "unknown"
        if isinstance(statement, Control):
            changed["actor"] = self._named(statement.actor, around, known=_SIDES)
        if isinstance(statement, Strength):
            changed["contingent"] = self._named(statement.contingent, around, known=frozenset({"total"}))
            if statement.derived_from:
                changed["derived_from"] = statement.derived_from[:_LONGEST_WORDS]
        if isinstance(statement, Equipment):
            item_words = self._words(statement.item, *around, "item")
            changed["item"] = item_words or statement.item_class.replace("_", " ")
        low, high = around
        days = [when for start, end, when in self._dates if low <= start and end <= high]
        values = [n.value for n in inside(self._numbers, low, high)]
        changed |= checked_details(statement, values, days, find_money(self.doc.text[low:high], self.language))
        for name in ("contingent", "donor"):
            if name not in changed and getattr(statement, name, None):
                changed[name] = self._country(getattr(statement, name), around, name)
        for name in ("who_detail", "reason", "owner", "origin", "destination", "target", "purpose", "detail"):
            if getattr(statement, name, None):
                changed[name] = self._words(getattr(statement, name), *around, name)
        return msgspec.structs.replace(statement, **changed)

    def _count(self, given: Count, span: tuple[int, int], around: tuple[int, int]) -> Count:
        """The count that the words give where they hold the number; ValueError where they give another."""
        pair = (given.low, given.high)
        own = [n for n in inside(self._numbers, *span) if n.counts]
        for numbers in (own, [n for n in inside(self._numbers, *around) if n.counts]):
            for n in sorted(numbers, key=lambda n: (n.count.low, n.count.high) != pair):
                if _same_number(given, n):
                    return Count(n.count.low, n.count.high, self.doc.text[n.start : n.end])
            total = sum(n.count.low or 0 for n in numbers)
            if len(numbers) > 1 and pair == (total, total):
                return Count(given.low, given.high)
        if pair in _UNNUMBERED:
            return Count(given.low, given.high)
        raise ValueError("count not in the words")

    def _follows(self, given: Count, derivation: str) -> bool:
        """Whether a count follows from numbers that a derivation names and the report prints: a share, sum or rest."""
        printed = {n.value for n in self._numbers}
        named = [n for n in find_numbers(derivation[:_LONGEST_WORDS], self.language) if n.value in printed][:6]
        shares = [n.value for n in named if n.kind == "fraction" and n.value is not None]
        shares += [n.value / 100 for n in named if n.kind == "percent" and n.value is not None]
        whole = [n.value for n in named if n.kind not in ("fraction", "percent") and n.value is not None]
        results = [a * b for a in shares for b in whole] + [a - b for a in whole for b in whole]
        results += [sum(whole)] if len(whole) > 1 else []
        return given.exact and any(r > 0 and abs(r - (given.low or 0)) <= 0.5 for r in results)

    def _money(self, given: Funding, around: tuple[int, int]) -> dict[str, Any]:
        if given.amount is None:
            return {"currency": None}
        low, high = around
        for mention in find_money(self.doc.text[low:high], self.language):
            if abs(mention.amount - given.amount) <= 0.005 * max(mention.amount, given.amount):
                code = (given.currency or "").strip().upper()
                stated = code if len(code) == 3 and code.isalpha() and code.isascii() else mention.currency
                return {"amount": mention.amount, "currency": stated}
        code = (given.currency or "").strip().upper()
        if any(n.value == given.amount for n in inside(self._numbers, *around)):  # its currency stands farther off
            return {"currency": code if len(code) == 3 and code.isalpha() and code.isascii() else None}
        raise ValueError("amount not in the words")

    def _share(self, given: float | None, around: tuple[int, int]) -> None:
        low, high = around
        found = [p.percent for p in find_percents(self.doc.text[low:high], self.language)]
        if given is not None and not any(p is not None and abs(p - given) < 0.5 for p in found):
            raise ValueError("share not in the words")

    def _measured(self, given: int | None, numbers: set[float | None], units: tuple[int, ...], name: str) -> int | None:
        if given is None or any(given == n * u for n in numbers if n is not None for u in units):
            return given
        self.notes[f"{name} not in the words"] += 1
        return None

    def _when(self, words: str | None, low: int, high: int) -> When | None:
        """The days that the report's own words name, worked out by the date tables; None where they name none."""
        if not words:
            return None
        found = self.ground.near(words[:_LONGEST_WORDS], low, high)
        if found is None:
            self.notes["date not found"] += 1
            return None
        for start, end, when in self._dates:
            if start < found[1] and found[0] < end:
                return when
        self.notes["date not resolved"] += 1
        return None

    def _words(self, words: str | None, low: int, high: int, name: str) -> str | None:
        """Words as they stand in the text, nearest to the claim; None where they do not stand there."""
        if not words:
            return None
        found = self.ground.near(words, low, high) if len(words) <= _LONGEST_WORDS else None
        if found is None:
            self.notes[f"{name} not found"] += 1
            return None
        return " ".join(self.doc.text[found[0] : found[1]].split())

    def _country(self, name: str, around: tuple[int, int], field: str) -> str | None:
        if name.strip().casefold() in self._countries:
            return name.strip()
        return self._words(name, *around, field)

    def _named(self, name: str, around: tuple[int, int], *, known: frozenset[str]) -> str:
        """An actor or contingent that the text names, or one of the plain words for a side; ValueError for others."""
        if name.strip().lower() in known:
            return name.strip().lower()
        found = self._country(name, around, "name")
        if found is None:
            raise ValueError("name not found")
        return found


def _same_number(given: Count, n: NumberMention) -> bool:
    """Whether a model's count is the number that stands there, its open ends perhaps misread."""
    if (given.low, given.high) == (n.count.low, n.count.high):
        return True
    ends = {e for e in (n.count.low, n.count.high) if e is not None}
    if n.kind == "article" or not ends:
        return False
    return {e for e in (given.low, given.high) if e is not None} == ends


def without_repeats(claims: Sequence[tuple[int, Claim]]) -> list[Claim]:
    """Claims by position, without those that overlapping windows gave twice, or that another window tells again.

    Each comes with the number of its window. Of one window only what is told twice of the same words is left out: there
    the model has seen that "one officer … another officer" are two.
    """
    kept: list[tuple[int, Claim]] = []
    for window, claim in sorted(claims, key=lambda c: (*_position(c[1]), c[0])):
        if not any(_repeats(k, claim, apart=w != window) for w, k in kept):
            kept.append((window, claim))
    return [claim for _, claim in kept]


def _position(claim: Claim) -> tuple[int, int]:
    span = claim.span
    assert span is not None
    return span.start, span.end


def _repeats(a: Claim, b: Claim, *, apart: bool) -> bool:
    if a.type != b.type or _core(a) != _core(b) or a.flags != b.flags:
        return False
    if a.when and b.when and not a.when.overlaps(b.when):
        return False
    (first, last), (start, end) = _position(a), _position(b)
    if start < last and first < end:
        return apart or a.statement == b.statement
    count = getattr(a.statement, "count", None)
    same_day = a.when is not None and b.when is not None and a.when.iso() == b.when.iso()
    same_place = (a.place and a.place.words) == (b.place and b.place.words)
    return apart and same_day and same_place and not (isinstance(count, Count) and not count.stated)


_DETAILS = frozenset({"who_detail", "reason", "owner", "item", "purpose", "detail", "target", "derived_from"})


def _core(claim: Claim) -> tuple[object, ...]:
    """What is said, without its free text."""
    values = []
    for name in claim.statement.__struct_fields__:
        value = getattr(claim.statement, name)
        if name not in _DETAILS:
            values.append((value.low, value.high) if isinstance(value, Count) else value)
    return tuple(values)
