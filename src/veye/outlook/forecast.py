"""A forecast as it is issued: draws, model, seed and input, kept so that it can be scored and never edited."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from veye.outlook.backtest import Choice, choose
from veye.outlook.history import History, months_after
from veye.outlook.models import MODELS
from veye.outlook.score import Scores, scores
from veye.records import content_id

VERSION = "1"
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
LEADS = (1, 2, 3, 4, 5, 6)


class Trialled(msgspec.Struct, frozen=True):
    """One model's back-test as shown beside a forecast; `ranks` are its PIT in ten bins (see `Trial`)."""

    model: str
    crps: float
    log1p_crps: float
    log_score: float
    interval_score: float
    cover: float
    cover_nonzero: float | None
    skill: float
    skill_low: float
    skill_high: float
    ranks: tuple[float, ...] = ()


class Forecast(msgspec.Struct, frozen=True):
    """Draws of one quantity for areas and months to come. `id` addresses model, seed, input and targets.

    `origin` is the last month seen. `quantiles` has shape (areas, leads, `levels`), `means` (areas, leads); `packed`
    holds all draws (areas, leads, draws) as compressed 32-bit integers.
    """

    id: str
    mission: str
    quantity: str
    areas: tuple[str, ...]
    months: tuple[str, ...]
    leads: tuple[int, ...]
    origin: str
    issued: datetime
    model: str
    version: str
    seed: int
    draws: int
    input_digest: str
    reason: str
    levels: tuple[float, ...]
    quantiles: list[list[list[float]]]
    means: list[list[float]]
    packed: str
    trials: tuple[Trialled, ...] = ()
    notes: tuple[str, ...] = ()

    def unpacked(self) -> NDArray[np.int64]:
        """All draws, of shape (areas, leads, draws)."""
        flat = np.frombuffer(zlib.decompress(base64.b64decode(self.packed)), dtype="<i4")
        return flat.reshape(len(self.areas), len(self.leads), self.draws).astype(np.int64)


def make_forecast(
    history: History,
    *,
    mission: str,
    issued: datetime,
    leads: Sequence[int] = LEADS,
    seed: int = 0,
    draws: int = 1000,
    model: str | None = None,
    notes: Sequence[str] = (),
) -> Forecast:
    """The forecast from the end of a history, by `model` or by the one that wins the back-test."""
    choice = Choice(model, "named by the user", (), 0) if model else choose(history, leads, seed=seed)
    drawn = MODELS[choice.model](history.counts, leads, np.random.default_rng(seed), draws)
    quantiles = np.moveaxis(np.quantile(drawn, LEVELS, axis=-1), 0, -1)
    key = (mission, history.quantity, choice.model, VERSION, seed, draws, tuple(leads), history.digest)
    return Forecast(
        id=content_id("fct", *key),
        mission=mission,
        quantity=history.quantity,
        areas=history.areas,
        months=months_after(history.months[-1], leads),
        leads=tuple(leads),
        origin=history.months[-1],
        issued=issued,
        model=choice.model,
        version=VERSION,
        seed=seed,
        draws=draws,
        input_digest=history.digest,
        reason=choice.reason,
        levels=LEVELS,
        quantiles=quantiles.tolist(),
        means=drawn.mean(axis=-1).tolist(),
        packed=base64.b64encode(zlib.compress(drawn.astype("<i4").tobytes(), 9)).decode(),
        trials=tuple(_trialled(t) for t in choice.trials),
        notes=tuple(notes),
    )


def _trialled(trial: Any) -> Trialled:
    s: Scores = trial.scores
    nonzero = None if np.isnan(s.cover_nonzero) else s.cover_nonzero
    return Trialled(
        trial.model, s.crps, s.log1p_crps, s.log_score, s.interval_score, s.cover, nonzero,
        trial.skill, trial.skill_low, trial.skill_high, trial.ranks,
    )  # fmt: skip


class Scored(msgspec.Struct, frozen=True):
    """An issued forecast against what came, over the months whose truth is known, and the same for the benchmark."""

    forecast_id: str
    origin: str
    model: str
    months: tuple[str, ...]
    crps: float
    log_score: float
    cover: float
    benchmark_crps: float
    log1p_crps: float = float("nan")
    interval_score: float = float("nan")


def score_forecast(forecast: Forecast, history: History) -> Scored | None:
    """The score over the target months that the history reaches; None where it reaches none.

    The benchmark is conflictology from the same origin, made from the history as it now stands.
    """
    known = [i for i, month in enumerate(forecast.months) if month in history.months]
    if not known:
        return None
    rows = [history.areas.index(a) for a in forecast.areas]
    columns = [history.months.index(forecast.months[i]) for i in known]
    truth = history.counts[np.ix_(rows, columns)]
    ours = scores(forecast.unpacked()[:, known], truth)
    past = history.until(forecast.origin).counts[rows]
    leads = [forecast.leads[i] for i in known]
    if past.shape[1]:
        benchmark = MODELS["conflictology"](past, leads, np.random.default_rng(forecast.seed), forecast.draws)
        theirs = scores(benchmark, truth).crps
    else:
        theirs = float("nan")
    months = tuple(forecast.months[i] for i in known)
    return Scored(
        forecast.id, forecast.origin, forecast.model, months, ours.crps, ours.log_score, ours.cover, theirs,
        ours.log1p_crps, ours.interval_score,
    )  # fmt: skip
