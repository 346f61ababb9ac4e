# ruff: noqa: E402, T201 - a script
"""Trains the scorer of the embedded reader: about two minutes on one core, no network, no accelerator.

usage: train.py [--out FOLDER] [--scorers FOLDER] [--tune]

Reads corpus/train, heldout, train2 and train3, the example reports and speakers.yaml, never corpus/heldout2, heldout3 or heldout4. Each
report is read several times, each time with some of the words hidden that the lexicon may owe to it alone (gaps.py), so
that the scorer is made for new reports. Reports of one happening stay in one part of the cross-validation. Writes
scorer.npz and scorer.json to FOLDER (src/veye/extract/tagger/weights); prints the cross-validated figures. Settings and
seed: settings.json.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training")]

from gaps import Gaps
from scripts import load_script
from sklearn.ensemble import HistGradientBoostingClassifier

from corpus import Example, Row, cluster_of, load_rows, make_example, part_of
from veye.extract.claims import finders
from veye.extract.document import to_claims
from veye.extract.profile import make_profile
from veye.extract.tagger import labels
from veye.extract.tagger.decode import Limits, Said, combine, type_of
from veye.extract.tagger.embedded import Scorer, outcome_of, strength_of, usable_types, widen
from veye.extract.tagger.pairs import Pair, features_of, find_pairs, gap
from veye.extract.tagger.sides import Sides
from veye.extract.tagger.trees import Trees
from veye.facts import load_gazetteer, load_mission
from veye.records import coded

Array = np.ndarray[Any, Any]
ADD = (2.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
DROP = (0.0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3)
SIDE = (2.0, 0.9, 0.8, 0.7, 0.6, 0.5)
TYPES = ("casualty", "equipment", "evacuation", "strength", "displacement", "funding")


class Reading:
    """One report read once: its example, pairs and their targets, and which part of the cross-validation it is in."""

    def __init__(self, example: Example, part: int) -> None:
        self.example, self.part = example, part
        self.pairs = find_pairs(example.analysis, example.mentions)
        self.rows = features_of(example.analysis, example.mentions, self.pairs)
        self.targets = _targets(example, self.pairs)
        sides = Sides(example.analysis)
        self.harmed = [
            (i, outcome_of(labels.MENTION[int(np.argmax(example.mention[i, :4] == 1))]))
            for i in range(len(example.mentions))
            if example.who[i] >= 0
        ]
        self.side_rows = [sides.features(example.mentions[i], o, _sentence(example, i)) for i, o in self.harmed]
        self.side_targets = [int(example.who[i]) for i, _ in self.harmed]


def _sentence(example: Example, i: int) -> Any:
    return example.analysis.sentences[example.mentions[i].sentence]


def _targets(example: Example, pairs: list[Pair]) -> list[int]:
    """1 for the nearest word that says what is coded of a mention, -1 for others that say the same, 0 else."""
    nearest: dict[tuple[int, str], int] = {}
    for pair in pairs:
        key = pair.index, pair.label
        nearest[key] = min(nearest.get(key, 10_000), gap(pair.term, example.mentions[pair.index]))
    out: list[int] = []
    told: set[tuple[int, str]] = set()
    for pair in pairs:
        key = pair.index, pair.label
        value = int(example.mention[pair.index, labels.MENTION.index(pair.label)])
        if value == 1 and (key in told or gap(pair.term, example.mentions[pair.index]) > nearest[key]):
            value = -1
        if value == 1:
            told.add(key)
        out.append(value)
    return out


def read_all(rows: list[Row], settings: dict[str, Any], hidden: float) -> list[Reading]:
    """Every report, read with a share of the words hidden that only it may have given the lexicon."""
    mission = load_mission(settings["mission"])
    gazetteer = load_gazetteer(mission.area)
    profile = make_profile(mission, gazetteer)
    gaps = Gaps(rows, share=hidden)
    out = []
    for row, text, gold in rows:
        cluster = cluster_of(row)
        with gaps.applied(cluster, f"{settings['seed']}/{hidden}"):
            example = make_example(
                row, text, gold, part=cluster, mission=mission, gazetteer=gazetteer, profile=widen(profile, row["lang"])
            )
        out.append(Reading(example, part_of(cluster, settings["parts"])))
    return out


def fit(rows: list[Any], targets: list[int], options: dict[str, Any], seed: int) -> HistGradientBoostingClassifier:
    """Boosted trees on rows whose target says anything."""
    y = np.array(targets)
    x = np.array(rows, dtype=np.float64)
    model = HistGradientBoostingClassifier(**options, random_state=seed, early_stopping=False)
    model.fit(x[y >= 0], y[y >= 0])
    return model


def fit_both(readings: list[Reading], settings: dict[str, Any]) -> tuple[Trees, Trees]:
    """The trees for pairs and for sides."""
    seed = settings["seed"] % 2**31
    pairs = fit(
        [r for d in readings for r in d.rows], [t for d in readings for t in d.targets], settings["pairs"], seed
    )
    sides = fit(
        [r for d in readings for r in d.side_rows],
        [t for d in readings for t in d.side_targets],
        settings["sides"],
        seed,
    )
    return as_trees(pairs, 1), as_trees(sides, len(labels.WHO))


def as_trees(model: Any, outputs: int) -> Trees:
    """The model of the library as plain arrays; classes that never occur get what makes them least likely."""
    parts: dict[str, list[Any]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    roots, of, depth, at = [], [], 0, 0
    classes = [0] if outputs == 1 else [int(c) for c in model.classes_]
    for step in model._predictors:
        for k, tree in enumerate(step):
            nodes = tree.nodes
            leaf = nodes["is_leaf"].astype(bool)
            own = np.arange(len(nodes)) + at
            parts["feature"].append(np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16))
            parts["threshold"].append(nodes["num_threshold"].astype(np.float64))
            parts["left"].append(np.where(leaf, own, nodes["left"] + at).astype(np.int32))
            parts["right"].append(np.where(leaf, own, nodes["right"] + at).astype(np.int32))
            parts["value"].append(nodes["value"].astype(np.float32))
            roots.append(at)
            of.append(classes[k])
            depth = max(depth, int(nodes["depth"].max()))
            at += len(nodes)
    base = np.full(outputs, -30.0 if outputs > 1 else 0.0)
    base[classes] = model._baseline_prediction.ravel()
    arrays = {name: np.concatenate(values) for name, values in parts.items()}
    return Trees(**arrays, roots=np.array(roots, np.int32), outputs=np.array(of, np.int16), base=base, depth=depth)


class Bench:
    """Readings with what a scorer says of them, scored as a whole for any limits."""

    def __init__(self, readings: list[Reading], said: list[Said], scorer: Any) -> None:
        self.readings, self.said, self.scorer = readings, said, scorer
        self.kinds = [usable_types(r.example.analysis) for r in readings]
        self.drafts = [
            [d for kind in kinds for d in finders()[kind](r.example.analysis)]
            for r, kinds in zip(readings, self.kinds, strict=True)
        ]

    def read(self, limits: Limits | None) -> list[list[Any]]:
        """The claims of every report."""
        out = []
        for reading, said, drafts, kinds in zip(self.readings, self.said, self.drafts, self.kinds, strict=True):
            e = reading.example
            chosen = combine(e.analysis, drafts, e.mentions, said, limits, kinds=kinds) if limits and kinds else drafts
            out.append(to_claims(e.analysis, chosen, reader="embedded", version="1"))
        return out

    def tally(self, limits: Limits | None) -> dict[str, Any]:
        """The scorer's counts by group."""
        gold = {r.example.key: {"id": r.example.key, "claims": r.example.gold} for r in self.readings}
        articles = {r.example.key: {"lang": r.example.language} for r in self.readings}
        read = {
            r.example.key: {"claims": coded(claims)} for r, claims in zip(self.readings, self.read(limits), strict=True)
        }
        return dict(self.scorer.score(gold, read, articles)[0])

    def f1(self, limits: Limits | None, group: str = "all") -> float:
        """F1 of a group of claims."""
        tally = self.tally(limits)
        return float(self.scorer.prf(tally[group])[2]) if group in tally else 0.0


def tune(bench: Bench) -> Limits:
    """Limits by coordinate ascent on F1; the cautious choice where another gains nothing."""
    add = dict.fromkeys(TYPES, ADD[0])
    drop = dict.fromkeys(TYPES, DROP[0])
    side = SIDE[0]
    best = bench.f1(Limits(add, drop, side))
    for choice in SIDE[1:]:
        value = bench.f1(Limits(add, drop, choice))
        if value > best + 1e-4:
            best, side = value, choice
    for kind in TYPES:
        for table, choices in ((drop, DROP), (add, ADD)):
            kept = table[kind]
            for choice in choices[1:]:
                table[kind] = choice
                value = bench.f1(Limits(add, drop, side))
                if value > best + 1e-4:
                    best, kept = value, choice
            table[kind] = kept
    return Limits(add, drop, side)


def curve_of(bench: Bench, limits: Limits) -> dict[str, list[tuple[float, float]]]:
    """By type of claim: the share that was right among claims that no pair speaks for, then by rising score."""
    seen: dict[str, list[tuple[float | None, bool]]] = {}
    for reading, said, claims in zip(bench.readings, bench.said, bench.read(limits), strict=True):
        gold = reading.example.gold
        sheet = [c for c in claims if coded([c])]
        right = set(bench.scorer.match(gold, coded(sheet)).values())
        for i, claim in enumerate(sheet):
            score = strength_of(claim, reading.example.mentions, said)
            seen.setdefault(type_of(claim.statement), []).append((score, i in right))
    out = {}
    for kind, rows in sorted(seen.items()):
        overall = sum(ok for _, ok in rows) / len(rows)
        blind = [ok for score, ok in rows if score is None]
        first = (sum(blind) + 4 * overall) / (len(blind) + 4)
        out[kind] = [(0.0, round(first, 3)), *_steps(sorted((s, ok) for s, ok in rows if s is not None), overall)]
    return out


def _steps(rows: list[tuple[float, bool]], overall: float) -> list[tuple[float, float]]:
    """Isotonic steps of at least 20 claims: from which score on which share is right."""
    from sklearn.isotonic import IsotonicRegression

    if len(rows) < 20:
        return [(0.0, round(overall, 3))]
    x, y = np.array([r[0] for r in rows]), np.array([float(r[1]) for r in rows])
    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(x, y)
    size = max(20, len(rows) // 8)
    edges = [0.0, *(float(x[i]) for i in range(size, len(rows) - size // 2, size))]
    return [
        (round(a, 3), round(float(fitted.predict(x[(x >= a) & (x < b)]).mean()), 3))
        for a, b in zip(edges, [*edges[1:], 2.0], strict=True)
        if ((x >= a) & (x < b)).any()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "src/veye/extract/tagger/weights")
    parser.add_argument("--scorers", type=Path, default=ROOT.parent / "shared/eval")
    parser.add_argument("--tune", action="store_true", help="print the limits that would do best on these reports")
    args = parser.parse_args()
    settings = json.loads((ROOT / "training/settings.json").read_text())
    rows = load_rows()
    readings = {share: read_all(rows, settings, share) for share in settings["hidden"]}
    judged = readings[settings["judged"]]
    said: list[Said] = [None] * len(judged)  # type: ignore[list-item]
    for part in range(settings["parts"]):
        pairs, sides = fit_both([r for rs in readings.values() for r in rs if r.part != part], settings)
        scorer = Scorer(pairs, sides, Limits(), {})
        for i, reading in enumerate(judged):
            if reading.part == part:
                said[i] = scorer.judge(reading.example.analysis, reading.example.mentions)
    bench = Bench(judged, said, load_script(args.scorers / "score_claims.py"))
    before = bench.tally(None)
    limits = Limits(**settings["limits"])
    after = bench.tally(limits)
    for group in sorted(set(before) | set(after)):
        none = {"tp": 0, "fp": 0, "fn": 0}
        b, a = (bench.scorer.prf(t.get(group, none)) for t in (before, after))
        change = ", ".join(f"{name} {b[i]:.3f} -> {a[i]:.3f}" for name, i in (("F1", 2), ("P", 0), ("R", 1)))
        print(f"{group:20} {change}")
    curve = curve_of(bench, limits)
    pairs, sides = fit_both([r for rs in readings.values() for r in rs], settings)
    args.out.mkdir(parents=True, exist_ok=True)
    arrays = {
        f"{name}.{field}": getattr(trees, field)
        for name, trees in (("pairs", pairs), ("sides", sides))
        for field in Trees.__struct_fields__
    }
    np.savez_compressed(args.out / "scorer.npz", **arrays)
    out = {"settings": settings, "add": limits.add, "drop": limits.drop, "side": limits.side, "curve": curve}
    (args.out / "scorer.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    if args.tune:
        best = tune(bench)
        print("best here", bench.f1(best), json.dumps({"add": best.add, "drop": best.drop, "side": best.side}))


if __name__ == "__main__":
    main()
