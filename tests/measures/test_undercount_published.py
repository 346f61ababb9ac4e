"""Undercount against published tables and populations of known size."""

from __future__ import annotations

import numpy as np
import pytest

from veye.measures.undercount import (
    chao_bound,
    darroch,
    estimate,
    independence,
    read_table,
    stepwise,
    table_from_patterns,
)


@pytest.fixture
def published(shared):
    return lambda name: read_table(shared / "data" / "mse" / f"mse_{name}.csv")


def test_kosovo_log_linear_estimates_are_the_published_ones(published):
    table = published("kosovo")
    assert table.observed == 4_400
    for method, point in ((chao_bound, 8_591), (darroch, 12_797), (independence, 7_395), (stepwise, 14_342)):
        assert method(table).point == pytest.approx(point, rel=0.001), method.__name__


@pytest.mark.parametrize(
    ("name", "point", "low", "high"), [("UKdat_5", 11_313, 9_884, 13_027), ("UKdat", 11_418, 9_977, 13_146)]
)
def test_stepwise_gives_the_official_uk_figure(published, name, point, low, high):
    made = stepwise(published(name))
    assert made.point == pytest.approx(point, rel=0.001)
    assert (made.low, made.high) == pytest.approx((low, high), rel=0.005)


@pytest.mark.slow
def test_kosovo_latent_classes_agree_with_the_published_model_and_pass(published):
    pytest.importorskip("numba")
    result = estimate(published("kosovo"), rng=np.random.default_rng(8))
    made = result.of("latent_class")
    assert result.refused is None
    assert 10_300 <= made.point <= 10_700
    assert made.low == pytest.approx(9_100, rel=0.05)
    assert made.high == pytest.approx(14_200, rel=0.05)


@pytest.mark.slow
def test_uk_five_lists_are_called_unstable(published):
    pytest.importorskip("numba")
    result = estimate(published("UKdat_5"), rng=np.random.default_rng(9), ess_goal=400)
    assert result.refused.startswith("unstable")
    assert any("scattered starts" in reason for reason in result.unstable)
    assert result.low is None


def test_lists_that_nobody_ties_together_are_refused(published):
    for name in ("Artificial_3", "NewOrl"):
        assert "nobody ties" in estimate(published(name), rng=np.random.default_rng(10)).refused


@pytest.mark.slow
def test_envelope_holds_people_who_are_hard_to_see_on_every_list():
    pytest.importorskip("numba")
    held = latent = 0
    for rng in np.random.default_rng(11).spawn(5):
        chance = np.where(rng.random(2_000) < 0.5, 0.28, 0.09)
        on = rng.random((2_000, 4)) < chance[:, None]
        patterns, counts = np.unique(on[on.any(axis=1)].astype(int), axis=0, return_counts=True)
        rows = [(tuple(map(int, p)), int(c)) for p, c in zip(patterns, counts, strict=True)]
        result = estimate(table_from_patterns("ABCD", rows), rng=rng, ess_goal=400)
        held += result.refused is None and result.low <= 2_000 <= result.high
        latent += result.of("latent_class").high >= 2_000
    assert held >= 4
    assert latent <= 2  # the published model by itself understates
