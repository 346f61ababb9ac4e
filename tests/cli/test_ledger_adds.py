"""Adding to a ledger from the command line: alone, killed on the way, and two at once; nothing lost, nothing twice."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

from veye.ledger import Ledger

EXAMPLES = Path(str(files("veye") / "examples"))
REPORTS = [str(p) for p in sorted((EXAMPLES / "reports").glob("*.txt"))]


def start(*args: str) -> subprocess.Popen[bytes]:
    code = "from veye.cli import main; main()"
    return subprocess.Popen([sys.executable, "-c", code, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def add(ledger: Path, reports: list[str]) -> subprocess.Popen[bytes]:
    table = str(EXAMPLES / "reports.jsonl")
    return start("ledger", "add", *reports, "-m", "mss-haiti", "-l", str(ledger), "--metadata", table, "--workers", "1")


def finished(process: subprocess.Popen[bytes]) -> str:
    out, told = process.communicate(timeout=120)
    assert process.returncode == 0, told.decode()
    return out.decode()


def stands(path: Path) -> tuple[set[str], set[str], set[frozenset[str]], set[frozenset[str]]]:
    """What a sound ledger holds: reports, claims, and which of each stand together."""
    with Ledger.open(path, create=False) as ledger:
        assert ledger.verify() == []
        view = ledger.view()
    together = {frozenset((*i.claim_ids, *i.recalled_ids)) for i in view.incidents.values()}
    return set(view.documents), set(view.claims), together, {frozenset(o.doc_ids) for o in view.origins.values()}


def documents(path: Path) -> int:
    if not path.exists():
        return 0
    with Ledger.open(path) as ledger:
        return ledger.last("document")


def test_reports_are_added_linked_afresh_and_their_totals_held_beside_events(tmp_path):
    path = tmp_path / "case.veye"
    assert "40 reports read" in finished(add(path, REPORTS[60:100]))
    again = finished(add(path, REPORTS[60:101]))
    assert "41 reports read (40 already in the ledger)" in again
    before = stands(path)
    assert "linked afresh" in finished(start("ledger", "relink", "-m", "mss-haiti", "-l", str(path)))
    assert stands(path)[:2] == before[:2]
    assert "incidents; " in finished(start("ledger", "totals", "-l", str(path)))
    why = finished(start("ledger", "why", Path(REPORTS[92]).stem, "-l", str(path)))
    assert "origin: " in why
    assert " bits (" in why


def test_a_killed_add_leaves_a_sound_ledger_and_the_next_one_completes_it(tmp_path):
    path, whole = tmp_path / "killed.veye", tmp_path / "whole.veye"
    process = add(path, REPORTS[:60])
    while process.poll() is None and documents(path) == 0:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    stands(path)
    finished(add(path, REPORTS[:60]))
    finished(add(whole, REPORTS[:60]))
    assert stands(path) == stands(whole)


def test_two_that_add_at_once_lose_nothing(tmp_path):
    path, whole = tmp_path / "two.veye", tmp_path / "whole.veye"
    both = [add(path, REPORTS[:30]), add(path, REPORTS[30:60])]
    for process in both:
        finished(process)
    finished(add(whole, REPORTS[:60]))
    documents_, claims, _, origins = stands(path)
    assert (documents_, claims) == stands(whole)[:2]
    assert {d for o in origins for d in o} == documents_
