"""The room's readable tables, and how they are read."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of this folder, by file name."""
    text = (files("veye.resolve.tables") / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list of `words.csv`."""
    return frozenset(r["word"] for r in rows("words.csv") if r["list"] == name)
