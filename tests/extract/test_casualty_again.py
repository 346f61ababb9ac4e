"""People told more than once in a report, and harm told of only some of them, or not known, or of nobody."""

from __future__ import annotations

import pytest
from claims_in import casualties, read

from veye.records.document import Language

# (construct, language, text, {(outcome, low, high, who)})
CASES = [
    ("some of the dead told again", "en", "Four Kenyan officers of the mission died in Haiti. Three of them were hit "
     "by gunfire on Monday in Delmas.", {("killed", 4, 4, "mission")}),
    ("some of the dead told again", "fr", "Six policiers sont morts dans l'attaque du gang. Quatre d'entre eux, "
     "blessés dans la journée, ont été tirés de leur lit et exécutés.", {("killed", 6, 6, "police")}),
    ("some of the dead told again", "es", "Cuatro policías kenianos de la misión murieron en Haití. Tres de ellos "
     "fueron alcanzados el lunes por disparos.", {("killed", 4, 4, "mission")}),
    ("some of the dead told again", "ht", "Kat polisye kenyan nan misyon an mouri semèn sa a. Twa ladan yo pran bal "
     "lendi nan Dèlma.", {("killed", 4, 4, "mission")}),
    ("harm not known", "en", "Gangs attacked Kenscoff. Officials could not say whether anyone was killed.", set()),
    ("harm not known", "fr", "Les gangs ont attaqué Kenscoff. La police ne peut dire s'il y a des morts.", set()),
    ("harm not known", "es", "Las bandas atacaron Kenscoff. La policía no pudo precisar si hubo muertos.", set()),
    ("harm not known", "ht", "Gang yo atake Kenskòf. Lapolis poko ka di si gen moun ki mouri.", set()),
    ("a toll of wounded", "fr", "Le bilan des heurts avec les gangs est de 41 policiers blessés.",
     {("wounded", 41, 41, "police")}),
    ("a toll of wounded", "ht", "Yon sivil mouri, de polisye blese: se bilan atak gang yo nan Solino.",
     {("killed", 1, 1, "civilian"), ("wounded", 2, 2, "police")}),
    ("a toll may rise", "fr", "Le bilan pourrait s'alourdir, dix des blessés étant dans un état critique après "
     "l'attaque des gangs.", set()),
    ("each told by his country", "en", "Two peacekeepers, an Indian and a Nepalese, were killed near Goma.",
     {("killed", 2, 2, "mission")}),
    ("each told by his country", "es", "Dos cascos azules, un indio y un nepalí, murieron cerca de Goma.",
     {("killed", 2, 2, "mission")}),
    ("each told by his country", "ht", "De kas ble, yon Endyen ak yon Nepalè, mouri toupre Goma.",
     {("killed", 2, 2, "mission")}),
    ("an ambush is no death", "fr", "Des bandits ont brûlé deux blindés à Titanyen. Les policiers sont tombés dans une "
     "embuscade.", set()),
    ("an ambush is no death", "es", "Los policías cayeron en una emboscada de las bandas en Delmas.", set()),
    ("captured gunmen", "fr", "Cinq assaillants du gang sont morts et trois ont été capturés par la police.",
     {("killed", 5, 5, "gang")}),
    ("a fifth in hospital", "en", "Gangs killed four police officers in Bon-Repos. A fifth, hit by two bullets, "
     "remains in hospital.", {("killed", 4, 4, "police"), ("wounded", 1, 1, "police")}),
    ("a fifth in hospital", "fr", "Des gangs ont tué quatre policiers à Bon-Repos. Un cinquième, atteint de deux "
     "balles, reste hospitalisé.", {("killed", 4, 4, "police"), ("wounded", 1, 1, "police")}),
    ("the loss of a second country", "en", "Malawi lost three soldiers of MONUSCO and Uruguay one peacekeeper.",
     {("killed", 3, 3, "mission"), ("killed", 1, 1, "mission")}),
    ("the loss of a second country", "ht", "Malawi pèdi twa sòlda MONUSCO epi Irigwe yon kas ble.",
     {("killed", 3, 3, "mission"), ("killed", 1, 1, "mission")}),
    ("held by a gang", "en", "Nine people have been held by a gang in Kenscoff since Sunday.",
     {("abducted", 9, 9, "civilian")}),
    ("held by a gang", "fr", "Neuf personnes sont retenues par un gang à Kenscoff.", {("abducted", 9, 9, "civilian")}),
    ("hostages who are killed", "en", "Three of the hostages were killed by the gang in Solino.",
     {("killed", 3, 3, "civilian")}),
    ("hostages who are killed", "es", "Tres de los rehenes fueron asesinados por la banda en Solino.",
     {("killed", 3, 3, "civilian")}),
    ("a denied number", "en", "Police corrected it: two officers, not three, were killed by the gang.",
     {("killed", 2, 2, "police")}),
    ("a denied number", "fr", "Ce sont deux policiers, et non trois, qui ont été tués par les gangs.",
     {("killed", 2, 2, "police")}),
    ("a denied number", "es", "Dos agentes, y no tres, murieron en el ataque de la banda en Liancourt.",
     {("killed", 2, 2, "police")}),
    ("harm in an aside", "en", "Two officers, one of whom is in critical condition, were wounded by gangs in Kenscoff.",
     {("wounded", 2, 2, "police")}),
    ("harm in an aside", "fr", "Deux policiers, dont l'un est dans un état grave, ont été blessés par les gangs.",
     {("wounded", 2, 2, "police")}),
    ("mother and child", "en", "A six-year-old girl and her mother were killed by gangs in Solino.",
     {("killed", 2, 2, "civilian")}),
    ("mother and child", "fr", "Une fillette de six ans et sa mère ont péri sous les balles des gangs à Solino.",
     {("killed", 2, 2, "civilian")}),
    ("mother and child", "es", "Una niña de seis años y su madre murieron en el ataque de la banda en Solino.",
     {("killed", 2, 2, "civilian")}),
    ("mother and child", "ht", "Yon tifi sis an ak manman l mouri nan atak gang yo nan Solino.",
     {("killed", 2, 2, "civilian")}),
    ("a noun that is an adjective", "fr", "Trois civils adultes et deux bandits ont été tués à Solino.",
     {("killed", 3, 3, "civilian"), ("killed", 2, 2, "gang")}),
    ("a verb without an object", "ht", "Yon trantèn polisye blese nan dezòd ak manifestan nan Solino kont gang yo.",
     {("wounded", 30, 30, "police")}),
    ("a verb without an object", "ht", "Gang yo atake polisye yo: dis polisye mouri, 27 lòt blese epi senk disparèt.",
     {("killed", 10, 10, "police"), ("wounded", 27, 27, "police"), ("missing", 5, 5, "police")}),
    ("whose thing it is", "ht", "Gang yo atake: yon machin blende lapolis pran bal nan kawotchou nan Mibalè.", set()),
    ("beside a named gang", "ht", "De polisye gang Kanaran te kidnape dimanch jwenn libète yo.",
     {("abducted", 2, 2, "police")}),
    ("a first count", "es", "La policía, que al principio había hablado de un muerto, confirmó que tres agentes "
     "murieron en el ataque de la banda.", {("killed", 3, 3, "police")}),
    ("a first count", "fr", "Trois policiers ont été tués par le gang, a annoncé la police, qui avait d'abord fait "
     "état de deux morts.", {("killed", 3, 3, "police")}),
]  # fmt: skip


@pytest.mark.parametrize(("construct", "language", "text", "expected"), CASES)
def test_people_told_again(
    construct: str, language: Language, text: str, expected: set[tuple[str, int | None, int | None, str]]
) -> None:
    assert casualties(text, language) == expected, construct


# Reports with two casualties of one person each, or of two people each.
PAIRS = [
    ("fr", 1, "Deux policiers kényans ont été blessés par des gangs en Haïti. Une balle a traversé le casque du "
     "premier ; le second a été blessé à l'oreille."),
    ("es", 1, "Dos policías kenianos de la misión fueron heridos por bandas en Haití. Al primero una bala le atravesó "
     "el casco; el segundo fue alcanzado en la oreja."),
    ("ht", 1, "De polisye kenyan nan misyon an blese nan Pòtoprens. Youn pran yon bal nan tèt ki travèse kas li ; lòt "
     "la blese nan zòrèy."),
    ("en", 2, "A day after gunfire wounded two peacekeepers at UNIFIL headquarters, two Sri Lankan soldiers of the "
     "force were wounded in Naqoura."),
    ("fr", 2, "Au lendemain du tir qui a blessé deux Casques bleus de la Finul, deux soldats sri-lankais de la force "
     "ont été blessés à Naqoura."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "each", "text"), PAIRS)
def test_two_are_told_apart(language: Language, each: int, text: str) -> None:
    found = read(text, language, "casualty")
    assert [(f["outcome"], f["count_low"], f["who"]) for f in found] == [("wounded", each, "mission")] * 2
