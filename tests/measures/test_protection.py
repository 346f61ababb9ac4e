"""Protection: tested, not tested or unknown within one standard, and never a defect by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from measures_made import claim, doc, incident, mission, named

from veye.measures import measure
from veye.measures.ratings import judge, round_in
from veye.records import Casualty, Claim, Count, Equipment, EquipmentType, Figure

A, B = doc("a", "2025-04-01"), doc("b", "2025-04-02", source="Other")
STANDARDS = [
    {"standard": "STD 1", "edition": "2008", "level": "II", "component": "helmet", "threat": "9 mm FMJ"},
    {"standard": "STD 1", "edition": "2008", "level": "III", "component": "body armour", "threat": "7.62x51 ball"},
    {"standard": "STD 2", "edition": "2012", "level": "2", "component": "vehicle hull", "threat": "7.62x39 API"},
    {"standard": "STD 2", "edition": "2012", "level": "2", "component": "vehicle hull", "threat": "7.62x39 ball"},
    {"standard": "STD 2", "edition": "2012", "level": "1", "component": "vehicle hull", "threat": "5.56x45 M193"},
    {"standard": "STD 2", "edition": "2012", "level": "3", "component": "vehicle hull", "threat": "5.56x45 M855"},
    {"standard": "STD 3", "edition": "1999", "level": "A", "component": "helmet", "threat": "9 mm"},
    {"standard": "STD 3", "edition": "2015", "level": "A", "component": "helmet", "threat": "9 mm"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("rating", "component", "words", "verdict"),
    [
        ("STD 1 II", "helmet", "a 9 mm round", "tested"),
        ("STD 1 II", "helmet", "a 7.62x39 round", "not tested"),  # a rifle round on a handgun rating
        ("STD 1 II", "helmet", "a bullet", "unknown"),  # calibre not reported
        ("STD 1 II", "helmet", "9 mm or 7.62x39", "unknown"),  # two calibres told
        ("STD 1 III", "helmet", "7.62x51", "unknown"),  # that level is tested on another component
        ("STD 1 III", "body armour", "7.62 x 51 ball", "tested"),
        ("STD 1 III", "body armour", "armour-piercing 7.62x51", "not tested"),  # ball is tested, armour-piercing is not
        ("STD 1 III", "body armour", "7.62x51", "tested"),  # the table knows no other bullet of this calibre
        ("STD 2 2", "vehicle", "7.62x39", "unknown"),  # both bullets are in the level, the kind is not told
        ("STD 2 2", "vehicle", "7.62x39 API", "tested"),
        ("STD 2 1", "vehicle", "5.56x45 M193", "tested"),
        ("STD 2 1", "vehicle", "5.56x45 M855", "not tested"),  # known to the table, at another level
        ("STD 2 1", "vehicle", "5.56x45", "unknown"),  # M193 is in the level, M855 is not, the kind is not told
        ("STD 3 A", "helmet", "9 mm", "unknown"),  # two editions, the rating names neither
        ("STD 3 (2015) A", "helmet", "9 mm", "tested"),
        ("STD 4 II", "helmet", "9 mm", "unknown"),  # not in the table: never read across standards
        (None, "helmet", "9 mm", "unknown"),
        ("STD 2 2", "vehicle", "a .50 rifle", "not tested"),
    ],
)
def test_a_rating_answers_only_for_its_own_standard_edition_and_component(
    rating: str | None, component: str, words: str, verdict: str
) -> None:
    assert judge(rating, component, round_in(words), standards=STANDARDS)[0] == verdict


def hit(document: Any, gear: str, **more: Any) -> Claim:
    return claim(
        document,
        Casualty("wounded", Count.exactly(1), who="mission", gear=gear, cause="gunshot"),
        on="2025-03-30",
        **more,
    )  # type: ignore[arg-type]


def protection(claims: list[Claim], **more: Any) -> list[Figure]:
    kit = (EquipmentType("Shell", "helmet", rating="STD 1 II"),)
    return measure(
        claims, more.pop("incidents", []), [A, B], [], mission(equipment=kit), on=date(2025, 4, 5), standards=STANDARDS
    )


def test_a_hit_told_twice_and_as_equipment_is_one_hit_and_is_sensitive() -> None:
    one, two = hit(A, "helmet pierced"), hit(B, "helmet pierced")
    item = claim(A, Equipment("helmet", "helmet", "failed", Count.exactly(1), "pierced by bullet"), on="2025-03-30")
    happened = incident("patrol", [one, two, item], (), on="2025-03-30")
    figures = protection([one, two, item], incidents=[happened])
    table = named(figures, "protection", "hits")
    assert (table.value, table.sensitive) == (1, True)
    assert set(table.claim_ids) == {one.id, two.id, item.id}
    assert "not by itself a defect" in " ".join(table.notes)
    assert not named(figures, "protection", "unknown").sensitive  # a bare count may leave


def test_the_reported_round_is_read_from_the_claims_own_words() -> None:
    told = hit(A, "helmet pierced", quote="A 7.62x39 round went through his Shell helmet.")
    row = named(protection([told]), "protection", "hits").rows[0]
    assert row[2:6] == ("Shell", "STD 1 II", "7.62x39", "not tested")
    assert named(protection([told]), "protection", "not_tested").value == 1


def test_a_vehicle_struck_is_a_hit_but_not_pierced() -> None:
    figures = protection([hit(A, "armoured vehicle struck")])
    assert named(figures, "protection", "hits").value == 1
    assert named(figures, "protection", "pierced").value == 0
