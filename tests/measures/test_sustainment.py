"""Sustainment: balances by hand, losses a year, days of service; and why a figure says what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from measures_made import claim, doc, incident, killed, mission, named, origins_of, tally

from veye.measures import measure, trace, why
from veye.records import Claim, Count, Document, Equipment, Figure, Source, Strength

A = doc("a", "2025-01-05")
ON = date(2026, 1, 1)


def strength(contingent: str, n: int, kind: str, day: str) -> Claim:
    return claim(A, Strength(contingent, Count.exactly(n), kind), on=day)  # type: ignore[arg-type]


def items(event: str, n: int, day: str) -> Claim:
    return claim(A, Equipment("Rhino", "armoured_vehicle", event, Count.exactly(n)), on=day)  # type: ignore[arg-type]


def measured(claims: list[Claim], **more: Any) -> list[Figure]:
    return measure(claims, [], [A], [], mission(), on=ON, **more)


def test_a_balance_shows_what_arrivals_and_departures_leave_open() -> None:
    claims = [
        strength("Kenya", 430, "current", "2025-01-01"), strength("Kenya", 150, "arrived", "2025-02-01"),
        strength("Kenya", 5, "departed", "2025-03-01"), strength("Kenya", 600, "current", "2025-04-01"),
        items("delivered", 34, "2025-01-01"), items("destroyed", 2, "2025-03-25"),
    ]  # fmt: skip
    balance = named(measured(claims), "sustainment", "balances")
    people, vehicles = balance.rows
    assert people[3:] == ("430", "150", "5", "575", "600", "25")  # 430 + 150 - 5 = 575, 25 short of 600
    assert vehicles[3:] == ("0", "34", "2", "32", "not reported", "cannot be checked")
    assert (balance.value, balance.high) == (1, 2)


def test_a_first_balance_begins_with_nobody_before_the_first_arrival() -> None:
    claims = [
        strength("Kenya", 400, "arrived", "2024-06-25"), strength("Kenya", 200, "arrived", "2024-07-16"),
        strength("Kenya", 400, "current", "2024-09-13"),
    ]  # fmt: skip
    balance = named(measured(claims), "sustainment", "balances")
    (kenya,) = balance.rows
    assert kenya == ("personnel, Kenya", "2024-06-25", "2024-09-13", "0", "600", "0", "600", "400", "-200")


def test_three_losses_in_two_years_are_1_5_a_year() -> None:
    claims = [items("delivered", 34, "2024-01-01"), *(items("destroyed", 2, f"2025-0{n}-01") for n in (3, 5, 7))]
    figures = measured(claims)
    rate = named(figures, "sustainment", "armoured_vehicle_loss_rate")
    years = 731 / 365.25  # from 1 January 2024 to 1 January 2026
    assert rate.value == pytest.approx(3 / years)
    assert (rate.low, rate.high) == (pytest.approx(0.6187 / years, rel=1e-3), pytest.approx(8.7673 / years, rel=1e-3))
    assert "6 items in 3 happenings" in rate.notes[0]
    assert "no loss" not in (named(figures, "sustainment", "armoured_vehicle_replacement").refused or "")
    assert named(figures, "sustainment", "armoured_vehicle_replacement").value == 0  # none delivered, six lost


def test_mean_days_since_arrival_depend_on_who_left_first() -> None:
    claims = [
        strength("Kenya", 100, "arrived", "2025-01-01"), strength("Kenya", 100, "arrived", "2025-07-01"),
        strength("Kenya", 100, "departed", "2025-09-01"),
    ]  # fmt: skip
    figure = named(measured(claims), "sustainment", "days_since_arrival")
    assert (figure.low, figure.value, figure.high) == (184, 184, 365)  # 1 July or 1 January to 1 January 2026


def explained() -> tuple[Figure, list[Claim], list[Document]]:
    one = Document.make("An officer was shot dead.", key="one", source=Source("Gazette"), published="2025-02-24")
    two = Document.make("Unnamed men say two died.", key="two", source=Source("Rumour"), published="2025-02-25")
    said = [
        claim(one, killed(1, cause="gunshot"), on="2025-02-23", by="the spokesman", kind="mission", quote="shot dead"),
        claim(two, killed(2, cause="gunshot"), on="2025-02-23", by="unnamed men", kind="anonymous", hedged=True),
    ]
    toll = tally("killed", "mission", said, low=1, best=1, high=2, contested=True)
    happened = incident("x", said, (toll,), on="2025-02-23")
    figures = measure(said, [happened], [one, two], [], mission(), on=ON)
    return named(figures, "casualties", "killed"), said, [one, two]


def test_why_names_formula_range_inputs_and_the_weakest_claim() -> None:
    figure, claims, docs = explained()
    assert figure.weakest == claims[1].id
    text = why(figure, claims, docs, origins_of([docs[0]], [docs[1]]))
    assert text.startswith("Members of the mission killed on 2026-01-01: 1 persons (1–2).")
    for part in (
        "How: sum over incidents",
        "2 claims in 2 reports of 2 origins",
        "shot dead",
        "Gazette, 2025-02-24",
        "Contested",
    ):
        assert part in text
    assert text.index("weakest evidence") < text.index("Gazette")  # the weakest claim comes first
    assert all(i in text for i in trace(figure))


def test_why_tells_the_reason_of_a_refusal_and_counts_what_is_withdrawn() -> None:
    refused = named(measured([]), "casualties", "death_rate")
    assert "not computed, because no report gives the mission's strength" in " ".join(why(refused, [], []).split())
    figure, claims, docs = explained()
    assert "1 of its claims are not in what was given" in why(figure, claims[:1], docs)
    assert "… and 1 more." in why(figure, claims, docs, most=1)
