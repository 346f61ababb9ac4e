"""Which day and place of a report are those of a claim, and which belong to something else."""

from __future__ import annotations

import pytest
from claims_in import read

DAY = "2025-06-20"  # a Friday

# language, text, outcome, day of the casualty
DATED = [
    (
        "en",
        "Gangs in Haiti ambushed the mission at Solino on Monday. One wounded Kenyan was flown to Miami on Wednesday.",
        "2025-06-16",
    ),
    (
        "fr",
        "En Haïti, des gangs ont attaqué lundi la mission à Solino. Un Kényan, blessé, a été évacué mercredi à Quito.",
        "2025-06-16",
    ),
    (
        "es",
        "Bandas de Haití atacaron el lunes a la misión en Solino. Un keniano herido fue evacuado el jueves a Quito.",
        "2025-06-16",
    ),
    (
        "en",
        "Gunmen attacked Solino on Monday. In a press briefing on Wednesday police spoke of 4 officers killed.",
        "2025-06-16",
    ),
    (
        "ht",
        "Bandi atake Solino lendi. Nan yon konferans pou laprès mèkredi, lapolis pale de 4 polisye mouri.",
        "2025-06-16",
    ),
]


@pytest.mark.parametrize(("language", "text", "day"), DATED)
def test_a_day_of_telling_or_of_care_is_not_that_of_the_harm(language: str, text: str, day: str) -> None:
    found = {f["date"] for f in read(text, language, "casualty", published=DAY)}  # type: ignore[arg-type]
    assert found == {day}


UNDATED = [
    ("en", "Three officers were killed on Monday at Solino. The mission has lost nine men in just over a year."),
    ("fr", "Trois policiers ont été tués lundi à Solino. La mission a perdu neuf hommes depuis son arrivée."),
    ("es", "Tres policías murieron el lunes en Solino. La misión ha perdido nueve hombres en seis meses."),
]


@pytest.mark.parametrize(("language", "text"), UNDATED)
def test_a_total_over_a_span_does_not_take_the_day_of_the_main_event(language: str, text: str) -> None:
    found = {f["count_low"]: f["date"] for f in read(text, language, "casualty", published=DAY)}  # type: ignore[arg-type]
    assert found[3] == "2025-06-16"
    assert found[9] is None


def test_an_attack_that_goes_on_since_a_day_has_that_day() -> None:
    found = read("Depi lendi bandi yo atake Solino san rete.", "ht", "attack", published=DAY)
    assert [f["date"] for f in found] == ["2025-06-16"]


def test_a_capital_that_only_opens_a_report_is_not_where_it_happened() -> None:
    text = "Otra derrota en Kenscoff\nPuerto Príncipe.- Dos agentes fueron abatidos el lunes por las bandas."
    assert {f["place"] for f in read(text, "es", "casualty", published=DAY)} == {"Kenscoff"}


def test_a_hospital_abroad_is_not_where_it_happened() -> None:
    text = "Four officers were shot dead on Monday. Village de Dieu is where it took place. One was flown to Miami."
    assert "Miami" not in {f["place"] for f in read(text, "en", "casualty", published=DAY)}


def test_a_name_that_holds_a_word_for_people_is_a_place() -> None:
    found = read(
        "Two Guatemalan soldiers of the mission in Haiti died on Sunday at Fort-National.",
        "en",
        "casualty",
        published=DAY,
    )
    assert {f["place"] for f in found} == {"Fort-National"}
