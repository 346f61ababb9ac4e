"""What leaves the house as data: one table of formats, each a function from a released picture to a file's content."""

from __future__ import annotations

from collections.abc import Callable

from veye.brief.export.citing import bibtex, csl_json, web_annotations
from veye.brief.export.columnar import datapackage, incidents_geoparquet, incidents_parquet
from veye.brief.export.events import acled_shaped, ucdp_shaped
from veye.brief.export.humanitarian import edxl_sitrep, followthemoney, hxl_csv
from veye.brief.export.maps import cursor_on_target, incidents_kml
from veye.brief.export.tables import claims_jsonl, incidents_csv, incidents_geojson
from veye.records import Picture

FORMATS: dict[str, tuple[str, Callable[[Picture], str | bytes]]] = {
    "csv": ("incidents, one row each", incidents_csv),
    "geojson": ("incidents as points (RFC 7946)", incidents_geojson),
    "claims": ("claims as JSON lines with spans", claims_jsonl),
    "parquet": ("incidents as Parquet", incidents_parquet),
    "geoparquet": ("incidents as GeoParquet 1.1", incidents_geoparquet),
    "datapackage": ("incidents and claims as a Frictionless data package (zip)", datapackage),
    "kml": ("incidents as KML 2.2", incidents_kml),
    "acled-shaped": ("own incidents in ACLED's columns", acled_shaped),
    "ucdp-shaped": ("own fatal incidents in UCDP GED's columns", lambda picture: ucdp_shaped(picture)[0]),
    "hxl": ("incidents with HXL hashtags", hxl_csv),
    "ftm": ("FollowTheMoney entities as JSON lines", followthemoney),
    "edxl": ("casualty sums as EDXL-SitRep 1.0", edxl_sitrep),
    "cot": ("incidents as Cursor on Target events, to be read", cursor_on_target),
    "annotations": ("spans as W3C Web Annotations", web_annotations),
    "csl": ("reports as CSL-JSON", csl_json),
    "bibtex": ("reports as BibTeX", bibtex),
}
"""Name -> what it is, and the function that makes it."""

__all__ = ["FORMATS", "claims_jsonl", "incidents_csv", "incidents_geojson", "ucdp_shaped"]
