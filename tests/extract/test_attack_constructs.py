"""Constructs by which reports tell of attacks: by whom, of what kind, and what is none."""

from __future__ import annotations

import pytest
from claims_in import read

from veye.records.document import Language

# (construct, language, text, {(mode, actor)})
CASES = [
    ("a gang enters", "en", "Gunmen entered the village of Bassin on Monday and shot at homes; two residents died.",
     {("armed assault", "gang")}),
    ("a gang enters", "fr",
     "Le gang est entré dans le quartier de Solino lundi à l'aube.", {("armed assault", "gang")}),
    ("a gang enters", "es", "Pandilleros entraron en el barrio de Solino el lunes.", {("armed assault", "gang")}),
    ("a gang enters", "ht", "Bandi antre nan katye Solino lendi maten.", {("armed assault", "gang")}),
    ("a bullet enters", "ht", "Yon bal bandi antre nan kas yon polisye kenyan.", set()),
    ("only people are taken", "en", "Gunmen broke into an orphanage in Kenscoff on Sunday and left with nine people.",
     {("kidnapping", "gang")}),
    ("a crowd attacks", "es",
     "Partidarios de Hezbolá rodearon la caravana de la FINUL en Beirut e incendiaron un coche.",
     {("arson", "Partidarios")}),
    ("a crowd attacks", "en", "A crowd clashed with soldiers of KFOR in Zvecan on Monday.", {("clash", "crowd")}),
    ("a prison is emptied", "fr",
     "Attaqué par un gang dimanche, le pénitencier de Port-au-Prince s'est vidé de ses détenus.",
     {("prison break", "gang")}),
    ("a prison is emptied", "es",
     "Miles de presos andan sueltos tras el asalto de las bandas a la cárcel de Puerto Príncipe.",
     {("prison break", "gang")}),
    ("told by its dead", "en", "Two journalists and a policeman were shot dead on Tuesday in Solino, gangs' ground.",
     {("armed assault", "gang")}),
    ("told by its dead", "ht", "Yon bal bandi touye yon polisye madi nan Solino.", {("armed assault", "gang")}),
    ("by the police", "en", "Police shot dead two protesters in Port-au-Prince on Monday.",
     {("armed assault", "police")}),
    ("by the police", "fr", "Deux manifestants ont été tués par la police lundi à Port-au-Prince.",
     {("armed assault", "police")}),
    ("by the police", "ht", "Lapolis touye de manifestan lendi nan Pòtoprens.", {("armed assault", "police")}),
    ("by a prosecutor", "fr", "À Port-au-Prince, deux passants ont été tués par le commissaire du gouvernement lundi.",
     {("armed assault", "commissaire du gouvernement")}),
    ("blamed on the police", "en",
     "Explosive drones killed eight children at Solino on Saturday. Relatives blame police.",
     {("drone strike", "police")}),
    ("only gang members fall", "ht",
     "Kat bandi mouri nan yon echanj tire ak lapolis mèkredi nan Solino.", {("clash", "police")}),
    ("whom a drone strikes did not send it", "en",
     "An explosive drone struck a gang's base in Solino on Saturday, killing eight gunmen.",
     {("drone strike", "unknown")}),
    ("shells near a post", "fr", "Deux roquettes sont tombées vendredi près du poste de la Finul à Ramyah.",
     {("other", "unknown")}),
    ("an accident", "en", "A Zambian soldier of MINUSCA was hurt on Monday in an accidental shooting at Birao.", set()),
    ("an accident", "fr", "Un soldat de la MINUSCA a ouvert le feu par erreur lundi à Birao.", set()),
    ("police burn their own", "en",
     "Officers burned the helicopter on Friday in Solino so that the gang could not have it.", set()),
    ("a day in May is no plan", "en", "Three soldiers of the mission died on 3 May in an ambush near Gao.",
     {("ambush", "unknown")}),
    ("words that come back to an attack", "en",
     "Gunmen ambushed a mission patrol in Delmas on Sunday. A wounded officer was driven out under fire.",
     {("ambush", "gang")}),
    ("who leads people away", "fr", "Huit avions ont emmené 46 ressortissants mercredi loin de Delmas.", set()),
    ("what protesters burn", "en", "Gang members burned bodies on Monday in Delmas.", set()),
    ("drones, with asides", "es",
     "La base de la UNISFA en Kadugli sufrió un ataque el sábado. "
     "Tres drones, según fuentes de la misión, dieron en ella.",
     {("drone strike", "unknown")}),
    ("recalled deaths grade no new attack", "es",
     "Hombres armados atacaron el lunes un blindado de la policía en Kenscoff. Días antes las bandas habían matado a "
     "cuarenta vecinos de Cabaret.", {("armed assault", "gang")}),
    ("buried charges", "fr", "Un blindé de la MINUSCA a sauté sur une charge enfouie mardi près de Bria.",
     {("other", "unknown")}),
    ("what a drone drops", "en", "A drone dropped grenades on a MINUSCA patrol near Bria on Tuesday.",
     {("drone strike", "unknown")}),
    ("people taken", "es",
     "La banda irrumpió en el orfanato de Kenscoff el domingo y se llevó al menos a nueve personas.",
     {("kidnapping", "gang")}),
    ("fallen in battle", "fr", "Deux policiers haïtiens sont morts au combat jeudi à Kenscoff.",
     {("clash", "unknown")}),
    ("an unexploded drone", "en",
     "The unexploded drone went off on Tuesday in the hands of officers who tried to make it safe in Kenscoff; "
     "two officers were killed.", set()),
    ("arms and units", "es",
     "La misión recibió el lunes en Delmas dos helicópteros de combate y 200 fusiles de asalto.", set()),
    ("a fight in general", "en",
     "Police pledged on Monday to step up the fight against gangs in Delmas.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("construct", "language", "text", "expected"), CASES)
def test_a_construct_tells_the_kind_of_attack_and_by_whom(
    construct: str, language: Language, text: str, expected: set
) -> None:
    assert {(a["mode"], a["actor"]) for a in read(text, language, "attack")} == expected


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "The gang of Canaan attacked Arcahaie on Monday and killed four people.", "Arcahaie"),
        ("fr", "Le gang de Canaan a tué quatre personnes lundi à Arcahaie.", "Arcahaie"),
        ("en", "Gunmen from La Saline attacked Arcahaie on Saturday.", "Arcahaie"),
        ("fr", "Des bandits venus de Canaan ont attaqué Arcahaie dimanche.", "Arcahaie"),
        ("en", "Two officers hurt in an attack at Arcahaie on Monday are in a hospital in Delmas.", "Arcahaie"),
        ("es", "Roma confirma cuatro heridos de la FINUL: la base de Shama fue atacada el lunes.", "Shama"),
    ],
)
def test_the_place_of_an_attack_is_neither_a_gangs_home_nor_a_capital_abroad(
    language: Language, text: str, place: str
) -> None:
    told = read(text, language, "attack")
    assert told
    assert all(place in a["place"] for a in told)


def test_names_that_begin_with_a_figure_are_known() -> None:
    (told,) = read("The 3R group ambushed a column of MINUSCA on Monday near Gedze.", "en", "attack")
    assert (told["mode"], told["actor"]) == ("ambush", "3R")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The runners set off at nine; a police corporal attacked at kilometre 30 and won the marathon."),
        ("fr", "Sur le ring, le policier a attaqué dès le premier round et mis son rival à terre."),
        ("es", "El documental recuerda la emboscada a los soldados; se proyecta el viernes en la cinemateca."),
    ],
)
def test_sport_and_films_attack_nobody(language: Language, text: str) -> None:
    assert read(text, language) == []


def test_profit_from_weakness_is_no_control_of_it() -> None:
    assert read("The gangs have taken advantage of the weakened state in Port-au-Prince.", "en", "control") == []
