"""A scenario held against what came: fitted to a past time, frozen, and laid beside the time after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from veye.outlook.scenario import chance
from veye.outlook.scenario.engine import Setting, make_inputs, run_years
from veye.outlook.scenario.fit import Fitted
from veye.outlook.scenario.layout import SERIES
from veye.outlook.scenario.options import status_quo
from veye.outlook.scenario.parameters import Array, Parameters
from veye.outlook.scenario.results import Spread
from veye.outlook.scenario.run import outcome_values, spread_of
from veye.outlook.scenario.start import StartState


class Target(NamedTuple):
    """What came: an outcome of the engine or "present" on day `day` (fit or in care), how much, and where it stands."""

    outcome: str
    label: str
    value: float
    source: str
    day: int | None = None
    note: str = ""


class Held(NamedTuple):
    """A target beside its forecast. `rank` is the share of runs below it, those equal counted half."""

    target: Target
    spread: Spread
    in80: bool
    in95: bool
    rank: float


def backtest_scenario(
    start: StartState,
    parameters: Parameters,
    fitted: Fitted | None,
    targets: Sequence[Target],
    *,
    days: int,
    seed: int = 0,
    replicates: int = 4000,
) -> list[Held]:
    """Each target with the interval that the frozen table gave it; `fitted` None is the table as shipped."""
    keys = chance.keys(seed, replicates)
    drawn = None
    if fitted is not None:
        drawn = fitted.values[np.random.default_rng(seed).integers(0, fitted.kept, replicates)]
    inputs = make_inputs(start, parameters, status_quo(), None, keys, drawn=drawn)
    years = run_years(inputs, Setting(days=days), track_cash=bool(start.funds), keep_paths=True)
    values = outcome_values(years, days)
    fit, care = (years.paths[SERIES.index(n)] for n in ("fit", "in_care"))
    out = []
    for target in targets:
        if target.outcome == "present":
            assert target.day is not None
            drawn_values: Array = (fit + care)[:, target.day - 1].astype(float)
        else:
            found = values[target.outcome] if target.outcome in values else years[target.outcome]
            drawn_values = np.asarray(found, dtype=float)
        out.append(_held(target, drawn_values))
    return out


def _held(target: Target, drawn: Array) -> Held:
    spread = spread_of(drawn)
    low80, high80, low95, high95 = (
        -np.inf if e is None else e for e in (spread.low80, spread.high80, spread.low95, spread.high95)
    )
    y = target.value
    rank = float((drawn < y).mean() + (drawn == y).mean() / 2)
    return Held(target, spread, bool(low80 <= y <= high80), bool(low95 <= y <= high95), rank)
