"""Turns of phrase that French and Spanish have of their own: inversion, agreement, how a fight ended, counts."""

from __future__ import annotations

from typing import Any

import pytest
from claims_in import casualties, read

from veye.records.document import Language

# (turn of phrase, language, text, {(outcome, low, high, who)})
CASES = [
    ("a subject after adjuncts", "es",
     "Falleció ayer lunes en un hospital de Santo Domingo un agente keniano de la misión en Haití.",
     {("killed", 1, 1, "mission")}),
    ("a subject after adjuncts", "es",
     "Recibió un balazo en la pierna un agente de la misión durante el patrullaje del sábado en Delmas, Haití.",
     {("wounded", 1, 1, "mission")}),
    ("how a fight ended", "es",
     "Un enfrentamiento entre policías y bandas se saldó con seis delincuentes muertos y un "
     "agente herido en Bel-Air, Haití.",
     {("killed", 6, 6, "gang"), ("wounded", 1, 1, "police")}),
    ("seven is no month", "fr",
     "Quatre soldats de la SAMIDRC ont été tués et sept blessés par des tirs de mortier du M23 près de Sake.",
     {("killed", 4, 4, "mission"), ("wounded", 7, 7, "mission")}),
    ("a count names its source", "fr",
     "L'attaque du marché par un gang à Port-au-Prince a fait douze morts et une vingtaine "
     "de blessés, selon un bilan de la mairie.",
     {("killed", 12, 12, "civilian"), ("wounded", 20, 20, "civilian")}),
    ("somebody named after his title", "es",
     "El cabecilla de la banda Kraze Baryè, Jean Innocent, murió el domingo en Pétion-Ville, Haití.",
     {("killed", 1, 1, "gang")}),
    ("the verb agrees", "es",
     "La embarcación en la que viajaban cinco policías haitianos fue tiroteada por una banda. Dos murieron en el acto.",
     {("killed", 2, 2, "police")}),
    ("wounds left", "es",
     "El ataque costó la vida a tres cascos azules de la MINUSCA y dejó a otros cinco con heridas.",
     {("killed", 3, 3, "mission"), ("wounded", 5, 5, "mission")}),
]  # fmt: skip


@pytest.mark.parametrize(("turn", "language", "text", "expected"), CASES)
def test_casualties(turn: str, language: Language, text: str, expected: set[tuple[str, Any, Any, str]]) -> None:
    assert casualties(text, language) == expected, turn


def test_the_internally_displaced_are_no_prisoners() -> None:
    text = "Haití roza los 1,3 millones de desplazados internos; 6.000 huyeron de Mirebalais."
    assert read(text, "es", "attack") == []


def test_a_vote_put_back_bears_its_new_day() -> None:
    text = "Las elecciones en Haití, previstas para el 15 de noviembre, se aplazan hasta el 30 de agosto de 2026."
    assert [f["date"] for f in read(text, "es", "milestone")] == ["2026-08-30"]


def test_a_multiple_counts_nobody() -> None:
    text = "La fuerza en Haití podrá sumar 5.500 uniformados, más de cinco veces los de la misión."
    assert [f["count_low"] for f in read(text, "es", "strength")] == [5500]
