"""Attacks: mode, actor, one for each happening."""

from __future__ import annotations

import pytest
from claims_in import read

CASES = [
    ("en", "Rebels ambushed a MINUSCA patrol near Bria on Monday.", "ambush", "gang"),
    ("en", "A roadside bomb went off under a MINUSMA convoy near Gao on Monday, wounding three peacekeepers.",
     "other", "unknown"),
    ("en", "A drone hit the UNISFA base in Kadugli on Monday.", "drone strike", "unknown"),
    ("en", "Gang members stormed the prison in Hinche on Monday and freed all inmates.", "prison break", "gang"),
    ("fr", "Des bandits ont mis le feu à un blindé de la mission à Delmas lundi.", "arson", "gang"),
    ("es", "Hombres armados abrieron fuego contra una patrulla de la MINUSCA en Bria.", "armed assault", "gang"),
    ("ht", "Bandi atake yon patwouy misyon an nan Delma madi.", "armed assault", "gang"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mode", "actor"), CASES)
def test_an_attack_has_mode_and_actor(language: str, text: str, mode: str, actor: str) -> None:
    (attack,) = read(text, language, "attack")  # type: ignore[arg-type]
    assert (attack["mode"], attack["actor"]) == (mode, actor)


def test_an_attack_that_kills_many_civilians_is_a_massacre() -> None:
    text = "Gunmen of a gang attacked Cabaret on Friday with automatic rifles. At least 30 residents were killed."
    (attack,) = read(text, "en", "attack")
    assert (attack["mode"], attack["place"], attack["date"]) == ("massacre", "Cabaret", "2025-06-20")


def test_gangs_in_general_are_no_attack() -> None:
    assert read("The mission says gang attacks have become more frequent.", "en", "attack") == []


def test_two_days_are_two_attacks() -> None:
    text = "On Monday rebels attacked Bria. On Wednesday they ambushed a MINUSCA convoy near Bambari."
    assert len(read(text, "en", "attack")) == 2


def test_two_places_of_one_day_are_two_attacks() -> None:
    text = "On Monday rebels attacked Bria. The same Monday they ambushed a MINUSCA convoy near Bambari."
    assert len(read(text, "en", "attack")) == 2


def test_an_attack_that_only_dates_something_is_not_told_again() -> None:
    text = "About 6,000 people have left Bria since the rebel attack of 3 June, the mission says."
    assert read(text, "en", "attack") == []
