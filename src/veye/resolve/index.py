"""SQLite files for indexes: rows as fixed-size records, and changes that take effect together."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from veye.resolve.columns import Array, Columns, empty

PATIENCE_S = 300.0


def connect(path: Path | str) -> sqlite3.Connection:
    """An SQLite file for an index, made where there is none; its lock is waited for up to five minutes."""
    db = sqlite3.connect(str(path), timeout=PATIENCE_S, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute("PRAGMA cache_size=-262144")
    return db


def _row_type() -> np.dtype[np.void]:
    one = empty(1)
    fields = [(f, getattr(one, f).dtype, getattr(one, f).shape[1:]) for f in one.__struct_fields__]
    return np.dtype(fields)


ROW = _row_type()


def pack(cols: Columns) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """Columns as one array of fixed-size records."""
    out = np.zeros(len(cols), ROW)
    for field in cols.__struct_fields__:
        out[field] = getattr(cols, field)
    return out


def unpack(records: Array) -> Columns:
    """Columns from an array of records."""
    return Columns(*(np.ascontiguousarray(records[f]) for f in Columns.__struct_fields__))


class Transaction:
    """All statements within take effect together or not at all."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("ROLLBACK" if kind else "COMMIT")
