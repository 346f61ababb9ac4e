"""Sums that no other telling comes near: flagged, shown, and counted in no total."""

from __future__ import annotations

from datetime import date

from measures_made import claim, doc, mission, named

from veye.measures import measure
from veye.records import Claim, Figure, Funding, Origin

ON = date(2025, 1, 1)
WIRE, BLOG, OTHER, THIRD = (doc(key, "2024-09-05") for key in ("wire", "blog", "other", "third"))


def money(document, amount: float, kind: str = "requested", donor: str = "multiple") -> Claim:
    return claim(document, Funding(donor, amount, "USD", kind, "the mission"))  # type: ignore[arg-type]


def measured(claims: list[Claim], *origins: Origin) -> list[Figure]:
    return measure(claims, [], [WIRE, BLOG, OTHER, THIRD], list(origins), mission(), on=ON)


def test_a_rewrite_that_multiplies_its_origin_is_out_of_line() -> None:
    one = Origin("org-1", "wire", (WIRE.id, BLOG.id))
    wire, blog = money(WIRE, 589e6), money(BLOG, 75e9)  # 75,000 / 589 = 127 times
    figures = measured([wire, blog], one)
    flagged = named(figures, "funding", "out_of_line")
    assert flagged.claim_ids == (blog.id,)
    assert flagged.rows[0][-1] == "127"
    asked = named(figures, "funding", "requested")
    assert (asked.low, asked.value, asked.high) == (589e6, 589e6, 589e6)


def test_without_a_common_origin_two_others_must_agree() -> None:
    odd = money(BLOG, 75e9)
    assert [f for f in measured([money(WIRE, 589e6), odd]) if f.name == "out_of_line"] == []
    figures = measured([money(WIRE, 589e6), money(OTHER, 600e6), odd])
    assert named(figures, "funding", "out_of_line").claim_ids == (odd.id,)


def test_large_is_not_out_of_line_and_neither_is_another_giver() -> None:
    claims = [money(WIRE, 15e6), money(OTHER, 20e6), money(BLOG, 600e6), money(THIRD, 5e9, donor="United States")]
    assert [f for f in measured(claims) if f.name == "out_of_line"] == []
