"""Which of the four languages."""

from __future__ import annotations

import pytest

from veye.extract import identify_language

CASES = [
    ("en", "The patrol was hit near the river and two men were hurt."),
    ("en", "Residents fled Carrefour-Feuilles and Petite-Rivière with what they could carry."),
    ("fr", "La patrouille a été attaquée près du fleuve et deux hommes sont blessés."),
    ("es", "La patrulla fue atacada cerca del río y dos hombres resultaron heridos."),
    ("ht", "Patwouy la te pran bal bò larivyè a, de moun blese."),
    ("ht", "Yo di bandi yo kite zòn nan."),
    ("und", "12 34"),
    ("und", ""),
]


@pytest.mark.parametrize(("language", "text"), CASES)
def test_the_language_is_told(language: str, text: str) -> None:
    assert identify_language(text) == language
