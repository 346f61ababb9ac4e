"""Mentions that a claim may be about: every number that counts, people, things, sums of money."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from veye.extract.analysis import Analysis, Group, Sentence
from veye.extract.lexicon import Term
from veye.extract.people import count_of
from veye.extract.words.money import MoneyMention, find_money
from veye.records import Count

MentionKind = Literal["cardinal", "article", "vague", "plural", "single", "item", "money"]
_KINDS: tuple[MentionKind, ...] = ("cardinal", "article", "vague", "plural", "single", "item", "money")
_SIDES = ("mission", "police", "military", "civilian", "gang", "people", "same")
_WORD = re.compile(r"\W{0,3}\w+")
WIDTH = len(_KINDS) + len(_SIDES) + 1 + 5 + 2


class Mention(msgspec.Struct, frozen=True):
    """A candidate: characters `start` to `end`, `anchor` where the number or noun itself begins.

    `group` are the people that it counts or is, `item` the word for a thing, `money` the sum.
    """

    start: int
    end: int
    sentence: int
    kind: MentionKind
    count: Count
    features: tuple[float, ...]
    group: Group | None = None
    item: Term | None = None
    money: MoneyMention | None = None


def find_mentions(analysis: Analysis) -> list[Mention]:
    """The candidates of a document in order of position."""
    money = find_money(analysis.text, analysis.language)
    found: list[Mention] = []
    for sentence in analysis.body():
        found.extend(sorted(_in_sentence(analysis, sentence, money), key=lambda m: (m.start, m.end)))
    return found


def _in_sentence(analysis: Analysis, sentence: Sentence, money: list[MoneyMention]) -> Iterator[Mention]:
    items = [t for t in sentence.terms if t.tag.startswith("item.")]
    counted = {g.number.start: g for g in sentence.groups if g.number is not None}
    taken: set[int] = set()
    sums = [m for m in money if sentence.start <= m.start and m.end <= sentence.end]
    for number in sentence.numbers:
        if not number.counts or any(m.start <= number.core < m.end for m in sums):
            continue
        if any(d.start <= number.start and number.end <= d.end for d in sentence.dates):
            continue
        group = counted.get(number.start)
        item = None
        if group is None:
            item = next(
                (
                    t
                    for t in items
                    if 0 <= t.start - number.end <= 26 and "," not in analysis.text[number.end : t.start]
                ),
                None,
            )
            if item is not None:
                taken.add(item.start)
        end = max(number.end, group.end if group else 0, item.end if item else 0)
        if end == number.end and (word := _WORD.match(analysis.text, number.end, sentence.end)):
            end = word.end()
        kind: MentionKind = (
            "article" if number.kind == "article" else "cardinal" if number.kind == "cardinal" else "vague"
        )
        yield _mention(sentence, kind, number.start, end, number.count, group, item)
    for group in sentence.groups:
        if group.number is None and group.ordinal is None:
            kind = "plural" if group.plural else "single"
            yield _mention(sentence, kind, group.start, group.end, count_of(group, analysis.language), group, None)
    for item in items:
        if item.start not in taken:
            yield _mention(sentence, "item", item.start, item.end, _count_of_item(analysis, item), None, item)
    for one in sums:
        yield msgspec.structs.replace(_mention(sentence, "money", one.start, one.end, Count(), None, None), money=one)


def _count_of_item(analysis: Analysis, item: Term) -> Count:
    """One, or two and more where the word ends as plurals do."""
    words = analysis.text[item.start : item.end].split()
    plural = analysis.language in ("en", "fr", "es") and words[0].lower().endswith(("s", "x"))
    plural = plural or (analysis.language == "en" and words[-1].lower().endswith("s"))
    return Count(2, None) if plural else Count(1, 1)


def _mention(
    sentence: Sentence, kind: MentionKind, start: int, end: int, count: Count, group: Group | None, item: Term | None
) -> Mention:
    side = group.who if group else None
    place = min(sentence.index, 4)
    size = math.log10(1 + (count.low or count.high or 0)) / 4
    features = (
        *(float(kind == k) for k in _KINDS),
        *(float(side == s) for s in _SIDES),
        float(sentence.zone == "title"),
        *(float(place == i) for i in range(5)),
        size,
        float(count.low == count.high is not None),
    )
    return Mention(start, end, sentence.index, kind, count, features, group, item)
