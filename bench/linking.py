"""How well reports are tied to incidents and origins, and how fast: one JSON object on the last line.

usage: linking.py [--shared DIR] [--parts dev,gva,examples,attach,million] [--compare] [--full]
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Displacement,
    Document,
    Equipment,
    Evacuation,
    Flags,
    Funding,
    Gazetteer,
    Milestone,
    PlaceMention,
    Row,
    Source,
    Statement,
    Strength,
    When,
)
from veye.resolve import find_origins, link, main_incident
from veye.resolve.compare import bits
from veye.resolve.learn import fit_weights
from veye.resolve.linking import group, lay_out, tell_all
from veye.resolve.weights import Weights, load_weights

UNSURE = {"official", "agencies", "unknown", None}


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def document(article: Mapping[str, Any], text: str) -> Document:
    """A document of an article row; its coded origin is left out, that is what is to be found."""
    return Document.make(
        text,
        key=article["id"],
        source=Source(article.get("outlet") or "unknown"),
        language=article.get("lang") or "und",
        title=text.split("\n", 1)[0],
        published=article.get("published"),
        url=article.get("url"),
    )


def statement(row: Mapping[str, Any]) -> Statement:
    count = Count(row.get("count_low"), row.get("count_high"))
    match row["type"]:
        case "casualty":
            who, cause = row.get("who") or "unknown", row.get("cause") or "unknown"
            return Casualty(row["outcome"], count, who, row.get("who_detail"), cause, row.get("gear"))
        case "equipment":
            return Equipment(row["item"], row["item_class"], row["event"], count, row.get("reason"))
        case "evacuation":
            return Evacuation(count, row.get("from"), row.get("to"))
        case "strength":
            return Strength(row["contingent"], count, row["kind"])
        case "attack":
            return Attack(row.get("actor") or "unknown", row.get("target"), row.get("mode") or "other")
        case "displacement":
            return Displacement(count)
        case "funding":
            return Funding(row.get("donor"), row.get("amount"), row.get("currency"), row["kind"], row.get("purpose"))
        case "control":
            return Control(row.get("actor") or "unknown", row.get("share_percent"))
        case "milestone":
            return Milestone(row["what"])
    raise ValueError(row["type"])


def gold_claims(doc: Document, coded: Iterable[Mapping[str, Any]]) -> list[Claim]:
    """Claims as an expert coded them, resting on rows because the coding has no spans."""
    out = []
    for number, row in enumerate(coded):
        words = row.get("place") or (row.get("from") if row["type"] == "evacuation" else None)
        mention = PlaceMention(words) if words else None
        out.append(
            Claim.make(
                doc.id,
                statement(row),
                (Row("coded", f"{doc.key}-{number:03d}", (("type", row["type"]),)),),
                when=When.from_iso(row["date"]) if row.get("date") else None,
                place=mention,
                flags=Flags(bool(row.get("cumulative")), bool(row.get("backref")), bool(row.get("hedged"))),
                language=doc.language,
            )
        )
    return out


def f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def b_cubed(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    inside, outside = defaultdict(set), defaultdict(set)
    for key in gold:
        inside[gold[key]].add(key)
        outside[found[key]].add(key)
    share = {k: len(inside[gold[k]] & outside[found[k]]) for k in gold}
    p = sum(share[k] / len(outside[found[k]]) for k in gold) / len(gold)
    r = sum(share[k] / len(inside[gold[k]]) for k in gold) / len(gold)
    return p, r, f1(p, r)


def merge_rates(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float]:
    """Over-merge: share of gold incidents that stand with another in one found one. Under-merge: share split up."""
    parts, mixed = defaultdict(set), defaultdict(set)
    for key, name in gold.items():
        parts[name].add(found[key])
        mixed[found[key]].add(name)
    over = {name for names in mixed.values() if len(names) > 1 for name in names}
    many = [n for n in parts if sum(g == n for g in gold.values()) > 1]
    return len(over) / len(parts), sum(len(parts[n]) > 1 for n in many) / max(1, len(many))


def origin_pairs(
    articles: Mapping[str, Mapping[str, Any]], found: Mapping[str, str]
) -> tuple[float, float, float, int]:
    tp = fp = fn = 0
    for a, b in combinations(sorted(k for k, v in articles.items() if v.get("event_cluster")), 2):
        left, right = articles[a], articles[b]
        origins = left.get("origin"), right.get("origin")
        if left["event_cluster"] != right["event_cluster"] or UNSURE & set(origins):
            continue
        same, said = origins[0] == origins[1] != "own", found[a] == found[b]
        tp, fp, fn = tp + (same and said), fp + (said and not same), fn + (same and not said)
    p, r = tp / (tp + fp) if tp + fp else 0.0, tp / (tp + fn) if tp + fn else 0.0
    return p, r, f1(p, r), tp + fn


def reading_set(folder: Path, articles: str, texts: str) -> tuple[dict[str, dict[str, Any]], list[Document]]:
    table = {a["id"]: a for a in rows(folder / articles)}
    docs = [document(a, (folder / texts / f"{k}.txt").read_text(encoding="utf-8")) for k, a in table.items()]
    return table, docs


def judge(
    table: Mapping[str, Mapping[str, Any]],
    docs: list[Document],
    claims: list[Claim],
    gazetteer: Gazetteer | None = None,
    show: bool = False,
) -> dict[str, float]:
    """Scores of linking and origins over articles whose incident and origin are coded."""
    origins = find_origins(docs, claims)
    incidents = link(claims, docs, origins, gazetteer=gazetteer)
    origin_of = {d: o.id for o in origins for d in o.doc_ids}
    gold = {k: a["event_cluster"] for k, a in table.items() if a.get("event_cluster")}
    found = {}
    for doc in docs:
        main = main_incident(doc, incidents)
        found[doc.key] = main.id if main else f"alone:{doc.key}"
    p, r, f = b_cubed(gold, {k: found[k] for k in gold})
    over, under = merge_rates(gold, {k: found[k] for k in gold})
    op, orr, of, pairs = origin_pairs(table, {d.key: origin_of[d.id] for d in docs})
    if show:
        names = {i.id: i.title for i in incidents}
        for key in sorted(gold, key=lambda k: (gold[k], found[k])):
            print(f"{key} {gold[key]:40} {found[key]} {names.get(found[key], '-')}", file=sys.stderr)
        keys = {d.id: d.key for d in docs}
        for origin in origins:
            if len(origin.doc_ids) > 1:
                gold_names = [table[keys[d]].get("origin") for d in origin.doc_ids]
                print("origin", origin.label, [keys[d] for d in origin.doc_ids], gold_names, file=sys.stderr)
                for tie in origin.ties:
                    print(
                        "   ",
                        keys[tie.parent],
                        keys[tie.child],
                        tie.kind,
                        tie.evidence[:150],
                        tie.strength,
                        file=sys.stderr,
                    )
                for note in origin.garbled:
                    print("    garbled:", note, file=sys.stderr)
    return {
        "precision": p, "recall": r, "b3": f, "over_merge": over, "under_merge": under,
        "origin_p": op, "origin_r": orr, "origin_f1": of, "origin_pairs": pairs,
    }  # fmt: skip


def coded_set(folder: Path, texts: str, articles: str, show: bool, own: bool = False) -> dict[str, float]:
    """Scores on a folder of reports with coded claims as input."""
    table, docs = reading_set(folder, articles, texts)
    coded = {g["id"]: g["claims"] for g in rows(folder / "gold.jsonl")}
    if own:
        from veye.extract import open_reader
        from veye.facts import load_gazetteer, load_mission

        mission = load_mission("mss-haiti")
        reader = open_reader("grammar", mission, load_gazetteer(mission.area))
        claims = resolver().locate(c for d in docs for c in reader.read(d))
    else:
        claims = resolver().locate(c for d in docs for c in gold_claims(d, coded.get(d.key, [])))
    from veye.facts import load_gazetteer, load_mission

    return judge(table, docs, claims, load_gazetteer(load_mission("mss-haiti").area), show)


def resolver() -> Any:
    """The room's resolver over the shipped gazetteer, for the mission that most of the reports are about."""
    from veye.facts import load_gazetteer, load_mission
    from veye.resolve.places import Resolver

    mission = load_mission("mss-haiti")
    return Resolver(load_gazetteer(mission.area), mission)


_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT_WORDS = {word: number for number, word in enumerate(_SMALL, 1)}
_TOLL = re.compile(
    r"\b(\w+)(?: \w+){0,3}? (killed|dead|die|died|injured|wounded|shot|hurt|hospitalized)\b", re.IGNORECASE
)


def shooting_claims(doc: Document) -> list[Claim]:
    """What a plain reader makes of a news report of a shooting: an attack, and the tolls in its opening."""
    row = Row("reports", doc.key, (("title", doc.title or ""),))
    out = [Claim.make(doc.id, Attack("unknown", None, "other"), (row,), language="en")]
    tolls: dict[str, int] = {}
    for word, verb in _TOLL.findall(doc.text[:1500]):
        number = _COUNT_WORDS.get(word.lower()) or (int(word) if word.isdigit() and len(word) < 3 else None)
        if number:
            tolls.setdefault("killed" if verb.lower() in ("killed", "dead", "die", "died") else "wounded", number)
    for outcome, number in sorted(tolls.items()):
        toll = Casualty(outcome, Count.exactly(number), "civilian")  # type: ignore[arg-type]
        out.append(Claim.make(doc.id, toll, (row,), language="en"))
    return out


def gva(shared: Path, compare_others: bool) -> dict[str, float]:
    """Reports of 800 shootings, split by incident: weights learned on one half, both halves tested in turn."""
    with gzip.open(shared / "data" / "gva" / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        table = [json.loads(line) for line in lines]
    names = sorted({r["incident"] for r in table})
    half = {names[i] for i in np.random.default_rng(7).permutation(len(names))[: len(names) // 2]}
    scores = []
    for learn_on_half in (True, False):
        halves = [[r for r in table if (r["incident"] in half) == side] for side in (learn_on_half, not learn_on_half)]
        (train_docs, train_gold), (test_docs, test_gold) = (report_set(h) for h in halves)
        weights = gva_weights(train_docs, train_gold)
        claims = [c for d in test_docs for c in shooting_claims(d)]
        incidents = link(claims, test_docs, [], weights=weights)
        found = {d.key: main.id for d in test_docs if (main := main_incident(d, incidents))}
        scores.append((*b_cubed(test_gold, found), *merge_rates(test_gold, found)))
    mean = np.mean(scores, axis=0)
    out = dict(zip(("precision", "recall", "b3", "over_merge", "under_merge"), map(float, mean), strict=True))
    return out | {"b3_each_half": [round(s[2], 4) for s in scores]}  # type: ignore[dict-item]


def report_set(rows_: list[dict[str, Any]]) -> tuple[list[Document], dict[str, str]]:
    docs = {}
    for r in rows_:
        title = r["title"] or ""
        doc = Document.make(
            f"{title}\n{r['text'][:20000]}", key=r["id"], source=Source("web"), language="en", title=title,
            published=r["published"][:10], url=r["url"],
        )  # fmt: skip
        docs.setdefault(doc.id, doc)
    gold = {r["id"]: r["incident"] for r in rows_}
    return list(docs.values()), {d.key: gold[d.key] for d in docs.values()}


def gva_weights(docs: list[Document], gold: Mapping[str, str]) -> Weights:
    """Weights fitted to judged pairs of the learning half, the prior chosen there for the best B-cubed."""
    by_id = {d.id: d for d in docs}
    told = tell_all((c for d in docs for c in shooting_claims(d)), by_id)
    board = lay_out(told, by_id, {})
    label = np.array([gold[by_id[e.doc_id].key] for e in told])
    fitted = fit_weights(board.levels, label[board.left] == label[board.right], board_weights(), name="gva")
    best = (0.0, 0.0)
    total = bits(board.levels, fitted)
    for shift in np.arange(-3.0, 4.01, 0.5):
        groups = group(msgspec.structs.replace(board, weight=total + shift))
        found = {by_id[told[r].doc_id].key: str(k) for k, g in enumerate(groups) for r in g}
        best = max(best, (b_cubed(gold, found)[2], float(shift)))
    return fitted.with_bits({}, prior=fitted.prior + best[1], name="gva")


def board_weights() -> Weights:
    return load_weights()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--parts", default="dev")
    parser.add_argument("--compare", action="store_true", help="run datasketch, scikit-learn and Splink too")
    parser.add_argument("--own", action="store_true", help="score with own reading as input too")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    out: dict[str, Any] = {}
    root = Path(__file__).resolve().parents[1]
    folders = {
        "dev": (args.shared / "eval" / "dev", "texts", "articles.jsonl"),
        "examples": (root / "src" / "veye" / "examples", "reports", "reports.jsonl"),
        "train": (root / "corpus" / "train", "texts", "articles.jsonl"),
        "heldout": (root / "corpus" / "heldout", "texts", "articles.jsonl"),
    }
    for part, (folder, texts, articles) in folders.items():
        if part in args.parts.split(","):
            out[part] = coded_set(folder, texts, articles, args.show)
            out[f"b3_{part}"] = out[part]["b3"]
            if args.own:
                out[f"{part}_own"] = coded_set(folder, texts, articles, args.show, own=True)
                out[f"b3_{part}_own"] = out[f"{part}_own"]["b3"]
    if "gva" in args.parts.split(","):
        out["gva"] = gva(args.shared, args.compare)
        out["b3_gva"] = out["gva"]["b3"]
    print(json.dumps(out))


if __name__ == "__main__":
    main()
