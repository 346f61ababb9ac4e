"""Who acts: groups, coalitions, contingents, agencies, with dated names in several languages."""

from __future__ import annotations

from datetime import date

import msgspec


class Alias(msgspec.Struct, frozen=True):
    """One name of an actor: its language where it has one, and the days between which it was in use."""

    name: str
    language: str | None = None
    since: date | None = None
    until: date | None = None


class Actor(msgspec.Struct, frozen=True):
    """An organised actor. `kind`: armed_group, coalition, mission, contingent, police, military, government, un,
    agency, ngo. Persons are never actors. `members` are actor ids of a coalition.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[Alias, ...] = ()
    members: tuple[str, ...] = ()
    source: str | None = None
