"""What a mission profile must satisfy beyond the types of its keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import get_args
from zoneinfo import available_timezones

from veye.errors import InputError, did_you_mean
from veye.facts.tables import load_table
from veye.records import Mission
from veye.records.claim import ItemClass, MilestoneWhat

ACTOR_KINDS = (
    "armed_group", "coalition", "mission", "contingent", "police", "military", "government", "un", "agency", "ngo",
)  # fmt: skip
LANGUAGES = ("en", "fr", "es", "ht")
MISSION_KINDS = ("multinational", "un", "african_union", "regional", "bilateral")
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Where = Callable[..., str]


def check_profile(mission: Mission, where: Where) -> None:
    """Nothing where the profile holds together; InputError for the first thing that does not.

    `where` turns the path of a value into the file and line that an error names.
    """
    for what, path, hint in _faults(mission):
        raise InputError(what, where=where(*path), hint=hint)


Fault = tuple[str, tuple[str | int, ...], str]


def _faults(mission: Mission) -> Iterator[Fault]:
    yield from _scope_faults(mission)
    yield from _contingent_faults(mission)
    yield from _actor_faults(mission)
    for i, item in enumerate(mission.equipment):
        yield from _choice(item.item_class, get_args(ItemClass), ("equipment", i, "item_class"))
    for i, step in enumerate(mission.milestones):
        yield from _choice(step.what, get_args(MilestoneWhat), ("milestones", i, "what"))
        for key, day in (("planned", step.planned), ("actual", step.actual), ("known", step.known)):
            if day is not None and not _ISO.fullmatch(day):
                yield (
                    f"'{day}' is not an ISO day, month or year",
                    ("milestones", i, key),
                    "Write 2025-10-02, 2025-10 or '2025'.",
                )


def _scope_faults(mission: Mission) -> Iterator[Fault]:
    codes = _codes()
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", mission.id):
        yield f"'{mission.id}' is not a short name.", ("id",), "Use lower-case letters, digits and hyphens."
    for i, code in enumerate(mission.area):
        yield from _choice(code, codes, ("area", i))
    if not mission.area:
        yield "a mission needs an area.", ("area",), "List ISO 3166 alpha-3 codes of countries."
    if not mission.names:
        yield "a mission needs at least one name.", ("names",), "Names are how reports are recognised."
    for i, name in enumerate(mission.names):
        yield from _choice(name.language, LANGUAGES, ("names", i, "language"))
    yield from _choice(mission.time_zone, sorted(available_timezones()), ("time_zone",), listed=False)
    yield from _choice(mission.kind, MISSION_KINDS, ("kind",))
    if mission.mandate_end and mission.mandate_end < mission.mandate_start:
        yield "the mandate ends before it starts", ("mandate_end",), ""


def _contingent_faults(mission: Mission) -> Iterator[Fault]:
    codes, seen = _codes(), set[str]()
    for i, contingent in enumerate(mission.contingents):
        yield from _choice(contingent.iso3, codes, ("contingents", i, "iso3"))
        if contingent.iso3 in seen:
            yield f"'{contingent.iso3}' stands twice among the contingents.", ("contingents", i), "Keep one."
        seen.add(contingent.iso3)
        if contingent.pledged is not None and contingent.pledged < 0:
            yield f"'{contingent.pledged}' people cannot be pledged", ("contingents", i, "pledged"), ""
    countries = [contingent.country for contingent in mission.contingents]
    if mission.lead is not None and mission.lead not in countries:
        yield f"the lead '{mission.lead}' is no contingent.", ("lead",), did_you_mean(mission.lead, countries)


def _actor_faults(mission: Mission) -> Iterator[Fault]:
    ids = [actor.id for actor in mission.actors]
    for i, actor in enumerate(mission.actors):
        if actor.id in ids[:i]:
            yield f"the actor '{actor.id}' stands twice.", ("actors", i), "Keep one."
        yield from _choice(actor.kind, ACTOR_KINDS, ("actors", i, "kind"))
        for j, member in enumerate(actor.members):
            yield from _choice(member, ids, ("actors", i, "members", j))
        for j, alias in enumerate(actor.aliases):
            if alias.since and alias.until and alias.until < alias.since:
                yield f"the alias '{alias.name}' ends before it starts", ("actors", i, "aliases", j), ""
            if alias.language is not None:
                yield from _choice(alias.language, LANGUAGES, ("actors", i, "aliases", j, "language"))


def _choice(
    given: str, known: list[str] | tuple[str, ...], path: tuple[str | int, ...], *, listed: bool = True
) -> Iterator[Fault]:
    if given not in known:
        hint = did_you_mean(given, known)
        key = ".".join(str(token) for token in path)
        yield f"'{key}' is '{given}', which is not known.", path, hint if listed or hint.startswith("Did") else ""


def _codes() -> list[str]:
    return [row["iso3"] for row in load_table("countries")]
