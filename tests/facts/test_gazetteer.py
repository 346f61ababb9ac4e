"""The gazetteer: complete, findable by every name, each point inside its commune."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from veye.errors import InputError
from veye.facts import load_gazetteer, load_mission, load_table, mission_names, values
from veye.records import Gazetteer, Place, fold


@pytest.fixture(scope="module")
def haiti() -> Gazetteer:
    return load_gazetteer(("HTI",))


def ids(gazetteer: Gazetteer, name: str) -> set[str]:
    return {place.id for place in gazetteer.named(name)}


def test_haiti_is_complete_in_divisions(haiti: Gazetteer) -> None:
    kinds = [place.kind for place in haiti if place.country == "HTI"]
    assert [kinds.count(kind) for kind in ("admin1", "admin2", "admin3", "admin4")] == [10, 42, 140, 570]
    named = [place for place in haiti if place.country == "HTI" and place.id.startswith("HTI/")]
    assert len(named) > 150


@pytest.mark.parametrize(
    ("names", "place_id"),
    [
        (("Port-au-Prince", "Pòtoprens", "Puerto Príncipe", "port au prince"), "HT0111"),
        (("Croix-des-Bouquets", "Kwadèboukè", "KWADEBOUKE"), "HT0131"),
        (("Cité Soleil", "Site Solèy", "cite-soleil"), "HT0117"),
        (("Les Cayes", "Okay"), "HT0711"),
        (("Cap-Haïtien", "Okap", "Cabo Haitiano"), "HT0311"),
        (("Artibonite", "Latibonit"), "HT05"),
        (("Ouanaminthe", "Wanament"), "HT0421"),
        (("Pont-Sondé", "Pont Sonde", "Ponsonde"), "HTI/pont-sonde"),
        (("Wharf Jérémie", "Waf Jeremi"), "HTI/wharf-jeremie"),
        (("National Penitentiary", "Pénitencier national"), "HTI/penitencier-national"),
        (("Haiti", "Haïti", "Haití", "Ayiti"), "HTI"),
        (("Kenya", "Kenia"), "KEN"),
    ],
)
def test_one_place_by_its_names_in_four_languages(haiti: Gazetteer, names: tuple[str, ...], place_id: str) -> None:
    assert [ids(haiti, name) for name in names] == [{place_id}] * len(names)


def test_pcodes_are_those_of_the_administration(haiti: Gazetteer) -> None:
    kenscoff = haiti.get("HT0115")
    assert kenscoff is not None
    assert (kenscoff.pcode, kenscoff.parents) == ("HT0115", ("HT011", "HT01", "HTI"))
    section = haiti.get("HT0542-02")
    assert section is not None
    assert (section.name, section.parents) == ("Bas Coursin II", ("HT0542", "HT054", "HT05", "HTI"))


def test_precision_follows_the_kind_of_place(haiti: Gazetteer) -> None:
    by_id = {"HTI/solino": 1, "HT0111": 1, "HT0531": 2, "HT0542-02": 2, "HT053": 3, "HT05": 4, "HTI/rn1": 5, "HTI": 6}
    found = {place_id: haiti.get(place_id) for place_id in by_id}
    assert {place_id: place.where_prec if place else None for place_id, place in found.items()} == by_id


def test_ordinary_words_are_no_places_by_themselves(haiti: Gazetteer) -> None:
    words = ("centre", "nord", "us", "car", "nice", "la ville", "bassin", "laurent", "marin", "frères", "baptiste")
    assert [word for word in words if haiti.named(word)] == []
    assert ids(haiti, "département du Centre") == {"HT06"}
    assert ids(haiti, "the US") == {"USA"}


def test_every_parent_is_known_and_larger(haiti: Gazetteer) -> None:
    for place in haiti:
        outer = [haiti.get(place_id) for place_id in place.parents]
        assert all(outer), place.id
        assert place.parents[-1:] == ((place.country,) if place.kind != "country" else ()), place.id


@pytest.mark.parametrize("name", mission_names())
def test_every_mission_finds_its_capital_contributors_and_hubs(name: str) -> None:
    mission = load_mission(name)
    gazetteer = load_gazetteer(mission.area)
    for place in (mission.capital, *mission.hub_places):
        assert [found.country for found in gazetteer.named(place)] == list(mission.area)
    for contingent in mission.contingents:
        assert contingent.iso3 in ids(gazetteer, contingent.country)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Londres", "GBR"),
        ("Ginebra", "CHE"),
        ("Nouyòk", "USA"),
        ("Bruxelles", "BEL"),
        ("Thimphu", "BTN"),
        ("Wachintonn", "USA"),
    ],
)
def test_cities_and_capitals_of_the_world_are_found_by_their_names_in_other_languages(
    haiti: Gazetteer, name: str, country: str
) -> None:
    assert country in {place.country for place in haiti.named(name)}


def test_an_unknown_country_code_is_refused() -> None:
    with pytest.raises(InputError, match="HTX"):
        load_gazetteer(("HTX",))


def test_countries_have_demonyms_in_four_languages() -> None:
    rows = {row["iso3"]: row for row in load_table("countries")}
    kenya = rows["KEN"]
    assert "Kenyan" in values(kenya["demonym_en"])
    assert {"kényan", "kényane", "kényans"} <= set(values(kenya["demonym_fr"]))
    assert {"keniano", "kenianas"} <= set(values(kenya["demonym_es"]))
    assert "kenyan" in values(kenya["demonym_ht"])
    for name in mission_names():
        for contingent in load_mission(name).contingents:
            assert rows[contingent.iso3]["demonym_en"], contingent.country
            assert contingent.country in values(rows[contingent.iso3]["en"])


def test_no_demonym_of_one_country_is_that_of_another() -> None:
    for language in ("en", "fr", "es", "ht"):
        owners: dict[str, set[str]] = {}
        for row in load_table("countries"):
            for word in values(row[f"demonym_{language}"]):
                owners.setdefault(word, set()).add(row["iso3"])
        assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}


# -- against the official polygons, where they are here ----------------------------------------------------------


def _rings(geometry: dict[str, Any]) -> Iterator[list[Any]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _holds(geometry: dict[str, Any], place: Place) -> bool:
    """Even-odd rule over all rings."""
    inside = False
    for ring in _rings(geometry):
        for (x1, y1, *_), (x2, y2, *_) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > place.lat) != (y2 > place.lat) and place.lon < (x2 - x1) * (place.lat - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def test_every_point_lies_in_its_commune(shared: Path, haiti: Gazetteer) -> None:
    source = json.loads((shared / "data/haiti/communes.geojson").read_text(encoding="utf-8"))
    polygons = {
        (fold(f["properties"]["ADM2_FR"]), f["properties"]["ADM1_PCODE"]): f["geometry"] for f in source["features"]
    }
    spelled = {
        place.id: " | ".join(n for n, ids in haiti.names.items() if place.id in ids) for place in _communes(haiti)
    }
    astray = []
    for place in haiti:
        commune = next((p for p in (place.id, *place.parents) if p in spelled), None)
        if commune is None:
            continue
        keys = [key for key in polygons if key[1] == commune[:4] and key[0] in spelled[commune]]
        geometry = polygons[max(keys, key=lambda key: len(key[0]))] if keys else None
        if geometry is None or not _holds(geometry, place):
            astray.append((place.id, commune, geometry is None))
    assert astray == []


def _communes(gazetteer: Gazetteer) -> list[Place]:
    return [place for place in gazetteer if place.kind == "admin3" and place.country == "HTI"]
