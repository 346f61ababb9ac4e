"""DTM rows to claims: how many displaced people live in a place on a day, parts by reason or origin summed."""

from __future__ import annotations

from collections.abc import Iterator

from veye.records import Attribution, Count, Displacement, Issue, PlaceMention
from veye.sources.cells import Cells, when_of, whole_number
from veye.sources.dates import published_date
from veye.sources.mapping import SourceMap
from veye.sources.rows import About, RowClaim, RowSource

_WHERE = ("admin2name", "admin1name", "admin0name")
_SAME = ("operation", "admin0pcode", "admin0name", "admin1pcode", "admin1name", "admin2pcode", "admin2name",
         "roundnumber", "reportingdate")  # fmt: skip
_PARTED_BY = ("displacementreason", "idporiginadmin1name", "idporiginadmin1pcode")
STATED = ("operation", "roundnumber", *_WHERE, "reportingdate", "numpresentidpind", "parts")


def arrange(rows: list[tuple[int, Cells]], mapping: SourceMap) -> Iterator[tuple[int, Cells] | Issue]:
    """One row a place, round and day: rows that split it by reason or origin are added up, the parts kept in `parts`.

    Equal rows are one. Two different numbers for one place and day that nothing tells apart are an issue.
    """
    groups: dict[tuple[str, ...], list[tuple[int, Cells]]] = {}
    for number, cells in rows:
        groups.setdefault(tuple(cells.get(c, "") for c in _SAME), []).append((number, cells))
    for group in groups.values():
        number, first = group[0]
        parts = {tuple(c.get(p, "") for p in _PARTED_BY): c["numpresentidpind"] for _, c in group}
        told = {(tuple(c.get(p, "") for p in _PARTED_BY), c["numpresentidpind"]) for _, c in group}
        if len(told) > len(parts):
            what = f"two numbers for one place and day, first in row {number}"
            yield Issue("conflicting_rows", what, "", "Neither was used; check the data set.")
        elif len(parts) == 1:
            yield number, first
        else:
            try:
                whole = sum(whole_number(n) or 0 for n in parts.values())
            except ValueError as error:
                yield Issue("row_not_used", str(error), "", f"Row {number} and those of its place were left out.")
                continue
            summed = {k: v for k, v in first.items() if k not in _PARTED_BY}
            yield number, {**summed, "numpresentidpind": str(whole), "parts": " + ".join(parts.values())}


def claims(cells: Cells, mapping: SourceMap) -> Iterator[RowClaim | Issue]:
    """One stock of displaced people."""
    number = whole_number(cells["numpresentidpind"])
    if number is None:
        return
    words = next((cells[c] for c in _WHERE if cells.get(c)), None)
    rule = "numPresentIdpInd" + (" summed" if cells.get("parts") else "")
    yield RowClaim(
        Displacement(Count.exactly(number), "stock"),
        rule,
        STATED,
        when_of(cells["reportingdate"]),
        PlaceMention(words) if words else None,
        attribution=Attribution("IOM DTM", "un"),
    )


def about(cells: Cells, mapping: SourceMap) -> About:
    """The row as a report of the round."""
    words = next((cells[c] for c in _WHERE if cells.get(c)), "")
    day = published_date(cells["reportingdate"]) if cells["reportingdate"] else None
    return About(title=f"Displaced people, {words}, {day or 'undated'}", published=day)


SOURCE = RowSource(claims=claims, about=about, arrange=arrange)
