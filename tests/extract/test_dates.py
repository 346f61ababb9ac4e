"""Dates are resolved against the publication date, and stay unresolved where nothing says which day is meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.extract.words import find_dates

LANGUAGES = ("en", "fr", "es", "ht")

# language, publication date, text, first day, last day, kind
RESOLVED = [
    ("fr", "2024-12-12", "nuit du mardi 10 au mercredi 11 décembre", "2024-12-11", "2024-12-11", "absolute"),
    ("es", "2024-12-05", "la noche del martes 3 al miércoles 4 de diciembre", "2024-12-04", "2024-12-04", "absolute"),
    ("en", "2024-12-05", "on Tuesday night into Wednesday", "2024-12-04", "2024-12-04", "relative"),
    ("ht", "2025-12-01", "nan nwit vandredi pou louvri samdi", "2025-11-29", "2025-11-29", "relative"),
    ("en", "2023-09-25", "more will be sent after Sunday's gunfight", "2023-09-24", "2023-09-24", "relative"),
    ("es", "2025-10-28", "enviará tropas tras el ataque del domingo", "2025-10-26", "2025-10-26", "relative"),
    ("en", "2025-09-16", "on the 11th and 12th", "2025-09-11", "2025-09-12", "span"),
    ("fr", "2025-04-16", "Le 10, fusillade", "2025-04-10", "2025-04-10", "relative"),
    ("en", "2024-12-23", "killed from 6 to 11 December", "2024-12-06", "2024-12-11", "span"),
    ("en", "2025-04-03", "on Thursday", "2025-04-03", "2025-04-03", "relative"),
    ("en", "2025-04-03", "on Friday morning", "2025-03-28", "2025-03-28", "relative"),
    ("en", "2025-04-03", "at Tuesday's meeting", "2025-04-01", "2025-04-01", "relative"),
    ("en", "2025-04-03", "last Thursday", "2025-03-27", "2025-03-27", "relative"),
    ("en", "2025-04-03", "they will arrive on Monday", "2025-04-07", "2025-04-07", "relative"),
    ("en", "2025-04-03", "next Monday", "2025-04-07", "2025-04-07", "relative"),
    ("en", "2025-04-03", "yesterday", "2025-04-02", "2025-04-02", "relative"),
    ("en", "2025-04-03", "last week", "2025-03-24", "2025-03-30", "relative"),
    ("en", "2025-04-03", "over the past week", "2025-03-27", "2025-04-03", "span"),
    ("en", "2025-04-03", "the past six months", "2024-10-03", "2025-04-03", "span"),
    ("en", "2025-04-03", "two days ago", "2025-04-01", "2025-04-01", "relative"),
    ("en", "2025-04-03", "last month", "2025-03-01", "2025-03-31", "relative"),
    ("en", "2025-04-03", "last year", "2024-01-01", "2024-12-31", "relative"),
    ("en", "2025-04-03", "in February", "2025-02-01", "2025-02-28", "absolute"),
    ("en", "2025-04-03", "in August", "2024-08-01", "2024-08-31", "absolute"),
    ("en", "2025-04-03", "elections will be held in August", "2025-08-01", "2025-08-31", "absolute"),
    ("en", "2025-04-03", "on 24 March", "2025-03-24", "2025-03-24", "absolute"),
    ("en", "2025-04-03", "on October 3, 2024", "2024-10-03", "2024-10-03", "absolute"),
    ("en", "2025-04-03", "Thursday, March 27", "2025-03-27", "2025-03-27", "absolute"),
    ("en", "2025-04-03", "3 to 5 March", "2025-03-03", "2025-03-05", "span"),
    ("en", "2025-04-03", "between 8 March and 9 April 2024", "2024-03-08", "2024-04-09", "span"),
    ("en", "2025-04-03", "from 28 December 2024 to 2 January 2025", "2024-12-28", "2025-01-02", "span"),
    ("en", "2025-04-03", "by February 2026", "2026-02-01", "2026-02-28", "deadline"),
    ("en", "2025-04-03", "since June 2024", "2024-06-01", "2024-06-30", "since"),
    ("en", "2025-04-03", "until 2 October 2025", "2025-10-02", "2025-10-02", "until"),
    ("en", "2025-04-03", "since 2013", "2013-01-01", "2013-12-31", "since"),
    ("en", "2025-04-03", "the first quarter of 2024", "2024-01-01", "2024-03-31", "absolute"),
    ("en", "2025-04-03", "2024-10-03", "2024-10-03", "2024-10-03", "absolute"),
    ("en", "2025-04", "on 24 March", "2025-03-24", "2025-03-24", "absolute"),
    ("en", "2025-04", "last month", "2025-03-01", "2025-03-31", "relative"),
    ("en", "2025", "last year", "2024-01-01", "2024-12-31", "relative"),
    ("en", None, "on 3 March 2025", "2025-03-03", "2025-03-03", "absolute"),
    ("en", "2014-08-29", "in March last year", "2013-03-01", "2013-03-31", "absolute"),
    ("es", "2025-10-22", "desde que entraron el día 10", "2025-10-10", "2025-10-10", "relative"),
    ("ht", "2024-12-12", "pou mèkredi 11 desanm", "2024-12-11", "2024-12-11", "deadline"),
    ("fr", "2023-11-07", "samedi", "2023-11-04", "2023-11-04", "relative"),
    ("fr", "2023-11-07", "ce mardi 7 novembre", "2023-11-07", "2023-11-07", "absolute"),
    ("fr", "2023-11-07", "jeudi 3 octobre 2024", "2024-10-03", "2024-10-03", "absolute"),
    ("fr", "2025-08-02", "d'avril à juin", "2025-04-01", "2025-06-30", "span"),
    ("fr", "2023-11-07", "ce week-end", "2023-11-04", "2023-11-05", "relative"),
    ("fr", "2023-11-07", "hier", "2023-11-06", "2023-11-06", "relative"),
    ("fr", "2023-11-07", "la semaine dernière", "2023-10-30", "2023-11-05", "relative"),
    ("fr", "2023-11-07", "lundi dernier", "2023-11-06", "2023-11-06", "relative"),
    ("fr", "2023-11-07", "il y a trois jours", "2023-11-04", "2023-11-04", "relative"),
    ("fr", "2023-11-07", "dans la nuit du 30 au 31 octobre", "2023-10-31", "2023-10-31", "absolute"),
    ("fr", "2023-11-07", "dans la nuit du 3 au 4", "2023-11-04", "2023-11-04", "relative"),
    ("fr", "2023-11-07", "du 3 au 5 mars", "2023-03-03", "2023-03-05", "span"),
    ("fr", "2023-11-07", "depuis 2013", "2013-01-01", "2013-12-31", "since"),
    ("fr", "2023-11-07", "qui doit être achevé le 31 décembre", "2023-12-31", "2023-12-31", "deadline"),
    ("fr", "2024-12-27", "qui la remplacera au 1er janvier", "2025-01-01", "2025-01-01", "absolute"),
    ("fr", "2023-11-07", "en juin dernier", "2023-06-01", "2023-06-30", "absolute"),
    ("fr", "2023-11-07", "au premier trimestre 2024", "2024-01-01", "2024-03-31", "absolute"),
    ("fr", "2023-11-07", "l'an dernier", "2022-01-01", "2022-12-31", "relative"),
    ("es", "2025-01-03", "la mañana del viernes", "2025-01-03", "2025-01-03", "relative"),
    ("es", "2025-01-03", "ayer", "2025-01-02", "2025-01-02", "relative"),
    ("es", "2025-01-03", "el domingo", "2024-12-29", "2024-12-29", "relative"),
    ("es", "2025-01-03", "el próximo lunes", "2025-01-06", "2025-01-06", "relative"),
    ("es", "2025-01-03", "la semana pasada", "2024-12-23", "2024-12-29", "relative"),
    ("es", "2025-01-03", "hace dos días", "2025-01-01", "2025-01-01", "relative"),
    ("es", "2025-01-03", "el 3 de enero de 2025", "2025-01-03", "2025-01-03", "absolute"),
    ("es", "2025-01-03", "del 28 de diciembre al 2 de enero", "2024-12-28", "2025-01-02", "span"),
    ("es", "2025-01-03", "el primer fin de semana de 2025", "2025-01-04", "2025-01-05", "absolute"),
    ("es", "2025-01-03", "desde junio de 2024", "2024-06-01", "2024-06-30", "since"),
    ("es", "2025-01-03", "para febrero de 2026", "2026-02-01", "2026-02-28", "deadline"),
    ("ht", "2024-10-09", "yè", "2024-10-08", "2024-10-08", "relative"),
    ("ht", "2024-10-09", "madi 8 oktòb", "2024-10-08", "2024-10-08", "absolute"),
    ("ht", "2024-10-09", "samdi 28 desanm 2024", "2024-12-28", "2024-12-28", "absolute"),
    ("ht", "2024-10-09", "semèn pase a", "2024-09-30", "2024-10-06", "relative"),
    ("ht", "2024-10-09", "lendi pase", "2024-10-07", "2024-10-07", "relative"),
    ("ht", "2024-10-09", "sa gen twa jou", "2024-10-06", "2024-10-06", "relative"),
    ("ht", "2024-10-09", "Ant 8 mas ak 9 avril 2024", "2024-03-08", "2024-04-09", "span"),
    ("ht", "2024-10-09", "nan twa premye mwa 2024 yo", "2024-01-01", "2024-03-31", "span"),
    ("ht", "2024-10-09", "depi jen 2024", "2024-06-01", "2024-06-30", "since"),
    ("ht", "2024-10-09", "mwa pase a", "2024-09-01", "2024-09-30", "relative"),
]

MONTH_ONLY = [
    ("en", "2025-04-03", "early March", 2025, 3),
    ("en", "2025-04-03", "mid-March", 2025, 3),
    ("fr", "2023-11-07", "début mars", 2023, 3),
    ("es", "2025-01-03", "a finales de diciembre", 2024, 12),
    ("ht", "2024-04-12", "Kòmansman mas", 2024, 3),
]

UNRESOLVED = [
    ("en", None, "on Thursday"),
    ("en", None, "last week"),
    ("en", None, "on 24 March"),
    ("en", "2025-04", "on Tuesday"),
    ("en", "2025", "in February"),
    ("fr", None, "hier"),
    ("fr", None, "samedi"),
    ("es", None, "el 3 de enero"),
    ("ht", None, "madi 8 oktòb"),
]


@pytest.mark.parametrize(("language", "published", "text", "first", "last", "kind"), RESOLVED)
def test_dates_resolve_to_their_days(
    language: str, published: str | None, text: str, first: str, last: str, kind: str
) -> None:
    mention = find_dates(text, language, published)[-1]
    assert mention.when is not None
    assert (mention.when.earliest.isoformat(), mention.when.latest.isoformat(), mention.kind) == (first, last, kind)


@pytest.mark.parametrize(("language", "published", "text", "year", "month"), MONTH_ONLY)
def test_parts_of_a_month_stay_in_it_and_name_no_day(
    language: str, published: str, text: str, year: int, month: int
) -> None:
    when = find_dates(text, language, published)[0].when
    assert when is not None
    assert when.iso() == f"{year}-{month:02}"


@pytest.mark.parametrize(("language", "published", "text"), UNRESOLVED)
def test_nothing_is_invented_without_a_publication_date(language: str, published: str | None, text: str) -> None:
    mentions = find_dates(text, language, published)
    assert mentions
    assert all(m.when is None for m in mentions)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "he may go, and they march on with 2000 soldiers"),
        ("fr", "sept policiers ont marché"),
        ("es", "por la mañana"),
        ("ht", "yo mete men sou li"),
    ],
)
def test_ordinary_words_are_not_dates(language: str, text: str) -> None:
    assert not find_dates(text, language, "2025-04-03")


def test_the_day_before_goes_back_from_the_last_day_named() -> None:
    text = "They landed on 4 January 2025. With those who had come the day before they are 150."
    days = [m.when.earliest for m in find_dates(text, "en", "2025-01-05") if m.when]
    assert days == [date(2025, 1, 4), date(2025, 1, 3)]


def test_a_second_date_in_the_sentence_keeps_to_the_likely_year() -> None:
    text = "The mayor said on Wednesday 9 October 2024 that the attack of 2 October killed nine"
    assert [m.when.iso() for m in find_dates(text, "en", "2024-10-09") if m.when] == ["2024-10-09", "2024-10-02"]
    plan = "The first round is set for 30 August 2026 and the run-off for 6 December"
    assert [m.when.iso() for m in find_dates(plan, "en", "2025-11-18") if m.when] == ["2026-08-30", "2026-12-06"]
    past = "They landed on 3 March 2013 and left on 5 June"
    assert [m.when.iso() for m in find_dates(past, "en", "2025-11-18") if m.when] == ["2013-03-03", "2013-06-05"]


def test_a_week_earlier_goes_back_from_the_day_named() -> None:
    text = "The rebels struck on Monday; a week earlier they had been seen at Boda."
    assert [m.when.iso() for m in find_dates(text, "en", "2024-08-06") if m.when] == ["2024-08-05", "2024-07-29"]


def test_words_are_kept() -> None:
    text = "Quatre morts depuis le 31 octobre, dit la force"
    mention = find_dates(text, "fr", "2023-11-07")[0]
    assert mention.when is not None
    assert mention.when.words == text[mention.start : mention.end] == "depuis le 31 octobre"


WRITTEN = {
    "en": ("January February March April May June July August September October November December", "{d} {m} {y}"),
    "fr": ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre", "le {d} {m} {y}"),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "el {d} de {m} de {y}",
    ),
    "ht": ("janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm", "{d} {m} {y}"),
}


@settings(max_examples=120, derandomize=True, deadline=None)
@given(st.sampled_from(LANGUAGES), st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31)))
def test_written_days_are_read_back(language: str, day: date) -> None:
    months, pattern = WRITTEN[language]
    text = pattern.format(d=day.day, m=months.split()[day.month - 1], y=day.year)
    mention = find_dates(text, language, None)[0]
    assert mention.when is not None
    assert (mention.when.earliest, mention.when.latest) == (day, day)


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    st.sampled_from(LANGUAGES),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2039, 12, 31)),
    st.integers(min_value=0, max_value=6),
)
def test_a_bare_weekday_is_the_last_one_on_or_before_publication(language: str, published: date, weekday: int) -> None:
    names = {
        "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "es": "lunes martes miércoles jueves viernes sábado domingo",
        "ht": "lendi madi mèkredi jedi vandredi samdi dimanch",
    }
    mention = find_dates(names[language].split()[weekday], language, published.isoformat())[0]
    assert mention.when is not None
    day = mention.when.earliest
    assert day.weekday() == weekday
    assert 0 <= (published - day).days <= 6


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.sampled_from(LANGUAGES),
    st.sampled_from([None, "2025", "2025-04", "2025-04-03", "nonsense"]),
    st.lists(
        st.one_of(
            st.text(max_size=10),
            st.sampled_from(
                [
                    "3",
                    "31",
                    "March",
                    "mars",
                    "de",
                    "enero",
                    "2024",
                    "to",
                    "au",
                    "nuit du",
                    "last",
                    "week",
                    "depuis",
                    "Monday",
                    "samdi",
                    "il y a",
                    "ago",
                    "29 février 2023",
                ]
            ),
        ),
        max_size=12,
    ),
)
def test_any_text_is_dated_without_error_and_mentions_stand_in_it(
    language: str, published: str | None, pieces: list[str]
) -> None:
    text = " ".join(pieces)
    end = 0
    for mention in find_dates(text, language, published):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


def test_a_town_named_for_a_saint_is_no_weekday() -> None:
    text = "Fueron llevados a Santo Domingo el lunes."
    assert [text[d.start : d.end] for d in find_dates(text, "es", "2025-06-20")] == ["lunes"]
