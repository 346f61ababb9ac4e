"""What form servers send back, laid flat: one row a submission, the newest edition, nothing about who filled it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from veye.records import Issue, Source
from veye.sources.cells import Cells, when_of
from veye.sources.columns import folded
from veye.sources.formats.tables import Numbered, any_json
from veye.sources.forms.xlsform import form_names, load_form
from veye.sources.limits import Limits
from veye.sources.mapping import Bounds, SourceMap
from veye.sources.rows import About, raw_rows

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
APPROVAL = {"": "", "validation_status_approved": "", "approved": "", "not_validated": "", "received": "",
             "edited": "", "validation_status_on_hold": "hold", "on hold": "hold", "hasissues": "hold",
             "validation_status_not_approved": "no", "not approved": "no", "rejected": "no"}  # fmt: skip


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
        state = APPROVAL.get(cells.get("validation_status", "").casefold())
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
