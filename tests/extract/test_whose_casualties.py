"""Whose the harmed are and how many: falls, bare counts, lists, one more, both kinds, in four languages."""

from __future__ import annotations

from typing import Any

import pytest
from claims_in import LEAD, casualties, read

from veye.records.document import Language

Case = tuple[Language, str, set[tuple[str, Any, Any, str]]]
CASES: list[Case] = [
    # to fall is to die, unless whither or whence is told
    ("en", "Two Kenyan officers fell on Tuesday in Savien.", {("killed", 2, 2, "mission")}),
    ("en", "Two Kenyan officers fell from a wall in Savien.", set()),
    ("en", "Two Kenyan officers fell ill in Savien.", set()),
    ("fr", "Trois policiers haïtiens sont tombés mardi à Savien.", {("killed", 3, 3, "police")}),
    ("fr", "Trois policiers haïtiens sont tombés d'un mur à Savien.", set()),
    ("es", "Tres policías haitianos cayeron en el tiroteo de Savien.", {("killed", 3, 3, "police")}),
    ("es", "La columna de tres policías haitianos cayó en una zanja.", set()),
    ("ht", "De polisye ayisyen tonbe nan atak la.", {("killed", 2, 2, "police")}),
    ("ht", "De polisye ayisyen tonbe malad.", set()),
    # counts
    ("en", "100 or more people were slaughtered in Savien.", {("killed", 100, None, "civilian")}),
    ("ht", "De Kas Ble blese nan Savyen.", {("wounded", 2, 2, "mission")}),
    ("ht", "Lòt jounalis blese nan Savyen.", {("wounded", 2, None, "civilian")}),
    ("es", "Un soldado keniano murió. Con él son cinco los fallecidos.", {("killed", 1, 1, "mission"),
                                                                        ("killed", 5, 5, "mission")}),
    ("en", "Gunmen shot ten of the drivers dead.", {("killed", 10, 10, "civilian")}),
    ("es", "Hay ocho heridos, siete marroquíes y un camboyano.", {("wounded", 8, 8, "mission")}),
    ("ht", "De moun mouri, yon ofisye kenyan ak yon machann.", {("killed", 1, 1, "mission"),
                                                              ("killed", 1, 1, "civilian")}),
    # who
    ("en", "Three anti-gang policemen were killed.", {("killed", 3, 3, "police")}),
    ("en", "A Haitian driver employed by the force was killed.", {("killed", 1, 1, "mission")}),
    ("es", "La policía abatió a \"varios miembros\" de la banda Gran Grif.", {("killed", 3, None, "gang")}),
    ("es", "Otro keniano murió en Savien.", {("killed", 1, 1, "mission")}),
    ("fr", "Côté haïtien, trois agents ont été tués.", {("killed", 3, 3, "police")}),
    ("fr", "Le contingent kényan déplore un mort et deux blessés.", {("killed", 1, 1, "mission"),
                                                                    ("wounded", 2, 2, "mission")}),
    ("en", "Two Kenyan officers died. A third man was wounded.", {("killed", 2, 2, "mission"),
                                                                 ("wounded", 1, 1, "mission")}),
    ("en", "Six people died, most of them civilians.", {("killed", 6, 6, "mixed")}),
    ("es", "Murieron seis adultos, tanto vecinos como presuntos pandilleros.", {("killed", 6, 6, "mixed")}),
    ("en", "A bullet killed a girl; her mother was hit.", {("killed", 1, 1, "civilian"),
                                                         ("wounded", 1, 1, "civilian")}),
    ("en", "The ambush killed a Kenyan officer and two Haitian colleagues.", {("killed", 1, 1, "mission"),
                                                                             ("killed", 2, 2, "police")}),
    # lists
    ("es", "Hombres armados secuestraron a un médico y a sus dos hijos.", {("abducted", 3, 3, "civilian")}),
    ("es", "Murieron tres policías y un civil, y otros siete agentes quedaron heridos.",
     {("killed", 3, 3, "police"), ("killed", 1, 1, "civilian"), ("wounded", 7, 7, "police")}),
    ("fr", "Selon l'armée, il y a eu six morts dans ses rangs et vingt-quatre chez les assaillants.",
     {("killed", 6, 6, "military"), ("killed", 24, 24, "gang")}),
    ("en", "The clinic treated nine traders for gunshot wounds.", {("wounded", 9, 9, "civilian")}),
    # no casualties
    ("en", "Helicopters took away 46 Canadian citizens.", set()),
    ("en", "A major attack hit the General Hospital.", set()),
    ("en", "The armoured trucks left. Police lost one for some hours.", set()),
    ("es", "Un helicóptero con 15 pasajeros y tres tripulantes fue alcanzado.", set()),
    ("ht", "Twa Kenyan pran bal, men yo p ap mouri.", {("wounded", 3, 3, "mission")}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_the_harmed_are_read_with_their_count_and_side(
    language: Language, text: str, expected: set[tuple[str, Any, Any, str]]
) -> None:
    assert casualties(f"{LEAD[language]} {text}", language) == expected


@pytest.mark.parametrize(
    ("language", "text", "cause"),
    [
        ("en", "A Kenyan officer was run over and killed by a truck.", "vehicle accident"),
        ("en", "A drone strike on a base killed six gang members.", "drone"),
        ("es", "Murió un policía, con un tiro en la cabeza.", "gunshot"),
    ],
)
def test_a_word_of_harm_tells_its_cause(language: Language, text: str, cause: str) -> None:
    (told,) = read(f"{LEAD[language]} {text}", language, "casualty")
    assert told["cause"] == cause


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Three Kenyan officers have died since the mission arrived."),
        ("es", "Han muerto tres agentes kenianos desde que la misión llegó."),
        ("fr", "Trois agents kényans sont morts depuis que la mission a commencé."),
    ],
)
def test_a_count_since_a_mission_came_is_a_total(language: Language, text: str) -> None:
    (told,) = read(f"{LEAD[language]} {text}", language, "casualty")
    assert told["cumulative"]


def test_a_first_count_gives_way_to_the_newer_one() -> None:
    text = "La misión había contado al principio un muerto y cuatro desaparecidos. Cuatro soldados kenianos han muerto."
    assert casualties(f"{LEAD['es']} {text}", "es") == {("killed", 4, 4, "mission")}


def test_a_title_with_a_larger_count_than_the_body_stands() -> None:
    text = "Once civiles mueren por drones en Haití\nEn agosto un dron de la policía había matado a dos policías."
    assert ("killed", 11, 11, "civilian") in casualties(text, "es")
