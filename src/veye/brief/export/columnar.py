"""Parquet, GeoParquet 1.1 and Frictionless data packages."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import msgspec

from veye import __version__
from veye.brief.export.tables import INCIDENT_COLUMNS, claim_rows, csv_of, incident_rows
from veye.records import Picture

_TYPES = {
    "date_start": "date", "date_end": "date", "date_prec": "integer", "latitude": "number", "longitude": "number",
    "where_prec": "integer", "radius_km": "number", "contested": "boolean", "reports": "integer", "origins": "integer",
}  # fmt: skip
_DESCRIPTIONS = {
    "date_prec": "UCDP date precision: 1 day, 2 two to six days, 3 week, 4 month, 5 longer",
    "where_prec": "UCDP place precision: 1 exact, 2 within 25 km, 3 second, 4 first division, 5 larger, 6 country",
    "radius_km": "radius within which the place lies",
    "grade": "confirmed, fair, weak, contested or discounted",
    "origins": "independent origins behind the incident",
    "told_again": "outcomes of the mission that may only tell of another incident again: leave them out of sums",
}


def column_type(name: str) -> str:
    """The Frictionless type of an incident column."""
    if name in _TYPES:
        return _TYPES[name]
    return "integer" if name.endswith(("_low", "_best", "_high")) else "string"


def _table(picture: Picture) -> Any:
    import pyarrow as pa

    kinds = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema([(c, kinds.get(column_type(c), pa.string())) for c in INCIDENT_COLUMNS])
    return pa.Table.from_pylist(incident_rows(picture), schema=schema)


def _bytes(table: Any) -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def incidents_parquet(picture: Picture) -> bytes:
    """Incidents as Parquet, with the field descriptions in the schema's metadata."""
    table = _table(picture)
    described = msgspec.json.encode(incident_schema())
    return _bytes(table.replace_schema_metadata({b"frictionless": described}))


def incidents_geoparquet(picture: Picture) -> bytes:
    """Incidents as GeoParquet 1.1: points as WKB in `geometry` (null where there is no point)."""
    import pyarrow as pa

    table = _table(picture)
    points = [
        None if lat is None else struct.pack("<BIdd", 1, 1, lon, lat)
        for lat, lon in zip(table["latitude"].to_pylist(), table["longitude"].to_pylist(), strict=True)
    ]
    table = table.append_column("geometry", pa.array(points, pa.binary()))
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
    }
    return _bytes(table.replace_schema_metadata({b"geo": msgspec.json.encode(geo)}))


def incident_schema() -> dict[str, Any]:
    """The Frictionless table schema of the incidents."""
    fields = []
    for name in INCIDENT_COLUMNS:
        field = {"name": name, "type": column_type(name)}
        if name in _DESCRIPTIONS:
            field["description"] = _DESCRIPTIONS[name]
        fields.append(field)
    return {"fields": fields, "primaryKey": "incident_id", "missingValues": [""]}


def datapackage(picture: Picture) -> bytes:
    """A zip with incidents.csv, claims.jsonl and the datapackage.json that describes them."""
    claims = "".join(msgspec.json.encode(row).decode() + "\n" for row in claim_rows(picture))
    package = {
        "name": f"veye-{picture.mission.id}-{picture.on}",
        "title": f"{picture.mission.title}: incidents and claims as of {picture.on}",
        "created": f"{picture.on}T00:00:00Z",
        "sources": [{"title": f"Veye {__version__}, ledger state {picture.state}"}],
        "resources": [
            {
                "name": "incidents",
                "path": "incidents.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": incident_schema(),
            },
            # Objects of different shape, one a line: a file, not a table.
            {
                "name": "claims",
                "type": "file",
                "path": "claims.jsonl",
                "format": "jsonl",
                "mediatype": "application/jsonl",
                "encoding": "utf-8",
            },
        ],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in (
            ("datapackage.json", msgspec.json.format(msgspec.json.encode(package)).decode()),
            ("incidents.csv", csv_of(incident_rows(picture), INCIDENT_COLUMNS)),
            ("claims.jsonl", claims),
        ):
            zipped.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
