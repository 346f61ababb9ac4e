"""Predictions for a folder of reports, and their scores where gold is given.

usage: evaluate.py TEXTS_DIR ARTICLES.jsonl --claims OUT [--incidents OUT] [--reader NAME] [--mission NAME]
                   [--gold GOLD.jsonl] [--scorers DIR] [--show]

Writes one line a report to the claims file: {"id", "claims": [flat claim, ...]} (numbers that a text does not print but
that follow from it are left out, as coders do, and so is what coding sheets have no word for, such as pay:
`veye.records.coded`), and with --incidents one to that file:
{"id", "incidents": [id, ...], "origin": id}, the incident that the report is mainly about first. The mission profile
gives the gazetteer that places are resolved with and the names of its actors. The last line printed is one JSON object:
reports, claims, docs_per_second, with --gold the scores by type and language, and where the articles name clusters
those of linking.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import time
from pathlib import Path
from typing import Any

from veye.flow.reading import Kit
from veye.records import Claim, Document, Source, coded, on_sheet
from veye.resolve import find_origins, link, main_incident


def load_documents(texts: Path, articles: Path) -> list[Document]:
    """One document a line of the articles table, named by its id, in order; lines without a text are left out."""
    documents = []
    for line in articles.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = texts / f"{row['id']}.txt"
        if path.exists():
            text = path.read_text(encoding="utf-8")
            documents.append(
                Document.make(
                    text,
                    key=row["id"],
                    source=Source(row.get("outlet") or "unknown"),
                    language=row.get("lang", "und"),
                    published=row.get("published"),
                    url=row.get("url"),
                )
            )
    return documents


def link_reports(documents: list[Document], claims: list[Claim], kit: Kit) -> list[dict[str, Any]]:
    """One row a report: its incidents, the one it is mainly about first, and its origin."""
    claims = kit.resolver.locate(claims)
    origins = find_origins(documents, claims)
    incidents = link(claims, documents, origins, mission=kit.mission, gazetteer=kit.gazetteer)
    origin_of = {doc_id: o.id for o in origins for doc_id in o.doc_ids}
    rows = []
    for doc in documents:
        main = main_incident(doc, incidents)
        others = [i.id for i in incidents if doc.id in i.doc_ids and i != main]
        rows.append(
            {"id": doc.key, "incidents": [main.id, *others] if main else others, "origin": origin_of.get(doc.id)}
        )
    return rows


def score_links(scorer: Path, articles: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """B-cubed scores of the reports that name a cluster, and those of same-origin pairs."""
    gold = {
        a["id"]: a for a in map(json.loads, articles.read_text(encoding="utf-8").splitlines()) if a.get("event_cluster")
    }
    if not gold or not scorer.exists():
        return {}
    module = load_script(scorer)
    predicted = {r["id"]: (r["incidents"] or [f"alone:{r['id']}"])[0] for r in rows}
    clusters = {k: a["event_cluster"] for k, a in gold.items()}
    precision, recall, f1 = module.b_cubed(clusters, {k: predicted.get(k, f"alone:{k}") for k in clusters})
    origin = {r["id"]: r["origin"] for r in rows}
    pairs = [
        (gold[a]["origin"] == gold[b]["origin"] != "own", origin.get(a) is not None and origin.get(a) == origin.get(b))
        for a, b in itertools.combinations(sorted(gold), 2)
        if clusters[a] == clusters[b] and not module.UNSURE & {gold[a].get("origin"), gold[b].get("origin")}
    ]
    true = sum(g and p for g, p in pairs)
    said, real = sum(p for _, p in pairs), sum(g for g, _ in pairs)
    return {
        "b3": {"p": round(precision, 3), "r": round(recall, 3), "f1": round(f1, 3), "reports": len(clusters)},
        "origin_pairs": {
            "p": round(true / said, 3) if said else None,
            "r": round(true / real, 3) if real else None,
            "f1": round(2 * true / (said + real), 3) if said + real else None,
            "pairs": real,
        },
    }


def load_script(path: Path) -> Any:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(scorer: Path, gold: Path, predicted: Path, articles: Path, show: bool) -> dict[str, Any]:
    """Scores of a prediction file by the scorer beside the development set, which knows what coding sheets hold."""
    module = load_script(scorer)
    sheet = {
        key: {**row, "claims": [c for c in row["claims"] if on_sheet(c)]} for key, row in module.load(gold).items()
    }
    tally, attributes, distractor = module.score(sheet, module.load(predicted), module.load(articles), show=show)
    figures: dict[str, Any] = {"f1": round(module.prf(tally["all"])[2], 3)}
    for group, counts in sorted(tally.items()):
        precision, recall, f1 = module.prf(counts)
        figures[group] = {"p": round(precision, 3), "r": round(recall, 3), "f1": round(f1, 3), **counts}
    figures["attributes"] = {k: [round(sum(v) / len(v), 3), len(v)] for k, v in sorted(attributes.items())}
    figures["false_claims_per_empty_report"] = distractor[1] / distractor[0] if distractor[0] else None
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--incidents", type=Path)
    parser.add_argument("--reader", default="grammar")
    parser.add_argument("--mission", default="mss-haiti")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--scorers", type=Path, default=Path(__file__).resolve().parents[2] / "shared/eval")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()

    kit = Kit.load(args.mission, reader=args.reader)
    reader = kit.reader
    documents = load_documents(args.texts, args.articles)
    if documents:
        reader.read(documents[0])  # tables are loaded once, before the clock starts
    started = time.perf_counter()
    claims = {doc.key: reader.read(doc) for doc in documents}
    seconds = time.perf_counter() - started
    with args.claims.open("w", encoding="utf-8") as out:
        for key, found in claims.items():
            out.write(json.dumps({"id": key, "claims": coded(found)}, ensure_ascii=False) + "\n")
    figures: dict[str, Any] = {
        "reports": len(documents),
        "claims": sum(map(len, claims.values())),
        "docs_per_second": round(len(documents) / seconds, 1) if seconds else None,
    }
    if args.incidents:
        started = time.perf_counter()
        rows = link_reports(documents, [c for found in claims.values() for c in found], kit)
        figures["linking_seconds"] = round(time.perf_counter() - started, 2)
        args.incidents.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        figures |= score_links(args.scorers / "score_incidents.py", args.articles, rows)
    if args.gold and (args.scorers / "score_claims.py").exists():
        figures |= score(args.scorers / "score_claims.py", args.gold, args.claims, args.articles, args.show)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
