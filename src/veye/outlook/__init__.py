"""What comes next, said with its uncertainty and scored when it is known."""

from veye.outlook.backtest import backtest, choose
from veye.outlook.forecast import Forecast, Trialled, make_forecast
from veye.outlook.history import (
    History,
    areas_of,
    claims_by_area,
    counts_as,
    history_of,
    incident_events,
    nearest_area,
)
from veye.outlook.late import with_late
from veye.outlook.models import BASELINES, DEFAULT, MODELS
from veye.outlook.record import Scored, score_forecast

__all__ = [
    "BASELINES",
    "DEFAULT",
    "MODELS",
    "Forecast",
    "History",
    "Scored",
    "Trialled",
    "areas_of",
    "backtest",
    "choose",
    "claims_by_area",
    "counts_as",
    "history_of",
    "incident_events",
    "make_forecast",
    "nearest_area",
    "score_forecast",
    "with_late",
]
