"""Funding: who gives how much, and whether it is promised, paid, frozen, asked for or granted."""

from __future__ import annotations

import pytest

from reading import drafts as drafts_of
from veye.records import Funding


def sums(text: str, language: str) -> list[tuple[str | None, float | None, str | None, str]]:
    found = [d.statement for d in drafts_of("funding", text, language, "2025-06-12")]
    return [(s.donor, s.amount, s.currency, s.kind) for s in found if isinstance(s, Funding)]


CASES = [
    ("en", "Norway has pledged $25 million to the AUSSOM trust fund.", [("Norway", 25e6, "USD", "pledged")]),
    ("en", "Japan paid 4.2 million dollars into the fund for UNMISS.", [("Japan", 4.2e6, "USD", "disbursed")]),
    ("en", "Berlin suspended 18 million euros of aid for the MINUSMA mission.", [("Germany", 18e6, "EUR", "frozen")]),
    ("en", "The AUSSOM mission needs $166 million a year.", [("multiple", 166e6, "USD", "requested")]),
    (
        "en",
        "The European Union approved 70 million euros for the AUSSOM mission.",
        [("European Union", 70e6, "EUR", "approved")],
    ),
    (
        "en",
        "Of the 90 million dollars promised to the mission's trust fund, only 30 million had been paid.",
        [("multiple", 90e6, "USD", "pledged"), ("multiple", 30e6, "USD", "disbursed")],
    ),
    (
        "fr",
        "Le Japon a versé 3,5 millions de dollars au fonds fiduciaire de la mission.",
        [("Japan", 3.5e6, "USD", "disbursed")],
    ),
    (
        "fr",
        "Sur 60 millions de dollars promis au fonds de la Minusca, 12 millions ont été versés.",
        [("multiple", 60e6, "USD", "pledged"), ("multiple", 12e6, "USD", "disbursed")],
    ),
    ("es", "España prometió 10 millones de euros para la misión MINUSCA.", [("Spain", 10e6, "EUR", "pledged")]),
    (
        "es",
        "Canadá congeló 8 millones de dólares de su aporte al fondo de la misión.",
        [("Canada", 8e6, "USD", "frozen")],
    ),
    ("ht", "Kanada pwomèt 40 milyon dola pou fon misyon an.", [("Canada", 40e6, "USD", "pledged")]),
    (
        "en",
        "Sweden (12 million dollars) and Qatar (5 million dollars) have pledged money to the AUSSOM mission.",
        [("Sweden", 12e6, "USD", "pledged"), ("Qatar", 5e6, "USD", "pledged")],
    ),
    ("fr", "Berlin parle de 30 millions d'euros pour la mission Minusca.", [("Germany", 30e6, "EUR", "pledged")]),
    ("fr", "Une étude parle de 30 millions d'euros pour la mission Minusca.", []),
    (
        "es",
        "Los 9 millones estadounidenses para la misión MINUSCA siguen congelados.",
        [("United States", 9e6, "USD", "frozen")],
    ),
    (
        "en",
        "Parliament has yet to approve 7 million euros for the MINUSMA mission.",
        [("multiple", 7e6, "EUR", "requested")],
    ),
]

NOTHING = [
    ("en", "The kidnappers asked for a ransom of 300,000 dollars; the mission knew nothing of it."),
    ("en", "The club paid 12 million euros for the striker."),
    ("en", "Thieves made off with $40,000 from a bank near the UN base."),
    ("fr", "Les ravisseurs réclament une rançon de 200 000 dollars."),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_sums_are_read_with_giver_and_kind(
    language: str, text: str, expected: list[tuple[str | None, float | None, str | None, str]]
) -> None:
    assert sums(text, language) == [(d, pytest.approx(a), c, k) for d, a, c, k in expected]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_ransoms_fees_and_loot_are_no_funding(language: str, text: str) -> None:
    assert sums(text, language) == []


def test_the_main_payer_is_told_even_without_an_amount() -> None:
    text = "The United States, a primary financier of the MSS mission, has been urged to provide better gear."
    assert sums(text, "en") == [("United States", None, None, "disbursed")]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "America gave $80 million to the MSS mission and Canada $9 million, but it costs $600 million a year.",
         [("disbursed", 80e6), ("disbursed", 9e6), ("requested", 600e6)]),
        ("fr", "Les États-Unis ont versé 80 millions de dollars à la MMAS et le Canada 9 millions.",
         [("disbursed", 80e6), ("disbursed", 9e6)]),
        ("fr", "Le Conseil de l'UE a approuvé lundi une aide de 20 millions d'euros pour la mission en Haïti.",
         [("approved", 20e6)]),
        ("fr", "Le Canada promet 40 millions de dollars à la MMAS si le Conseil adopte une résolution, et 20 millions "
         "à la police.", [("pledged", 40e6), ("pledged", 20e6)]),
        ("es", "De los 15 millones de dólares prometidos al fondo de la MSS, 1,7 millones ya se gastaron.",
         [("pledged", 15e6), ("disbursed", 1.7e6)]),
        ("ht", "Loni di jèl 13,3 milyon dola nan fon misyon Ayiti a.", [("frozen", 13.3e6)]),
        ("en", "The UN says 13.3 million dollars in the trust fund of the MSS mission can no longer be touched.",
         [("frozen", 13.3e6)]),
    ],
)  # fmt: skip
def test_a_sum_has_the_kind_that_its_verb_gives_or_shares(
    language: str, text: str, told: list[tuple[str, float]]
) -> None:
    assert [(kind, amount) for _, amount, _, kind in sums(text, language)] == told
