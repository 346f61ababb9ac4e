"""Scenarios as they are kept: distributions per option, paths for plots, and differences on common random numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from veye.errors import InputError
from veye.outlook.forecast import Forecast
from veye.outlook.history import History
from veye.outlook.scenario import chance
from veye.outlook.scenario.engine import Setting, Years, make_inputs, run_years
from veye.outlook.scenario.layout import SERIES
from veye.outlook.scenario.options import Option
from veye.outlook.scenario.parameters import Array, Parameter, Parameters
from veye.outlook.scenario.results import (
    BANDS,
    OUTCOMES,
    Difference,
    Fan,
    OptionRun,
    Outcome,
    ScenarioRun,
    Spread,
)
from veye.outlook.scenario.start import StartState
from veye.records import content_id, digest

YEAR = 365
MODEL = "sustainment-1"
"""Changes whenever the same seed and input would give other numbers."""


def threat_levels(draws: ArrayLike, reference: float) -> Array:
    """Multipliers (draws, months) from a forecaster's draws (areas, leads, draws) and the level today's rates go with.

    `reference` is the monthly total over the areas in the time that the rates rest on. InputError where it is not
    above zero.
    """
    drawn = np.asarray(draws, dtype=float)
    if drawn.ndim != 3:
        raise InputError(f"draws have {drawn.ndim} axes", hint="Give areas, leads and draws.")
    if not reference > 0:
        raise InputError("the level that today's rates go with is not above zero", hint="Leave the threat out.")
    return np.asarray(drawn.sum(axis=0).T / reference, dtype=float)


def threat_of(forecast: Forecast, history: History) -> Array:
    """Multipliers (draws, months) of an issued forecast, against the mean month of the last year of its history."""
    rows = [history.areas.index(area) for area in forecast.areas]
    return threat_levels(forecast.unpacked(), float(history.counts[rows, -12:].sum(axis=0).mean()))


def run_scenarios(
    start: StartState,
    options: Sequence[Option],
    parameters: Parameters,
    *,
    threat_draws: ArrayLike | None = None,
    days: int = 365,
    replicates: int = 2000,
    seed: int = 0,
    threshold: float | None = None,
    dt: float = 1.0,
    workers: int = 1,
    compiled: bool | None = None,
    progress: Callable[[int], None] | None = None,
    fans: bool = True,
    notes: Sequence[str] = (),
) -> ScenarioRun:
    """Every option over the same replicates. The first option is the reference of the differences.

    `threat_draws` are multipliers (draws, months) as `threat_levels` makes them; None leaves violence as it is.
    `threshold` is the number of patrols a day below which a day counts as short; None is half of what the starting
    personnel could send. `notes` are said with the results.
    """
    if not options:
        raise InputError("no option is given", hint="Give at least status-quo.")
    if replicates < 100 or not 1 <= days <= 3650:
        raise InputError(f"{replicates} runs of {days} days", hint="Give at least 100 runs of 1 to 3,650 days.")
    if dt <= 0 or abs(1 / dt - round(1 / dt)) > 1e-9:
        raise InputError(f"a step of {dt} days does not divide a day", where="dt", hint="Give 1, 0.5 or 0.25.")
    threat = None if threat_draws is None else checked_threat(threat_draws)
    limit = default_threshold(start, parameters) if threshold is None else threshold
    setting = Setting(days, dt, limit)
    years = simulate_options(
        start, options, parameters, setting, threat=threat, replicates=replicates, seed=seed, workers=workers,
        compiled=compiled, progress=progress, keep_paths=fans,
    )  # fmt: skip
    money = bool(start.funds)
    values = [outcome_values(y, days) for y in years]
    names = [n for n in OUTCOMES if money or n != "cash_out_day"]
    input_digest = digest(
        msgspec.to_builtins(start), msgspec.to_builtins(parameters), msgspec.to_builtins(tuple(options)),
        None if threat is None else threat.tolist(),
    )  # fmt: skip
    runs = tuple(
        _option_run(o, parameters, v, y, names, days, money, fans)
        for o, v, y in zip(options, values, years, strict=True)
    )
    return ScenarioRun(
        id=content_id("scn", MODEL, seed, replicates, days, dt, limit, input_digest),
        mission=start.mission, on=start.on, model=MODEL, seed=seed, replicates=replicates, days=days, dt=dt,
        threshold=limit, input_digest=input_digest, money_followed=money,
        currency=start.funds[0].currency if money else "", reference=options[0].name, options=runs,
        differences=tuple(
            difference(o.name, n, v[n], values[0][n], days) for o, v in zip(options[1:], values[1:], strict=True)
            for n in names
        ),
        assumptions=start.assumptions, notes=(*notes, *start.notes, *_notes(threat)),
        rows=tuple((r.name, r.label, str(r.distribution), r.unit, r.status, r.source) for r in parameters.rows),
    )  # fmt: skip


def horizon(options: Sequence[Option]) -> tuple[int, str]:
    """Days to follow, and why if more than a year: whole years, until each option has acted a quarter in most runs."""
    starts = {o.title: _starts(o) for o in options if o.changes}
    title, (low, mid, high) = max(starts.items(), key=lambda kv: kv[1][1], default=("", (0.0, 0.0, 0.0)))
    days = YEAR * math.ceil((mid + YEAR / 4) / YEAR)
    if days == YEAR:
        return days, ""
    return days, (
        f"Followed for {days} days, not {YEAR}: the changes of '{title}' act from day {mid:.0f} on ({low:.0f} to "
        f"{high:.0f}), so that a shorter run would show nothing of them."
    )


def checked_threat(threat_draws: ArrayLike) -> Array:
    """Multipliers of shape (draws, months); InputError where they are not."""
    threat = np.atleast_2d(np.asarray(threat_draws, dtype=float))
    if threat.ndim != 2 or not np.isfinite(threat).all() or (threat < 0).any():
        raise InputError("threat draws must be finite, not negative, of shape (draws, months)", where="threat_draws")
    return threat


def _notes(threat: Array | None) -> tuple[str, ...]:
    if threat is None:
        return ("No forecast of violence was given: it is taken to stay as it is.",)
    return (
        f"Violence follows {len(threat)} draws of a forecast for {threat.shape[1]} months; the last month goes on.",
    )


def default_threshold(start: StartState, parameters: Parameters) -> float:
    """Half of the patrols a day that the starting personnel could send, rounded; at least one."""
    fit = sum(p.fit.value for p in start.people)
    could = fit * parameters["patrol_share"].value / parameters["patrol_size"].value
    return float(max(1, math.floor(could / 2 + 0.5)))


def simulate_options(
    start: StartState,
    options: Sequence[Option],
    parameters: Parameters,
    setting: Setting,
    *,
    threat: Array | None,
    replicates: int,
    seed: int,
    workers: int = 1,
    compiled: bool | None = None,
    progress: Callable[[int], None] | None = None,
    keep_paths: bool = False,
) -> list[Years]:
    """The raw years of every option over the same replicates."""
    keys = chance.keys(seed, replicates)
    places = most_extra_vehicles(options, parameters)
    return [
        run_years(
            make_inputs(start, parameters, option, threat, keys, places_for=places), setting,
            track_cash=bool(start.funds), keep_paths=keep_paths, workers=workers, compiled=compiled, progress=progress,
        )
        for option in options
    ]  # fmt: skip


def most_extra_vehicles(options: Sequence[Option], parameters: Parameters) -> int:
    """How many vehicles any of the options can add at most."""
    most = [o.applied(parameters)["extra_vehicles"].draw([1e-9, 1 - 1e-9]).max() for o in options]
    return math.ceil(float(max(most)))


def outcome_values(years: Years, days: int) -> dict[str, Array]:
    """Each outcome's value per replicate; a day that never comes is infinite."""
    out: dict[str, Array] = {}
    for name, (column, *_) in OUTCOMES.items():
        if column == "deaths":
            out[name] = np.asarray(years["deaths_hostile"] + years["deaths_other"], dtype=float)
        else:
            out[name] = np.asarray(years[column], dtype=float)
    never = out["cash_out_day"] < 0
    out["cash_out_day"] = np.where(never, np.inf, out["cash_out_day"]).astype(float)
    return out


def _option_run(
    option: Option, parameters: Parameters, values: dict[str, Array], years: Years, names: Sequence[str],
    days: int, money: bool, fans: bool,
) -> OptionRun:  # fmt: skip
    return OptionRun(
        option.name, option.title, option.about, _starts(option),
        tuple((c.name, c.label, str(parameters[c.name].distribution), str(c.distribution)) for c in option.changes),
        tuple(Outcome(n, *OUTCOMES[n][1:], spread_of(values[n])) for n in names),
        tuple(
            Fan(name, BANDS, _bands(years.paths[i]))
            for i, name in enumerate(SERIES)
            if fans and (money or name != "cash")
        ),
    )  # fmt: skip


def _starts(option: Option) -> tuple[float, float, float]:
    low, mid, high = (float(x) for x in option.starts.quantile([0.025, 0.5, 0.975]))
    return round(low, 1), round(mid, 1), round(high, 1)


def spread_of(values: Array) -> Spread:
    """The distribution of an outcome over replicates. Interpolates between none: each end is a value that came up."""
    finite = np.isfinite(values)
    ends = np.quantile(values, [0.5, *_ends(0.8), *_ends(0.95)], method="inverted_cdf")
    median, low80, high80, low95, high95 = (_number(e) for e in ends)
    mean = _number(values.mean()) if finite.all() else None
    within = None if finite.all() and not np.isinf(values).any() else float(finite.mean())
    return Spread(median, mean, low80, high80, low95, high95, within)


def _ends(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2


def _number(value: float) -> float | None:
    return round(float(value), 3) if np.isfinite(value) else None


def difference(option: str, outcome: str, ours: Array, reference: Array, days: int) -> Difference:
    """The paired difference of one outcome. A day that never comes counts as the day after the last."""
    a, b = (np.where(np.isfinite(x), x, days + 1.0) for x in (ours, reference))
    less = a - b
    sign = 1 if OUTCOMES[outcome][3] == "up" else -1
    return Difference(
        option, outcome, spread_of(less), float((sign * less > 1e-9).mean()), float((abs(less) <= 1e-9).mean())
    )


def _bands(path: NDArray[np.float32]) -> list[list[float]]:
    ordered = np.sort(path.T, axis=1)
    at = [min(ordered.shape[1] - 1, int(b * ordered.shape[1])) for b in BANDS]
    return [[round(float(x), 2) for x in row] for row in ordered[:, at]]


def row_text(row: Parameter) -> str:
    """A parameter as a reader sees it."""
    return f"{row.label}: {row.distribution} {row.unit} ({row.status}{', ' + row.source if row.source else ''})"
