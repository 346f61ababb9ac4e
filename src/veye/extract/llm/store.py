"""Answers kept in one SQLite file, and in the same file what a run has spent: shared by threads and worker processes.

The file holds what models answered, so quotes of reports: it is made readable by its owner alone. No key is in it.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import msgspec

from veye.records import Issue

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (n INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, claims BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS spend (run TEXT PRIMARY KEY, tokens INTEGER NOT NULL, money REAL NOT NULL,
    at TEXT NOT NULL DEFAULT (datetime('now')));
"""
_MOST = 100_000  # answers kept; the oldest go first
_opened: set[str] = set()


class Spent(msgspec.Struct, frozen=True):
    """Tokens and money."""

    tokens: int = 0
    money: float = 0.0


class Store:
    """The cache and the account book. Without a path, or where the file cannot be used, both live in memory."""

    def __init__(self, path: Path | None) -> None:
        self.issue: Issue | None = None
        self._lock = Lock()
        self._run = _run_name()
        try:
            self._db = _open(path)
        except (OSError, sqlite3.Error):
            hint = "Answers are not kept in this run. Check the path in VEYE_LLM_CACHE."
            self.issue = Issue("llm-cache", "the cache cannot be used", str(path), hint)
            path = None
            self._db = _open(path)
        self._shared = path is not None
        with self._writing() as db:
            if not self._shared or (multiprocessing.parent_process() is None and str(path) not in _opened):
                db.execute("DELETE FROM spend WHERE run = ? OR at < datetime('now', '-7 days')", (self._run,))
            db.execute("INSERT OR IGNORE INTO spend (run, tokens, money) VALUES (?, 0, 0)", (self._run,))
        _opened.add(str(path))

    def get(self, key: str) -> bytes | None:
        """What was kept under a key; None where nothing was, or the file fails."""
        try:
            with self._lock:
                row = self._db.execute("SELECT claims FROM answers WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return bytes(row[0]) if row else None

    def put(self, key: str, claims: bytes) -> None:
        """Keeps an answer. A full disk or a locked file loses it, and says so once."""
        try:
            with self._writing() as db:
                made = db.execute("INSERT OR REPLACE INTO answers (key, claims) VALUES (?, ?)", (key, claims))
                db.execute("DELETE FROM answers WHERE n <= ?", ((made.lastrowid or 0) - _MOST,))
        except sqlite3.Error:
            self.issue = self.issue or Issue("llm-cache", "an answer could not be kept", "llm cache", "Check the disk.")

    def reserve(self, most: Spent, *, tokens: int | None, money: float | None) -> bool:
        """Books what a request may cost at most; False, with nothing booked, where that would pass a limit.

        `tokens` and `money` are the limits of the run; None is no limit.
        """
        with self._writing() as db:
            done = db.execute(
                "UPDATE spend SET tokens = tokens + ?1, money = money + ?2 WHERE run = ?3"
                " AND (?4 IS NULL OR tokens + ?1 <= ?4) AND (?5 IS NULL OR money + ?2 <= ?5)",
                (most.tokens, most.money, self._run, tokens, money),
            )
            return done.rowcount == 1

    def settle(self, reserved: Spent, spent: Spent) -> None:
        """Puts what a request did cost in the place of what was booked for it."""
        with self._writing() as db:
            db.execute(
                "UPDATE spend SET tokens = max(0, tokens + ?), money = max(0, money + ?) WHERE run = ?",
                (spent.tokens - reserved.tokens, spent.money - reserved.money, self._run),
            )

    def spent(self) -> Spent:
        """What this run has spent or booked, over all its processes."""
        with self._lock:
            row = self._db.execute("SELECT tokens, money FROM spend WHERE run = ?", (self._run,)).fetchone()
        return Spent(row[0], row[1]) if row else Spent()

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _open(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(path or ":memory:", timeout=30, isolation_level=None, check_same_thread=False)
    try:
        if path is not None:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(_TABLES)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _run_name() -> str:
    """One name for a process and the workers that it starts."""
    parent = multiprocessing.parent_process()
    return f"{platform.node()}:{parent.pid if parent else os.getpid()}"
