"""The table made to agree with what was counted in a past time: draws whose own past came out the same are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from veye.errors import InputError, did_you_mean
from veye.outlook.scenario import chance
from veye.outlook.scenario.engine import Setting, Years, make_inputs, run_years
from veye.outlook.scenario.layout import ROWS
from veye.outlook.scenario.options import status_quo
from veye.outlook.scenario.parameters import Array, Parameters
from veye.outlook.scenario.start import StartState

COUNTED = ("deaths_hostile", "wounded", "deaths_other", "injured", "evacuations", "vehicles_lost", "groundings")
"""Outcomes whose reported counts may be fitted to."""
ENOUGH = 200


class Fitted(NamedTuple):
    """Rows (draws, rows) that reproduce the counts exactly, and how many of the `tried` did."""

    values: Array
    observed: dict[str, int]
    tried: int

    @property
    def kept(self) -> int:
        """How many draws were kept."""
        return len(self.values)


class Pool(NamedTuple):
    """Draws of the table beside what each simulated over the past time."""

    values: Array
    years: Years

    def matching(self, observed: Mapping[str, int]) -> Array:
        """The draws whose simulated counts equal the observed ones."""
        kept = np.ones(len(self.values), bool)
        for name, count in observed.items():
            if name not in COUNTED:
                raise InputError(f"'{name}' cannot be fitted to", hint=did_you_mean(name, COUNTED))
            kept &= self.years[name] == count
        return self.values[kept]


def simulate_past(
    start: StartState, parameters: Parameters, *, days: int, seed: int, replicates: int, threat: Array | None = None
) -> Pool:
    """Draws from the table, each with its own simulated past of so many days from `start`."""
    keys = chance.keys(seed, replicates)
    inputs = make_inputs(start, parameters, status_quo(), threat, keys)
    years = run_years(inputs, Setting(days=days), track_cash=bool(start.funds))
    return Pool(np.ascontiguousarray(inputs.before[:, : len(ROWS)]), years)


def fit_to_counts(
    start: StartState,
    parameters: Parameters,
    observed: Mapping[str, int],
    *,
    days: int,
    seed: int = 0,
    wanted: int = 1000,
    most: int = 100_000,
    batch: int = 10_000,
    threat: Array | None = None,
) -> Fitted:
    """At least `wanted` draws of the table given counts over `days` from `start`, from at most `most` tries.

    Rejection with exact match: a sample of the posterior, clustering and all, with no approximation but its size
    (Rubin 1984). InputError where fewer than 200 of `most` tries match: then the table says that the past was nearly
    impossible, and it should be looked at, not stretched.
    """
    kept: list[Array] = []
    tried = 0
    while tried < most and sum(map(len, kept)) < wanted:
        pool = simulate_past(start, parameters, days=days, seed=seed + tried, replicates=batch, threat=threat)
        kept.append(pool.matching(observed))
        tried += batch
    values = np.concatenate(kept)
    if len(values) < ENOUGH:
        said = ", ".join(f"{n} {c}" for n, c in observed.items())
        hint = "Check the counts, the start and the rows; or fit to fewer counts."
        raise InputError(f"only {len(values)} of {tried} simulated pasts had {said}", where="fit", hint=hint)
    return Fitted(values, dict(observed), tried)
