"""The record of issued forecasts: each against what came, with the baselines from the same origin beside it."""

from __future__ import annotations

import msgspec
import numpy as np

from veye.outlook.backtest import trials_of
from veye.outlook.forecast import Forecast, Trialled
from veye.outlook.history import History
from veye.outlook.models import BASELINES, MODELS


class Scored(msgspec.Struct, frozen=True):
    """An issued forecast against what came over the months whose truth is known: its own scores, then each baseline's.

    `cells` are areas times months. The skill of each is against conflictology. `looks_back` where it was issued after
    the first of the months had ended: of such a forecast nobody can know that what came was not in view.
    """

    forecast_id: str
    quantity: str
    origin: str
    model: str
    months: tuple[str, ...]
    cells: int
    looks_back: bool
    own: Trialled
    baselines: tuple[Trialled, ...]

    def baseline(self, model: str) -> Trialled | None:
        """The scores of one baseline; None where the history does not reach back to the origin."""
        return next((b for b in self.baselines if b.model == model), None)


def score_forecast(forecast: Forecast, history: History) -> Scored | None:
    """The score over the target months that the history reaches and of which no reports are awaited; None for none.

    Baselines are made from the same origin, of the history as it now stands.
    """
    settled = history.settled
    known = [i for i, month in enumerate(forecast.months) if month in settled.months]
    if not known:
        return None
    rows = [settled.areas.index(a) for a in forecast.areas]
    columns = [settled.months.index(forecast.months[i]) for i in known]
    truth = settled.counts[np.ix_(rows, columns)]
    past = settled.until(forecast.origin).counts[rows]
    leads = [forecast.leads[i] for i in known]
    drawn = {"issued": forecast.unpacked()[:, known]}
    if past.shape[1]:
        for name in BASELINES:
            drawn[name] = MODELS[name](past, leads, np.random.default_rng(forecast.seed), forecast.draws)
    own, *baselines = (Trialled.of(t) for t in trials_of(drawn, truth, seed=forecast.seed))
    own = msgspec.structs.replace(own, model=forecast.model)
    months = tuple(forecast.months[i] for i in known)
    back = f"{forecast.issued:%Y-%m}" > months[0]
    return Scored(
        forecast.id, forecast.quantity, forecast.origin, forecast.model, months, truth.size, back, own, tuple(baselines)
    )
