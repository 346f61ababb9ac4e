"""Laws of the scenarios: nothing is lost or made, no threat means no hostile loss, equal options are equal."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlook_made import fixed, start

from veye.errors import InputError
from veye.outlook.scenario import (
    ScenarioRun,
    chance,
    load_options,
    load_parameters,
    option_names,
    run_scenarios,
    threat_levels,
)
from veye.outlook.scenario.engine import Setting, make_inputs, run_years
from veye.outlook.scenario.layout import CLASSES


@pytest.mark.parametrize("name", option_names())
@pytest.mark.parametrize("dt", [1.0, 0.5])
def test_people_vehicles_and_money_are_conserved_at_every_step(name, dt):
    option = load_options([name])[0]
    inputs = make_inputs(start(), load_parameters(), option, None, chance.keys(1, 300), places_for=20)
    years = run_years(inputs, Setting(days=200, dt=dt, check=True), track_cash=True)
    assert years["violations"].sum() == 0
    assert (years["spent"] <= 28 + years["money_in"] + 1e-6).all()
    assert years["breakdowns"].mean() > 20
    assert years["arrived"].mean() > 50


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    people=st.integers(1, 60),
    vehicles=st.integers(0, 5),
    money=st.floats(0, 3),
    pledged=st.integers(0, 40),
    seed=st.integers(0, 10_000),
    option=st.sampled_from(["status-quo", "reinforcement"]),
    armour=st.sampled_from(CLASSES),
)
def test_the_smallest_and_bloodiest_missions_balance_too(people, vehicles, money, pledged, seed, option, armour):
    scene = start(people=people, vehicles=vehicles, money=money, pledged=pledged, armour=armour)
    table = fixed(
        load_parameters(), hostile_deaths="fixed(900)", accident_deaths="fixed(400)", foot_casualties="fixed(4)",
        vehicle_loss="fixed(0.2)", withdrawal_rate="fixed(1)", grounding_rate="fixed(6)",
    )  # fmt: skip
    inputs = make_inputs(scene, table, load_options([option])[0], None, chance.keys(seed, 20), places_for=20)
    years = run_years(inputs, Setting(days=120, check=True), track_cash=True)
    assert years["violations"].sum() == 0
    assert np.isfinite(years.summary).all()
    assert (years["end_fit"] >= 0).all()
    arrays = run_years(inputs, Setting(days=120), track_cash=True, compiled=False)
    assert np.isclose(years.summary[:, :-1], arrays.summary[:, :-1], rtol=1e-6, atol=1e-6).mean() > 0.98


def test_threads_and_progress_change_nothing_in_the_result():
    option, seen = load_options(["status-quo"]), []
    one, two = (
        run_scenarios(start(), option, load_parameters(), days=40, replicates=1200, workers=w, progress=seen.append)
        for w in (1, 2)
    )
    assert one == two
    assert sum(seen) == 2400


def test_the_books_balance_at_the_end_too():
    option = load_options(["reinforcement"])[0]
    inputs = make_inputs(start(), load_parameters(), option, None, chance.keys(2, 400), places_for=20)
    years = run_years(inputs, Setting(days=365), track_cash=True, keep_paths=True)
    deaths = years["deaths_hostile"] + years["deaths_other"]
    people = years["end_fit"] + years["in_care"] + deaths + years["departed"]
    assert (people == 1000 + years["arrived"]).all()
    left = years.paths[5, :, -1]
    assert np.allclose(28 + years["money_in"] - years["spent"], left, atol=1e-3)
    assert (years["vehicles_lost"] + years["end_ready"] <= 60 + years["vehicles_arrived"]).all()
    assert (np.diff(years.paths[3], axis=1) >= 0).all()
    assert (years.paths[3, :, -1] == deaths).all()


def test_no_threat_gives_no_hostile_loss():
    quiet = run_scenarios(
        start(),
        load_options(["status-quo"]),
        load_parameters(),
        threat_draws=[[0.0]],
        days=200,
        replicates=500,
        fans=False,
    )
    for name in ("deaths_hostile", "wounded", "vehicles_lost"):
        spread = quiet.options[0].outcome(name).spread
        assert (spread.mean, spread.high95) == (0.0, 0.0)
    assert quiet.options[0].outcome("injured").spread.mean > 0


def test_equal_options_differ_by_exactly_zero(tmp_path):
    twin = tmp_path / "twin.yml"
    twin.write_text("name: twin\ntitle: The same again\n", encoding="utf-8")
    run = run_scenarios(start(), load_options(["status-quo", str(twin)]), load_parameters(), days=120, replicates=300)
    for difference in run.differences:
        assert (difference.same, difference.better, difference.spread.mean) == (1.0, 0.0, 0.0)


def test_same_seed_same_run_and_another_seed_another():
    def once(seed):
        options = load_options(["status-quo", "reinforcement"])
        return run_scenarios(start(), options, load_parameters(), days=90, replicates=200, seed=seed)

    assert once(5) == once(5)
    assert once(5).id != once(6).id
    assert once(5).options[0].outcomes != once(6).options[0].outcomes


def test_an_option_that_touches_one_thing_leaves_the_draws_of_all_else_alone():
    table, keys = load_parameters(), chance.keys(3, 400)
    option = load_options(["status-quo"])[0]
    inputs = make_inputs(start(), table, option, None, keys)
    slow = make_inputs(start(), fixed(table, repair_days="fixed(40)"), option, None, keys)
    # with no contacts, vehicles cannot reach the people: their paths stay the same whatever the shop does
    quiet = [i._replace(threat=np.zeros_like(i.threat)) for i in (inputs, slow)]
    a, b = (run_years(i, Setting(days=200), track_cash=False) for i in quiet)
    assert (a["mean_fit"] == b["mean_fit"]).all()
    assert a["mean_ready"].mean() > b["mean_ready"].mean()


def test_a_run_is_plain_data_and_comes_back_whole():
    run = run_scenarios(start(), load_options(["status-quo"]), load_parameters(), days=40, replicates=200)
    assert msgspec.json.decode(msgspec.json.encode(run), type=ScenarioRun) == run
    days = {len(f.values) for f in run.options[0].fans}
    assert days == {40}
    bands = np.array(run.options[0].fans[0].values)
    assert (np.diff(bands, axis=1) >= 0).all()


def test_a_forecast_that_rises_brings_more_contacts_as_far_as_the_elasticity_says():
    table, keys, option = load_parameters(), chance.keys(6, 1500), load_options(["status-quo"])[0]
    scene = start(vehicles=400)  # so many that their losses do not limit patrols
    for elasticity in (0.0, 1.0):
        still = fixed(table, threat_elasticity=f"fixed({elasticity})")
        calm, twice = (
            run_years(make_inputs(scene, still, option, np.full((1, 6), m), keys), Setting(days=120), track_cash=False)
            for m in (1.0, 2.0)
        )
        ratio = twice["contacts"].sum() / calm["contacts"].sum()
        assert ratio == pytest.approx(2.0**elasticity, rel=0.03)


def test_threat_levels_add_areas_and_divide_by_what_is_usual():
    draws = np.arange(24).reshape(2, 3, 4)  # areas, leads, draws
    levels = threat_levels(draws, 10.0)
    assert levels.shape == (4, 3)
    assert levels[1, 2] == pytest.approx((draws[0, 2, 1] + draws[1, 2, 1]) / 10)
    with pytest.raises(InputError):
        threat_levels(draws, 0.0)


@pytest.mark.parametrize(
    "wrong", [{"replicates": 10}, {"days": 0}, {"dt": 0.3}, {"threat_draws": [[-1.0]]}, {"threat_draws": [[np.nan]]}]
)
def test_a_setting_that_cannot_be_run_is_refused(wrong):
    with pytest.raises(InputError):
        run_scenarios(start(), load_options(["status-quo"]), load_parameters(), **wrong)
