"""The shipped tables of facts: readable CSV files whose head says where the facts stand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from veye.errors import InputError, InternalError, did_you_mean

TABLES = Path(__file__).parent / "tables"
_ROWS_AT_LEAST = re.compile(r"#\s*rows at least (\d+)")

Row = Mapping[str, str]


def table_names() -> list[str]:
    """The names of all shipped tables, in order."""
    return sorted(path.stem for path in TABLES.glob("*.csv"))


@cache
def load_table(name: str) -> tuple[Row, ...]:
    """The rows of a shipped table, each a mapping from column to cell; an empty cell is an empty string.

    `|` parts the values of a cell that holds several: see `values`. InputError for an unknown name; InternalError,
    naming the table, where it has fewer rows than its head declares or a row that does not fit its columns.
    """
    path = TABLES / f"{name}.csv"
    if not path.is_file():
        raise InputError(f"no table '{name}' is shipped.", hint=did_you_mean(name, table_names()))
    return read_table(path)


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows of one table file; see `load_table`."""
    text = path.read_text(encoding="utf-8")
    declared = _ROWS_AT_LEAST.search(text)
    if not declared:
        raise InternalError("the head does not declare '# rows at least N'", where=path.name)
    rows = tuple(_rows(path, text))
    if len(rows) < int(declared[1]):
        raise InternalError(
            f"the table has {len(rows)} rows, its head declares at least {declared[1]}.",
            where=path.name,
            hint="The installation is incomplete: install it again.",
        )
    return rows


def _rows(path: Path, text: str) -> Iterator[Row]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for number, row in enumerate(csv.DictReader(lines), start=1):
        if None in row or None in row.values():
            raise InternalError(f"row {number} does not fit the columns: {next(iter(row.values()))!r}", where=path.name)
        yield row


def values(cell: str) -> tuple[str, ...]:
    """The values of a cell: its parts between `|`, without the empty ones.

    >>> values("Kenyan|Kenyans"), values("")
    (('Kenyan', 'Kenyans'), ())
    """
    return tuple(part.strip() for part in cell.split("|") if part.strip())
