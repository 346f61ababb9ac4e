"""What leaves the house leaks nothing above its level."""

from __future__ import annotations

import io
import re
import zipfile

import msgspec
import pyarrow.parquet as pq
import pytest
from brief_made import GAZETTEER, QUARTER, located
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from veye.brief import compose, render_docx, render_html, render_pdf
from veye.brief.dossier import make_dossier
from veye.brief.export import FORMATS
from veye.brief.release import release
from veye.brief.small_cells import suppress_small_cells
from veye.errors import InputError
from veye.records import (
    Attribution,
    Casualty,
    Claim,
    Count,
    Equipment,
    Figure,
    Incident,
    PlaceMention,
    Point,
    ReportedValue,
    Row,
    Series,
    Tally,
    When,
)


def seeded(picture):
    """The picture with a telltale word in every place that free text can stand in; and a row with its cells."""
    made = located(picture)
    docs = tuple(
        msgspec.structs.replace(d, key=f"Castle Quarter {d.key}", title="Raid on Castle Quarter", text=d.text)
        for d in made.documents
    )
    told = Attribution("Colonel Rassendyll", "named")
    claims = [msgspec.structs.replace(c, attribution=told, disputed=("Hentzau",)) for c in made.claims]
    claims[3] = msgspec.structs.replace(
        claims[3],
        statement=Equipment("helmet", "helmet", "failed", Count.exactly(2, words="couple"), "thin at the Moat"),
    )
    row = Row("form_incident", "k", (("notes", "Castle Quarter"), ("killed", "3"), ("lat", "50.6123")))
    dead = Casualty("killed", Count.exactly(3, words="trio"), "civilian", who_detail="Hentzau")
    old = When.from_iso("2025-03-01")
    here = PlaceMention("the Castle Quarter", QUARTER)
    claims.append(Claim.make(docs[2].id, dead, (row,), when=old, place=here, language="en"))
    incidents = tuple(
        msgspec.structs.replace(
            i,
            targets=("Hentzau",),
            tallies=tuple(
                msgspec.structs.replace(
                    t, values=tuple(msgspec.structs.replace(v, said_by="Colonel Rassendyll") for v in t.values)
                )
                for t in i.tallies
            ),
        )
        for i in made.incidents
    )
    origins = tuple(msgspec.structs.replace(o, label="Colonel Jane Rassendyll") for o in made.origins)
    points = tuple(Point(When.from_iso(f"2025-03-0{n}"), Count.exactly(n), (claims[3].id,)) for n in (1, 2, 3))
    series = (Series("strength/total/current", "personnel", points),)
    return msgspec.structs.replace(
        made, documents=docs, claims=tuple(claims), incidents=incidents, origins=origins, series=series
    )


def everything(picture, level: str = "internal") -> str:
    """All that any format, the brief and a dossier (as page, PDF, Word and data) write of a picture, as one text."""
    out = []
    for made in (compose(picture, level=level), make_dossier(picture, "casualties and equipment", level=level)):
        out += [render_html(made), msgspec.json.encode(made).decode()]
        out += [p.extract_text() for p in PdfReader(io.BytesIO(render_pdf(made))).pages]
        out.append(unzipped(render_docx(made)))
    for name, (_, make) in FORMATS.items():
        content = make(picture)
        if name == "datapackage":
            content = unzipped(content)
        if name in ("parquet", "geoparquet"):
            content = str(pq.read_table(io.BytesIO(content)).to_pydict())
        out.append(content if isinstance(content, str) else content.decode("utf-8", "replace"))
    return "\n".join(out)


def unzipped(content: bytes) -> str:
    """All members of a zip archive that are text; of Word's XML the words without marks between their parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = [package.read(n) for n in package.namelist() if not n.endswith((".png", ".jpeg"))]
    text = "\n".join(m.decode("utf-8", "replace") for m in members)
    return text + re.sub(r"<[^>]+>", "", text)


TELLTALES = (
    "Castle Quarter", "50.6123", "15.3123", "Rassendyll", "Hentzau", "the Moat", "hurt near", "trio", "couple",
)  # fmt: skip


def test_public_level_holds_no_fine_place_no_words_and_no_small_cell(picture):
    made = seeded(picture)
    released = release(made, "public", GAZETTEER)
    public = everything(released, "public")
    for leaked in (*TELLTALES, "Zenda", "civilian killed 3"):
        assert leaked not in public, leaked
    assert "North March" in public
    counts = [c.statement.count for c in released.claims if isinstance(c.statement, Casualty)]
    guarded = [c for c in released.claims if isinstance(c.statement, Casualty) and c.statement.who == "civilian"]
    assert counts
    assert [c.statement.count.stated for c in guarded] == [False, False]
    assert set(TELLTALES) - {"Rassendyll"} <= {t for t in TELLTALES if t in everything(made)}


def test_partner_level_holds_no_words_of_own_forces_and_no_finer_place(picture):
    partner = everything(release(seeded(picture), "partner", GAZETTEER), "partner")
    for leaked in ("50.6123", "15.3123", "the Moat", "hurt near", "Hentzau", "Rassendyll"):
        assert leaked not in partner, leaked
    assert "Castle Quarter" not in partner
    assert "15 million" in partner


def test_own_force_incident_is_in_no_output_before_the_embargo_ends(picture):
    recent = picture.incidents[0].id
    assert recent in everything(picture)
    for level in ("partner", "public"):
        assert recent not in everything(release(picture, level, GAZETTEER), level)


def test_errata_against_a_brief_for_a_narrower_circle_is_refused(picture):
    before = compose(picture, level="internal")
    with pytest.raises(InputError, match="internal level"):
        compose(release(picture, "public", GAZETTEER), level="public", previous=before)


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
    if hidden and shown:
        assert sum(tolls) - sum(shown) - hidden + 1 >= 5, "each hidden toll may be as large as the smallest shown"
