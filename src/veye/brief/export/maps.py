"""KML for field users, and Cursor on Target as a read-only layer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from veye.brief.export.tables import incident_rows
from veye.records import Picture

_KML = "http://www.opengis.net/kml/2.2"


def incidents_kml(picture: Picture) -> bytes:
    """Incidents with a point as KML 2.2 placemarks, each with its dates."""
    from lxml import etree

    root = etree.Element(f"{{{_KML}}}kml", nsmap={None: _KML})
    layer = etree.SubElement(root, f"{{{_KML}}}Document")
    _kml(layer, "name", f"{picture.mission.id}, {picture.on}")
    for row in incident_rows(picture):
        if row["latitude"] is None:
            continue
        mark = etree.SubElement(layer, f"{{{_KML}}}Placemark", id=row["incident_id"])
        _kml(mark, "name", row["title"])
        _kml(
            mark,
            "description",
            f"{row['tallies']} ({row['grade']}, {row['origins']} origins, ±{row['radius_km']:g} km)".strip(),
        )
        if row["date_start"]:
            span = etree.SubElement(mark, f"{{{_KML}}}TimeSpan")
            _kml(span, "begin", row["date_start"])
            _kml(span, "end", row["date_end"])
        point = etree.SubElement(mark, f"{{{_KML}}}Point")
        _kml(point, "coordinates", f"{row['longitude']},{row['latitude']}")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _kml(parent: Any, tag: str, text: str) -> None:
    from lxml import etree

    etree.SubElement(parent, f"{{{_KML}}}{tag}").text = text


def cursor_on_target(picture: Picture) -> bytes:
    """Incidents with a point as Cursor on Target events, type unknown ground (a-u-G), estimated by people (how h-e).

    A layer to be read: a file, never a feed, and each marker says so. The uid is the incident's id, so that a later
    export replaces the marker; `ce` is the place's radius in metres; times are the day of the incident, stale after
    thirty days. Own forces are never a marker's affiliation.
    """
    from lxml import etree

    root = etree.Element("events")
    made = f"{picture.on}T00:00:00.000000Z"
    for incident, row in zip(picture.incidents, incident_rows(picture), strict=True):
        if row["latitude"] is None or incident.when is None:
            continue
        start, stale = incident.when.earliest, max(incident.when.latest, picture.on) + timedelta(days=30)
        event = etree.SubElement(
            root, "event", version="2.0", uid=incident.id, type="a-u-G", how="h-e", access="Undefined", time=made,
            start=f"{start}T00:00:00.000000Z", stale=f"{stale}T00:00:00.000000Z",
        )  # fmt: skip
        etree.SubElement(
            event, "point", lat=f"{row['latitude']:.5f}", lon=f"{row['longitude']:.5f}", hae="9999999.0",
            ce=f"{1000 * row['radius_km']:.1f}", le="9999999.0",
        )  # fmt: skip
        detail = etree.SubElement(event, "detail")
        etree.SubElement(detail, "contact", callsign=row["title"])
        etree.SubElement(
            detail, "remarks"
        ).text = f"{row['tallies']} ({row['grade']}). Read-only layer from reports, not a live position.".strip()
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
