"""What forecasts are made from: the ledger's incidents, with what late reports may add, or a history file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np

from veye.errors import InputError, did_you_mean
from veye.flow.reading import Kit
from veye.measures.nowcast import LEAST_INCIDENTS, LONGEST_DAYS, delay_curve, delays
from veye.outlook import History, areas_of, counts_as, history_of, incident_events, nearest_area, with_late
from veye.outlook.late import COMPLETIONS, share_of_month
from veye.records import Attack, Casualty, Claim, Incident, Picture
from veye.sources import read_rows, recognise

QUANTITIES = ("fatalities", "incidents")


def ledger_history(picture: Picture, kit: Kit, *, quantity: str, seed: int = 0) -> tuple[History, list[str]]:
    """The history of a picture's own incidents, to the last whole month before its day, and what to say of it.

    Where enough incidents tell how long reports take, what may still be reported of the last months is in it.
    """
    known_quantity(quantity)
    events, unused = incident_events(picture.incidents, kit.gazetteer, quantity=quantity)
    on = picture.on
    last = f"{on.year - (on.month == 1):04d}-{(on.month - 2) % 12 + 1:02d}"
    areas = areas_of(kit.gazetteer, picture.mission.area)
    first = min((f"{day:%Y-%m}" for _, day, _ in events), default=last)
    if not events or first > last:
        hint = "Read reports of more than one month, or give --history FILE (UCDP GED, ACLED, or area, month, count)."
        raise InputError(f"no {quantity} before {on:%Y-%m} in this ledger to forecast from", hint=hint)
    history = history_of(events, quantity=quantity, areas=areas, last=last)
    notes = ["Made from the incidents of this ledger alone: where reports are few, it forecasts what will be reported."]
    if unused:
        notes.append(f"{unused} {_plural(unused)} left out for want of a day or a division.")
    history, said = _allowing_for_late(history, events, picture, quantity, np.random.default_rng(seed))
    return history, [*notes, said]


def _allowing_for_late(
    history: History, events: list[tuple[str, date, float]], picture: Picture, quantity: str, rng: np.random.Generator
) -> tuple[History, str]:
    """The history with what reports may still bring, by the delays of the same kind of incidents, and what was done."""
    counted = [i for i in picture.incidents if counts_as(i, quantity)]
    seen, whose = _delays(counted, picture), f"incidents like those counted ({quantity})"
    if len(seen) < LEAST_INCIDENTS:
        seen, whose = _delays(picture.incidents, picture), "incidents of all kinds"
    if len(seen) < LEAST_INCIDENTS:
        return history, (
            f"Late reports are not allowed for: {len(seen)} incidents have a day and a day of first report, "
            f"{LEAST_INCIDENTS} are needed to tell how long reports take."
        )
    chosen = rng.integers(0, len(seen), (COMPLETIONS, len(seen)))
    curves = [delay_curve([seen[i] for i in row]).by for row in chosen]
    late = with_late(history, events, curves, on=picture.on, rng=rng)
    if late.late is None:
        return late, f"Reports of {history.months[-1]} are taken to be in: at least 98 % by the delays seen so far."
    by, parts = delay_curve(seen).by, []
    for month in late.months[len(late.settled.months) :]:
        column = late.months.index(month)
        share = share_of_month(by, month, picture.on)
        filled = sorted(c[:, column].sum() for c in late.completed)
        low, mid, high = (float(np.quantile(filled, level)) for level in (0.1, 0.5, 0.9))
        told = f"{late.counts[:, column].sum():,.0f} reported, {mid:,.0f} expected ({low:,.0f} to {high:,.0f})"
        parts.append(f"{month}: {100 * share:.1f} % of incidents reported by {picture.on}; {quantity} {told}")
    return late, (
        f"Late reports are allowed for, by the delays of {len(seen)} {whose} ({'; '.join(parts)}). The draws carry "
        "that doubt; the back-test leaves these months out."
    )


def _delays(incidents: Iterable[Incident], picture: Picture) -> list[tuple[int, int]]:
    """Delay and age of each incident that was reported within the longest delay counted."""
    found = delays(incidents, picture.documents, picture.on)
    return [(delay, age) for _, delay, age in found if delay <= LONGEST_DAYS]


def known_quantity(quantity: str) -> None:
    """InputError where there is no such quantity."""
    if quantity not in QUANTITIES:
        raise InputError(f"no quantity '{quantity}'", where="--quantity", hint=did_you_mean(quantity, QUANTITIES))


def _plural(number: int) -> str:
    return "incident is" if number == 1 else "incidents are"


def source_of(path: Path) -> str:
    """What a history file is: "acled", "ucdp", or "table" for anything else."""
    known = recognise(path) if path.is_file() else None
    return known if known in ("acled", "ucdp") else "table"


def file_history(path: Path, *, quantity: str, kit: Kit) -> tuple[History, list[str]]:
    """A history from a file, and what to say of it: ACLED or UCDP GED rows, or a CSV with area, month and count."""
    known_quantity(quantity)
    source = source_of(path)
    if source != "table":
        return _row_history(path, source, quantity=quantity, kit=kit)
    history = _table_history(path, quantity=quantity)
    return history, [f"Made from {path.name}; {_whole(history)}"]


def _whole(history: History) -> str:
    return f"its last month, {history.months[-1]}, is taken to be whole."


def _row_history(path: Path, source: str, *, quantity: str, kit: Kit) -> tuple[History, list[str]]:
    """Rows of a data set added up by first-order division of the mission's area; rows elsewhere are passed over."""
    events: list[tuple[str, date, float]] = []
    unused = 0
    for item in read_rows(path, source):
        if not isinstance(item, Claim) or item.when is None:
            continue
        said = item.statement
        if quantity == "fatalities":
            if not isinstance(said, Casualty) or said.outcome != "killed":
                continue
            count = float(said.count.best or 0)
        elif isinstance(said, Attack):
            count = 1.0
        else:
            continue
        area = nearest_area(item.place.place if item.place else None, kit.gazetteer, kit.mission.area)
        if area is None:
            unused += 1
        else:
            events.append((area, item.when.earliest, count))
    if not events:
        what = f"{path.name} ({source}) has no {quantity} in the mission's area"
        hint = f"{unused:,} rows lie outside it or have no point. Check --mission and the file."
        raise InputError(what, where=str(path), hint=hint)
    history = history_of(events, quantity=quantity, areas=areas_of(kit.gazetteer, kit.mission.area))
    notes = [f"Made from the rows of {path.name} ({source}); {_whole(history)}"]
    if unused:
        notes.append(f"{unused:,} rows outside the mission's area, or without a point, are not in it.")
    return history, notes


def _table_history(path: Path, *, quantity: str) -> History:
    """A history from a CSV with columns area, month (YYYY-MM or a day) and count; rows of a month are added up."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the history cannot be read", where=str(path), hint="Give a CSV in UTF-8.") from error
    if not rows or not {"area", "month", "count"} <= set(rows[0]):
        found = ", ".join(rows[0]) if rows else "no rows"
        raise InputError(f"a history needs the columns area, month and count; found {found}", where=str(path))
    events = []
    for number, row in enumerate(rows, start=2):
        try:
            parts = [int(p) for p in row["month"].split("-")[:2]]
            count = float(row["count"])
            if not 0 <= count < float("inf"):
                raise ValueError(count)
            events.append((row["area"], date(parts[0], parts[1], 1), count))
        except (ValueError, IndexError, TypeError, AttributeError) as error:
            hint = "Write months as 2025-04 and counts as numbers, not below zero."
            raise InputError(f"{row} is not a month's count", where=f"{path}, line {number}", hint=hint) from error
    return history_of(events, quantity=quantity, areas=tuple(sorted({a for a, _, _ in events})))
