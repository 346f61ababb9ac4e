"""Milestones: the dated steps of mandate and politics, plans told from facts."""

from __future__ import annotations

import pytest

from reading import drafts as drafts_of
from veye.records import Milestone


def steps(text: str, language: str, published: str | None = "2025-06-12") -> list[tuple[str, str | None]]:
    drafts = drafts_of("milestone", text, language, published)
    return [
        (d.statement.what, (d.when.iso() or None) if d.when else None)
        for d in drafts
        if isinstance(d.statement, Milestone)
    ]


CASES = [
    ("en", "The Security Council adopted a resolution on Tuesday on MINUSCA.", [("resolution", "2025-06-10")]),
    ("en", "The Council approved the UNMISS mission in July 2011.", [("resolution", "2011-07")]),
    ("en", "The mandate of UNMISS runs until 30 April 2026.", [("mandate", "2026-04-30")]),
    ("en", "National elections are scheduled for December 2026.", [("election", "2026-12")]),
    ("en", "ATMIS became AUSSOM on 1 January 2025.", [("transition", "2025-01-01")]),
    ("en", "UNIFIL must leave the country by 31 December 2026.", [("withdrawal", "2026-12-31")]),
    ("en", "The MSS mission was launched in June 2024.", [("deployment", "2024-06")]),
    ("fr", "Le mandat de la Minusca expire le 15 novembre 2025.", [("mandate", "2025-11-15")]),
    ("fr", "Le Conseil de sécurité a adopté mardi la résolution 2799 sur la Minusca.", [("resolution", "2025-06-10")]),
    ("fr", "Les élections générales sont prévues pour décembre 2025.", [("election", "2025-12")]),
    ("fr", "Le départ de la Minusma doit être achevé le 31 décembre 2025.", [("withdrawal", "2025-12-31")]),
    ("es", "El mandato de la FINUL vence el 31 de agosto de 2025.", [("mandate", "2025-08-31")]),
    ("es", "Las elecciones se celebrarán el 30 de agosto de 2026.", [("election", "2026-08-30")]),
    ("ht", "Eleksyon yo ap fèt 30 out 2026.", [("election", "2026-08-30")]),
    ("en", "The mandate of UNISFA runs out on 15 November.", [("mandate", "2025-11-15")]),
    ("ht", "Manda misyon an ap rive nan bout li 15 novanm.", [("mandate", "2025-11-15")]),
    ("fr", "Les Libériens sont appelés aux urnes le 10 octobre.", [("election", "2025-10-10")]),
    (
        "en",
        "The UNMISS force protects Juba. The Council authorised it in July 2011.",
        [("resolution", "2011-07")],
    ),
    ("fr", "Le 2 mars 2024, les premiers Gambiens débarquaient pour la Minusca.", [("deployment", "2024-03-02")]),
    (
        "en",
        "Members of the Security Council voted on Tuesday for a new MINUSCA mission.",
        [("resolution", "2025-06-10")],
    ),
    ("es", "El martes el Consejo de Seguridad acordó ampliar la MINUSCA.", [("resolution", "2025-06-10")]),
    ("en", "Goma refused to renew the mandate of the force beyond 8 December.", [("mandate", "2025-12-08")]),
    (
        "fr",
        "En mai, le Conseil de sécurité avait renouvelé pour un an le mandat de la Minusca.",
        [("mandate", "2026-05")],
    ),
    ("es", "En mayo el Consejo de Seguridad renovó por seis meses el mandato de la FINUL.", [("mandate", "2025-11")]),
    ("ht", "Otorizasyon misyon an bon jiska 31 desanm 2025.", [("mandate", "2025-12-31")]),
    ("fr", "C'est le premier mort depuis le déploiement de la MMAS en juin 2024.", [("deployment", "2024-06")]),
    (
        "es",
        "Es el tercer muerto de la misión desde que se instaló en Haití en junio de 2024.",
        [("deployment", "2024-06")],
    ),
    ("en", "The MSS mission, which began deploying on Tuesday, needs money.", [("deployment", "2025-06-10")]),
]

NOTHING = [
    ("en", "The club will hold a vote on its new coach in May 2026."),
    ("en", "He left the mission area wounded on Friday."),
    ("en", "The text does not turn the MSS mission into a UN peacekeeping operation."),
    ("fr", "Après le départ de la Minusma, le 31 octobre, le convoi a été attaqué."),
    ("en", "The Council of the EU on Monday approved money for the Rwandan force."),
    ("fr", "Ottawa paiera la Minusca si le Conseil de sécurité adopte une résolution."),
    ("es", "El dinero llegará a la MSS siempre que el Consejo apruebe la resolución."),
    ("ht", "Konsèy Sekirite kondane atak semèn pase sou baz misyon an."),
    ("en", "MINUSCA has lost 200 soldiers since it began in 2014."),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_steps_are_read_with_their_dates(language: str, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert steps(text, language) == expected


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_other_votes_departures_and_negations_are_no_steps(language: str, text: str) -> None:
    assert steps(text, language) == []


def test_plans_are_marked_as_plans() -> None:
    draft = drafts_of("milestone", "National elections are scheduled for December 2026.", "en", "2025-06-12")[0]
    assert (draft.statement.status, draft.flags.planned) == ("planned", True)


def test_a_proposal_is_discussed_and_undated() -> None:
    text = (
        "The crisis has prompted discussions within the Security Council about transitioning the MSS mission "
        "into a formal "
        "UN peacekeeping operation."
    )
    drafts = drafts_of("milestone", text, "en", "2025-06-12")
    assert [(d.statement.what, d.statement.status, d.when) for d in drafts] == [("transition", "discussed", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UNMISS will be replaced by a new force. Its mandate expires on 30 April 2026.", ("mandate", "2026-04-30")),
        ("The UNMISS force, whose mandate ends on 30 April 2026, is small.", ("mandate", "2026-04-30")),
        ("The mandate of the UNMISS mission is due to expire next month.", ("mandate", "2025-07")),
        ("The UNMISS force took over from the earlier mission on 2 May 2025.", ("transition", "2025-05-02")),
        ("The UNMISS mission was deployed in July 2011.", ("deployment", "2011-07")),
        ("The UNMISS mission arrived in July 2011.", ("deployment", "2011-07")),
        ("The council is to hand over power by 7 February 2026.", ("transition", "2026-02-07")),
        ("The transitional council's mandate ends on 7 February 2026.", ("transition", "2026-02-07")),
    ],
)
def test_terms_that_end_and_forces_that_come_are_dated(text: str, expected: tuple[str, str]) -> None:
    assert expected in steps(text, "en")


def test_the_end_of_a_transitional_authority_is_no_end_of_the_missions_mandate() -> None:
    found = steps("The transitional council's mandate ends on 7 February 2026.", "en")
    assert ("mandate", "2026-02-07") not in found


def test_a_title_takes_the_year_of_its_text() -> None:
    text = "Haitians vote on 30 August\n\nElections in Haiti will be held on 30 August 2026, the council said."
    assert steps(text, "en") == [("election", "2026-08-30")]
