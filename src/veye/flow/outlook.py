"""Forecasts and scenarios into the ledger, and their scores out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from numpy.typing import NDArray

from veye.errors import InputError
from veye.flow.histories import ledger_history
from veye.flow.picture import known_by
from veye.flow.reading import Kit
from veye.ledger import Ledger, View
from veye.outlook import Forecast, History, Scored, make_forecast, score_forecast
from veye.outlook.scenario import (
    Parameters,
    ScenarioRun,
    caveats,
    horizon,
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
from veye.records import Picture


def issue_forecast(ledger: Ledger, history: History, *, mission: str, at: datetime, **options: Any) -> Forecast:
    """Make a forecast and write it into the ledger, where it can never be edited; the same forecast is written once."""
    forecast = make_forecast(history, mission=mission, issued=at, **options)
    if all(known.get("id") != forecast.id for known in ledger.view().forecasts):
        ledger.append([("forecast", msgspec.to_builtins(forecast))], at=at)
    return forecast


def forecasts_of(view: View) -> list[Forecast]:
    """Every forecast that the ledger holds, oldest first."""
    return [msgspec.convert(body, Forecast) for body in view.forecasts]


def score_record(
    view: View, histories: Mapping[str, History], *, mission: str, source: str
) -> tuple[list[Scored], list[tuple[Forecast, str]]]:
    """The score of every forecast of the mission whose months have come, and for each other one why it has none.

    `histories` by quantity, all of one `source`: a forecast made from another source is not held against it.
    """
    scored, waiting = [], []
    for forecast in forecasts_of(view):
        if forecast.mission != mission:
            continue
        history = histories.get(forecast.quantity)
        if forecast.source != source:
            files = f"a history file ({forecast.source}): give it with --history"
            told = "this ledger's incidents: leave --history out" if forecast.source == "ledger" else files
            waiting.append((forecast, f"made from {told}"))
        elif history is None or not set(forecast.areas) <= set(history.areas):
            waiting.append((forecast, f"no {forecast.quantity} of its areas were given"))
        elif made := score_forecast(forecast, history):
            scored.append(made)
        else:
            last = history.settled.months[-1]
            waiting.append((forecast, f"it begins with {forecast.months[0]}, and the counts are whole to {last} only"))
    return scored, waiting


def issue_scenario(
    ledger: Ledger,
    picture: Picture,
    names: Sequence[str],
    *,
    at: datetime,
    parameters: Parameters | None = None,
    seed: int = 0,
    replicates: int = 2000,
    days: int | None = None,
    samples: int = 0,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> ScenarioRun:
    """Run the options from the picture's figures and the ledger's newest forecast, and write the run into the ledger.

    `parameters` is the shipped table where none is given.
    `days` is a year where it is not given, or as many as the option that acts latest needs to show. With `samples`, a
    power of two, what decides the ranking is worked out too over twelve times as many runs, and stands first in the
    words.
    """
    parameters = parameters or load_parameters()
    options = load_options(names, parameters)
    start = start_from(picture.figures, picture.mission, on=picture.on)
    threat = _threat(ledger.view(), picture)
    length, why = horizon(options)
    run = run_scenarios(
        start, options, parameters, threat_draws=threat, days=length if days is None else days, replicates=replicates,
        seed=seed, workers=workers, notes=(why,) if days is None and why else (),
    )  # fmt: skip
    if samples and len(options) > 1:
        study = sensitivity(
            start, options, parameters, threat_draws=threat, days=run.days, seed=seed, workers=workers,
            progress=progress, samples=samples,
        )  # fmt: skip
        run = with_sensitivity(run, study)
    if samples or all(known.get("id") != run.id for known in ledger.view().scenarios):
        said = {"words": plain_words(run), "caveats": caveats(run), "table": option_table(run)}
        ledger.append([("scenario", {**msgspec.to_builtins(run), **said})], at=at)
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


def _threat(view: View, picture: Picture) -> NDArray[Any] | None:
    """The newest forecast of deaths made by the picture's day, from that day's month on, over its usual month.

    None without such a forecast, and where its history has no deaths.
    """
    month = f"{picture.on:%Y-%m}"
    mine = [
        f for f in forecasts_of(view)
        if (f.quantity, f.mission) == ("fatalities", picture.mission.id)
        and known_by(f.origin, f.months[-1], f.source, picture.on) and f.usual > 0
    ]  # fmt: skip
    if not mine:
        return None
    newest = max(reversed(mine), key=lambda f: f.origin)
    ahead = [i for i, m in enumerate(newest.months) if m >= month]
    return threat_levels(newest.unpacked()[:, ahead], newest.usual)
