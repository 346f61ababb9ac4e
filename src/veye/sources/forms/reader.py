"""Submissions of our forms (Kobo or ODK, CSV or JSON) to claims. Persons, positions and radio calls are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
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
    Source,
    Strength,
    When,
)
from veye.sources.columns import folded
from veye.sources.formats.tables import Numbered, any_json
from veye.sources.forms.xlsform import form_names, load_form, load_lists
from veye.sources.geo import mention
from veye.sources.limits import Limits
from veye.sources.mapping import Bounds, SourceMap
from veye.sources.rows import About, Cells, RowClaim, RowSource, raw_rows, unknown_category, when_of, whole_number

PREFIX = "form_"
_SYSTEM = ("uuid", "instanceid", "deprecatedid", "submission_time", "validation_status")
_ALIASES = {
    "_uuid": "uuid", "key": "uuid", "__id": "uuid", "meta_instanceid": "instanceid",
    "_submission_time": "submission_time", "submissiondate": "submission_time",
    "_validation_status": "validation_status", "reviewstate": "validation_status",
    "meta_deprecatedid": "deprecatedid",
}  # fmt: skip
_IGNORED = {
    "a person or a device": ("_submitted_by", "username", "deviceid", "devicename", "subscriberid", "simserial",
                             "phonenumber", "submittername", "submitterid", "enumerator"),
    "the position of whoever filled it in": ("_geolocation",),
    "parts of a point, which is read whole": ("_point_latitude", "_point_longitude", "_point_altitude",
                                              "_point_precision", "point_latitude", "point_longitude",
                                              "point_altitude", "point_accuracy"),
    "the trail of the form server": ("_id", "_index", "_status", "_tags", "_notes", "_attachments", "_xform_id_string",
                                     "_version_", "__version__", "version", "start", "end", "today", "rooturuid",
                                     "rootuuid", "_bamboo_dataset_id", "formhub_uuid", "attachmentspresent",
                                     "attachmentsexpected", "status", "edits", "formversion", "updatedat", "deletedat",
                                     "instancename", "_supplementaldetails"),
}  # fmt: skip
_NEVER_KEPT = {
    "line1_pickup": "a position of own forces is not kept",
    "line2_radio": "frequencies and call signs are not kept",
    "pseudonym": "a casualty is counted, not followed",
}
_APPROVAL = {"": "", "validation_status_approved": "", "approved": "", "not_validated": "", "received": "",
             "edited": "", "validation_status_on_hold": "hold", "on hold": "hold", "hasissues": "hold",
             "validation_status_not_approved": "no", "not approved": "no", "rejected": "no"}  # fmt: skip
_ROLES = {"1": "time_role1", "2": "time_role2", "3": "time_role3"}
_WHOLE = ("mission", "police", "military", "civilian", "gang")

Made = Iterator[RowClaim | Issue]


def opened(text: str, name: str, where: str, limits: Limits) -> Iterator[Numbered | Issue]:
    """One row a submission, groups laid flat: a question keeps its own name, whatever group it stands in."""
    if text.lstrip()[:1] not in ("{", "["):
        for found in raw_rows(text, name, where, limits):
            yield found if isinstance(found, Issue) else (found[0], _flat(found[1]))
        return
    loaded, issues = any_json(text, where, limits)
    yield from issues
    for holder in ("results", "value", "data"):
        if isinstance(loaded, dict) and isinstance(loaded.get(holder), list):
            loaded = loaded[holder]
    for number, row in enumerate(loaded if isinstance(loaded, list) else [loaded], start=1):
        if isinstance(row, dict):
            yield number, _flat(row)


def arrange(rows: list[tuple[int, Cells]], mapping: SourceMap) -> Iterator[tuple[int, Cells] | Issue]:
    """One row a submission: an edited one replaces the first, the newest of one id wins; rejected ones are named."""
    replaced = {c["deprecatedid"] for _, c in rows if c.get("deprecatedid")}
    newest: dict[str, tuple[int, Cells]] = {}
    for number, cells in rows:
        key = cells.get("uuid") or cells.get("instanceid") or str(number)
        if replaced & {cells.get("uuid"), cells.get("instanceid")}:
            continue
        held = newest.get(key)
        if held is None or cells.get("submission_time", "") >= held[1].get("submission_time", ""):
            newest[key] = (number, cells)
    for number, cells in newest.values():
        state = _APPROVAL.get(cells.get("validation_status", "").casefold())
        if state is None:
            what = f"validation_status is {cells['validation_status']!r}, which is not known (row {number})"
            yield Issue("unknown_category", what, "", "The submission was not used.")
        elif state == "no":
            yield Issue("not_approved", f"the submission in row {number} was rejected by its reviewer", "")
        else:
            yield number, {**cells, "uuid": cells.get("uuid") or cells.get("instanceid", "")}


def mapping_of(form: str) -> SourceMap:
    """The form's questions as a row source."""
    asked = [q.name for q in load_form(form).questions]
    ignored = {name: why for why, names in _IGNORED.items() for name in names if name not in asked}
    ignored |= {name: why for name, why in _NEVER_KEPT.items() if name in asked}
    return SourceMap(
        title=f"submissions of the form '{form}'",
        publisher="field form",
        licence="of the mission or organisation that collects them",
        version=load_form(form).version,
        key=("uuid",),
        required=tuple(q.name for q in load_form(form).questions if q.required and q.name not in _NEVER_KEPT),
        used=(*_SYSTEM, *(q for q in asked if q not in ignored)),
        kind="form",
        ignored=ignored,
        aliases=_ALIASES,
        assertions={"rows": Bounds(min=1)},
    )


def about(cells: Cells, mapping: SourceMap) -> About:
    """The submission as a report, published when it was sent."""
    sent = cells.get("submission_time", "")[:10]
    published = sent if sent and when_of(sent) else None
    return About(title=None, source=Source("field form", "form"), published=published)


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
    state = _APPROVAL.get(cells.get("validation_status", "").casefold(), "")
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


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Cells by the last part of their path: nested objects laid flat, points as "lat lon", a status by its id.

    The columns that a server adds for each answer of a multiple choice are dropped: the question's own holds them.
    """
    out: dict[str, Any] = {}
    stack: list[tuple[str, Any]] = list(reversed(list(row.items())))
    while stack:
        name, value = stack.pop()
        *above, short = (part.strip() for part in name.split("/"))
        if above and above[-1] in _multiples():
            continue
        if isinstance(value, dict):
            point = value.get("coordinates") if value.get("type") == "Point" else None
            if folded(short) == "_validation_status":
                out[short] = value.get("uid") or value.get("label") or ""
            elif isinstance(point, list) and len(point) >= 2:
                out[short] = f"{point[1]} {point[0]}"
            else:
                stack.extend(reversed([(str(k), v) for k, v in value.items()]))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            out[short] = ""
        elif short not in out or value not in (None, ""):
            out[short] = value
    latitude, longitude = out.pop("point-Latitude", None), out.pop("point-Longitude", None)
    if latitude and longitude:
        out["point"] = f"{latitude} {longitude}"
    return out


@cache
def _multiples() -> frozenset[str]:
    questions = (q for name in form_names() for q in load_form(name).questions)
    return frozenset(q.name for q in questions if q.type.startswith("select_multiple"))


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
