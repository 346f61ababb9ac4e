"""One number for the killed and wounded together, a range and period of money, and a second count by another's word."""

from __future__ import annotations

import pytest
from claims_in import read

from reading import drafts as drafts_of
from veye.extract.words import find_money
from veye.records import Funding

GANGS = {
    "en": " Gangs hold most of the capital of Haiti.",
    "fr": " Les gangs tiennent la capitale d'Haïti.",
    "es": " Las bandas controlan la capital de Haití.",
    "ht": " Gang yo kontwole kapital Ayiti.",
}
BOTH = [
    ("en", "At least 1,379 people were killed or injured in Haiti between April and June 2025.", 1379, None),
    ("en", "The office counts 3,884 people killed or wounded in Haiti in the first half of 2025.", 3884, 3884),
    ("fr", "2 505 personnes ont été tuées ou blessées en Haïti de janvier à mars 2025.", 2505, 2505),
    ("es", "Al menos 3.884 personas murieron o resultaron heridas en Haití en el primer semestre de 2025.", 3884, None),
    ("ht", "3 884 moun mouri oswa blese ann Ayiti nan premye sis mwa 2025 yo.", 3884, 3884),
]


@pytest.mark.parametrize(("language", "text", "low", "high"), BOTH)
def test_killed_or_wounded_is_neither_alone(language: str, text: str, low: int, high: int | None) -> None:
    found = read(text + GANGS[language], language, "casualty")
    assert [(f["outcome"], f["count_low"], f["count_high"]) for f in found] == [("killed or wounded", low, high)]


def test_killed_and_wounded_with_their_own_numbers_stay_apart() -> None:
    text = "In the first half of 2025, 2,305 people were killed and 1,579 wounded in Haiti."
    found = read(text + GANGS["en"], "en", "casualty")
    assert [(f["outcome"], f["count_low"]) for f in found] == [("killed", 2305), ("wounded", 1579)]


SUMS = [
    ("en", "The mission in Haiti would cost between 515 and 600 million dollars over two years.", 515e6, 600e6, 24),
    ("en", "The mission in Haiti needs 600 million dollars a year.", 600e6, None, 12),
    ("fr", "La mission en Haïti coûterait entre 515 et 600 millions de dollars sur deux ans.", 515e6, 600e6, 24),
    ("es", "La misión en Haití costaría entre 515 y 600 millones de dólares en dos años.", 515e6, 600e6, 24),
    ("ht", "Misyon an Ayiti ap koute ant 515 ak 600 milyon dola pou 2 an.", 515e6, 600e6, 24),
    ("en", "The mission in Haiti needs 600 million dollars.", 600e6, None, None),
]


@pytest.mark.parametrize(("language", "text", "low", "high", "months"), SUMS)
def test_a_cost_keeps_its_range_and_its_period(
    language: str, text: str, low: float, high: float | None, months: int | None
) -> None:
    (told,) = [s for d in drafts_of("funding", text, language, "2024-05-02") if isinstance(s := d.statement, Funding)]
    assert (told.amount, told.amount_high, told.months) == (low, high, months)


def test_one_word_of_scale_counts_for_both_ends_of_a_sum() -> None:
    (sum_,) = find_money("between 515 and 600 million dollars", "en")
    assert (sum_.amount, sum_.high) == (515e6, 600e6)
    (plain,) = find_money("between 500 and 2,000 dollars", "en")
    assert (plain.amount, plain.high) == (500, 2000)


def test_another_count_of_the_same_vehicles_stands_beside_the_first() -> None:
    text = (
        "The United States promised vehicles to the Kenya-led mission in Haiti. Ten armoured vehicles have arrived so "
    )
    found = read(text + "far; another count says eight.", "en", "equipment")
    assert [(f["event"], f["count_low"]) for f in found] == [("delivered", 10), ("delivered", 8)]


LISTED = [
    ("en", "A third contingent of Jamaican soldiers landed in Port-au-Prince on Monday: 24 by the mission, 26 by the "
     "army. The Kenya-led mission has 1,000 members in Haiti."),
    ("fr", "Un troisième groupe de soldats jamaïcains est arrivé lundi à Port-au-Prince : 24 selon la mission, 26 "
     "selon la presse. La mission multinationale compte 1 000 membres en Haïti."),
    ("es", "Un tercer grupo de soldados jamaicanos llegó el lunes a Puerto Príncipe: 24 según la misión, 26 según "
     "la prensa. La misión multinacional tiene 1.000 miembros en Haití."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), LISTED)
def test_those_who_came_are_counted_behind_a_colon_by_each_who_counts(language: str, text: str) -> None:
    found = [f for f in read(text, language, "strength") if f["kind"] == "arrived"]
    assert [(f["contingent"], f["count_low"], f["date"]) for f in found] == [
        ("Jamaica", 24, "2025-06-16"), ("Jamaica", 26, "2025-06-16"),
    ]  # fmt: skip
