"""Who says it."""

from __future__ import annotations

import pytest
from claims_in import read

CASES = [
    ("en", "Two peacekeepers were killed near Bria, a UN spokesman said.", "a UN spokesman", "un", None),
    ("en", "According to residents, rebels killed ten villagers in Bria.", "residents", "witness", None),
    ("en", "Two police officers told Reuters that a Kenyan officer of the mission was killed in Delmas.",
     "Two police officers", "police", "Reuters"),
    ("fr", "Deux casques bleus ont été tués près de Kidal, selon le gouverneur.", "le gouverneur", "government", None),
    ("es", "Dos cascos azules murieron en Bria, informó la ONU.", "la ONU", "un", None),
    ("en", "The UN has said that rebels killed ten villagers in Bria.", "The UN", "un", None),
    ("es", "Dos cascos azules murieron en Bria, informó el lunes la policía.", "la policía", "police", None),
    ("fr", "BRIA (Agence X) - Le porte-parole de l'ONU a annoncé que deux casques bleus ont été tués.",
     "Le porte-parole de l'ONU", "un", None),
    ("ht", "Dapre lapolis, bandi touye twa moun nan Delma.", "lapolis", "police", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "kind", "via"), CASES)
def test_the_source_and_its_kind_are_read(language: str, text: str, words: str, kind: str, via: str | None) -> None:
    claim = read(text, language, "casualty")[0]  # type: ignore[arg-type]
    assert claim["attribution"] == {"words": words, "kind": kind, "via": via}


def test_a_sentence_without_a_source_has_none() -> None:
    assert read("Two peacekeepers were killed near Bria.", "en", "casualty")[0]["attribution"] is None
