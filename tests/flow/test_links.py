"""Linking a ledger step by step: what is new alone, and everything where that is called for; nothing is ever lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from veye.errors import InputError
from veye.flow import links
from veye.flow.links import bring_up, index_path, unlinked
from veye.flow.pipeline import decide, ingest
from veye.flow.reading import Kit
from veye.ledger import Ledger
from veye.records import Claim, Decision, Document
from veye.sources import read_documents

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
EXAMPLES = Path(str(files("veye") / "examples"))


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit.load("mss-haiti")


@pytest.fixture(scope="module")
def read(kit: Kit) -> list[tuple[Document, list[Claim]]]:
    found = read_documents(sorted((EXAMPLES / "reports").glob("*.txt"))[:42], metadata=EXAMPLES / "reports.jsonl")
    return [(doc, claims) for doc, claims in map(kit.read, found) if isinstance(claims, list)]  # type: ignore[arg-type]


def put(ledger: Ledger, reports: list[tuple[Document, list[Claim]]], hours: int = 0) -> None:
    rows = [("document", doc) for doc, _ in reports] + [("claim", c) for _, claims in reports for c in claims]
    ledger.append(rows, at=NOON + timedelta(hours=hours))  # type: ignore[arg-type]


def together(ledger: Ledger) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Which claims, and which reports, stand together."""
    view = ledger.view()
    return (
        {frozenset((*i.claim_ids, *i.recalled_ids)) for i in view.incidents.values()},
        {frozenset(o.doc_ids) for o in view.origins.values()},
    )


def everything(*_: object, **__: object) -> int:
    raise AssertionError("linked everything again")


def test_a_new_report_is_linked_alone_and_its_incidents_keep_their_ids(kit, read, tmp_path, monkeypatch):
    with Ledger.open(tmp_path / "case.veye") as ledger:
        put(ledger, read[:40])
        bring_up(ledger, kit, at=NOON)
        before = ledger.view()
        monkeypatch.setattr(links, "_link_everything", everything)
        put(ledger, read[40:], hours=1)
        count = bring_up(ledger, kit, at=NOON + timedelta(hours=1))
        after = ledger.view()
    assert count == len(after.incidents)
    assert before.incidents.keys() <= {*after.incidents, *after.renamed}
    assert {d for o in after.origins.values() for d in o.doc_ids} == after.documents.keys()
    told = {c for i in after.incidents.values() for c in (*i.claim_ids, *i.recalled_ids)}
    assert {c.id for _, claims in read[40:] for c in claims if c.type in ("casualty", "attack")} & told


def test_a_ledger_that_grew_by_much_is_linked_afresh_and_says_what_one_go_would(kit, read, tmp_path):
    with Ledger.open(tmp_path / "steps.veye") as steps, Ledger.open(tmp_path / "one.veye") as one:
        for n, part in enumerate((read[:5], read[5:20], read[20:])):
            put(steps, part, hours=n)
            bring_up(steps, kit, at=NOON + timedelta(hours=n))
        put(one, read)
        bring_up(one, kit, at=NOON)
        assert together(steps) == together(one)


def test_reports_of_a_run_that_was_stopped_before_linking_are_linked_by_the_next(kit, read, tmp_path):
    with Ledger.open(tmp_path / "case.veye") as ledger:
        put(ledger, read)
        assert unlinked(ledger)
        done = ingest(
            [EXAMPLES / "reports" / f"{read[0][0].key}.txt"], ledger, kit, spec=("mss-haiti", "grammar"), at=NOON,
            metadata=EXAMPLES / "reports.jsonl", workers=1,
        )  # fmt: skip
        assert (done.new, unlinked(ledger)) == (0, False)
        assert done.incidents == len(ledger.view().incidents) > 0


def test_an_index_that_is_gone_broken_or_of_another_past_is_made_anew(kit, read, tmp_path):
    with Ledger.open(tmp_path / "case.veye") as ledger:
        put(ledger, read[:40])
        bring_up(ledger, kit, at=NOON)
        known = together(ledger)
        size = ledger.view().size
        index = index_path(ledger)
        kept = index.read_bytes()
        index.unlink()
        bring_up(ledger, kit, at=NOON)
        index.write_bytes(b"no index at all " * 999)
        bring_up(ledger, kit, at=NOON)
        assert (together(ledger), ledger.view().size) == (known, size)
    with Ledger.open(tmp_path / "other.veye") as other:
        index_path(other).write_bytes(kept)
        put(other, read[:7])
        assert bring_up(other, kit, at=NOON) == len(other.view().incidents)
        assert len(other.view().origins) <= 7


def test_what_another_process_adds_meanwhile_is_linked_by_whoever_comes_next(kit, read, tmp_path, monkeypatch):
    path = tmp_path / "case.veye"
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        put(ledger, read[:38])
        whole = links.link_view

        def meanwhile(view, kit):
            put(other, read[38:])
            return whole(view, kit)

        monkeypatch.setattr(links, "link_view", meanwhile)
        bring_up(ledger, kit, at=NOON)
        monkeypatch.setattr(links, "link_view", whole)
        bring_up(other, kit, at=NOON)
        view = ledger.view()
        assert {d for o in view.origins.values() for d in o.doc_ids} == view.documents.keys()
        assert ledger.verify() == []


def test_a_merge_by_an_analyst_stands_when_single_reports_come(kit, read, tmp_path, monkeypatch):
    with Ledger.open(tmp_path / "case.veye") as ledger:
        put(ledger, read[:41])
        bring_up(ledger, kit, at=NOON)
        first, second = sorted(ledger.view().incidents)[:2]
        decide(ledger, kit, Decision.make("merge", (first, second), by="ana", at=NOON))
        monkeypatch.setattr(links, "_link_everything", everything)
        put(ledger, read[41:], hours=2)
        bring_up(ledger, kit, at=NOON + timedelta(hours=2))
        assert ledger.view().incident(first) == ledger.view().incident(second)


def test_a_ledger_that_somebody_else_links_is_left_alone_with_a_word(kit, read, tmp_path, monkeypatch):
    monkeypatch.setattr("veye.resolve.index.PATIENCE_S", 0.1)
    with Ledger.open(tmp_path / "case.veye") as ledger:
        put(ledger, read[:3])
        bring_up(ledger, kit, at=NOON)
        busy = links.LinkIndex(index_path(ledger))
        busy.begin()
        with pytest.raises(InputError, match="busy"):
            bring_up(ledger, kit, at=NOON)
        busy.rollback()
        busy.close()
