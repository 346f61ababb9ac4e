"""The command line as a user meets it: what it prints, writes and how it ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from veye.cli.talk import tell_issues
from veye.records import Issue

REPORT = (
    "Two officers wounded\n"
    "Two Kenyan officers of the MSS mission were wounded on 30 March 2025 in Port-au-Prince, Haiti, police said.\n"
)


def veye(*args: str, cwd: Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    code = "from veye.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *args], cwd=cwd, input=stdin, capture_output=True, timeout=120)


@pytest.fixture(scope="module")
def briefed(tmp_path_factory):
    """A folder with one good report and several bad files, read once."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text(REPORT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "metadata.csv").write_text("id,outlet,published,lang\ngood,The Desk,2025-04-02,en\n", encoding="utf-8")
    done = veye("brief", "reports", "-m", "mss-haiti", "-o", "out", cwd=home)
    return home, done


def test_brief_reads_what_it_can_names_the_rest_and_exits_3(briefed):
    home, done = briefed
    assert done.returncode == 3, done.stderr.decode()
    told = done.stderr.decode()
    assert all(name in told for name in ("empty.txt", "binary.txt", "broken.pdf"))
    assert "good.txt" not in told
    assert {"brief.html", "brief.pdf", "brief.docx", "claims.jsonl", "incidents.csv", "incidents.geojson"} <= {
        p.name for p in (home / "out").iterdir()
    }
    assert not list((home / "out").glob(".*part"))
    assert len((home / "out" / "issues.txt").read_text(encoding="utf-8").splitlines()) == 3


def test_many_issues_are_cut_short_on_the_terminal_and_whole_in_a_file(tmp_path, capsys):
    issues = [Issue("empty", "there is no text", f"{n}.txt") for n in range(30)]
    tell_issues(issues, all_in=tmp_path / "issues.txt")
    assert "10 more" in capsys.readouterr().err
    assert len((tmp_path / "issues.txt").read_text(encoding="utf-8").splitlines()) == 30


def test_brief_without_reports_is_made_again_from_the_ledger(briefed):
    home, _ = briefed
    first = (home / "out" / "claims.jsonl").read_text(encoding="utf-8")
    done = veye("brief", "-m", "mss-haiti", "-o", "out", "--on", "2025-04-02", cwd=home)
    assert done.returncode == 0, done.stderr.decode()
    assert (home / "out" / "claims.jsonl").read_text(encoding="utf-8") == first


def test_a_day_before_the_first_report_makes_no_empty_brief(briefed):
    home, _ = briefed
    done = veye(
        "brief", "-m", "mss-haiti", "--ledger", "out/ledger.veye", "-o", "early", "--on", "2020-01-01", cwd=home
    )
    assert done.returncode == 2
    assert b"later --on" in done.stderr
    assert not (home / "early" / "brief.html").exists()


def test_the_command_at_the_foot_of_a_brief_makes_it_again_to_the_byte(tmp_path):
    """Outlook and all, after more was read and issued."""
    strength = "The MSS mission has 1,000 personnel in Haiti, its commander said.\n"
    for name, text in (("a", REPORT + strength), ("b", REPORT.replace("wounded", "killed").replace("30 M", "29 M"))):
        (tmp_path / f"{name}.txt").write_text(f"2 April 2025\n\n{text}", encoding="utf-8")
    (tmp_path / "reports.csv").write_text(
        "id,outlet,published,lang\na,The Desk,2025-04-02,en\nb,The Post,2025-04-03,en\n", encoding="utf-8"
    )
    often = ("-m", "mss-haiti", "-o", "out", "--metadata", "reports.csv")
    done = veye("brief", "a.txt", *often, "--outlook", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    page = tmp_path / "out" / "brief.html"
    first = page.read_bytes()
    assert b"Options compared" in first
    command = re.search(rb"veye (brief --on [^ ]+ --as-of [^ `<]+)", first).group(1).decode().split()
    veye("brief", "b.txt", *often, "--outlook", cwd=tmp_path)
    assert page.read_bytes() != first
    again = veye(*command, "-m", "mss-haiti", "-o", "out", cwd=tmp_path)
    assert again.returncode == 0, again.stderr.decode()
    assert page.read_bytes() == first
    refused = veye(*command, "-m", "mss-haiti", "-o", "out", "--outlook", cwd=tmp_path)
    assert refused.returncode == 2
    assert b"Leave --outlook out" in refused.stderr


def test_read_streams_claims_with_spans(tmp_path):
    done = veye("read", "-", "-m", "mss-haiti", cwd=tmp_path, stdin=REPORT.encode())
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    wounded = next(r for r in rows if r["type"] == "casualty")
    assert (wounded["outcome"], wounded["count_low"], wounded["who"]) == ("wounded", 2, "mission")
    start, end = wounded["span"]
    assert REPORT[start:end] == wounded["quote"]


def test_read_resumes_where_it_stopped(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{REPORT} ({name})", encoding="utf-8")
    veye("read", "a.txt", "-m", "mss-haiti", "--resume", "claims.jsonl", cwd=tmp_path)
    out = tmp_path / "claims.jsonl"
    first = out.read_bytes()
    out.write_bytes(first + b'{"type": "casualty", "half')
    veye("read", "a.txt", "b.txt", "-m", "mss-haiti", "--resume", "claims.jsonl", cwd=tmp_path)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert out.read_bytes().startswith(first)
    assert [r["doc_key"] for r in rows if r["type"] == "report"] == ["a", "b"]


def test_ledger_verbs_look_into_what_was_read(briefed):
    home, _ = briefed
    ledger = ("--ledger", "out/ledger.veye")
    assert b"sound" in veye("ledger", "verify", *ledger, cwd=home).stdout
    log = veye("ledger", "log", *ledger, cwd=home).stdout.decode().splitlines()
    assert any(" document " in line for line in log)
    shown = json.loads(veye("ledger", "show", "1", *ledger, cwd=home).stdout)
    assert shown["seq"] == 1
    assert b"good" in veye("ledger", "why", "good", *ledger, cwd=home).stdout


def test_figure_and_incident_explain_themselves(briefed):
    home, _ = briefed
    ledger = ("--ledger", "out/ledger.veye")
    why = veye("why", "casualties.wounded", *ledger, "-m", "mss-haiti", cwd=home)
    assert b"method:" in why.stdout, why.stderr.decode()
    header, row = (home / "out" / "incidents.csv").read_text(encoding="utf-8").splitlines()[:2]
    incident = veye("incident", row.split(",")[header.split(",").index("incident_id")], *ledger, cwd=home)
    assert incident.returncode == 0, incident.stderr.decode()
    changed = veye("without", "The Desk", *ledger, "-m", "mss-haiti", cwd=home)
    assert b"claims fall away" in changed.stdout, changed.stderr.decode()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("brief", "nothing-here", "-m", "mss-haiti"), "nothing-here"),
        (("brief", ".", "-m", "mss-hati"), "Did you mean 'mss-haiti'"),
        (("brief", "."), "--mission"),
        (("brief", "-m", "mss-haiti"), "no reports"),
        (("brief", ".", "-m", "mss-haiti", "--on", "yesterday"), "2025-04-02"),
        (("export", "-f", "cvs", "-m", "mss-haiti"), "Did you mean 'csv'"),
        (("ledger", "verify", "--ledger", "none.veye"), "none.veye"),
        (("why", "force.deploid", "-m", "mss-haiti", "--ledger", "none.veye"), "none.veye"),
        (("mission", "show", "un-known"), "un-known"),
    ],
)
def test_mistakes_are_told_with_what_to_do_and_exit_2(tmp_path, args, says):
    done = veye(*args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr.decode()
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_mission_template_is_written_once(tmp_path):
    assert veye("mission", "new", "mine.yml", cwd=tmp_path).returncode == 0
    assert veye("mission", "new", "mine.yml", cwd=tmp_path).returncode == 2
    assert "#" in (tmp_path / "mine.yml").read_text(encoding="utf-8")


def test_doctor_says_where_each_setting_came_from(tmp_path):
    (tmp_path / "veye.toml").write_text('release = "public"\n', encoding="utf-8")
    out = veye("doctor", cwd=tmp_path).stdout.decode()
    assert "release = 'public'  (from" in out
    assert "veye.toml" in out
    assert "mss-haiti" in out


def test_unknown_setting_is_named_with_its_file(tmp_path):
    (tmp_path / "veye.toml").write_text('relase = "public"\n', encoding="utf-8")
    done = veye("doctor", cwd=tmp_path)
    assert done.returncode == 2
    assert "Did you mean 'release'" in done.stderr.decode()


def test_undercount_shows_overlaps_and_refuses_two_lists(tmp_path):
    (tmp_path / "two.csv").write_text("a,b,count\n1,0,40\n0,1,30\n1,1,20\n", encoding="utf-8")
    done = veye("undercount", "two.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert b"20 on both" in done.stdout
    assert b"refused" in done.stdout


def test_decision_is_signed_and_can_be_undone(briefed):
    home, _ = briefed
    ledger = ("--ledger", "out/ledger.veye", "-m", "mss-haiti")
    claim = json.loads((home / "out" / "claims.jsonl").read_text(encoding="utf-8").splitlines()[0])["id"]
    done = veye("decide", "reject", claim, "--by", "ana", *ledger, cwd=home)
    assert done.returncode == 0, done.stderr.decode()
    decision = done.stdout.decode().split(":")[0]
    assert b"reject by ana" in veye("ledger", "why", claim, "--ledger", "out/ledger.veye", cwd=home).stdout
    assert veye("decide", "undo", decision, "--by", "ana", *ledger, cwd=home).returncode == 0


def test_form_is_written_for_the_field(tmp_path):
    pytest.importorskip("pyxform")
    assert b"casualty" in veye("form", "list", cwd=tmp_path).stdout
    assert veye("form", "casualty", cwd=tmp_path).returncode == 0
    assert (tmp_path / "casualty.xlsx").stat().st_size > 1000


def test_fetch_without_a_key_says_which(tmp_path):
    done = veye("fetch", "ucdp", "--to", "x.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert "token" in done.stderr.decode()


def test_outlook_looks_ahead_from_a_history_file(tmp_path):
    rows = [f"North,{2024 + m // 12}-{m % 12 + 1:02d},{5 + m % 3}" for m in range(24)]
    (tmp_path / "history.csv").write_text("area,month,count\n" + "\n".join(rows) + "\n", encoding="utf-8")
    args = ("-m", "mss-haiti", "--ledger", "case.veye", "--history", "history.csv")
    done = veye("outlook", "forecast", *args, cwd=tmp_path)
    assert b"North" in done.stdout, done.stderr.decode()
    scored = veye("outlook", "score", *args, cwd=tmp_path)
    assert b"it begins with 2026-01, and the counts are whole to 2025-12 only" in scored.stdout, scored.stderr.decode()
    assert b"0 of 1 can be scored yet" in scored.stdout
    longer = [*rows, *(f"North,2026-{m:02d},6" for m in (1, 2, 3))]
    (tmp_path / "history.csv").write_text("area,month,count\n" + "\n".join(longer) + "\n", encoding="utf-8")
    scored = veye("outlook", "score", *args, cwd=tmp_path).stdout.decode()
    for shown in ("(issued)", "zeros", "last_value", "conflictology", "pooled_negative_binomial", "interval"):
        assert shown in scored
    assert "1 of 1 can be scored, 0 of them issued before their months" in scored
