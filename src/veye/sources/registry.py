"""Which row sources there are: a plain table from name to how its rows are read."""

from __future__ import annotations

from veye.sources.rows import RowSource
from veye.sources.timeline.reader import SOURCE as TIMELINE

ROW_SOURCES: dict[str, RowSource] = {
    "timeline": TIMELINE,
}


def source_names() -> list[str]:
    """The names that `read_rows` knows, in alphabetical order."""
    return sorted(ROW_SOURCES)
