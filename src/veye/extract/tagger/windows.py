"""A document as runs of tokens that the encoder takes at once, and where mentions and sentences lie in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from veye.extract.analysis import Sentence

LENGTH = 320  # tokens a window, without those that open and close it
OPENS, CLOSES, PAD = 0, 2, 1


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Window(msgspec.Struct, frozen=True):
    """Tokens `first` up to `last` of a document; `ids` are theirs, between the opening and the closing one."""

    first: int
    last: int
    ids: list[int]

    def within(self, first: int, last: int) -> tuple[int, int]:
        """Positions in `ids` of a run of tokens; the opening token where none lies in the window."""
        low, high = max(first, self.first), min(last, self.last)
        return (low - self.first + 1, high - self.first + 1) if low < high else (0, 1)


class Tokens:
    """The tokens of a text with their offsets."""

    def __init__(self, tokenizer: Any, text: str) -> None:
        encoded = tokenizer.encode(text, add_special_tokens=False)
        self.ids: list[int] = encoded.ids
        self.starts = [a for a, _ in encoded.offsets]
        self.ends = [b for _, b in encoded.offsets]

    def run(self, item: Spanned) -> tuple[int, int]:
        """The tokens (first, past the last) that touch a stretch of text."""
        first = bisect_right(self.ends, item.start)
        last = bisect_left(self.starts, item.end)
        return first, max(last, first)

    def windows(self, sentences: Sequence[Sentence]) -> list[Window]:
        """Whole sentences packed into windows; one that is longer than a window is cut."""
        windows: list[Window] = []
        first = last = 0
        for sentence in sentences:
            begin, end = self.run(sentence)
            if end - first > LENGTH and last > first:
                windows.append(self._window(first, last))
                first = max(begin, last)
            while end - first > LENGTH:
                windows.append(self._window(first, first + LENGTH))
                first += LENGTH
            last = max(last, end)
        if last > first:
            windows.append(self._window(first, last))
        return windows

    def _window(self, first: int, last: int) -> Window:
        return Window(first, last, [OPENS, *self.ids[first:last], CLOSES])


def window_of(windows: Sequence[Window], run: tuple[int, int]) -> int:
    """Which window holds the first token of a run; the last one where none does."""
    return next((i for i, w in enumerate(windows) if run[0] < w.last), len(windows) - 1)
