"""Whose side uniformed people are on."""

from __future__ import annotations

import pytest
from claims_in import document

from veye.extract.analyse import analyse

CASES = [
    ("Three Kenyan officers patrol Port-au-Prince, Haiti.", "mission", "Kenya", 3),
    ("Three Haitian officers patrol Port-au-Prince.", "police", "Haiti", 3),
    ("Ten Congolese soldiers fight M23 rebels beside MONUSCO.", "military", "DR Congo", 10),
    ("Ten Uruguayan soldiers of MONUSCO are in Goma.", "mission", "Uruguay", 10),
    ("Four members of the gang sat in Delmas, Haiti.", "gang", None, 4),
    ("Eight villagers of Bria met MINUSCA.", "civilian", None, 8),
]


@pytest.mark.parametrize(("text", "who", "country", "number"), CASES)
def test_a_phrase_tells_whose_people_and_how_many(text: str, who: str, country: str | None, number: int) -> None:
    group = analyse(document(text, "en")).sentences[0].groups[0]
    assert (group.who, group.country) == (who, country)
    assert group.number is not None
    assert group.number.count.low == number


def test_officers_without_a_country_are_those_spoken_of_before() -> None:
    text = "Two Kenyan officers went to Delmas in Haiti. The officers came back."
    assert analyse(document(text, "en")).sentences[1].groups[0].who == "mission"
