"""Milestones, coverage and the nowcast: days by hand, silence, and a known delay found again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from measures_made import FACT, NORTH, TOWN, claim, doc, incident, killed, mission, named, origins_of, tally
from msgspec.structs import replace
from scipy.stats import nbinom

from veye.measures import measure
from veye.measures.nowcast import delay_curve, expect, failures
from veye.records import Attack, Claim, Document, Figure, Incident, Milestone, PlannedMilestone

A, B = doc("a", "2025-04-01"), doc("b", "2025-11-21", source="Other")


def measured(claims: list[Claim], on: date, **more: Any) -> list[Figure]:
    docs, incidents, origins = more.pop("docs", [A, B]), more.pop("incidents", []), more.pop("origins", [])
    return measure(claims, incidents, docs, origins, mission(**more), on=on)


def planned(what: str, name: str, day: str, actual: str | None = None) -> PlannedMilestone:
    return PlannedMilestone(what, name, FACT, day, actual)


def test_an_election_moved_from_february_to_30_august_slipped_183_to_210_days() -> None:
    first = claim(A, Milestone("election", "planned"), on="2026-02")
    moved = claim(B, Milestone("election", "planned"), on="2026-08-30")
    figure = named(measured([first, moved], date(2025, 12, 1)), "milestones", "slippage_election")
    assert figure.low == 183  # 28 February to 30 August 2026
    assert figure.high == 210  # 1 February to 30 August 2026
    assert [row[1] for row in figure.rows] == ["2026-02", "2026-08-30"]


def test_a_report_that_names_the_old_date_the_new_one_and_a_second_round_moves_to_the_new_one() -> None:
    first = claim(A, Milestone("election", "planned"), on="2026-02")
    moved = [claim(B, Milestone("election", "planned"), on=day) for day in ("2026-02", "2026-08-30", "2026-12-06")]
    figure = named(measured([first, *moved], date(2025, 12, 1)), "milestones", "slippage_election")
    assert [row[1] for row in figure.rows] == ["2026-02", "2026-08-30"]
    unmoved = named(measured([first, moved[0]], date(2025, 12, 1)), "milestones", "slippage_election")
    assert unmoved.refused is not None


def test_a_revision_told_later_is_not_seen_on_an_earlier_day() -> None:
    first = claim(A, Milestone("election", "planned"), on="2026-02")
    moved = claim(B, Milestone("election", "planned"), on="2026-08-30")
    figures = measured([first, moved], date(2025, 5, 1))
    assert named(figures, "milestones", "slippage_election").refused
    assert named(figures, "milestones", "next").value == (date(2026, 2, 1) - date(2025, 5, 1)).days


def test_the_profiles_second_date_for_an_election_waits_until_the_first_has_lapsed() -> None:
    dates = (planned("election", "first plan", "2026-02"), planned("election", "first round", "2026-08-30"))
    assert "2026-02" in named(measured([], date(2025, 5, 1), milestones=dates), "milestones", "next").method
    assert "2026-08-30" in named(measured([], date(2026, 3, 2), milestones=dates), "milestones", "next").method


def test_a_plan_is_not_told_before_the_day_on_which_it_was_made() -> None:
    first, made = planned("election", "first plan", "2026-02"), planned("election", "first round", "2026-08-30")
    runoff = planned("election", "second round", "2026-12-06")
    dates = (first, *(replace(step, known="2025-11") for step in (made, runoff)))
    before = named(measured([], date(2025, 11, 29), milestones=dates), "milestones", "timeline")
    after = named(measured([], date(2025, 11, 30), milestones=dates), "milestones", "timeline")
    assert [row[0] for row in before.rows] == ["2026-02"]
    assert [row[0] for row in after.rows] == ["2026-02", "2026-08-30", "2026-12-06"]
    assert "2026-08-30" in named(measured([], date(2025, 12, 1), milestones=dates), "milestones", "next").method


def test_a_report_that_repeats_both_rounds_of_a_known_plan_moves_nothing() -> None:
    rounds = [planned("election", "a round", day) for day in ("2026-08-30", "2026-12-06")]
    dates = (planned("election", "first plan", "2026-02"), *(replace(step, known="2025-11") for step in rounds))
    told = [claim(B, Milestone("election", "planned"), on=day) for day in ("2026-08-30", "2026-12-06")]
    assert "2026-08-30" in named(measured(told, date(2025, 12, 1), milestones=dates), "milestones", "next").method


def test_the_mandates_end_is_the_one_in_force_on_the_day_or_a_later_one_told() -> None:
    ends = (planned("mandate", "first", "2025-10-02", "2025-10-02"), planned("mandate", "second", "2026-10-02"))
    given = {"milestones": ends, "mandate_end": date(2026, 10, 2)}
    assert named(measured([], date(2025, 4, 2), **given), "milestones", "mandate_end").value == 183  # to 2 October 2025
    assert (
        named(measured([], date(2025, 12, 9), **given), "milestones", "mandate_end").value == 297
    )  # to 2 October 2026
    renewed = claim(A, Milestone("mandate"), on="2026-10-02")
    early = {"milestones": ends[:1], "mandate_end": date(2025, 10, 2)}
    assert named(measured([renewed], date(2025, 4, 2), **early), "milestones", "mandate_end").value == 548  # 183 + 365
    assert (
        named(measured([], date(2025, 10, 12), mandate_end=date(2025, 10, 2)), "milestones", "mandate_end").value == -10
    )


def test_a_kept_date_slipped_by_no_day_and_a_late_one_by_its_days() -> None:
    dates = (
        planned("deployment", "kept", "2024-06-25", "2024-06-25"),
        planned("transition", "late", "2024-06-01", "2024-07-01"),
    )
    figures = measured([], date(2025, 1, 1), milestones=dates)
    assert [f.value for f in figures if f.name == "slippage"] == [0, 30]


def test_a_place_told_of_weekly_that_falls_silent_is_named_with_its_days() -> None:
    on = date(2025, 6, 1)
    docs = [doc(f"n{i}", (on - timedelta(days=20 + 7 * i)).isoformat()) for i in range(6)]
    fresh = doc("fresh", on.isoformat())
    claims = [claim(d, Attack("gang", None, "clash"), place=TOWN) for d in docs] + [
        claim(docs[0], Attack("gang", None, "clash"), place=NORTH)
    ]
    figures = measured(claims, on, docs=[*docs, fresh], origins=origins_of(docs[:3], docs[3:]))
    silence = named(figures, "coverage", "silence")
    assert silence.value == 1
    assert silence.rows[0][:3] == ("North", "2025-05-12", 20)
    by_place = named(figures, "coverage", "by_place")
    assert by_place.rows == (("North", 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0),)  # 20, 27, ... 55 days before
    assert named(figures, "coverage", "reports").value == 1
    assert named(figures, "coverage", "reports_per_origin").value == pytest.approx(7 / 3)  # 7 reports of 3 origins


def test_parties_that_cannot_both_be_right_diverge() -> None:
    ours = claim(A, killed(2), on="2025-03-25", by="the mission", kind="mission")
    theirs = claim(B, killed(5), on="2025-03-25", by="a gang leader", kind="gang")
    toll = tally("killed", "mission", [ours, theirs], low=2, best=2, high=5, contested=True)
    figures = measured([ours, theirs], date(2025, 12, 1), incidents=[incident("x", [ours, theirs], (toll,))])
    figure = named(figures, "coverage", "divergence")
    assert figure.value == 100
    assert figure.rows[0][3] == "gang 5; mission 2"


def test_the_delay_curve_of_events_half_told_after_a_day_and_half_after_three() -> None:
    old = [(1, 100)] * 20 + [(3, 100)] * 20
    young = [(1, 1)] * 5  # five more of yesterday: those told after three days cannot be here yet
    curve = delay_curve(old + young)
    # g(3) = 20/40 among those at least 3 days old; F(2) = 1 - 1/2, and nobody is told on the day itself
    assert curve.by[:4] == (0.0, 0.5, 0.5, 1.0)


def test_twelve_told_of_half_told_by_now_are_about_24() -> None:
    best, low, high = expect(12, 0.5, 400)
    assert best == 24
    assert 12 < low < 24 < high < 40
    assert expect(12, 1.0, 400) == (12, 12, 12)


def reported(n: int, happened: date, delay: int) -> tuple[list[Claim], Incident, Document]:
    told = doc(f"r{n}", (happened + timedelta(days=delay)).isoformat())
    one = claim(told, killed(1, "civilian"), on=happened.isoformat())
    return [one], incident(f"inc-{n:04}", [one], (), on=happened.isoformat()), told


def test_the_nowcast_allows_for_what_is_still_to_be_told() -> None:
    on, made = date(2025, 6, 1), []
    for n in range(300):
        happened, delay = on - timedelta(days=n // 3), (1, 5, 12)[n % 3]
        if happened + timedelta(days=delay) <= on:
            made.append(reported(n, happened, delay))
    figures = measured(
        [c for told, _, _ in made for c in told], on, docs=[d for _, _, d in made], incidents=[i for _, i, _ in made]
    )
    weeks = [f for f in figures if (f.measure, f.name) == ("nowcast", "week")]
    assert named(figures, "nowcast", "delay").value == 5
    for week in weeks:  # three incidents a day happened in every week
        assert week.low is not None
        assert week.low <= 21 <= (week.high or 0)
    assert weeks[0].rows[0][0] == 6 + 2  # of the last seven days: six told after a day, two after five
    assert weeks[0].value == pytest.approx(8 / ((6 + 2) / 21), rel=1e-6)


def test_too_few_incidents_give_no_curve() -> None:
    told, happened, document = reported(1, date(2025, 5, 1), 1)
    figures = measured(told, date(2025, 6, 1), docs=[document], incidents=[happened])
    assert "only 1 incidents" in (named(figures, "nowcast", "delay").refused or "")


def test_failures_are_the_quantile_of_the_negative_binomial() -> None:
    # One success of p = 1/2: P(k failures) = 1/2, 1/4, 1/8, ... so that P(≤ 2) = 0.875 < 0.9 ≤ P(≤ 3) = 0.9375.
    assert failures(0.9, 1, 0.5) == 3
    assert failures(0.1, 1, 0.5) == 0
    for successes in (1, 3, 40, 1000):
        for p in (0.01, 0.2, 0.95, 1 - 1e-9):
            for level in (0.1, 0.9):
                assert failures(level, successes, p) == nbinom.ppf(level, successes, p)
