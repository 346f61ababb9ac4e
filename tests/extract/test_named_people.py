"""People of whom only the name or the age is told, and which of those hit were wounded."""

from __future__ import annotations

import pytest
from claims_in import casualties

from veye.extract.struck import other_person
from veye.extract.words.numbers import find_numbers

# MINUSCA and rebels make each a story of a mission.
CASES = [
    ("Rebels attacked Bria. Ann Okoro was killed.", {("killed", 1, 1, "civilian")}),
    ("Rebels attacked Bria. Ann Okoro, 40, of Bangui, and Paul Zida, 44, were killed.", {("killed", 2, 2, "civilian")}),
    ("Rebels attacked Bria. Paul Zida, Ann Okoro and Jean Mbaye were injured.", {("wounded", 3, 3, "civilian")}),
    ("Rebels shot Paul Zida in Bria. Zida died on Monday.", {("killed", 1, 1, "civilian")}),
    ("Rebels attacked Bria. Nurses found Paul Zida, 20, with gunshot wounds.", {("wounded", 1, 1, "civilian")}),
    ("Rebels fired at a house in Bria. A 9-month-old was hurt.", {("wounded", 1, 1, "civilian")}),
    ("Rebels fired at a house in Bria. A 24-year-old man was hurt.", {("wounded", 1, 1, "civilian")}),
    ("Rebels fired at a house in Bria and sent four people to the hospital.", {("wounded", 4, 4, "civilian")}),
    ("Four people were shot by rebels in Bria. One died.",
     {("wounded", 3, 3, "civilian"), ("killed", 1, 1, "civilian")}),
    ("Rebels attacked Bria. Ten people were shot: four dead, six wounded.",
     {("killed", 4, 4, "civilian"), ("wounded", 6, 6, "civilian")}),
    ("Rebels attacked Bria. A woman was killed. A man was killed.", {("killed", 1, 1, "civilian")}),
    ("Bria Central Hospital was hit by rebels.", set()),
    ("Kigali was struck by fear of rebels.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_people_told_by_name_or_age_are_counted_once(text: str, expected: set[object]) -> None:
    assert casualties(text, "en") == expected


@pytest.mark.parametrize(
    ("a", "b", "other"),
    [
        ("a 24-year-old man", "a 19-year-old man", True),
        ("a woman", "the man", True),
        ("a 24-year-old man", "the man", False),
        ("un homme de 30 ans", "une femme", True),
        ("an officer", "a woman", False),
    ],
)
def test_two_persons_are_told_apart_by_age_or_sex(a: str, b: str, other: bool) -> None:
    assert other_person(a, b) is other


@pytest.mark.parametrize(
    "text",
    [
        "Calvin Smith, 24 was shot",
        "Shaun Smith and Ann Bell, both 22, were hurt",
        "two men, ages 28 and 22, were hurt",
        "a third man, 35, was struck",
    ],
)
def test_ages_count_nobody(text: str) -> None:
    counted = [n.count.low for n in find_numbers(text, "en") if n.kind == "cardinal" and (n.count.low or 0) > 2]
    assert counted == []
