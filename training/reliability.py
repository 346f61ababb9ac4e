"""How far confidence can be believed: claims by confidence, and the share of each group that was right.

usage: reliability.py GOLD.jsonl PREDICTED.jsonl --scorers FOLDER

PREDICTED is what bench/evaluate.py writes. The last line gives the expected calibration error.
"""

# ruff: noqa: T201 - a script
from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

from scripts import load_script

EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    args = parser.parse_args()
    scorer = load_script(args.scorers / "score_claims.py")
    predicted = scorer.load(args.predicted)
    rows = []
    for key, row in scorer.load(args.gold).items():
        claims = predicted.get(key, {}).get("claims", [])
        right = set(scorer.match(row["claims"], claims).values())
        rows += [(c["confidence"], i in right) for i, c in enumerate(claims) if c.get("confidence") is not None]
    error = 0.0
    for low, high in pairwise(EDGES):
        inside = [(p, ok) for p, ok in rows if low <= p < high]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            right_share = sum(ok for _, ok in inside) / len(inside)
            error += abs(said - right_share) * len(inside) / len(rows)
            print(f"{low:.1f}-{min(high, 1):.1f}  claims {len(inside):4d}  said {said:.2f}  right {right_share:.2f}")
    print(f"expected calibration error {error:.3f} over {len(rows)} claims")


if __name__ == "__main__":
    main()
