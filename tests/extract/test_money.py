"""Amounts carry their currency as an ISO code; shares are read from digits and from words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.extract.words import find_money, find_percents

AMOUNTS = [
    ("en", "$13.3 million", 13.3e6, "USD"),
    ("en", "US$300m", 300e6, "USD"),
    ("en", "$1.2bn", 1.2e9, "USD"),
    ("en", "300 million dollars", 300e6, "USD"),
    ("en", "C$60 million", 60e6, "CAD"),
    ("en", "€20 million", 20e6, "EUR"),
    ("en", "five million euros", 5e6, "EUR"),
    ("en", "£2,140", 2140.0, "GBP"),
    ("en", "USD 500,000", 500_000.0, "USD"),
    ("en", "KSh 5 billion", 5e9, "KES"),
    ("en", "more than $110 million", 110e6, "USD"),
    ("fr", "110,9 millions de dollars", 110.9e6, "USD"),
    ("fr", "21 millions d'euros", 21e6, "EUR"),
    ("fr", "13,3 M$", 13.3e6, "USD"),
    ("fr", "5 milliards de gourdes", 5e9, "HTG"),
    ("fr", "60 millions de dollars canadiens", 60e6, "CAD"),
    ("fr", "deux millions de dollars", 2e6, "USD"),
    ("es", "300 millones de dólares", 300e6, "USD"),
    ("es", "US$13,3 millones", 13.3e6, "USD"),
    ("es", "20 millones de euros", 20e6, "EUR"),
    ("ht", "40 milyon dola", 40e6, "USD"),
    ("ht", "plis pase 20 milyon ewo", 20e6, "EUR"),
    ("ht", "5 milya goud", 5e9, "HTG"),
]

SHARES = [
    ("en", "80% of the capital", 80),
    ("en", "ninety per cent of it", 90),
    ("en", "three quarters of them", 75),
    ("en", "nine tenths of the city", 90),
    ("fr", "près de 85 % de la ville", 85),
    ("fr", "les trois quarts", 75),
    ("es", "el 80 por ciento", 80),
    ("es", "dos terceras partes", 66.7),
    ("ht", "90% Pòtoprens", 90),
    ("ht", "85 pousan kapital la", 85),
]


@pytest.mark.parametrize(("language", "text", "amount", "currency"), AMOUNTS)
def test_amounts_are_whole_units_of_a_currency(language: str, text: str, amount: float, currency: str) -> None:
    found = find_money(text, language)
    assert [(m.amount, m.currency) for m in found] == [(pytest.approx(amount), currency)]
    assert (found[0].start, found[0].end) == (0, len(text))


@pytest.mark.parametrize(("language", "text", "percent"), SHARES)
def test_shares_are_per_cent_of_a_whole(language: str, text: str, percent: float) -> None:
    assert [p.percent for p in find_percents(text, language)] == [pytest.approx(percent, abs=0.1)]


def test_more_than_an_amount_is_open_above() -> None:
    assert find_money("over $13 million", "en")[0].low_only
    assert find_money("jusqu'à 100 millions de dollars", "fr")[0].high_only


def test_numbers_without_a_currency_are_no_money() -> None:
    assert not find_money("1.3 million people and 2,500 troops", "en")


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    st.sampled_from(["en", "fr", "es", "ht"]),
    st.lists(
        st.one_of(st.text(max_size=8), st.sampled_from(["$", "3", "m", "million", "dola", "€", "US$", "1,5", "%"])),
        max_size=10,
    ),
)
def test_any_text_is_searched_without_error(language: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    for mention in find_money(text, language):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.amount >= 0
