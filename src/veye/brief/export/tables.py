"""Claims as JSON lines, incidents as CSV and GeoJSON."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec

from veye.records import Incident, Picture, Tally, flat

OUTCOMES = ("killed", "wounded", "missing", "abducted")


def claims_jsonl(picture: Picture) -> str:
    """One flat JSON object a claim, each with its span, its document's key, outlet and date."""
    documents = {d.id: d for d in picture.documents}
    lines = []
    for claim in picture.claims:
        doc = documents[claim.doc_id]
        about = {"doc_key": doc.key, "outlet": doc.source.name, "published": doc.published}
        lines.append(msgspec.json.encode({**about, **flat(claim)}).decode())
    return "".join(f"{line}\n" for line in lines)


def incident_row(incident: Incident) -> dict[str, Any]:
    """One incident as a flat row; what is not known is None."""
    place = incident.place.place if incident.place else None
    row: dict[str, Any] = {
        "incident_id": incident.id,
        "kind": incident.kind,
        "title": incident.title,
        "date_start": incident.when.earliest.isoformat() if incident.when else None,
        "date_end": incident.when.latest.isoformat() if incident.when else None,
        "date_prec": incident.when.date_prec if incident.when else None,
        "place": incident.place.words if incident.place else None,
        "place_name": place.name if place else None,
        "pcode": place.pcode if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "where_prec": place.where_prec if place else None,
        "radius_km": place.radius_km if place else None,
        "mode": incident.mode,
        "actors": "; ".join(incident.actors),
        "targets": "; ".join(incident.targets),
    }
    for outcome in OUTCOMES:
        tallies = [t for t in incident.tallies if t.what == outcome]
        for end in ("low", "best", "high"):
            row[f"{outcome}_{end}"] = _total(tallies, end)
    row["tallies"] = "; ".join(_tally_words(t) for t in incident.tallies)
    row |= {
        "contested": any(t.contested for t in incident.tallies),
        "grade": incident.grade,
        "reports": len(incident.doc_ids),
        "origins": len(incident.origin_ids),
    }
    return row


def _total(tallies: list[Tally], end: str) -> int | None:
    values = [getattr(t, end) for t in tallies]
    return None if not values or any(v is None for v in values) else sum(values)


def _tally_words(tally: Tally) -> str:
    low, high = tally.low, tally.high
    if low == high:
        amount = "?" if low is None else str(low)
    else:
        amount = f"{'?' if low is None else low}-{'?' if high is None else high}"
    return f"{tally.who} {tally.what} {amount}"


def incidents_csv(picture: Picture) -> str:
    """Incidents as CSV with a header; cells that a spreadsheet would run as formulas are quoted with an apostrophe."""
    rows = [incident_row(i) for i in picture.incidents]
    out = io.StringIO()
    columns = list(rows[0]) if rows else list(incident_row(Incident("", "", "", (), ())))
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: _inert(v) for k, v in row.items()} for row in rows)
    return out.getvalue()


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def incidents_geojson(picture: Picture) -> str:
    """Incidents as a GeoJSON FeatureCollection (RFC 7946); an incident without a point has a null geometry."""
    features = []
    for incident in picture.incidents:
        row = incident_row(incident)
        lat, lon = row.pop("latitude"), row.pop("longitude")
        point = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "id": incident.id, "geometry": point, "properties": row})
    return msgspec.json.encode({"type": "FeatureCollection", "features": features}).decode()
