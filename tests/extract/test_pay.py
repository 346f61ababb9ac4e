"""Pay: late by how many months, paid up to when or in full, in four languages; and whose pay is not meant."""

from __future__ import annotations

import pytest

from reading import drafts as drafts_of
from veye.extract import open_reader
from veye.facts import load_mission
from veye.records import Claim, Document, Pay, Source


def told(
    text: str, language: str, published: str = "2024-12-06"
) -> list[tuple[str, int | None, int | None, str | None]]:
    drafts = drafts_of("pay", text, language, published)
    return [(s.status, s.count.low, s.count.high, s.paid_to) for d in drafts if isinstance(s := d.statement, Pay)]


LATE = [
    ("en", "Kenyan officers of the mission in Haiti have not been paid for more than three months.", 3, None),
    ("en", "Kenyan officers of the mission in Haiti are owed two months of allowances.", 2, 2),
    ("en", "Rwandan soldiers of MINUSCA have not received their allowances for two months.", 2, 2),
    ("en", "Salaries of Burundian troops in the AU mission in Somalia are five months overdue.", 5, 5),
    ("fr", "Les policiers kényans de la mission en Haïti n'ont pas été payés depuis trois mois.", 3, 3),
    ("fr", "Les primes des soldats rwandais de la MINUSCA ont deux mois de retard.", 2, 2),
    ("es", "Los policías kenianos de la misión en Haití llevan tres meses sin cobrar.", 3, 3),
    ("es", "A los soldados uruguayos de la MONUSCO se les deben dos meses de viáticos.", 2, 2),
    ("ht", "Polisye kenyan misyon an ann Ayiti gen twa mwa yo pa touche.", 3, 3),
    ("ht", "Prim polisye kenyan yo nan misyon an gen de mwa an reta.", 2, 2),
]


@pytest.mark.parametrize(("language", "text", "low", "high"), LATE)
def test_months_of_late_pay_are_counted(language: str, text: str, low: int, high: int | None) -> None:
    assert told(text, language) == [("late", low, high, None)]


PAID_TO = [
    ("en", "Payments to the Kenyan officers of the mission have been made up to the end of October, he said."),
    ("fr", "Les indemnités des policiers kényans de la mission ont été versées jusqu'à fin octobre."),
    ("es", "Los pagos a los policías kenianos de la misión se han hecho hasta finales de octubre."),
]


@pytest.mark.parametrize(("language", "text"), PAID_TO)
def test_the_month_that_pay_reaches_to_is_the_last_one_of_that_name(language: str, text: str) -> None:
    assert told(text, language) == [("paid", None, None, "2024-10")]
    assert told(text, language, "2025-03-01") == [("paid", None, None, "2024-10")]


FULL = [
    ("en", "All Kenyan officers of the mission have received their allowances in full."),
    ("fr", "Les policiers kényans de la mission ont touché la totalité de leurs indemnités."),
    ("es", "Los policías kenianos de la misión han cobrado todos sus viáticos."),
    ("ht", "Polisye kenyan misyon an touche tout lajan yo."),
]


@pytest.mark.parametrize(("language", "text"), FULL)
def test_pay_in_full_is_owed_no_month(language: str, text: str) -> None:
    assert told(text, language) == [("paid", None, None, None)]


NOTHING = [
    ("en", "Teachers in Haiti have not been paid for three months; Kenyan officers of the mission guard the schools."),
    ("en", "Haitian police officers have not been paid for three months. The Kenya-led mission patrols with them."),
    ("en", "Kenyan officers of the mission paid tribute late on Friday to a colleague killed three months ago."),
    ("en", "Footballers of the national team have not been paid for three months."),
    ("en", "The mission paid a heavy price in Haiti, its commander said three months later."),
    ("en", "Kenyan officers of the mission could go unpaid for months if the fund runs dry."),
    ("en", "The Kenyan commander of the mission denied that salaries were three months late."),
    ("fr", "Les enseignants haïtiens réclament trois mois de salaires impayés à la mission de l'État."),
    ("es", "Los maestros de Haití llevan tres meses sin cobrar; la misión keniana patrulla."),
    ("ht", "Pwofesè yo gen twa mwa yo pa touche; misyon kenyan an ap patwouye."),
]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_pay_of_others_tributes_fears_and_denials_are_none(language: str, text: str) -> None:
    assert told(text, language) == []


def read(text: str, published: str = "2024-08-27") -> list[Claim]:
    doc = Document.make(text, key="t", source=Source("Paper"), language="en", published=published)
    return [c for c in open_reader("grammar", load_mission("mss-haiti")).read(doc) if c.type == "pay"]


def test_what_is_paid_whose_it_is_and_who_says_it_are_read() -> None:
    late, paid = read(
        "The deployment allowances of Kenyan officers in Haiti are two months late, the mission said; base salaries "
        "have been paid on time, according to Kenya's police service."
    )
    assert isinstance(late.statement, Pay)
    assert isinstance(paid.statement, Pay)
    assert (late.statement.status, late.statement.what, late.statement.contingent) == ("late", "allowance", "Kenya")
    assert (paid.statement.status, paid.statement.what) == ("paid", "salary")
    assert late.attribution is not None
    assert late.attribution.kind == "mission"


def test_a_lateness_without_a_number_gives_way_to_one_with_it() -> None:
    claims = read(
        "Allowances of Kenyan officers in Haiti are late. The officers say that they have not been paid for two months."
    )
    assert [c.statement.count.low for c in claims if isinstance(c.statement, Pay)] == [2]
