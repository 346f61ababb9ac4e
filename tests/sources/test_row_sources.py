"""Rows of data sets become claims, strictly: nothing unknown is passed over in silence."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veye.errors import InputError
from veye.records import Casualty, Claim, Count, Document, Equipment, Funding, Issue, Pay, Strength
from veye.sources import Limits, Stated, read_documents, read_inputs, read_rows, recognise, source_names
from veye.sources.cells import amount, whole_number
from veye.sources.mapping import load_mapping

FOLDERS = Path(__file__).parents[2] / "src" / "veye" / "sources"
SAMPLES = {
    "timeline": "timeline/sample.csv",
    "ucdp": "ucdp/sample.csv",
    "dtm": "dtm/sample.csv",
    "fts": "fts/sample.csv",
    "hxl": "hxl/sample.csv",
    "form_incident": "forms/sample.json",
}
ACLED_COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)


def rows_of(path, source, **options):
    """Documents, claims and issues of one file."""
    found = list(read_rows(path, source, **options))
    return tuple([f for f in found if isinstance(f, kind)] for kind in (Document, Claim, Issue))


def acled_table(*events, columns=ACLED_COLUMNS, rename=str):
    """An invented table in the publisher's columns; each event gives the cells that differ from a plain one."""
    plain = {
        "event_id_cnty": "EXA1", "event_date": "2031-04-02", "year": "2031", "time_precision": "1",
        "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Example Front", "actor2": "Example Police",
        "iso": "404", "country": "Kenya", "location": "Sampletown", "latitude": "1.5", "longitude": "2.5",
        "geo_precision": "1", "source": "Example News", "fatalities": "0", "timestamp": "1933000000",
    }  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([rename(c) for c in columns])
    for event in events:
        writer.writerow([{**plain, **event}.get(c, "") for c in columns])
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_each_sample_is_read_without_an_issue_and_twice_alike(name):
    docs, claims, issues = rows_of(FOLDERS / SAMPLES[name], name)
    assert claims
    assert not issues
    by_id = {d.id: d for d in docs}
    assert {c.doc_id for c in claims} == set(by_id)
    for claim in claims:
        assert claim.row is not None
        assert claim.row.cells
        assert all(f"{column}: {value}" in by_id[claim.doc_id].text for column, value in claim.row.cells)
        assert claim.read_by.reader == f"rows/{name}"
    assert [c.id for c in rows_of(FOLDERS / SAMPLES[name], name)[1]] == [c.id for c in claims]


def test_every_row_source_has_a_page_and_a_sound_mapping():
    for name in source_names():
        page = "forms" if name.startswith("form_") else name.removesuffix("_deleted")
        assert (FOLDERS.parents[2] / "docs" / "sources" / f"{page}.md").is_file(), name
        if page != "forms":
            mapping = load_mapping(name)
            assert mapping.title
            assert mapping.licence
            for column in mapping.aliases.values():
                assert column in (*mapping.used, *mapping.kept, *mapping.ignored), (name, column)


def test_an_unknown_row_source_is_an_input_error(put):
    with pytest.raises(InputError, match="Did you mean 'acled'"):
        read_rows(put("a.csv", "a\n"), "acld")


def test_a_table_of_another_kind_is_refused_by_its_columns(put):
    docs, claims, issues = rows_of(put("a.csv", "id,text\n1,Hello.\n"), "ucdp")
    assert not docs
    assert not claims
    assert [i.code for i in issues] == ["column_missing"]
    assert "type_of_violence" in issues[0].what


@pytest.mark.parametrize("source", source_names())
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 99, b"{", b"[]", b'{"a": [', b"a,b\n1,2\n", b"\xff\xfe", b"#adm1\n"]
)
def test_a_bad_file_ends_in_issues_for_every_source(put, source, content):
    _, claims, issues = rows_of(put("bad.dat", content), source)
    assert not claims
    assert issues
    assert "unreadable" not in [i.code for i in issues]


def test_a_huge_table_is_refused(put):
    _, _, issues = rows_of(put("a.csv", "x" * 500), "ucdp", limits=Limits(file_bytes=100))
    assert [i.code for i in issues] == ["too_large"]


def test_an_unknown_column_is_named_once_and_the_rest_is_read(put):
    rows = "date,kind,subject,value_low,unit,plase\n2031-01-01,strength,Deployed,5,personnel,x\n"
    _, claims, issues = rows_of(put("t.csv", rows + "2031-01-02,strength,Deployed,6,personnel,y\n"), "timeline")
    assert len(claims) == 2
    assert [i.code for i in issues] == ["unknown_column"]
    assert "Did you mean 'place'" in issues[0].hint


def test_unknown_kinds_and_units_are_issues_not_guesses(put):
    rows = (
        "date,kind,subject,value_low,unit\n2031-01-01,parade,March,5,person\n2031-01-01,strength,Deployed,5,battalion\n"
    )
    _, claims, issues = rows_of(put("t.csv", rows), "timeline")
    assert not claims
    assert [i.code for i in issues][:2] == ["unknown_category", "unknown_category"]
    assert [i.where.rpartition("#")[2] for i in issues][:2] == ["1", "2"]


def test_a_timeline_never_says_a_day_where_its_note_says_about(put):
    rows = "date,kind,subject,value_low,unit,note\n2031-03-10,arrival,Kenyan group,20,personnel,day approximate\n"
    _, (claim,), _ = rows_of(put("t.csv", rows), "timeline")
    assert claim.when is not None
    assert claim.when.days == 7
    assert claim.statement == Strength("Kenya", Count.exactly(20), "arrived")


def test_a_timeline_tells_late_pay_its_denial_and_killed_with_wounded(put):
    rows = (
        "date,kind,subject,value_low,value_high,unit,note\n"
        "2031-12-05,pay_arrears,Kenyan officers: allowances unpaid,3,3,months,\n"
        "2031-12-05,pay_denial,Police chief: paid to end of October,1,1,months,\n"
        "2031-06-30,killed_or_injured,First half 2031,3884,3900,person,source wording says deaths\n"
        "2031-06-30,killed_or_injured,Q2 2031,1379,1379,person,\n"
    )
    _, claims, issues = rows_of(put("t.csv", rows), "timeline")
    assert not issues
    late, paid, both, dead, quarter = (c.statement for c in claims)
    assert late == Pay("Kenya", "late", "allowance", Count.exactly(3))
    assert paid == Pay(None, "paid", "pay", Count(), "2031-10")
    assert (both.outcome, both.count) == ("killed or wounded", Count(3884, 3900))
    assert (dead.outcome, dead.count) == ("killed", Count(3884, 3900))
    assert (quarter.outcome, quarter.count.low) == ("killed or wounded", 1379)
    assert all(c.flags.cumulative for c in claims[2:])


def test_the_mission_timeline_is_read_whole(shared):
    docs, claims, issues = rows_of(shared / "data" / "haiti" / "mss_timeline.csv", "timeline")
    assert not issues
    strengths = [c for c in claims if isinstance(c.statement, Strength)]
    ceilings = {c.statement.count.low for c in strengths if c.statement.kind == "authorised"}
    assert ceilings == {2500, 5550}
    on = [c for c in strengths if c.when and c.when.earliest == date(2025, 12, 8) and c.statement.kind == "current"]
    assert [(c.statement.contingent, c.statement.count.low) for c in on] == [("total", 980)]
    killed = [c for c in claims if isinstance(c.statement, Casualty) and c.statement.outcome == "killed"]
    year = [c for c in killed if c.when and c.when.precision == "year" and c.when.iso() == "2025"]
    assert [c.statement.count.low for c in year] == [5915]
    quarters = [c for c in killed if c.when and c.when.precision == "quarter" and c.when.earliest.year == 2025]
    assert sum(c.statement.count.low or 0 for c in quarters) == 5907
    paid = [c for c in claims if isinstance(c.statement, Funding) and c.statement.kind == "disbursed"]
    fund = [c.statement.amount for c in paid if c.statement.purpose == "UN trust fund"]
    assert max(f for f in fund if f) == 113e6
    grounded = [c.statement for c in claims if isinstance(c.statement, Equipment) and c.statement.event == "grounded"]
    assert [(g.item_class, g.count.low) for g in grounded] == [("armoured_vehicle", 20)]
    assert all(d.url for d in docs)


@pytest.mark.parametrize("rename", [str, str.upper, lambda c: {"geo_precision": "geo_prec"}.get(c, c)])
def test_acled_is_read_with_new_old_and_upper_case_headers(put, rename):
    table = acled_table({"fatalities": "4", "event_date": "02 April 2031"}, rename=rename)
    (doc,), claims, issues = rows_of(put("a.csv", table), "acled")
    assert not issues
    attack, killed = claims
    assert (attack.statement.actor, attack.statement.target, attack.statement.mode) == (
        "Example Front",
        "Example Police",
        "clash",
    )
    assert (killed.statement.outcome, killed.statement.count, killed.statement.who) == (
        "killed",
        Count.exactly(4),
        "mixed",
    )
    assert killed.when is not None
    assert killed.when.iso() == "2031-04-02"
    assert killed.place is not None
    assert killed.place.place is not None
    assert (killed.place.place.where_prec, killed.place.place.country) == (1, "KEN")
    assert (doc.source.name, doc.origin_hint, doc.published) == ("ACLED", "Example News", "2031-04-03")


def test_acled_columns_of_before_2023_are_ignored_by_name(put):
    columns = ("data_id", "iso3", "event_id_no_cnty", *ACLED_COLUMNS)
    _, claims, issues = rows_of(put("a.csv", acled_table({"iso3": "KEN"}, columns=columns)), "acled")
    assert len(claims) == 1
    assert not issues


def test_acled_newest_edition_wins_and_deleted_events_are_left_out(put):
    table = acled_table(
        {"fatalities": "2", "timestamp": "1933000001"},
        {"fatalities": "5", "timestamp": "1933000009"},
        {"fatalities": "3", "timestamp": "1933000005"},
        {"event_id_cnty": "EXA2", "fatalities": "7", "timestamp": "1933000001"},
        {"event_id_cnty": "EXA3", "fatalities": "9", "timestamp": "1933000009"},
    )
    deleted = put("deleted.csv", "event_id_cnty,deleted_timestamp\nEXA2,1933000004\nEXA3,1933000004\n")
    _, claims, issues = rows_of(put("a.csv", table), "acled", deleted=deleted)
    killed = [c.statement.count.low for c in claims if isinstance(c.statement, Casualty)]
    assert killed == [5, 9]
    assert not issues
    with pytest.raises(InputError, match="deleted"):
        read_rows(put("b.csv", table), "acled", deleted=put("wrong.csv", "a,b\n1,2\n"))


@pytest.mark.parametrize(("given", "days"), [("1", 1), ("2", 7), ("3", 30)])
def test_acled_time_precision_widens_the_day(put, given, days):
    _, (claim,), _ = rows_of(put("a.csv", acled_table({"time_precision": given})), "acled")
    assert claim.when is not None
    assert claim.when.days == days


def test_acled_events_that_are_no_attack_are_ignored_by_name_and_unknown_ones_said(put):
    table = acled_table(
        {"event_type": "Strategic developments", "sub_event_type": "Agreement"},
        {"event_id_cnty": "EXA2", "sub_event_type": "Brawl"},
        {"event_id_cnty": "EXA3", "event_type": "Riots"},
        {"event_id_cnty": "EXA4", "geo_precision": "9"},
        {"event_id_cnty": "EXA5", "fatalities": "several"},
    )
    _, claims, issues = rows_of(put("a.csv", table), "acled")
    assert not claims
    assert [i.code for i in issues] == ["unknown_category", "unknown_category", "row_not_used", "row_not_used"]


def test_ucdp_is_read_by_name_whatever_the_order_and_version(put):
    header, rows = (FOLDERS / "ucdp" / "sample.csv").read_text().split("\n", 1)
    old = {"best": "best_est", "high": "high_est", "low": "low_est"}
    older = ",".join(old.get(c, c) for c in header.split(","))
    expected = [(c.statement, c.when) for c in rows_of(FOLDERS / "ucdp" / "sample.csv", "ucdp")[1]]
    _, claims, issues = rows_of(put("v5.csv", f"{older}\n{rows}"), "ucdp")
    assert not issues
    assert [(c.statement, c.when) for c in claims] == expected
    records = list(csv.DictReader(io.StringIO(f"{header}\n{rows}")))
    shuffled = json.dumps({"TotalPages": 1, "Result": [dict(sorted(r.items())) for r in records]})
    assert [(c.statement, c.when) for c in rows_of(put("api.json", shuffled), "ucdp")[1]] == expected


def test_ucdp_deaths_go_to_their_sides_and_keep_the_range_where_it_is_theirs():
    _, claims, _ = rows_of(FOLDERS / "ucdp" / "sample.csv", "ucdp")
    killed = [(c.statement.who, c.statement.count.low, c.statement.count.high) for c in claims if c.type == "casualty"]
    assert killed == [("military", 1, 1), ("gang", 2, 2), ("civilian", 5, 12)]
    month = claims[-1].when
    assert month is not None
    assert (month.precision, month.days) == ("month", 30)


def test_ucdp_rows_whose_deaths_do_not_sum_are_said(put):
    text = (FOLDERS / "ucdp" / "sample.csv").read_text().replace(",1,2,0,0,3,3,3,", ",1,2,0,0,4,4,4,")
    _, claims, issues = rows_of(put("u.csv", text), "ucdp")
    assert {c.row.key for c in claims} == {"900002"}
    assert [i.code for i in issues] == ["row_not_used"]


def test_dtm_parts_of_one_place_are_summed_with_the_parts_kept():
    docs, claims, _ = rows_of(FOLDERS / "dtm" / "sample.csv", "dtm")
    assert [c.statement.count.low for c in claims] == [150, 55]
    assert ("parts", "120 + 30") in claims[0].row.cells
    assert docs[0].published == "2031-04-02"


def test_dtm_two_numbers_for_one_place_and_day_are_not_chosen_between(put):
    text = (FOLDERS / "dtm" / "sample.csv").read_text() + (
        "Invented,Exampleland,EX,South,EX02,60,2031-04-02,2031,4,3,Conflict,Baseline\n"
    )
    _, claims, issues = rows_of(put("d.csv", text), "dtm")
    assert [c.statement.count.low for c in claims] == [150]
    assert [i.code for i in issues] == ["conflicting_rows"]


def test_fts_keeps_the_currency_and_leaves_out_money_that_moves_on():
    _, (claim,), _ = rows_of(FOLDERS / "fts" / "sample.csv", "fts")
    assert claim.statement == Funding("Government of Exampleland", 920000.0, "EUR", "disbursed", "Invented plan")


def test_fts_json_of_the_service_reads_like_its_csv(put):
    flow = {
        "id": "1", "amountUSD": 1000000, "status": "paid", "date": "2031-02-01T00:00:00Z", "boundary": "incoming",
        "originalAmount": 920000, "originalCurrency": "EUR", "updatedAt": "2031-03-01T00:00:00Z",
        "sourceObjects": [{"type": "Organization", "name": "Government of Exampleland"}, {"type": "Weird"}],
        "destinationObjects": [{"type": "Plan", "name": "Invented plan"}],
    }  # fmt: skip
    onward = {**flow, "id": "2", "boundary": None, "newMoney": False}
    older = {**flow, "status": "pledge", "updatedAt": "2031-01-01T00:00:00Z"}
    answer = {"status": "ok", "data": {"flows": [flow, older, onward]}}
    _, (claim,), issues = rows_of(put("f.json", json.dumps(answer)), "fts")
    assert claim.statement == Funding("Government of Exampleland", 920000.0, "EUR", "disbursed", "Invented plan")
    assert not issues


def test_hxl_columns_are_found_by_tag_and_parts_are_not_counted_again():
    _, claims, _ = rows_of(FOLDERS / "hxl" / "sample.csv", "hxl")
    assert [(c.type, c.statement.count.low) for c in claims] == [("casualty", 4), ("displacement", 900)]
    assert claims[0].place.words == "North"


def test_hxl_without_hashtags_and_with_unknown_tags_is_said(put):
    _, _, issues = rows_of(put("a.csv", "Day,Killed\n2031-04-02,4\n"), "hxl")
    assert [i.code for i in issues] == ["no_hashtags"]
    _, claims, issues = rows_of(put("b.csv", "#date,#affected+killed,#weather\n2031-04-02,4,rain\n"), "hxl")
    assert len(claims) == 1
    assert [i.code for i in issues] == ["unknown_column"]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_tables_of_known_data_sets_are_recognised_and_not_read_as_reports(name):
    path = FOLDERS / SAMPLES[name]
    assert recognise(path) == name
    (issue,) = read_documents([path])
    assert isinstance(issue, Issue)
    assert issue.code == "row_table"
    assert f"({name})" in issue.what
    assert "veye brief" in issue.hint


def test_inputs_of_both_kinds_are_read_in_one_go(put, tmp_path):
    put("in/report.txt", "Twenty vehicles were grounded.")
    put("in/events.csv", acled_table({"fatalities": "4"}, {"event_id_cnty": "EXA2", "sub_event_type": "Brawl"}))
    put("in/timeline.csv", (FOLDERS / "timeline" / "sample.csv").read_text())
    found = list(read_inputs([tmp_path / "in"]))
    kinds = [type(f).__name__ for f in found]
    assert kinds == ["Stated", "Issue", "Document", "Stated", "Stated", "Stated"]
    for item in found:
        if isinstance(item, Stated):
            assert item.claims
            assert {c.doc_id for c in item.claims} == {item.doc.id}


def test_acled_tables_are_recognised_in_any_dress(put):
    assert recognise(put("a.csv", acled_table({}, rename=str.upper))) == "acled"
    assert recognise(put("a.tsv", acled_table({}).replace(",", "\t"))) == "acled"


@pytest.mark.parametrize(
    "content",
    [
        "date,kind,subject,text\n2031-01-01,news,Title,The report itself.\n",
        "id,description\n1,Something happened.\n",
        "Killed #1\n4\n",
        "",
        "\x00\x00",
    ],
)
def test_tables_of_reports_and_others_are_not_taken_for_data_sets(put, content):
    assert recognise(put("a.csv", content)) is None


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from(sorted(SAMPLES)))
def test_damaged_tables_end_in_claims_or_issues(tmp_path_factory, data, name):
    content = bytearray((FOLDERS / SAMPLES[name]).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at, length = data.draw(st.integers(0, len(content))), data.draw(st.integers(0, 10))
        content[at : at + length] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b",", b'"', b"\n", b"-1", b"1e9"])
        )
    path = tmp_path_factory.getbasetemp() / f"damaged{Path(SAMPLES[name]).suffix}"
    path.write_bytes(content)
    docs = set()
    for item in read_rows(path, name):
        assert isinstance(item, Document | Claim | Issue)
        if isinstance(item, Document):
            docs.add(item.id)
        elif isinstance(item, Claim):
            assert item.doc_id in docs
        else:
            assert item.code != "unreadable", item


@pytest.mark.parametrize(("words", "number"), [("1,200", 1200), ("4.0", 4), ("", None), ("0", 0)])
def test_counts_are_read_as_written(words, number):
    assert whole_number(words) == number


@pytest.mark.parametrize("words", ["-1", "2.5", "nan", "inf", "many", "1e99"])
def test_what_is_no_count_is_refused(words):
    with pytest.raises(ValueError):
        whole_number(words)
    if words in ("nan", "many", "1e99", "inf"):
        with pytest.raises(ValueError):
            amount(words)


def test_mappings_ship_no_rows_of_others():
    for path in FOLDERS.rglob("mapping.yml"):
        assert "rows" not in yaml.safe_load(path.read_text())
    assert not list((FOLDERS / "acled").glob("*.csv"))


def test_a_file_that_lacks_one_column_is_told_which(tmp_path):
    path = tmp_path / "events.csv"
    text = (FOLDERS / SAMPLES["ucdp"]).read_text(encoding="utf-8")
    path.write_text(text.replace("type_of_violence", "type_of_violense", 1), encoding="utf-8")
    assert recognise(path) == "ucdp"
    issue = next(x for x in read_rows(path, "ucdp") if isinstance(x, Issue))
    assert issue.code == "column_missing"
    assert "no column 'type_of_violence'" in issue.what
    assert "Is 'type_of_violense' meant?" in issue.hint


@pytest.mark.parametrize("cell", ["=1+1", "two", "nan", "1e999", "9" * 200])
def test_a_count_that_is_none_names_its_column_and_no_other_row_is_lost(cell, tmp_path):
    path = tmp_path / "hxl.csv"
    path.write_text(f"where,dead\n#loc,#affected+killed\nTown,{cell}\nField,2\n", encoding="utf-8")
    read = list(read_rows(path, "hxl"))
    (issue,) = [x for x in read if isinstance(x, Issue)]
    assert issue.what.startswith("column '#affected+killed': ")
    assert len(issue.what) < 120
    assert [c.statement.count.best for c in read if isinstance(c, Claim)] == [2]
