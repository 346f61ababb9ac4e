"""A question names the dead, the place and the day; the sentences after it give bare counts."""

from __future__ import annotations

import pytest
from claims_in import read

HEADS = {
    "en": "Counting the dead of the gang attack\nHow many people died in Pont-Sondé on 3 October? It depends. ",
    "fr": "Compter les morts du gang\nCombien de personnes sont mortes à Pont-Sondé le 3 octobre ? Cela dépend. ",
    "es": "Contar los muertos de la banda\n¿Cuántas personas murieron en Pont-Sondé el 3 de octubre? Depende. ",
    "ht": "Konte mò gang yo touye\nKonbyen moun ki mouri nan Ponsonde, 3 oktòb la? Sa depann. ",
}
COUNTS = {
    "en": "A correspondent counted 26. The prosecutor spoke of more than 60. The town hall said 115. "
    "One list has 170 names.",
    "fr": "Un correspondant a compté 26. Le procureur parlait de plus de 60. La mairie a dit 115. "
    "Une liste plus tardive porte 170 noms.",
    "es": "Un corresponsal contó 26. El fiscal habló de más de 60. La alcaldía dijo 115. "
    "Una lista posterior tiene 170 nombres.",
    "ht": "Yon korespondan te konte 26. Komisè a te pale de plis pase 60. Lameri a te di 115. Yon lis gen 170 non.",
}


def dead(text: str, language: str) -> list[tuple[int, str, str]]:
    found = read(text, language, "casualty", published="2024-11-01")  # type: ignore[arg-type]
    return [(f["count_low"], f["date"], f["place"]) for f in found if f["outcome"] == "killed"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ht"])
def test_every_bare_count_after_a_question_takes_its_outcome_day_and_place(language: str) -> None:
    found = dead(HEADS[language] + COUNTS[language], language)
    assert [count for count, _, _ in found] == [26, 60, 115, 170]
    assert {day for _, day, _ in found} == {"2024-10-03"}
    assert len({place for _, _, place in found}) == 1


def test_one_answer_alone_is_no_roll() -> None:
    assert not dead(HEADS["en"] + "A correspondent counted 26. Nobody else did.", "en")


def test_counts_of_things_answer_no_question_about_people() -> None:
    text = "The prosecutor spoke of 12 vehicles. The town hall said 30 houses."
    assert not dead(HEADS["en"] + text, "en")


def test_a_roll_ends_where_two_sentences_in_a_row_count_nobody_and_a_third() -> None:
    text = "A correspondent counted 26. The town hall said 115. It rained. Then it stopped. People slept. He said 40."
    assert [count for count, _, _ in dead(HEADS["en"] + text, "en")] == [26, 115]
