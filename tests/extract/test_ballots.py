"""Votes on a resolution: for, against and abstaining, where a report counts them."""

from __future__ import annotations

import pytest

from reading import drafts as drafts_of
from veye.records import Milestone

FORCE = {
    "en": " The Kenya-led mission in Haiti has 1,000 members.",
    "fr": " La mission conduite par le Kenya en Haïti compte 1 000 membres.",
    "es": " La misión liderada por Kenia en Haití tiene 1.000 integrantes.",
    "ht": " Misyon Kenya ap dirije ann Ayiti a gen 1 000 manm.",
}
CASES = [
    ("en", "By 12 votes to none, with China, Pakistan and Russia abstaining, the Security Council adopted "
     "resolution 2793 on Tuesday.", (12, 0, 3)),
    ("en", "The Security Council on Friday voted 15-0 to adopt the resolution on the mission.", (15, 0, None)),
    ("en", "Thirteen members of the Security Council voted on Tuesday for the resolution on the force. Two abstained.",
     (13, None, 2)),
    ("fr", "Mardi, le Conseil de sécurité a adopté la résolution 2793 par douze voix pour et trois abstentions.",
     (12, None, 3)),
    ("es", "El Consejo de Seguridad aprobó el martes, con doce votos a favor y tres abstenciones, la resolución 2793.",
     (12, None, 3)),
    ("ht", "Madi, Konsèy Sekirite a vote rezolisyon 2793 ak 12 vwa.", (12, None, None)),
    ("en", "The Security Council adopted resolution 2793 on Tuesday with a ceiling of 5,500.", (None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "votes"), CASES)
def test_votes_are_those_that_the_report_counts(language: str, text: str, votes: tuple[int | None, ...]) -> None:
    drafts = drafts_of("milestone", text + FORCE[language], language, "2025-09-30")
    (told,) = [s for d in drafts if isinstance(s := d.statement, Milestone) and s.what == "resolution"]
    assert (told.votes_for, told.votes_against, told.abstentions) == votes
