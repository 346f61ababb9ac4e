"""Strength told by lists of offers, by units and by states, and steps of politics told behind their noun."""

from __future__ import annotations

import pytest

from reading import drafts as drafts_of
from veye.records import Milestone, Strength


def strengths(text: str, language: str, published: str = "2025-03-10") -> list[tuple[str, int | None, int | None, str]]:
    found = [d.statement for d in drafts_of("strength", text, language, published)]
    return [(s.contingent, s.count.low, s.count.high, s.kind) for s in found if isinstance(s, Strength)]


def steps(text: str, language: str, published: str) -> list[tuple[str, str | None]]:
    found = [(d.statement, d.when) for d in drafts_of("milestone", text, language, published)]
    return sorted((s.what, w.iso() if w else None) for s, w in found if isinstance(s, Milestone))


CASES = [
    (
        "en",
        "Mongolia: 700 soldiers. Ghana: 300 police. So ran the offers made to UNMISS on Tuesday.",
        [("Mongolia", 700, 700, "pledged"), ("Ghana", 300, 300, "pledged")],
    ),
    (
        "fr",
        "Sénégal : 700 militaires. Togo : 300 policiers. Telles sont les promesses faites mardi à la Minusca.",
        [("Senegal", 700, 700, "pledged"), ("Togo", 300, 300, "pledged")],
    ),
    (
        "es",
        "Uruguay ofreció 600 soldados a la MONUSCO, además de los 400 ya enviados.",
        [("Uruguay", 600, 600, "pledged"), ("Uruguay", 400, 400, "arrived")],
    ),
    (
        "en",
        "NATO has promised 700 more soldiers for KFOR, on top of the 4,000 already in Kosovo.",
        [("total", 700, 700, "pledged"), ("total", 4000, 4000, "current")],
    ),
    (
        "en",
        "Some 9,800 peacekeepers from 45 countries patrol the south of Lebanon.",
        [("total", 9800, 9800, "current")],
    ),
    ("es", "El contingente uruguayo, de 730 soldados, es parte de la MONUSCO.", [("Uruguay", 730, 730, "current")]),
    ("en", "The Ghanaian contingent, about 640 strong, is in Juba with UNMISS.", [("Ghana", 640, 640, "current")]),
    ("es", "Unos 300 militares aporta Uruguay a la MONUSCO.", [("Uruguay", 300, 300, "current")]),
    (
        "es",
        "La MONUSCO cuenta con apenas 900 de los 3.500 efectivos previstos.",
        [("total", 900, 900, "current"), ("total", 3500, 3500, "authorised")],
    ),
    ("fr", "La Minusca compte un peu moins de 1 000 membres.", [("total", None, 1000, "current")]),
    ("fr", "Après ce départ, il ne reste que 800 membres de la force à Bangui.", [("total", 800, 800, "current")]),
    ("ht", "Depi jen 2024 polisye Gana yo nan MINUSCA a.", []),
    ("en", "About 1,500 French and Spanish soldiers took part in a joint exercise near Bangui with MINUSCA.", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_contributors_listed_joined_or_counted_by_unit(
    language: str, text: str, expected: list[tuple[str, int | None, int | None, str]]
) -> None:
    assert strengths(text, language) == expected


def test_a_ceiling_for_soldiers_and_police_is_one_upper_bound() -> None:
    text = "Under the resolution UNISFA goes on with no more than 3,250 troops and 640 police."
    assert strengths(text, "en") == [("total", None, 3890, "authorised")]


STEPS = [
    (
        "fr",
        "Premier tour le 30 août 2026 ; second tour et élections locales le 6 décembre, selon le conseil électoral.",
        "2025-11-15",
        [("election", "2026-08-30"), ("election", "2026-12-06")],
    ),
    (
        "fr",
        "Le retrait de la Monusco, entamé le 29 avril, se poursuit.",
        "2025-05-05",
        [("withdrawal", "2025-04-29")],
    ),
    (
        "en",
        "MONUSCO handed its base at Kavumu to the police on Wednesday.",
        "2024-02-28",
        [("withdrawal", "2024-02-28")],
    ),
    ("es", "El mandato de la MINUSCA no será renovado en noviembre.", "2024-10-01", []),
]


@pytest.mark.parametrize(("language", "text", "published", "expected"), STEPS)
def test_steps_told_behind_their_noun_or_without_a_year(
    language: str, text: str, published: str, expected: list[tuple[str, str | None]]
) -> None:
    assert steps(text, language, published) == expected
