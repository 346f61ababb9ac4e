"""A count takes its own day and its own teller: not those of a clause, of another number or of the saying."""

from __future__ import annotations

import pytest
from claims_in import read

MISSION = "The MSS mission in Haiti\n"


def one(text: str, claim: str, language: str = "en", **where: object) -> dict[str, object]:
    found = [f for f in read(text, language, claim, published="2025-12-10") if all(f[k] == v for k, v in where.items())]  # type: ignore[arg-type]
    assert len(found) == 1, found
    return found[0]


def test_a_relative_clause_keeps_its_day_to_itself() -> None:
    text = "A hundred Kenyan police officers who went to Haiti in June 2024 landed in Nairobi on Tuesday."
    assert one(MISSION + text, "strength", kind="departed", count_low=100)["date"] == "2025-12-09"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The number of displaced people in Haiti is 1,041,000, against 315,000 in December 2023."),
        ("fr", "Haïti compte 1 041 000 déplacés, contre 315 000 en décembre 2023."),
        ("es", "Haití tiene 1.041.000 desplazados, frente a 315.000 en diciembre de 2023."),
    ],
)
def test_the_day_of_a_number_compared_with_is_not_the_new_one_s(language: str, text: str) -> None:
    assert one("Haïti\n" + text, "displacement", language, count_low=1041000)["date"] is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kenya sent 144 police officers on Thursday; its contingent in Haiti now reaches 744."),
        ("fr", "Le Kenya a envoyé 144 policiers jeudi ; son contingent en Haïti arrive à 744."),
        ("es", "Kenia envió 144 policías el jueves; su contingente en Haití llega a 744."),
    ],
)
def test_a_total_that_is_reached_did_not_arrive(language: str, text: str) -> None:
    found = read(MISSION + text, language, "strength", published="2025-02-07")  # type: ignore[arg-type]
    assert {f["count_low"]: f["kind"] for f in found}.get(744) in (None, "current")
    assert {f["count_low"]: f["kind"] for f in found}[144] == "arrived"


def test_each_of_two_counts_has_its_own_teller() -> None:
    text = "A group of Guatemalan military police arrived in Haiti on Saturday: 75 by the mission's count, 77 by that "
    text += "of the local press."
    found = read(MISSION + text, "en", "strength", published="2025-01-05")
    assert {f["count_low"]: f["attribution"]["words"] for f in found} == {75: "the mission", 77: "the local press"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two Kenyan officers of the mission were wounded and evacuated by helicopter to a Level 2 hospital."),
        ("en", "Two Kenyan officers of the mission were wounded and evacuated to a role two hospital."),
        ("fr", "Deux policiers kényans de la mission ont été blessés et évacués vers un hôpital de niveau II."),
        ("es", "Dos policías kenianos de la misión resultaron heridos y fueron evacuados a un hospital de nivel 2."),
        ("ht", "De polisye kenyan misyon an blese. Yo evakye yo nan yon lopital nivo 2."),
    ],
)
def test_an_evacuation_has_the_level_of_care_that_is_told(language: str, text: str) -> None:
    assert one(MISSION + text, "evacuation", language)["level"] == 2


def test_a_hospital_without_a_level_has_none() -> None:
    text = "Two Kenyan officers of the mission were wounded and evacuated to a hospital, 4 kilometres away."
    assert one(MISSION + text, "evacuation")["level"] is None


def test_a_total_since_a_month_runs_from_it_to_the_report() -> None:
    text = "La ONU registró 2.123 homicidios en Haití entre junio y agosto.\n"
    text += "Los drones de la policía han matado desde marzo a 527 presuntos pandilleros."
    found = one("Haití\n" + text, "casualty", "es", count_low=527)
    assert (found["date_earliest"], found["date_latest"]) == ("2025-03-01", "2025-12-10")


def test_what_describes_vehicles_delivers_none_and_often_is_no_event() -> None:
    text = "On Monday he said most vehicles of the mission supplied were second-hand and broke down often."
    assert read(MISSION + text, "en", "equipment") == []


def test_somebody_missing_since_an_ambush_is_so_since_its_day() -> None:
    text = "The council said on Thursday that a Kenyan officer missing since an ambush at Savien on 25 March is dead."
    found = read(MISSION + text, "en", "casualty", published="2025-03-28")
    assert {f["date"] for f in found if f["outcome"] == "missing"} == {"2025-03-25"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Gunmen hit a patrol at Savien on Monday.\nMeanwhile, in Jacmel, a policeman was shot dead."),
        (
            "fr",
            "Des bandits ont attaqué une patrouille à Savien lundi.\nPar ailleurs, à Jacmel, un policier a été tué.",
        ),
        (
            "es",
            "Bandidos atacaron una patrulla en Savien el lunes.\nPor otro lado, en Jacmel murió baleado un policía.",
        ),
    ],
)
def test_another_matter_takes_no_day_over(language: str, text: str) -> None:
    assert one("Haïti\n" + text, "casualty", language, outcome="killed")["date"] is None


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "A drone that fell on a UNIFIL base in Lebanon the day before killed two peacekeepers.", "2025-12-09"),
        ("fr", "Un drone tombé la veille sur une base de la Finul au Liban a tué deux Casques bleus.", "2025-12-09"),
        (
            "es",
            "Un dron que cayó la víspera sobre una base de la FINUL en Líbano mató a dos cascos azules.",
            "2025-12-09",
        ),
        ("en", "Villagers carried it to the base, and on Monday it blew up, killing two MSS officers.", "2025-12-08"),
        ("en", "Since the attack of Monday two peacekeepers of the MSS are dead in Haiti.", "2025-12-08"),
    ],
)
def test_a_day_of_the_event_is_read(language: str, text: str, day: str) -> None:
    assert one(text, "casualty", language, outcome="killed")["date"] == day


def test_the_only_day_of_a_report_is_that_of_its_title() -> None:
    text = "Three MSS officers killed at Savien\nTheir names are not out.\nThe force is silent.\nThey fell on Monday."
    assert one(text, "casualty", outcome="killed", count_low=3)["date"] == "2025-12-08"
