"""Numbers are read with their bounds and told from years, ages, dates and the like, in four languages."""

from __future__ import annotations

import number_words
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.extract.words import find_numbers

LANGUAGES = ("en", "fr", "es", "ht")

COUNTS = [
    ("fr", "Un million et quarante et un mille déplacés", 1041000, 1041000),
    ("fr", "deux millions et trois autres", 2000000, 2000000),
    ("es", "superan ya el millón", 1000000, None),
    ("en", "at least 70 people", 70, None),
    ("en", "more than a dozen soldiers", 12, None),
    ("en", "over 13,000 people", 13000, None),
    ("en", "no fewer than 16 others", 16, None),
    ("en", "not fewer than three men", 3, None),
    ("en", "up to 2,500 troops", None, 2500),
    ("en", "fewer than 100 officers", None, 100),
    ("en", "as many as 300 people", None, 300),
    ("en", "about 1,000 personnel", 1000, 1000),
    ("en", "nearly 400 police", 400, 400),
    ("en", "an estimated 5,000 people", 5000, 5000),
    ("en", "some 200 families", 200, 200),
    ("en", "between 20 and 30 troops", 20, 30),
    ("en", "between two and three million people", 2000000, 3000000),
    ("en", "20 to 30 men", 20, 30),
    ("en", "20-30 men", 20, 30),
    ("en", "two or three men", 2, 3),
    ("en", "several officers", 3, None),
    ("en", "dozens of people", 24, None),
    ("en", "scores of people", 40, None),
    ("en", "hundreds of people", 200, None),
    ("en", "thousands of people", 2000, None),
    ("en", "tens of thousands of people", 20000, None),
    ("en", "hundreds of thousands of people", 200000, None),
    ("en", "half a dozen vehicles", 6, 6),
    ("en", "a couple of officers", 2, 2),
    ("en", "twenty-two (22) people", 22, 22),
    ("en", "two hundred and thirty police", 230, 230),
    ("en", "1.3 million people", 1300000, 1300000),
    ("en", "two and a half million people", 2500000, 2500000),
    ("en", "300 or more people", 300, None),
    ("en", "500+ people", 500, None),
    ("en", "2000 soldiers", 2000, 2000),
    ("en", "three dozen men", 36, 36),
    ("en", "the toll has gone up to 54 people", 54, 54),
    ("en", "both officers", 2, 2),
    ("en", "a soldier", 1, 1),
    ("fr", "plus de 60 personnes", 60, None),
    ("fr", "plus d'une vingtaine de soldats", 20, None),
    ("fr", "au moins deux morts", 2, None),
    ("fr", "jusqu'à 300 personnes", None, 300),
    ("fr", "moins de 50 soldats", None, 50),
    ("fr", "pas moins de 12 personnes", 12, None),
    ("fr", "pas plus de 12 personnes", None, 12),
    ("fr", "environ 5 500 personnes", 5500, 5500),
    ("fr", "près de 6.000 personnes", 6000, 6000),
    ("fr", "quelque 200 policiers", 200, 200),
    ("fr", "entre 54 et 65 morts", 54, 65),
    ("fr", "une dizaine de soldats", 10, 10),
    ("fr", "une quarantaine de blessés", 40, 40),
    ("fr", "plusieurs policiers", 3, None),
    ("fr", "des centaines de personnes", 200, None),
    ("fr", "des dizaines de personnes", 24, None),
    ("es", "decenas de vecinos", 24, None),
    ("fr", "des milliers de personnes", 2000, None),
    ("fr", "des dizaines de milliers de personnes", 20000, None),
    ("fr", "vingt-six (26) personnes", 26, 26),
    ("fr", "1,3 million de déplacés", 1300000, 1300000),
    ("fr", "deux millions et demi de personnes", 2500000, 2500000),
    ("fr", "une demi-douzaine d'agents", 6, 6),
    ("fr", "un millier de soldats", 1000, 1000),
    ("fr", "les deux policiers", 2, 2),
    ("es", "más de 1.500 personas", 1500, None),
    ("es", "al menos tres muertos", 3, None),
    ("es", "por lo menos 20 heridos", 20, None),
    ("es", "hasta 2.500 soldados", None, 2500),
    ("es", "menos de 50 agentes", None, 50),
    ("es", "unos 200 policías", 200, 200),
    ("es", "cerca de 900 efectivos", 900, 900),
    ("es", "entre 20 y 30 hombres", 20, 30),
    ("es", "una docena de agentes", 12, 12),
    ("es", "una veintena de agentes", 20, 20),
    ("es", "varios policías", 3, None),
    ("es", "cientos de personas", 200, None),
    ("es", "miles de personas", 2000, None),
    ("es", "decenas de miles de personas", 20000, None),
    ("es", "veintidós policías", 22, 22),
    ("es", "medio centenar de soldados", 50, 50),
    ("es", "ambos agentes", 2, 2),
    ("ht", "plis pase 90 mil moun", 90000, None),
    ("ht", "omwen 20 polisye", 20, None),
    ("ht", "pa mwens pase 12 moun", 12, None),
    ("ht", "jiska 2.500 sòlda", None, 2500),
    ("ht", "anviwon 400 polisye", 400, 400),
    ("ht", "prèske 5 mil moun", 5000, 5000),
    ("ht", "ant 20 ak 30 moun", 20, 30),
    ("ht", "plizyè polisye", 3, None),
    ("ht", "yon dizèn moun", 10, 10),
    ("ht", "yon milyon de san mil moun", 1200000, 1200000),
    ("ht", "de polisye", 2, 2),
    ("ht", "san moun", 100, 100),
    ("ht", "toulède polisye yo", 2, 2),
]

KINDS = [
    ("en", "in 2024 gangs", "2024", "year"),
    ("en", "on 30 July", "30", "date"),
    ("en", "on July 30", "30", "date"),
    ("en", "around 3:15 p.m.", "3:15", "time"),
    ("en", "a boy aged 14", "14", "age"),
    ("en", "a 25-year-old man", "25", "age"),
    ("en", "said Ana Paz, 34, a nurse", "34", "age"),
    ("en", "hold 80% of it", "80", "percent"),
    ("en", "hold ninety per cent of it", "ninety", "percent"),
    ("en", "a 7.62 mm round", "7.62", "calibre"),
    ("en", "resolution 2793 was", "2793", "reference"),
    ("en", "an AK-47 rifle", "47", "reference"),
    ("en", "call +509 3456-7890", "509", "phone"),
    ("en", "the third officer", "third", "ordinal"),
    ("en", "for 12 months", "12", "duration"),
    ("en", "the 90-day pause", "90", "duration"),
    ("en", "24 kilometres away", "24", "measure"),
    ("en", "by 12 votes", "12", "vote"),
    ("en", "paid $300 million", "300", "money"),
    ("en", "three quarters of them", "three quarters", "fraction"),
    ("fr", "en 2024, les gangs", "2024", "year"),
    ("fr", "le 3 octobre", "3", "date"),
    ("fr", "à 10h30", "10h30", "time"),
    ("fr", "âgé de 25 ans", "25", "age"),
    ("fr", "80 % de la ville", "80", "percent"),
    ("fr", "la route nationale #1", "1", "reference"),
    ("fr", "pour douze mois", "douze", "duration"),
    ("fr", "13 millions de dollars", "13", "money"),
    ("es", "de 30 años", "30", "age"),
    ("es", "a las 17.00", "17.00", "time"),
    ("es", "el 3 de enero", "3", "date"),
    ("es", "el 80 por ciento", "80", "percent"),
    ("es", "300 millones de dólares", "300", "money"),
    ("ht", "samdi 28 desanm", "28", "date"),
    ("ht", "80% kapital la", "80", "percent"),
    ("ht", "nimewo 2 gang nan", "2", "reference"),
    ("ht", "40 milyon dola", "40", "money"),
]


@pytest.mark.parametrize(("language", "text", "low", "high"), COUNTS)
def test_counts_follow_the_coding_rules(language: str, text: str, low: int | None, high: int | None) -> None:
    found = [n for n in find_numbers(text, language) if n.counts]
    assert found
    assert (found[0].count.low, found[0].count.high) == (low, high)


@pytest.mark.parametrize(("language", "text", "numeral", "kind"), KINDS)
def test_what_counts_nothing_says_what_it_is(language: str, text: str, numeral: str, kind: str) -> None:
    found = [n for n in find_numbers(text, language) if text[n.core :].startswith(numeral)]
    assert [n.kind for n in found] == [kind]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ht", "direktè de biwo a pale san pè"),
        ("fr", "Il a attaqué le convoi sans pitié"),
        ("es", "La mañana del viernes"),
        ("en", "They left without a word to anyone of them"),
    ],
)
def test_function_words_are_not_numbers(language: str, text: str) -> None:
    assert not [n for n in find_numbers(text, language) if n.counts and n.kind != "article"]


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.sampled_from(LANGUAGES), st.integers(min_value=2, max_value=999_999))
def test_written_numbers_are_read_back(language: str, number: int) -> None:
    text = f"{number_words.WRITERS[language](number)} {number_words.NOUNS[language]}"
    found = find_numbers(text, language)
    assert [(n.count.low, n.count.high) for n in found[:1]] == [(number, number)], text


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.sampled_from(LANGUAGES),
    st.integers(min_value=1000, max_value=9_999_999),
    st.sampled_from([",", ".", " ", "\u202f", "'"]),
)
def test_every_style_of_grouping_is_read(language: str, number: int, mark: str) -> None:
    text = f"{number:,}".replace(",", mark) + f" {number_words.NOUNS[language]}"
    assert [n.count.low for n in find_numbers(text, language)] == [number]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.sampled_from(LANGUAGES),
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                [
                    "at least",
                    "20",
                    "plus de",
                    "deux",
                    "mil",
                    "1.500",
                    "between",
                    "and",
                    "ant",
                    "ak",
                    "%",
                    "$",
                    "3 March",
                    "-",
                    "(22)",
                    "İ",
                    "ß",
                ]
            ),
        ),
        max_size=12,
    ),
)
def test_any_text_is_read_without_error_and_mentions_stand_in_it(language: str, pieces: list[str]) -> None:
    text = " ".join(pieces)
    end = 0
    for mention in find_numbers(text, language):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.start <= mention.core < mention.end
        assert mention.count.words == text[mention.start : mention.end]
        end = mention.end


def test_offsets_survive_letters_that_change_length_in_lower_case() -> None:
    text = "İİİ Straße: 20 people"
    mention = find_numbers(text, "en")[-1]
    assert text[mention.start : mention.end] == "20"


@pytest.mark.parametrize(
    ("text", "language", "low"),
    [
        ("several hundred people", "en", 200),
        ("plusieurs dizaines de personnes", "fr", 24),
        ("varios miles de personas", "es", 2000),
        ("dè santèn moun", "ht", 200),
    ],
)
def test_several_of_a_round_number_are_two_of_it(text: str, language: str, low: int) -> None:
    (number,) = find_numbers(text, language)
    assert (number.count.low, number.count.high) == (low, None)
