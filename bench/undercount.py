"""Run the undercount estimators on published tables and on populations whose size is known.

usage: undercount.py DIR [--replicates N] [--seed N] [--engine NAME]

DIR has mse_kosovo.csv, mse_UKdat_5.csv and mse_UKdat.csv. `seconds` is the wall time of the four chains on the Kosovo
table, compiled already; `seconds_first` is the same call in a fresh process, compilation or its cache included.

Populations: N = 2,000 people, 4 lists, list j reaching p times 0.7, 0.9, 1.1 or 1.3 of them; p = 0.2 for all people
(homogeneous), or for one half and the other half of them 0.28 and 0.09 (mild), 0.50 and 0.10 (strong), 0.50 and 0.03
(beyond: odds 32 times lower, more than the envelope's assumption of at most 10 allows for). A refused table counts as
not covered. Prints a table, then one JSON object on the last line: coverage is the share of envelopes that hold N,
width the median of the upper end over the lower, all over `replicates` populations drawn with `seed`.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from veye.measures.undercount import (
    Table,
    Undercount,
    estimate,
    latent_class,
    read_table,
    stepwise,
    table_from_patterns,
)

PEOPLE = 2_000
TILT = np.array([0.7, 0.9, 1.1, 1.3])
POPULATIONS = {
    "homogeneous": (0.2, 0.2),
    "mild": (0.28, 0.09),
    "strong": (0.50, 0.10),
    "beyond": (0.50, 0.03),
}
METHODS = ("latent_class", "averaged_bic", "stepwise", "darroch", "chao", "hidden_class")
FRESH = """
import sys, time, numpy as np
from pathlib import Path
from veye.measures.undercount import latent_class, read_table
table = read_table(Path(sys.argv[1]))
begin = time.perf_counter()
latent_class(table, rng=np.random.default_rng(int(sys.argv[2])), engine=sys.argv[3])
print(time.perf_counter() - begin)
"""


def draw(kinds: tuple[float, float], rng: np.random.Generator) -> Table:
    """A table of lists drawn from a population of two kinds of people, alike in number."""
    kind = rng.integers(0, 2, PEOPLE)
    on = rng.random((PEOPLE, 4)) < np.array(kinds)[kind][:, None] * TILT
    patterns, counts = np.unique(on[on.any(axis=1)].astype(int), axis=0, return_counts=True)
    return table_from_patterns("ABCD", [(tuple(map(int, p)), int(c)) for p, c in zip(patterns, counts, strict=True)])


def cover(name: str, replicates: int, seed: int, engine: str) -> dict[str, float]:
    """Coverage and width of the envelope, and coverage by method, over populations of one sort."""
    results = []
    for rng in np.random.default_rng([seed, list(POPULATIONS).index(name)]).spawn(replicates):
        results.append(estimate(draw(POPULATIONS[name], rng), rng=rng, ess_goal=400.0, engine=engine))
    answered = [r for r in results if r.refused is None]
    held = [r for r in answered if (r.low or 0) <= PEOPLE <= (r.high or 0)]
    width = float(np.median([(r.high or 1) / (r.low or 1) for r in answered])) if answered else math.nan
    bound = sum((r.at_least or 0) <= PEOPLE for r in answered) / max(len(answered), 1)
    single = [r for r in answered if r.value is not None]
    out = {
        f"coverage_{name}": len(held) / replicates,
        f"width_{name}": round(width, 3),
        f"refused_{name}": 1 - len(answered) / replicates,
        f"bound_holds_{name}": round(bound, 3),
        f"single_{name}": len(single) / replicates,
    }
    share = ", ".join(f"{m} {_share(results, m):.2f}" for m in METHODS)
    caps = {}
    for r in results:
        one = r.of("hidden_class")
        for cap, _, upper in one.per_model if one else ():
            caps.setdefault(cap, []).append(upper >= PEOPLE)
    low, high = (np.median([getattr(r, end) or np.nan for r in answered]) for end in ("low", "high"))
    print(
        f"{name:12s} covered {out[f'coverage_{name}']:.2f}  width x{width:.2f}  ({low:,.0f} to {high:,.0f})  refused "
        f"{out[f'refused_{name}']:.2f}  at least holds {bound:.2f}  single figure {out[f'single_{name}']:.2f}"
    )
    print(f"{'':12s} by method alone: {share}")
    print(
        f"{'':12s} upper end of hidden class at or above N, by assumed odds: "
        + ", ".join(f"{cap} {np.sum(hit) / replicates:.2f}" for cap, hit in caps.items())
    )
    return out


def _share(results: list[Undercount], method: str) -> float:
    made = [e for r in results if (e := r.of(method)) is not None]
    return sum((e.low or 0) <= PEOPLE <= (e.high or 0) for e in made) / max(len(results), 1)


def show(name: str, result: Undercount) -> None:
    """Prints what every method says of a table."""
    print(f"{name}: {result.observed:,} on {len(result.lists)} lists")
    for e in result.estimates:
        ends = e.refused or f"{e.low:10,.0f} {e.point:10,.0f} {e.high:10,.0f}"
        print(f"    {e.label:42s} {ends}")
    chains = result.convergence
    if chains:
        print(f"    R-hat {chains.r_hat:.4f}, effective draws {chains.ess:,.0f}, short chains at {chains.settled:,.0f}")
    if result.refused:
        print(f"    refused: {result.refused}")
        for reason in result.unstable:
            print(f"    unstable: {reason}")
    else:
        print(
            f"    envelope {result.low:,.0f} to {result.high:,.0f}; at least {result.at_least:,.0f}; methods differ by "
            f"x{result.spread:.2f}; single figure {'none' if result.value is None else round(result.value)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the undercount estimators.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--replicates", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--engine", default="auto")
    args = parser.parse_args()
    kosovo, five, six = (read_table(args.folder / f"mse_{n}.csv") for n in ("kosovo", "UKdat_5", "UKdat"))

    fresh = [sys.executable, "-c", FRESH, str(args.folder / "mse_kosovo.csv"), str(args.seed), args.engine]
    seconds_first = float(subprocess.run(fresh, capture_output=True, text=True, check=True).stdout)
    latent_class(five, rng=np.random.default_rng(0), ess_goal=1.0, most_draws=1, engine=args.engine)
    begin, cpu = time.perf_counter(), time.process_time()
    chains = latent_class(kosovo, rng=np.random.default_rng(args.seed), engine=args.engine)
    seconds, cpu_seconds = time.perf_counter() - begin, time.process_time() - cpu
    whole = estimate(kosovo, rng=np.random.default_rng(args.seed), engine=args.engine)
    contested = estimate(five, rng=np.random.default_rng(args.seed), engine=args.engine)
    show("Kosovo 1999", whole)
    print(
        f"    four chains: {seconds:.1f} s, {cpu_seconds:.1f} s of processor time "
        f"({seconds_first:.1f} s in a fresh process), engine {chains.convergence.engine}"
    )
    show("UK 2013, five lists", contested)
    out = {
        "kosovo_median": round(chains.median),
        "kosovo_low": round(chains.low),
        "kosovo_high": round(chains.high),
        "kosovo_passes": whole.refused is None,
        "kosovo_envelope": [round(whole.low or 0), round(whole.high or 0)],
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu_seconds, 2),
        "seconds_first": round(seconds_first, 2),
        "r_hat": round(chains.convergence.r_hat, 4),
        "ess": round(chains.convergence.ess),
        "uk_stepwise": round(stepwise(five).point or 0),
        "uk_stepwise_six": round(stepwise(six).point or 0),
        "uk_flagged": bool(contested.unstable),
        "replicates": args.replicates,
        "seed": args.seed,
    }
    for name in POPULATIONS:
        out |= cover(name, args.replicates, args.seed, args.engine)
    print(json.dumps(out))


if __name__ == "__main__":
    main()
