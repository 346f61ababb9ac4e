"""Weighed pairs to groups: happenings told as such first, then what only recalls them, then what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veye.resolve.board import Board
from veye.resolve.cluster import average_link

MISSING_BITS = -4.0
"""What a pair weighs that was never compared."""


def group(
    board: Board, must: Sequence[tuple[int, int]] = (), cannot: Sequence[tuple[int, int]] = ()
) -> list[list[int]]:
    """The episodes that tell of one happening, as rows of the board.

    What the evidence joins is joined first, pairs in `cannot` kept apart; then whole groups are joined as `must` says.
    """
    pairs = list(zip(board.left.tolist(), board.right.tolist(), strict=True))
    every = dict(zip(pairs, board.weight.tolist(), strict=True))
    recalled = board.cols.recalled.tolist()
    groups: list[list[int]] = []
    for rows in board.parts:
        groups += group_component(rows, recalled, every, cannot)
    return join_groups(groups, must, cannot)


def group_component(
    rows: Sequence[int],
    recalled: Sequence[bool],
    every: Mapping[tuple[int, int], float],
    cannot: Sequence[tuple[int, int]] = (),
) -> list[list[int]]:
    """Groups within one component: happenings told as such first, then what only recalls them."""
    inside = set(rows)
    apart = {p for p in cannot if p[0] in inside and p[1] in inside}
    groups = _average([r for r in rows if not recalled[r]], every, apart)
    cores = [tuple(g) for g in groups]
    left_over = []
    for row in (r for r in rows if recalled[r]):
        fits = [
            (sum(every.get(_pair(row, m), MISSING_BITS) for m in core) / len(core), -k)
            for k, core in enumerate(cores)
            if not any(_pair(row, m) in apart for m in core)
        ]
        best = max(fits, default=(0.0, 0))
        if best[0] > 0:
            groups[-best[1]].append(row)
        else:
            left_over.append(row)
    return [sorted(g) for g in groups] + _average(left_over, every, apart)


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _average(
    rows: Sequence[int], every: Mapping[tuple[int, int], float], apart: set[tuple[int, int]]
) -> list[list[int]]:
    at = {row: k for k, row in enumerate(rows)}
    inner = {(at[a], at[b]): every[(a, b)] for a in rows for b in rows if a < b and (a, b) in every}
    cannot = [(at[a], at[b]) for a, b in sorted(apart) if a in at and b in at]
    return [[rows[k] for k in g] for g in average_link(len(rows), inner, missing=MISSING_BITS, cannot=cannot)]


def join_groups(
    groups: Sequence[list[int]], must: Sequence[tuple[int, int]], cannot: Sequence[tuple[int, int]]
) -> list[list[int]]:
    """Groups joined wherever a pair in `must` spans two of them and no pair in `cannot` does."""
    where = {row: frozenset(g) for g in groups for row in g}
    for a, b in sorted(must):
        joined = where[a] | where[b]
        if not any(x in joined and y in joined and where[x] != where[y] for x, y in cannot):
            where |= dict.fromkeys(joined, joined)
    return sorted((sorted(g) for g in set(where.values())), key=lambda g: g[0])
