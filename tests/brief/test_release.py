"""What leaves the house leaks nothing above its level."""

from __future__ import annotations

import csv
import io
import zipfile

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from veye.brief import compose, render_html
from veye.brief.export import FORMATS, ucdp_shaped
from veye.brief.export.columnar import incident_schema
from veye.brief.export.events import ACLED_COLUMNS, UCDP_COLUMNS
from veye.brief.release import release, suppress_small_cells
from veye.errors import InputError
from veye.records import (
    Casualty,
    Count,
    Figure,
    Gazetteer,
    Incident,
    Place,
    PlaceMention,
    ReportedValue,
    Tally,
    When,
)

COUNTRY = Place("RUR", "Ruritania", "country", 50.0, 15.0, 200, 6, "RUR")
PROVINCE = Place("RUR1", "North March", "admin1", 50.5, 15.2, 60, 4, "RUR", ("RUR",))
TOWN = Place("RUR11", "Zenda district", "admin3", 50.61, 15.31, 9, 3, "RUR", ("RUR1", "RUR"))
QUARTER = Place("RUR111", "Castle Quarter", "neighbourhood", 50.6123, 15.3123, 1, 1, "RUR", ("RUR11", "RUR1", "RUR"))
GAZETTEER = Gazetteer([COUNTRY, PROVINCE, TOWN, QUARTER], [(p.name, p.id) for p in (COUNTRY, PROVINCE, TOWN, QUARTER)])


def located(picture):
    """The picture with its happenings in one quarter of a town, and one older incident with a small civilian toll."""
    here = PlaceMention("the Castle Quarter", QUARTER)
    claims = tuple(msgspec.structs.replace(c, place=here) if c.type == "casualty" else c for c in picture.claims)
    old = When.from_iso("2025-03-01")
    doc = picture.documents[2]
    small = claims[5]
    value = ReportedValue(small.id, doc.id, "org-2", Count.exactly(3))
    tally = Tally("killed", "civilian", 3, 3, 3, "conservative", (value,))
    other = Incident(
        "inc-2", "attack", "Attack in the Castle Quarter", (small.id,), (doc.id,), old, here, tallies=(tally,)
    )
    first = msgspec.structs.replace(picture.incidents[0], place=here, when=old)
    claims = tuple(msgspec.structs.replace(c, when=old) if c.type == "casualty" else c for c in claims)
    return msgspec.structs.replace(picture, claims=claims, incidents=(first, other))


def everything(picture) -> str:
    """All that any format or the brief writes of a picture, as one text."""
    out = [render_html(compose(picture))]
    for name, (_, make) in FORMATS.items():
        content = make(picture)
        if name == "datapackage":
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                content = b"".join(package.read(n) for n in package.namelist())
        if name in ("parquet", "geoparquet"):
            content = str(pq.read_table(io.BytesIO(content)).to_pydict())
        out.append(content if isinstance(content, str) else content.decode("utf-8", "replace"))
    return "\n".join(out)


def test_public_level_holds_no_fine_place_no_words_and_no_small_cell(picture):
    public = everything(release(located(picture), "public", GAZETTEER))
    for leaked in ("Castle Quarter", "Zenda", "50.6123", "15.3123", "Rassendyll", "hurt near"):
        assert leaked not in public, leaked
    assert "North March" in public
    assert "civilian killed 3" not in public
    assert "Castle Quarter" in everything(located(picture))


def test_partner_level_is_coarser_than_internal_and_finer_than_public(picture):
    partner = everything(release(located(picture), "partner", GAZETTEER))
    assert "Castle Quarter" not in partner
    assert "Zenda district" in partner


def test_own_force_incident_is_held_back_for_the_embargo(picture):
    recent = release(picture, "partner", GAZETTEER)
    assert not [c for c in recent.claims if isinstance(c.statement, Casualty) and c.statement.who == "mission"]
    assert picture.claims[3].id in {c.id for c in recent.claims}, "strength is not an incident"


def test_sensitive_figures_leave_as_counts_only(picture):
    hits = Figure.make(
        "protection",
        "hits",
        label="Hits",
        unit="hits",
        method="count",
        value=2.0,
        sensitive=True,
        columns=("date",),
        rows=(("x",),),
    )
    released = release(msgspec.structs.replace(picture, figures=(hits,)), "partner", GAZETTEER)
    assert (released.figures[0].value, released.figures[0].rows) == (2.0, ())


def test_public_scorecard_leaves_out_small_counts_of_civilians(picture):
    rows = (("Civilians killed by security forces", "3", "persons"), ("Deployed strength", "3", "personnel"))
    card = Figure.make(
        "scorecard", "effectiveness", label="x", unit="indicators", method="list", value=2.0,
        columns=("indicator", "value", "unit"), rows=rows,
    )  # fmt: skip
    released = release(msgspec.structs.replace(picture, figures=(card,)), "public", GAZETTEER)
    assert released.figures[0].rows == rows[1:]


def test_internal_level_changes_nothing(picture):
    assert release(picture, "internal", GAZETTEER) is picture


def test_unknown_level_is_named(picture):
    with pytest.raises(InputError, match="Did you mean 'public'"):
        release(picture, "publik", GAZETTEER)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_no_suppressed_cell_can_be_worked_out_from_the_total(tolls):
    def toll(n, number):
        value = ReportedValue(f"c{n}", "d", "o", Count.exactly(number))
        return Tally("killed", "civilian", number, number, number, "conservative", (value,))

    incidents = [
        Incident(f"i{n}", "attack", "x", (f"c{n}",), ("d",), tallies=(toll(n, t),)) for n, t in enumerate(tolls)
    ]
    shown = [i.tallies[0].best for i in suppress_small_cells(incidents, 5) if i.tallies]
    hidden = len(tolls) - len(shown)
    assert all(t >= 5 for t in shown)
    assert hidden != 1 or len(tolls) == 1


def test_every_format_is_well_formed(picture):
    made = {name: make(located(picture)) for name, (_, make) in FORMATS.items()}
    for name in ("kml", "cot", "edxl"):
        etree.fromstring(made[name])
    for name in ("geojson", "annotations", "csl"):
        msgspec.json.decode(made[name])
    rows = list(csv.DictReader(io.StringIO(made["acled-shaped"])))
    assert tuple(rows[0]) == ACLED_COLUMNS
    assert len(ACLED_COLUMNS) == 31
    assert len(UCDP_COLUMNS) == 49
    assert made["hxl"].splitlines()[1].startswith("#event+id,")


def test_ucdp_shape_drops_and_counts_what_is_not_fatal(picture):
    text, dropped = ucdp_shaped(located(picture))
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["best"], row["deaths_civilians"], row["where_prec"]) == ("3", "3", "1")
    assert dropped == 1


def test_parquet_and_datapackage_round_trip(picture):
    made = located(picture)
    table = pq.read_table(io.BytesIO(FORMATS["parquet"][1](made))).to_pylist()
    assert [r["incident_id"] for r in table] == ["inc-1", "inc-2"]
    geo = pq.read_table(io.BytesIO(FORMATS["geoparquet"][1](made)))
    assert msgspec.json.decode(geo.schema.metadata[b"geo"])["version"] == "1.1.0"
    assert geo["geometry"][0].as_py()[:5] == b"\x01\x01\x00\x00\x00"
    with zipfile.ZipFile(io.BytesIO(FORMATS["datapackage"][1](made))) as package:
        header = package.read("incidents.csv").decode().splitlines()[0].split(",")
        described = msgspec.json.decode(package.read("datapackage.json"))
    assert header == [f["name"] for f in incident_schema()["fields"]]
    assert described["resources"][0]["schema"] == incident_schema()


def test_annotations_find_their_quote_again(picture):
    texts = {f"urn:veye:{d.id}": d.text for d in picture.documents}
    for annotation in msgspec.json.decode(FORMATS["annotations"][1](picture)):
        quote, position = annotation["target"]["selector"]
        text = texts[annotation["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_cot_uid_is_the_incident_and_ce_its_radius(picture):
    root = etree.fromstring(FORMATS["cot"][1](located(picture)))
    event = root[0]
    assert (event.get("uid"), event[0].get("ce")) == ("inc-1", "1000.0")
    assert event.get("stale") > event.get("start")
