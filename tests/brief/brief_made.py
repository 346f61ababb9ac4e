"""A made-up country with one quarter of one town, and the small picture set there."""

from __future__ import annotations

import msgspec

from veye.records import Count, Gazetteer, Incident, Place, PlaceMention, ReportedValue, Tally, When

COUNTRY = Place("RUR", "Ruritania", "country", 50.0, 15.0, 200, 6, "RUR")
PROVINCE = Place("RUR1", "North March", "admin1", 50.5, 15.2, 60, 4, "RUR", ("RUR",))
TOWN = Place("RUR11", "Zenda district", "admin3", 50.61, 15.31, 9, 3, "RUR", ("RUR1", "RUR"))
QUARTER = Place("RUR111", "Castle Quarter", "neighbourhood", 50.6123, 15.3123, 1, 1, "RUR", ("RUR11", "RUR1", "RUR"))
GAZETTEER = Gazetteer([COUNTRY, PROVINCE, TOWN, QUARTER], [(p.name, p.id) for p in (COUNTRY, PROVINCE, TOWN, QUARTER)])


def located(picture):
    """The picture with its happenings in one quarter of a town, and one older incident with a small civilian toll."""
    here = PlaceMention("the Castle Quarter", QUARTER)
    claims = tuple(msgspec.structs.replace(c, place=here) if c.type == "casualty" else c for c in picture.claims)
    old = When.from_iso("2025-03-01")
    doc = picture.documents[2]
    small = claims[5]
    value = ReportedValue(small.id, doc.id, "org-2", Count.exactly(3))
    tally = Tally("killed", "civilian", 3, 3, 3, "conservative", (value,))
    other = Incident(
        "inc-2", "attack", "Attack in the Castle Quarter", (small.id,), (doc.id,), old, here, tallies=(tally,)
    )
    first = msgspec.structs.replace(picture.incidents[0], place=here, when=old)
    claims = tuple(msgspec.structs.replace(c, when=old) if c.type == "casualty" else c for c in claims)
    return msgspec.structs.replace(picture, claims=claims, incidents=(first, other))
