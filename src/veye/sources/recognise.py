"""Tables of known data sets, told apart from tables of reports by their columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from veye.records import Issue
from veye.sources.columns import text_column
from veye.sources.decoding import decode
from veye.sources.draft import UnreadableError
from veye.sources.files import content_of, unpacked
from veye.sources.limits import Limits
from veye.sources.mapping import SourceMap, load_mapping
from veye.sources.rows import RowSource, raw_rows

_REPORT_COLUMNS = ("text", "body", "content")
_KNOWN_SHARE = 0.6
_MOST_SHARE, _MANY = 0.9, 8  # of the columns of a file that lacks a required one


def recognise(path: str | Path, *, limits: Limits = Limits()) -> str | None:  # noqa: B008 - frozen
    """The row source that a file's columns belong to; None for reports, other tables, and what cannot be read.

    All required columns are there, and most of the others are known; the source that knows most columns wins. A file
    that lacks one of them, and else has a good many of a source's columns, is that source's too: its reader says what
    is missing.
    """
    try:
        content = content_of(Path(path), limits)
        content = unpacked(content, limits) if content.startswith(b"\x1f\x8b") else content
        text, _ = decode(content, str(path))
        return recognised(text, Path(path).name, limits)
    except (UnreadableError, ValueError):
        return None


def recognised(text: str, name: str, limits: Limits) -> str | None:
    """As `recognise`, for a text that is already read."""
    from veye.sources.registry import ROW_SOURCES

    head = text[:20_000].casefold().replace("_", "").replace(" ", "")
    best: tuple[int, int, str] | None = None
    for source, kind in ROW_SOURCES.items():
        mapping = kind.mapping() if kind.mapping else load_mapping(source)
        if sum(c.replace("_", "") not in head for c in _distinctive(mapping)) > 1:
            continue
        first = _first_row(text, name, kind, limits)
        if first is None or text_column(first) in _REPORT_COLUMNS:
            continue
        columns = {mapping.canonical(str(c)) for c in first}
        known = columns & {*mapping.used, *mapping.kept, *mapping.ignored}
        lacking = len({*mapping.required} - columns)
        if lacking == 0 and len(known) >= _KNOWN_SHARE * len(columns):
            best = max(best or (-1, 0, ""), (0, len(known), source))
        elif lacking == 1 and len(known) >= max(_MANY, _MOST_SHARE * len(columns)):
            best = max(best or (-1, 0, ""), (-1, len(known), source))
    return best[2] if best else None


def _distinctive(mapping: SourceMap) -> list[str]:
    """Required columns that go by no other name, or hashtags: what must stand in the head of such a file."""
    if not mapping.required:
        return ["#"]
    return [c for c in mapping.required if c not in mapping.aliases.values()]


def _first_row(text: str, name: str, kind: RowSource, limits: Limits) -> Mapping[str, object] | None:
    try:
        rows = (kind.opened or raw_rows)(text, name, name, limits)
        return next((found[1] for found in rows if not isinstance(found, Issue)), None)
    except (UnreadableError, ValueError):
        return None
