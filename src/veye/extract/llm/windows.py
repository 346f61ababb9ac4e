"""A long text as overlapping windows that begin and end between sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from veye.extract.segment import Stretch


class Window(msgspec.Struct, frozen=True):
    """Characters `start` up to `end` of a text."""

    start: int
    end: int


def cut_windows(sentences: Sequence[Stretch], *, size: int, overlap: int) -> list[Window]:
    """Windows of at most `size` characters that together hold every sentence; each repeats about `overlap` of the last.

    A single sentence longer than `size` is a window of its own: nothing is cut inside a sentence.
    """
    found: list[Window] = []
    starts = [s.start for s in sentences]
    ends = [s.end for s in sentences]
    first = 0
    while first < len(sentences):
        last = max(first, bisect_right(ends, starts[first] + size) - 1)
        found.append(Window(starts[first], ends[last]))
        if last + 1 == len(sentences):
            break
        repeated = max(ends[last] - overlap, ends[last + 1] - size)  # the next window must reach further than this one
        first = min(max(bisect_left(starts, repeated), first + 1), last + 1)
    return found


def halve(window: Window, sentences: Sequence[Stretch]) -> list[Window]:
    """The window as two that meet between sentences; an empty list where it holds only one."""
    inside = [s for s in sentences if window.start <= s.start and s.end <= window.end]
    if len(inside) < 2:
        return []
    middle = (window.start + window.end) / 2
    cut = min(range(1, len(inside)), key=lambda i: abs(inside[i].start - middle))
    return [Window(window.start, inside[cut - 1].end), Window(inside[cut].start, window.end)]
