"""Finding a model's quote in the text: as it stands, then with white space, quotes, dashes and case evened out."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left

_MARGIN = " \t\r\n\"'“”‘’«»„‹›.…,;:"
_SHORTEST = 3
_SAME = {
    **dict.fromkeys("“”„«»‟″〝〞", '"'),
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}


class Folded:
    """A text made easy to find in: `text` is its folded form, `original` maps each of its characters back."""

    def __init__(self, source: str) -> None:
        pieces: list[str] = []
        self.starts: list[int] = []
        space = True  # leading white space folds away
        for index, char in enumerate(source):
            folded = _fold(char)
            if not folded:
                continue
            if folded == " ":
                if space:
                    continue
                space = True
            else:
                space = False
            pieces.append(folded)
            self.starts.extend([index] * len(folded))
        self.text = "".join(pieces)
        self._length = len(source)
        self._source = source

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` up to `end` of the folded text stand in the source."""
        first, last = self.starts[start], self.starts[end - 1]
        past = last + 1
        while past < self._length and unicodedata.combining(self._source[past]):
            past += 1
        return first, past

    def position(self, at: int) -> int:
        """The first folded character that stands at or after character `at` of the source."""
        return bisect_left(self.starts, at)


def _fold(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    if char.isspace():
        return " "
    if char.isascii():
        return char.lower()
    if unicodedata.combining(char):
        return ""
    base = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return base.casefold() if base.strip() else " " if base else ""


class Ground:
    """A document's text as the place where quotes are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = Folded(text)

    def find(self, quote: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where a quote stands between two offsets of the text; None where it does not.

        Quotes of fewer than three letters or digits are not looked for: they would be found anywhere.
        """
        end = len(self.text) if end is None else end
        quote = quote.strip()
        if sum(c.isalnum() for c in quote) < _SHORTEST:
            return None
        at = self.text.find(quote, start, end)
        while at >= 0 and not self._whole(at, at + len(quote)):
            at = self.text.find(quote, at + 1, end)
        if at >= 0:
            return at, at + len(quote)
        needle = Folded(quote.strip(_MARGIN)).text.strip()
        if sum(c.isalnum() for c in needle) < _SHORTEST:
            return None
        low, high = self._folded.position(start), self._folded.position(end)
        at = self._folded.text.find(needle, low, high)
        while at >= 0:
            span = self._folded.original(at, at + len(needle))
            if self._whole(*span):
                return span
            at = self._folded.text.find(needle, at + 1, high)
        return None

    def near(self, words: str, start: int, end: int) -> tuple[int, int] | None:
        """Where words stand inside a stretch of the text, else the nearest place before it, else the first after it."""
        inside = self.find(words, start, end)
        if inside:
            return inside
        last, at = None, self.find(words, 0, start)
        for _ in range(200):  # bounded: words that stand everywhere are near enough after as many
            if at is None:
                break
            last, at = at, self.find(words, at[1], start)
        return last or self.find(words, end)

    def _whole(self, start: int, end: int) -> bool:
        """Whether a stretch begins and ends at the margins of words: "2 dead" is not in "12 dead"."""
        text = self.text
        cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        cut_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
        return not cut_before and not cut_after
