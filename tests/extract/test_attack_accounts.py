"""One attack in several sentences: how it opened, where it took place, whose act it was, and what is none."""

from __future__ import annotations

import pytest
from claims_in import read

from veye.records.document import Language

# (what is shown, language, text, {(mode, actor, place)})
CASES = [
    ("opened by bombs", "en", "Al-Shabaab stormed an African Union base at Qoryooley on Tuesday with two car bombs.",
     {("other", "Al-Shabaab", "Qoryooley")}),
    ("opened by bombs", "en",
     "Militants attacked a MONUSCO base near Beni on Monday. The raid began when a suicide bomber blew up a truck.",
     {("other", "gang", "Beni")}),
    ("opened by bombs", "fr",
     "Les shebab ont attaqué lundi une base de l'Amisom à Qoryooley. Deux voitures piégées ont explosé à l'entrée.",
     {("other", "shebab", "Qoryooley")}),
    ("opened by bombs", "es", "Al Shabab asaltó el lunes una base de la Atmis en Qoryooley con un coche bomba.",
     {("other", "Al Shabab", "Qoryooley")}),
    ("opened by bombs", "ht",
     "Al-Shabab atake yon baz AUSSOM nan Qoryooley lendi. Yon machin bonm te eksploze nan pòt la.",
     {("other", "Al-Shabab", "Qoryooley")}),
    ("measured from a town", "en",
     "Jihadists raided the camp of the ATMIS force at Qoryooley, 120 kilometres southwest of Mogadishu, on Friday.",
     {("armed assault", "Jihadists", "Qoryooley")}),
    ("on the way between towns", "en",
     "The UPC attacked a MINUSCA convoy near Bakouma on Sunday that was on its way from Bria to Bangassou.",
     {("armed assault", "UPC", "Bakouma")}),
    ("refuge is elsewhere", "es",
     "Los vecinos buscaron refugio en Saint-Marc tras el ataque de una banda a Pont-Sondé el sábado.",
     {("armed assault", "gang", "Pont-Sondé")}),
    ("refuge is elsewhere", "fr",
     "Des habitants ont trouvé refuge à Saint-Marc après l'attaque de Pont-Sondé, samedi, par un gang.",
     {("armed assault", "gang", "Pont-Sondé")}),
    ("named nearby", "en",
     "Three soldiers of SAMIM died in an ambush near Macomia on Friday. The insurgents took their weapons.",
     {("ambush", "insurgents", "Macomia")}),
    ("named nearby", "fr",
     "Trois soldats de la SAMIM sont morts vendredi dans une embuscade près de Macomia. Les jihadistes se taisent.",
     {("ambush", "jihadistes", "Macomia")}),
    ("police drones", "en",
     "Police drones blew up on Saturday in Cité Soleil, killing eight children and four gang members.",
     {("drone strike", "police", "Cité Soleil")}),
    ("police drones", "fr", "Des drones de la police ont explosé samedi à Cité Soleil, tuant huit enfants.",
     {("drone strike", "police", "Cité Soleil")}),
    ("drones laid at a door", "es",
     "Ocho niños murieron el sábado en Cité Soleil al estallar drones explosivos. Los vecinos señalan a la policía.",
     {("drone strike", "police", "Cité Soleil")}),
    ("taken away by somebody named later", "en",
     "The nine people whom gunmen led away from an orphanage in Kenscoff on Sunday are still missing.",
     {("kidnapping", "gang", "Kenscoff")}),
    ("taken away by somebody named later", "es",
     "Siguen sin aparecer las ocho personas que un grupo armado se llevó el domingo de un orfanato, en Kenscoff.",
     {("kidnapping", "gang", "Kenscoff")}),
    ("that attack", "en",
     "Gunmen raided Bassin on Sunday and shot at homes. Some 300 people were driven to Hinche by that attack.",
     {("armed assault", "gang", "Bassin")}),
    ("roads cleared", "fr", "Des soldats de la Finul enlevaient mardi des barrages sur une route de Naqoura.", set()),
    ("only tried", "es", "Las bandas tratan de entrar en Arcahaie, donde viven miles de personas.", set()),
    ("only tried", "en", "Gangs are trying to enter Arcahaie, residents said on Friday.", set()),
    ("guarding a port", "ht", "Fòs la gen dwa veye pò ak ayewopò Pòtoprens, misyon an di madi.", set()),
    ("told by its title too", "en",
     "Gang raid on Bassin\nGunmen raided Bassin on 3 June and killed four residents, UNICEF said on Friday.",
     {("armed assault", "gang", "Bassin")}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"), [c[1:] for c in CASES], ids=[f"{c[0]}-{c[1]}" for c in CASES]
)
def test_attack_is_told_once_with_its_opening_place_and_author(
    language: Language, text: str, expected: set[tuple[str, str, str]]
) -> None:
    found = read(text, language, "attack")
    assert {(f["mode"], f["actor"], f["place"]) for f in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("toll", [12, 40])
def test_fifteen_dead_make_a_massacre_of_a_raid(toll: int) -> None:
    found = read(f"Gunmen raided Bassin on Sunday and killed {toll} residents.", "en", "attack")
    assert [f["mode"] for f in found] == ["massacre" if toll >= 15 else "armed assault"]
