"""Casualties: sums over incidents, exact rates, statuses that move, totals against events."""

from __future__ import annotations

from datetime import date

import pytest
from measures_made import NORTH, TOWN, claim, doc, incident, killed, mission, named, origins_of, tally
from msgspec.structs import replace

from veye.measures import measure
from veye.records import Casualty, Claim, Count, Document, Figure, Incident, PlaceMention, StatusStep, Strength

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


def test_a_strength_far_off_both_its_neighbours_is_left_out_and_named() -> None:
    told, happened = shot("2025-01-01")
    claims = [strength(1000, "2024-09-01"), strength(50, "2025-03-01"), strength(1000, "2025-09-01"), told]
    rate = named(measured(claims, [happened], date(2025, 9, 1)), "casualties", "death_rate")
    assert rate.rows[0][1] == round(1000 * 365 / 365.25)
    assert "2025-03-01 stands far off" in " ".join(rate.notes)


def test_a_toll_told_only_in_recall_is_listed_and_not_counted_again() -> None:
    news, happened = shot("2025-02-23")
    recalled = claim(A, killed(1), on="2025-02", backref=True)
    again = incident(
        "again", [recalled], (tally("killed", "mission", [recalled], low=1, best=1, high=1),), on="2025-02"
    )
    figure = named(measured([news, recalled], [happened, again], date(2025, 9, 1)), "casualties", "killed")
    assert (figure.value, figure.high) == (1, 1)
    assert [row[5] for row in figure.rows] == ["may repeat another", "yes"]
    alone = named(measured([recalled], [again], date(2025, 9, 1)), "casualties", "killed")
    assert (alone.low, alone.value, alone.high) == (0, 1, 1)  # nothing held here that it could repeat


def test_a_recalled_toll_of_the_mission_is_the_one_of_its_day_wherever_the_report_puts_it() -> None:
    news, happened = shot("2025-02-23")
    happened = replace(happened, place=PlaceMention(NORTH.name, NORTH))
    recalled = claim(A, killed(1), on="2025-02-23", place=TOWN, backref=True)
    tolls = (tally("killed", "mission", [recalled], low=1, best=1, high=1),)
    again = incident("again", [recalled], tolls, on="2025-02-23", place=PlaceMention(TOWN.name, TOWN))
    figure = named(measured([news, recalled], [happened, again], date(2025, 9, 1)), "casualties", "killed")
    assert (figure.value, figure.high) == (1, 1)


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


EARLY, LATE, LAST = doc("early", "2025-03-25"), doc("late", "2025-03-27"), doc("last", "2025-03-30")
LAST_TOO = doc("last too", "2025-03-30", source="Other")
ONE = Count.exactly(1)


def ambush(*told: tuple[Document, Casualty, dict[str, bool]]) -> list[Figure]:
    """Figures of one ambush on 25 March with those tellings."""
    claims = [claim(source, said, on="2025-03-25", **flags) for source, said, flags in told]
    by_outcome: dict[str, list[Claim]] = {}
    for one in claims:
        assert isinstance(one.statement, Casualty)
        by_outcome.setdefault(one.statement.outcome, []).append(one)
    tallies = tuple(tally(outcome, "mission", mine, low=1, best=1, high=1) for outcome, mine in by_outcome.items())
    steps = tuple(StatusStep(f"{o} (mission)", c.id, None) for o, mine in by_outcome.items() for c in mine)
    happened = incident("ambush", claims, tallies, on="2025-03-25", statuses=steps)
    return measured(claims, [happened], date(2025, 9, 1), [EARLY, LATE, LAST])


MISSING, DEAD = Casualty("missing", ONE, who="mission"), Casualty("killed", ONE, who="mission")


@pytest.mark.parametrize(
    ("told", "killed_range", "missing_range", "contested"),
    [
        # missing, two days later dead: one person, dead
        (((EARLY, MISSING, {}), (LATE, DEAD, {})), (1, 1, 1), (0, 0, 0), False),
        # called dead by one party, still missing for another three days later: one person in two ranges
        (((EARLY, MISSING, {}), (LATE, DEAD, {}), (LAST, MISSING, {})), (0, 0, 1), (0, 1, 1), True),
        # the death only hedged: missing, perhaps dead
        (((EARLY, MISSING, {}), (LATE, DEAD, {"hedged": True})), (0, 0, 1), (0, 1, 1), True),
        # one report that tells of both tells of two people
        (((LATE, MISSING, {}), (LATE, DEAD, {})), (1, 1, 1), (1, 1, 1), False),
    ],
)
def test_a_missing_person_called_dead_never_counts_twice(
    told: tuple[tuple[Document, Casualty, dict[str, bool]], ...],
    killed_range: tuple[int, int, int],
    missing_range: tuple[int, int, int],
    contested: bool,
) -> None:
    figures = ambush(*told)
    dead, missing = named(figures, "casualties", "killed"), named(figures, "casualties", "missing")
    assert (dead.low, dead.value, dead.high) == killed_range
    assert (missing.low, missing.value, missing.high) == missing_range
    assert (dead.contested, missing.contested) == (contested, contested)
    assert named(figures, "casualties", "status_histories").value == 1


def test_wounded_and_killed_of_one_attack_are_different_people() -> None:
    figures = ambush((EARLY, Casualty("wounded", ONE, who="mission"), {}), (EARLY, DEAD, {}))
    assert (named(figures, "casualties", "wounded").low, named(figures, "casualties", "killed").low) == (1, 1)


def test_somebody_wounded_and_a_later_death_may_be_one_person() -> None:
    figures = ambush((EARLY, Casualty("wounded", ONE, who="mission"), {}), (LATE, DEAD, {}))
    wounded = named(figures, "casualties", "wounded")
    assert (wounded.low, wounded.value, wounded.high) == (0, 1, 1)


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


def test_a_later_firm_total_that_needs_the_disputed_death_settles_it() -> None:
    first, happened = shot("2025-02-23")
    missing, dead, still = (
        claim(source, said, on="2025-03-25") for source, said in ((EARLY, MISSING), (LATE, DEAD), (LAST, MISSING))
    )
    gone = tally("missing", "mission", [missing, still], low=1, best=1, high=1)
    killed_one = tally("killed", "mission", [dead], low=1, best=1, high=1)
    lost = incident("lost", [missing, dead, still], (killed_one, gone), on="2025-03-25")
    docs, told = [A, EARLY, LATE, LAST], [first, missing, dead, still]
    before = measured(told, [happened, lost], date(2025, 9, 10), docs)
    assert (named(before, "casualties", "killed").low, named(before, "casualties", "killed").high) == (1, 2)
    total = claim(A, killed(2), on="2025-09-05", cumulative=True)
    after = measured([*told, total], [happened, lost], date(2025, 9, 10), docs)
    dead_now, missing_now = named(after, "casualties", "killed"), named(after, "casualties", "missing")
    assert (dead_now.low, dead_now.value, dead_now.high, dead_now.contested) == (2, 2, 2, False)  # 1 + the disputed one
    assert (missing_now.low, missing_now.value, missing_now.high) == (0, 0, 0)
    assert total.id in dead_now.claim_ids  # the total is what says so
    early = measured([*told, total], [happened, lost], date(2025, 4, 10), docs)
    assert named(early, "casualties", "killed").contested  # not yet told on that day
    hedged = claim(A, killed(2), on="2025-09-05", cumulative=True, hedged=True)
    assert named(measured([*told, hedged], [happened, lost], date(2025, 9, 10), docs), "casualties", "killed").contested


def test_a_reprint_of_the_first_telling_does_not_reopen_a_death() -> None:
    missing, dead, again = (
        claim(source, said, on="2025-03-25") for source, said in ((EARLY, MISSING), (LATE, DEAD), (LAST, MISSING))
    )
    tallies = tuple(
        tally(o, "mission", [c], low=1, best=1, high=1) for o, c in (("killed", dead), ("missing", missing))
    )
    lost = incident("lost", [missing, dead, again], tallies, on="2025-03-25")
    docs = [EARLY, LATE, LAST]
    figures = measure(
        [missing, dead, again], [lost], docs, origins_of([EARLY, LAST], [LATE]), mission(), on=date(2025, 9, 1)
    )
    assert named(figures, "casualties", "killed").value == 1
    assert not named(figures, "casualties", "killed").contested


def test_a_smaller_running_total_leaves_no_room_for_a_death_known_from_recall_alone() -> None:
    news, happened = shot("2025-02-23")
    old = claim(A, killed(1), on="2024-06", backref=True)
    recalled = incident("old", [old], (tally("killed", "mission", [old], low=1, best=1, high=1),), on="2024-06")
    before = named(measured([news, old], [happened, recalled], date(2025, 9, 10)), "casualties", "killed")
    assert (before.low, before.value) == (1, 2)
    first = claim(A, killed(1), on="2025-09-05", cumulative=True)
    after = named(measured([news, old, first], [happened, recalled], date(2025, 9, 10)), "casualties", "killed")
    assert (after.low, after.value, after.high) == (1, 1, 1)
    gap = named(
        measured([news, old, first], [happened, recalled], date(2025, 9, 10)), "casualties", "running_total_killed"
    )
    assert gap.value == -1  # 1 by the total, 2 by the incidents alone
    assert "known from recall alone" in gap.notes[0]
    assert [row[5] for row in after.rows] == ["may repeat another", "yes"]


def test_a_total_that_agrees_only_with_the_disputed_death_settles_it_too() -> None:
    told = [
        claim(source, said, on="2025-03-25") for source, said in ((EARLY, MISSING), (LAST, DEAD), (LAST_TOO, MISSING))
    ]
    tallies = tuple(
        tally(o, "mission", [c], low=1, best=1, high=1) for o, c in (("killed", told[1]), ("missing", told[0]))
    )
    lost = incident("lost", told, tallies, on="2025-03-25")
    docs = [A, EARLY, LAST, LAST_TOO]
    open_still = named(measured(told, [lost], date(2025, 9, 10), docs), "casualties", "killed")
    assert (open_still.low, open_still.value, open_still.high) == (0, 1, 1)  # told dead and missing on one day
    total = claim(A, killed(1), on="2025-09-05", cumulative=True)
    figures = measured([*told, total], [lost], date(2025, 9, 10), docs)
    dead, missing = named(figures, "casualties", "killed"), named(figures, "casualties", "missing")
    assert (dead.low, dead.value, dead.high, dead.contested) == (1, 1, 1, False)
    assert (missing.low, missing.value, missing.high) == (0, 0, 0)


def test_news_with_a_vague_date_counts_beside_a_sharply_dated_event_of_that_month() -> None:
    fresh = doc("fresh", "2025-04-02")
    one = claim(fresh, Casualty("wounded", ONE, who="mission", cause="gunshot"), on="2025-03-18")
    two = claim(fresh, Casualty("wounded", Count.exactly(2), who="mission", cause="gunshot"), on="2025-03")
    sharp = incident("sharp", [one], (tally("wounded", "mission", [one], low=1, best=1, high=1),), on="2025-03-18")
    vague = incident("vague", [two], (tally("wounded", "mission", [two], low=2, best=2, high=2),), on="2025-03")
    figures = measured([one, two], [sharp, vague], date(2025, 4, 10), [fresh])
    assert named(figures, "casualties", "wounded").value == 3
