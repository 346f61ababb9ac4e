"""All sets of reports with known incidents in one ledger, each scored within it: more happenings compete, as in life.

usage: one_ledger.py [--shared DIR]

Incidents of two sets are never compared: the same happening may stand in both under two names. The last line is JSON:
for coded claims and for own reading B-cubed, precision, recall, over-merge and under-merge of each set.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from linking import b_cubed, gold_claims, merge_rates, reading_set, rows
from veye.flow.reading import Kit
from veye.records import Claim, Document
from veye.resolve import find_origins, link, main_incident

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    folders = {
        "dev": (args.shared / "eval" / "dev", "articles.jsonl", "texts"),
        "examples": (ROOT / "src" / "veye" / "examples", "reports.jsonl", "reports"),
        "train": (ROOT / "corpus" / "train", "articles.jsonl", "texts"),
        "heldout": (ROOT / "corpus" / "heldout", "articles.jsonl", "texts"),
        "train2": (ROOT / "corpus" / "train2", "articles.jsonl", "texts"),
    }
    kit = Kit.load("mss-haiti")
    sets = {name: reading_set(*place) for name, place in folders.items() if place[0].is_dir()}
    docs: dict[str, Document] = {d.id: d for _, members in sets.values() for d in members}
    out: dict[str, Any] = {"reports": len(docs)}
    for reading in ("coded", "own"):
        claims: dict[str, Claim] = {}
        for name, (_, members) in sets.items():
            coded = {g["id"]: g["claims"] for g in rows(folders[name][0] / "gold.jsonl")}
            for doc in members:
                said = kit.reader.read(doc) if reading == "own" else gold_claims(doc, coded.get(doc.key, []))
                claims |= {c.id: c for c in kit.resolver.locate(said)}
        every = list(claims.values())
        origins = find_origins(docs.values(), every)
        incidents = link(every, docs.values(), origins, mission=kit.mission, gazetteer=kit.gazetteer)
        for name, (table, members) in sets.items():
            gold = {k: a["event_cluster"] for k, a in table.items() if a.get("event_cluster")}
            mains = {d.key: main_incident(d, incidents) for d in members if d.key in gold}
            found = {k: i.id if i else f"alone:{k}" for k, i in mains.items()}
            p, r, f = b_cubed(gold, found)
            over, under = merge_rates(gold, found)
            figures = {"b3": f, "precision": p, "recall": r, "over_merge": over, "under_merge": under}
            out[f"{name}_{reading}"] = {k: round(v, 3) for k, v in figures.items()}
    print(json.dumps(out))


if __name__ == "__main__":
    main()
