"""Casualties: sums over incidents, exact rates, statuses that move, totals against events."""

from __future__ import annotations

from datetime import date

import pytest
from measures_made import claim, doc, incident, killed, mission, named, tally

from veye.measures import measure
from veye.records import Casualty, Claim, Count, Document, Figure, Incident, StatusStep, Strength

A = doc("a", "2025-09-05")


def strength(n: int, day: str) -> Claim:
    return claim(A, Strength("total", Count.exactly(n), "current"), on=day)


def shot(day: str, n: int = 1) -> tuple[Claim, Incident]:
    told = claim(A, killed(n, cause="gunshot"), on=day)
    return told, incident(f"shot {day}", [told], (tally("killed", "mission", [told], low=n, best=n, high=n),), on=day)


def measured(
    claims: list[Claim], incidents: list[Incident], on: date, docs: list[Document] | None = None
) -> list[Figure]:
    return measure(claims, incidents, docs or [A], [], mission(), on=on)


def test_two_hostile_deaths_on_1150_person_years_are_1_7_per_thousand() -> None:
    (one, first), (two, second) = shot("2024-10-01"), shot("2024-11-01")
    crash = claim(A, killed(1, cause="vehicle accident"), on="2024-12-01")
    accident = incident(
        "crash",
        [crash],
        (tally("killed", "mission", [crash], low=1, best=1, high=1),),
        on="2024-12-01",
        kind="accident",
    )
    # 1,150 people for 365.25 days: 365 days of 1,150, and a quarter of a day more in a year of 365.25
    claims = [strength(1150, "2024-09-01"), strength(1150, "2025-09-01"), one, two, crash]
    figures = measured(claims, [first, second, accident], date(2025, 9, 1))
    rate = named(figures, "casualties", "death_rate_hostile")
    years = 1150 * 365 / 365.25
    assert rate.value == pytest.approx(1000 * 2 / years)  # 1.740
    assert rate.low == pytest.approx(1000 * 0.24221 / years, rel=1e-4)  # half the 2.5 % point of chi-square with 4 df
    assert rate.high == pytest.approx(1000 * 7.22469 / years, rel=1e-4)  # half the 97.5 % point with 6 df
    assert (round(rate.value, 1), round(rate.low, 1), round(rate.high, 1)) == (1.7, 0.2, 6.3)
    every = named(figures, "casualties", "death_rate")
    assert every.value == pytest.approx(1000 * 3 / years)  # the accident counts here alone


def test_person_years_between_two_strengths_are_their_mean_times_the_time() -> None:
    told, happened = shot("2025-01-01")
    rate = named(
        measured([strength(400, "2024-09-01"), strength(800, "2025-09-01"), told], [happened], date(2025, 9, 1)),
        "casualties",
        "death_rate",
    )
    assert rate.rows[0][1] == round(600 * 365 / 365.25)


def test_strength_is_carried_on_for_half_a_year_and_deaths_after_it_are_left_out() -> None:
    late, happened = shot("2025-08-01")
    rate = named(
        measured([strength(1000, "2025-01-01"), late], [happened], date(2025, 9, 1)), "casualties", "death_rate"
    )
    assert rate.rows[0][1] == round(1000 * 183 / 365.25)
    assert rate.value == 0


def test_without_strength_a_rate_is_refused() -> None:
    told, happened = shot("2025-01-01")
    assert "strength" in (
        named(measured([told], [happened], date(2025, 9, 1)), "casualties", "death_rate").refused or ""
    )


def test_a_running_total_is_never_added_to_events_and_the_gap_is_shown() -> None:
    told, happened = shot("2025-02-23")
    third = claim(A, killed(3), on="2025-09-01", cumulative=True)
    figures = measured([told, third], [happened], date(2025, 9, 1))
    assert named(figures, "casualties", "killed").value == 1
    gap = named(figures, "casualties", "running_total_killed")
    assert gap.value == 2  # 3 reported in all, 1 in incidents held
    assert "2 more than the incidents held" in gap.notes[0]


def test_low_and_high_are_the_sums_of_lows_and_highs() -> None:
    told = claim(A, killed(70, "civilian"), on="2024-10-03")
    other = claim(A, killed(115, "civilian"), on="2024-10-03")
    happened = incident(
        "town", [told, other], (tally("killed", "civilian", [told, other], low=70, best=70, high=115, contested=True),)
    )
    figures = measured([told, other], [happened], date(2025, 9, 1))
    table = named(figures, "casualties", "by_group")
    assert table.rows[0][:2] == ("civilian", "70–115")
    assert table.contested
    conflict = named(figures, "casualties", "conflicts")
    assert [row[4] for row in conflict.rows] == ["70", "115"]


def missing_then_dead(*, disputed: bool) -> list[Figure]:
    missing = claim(A, Casualty("missing", Count.exactly(1), who="mission"), on="2025-03-25")
    dead = claim(A, killed(1), on="2025-03-25", hedged=disputed)
    steps = (
        StatusStep("missing (mission)", missing.id, "2025-03-25"),
        StatusStep("killed (mission)", dead.id, "2025-03-27", disputed),
    )
    tallies = tuple(tally(c.statement.outcome, "mission", [c], low=1, best=1, high=1) for c in (dead, missing))
    happened = incident("ambush", [missing, dead], tallies, on="2025-03-25", statuses=steps)
    return measured([missing, dead], [happened], date(2025, 9, 1))


def test_missing_then_dead_counts_once_as_killed() -> None:
    figures = missing_then_dead(disputed=False)
    killed_now, missing_now = named(figures, "casualties", "killed"), named(figures, "casualties", "missing")
    assert (killed_now.low, killed_now.value, killed_now.high) == (1, 1, 1)
    assert (missing_now.low, missing_now.value, missing_now.high) == (0, 0, 0)


def test_missing_or_dead_in_dispute_is_one_person_in_two_ranges() -> None:
    figures = missing_then_dead(disputed=True)
    killed_now, missing_now = named(figures, "casualties", "killed"), named(figures, "casualties", "missing")
    assert (killed_now.low, killed_now.value, killed_now.high) == (0, 0, 1)
    assert (missing_now.low, missing_now.value, missing_now.high) == (0, 1, 1)
    assert killed_now.contested
    assert missing_now.contested
    assert named(figures, "casualties", "status_histories").rows[1][2] == "killed (mission)"


def test_killed_share_is_one_of_four_with_wilsons_interval() -> None:
    told, happened = shot("2025-02-23")
    hurt = claim(A, Casualty("wounded", Count.exactly(3), who="mission", cause="gunshot"), on="2025-03-18")
    more = incident("hurt", [hurt], (tally("wounded", "mission", [hurt], low=3, best=3, high=3),), on="2025-03-18")
    share = named(measured([told, hurt], [happened, more], date(2025, 9, 1)), "casualties", "killed_share")
    assert share.value == 25  # 1 of 4
    # Wilson, z = 1.95996: (0.25 + z2/8 ± z √(0.1875/4 + z2/64)) / (1 + z2/4), z2 = 3.84146
    assert share.low == pytest.approx(4.56, abs=0.01)
    assert share.high == pytest.approx(69.94, abs=0.01)


def test_a_discounted_incident_and_other_groups_do_not_count_for_the_mission() -> None:
    rumour, happened = shot("2025-02-23")
    dead = incident("rumour", [rumour], happened.tallies, grade="discounted")
    assert named(measured([rumour], [dead], date(2025, 9, 1)), "casualties", "killed").value == 0
