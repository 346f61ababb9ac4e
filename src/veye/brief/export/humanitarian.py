"""HXL-tagged CSV, FollowTheMoney entities and EDXL-SitRep."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import msgspec

from veye.brief.export.citing import report_title
from veye.brief.export.tables import incident_rows
from veye.records import Picture

_HXL = (
    ("incident_id", "#event+id"),
    ("kind", "#event+type"),
    ("mode", "#event+mode"),
    ("title", "#event+name"),
    ("date_start", "#date+start"),
    ("date_end", "#date+end"),
    ("country", "#country+code"),
    ("pcode", "#adm+code"),
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
EDXL = "urn:oasis:names:tc:emergency:EDXL:SitRep:1.0"


def hxl_csv(picture: Picture) -> str:
    """Incidents as CSV with a header row and a row of HXL hashtags."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _ in _HXL])
    writer.writerow([tag for _, tag in _HXL])
    for row in incident_rows(picture):
        writer.writerow([_inert(row[name]) for name, _ in _HXL])
    return out.getvalue()


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def followthemoney(picture: Picture) -> str:
    """Incidents as FollowTheMoney `Event`, groups as `Organization`, reports as `Article`: one JSON entity a line."""
    entities: list[dict[str, Any]] = []
    for actor in picture.mission.actors:
        names = [actor.name, *(a.name for a in actor.aliases)]
        entities.append(_entity(actor.id, "Organization", {"name": names[:1], "alias": names[1:]}))
    for doc in picture.documents:
        about = {"title": [report_title(doc, picture)], "publisher": [doc.source.name], "language": [doc.language]}
        about |= {"sourceUrl": [doc.url] if doc.url else [], "date": [doc.published] if doc.published else []}
        entities.append(_entity(doc.id, "Article", about))
    for incident, row in zip(picture.incidents, incident_rows(picture), strict=True):
        about = {
            "name": [row["title"]],
            "startDate": [row["date_start"]] if row["date_start"] else [],
            "endDate": [row["date_end"]] if row["date_end"] else [],
            "location": [row["place"]] if row["place"] else [],
            "country": [row["country"].lower()] if row["country"] else [],
            "summary": [row["tallies"]] if row["tallies"] else [],
            "proof": list(incident.doc_ids),
        }
        entities.append(_entity(incident.id, "Event", about))
    return "".join(msgspec.json.encode(e).decode() + "\n" for e in entities)


def _entity(entity_id: str, schema: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": entity_id, "schema": schema, "properties": {k: v for k, v in properties.items() if v}}


def edxl_sitrep(picture: Picture) -> bytes:
    """A casualty and illness summary by division as EDXL-SitRep 1.0 in the elements that our schema file names.

    One report; counts are sums of the incidents' best values. Validated against `sitrep.xsd` beside this file, which
    covers the subset written here.
    """
    from lxml import etree

    def child(parent: Any, tag: str, text: str | None = None) -> Any:
        element = etree.SubElement(parent, f"{{{EDXL}}}{tag}")
        element.text = text
        return element

    root = etree.Element(f"{{{EDXL}}}SitRep", nsmap={None: EDXL})
    child(root, "MessageID", f"{picture.mission.id}-{picture.on}-{picture.state[:12]}")
    child(root, "PreparedBy", "Veye")
    child(root, "ReportTitle", f"{picture.mission.title}: casualties as of {picture.on}")
    child(root, "ReportVersion", picture.state[:12])
    child(root, "ForTimePeriodTo", f"{picture.on}T23:59:59Z")
    child(root, "IncidentID", picture.mission.id)
    report = child(root, "CasualtyAndIllnessSummaryByPeriod")
    totals: dict[tuple[str, str], int] = {}
    for incident in picture.incidents:
        for tally in incident.tallies:
            if tally.what in ("killed", "wounded", "missing", "abducted") and tally.best:
                totals[tally.who, tally.what] = totals.get((tally.who, tally.what), 0) + tally.best
    for (who, what), number in sorted(totals.items()):
        line = child(report, "CasualtyCount")
        child(line, "Category", who)
        child(line, "Status", what)
        child(line, "Count", str(number))
    schema = etree.XMLSchema(etree.fromstring(_schema()))
    schema.assertValid(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _schema() -> bytes:
    from importlib.resources import files

    return (files("veye.brief.export") / "sitrep.xsd").read_bytes()
