"""Two other tellings of the same mission agree: one over arrays, path by path; one in SimPy, in the mean."""

from __future__ import annotations

import importlib

import msgspec
import numpy as np
import pytest
from outlook_made import fixed, start
from simpy_oracle import COUNTED, OracleMission

from veye.outlook.scenario import chance, load_options, load_parameters, option_names
from veye.outlook.scenario.engine import Setting, columns_of, make_inputs, run_years
from veye.outlook.scenario.layout import MARK, SUMMARY
from veye.outlook.scenario.parameters import Distribution


@pytest.mark.parametrize("name", option_names())
def test_the_array_engine_gives_the_same_paths(name):
    rng = np.random.default_rng(0)
    option = msgspec.structs.replace(load_options([name])[0], starts=Distribution("uniform", (20.0, 80.0)))
    threat = rng.gamma(4, 0.25, (50, 6))
    inputs = make_inputs(start(people=400), load_parameters(), option, threat, chance.keys(1, 60), places_for=20)
    compiled, arrays = (
        run_years(inputs, Setting(days=150), track_cash=True, keep_paths=True, compiled=c) for c in (True, False)
    )
    for i, outcome in enumerate(SUMMARY):
        same = np.isclose(compiled.summary[:, i], arrays.summary[:, i], rtol=1e-9, atol=1e-9)
        assert same.mean() > 0.98, outcome  # the last digit of a logarithm may tip a draw
    assert np.isclose(compiled.paths, arrays.paths, atol=1e-3).mean() > 0.98


def busy_table():
    """All rows at their medians, with contacts frequent and wear quick enough for few replicates to tell."""
    table = load_parameters()
    still = {row.name: f"fixed({row.value!r})" for row in table.rows}
    still |= {
        "hostile_deaths": "fixed(12)", "killed_share": "fixed(0.25)", "failure_days": "fixed(45)",
        "parts_days": "fixed(20)", "grounding_rate": "fixed(0.6)", "withdrawal_rate": "fixed(0)",
        "in_kind_stops": "fixed(0)", "evacuation_capacity": "fixed(100)", "accident_deaths": "fixed(4)",
        "failure_shape": "fixed(1.3)",
    }  # fmt: skip
    return fixed(table, **still)


def compare(kernel, oracle, names, sigmas=4.5, slack=None):
    for name in names:
        a, b = kernel[name], np.array([o[name] for o in oracle])
        error = np.sqrt(a.var() / len(a) + b.var() / len(b))
        allowed = sigmas * error + (slack or {}).get(name, 0.0)
        assert abs(a.mean() - b.mean()) <= allowed, f"{name}: {a.mean():.3f} against {b.mean():.3f} ± {error:.3f}"


@pytest.mark.slow
def test_simpy_agrees_on_the_means():
    inputs = make_inputs(start(), busy_table(), load_options(["status-quo"])[0], None, chance.keys(7, 4000))
    kernel = run_years(inputs, Setting(days=365, threshold=18.0), track_cash=True)
    p = {name: float(values[0]) for name, values in columns_of(inputs.before).items()}
    oracle = [
        OracleMission(
            p, people=1000, vehicles=60, cash=28.0, promised=25.0, pledged=1500, days=365, threshold=18.0, seed=i,
            passes=p["penetration_medium"],
        ).run()
        for i in range(150)
    ]  # fmt: skip
    names = (
        *COUNTED, "in_care", "mean_fit", "mean_ready", "shop_area", "patrols", "spent", "days_below"
    )  # fmt: skip
    # a daily step settles the day's changes at its end: at most half a day of each vehicle's or person's time
    compare(kernel, oracle, names, slack={"mean_fit": 0.5, "mean_ready": 0.3, "patrols": 15, "days_below": 2.0})


def test_half_a_day_gives_what_a_day_gives():
    inputs = make_inputs(start(), busy_table(), load_options(["status-quo"])[0], None, chance.keys(11, 3000))
    day = run_years(inputs, Setting(days=365, dt=1.0, threshold=18.0), track_cash=True)
    half = run_years(
        inputs._replace(keys=chance.keys(12, 3000)), Setting(days=365, dt=0.5, threshold=18.0), track_cash=True
    )
    names = ("contacts", "deaths_hostile", "wounded", "breakdowns", "mean_ready", "mean_fit", "shop_area", "days_below")
    compare(half, [{n: float(v) for n, v in zip(SUMMARY, row, strict=True)} for row in day.summary], names)


def test_littles_law_holds_at_the_shop():
    # L = λ W: vehicles at the shop, counted day by day = repairs a day · days from failure to service, stamped
    table = fixed(busy_table(), parts_days="fixed(6)", repair_days="fixed(2)", repair_bays="fixed(3)")
    inputs = make_inputs(start(), table, load_options(["status-quo"])[0], None, chance.keys(5, 40))
    years = run_years(inputs, Setting(days=3000), track_cash=False)
    in_shop = years["shop_area"].sum() / (40 * 3000)
    rate = years["repairs"].sum() / (40 * 3000)
    stay = years["shop_days"].sum() / years["repairs"].sum()
    assert stay > 10  # above parts and repair alone: there is a queue at the bays
    assert in_shop == pytest.approx(rate * stay, rel=0.02)


def test_compiled_code_of_another_table_knows_that_it_is_stale():
    kernel = importlib.import_module("veye.outlook.scenario.kernel")
    inputs = make_inputs(start(), load_parameters(), load_options(["status-quo"])[0], None, chance.keys(1, 3))
    for mark, fresh in ((MARK, True), (MARK + 1, False)):
        summary = np.full((3, len(SUMMARY)), -7.0)
        paths = np.zeros((6, 0, 20), np.float32)
        assert kernel.simulate(*inputs, 20, 1.0, 10.0, True, False, False, summary, paths, mark) is fresh
        assert (summary[:, 0] == -7.0).all() != fresh
