"""From a start, a table and options to simulated years: the arrays that the kernels take, made and handed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from veye.outlook.scenario import chance
from veye.outlook.scenario.layout import (
    CLASSES,
    COLUMN,
    COLUMNS,
    GROUNDED,
    HEAVY,
    MARK,
    PARTS,
    PIPELINE,
    READY,
    ROWS,
    S_START,
    SERIES,
    SUMMARY,
)
from veye.outlook.scenario.options import Option
from veye.outlook.scenario.parameters import Array, Parameters
from veye.outlook.scenario.start import Amount, Fleet, StartState

ABSENT, BY_OPTION = -2, -1
CHUNK = {True: 500, False: 2000}
"""Replicates handed over at once, compiled and not."""
REACHED_AT_ONCE = np.polynomial.hermite_e.hermegauss(21)


class Inputs(NamedTuple):
    """All replicates of one option, as arrays; see `kernel.simulate`."""

    before: Array
    after: Array
    lag: Array
    keys: NDArray[np.uint64]
    fit0: NDArray[np.int64]
    pledged: Array
    state0: NDArray[np.int64]
    kind: NDArray[np.int64]
    cash0: Array
    funds: Array
    covers: NDArray[np.bool_]
    threat: Array

    def part(self, first: int, last: int) -> Inputs:
        """The replicates from `first` up to `last`."""
        cut = {n: a[first:last] for n, a in self._asdict().items() if n not in ("kind", "covers")}
        return self._replace(**cut)


class Setting(NamedTuple):
    """How long, in what steps, and below how many patrols a day counts as short."""

    days: int = 365
    dt: float = 1.0
    threshold: float = 10.0
    check: bool = False

    @property
    def steps(self) -> int:
        """Steps in all."""
        return round(self.days / self.dt)


def shares(keys: NDArray[np.uint64], rows: int) -> Array:
    """A uniform number a replicate and row, by the replicate's key: the same under every option."""
    return _addressed(keys, np.arange(rows), 0)


def _addressed(keys: NDArray[np.uint64], i: NDArray[np.int64], j: int) -> Array:
    return chance.uniforms(keys[:, None], S_START, i[None, :], j)


def make_inputs(
    start: StartState,
    parameters: Parameters,
    option: Option,
    threat: Array | None,
    keys: NDArray[np.uint64],
    *,
    places_for: int = 0,
    drawn: Array | None = None,
    drawn_after: Array | None = None,
) -> Inputs:
    """The arrays of one option. `places_for` is how many vehicles any option adds, so that all have the same places.

    `threat` are multipliers (draws, months), used in turn; None is 1 throughout. `drawn` and `drawn_after` are values
    of the rows (replicates, rows) where they do not come from the tables' distributions.
    """
    n, p = len(keys), shares(keys, len(ROWS))
    base = parameters.draw(p) if drawn is None else drawn
    if drawn_after is not None:
        changed = drawn_after
    else:
        changed = base.copy()
        for row in option.changes:
            column = COLUMN[row.name]
            changed[:, column] = row.draw(p[:, column])
    mix = _mix(start)
    before, after = derive(base, base, mix), derive(base, changed, mix)
    lag = np.maximum(0.0, option.starts.quantile(_addressed(keys, np.array([0]), 1)[:, 0]))
    fit0, pledged = _people(start, keys)
    state0, kind = _vehicles(start, keys, places_for)
    cash0, funds, covers = _money(start, keys)
    levels = np.ones((1, 1)) if threat is None else np.asarray(threat, dtype=float)
    return Inputs(
        before, after, lag, keys, fit0, pledged, state0, kind, cash0, funds, covers,
        np.ascontiguousarray(levels[np.arange(n) % len(levels)]),
    )  # fmt: skip


def derive(base: Array, rows: Array, mix: Array) -> Array:
    """The rows with what follows from them. `base` is the table before any option.

        contacts = (deaths / 1000 / killed share) / casualties per contact, the last at the base's vehicles and gear
        fatal = (killed share - died of wounds) / (1 - died of wounds) / share of fatal wounds that kill before care

    Fixed at the base's own protection and evacuation, so that better ones lower deaths below the base rate.
    """
    from scipy import special

    r = {name: rows[:, COLUMN[name]] for name in ROWS}
    b = {name: base[:, COLUMN[name]] for name in ROWS}
    heavy = np.minimum(1.0, b["penetration_medium"] * b["heavy_over_medium"])
    passes = mix[0] * b["penetration_light"] + mix[1] * b["penetration_medium"] + mix[2] * heavy
    mounted = b["mounted_share"] * b["vehicle_hit"] * passes * np.round(b["crew"]) * b["casualty_if_penetrated"]
    per_contact = np.maximum(mounted + (1 - b["mounted_share"]) * b["foot_casualties"], 1e-9)
    contact_rate = r["hostile_deaths"] / 1000.0 / r["killed_share"] / per_contact
    rescue = np.clip((1 - r["evacuation_fast_rr"]) / np.maximum(1 - r["at_once_share"], 1e-9), 0.0, 1.0)
    rescue_base = np.clip((1 - b["evacuation_fast_rr"]) / np.maximum(1 - b["at_once_share"], 1e-9), 0.0, 1.0)
    before_care = np.zeros(len(base))
    nodes, weights = REACHED_AT_ONCE
    for z, w in zip(nodes, weights / weights.sum(), strict=True):
        delay = b["evacuation_minutes"] * np.exp(b["evacuation_spread"] * z)
        before_care += w * dead_by(delay) * np.where(delay <= 60.0, 1.0 - rescue_base, 1.0)
    kills = b["at_once_share"] + (1 - b["at_once_share"]) * before_care
    dow = b["died_of_wounds"]
    fatal = np.clip((r["killed_share"] - dow) / (1 - dow) / np.maximum(kills, 1e-9), 0.0, 1.0)
    scale = r["failure_days"] / special.gamma(1 + 1 / r["failure_shape"])
    return np.ascontiguousarray(np.column_stack([rows[:, : len(ROWS)], contact_rate, fatal, rescue, scale]))


def dead_by(minutes: Array) -> Array:
    """The share of wounds that kill without care, but not at once, that have killed by then."""
    from veye.outlook.scenario.events import KNOT_10, KNOT_60, KNOT_120

    return np.interp(minutes, [0, 10, 60, 120, 240], [0, KNOT_10, KNOT_60, KNOT_120, 1])


def _mix(start: StartState) -> Array:
    """The share of each class in the fleet, lost ones left out."""
    held = [sum(f.total.value + f.in_pipeline.value for f in start.fleets if f.armour == c) for c in CLASSES]
    total = sum(held)
    return np.array(held) / total if total else np.array([0.0, 1.0, 0.0])


def _of(fleet: Fleet) -> tuple[Amount, Amount, Amount, Amount]:
    return fleet.total, fleet.awaiting_parts, fleet.grounded, fleet.in_pipeline


def _drawn(amount: Amount, u: Array) -> Array:
    """An amount's values at shares `u`: triangular between its ends."""
    low, mode, high = amount.low, amount.value, amount.high
    if high <= low:
        return np.full(len(u), mode)
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(np.maximum(u * (high - low) * (mode - low), 0.0))
    falling = high - np.sqrt(np.maximum((1 - u) * (high - low) * (high - mode), 0.0))
    return np.where(u < turn, rising, falling)


def _shares_of(start: StartState, keys: NDArray[np.uint64]) -> dict[str, Array]:
    """A uniform number for each basis: amounts that rest on one figure move together."""
    bases = list(dict.fromkeys(a.basis for a in start.amounts()))
    return {b: _addressed(keys, np.array([i]), 2)[:, 0] for i, b in enumerate(bases)}


def _people(start: StartState, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], Array]:
    u = _shares_of(start, keys)
    fit = [np.rint(_drawn(p.fit, u[p.fit.basis])).astype(np.int64) for p in start.people]
    due = [_drawn(p.pledged, u[p.pledged.basis]) for p in start.people]
    none = np.zeros(len(keys))
    return np.stack([*fit, none.astype(np.int64)], axis=1), np.stack([*due, none], axis=1)


def _vehicles(start: StartState, keys: NDArray[np.uint64], extra: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    u = _shares_of(start, keys)
    columns: list[NDArray[np.int64]] = []
    kinds: list[int] = []
    for fleet in start.fleets:
        total, waiting, grounded, coming = (np.rint(_drawn(a, u[a.basis])) for a in _of(fleet))
        grounded = np.minimum(grounded, total)
        waiting = np.minimum(waiting, total - grounded)
        for place in range(int(np.ceil(fleet.total.high))):
            from_end = total - 1 - place
            idle = np.where(from_end < grounded, GROUNDED, np.where(from_end < grounded + waiting, PARTS, READY))
            columns.append(np.where(from_end < 0, ABSENT, idle))
        columns += [np.where(i < coming, PIPELINE, ABSENT) for i in range(int(np.ceil(fleet.in_pipeline.high)))]
        kinds += [CLASSES.index(fleet.armour)] * (len(columns) - len(kinds))
    columns += [np.full(len(keys), BY_OPTION)] * extra
    kinds += [HEAVY] * extra
    if not columns:
        columns, kinds = [np.full(len(keys), ABSENT)], [HEAVY]
    return np.ascontiguousarray(np.stack(columns, axis=1).astype(np.int64)), np.array(kinds, dtype=np.int64)


def _money(start: StartState, keys: NDArray[np.uint64]) -> tuple[Array, Array, NDArray[np.bool_]]:
    u = _shares_of(start, keys)
    funds = sorted(start.funds, key=lambda f: f.pays_allowances)  # restricted money is spent first
    none = np.zeros(len(keys))
    cash = np.stack([*(_drawn(f.at_hand, u[f.at_hand.basis]) for f in funds), none], axis=1)
    due = np.stack([*(_drawn(f.pledged, u[f.pledged.basis]) for f in funds), none], axis=1)
    return cash, due, np.array([*(f.pays_allowances for f in funds), True])


class Years(NamedTuple):
    """What came out: `summary` (replicates, outcomes) and `paths` (series, replicates, days), empty if not kept."""

    summary: Array
    paths: NDArray[np.float32]

    def __getitem__(self, name) -> Array:  # type: ignore[no-untyped-def,override]
        return self.summary[:, SUMMARY.index(name)]


def run_years(
    inputs: Inputs,
    setting: Setting,
    *,
    track_cash: bool,
    keep_paths: bool = False,
    workers: int = 1,
    compiled: bool | None = None,
    progress: Callable[[int], None] | None = None,
) -> Years:
    """Every replicate simulated; compiled where the extra is there. `progress` is told of replicates done."""
    n = len(inputs.keys)
    summary = np.zeros((n, len(SUMMARY)))
    paths = np.zeros((len(SERIES), n if keep_paths else 0, setting.days), dtype=np.float32)
    use = chance.COMPILED if compiled is None else compiled
    module = "kernel" if use else "arrays"
    simulate = import_module(f"veye.outlook.scenario.{module}").simulate

    def call(first: int, last: int, part: NDArray[np.float32]) -> bool:
        fresh: bool = simulate(
            *inputs.part(first, last), setting.steps, float(setting.dt), float(setting.threshold), track_cash,
            keep_paths, setting.check, summary[first:last], part, MARK,
        )  # fmt: skip
        return fresh

    def one(first: int) -> int:
        last = min(n, first + CHUNK[use])
        part = np.zeros((len(SERIES), last - first if keep_paths else 0, setting.days), np.float32)
        call(first, last, part)
        if keep_paths:
            paths[:, first:last] = part
        return last - first

    if use and not call(0, 0, paths[:, :0].copy()):
        simulate.recompile()  # the code kept on disk was made from other sources or another table

    firsts: Sequence[int] = range(0, n, CHUNK[use])
    if workers > 1 and use and len(firsts) > 1:
        with ThreadPoolExecutor(workers) as pool:
            for done in pool.map(one, firsts):
                if progress:
                    progress(done)
    else:
        for first in firsts:
            done = one(first)
            if progress:
                progress(done)
    return Years(summary, paths)


def columns_of(values: Array) -> dict[str, Array]:
    """Parameter values by name, for tests and the curious."""
    return {name: values[:, i] for i, name in enumerate(COLUMNS)}
