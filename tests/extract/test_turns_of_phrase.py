"""Money, ground, displaced people and steps of politics in turns of phrase that leave out what went before."""

from __future__ import annotations

from typing import Any

import pytest
from claims_in import read

from veye.records.document import Language


def told(text: str, language: Language, kind: str, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(claim[f] for f in fields) for claim in read(text, language, kind, published="2025-09-20")]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Canada gave 100 million Canadian dollars (US$73 million) to the UNMISS trust fund.",
            [("disbursed", 100e6, "CAD")],
        ),
        (
            "en",
            "The gift of $6 million brings the kitty of UNMISS to $85 million.",
            [("disbursed", 6e6, "USD"), ("disbursed", 85e6, "USD")],
        ),
        (
            "fr",
            "Le Canada a mis 63 millions de dollars dans le fonds de la Minusca, la France 3.",
            [("disbursed", 63e6, "USD"), ("disbursed", 3e6, "USD")],
        ),
        (
            "ht",
            "Etazini vide 6 milyon dola sou 70 milyon li te pwomèt pou fon MMAS la ann Ayiti.",
            [("disbursed", 6e6, "USD"), ("pledged", 70e6, "USD")],
        ),
    ],
)
def test_sums_that_go_on_from_others(language: Language, text: str, expected: list[tuple[Any, ...]]) -> None:
    assert told(text, language, "funding", "kind", "amount", "currency") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "In Goma, which the M23 took in January, shops are open.", [("M23", None, "Goma")]),
        ("fr", "Le drame a touché Cité Soleil, que tient la coalition Viv Ansanm.", [("gangs", None, "Cité Soleil")]),
        ("en", "Nine in ten of the people fled through Goma after M23 fighters came.", []),
        ("es", "En la capital, las bandas siguen dominando el 80 %.", [("bandas", 80.0, None)]),
    ],
)
def test_ground_named_before_its_holder(language: Language, text: str, expected: list[tuple[Any, ...]]) -> None:
    assert told(text, language, "control", "actor", "share_percent", "place") == expected


def test_people_who_left_a_named_place_fled_it() -> None:
    text = "En cinq jours, 31 586 personnes (6 324 ménages) ont quitté Mirebalais."
    assert told(text, "fr", "displacement", "count_low", "place") == [(31586, "Mirebalais")]


def test_a_round_figure_in_a_title_gives_way_to_the_count_below() -> None:
    text = "Nearly five thousand uprooted\n\nThe attack on Goma displaced 4,674 people, the IOM says."
    assert told(text, "en", "displacement", "count_low") == [(4674,)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "La primera vuelta de las elecciones será el 30 de agosto de 2026. La segunda sería el 6 de diciembre.",
            [("election", "2026-08-30"), ("election", "2026-12-06")],
        ),
        ("fr", "La Samidrc a entamé mardi son retrait de Goma.", [("withdrawal", "2025-09-16")]),
        ("en", "It is the worst attack on UNMISS since the war began in 2013.", []),
    ],
)
def test_steps_that_go_on_from_others(language: Language, text: str, expected: list[tuple[Any, ...]]) -> None:
    assert told(text, language, "milestone", "what", "date") == expected
