"""A brief says nothing that it cannot show."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.brief import compose, render_docx, render_html, render_pdf, wording
from veye.brief.cite import Citations, gate, needs_citation, sentence_bounds
from veye.brief.export import claims_jsonl, incidents_csv, incidents_geojson
from veye.brief.model import Section, Sentence
from veye.brief.names import PersonMask
from veye.errors import InternalError
from veye.records import Count, Document, Figure, Source, When


def sentences(brief):
    return [s for section in brief.sections for paragraph in section.paragraphs for s in paragraph]


def test_every_number_and_date_in_a_brief_has_a_live_citation(picture):
    brief = compose(picture)
    live = {c.id for c in picture.claims}
    by_number = {c.number: c for c in brief.citations}
    checked = [s for s in sentences(brief) if needs_citation(s.text) and s.tone != "method"]
    assert len(checked) >= 5
    for sentence in checked:
        assert sentence.cites, sentence.text
        for number in sentence.cites:
            citation = by_number[number]
            assert citation.url == "https://example.org/resolution" or set(citation.claim_ids) & live


def test_gate_stops_a_number_without_a_source(picture):
    section = Section("x", "X", ((Sentence("Seven officers were wounded."),),))
    with pytest.raises(InternalError, match="without a citation"):
        gate([section], (), picture)


def test_gate_stops_a_citation_whose_claim_is_gone(picture):
    brief = compose(picture)
    emptied = msgspec.structs.replace(picture, claims=())
    with pytest.raises(InternalError, match="not live"):
        gate(brief.sections, brief.citations, emptied)


def test_citing_a_claim_that_is_not_in_the_picture_is_refused(picture):
    with pytest.raises(InternalError, match="not live"):
        Citations(picture).cite(["clm-unknown"])


def test_copies_of_one_origin_share_a_citation_and_are_named_in_it(picture):
    citations = Citations(picture)
    numbers, more = citations.cite(picture.claims[:3])
    assert (len(numbers), more) == (2, 0)
    first = citations.all()[0]
    assert (first.outlet, first.also) == ("The Desk", ("Daily Copy",))


def test_contested_number_is_a_range_and_names_who_says_what(picture):
    text = " ".join(s.text for s in sentences(compose(picture)))
    assert "2 to 3 members of the mission were wounded" in text
    assert "3 (town hall)" in text


def test_an_incident_that_only_tells_of_another_again_is_no_row_of_the_table(picture):
    figure = Figure.make(
        "casualties", "wounded", label="Wounded", unit="persons", method="sum", value=2.0, low=2.0, high=3.0,
        claim_ids=picture.incidents[0].claim_ids[:1], columns=("counted", "incident"),
        rows=(("yes", "inc-1"), ("may repeat another", "inc-2")),
    )  # fmt: skip
    again = msgspec.structs.replace(picture.incidents[0], id="inc-2")
    both = msgspec.structs.replace(picture, figures=(*picture.figures, figure), incidents=(*picture.incidents, again))
    (table, *_) = compose(both).section("casualties").tables
    assert len(table.rows) == 1
    assert "1 that only tell of one of these again are left out" in table.note
    header, first, second = (line.split(",") for line in incidents_csv(both).splitlines())
    assert [row[header.index("told_again")] for row in (first, second)] == ["", "wounded"]


def test_a_toll_without_two_different_numbers_is_no_dispute_in_the_table(picture):
    (incident,) = picture.incidents
    (tally,) = incident.tallies
    one = msgspec.structs.replace(tally, values=tally.values[:1])
    agreed = msgspec.structs.replace(picture, incidents=(msgspec.structs.replace(incident, tallies=(one,)),))
    captions = [t.caption for t in compose(agreed).section("casualties").tables]
    assert "Numbers on which reports differ" not in captions
    assert "Numbers on which reports differ" in [t.caption for t in compose(picture).section("casualties").tables]


def test_what_is_not_known_is_said(picture):
    section = compose(picture).section("not-known")
    assert "no report gives the fleet" in section.paragraphs[0][0].text


def test_names_of_persons_are_masked_in_citations(picture):
    html = render_html(compose(picture))
    assert "Rassendyll" not in html
    assert "Rassendyll" in render_html(compose(picture, mask=False)) or "Rassendyll" in picture.documents[0].text


def test_mask_gives_one_person_one_letter_and_keeps_places():
    doc = Document.make(
        "Constable Samuel Kito died. Major Rose Anyango spoke of Kito. Inspector Zenda", key="x", source=Source("o")
    )
    masked = PersonMask(places=frozenset({"Zenda"}))(doc.text, doc)
    assert masked == "Constable [person A] died. Major [person B] spoke of [person A]. Inspector Zenda"


def test_mask_leaves_places_of_offices_units_and_what_follows_a_sentence_alone():
    text = "The mayor of Strelsau, agent UDR and an officer. Pictures show it; Col. Rupert Hentzau saw Mr Black."
    doc = Document.make(text, key="x", source=Source("o"))
    masked = PersonMask()(text, doc)
    assert masked == (
        "The mayor of Strelsau, agent UDR and an officer. Pictures show it; Col. [person A] saw Mr [person B]."
    )


def test_mask_knows_a_name_by_the_office_or_age_behind_it():
    text = "Rose Anyango, the force commander, and Paul Zenda, 34, spoke. Anyango left."
    doc = Document.make(text, key="x", source=Source("o"))
    masked = PersonMask(places=frozenset({"Zenda"}))(text, doc)
    assert masked == "[person A], the force commander, and [person B], 34, spoke. [person A] left."


def test_a_speaker_who_is_named_is_masked_where_values_differ(picture):
    (incident,) = picture.incidents
    (tally,) = incident.tallies
    named = tuple(msgspec.structs.replace(v, said_by="Sergeant John Rassendyll") for v in tally.values)
    changed = msgspec.structs.replace(incident, tallies=(msgspec.structs.replace(tally, values=named),))
    html = render_html(compose(msgspec.structs.replace(picture, incidents=(changed,))))
    assert "Rassendyll" not in html


def test_page_escapes_what_sources_say(picture):
    evil = msgspec.structs.replace(picture.documents[0].source, name="<script>alert(1)</script>")
    docs = (msgspec.structs.replace(picture.documents[0], source=evil), *picture.documents[1:])
    html = render_html(compose(msgspec.structs.replace(picture, documents=docs)))
    assert "<script" not in html


def test_links_of_sources_are_only_web_addresses(picture):
    docs = tuple(msgspec.structs.replace(d, url="javascript:alert(1)") for d in picture.documents)
    html = render_html(compose(msgspec.structs.replace(picture, documents=docs)))
    assert 'href="javascript' not in html


def test_page_names_nothing_to_fetch_and_runs_no_scripts(picture):
    html = render_html(compose(picture))
    assert "default-src 'none'" in html
    assert not re.search(r"<(script|link|img|iframe|object)\b|@import|url\(", html)


def test_pdf_is_the_same_byte_for_byte(picture):
    brief = compose(picture)
    first, second = render_pdf(brief), render_pdf(brief)
    assert first.startswith(b"%PDF")
    assert first == second


def test_docx_holds_every_section(picture):
    brief = compose(picture)
    with zipfile.ZipFile(io.BytesIO(render_docx(brief))) as package:
        body = package.read("word/document.xml").decode()
    assert all(s.title.replace("&", "&amp;") in body for s in brief.sections)


def test_exports_tell_the_same_incidents(picture):
    geo = msgspec.json.decode(incidents_geojson(picture))
    rows = incidents_csv(picture).splitlines()
    assert len(geo["features"]) == len(rows) - 1 == len(picture.incidents)
    assert geo["features"][0]["geometry"] is None, "a place that was not resolved has no point"
    lines = claims_jsonl(picture).splitlines()
    assert len(lines) == len(picture.claims)
    assert msgspec.json.decode(lines[0])["doc_key"] == "a"


def test_spreadsheet_formulas_in_sources_are_made_inert(picture):
    bad = msgspec.structs.replace(picture.incidents[0], title="=HYPERLINK(1)")
    assert "'=HYPERLINK" in incidents_csv(msgspec.structs.replace(picture, incidents=(bad,)))


@given(text=st.text(max_size=300), data=st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_sentence_around_a_span_contains_it(text, data):
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin, stop = sentence_bounds(text, start, end)
    assert 0 <= begin <= start
    assert end <= stop <= len(text)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Count.exactly(2), "two"),
        (Count(70, None), "at least 70"),
        (Count(None, 5), "up to five"),
        (Count(54, 65), "54 to 65"),
        (Count(), "an unstated number of"),
    ],
)
def test_counts_are_worded_with_their_open_ends(value, words):
    assert wording.count(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (When.from_iso("2025-04-02"), "on 2 April 2025"),
        (When.from_iso("2025-03"), "in March 2025"),
        (When.from_iso("2025"), "in 2025"),
        (When(date(2025, 3, 27), date(2025, 4, 2), "week"), "between 27 March 2025 and 2 April 2025"),
        (When(date(2025, 4, 1), date(2025, 6, 30), "quarter"), "between April and June 2025"),
        (When(date(2024, 12, 1), date(2025, 2, 28), "longer"), "between December 2024 and February 2025"),
        (None, ""),
    ],
)
def test_days_are_worded_no_finer_than_stated(value, words):
    assert wording.when(value) == words


def test_money_is_worded_in_full():
    assert wording.money(13.3e6, "USD") == "13.3 million US dollars"
    assert wording.money(300e6, "USD") == "300 million US dollars"


def test_brief_since_an_earlier_one_says_what_changed(picture):
    earlier = compose(picture)
    assert "no number has changed" in compose(picture, previous=earlier).section("since").paragraphs[0][0].text
    tally = msgspec.structs.replace(picture.incidents[0].tallies[0], low=3, best=3)
    incident = msgspec.structs.replace(picture.incidents[0], tallies=(tally,))
    later = compose(msgspec.structs.replace(picture, incidents=(incident,)), previous=earlier)
    (table,) = later.section("since").tables
    assert table.rows == (("Attack near Zenda: mission wounded", "2 (2 to 3)", "3", "+1"),)
    assert table.cites[0]


def test_brief_round_trips_through_json(picture):
    brief = compose(picture)
    assert msgspec.json.decode(msgspec.json.encode(brief), type=type(brief)) == brief
