"""Where a scenario starts: by the figures, with their doubt; what they refuse is assumed and said."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from outlook_made import exactly, start

from veye.errors import InputError
from veye.outlook.scenario import (
    Amount,
    caveats,
    chance,
    horizon,
    load_options,
    load_parameters,
    option_table,
    plain_words,
    run_scenarios,
    start_from,
)
from veye.outlook.scenario.engine import make_inputs
from veye.records import Fact, Figure, Mission

ON = date(2026, 1, 31)


def mission() -> Mission:
    return Mission(
        id="made-up", title="A mission", names=(), area=("HTI",), time_zone="UTC", mandate_start=date(2024, 1, 1),
        mandate_source=Fact("https://example.org"), capital="Town",
    )  # fmt: skip


def figure(measure, name, value=None, low=None, high=None, unit="", **rest):
    return Figure.make(measure, name, label=name, unit=unit, method="by hand", value=value, low=low, high=high, **rest)


def full():
    rows = (("Kenya", "1000", "", "", "735", "2025-10-01", ""), ("Jamaica", "not stated", "", "", "not stated", "", ""))
    columns = ("contingent", "pledged", "arrived", "departed", "strength", "as of", "remark")
    line = {"params": (("line", "trust fund"), ("currency", "USD"))}
    return [
        figure("force", "deployed", 1000, 980, 1000, "personnel"),
        figure("force", "pledged", 2500, 2500, 3000, "personnel"),
        figure("force", "contingents", 2, columns=columns, rows=rows),
        figure("readiness", "armoured_vehicle_delivered", 54, 52, 54, "items"),
        figure("readiness", "armoured_vehicle_grounded", 20, 20, 20, "items"),
        figure("readiness", "armoured_vehicle_destroyed", 2, 2, 2, "items"),
        figure("funding", "disbursed", 113e6, 110e6, 113e6, "USD", **line),
        figure("funding", "pledged", 150e6, 140e6, 150e6, "USD", **line),
        figure("funding", "pledged", 80e6, 80e6, 80e6, "CAD", params=(("line", "trust fund"), ("currency", "CAD"))),
    ]


def test_start_takes_figures_with_their_ends():
    state = start_from(full(), mission(), on=ON)
    assert [(p.contingent, p.fit.value) for p in state.people] == [("Kenya", 735), ("others", 265), ("pledged", 0)]
    assert state.people[0].fit.low == pytest.approx(735 * 0.98)
    assert (state.people[2].pledged.low, state.people[2].pledged.value, state.people[2].pledged.high) == (
        1500,
        1500,
        2020,
    )
    fleet = state.fleets[0]
    assert (fleet.total.low, fleet.total.value, fleet.total.high) == (50, 52, 52)
    assert (fleet.grounded.low, fleet.grounded.value, fleet.grounded.high) == (0, 10, 20)
    fund = state.funds[0]
    assert (fund.currency, fund.pledged.value, len(state.funds)) == ("USD", 37, 1)
    assert fund.at_hand.assumed
    assert any("CAD" in n for n in state.notes)
    assert any("money received is left" in a for a in state.assumptions)


def test_a_refused_figure_becomes_a_stated_assumption():
    refused = figure("readiness", "armoured_vehicle_delivered", refused="no report tells")
    state = start_from([figure("force", "deployed", 400, 380, 410), refused], mission(), on=ON)
    assert state.fleets[0].total.assumed
    assert any("armoured vehicles" in a for a in state.assumptions)
    assert not state.funds
    assert any("money" in n for n in state.notes)
    run = run_scenarios(state, load_options(["status-quo"]), load_parameters(), days=60, replicates=200)
    assert not run.money_followed
    assert "cash_out_day" not in {o.name for o in run.options[0].outcomes}
    assert "cash" not in {f.series for f in run.options[0].fans}
    words = " ".join(plain_words(run))
    assert "no figure gives the armoured vehicles" in words
    assert "chance of success" in words


def test_without_a_strength_there_is_no_start():
    with pytest.raises(InputError, match="strength"):
        start_from([figure("force", "deployed", refused="no report")], mission(), on=ON)


def test_amounts_out_of_order_are_refused():
    with pytest.raises(InputError, match="order"):
        start().__class__("x", ON, (start().people[0].__class__("a", Amount(5, 6, 7, "f")),), ())


def test_starting_numbers_keep_their_interval_and_their_mean():
    state = start_from(full(), mission(), on=ON)
    inputs = make_inputs(state, load_parameters(), load_options(["status-quo"])[0], None, chance.keys(1, 4000))
    people = inputs.fit0.sum(axis=1)
    assert people.min() >= 978
    assert people.max() <= 1001
    ready = (inputs.state0 == 1).sum(axis=1)
    grounded = (inputs.state0 == 4).sum(axis=1)
    assert (grounded.min(), grounded.max()) == (0, 20)
    assert np.corrcoef(ready, grounded)[0, 1] < -0.9  # the same vehicles: more grounded, fewer ready
    there = (inputs.state0 >= 0).sum(axis=1)
    assert (there.min(), there.max()) == (50, 52)
    assert inputs.cash0[:, 0].max() <= 113


def test_threshold_defaults_to_half_of_what_the_personnel_could_send():
    run = run_scenarios(start(vehicles=200), load_options(["status-quo"]), load_parameters(), days=30, replicates=100)
    assert run.threshold == pytest.approx(12, abs=1)
    assert exactly(3).value == 3


def test_the_table_of_options_has_a_row_an_option_and_says_what_never_comes():
    options = load_options(["status-quo", "reinforcement"])
    run = run_scenarios(start(money=400, promised=0), options, load_parameters(), days=60, replicates=200, fans=False)
    head, rows = option_table(run)
    assert [len(r) for r in rows] == [len(head)] * 2
    cells = dict(zip(head, rows[0], strict=True))
    assert cells["option"] == "As now"
    assert cells["day money runs out"] == "not within the time"
    spread = run.options[0].outcome("cash_out_day").spread
    assert (spread.median, spread.mean, spread.within) == (None, None, 0.0)
    assert "Costs go unpaid at some time in 0 % of the runs." in plain_words(run)[0]


def test_the_day_of_the_figures_is_the_day_of_the_start():
    with pytest.raises(InputError, match="no day"):
        start_from([figure("force", "deployed", 400)], mission())
    assert start_from([figure("force", "deployed", 400, on=ON)], mission()).on == ON


def test_words_tell_the_difference_and_when_an_option_acts():
    options = load_options(["status-quo", "reinforcement", "un-transition"])
    words = plain_words(run_scenarios(start(), options, load_parameters(), days=365, replicates=400, fans=False))
    assert "fit personnel +" in words[1]
    assert "deaths +" in words[1]
    assert "None of its changes starts before day 367, so 365 days cannot show what they do." in words[2]
    assert any("that effect is off" in w for w in words)


def test_the_time_followed_reaches_what_acts_late_and_says_so():
    assert horizon(load_options(["status-quo", "better-gear", "reinforcement"])) == (365, "")
    days, why = horizon(load_options(["status-quo", "un-transition"]))
    assert days == 730
    assert "Transition to UN support" in why
    options = load_options(["status-quo", "un-transition"])
    run = run_scenarios(start(), options, load_parameters(), days=days, replicates=400, fans=False, notes=(why,))
    assert 1 - run.difference("un-transition", "days_below").same > 0.2  # it shows now
    assert why in caveats(run)


def test_what_decides_is_told_or_that_it_was_not_worked_out():
    run = run_scenarios(
        start(), load_options(["status-quo", "reinforcement"]), load_parameters(), days=60, replicates=200, fans=False
    )
    assert any("was not worked out for this run" in w for w in plain_words(run))
    deciding = {
        "flag": "One assumption decides most", "outcome": "days_below", "runs": 3072, "replicates": 50,
        "comparisons": [
            {"option": "reinforcement", "against": "status-quo", "indices": [
                {"label": "wait for spare parts", "total": 0.6, "doubt": 0.1, "status": "assumption"},
                {"label": "killed share", "total": 0.1, "doubt": 0.1, "status": "evidence"},
            ]},
        ],
    }  # fmt: skip
    words = plain_words(msgspec.structs.replace(run, deciding=deciding))
    assert words[0] == "One assumption decides most"
    assert any("wait for spare parts 0.60 ± 0.10 (assumption); killed share" in w for w in words)
    assert not any("was not worked out" in w for w in words)


def test_the_caveat_turns_when_an_option_counts_an_effect_on_violence(tmp_path):
    path = tmp_path / "effect.yml"
    path.write_text(
        "name: effect\ntitle: Effect\nchanges:\n  - {row: force_effect, distribution: 'normal(-0.12, 0.15)'}\n",
        encoding="utf-8",
    )
    options = load_options(["status-quo", str(path)])
    words = plain_words(run_scenarios(start(), options, load_parameters(), days=60, replicates=200, fans=False))
    assert not any("that effect is off" in w for w in words)
    assert any("studies of other missions support only weakly" in w for w in words)
