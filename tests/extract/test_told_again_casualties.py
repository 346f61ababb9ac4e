"""Casualties that a report tells again in other words, and those who walk into a trap, in four languages."""

from __future__ import annotations

from typing import Any

import pytest
from claims_in import LEAD, casualties, read

from veye.records.document import Language

Case = tuple[Language, str, set[tuple[str, Any, Any, str]]]
CASES: list[Case] = [
    # who is in care is one of the wounded just told of
    ("en", "Two Haitian policemen were wounded in Solino. One was taken to hospital.", {("wounded", 2, 2, "police")}),
    ("en", "Two Kenyan officers suffered gunshot wounds. One has a fractured arm; the other was treated in Haiti.",
     {("wounded", 2, 2, "mission")}),
    ("fr", "Quatre policiers haïtiens ont été blessés. L'un d'eux a été hospitalisé.", {("wounded", 4, 4, "police")}),
    ("es", "Cuatro policías haitianos resultaron heridos. Dos están hospitalizados.", {("wounded", 4, 4, "police")}),
    ("en", "A Kenyan officer was killed in Solino. Another was taken to hospital.",
     {("killed", 1, 1, "mission"), ("wounded", 1, 1, "mission")}),
    # one more, by his rank alone
    ("fr", "Le gang a tué quatre policiers haïtiens. Un cinquième, atteint de deux balles, reste hospitalisé.",
     {("killed", 4, 4, "police"), ("wounded", 1, 1, "police")}),
    ("es", "La banda mató a cuatro policías haitianos. Un quinto, alcanzado por dos balas, sigue hospitalizado.",
     {("killed", 4, 4, "police"), ("wounded", 1, 1, "police")}),
    ("ht", "Gang yo touye kat polisye ayisyen. Yon senkyèm pran de bal.",
     {("killed", 4, 4, "police"), ("wounded", 1, 1, "police")}),
    # to fall into an ambush is not to die
    ("es", "Los agentes haitianos cayeron en una emboscada; uno murió.", {("killed", 1, 1, "police")}),
    ("fr", "Les policiers haïtiens sont tombés dans un guet-apens des bandits.", set()),
    ("en", "The officers who fell from a watchtower in Solino are Kenyan.", set()),
    # things are hit, and fighters taken prisoner
    ("en", "A UN helicopter with 18 people on board took several bullets over Haiti.", set()),
    ("fr", "Un hélicoptère qui transportait quinze passagers a reçu plusieurs balles en Haïti.", set()),
    ("es", "Un helicóptero con 18 personas a bordo recibió varios disparos en Haití.", set()),
    ("en", "A Haitian police post was burned by gang members.", set()),
    ("ht", "Yon machin blende lapolis ayisyen pran bal nan kawotchou.", set()),
    ("fr", "Cinq bandits sont morts et trois ont été capturés.", {("killed", 5, 5, "gang")}),
    ("es", "Cinco pandilleros murieron y tres fueron capturados.", {("killed", 5, 5, "gang")}),
    # bounds, adjuncts and relative clauses around a verb of harm
    ("es", "Una banda mató al menos a 70 vecinos en Haití.", {("killed", 70, None, "civilian")}),
    ("es", "Ocurrió después de que la banda matara el martes a no menos de 15 personas.",
     {("killed", 15, None, "civilian")}),
    ("es", "Con él son tres los kenianos que la misión ha perdido en Haití.", {("killed", 3, 3, "mission")}),
    ("fr", "Avec lui, ce sont trois Kényans que la mission a perdus.", {("killed", 3, 3, "mission")}),
    ("es", "Los fallecidos en el ataque al convoy de la banda en Haití son ya cinco.",
     {("killed", 5, 5, "civilian")}),
    # nouns side by side, ages, those driven by others
    ("en", "Six civilian drivers were killed by the gang.", {("killed", 6, 6, "civilian")}),
    ("fr", "Huit enfants, trois civils adultes et quatre bandits ont été tués.",
     {("killed", 8, 8, "civilian"), ("killed", 3, 3, "civilian"), ("killed", 4, 4, "gang")}),
    ("en", "Two men aged 19 and 24 were wounded by gang members.", {("wounded", 2, 2, "civilian")}),
    ("en", "The bus driver taking the Kenyan officers to Solino was injured.", {("wounded", 1, 1, "civilian")}),
    ("en", "A Kenyan officer was shot and his body carried off by gang members.", {("killed", 1, 1, "mission")}),
    # a bare count before a day, both in care
    ("en", "A drone killed six Kenyan officers and wounded nine last Saturday.",
     {("killed", 6, 6, "mission"), ("wounded", 9, 9, "mission")}),
    ("en", "A Kenyan officer was hit in Belot. Another Kenyan officer was wounded. Both were treated at the base.",
     {("wounded", 1, 1, "mission")}),
]  # fmt: skip
# a pierced helmet sets one of two apart
PARTED: list[tuple[Language, str]] = [
    ("en", "Two Salvadoran soldiers were wounded in Solino, one by a bullet that went through his helmet."),
    ("fr", "Deux soldats salvadoriens ont été blessés à Solino, dont un par une balle qui a traversé son casque."),
    ("es", "Dos soldados salvadoreños fueron heridos en Solino, uno por una bala que le atravesó el casco."),
    ("ht", "De sòlda salvadoryen nan Fòs Represyon Gang la blese nan Solino, youn ak yon bal ki travèse kas li."),
    (
        "en",
        "Two Kenyan officers were wounded. A bullet went through the helmet of the first; the second was hit in "
        "the ear.",
    ),
    (
        "fr",
        "Deux policiers kényans ont été blessés. Chez le premier, la balle a traversé le casque ; le second a été "
        "touché à l'oreille.",
    ),
    ("ht", "De polisye kenyan blese. Premye a pran yon bal nan tèt ki travèse kas li ; lòt la blese nan zòrèy."),
]


@pytest.mark.parametrize(("language", "text"), PARTED)
def test_a_pierced_helmet_sets_one_apart(language: Language, text: str) -> None:
    found = read(f"{LEAD[language]} {text}", language, "casualty")
    assert [(f["outcome"], f["count_low"], f["who"]) for f in found] == [("wounded", 1, "mission")] * 2
    assert sum(f["gear"] == "helmet pierced" for f in found) == 1


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_told_again(language: Language, text: str, wanted: set[tuple[str, Any, Any, str]]) -> None:
    assert casualties(f"{LEAD[language]} {text}", language) == wanted
