"""Equipment: what befell which item, and how many."""

from __future__ import annotations

import pytest
from claims_in import read

CASES = [
    ("en", "Gangs set fire to two armoured vehicles of the mission in Delmas.", "armoured_vehicle", "destroyed", 2),
    ("en", "An MRAP of the mission broke down on patrol in Delmas.", "armoured_vehicle", "failed", 1),
    ("en", "In Port-au-Prince a bullet pierced the helmet of a mission officer.", "helmet", "failed", 1),
    ("en", "Crews refused to use 15 armoured vehicles of the mission.", "armoured_vehicle", "grounded", 15),
    ("en", "A UN helicopter was shot down by rebels near Goma.", "aircraft", "lost", 1),
    ("fr", "La mission a reçu dix véhicules blindés.", "armoured_vehicle", "delivered", 10),
    ("fr", "Le blindé de la mission s'est embourbé à Savien.", "armoured_vehicle", "failed", 1),
    ("es", "Un helicóptero de la ONU se estrelló en Goma.", "aircraft", "lost", 1),
    ("ht", "Bandi boule 3 machin blende misyon an.", "armoured_vehicle", "destroyed", 3),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "item_class", "event", "count"), CASES)
def test_equipment_is_read_with_its_event(language: str, text: str, item_class: str, event: str, count: int) -> None:
    (claim,) = read(text, language, "equipment")  # type: ignore[arg-type]
    assert (claim["item_class"], claim["event"], claim["count_low"]) == (item_class, event, count)


def test_one_of_several_vehicles_has_its_own_fate() -> None:
    text = "Two armoured vehicles of the mission drove to Savien. One got stuck; the other broke down."
    found = read(text, "en", "equipment")
    assert [(f["event"], f["count_low"]) for f in found] == [("failed", 1), ("failed", 1)]


def test_houses_and_private_cars_are_not_coded() -> None:
    assert read("Gang members burned forty houses and a car in Delmas.", "en", "equipment") == []
