"""Models of counts: known means, caps, tails, and nothing seen beyond the origin."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlook_made import bench

from veye.errors import InputError
from veye.outlook import BASELINES, DEFAULT, MODELS, Forecast, History, backtest, choose, make_forecast, score_forecast
from veye.outlook.backtest import FALLBACKS
from veye.outlook.forecast import VERSION, draws_from
from veye.outlook.history import history_of, months_after, months_between
from veye.outlook.models import CAP, HALF_LIFE
from veye.outlook.scenario import threat_of
from veye.outlook.score import crps
from veye.records import digest

AT = datetime(2026, 1, 31, tzinfo=UTC)
LEADS = (1, 3, 6)


def made_history(counts, quantity="fatalities"):
    counts = np.asarray(counts, dtype=float)
    months = months_between("2022-01", months_after("2022-01", [counts.shape[1] - 1])[0])
    return History(quantity, tuple(f"area {i}" for i in range(len(counts))), months, counts)


def lively(months=36, areas=8, seed=0):
    rng = np.random.default_rng(seed)
    rate = rng.gamma(0.5, 20, areas)[:, None] * np.exp(np.cumsum(rng.normal(0, 0.15, (areas, months)), axis=1))
    return rng.poisson(rate)


counts_of_any_size = st.integers(0, 2**32 - 1).map(lambda s: lively(months=14 + s % 12, areas=2 + s % 4, seed=s))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(counts_of_any_size, st.sampled_from(sorted(MODELS)), st.integers(0, 99))
def test_draws_are_whole_not_negative_of_the_asked_shape_and_follow_the_seed(counts, name, seed):
    first, again = (MODELS[name](counts, LEADS, np.random.default_rng(seed), 60) for _ in range(2))
    assert first.shape == (len(counts), len(LEADS), 60)
    assert first.dtype == np.int64
    assert first.min(initial=0) >= 0
    assert (first == again).all()


def test_conflictology_resamples_the_last_twelve_months_and_nothing_else():
    counts = np.array([[9999] * 12 + list(range(12))])
    drawn = MODELS["conflictology"](counts, (1,), np.random.default_rng(0), 6000)
    values, times = np.unique(drawn, return_counts=True)
    assert values.tolist() == list(range(12))
    assert times.min() > 350


def test_weighted_conflictology_keeps_the_weighted_mean_at_every_lead():
    counts = np.array([[0, 0, 10, 40, 20, 80, 60, 5, 30, 12, 33, 50]])
    weights = 0.5 ** (np.arange(12)[::-1] / HALF_LIFE)
    mean = float((weights * counts[0]).sum() / weights.sum())
    drawn = MODELS["weighted_conflictology"](counts, (1, 6, 14), np.random.default_rng(0), 40_000)
    error = drawn.std(axis=-1) / 200
    assert (np.abs(drawn.mean(axis=-1) - mean) < 4.5 * error).all()
    assert drawn.std(axis=-1)[0, 0] < drawn.std(axis=-1)[0, 2]  # longer leads are wider, not higher


def test_last_value_is_poisson_around_the_last_month():
    drawn = MODELS["last_value"](np.array([[1, 2, 25]]), (1,), np.random.default_rng(0), 20_000)
    assert drawn.mean() == pytest.approx(25, abs=0.15)
    assert drawn.var() == pytest.approx(25, rel=0.05)


@pytest.mark.parametrize("name", [DEFAULT, *FALLBACKS, "weighted_conflictology"])
def test_an_onset_from_zeros_stays_under_the_stated_cap(name):
    counts = np.zeros((6, 24))
    counts[0, -1] = 200
    counts[1, -3:] = [50, 100, 200]
    cap = CAP * counts.max()
    drawn = MODELS[name](counts, range(1, 15), np.random.default_rng(0), 2000)
    assert drawn.mean(axis=-1).max() < cap
    assert np.quantile(drawn, 0.99, axis=-1).max() < cap
    assert drawn[2:].mean() < 1  # areas that stayed quiet are not drawn along


def test_the_cap_is_reached_by_a_wild_drift_and_never_passed(monkeypatch):
    monkeypatch.setattr("veye.outlook.models.DRIFT", 3.0)
    counts = np.zeros((3, 24))
    counts[0, -1] = 200
    cap = CAP * 200
    rates = MODELS["weighted_conflictology"](counts, (1,), np.random.default_rng(0), 60_000)
    assert 0.9 * cap < rates.max() < 1.1 * cap
    pooled = MODELS["pooled_negative_binomial"](counts, (1,), np.random.default_rng(0), 60_000)
    assert 0 < pooled[0].mean() < cap


@pytest.mark.parametrize("name", [DEFAULT, "pooled_negative_binomial"])
def test_a_quiet_area_keeps_a_tail(name):
    counts = np.zeros((10, 30))
    counts[:3] = lively(30, 3)
    drawn = MODELS[name](counts, (1, 6), np.random.default_rng(0), 4000)
    above = (drawn[3:] > 0).mean(axis=-1)
    assert (above > 0).all()
    assert (above < 0.5).all()


def test_dropping_or_moving_a_month_changes_the_forecast_continuously():
    counts = lively(30, 6, seed=3).astype(float)

    def mean(c):
        return MODELS[DEFAULT](c, (3,), np.random.default_rng(0), 20_000).mean(axis=(1, 2))

    full, shorter = mean(counts), mean(counts[:, :-1])
    share = 1 / (0.5 ** (np.arange(30) / HALF_LIFE)).sum()  # weight of the newest month
    room = share * np.abs(counts[:, -1] - full) * 1.6 + 0.06 * full + 0.3
    assert (np.abs(full - shorter) <= room).all()
    steps = []
    for nudge in (1, 2, 4, 8):
        moved = counts.copy()
        moved[:, -1] += nudge
        steps.append(np.abs(mean(moved) - full))
    assert (steps[0] < 1.0).all()
    assert (np.array(steps) <= np.array([1, 2, 4, 8])[:, None] * 0.5 + 0.06 * full + 0.3).all()


class Spy:
    """A model that keeps what it was shown."""

    def __init__(self):
        self.seen = []

    def __call__(self, counts, leads, rng, draws):
        self.seen.append(counts.copy())
        return np.zeros((len(counts), len(leads), draws), dtype=np.int64)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(20, 30), st.sampled_from([(1,), (1, 2, 3), (2, 5)]))
def test_a_back_test_never_shows_a_model_what_comes_after_its_origin(months, leads):
    history, spy = made_history(lively(months, 3)), Spy()
    MODELS["spy"] = spy
    try:
        backtest(history, leads, models=("spy", "zeros"), draws=20)
    finally:
        del MODELS["spy"]
    lengths = [c.shape[1] for c in spy.seen]
    assert lengths == sorted(set(lengths))
    assert max(lengths) + max(leads) == months
    for shown in spy.seen:
        assert (shown == history.counts[:, : shown.shape[1]]).all()


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(14, 22), st.integers(0, 1000))
def test_a_forecast_depends_on_nothing_after_its_origin(origin, change):
    counts = lively(26, 3)
    other = counts.copy()
    other[:, origin:] += change
    month = made_history(counts).months[origin - 1]
    one, two = (
        make_forecast(made_history(c).until(month), mission="m", issued=AT, leads=(1, 2), draws=50, model=DEFAULT)
        for c in (counts, other)
    )
    assert one == two


def test_same_seed_same_forecast_another_seed_another_id():
    history = made_history(lively())
    one, again, other = (
        make_forecast(history, mission="m", issued=AT, model=DEFAULT, seed=s, draws=200) for s in (1, 1, 2)
    )
    assert one == again
    assert one.id != other.id
    assert one.packed != other.packed


def test_a_forecast_is_plain_data_and_its_draws_come_back():
    forecast = make_forecast(made_history(lively()), mission="m", issued=AT, draws=300)
    back = msgspec.json.decode(msgspec.json.encode(forecast), type=Forecast)
    assert back == forecast
    drawn = back.unpacked()
    assert drawn.shape == (8, 6, 300)
    assert np.quantile(drawn, 0.5, axis=-1) == pytest.approx(
        np.array(forecast.quantiles)[:, :, forecast.levels.index(0.5)]
    )
    assert forecast.months[0] == "2025-01"


def test_an_issued_forecast_is_scored_only_on_months_that_came():
    counts = lively(40)
    history = made_history(counts)
    forecast = make_forecast(history.until("2025-01"), mission="m", issued=AT, draws=400, model=DEFAULT)
    assert score_forecast(forecast, history.until("2025-01")) is None
    scored = score_forecast(forecast, history)
    assert scored.months == ("2025-02", "2025-03", "2025-04")
    assert scored.looks_back  # issued in 2026
    early = make_forecast(
        history.until("2025-01"), mission="m", issued=datetime(2025, 2, 3, tzinfo=UTC), draws=50, model=DEFAULT
    )
    assert not score_forecast(early, history).looks_back
    assert scored.own.crps == pytest.approx(crps(forecast.unpacked()[:, :3], counts[:, 37:]).mean())
    assert {b.model for b in scored.baselines} == set(BASELINES)
    assert scored.baseline("zeros").crps == pytest.approx(counts[:, 37:].mean())
    assert sum(scored.own.ranks) == pytest.approx(1, abs=0.01)


def test_a_model_that_loses_gives_way_to_the_best_baseline_and_says_so(monkeypatch):
    history = made_history(lively(40))
    monkeypatch.setitem(MODELS, DEFAULT, lambda c, leads, rng, n: MODELS["last_value"](c * 0 + 5000, leads, rng, n))
    choice = choose(history, (1, 2, 3), draws=100)
    assert choice.model in FALLBACKS
    assert "fallback" in choice.reason
    assert {t.model for t in choice.trials} >= {*BASELINES, DEFAULT}


def test_too_short_a_history_decides_nothing_and_cannot_be_back_tested():
    short = made_history(lively(13))
    assert choose(short, (1, 2)).model == DEFAULT
    assert "too few origins" in choose(short, (1, 2)).reason
    with pytest.raises(InputError, match="at least 15 months"):
        backtest(short, (1, 3))


def test_a_history_of_nothing_does_not_make_certainty():
    choice = choose(made_history(np.zeros((3, 30))), (1, 2, 3))
    assert choice.model == DEFAULT
    assert "nothing happened" in choice.reason
    drawn = MODELS[choice.model](np.zeros((3, 30)), (1, 6), np.random.default_rng(0), 20_000)
    assert 0 < (drawn > 0).mean() < 0.05


def test_areas_that_are_always_quiet_do_not_pull_the_others_down():
    counts = np.zeros((10, 30))
    counts[0] = 100
    drawn = MODELS["pooled_negative_binomial"](counts, (1,), np.random.default_rng(0), 20_000)
    assert drawn[0].mean() > 85
    assert drawn[1:].mean() < 0.1


def test_history_adds_up_events_and_keeps_quiet_months():
    days = [("a", 2025, 1, 3, 2.0), ("a", 2025, 3, 31, 1.0), ("b", 2025, 3, 1, 4.0), ("x", 2024, 1, 1, 9.0)]
    events = [(area, date(y, m, d), count) for area, y, m, d, count in days]
    history = history_of(events, quantity="fatalities", areas=("a", "b"))
    assert history.months == ("2025-01", "2025-02", "2025-03")
    assert history.counts.tolist() == [[2, 0, 1], [0, 0, 4]]
    with pytest.raises(InputError, match="no fatalities"):
        history_of([], quantity="fatalities", areas=("a",))


@pytest.mark.shared
def test_the_default_beats_conflictology_on_the_competition_windows(shared):
    tool, folder = bench("forecast"), shared / "data" / "views"
    seen = tool.load_history(folder)
    ours, theirs = [], []
    for year in (2018, 2019, 2020, 2021):
        last = (year - 1 - 1980) * 12 + 10
        counts = np.stack([seen[m] for m in sorted(seen) if m <= last], axis=1)
        _, _, truth = tool.grid(folder / f"cm_actuals_{year}.parquet", "ged_sb")
        for name, out in ((DEFAULT, ours), ("conflictology", theirs)):
            drawn = MODELS[name](counts, tool.LEADS, np.random.default_rng(year), 200)
            out.append(crps(drawn, truth).mean())
    assert np.mean(ours) < 14.8
    assert np.mean(theirs) == pytest.approx(15.9, abs=0.2)


def test_a_forecast_becomes_multipliers_against_its_own_last_year():
    history = made_history(np.full((2, 24), 30))
    forecast = make_forecast(history, mission="m", issued=AT, leads=(1, 2), draws=400, model="conflictology")
    levels = threat_of(forecast, history)
    assert levels.shape == (400, 2)
    assert levels == pytest.approx(np.ones((400, 2)))


def test_a_back_test_shows_ranks_that_add_up_and_tell_a_narrow_model():
    trials = {t.model: t for t in backtest(made_history(lively(36)), (1, 2, 3), draws=300)}
    assert all(sum(t.ranks) == pytest.approx(1, abs=0.01) for t in trials.values())
    ends = {n: t.ranks[0] + t.ranks[-1] for n, t in trials.items()}
    assert ends[DEFAULT] < ends["last_value"]
    forecast = make_forecast(made_history(lively(36)), mission="m", issued=AT, draws=100)
    assert {len(t.ranks) for t in forecast.trials} == {10}


def test_a_version_of_the_models_keeps_its_draws():
    # what was issued is made again from its seed and history: other draws need another VERSION
    drawn = draws_from(made_history(lively(30, 4)), DEFAULT, (1, 6), seed=7, draws=200)
    assert (VERSION, digest(drawn.tolist())[:16]) == ("2", "4c62d1c4cd408eda")
