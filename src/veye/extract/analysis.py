"""What every claim finder sees of a document: sentences, each with its words, numbers, days, places and people."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol, TypeVar

import msgspec

from veye.extract.lexicon import Term
from veye.extract.segment import Zone
from veye.extract.words.dates import DateMention
from veye.extract.words.numbers import NumberMention
from veye.records import Attribution, Document, Flags, Gazetteer, Mission, Statement, When


class PlaceName(msgspec.Struct, frozen=True):
    """A place as written. `kind` is country, city or other; `country` its English name where it is or lies in one.

    `introduced` says whether a locative word ("in", "à", "nan") stands before it; `start` is that of the name.
    """

    start: int
    end: int
    words: str
    kind: str
    country: str | None = None
    introduced: bool = False


class Group(msgspec.Struct, frozen=True):
    """People as a noun phrase: "eight Kenyan officers of the mission". `who` as in casualties, or "people" where open.

    `number` is its count where it has one, `country` the English name of its country, `head` the start of its noun.
    `named` is the name of an armed group, `generic` tells "people" and "others" from nouns that say who, `ordinal`
    is the rank in "the third officer".
    """

    start: int
    end: int
    head: int
    who: str
    words: str
    number: NumberMention | None = None
    country: str | None = None
    named: str | None = None
    plural: bool = False
    generic: bool = False
    ordinal: int | None = None


class Sentence(msgspec.Struct, frozen=True):
    """One sentence with what was found in it, each list in order of position.

    `zone` is title, body or aside (captions, links, embeds: no claims). `dates` have their days; `floating` are those
    of which nothing says which day is meant ("last week" in a report that bears no date).
    """

    index: int
    start: int
    end: int
    zone: Zone
    terms: Sequence[Term]
    numbers: Sequence[NumberMention]
    dates: Sequence[DateMention]
    places: Sequence[PlaceName]
    groups: Sequence[Group]
    floating: Sequence[DateMention] = ()

    def tagged(self, *tags: str) -> list[Term]:
        """The terms whose tag is one of `tags`, or begins with one that ends in a dot or colon ("country:")."""
        exact = frozenset(tags)
        heads = tuple(t for t in tags if t[-1] in ".:")
        return [t for t in self.terms if t.tag in exact or (heads and t.tag.startswith(heads))]

    def has(self, *tags: str) -> bool:
        """Whether a term with such a tag stands in the sentence."""
        return bool(self.tagged(*tags))


class Analysis(msgspec.Struct, frozen=True):
    """A document made ready for reading. `folded` has the length of `text`: no case, accents or punctuation.

    `published` is the publication day or None; `hosts` are English names of the countries in which the story's
    mission serves; `veto` names what kind of story this is where it is one that yields no claims ("sport").
    """

    doc: Document
    language: str
    text: str
    folded: str
    published: date | None
    sentences: Sequence[Sentence]
    mission: Mission | None = None
    gazetteer: Gazetteer | None = None
    hosts: frozenset[str] = frozenset()
    veto: str | None = None

    def words(self, start: int, end: int) -> str:
        """The text between two offsets on one line."""
        return " ".join(self.text[start:end].split())

    def body(self) -> Iterator[Sentence]:
        """The sentences that may state something: title and body, no asides."""
        return (s for s in self.sentences if s.zone != "aside")


class Draft(msgspec.Struct, frozen=True):
    """A claim before the document as a whole is looked at.

    `start` and `end` bound the words that state it. `when` and `place` are those that its own clause gives;
    where they are None the document pass may add those of its sentence or attack, unless `inherit` is False.
    `about` is where the people stand in the text of whom it speaks: two drafts about one person share it.
    `other` says that the words set these people apart from those spoken of before ("a second officer").
    `rule` names what read it ("casualty.passive"), `score` orders drafts that tell the same happening.
    """

    statement: Statement
    sentence: int
    start: int
    end: int
    rule: str
    when: When | None = None
    place: str | None = None
    flags: Flags = Flags()
    attribution: Attribution | None = None
    inherit: bool = True
    about: int | None = None
    other: bool = False
    score: float = 1.0


Finder = Callable[[Analysis], Iterable[Draft]]


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Spanned)


def inside(items: Sequence[S], start: int, end: int) -> list[S]:
    """Those of `items` (ordered by start) that begin at or after `start` and end by `end`."""
    first = bisect_left(items, start, key=lambda item: item.start)
    found = []
    for index in range(first, len(items)):
        item = items[index]
        if item.start >= end:
            break
        if item.end <= end:
            found.append(item)
    return found


def last_before(items: Sequence[S], position: int) -> S | None:
    """The item that ends last at or before `position`; None where there is none."""
    return max((i for i in items if i.end <= position), key=lambda i: i.end, default=None)


def first_after(items: Sequence[S], position: int) -> S | None:
    """The first item that begins at or after `position`; None where there is none."""
    return next((i for i in items if i.start >= position), None)
