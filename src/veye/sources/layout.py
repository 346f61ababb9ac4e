"""Lines that only a page's width broke, and heads and feet that only repeat: layout, not text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

_BROKEN_WORD = re.compile("[^\\W\\d_]{2}[-\u00ad\u2010]$")
_OWN_LINE = re.compile(r"\s*(?:[-*+•–]\s|\(?\d{1,3}[.)]\s|[a-z]\)\s|>|\||#|\s{4,}\S|--\s*$|[A-Z][\w ]{0,20}:\s)")
_ENDS = (".", "!", "?", ":", ";", "…", '."', ".”", ".»")
_NARROWEST = 28
_WIDEST = 100
_FULL = 50
_FEWEST_PAIRS = 4


def joined_pages(pages: Sequence[str]) -> str:
    """The text of the pages without running heads, lines joined; a sentence goes on over the end of a page."""
    out: list[str] = []
    for page in without_running_heads(pages):
        if page.strip():
            goes_on = bool(out) and not out[-1].rstrip().endswith(_ENDS)
            out += ["\n" if goes_on else "\n\n", page.strip()] if out else [page.strip()]
    return joined_lines("".join(out))


def joined_lines(text: str, *, full: float | None = None) -> str:
    """The text with the lines that a column's width broke joined again, and words broken at a line's end mended.

    A line at least `full` characters long goes on in the next one. Without it, that is three quarters of what the
    longer lines measure; where even these are short, the text is no prose and only broken words are mended.
    """
    lines = [line.strip() for line in text.splitlines()]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return ""
    column = median(widths[len(widths) // 2 :])
    full = full or (0.75 * column if column >= _NARROWEST else float("inf"))
    out: list[str] = []
    joining = broken = False
    for line in lines:
        if broken and line and line[0].islower():
            out[-1] = out[-1][:-1] + line
        elif broken and line and line[0].isupper():
            out[-1] += line  # a name with hyphens of its own
        elif joining and line and not _OWN_LINE.match(line):
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
        joining = len(line) >= full
        broken = bool(_BROKEN_WORD.search(line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out))


def unwrapped(text: str) -> str:
    """The text with its paragraphs on one line each where it was wrapped at a fixed width; else the text itself.

    It was, where no line is wide and most lines that go on in the next one are nearly full.
    """
    lines = text.split("\n")
    if max(map(len, lines)) > _WIDEST:
        return text
    followed = [len(a) for a, b in pairwise(lines) if a.strip() and b.strip() and not _OWN_LINE.match(b)]
    if len(followed) < _FEWEST_PAIRS or sum(n >= _FULL for n in followed) < 0.7 * len(followed):
        return text
    return joined_lines(text, full=0.75 * median(followed))


def without_running_heads(pages: Sequence[str]) -> list[str]:
    """The pages without first and last lines that stand, but for their numbers, on most of three or more pages."""
    if len(pages) < 3:
        return list(pages)
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        edges.update({_without_numbers(line) for line in (*lines[:2], *lines[-2:])})
    running = {line for line, count in edges.items() if count > len(pages) / 2}
    return [_trimmed(page, running) for page in pages]


def _trimmed(page: str, running: set[str]) -> str:
    lines = page.splitlines()
    for at in (0, -1):
        dropped = 0
        while lines and dropped < 2 and (not lines[at].strip() or _without_numbers(lines[at].strip()) in running):
            dropped += bool(lines[at].strip())
            lines.pop(at)
    return "\n".join(lines)


def _without_numbers(line: str) -> str:
    return re.sub(r"\d+", "#", line)[:200]
