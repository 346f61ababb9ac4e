"""The ledger keeps everything, in order, and tells when somebody touched it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veye.errors import InputError, InternalError
from veye.ledger import Ledger, fold
from veye.records import Casualty, Claim, Count, Decision, Document, Incident, Source

NOON = datetime(2025, 4, 2, 12, tzinfo=UTC)


def make_document(number: int) -> Document:
    return Document.make(f"Report {number}: two officers wounded.", key=f"r{number}", source=Source("The Desk"))


def make_claim(doc: Document) -> Claim:
    start = doc.text.index("two")
    return Claim.make(doc.id, Casualty("wounded", Count.exactly(2), "mission"), (doc.span(start, start + 12),))


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger.open(tmp_path / "case.veye") as ledger:
        yield ledger


def test_ledger_gives_back_what_was_put_in(ledger):
    doc = make_document(1)
    claim = make_claim(doc)
    ledger.append([("document", doc), ("claim", claim)], at=NOON)
    view = ledger.view()
    assert view.documents == {doc.id: doc}
    assert view.claims == {claim.id: claim}
    assert ledger.verify() == []


def test_appending_the_same_content_again_adds_nothing(ledger):
    doc = make_document(1)
    first = ledger.append([("document", doc), ("claim", make_claim(doc))], at=NOON)
    again = ledger.append([("document", doc), ("claim", make_claim(doc))], at=NOON + timedelta(days=1))
    assert (len(first), again) == (2, [])


def test_incident_is_added_again_only_when_it_changed(ledger):
    one = Incident("inc-1", "attack", "clash", ("c1",), ("d1",))
    two = Incident("inc-1", "attack", "clash", ("c1", "c2"), ("d1", "d2"))
    assert len(ledger.append([("incident", one), ("incident", one)], at=NOON)) == 1
    assert len(ledger.append([("incident", two)], at=NOON)) == 1
    assert len(ledger.append([("incident", one)], at=NOON)) == 1, "coming back to an earlier state is a change too"
    assert ledger.view().incidents == {"inc-1": one}


def test_retired_incident_lives_on_under_its_new_id(ledger):
    kept, gone = (Incident(f"inc-{i}", "attack", "clash", ("c",), ("d",)) for i in "ab")
    ledger.append([("incident", kept), ("incident", gone)], at=NOON)
    ledger.append([("incident_retired", {"id": "inc-b", "into": "inc-a"})], at=NOON)
    assert ledger.view().incident("inc-b") == kept


def test_retired_incident_comes_back_when_it_is_added_again(ledger):
    one = Incident("inc-a", "attack", "clash", ("c",), ("d",))
    ledger.append([("incident", one)], at=NOON)
    ledger.append([("incident_retired", {"id": "inc-a", "into": ""})], at=NOON)
    assert ledger.view().incidents == {}
    assert ledger.view().retired == {"inc-a": one}
    ledger.append([("incident", one)], at=NOON)
    assert ledger.view().incidents == {"inc-a": one}


def test_undoing_a_decision_keeps_both_entries(ledger):
    judged = Decision.make("merge", ("inc-a", "inc-b"), by="ana", at=NOON)
    undo = Decision.make("undo", (judged.id,), by="ana", at=NOON)
    ledger.append([("decision", judged), ("decision", undo)], at=NOON)
    assert ledger.view().decisions == {judged.id: judged, undo.id: undo}


def test_clock_that_runs_backwards_is_lifted_to_the_last_entry(ledger):
    ledger.append([("document", make_document(1))], at=NOON)
    (late,) = ledger.append([("document", make_document(2))], at=NOON - timedelta(hours=1))
    assert late.at == NOON


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.lists(st.integers(0, 500), min_size=1, max_size=12), cut=st.integers(-10, 510))
def test_as_of_never_sees_the_future(tmp_path_factory, minutes, cut):
    with Ledger.open(tmp_path_factory.mktemp("l") / "case.veye") as ledger:
        for number, minute in enumerate(sorted(minutes)):
            ledger.append([("document", make_document(number))], at=NOON + timedelta(minutes=minute))
        moment = NOON + timedelta(minutes=cut)
        view = ledger.view(as_of=moment)
        assert len(view.documents) == sum(m <= cut for m in minutes)
        assert view.documents == fold(e for e in ledger.entries() if e.at <= moment).documents


def test_failed_append_leaves_nothing_half_written(ledger):
    def broken():
        yield "document", make_document(1)
        raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError):
        ledger.append(broken(), at=NOON)
    assert list(ledger.entries()) == []


def test_entries_cannot_be_changed_or_removed(ledger):
    ledger.append([("document", make_document(1))], at=NOON)
    for statement in ("UPDATE entries SET kind='x'", "DELETE FROM entries"):
        with pytest.raises(sqlite3.IntegrityError):
            ledger._db.execute(statement)


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        ("UPDATE entries SET body=replace(body, 'two', 'ten') WHERE seq=1", "entry-changed"),
        ("DELETE FROM entries WHERE seq=2", "entry-missing"),
        ("UPDATE entries SET hash='0' WHERE seq=2", "chain-broken"),
    ],
)
def test_verify_names_the_entry_that_was_touched(tmp_path, tamper, code):
    path = tmp_path / "case.veye"
    with Ledger.open(path) as ledger:
        ledger.append([("document", make_document(n)) for n in range(3)], at=NOON)
    db = sqlite3.connect(path)
    db.executescript("DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go;")
    db.execute(tamper)
    db.commit()
    db.close()
    with Ledger.open(path) as ledger:
        assert code in {issue.code for issue in ledger.verify()}


def test_readers_see_whole_transactions_beside_a_writer(tmp_path):
    path = tmp_path / "case.veye"
    with Ledger.open(path) as writer, Ledger.open(path) as reader:
        writer.append([("document", make_document(1))], at=NOON)
        assert len(reader.view().documents) == 1


def test_killed_writer_leaves_a_consistent_ledger(tmp_path):
    path = tmp_path / "case.veye"
    script = (
        "import sys, itertools; from datetime import datetime, UTC\n"
        "from veye.ledger import Ledger; from veye.records import Document, Source\n"
        "ledger = Ledger.open(sys.argv[1]); print('go', flush=True)\n"
        "for n in itertools.count():\n"
        "    docs = [Document.make(f'{n}-{i} ' * 200, key=f'{n}-{i}', source=Source('x')) for i in range(50)]\n"
        "    ledger.append([('document', d) for d in docs], at=datetime.now(UTC))\n"
    )
    for wait in (0.05, 0.2):
        process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with Ledger.open(path) as ledger:
            assert ledger.verify() == []
            assert len(ledger.view().documents) % 50 == 0, "an append is all or nothing"


@pytest.mark.parametrize("content", [b"not a database at all, just text" * 100, b""])
def test_opening_something_else_says_so(tmp_path, content):
    path = tmp_path / "thing"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        Ledger.open(path, create=False)
    assert str(path) in str(caught.value)


def test_opening_another_sqlite_file_says_so(tmp_path):
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (a)")
    db.close()
    with pytest.raises(InputError, match="not a Veye ledger"):
        Ledger.open(path)


def test_record_that_could_not_be_read_back_is_refused(ledger):
    doc = make_document(1)
    wrong = Claim.make(doc.id, Casualty("hurt", Count.exactly(1)), (doc.span(0, 6),))
    with pytest.raises(InternalError, match="not of its type"):
        ledger.append([("document", doc), ("claim", wrong)], at=NOON)
    assert ledger.view().size == 0


def test_missing_ledger_is_not_made_by_a_reader(tmp_path):
    with pytest.raises(InputError, match="no ledger here"):
        Ledger.open(tmp_path / "none.veye", create=False)
    assert not (tmp_path / "none.veye").exists()
