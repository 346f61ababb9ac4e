"""Force: the arithmetic by hand, the ceiling, conflicts, and changes nobody explains."""

from __future__ import annotations

from datetime import date

import pytest
from measures_made import FACT, claim, doc, mission, named, origins_of

from veye.measures import measure
from veye.records import AuthorisedStrength, Count, Strength

DECEMBER = date(2025, 12, 9)
TWO_CEILINGS = mission(
    authorised=(AuthorisedStrength(2500, date(2023, 10, 2), FACT), AuthorisedStrength(5550, date(2025, 9, 30), FACT))
)


def total(n: int, kind: str = "current") -> Strength:
    return Strength("total", Count.exactly(n), kind)  # type: ignore[arg-type]


def test_fill_rate_is_980_of_5550_and_of_the_earlier_2500() -> None:
    a = doc("a", "2025-12-09")
    figures = measure([claim(a, total(980), on="2025-12-08")], [], [a], [], TWO_CEILINGS, on=DECEMBER)
    now = named(figures, "force", "fill_rate")
    before = named(figures, "force", "fill_rate", ceiling="2,500")
    assert now.value == pytest.approx(100 * 980 / 5550)  # 17.66: 18 %
    assert round(now.value or 0) == 18
    assert before.value == pytest.approx(39.2)  # 100 * 980 / 2500: 39 %
    assert "980 / 5,550" in now.method
    assert now.id != before.id


def test_a_strength_without_any_date_counts_only_where_no_dated_one_is_held() -> None:
    bare, later = doc("a", None), doc("b", "2025-12-08")
    undated = claim(bare, total(1000))
    alone = named(measure([undated], [], [bare], [], TWO_CEILINGS, on=DECEMBER), "force", "deployed")
    assert alone.value == 1000
    assert "may be of any day" in " ".join(alone.notes)
    both = measure(
        [undated, claim(later, total(980), on="2025-12-08")], [], [bare, later], [], TWO_CEILINGS, on=DECEMBER
    )
    assert named(both, "force", "deployed").value == 980


def test_pledges_above_the_ceiling_are_flagged() -> None:
    a = doc("a", "2025-12-19")
    pledge = claim(a, total(7500, "pledged"), on="2025-12-19", planned=True)
    figure = named(measure([pledge], [], [a], [], TWO_CEILINGS, on=date(2025, 12, 20)), "force", "pledged")
    assert figure.value == 7500
    assert "above the ceiling of 5,550 by 1,950" in " ".join(figure.notes)  # 7500 - 5550 = 1950


def test_values_of_one_day_that_disagree_stand_side_by_side_and_widen_the_fill_rate() -> None:
    a, b = doc("a", "2024-10-01"), doc("b", "2024-10-02")
    claims = [claim(a, total(407), on="2024-09-30", by="UN", kind="un"), claim(b, total(410), on="2024-09-30")]
    figures = measure(claims, [], [a, b], [], TWO_CEILINGS, on=date(2024, 10, 5))
    strength, fill = named(figures, "force", "deployed"), named(figures, "force", "fill_rate")
    assert (strength.low, strength.value, strength.high, strength.contested) == (407, 407, 410, True)
    assert {row[1] for row in strength.rows} == {"UN", "Paper"}
    assert (fill.low, fill.high) == (pytest.approx(16.28), pytest.approx(16.4))  # 407 and 410 of 2500


def test_a_report_of_a_later_day_never_counts_for_an_earlier_one() -> None:
    a, b = doc("a", "2025-02-05"), doc("b", "2025-12-09")
    claims = [claim(a, total(859), on="2025-02-04"), claim(b, total(980), on="2025-12-08")]
    assert named(measure(claims, [], [a, b], [], TWO_CEILINGS, on=date(2025, 3, 1)), "force", "deployed").value == 859


def test_change_in_strength_less_arrivals_leaves_the_unexplained_part() -> None:
    a, b = doc("a", "2024-10-11"), doc("b", "2025-02-05")
    claims = [
        claim(a, total(430), on="2024-10-11"),
        claim(b, Strength("Guatemala", Count.exactly(150), "arrived"), on="2025-01-04"),
        claim(b, Strength("Kenya", Count.exactly(217), "arrived"), on="2025-01-18"),
        claim(b, Strength("Jamaica", Count.exactly(5), "departed"), on="2025-01-20"),
        claim(b, total(859), on="2025-02-04"),
    ]
    figure = named(measure(claims, [], [a, b], [], TWO_CEILINGS, on=date(2025, 3, 1)), "force", "unexplained_change")
    assert figure.value == 67  # (859 - 430) - (150 + 217 - 5) = 429 - 362
    assert figure.rows == (("2024-10-11", "2025-02-04", "429", "367", "5", "67"),)


def test_reprints_of_one_arrival_are_one_flow() -> None:
    a, b = doc("a", "2025-01-03"), doc("b", "2025-01-03", source="Other")
    arrival = Strength("Guatemala", Count.exactly(75), "arrived")
    claims = [claim(a, arrival, on="2025-01-03"), claim(b, arrival, on="2025-01-03")]
    figure = named(
        measure(claims, [], [a, b], origins_of([a, b]), mission(), on=date(2025, 2, 1)), "force", "contingents"
    )
    assert figure.rows[0][:3] == ("Guatemala", "not stated", "75")
    assert figure.rows[0][-1] == "not in the mission profile"


def test_without_a_total_the_contingents_add_up_and_the_upper_end_stays_open() -> None:
    a = doc("a", "2025-01-10")
    claims = [
        claim(a, Strength("Kenyan", Count.exactly(400), "current")),
        claim(a, Strength("Jamaica", Count.exactly(24), "current")),
    ]
    figure = named(measure(claims, [], [a], [], mission(), on=date(2025, 2, 1)), "force", "deployed")
    assert (figure.value, figure.high) == (424, None)  # 400 + 24
    assert "424" in figure.method


def test_no_report_of_strength_is_a_refusal_with_its_reason() -> None:
    figures = measure([], [], [], [], mission(), on=DECEMBER)
    assert named(figures, "force", "deployed").refused == "no report gives the mission's strength"
    assert named(figures, "force", "fill_rate").refused == "no report gives the mission's strength"


@pytest.mark.parametrize(
    ("rule", "best"),
    [
        ("conservative", 900),
        ("majority_of_origins", 1000),
        ("latest_official", 980),
        ("hierarchy", 980),
        ("pooled", 980),
    ],
)
def test_the_missions_rule_chooses_the_best_of_values_that_disagree(rule: str, best: int) -> None:
    told = [(900, "2025-12-08", "outlet"), (980, "2025-12-10", "mission"), (1000, "2025-12-11", "outlet"),
            (1000, "2025-12-12", "outlet"), (880, "2025-12-12", "outlet")]  # fmt: skip
    docs = [doc(f"r{i}", published, kind=kind) for i, (_, published, kind) in enumerate(told)]
    claims = [claim(d, total(n), on="2025-12-08", hedged=n == 880) for d, (n, _, _) in zip(docs, told, strict=True)]
    figure = named(measure(claims, [], docs, [], mission(rule=rule), on=date(2025, 12, 20)), "force", "deployed")
    assert (figure.low, figure.value, figure.high, figure.contested) == (880, best, 1000, True)


def test_an_arrival_recalled_later_or_told_without_a_date_is_no_second_arrival() -> None:
    a, b = doc("a", "2024-06-25"), doc("b", "2025-02-04")
    first = Strength("Kenya", Count.exactly(400), "arrived")
    claims = [
        claim(a, first, on="2024-06-25"),
        claim(b, first),  # "has sent 400 officers", months later
        claim(b, Strength("Kenya", Count.exactly(380), "arrived"), on="2024-06", backref=True),
        claim(b, Strength("Kenya", Count.exactly(144), "arrived"), on="2025-02-04"),
        claim(b, Strength("Kenya", Count.exactly(544), "arrived")),  # both together
    ]
    figure = named(measure(claims, [], [a, b], [], mission(), on=date(2025, 3, 1)), "force", "contingents")
    assert figure.rows[0][2] == "544"  # 400 and 144
