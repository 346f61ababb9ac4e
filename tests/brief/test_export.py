"""Every format reads back as what went out, in the shapes that its readers know."""

from __future__ import annotations

import csv
import io
import zipfile

import msgspec
import pyarrow.parquet as pq
import pytest
from brief_made import QUARTER, located
from lxml import etree

from veye.brief.export import FORMATS, ucdp_shaped
from veye.brief.export.citing import bibtex
from veye.brief.export.columnar import incident_schema
from veye.brief.export.events import ACLED_COLUMNS, UCDP_COLUMNS
from veye.brief.export.humanitarian import EDXL
from veye.records import Claim, Figure, Issue, PlaceMention
from veye.sources import read_rows


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


@pytest.mark.parametrize("name", ["acled-shaped", "ucdp-shaped", "hxl"])
def test_own_incidents_come_back_through_the_reader_of_their_shape(name, picture, tmp_path):
    path = tmp_path / f"{name}.csv"
    path.write_text(FORMATS[name][1](located(picture)), encoding="utf-8")
    read = list(read_rows(path, name.partition("-")[0]))
    assert not [x for x in read if isinstance(x, Issue)]
    killed = [
        c.statement.count.best for c in read if isinstance(c, Claim) and getattr(c.statement, "outcome", "") == "killed"
    ]
    assert killed == [3]


def test_countries_are_written_as_each_shape_calls_them(picture):
    made = located(picture)
    haiti = msgspec.structs.replace(QUARTER, country="HTI")
    incidents = tuple(msgspec.structs.replace(i, place=PlaceMention("x", haiti)) for i in made.incidents)
    made = msgspec.structs.replace(made, incidents=incidents)
    for name in ("acled-shaped", "ucdp-shaped"):
        assert {r["country"] for r in csv.DictReader(io.StringIO(FORMATS[name][1](made)))} == {"Haiti"}
    entities = [msgspec.json.decode(line) for line in FORMATS["ftm"][1](made).splitlines()]
    assert {c for e in entities for c in e["properties"].get("country", ())} == {"ht"}
    assert {v for e in entities for v in e["properties"].get("language", ())} == {"eng"}


def test_ucdp_deaths_by_side_add_up_to_best(picture):
    (row,) = csv.DictReader(io.StringIO(ucdp_shaped(located(picture))[0]))
    assert sum(int(row[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown")) == int(row["best"])


def test_edxl_is_checked_and_tells_the_measured_losses_of_the_mission(picture):
    lost = Figure.make("casualties", "wounded", label="x", unit="persons", method="sum", value=2.0)
    root = etree.fromstring(FORMATS["edxl"][1](msgspec.structs.replace(picture, figures=(lost,))))
    assert root.tag == f"{{{EDXL}}}sitRep"
    assert root.findtext(f".//{{{EDXL}}}observationText") == "mission wounded 2"


def test_hxl_leaves_unknown_cells_empty(picture):
    (first, *_) = list(csv.DictReader(io.StringIO(FORMATS["hxl"][1](picture))))[1:]
    assert first["killed_best"] == ""
    assert "'" not in first.values()


def test_bibtex_escapes_words_and_leaves_addresses(picture):
    doc = msgspec.structs.replace(
        picture.documents[0], title="50 % of {it} & ~more_", url="https://example.org/a_b?c=%20&d={e}"
    )
    text = bibtex(msgspec.structs.replace(picture, documents=(doc,)))
    assert r"title = {50 \% of \{it\} \& \textasciitilde{}more\_}" in text
    assert "url = {https://example.org/a_b?c=%20&d=%7Be%7D}" in text


def test_references_have_one_id_each(picture):
    twice = tuple(msgspec.structs.replace(d, key="same") for d in picture.documents)
    made = msgspec.structs.replace(picture, documents=twice)
    ids = [item["id"] for item in msgspec.json.decode(FORMATS["csl"][1](made))]
    assert len(set(ids)) == len(ids) == 3


def test_datapackage_describes_each_member_as_it_is(picture):
    with zipfile.ZipFile(io.BytesIO(FORMATS["datapackage"][1](picture))) as package:
        described = msgspec.json.decode(package.read("datapackage.json"))
        names = set(package.namelist())
    assert {r["path"] for r in described["resources"]} | {"datapackage.json"} == names
    assert [r.get("type") for r in described["resources"]] == [None, "file"]
