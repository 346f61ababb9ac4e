"""What comes next, said with its uncertainty and scored when it is known."""

from veye.outlook.backtest import backtest, choose
from veye.outlook.forecast import Forecast, make_forecast, score_forecast
from veye.outlook.history import History, areas_of, claims_by_area, history_of, incident_events, nearest_area
from veye.outlook.models import BASELINES, DEFAULT, MODELS

__all__ = [
    "BASELINES",
    "DEFAULT",
    "MODELS",
    "Forecast",
    "History",
    "areas_of",
    "backtest",
    "choose",
    "claims_by_area",
    "history_of",
    "incident_events",
    "make_forecast",
    "nearest_area",
    "score_forecast",
]
