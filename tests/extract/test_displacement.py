"""Displacement: how many were driven from home, without subsets, families or people who moved for other reasons."""

from __future__ import annotations

import pytest

from reading import drafts as drafts_of
from veye.records import Displacement


def counts(text: str, language: str) -> list[tuple[int | None, int | None, str]]:
    found = [d.statement for d in drafts_of("displacement", text, language, "2025-06-12")]
    return [(s.count.low, s.count.high, s.kind) for s in found if isinstance(s, Displacement)]


CASES = [
    ("en", "Almost 2.4 million people are displaced inside South Sudan, the UN says.", [(2400000, 2400000, "stock")]),
    ("en", "Clashes drove more than 7,300 people from their homes in Zemio.", [(7300, None, "flow")]),
    ("en", "Hundreds of villagers fled to the bush after the raid on Boda.", [(200, None, "flow")]),
    ("fr", "Près de 455 000 personnes sont déplacées en Centrafrique.", [(455000, 455000, "stock")]),
    ("fr", "Plus de 3 000 habitants ont fui Boda après l'attaque.", [(3000, None, "flow")]),
    ("es", "Unas 6.200 personas huyeron de sus casas en Goma.", [(6200, 6200, "flow")]),
    ("es", "El país tiene 1,2 millones de desplazados.", [(1200000, 1200000, "stock")]),
    ("ht", "Plis pase 12 mil moun kouri kite kay yo nan Kenskòf.", [(12000, None, "flow")]),
    ("ht", "Gen 900 mil moun deplase nan peyi a.", [(900000, 900000, "stock")]),
    ("en", "Some 2,600 people sleep in churches in Bria since the raid.", [(2600, 2600, "flow")]),
    ("es", "Los desplazados superan ya el millón en Sudán.", [(1000000, None, "stock")]),
    ("fr", "Les villageois fuient par milliers.", [(2000, None, "flow")]),
    ("ht", "2.500 moun kite katye a apre atak la.", [(2500, 2500, "flow")]),
    ("es", "La cifra de desplazados en el sur pasó de 116.000 a 270.000 personas.", [(270000, 270000, "stock")]),
    ("es", "Miles de pobladores de Boda, a unos 100 kilómetros, buscaron refugio en Bria.", [(2000, None, "flow")]),
    ("en", "Thousands of people walked towards Bria after the raid.", [(2000, None, "flow")]),
    ("fr", "Des milliers de personnes ont marché vers Bria après l'attaque.", [(2000, None, "flow")]),
    ("ht", "Dè milye moun mache sou wout la pou y al Sen Mak apre atak la.", [(2000, None, "flow")]),
    ("en", "The war has cost 400,000 lives and displaced 2.5 million people.", [(2500000, 2500000, "stock")]),
    ("en", "Residents fled their homes after the raid on Boda.", [(2, None, "flow")]),
    ("fr", "Les habitants ont fui leurs maisons à Boda après l'attaque.", [(2, None, "flow")]),
    ("es", "Muchas familias dejaron sus viviendas en Boda.", [(2, None, "flow")]),
    ("ht", "Moun yo kite kay yo nan Kenskòf apre atak la.", [(2, None, "flow")]),
]

NOTHING = [
    ("en", "Some 400 prisoners fled the jail at Croix."),
    ("en", "IOM gave blankets to 20,000 people."),
    ("en", "About 900 migrants were deported on Friday."),
    ("en", "223 families were displaced."),
    ("en", "Villagers refused to leave their homes in Boda."),
    ("es", "Los pobladores no abandonaron sus casas."),
    ("ht", "Abitan yo pa vle kite kay yo."),
    ("fr", "Des bandits ont pris la fuite après l'attaque de 20 policiers."),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_the_displaced_are_counted_as_stock_or_flow(
    language: str, text: str, expected: list[tuple[int | None, int | None, str]]
) -> None:
    assert counts(text, language) == expected


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_prisoners_migrants_families_and_aid_are_left_out(language: str, text: str) -> None:
    assert counts(text, language) == []


def test_subsets_are_not_counted_again() -> None:
    assert counts("Some 5,000 people fled Boda, including 2,100 children.", "en") == [(5000, 5000, "flow")]


def test_a_later_sentence_goes_on_with_the_figure() -> None:
    text = "IOM counts 40,000 displaced people in the province. In March it was 28,000."
    assert [c[0] for c in counts(text, "en")] == [40000, 28000]


def test_people_fled_from_what_follows_the_verb_and_not_from_where_they_shelter() -> None:
    fled = "Des hommes armés ont attaqué Obo. Huit cents personnes ont fui Zemio lundi."
    shelter = "Boda attacked. Some 2,600 people sleep in churches in Bria."
    assert [d.place for d in drafts_of("displacement", fled, "fr", "2025-06-12")] == ["Zemio"]
    assert "Bria" not in [d.place for d in drafts_of("displacement", shelter, "en", "2025-06-12")]
