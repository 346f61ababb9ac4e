"""Predictions for a folder of reports, and their scores where gold is given.

usage: evaluate.py TEXTS_DIR ARTICLES.jsonl --claims OUT [--incidents OUT] [--reader NAME] [--mission NAME]
                   [--gold GOLD.jsonl] [--scorer SCRIPT] [--show]

Writes one line a report to the claims file: {"id", "claims": [flat claim, ...]}. The last line printed is one JSON
object: reports, claims, docs_per_second, and with --gold the scores by type and language.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from pathlib import Path
from typing import Any

from veye.extract import open_reader
from veye.records import Document, Source, flat


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


def score(scorer: Path, gold: Path, predicted: Path, articles: Path, show: bool) -> dict[str, Any]:
    """Scores of a prediction file by the scorer beside the development set."""
    spec = importlib.util.spec_from_file_location("score_claims", scorer)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tally, attributes, distractor = module.score(
        module.load(gold), module.load(predicted), module.load(articles), show=show
    )
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
    parser.add_argument("--mission")
    parser.add_argument("--gold", type=Path)
    parser.add_argument(
        "--scorer", type=Path, default=Path(__file__).resolve().parents[2] / "shared/eval/score_claims.py"
    )
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()

    mission = gazetteer = None
    if args.mission:
        from veye.facts import load_gazetteer, load_mission

        mission = load_mission(args.mission)
        gazetteer = load_gazetteer(mission.area)
    documents = load_documents(args.texts, args.articles)
    reader = open_reader(args.reader, mission, gazetteer)
    if documents:
        reader.read(documents[0])  # tables are loaded once, before the clock starts
    started = time.perf_counter()
    claims = {doc.key: reader.read(doc) for doc in documents}
    seconds = time.perf_counter() - started
    with args.claims.open("w", encoding="utf-8") as out:
        for key, found in claims.items():
            out.write(json.dumps({"id": key, "claims": [flat(c) for c in found]}, ensure_ascii=False) + "\n")
    figures: dict[str, Any] = {
        "reports": len(documents),
        "claims": sum(map(len, claims.values())),
        "docs_per_second": round(len(documents) / seconds, 1) if seconds else None,
    }
    if args.gold and args.scorer.exists():
        figures |= score(args.scorer, args.gold, args.claims, args.articles, args.show)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
