"""Control: who holds a place, or what share of it."""

from __future__ import annotations

import pytest

from reading import drafts as drafts_of
from veye.records import Control


def held(text: str, language: str) -> list[tuple[str, float | None, str | None]]:
    drafts = drafts_of("control", text, language, "2025-06-12")
    return [(d.statement.actor, d.statement.share_percent, d.place) for d in drafts if isinstance(d.statement, Control)]


CASES = [
    ("en", "Gangs control at least 70% of the city of Goma.", [70.0]),
    ("en", "Nine tenths of Bambari is in rebel hands.", [90.0]),
    ("en", "Rebels seized the town of Boda on Friday.", [None]),
    ("en", "The army has retaken Boda from the rebels.", [None]),
    ("fr", "Les gangs contrôlent 85 % de la capitale.", [85.0]),
    ("fr", "La ville de Boda est aux mains des rebelles.", [None]),
    ("es", "Las bandas dominan el 60 % de la ciudad.", [60.0]),
    ("es", "El M23 tomó el control de la ciudad de Goma.", [None]),
    ("ht", "Gang yo kontwole 85% kapital la.", [85.0]),
    ("ht", "Lapolis reprann kontwòl vil Mibalè.", [None]),
    ("fr", "La moitié de la ville de Boda échappe à la police.", [50.0]),
    ("en", "Rebels stormed Boda. The town remains occupied.", [None]),
    ("en", "MINUSCA fought all day. The airstrip has been recaptured.", [None]),
    ("es", "La policía recuperó el mercado; el resto de la ciudad sigue en manos de las bandas.", [None, None]),
    ("en", "The district of Boda obeys the rebels.", [None]),
    ("en", "Troops are stranded in rebel-held Boda.", [None]),
    ("fr", "Huit dixièmes de la capitale obéissent aux gangs.", [80.0]),
    ("fr", "La ville de Boda est tombée sous la coupe du M23.", [None]),
    ("es", "El 80 % de la capital obedece a las bandas.", [80.0]),
    ("es", "El barrio de Solino pertenece a las pandillas.", [None]),
    ("ht", "Gang yo mete pye sou 85% kapital la.", [85.0]),
    ("en", "Gangs control 23 communes in Artibonite.", [None]),
    ("fr", "Les gangs contrôlent 23 communes dans l'Artibonite.", [None]),
    ("es", "Las bandas controlan 23 comunas en Artibonito.", [None]),
    ("ht", "Gang yo kontwole 23 komin nan Latibonit.", [None]),
    ("en", "Fighters overran the base at dawn and pulled out hours later.", []),
    ("en", "The police took delivery of Toyota vehicles on Friday.", []),
    ("en", "In Goma, where gangs hold 60 per cent, 20 per cent more people are hungry.", [60.0]),
]

NOTHING = [
    ("en", "The driver lost control of the bus near the market of Boda."),
    ("en", "Rebels tried to seize the town of Boda."),
    ("en", "The police held a meeting in the town of Boda."),
    ("en", "Patrols passed through streets held by gangs."),
    ("fr", "La ville pourrait tomber aux mains des rebelles."),
    ("en", "Police say 80% of the students passed."),
    ("en", "The house in Boda belongs to a policeman."),
    ("en", "Police are holding the attackers short of the town of Boda."),
    ("fr", "Les soldats ont repris la route."),
    ("es", "El agente pertenece a la comisaría de Boda."),
]


@pytest.mark.parametrize(("language", "text", "shares"), CASES)
def test_places_and_shares_are_read(language: str, text: str, shares: list[float | None]) -> None:
    assert [c[1] for c in held(text, language)] == shares


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_losing_control_of_a_bus_and_what_may_happen_is_no_control(language: str, text: str) -> None:
    assert held(text, language) == []


def test_the_capital_goes_by_its_name_where_the_text_has_it() -> None:
    text = "MINUSCA patrols in Bangui. Armed groups hold 40% of the capital."
    assert [c[2] for c in held(text, "en")] == ["Bangui"]
