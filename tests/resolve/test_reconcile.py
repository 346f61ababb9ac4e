"""Five rules over the same reported values: they differ in `best`, never in what was reported."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.records import Count, ReportedValue
from veye.resolve import draws, reconcile
from veye.resolve.reconcile import RULES, contested


def value(origin: str, low: int | None, high: int | None, day: str = "2024-10-04", *, official: bool = False, hedged: bool = False, said_by: str | None = None) -> ReportedValue:  # fmt: skip  # noqa: E501
    return ReportedValue(
        f"clm-{origin}-{low}", f"doc-{origin}", origin, Count(low, high), said_by, official, day, hedged
    )


TOLL = [
    value("outlet", 26, 26, "2024-10-03"),
    value("ngo", 60, None, "2024-10-04", said_by="civil society"),
    value("un", 70, None, "2024-10-04", official=True, said_by="UN human-rights office"),
    value("city", 115, 115, "2024-10-09", official=True, said_by="town hall"),
    value("blog", 170, 170, "2024-10-09", hedged=True),
]


@pytest.mark.parametrize(
    ("rule", "best"),
    [("conservative", 26), ("latest_official", 115), ("majority_of_origins", 26), ("hierarchy", 115), ("pooled", 70)],
)
def test_each_rule_picks_its_own_best_between_the_same_ends(rule, best) -> None:  # type: ignore[no-untyped-def]
    assert reconcile(TOLL, rule) == (26, best, 170)


def test_ten_outlets_of_one_origin_are_heard_once() -> None:
    copies = [value("wire", 12, 12) for _ in range(10)]
    assert reconcile([*copies, value("a", 9, 9), value("b", 9, 9)], "majority_of_origins") == (9, 9, 12)


def test_an_open_highest_value_leaves_the_top_open() -> None:
    assert reconcile([value("a", 70, None)], "conservative") == (70, 70, None)
    assert reconcile([], "pooled") == (None, None, None)


def test_values_are_contested_when_they_cannot_all_be_right() -> None:
    assert contested(TOLL)
    assert not contested([value("a", 60, None), value("b", 70, 70)])


counts = st.tuples(st.integers(0, 500), st.integers(0, 50) | st.none(), st.sampled_from("abcd"), st.booleans())


@settings(max_examples=60, derandomize=True)
@given(st.lists(counts, min_size=1, max_size=8), st.sampled_from(sorted(RULES)), st.randoms(use_true_random=False))
def test_best_lies_between_low_and_high_in_any_order(rows, rule, random) -> None:  # type: ignore[no-untyped-def]
    values = [value(o, n, None if more is None else n + more, official=yes) for n, more, o, yes in rows]
    low, best, high = reconcile(values, rule)
    assert low <= best
    assert high is None or best <= high
    random.shuffle(values)
    assert reconcile(values, rule) == (low, best, high)


def test_draws_stay_above_low_and_centre_on_best() -> None:
    rng = np.random.default_rng(1)
    drawn = draws(26, 70, 170, rng, 4000)
    assert drawn.min() >= 26
    assert 60 <= np.median(drawn) <= 90
    assert (draws(5, 5, 5, rng, 200) == 5).mean() > 0.85
