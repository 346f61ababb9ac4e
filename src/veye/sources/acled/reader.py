"""ACLED rows to claims: newest edition of an event wins, deleted events are left out, precision stays as stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from veye.records import Attack, Attribution, Casualty, Control, Count, Issue, When
from veye.sources.cells import Cells, amount, unknown_category, when_of, whole_number
from veye.sources.geo import country_code, mention
from veye.sources.mapping import SourceMap
from veye.sources.rows import About, RowClaim, RowSource

EVENT = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "location")
_WEEK = timedelta(days=3)
_DAY_FIRST = re.compile(r"^(\d\d)-(\d\d)-(\d{4})$")  # how some of ACLED's own downloads write a day


def arrange(rows: list[tuple[int, Cells]], mapping: SourceMap) -> Iterator[tuple[int, Cells] | Issue]:
    """One row an event: the one with the newest timestamp, the last of equals."""
    newest: dict[str, tuple[int, Cells]] = {}
    for number, cells in rows:
        key = cells["event_id_cnty"]
        if not key:
            yield Issue("row_not_used", f"row {number} has no event_id_cnty", "", "The other rows were read.")
            continue
        if key not in newest or timestamp(cells) >= timestamp(newest[key][1]):
            newest[key] = (number, cells)
    yield from newest.values()


def timestamp(cells: Cells) -> int:
    """Unix seconds of the row's last edit; 0 where none is given."""
    return whole_number(cells.get("timestamp", "")) or 0


def claims(cells: Cells, mapping: SourceMap) -> Iterator[RowClaim | Issue]:
    """An attack where the event is one, who holds the place where it changes hands, and the deaths."""
    table = mapping.table("sub_event_types")
    rule = table.get(cells["sub_event_type"])
    if rule is None:
        yield unknown_category("sub_event_type", cells["sub_event_type"], table)
        return
    if rule["type"] != cells["event_type"]:
        yield unknown_category("event_type", f"{cells['event_type']} / {cells['sub_event_type']}", [rule["type"]])
        return
    when, name = _when(cells, mapping), cells["sub_event_type"]
    place = mention(
        cells.get("location", "") or cells.get("admin2", "") or cells.get("admin1", "") or cells.get("country", ""),
        amount(cells.get("latitude", "")),
        amount(cells.get("longitude", "")),
        _precision(cells, mapping),
        country=cells.get("iso3") or country_code(cells.get("iso", "") or cells.get("country", "")),
    )
    told = Attribution(cells["source"], "outlet") if cells.get("source") else None
    first, second = cells.get("actor1", ""), cells.get("actor2", "")
    if rule.get("by") == "actor2" and second:
        first, second = second, first
    if "mode" in rule and first:
        yield RowClaim(Attack(first, second or None, rule["mode"]), name, EVENT, when, place, attribution=told)
    if rule.get("gains") and first:
        yield RowClaim(Control(first, None), f"{name}: gains", EVENT, when, place, attribution=told)
    deaths = whole_number(cells["fatalities"])
    if deaths:
        who: Any = "civilian" if cells.get("civilian_targeting") else rule["who"]
        killed = Casualty("killed", Count.exactly(deaths), who=who, cause=rule.get("cause", "unknown"))
        yield RowClaim(killed, f"{name}: fatalities", (*EVENT, "fatalities"), when, place, attribution=told)


def about(cells: Cells, mapping: SourceMap) -> About:
    """The row as a report: its last edit is when it was published, the outlets that it names are its origin."""
    edited = timestamp(cells)
    published = datetime.fromtimestamp(edited, UTC).date().isoformat() if edited else None
    title = f"{cells['sub_event_type']}, {cells.get('location', '') or cells.get('country', '')}, {cells['event_date']}"
    return About(title=title, published=published, origin=cells.get("source") or None)


def _when(cells: Cells, mapping: SourceMap) -> When | None:
    when = when_of(_DAY_FIRST.sub(r"\3-\2-\1", cells["event_date"]))
    known = mapping.table("time_precision")
    precision = cells.get("time_precision", "") or "1"
    if precision not in known:
        raise ValueError(f"time_precision is {precision!r}, not 1, 2 or 3")
    if when is None or known[precision] == "day":
        return when
    if known[precision] == "week":
        return When(when.earliest - _WEEK, when.latest + _WEEK, "week", words=cells["event_date"])
    return When.month(when.earliest.year, when.earliest.month, words=cells["event_date"])


def _precision(cells: Cells, mapping: SourceMap) -> int | None:
    given = cells.get("geo_precision", "")
    if not given:
        return None
    known = mapping.table("geo_precision")
    if given not in known:
        raise ValueError(f"geo_precision is {given!r}, not 1, 2 or 3")
    return int(known[given])


SOURCE = RowSource(claims=claims, about=about, arrange=arrange, edited=timestamp)
