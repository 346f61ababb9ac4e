"""On which side the harmed are: their force's vehicle, their speaker, a possessive, a gang's man, in four languages."""

from __future__ import annotations

from typing import Any

import pytest
from claims_in import casualties, document

from veye.extract.analyse import analyse
from veye.records.document import Language

Case = tuple[Language, str, set[tuple[str, Any, Any, str]]]


def _killed(low: int, who: str, high: int | None = 0) -> tuple[str, int, int | None, str]:
    return ("killed", low, low if high == 0 else high, who)


def _wounded(low: int, who: str) -> tuple[str, int, int, str]:
    return ("wounded", low, low, who)


CASES: list[Case] = [
    # a vehicle or craft of a force, then bare officers, a crew, the driver
    ("en", "Gangs set fire to a police armoured vehicle in Kenscoff. Two officers were injured. The multinational "
     "mission sent help.", {_wounded(2, "police")}),
    ("en", "Gunmen fired on an armoured vehicle of the mission in Kenscoff. Two officers were injured.",
     {_wounded(2, "mission")}),
    ("es", "Hombres armados atacaron un blindado de la policía en Kenscoff. El conductor murió.",
     {_killed(1, "police")}),
    ("fr", "Des bandits ont attaqué un blindé de la police. Le conducteur a été tué.", {_killed(1, "police")}),
    ("ht", "Bandi yo atake yon blende lapolis nan Kenskòf. Chofè a mouri.", {_killed(1, "police")}),
    ("en", "Gangs attacked a bus on the road to Mirebalais. The driver was killed.", {_killed(1, "civilian")}),
    ("en", "A UN helicopter was shot at in Nasir; one crew member died.", {_killed(1, "mission")}),
    ("fr", "L'attaque d'un hélicoptère onusien à Nasir a tué un membre d'équipage.", {_killed(1, "mission")}),
    ("en", "Gangs fired at a Spirit Airlines plane, injuring a member of the cabin crew.", {_wounded(1, "civilian")}),
    # whoever counts bare officers and soldiers counts his own
    ("en", "Haiti's national police said one officer was killed and two wounded in Kenscoff. The Kenyan-led mission "
     "was not involved.", {_killed(1, "police"), _wounded(2, "police")}),
    ("fr", "La Police nationale d'Haïti a annoncé qu'un agent avait été tué et deux autres blessés. La mission dirigée "
     "par le Kenya n'était pas sur place.", {_killed(1, "police"), _wounded(2, "police")}),
    ("es", "Tres soldados murieron, informó el ejército maliense. La Minusma condenó el ataque.",
     {_killed(3, "military")}),
    ("ht", "Polis Nasyonal la di yon ajan mouri, de lòt blese. Misyon miltinasyonal la pa t la.",
     {_killed(1, "police"), _wounded(2, "police")}),
    ("en", "South Sudan's information minister says 27 soldiers died when a UN helicopter was attacked in Nasir.",
     {_killed(27, "military")}),
    ("en", "The multinational mission said on Tuesday that one officer had been killed and two wounded in Savien.",
     {_killed(1, "mission"), _wounded(2, "mission")}),
    ("en", "The police service announced the death of an officer serving in Haiti. He was the third Kenyan whom the "
     "multinational mission has lost.", {_killed(1, "mission")}),
    # "its men", what an army lost, losses within a force
    ("en", "The Lebanese army reported three wounded among its men.", {_wounded(3, "military")}),
    ("fr", "L'armée libanaise a eu trois blessés dans la frappe.", {_wounded(3, "military")}),
    ("es", "El ejército libanés tuvo tres heridos.", {_wounded(3, "military")}),
    ("es", "El jefe de la policía haitiana dijo que dos de sus hombres murieron en Savien. La misión multinacional "
     "envió refuerzos.", {_killed(2, "police")}),
    ("es", "El ataque causó dos muertos en el ejército maliense.", {_killed(2, "military")}),
    ("fr", "Un soldat égyptien de la Minusca a été tué et trois de ses compatriotes blessés.",
     {_killed(1, "mission"), _wounded(3, "mission")}),
    # a policeman beside civilians is of the place
    ("en", "Some 400 Kenyan police officers are in Port-au-Prince. On 24 December gangs killed two journalists and a "
     "policeman.", {_killed(2, "civilian"), _killed(1, "police")}),
    ("fr", "Quelque 400 policiers kényans sont à Port-au-Prince. Le 24 décembre, des gangs avaient tué deux "
     "journalistes et un policier.", {_killed(2, "civilian"), _killed(1, "police")}),
    ("es", "Los kenianos de la misión patrullan Puerto Príncipe. En Nochebuena las bandas mataron a dos periodistas y "
     "a un policía.", {_killed(2, "civilian"), _killed(1, "police")}),
    # after a gang's dead a report goes on with those of whom it told first
    ("en", "Two Burundian peacekeepers were killed in Somalia. Twenty attackers died, the mission said. The six "
     "wounded were flown to Mogadishu.", {_killed(2, "mission"), _killed(20, "gang"), _wounded(6, "mission")}),
    ("fr", "Trois policiers haïtiens ont été tués à Savien. Cinq bandits sont morts. Les deux blessés ont été conduits "
     "à l'hôpital.", {_killed(3, "police"), _killed(5, "gang"), _wounded(2, "police")}),
    # a gang's men, by name and as "members of that group"
    ("es", "La muerte de Vladimir Pierre, alias Vlad, ocurrió en un choque con la policía en Cabaret.",
     {_killed(1, "gang")}),
    ("en", "Police killed Ernst Joseph, known as Ti Fè, in Cabaret.", {_killed(1, "gang")}),
    ("fr", "Joseph Wilson, qui dirige le gang 400 Mawozo, a été blessé dans une opération de la police.",
     {_wounded(1, "gang")}),
    ("es", "Las pandillas se enfrentaron en Bel-Air. El jefe Kempes Sanon resultó herido.", {_wounded(1, "gang")}),
    ("es", "La policía abatió a diez integrantes de ese grupo en Kenscoff.", {_killed(10, "gang")}),
    ("en", "Police said they had killed a dozen members of those groups in Kenscoff.", {_killed(12, "gang")}),
    # none of them bandits; some of them
    ("en", "Residents said five people, none of them bandits, died on Tuesday in Delmas.", {_killed(5, "civilian")}),
    ("fr", "Cinq personnes, dont aucun bandit, ont été tuées mardi à Delmas, selon des habitants.",
     {_killed(5, "civilian")}),
    ("ht", "Senk moun, okenn ladan yo pa bandi, mouri madi nan Dèlma.", {_killed(5, "civilian")}),
    ("en", "Residents spoke of at least 13 dead in all in Delmas, among them presumed gang members.",
     {_killed(13, "mixed", None)}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_the_harmed_are_on_the_side_that_the_text_gives(
    language: Language, text: str, expected: set[tuple[str, Any, Any, str]]
) -> None:
    assert casualties(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("es", "Once soldados de Ecuador murieron en una emboscada, informó el Ejército.", "military"),
        ("en", "Four Beninese soldiers died in an attack in the north of Benin.", "military"),
        ("es", "Once soldados de Guatemala murieron en una emboscada en Haití.", "mission"),
        ("en", "Four Chadian soldiers of the gang suppression force died in Port-au-Prince.", "mission"),
    ],
)
def test_without_a_mission_soldiers_of_the_one_country_told_of_are_at_home(
    language: Language, text: str, who: str
) -> None:
    assert analyse(document(text, language)).sentences[0].groups[0].who == who
