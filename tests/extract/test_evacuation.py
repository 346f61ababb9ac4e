"""Evacuation: how many, and where to."""

from __future__ import annotations

import pytest
from claims_in import read

CASES = [
    ("en", "Three Kenyan officers of the mission were wounded in Delmas and airlifted to Santo Domingo.", 3,
     "Santo Domingo"),
    ("en", "Five peacekeepers were wounded near Kidal. All were evacuated to Gao.", 5, "Gao"),
    ("fr", "Deux casques bleus blessés près de Kidal ont été évacués vers Gao.", 2, "Gao"),
    ("es", "Dos cascos azules resultaron heridos y fueron evacuados a Dakar.", 2, "Dakar"),
    ("en", "Four officers of the mission were hurt in Delmas. One of them was operated on in Miami.", 1, "Miami"),
    ("fr", "Trois casques bleus ont été blessés près de Gao. Un avion les a transportés à Dakar.", 3, "Dakar"),
    ("es", "De los seis agentes de la misión heridos en Delmas, dos viajaron a Nairobi.", 2, "Nairobi"),
    ("ht", "Yon polisye misyon an pran bal nan Dèlma. Yo transfere l Dakar.", 1, "Dakar"),
    ("ht", "De polisye misyon an blese; yo evakye yo nan Repiblik Dominikèn.", 2, "Repiblik Dominikèn"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "count", "to"), CASES)
def test_an_evacuation_has_count_and_destination(language: str, text: str, count: int, to: str) -> None:
    (claim,) = read(text, language, "evacuation")  # type: ignore[arg-type]
    assert (claim["count_low"], claim["to"]) == (count, to)


def test_a_planned_transfer_is_no_evacuation() -> None:
    text = "A Kenyan officer of the mission was wounded. There are plans to fly him to Nairobi."
    assert read(text, "en", "evacuation") == []


def test_residents_who_flee_are_not_evacuated() -> None:
    assert read("Residents evacuated Bria before the rebels came.", "en", "evacuation") == []


def test_those_taken_to_different_places_are_told_apart() -> None:
    text = "Five peacekeepers were wounded near Gao. Three have been flown to Dakar and two to Bamako."
    found = read(text, "en", "evacuation")
    assert [(f["count_low"], f["to"]) for f in found] == [(3, "Dakar"), (2, "Bamako")]


def test_the_dead_are_not_evacuated() -> None:
    text = "Two peacekeepers were wounded and one killed near Gao. The body was flown to Dakar."
    assert read(text, "en", "evacuation") == []


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Two Kenyan soldiers of the mission were flown home on Friday with gunshot wounds.", 2),
        ("fr", "Un policier de la Minusca, blessé à la jambe, et un Burundais ont été évacués à Dakar.", 2),
        ("en", "Rebels wounded 53 peacekeepers of MONUSCO. Helicopters took the worst wounded to Nairobi.", 2),
    ],
)
def test_pairs_the_worst_hurt_and_those_sent_home_are_moved(language: str, text: str, count: int) -> None:
    (claim,) = read(text, language, "evacuation")  # type: ignore[arg-type]
    assert claim["count_low"] == count


@pytest.mark.parametrize(
    ("language", "text", "count", "to"),
    [
        ("en", "Gunmen hold the town. The embassy flew 18 citizens by helicopter to Santo Domingo.",
         18, "Santo Domingo"),
        ("fr", "Les gangs tiennent la ville. Deux avions ont emmené 46 citoyens canadiens en République dominicaine.",
         46, "République dominicaine"),
        ("es", "Las pandillas cercan la ciudad. Un vuelo chárter evacuó a 30 ciudadanos a Santo Domingo.",
         30, "Santo Domingo"),
        ("ht", "Gang yo bloke vil la. Etazini evakye 30 sitwayen Sendomeng nan yon avyon.", 30, "Sendomeng"),
    ],
)  # fmt: skip
def test_people_taken_out_of_danger_are_evacuated_too(language: str, text: str, count: int, to: str) -> None:
    (claim,) = read(text, language, "evacuation")  # type: ignore[arg-type]
    assert (claim["count_low"], claim["to"]) == (count, to)


def test_staff_taken_out_are_counted_as_told_and_not_as_the_hurt() -> None:
    text = "A nurse of the mission was wounded in Delmas. The employer evacuated its remaining 14 staff to Nairobi."
    assert [(f["count_low"], f["to"]) for f in read(text, "en", "evacuation")] == [(14, "Nairobi")]


def test_one_way_of_the_same_people_is_one_evacuation_that_ends_where_it_ends() -> None:
    text = "A policeman was shot in Delmas. He was driven to hospital in Hinche and later flown to Santo Domingo."
    assert [f["to"] for f in read(text, "en", "evacuation")] == ["Santo Domingo"]


@pytest.mark.parametrize(
    "text",
    [
        "Three officers of the mission were hurt in Delmas; they will be flown to Santo Domingo.",
        "Two officers of the mission were hurt in Delmas. Kenya has sent over 800 officers to Haiti.",
    ],
)
def test_plans_and_deployments_are_no_evacuations(text: str) -> None:
    assert read(text, "en", "evacuation") == []


MOVED = [
    ("ht", "Dis sòlda misyon an blese bò Gao. Dis blese yo pati Bamako nan avyon.", 10),
    ("fr", "Les blessés de la mission sont 53, que l'on achemine par avion à Goma.", 53),
    ("en", "Five peacekeepers were hurt near Kidal; all five, two of them seriously, were airlifted to Gao.", 5),
    ("es", "Tres policías de la misión, heridos en Delmas, cruzaron en helicóptero a suelo dominicano.", 3),
    ("en", "El Salvador sent a plane for three soldiers of the mission hurt in Delmas.", 3),
    ("en", "The UN mission has begun relocating non-essential staff from Goma to Entebbe after the attack.", 2),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "count"), MOVED)
def test_whoever_is_moved_is_counted(language: str, text: str, count: int) -> None:
    (claim,) = read(text, language, "evacuation")  # type: ignore[arg-type]
    assert claim["count_low"] == count


def test_a_machine_brought_home_by_its_wounded_pilot_is_no_evacuation() -> None:
    text = "Un hélicoptère de la MONUSCO a été visé dimanche. Le pilote, blessé, a ramené la machine à Goma."
    assert read(text, "fr", "evacuation") == []


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "Two peacekeepers of the mission in Haiti were wounded in Delmas on Tuesday. They were flown to Santo "
         "Domingo.", None),
        ("en", "Two peacekeepers of the mission in Haiti were wounded in Delmas on Tuesday. They were flown to Santo "
         "Domingo the same evening.", "2025-06-17"),
        ("fr", "Deux policiers de la mission en Haïti ont été blessés mardi à Delmas. Ils ont été évacués vers "
         "Saint-Domingue.", None),
        ("fr", "Deux policiers de la mission en Haïti ont été blessés mardi à Delmas. Ils ont été évacués mercredi "
         "vers Saint-Domingue.", "2025-06-18"),
        ("es", "Dos policías de la misión en Haití fueron heridos el martes en Delmas. Fueron evacuados a Santo "
         "Domingo.", None),
        ("ht", "De polisye misyon an Ayiti blese madi nan Delma. Yo evakye yo Sendomeng.", None),
    ],
)  # fmt: skip
def test_an_evacuation_has_a_day_only_where_its_sentence_gives_one(language: str, text: str, day: str | None) -> None:
    (found,) = read(text, language, "evacuation")  # type: ignore[arg-type]
    assert found.get("date") == day
