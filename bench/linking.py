"""How well reports are tied to incidents and origins, and how fast: one JSON object on the last line.

usage: linking.py [--parts dev,examples,train,heldout,train2,train3,train4,
                  heldout2,heldout3,heldout4,heldout5,gva,million,attach]
                  [--own] [--compare] [--full] [--shared DIR]

Quick by default: dev and examples with coded claims, 50,000 claims in batch, a ledger of 20,000 incidents. `--full`
takes a million of each. `heldout2` to `heldout5` are for measuring: `--show` says nothing of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
import time
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
    on_sheet,
)
from veye.resolve import Linker, find_origins, link, main_incident
from veye.resolve.board import lay_out, tell_all, weigh_pairs
from veye.resolve.cluster import components
from veye.resolve.compare import bits
from veye.resolve.grouping import group
from veye.resolve.learn import fit_weights
from veye.resolve.prints import print_of
from veye.resolve.similarity import Background, background_of
from veye.resolve.weights import Weights, for_density, load_weights

SLACK = 0.003
"""Of thresholds whose B-cubed on the learning half is this near the best, the most careful is taken."""
MEASURING = ("heldout2", "heldout3", "heldout4", "heldout5")
"""Sets of which only totals are printed."""
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
    for number, row in enumerate(filter(on_sheet, coded)):
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


def gva(shared: Path, compare_others: bool) -> dict[str, Any]:
    """Reports of 800 shootings, split by incident: weights learned on one half, both halves tested in turn.

    How rare words are is counted on the tested half alone; `all_words` are the figures where it is counted over all
    texts, as a ledger does it without any label. `curve` is what more and less careful priors would give on the tested
    half: shift in bits, B-cubed, precision, recall, over-merge, under-merge.
    """
    with gzip.open(shared / "data" / "gva" / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        table = [json.loads(line) for line in lines]
    names = sorted({r["incident"] for r in table})
    half = {names[i] for i in np.random.default_rng(7).permutation(len(names))[: len(names) // 2]}
    everything = words_background(report_set(table)[0])
    scores: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    rivals: dict[str, list[float]] = defaultdict(list)
    curves = []
    for learn_on_half in (True, False):
        halves = [[r for r in table if (r["incident"] in half) == side] for side in (learn_on_half, not learn_on_half)]
        (train_docs, train_gold), (test_docs, test_gold) = (report_set(h) for h in halves)
        for name, words in (("half", None), ("all", everything)):
            weights, _ = gva_weights(train_docs, train_gold, words or words_background(train_docs))
            background = words or words_background(test_docs)
            claims = [c for d in test_docs for c in shooting_claims(d)]
            incidents = link(claims, test_docs, [], weights=weights, background=background)
            found = {d.key: main.id for d in test_docs if (main := main_incident(d, incidents))}
            scores[name].append((*b_cubed(test_gold, found), *merge_rates(test_gold, found)))
            if words is None:
                curves.append(gva_curve(test_docs, test_gold, background, weights))
        if compare_others:
            for name, value in others(test_docs, test_gold).items():
                rivals[name].append(value)
    keys = ("precision", "recall", "b3", "over_merge", "under_merge")
    out: dict[str, Any] = {}
    for name, found_scores in scores.items():
        figures = dict(zip(keys, map(float, np.mean(found_scores, axis=0)), strict=True))
        figures["b3_each_half"] = [round(s[2], 4) for s in found_scores]  # type: ignore[assignment]
        out |= figures if name == "half" else {"all_words": figures}
    out["curve"] = [[round(float(v), 3) for v in point] for point in np.mean(curves, axis=0)]
    return out | {f"b3_{name}": float(np.mean(values)) for name, values in rivals.items()}


def words_background(docs: list[Document]) -> Background:
    """How rare words are over documents."""
    days = [day.toordinal() if (day := d.published_day) else None for d in docs]
    return background_of([print_of(d) for d in docs], days)


def others(docs: list[Document], gold: Mapping[str, str]) -> dict[str, float]:
    """B-cubed of ready-made tools on the same reports, each at its best threshold on them."""
    import off_the_shelf

    def score(found: Mapping[str, str]) -> float:
        return b_cubed(gold, {k: found.get(k, f"alone:{k}") for k in gold})[2]

    chosen = [d for d in docs if d.key in gold]
    records = [splink_record(d) for d in chosen]
    return {
        "minhash": off_the_shelf.minhash(chosen, score),
        "tfidf": off_the_shelf.tfidf(chosen, score),
        "splink": off_the_shelf.splink(records, score),
    }


def splink_record(doc: Document) -> dict[str, object]:
    """The few columns that plain record linkage gets from a report: week, place of the dateline, tolls."""
    tolls = {c.statement.outcome: c.statement.count.best for c in shooting_claims(doc) if c.type == "casualty"}  # type: ignore[union-attr]
    line = re.search(r"(?m)^\W*([A-Z][A-Z .'-]{3,25}[A-Z])\b[^\n]{0,30}[—–-]", doc.text)
    week = str(doc.published_day.toordinal() // 7) if doc.published_day else None
    place = line.group(1).title() if line else None
    return {"id": doc.key, "week": week, "place": place, "killed": tolls.get("killed"), "wounded": tolls.get("wounded")}


def million(claims: int) -> dict[str, float]:
    """Seconds, memory and quality of linking claims of a seeded world in one batch."""
    import resource

    import synthetic
    from veye.resolve.batch import link_columns

    cols, truth, folded = synthetic.make(claims, 1)
    weights = for_density(load_weights(), (int(truth.max()) + 1) / synthetic.DAYS)
    start = time.perf_counter()
    found = link_columns(cols, weights=weights)
    seconds = time.perf_counter() - start
    p, r, f = b_cubed_arrays(truth, found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {
        "claims": folded,
        "episodes": len(cols),
        "seconds": seconds,
        "peak_gb": peak,
        "precision": p,
        "recall": r,
        "b3": f,
    }


def b_cubed_arrays(gold: Any, found: Any) -> tuple[float, float, float]:
    _, inverse, both = np.unique(np.stack([gold, found], 1), axis=0, return_inverse=True, return_counts=True)
    share = both[inverse.ravel()]
    p = float((share / np.bincount(found)[found]).mean())
    r = float((share / np.bincount(gold)[gold]).mean())
    return p, r, f1(p, r)


def attach(incidents: int, reports: int) -> dict[str, float]:
    """Milliseconds to attach a report of five claims to a ledger that holds so many incidents."""
    import synthetic

    cols, _, _ = synthetic.make(int(incidents * 2.6), 3, reports_each=1.0001)
    rng = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as folder:
        linker = Linker(Path(folder) / "links.sqlite", weights=for_density(load_weights(), incidents / synthetic.DAYS))
        start = time.perf_counter()
        linker.load(cols, [f"e{i}" for i in range(len(cols))], np.arange(len(cols)))
        loaded = time.perf_counter() - start
        times = []
        for number in range(reports):
            doc, claims = synthetic.report(number, rng)
            start = time.perf_counter()
            linker.attach(doc, claims)
            times.append(1000 * (time.perf_counter() - start))
        linker.close()
    p50, p95 = (float(v) for v in np.percentile(times, [50, 95]))
    return {"incidents": len(cols), "load_s": loaded, "attach_p50_ms": p50, "attach_p95_ms": p95}


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


SHIFTS = tuple(float(s) for s in np.arange(-2.0, 4.01, 0.5))


def gva_pairs(docs: list[Document], background: Background) -> tuple[Any, Any, Any, Any, list[str]]:
    """All pairs of reports compared: the board, left and right rows, levels, and the report of each row."""
    by_id = {d.id: d for d in docs}
    told = tell_all((c for d in docs for c in shooting_claims(d)), by_id)
    board = lay_out(told, by_id, {}, background=background)
    left, right = np.triu_indices(len(told), 1)
    levels = weigh_pairs(board.cols, board.texts, left, right, load_weights())
    return board, left, right, levels, [by_id[e.doc_id].key for e in told]


def gva_points(pairs: Any, gold: Mapping[str, str], weights: Weights) -> list[tuple[float, ...]]:
    """For each shift of the prior: the shift, B-cubed, precision, recall, over-merge and under-merge."""
    board, left, right, levels, keys = pairs
    out = []
    for shift in SHIFTS:
        total = bits(levels, weights) + shift
        good = total > 0
        parts = tuple(tuple(part) for part in components(len(keys), left[good], right[good], total[good]))
        groups = group(msgspec.structs.replace(board, left=left, right=right, weight=total, parts=parts))
        found = {keys[r]: str(k) for k, g in enumerate(groups) for r in g}
        p, r, f = b_cubed(gold, found)
        out.append((shift, f, p, r, *merge_rates(gold, found)))
    return out


def gva_weights(docs: list[Document], gold: Mapping[str, str], background: Background) -> tuple[Weights, float]:
    """Weights fitted to judged pairs of the learning half, the prior the most careful of those that do best there."""
    pairs = gva_pairs(docs, background)
    _, left, right, levels, keys = pairs
    label = np.array([gold[k] for k in keys])
    fitted = fit_weights(levels, label[left] == label[right], load_weights(), name="gva")
    tried = {point[0]: point[1] for point in gva_points(pairs, gold, fitted)}
    careful = min(shift for shift, score in tried.items() if score >= max(tried.values()) - SLACK)
    return fitted.with_bits({}, prior=fitted.prior + careful, name="gva"), careful


def gva_curve(
    docs: list[Document], gold: Mapping[str, str], background: Background, weights: Weights
) -> list[tuple[float, ...]]:
    """What more and less careful priors than the chosen one give on the tested half."""
    return gva_points(gva_pairs(docs, background), gold, weights)


def summary(out: Mapping[str, Any], key: str) -> dict[str, float]:
    """The figure over the reports with known incidents and origins that were scored in this run, the worst of them."""
    inner = {"origin_pairs_f1": "origin_f1"}.get(key, key)
    found = [v[inner] for name, v in out.items() if name in ("dev", "examples") and isinstance(v, dict)]
    if not found:
        return {}
    return {key: min(found) if key == "origin_pairs_f1" else max(found)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--parts", default="dev,examples,million,attach")
    parser.add_argument("--full", action="store_true", help="a million claims and a ledger of a million incidents")
    parser.add_argument("--compare", action="store_true", help="run datasketch, scikit-learn and Splink too")
    parser.add_argument("--own", action="store_true", help="score with own reading as input too")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    out: dict[str, Any] = {}
    root = Path(__file__).resolve().parents[1]
    folders = {
        "dev": (args.shared / "eval" / "dev", "texts", "articles.jsonl"),
        "examples": (root / "src" / "veye" / "examples", "reports", "reports.jsonl"),
    }
    for name in ("train", "heldout", "train2", "train3", "train4", *MEASURING):
        folders[name] = (root / "corpus" / name, "texts", "articles.jsonl")
    for part, (folder, texts, articles) in folders.items():
        if part in args.parts.split(",") and folder.is_dir():
            show = args.show and part not in MEASURING
            out[part] = coded_set(folder, texts, articles, show)
            out[f"b3_{part}"] = out[part]["b3"]
            if args.own:
                out[f"{part}_own"] = coded_set(folder, texts, articles, show, own=True)
                out[f"b3_{part}_own"] = out[f"{part}_own"]["b3"]
    if "gva" in args.parts.split(","):
        out["gva"] = gva(args.shared, args.compare)
        out["b3_gva"] = out["gva"]["b3"]
    if "million" in args.parts.split(","):
        out["batch"] = million(1_000_000 if args.full else 50_000)
        out["million_claims_s" if args.full else "batch_s"] = out["batch"]["seconds"]
        out["peak_gb"] = out["batch"]["peak_gb"]
    if "attach" in args.parts.split(","):
        out["attach"] = attach(1_000_000 if args.full else 20_000, 300)
        out["attach_p95_ms"] = out["attach"]["attach_p95_ms"]
    for key in ("over_merge", "under_merge", "origin_pairs_f1"):
        out |= summary(out, key)
    print(json.dumps(out))


if __name__ == "__main__":
    main()
