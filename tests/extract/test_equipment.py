"""Equipment: what befell which item, and how many."""

from __future__ import annotations

import pytest
from claims_in import read

from veye.records.document import Language

CASES = [
    ("en", "Gangs set fire to two armoured vehicles of the mission in Delmas.", "armoured_vehicle", "destroyed", 2),
    ("en", "An MRAP of the mission broke down on patrol in Delmas.", "armoured_vehicle", "failed", 1),
    ("en", "In Port-au-Prince a bullet pierced the helmet of a mission officer.", "helmet", "failed", 1),
    ("en", "Crews refused to use 15 armoured vehicles of the mission.", "armoured_vehicle", "grounded", 15),
    ("en", "A UN helicopter was shot down by rebels near Goma.", "aircraft", "lost", 1),
    ("fr", "La mission a reçu dix véhicules blindés.", "armoured_vehicle", "delivered", 10),
    ("fr", "Le blindé de la mission s'est embourbé à Savien.", "armoured_vehicle", "failed", 1),
    ("es", "Un helicóptero de la ONU se estrelló en Goma.", "aircraft", "lost", 1),
    ("ht", "Bandi boule 3 machin blende misyon an.", "armoured_vehicle", "destroyed", 3),
    ("en", "An armoured carrier of the mission was put out of action by a petrol bomb in Delmas.",
     "armoured_vehicle", "damaged", 1),
    ("en", "Two rounds struck the side of a mission troop carrier in Delmas.", "armoured_vehicle", "damaged", 1),
    ("fr", "Le gilet pare-balles d'un agent de la mission a été transpercé à Delmas.", "body_armour", "failed", 1),
    ("fr", "Dix blindés de la mission sont hors d'usage faute de pièces.", "armoured_vehicle", "grounded", 10),
    ("es", "Un helicóptero de la misión recibió varios impactos de bala en Delmas.", "aircraft", "damaged", 1),
    ("es", "Los agentes de la misión devolvieron 60 fusiles de segunda mano.", "weapon", "refused", 60),
    ("ht", "Twa blende misyon an kanpe nan baz la paske yo manke pyès.", "armoured_vehicle", "grounded", 3),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "item_class", "event", "count"), CASES)
def test_equipment_is_read_with_its_event(language: str, text: str, item_class: str, event: str, count: int) -> None:
    (claim,) = read(text, language, "equipment")  # type: ignore[arg-type]
    assert (claim["item_class"], claim["event"], claim["count_low"]) == (item_class, event, count)


def test_one_of_several_vehicles_has_its_own_fate() -> None:
    text = "Two armoured vehicles of the mission drove to Savien. One got stuck; the other broke down."
    found = read(text, "en", "equipment")
    assert [(f["event"], f["count_low"]) for f in found] == [("failed", 1), ("failed", 1)]


def test_houses_and_private_cars_are_not_coded() -> None:
    assert read("Gang members burned forty houses and a car in Delmas.", "en", "equipment") == []


def fates(text: str, language: str) -> list[tuple[str, str, int]]:
    found = read(text, language, "equipment")  # type: ignore[arg-type]
    return [(f["item_class"], f["event"], f["count_low"]) for f in found]


def test_numbers_without_a_noun_are_parts_of_the_vehicles_spoken_of() -> None:
    text = "The mission sent five armoured vehicles to Savien. Three were burned by gangs; two broke down."
    assert fates(text, "en") == [("armoured_vehicle", "destroyed", 3), ("armoured_vehicle", "failed", 2)]


def test_numbers_after_people_are_people() -> None:
    text = "An armoured vehicle of the mission carried six officers to Savien. Two were hit and one was lost."
    assert fates(text, "en") == []


def test_vehicles_of_two_owners_are_two_claims() -> None:
    text = "Gangs burned three armoured vehicles in Savien, one of the police and two of the mission."
    assert [n for _, _, n in fates(text, "en")] == [1, 2]


def test_things_delivered_in_one_breath_share_it() -> None:
    text = "The mission received 24 armoured vehicles together with 34 turret kits."
    assert fates(text, "en") == [("armoured_vehicle", "delivered", 24), ("other", "delivered", 34)]


@pytest.mark.parametrize(
    "text",
    [
        "A helicopter of the mission brought the wounded to Santo Domingo.",
        "Officers of the mission came in two armoured vehicles.",
        "No armoured vehicle of the mission was damaged.",
        "An Israeli tank fired at a tower of the mission.",
    ],
)
def test_means_and_strangers_are_not_coded(text: str) -> None:
    assert read(text, "en", "equipment") == []


@pytest.mark.parametrize(
    ("language", "text", "kind", "event", "count"),
    [
        ("en", "A rocket hit an armoured UN vehicle near Goma.", "armoured_vehicle", "damaged", 1),
        ("en", "One of the mission's armoured vehicles was struck eleven times.", "armoured_vehicle", "damaged", 1),
        ("en", "In Delmas the mission has withdrawn all 78 vests of the batch.", "body_armour", "grounded", 78),
        ("en", "Mission officers said helmets were checked after one failed.", "helmet", "failed", 1),
        ("es", "Una bomba incendiaria inutilizó uno de los blindados de la misión.", "armoured_vehicle", "damaged", 1),
        ("fr", "L'hélicoptère de la mission s'est posé en urgence à Delmas.", "aircraft", "failed", 1),
    ],
)
def test_things_told_apart_from_their_noun(language: str, text: str, kind: str, event: str, count: int) -> None:
    claims = read(text, language, "equipment")  # type: ignore[arg-type]
    found = [(c["item_class"], c["event"], c["count_low"]) for c in claims]
    assert found == [(kind, event, count)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Since Saturday crews have refused to use 15 armoured vehicles of the mission."),
     ("fr", "Depuis samedi, les équipages de la mission refusent d'utiliser 15 blindés."),
     ("es", "Desde el sábado, los agentes de la misión se niegan a usar 15 blindados.")],
)  # fmt: skip
def test_what_stands_idle_since_a_day_was_grounded_on_it(language: Language, text: str) -> None:
    found = [c for c in read(text, language, "equipment", published="2025-04-02") if c["event"] == "grounded"]
    assert [c["date"] for c in found] == ["2025-03-29"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "The mission put six armoured vehicles back into service on Monday."),
     ("fr", "Six blindés de la mission ont été remis en service lundi."),
     ("es", "Seis blindados de la misión volvieron al servicio el lunes."),
     ("ht", "Sis blende misyon an retounen nan sèvis lendi.")],
)  # fmt: skip
def test_what_is_back_in_service_is_told_as_such(language: Language, text: str) -> None:
    found = [(c["event"], c["count_low"]) for c in read(text, language, "equipment", published="2025-04-02")]
    assert found == [("returned", 6)]


def test_people_who_return_to_service_are_no_equipment() -> None:
    assert read("Officers of the mission returned to service in Nairobi.", "en", "equipment") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Haitian police seized two rifles from gang members of Martissant on Tuesday."),
        ("fr", "La PNH a saisi trois fusils et deux drones lors d'une opération contre les gangs à Delmas."),
        ("ht", "Lapolis sezi de fizi nan men bandi yo nan Dèlma lendi."),
        ("en", "Ten blue helmets have died in Mali since the mission began."),
    ],
)
def test_what_police_seize_is_not_lost(language: str, text: str) -> None:
    assert read(text, language, "equipment") == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Les États-Unis ont remis à la police haïtienne dix véhicules blindés, 600 casques et 300 gilets.",
         {("armoured_vehicle", 10), ("helmet", 600), ("body_armour", 300)}),
        ("en", "Gunmen ambushed a police patrol in Delmas, made off with two rifles and burned a patrol vehicle.",
         {("weapon", 2), ("other", 1)}),
        ("es", "Una mina dañó un vehículo de la MINUSMA cerca de Gao y destruyó dos camiones.",
         {("other", 1), ("other", 2)}),
    ],
)  # fmt: skip
def test_everything_that_a_sentence_tells_of_is_read(language: str, text: str, expected: set) -> None:
    found = read(text, language, "equipment")  # type: ignore[arg-type]
    assert {(f["item_class"], f["count_low"]) for f in found} == expected


def test_what_stands_apart_by_a_second_and_a_third_is_one_each() -> None:
    text = "Un blindado de la misión cayó en una zanja en Savien. Un segundo blindado se atascó y un tercero se averió."
    assert [f["count_low"] for f in read(text, "es", "equipment")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "A mine went off under a MaxxPro of the mission near Cabaret. The MaxxPro lost a wheel.", "damaged"),
        ("en", "A MaxxPro of the mission lost a wheel near Cabaret while on patrol.", "failed"),
        ("fr", "Lundi, des bandits ont brûlé à Kenscoff un blindé offert par les États-Unis à la police.", "destroyed"),
        ("fr", "Les Casques bleus de la FINUL ont abattu un drone israélien près de Kfar Kila.", "destroyed"),
        ("es", "Canadá donó 20 camionetas a la policía haitiana para combatir a las pandillas.", "delivered"),
        ("ht", "Yon cha lapolis te pran nan yon twou lè gang yo atake patwouy la.", "failed"),
        ("en", "Gunmen attacked the mission's base. Its two helicopters have not flown since Sunday.", "grounded"),
    ],
)  # fmt: skip
def test_what_befell_a_thing_is_told_once(language: str, text: str, expected: str) -> None:
    assert {f["event"] for f in read(text, language, "equipment")} == {expected}  # type: ignore[arg-type]


def test_a_verb_of_picking_up_names_no_pick_up() -> None:
    text = "A helicopter of the mission sent to pick up troops in Nasir landed safely. The troops had been fired on."
    assert not [f for f in read(text, "en", "equipment") if f["item_class"] == "other"]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "Police in Haiti sent two armoured vehicles to Delmas.", []),
        ("fr", "La police a envoyé deux blindés à Delmas, en Haïti.", []),
        ("es", "La policía envió dos blindados a Delmas, en Haití.", []),
        ("ht", "Lapolis voye de blende nan Delma ann Ayiti.", []),
        ("fr", "Un autre lot de vingt blindés de la mission est attendu en mars à Delmas, en Haïti.", []),
        ("en", "Gangs of Delmas, Haiti, held up officers before leaving with two armoured vehicles.",
         [("armoured_vehicle", "lost", 2)]),
        ("fr", "Des bandits ont attaqué la police à Delmas, en Haïti, avant de repartir avec un véhicule blindé.",
         [("armoured_vehicle", "lost", 1)]),
        ("es", "Pandilleros atacaron a la policía en Delmas, Haití, antes de huir con un blindado.",
         [("armoured_vehicle", "lost", 1)]),
        ("ht", "Bandi atake lapolis nan Delma ann Ayiti epi yo boule de blende yo.",
         [("armoured_vehicle", "destroyed", 2)]),
        ("fr", "Des bandits de Delmas ont attaqué un blindé de la mission avant d'y mettre le feu et de le pousser "
         "dans un fossé.", [("armoured_vehicle", "destroyed", 1)]),
        ("en", "Peacekeepers of the mission brought down a drone near Delmas.", [("drone", "destroyed", 1)]),
        ("es", "Un dron de la policía cayó en Delmas, Haití, sin estallar.", [("drone", "failed", 1)]),
        ("fr", "Un drone de la police est tombé à Delmas, en Haïti, sans exploser.", [("drone", "failed", 1)]),
        ("en", "Police drones blew up at a gathering of a gang in Delmas, Haiti.", []),
        ("en", "A helicopter of the mission was hit by bullets over Delmas and had to make an emergency landing.",
         [("aircraft", "damaged", 1)]),
        ("fr", "Un hélicoptère de l'ONU, qui transportait quinze passagers, avait reçu plusieurs balles à Delmas.",
         [("aircraft", "damaged", 1)]),
    ],
)  # fmt: skip
def test_what_a_force_uses_loses_or_brings_down(language: str, text: str, told: list[tuple[str, str, int]]) -> None:
    assert fates(text, language) == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The mission in Haiti received 12 armoured vehicles along with 200 helmets and as many vests."),
        ("fr", "La mission en Haïti a reçu 12 blindés, ainsi que 200 casques et autant de gilets pare-balles."),
        ("es", "La misión en Haití recibió 12 blindados, junto con 200 cascos y otros tantos chalecos antibalas."),
        ("ht", "Misyon an Ayiti resevwa 12 blende, ansanm ak 200 kas ak menm kantite jile pare bal."),
    ],
)
def test_as_many_takes_the_number_before(language: str, text: str) -> None:
    assert fates(text, language) == [
        ("armoured_vehicle", "delivered", 12), ("helmet", "delivered", 200), ("body_armour", "delivered", 200)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "An armoured vehicle of the mission in Haiti got stuck. An armoured vehicle of the police got stuck in "
         "turn.", [1, 1]),
        ("fr", "Un blindé de la police s'est enlisé à Delmas, en Haïti. Un blindé de la mission s'est embourbé à son "
         "tour.", [1, 1]),
        ("fr", "Deux blindés de la mission ont été immobilisés à Delmas, l'un par une panne, l'autre par un piège.",
         [2]),
    ],
)  # fmt: skip
def test_a_second_one_is_another_and_parts_are_their_sum(language: str, text: str, told: list[int]) -> None:
    assert [count for _, event, count in fates(text, language) if event == "failed"] == told
