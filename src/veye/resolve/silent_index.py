"""Reports in which no claim was read, kept in SQLite with what they can be met by and where they hang."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from veye.resolve.blocks import Blocks
from veye.resolve.similarity import Background
from veye.resolve.unread import Hung, Unread, unread_keys

_SCHEMA = """
CREATE TABLE IF NOT EXISTS silent(
    id INTEGER PRIMARY KEY, doc TEXT UNIQUE NOT NULL, body BLOB NOT NULL, row INTEGER, hung BLOB);
CREATE INDEX IF NOT EXISTS silent_by_row ON silent(row);
"""


class SilentIndex:
    """Unread reports, their blocking keys, and the episode row that each hangs on where it hangs on any."""

    def __init__(self, db: sqlite3.Connection) -> None:
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        self._db = db
        self._keys = Blocks(db, "silent_key", 1 << 40)

    def add(self, unread: Unread, background: Background) -> int:
        """Adds a report; its number."""
        body = msgspec.msgpack.encode(unread)
        number = self._db.execute("INSERT INTO silent(doc, body) VALUES(?, ?)", (unread.doc.id, body)).lastrowid
        assert number is not None
        self._keys.add(number, unread_keys(unread, background))
        return number

    def number(self, doc_id: str) -> int | None:
        """The number of a document; None where it is not held."""
        found = self._db.execute("SELECT id FROM silent WHERE doc = ?", (doc_id,)).fetchone()
        return int(found[0]) if found else None

    def get(self, number: int) -> Unread:
        """A report by its number."""
        (body,) = self._db.execute("SELECT body FROM silent WHERE id = ?", (number,)).fetchone()
        return msgspec.msgpack.decode(body, type=Unread)

    def move(self, number: int, origin: str) -> bool:
        """Gives a report another origin; whether it had another before."""
        unread = self.get(number)
        if unread.origin == origin:
            return False
        body = msgspec.msgpack.encode(msgspec.structs.replace(unread, origin=origin))
        self._db.execute("UPDATE silent SET body = ? WHERE id = ?", (body, number))
        return True

    def bearing(self, keys: Iterable[int]) -> set[int]:
        """The reports that bear one of the keys."""
        return set().union(*(self._keys.bearers(k) for k in keys))

    def on(self, rows: Iterable[int]) -> set[int]:
        """The reports that hang on one of the rows."""
        return {
            int(i) for r in rows for (i,) in self._db.execute("SELECT id FROM silent WHERE row = ?", (r,)).fetchall()
        }

    def where(self, number: int) -> tuple[int, Hung] | None:
        """The row that a report hangs on and how it came to; None where it hangs on none."""
        row, hung = self._db.execute("SELECT row, hung FROM silent WHERE id = ?", (number,)).fetchone()
        return None if row is None else (int(row), msgspec.msgpack.decode(hung, type=Hung))

    def hang(self, number: int, row: int | None, hung: Hung | None) -> None:
        """Hangs a report on a row, or takes it off."""
        body = None if hung is None else msgspec.msgpack.encode(hung)
        self._db.execute("UPDATE silent SET row = ?, hung = ? WHERE id = ?", (row, body, number))
