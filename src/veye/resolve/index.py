"""The SQLite index of a linker: its tables, its rows as fixed-size records, and changes that take effect together."""

from __future__ import annotations

import sqlite3

import numpy as np

from veye.resolve.columns import Array, Columns, empty

SCHEMA = """
CREATE TABLE IF NOT EXISTS episode(
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, doc TEXT NOT NULL, founder TEXT NOT NULL,
    recalled INTEGER NOT NULL, row BLOB NOT NULL, told BLOB, body BLOB, incident INTEGER);
CREATE TABLE IF NOT EXISTS block(key INTEGER, episode INTEGER, PRIMARY KEY(key, episode)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS edge(a INTEGER, b INTEGER, bits REAL, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim(id TEXT PRIMARY KEY, episode INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS incident(id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, alias INTEGER);
CREATE TABLE IF NOT EXISTS held(kind TEXT, a INTEGER, b INTEGER, decision TEXT, PRIMARY KEY(kind, a, b, decision));
CREATE INDEX IF NOT EXISTS claim_by_episode ON claim(episode);
CREATE INDEX IF NOT EXISTS episode_by_doc ON episode(doc);
CREATE INDEX IF NOT EXISTS episode_by_incident ON episode(incident);
"""


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
