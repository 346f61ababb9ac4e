"""A forecast as it is issued: draws, model, seed and input, kept so that it can be scored and never edited."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from datetime import datetime

import msgspec
import numpy as np
from numpy.typing import NDArray

from veye.outlook.backtest import Choice, Trial, choose
from veye.outlook.history import History, months_after
from veye.outlook.models import MODELS
from veye.records import content_id

VERSION = "2"
"""Changes whenever the same seed and history would give other draws."""
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
LEADS = (1, 2, 3, 4, 5, 6)


class Trialled(msgspec.Struct, frozen=True):
    """One model's scores as shown beside a forecast; `ranks` are its PIT in ten bins (see `Trial`).

    None where there is nothing to tell: no cell above zero, or too few areas for an interval.
    """

    model: str
    crps: float
    log1p_crps: float
    log_score: float
    interval_score: float
    cover: float
    cover_nonzero: float | None
    skill: float | None
    skill_low: float | None
    skill_high: float | None
    ranks: tuple[float, ...] = ()

    @classmethod
    def of(cls, trial: Trial) -> Trialled:
        """A trial as it is kept."""
        s = trial.scores
        nonzero, skill, low, high = (
            None if np.isnan(x) else x for x in (s.cover_nonzero, trial.skill, trial.skill_low, trial.skill_high)
        )
        return cls(
            trial.model, s.crps, s.log1p_crps, s.log_score, s.interval_score, s.cover, nonzero, skill, low, high,
            trial.ranks,
        )  # fmt: skip


class Forecast(msgspec.Struct, frozen=True):
    """Draws of one quantity for areas and months to come. `id` addresses model, seed, input and targets.

    `origin` is the last month seen. `quantiles` has shape (areas, leads, `levels`), `means` and `none` (the share of
    draws at zero) have shape (areas, leads); `packed` holds all draws (areas, leads, draws) as compressed 32-bit
    integers. `usual` is what all areas together had in the mean month of the last year, `source` where the history came
    from: "ledger", "acled", "ucdp" or "table".
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
    none: list[list[float]] = []
    usual: float = 0.0
    source: str = "ledger"

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
    source: str = "ledger",
) -> Forecast:
    """The forecast from the end of a history, by `model` or by the one that wins the back-test.

    Where reports of the last months are awaited, each completion of them gives its part of the draws, and the back-test
    leaves these months out.
    """
    choice = Choice(model, "named by the user", (), 0) if model else choose(history.settled, leads, seed=seed)
    drawn = draws_from(history, choice.model, leads, seed=seed, draws=draws)
    year = np.mean([filled[:, -12:].sum(axis=0).mean() for filled in history.completed])
    quantiles = np.moveaxis(np.quantile(drawn, LEVELS, axis=-1), 0, -1)
    key = (mission, history.quantity, choice.model, VERSION, seed, draws, tuple(leads), history.digest, source)
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
        trials=tuple(Trialled.of(t) for t in choice.trials),
        notes=tuple(notes),
        none=(drawn == 0).mean(axis=-1).tolist(),
        usual=float(year),
        source=source,
    )


def draws_from(history: History, model: str, leads: Sequence[int], *, seed: int, draws: int) -> NDArray[np.int64]:
    """Draws of shape (areas, leads, draws), shared out over the completions of the history."""
    rng, completed = np.random.default_rng(seed), history.completed[:draws]
    parts = np.diff(np.linspace(0, draws, len(completed) + 1).astype(int))
    return np.concatenate(
        [MODELS[model](c, leads, rng, int(n)) for c, n in zip(completed, parts, strict=True)], axis=-1
    )
