"""Our own incidents in the shapes that the field's analysts already load: ACLED-shaped and UCDP GED-shaped CSV."""

from __future__ import annotations

from typing import Any

from veye.brief.export.tables import country_names, csv_of, incident_rows
from veye.records import Picture

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_ACLED_TYPES = {
    "ambush": ("Battles", "Armed clash"), "armed assault": ("Violence against civilians", "Attack"),
    "clash": ("Battles", "Armed clash"), "arson": ("Strategic developments", "Looting/property destruction"),
    "drone strike": ("Explosions/Remote violence", "Air/drone strike"),
    "kidnapping": ("Violence against civilians", "Abduction/forced disappearance"),
    "prison break": ("Strategic developments", "Other"), "massacre": ("Violence against civilians", "Attack"),
}  # fmt: skip
_GEO_PRECISION = {1: 1, 2: 2, 3: 3, 4: 3, 5: 3, 6: 3}


def acled_shaped(picture: Picture) -> str:
    """Dated attacks in the 31 columns of ACLED's current form, under our own ids; never ACLED's data.

    `fatalities` is the best value; what ACLED codes by hand (interaction, region, iso) stays empty.
    """
    rows, names = [], country_names()
    for row in incident_rows(picture):
        if row["date_start"] is None or row["kind"] != "attack":
            continue
        kind, sub = _ACLED_TYPES.get(row["mode"] or "", ("Strategic developments", "Other"))
        rows.append(
            {
                "event_id_cnty": row["incident_id"],
                "event_date": row["date_start"],
                "year": row["date_start"][:4],
                "time_precision": min(3, {1: 1, 2: 2, 3: 2}.get(row["date_prec"], 3)),
                "event_type": kind,
                "sub_event_type": sub,
                "actor1": row["actors"].split("; ")[0],
                "assoc_actor_1": "; ".join(row["actors"].split("; ")[1:]),
                "actor2": row["targets"],
                "country": names[row["country"]].name if row["country"] in names else row["country"],
                "location": row["place_name"] or row["place"],
                "latitude": row["latitude"],
                "longitude": row["longitude"],
                "geo_precision": _GEO_PRECISION.get(row["where_prec"] or 0),
                "source": f"{row['reports']} reports, {row['origins']} independent origins",
                "notes": f"{row['title']}. {row['tallies']}".strip(),
                "fatalities": row["killed_best"] or 0,
            }
        )
    return csv_of(rows, ACLED_COLUMNS)


def ucdp_shaped(picture: Picture) -> tuple[str, int]:
    """Fatal dated incidents in the 49 columns of UCDP GED, read by name, and how many were left out as not fatal.

    GED holds only events with at least one death; ids are ours and sides are as reported.
    """
    rows: list[dict[str, Any]] = []
    dropped, names = 0, country_names()
    for incident, row in zip(picture.incidents, incident_rows(picture), strict=True):
        if not row["killed_best"] or row["date_start"] is None:
            dropped += 1
            continue
        killed = {t.who: t.best or 0 for t in incident.tallies if t.what == "killed"}
        forces = sum(killed.get(w, 0) for w in ("mission", "police", "military"))
        sides = killed.get("gang", 0) + forces + killed.get("civilian", 0)
        one_sided = row["mode"] in ("massacre", "armed assault", "arson", "kidnapping")
        rows.append(
            {
                "id": row["incident_id"],
                "year": row["date_start"][:4],
                "type_of_violence": 3 if one_sided else 1 if forces else 2,
                "side_a": row["actors"] or "unknown",
                "side_b": "civilians" if one_sided else row["targets"] or "unknown",
                "number_of_sources": row["origins"],
                "where_prec": row["where_prec"],
                "where_coordinates": row["place_name"],
                "where_description": row["place"],
                "latitude": row["latitude"],
                "longitude": row["longitude"],
                "geom_wkt": None if row["latitude"] is None else f"POINT ({row['longitude']} {row['latitude']})",
                "country": names[row["country"]].name if row["country"] in names else row["country"],
                "event_clarity": 1,
                "date_prec": row["date_prec"],
                "date_start": row["date_start"],
                "date_end": row["date_end"],
                "deaths_a": killed.get("gang", 0),
                "deaths_b": forces,
                "deaths_civilians": killed.get("civilian", 0),
                "deaths_unknown": row["killed_best"] - sides,
                "best": row["killed_best"],
                "high": row["killed_high"],
                "low": row["killed_low"],
            }
        )
    return csv_of(rows, UCDP_COLUMNS), dropped
