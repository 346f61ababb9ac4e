"""Who was shot, by whom, and whether he lives: oneself, objects of an active verb, totals and those told one by one."""

from __future__ import annotations

import pytest
from claims_in import casualties, read

from veye.extract.segment import split_sentences
from veye.extract.words.numbers import find_numbers

FOUR = ("wounded", 4, 4, "civilian")
ONE_DEAD, ONE_HURT = ("killed", 1, 1, "civilian"), ("wounded", 1, 1, "civilian")
# Each is led by a sentence that makes it a story of a mission.
CASES = [
    # oneself
    ("A trader shot himself in the hand.", {ONE_HURT}),
    ("A man killed his wife and two sons before turning the gun on himself.",
     {("killed", 3, 3, "civilian"), ONE_DEAD}),
    ("A trader killed four people and himself.", {("killed", 5, 5, "civilian")}),
    ("A teacher was hurt by a trader who later killed himself.", {ONE_HURT, ONE_DEAD}),
    # who shot and who was shot
    ("A driver shot two nurses.", {("wounded", 2, 2, "civilian")}),
    ("A boy found a gun and shot a 9-year-old girl in the chest.", {ONE_HURT}),
    ("A driver shot two nurses to death.", {("killed", 2, 2, "civilian")}),
    ("A bullet went off, hitting a nurse in the leg.", {ONE_HURT}),
    ("A driver fatally shot a nurse.", {ONE_DEAD}),
    ("A driver killed Ann Okoro and her adopted son.", {("killed", 2, 2, "civilian")}),
    ("A driver fired, killing Okoro and injuring three other students. Ann Okoro was 20.",
     {ONE_DEAD, ("wounded", 3, 3, "civilian")}),
    ("Doctors there pronounced him dead.", set()),
    ("A nurse was found by five people shot at in the street.", set()),
    # one dead, others shot
    ("One dead and 11 others shot in Bria.", {ONE_DEAD, ("wounded", 11, 11, "civilian")}),
    ("A nurse and three men were wounded. One of the wounded has died.", {("wounded", 3, 3, "civilian"), ONE_DEAD}),
    ("A 20-year-old was critically hurt. The 20-year-old died on Sunday.", {ONE_DEAD}),
    ("A trader was taken to a hospital, where he died.", {ONE_DEAD}),
    ("A boy was killed by a bullet. The child was taken to Bria Central Hospital.", {ONE_DEAD}),
    # whose a thing is
    ("A boy was hurt in his grandparents' house and was treated at the Children's Hospital.", {ONE_HURT}),
    ("A boy who lives there was hurt.", {ONE_HURT}),
    # totals
    ("Four people were shot. A man was shot in the leg. Three students were shot in the hip.", {FOUR}),
    ("Four men were wounded. One man is in critical condition; the three others have injuries.", {FOUR}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_those_shot_are_told_from_those_who_shoot(text: str, expected: set[object]) -> None:
    assert casualties(f"MINUSCA patrols Bria. {text}", "en") == expected


@pytest.mark.parametrize("text", ["Three women, ages 18 to 38, were shot.", "children between the ages of 11 and 15"])
def test_the_end_of_a_range_of_ages_counts_nobody(text: str) -> None:
    assert not [n for n in find_numbers(text, "en") if n.kind == "cardinal" and (n.count.low or 0) > 3]


@pytest.mark.parametrize("line", ["MORE: Man dies after a crash", "Related article: Two killed", "Other top stories:"])
def test_a_link_to_another_story_states_nothing(line: str) -> None:
    (title, link) = split_sentences(f"A title\n{line}")
    assert (title.zone, link.zone) == ("title", "aside")


def test_a_sentence_that_begins_with_more_states_something() -> None:
    assert split_sentences("A title\nMore than ten people were killed.")[1].zone == "body"


def test_what_several_shootings_did_is_a_total() -> None:
    (told,) = read("MINUSCA patrols Bria. Six people were wounded in four shootings.", "en", "casualty")
    assert told["cumulative"]
