"""Funding: each currency by itself, shares of the need, concentration with its unknown rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from measures_made import FACT, claim, doc, mission, named

from veye.measures import measure
from veye.measures.funding_needs import months_of
from veye.records import Claim, Figure, Funding, FundingLine

A = doc("a", "2025-12-09")
FUND = FundingLine("UN trust fund", "trust_fund", ("trust fund",), 800e6, "USD", "year", FACT)


def money(kind: str, amount: float, donor: str | None = None, currency: str = "USD", day: str = "2025-12-09") -> Claim:
    return claim(A, Funding(donor, amount, currency, kind, "trust fund"), on=day)  # type: ignore[arg-type]


def measured(claims: list[Claim], *, lines: tuple[FundingLine, ...] = (FUND,), **more: Any) -> list[Figure]:
    return measure(claims, [], [A], [], mission(funding=lines), on=date(2025, 12, 20), **more)


def test_the_trust_fund_holds_113_of_800_million_which_is_14_per_cent() -> None:
    figures = measured([money("disbursed", 85e6, day="2024-12-31"), money("disbursed", 113e6)])
    share = named(figures, "funding", "requirement_coverage")
    assert share.value == pytest.approx(14.125)  # 100 * 113 / 800
    assert "687,000,000" in share.notes[0]  # 800 - 113
    months = named(figures, "funding", "runway")
    assert months.high == pytest.approx(1.695)  # 113 / (800 / 12)
    assert months.low == 0  # what was spent is not reported


def test_conversion_is_85_of_110_3_million_pledged() -> None:
    figures = measured([money("pledged", 110.3e6), money("disbursed", 85e6)])
    assert named(figures, "funding", "conversion").value == pytest.approx(100 * 85 / 110.3)


def test_a_payment_is_never_compared_with_a_pledge_of_another_year() -> None:
    end_2024 = [money("pledged", 110.3e6, day="2024-12-31"), money("disbursed", 85e6, day="2024-12-31")]
    later = money("disbursed", 113e6, day="2025-12-08")
    share = named(measured([*end_2024, later]), "funding", "conversion")
    assert share.value == pytest.approx(100 * 85 / 110.3)  # of one day, not 113 of 110.3
    assert "days apart" in (named(measured([end_2024[0], later]), "funding", "conversion").refused or "")


def test_concentration_of_63_and_15_of_113_leaves_the_rest_between_thin_and_one_donor() -> None:
    figures = measured(
        [money("disbursed", 113e6), money("disbursed", 63e6, "Canada"), money("disbursed", 15e6, "United States")]
    )
    index = named(figures, "funding", "concentration")
    known = (63 / 113) ** 2 + (15 / 113) ** 2  # .3108 + .0176
    assert index.value == pytest.approx(known)
    assert index.low == pytest.approx(known)
    assert index.high == pytest.approx(known + (35 / 113) ** 2)  # 113 - 63 - 15 = 35 without a name


def test_currencies_are_never_added_or_converted_in_silence() -> None:
    claims = [money("disbursed", 10e6, "Canada", "CAD"), money("disbursed", 15e6, "United States")]
    figures = measured(claims)
    amounts = {(f.unit, f.value) for f in figures if (f.measure, f.name) == ("funding", "disbursed")}
    assert amounts == {("CAD", 10e6), ("USD", 15e6)}
    assert not [f for f in figures if f.name.endswith("_converted")]
    rate = {
        "id": "exchange_rate",
        "from": "CAD",
        "to": "USD",
        "value": "0.72",
        "date": "2025-12-01",
        "source": "a bank",
    }
    converted = named(measured(claims, rules=[rate]), "funding", "disbursed_converted")
    assert (converted.value, converted.unit) == (pytest.approx(7.2e6), "USD")
    assert "2025-12-01" in converted.method


def test_without_a_requirement_or_its_period_the_runway_is_refused() -> None:
    assert "monthly cost" in (named(measured([money("disbursed", 113e6)], lines=()), "funding", "runway").refused or "")
    no_period = FundingLine("UN trust fund", "trust_fund", ("trust fund",), 800e6, "USD")
    assert "period" in (
        named(measured([money("disbursed", 113e6)], lines=(no_period,)), "funding", "runway").refused or ""
    )


@pytest.mark.parametrize(
    ("words", "months"), [("year", 12), ("two years", 24), ("2026", 12), ("6 months", 6), (None, None), ("soon", None)]
)
def test_months_of_a_period(words: str | None, months: float | None) -> None:
    assert months_of(words) == months
