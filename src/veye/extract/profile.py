"""What a mission profile adds to reading: names of the mission and of armed groups, and its host countries."""

from __future__ import annotations

import msgspec

from veye.records import Gazetteer, Mission

_ARMED = frozenset({"armed_group", "coalition"})


class Profile(msgspec.Struct, frozen=True):
    """Lexicon entries (subject, tag, form) of a mission, English names of the countries it serves in.

    `area` are the codes of these countries, `gazetteer` holds the places of all.
    """

    entries: tuple[tuple[str, str, str], ...] = ()
    hosts: frozenset[str] = frozenset()
    area: frozenset[str] = frozenset()
    gazetteer: Gazetteer | None = None

    def has(self, place: str) -> bool:
        """Whether a place of that name lies where the mission serves."""
        return self.gazetteer is not None and any(
            p.country in self.area and p.kind != "country" for p in self.gazetteer.named(place)
        )


def make_profile(mission: Mission | None, gazetteer: Gazetteer | None) -> Profile:
    """The profile of a mission; an empty one without a mission."""
    if mission is None:
        return Profile()
    names = [("missions", "mission:", n.text) for n in mission.names]
    groups = [
        ("groups", "armed:gang", form)
        for actor in mission.actors
        if actor.kind in _ARMED
        for form in (actor.name, *(a.name for a in actor.aliases))
    ]
    entries = tuple(e for e in (*names, *groups) if len(e[2]) > 1 and any(c.isalpha() for c in e[2]))
    places = gazetteer or ()
    hosts = frozenset(p.name for p in places if p.kind == "country" and p.country in mission.area)
    return Profile(entries, hosts, frozenset(mission.area), gazetteer)
