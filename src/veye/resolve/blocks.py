"""Blocking keys in an SQLite table that grows: who shares a key that is not crowded, and what crowding changes.

A key borne by more than `most` items ties nobody. The rule speaks of how many bear a key, not of who came first, so
that the pairs do not depend on the order of arrival: when a key becomes crowded, those it tied are named.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence


class Blocks:
    """Keys and the items that bear them. `most` is how many may share a key that still ties them."""

    def __init__(self, db: sqlite3.Connection, table: str, most: int) -> None:
        self._db = db
        self._most = most
        self._bearers = f"SELECT item FROM {table} WHERE key = ? LIMIT {most + 1}"  # noqa: S608 - names are ours
        self._insert = f"INSERT OR IGNORE INTO {table} VALUES(?, ?)"
        self._delete = f"DELETE FROM {table} WHERE key = ? AND item = ?"  # noqa: S608
        db.execute(
            f"CREATE TABLE IF NOT EXISTS {table}(key INTEGER, item INTEGER, PRIMARY KEY(key, item)) WITHOUT ROWID"
        )

    def fill(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Adds (key, item) pairs in bulk; sorted ones go in fastest."""
        self._db.executemany(self._insert, pairs)

    def bearers(self, key: int) -> set[int]:
        """The items that bear a key; empty where it is crowded."""
        found = {int(i) for (i,) in self._db.execute(self._bearers, (key,))}
        return found if len(found) <= self._most else set()

    def add(self, item: int, keys: Sequence[int]) -> tuple[set[int], list[tuple[int, set[int]]]]:
        """Lets an item bear keys: the others that it is now tied to, and each key that this crowded with bearers."""
        near: set[int] = set()
        crowded: list[tuple[int, set[int]]] = []
        for key in keys:
            held = {int(i) for (i,) in self._db.execute(self._bearers, (key,))} - {item}
            if len(held) < self._most:
                near |= held
            elif len(held) == self._most:
                crowded.append((key, held))
        self._db.executemany(self._insert, [(key, item) for key in keys])
        return near, crowded

    def remove(self, item: int, keys: Sequence[int]) -> list[set[int]]:
        """Takes keys from an item: the bearers of each key that is crowded no longer."""
        opened = []
        for key in keys:
            was = {int(i) for (i,) in self._db.execute(self._bearers, (key,))}
            self._db.execute(self._delete, (key, item))
            if len(was) > self._most and (left := self.bearers(key)):
                opened.append(left)
        return opened

    def open(self, keys: Iterable[int]) -> set[int]:
        """Those of the keys that are not crowded."""
        return {k for k in keys if len(self._db.execute(self._bearers, (k,)).fetchall()) <= self._most}
