"""Counts of civilians too small to be released, and as many more as keep those from being worked out."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec

from veye.records import Casualty, Claim, Count, Figure, Incident, Tally

_GUARDED = frozenset({"civilian", "mixed", "unknown"})


def suppress_small_cells(incidents: list[Incident], smallest: int) -> list[Incident]:
    """Incidents without tallies of civilians below `smallest`, and without as many more as keep those from being had.

    Secondary suppression: what is missing in a group and outcome could be had from a published total. The next
    smallest cells go too, until at least two are missing and the sum of the missing leaves each of them room to be as
    large as `smallest`.
    """
    cells: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    gone: set[tuple[int, int]] = set()
    for i, incident in enumerate(incidents):
        for j, tally in enumerate(incident.tallies):
            if tally.who in _GUARDED:
                cells[tally.who, tally.what].append((_smallest_value(tally), i, j))
    for group in cells.values():
        group.sort()
        hidden = [c for c in group if 0 <= c[0] < smallest]
        rest = [c for c in group if c[0] >= smallest]
        while hidden and rest and not _hides(hidden, incidents, smallest):
            hidden.append(rest.pop(0))
        gone |= {(i, j) for _, i, j in hidden}
    out = []
    for i, incident in enumerate(incidents):
        kept = tuple(t for j, t in enumerate(incident.tallies) if (i, j) not in gone)
        out.append(msgspec.structs.replace(incident, tallies=kept))
    return out


def _hides(hidden: list[tuple[int, int, int]], incidents: list[Incident], smallest: int) -> bool:
    """Whether the sum of the hidden cells tells neither one of them nor that one of them is small."""
    total = sum(incidents[i].tallies[j].best or 0 for _, i, j in hidden)
    return len(hidden) >= 2 and total - len(hidden) + 1 >= smallest


def _smallest_value(tally: Tally) -> int:
    """The smallest number that a tally shows: its best, low or any reported value; -1 where it shows none."""
    numbers = [n for n in (tally.best, tally.low, *(v.count.best for v in tally.values)) if n is not None]
    return min(numbers, default=-1)


def without_small_counts(
    claims: list[Claim], incidents: list[Incident], shown: list[Incident], smallest: int
) -> list[Claim]:
    """Claims without the counts that stand in suppressed cells, and without any small count of civilians."""
    gone = {
        value.claim_id
        for before, after in zip(incidents, shown, strict=True)
        for tally in before.tallies
        if tally not in after.tallies
        for value in tally.values
    }
    return [_uncounted(c) if c.id in gone or _is_small(c, smallest) else c for c in claims]


def _is_small(claim: Claim, smallest: int) -> bool:
    said = claim.statement
    if not isinstance(said, Casualty) or said.who not in _GUARDED:
        return False
    return any(end is not None and end < smallest for end in (said.count.low, said.count.high))


def _uncounted(claim: Claim) -> Claim:
    said = claim.statement
    if not isinstance(said, Casualty):
        return claim
    return msgspec.structs.replace(claim, statement=msgspec.structs.replace(said, count=Count()))


def without_small_cells(figure: Figure, smallest: int) -> Figure:
    """The figure without its table, and without its value where that is a small count of civilians."""
    civilian = figure.measure == "harm" or "civilian" in figure.label.lower()
    if civilian and figure.unit == "persons" and figure.value is not None and 0 < figure.value < smallest:
        return msgspec.structs.replace(
            figure, value=None, low=None, high=None, rows=(), columns=(), refused=f"fewer than {smallest}: not released"
        )
    if figure.measure == "scorecard":
        return msgspec.structs.replace(figure, rows=tuple(r for r in figure.rows if not _small(r, figure, smallest)))
    keep_rows = figure.measure in ("force", "milestones")
    return figure if keep_rows else msgspec.structs.replace(figure, rows=(), columns=())


def _small(row: tuple[Any, ...], figure: Figure, smallest: int) -> bool:
    """Whether a line of the scorecard counts fewer civilians than may be released."""
    cells = {name: str(cell) for name, cell in zip(figure.columns, row, strict=True)}
    value = cells.get("value", "").replace(",", "")
    about_civilians = any(w in cells.get("indicator", "").lower() for w in ("civilian", "people"))
    return about_civilians and cells.get("unit") == "persons" and value.isdigit() and 0 < int(value) < smallest
