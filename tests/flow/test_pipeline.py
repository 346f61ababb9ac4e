"""Reports in, ledger out: nothing twice, nothing lost, nothing from the future."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from veye.errors import InputError
from veye.flow.links import live_claims
from veye.flow.picture import make_picture, without
from veye.flow.pipeline import decide, ingest
from veye.flow.reading import Kit, read_claims
from veye.ledger import Ledger
from veye.records import Casualty, Decision
from veye.sources import read_documents

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
EXAMPLES = Path(str(files("veye") / "examples"))
SPEC = ("mss-haiti", "grammar")


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit.load("mss-haiti")


@pytest.fixture(scope="module")
def reports() -> list[Path]:
    return sorted((EXAMPLES / "reports").glob("*.txt"))[:40]


def read_into(ledger: Ledger, kit: Kit, reports, at=NOON):
    return ingest(reports, ledger, kit, spec=SPEC, at=at, metadata=EXAMPLES / "reports.jsonl", workers=1)


@pytest.fixture(scope="module")
def filled(kit, reports, tmp_path_factory):
    with Ledger.open(tmp_path_factory.mktemp("flow") / "case.veye") as ledger:
        read_into(ledger, kit, reports)
        yield ledger


def test_reading_the_same_reports_again_adds_nothing(filled, kit, reports):
    before = list(filled.entries())
    again = read_into(filled, kit, reports, at=NOON + timedelta(days=1))
    assert (again.seen, again.new) == (len(reports), 0)
    assert list(filled.entries()) == before


def test_every_claim_stands_in_its_report(filled):
    view = filled.view()
    assert len(view.claims) > 40
    assert all(c.grounded_in(view.documents[c.doc_id]) for c in view.claims.values())
    assert filled.verify() == []


def test_order_of_reports_does_not_change_what_is_known(filled, kit, reports, tmp_path):
    with Ledger.open(tmp_path / "other.veye") as ledger:
        read_into(ledger, kit, list(reversed(reports)))
        one, other = filled.view(), ledger.view()
    assert one.documents == other.documents
    assert one.claims == other.claims
    assert {frozenset(i.claim_ids) for i in one.incidents.values()} == {
        frozenset(i.claim_ids) for i in other.incidents.values()
    }


def test_several_processes_read_the_same_claims_in_the_same_order(kit):
    documents = list(read_documents([EXAMPLES / "reports"], metadata=EXAMPLES / "reports.jsonl"))[:60]
    alone = list(read_claims(documents, kit, spec=SPEC, workers=1))
    together = list(read_claims(documents, kit, spec=SPEC, workers=2))
    assert alone == together


def test_picture_of_a_past_day_holds_no_later_report(filled, kit):
    day = date(2025, 4, 2)
    picture = make_picture(filled.view(), kit, on=day)
    assert picture.documents
    assert all(d.published_day is None or d.published_day <= day for d in picture.documents)
    known = {d.id for d in picture.documents}
    assert all(c.doc_id in known for c in picture.claims)


def test_withdrawing_a_source_takes_its_claims_out_and_stores_nothing(filled, kit):
    view = filled.view()
    outlet = next(iter(view.documents.values())).source.name
    picture = make_picture(without(view, outlet, kit, at=NOON), kit)
    assert all(d.source.name != outlet for d in picture.documents if any(c.doc_id == d.id for c in picture.claims))
    assert filled.view().decisions == {}


def test_withdrawing_an_origin_takes_out_every_report_that_rests_on_it(filled, kit):
    view = filled.view()
    outlets = {d.source.name for d in view.documents.values()}
    origin = max((o for o in view.origins.values() if o.label not in outlets), key=lambda o: len(o.doc_ids))
    gone = {d for o in view.origins.values() if o.label == origin.label for d in o.doc_ids}
    picture = make_picture(without(view, origin.label, kit, at=NOON), kit)
    assert len(gone) > 1
    assert not {c.doc_id for c in picture.claims} & gone


def test_switching_the_rule_recomputes_every_tally(filled, kit):
    picture = make_picture(filled.view(), kit, rule="majority_of_origins")
    rules = {t.rule for i in picture.incidents for t in i.tallies}
    assert rules == {"majority_of_origins"}


def test_unknown_rule_is_named_with_the_known_ones(filled, kit):
    with pytest.raises(InputError, match="Did you mean 'conservative'"):
        make_picture(filled.view(), kit, rule="conservativ")


def test_merge_and_split_are_kept_and_undone(kit, reports, tmp_path):
    with Ledger.open(tmp_path / "decided.veye") as ledger:
        read_into(ledger, kit, reports)
        first, second = sorted(ledger.view().incidents)[:2]
        merge = Decision.make("merge", (first, second), by="ana", at=NOON)
        decide(ledger, kit, merge)
        merged = ledger.view()
        assert merged.incident(first) == merged.incident(second)
        read_into(ledger, kit, reports, at=NOON + timedelta(hours=1))
        assert ledger.view().incident(first) == ledger.view().incident(second)
        decide(ledger, kit, Decision.make("undo", (merge.id,), by="ana", at=NOON + timedelta(hours=2)))
        assert set(ledger.view().incidents) >= {first, second}


def test_rejected_and_corrected_claims_change_the_picture(kit, reports, tmp_path):
    with Ledger.open(tmp_path / "decided.veye") as ledger:
        read_into(ledger, kit, reports)
        before = make_picture(ledger.view(), kit)
        wounded = next(c for c in before.claims if c.type == "casualty" and c.statement.outcome == "wounded")
        decide(
            ledger,
            kit,
            Decision.make("correct", (wounded.id,), by="ana", at=NOON, value={"count_low": 7, "count_high": 7}),
        )
        corrected = next(c for c in make_picture(ledger.view(), kit).claims if c.id == wounded.id)
        assert corrected.statement.count.low == 7
        decide(ledger, kit, Decision.make("reject", (wounded.id,), by="ana", at=NOON))
        assert wounded.id not in {c.id for c in make_picture(ledger.view(), kit).claims}
        assert ledger.verify() == []


def test_decision_on_something_unknown_is_refused(filled, kit):
    with pytest.raises(InputError, match="holds no"):
        decide(filled, kit, Decision.make("merge", ("inc-x", "inc-y"), by="ana", at=NOON))


EVENT = "event_id_cnty,event_date,event_type,sub_event_type,actor1,country,location,fatalities,timestamp\n"


def test_a_later_edition_or_deletion_of_a_row_takes_its_claims_out(kit, tmp_path):
    def deaths(name: str, text: str) -> list[int | None]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        ingest([tmp_path / name], ledger, kit, spec=SPEC, at=NOON, workers=1)
        told = [c.statement for c in live_claims(ledger.view())]
        return sorted(s.count.low for s in told if isinstance(s, Casualty))

    def row(event: str, number: int, at: int) -> str:
        return f"{event},2025-05-01,Battles,Armed clash,A,Haiti,Kenscoff,{number},{at}\n"

    with Ledger.open(tmp_path / "case.veye") as ledger:
        assert deaths("first.csv", EVENT + row("X1", 3, 1_746_500_000) + row("X2", 2, 1_746_500_000)) == [2, 3]
        assert deaths("edited.csv", EVENT + row("X1", 5, 1_747_500_000)) == [2, 5]
        assert deaths("older.csv", EVENT + row("X1", 4, 1_746_000_000)) == [2, 5], "an older edition read later"
        gone = "event_id_cnty,deleted_timestamp\nX2,1748000000\nX1,1746600000\n"
        assert deaths("gone.csv", gone) == [5], "X1 was edited after its deletion"


def test_a_field_form_alone_is_about_the_mission(kit, tmp_path):
    path = tmp_path / "arrivals.csv"
    head = "SubmissionDate,day,contingent,movement,people,meta-instanceID,KEY\n"
    path.write_text(head + "2025-05-04T10:00:00.000Z,2025-05-03,Jamaica,arrived,24,uuid:a,uuid:a\n", encoding="utf-8")
    with Ledger.open(tmp_path / "case.veye") as ledger:
        ingest([path], ledger, kit, spec=SPEC, at=NOON, workers=1)
        picture = make_picture(ledger.view(), kit)
    assert [(c.type, c.statement.count.low) for c in picture.claims] == [("strength", 24)]
    assert not picture.set_aside
