"""One SQLite file that entries are added to: many readers beside one writer, consistent after any crash."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from veye.errors import InputError
from veye.ledger.entries import GENESIS, Entry, EntryKind, chain_hash, encode
from veye.ledger.fold import View, fold
from veye.records import Claim, Document, Issue

_FORMAT = 1
_APPLICATION_ID = 0x56455945  # "VEYE"
_SCHEMA = """
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body BLOB NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX entries_kind_key ON entries (kind, key, seq);
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries never go'); END;
"""
# What is written once and for all, and what may come back to an earlier content and is then written again.
_ONCE = frozenset({"document", "claim", "decision", "issue", "forecast", "scenario", "brief"})


class Ledger:
    """An append-only, hash-chained ledger in one SQLite file (WAL mode).

    Use as a context manager. Appends of one call are one transaction: all or nothing.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Ledger:
        """The ledger at `path`, made where there is none and `create` is true.

        InputError where the file is no ledger, of a newer format, or cannot be opened.
        """
        path = Path(path)
        if not path.exists() and not create:
            raise InputError("there is no ledger here", where=str(path), hint="Make one with: veye brief REPORTS …")
        if path.is_dir():
            raise InputError("this is a folder, not a ledger file", where=str(path), hint="Name a file, e.g. case.veye")
        try:
            db = sqlite3.connect(path, timeout=30, isolation_level=None)
            db.execute("PRAGMA foreign_keys=ON")
            new = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            if new:
                if not create:
                    raise InputError("this file is empty, not a ledger", where=str(path))
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("BEGIN IMMEDIATE")
                if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                    for statement in _statements(_SCHEMA):
                        db.execute(statement)
                    db.execute(f"PRAGMA application_id={_APPLICATION_ID}")
                    db.execute(f"PRAGMA user_version={_FORMAT}")
                db.execute("COMMIT")
            _check_format(db, path)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
        except sqlite3.DatabaseError as error:
            hint = "Give another file, or restore this one from a copy."
            raise InputError(f"not a readable ledger ({error})", where=str(path), hint=hint) from error
        except OSError as error:
            raise InputError(str(error), where=str(path)) from error
        return cls(db, path)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def append(self, records: Iterable[tuple[EntryKind, Any]], *, at: datetime) -> list[Entry]:
        """Add the records that are new, in order, in one transaction; the entries that were added.

        A document, claim, decision or issue whose content is already there is passed over. An incident or origin is
        added when its content differs from its latest entry. `at` never runs backwards: an earlier clock is
        lifted to the last entry's time.
        """
        added: list[Entry] = []
        self._begin()
        try:
            last = self._db.execute("SELECT seq, at, hash FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
            seq, prev = (last[0], last[2]) if last else (0, GENESIS)
            stamp = at.astimezone(UTC)
            if last:
                stamp = max(stamp, datetime.fromisoformat(last[1]))
            for kind, record in records:
                key, body = encode(kind, record)
                if self._stands(kind, key):
                    continue
                seq += 1
                at_text = stamp.isoformat(timespec="microseconds")
                link = chain_hash(prev, seq, at_text, kind, key, body)
                self._db.execute(
                    "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", (seq, at_text, kind, key, body, prev, link)
                )
                added.append(Entry(seq, stamp, kind, key, body, prev, link))
                prev = link
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._roll_back()
            hint = "Nothing of this step was written; see to the disk, then run the same again."
            raise InputError(f"the ledger cannot be written ({error})", where=str(self.path), hint=hint) from error
        except BaseException:
            self._roll_back()
            raise
        return added

    def _begin(self) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            hint = "Another program is writing to it, or the file may not be written. Nothing was added; run it again."
            raise InputError(f"the ledger cannot be written ({error})", where=str(self.path), hint=hint) from error

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _stands(self, kind: EntryKind, key: str) -> bool:
        if kind in _ONCE:
            return bool(
                self._db.execute("SELECT 1 FROM entries WHERE kind=? AND key=? LIMIT 1", (kind, key)).fetchone()
            )
        if kind in ("incident", "origin"):
            name = key.split(":")[0]
            latest = self._db.execute(
                "SELECT key FROM entries WHERE kind IN (?, ?) AND key>=? AND key<? ORDER BY seq DESC LIMIT 1",
                (kind, f"{kind}_retired", f"{name}:", f"{name};"),
            ).fetchone()
            return bool(latest) and latest[0] == key
        return False

    def has(self, kind: EntryKind, key: str) -> bool:
        """Whether an entry of that kind and key stands in the ledger."""
        return bool(self._db.execute("SELECT 1 FROM entries WHERE kind=? AND key=? LIMIT 1", (kind, key)).fetchone())

    def last(self, kind: EntryKind) -> int:
        """The number of the last entry of a kind, 0 where there is none."""
        return int(self._db.execute("SELECT max(seq) FROM entries WHERE kind = ?", (kind,)).fetchone()[0] or 0)

    def hash_at(self, seq: int) -> str | None:
        """The hash of the entry of that number; None where there is none."""
        found = self._db.execute("SELECT hash FROM entries WHERE seq = ?", (seq,)).fetchone()
        return str(found[0]) if found else None

    def entries(
        self, *, kind: EntryKind | None = None, key: str | None = None, after: int = 0, limit: int | None = None
    ) -> Iterator[Entry]:
        """Entries in order, optionally of one kind, of keys that begin with `key`, after a sequence number."""
        query = "SELECT seq, at, kind, key, body, prev, hash FROM entries WHERE seq > ?"
        params: list[object] = [after]
        if kind:
            query, params = query + " AND kind = ?", [*params, kind]
        if key:
            query, params = query + " AND substr(key, 1, ?) = ?", [*params, len(key), key]
        query += " ORDER BY seq" + (f" LIMIT {int(limit)}" if limit is not None else "")
        for seq, at, entry_kind, entry_key, body, prev, link in self._db.execute(query, params):
            raw = body.encode() if isinstance(body, str) else bytes(body)  # a hand-edited body comes back as text
            yield Entry(seq, datetime.fromisoformat(at), entry_kind, entry_key, raw, prev, link)

    def newest(self) -> datetime | None:
        """When the last entry was made; None in an empty ledger."""
        row = self._db.execute("SELECT at FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def view(self, *, as_of: datetime | None = None) -> View:
        """The state after all entries, or after those made at or before `as_of`."""
        return fold(self.entries(), as_of=as_of)

    def verify(self) -> list[Issue]:
        """Everything that is wrong with the ledger: chain, missing entries, spans that do not hold. Empty: sound."""
        issues: list[Issue] = []
        documents: dict[str, Document] = {}
        prev, expected = GENESIS, 1
        for entry in self.entries():
            where = f"{self.path}, entry {entry.seq}"
            at = entry.at.isoformat(timespec="microseconds")
            hint = "Restore the ledger from a copy made before this entry."
            if entry.seq != expected:
                issues.append(Issue("entry-missing", f"entry {expected} is missing", where, hint))
            if entry.prev != prev:
                issues.append(Issue("chain-broken", "it does not follow the entry before it", where, hint))
            if chain_hash(entry.prev, entry.seq, at, entry.kind, entry.key, entry.body) != entry.hash:
                issues.append(Issue("entry-changed", "its content was changed after it was written", where, hint))
            prev, expected = entry.hash, entry.seq + 1
            try:
                record = entry.record()
            except (ValueError, KeyError) as error:
                issues.append(Issue("entry-unreadable", f"its content cannot be read ({error})", where, hint))
                continue
            if isinstance(record, Document):
                documents[record.id] = record
            if isinstance(record, Claim):
                doc = documents.get(record.doc_id)
                if doc is None:
                    issues.append(Issue("document-missing", f"claim {record.id} has no document before it", where))
                elif not record.grounded_in(doc):
                    issues.append(
                        Issue("span-broken", f"claim {record.id} quotes what its document does not say", where)
                    )
        return issues


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.strip().splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _check_format(db: sqlite3.Connection, path: Path) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if application != _APPLICATION_ID:
        raise InputError("this SQLite file is not a Veye ledger", where=str(path), hint="Give another file.")
    if version > _FORMAT:
        hint = "Install a newer Veye."
        raise InputError(f"its format {version} is newer than this Veye knows ({_FORMAT})", where=str(path), hint=hint)
