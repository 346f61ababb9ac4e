"""A document's fingerprint: what survives copying, rewriting and translation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from itertools import pairwise

import msgspec

from veye.records import Document, Gazetteer, fold
from veye.resolve.tables import rows
from veye.resolve.victims import victims_of

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?!\w)")
_TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_CAPITALS = re.compile(r"[A-ZÀ-Þ][\w'’\-]+(?: [A-ZÀ-Þ][\w'’\-]+)+")
_QUOTED = re.compile('[“«"]([^”»"]{12,400})[”»"]')
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]*)*[.!?\n]?")

_CELL = re.compile(r"[\w .#+/-]{1,40}: (.*)")
_ADDRESS = re.compile(r"https?://")
LEAST_CELLS = 3
"""From so many lines of "name: value" on, and nothing else, a text is a row of a table."""

_NUMBER_WORDS = {r["word"]: int(r["value"]) for r in rows("number_words.csv")}


def stable_hash(text: str) -> int:
    """A 63-bit number that is the same for the same text on every machine and in every run."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def number(text: str) -> float | None:
    """The value of a written number, thousands groups and decimal commas understood; None where it is not one.

    >>> number("5.550"), number("13.3"), number("1,000"), number("13,3")
    (5550.0, 13.3, 1000.0, 13.3)
    """
    bare = re.sub(r"[\u00a0\u202f ]", "", text)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare):
        return float(re.sub(r"[.,]", "", bare))
    parts = re.split(r"[.,]", bare)
    if len(parts) > 2:
        whole, tail = "".join(parts[:-1]), parts[-1]
        bare = f"{whole}{tail}" if len(tail) == 3 else f"{whole}.{tail}"
    else:
        bare = ".".join(parts)
    try:
        return float(bare)
    except ValueError:
        return None


class Print(msgspec.Struct, frozen=True):
    """What is compared between texts. `words` are folded tokens in order; `shingles` hash runs of three of them.

    `numbers` are values of at least 13 or with decimals, years left out; `names` folded capitalised words that do not
    merely open a sentence; `phrases` pairs of capitalised words that stand together; `cognates` the first five letters
    of long words; `places` gazetteer ids named; `quotes` folded quoted passages; `ages` those given to people;
    `persons` the last names of people named with their age.
    """

    doc_id: str
    words: tuple[str, ...]
    shingles: frozenset[int]
    numbers: frozenset[float]
    small: frozenset[int]
    names: frozenset[str]
    phrases: frozenset[str]
    cognates: frozenset[str]
    places: frozenset[str]
    quotes: frozenset[str]
    ages: frozenset[int] = frozenset()
    persons: frozenset[str] = frozenset()


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence or line of `text`, blank ones left out."""
    return [m.span() for m in _SENTENCE.finditer(text) if m.group().strip()]


def _names(text: str) -> Iterable[str]:
    for start, end in sentences(text):
        opening = True
        for match in _TOKEN.finditer(text, start, end):
            word = match.group()
            if (word[0].isupper() and not opening and len(word) > 2) or (
                word[0].isupper() and opening and ((word.isupper() and len(word) > 2) or "-" in word)
            ):
                yield from (w for w in fold(word).split() if len(w) > 2)
            opening = False


def _phrases(text: str) -> Iterable[str]:
    for match in _CAPITALS.finditer(text):
        parts = fold(match.group()).split()
        yield from (f"{a} {b}" for a, b in pairwise(parts))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return tuple(fold(text).split())


def numbers_of(text: str) -> set[float]:
    """Every number a text writes in figures or in the small number words of four languages."""
    found = {v for m in _NUMBER.finditer(text) if (v := number(m.group())) is not None}
    return found | {
        float(_NUMBER_WORDS[w]) for m in _TOKEN.finditer(text) if (w := m.group().casefold()) in _NUMBER_WORDS
    }


def fingerprint(text: str, doc_id: str = "", *, gazetteer: Gazetteer | None = None) -> Print:
    """The fingerprint of a text; places are looked for only where a gazetteer is given."""
    words = words_of(text)
    found = numbers_of(text)
    names = frozenset(_names(text))
    places: set[str] = set()
    if gazetteer is not None:
        for size in (1, 2, 3, 4):
            for i in range(len(words) - size + 1):
                ids = gazetteer.names.get(" ".join(words[i : i + size]), ())
                if len(ids) == 1 and (size > 1 or words[i] in names):
                    places.add(ids[0])
    return Print(
        doc_id,
        words,
        frozenset(stable_hash(" ".join(words[i : i + 3])) for i in range(len(words) - 2)),
        frozenset(v for v in found if (v >= 13 or v != int(v)) and not 1900 <= v <= 2100),
        frozenset(int(v) for v in found if v < 13 and v == int(v)),
        names,
        frozenset(_phrases(text)),
        frozenset(w[:5] for w in words if len(w) >= 6 and not w.isdigit()),
        frozenset(places),
        frozenset(q for m in _QUOTED.finditer(text) if len((q := fold(m.group(1))).split()) >= 5),
        *victims_of(text),
    )


def cells_of(text: str) -> str | None:
    """The title and cells of a table's row, each once, without column names and addresses; None for prose.

    >>> cells_of("Truck stuck\\nday: 3 May\\nsubject: Truck stuck\\nplace: Ba\\nurl: https://a.b")
    'Truck stuck\\n3 May\\nBa'
    """
    first, *lines = text.split("\n")
    cells = [_CELL.fullmatch(line) for line in lines if line.strip()]
    if len(cells) < LEAST_CELLS or not all(cells):
        return None
    values = (c.group(1).strip() for c in cells if c is not None)
    return "\n".join(dict.fromkeys([first, *(v for v in values if not _ADDRESS.match(v))]))


def print_of(doc: Document, *, gazetteer: Gazetteer | None = None) -> Print:
    """The fingerprint of a document's text."""
    return fingerprint(doc.text, doc.id, gazetteer=gazetteer)
