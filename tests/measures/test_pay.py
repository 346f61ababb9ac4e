"""Pay owed, worked out by hand: a count, a denial, and a month that pay is said to reach to."""

from __future__ import annotations

from datetime import date

import pytest
from measures_made import claim, doc, mission, named

from veye.measures import measure
from veye.measures.pay import months_owed
from veye.records import Claim, Count, Figure, Pay

ON = date(2025, 1, 1)
OFFICERS, CHIEF, COMMANDER = doc("officers", "2024-12-05"), doc("chief", "2024-12-05"), doc("commander", "2024-12-06")
BEFORE = doc("before", "2024-08-25")


def measured(claims: list[Claim]) -> list[Figure]:
    return measure(claims, [], [OFFICERS, CHIEF, COMMANDER, BEFORE], [], mission(), on=ON)


@pytest.mark.parametrize(
    ("said", "on", "months"),
    [
        (Pay("Kenya", "late", count=Count(3, None)), date(2024, 12, 5), (3, None)),
        (Pay("Kenya", "paid"), date(2024, 12, 5), (0, 0)),
        (Pay("Kenya", "paid", paid_to="2024-10"), date(2024, 12, 5), (1, 1)),  # November has ended, December has not
        (Pay("Kenya", "paid", paid_to="2024-10"), date(2024, 11, 30), (0, 0)),
        (Pay("Kenya", "paid", paid_to="2024-10"), date(2025, 2, 1), (3, 3)),  # November, December, January
        (Pay("Kenya", "late"), date(2024, 12, 5), (None, None)),
    ],
)
def test_months_owed_follow_from_what_is_told_and_when(said, on, months) -> None:
    assert months_owed(said, on) == months


def test_three_months_one_month_and_none_stand_side_by_side() -> None:
    claims = [
        claim(OFFICERS, Pay("Kenya", "late", count=Count.exactly(3)), by="officers"),
        claim(CHIEF, Pay("Kenya", "paid", paid_to="2024-10"), by="police chief"),
        claim(COMMANDER, Pay(None, "paid"), by="commander"),  # of the only contingent that is spoken of
        claim(BEFORE, Pay("Kenya", "late", "allowance", Count.exactly(2))),  # of August: in the table, not in the range
    ]
    owed = named(measured(claims), "sustainment", "pay_owed")
    assert dict(owed.params)["contingent"] == "Kenya"
    assert (owed.low, owed.high, owed.contested) == (0, 3, True)
    assert owed.value in (0, 1, 3)
    assert sorted((row[2], row[3]) for row in owed.rows) == [
        ("0", "paid in full"), ("1", "paid up to 2024-10"), ("2", "late"), ("3", "late"),
    ]  # fmt: skip
    assert len(owed.claim_ids) == 3


def test_salaries_that_are_paid_are_no_dispute_with_allowances_that_are_late() -> None:
    late = claim(OFFICERS, Pay("Kenya", "late", "allowance", Count.exactly(2)))
    paid = claim(CHIEF, Pay("Kenya", "paid", "salary"))
    owed = [f for f in measured([late, paid]) if f.name == "pay_owed"]
    assert [(dict(f.params)["what"], f.value, f.contested) for f in owed] == [("pay", 2, False), ("salaries", 0, False)]


def test_pay_that_nobody_speaks_of_is_refused() -> None:
    assert named(measured([]), "sustainment", "pay_owed").refused
