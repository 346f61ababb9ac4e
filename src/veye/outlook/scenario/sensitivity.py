"""What decides a comparison of options: Sobol's total-order indices of the rows that matter most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from veye.errors import InputError, did_you_mean
from veye.outlook.scenario import chance
from veye.outlook.scenario.engine import Setting, make_inputs, run_years, shares
from veye.outlook.scenario.layout import COLUMN, ROWS
from veye.outlook.scenario.options import Option
from veye.outlook.scenario.parameters import Array, Parameters
from veye.outlook.scenario.results import OUTCOMES, ScenarioRun
from veye.outlook.scenario.run import (
    checked_threat,
    default_threshold,
    most_extra_vehicles,
    outcome_values,
    simulate_options,
)
from veye.outlook.scenario.start import StartState

FACTORS = 10
DECIDES = 0.5
RUNS_AT_ONCE = 240


class Index(msgspec.Struct, frozen=True):
    """One row's part in the variance of a difference: alone (`first`), and with all its interactions (`total`).

    `doubt` is the half-width of the 95 % interval of `total`.
    """

    row: str
    label: str
    status: str
    first: float
    total: float
    doubt: float


class Deciding(msgspec.Struct, frozen=True):
    """The indices of one comparison, largest total first. `mean` and `sd` are of the difference over the design."""

    option: str
    against: str
    outcome: str
    mean: float
    sd: float
    reverses: float
    indices: tuple[Index, ...]


class Sensitivity(msgspec.Struct, frozen=True):
    """A Sobol study of the comparisons with the reference, and of the two best options.

    `flag` says so where one assumption decides a ranking: it must be shown before the ranking.
    """

    outcome: str
    runs: int
    replicates: int
    seed: int
    comparisons: tuple[Deciding, ...]
    flag: str | None


def sensitivity(
    start: StartState,
    options: Sequence[Option],
    parameters: Parameters,
    *,
    outcome: str = "days_below",
    rows: Sequence[str] | None = None,
    samples: int = 1024,
    replicates: int = 50,
    threat_draws: ArrayLike | None = None,
    days: int = 365,
    seed: int = 0,
    threshold: float | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """Sobol indices of the mean difference of `outcome` between options, over `samples` · (rows + 2) runs.

    Each run is the mean of `replicates` years on the same random numbers. `rows` are the rows varied; None takes the
    ten that move the differences most in a first run. A row that an option changes is varied in both, at the same
    share of its distribution. `samples` must be a power of 2. `progress` is told of runs done and in all.
    """
    if outcome not in OUTCOMES:
        raise InputError(f"no outcome '{outcome}'", hint=did_you_mean(outcome, tuple(OUTCOMES)))
    if len(options) < 2:
        raise InputError("one option alone cannot be ranked", hint="Give at least two.")
    if samples < 2 or samples & (samples - 1):
        raise InputError(f"{samples} samples are not a power of 2", hint="Give 256, 512, 1024 …")
    threat = None if threat_draws is None else checked_threat(threat_draws)
    limit = default_threshold(start, parameters) if threshold is None else threshold
    setting = Setting(days, 1.0, limit)
    factors = list(rows) if rows else screened(start, options, parameters, setting, outcome, threat, seed, workers)
    for name in factors:
        parameters[name]
    design, problem = _design(factors, samples, seed)
    means = _means(
        start, options, parameters, setting, outcome, threat, seed, replicates, factors, design, workers, progress
    )
    better = 1.0 if OUTCOMES[outcome][3] == "up" else -1.0
    order = sorted(range(len(options)), key=lambda i: -better * means[i].mean())
    pairs = [(i, 0) for i in range(1, len(options))]
    best = (order[0], order[1])
    if best not in pairs and (best[1], best[0]) not in pairs:
        pairs.append(best)
    comparisons = tuple(
        _deciding(options[i], options[j], outcome, means[i] - means[j], problem, factors, parameters, seed)
        for i, j in pairs
    )
    flag = next((f for c in comparisons if (f := _flag(c, options))), None)
    return Sensitivity(outcome, len(design), replicates, seed, comparisons, flag)


def screened(
    start: StartState,
    options: Sequence[Option],
    parameters: Parameters,
    setting: Setting,
    outcome: str,
    threat: Array | None,
    seed: int,
    workers: int = 1,
    replicates: int = 4000,
) -> list[str]:
    """The ten rows whose shares go most with any difference, by Spearman's rank correlation in a first run."""
    from scipy import stats

    years = simulate_options(
        start, options, parameters, setting, threat=threat, replicates=replicates, seed=seed, workers=workers
    )
    values = [_finite(outcome_values(y, setting.days)[outcome], setting.days) for y in years]
    changed = {c.name for o in options for c in o.changes if not c.distribution.fixed}
    loose = [r.name for r in parameters.rows if not r.distribution.fixed or r.name in changed]
    p = stats.rankdata(shares(chance.keys(seed, replicates), len(ROWS)), axis=0)
    strength = dict.fromkeys(loose, 0.0)
    for other in values[1:]:
        less = stats.rankdata(other - values[0])
        if less.std() == 0:
            continue
        for name in loose:
            strength[name] = max(strength[name], abs(float(np.corrcoef(p[:, COLUMN[name]], less)[0, 1])))
    return sorted(loose, key=lambda n: -strength[n])[:FACTORS]


def _design(factors: Sequence[str], samples: int, seed: int) -> tuple[Array, dict[str, Any]]:
    from SALib.sample import sobol

    problem = {"num_vars": len(factors), "names": list(factors), "bounds": [[0.0, 1.0]] * len(factors)}
    design = sobol.sample(problem, samples, calc_second_order=False, seed=seed)
    return np.clip(np.asarray(design, dtype=float), 1e-6, 1 - 1e-6), problem


def _means(
    start: StartState, options: Sequence[Option], parameters: Parameters, setting: Setting, outcome: str,
    threat: Array | None, seed: int, replicates: int, factors: Sequence[str], design: Array, workers: int,
    progress: Callable[[int, int], None] | None,
) -> list[Array]:  # fmt: skip
    """Per option the mean outcome of each run of the design."""
    keys = chance.keys(seed, replicates)
    p = shares(keys, len(ROWS))
    base = parameters.draw(p)
    places = most_extra_vehicles(options, parameters)
    changes = [{c.name: c for c in o.changes} for o in options]
    varied = {n: parameters[n].draw(design[:, i]) for i, n in enumerate(factors)}
    varied_after = [
        {n: c[n].draw(design[:, i]) if n in c else varied[n] for i, n in enumerate(factors)} for c in changes
    ]
    after = []
    for change in changes:
        rows = base.copy()
        for name, row in change.items():
            rows[:, COLUMN[name]] = row.draw(p[:, COLUMN[name]])
        after.append(rows)
    means = [np.empty(len(design)) for _ in options]
    for first in range(0, len(design), RUNS_AT_ONCE):
        part = slice(first, min(first + RUNS_AT_ONCE, len(design)))
        n = part.stop - part.start
        many: NDArray[np.uint64] = np.tile(keys, n)
        for i, option in enumerate(options):
            before_rows = _with(np.tile(base, (n, 1)), varied, part, replicates)
            after_rows = _with(np.tile(after[i], (n, 1)), varied_after[i], part, replicates)
            inputs = make_inputs(
                start, parameters, option, threat, many, places_for=places, drawn=before_rows, drawn_after=after_rows
            )
            years = run_years(inputs, setting, track_cash=bool(start.funds), workers=workers)
            values = _finite(outcome_values(years, setting.days)[outcome], setting.days)
            means[i][part] = values.reshape(n, replicates).mean(axis=1)
        if progress:
            progress(part.stop, len(design))
    return means


def _with(rows: Array, varied: dict[str, Array], part: slice, replicates: int) -> Array:
    for name, values in varied.items():
        rows[:, COLUMN[name]] = np.repeat(values[part], replicates)
    return rows


def _finite(values: Array, days: int) -> Array:
    return np.where(np.isfinite(values), values, days + 1.0)


def _deciding(
    option: Option, against: Option, outcome: str, difference: Array, problem: dict[str, Any], factors: Sequence[str],
    parameters: Parameters, seed: int,
) -> Deciding:  # fmt: skip
    from SALib.analyze import sobol

    mean, sd = float(difference.mean()), float(difference.std())
    indices: list[Index] = []
    if sd > 1e-12:
        found = sobol.analyze(problem, difference, calc_second_order=False, num_resamples=100, seed=seed)
        for i, name in enumerate(factors):
            row = parameters[name]
            numbers = (float(found[k][i]) for k in ("S1", "ST", "ST_conf"))
            indices.append(Index(name, row.label, row.status, *(round(x, 4) for x in numbers)))
    reverses = float((np.sign(difference) == -np.sign(mean)).mean()) if mean else 0.0
    ordered = tuple(sorted(indices, key=lambda x: -x.total))
    return Deciding(option.name, against.name, outcome, round(mean, 4), round(sd, 4), round(reverses, 4), ordered)


def _flag(c: Deciding, options: Sequence[Option]) -> str | None:
    """The warning where one assumption has the largest total-order index, and that above a half."""
    if not c.indices or c.indices[0].total <= DECIDES or c.indices[0].status != "assumption":
        return None
    titles = {o.name: o.title for o in options}
    first = c.indices[0]
    turns = (
        f"The order turns round in {100 * c.reverses:.0f} % of the cases tried: find evidence for it before relying on "
        "the ranking."
        if c.reverses >= 0.01
        else "The order itself turned round in hardly any case tried; by how much, this assumption decides."
    )
    return (
        f"One assumption decides most of how '{titles[c.option]}' compares with '{titles[c.against]}' on "
        f"{OUTCOMES[c.outcome][1].lower()}: {first.label} (row {first.row}; total-order index {first.total:.2f} ± "
        f"{first.doubt:.2f}). {turns}"
    )


def with_sensitivity(run: ScenarioRun, study: Sensitivity) -> ScenarioRun:
    """The run with what decides it, so that the words put it first."""
    return msgspec.structs.replace(run, deciding=msgspec.to_builtins(study))
