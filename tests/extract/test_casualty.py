"""People killed, wounded, missing, abducted: the grammar of four languages, each in sentences of its own."""

from __future__ import annotations

import pytest
from claims_in import casualties, read

from veye.records.document import Language

# (language, text, {(outcome, low, high, who)}): MINUSCA and the like make the story one of a mission.
CASES = [
    ("en", "Three Nepalese peacekeepers were killed near Bria.", {("killed", 3, 3, "mission")}),
    ("en", "A mine killed two Rwandan soldiers of MINUSCA and wounded five others.",
     {("killed", 2, 2, "mission"), ("wounded", 5, 5, "mission")}),
    ("en", "At least 14 villagers died when rebels raided Bria.", {("killed", 14, None, "civilian")}),
    ("en", "A Togolese corporal of MINUSMA and a child lost their lives in the ambush.",
     {("killed", 1, 1, "mission"), ("killed", 1, 1, "civilian")}),
    ("en", "Gunmen abducted four aid workers near Bambari; rebels hold the road.", {("abducted", 4, 4, "civilian")}),
    ("en", "The rebels struck at dawn: two dead, a teacher and a Malian soldier.",
     {("killed", 1, 1, "civilian"), ("killed", 1, 1, "military")}),
    ("en", "No peacekeeper was hurt in the attack on the MINUSCA base.", set()),
    ("en", "MINUSCA said rebels threatened to kill ten villagers.", set()),
    ("en", "Of nine peacekeepers in the truck four died.", {("killed", 4, 4, "mission")}),
    ("fr", "Deux casques bleus sénégalais ont été tués et sept blessés près de Kidal.",
     {("killed", 2, 2, "mission"), ("wounded", 7, 7, "mission")}),
    ("fr", "L'attaque des rebelles a coûté la vie à une dizaine de villageois.", {("killed", 10, 10, "civilian")}),
    ("fr", "Cinq des douze soldats de la MINUSCA à bord sont morts.", {("killed", 5, 5, "mission")}),
    ("fr", "Des hommes armés ont enlevé trois infirmières à Bambari.", {("abducted", 3, 3, "civilian")}),
    ("fr", "Aucun casque bleu n'a été blessé dans l'attaque.", set()),
    ("es", "Murieron cuatro cascos azules y otros dos resultaron heridos en la emboscada.",
     {("killed", 4, 4, "mission"), ("wounded", 2, 2, "mission")}),
    ("es", "Las pandillas asesinaron a unos 30 vecinos.", {("killed", 30, 30, "civilian")}),
    ("es", "Nadie resultó herido en el ataque contra los cascos azules.", set()),
    ("ht", "Bandi yo touye twa polisye nan yon anbiskad.", {("killed", 3, 3, "police")}),
    ("ht", "Plis pase 15 abitan mouri nan atak gang yo, 8 lòt blese.",
     {("killed", 15, None, "civilian"), ("wounded", 8, 8, "civilian")}),
    ("en", "Three peacekeepers, their commander among them, were wounded near Bria.", {("wounded", 3, 3, "mission")}),
    ("es", "MINUSCA envía 40 soldados de la misión para evacuar heridos.", set()),
    ("fr", "Attaque à Kidal : du côté des assaillants, six morts, selon la Minusma.", {("killed", 6, 6, "gang")}),
    ("en", "The rebels killed nine villagers in Bria, police say; a local union says six.",
     {("killed", 9, 9, "civilian"), ("killed", 6, 6, "civilian")}),
    ("en", "The MINUSCA convoy lost both tyres in Bria when rebels fired.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_casualties_are_read_with_count_and_side(language: str, text: str, expected: set[object]) -> None:
    assert casualties(text, language) == expected  # type: ignore[arg-type]


def test_a_subset_is_not_counted_beside_its_whole() -> None:
    text = "Rebels killed 20 villagers, including six children, in Bria."
    assert casualties(text, "en") == {("killed", 20, 20, "civilian")}


def test_people_with_a_uniformed_part_are_mixed() -> None:
    text = "Rebels attacked Bria. 20 people were killed, including three policemen."
    assert casualties(text, "en") == {("killed", 20, 20, "mixed")}


def test_a_total_gives_way_to_the_parts_that_make_it_up() -> None:
    text = (
        "Two Ghanaian peacekeepers were wounded in Naqoura. One was hit in the leg by shrapnel. "
        "The other was hurt in the arm when a round came through an armoured vehicle."
    )
    found = read(text, "en", "casualty")
    assert [(f["count_low"], f["gear"]) for f in found] == [(1, None), (1, "armoured vehicle penetrated")]


def test_the_title_and_the_body_tell_one_happening_once() -> None:
    text = "Two peacekeepers killed in Mali\nTwo Chadian peacekeepers of MINUSMA were killed on Monday near Kidal."
    (claim,) = read(text, "en", "casualty")
    assert claim["place"] == "Kidal"
    assert claim["quote"].startswith("Two Chadian")


def test_a_running_total_is_marked_and_a_recalled_death_too() -> None:
    text = (
        "A Kenyan officer was killed on Monday in Port-au-Prince by gang members. Four Kenyan officers have now been "
        "killed since the mission began. The first Kenyan officer was shot dead in February."
    )
    found = {(f["count_low"], f["cumulative"], f.get("backref", False)) for f in read(text, "en", "casualty")}
    assert found == {(1, False, False), (4, True, False), (1, False, True)}


def test_somebody_thought_dead_is_missing() -> None:
    text = "A Jamaican soldier of the mission vanished in Port-au-Prince; his comrades believe he is dead."
    assert {c[0] for c in casualties(text, "en")} == {"missing"}


def test_a_denied_rumour_is_no_claim() -> None:
    assert casualties("MONUSCO denied reports that three of its peacekeepers were killed in Goma.", "en") == set()


def test_the_wounded_who_die_are_only_dead() -> None:
    text = "A Zambian peacekeeper wounded on Friday near Birao has died of his wounds, MINUSCA said."
    assert casualties(text, "en") == {("killed", 1, 1, "mission")}


def test_counts_told_with_a_running_total_are_totals_too() -> None:
    text = (
        "At least 1,520 people were killed and 609 injured in Haiti from April to June, the UN said. It also recorded "
        "185 kidnappings. On Monday, two civilians were killed in Cabaret."
    )
    found = {(f["count_low"], f["cumulative"]) for f in read(text, "en", "casualty")}
    assert found == {(1520, True), (609, True), (185, True), (2, False)}


def test_people_are_named_without_their_number() -> None:
    text = "Two Kenyan officers of the mission were killed in Haiti; gangs also wounded three policemen."
    assert {f["who_detail"] for f in read(text, "en", "casualty")} == {"Kenyan officers of the mission", "policemen"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The mission in Haiti has lost three officers since June 2024.", ("killed", 3, 3, "mission")),
        ("en", "Attacks near Birao have cost the mission some 150 lives since 2014.", ("killed", 150, 150, "mission")),
        ("ht", "Depi 2013 misyon an pèdi plis pase 300 moun nan Mali.", ("killed", 300, None, "mission")),
        (
            "ht",
            "Bandi tire sou twa ofisye misyon an nan Kabarè: twa ofisye misyon an mouri.",
            ("killed", 3, 3, "mission"),
        ),
        ("en", "Gunmen in Haiti took three aid workers hostage.", ("abducted", 3, 3, "civilian")),
    ],
)
def test_losses_of_a_mission(language: Language, text: str, expected: tuple[str, int, int | None, str]) -> None:
    assert casualties(text, language) == {expected}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L'attaque a fait deux morts et sept blessés dans les rangs des Casques bleus à Bria."),
        ("fr", "Bilan de l'attaque contre la base de la MINUSMA à Ber : deux morts, sept blessés."),
        ("es", "El ataque dejó dos muertos y siete heridos entre los cascos azules de la MINUSMA."),
    ],
)
def test_a_row_of_counts_is_of_one_people(language: Language, text: str) -> None:
    assert casualties(text, language) == {("killed", 2, 2, "mission"), ("wounded", 7, 7, "mission")}


def test_what_happened_at_another_time_has_no_day() -> None:
    text = (
        "On Tuesday rebels killed two peacekeepers of MINUSCA near Bria. "
        "Days earlier the rebels had killed six villagers there."
    )
    found = {f["who"]: f["date"] for f in read(text, "en", "casualty")}
    assert found["civilian"] is None


def test_what_was_pierced_may_stand_in_the_sentence_beside() -> None:
    text = "A Kenyan officer of the mission in Haiti was shot in Delmas. The bullet went through the helmet."
    (claim,) = read(text, "en", "casualty")
    assert claim["gear"] == "helmet pierced"


def test_the_word_of_harm_names_its_cause() -> None:
    (claim,) = read("At least 15 villagers have bullet wounds after the rebels' raid on Bria.", "en", "casualty")
    assert (claim["outcome"], claim["cause"]) == ("wounded", "gunshot")
