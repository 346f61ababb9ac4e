"""Strength told by whole turns of phrase, and by what outweighs the name that stands nearest, in four languages."""

from __future__ import annotations

import pytest
from test_strength import strengths

TURNS = [
    (
        "en",
        "A ferry put 90 Rwandan soldiers down at Beira on Monday, the first of 400 for the SAMIM mission.",
        [("Rwanda", 90, 90, "arrived"), ("Rwanda", 400, 400, "pledged")],
    ),
    ("en", "None of the 13,000 soldiers of UNMISS will leave.", [("total", 13000, 13000, "current")]),
    ("en", "UNMISS said its strength had reached 14,200.", [("total", 14200, 14200, "current")]),
    ("en", "Nairobi flew 120 of its officers home from the MSS in Haiti.", [("Kenya", 120, 120, "departed")]),
    ("en", "Ghana has no plan to bring its 650 troops home from UNIFIL.", [("Ghana", 650, 650, "current")]),
    ("en", "About 900 officers, for the most part Kenyan, serve with the MSS.", [("total", 900, 900, "current")]),
    (
        "en",
        "UNIFIL has 10,000 troops; Spain gives 600 of them.",
        [("total", 10000, 10000, "current"), ("Spain", 600, 600, "current")],
    ),
    (
        "en",
        "Kenya and South Sudan have withdrawn 250 and 300 soldiers respectively from the EAC force in Congo.",
        [("Kenya", 250, 250, "departed"), ("South Sudan", 300, 300, "departed")],
    ),
    ("en", "UNMISS has fewer than 1,000 police officers.", [("total", None, 1000, "current")]),
    (
        "fr",
        "Les 60 derniers militaires kényans de la Minusca ont décollé de Bangui jeudi.",
        [("Kenya", 60, 60, "departed")],
    ),
    (
        "fr",
        "La Minusca compte 14 000 soldats. Le contingent de Kigali atteint 2 100 hommes.",
        [
            ("total", 14000, 14000, "current"),
            ("Rwanda", 2100, 2100, "current"),
        ],
    ),
    (
        "es",
        "El gobierno de Kenia anunció el envío de 150 policías a la MSS de Haití.",
        [("Kenya", 150, 150, "pledged")],
    ),
    ("es", "Volvieron a Nairobi 230 policías que servían en Haití con la MSS.", [("Kenya", 230, 230, "departed")]),
    ("ht", "Nayrobi pwomèt 1.000 polisye pou misyon miltinasyonal la ann Ayiti.", [("Kenya", 1000, 1000, "pledged")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), TURNS)
def test_turn_of_phrase_tells_what_became_of_whom(
    language: str, text: str, expected: list[tuple[str, int | None, int | None, str]]
) -> None:
    assert sorted(strengths(text, language, "2025-06-20"), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A Kenyan delegation of 10 people met the MSS in Haiti on Monday."),
        ("en", "Both came from 1 South African Infantry Battalion, which serves with MONUSCO in the Congo."),
        ("fr", "Le fonds de la MMAS n'a réuni que 110 millions de dollars, dont 63 du Canada."),
        ("ht", "MMAS la ta bezwen 2.500 polisye antou ann Ayiti."),
    ],
)
def test_numbers_of_others_are_no_strength(language: str, text: str) -> None:
    assert strengths(text, language, "2025-06-20") == []
