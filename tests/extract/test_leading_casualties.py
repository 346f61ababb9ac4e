"""Whose the harmed are by what stands around them: posts, apposition, relative clauses, numbers told of people."""

from __future__ import annotations

from typing import Any

import pytest
from claims_in import LEAD, casualties

from veye.records.document import Language

Case = tuple[Language, str, set[tuple[str, Any, Any, str]]]
CASES: list[Case] = [
    # the people of a post that was struck
    ("fr", "Embuscade contre un convoi kényan : un mort.", {("killed", 1, 1, "mission")}),
    ("fr", "Attaque du commissariat de Cabaret : trois blessés.", {("wounded", 3, 3, "police")}),
    ("ht", "Konvwa kenyan an tonbe nan anbiskad: yon mò.", {("killed", 1, 1, "mission")}),
    # a participle tells of those before it, with "have" of those behind it
    ("fr", "Un policier tué et deux autres blessés à Kenscoff.", {("killed", 1, 1, "police"),
                                                                 ("wounded", 2, 2, "police")}),
    ("fr", "Les assaillants ont exécuté quelqu'un et incendié plusieurs maisons.", set()),
    ("fr", "Tué lundi à Delmas, l'agent de la PNH avait 34 ans.", {("killed", 1, 1, "police")}),
    # apposition
    ("en", "Police killed Jean Makak, a gang leader, in Laboul.", {("killed", 1, 1, "gang")}),
    ("fr", "Sept hommes ont été tués, tous membres de gangs.", {("killed", 7, 7, "gang")}),
    # people of agencies of relief are civilians
    ("fr", "Un agent de l'OIM a été blessé.", {("wounded", 1, 1, "civilian")}),
    # numbers told of people
    ("fr", "Cela porte à 40 le nombre de policiers haïtiens tués.", {("killed", 40, 40, "police")}),
    ("fr", "Les blessés, au nombre de sept, ont été transportés à l'hôpital.", {("wounded", 7, 7, "civilian")}),
    # Creole lists, clauses and verbs
    ("ht", "Twa polisye ayisyen ki t ap monte gad la mouri.", {("killed", 3, 3, "police")}),
    ("ht", "Chofè a ak de pasaje mouri.", {("killed", 3, 3, "civilian")}),
    ("ht", "Gang Kokorat San Ras touye sèt kiltivatè.", {("killed", 7, 7, "civilian")}),
    ("ht", "Twa anplwaye lopital la te kidnape.", {("abducted", 3, 3, "civilian")}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES, ids=[c[1][:50] for c in CASES])
def test_what_stands_around_says_whose_they_are(
    language: Language, text: str, expected: set[tuple[str, Any, Any, str]]
) -> None:
    assert casualties(f"{LEAD[language]} {text}", language) == expected
