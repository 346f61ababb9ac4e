"""Stories that must yield nothing."""

from __future__ import annotations

import pytest
from claims_in import Language, document, read

from veye.flow.reading import Kit

NOTHING = [
    "Harbour City striker carried off\nThe striker was hurt in the second half of the league match and the goalkeeper "
    "was sent off. Two fans were injured.",
    "Nine dead in bus crash\nA speeding bus hit a lorry on the highway near Nakuru; nine passengers died and 20 were "
    "injured, traffic police said.",
    "Le séisme a fait 30 morts et 200 blessés, selon la protection civile. Magnitude : 6,1.",
    "Atraco a una joyería: un ladrón muerto y dos heridos, informó el tribunal.",
    "Review: Dust Road\nIn this war film, starring two newcomers, forty peacekeepers are killed by rebels. A thriller "
    "with a fine cast.",
    "El Violette asedió el área rival y abrió fuego por Belizaire, que fusiló al portero; el capitán cayó herido.",
    "L'Artibonite est sortie de son lit et a noyé trois quartiers des Gonaïves, en Haïti : 21 morts. L'armée a déployé "
    "200 soldats.",
    "« L'Assaut », premier film du Sénégalais, suit des Casques bleus au Mali ; le sergent meurt d'entrée.",
    "El sindicato de maestros de Haití anuncia una ofensiva: huelga general por los salarios atrasados.",
    "A former soldier who shot dead two colleagues in a Haiti barracks was jailed for 30 years. The defence "
    "will appeal.",
    "Chicago: 44 shot in a weekend\nPolice put at 66 those hit by bullets; five of them died. The mayor wants names",
    "Five dead after lorry overturns at Gressier\nThe truck overturned on Monday, killing five people and injuring "
    "twelve. The driver fled.",
    "Drill tests UN base in Naqoura\nPeacekeepers rehearsed an evacuation on Wednesday: a simulated round killed "
    "two soldiers and wounded five.",
    "Incendie au marché de Saint-Marc\nLe feu a détruit une centaine d'étals. Deux marchandes ont péri.",
    "Aksidan sikilasyon: yon bis ak yon kamyon frape, 6 pasaje mouri.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_sport_traffic_crime_film_and_disaster_yield_nothing(text: str) -> None:
    assert read(text) == []


def test_a_crash_of_mission_vehicles_is_read() -> None:
    text = "Two armoured vehicles of the mission collided in Delmas; a Kenyan officer was killed in the accident."
    assert [f["cause"] for f in read(text, "en", "casualty")] == ["vehicle accident"]


ELSEWHERE = [
    (
        "es",
        "Falsos policías mataron a un hombre en Tablada\nUn vecino, baleado en los brazos, falleció; tres atacantes.",
    ),
    ("en", "Gunmen kill six in Culiacán\nArmed men opened fire on Tuesday, killing six and wounding four."),
    ("en", "Miami: two held after shooting\nThe shooting killed a teenager of the Haitian community and wounded two."),
]


@pytest.mark.parametrize(("language", "text"), ELSEWHERE)
def test_crime_in_towns_of_other_countries_is_no_news_of_a_mission(language: Language, text: str) -> None:
    kit = Kit.load("mss-haiti", reader="grammar")
    assert kit.reader.read(document(text, language, published="2025-05-14")) == []
