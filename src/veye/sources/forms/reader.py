"""Submissions of our forms (Kobo or ODK, CSV or JSON) to claims. Persons, positions and radio calls are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from veye.records import (
    Attack,
    Attribution,
    Casualty,
    Count,
    Equipment,
    Evacuation,
    Flags,
    Issue,
    PlaceMention,
    Strength,
    When,
)
from veye.sources.cells import Cells, unknown_category, when_of, whole_number
from veye.sources.forms.submissions import APPROVAL, about, arrange, mapping_of, opened
from veye.sources.forms.xlsform import form_names, load_lists
from veye.sources.geo import mention
from veye.sources.mapping import SourceMap
from veye.sources.rows import RowClaim, RowSource

_ROLES = {"1": "time_role1", "2": "time_role2", "3": "time_role3"}
_WHOLE = ("mission", "police", "military", "civilian", "gang")

PREFIX = "form_"

Made = Iterator[RowClaim | Issue]


def _incident(cells: Cells, mapping: SourceMap) -> Made:
    make = _maker(cells, "day", hedged=cells.get("known_how") == "told")
    if cells["mode"] not in load_lists()["mode"]:
        yield unknown_category("mode", cells["mode"], load_lists()["mode"])
        return
    if cells.get("actor"):
        attack = Attack(cells["actor"], cells.get("target") or None, _words(cells["mode"]))
        yield make(attack, ("day", "place", "mode", "actor", "target"))
    for outcome in ("killed", "wounded", "missing", "abducted"):
        for who in _WHOLE:
            column = f"{outcome}_{who}"
            if number := whole_number(cells.get(column, "")):
                casualty: Any = Casualty(outcome, Count.exactly(number), who=who)  # type: ignore[arg-type]
                yield make(casualty, ("day", "place", column))


def _casualty(cells: Cells, mapping: SourceMap) -> Made:
    make, lists = _maker(cells, "day"), load_lists()
    for column in ("outcome", "who", "cause"):
        if cells[column] not in lists[column]:
            yield unknown_category(column, cells[column], lists[column])
            return
    gear = cells.get("gear", "")
    if gear and gear not in lists["gear"]:
        yield unknown_category("gear", gear, lists["gear"])
        return
    outcome: Any = cells["outcome"]
    who: Any = cells["who"]
    cause: Any = _words(cells["cause"])
    hit: Any = None if gear in ("", "none") else _words(gear)
    made = Casualty(
        outcome, Count.exactly(1), who, cells.get("body_region") or None, cause, hit, cells.get("contingent") or None
    )
    yield make(made, ("day", "place", "who", "contingent", "outcome", "cause", "gear", "gear_model", "body_region"))
    if cells["evacuated"] != "yes":
        return
    level = whole_number(cells.get("care_level", ""))
    arrived = cells.get(_ROLES.get(str(level), ""), "")
    minutes = _minutes(cells.get("time_injury", ""), arrived)
    moved = Evacuation(Count.exactly(1), cells["place"], cells.get("destination") or None, level, minutes)
    times = ("time_injury", "time_call", "time_first_aid", "time_wheels_up", *_ROLES.values())
    yield make(moved, ("day", "place", "evacuated", "destination", "care_level", *times))


def _vehicle_state(cells: Cells, mapping: SourceMap) -> Made:
    states, classes = load_lists()["vehicle_state"], load_lists()["item_class"]
    if cells["state"] not in states or cells["item_class"] not in classes:
        yield unknown_category("state", f"{cells['state']} / {cells['item_class']}", states)
    elif cells["state"] != "serviceable":  # a serviceable vehicle has no event to tell of
        yield _equipment(cells, cells["state"], Count.exactly(1), ("vehicle", "state", "rating"))


def _kit_issue(cells: Cells, mapping: SourceMap) -> Made:
    events, classes = load_lists()["kit_event"], load_lists()["item_class"]
    if cells["event"] not in events or cells["item_class"] not in classes:
        yield unknown_category("event", f"{cells['event']} / {cells['item_class']}", events)
    elif cells["event"] != "returned":  # kit that came back to the store changed hands, nothing else
        number = whole_number(cells["quantity"])
        count = Count() if number is None else Count.exactly(number)
        yield _equipment(cells, cells["event"], count, ("event", "quantity", "rating", "made"))


def _equipment(cells: Cells, event: Any, count: Count, more: tuple[str, ...]) -> RowClaim:
    item_class: Any = cells["item_class"]
    reason = (cells.get("reason") or None) if event != "delivered" else None
    made = Equipment(cells["item"], item_class, event, count, reason, cells.get("owner") or None)
    return _maker(cells, "day")(made, ("day", "item", "item_class", "owner", "reason", "place", *more))


def _patrol_exposure(cells: Cells, mapping: SourceMap) -> Made:
    """An attack where the patrol came under one; hours on patrol alone are no claim."""
    if cells["contact"] != "yes":
        return
    mode = cells.get("mode") or "other"
    if mode not in load_lists()["mode"]:
        yield unknown_category("mode", mode, load_lists()["mode"])
        return
    make = _maker(cells, "start_time")
    yield make(
        Attack(cells.get("actor") or "unknown", "patrol", _words(mode)), ("start_time", "place", "mode", "actor")
    )
    if struck := whole_number(cells.get("vehicles_struck", "")):
        hit = Equipment("patrol vehicle", "other", "damaged", Count.exactly(struck), "struck by fire")
        yield make(hit, ("start_time", "place", "vehicles_struck"))


def _arrival(cells: Cells, mapping: SourceMap) -> Made:
    movements = load_lists()["movement"]
    if cells["movement"] not in movements:
        yield unknown_category("movement", cells["movement"], movements)
        return
    number, movement = whole_number(cells["people"]), cells["movement"]
    kind: Any = movement
    if number is not None:
        made = Strength(cells["contingent"], Count.exactly(number), kind)
        yield _maker(cells, "day")(made, ("day", "movement", "contingent", "people", "police", "military", "place"))


def _maker(cells: Cells, column: str, *, hedged: bool = False) -> Callable[..., RowClaim]:
    """Makes the row's claims, with the day, place, standing and voice that they share."""
    state = APPROVAL.get(cells.get("validation_status", "").casefold(), "")
    flags = Flags(hedged=hedged or state == "hold")
    when = _day(cells[column], column)
    latitude, longitude = _point(cells.get("point", ""))
    place = mention(cells.get("place", ""), latitude, longitude, 1)

    def make(statement: Any, stated: tuple[str, ...]) -> RowClaim:
        where: PlaceMention | None = place
        voice = Attribution("field report", "mission")
        return RowClaim(statement, "submission", stated, when, where, flags, voice)

    return make


def _day(words: str, column: str) -> When | None:
    when = when_of(words[:10]) if words else None
    if when is not None and when.precision != "day":
        raise ValueError(f"{column} is {words!r}, not a day")
    return when


def _point(words: str) -> tuple[float | None, float | None]:
    """Latitude and longitude of a geopoint: "lat lon altitude accuracy", or "POINT (lon lat altitude)"."""
    well_known = words.upper().startswith("POINT")
    parts = [float(p) for p in words[5:].strip(" ()").split()] if well_known else [float(p) for p in words.split()]
    if len(parts) < 2:
        return None, None
    return (parts[1], parts[0]) if well_known else (parts[0], parts[1])


def _minutes(start: str, end: str) -> int | None:
    """Whole minutes between two moments; None where one is missing; ValueError where they are out of order."""
    if not start or not end:
        return None
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    if (first.tzinfo is None) != (last.tzinfo is None):
        raise ValueError("one of the times has a time zone and the other has none")
    minutes = (last - first).total_seconds() / 60
    if minutes < 0:
        raise ValueError(f"care was reached ({end}) before the injury ({start})")
    return int(minutes)


def _words(answer: str) -> Any:
    return answer.replace("_", " ")


_CLAIMS: dict[str, Callable[[Cells, SourceMap], Made]] = {
    "arrival": _arrival,
    "casualty": _casualty,
    "incident": _incident,
    "kit_issue": _kit_issue,
    "patrol_exposure": _patrol_exposure,
    "vehicle_state": _vehicle_state,
}

SOURCES: dict[str, RowSource] = {
    f"{PREFIX}{name}": RowSource(
        claims=_CLAIMS[name],
        about=about,
        arrange=arrange,
        opened=opened,
        mapping=lambda name=name: mapping_of(name),  # type: ignore[misc]
    )
    for name in form_names()
}
