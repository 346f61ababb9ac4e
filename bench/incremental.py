"""Linking as reports come in: order of arrival, equality with linking everything, milliseconds; JSON on the last line.

usage: incremental.py [--orders N] [--reports N] [--shared DIR]

`orders`: example reports as Veye reads them, N random orders of arrival, each report linked alone; `orders_equal` says
how many ended with the incidents, hung reports and origins of one batch. `add`: a ledger of the reports on shootings in
../shared/data/gva, to which N reports are added one by one; `add_equal` says whether the incidents and origins at the
end are those of linking everything under the same word rarity.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from linking import reading_set, report_set, shooting_claims
from veye.flow.links import bring_up
from veye.flow.reading import Kit
from veye.ledger import Ledger
from veye.records import Claim, Document, Incident, Origin
from veye.resolve import LinkIndex, relink_new
from veye.resolve.linking import link_all
from veye.resolve.origins import trace_origins

EXAMPLES = Path(__file__).resolve().parents[1] / "src" / "veye" / "examples"


def picture(incidents: Any, origins: Any) -> tuple[Any, Any]:
    """What stands together, whatever the ids."""
    return (
        {(frozenset(i.claim_ids), frozenset(i.recalled_ids), frozenset(i.doc_ids), i.tallies) for i in incidents},
        {(o.id, frozenset(o.doc_ids), o.ties) for o in origins},
    )


def orders(times: int, kit: Kit) -> dict[str, Any]:
    """Twelve example reports of the incidents most told of, in many orders of arrival."""
    table, docs = reading_set(EXAMPLES, "reports.jsonl", "reports")
    clusters = [a["event_cluster"] for a in table.values() if a.get("event_cluster")]
    told = sorted(set(clusters), key=lambda c: (-clusters.count(c), c))[:4]
    chosen = [d for c in told for d in [d for d in docs if table[d.key].get("event_cluster") == c][:3]]
    claims = {d.id: kit.resolver.locate(kit.reader.read(d)) for d in chosen}
    every = [c for d in chosen for c in claims[d.id]]
    traced = trace_origins(chosen, every)
    whole = link_all(every, chosen, traced.origins, mission=kit.mission, gazetteer=kit.gazetteer)
    truth = picture(whole.incidents, traced.origins)
    start = link_all((), (), (), background=whole.board.background)
    nobody = trace_origins((), (), background=traced.background)
    rng, equal, seconds = random.Random(1), 0, time.perf_counter()
    index = LinkIndex(mission=kit.mission, gazetteer=kit.gazetteer)
    for _ in range(times):
        index.begin()
        index.fill(start, nobody)
        index.name((), ())
        live: dict[str, Incident] = {}
        origins: dict[str, Origin] = {}
        for doc in rng.sample(chosen, len(chosen)):
            done = relink_new(index, [doc], claims[doc.id])
            live = {n: i for n, i in live.items() if n not in done.gone} | {i.id: i for i in done.incidents}
            origins = {n: o for n, o in origins.items() if n not in done.origins_gone} | {o.id: o for o in done.origins}
        equal += picture(live.values(), origins.values()) == truth
        index.commit()
    return {
        "orders": times,
        "orders_equal": equal,
        "orders_reports": len(chosen),
        "orders_s": time.perf_counter() - seconds,
    }


def add(shared: Path, reports: int, kit: Kit) -> dict[str, Any]:
    """Milliseconds for each of so many reports added to a ledger of real ones, file and lock and all."""
    with gzip.open(shared / "data" / "gva" / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        docs = report_set([json.loads(line) for line in lines])[0]
    random.Random(3).shuffle(docs)
    now = datetime.now(UTC)

    def put(ledger: Ledger, some: list[Document]) -> list[Claim]:
        claims = [c for d in some for c in shooting_claims(d)]
        ledger.append([*(("document", d) for d in some), *(("claim", c) for c in claims)], at=now)
        return claims

    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "case.veye") as ledger:
        put(ledger, docs[:-reports])
        begun = time.perf_counter()
        bring_up(ledger, kit, at=now)
        full = time.perf_counter() - begun
        before = list(ledger.view().incidents.values())
        first = [c for d in docs[:-reports] for c in shooting_claims(d)]
        words = link_all(first, docs[:-reports], (), gazetteer=kit.gazetteer).board.background
        desk_words = trace_origins(docs[:-reports], first).background
        times = []
        for doc in docs[-reports:]:
            put(ledger, [doc])
            begun = time.perf_counter()
            bring_up(ledger, kit, at=now)
            times.append(1000 * (time.perf_counter() - begun))
        view = ledger.view()
    claims = [c for d in docs for c in shooting_claims(d)]
    traced = trace_origins(docs, claims, background=desk_words)
    whole = link_all(
        claims, docs, traced.origins, mission=kit.mission, gazetteer=kit.gazetteer, existing=before, background=words
    )
    same = picture(view.incidents.values(), view.origins.values()) == picture(whole.incidents, traced.origins)
    p50, p95 = (float(v) for v in np.percentile(times, [50, 95]))
    return {"add_reports": len(docs), "full_s": full, "add_p50_ms": p50, "add_p95_ms": p95, "add_equal": same}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=20)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    args = parser.parse_args()
    kit = Kit.load("mss-haiti")
    out = orders(args.orders, kit) if args.orders else {}
    if args.reports and (args.shared / "data" / "gva").is_dir():
        out |= add(args.shared, args.reports, kit)
    print(json.dumps(out))


if __name__ == "__main__":
    main()
