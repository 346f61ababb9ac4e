"""Arrivals on two days, sums of one donor, and what follows of an attack."""

from __future__ import annotations

import numpy as np
import pytest
from tests.resolve.test_distinct import CITY, LAND, NORTH, linked, told
from tests.resolve.test_linking import report

from veye.records import Casualty, Claim, Count, Displacement, Document, Evacuation, Flags, Funding, Place, Strength
from veye.resolve.board import lay_out, tell_all, weigh_pairs
from veye.resolve.counted import facts_of
from veye.resolve.episodes import episodes
from veye.resolve.weights import load_weights


def level(feature: str, docs: tuple[Document, Document], claims: list[Claim]) -> str:
    by_id = {d.id: d for d in docs}
    board = lay_out(tell_all(claims, by_id), by_id, {})
    assert len(board.told) == 2
    weights = load_weights()
    at = weigh_pairs(board.cols, board.texts, np.array([0]), np.array([1]), weights)[feature][0]
    return weights.levels[feature][at]


def came(number: int) -> Strength:
    return Strength("Guatemala", Count.exactly(number), "arrived")


def test_two_flights_of_like_size_on_two_days_are_two_arrivals() -> None:
    a = report("a", "Guatemalan soldiers land in Port\nA plane brought 75 men on Friday.", published="2025-01-03")
    b = report(
        "b",
        "Guatemala completes its contingent\nThe second flight carried as many as the first, 75.",
        published="2025-01-05",
    )
    assert len(linked([a, b], [told(a, came(75), day="2025-01-03"), told(b, came(75), day="2025-01-04")])) == 2


def test_one_contingent_that_came_on_one_day_came_once_however_it_is_rounded() -> None:
    a = report("a", "Another 144 officers land in Port\nThey left at dawn.", published="2025-02-06")
    b = report("b", "Some two hundred come to Port\nThe plane was full.", published="2025-02-07")
    assert len(linked([a, b], [told(a, came(144), day="2025-02-06"), told(b, came(200), day="2025-02-06")])) == 1


def test_one_report_tells_the_arrivals_of_two_days_apart() -> None:
    doc = report("a", "x", published="2025-02-06")
    other = Strength("El Salvador", Count.exactly(70), "arrived")
    assert len(episodes([told(doc, came(200), 0, day="2025-02-06"), told(doc, other, 1, day="2025-02-04")], doc)) == 2


def test_one_of_several_sums_of_a_donor_is_the_same_sum() -> None:
    a, b = report("a", "x"), report("b", "y")
    sums = [told(a, Funding("EU", float(n), "EUR", "approved", None), i) for i, n in enumerate((20e6, 89e6, 15e6))]
    assert level("money", (a, b), [*sums, told(b, Funding("EU", 20e6, "EUR", "approved", None))]) == "same amount"


def test_a_donor_is_known_by_its_names_and_no_other_by_its_sound() -> None:
    doc, known = report("a", "x"), {"kenya": "KEN", "canada": "CAN", "kanada": "CAN"}
    keys = [facts_of(told(doc, Strength(n, Count.exactly(7), "arrived")), known) for n in ("Canada", "Kanada", "Kenya")]
    assert keys[0] == keys[1] != keys[2]


FAR = Place("XXX~far south xland", "far south of Xland", "region", 17.0, -73.9, 120.0, 5, "XXX", ("XXX",))
ROAD = Place("X/north+X/east~north east", "North – East", "road", 18.2, -72.0, 20.0, 5, "XXX", ("XXX",))


@pytest.mark.parametrize(("left", "right", "says"), [(FAR, NORTH, "same region"), (ROAD, NORTH, "inside")])
def test_a_place_made_of_others_is_compared_with_what_it_is_made_of(left: Place, right: Place, says: str) -> None:
    a, b = report("a", "x"), report("b", "y")
    dead = Casualty("killed", Count.exactly(2), "mission")
    assert level("place", (a, b), [told(a, dead, at=left), told(b, dead, at=right)]) == says


@pytest.mark.parametrize(("lag_day", "says"), [
    ("2025-07-08", "told within 3 days"), ("2025-07-12", "told within a week"),
    ("2025-07-17", "told within a month"), ("2025-07-24", "told as news within a month"),
])  # fmt: skip
def test_news_without_a_day_is_held_against_a_day_by_how_soon_it_is_told(lag_day: str, says: str) -> None:
    a, b = report("a", "x", published="2025-07-07"), report("b", "y", published=lag_day)
    dead = Casualty("killed", Count.exactly(2), "police")
    assert level("date", (a, b), [told(a, dead, day="2025-07-06"), told(b, dead)]) == says


def test_wounded_flown_out_days_later_belong_to_the_attack_that_the_report_recalls() -> None:
    doc = report("a", "x", published="2023-06-05")
    hurt = told(doc, Casualty("wounded", Count.exactly(30), "mission"), 0, day="2023-05-29", at=CITY)
    hurt = Claim.make(
        doc.id, hurt.statement, hurt.evidence, when=hurt.when, place=hurt.place, flags=Flags(backref=True)
    )
    moved = told(doc, Evacuation(Count.exactly(15), "Port", "Rome"), 1, day="2023-06-05")
    (only,) = episodes([hurt, moved], doc)
    assert only.when == hurt.when
    assert not only.recalled
    early = told(doc, Evacuation(Count.exactly(15), "Port", "Rome"), 1, day="2023-05-20")
    assert len(episodes([hurt, early], doc)) == 2


def test_totals_of_the_displaced_stand_with_the_totals_of_the_dead() -> None:
    doc = report("a", "x")

    def total(statement: Casualty | Displacement, n: int) -> Claim:
        plain = told(doc, statement, n, at=LAND)
        return Claim.make(doc.id, statement, plain.evidence, place=plain.place, flags=Flags(cumulative=True))

    moved = total(Displacement(Count.exactly(1_400_000)), 1)
    (only,) = episodes([total(Casualty("killed", Count.exactly(1247), "unknown"), 0), moved], doc)
    assert only.family == "totals"
    assert [e.family for e in episodes([moved], doc)] == ["displacement"]
