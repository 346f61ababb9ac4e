"""What makes two happenings of two that sound alike, and what one quantity of an incident is."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from tests.resolve.test_linking import AMBUSH, claim, killed, report

from veye.records import (
    Casualty,
    Claim,
    Count,
    Displacement,
    Document,
    Equipment,
    Flags,
    Funding,
    Incident,
    Milestone,
    Place,
    PlaceMention,
    Row,
    Statement,
    Strength,
    When,
)
from veye.resolve import link
from veye.resolve.board import lay_out, tell_all, weigh_pairs
from veye.resolve.compare import bits
from veye.resolve.counted import facts_of
from veye.resolve.episodes import episodes
from veye.resolve.prints import cells_of
from veye.resolve.weights import load_weights


def linked(docs: list[Document], claims: list[Claim]) -> list[Incident]:
    return link(claims, docs, [])


def told(doc: Document, statement: Statement, n: int = 0, *, day: str | None = None, at: Place | None = None) -> Claim:
    row = (Row("coded", f"{doc.key}-{n}", (("type", "x"),)),)
    where = PlaceMention(at.name, at) if at else None
    return Claim.make(doc.id, statement, row, when=When.from_iso(day) if day else None, place=where)


def vehicles(number: int, item: str = "vehicles", event: str = "delivered") -> Equipment:
    return Equipment(item, "armoured_vehicle", event, Count.exactly(number))  # type: ignore[arg-type]


CITY = Place("X01", "Port", "admin3", 18.54, -72.33, 3.3, 1, "XXX", ("XXX",))
NORTH = Place("X/north", "North Hill", "neighbourhood", 18.549, -72.323, 0.6, 1, "XXX", ("X01", "XXX"))
EAST = Place("X/east", "Rivertown", "neighbourhood", 18.544, -72.3165, 0.7, 1, "XXX", ("X01", "XXX"))
LAND = Place("XXX", "Xland", "country", 18.9, -72.6, 150.0, 6, "XXX", ())


def row_of(number: int, day: str) -> Document:
    cells = (
        f"date: {day}\nkind: equipment_delivery\nsubject: Police: batch {number}\nvalue: 3\nunit: vehicle\nplace: Port"
    )
    return report(f"row{number}", f"Police: batch {number}\n{cells}", published=day, outlet="a.example")


def test_a_row_is_compared_by_its_cells_and_prose_by_its_words() -> None:
    cells = cells_of(row_of(2, "2023-01-11").text)
    assert cells is not None
    assert "Police: batch 2" in cells
    assert "equipment_delivery" in cells
    assert "kind:" not in cells
    assert cells_of("Dead: two\nOn Monday two men died.\nThe police said so.\nNobody was held.") is None


def test_batches_of_one_supplier_in_four_months_are_four_deliveries() -> None:
    docs = [row_of(i, day) for i, day in enumerate(("2022-10-15", "2023-01-11", "2023-02-19", "2023-05-08"))]
    claims = [told(d, vehicles(3), day=d.published, at=CITY) for d in docs]
    assert sorted(len(i.doc_ids) for i in linked(docs, claims)) == [1, 1, 1, 1]


def test_attacks_on_two_quarters_of_a_town_on_one_day_stay_apart() -> None:
    a = report(
        "a", "Six killed on North Hill\nAt least six people died on Saturday when gang members came, residents said."
    )
    b = report("b", "Raid on Rivertown\nA rights group counts seven dead where armed men set houses alight.")
    claims = [told(d, s, n, day="2025-03-01", at=p) for d, p, k in ((a, NORTH, 6), (b, EAST, 7)) for n, s in enumerate((AMBUSH, killed(k)))]  # fmt: skip  # noqa: E501
    assert len(linked([a, b], claims)) == 2


def test_an_attack_told_by_its_quarter_and_by_its_town_is_one() -> None:
    a = report(
        "a", "Six killed on North Hill\nAt least six people died on Saturday when gang members came, residents said."
    )
    b = report(
        "b", "Gang members kill six people in Port\nSix people died on Saturday, residents said, when a gang came."
    )
    claims = [told(d, s, n, day="2025-03-01", at=p) for d, p in ((a, NORTH), (b, CITY)) for n, s in enumerate((AMBUSH, killed(6)))]  # fmt: skip  # noqa: E501
    assert len(linked([a, b], claims)) == 1


@pytest.mark.parametrize(
    ("one", "other", "incidents"),
    [
        (Funding("Canada", 5_700_000, "CAD", "pledged"), Funding("United States", 6_000_000, "USD", "disbursed"), 2),
        (Funding("Canada", 5_700_000, "CAD", "pledged"), Funding("Canada", 5_700_000, "CAD", "pledged"), 1),
        (Strength("Kenya", Count.exactly(200), "arrived"), Strength("Guatemala", Count.exactly(75), "arrived"), 2),
        (Strength("Kenya", Count.exactly(200), "arrived"), Strength("Kenya", Count.exactly(200), "arrived"), 1),
    ],
)
def test_sums_and_contingents_of_which_none_is_shared_speak_against_a_link(
    one: Statement, other: Statement, incidents: int
) -> None:
    a = report(
        "a", "More for the mission\nThe foreign minister told on Wednesday what comes to Port for the force there."
    )
    b = report("b", "Promises\nA council report lists by country how little has come in so far, and since when.")
    assert len(linked([a, b], [told(a, one), told(b, other)])) == incidents


@pytest.mark.parametrize(("first", "second", "deliveries"), [(24, 10, 2), (10, 8, 1)])
def test_far_numbers_of_one_item_are_two_deliveries_and_near_ones_rivals(
    first: int, second: int, deliveries: int
) -> None:
    doc = report("a", "Vehicles arrive, on top of those that came before.")
    found = episodes([told(doc, vehicles(first, "MaxxPro vehicles")), told(doc, vehicles(second), 1)], doc)
    assert len(found) == deliveries


def test_different_items_of_one_delivery_stay_together() -> None:
    doc = report("a", "Twenty MaxxPro trucks and four Toyota pick-ups arrive.")
    found = episodes([told(doc, vehicles(20, "MaxxPro trucks")), told(doc, vehicles(4, "Toyota pick-ups"), 1)], doc)
    assert len(found) == 1


def burned(how: tuple[str, str], *, together: bool) -> Incident:
    """One ambush in which a vehicle went, told twice."""
    docs = [report(k, f"Ambush near Savien kills twelve\nTwelve people died on Saturday and a vehicle went, {k} said.") for k in "ab"]  # fmt: skip  # noqa: E501
    claims = [c for d in docs for c in (claim(d, AMBUSH), claim(d, killed(12), 1))]
    claims += [claim(docs[0 if together else i], vehicles(1, f"vehicle {i}", e), 2 + i) for i, e in enumerate(how)]
    (incident,) = linked(docs, claims)
    return incident


def test_a_vehicle_lost_in_one_report_and_burned_in_another_is_one_vehicle() -> None:
    incident = burned(("destroyed", "lost"), together=False)
    assert incident.tally("lost", "armoured_vehicle") is None
    destroyed = incident.tally("destroyed", "armoured_vehicle")
    assert destroyed is not None
    assert (destroyed.best, destroyed.contested, len(destroyed.values)) == (1, False, 2)


def test_a_report_that_tells_of_one_lost_and_one_burned_tells_of_two() -> None:
    incident = burned(("destroyed", "lost"), together=True)
    assert {t.what for t in incident.tallies} >= {"destroyed", "lost"}


def test_the_displaced_of_a_part_are_no_rival_of_those_of_the_whole() -> None:
    doc = report("a", "1.3 million displaced, the agency says; 92,000 of them from the town.")
    claims = [told(doc, Displacement(Count.exactly(n), "stock"), i, at=p) for i, (n, p) in enumerate(((1_300_000, LAND), (92_000, CITY)))]  # fmt: skip  # noqa: E501
    tallies = {t.who: t for i in linked([doc], claims) for t in i.tallies}
    assert {who: t.best for who, t in tallies.items()} == {"stock": 1_300_000, "stock, Port": 92_000}
    assert not any(t.contested for t in tallies.values())


def test_somebody_missing_in_one_report_and_dead_in_the_next_is_one_happening() -> None:
    a = report(
        "a",
        "Officer missing after ambush near Savien\nOne officer has been missing since Saturday's ambush near Savien.",
    )
    b = report("b", "Missing officer is dead\nThe officer missing since the ambush near Savien is dead, the council said.", published="2025-03-04")  # fmt: skip  # noqa: E501
    lost = Casualty("missing", Count.exactly(1), "mission")
    dead = Casualty("killed", Count.exactly(1), "mission")
    assert len(linked([a, b], [claim(a, AMBUSH), claim(a, lost, 1), claim(b, dead, day=None)])) == 1


def test_an_election_set_for_months_ahead_is_told_of_on_two_occasions() -> None:
    draft = report("a", "Council hands over a draft calendar", published="2025-11-15")
    decree = report("b", "Government adopts the decree on the vote", published="2026-01-20")
    echo = report("c", "A draft calendar is handed over by the council", published="2025-11-16")
    docs = [draft, decree, echo]
    claims = [told(d, Milestone("election"), day="2026-08-30") for d in docs]
    found = {frozenset(i.doc_ids) for i in linked(docs, claims)}
    assert found == {frozenset({draft.id, echo.id}), frozenset({decree.id})}


def test_undated_news_is_of_no_day_that_lies_months_back_unless_it_recalls_it() -> None:
    then = report("a", "Gang members raid North Hill at night\nThree people were killed there.", published="2025-03-02")
    now = report("b", "Gang members raid North Hill at night\nThree people were killed there.", published="2025-09-02")
    for recalled, incidents in ((False, 2), (True, 1)):
        claims = [told(then, s, n, day="2025-03-01", at=NORTH) for n, s in enumerate((AMBUSH, killed(3)))]
        back = [told(now, s, n, at=NORTH) for n, s in enumerate((AMBUSH, killed(3)))]
        claims += [msgspec.structs.replace(c, flags=Flags(backref=recalled)) for c in back]
        assert len(linked([then, now], claims)) == incidents


def test_a_happening_has_the_days_of_its_news_not_those_that_it_recalls() -> None:
    doc = report("a", "Airliner hit by gunfire\nA month ago a helicopter was hit too.", published="2025-03-01")
    news = told(doc, killed(1), 0, at=CITY)
    back = msgspec.structs.replace(told(doc, AMBUSH, 1, day="2025-02", at=CITY), flags=Flags(backref=True))
    hulls = {e.when for e in episodes([news, back], doc) if news in e.claims}
    assert hulls == {None}


def test_losses_of_two_contingents_in_one_battle_are_told_as_two() -> None:
    def lost(country: str, number: int) -> Casualty:
        return Casualty("killed", Count.exactly(number), "mission", contingent=country)

    a = report("a", "Nine of our soldiers fell near Port\nThe army in Pretoria gave no names.")
    b = report("b", "A driver of the mission died near Port\nMontevideo asked the Council to meet.")
    docs = {d.id: d for d in (a, b)}

    def weight(country: str) -> float:
        claims = [told(a, lost("South Africa", 9), at=CITY), told(b, lost(country, 1), at=CITY)]
        board = lay_out(tell_all(claims, docs), docs, {})
        pair = np.array([0]), np.array([1])
        return float(bits(weigh_pairs(board.cols, board.texts, *pair, load_weights()), load_weights())[0])

    assert weight("Uruguay") < weight("South Africa") - 2


def test_a_contingent_is_one_in_every_language() -> None:
    doc = report("a", "x")
    keys = {facts_of(told(doc, Strength(name, Count.exactly(70), "arrived"))) for name in ("El Salvador", "Salvadò")}
    assert len(keys) == 1
