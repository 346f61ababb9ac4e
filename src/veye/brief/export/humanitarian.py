"""HXL-tagged CSV, FollowTheMoney entities and EDXL-SitRep."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Any

import msgspec

from veye.brief.export.citing import report_title
from veye.brief.export.tables import OUTCOMES, country_names, incident_rows, inert
from veye.records import Picture

_HXL = (
    ("incident_id", "#event+id"),
    ("kind", "#event+type"),
    ("mode", "#event+mode"),
    ("title", "#event+name"),
    ("date_start", "#date+start"),
    ("date_end", "#date+end"),
    ("country", "#country+code"),
    ("pcode", "#loc+code"),
    ("place_name", "#loc+name"),
    ("latitude", "#geo+lat"),
    ("longitude", "#geo+lon"),
    ("actors", "#group"),
    ("killed_best", "#affected+killed"),
    ("wounded_best", "#affected+injured"),
    ("abducted_best", "#affected+abducted"),
    ("missing_best", "#affected+missing"),
    ("grade", "#meta+grade"),
    ("origins", "#meta+origins+num"),
)
_LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa"}  # FollowTheMoney has no code for Haitian Creole
EDXL = "urn:oasis:names:tc:emergency:EDXL:SitRep:1.0"
_COMMON = "urn:oasis:names:tc:emergency:edxl:ct:1.0"
_NAMES = "urn:oasis:names:tc:emergency:edxl:ciq:1.0:xnl"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def hxl_csv(picture: Picture) -> str:
    """Incidents as CSV with a header row and a row of HXL hashtags."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _ in _HXL])
    writer.writerow([tag for _, tag in _HXL])
    for row in incident_rows(picture):
        writer.writerow([inert(row[name]) for name, _ in _HXL])
    return out.getvalue()


def followthemoney(picture: Picture) -> str:
    """Incidents as FollowTheMoney `Event`, groups as `Organization`, reports as `Article`: one JSON entity a line."""
    entities: list[dict[str, Any]] = []
    codes = country_names()
    for actor in picture.mission.actors:
        names = [actor.name, *(a.name for a in actor.aliases)]
        entities.append(_entity(actor.id, "Organization", {"name": names[:1], "alias": names[1:]}))
    for doc in picture.documents:
        about = {
            "title": [report_title(doc, picture)],
            "publisher": [doc.source.name],
            "language": [_LANGUAGES[doc.language]] if doc.language in _LANGUAGES else [],
        }
        about |= {"sourceUrl": [doc.url] if doc.url else [], "date": [doc.published] if doc.published else []}
        entities.append(_entity(doc.id, "Article", about))
    for incident, row in zip(picture.incidents, incident_rows(picture), strict=True):
        about = {
            "name": [row["title"]],
            "startDate": [row["date_start"]] if row["date_start"] else [],
            "endDate": [row["date_end"]] if row["date_end"] else [],
            "location": [row["place"]] if row["place"] else [],
            "country": [codes[row["country"]].iso2.lower()] if row["country"] in codes else [],
            "summary": [row["tallies"]] if row["tallies"] else [],
            "proof": list(incident.doc_ids),
        }
        entities.append(_entity(incident.id, "Event", about))
    return "".join(msgspec.json.encode(e).decode() + "\n" for e in entities)


def _entity(entity_id: str, schema: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": entity_id, "schema": schema, "properties": {k: v for k, v in properties.items() if v}}


def edxl_sitrep(picture: Picture) -> bytes:
    """The casualties of the incidents held as EDXL-SitRep 1.0 (OASIS, Committee Specification 02).

    One `sitRep` with the header of the standard and a field observation whose text sums the incidents' best values by
    group and outcome; the standard's own casualty summary is not written. Checked before it leaves against the schema
    files beside this one, which were written for the elements used here after the standard and are not OASIS's files.
    What the standard wants and no report gives is said to be unknown: immediate needs, severity.
    """
    from lxml import etree

    sit, ct = f"{{{EDXL}}}", f"{{{_COMMON}}}"
    root = etree.Element(f"{sit}sitRep", nsmap={"sitrep": EDXL, "ct": _COMMON, "xnl": _NAMES, "xsi": _XSI})

    def child(parent: Any, tag: str, text: str | None = None) -> Any:
        element = etree.SubElement(parent, tag)
        element.text = text
        return element

    at = f"{picture.on}T23:59:59+00:00"
    child(root, f"{sit}messageID", f"{picture.mission.id}-{picture.on}-{picture.state[:12]}")
    for role in ("preparedBy", "authorizedBy"):
        pair = child(root, sit + role)
        name = child(child(pair, f"{ct}personDetails"), f"{{{_NAMES}}}personName")
        child(name, f"{{{_NAMES}}}nameElement", "Veye, a program")
        child(pair, f"{ct}timeValue", at)
    child(root, f"{sit}reportPurpose", f"Casualties told of in reports held as of {picture.on}")
    child(root, f"{sit}reportNumber", "1")
    child(root, f"{sit}reportVersion", "Initial")
    period = child(root, f"{sit}forTimePeriod")
    child(period, f"{ct}fromDateTime", f"{picture.mission.mandate_start}T00:00:00+00:00")
    child(period, f"{ct}toDateTime", at)
    child(root, f"{sit}reportTitle", f"{picture.mission.id}: casualties as of {picture.on}")
    child(root, f"{sit}incidentID", picture.mission.id)
    child(root, f"{sit}reportConfidence", "Unsure")
    child(root, f"{sit}severity", "Unknown")
    report = child(root, f"{sit}report")
    report.set(f"{{{_XSI}}}type", "sitrep:FieldObservationType")
    code = child(child(child(report, f"{sit}observationLocation"), f"{ct}EDXLGeoPoliticalLocation"), f"{ct}geoCode")
    child(code, f"{ct}valueListURI", "urn:iso:std:iso:3166")
    child(code, f"{ct}value", picture.mission.area[0])
    child(report, f"{sit}immediateNeeds", "Unknown: not assessed by this report")
    child(report, f"{sit}immediateNeedsCategory", "EmergencyMedicalServices")
    child(report, f"{sit}observationText", _casualty_sums(picture))
    schema = files("veye.brief.export") / "sitrep.xsd"
    with as_file(schema) as path:
        etree.XMLSchema(file=str(path)).assertValid(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _casualty_sums(picture: Picture) -> str:
    """Sums of the incidents' best values: "civilian killed 12; mission wounded 3"; said where there are none.

    Of the mission the measure's own numbers, which count a casualty that several incidents tell of once.
    """
    totals: dict[tuple[str, str], int] = {}
    for incident in picture.incidents:
        for tally in incident.tallies:
            if tally.what in OUTCOMES and tally.best:
                totals[tally.who, tally.what] = totals.get((tally.who, tally.what), 0) + tally.best
    for outcome in OUTCOMES:
        figure = picture.figure("casualties", outcome)
        if figure and figure.value is not None:
            totals["mission", outcome] = int(figure.value)
    return "; ".join(f"{who} {what} {n}" for (who, what), n in sorted(totals.items())) or "No casualties told of."
