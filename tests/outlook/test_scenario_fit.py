"""The fit is calibrated, the back-test shows what it missed, and what decides a ranking is found."""

from __future__ import annotations

import importlib

import msgspec
import numpy as np
import pytest
from outlook_made import bench, fixed, start
from scipy import stats

from veye.errors import InputError
from veye.outlook.scenario import fit_to_counts, load_options, load_parameters, plain_words, run_scenarios, sensitivity
from veye.outlook.scenario.fit import simulate_past
from veye.outlook.scenario.layout import COLUMN
from veye.outlook.scenario.parameters import read_distribution
from veye.outlook.scenario.sensitivity import with_sensitivity

COUNTS = ("deaths_hostile", "wounded")


def ranks(pool, truths, row, *, wrong=0):
    """Where each true value lies among the draws that reproduce its own counts; `wrong` spoils the counts."""
    rng = np.random.default_rng(0)
    out = []
    for i, true in enumerate(truths.values[:, COLUMN[row]]):
        counts = {name: int(truths.years[name][i]) for name in COUNTS}
        counts["wounded"] += wrong
        kept = pool.matching(counts)[:, COLUMN[row]]
        if len(kept) >= 40:
            chosen = rng.choice(kept, 40, replace=False)
            out.append(int((chosen < true).sum()))
    return np.array(out)


def uniformity(found):
    """The p-value of ranks 0 to 40 being equally likely, in eight bins."""
    edges = np.array([0, 6, 11, 16, 21, 26, 31, 36, 41])
    seen = np.histogram(found, bins=edges)[0]
    return stats.chisquare(seen, len(found) * np.diff(edges) / 41).pvalue


@pytest.fixture(scope="module")
def pasts():
    # half a year of a mission with enough losses to learn from
    table = fixed(load_parameters(), hostile_deaths="gamma(2, 4)")
    scene = start(money=None, pledged=0)
    pool = simulate_past(scene, table, days=180, seed=1, replicates=30_000)
    truths = simulate_past(scene, table, days=180, seed=2, replicates=400)
    return pool, truths


@pytest.mark.parametrize("row", ["hostile_deaths", "killed_share", "contact_clustering"])
def test_the_fit_is_calibrated_by_simulation(pasts, row):
    found = ranks(*pasts, row)
    assert len(found) > 300
    assert uniformity(found) > 0.005


def test_the_calibration_check_sees_a_wrong_fit(pasts):
    assert uniformity(ranks(*pasts, "hostile_deaths", wrong=6)) < 1e-4


@pytest.mark.slow
def test_the_fit_learns_from_what_was_counted():
    table = load_parameters()
    quiet, bloody = (
        fit_to_counts(start(money=None, pledged=0), table, c, days=365, most=40_000)
        for c in ({"deaths_hostile": 0, "wounded": 0}, {"deaths_hostile": 3})
    )
    column = COLUMN["hostile_deaths"]
    assert quiet.values[:, column].mean() < table["hostile_deaths"].value < bloody.values[:, column].mean()


def test_an_impossible_past_is_refused_not_stretched():
    scene = start(people=300, money=None, pledged=0)
    with pytest.raises(InputError, match="simulated pasts"):
        fit_to_counts(scene, load_parameters(), {"deaths_hostile": 90}, days=90, most=2000, batch=2000)
    with pytest.raises(InputError, match="Did you mean 'wounded'"):
        fit_to_counts(scene, load_parameters(), {"wouned": 1}, days=90, most=2000, batch=2000)


@pytest.mark.shared
def test_the_back_test_on_the_mission_that_came_shows_hits_and_misses(shared):
    held, prior, how = bench("scenario").back_test(shared / "data" / "haiti" / "mss_timeline.csv")
    assert how["kept"] > 200
    by_name = {h.target.label: h for h in held}
    assert by_name["deaths by hostile action"].target.value == 2
    assert by_name["deaths by accident or illness"].target.value == 1
    assert by_name["vehicles grounded by order"].target.value == 20
    assert by_name["paid into the trust fund, USD million"].target.value == 28
    assert len(held) == len(prior) == 12
    assert all(h.spread.low95 <= h.spread.low80 <= h.spread.high80 <= h.spread.high95 for h in held)
    # gross errors only: with so few events more cannot be told
    assert sum(h.in95 for h in held) >= 9
    assert not all(h.in80 for h in held)


def deciding_option(tmp_path):
    path = tmp_path / "parts.yml"
    path.write_text(
        "name: parts\ntitle: Spare parts\nchanges:\n  - {row: parts_days, distribution: 'lognormal(10, 1, 90)'}\n",
        encoding="utf-8",
    )
    return load_options(["status-quo", str(path)])


def test_one_deciding_assumption_is_found_and_said_first(tmp_path):
    options = deciding_option(tmp_path)
    table = load_parameters()
    still = fixed(table, **{r.name: f"fixed({r.value!r})" for r in table.rows})
    loose = still.changed(
        [msgspec.structs.replace(still[n], distribution=read_distribution(d, where=n)) for n, d in (
            ("parts_days", "lognormal(30, 29, 31.03)"), ("repair_days", "lognormal(3, 2.9, 3.1)"),
        )]
    )  # fmt: skip
    scene = start(money=None, pledged=0)
    study = sensitivity(scene, options, loose, outcome="ready", samples=32, replicates=10, days=180)
    assert study.comparisons[0].indices[0].row == "parts_days"
    assert study.comparisons[0].indices[0].total > 0.8
    assert study.flag
    run = with_sensitivity(run_scenarios(scene, options, loose, days=180, replicates=200), study)
    assert plain_words(run)[0] == study.flag


def test_sobol_indices_of_a_known_sum():
    room = importlib.import_module("veye.outlook.scenario.sensitivity")

    # Y = 3 u1 + u2, so S1 = T1 = 9/10 and S2 = T2 = 1/10 (variance of a uniform is 1/12)
    design, problem = room._design(["crew", "patrol_size"], 256, 0)
    options = load_options(["status-quo", "reinforcement"])
    y = 3 * design[:, 0] + design[:, 1]
    found = room._deciding(options[1], options[0], "ready", y, problem, ["crew", "patrol_size"], load_parameters(), 0)
    assert [i.row for i in found.indices] == ["crew", "patrol_size"]
    assert [i.total for i in found.indices] == pytest.approx([0.9, 0.1], abs=0.03)
