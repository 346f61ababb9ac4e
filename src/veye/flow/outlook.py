"""The ledger's incidents, or a history file, into forecasts; forecasts into the ledger and their scores out of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from veye.errors import InputError, did_you_mean
from veye.flow.reading import Kit
from veye.ledger import Ledger, View
from veye.outlook import (
    Forecast,
    History,
    areas_of,
    history_of,
    incident_events,
    make_forecast,
    nearest_area,
    score_forecast,
)
from veye.outlook.forecast import Scored
from veye.outlook.scenario import (
    ScenarioRun,
    load_options,
    load_parameters,
    option_names,
    option_table,
    plain_words,
    run_scenarios,
    sensitivity,
    start_from,
    threat_levels,
    with_sensitivity,
)
from veye.records import Attack, Casualty, Claim, Picture
from veye.sources import read_rows, recognise

QUANTITIES = ("fatalities", "incidents")


def ledger_history(
    picture: Picture, kit: Kit, *, quantity: str, until: date | None = None
) -> tuple[History, list[str]]:
    """The history of a picture's own incidents, to the last whole month before its day, and what to say of it."""
    if quantity not in QUANTITIES:
        raise InputError(f"no quantity '{quantity}'", where="--quantity", hint=did_you_mean(quantity, QUANTITIES))
    events, unused = incident_events(picture.incidents, kit.gazetteer, quantity=quantity)
    on = until or picture.on
    last = f"{on.year - (on.month == 1):04d}-{(on.month - 2) % 12 + 1:02d}"
    areas = areas_of(kit.gazetteer, picture.mission.area)
    history = history_of(events, quantity=quantity, areas=areas, last=last)
    notes = ["Made from the incidents of this ledger alone: where reports are few, it forecasts what will be reported."]
    if unused:
        notes.append(f"{unused} incidents without a day or a division are not in it.")
    return history, notes


def file_history(path: Path, *, quantity: str, kit: Kit) -> tuple[History, list[str]]:
    """A history from a file, and what to say of it: ACLED or UCDP GED rows, or a CSV with area, month and count."""
    known = recognise(path) if path.is_file() else None
    if known in ("acled", "ucdp"):
        return _row_history(path, known, quantity=quantity, kit=kit)
    return _table_history(path, quantity=quantity), [f"Made from {path.name}."]


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
    areas = areas_of(kit.gazetteer, kit.mission.area)
    notes = [f"Made from the rows of {path.name} ({source})."]
    if unused:
        notes.append(f"{unused:,} rows outside the mission's area, or without a point, are not in it.")
    return history_of(events, quantity=quantity, areas=areas), notes


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
            events.append((row["area"], date(parts[0], parts[1], 1), float(row["count"])))
        except (ValueError, IndexError) as error:
            hint = "Write months as 2025-04 and counts as numbers."
            raise InputError(f"{row} is not a month's count", where=f"{path}, line {number}", hint=hint) from error
    return history_of(events, quantity=quantity, areas=tuple(sorted({a for a, _, _ in events})))


def issue_forecast(ledger: Ledger, history: History, *, mission: str, at: datetime, **options: Any) -> Forecast:
    """Make a forecast and write it into the ledger, where it can never be edited; the same forecast is written once."""
    forecast = make_forecast(history, mission=mission, issued=at, **options)
    if all(known.get("id") != forecast.id for known in ledger.view().forecasts):
        ledger.append([("forecast", msgspec.to_builtins(forecast))], at=at)
    return forecast


def forecasts_of(view: View) -> list[Forecast]:
    """Every forecast that the ledger holds, oldest first."""
    return [msgspec.convert(body, Forecast) for body in view.forecasts]


def score_record(view: View, histories: dict[str, History]) -> list[Scored]:
    """The score of every issued forecast whose months have come, by the history of its quantity."""
    scored = []
    for forecast in forecasts_of(view):
        history = histories.get(forecast.quantity)
        made = score_forecast(forecast, history) if history and set(forecast.areas) <= set(history.areas) else None
        if made:
            scored.append(made)
    return scored


def issue_scenario(
    ledger: Ledger,
    picture: Picture,
    names: Sequence[str],
    *,
    at: datetime,
    seed: int = 0,
    replicates: int = 2000,
    days: int = 365,
    sobol: bool = False,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> ScenarioRun:
    """Run the options from the picture's figures and the ledger's newest forecast, and write the run into the ledger.

    With `sobol`, what decides the ranking is worked out too, and stands first in the words.
    """
    parameters = load_parameters()
    options = load_options(names, parameters)
    start = start_from(picture.figures, picture.mission, on=picture.on)
    threat = _threat(ledger.view(), picture)
    run = run_scenarios(
        start, options, parameters, threat_draws=threat, days=days, replicates=replicates, seed=seed, workers=workers
    )
    if sobol and len(options) > 1:
        study = sensitivity(
            start, options, parameters, threat_draws=threat, days=days, seed=seed, workers=workers, progress=progress,
            samples=256,
        )  # fmt: skip
        run = with_sensitivity(run, study)
    if sobol or all(known.get("id") != run.id for known in ledger.view().scenarios):
        body = {**msgspec.to_builtins(run), "words": plain_words(run), "table": option_table(run)}
        ledger.append([("scenario", body)], at=at)
    return run


def look_ahead(ledger: Ledger, picture: Picture, kit: Kit, *, at: datetime) -> list[str]:
    """Issue the usual forecast and scenario for a picture; what could not be done, and why."""
    missed = []
    try:
        history, notes = ledger_history(picture, kit, quantity="fatalities")
        issue_forecast(ledger, history, mission=picture.mission.id, at=at, notes=notes)
    except InputError as error:
        missed.append(f"no forecast: {error}")
    try:
        issue_scenario(ledger, picture, option_names(), at=at)
    except InputError as error:
        missed.append(f"no scenario: {error}")
    return missed


def _threat(view: View, picture: Picture) -> NDArray[np.float64] | None:
    """The newest forecast of deaths over the last year's monthly mean; None without a forecast or without deaths."""
    made = [f for f in forecasts_of(view) if f.quantity == "fatalities" and f.mission == picture.mission.id]
    if not made:
        return None
    year = picture.on - timedelta(days=365)
    killed = sum(
        t.best or 0
        for i in picture.incidents
        if i.when and i.when.earliest >= year
        for t in i.tallies
        if t.what == "killed"
    )
    return threat_levels(made[-1].unpacked(), killed / 12) if killed else None
