"""What leaves the house as data: claims and incidents in open formats."""

from veye.brief.export.tables import claims_jsonl, incidents_csv, incidents_geojson

__all__ = ["claims_jsonl", "incidents_csv", "incidents_geojson"]
