"""Where something happened, with a radius instead of false precision."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import msgspec

EARTH_KM = 6371.0088


class Place(msgspec.Struct, frozen=True):
    """A named place: a point, an uncertainty radius, and the places that contain it.

    `lat` and `lon` are WGS84 degrees, `radius_km` the radius within which the place lies, `kind` one of country,
    admin1 to admin4, city, neighbourhood, road, landmark, region. `parents` are place ids from the nearest
    container outwards. `pcode` is the OCHA p-code where there is one. `where_prec` is UCDP's precision: 1 exact,
    2 within about 25 km, 3 second-order, 4 first-order division, 5 larger or linear, 6 country, 7 sea or air.
    """

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    where_prec: int
    country: str | None = None
    parents: tuple[str, ...] = ()
    pcode: str | None = None

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"place {self.name!r} is off the map: {self.lat}, {self.lon}")
        if not 1 <= self.where_prec <= 7:
            raise ValueError(f"place {self.name!r} has where_prec {self.where_prec}, not 1 to 7")

    def within(self, other: Place) -> bool:
        """Whether `other` is this place or contains it."""
        return other.id == self.id or other.id in self.parents

    def distance_km(self, other: Place) -> float:
        """Great-circle distance between the two points, in km."""
        a, b = radians(self.lat), radians(other.lat)
        half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other.lon - self.lon) / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))


class PlaceMention(msgspec.Struct, frozen=True):
    """The words a source uses for a place, and the place they were resolved to; None where Veye abstains."""

    words: str
    place: Place | None = None
