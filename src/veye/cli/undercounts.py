"""`veye undercount`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from veye.cli.talk import say, tell
from veye.errors import InputError
from veye.measures.undercount import Estimate, estimate, read_table, sentence


def run_undercount(path: Path, seed: int) -> None:
    """Print how the lists overlap, every method's estimate, the envelope, and what may be said or why nothing may."""
    if not path.is_file():
        raise InputError(
            "there is no such file", where=str(path), hint="Give a CSV of 0/1 columns, one a list, and a count."
        )
    found = estimate(read_table(path), rng=np.random.default_rng(seed))
    say(f"{len(found.lists)} lists, {found.observed:,} observed")
    for pair in found.overlaps:
        alone = f"{pair.first_only:,} and {pair.second_only:,} on one"
        say(f"  {pair.first} and {pair.second}: {pair.both:,} on both, {alone}")
    for made in found.estimates:
        say(f"  {made.label:<40} {_words(made)}")
    for warning in found.warnings:
        tell(f"  ! {warning}")
    say(f"refused: {found.refused}" if found.refused else sentence(found))


def _words(made: Estimate) -> str:
    if made.refused:
        return f"refused: {made.refused}"
    point = "" if made.point is None else f"{made.point:,.0f}"
    ends = ["?" if end is None else f"{end:,.0f}" for end in (made.low, made.high)]
    return f"{point} [{ends[0]}, {ends[1]}]" + ("  at least" if made.bound else "")
