"""Undercount: hand-worked cases, invariances, refusals."""

from __future__ import annotations

import doctest
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.errors import InputError
from veye.measures.undercount import (
    Estimate,
    averaged,
    chao_bound,
    chao_pairs,
    chapman,
    combine,
    darroch,
    effective_size,
    estimate,
    figure,
    hidden_class,
    independence,
    latent_class,
    overlaps,
    r_hat,
    read_table,
    sentence,
    stepwise,
    table_from_patterns,
    table_from_records,
    table_from_sets,
)

CLOSED = (chao_bound, chao_pairs, independence, stepwise, averaged, hidden_class)


def expected(people, chances):
    """The table of independent lists with no chance in it: people times the chance of each pattern, rounded."""
    rows = []
    for code in range(1, 2 ** len(chances)):
        pattern = [code >> j & 1 for j in range(len(chances))]
        share = math.prod(p if x else 1 - p for x, p in zip(pattern, chances, strict=True))
        rows.append((pattern, round(people * share)))
    return table_from_patterns([f"list{j}" for j in range(len(chances))], rows)


THREE = [
    ((1, 0, 0), 40),
    ((0, 1, 0), 30),
    ((0, 0, 1), 20),
    ((1, 1, 0), 12),
    ((1, 0, 1), 9),
    ((0, 1, 1), 6),
    ((1,) * 3, 3),
]


# ---------------------------------------------------------------------- tables


def test_overlaps_count_both_and_each_alone():
    table = table_from_sets({"police": {1, 2, 3, 4}, "press": {3, 4, 5}, "clinic": {4, 6}})
    both = {(o.first, o.second): (o.both, o.first_only, o.second_only) for o in overlaps(table)}
    assert both == {("clinic", "police"): (1, 1, 3), ("clinic", "press"): (1, 1, 2), ("police", "press"): (2, 2, 1)}
    assert table.observed == 6


def test_order_of_lists_and_rows_gives_the_same_table():
    rows = [((1, 0, 1), 4), ((0, 1, 0), 3), ((1, 0, 1), 1)]
    turned = [((1, 0, 1)[::-1], 5), ((0, 1, 0), 3)]
    assert table_from_patterns("ABC", rows) == table_from_patterns("CBA", turned[::-1])


def test_weight_two_is_a_record_twice():
    once = [("a",), ("a", "b"), ("b", "c")]
    assert table_from_records(once, weights=[1, 2, 1]) == table_from_records([*once, ("a", "b")])


def test_counts_and_single_people_read_the_same_from_a_file(tmp_path):
    counted, listed = tmp_path / "counted.csv", tmp_path / "listed.csv"
    counted.write_text('"A","B","Freq"\n"1","0",2\n"1","1",1\n"0","0",0\n')
    listed.write_text("A,B\n1,0\n1,1\n1,0\n")
    assert read_table(counted) == read_table(listed)


def test_a_row_that_is_no_pattern_is_named(tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text("A,B,n\n1,0,2\n1,x,1\n")
    with pytest.raises(InputError, match="row 3"):
        read_table(path)
    with pytest.raises(InputError, match="no list"):
        table_from_patterns("AB", [((0, 0), 5), ((1, 0), 2)])


# ---------------------------------------------------------------------- hand-worked cases


def test_chapman_with_two_lists_says_what_it_assumes():
    table = table_from_patterns("AB", [((1, 1), 4), ((1, 0), 5), ((0, 1), 15)])
    made = chapman(table)
    assert made.point == pytest.approx(10 * 20 / 5 - 1)  # (9 + 1)(19 + 1)/(4 + 1) - 1
    assert "two lists show nothing" in made.notes[0]
    with pytest.raises(InputError):
        chapman(table_from_patterns("ABC", THREE))


def test_chao_1987_is_seen_once_squared_over_twice_those_seen_twice():
    made = chao_pairs(table_from_patterns("ABC", THREE))
    assert made.point == pytest.approx(120 + 2 / 3 * 90**2 / (2 * 27))
    assert made.bound


def test_independent_lists_without_chance_give_back_the_people():
    table = expected(100_000, (0.2, 0.3, 0.4, 0.25))
    for method in (independence, chao_bound, darroch, stepwise, averaged):
        assert method(table).point == pytest.approx(100_000, rel=0.01), method.__name__


def test_chao_bound_of_two_lists_worth_of_overlap_solves_its_equations():
    # three lists alike: singles s = 60 each, doubles d = 12 each, so e^beta = d / s and unseen = s / e^beta
    rows = [((1, 0, 0), 60), ((0, 1, 0), 60), ((0, 0, 1), 60), ((1, 1, 0), 12), ((1, 0, 1), 12), ((0, 1, 1), 12)]
    table = table_from_patterns("ABC", [*rows, ((1, 1, 1), 40)])  # more in all three than 12 / 5: left to its own term
    assert chao_bound(table).point == pytest.approx(table.observed + 60**2 / 12, rel=1e-6)


def test_saturated_pairs_of_three_lists_have_the_closed_form():
    # all three pairs: unseen = n100 n010 n001 n111 / (n110 n101 n011)
    table = table_from_patterns("ABC", THREE)
    from veye.measures.undercount.loglinear import Models

    fits = Models(table).fit([(0, 1, 2)])
    assert math.exp(fits.beta[0, 0]) == pytest.approx(40 * 30 * 20 * 3 / (12 * 9 * 6), rel=1e-6)


def test_a_hidden_class_raises_the_upper_end_and_never_the_lower():
    table = expected(20_000, (0.2, 0.3, 0.25))
    mild, wide = (hidden_class(table, most_ratio=ratio) for ratio in (2.0, 10.0))
    assert mild.high < wide.high
    assert wide.low <= mild.low * 1.001
    assert {name: upper for name, _, upper in wide.per_model}["up to 2"] == pytest.approx(mild.high, rel=0.02)


def test_latent_class_finds_the_people_of_independent_lists():
    table = expected(2_000, (0.3, 0.4, 0.35, 0.25))
    made = latent_class(table, rng=np.random.default_rng(1), ess_goal=400)
    assert made.convergence.reached
    assert made.low < 2_000 < made.high
    assert made.median == pytest.approx(2_000, rel=0.06)


@pytest.mark.slow
def test_both_engines_have_the_same_posterior():
    table = table_from_patterns("ABC", THREE)
    pytest.importorskip("numba")
    made = [latent_class(table, rng=np.random.default_rng(2), ess_goal=100, engine=e) for e in ("numba", "numpy")]
    assert made[0].median == pytest.approx(made[1].median, rel=0.08)
    assert made[0].high == pytest.approx(made[1].high, rel=0.2)


def test_the_same_generator_gives_the_same_chains():
    table = table_from_patterns("ABC", THREE)
    first, again = (latent_class(table, rng=np.random.default_rng(3), ess_goal=10) for _ in range(2))
    assert np.array_equal(first.draws, again.draws)
    assert first.convergence == again.convergence


def test_chains_that_sit_apart_have_a_large_r_hat_and_few_draws():
    rng = np.random.default_rng(4)
    alike = rng.standard_normal((4, 1000))
    assert r_hat(alike) < 1.01
    assert 3000 < effective_size(alike) < 5000
    apart = alike + np.array([[0], [0], [0], [5]])
    assert r_hat(apart) > 1.5
    assert effective_size(apart) < 50
    slow = np.stack([np.convolve(row, 0.9 ** np.arange(60), "full")[:1000] for row in alike])
    assert 100 < effective_size(slow) < 500  # (1 - 0.9) / (1 + 0.9) of 4,000 is 210


# ---------------------------------------------------------------------- laws

tables = st.lists(st.integers(3, 60), min_size=7, max_size=7)


@given(counts=tables, order=st.permutations([0, 1, 2]))
@settings(max_examples=15, derandomize=True, deadline=None)
def test_no_estimate_depends_on_the_order_or_names_of_lists(counts, order):
    patterns = [[code >> j & 1 for j in range(3)] for code in range(1, 8)]
    table = table_from_patterns("ABC", list(zip(patterns, counts, strict=True)))
    turned = table_from_patterns("ABC", [([p[j] for j in order], c) for p, c in zip(patterns, counts, strict=True)])
    for method in CLOSED:
        first, second = method(table), method(turned)
        assert (first.refused is None) == (second.refused is None)
        if first.point:
            assert second.point == pytest.approx(first.point, rel=1e-6), method.__name__
            assert first.low <= first.high
            assert first.low >= table.observed or first.method == "latent_class"


@given(counts=tables)
@settings(max_examples=15, derandomize=True, deadline=None)
def test_doubled_counts_double_the_points_and_tighten_the_intervals(counts):
    patterns = [[code >> j & 1 for j in range(3)] for code in range(1, 8)]
    once = table_from_patterns("ABC", list(zip(patterns, counts, strict=True)))
    twice = table_from_patterns("ABC", [(p, 2 * c) for p, c in zip(patterns, counts, strict=True)])
    for method in (chao_bound, chao_pairs, independence, darroch):
        first, second = method(once), method(twice)
        if first.point and second.point:
            assert second.point == pytest.approx(2 * first.point, rel=1e-5), method.__name__
            assert second.high / second.low <= first.high / first.low + 1e-9


# ---------------------------------------------------------------------- refusals, envelope, words


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "nobody stands on any list"),
        ([((1, 0, 0), 9), ((0, 1, 0), 9), ((0, 0, 1), 9)], "no two lists share anybody"),
        ([((1, 0, 0), 40), ((0, 1, 0), 30), ((0, 0, 1), 20), ((1, 1, 0), 6)], "nobody ties A and B to C"),
        ([((1, 0, 0), 40), ((0, 1, 0), 30), ((1, 1, 0), 6)], "nobody stands on C"),
        ([((1, 0, 0), 20), ((0, 1, 0), 20), ((0, 0, 1), 20), ((1, 1, 1), 5)], "not finite"),
    ],
)
def test_a_table_that_says_nothing_is_refused_with_its_overlaps(rows, reason):
    result = estimate(table_from_patterns("ABC", rows), rng=np.random.default_rng(5), ess_goal=10)
    assert reason in result.refused
    assert len(result.overlaps) == 3
    assert (result.low, result.high, result.value, result.at_least) == (None, None, None, None)
    made = figure(result)
    assert made.refused == result.refused
    assert made.value is None


def test_two_lists_are_refused_with_chapman_and_its_warning():
    table = table_from_patterns("AB", [((1, 1), 4), ((1, 0), 5), ((0, 1), 15)])
    result = estimate(table, rng=np.random.default_rng(6))
    assert "2 lists" in result.refused
    assert [e.method for e in result.estimates] == ["chapman"]
    assert "two lists show nothing" in result.warnings[0]
    assert figure(result).rows[1][1] == 39


def test_an_envelope_holds_every_method_it_is_made_of_and_is_read_as_at_least():
    table = expected(2_000, (0.3, 0.4, 0.35, 0.25))
    result = estimate(table, rng=np.random.default_rng(7), ess_goal=400)
    assert result.refused is None
    for method in ("chao", "averaged_bic", "latent_class", "hidden_class"):
        assert result.low <= result.of(method).low <= result.of(method).high <= result.high
    assert result.at_least == result.of("chao").low
    assert result.value == pytest.approx(2_000, rel=0.06)
    careful, known = figure(result), figure(result, dependence_known=True)
    assert careful.value == round(result.at_least)
    assert careful.label.endswith("at least")
    assert known.value == round(result.value)
    assert careful.rows[:3] == (
        ("observed", table.observed, None, None),
        ("estimated at least", round(result.at_least), None, None),
        ("envelope", None, round(result.low), round(result.high)),
    )
    assert any("never of who" in note for note in careful.notes)
    assert "at least" in sentence(result)


def test_no_single_number_where_methods_differ_by_more_than_the_stated_factor():
    table = expected(2_000, (0.3, 0.4, 0.35, 0.25))
    result = estimate(table, rng=np.random.default_rng(7), ess_goal=400, agree=1.000001)
    assert result.value is None
    assert result.refused is None
    made = figure(result, dependence_known=True)
    assert made.value == round(result.at_least)
    assert any("no single number" in note for note in made.notes)


def test_linkages_combine_by_total_variance_of_log_people():
    same = Estimate("latent_class", "latent class", 1000.0, 800.0, 1250.0)
    alone = combine([same, same])
    assert alone.point == pytest.approx(1000)
    assert (alone.low, alone.high) == pytest.approx((800, 1250))
    other = Estimate("latent_class", "latent class", 2000.0, 1600.0, 2500.0)
    both = combine([same, other] * 20)
    within, between = (math.log(1250 / 800) / (2 * 1.959964)) ** 2, math.log(2) ** 2 / 4 * 40 / 39
    sd = math.log(both.high / both.low) / 2 / 1.9599
    assert both.point == pytest.approx(math.sqrt(2) * 1000)
    assert sd == pytest.approx(math.sqrt(within + between * 41 / 40), rel=0.05)


def test_estimates_that_are_refused_or_of_two_methods_do_not_combine():
    one = Estimate("chao", "Chao", 10.0, 9.0, 12.0)
    with pytest.raises(InputError):
        combine([])
    with pytest.raises(InputError):
        combine([one, Estimate("darroch", "Darroch", 10.0, 9.0, 12.0)])
    with pytest.raises(InputError, match="refused"):
        combine([one, Estimate("chao", "Chao", refused="not finite")])


def test_the_example_of_the_page_runs_as_printed():
    page = Path(__file__).parents[2] / "docs" / "measures" / "undercount.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert tried >= 8
    assert not failed
