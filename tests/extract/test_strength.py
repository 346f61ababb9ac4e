"""Strength: whose personnel, how many, and what became of them, in four languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading import drafts as drafts_of
from veye.records import Strength


def strengths(text: str, language: str, published: str | None = None) -> list[tuple[str, int | None, int | None, str]]:
    found = [d.statement for d in drafts_of("strength", text, language, published)]
    return [
        (s.contingent, s.count.low, s.count.high, s.kind)
        for s in found
        if isinstance(s, Strength) and not s.derived_from
    ]


CASES = [
    (
        "en",
        "The UNMISS force was joined on Monday when 310 Mongolian soldiers landed in Juba.",
        [("Mongolia", 310, 310, "arrived")],
    ),
    ("en", "Ghana has promised 420 troops for UNMISS.", [("Ghana", 420, 420, "pledged")]),
    ("en", "UNMISS now numbers about 13,900 personnel.", [("total", 13900, 13900, "current")]),
    ("en", "The Council set the ceiling of MINUSCA at 14,400 soldiers.", [("total", 14400, 14400, "authorised")]),
    ("en", "Some 90 Danish peacekeepers left Mali on Friday, MINUSMA said.", [("Denmark", 90, 90, "departed")]),
    ("en", "Nepal sent 200 soldiers and 35 police to MINUSCA in May.", [("Nepal", 235, 235, "arrived")]),
    (
        "en",
        "Togo and Benin would each give 700 soldiers to the force, MINUSMA said.",
        [("Togo", 700, 700, "pledged"), ("Benin", 700, 700, "pledged")],
    ),
    ("fr", "Le Togo a promis 450 soldats à la Minusca.", [("Togo", 450, 450, "pledged")]),
    ("fr", "La Monusco compte environ 11 200 Casques bleus.", [("total", 11200, 11200, "current")]),
    (
        "fr",
        "Vendredi, 180 policiers sénégalais sont arrivés à Bangui pour la Minusca.",
        [("Senegal", 180, 180, "arrived")],
    ),
    ("es", "Uruguay aporta más de 800 soldados a la MONUSCO.", [("Uruguay", 800, None, "current")]),
    ("es", "El martes aterrizaron en Bangui 60 policías jordanos de la MINUSCA.", [("Jordan", 60, 60, "arrived")]),
    ("es", "La FINUL cuenta con unos 10.500 efectivos.", [("total", 10500, 10500, "current")]),
    ("ht", "Benen pwomèt 2.000 sòlda pou misyon miltinasyonal la.", [("Benin", 2000, 2000, "pledged")]),
    ("ht", "Misyon miltinasyonal la gen anviwon 1.050 moun.", [("total", 1050, 1050, "current")]),
    (
        "en",
        "MINUSCA return, 3 June. Personnel: 914 (Rwanda 620, Burundi 250, Gabon 44).",
        [
            ("total", 914, 914, "current"),
            ("Rwanda", 620, 620, "current"),
            ("Burundi", 250, 250, "current"),
            ("Gabon", 44, 44, "current"),
        ],
    ),
    ("fr", "La Minusca, 16 500 soldats et policiers, condamne l'attaque.", [("total", 16500, 16500, "current")]),
    ("en", "Kigali says 250 more will join the UNMISS force in July.", [("Rwanda", 250, 250, "pledged")]),
    (
        "en",
        "Some 3,200 AU soldiers have withdrawn from Somalia, ATMIS said.",
        [("total", 3200, 3200, "departed")],
    ),
    (
        "es",
        "Con los 180 soldados que desembarcaron el lunes, Ruanda tiene 900 en la MINUSCA.",
        [("Rwanda", 180, 180, "arrived"), ("Rwanda", 900, 900, "current")],
    ),
    ("en", "Three of the 44 Gabonese soldiers serving in MINUSCA were wounded.", [("Gabon", 44, 44, "current")]),
]

NOTHING = [
    ("en", "Two Ghanaian peacekeepers of UNMISS were killed and 14 wounded near Juba on Friday."),
    ("en", "MINUSCA said 300 fighters surrendered near Bangui."),
    ("en", "The match drew 2,500 people, and the force of 30 stewards kept them calm."),
    ("fr", "Trois soldats tchadiens de la Minusma ont été tués samedi."),
    ("es", "Murieron dos cascos azules de la MINUSCA y otros seis resultaron heridos."),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_whose_personnel_and_what_became_of_them(
    language: str, text: str, expected: list[tuple[str, int | None, int | None, str]]
) -> None:
    assert sorted(strengths(text, language, "2025-06-12")) == sorted(expected)


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_casualties_fighters_and_crowds_are_no_strength(language: str, text: str) -> None:
    assert strengths(text, language, "2025-06-12") == []


def test_a_stated_total_is_not_told_again_by_its_parts() -> None:
    text = "The MINUSCA mission has 17,000 people: 14,000 soldiers and 3,000 police."
    assert strengths(text, "en") == [("total", 17000, 17000, "current")]


def test_a_share_of_the_total_is_marked_as_derived() -> None:
    text = "The mission in Haiti has about 1,000 personnel, three quarters of them Kenyan, the MSS says."
    found = [d.statement for d in drafts_of("strength", text, "en")]
    assert [(s.contingent, s.count.low, bool(s.derived_from)) for s in found] == [
        ("total", 1000, False),
        ("Kenya", 750, True),
    ]


def test_arrivals_carry_their_day() -> None:
    drafts = drafts_of(
        "strength", "On Tuesday 310 Mongolian soldiers landed in Juba to join UNMISS.", "en", "2025-06-12"
    )
    assert [d.when.iso() for d in drafts if d.when] == ["2025-06-10"]


@settings(max_examples=40, derandomize=True, deadline=None)
@given(
    st.sampled_from(["Kenya", "Ghana", "Nepal", "Uruguay", "Morocco", "Tanzania", "Bangladesh"]),
    st.integers(min_value=6, max_value=9000),
    st.sampled_from(["promised", "pledged", "offered"]),
)
def test_any_contributor_and_number_is_read(country: str, number: int, verb: str) -> None:
    text = f"{country} has {verb} {number:,} soldiers for the UNMISS mission in South Sudan."
    assert strengths(text, "en") == [(country, number, number, "pledged")]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.sampled_from(["en", "fr", "es", "ht"]),
    st.lists(
        st.sampled_from(
            [
                "Kenya",
                "MINUSCA",
                "300",
                "soldiers",
                "soldats",
                "sent",
                "a promis",
                ",",
                ".",
                "the",
                "force",
                "two",
                "sòlda",
                "tienen",
                "and",
                ":",
            ]
        ),
        max_size=14,
    ),
)
def test_word_salad_is_read_without_error(language: str, pieces: list[str]) -> None:
    for draft in drafts_of("strength", " ".join(pieces), language, "2025-01-01"):
        assert draft.start < draft.end


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Ghana, which leads the MINUSCA force, has sent 700 soldiers.", [("Ghana", 700, 700, "arrived")]),
        ("fr", "Le Ghana, qui dirige la Minusca, y a déployé 700 soldats.", [("Ghana", 700, 700, "arrived")]),
        ("en", "MINUSCA said 600 more Ghanaian officers would be deployed next month.",
         [("Ghana", 600, 600, "pledged")]),
        ("en", "The 24-member Danish contingent of MINUSMA arrived on Monday.", [("Denmark", 24, 24, "arrived")]),
        ("en", "For MINUSMA 20 Danish soldiers left Copenhagen on Monday for Mali.", [("Denmark", 20, 20, "arrived")]),
        ("en", "The withdrawal of 230 Danish soldiers of MINUSMA leaves 70 in Mali.",
         [("Denmark", 230, 230, "departed"), ("Denmark", 70, 70, "current")]),
        ("en", "The MINUSMA force received 24 armoured vehicles from the United States.", []),
        ("en", "Only Ghana, with 700 soldiers, and a handful of countries sent people to MINUSCA.",
         [("Ghana", 700, 700, "arrived")]),
        ("en", "Only around 400 of the promised 2,500 officers of MINUSCA have arrived.",
         [("total", 400, 400, "arrived"), ("total", 2500, 2500, "pledged")]),
        ("en", "In MINUSMA Danish troops number 720, Ghanaians 150.",
         [("Denmark", 720, 720, "current"), ("Ghana", 150, 150, "current")]),
        ("en", "The MINUSMA contingent arrived from Copenhagen with 144 officers.", [("Denmark", 144, 144, "arrived")]),
        ("en", "The Council backed MINUSCA: 12 members voted in favour.", []),
        ("en", "The MSS mission is in Haiti. The Haitian police has fewer than 10,000 officers.", []),
        ("en", "The MSS mission is in Haiti. The gang has at least 300 armed men.", []),
        ("fr", "La Minusca porte à plus de 600 le nombre de soldats ghanéens déployés.",
         [("Ghana", 600, None, "current")]),
    ],
)  # fmt: skip
def test_asides_plans_directions_and_other_bodies(language: str, text: str, expected: list[object]) -> None:
    assert strengths(text, language, "2025-06-12") == expected
