"""Scores: known answers, agreement with a second tool, and the competition's own benchmark files."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st
from outlook_made import bench
from scipy import stats

from veye.outlook.score import (
    covered,
    crps,
    interval_score,
    log1p_crps,
    log_score,
    pit,
    relative_skill,
    scores,
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 400), min_size=2, max_size=60), st.integers(0, 500))
def test_crps_agrees_with_a_second_tool(draws, truth):
    second = scoringrules.crps_ensemble(float(truth), np.array(draws, dtype=float), estimator="nrg")
    assert crps(draws, truth) == pytest.approx(float(second), abs=1e-8)


def test_interval_score_agrees_with_a_second_tool():
    rng = np.random.default_rng(0)
    draws, truth = rng.poisson(20, (30, 500)), rng.poisson(20, 30)
    low, high = np.quantile(draws, [0.05, 0.95], axis=-1)
    second = scoringrules.interval_score(truth.astype(float), low, high, 0.1)
    assert interval_score(draws, truth) == pytest.approx(second)


def test_crps_of_a_point_is_its_absolute_error_and_of_certainty_zero():
    assert crps([7, 7, 7], 10) == pytest.approx(3)
    assert crps([10] * 5, 10) == 0
    assert log1p_crps([0], 0) == 0
    assert log1p_crps([np.e - 1] * 3, 0) == pytest.approx(1)


def test_log_score_counts_draws_in_the_bin_with_one_pseudo_draw_each():
    draws = [0] * 500 + [3] * 500  # bins are 0, 1-2, 3-5, 6-10 …: eleven of them
    assert log_score(draws, 4) == pytest.approx(-np.log2(501 / 1011))
    assert log_score(draws, 2000) == pytest.approx(-np.log2(1 / 1011))


def test_pit_of_a_calibrated_forecast_is_uniform_and_of_a_narrow_one_is_not():
    rng = np.random.default_rng(1)
    rate = rng.gamma(2, 10, 1500)
    truth = rng.poisson(rate)
    good = pit(rng.poisson(rate[:, None], (1500, 400)), truth, rng)
    narrow = pit(np.repeat(np.rint(rate)[:, None], 400, axis=1), truth, rng)
    assert stats.kstest(good, "uniform").pvalue > 0.01
    assert stats.kstest(narrow, "uniform").pvalue < 1e-6


def test_cover_counts_both_ends_and_tells_non_zero_cells_apart():
    draws = np.tile(np.arange(101), (3, 1))
    assert covered(draws, [5, 95, 96]).tolist() == [True, True, False]
    made = scores(np.tile([0] * 100, (4, 1)), [0, 0, 0, 5])
    assert (made.cover, made.cover_nonzero, made.cells) == (0.75, 0.0, 4)
    assert np.isnan(scores([[0, 0]], [0]).cover_nonzero)


def test_relative_skill_is_the_ratio_of_means_with_an_interval_by_areas():
    rng = np.random.default_rng(2)
    theirs = rng.gamma(2, 1, (60, 12))
    skill, low, high = relative_skill(theirs * 0.9, theirs, rng)
    assert (skill, low, high) == pytest.approx((-0.1, -0.1, -0.1))
    skill, low, high = relative_skill(theirs * rng.uniform(0.5, 1.3, (60, 1)), theirs, rng)
    assert low < skill < high


@pytest.mark.shared
def test_the_scorer_reproduces_the_organisers_benchmarks(shared):
    assert bench("forecast").check_scorer(shared / "data" / "views") == {"2018": 20.04, "2020": 13.7}
