"""Which model would have done best on this history: forecasts from past origins, scored on what came after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from veye.errors import InputError
from veye.outlook.history import History
from veye.outlook.models import BASELINES, DEFAULT, MODELS
from veye.outlook.score import Scores, crps, pit, relative_skill, scores

MIN_MONTHS = 12
"""Months of history before the first origin: the benchmark needs a year."""


ENOUGH = 6
"""Origins that a back-test needs before it may decide anything."""
FALLBACKS = ("conflictology", "pooled_negative_binomial")
"""Baselines that may be issued where the default loses."""


class Trial(NamedTuple):
    """One model's scores over all origins, and its skill against conflictology with a 95 % interval by areas.

    `cell_crps` has shape (areas, origins x leads). `ranks` are the shares of cells in ten equal bins of the randomised
    PIT: all a tenth where the model is calibrated, high at the ends where it is too narrow.
    """

    model: str
    scores: Scores
    skill: float
    skill_low: float
    skill_high: float
    cell_crps: NDArray[np.float64]
    ranks: tuple[float, ...]


class Choice(NamedTuple):
    """The model to use, and why."""

    model: str
    reason: str
    trials: tuple[Trial, ...]
    origins: int


def origins_of(history: History, leads: Sequence[int], *, most: int = 24) -> list[int]:
    """Numbers of months after which a forecast can be made and scored: nothing after an origin is seen by it."""
    last = len(history.months) - max(leads)
    return list(range(MIN_MONTHS, last + 1))[-most:]


def backtest(
    history: History,
    leads: Sequence[int],
    *,
    models: Sequence[str] = (*BASELINES, "weighted_conflictology", DEFAULT),
    seed: int = 0,
    draws: int = 1000,
    most_origins: int = 24,
) -> tuple[Trial, ...]:
    """Every model's trial over the same origins; InputError where the history is too short for any origin."""
    origins = origins_of(history, leads, most=most_origins)
    if not origins:
        need = MIN_MONTHS + max(leads)
        hint = f"Give a history of at least {need} months, or fewer leads."
        raise InputError(
            f"{len(history.months)} months of {history.quantity} are too few to test a forecast on", hint=hint
        )
    columns = [o + lead - 1 for o in origins for lead in leads]
    truth = history.counts[:, columns]
    made = {name: _draws(name, history, origins, leads, seed, draws) for name in models}
    return trials_of(made, truth, seed=seed)


def trials_of(made: Mapping[str, NDArray[np.int64]], truth: NDArray[np.float64], *, seed: int = 0) -> tuple[Trial, ...]:
    """A trial for each model's draws (areas, cells, draws) of the same truth (areas, cells)."""
    cells = {name: crps(drawn, truth) for name, drawn in made.items()}
    rng = np.random.default_rng(seed)
    benchmark = cells.get("conflictology", next(iter(cells.values())))
    return tuple(
        Trial(
            name,
            scores(drawn, truth),
            *relative_skill(cells[name], benchmark, rng),
            cells[name],
            _ranks(drawn, truth, seed),
        )
        for name, drawn in made.items()
    )


def _ranks(drawn: NDArray[np.int64], truth: NDArray[np.float64], seed: int) -> tuple[float, ...]:
    ranks = pit(drawn, truth, np.random.default_rng(seed))
    counted = np.histogram(ranks, bins=10, range=(0, 1))[0]
    return tuple(round(float(n), 4) for n in counted / ranks.size)


def _draws(
    name: str, history: History, origins: Sequence[int], leads: Sequence[int], seed: int, draws: int
) -> NDArray[np.int64]:
    parts = [
        MODELS[name](history.counts[:, :origin], leads, np.random.default_rng((seed, origin)), draws)
        for origin in origins
    ]
    return np.concatenate(parts, axis=1)


def choose(history: History, leads: Sequence[int], *, seed: int = 0, draws: int = 500) -> Choice:
    """The default model, or the better of the fallbacks where the default lost to it on this history.

    Tested on those of the leads that leave at least `ENOUGH` origins. A history that leaves none is too short to
    speak against the default, and so is one in which nothing happened. "Nothing happens" is scored beside the others
    but never issued.
    """
    tested = [lead for lead in leads if len(history.months) - lead - MIN_MONTHS + 1 >= ENOUGH]
    if not tested:
        reason = f"{DEFAULT}, not tested here: a history of {len(history.months)} months leaves too few origins"
        return Choice(DEFAULT, reason, (), 0)
    trials = backtest(history, tested, seed=seed, draws=draws)
    origins = len(origins_of(history, tested))
    if not history.counts[:, MIN_MONTHS:].any():
        reason = f"{DEFAULT}: nothing happened in the months that it could be tested on, so nothing tells models apart"
        return Choice(DEFAULT, reason, trials, origins)
    by_name = {t.model: t for t in trials}
    best = min((by_name[n] for n in FALLBACKS), key=lambda t: t.scores.crps)
    ours = by_name[DEFAULT]
    over = f"over {origins} origins and {len(tested)} {'lead' if len(tested) == 1 else 'leads'}"
    held = f"its 90 % intervals held {100 * ours.scores.cover:.0f} % of what came"
    if ours.scores.crps <= best.scores.crps:
        against = f"{best.scores.crps:.3g} of {best.model}, the best fallback"
        scored = f"{DEFAULT} scored {ours.scores.crps:.3g} against {against}, {over}; {held}"
        return Choice(DEFAULT, scored, trials, origins)
    reason = f"fallback: {DEFAULT} scored {ours.scores.crps:.3g}, worse than {best.model} with {best.scores.crps:.3g}"
    return Choice(best.model, f"{reason}, {over}", trials, origins)
