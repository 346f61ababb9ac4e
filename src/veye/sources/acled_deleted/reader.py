"""ACLED's withdrawn events: each is the newest edition of its event, one that claims nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from veye.records import Issue
from veye.sources.cells import Cells, whole_number
from veye.sources.mapping import SourceMap
from veye.sources.rows import About, RowClaim, RowSource


def claims(cells: Cells, mapping: SourceMap) -> Iterator[RowClaim | Issue]:
    """None: the event is withdrawn."""
    yield from ()


def about(cells: Cells, mapping: SourceMap) -> About:
    """The withdrawal, published on the day of the deletion."""
    at = whole_number(cells["deleted_timestamp"])
    day = datetime.fromtimestamp(at, UTC).date().isoformat() if at else None
    return About(title=f"Event {cells['event_id_cnty']} withdrawn by its publisher", published=day)


SOURCE = RowSource(claims=claims, about=about, withdraws="acled")
