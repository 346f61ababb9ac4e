"""Late reports: months thinned by a known delay fill up again, with the doubt, and a forecast from them recovers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from veye.outlook import DEFAULT, make_forecast, score_forecast, with_late
from veye.outlook.history import History, history_of
from veye.outlook.late import share_of_month
from veye.outlook.score import crps

ON = date(2026, 2, 1)
AT = datetime(2026, 2, 1, tzinfo=UTC)
AREAS = ("north", "south", "west", "east")
RATES = (2.0, 6.0, 15.0, 0.0)
MEAN_DELAY = 25.0
BY = [1 - np.exp(-(d + 1) / MEAN_DELAY) for d in range(57)]
BY = [b / BY[-1] for b in BY]
"""A slow curve: half are told after two and a half weeks, all after eight weeks."""


def happened(seed, months=24):
    """Every event (area, day, deaths) of the last months, and those told by `ON` under the curve."""
    rng, everything, told = np.random.default_rng(seed), [], []
    first = date(2024, 2, 1)
    for area, rate in zip(AREAS, RATES, strict=True):
        for _ in range(rng.poisson(rate * months)):
            day = first + timedelta(days=int(rng.integers(0, (ON - first).days)))
            event = (area, day, float(1 + rng.poisson(1.5)))
            everything.append(event)
            if int(np.searchsorted(BY, rng.uniform())) <= (ON - day).days:
                told.append(event)
    return everything, told


def history(events, quantity):
    counted = [(a, d, c if quantity == "fatalities" else 1.0) for a, d, c in events]
    return history_of(counted, quantity=quantity, areas=AREAS, first="2024-02", last="2026-01"), counted


def forecast(made, draws=1000):
    return make_forecast(made, mission="m", issued=AT, leads=(1,), draws=draws, model=DEFAULT)


@pytest.mark.parametrize("quantity", ["incidents", "fatalities"])
def test_a_forecast_from_thinned_months_recovers_with_the_delays_known(quantity):
    raw_error, late_error, thin, filled, whole = [], [], [], [], []
    for seed in range(12):
        everything, told = happened(seed)
        truth, _ = history(everything, quantity)
        reported, counted = history(told, quantity)
        late = with_late(reported, counted, [BY], on=ON, rng=np.random.default_rng(seed))
        assert reported.counts[:, -1].sum() < 0.8 * truth.counts[:, -1].sum()
        for made, errors, means in ((reported, raw_error, thin), (late, late_error, filled), (truth, [], whole)):
            drawn = forecast(made).unpacked()[:, 0]
            ahead = np.array(RATES) * (2.5 if quantity == "fatalities" else 1.0)
            errors.append(crps(drawn, ahead).mean())
            means.append(drawn.mean())
    # without the nowcast the forecast lies low; with it as high as the whole truth would put it
    assert np.mean(thin) < 0.95 * np.mean(whole)
    assert np.mean(filled) == pytest.approx(np.mean(whole), rel=0.02)
    assert np.mean(late_error) < np.mean(raw_error)


def test_completions_hold_the_truth_as_often_as_they_say():
    held, cells, middle = 0, 0, []
    for seed in range(40):
        everything, told = happened(seed)
        truth, _ = history(everything, "incidents")
        reported, counted = history(told, "incidents")
        late = with_late(reported, counted, [BY] * 200, on=ON, rng=np.random.default_rng(seed))
        months = late.late.shape[2]
        full = np.array(late.completed)[:, :3, -months:]
        low, high = np.quantile(full, [0.1, 0.9], axis=0)
        there = truth.counts[:3, -months:]
        held += int(((low <= there) & (there <= high)).sum())
        cells += there.size
        middle.append(full.mean() - there.mean())
    assert 0.78 < held / cells < 0.97  # counts are whole, so an 80 % interval holds a little more
    assert abs(np.mean(middle)) < 0.35


def test_doubt_about_the_curve_widens_the_forecast():
    _, told = happened(3)
    reported, counted = history(told, "incidents")
    slow, quick = [b**2 for b in BY], [b**0.5 for b in BY]
    sure = with_late(reported, counted, [BY] * 50, on=ON, rng=np.random.default_rng(0))
    unsure = with_late(reported, counted, [slow, quick] * 25, on=ON, rng=np.random.default_rng(0))
    spread = [np.array(h.completed)[:, 2, -1].std() for h in (sure, unsure)]
    assert spread[1] > 1.3 * spread[0]
    draws = [forecast(h, 8000).unpacked()[2, 0] for h in (reported, unsure)]
    assert draws[1].std() > draws[0].std()


def test_months_that_are_whole_are_left_as_they_are():
    everything, _ = happened(1)
    made, counted = history(everything, "incidents")
    at_once = [1.0] * 57
    assert with_late(made, counted, [at_once], on=ON, rng=np.random.default_rng(0)) is made
    assert made.settled is made
    assert made.completed[0] is made.counts


def test_the_share_of_a_month_is_the_mean_over_its_days():
    by = [0.0, 0.5, 1.0]
    # on 1 March: the 28th is a day old and half told, all days before are told
    assert share_of_month(by, "2026-02", date(2026, 3, 1)) == pytest.approx((27 + 0.5) / 28)
    assert share_of_month(by, "2026-02", date(2026, 2, 1)) == 0.0


def test_awaited_months_are_neither_back_tested_nor_scored():
    _, told = happened(2)
    reported, counted = history(told, "incidents")
    late = with_late(reported, counted, [BY], on=ON, rng=np.random.default_rng(0))
    awaited = late.late.shape[2]
    assert late.settled.months == reported.months[:-awaited]
    early = forecast(reported.until("2025-12"))
    assert early.months == ("2026-01",)
    assert score_forecast(early, reported) is not None
    assert score_forecast(early, late) is None
    assert late.until("2025-11").late is None
    assert late.digest != reported.digest


def test_cutting_a_history_cuts_what_is_awaited_with_it():
    counts = np.ones((1, 3))
    made = History("incidents", ("a",), ("2025-11", "2025-12", "2026-01"), counts, np.array([[[1.0, 5.0]]]))
    cut = made.until("2025-12")
    assert cut.completed[0].tolist() == [[1, 2]]
    assert made.completed[0].tolist() == [[1, 2, 6]]
    assert counts.tolist() == [[1, 1, 1]]
