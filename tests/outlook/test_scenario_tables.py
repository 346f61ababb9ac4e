"""The table of parameters and the options: every row counts, says where it stands, and mistakes are answered."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlook_made import fixed, start

from veye.errors import InputError
from veye.outlook.scenario import chance, load_options, load_parameters, option_names, option_template, parameter_table
from veye.outlook.scenario.engine import Setting, make_inputs, run_years
from veye.outlook.scenario.parameters import ARGUMENTS, TABLE, read_distribution


def rows_as_written():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return list(csv.DictReader(lines))


def test_every_row_states_unit_status_and_date_and_evidence_its_source():
    for row in rows_as_written():
        assert None not in row, row["name"]
        assert row["unit"], row["name"]
        assert row["date"], row["name"]
        assert row["status"] in ("evidence", "assumption"), row["name"]
        assert row["status"] == "assumption" or row["source"].startswith("https://"), row["name"]
        assert row["status"] == "assumption" or row["note"], f"{row['name']}: evidence says how it was discounted"


def test_the_written_value_is_the_median_of_the_distribution():
    table = load_parameters()
    for row in rows_as_written():
        assert float(row["value"]) == pytest.approx(table[row["name"]].value, rel=0.02, abs=1e-9), row["name"]


@pytest.mark.slow
def test_every_row_changes_some_outcome():
    table, keys = load_parameters(), chance.keys(4, 250)
    option = load_options(["status-quo"])[0]
    scene = start(people=900, vehicles=40, money=12.0)
    scene = scene.__class__(
        scene.mission, scene.on, scene.people,
        tuple(scene.fleets[0].__class__(a, a, scene.fleets[0].total) for a in ("light", "medium", "heavy")),
        scene.funds,
    )  # fmt: skip
    busy = fixed(table, hostile_deaths="fixed(30)", extra_vehicles="fixed(5)", accident_deaths="fixed(10)")
    busy = fixed(busy, evacuation_capacity="fixed(1)")

    def outcomes(parameters):
        inputs = make_inputs(scene, parameters, option, np.full((1, 12), 1.3), keys, places_for=60)
        return run_years(inputs, Setting(days=365, threshold=15.0), track_cash=True).summary

    before = outcomes(busy)
    for row in busy.rows:
        special = {"force_effect": -0.5, "extra_funds": 20, "evacuation_capacity": 5, "evacuation_wait": 5}
        other = special.get(row.name, row.value * 1.6 if row.value else 50)
        if row.name.endswith(("_share", "mounted_share")) or row.most == 1:
            other = min(0.97, other)
        after = outcomes(fixed(busy, **{row.name: f"fixed({other})"}))
        assert not np.array_equal(before, after), f"{row.name} does nothing"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from([r.name for r in load_parameters().rows]), st.lists(st.floats(0.001, 0.999), min_size=2))
def test_draws_rise_with_their_share_and_keep_the_limits(name, p):
    row = load_parameters()[name]
    drawn = row.draw(np.sort(p))
    assert (np.diff(drawn) >= -1e-12).all()
    assert ((row.least <= drawn) & (drawn <= row.most)).all()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lognormal(0.6, 0.8, 0.9)", "median"),
        ("lognorml(1, 0.5, 2)", "Did you mean 'lognormal'?"),
        ("beta(1)", "takes 2 numbers"),
        ("uniform(2, 1)", "below the second"),
        ("triangular(1, 0, 2)", "in order"),
        ("gamma(-1, 2)", "above 0"),
        ("0.6", "not a distribution"),
        ("fixed(one)", "not numbers"),
        ("normal(0, nan)", "finite"),
    ],
)
def test_a_wrong_distribution_is_told_what_is_wrong(text, says):
    with pytest.raises(InputError, match=says.replace("?", r"\?")):
        read_distribution(text, where="row 1")


def test_every_form_of_distribution_is_met_by_its_quantiles():
    texts = {
        "fixed": "fixed(3)", "normal": "normal(2, 1)", "lognormal": "lognormal(2, 1, 4)", "beta": "beta(2, 3)",
        "gamma": "gamma(2, 3)", "uniform": "uniform(1, 5)", "triangular": "triangular(0, 1, 4)",
    }  # fmt: skip
    assert set(texts) == set(ARGUMENTS)
    p = (np.arange(20000) + 0.5) / 20000
    means = {"fixed": 3, "normal": 2, "beta": 0.4, "gamma": 6, "uniform": 3, "triangular": 5 / 3}
    for form, mean in means.items():
        assert read_distribution(texts[form], where="").quantile(p).mean() == pytest.approx(mean, rel=2e-3)
    low, mid, high = read_distribution(texts["lognormal"], where="").quantile([0.025, 0.5, 0.975])
    assert (low, mid, high) == pytest.approx((1, 2, 4))


def test_the_template_is_an_option_that_loads(tmp_path):
    path = tmp_path / "mine.yml"
    path.write_text(option_template(), encoding="utf-8")
    option = load_options(["status-quo", str(path)])[1]
    assert option.changes[0].name == "evacuation_minutes"
    assert option.starts.quantile(0.5) == pytest.approx(120)


def test_shipped_options_start_with_the_one_that_changes_nothing():
    names = option_names()
    assert names[0] == "status-quo"
    assert {"better-gear", "reinforcement", "un-transition"} <= set(names)
    options = load_options(names)
    assert not options[0].changes
    assert all(o.changes for o in options[1:])


CHANGES = "name: x\ntitle: X\nchanges:\n"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (CHANGES + "  - {row: gear_fatalty, distribution: fixed(1)}\n", "Did you mean 'gear_fatality'"),
        ("name: x\ntitle: X\nchange: []\n", "Did you mean 'changes'"),
        (CHANGES + "  - {row: crew, distributon: fixed(1)}\n", "needs 'row' and 'distribution'"),
        (CHANGES + "  - {row: crew, distribution: fixed(4), status: evidence}\n", "address"),
        (CHANGES + "  - {row: crew, distribution: fixed(4)}\n" * 2, "twice"),
        ("name: x\n", "'title' is missing"),
        ("- a\n", "mapping"),
        ("name: [x\n", "not YAML"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_told_what_is_wrong_and_where(tmp_path, body, says):
    path = tmp_path / "wrong.yml"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(InputError, match=says) as told:
        load_options([str(path)])
    assert "wrong.yml" in str(told.value)


def test_an_unknown_option_is_answered_with_the_closest():
    with pytest.raises(InputError, match="Did you mean 'reinforcement'"):
        load_options(["reinforcment"])
    with pytest.raises(InputError, match="two options are called"):
        load_options(["status-quo", "status-quo"])


def test_the_written_table_is_one_to_start_from(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(parameter_table().replace("\ncrew,6,fixed(6)", "\ncrew,4,fixed(4)"), encoding="utf-8")
    assert load_parameters(path)["crew"].value == 4
    assert [r for r in load_parameters(path).rows if r.name != "crew"] == [
        r for r in load_parameters().rows if r.name != "crew"
    ]


def test_a_table_of_ones_own_may_be_in_any_order_but_must_be_whole(tmp_path):
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    mine = tmp_path / "mine.csv"
    mine.write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    assert load_parameters(mine) == load_parameters()
    short = tmp_path / "short.csv"
    short.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks unpaid_parts"):
        load_parameters(short)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("\n".join(lines).replace("crew,6,", "crews,6,") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks crew"):
        load_parameters(wrong)
    bare = tmp_path / "bare.csv"
    cells, bad = "persons,assumption,2026-01-31,,persons aboard", "persons,evidence,,,persons aboard"
    bare.write_text("\n".join(lines).replace(cells, bad) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="address of its source"):
        load_parameters(bare)
