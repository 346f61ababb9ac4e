"""Strength told around the count: asides before the verb, relative clauses, wholes, sizes aimed at."""

from __future__ import annotations

import pytest
from test_strength import strengths

TOLD = [
    # an aside between people and their verb
    (
        "en",
        "Some 350 Chadian gendarmes (ten of them women) landed in Haiti on Sunday for its Gang Suppression Force.",
        [("Chad", 350, 350, "arrived")],
    ),
    (
        "en",
        "The Jamaican contingent, made up of 24 soldiers, flew into Port-au-Prince to join the MSS in Haiti.",
        [("Jamaica", 24, 24, "arrived")],
    ),
    (
        "fr",
        "Le contingent salvadorien, fort de 80 militaires, est arrivé mardi en Haïti pour la MMAS.",
        [("El Salvador", 80, 80, "arrived")],
    ),
    (
        "es",
        "Los 80 militares salvadoreños, entre ellos ocho mujeres, llegaron el martes a Haití para sumarse a la MSS.",
        [("El Salvador", 80, 80, "arrived")],
    ),
    (
        "ht",
        "350 jandam tchadyen, dis fanm ladan yo, debake dimanch Pòtoprens pou FRG a.",
        [("Chad", 350, 350, "arrived")],
    ),
    # a contributor's relative clause, the lead country, a force told by its size
    (
        "en",
        "Kenya, which already has 730 officers in Haiti with the MSS, is to send more.",
        [("Kenya", 730, 730, "current")],
    ),
    (
        "fr",
        "Dirigée par le Kenya, qui y compte 730 policiers, la mission en Haïti manque de tout.",
        [("Kenya", 730, 730, "current")],
    ),
    (
        "fr",
        "Composée de 9 500 hommes, la force de l'Union africaine en Somalie, l'AUSSOM, manque d'argent.",
        [("total", 9500, 9500, "current")],
    ),
    ("es", "Kenia, que ya tiene 730 policías en Haití con la MSS, enviará más.", [("Kenya", 730, 730, "current")]),
    (
        "ht",
        "Kenya, ki gen 730 polisye ann Ayiti deja nan misyon MSS la, ap voye lòt.",
        [("Kenya", 730, 730, "current")],
    ),
    # what their coming adds up to
    (
        "en",
        "Another 230 officers from Kenya are in Haiti, taking the multinational force to 980.",
        [("Kenya", 230, 230, "arrived"), ("total", 980, 980, "current")],
    ),
    # those who are still to go are there
    (
        "en",
        "The Nepalese battalion of 850 will leave South Sudan by the end of the year, UNMISS said.",
        [("Nepal", 850, 850, "current")],
    ),
    (
        "fr",
        "Les 2 100 Casques bleus rwandais de la Minusca quitteront la Centrafrique en juin.",
        [("Rwanda", 2100, 2100, "current")],
    ),
    (
        "es",
        "Los 650 soldados españoles de la FINUL dejarán el Líbano a finales de 2026.",
        [("Spain", 650, 650, "current")],
    ),
    (
        "ht",
        "Kenya dwe retire 480 polisye li yo ann Ayiti anvan mwa jen, misyon an di.",
        [("Kenya", 480, 480, "current")],
    ),
    # the size aimed at, what is put on the table
    ("ht", "Plafon fòs la ann Ayiti se 5.500 moun.", [("total", 5500, 5500, "authorised")]),
    (
        "es",
        "El objetivo fijado por el Consejo de Seguridad para la GSF en Haití es de 5.500 efectivos.",
        [("total", 5500, 5500, "authorised")],
    ),
    (
        "en",
        "Sierra Leone put 300 soldiers on the table for the force in Haiti.",
        [("Sierra Leone", 300, 300, "pledged")],
    ),
    (
        "fr",
        "Le Bénin a mis 2 000 hommes à la disposition de la mission en Haïti.",
        [("Benin", 2000, 2000, "pledged")],
    ),
    ("ht", "Benen mete 2.000 sòlda sou tab la pou misyon an ann Ayiti.", [("Benin", 2000, 2000, "pledged")]),
    # a part and its whole
    (
        "ht",
        "Sri Lanka gen anviwon 125 sòlda sou 10.400 kas ble misyon FINUL an.",
        [("Sri Lanka", 125, 125, "current"), ("total", 10400, 10400, "current")],
    ),
    (
        "en",
        "Germany recalls that 350 of its soldiers serve with UNIFIL in Lebanon.",
        [("Germany", 350, 350, "current")],
    ),
]

NOTHING = [
    ("en", "The blast left six Chadian peacekeepers of MINUSMA dead."),
    ("en", "Clashes in Zvecan left forty-one soldiers of NATO's KFOR force injured, eleven of them Italian."),
    ("ht", "Atak la te touye sis militè Bangladèch k ap sèvi ak FISNUA epi blese nèf."),
    ("en", "One of the Guatemalans of the Gang Suppression Force was later flown to Santo Domingo."),
    (
        "en",
        "The offers to the Gang Suppression Force in Haiti were told by two people familiar with the talks with Chad.",
    ),
    (
        "fr",
        "L'opération, menée par 3.000 soldats, a permis de tuer 805 combattants, dit la Force multinationale mixte.",
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), TOLD)
def test_clauses_around_a_count_tell_what_became_of_whom(
    language: str, text: str, expected: list[tuple[str, int | None, int | None, str]]
) -> None:
    assert sorted(strengths(text, language, "2025-06-20"), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_victims_and_those_who_only_tell_of_it_are_no_strength(language: str, text: str) -> None:
    assert strengths(text, language, "2025-06-20") == []
