"""UCDP rows to claims: who fought or attacked whom, and the deaths of each side; columns are found by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from veye.records import Attack, Casualty, Count, Flags, Issue, When
from veye.sources.cells import Cells, amount, unknown_category, when_of, whole_number
from veye.sources.geo import country_code, mention
from veye.sources.mapping import SourceMap
from veye.sources.rows import About, RowClaim, RowSource

EVENT = ("id", "type_of_violence", "side_a", "side_b", "date_start", "date_end", "where_coordinates")
_SIDES = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def claims(cells: Cells, mapping: SourceMap) -> Iterator[RowClaim | Issue]:
    """An attack, and one count of killed for each side that lost people.

    Where one side holds all deaths, its count runs from `low` to `high`; where several do, each has its own number,
    because the data set gives the range for the sum alone.
    """
    table = mapping.table("type_of_violence")
    rule = table.get(cells["type_of_violence"])
    if rule is None:
        yield unknown_category("type_of_violence", cells["type_of_violence"], table)
        return
    when = _when(cells, mapping)
    prec = whole_number(cells.get("where_prec", ""))
    if prec is not None and not 1 <= prec <= 7:
        raise ValueError(f"where_prec is {prec}, not 1 to 7")
    place = mention(
        cells.get("where_coordinates", "")
        or cells.get("adm_2", "")
        or cells.get("adm_1", "")
        or cells.get("country", ""),
        amount(cells.get("latitude", "")),
        amount(cells.get("longitude", "")),
        prec,
        country=country_code(cells.get("country", "")),
    )
    status = cells.get("code_status", "")
    flags = Flags(cumulative=cells.get("event_clarity") == "2", hedged=bool(status) and status.casefold() != "clear")
    target = "civilians" if cells["type_of_violence"] == "3" else cells["side_b"]
    yield RowClaim(Attack(cells["side_a"], target, rule["mode"]), "event", EVENT, when, place, flags)
    for side, count in _deaths(cells):
        killed = Casualty("killed", count, who=_who(side, cells, rule, mapping))
        stated = (*EVENT, *_SIDES, "best", "low", "high")
        yield RowClaim(killed, side, stated, when, place, flags)


def about(cells: Cells, mapping: SourceMap) -> About:
    """The row as a report; the newsrooms that it names are its origin. It does not say when it was published."""
    title = f"{cells['side_a']} – {cells['side_b']}, {cells.get('where_coordinates', '')}, {cells['date_start'][:10]}"
    return About(title=title, origin=cells.get("source_office") or cells.get("source_article") or None)


def _deaths(cells: Cells) -> list[tuple[str, Count]]:
    best, low, high = (whole_number(cells.get(c, "")) for c in ("best", "low", "high"))
    if best is not None and ((low or 0) > best or (high is not None and high < best)):
        raise ValueError(f"low, best and high are out of order: {low}, {best}, {high}")
    sides = [(s, n) for s in _SIDES if (n := whole_number(cells.get(s, "")))]
    if sides and best is not None and sum(n for _, n in sides) != best:
        raise ValueError(f"deaths by side sum to {sum(n for _, n in sides)}, best is {best}")
    if len(sides) > 1:
        return [(s, Count.exactly(n)) for s, n in sides]
    side = sides[0][0] if sides else "deaths_unknown"
    if not best and not high:
        return []
    if low == high or (low is None and high is None):
        return [(side, Count.exactly(best or 0))]
    return [(side, Count(low, high, words=f"best {best}"))]


def _who(side: str, cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Any:
    if side == "deaths_civilians":
        return "civilian"
    if side == "deaths_unknown":
        return "unknown"
    name = cells["side_a" if side == "deaths_a" else "side_b"]
    for start, who in mapping.table("states").items():
        if name.startswith(start):
            return who
    return rule["a" if side == "deaths_a" else "b"] if cells["type_of_violence"] != "3" else "gang"


def _when(cells: Cells, mapping: SourceMap) -> When | None:
    first, last = when_of(cells["date_start"]), when_of(cells["date_end"])
    if first is None or last is None:
        return None
    known, given = mapping.table("date_prec"), cells.get("date_prec", "")
    if given and given not in known:
        raise ValueError(f"date_prec is {given!r}, not 1 to 5")
    days = (last.latest - first.earliest).days + 1
    precision: Any = "day" if days == 1 else known.get(given, "range")
    if precision == "day" and days > 1:
        precision = "range"
    return When(first.earliest, last.latest, precision)


SOURCE = RowSource(claims=claims, about=about)
