"""Capture histories: how many people stand on which lists, and how much the lists overlap."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from veye.errors import InputError

COUNT_NAMES = ("count", "counts", "freq", "frequency", "Count", "Counts", "Freq", "Frequency", "n")
MOST_LISTS = 30


class Table(msgspec.Struct, frozen=True):
    """People by capture history: `patterns[i]` has a 1 for each list of `lists` that `counts[i]` people stand on.

    Lists are in the order of their names, patterns in their own order, each once and with a count above zero, so
    that the same people always give the same table. Make one with the functions of this module.
    """

    lists: tuple[str, ...]
    patterns: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return sum(self.counts)

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Patterns (rows, lists) as 0 and 1, and their counts (rows,), both int64."""
        shape = (len(self.patterns), len(self.lists))
        return np.array(self.patterns, dtype=np.int64).reshape(shape), np.array(self.counts, dtype=np.int64)


class Overlap(msgspec.Struct, frozen=True):
    """How far two lists hold the same people. `odds_ratio` is among the people on any list, 1/2 added to each cell."""

    first: str
    second: str
    both: int
    first_only: int
    second_only: int
    odds_ratio: float


def table_from_patterns(lists: Sequence[str], rows: Iterable[tuple[Sequence[int], int]]) -> Table:
    """The table of (pattern, count) rows; equal patterns are added up.

    InputError for a pattern of the wrong length or not of 0 and 1, a count that is not a whole number from 0, a
    count of people on no list, and list names that are empty or given twice.
    """
    names = [str(name).strip() for name in lists]
    if len(set(names)) != len(names) or not all(names):
        raise InputError(f"lists need names, each its own: {names}", hint="Name each list once.")
    if not 1 <= len(names) <= MOST_LISTS:
        raise InputError(f"{len(names)} lists; from 1 to {MOST_LISTS} are read", hint="Merge lists of one origin.")
    order = sorted(range(len(names)), key=lambda j: names[j])
    total: Counter[tuple[int, ...]] = Counter()
    for pattern, count in rows:
        if len(pattern) != len(names) or any(x not in (0, 1) for x in pattern):
            raise InputError(f"pattern {tuple(pattern)} is not {len(names)} times 0 or 1")
        if int(count) != count or count < 0:
            raise InputError(f"count {count} of pattern {tuple(pattern)} is not a whole number from 0")
        total[tuple(int(pattern[j]) for j in order)] += int(count)
    if total.get((0,) * len(names)):
        raise InputError("people are counted on no list", hint="How many these are is what is to be estimated.")
    kept = sorted((p, c) for p, c in total.items() if c)
    return Table(tuple(names[j] for j in order), tuple(p for p, _ in kept), tuple(c for _, c in kept))


def table_from_records(
    records: Iterable[Iterable[str]], *, lists: Sequence[str] | None = None, weights: Iterable[int] | None = None
) -> Table:
    """The table of matched records, each given as the names of the lists it stands on.

    `lists` names lists that may hold nobody and lets no other name pass; `weights` says how many people each record
    stands for (a record with weight 2 counts as that record twice).
    """
    held = [frozenset(map(str, record)) for record in records]
    counts = [1] * len(held) if weights is None else list(weights)
    if len(counts) != len(held):
        raise InputError(f"{len(counts)} weights for {len(held)} records", hint="Give one weight a record.")
    names = sorted(set().union(*held)) if lists is None else list(lists)
    unknown = sorted(set().union(*held) - set(names)) if held else []
    if unknown:
        raise InputError(f"records stand on lists that are not named: {', '.join(unknown)}")
    return table_from_patterns(
        names, (([int(name in on) for name in names], count) for on, count in zip(held, counts, strict=True))
    )


def table_from_sets(members: Mapping[str, Iterable[Any]]) -> Table:
    """The table of lists given as sets of ids: equal ids on two lists are the same person."""
    sets = {name: set(ids) for name, ids in members.items()}
    people = set().union(*sets.values()) if sets else set()
    return table_from_records(([name for name, ids in sets.items() if one in ids] for one in people), lists=list(sets))


def read_table(path: Path, *, count: str | None = None) -> Table:
    """The table of a csv file: one 0/1 column a list, and a column of counts.

    The column of counts is `count`, else the last one called count, freq, frequency or n; where there is none, each
    row is one person. InputError names the row that cannot be read.
    """
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, skipinitialspace=True)
        header = [name for name in reader.fieldnames or () if name]
        column = count or next((name for name in reversed(header) if name in COUNT_NAMES), None)
        if count is not None and count not in header:
            raise InputError(f"no column '{count}'", where=str(path), hint=f"Columns: {', '.join(header)}.")
        names = [name for name in header if name != column]
        rows = []
        for number, row in enumerate(reader, start=2):
            try:
                rows.append(([int(row[name]) for name in names], int(row[column]) if column else 1))
            except (TypeError, ValueError) as error:
                raise InputError(
                    f"row {number} is not 0, 1 and a count: {[str(v)[:20] for v in row.values()][:8]}",
                    where=str(path),
                    hint="Give one column of 0 and 1 a list, and a last column 'count'.",
                ) from error
    try:
        return table_from_patterns(names, rows)
    except InputError as error:
        raise InputError(error.what, where=str(path), hint=error.hint) from error


def overlaps(table: Table) -> tuple[Overlap, ...]:
    """Every pair of lists with the people on both and on one only; what to look at before any estimate."""
    x, n = table.arrays()
    out = []
    for i, j in combinations(range(len(table.lists)), 2):
        both, first, second = (int(n @ cell) for cell in (x[:, i] * x[:, j], x[:, i] > x[:, j], x[:, j] > x[:, i]))
        neither = table.observed - both - first - second
        ratio = (both + 0.5) * (neither + 0.5) / ((first + 0.5) * (second + 0.5))
        out.append(Overlap(table.lists[i], table.lists[j], both, first, second, ratio))
    return tuple(out)


def parted(table: Table) -> tuple[tuple[str, ...], ...]:
    """Groups of lists tied by shared people; more than one group means that nothing ties their unseen people."""
    group = {name: {name} for name in table.lists}
    for pair in overlaps(table):
        if pair.both and group[pair.first] is not group[pair.second]:
            group[pair.first] |= group[pair.second]
            for name in group[pair.second]:
                group[name] = group[pair.first]
    return tuple(sorted({tuple(sorted(names)) for names in group.values()}))
