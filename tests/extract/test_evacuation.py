"""Evacuation: how many, and where to."""

from __future__ import annotations

import pytest
from claims_in import read

CASES = [
    ("en", "Three Kenyan officers of the mission were wounded in Delmas and airlifted to Santo Domingo.", 3,
     "Santo Domingo"),
    ("en", "Five peacekeepers were wounded near Kidal. All were evacuated to Gao.", 5, "Gao"),
    ("fr", "Deux casques bleus blessés près de Kidal ont été évacués vers Gao.", 2, "Gao"),
    ("es", "Dos cascos azules resultaron heridos y fueron evacuados a Dakar.", 2, "Dakar"),
    ("ht", "De polisye misyon an blese; yo evakye yo nan Repiblik Dominikèn.", 2, "Repiblik Dominikèn"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "count", "to"), CASES)
def test_an_evacuation_has_count_and_destination(language: str, text: str, count: int, to: str) -> None:
    (claim,) = read(text, language, "evacuation")  # type: ignore[arg-type]
    assert (claim["count_low"], claim["to"]) == (count, to)


def test_a_planned_transfer_is_no_evacuation() -> None:
    text = "A Kenyan officer of the mission was wounded. There are plans to fly him to Nairobi."
    assert read(text, "en", "evacuation") == []


def test_residents_who_flee_are_not_evacuated() -> None:
    assert read("Residents evacuated Bria before the rebels came.", "en", "evacuation") == []
