"""A document as pieces of words, in windows that the encoder can see at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

Array = np.ndarray[Any, Any]
LONGEST = 320  # pieces that the encoder sees at once, without the marks at both ends
FIRST, PAD, LAST = 0, 1, 2


class _Stretch(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Pieces:
    """The pieces of a text: `ids`, and `offsets`, pieces x 2, the characters of each."""

    def __init__(self, tokenizer: Any, text: str) -> None:
        encoded = tokenizer.encode(text, add_special_tokens=False)
        self.ids: list[int] = encoded.ids
        self.offsets: Array = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)

    def run(self, start: int, end: int) -> tuple[int, int] | None:
        """The pieces that touch characters `start` to `end`; None where none does."""
        low = int(np.searchsorted(self.offsets[:, 1], start, side="right"))
        high = int(np.searchsorted(self.offsets[:, 0], end, side="left"))
        return (low, high) if low < high else None

    def windows(self, sentences: Sequence[_Stretch]) -> list[tuple[int, int]]:
        """Windows of pieces, none over `LONGEST`, cut between sentences where one ends in a window's second half."""
        starts = [r[0] for s in sentences if (r := self.run(s.start, s.end)) is not None]
        out, at, count = [], 0, len(self.ids)
        while at < count:
            end = min(count, at + LONGEST)
            if end < count:
                end = max((s for s in starts if at + LONGEST // 2 < s <= end), default=end)
            out.append((at, end))
            at = end
        return out


def within(run: tuple[int, int], window: tuple[int, int]) -> tuple[int, int] | None:
    """A run in the places of a window, whose first place is the mark before it; None where it lies elsewhere."""
    low, high = max(run[0], window[0]), min(run[1], window[1])
    return (low - window[0] + 1, high - window[0] + 1) if low < high else None
