"""A day or place that a sentence names for something else is not that of what happened, and none is made up."""

from __future__ import annotations

import pytest
from claims_in import read

PUBLISHED = "2025-06-12"  # a Thursday


def dates(text: str, language: str, claim: str = "casualty") -> list[object]:
    return [f["date"] for f in read(text, language, claim, published=PUBLISHED)]  # type: ignore[arg-type]


def places(text: str, language: str, claim: str = "casualty") -> list[object]:
    return [f["place"] for f in read(text, language, claim, published=PUBLISHED)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Gunmen killed three officers in Delmas, the police command notified families on Monday."),
        ("es", "Dos militares murieron en una emboscada cerca de Mirebalais, notificó el lunes el ministerio."),
        ("fr", "Deux soldats ont été tués près de Mirebalais, a signalé lundi le ministère."),
        ("fr", "Une note de la mission reçue lundi fait état de six blessés dans ses rangs à Kenscoff."),
        ("es", "Un helicóptero trasladó el martes a Santo Domingo a dos soldados heridos en una emboscada en Cabaret."),
        ("es", "Tres policías haitianos baleados en Cabaret se recuperan en Santo Domingo."),
    ],
)
def test_the_day_of_a_saying_or_a_moving_is_not_that_of_the_harm(language: str, text: str) -> None:
    assert dates(text, language) == [None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The UN deplored Tuesday's ambush near Bangassou, in which two peacekeepers were killed."),
        ("fr", "L'ONU a condamné l'attaque de mardi près de Bangassou, qui a fait deux morts parmi les Casques bleus."),
        ("es", "La ONU condenó el ataque del martes cerca de Bangassou, en el que murieron dos cascos azules."),
        ("ht", "ONU kondane atak madi a bò Bangassou, kote de kas ble mouri."),
    ],
)
def test_a_day_in_the_name_of_an_attack_is_its_day(language: str, text: str) -> None:
    assert dates(text, language) == ["2025-06-10"]
    assert dates(text, language, "attack") == ["2025-06-10"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "A soldier was still missing on Wednesday, three days after an ambush near Cabaret that killed two others.",
        ),
        (
            "fr",
            "Un soldat restait introuvable mercredi, trois jours après l'embuscade de Cabaret, où deux sont morts.",
        ),
        ("es", "Un soldado seguía desaparecido el miércoles, tres días después de la emboscada de Cabaret."),
    ],
)
def test_days_counted_from_an_ambush_lead_back_to_it(language: str, text: str) -> None:
    assert set(dates(text, language)) == {"2025-06-08"}


def test_days_after_a_full_stop_count_on() -> None:
    text = "Gunmen attacked Cabaret on Saturday. Two days later an officer was killed in Delmas."
    assert dates(text, "en") == ["2025-06-09"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kenya lost two officers of the mission on Monday near Cabaret. Jamaica reported one officer dead."),
        ("en", "Two soldiers were killed on Monday near Cabaret, and a third died of wounds received earlier."),
        (
            "es",
            "Dos soldados murieron el lunes en Cabaret. El jefe habló. Otros tres soldados murieron en días recientes.",
        ),
        (
            "en",
            "On Monday two soldiers were killed in Cabaret. Less than a month ago three policemen were killed there.",
        ),
    ],
)
def test_what_has_no_day_of_its_own_and_is_set_apart_takes_none_over(language: str, text: str) -> None:
    found = dates(text, language)
    assert found[0] == "2025-06-09"
    assert found[1:] == [None]


def test_a_day_long_before_the_report_leads_no_scene_that_it_does_not_tell() -> None:
    text = "Dix soldats burundais de l'ATMIS ont été tués en Somalie. L'ATMIS, qui a pris la suite de l'Amisom le 1er "
    text += "avril, compte 20 000 hommes."
    assert dates(text, "fr") == [None]


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "A mine killed a peacekeeper on Monday at Dilapoko, some 40 kilometres south of Berberati.", "Dilapoko"),
        ("fr", "Une mine a tué un Casque bleu lundi à Mbindale, à une quarantaine de kilomètres de Paoua.", "Mbindale"),
        ("es", "Una mina mató el lunes a un casco azul en Mbindale, a unos cuarenta kilómetros de Paoua.", "Mbindale"),
        ("en", "Two peacekeepers were killed 40 kilometres north of Bangui on Monday.", "Bangui"),
        ("fr", "Cinq soldats de la KFOR ont été blessés lundi à Zvecan, selon Budapest et Rome.", "Zvecan"),
        ("en", "A patrol sent from Pont-Sondé was ambushed near Savien; two officers were wounded.", "Savien"),
        ("ht", "Yon patwouy ki te soti Ponsonde tonbe nan anbiskad bò Savyen ; de polisye blese.", "Savyen"),
        ("ht", "Depi 2013, plis pase 170 kas ble mouri nan Mali.", "Mali"),
    ],
)
def test_places_cited_measured_from_or_left_behind_are_not_where_it_happened(
    language: str, text: str, place: str
) -> None:
    assert places(text, language) == [place]


def test_a_total_of_the_country_names_it_as_the_report_does() -> None:
    text = "Soudan : six Casques bleus tués à Kadougli\nUn drone a frappé samedi la base de la FISNUA à Kadougli. "
    text += "Depuis avril 2023, la guerre aurait fait plus de 40 000 morts dans le pays."
    assert places(text, "fr")[-1] == "Soudan"


def test_where_no_late_day_leads_each_count_keeps_the_place_told_with_it() -> None:
    text = (
        "A look back at the mission\nIn February an officer of the mission was shot dead in Artibonite. "
        "On 25 March a second officer was killed in an ambush near Savien."
    )
    assert [str(p).partition(",")[0] for p in places(text, "en")] == ["Artibonite", "Savien"]
