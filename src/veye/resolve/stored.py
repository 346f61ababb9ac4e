"""How rare words are, read from an SQLite table as they are asked for: a large ledger's words need not be loaded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from veye.resolve.similarity import Background


class StoredCounts(Mapping[str, int]):
    """A table of words and counts as a mapping; what was asked for once is remembered."""

    def __init__(self, db: sqlite3.Connection, table: str) -> None:
        db.execute(f"CREATE TABLE IF NOT EXISTS {table}(word TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        self._db = db
        self._table = table
        self._seen: dict[str, int | None] = {}
        self._size: int | None = None

    def fill(self, counts: Mapping[str, int]) -> None:
        """Writes the counts into an empty table."""
        self._db.executemany(f"INSERT INTO {self._table} VALUES(?, ?)", sorted(counts.items()))

    def _find(self, word: str) -> int | None:
        if word not in self._seen:
            found = self._db.execute(f"SELECT n FROM {self._table} WHERE word = ?", (word,)).fetchone()  # noqa: S608
            self._seen[word] = int(found[0]) if found else None
        return self._seen[word]

    def __getitem__(self, word: str) -> int:
        if (found := self._find(word)) is None:
            raise KeyError(word)
        return found

    def get(self, word: str, default: int = 0) -> int:  # type: ignore[override]
        """The count of a word; `default` for one that is not in the table."""
        found = self._find(word)
        return default if found is None else found

    def __iter__(self) -> Iterator[str]:
        return (str(w) for (w,) in self._db.execute(f"SELECT word FROM {self._table} ORDER BY word"))  # noqa: S608

    def __len__(self) -> int:
        if self._size is None:
            self._size = int(self._db.execute(f"SELECT count(*) FROM {self._table}").fetchone()[0])  # noqa: S608
        return self._size


def store_background(db: sqlite3.Connection, name: str, background: Background) -> None:
    """Writes a background into empty tables of that name."""
    StoredCounts(db, f"{name}_bearing").fill(background.bearing)
    StoredCounts(db, f"{name}_boilerplate").fill(dict.fromkeys(background.boilerplate, background.size))


def stored_background(db: sqlite3.Connection, name: str, size: int) -> Background:
    """The background of that name over `size` texts, its words read as they are asked for."""
    return Background(size, StoredCounts(db, f"{name}_bearing"), StoredCounts(db, f"{name}_boilerplate").keys())
