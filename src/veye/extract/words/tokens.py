"""Text as folded tokens with offsets into the original, and phrase tables that match runs of them."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


def _fold_table() -> dict[int, str]:
    """Code point -> one folded character: lower case, no accent, plain quotes, dashes and spaces."""
    table: dict[int, str] = {}
    for point in [*range(0x41, 0x250), *range(0x386, 0x588), *range(0x1E00, 0x2000)]:
        bare = "".join(c for c in unicodedata.normalize("NFKD", chr(point)) if not unicodedata.combining(c)).lower()
        if len(bare) == 1 and bare != chr(point):
            table[point] = bare
    marks = {"'": "’‘ʼ`´‛′", "-": "‐‑‒–—―−", " ": "\u00a0\u202f\u2009\u2007\u2002\u2003\t", '"': "“”„«»"}
    return table | {ord(c): plain for plain, many in marks.items() for c in many}


_FOLD = _fold_table()
_TOKEN = re.compile(
    r"(?P<num>\d{1,3}(?:[.,' ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)|(?P<word>[^\W\d_]+(?:'(?!s\b))?)"
    r"|(?P<mark>[^\w\s]|_)"
)


def fold_text(text: str) -> str:
    """`text` in lower case without accents or typographic variants, each character in its place.

    >>> fold_text("Pont-Sondé, l’État")
    "pont-sonde, l'etat"
    """
    return text.translate(_FOLD)


class Tokens:
    """The tokens of a text: `words` folded, `starts` and `ends` in the text, `kinds` num, word or mark.

    A hyphen that joins two tokens without space is no token; `joined[i]` says that token i hangs on the one before.
    """

    __slots__ = ("ends", "folded", "joined", "kinds", "starts", "text", "words")

    def __init__(self, text: str, folded: str | None = None) -> None:
        self.text = text
        self.folded = fold_text(text) if folded is None else folded
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[str] = []
        self.joined: list[bool] = []
        hyphen = False
        folded = self.folded
        for found in _TOKEN.finditer(folded):
            word, (start, end), kind = found.group(), found.span(), found.lastgroup or "mark"
            if word == "-" and self.ends and self.ends[-1] == start and end < len(folded) and folded[end].isalnum():
                hyphen = self.kinds[-1] != "mark"
                if hyphen:
                    continue
            self.words.append(sys.intern(word) if kind != "num" else word)
            self.starts.append(start)
            self.ends.append(end)
            self.kinds.append(kind)
            self.joined.append(hyphen)
            hyphen = False

    def __len__(self) -> int:
        return len(self.words)

    def touches(self, index: int) -> bool:
        """Whether token `index` begins where the one before ends."""
        return 0 < index < len(self.words) and self.starts[index] == self.ends[index - 1]


@lru_cache(maxsize=4)
def tokenise(text: str) -> Tokens:
    """The tokens of a text; kept for the few texts read last, because numbers, dates and money all need them."""
    return Tokens(text)


def phrase(words: str) -> tuple[str, ...]:
    """The folded tokens of a table entry."""
    return tuple(w for w in Tokens(words).words if w != "-")


class Phrases(Generic[T]):
    """A table of phrases over tokens; the longest match wins. Matching costs the length of the longest phrase."""

    def __init__(self, entries: Mapping[str, T] | Iterable[tuple[str, T]]) -> None:
        pairs = entries.items() if isinstance(entries, Mapping) else entries
        self._values: dict[tuple[str, ...], T] = {}
        for words, value in pairs:
            key = phrase(words) or (words,)
            self._values.setdefault(key, value)
        self._heads = {key[0] for key in self._values}
        self._tails = {key[-1] for key in self._values}
        self._longest = max((len(k) for k in self._values), default=0)

    @property
    def heads(self) -> frozenset[str]:
        """The first tokens of all phrases."""
        return frozenset(self._heads)

    @classmethod
    def of(cls, words: Iterable[str], value: T) -> Phrases[T]:
        """A table that gives every phrase the same value."""
        return cls((w, value) for w in words)

    def at(self, words: list[str], index: int) -> tuple[int, T] | None:
        """Length and value of the longest phrase that begins at `index`; None where none does."""
        if index >= len(words) or words[index] not in self._heads:
            return None
        for length in range(min(self._longest, len(words) - index), 0, -1):
            key = tuple(words[index : index + length])
            if key in self._values:
                return length, self._values[key]
        return None

    def before(self, words: list[str], index: int) -> tuple[int, T] | None:
        """Length and value of the longest phrase that ends just before `index`; None where none does."""
        if index <= 0 or words[index - 1] not in self._tails:
            return None
        for length in range(min(self._longest, index), 0, -1):
            key = tuple(words[index - length : index])
            if key in self._values:
                return length, self._values[key]
        return None
