# ruff: noqa: T201 - a script
"""Finds from which probability on the encoder is believed, and how far confidence can be, on reports kept aside.

usage: limits.py SAID.npz [--scorers FOLDER] [--only KEYS] [--out FILE]

SAID.npz is what `train.py --aside` writes: what a model says of reports that it did not learn from. `--only x,z` keeps
those whose keys begin so: reports that the grammar was not written with say most. Coordinate ascent on F1, a type at a
time, from cautious limits. Writes the limits and the curve of confidence to FILE (tuned.json beside the weights).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training")]

from scripts import load_script  # noqa: E402

from corpus import Example, load_examples  # noqa: E402
from veye.extract.claims import finders  # noqa: E402
from veye.extract.document import to_claims  # noqa: E402
from veye.extract.tagger import labels  # noqa: E402
from veye.extract.tagger.build import type_of  # noqa: E402
from veye.extract.tagger.decode import Limits, combine  # noqa: E402
from veye.extract.tagger.embedded import Tuned, on_topic, strength_of, usable_types  # noqa: E402
from veye.extract.tagger.said import Said  # noqa: E402
from veye.extract.tagger.standing import stand  # noqa: E402
from veye.records import coded  # noqa: E402

ADD = (2.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
DROP = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1)
LEAST = 1e-3  # of F1: less than that is chance
ARRAYS = ("label", "who", "words", "flags", "offsets")
RENAME = (0.95, 0.9, 0.8, 0.7, 0.6)
HIGH, LOW = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5), (0.05, 0.1, 0.2, 0.3)
TYPES = ("casualty", "attack", "equipment", "evacuation", "strength", "displacement", "funding", "control", "milestone")
FIRST = Limits(
    add={"casualty": 0.9, "equipment": 0.8, "strength": 0.95, "attack": 0.9, "control": 0.95},
    drop={"casualty": 0.1, "attack": 0.1, "strength": 0.05, "equipment": 0.005, "milestone": 0.05},
    side=0.95,
    story=(0.2, 0.98),
)


class Bench:
    """Reports with what the encoder says of them, scored as a whole for any limits."""

    def __init__(self, examples: list[Example], said: dict[str, Said], scorer: Any) -> None:
        self.examples, self.said, self.scorer = examples, said, scorer
        self.drafts: dict[tuple[str, str | None], list[Any]] = {}

    def read(self, example: Example, limits: Limits) -> list[Any]:
        """The claims of a report."""
        said = msgspec.structs.replace(self.said[example.key], label=self.said[example.key].label.copy())
        analysis = on_topic(example.analysis, said, limits)
        kinds = usable_types(analysis)
        key = example.key, analysis.veto
        if key not in self.drafts:
            self.drafts[key] = [d for kind in kinds for d in finders()[kind](analysis)]
        chosen = combine(analysis, self.drafts[key], example.mentions, said, limits, kinds=kinds)
        return to_claims(
            analysis, chosen, reader="embedded", version="2", amend=lambda draft: stand(draft, said, limits.flags)
        )

    def f1(self, limits: Limits) -> float:
        """F1 of all claims."""
        return float(self.scorer.prf(self._score(limits)[0]["all"])[2])

    def standing(self, limits: Limits, name: str) -> float:
        """How many claims stand as they should in one respect; for their day, by share with one and share without."""
        right = self._score(limits)[1]
        if name != "undated":
            return float(sum(right[name]))
        return sum(sum(right[n]) / max(1, len(right[n])) for n in ("date", "date not invented"))

    def _score(self, limits: Limits) -> Any:
        gold = {e.key: {"id": e.key, "claims": e.gold} for e in self.examples}
        read = {e.key: {"claims": coded(self.read(e, limits))} for e in self.examples}
        return self.scorer.score(gold, read, {e.key: {"lang": e.language} for e in self.examples})


def tune(bench: Bench) -> Limits:
    """Limits by coordinate ascent, the known choice where another gains nothing."""
    limits = FIRST

    def among(
        choices: list[Any],
        change: Callable[[Any], Limits],
        worth: Callable[[Limits], float] = bench.f1,
        least: float = LEAST,
    ) -> None:
        nonlocal limits
        kept, best = limits, worth(limits)
        for choice in choices:
            tried = change(choice)
            value = worth(tried)
            if value > best + least:
                best, kept = value, tried
        limits = kept

    replace = msgspec.structs.replace
    among([(low, limits.story[1]) for low in (0.05, 0.2, 0.3)], lambda s: replace(limits, story=s))
    among([(limits.story[0], high) for high in (2.0, 0.95, 0.9)], lambda s: replace(limits, story=s))
    for kind in TYPES:
        among(list(DROP), lambda v, k=kind: replace(limits, drop=limits.drop | {k: v}))  # type: ignore[misc]
        among(list(ADD), lambda v, k=kind: replace(limits, add=limits.add | {k: v}))  # type: ignore[misc]
        among(list(RENAME), lambda v, k=kind: replace(limits, rename=limits.rename | {k: v}))  # type: ignore[misc]
    among([0.99, 0.95, 0.9], lambda v: replace(limits, sure=v))
    among([0.95, 0.8, 0.7, 0.6], lambda v: replace(limits, side=v))
    for name in labels.FLAGS:
        low, high = limits.flags.get(name, (0.0, 2.0))
        worth, gain = partial(bench.standing, name=name), 0.02 if name == "undated" else 2.0
        for bounds in ([(low, h) for h in HIGH], [(b, high) for b in LOW]):
            among(bounds, lambda v, n=name: replace(limits, flags=limits.flags | {n: v}), worth, gain)  # type: ignore[misc]
            high = limits.flags.get(name, (0.0, 2.0))[1]
    return limits


def curve_of(bench: Bench, limits: Limits) -> dict[str, list[tuple[float, float]]]:
    """By type of claim, steps of the encoder's probability with the share that was right from there on."""
    seen: dict[str, list[tuple[float, bool]]] = {}
    for example in bench.examples:
        sheet = [c for c in bench.read(example, limits) if coded([c])]
        right = set(bench.scorer.match(example.gold, coded(sheet)).values())
        for i, claim in enumerate(sheet):
            score = strength_of(claim, bench.said[example.key])
            if score is not None:
                seen.setdefault(type_of(claim.statement), []).append((score, i in right))
    every = [row for rows in seen.values() for row in rows]
    return {kind: steps(rows if len(rows) >= 40 else every) for kind, rows in sorted(seen.items())}


def steps(rows: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Isotonic steps of at least twenty claims: from which probability on which share is right."""
    from sklearn.isotonic import IsotonicRegression

    x, y = np.array([r[0] for r in rows]), np.array([float(r[1]) for r in rows])
    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(x, y)
    order = np.sort(x)
    size = max(20, len(rows) // 8)
    edges = [0.0, *(float(order[i]) for i in range(size, len(rows) - size // 2, size))]
    return [
        (round(a, 3), round(float(fitted.predict(x[(x >= a) & (x < b)]).mean()), 3))
        for a, b in zip(edges, [*edges[1:], 2.0], strict=True)
        if ((x >= a) & (x < b)).any()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("said", type=Path)
    parser.add_argument("--scorers", type=Path, default=ROOT.parent / "shared/eval")
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path, default=ROOT / "src/veye/extract/tagger/weights/tuned.json")
    args = parser.parse_args()
    settings = json.loads((ROOT / "training/settings.json").read_text())
    with np.load(args.said) as stored:
        keys = {name.rpartition("/")[0] for name in stored.files}
        said = {k: Said(*(stored[f"{k}/{n}"] for n in ARRAYS), float(stored[f"{k}/story"])) for k in keys}
    examples = [
        e for e in load_examples(settings["mission"]) if e.key in said and e.key.startswith(tuple(args.only.split(",")))
    ]
    same = [e for e in examples if len(e.mentions) == len(said[e.key].label)]
    bench = Bench(same, said, load_script(args.scorers / "score_claims.py"))
    print(f"{len(same)} of {len(examples)} reports; grammar {bench.f1(Limits()):.3f}, at first {bench.f1(FIRST):.3f}")
    limits = tune(bench)
    print(f"tuned {bench.f1(limits):.3f} {limits}")
    args.out.write_bytes(
        msgspec.json.format(msgspec.json.encode(Tuned(limits, curve_of(bench, limits))), indent=1) + b"\n"
    )


if __name__ == "__main__":
    main()
