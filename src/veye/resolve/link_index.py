"""What linking found, kept beside a ledger so that the next report is compared with what it can be met by alone.

An index can be thrown away at any time: linking everything again makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from veye.records import Document, Gazetteer, Incident, Mission
from veye.resolve.board import known_names
from veye.resolve.episode_index import EpisodeIndex
from veye.resolve.index import connect
from veye.resolve.linking import Linked
from veye.resolve.naming import Held, bears
from veye.resolve.origin_index import OriginIndex
from veye.resolve.origins import Traced
from veye.resolve.silent_index import SilentIndex
from veye.resolve.stored import store_background, stored_background
from veye.resolve.weights import Weights, load_weights

FORMAT = "1"
MOST_ROWS = 3000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fixed(a INTEGER, b INTEGER, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS named(incident TEXT PRIMARY KEY, born INTEGER NOT NULL, retired INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bears(claim TEXT, incident TEXT, n INTEGER, PRIMARY KEY(claim, incident)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bears_incident ON bears(incident, n);
CREATE TABLE IF NOT EXISTS report(source TEXT, key TEXT, PRIMARY KEY(source, key)) WITHOUT ROWID;
"""
_NEAR = (
    "SELECT b FROM edge WHERE a = ?1 UNION SELECT b FROM fixed WHERE a = ?1 UNION"
    " SELECT id FROM episode WHERE incident = (SELECT incident FROM episode WHERE id = ?1)"
)
Named = list[tuple[str, tuple[str, ...]]]


class TooWideError(Exception):
    """What new reports touch hangs together with more than a local linking may look at: link everything again."""


class LinkIndex:
    """Episodes, origins, silent reports and names of one linking, in one SQLite file."""

    def __init__(
        self,
        path: Path | str = ":memory:",
        *,
        mission: Mission | None = None,
        gazetteer: Gazetteer | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._db = connect(path)
        self.path = path
        self.mission = mission
        self.gazetteer = gazetteer
        self.weights = weights or load_weights()
        self._db.executescript(_SCHEMA)
        self.silent = SilentIndex(self._db)
        self._know()

    def _know(self) -> None:
        """Takes up the background that the index was filled with."""
        self.background = stored_background(self._db, "link", int(self.meta("words") or 0))
        self.origins = OriginIndex(self._db, stored_background(self._db, "desk", int(self.meta("desk_words") or 0)))
        self.episodes = EpisodeIndex(
            self._db,
            actors=known_names(self.mission, self.gazetteer),
            gazetteer=self.gazetteer,
            background=self.background,
            weights=self.weights,
        )

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def begin(self) -> None:
        """Starts a transaction: no other process can change the index until `commit` or `rollback`."""
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Makes all changes since `begin` last."""
        self._db.execute("COMMIT")

    def rollback(self) -> None:
        """Takes all changes since `begin` back."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def meta(self, name: str) -> str | None:
        """A noted word; None where there is none."""
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else None

    def note(self, **words: object) -> None:
        """Notes words by name."""
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES(?, ?)", [(k, str(v)) for k, v in words.items()])

    def fill(self, linked: Linked, traced: Traced) -> None:
        """Throws away what the index held and fills it with one linking of everything; names are noted by `name`."""
        for (table,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            self._db.execute(f'DELETE FROM "{table}"')  # noqa: S608 - its own tables
        docs = list(linked.docs.values())
        store_background(self._db, "link", linked.board.background)
        store_background(self._db, "desk", traced.background)
        self.note(words=linked.board.background.size, desk_words=traced.background.size, filled=len(docs), held=0)
        self.origins.fill(traced.desks, traced.ties, traced.origins)
        label = {row: min(g) for g in linked.groups for row in g}
        bodies = ((e, linked.docs[e.doc_id], linked.origins.get(e.doc_id, e.doc_id)) for e in linked.board.told)
        self.episodes.fill(linked.board, bodies, [label[row] for row in range(len(linked.board.told))])
        where = {h.doc_id: h for h in linked.hung}
        for unread in linked.unread:
            number = self.silent.add(unread, linked.board.background)
            if (hung := where.get(unread.doc.id)) is not None:
                self.silent.hang(number, hung.row + 1, hung)
        self.fix([row + 1 for row in range(len(linked.board.told))], linked.held)
        self.add_reports(docs)
        self._know()

    def add_reports(self, docs: Iterable[Document]) -> None:
        """Notes which reports of which sources are held."""
        held = list(docs)
        rows = sorted({(d.source.name, d.key) for d in held})
        self._db.executemany("INSERT OR IGNORE INTO report VALUES(?, ?)", rows)
        self.note(held=self.size() + len(held))

    def holds(self, doc: Document) -> bool:
        """Whether a report of that source and key is held, be it in another wording."""
        found = self._db.execute("SELECT 1 FROM report WHERE source = ? AND key = ?", (doc.source.name, doc.key))
        return found.fetchone() is not None

    def filled(self) -> int:
        """How many reports the index was filled with when everything was linked last."""
        return int(self.meta("filled") or 0)

    def size(self) -> int:
        """How many reports are held."""
        return int(self.meta("held") or 0)

    # -- groups

    def around(self, rows: Iterable[int]) -> list[int]:
        """All rows that grouping the given ones anew could move: tied by evidence, decision or a common incident.

        TooWideError where they are more than MOST_ROWS.
        """
        seen: set[int] = set()
        more = set(rows)
        while more:
            queue = sorted(more - seen)
            seen |= more
            while queue:
                found = self._db.execute(_NEAR, (queue.pop(),)).fetchall()
                queue += [other for (other,) in found if other not in seen]
                seen.update(other for (other,) in found)
                if len(seen) > MOST_ROWS:
                    raise TooWideError
            more = self._once_together(seen) - seen
        return sorted(seen)

    def _once_together(self, rows: Iterable[int]) -> set[int]:
        """The rows that an incident which is no more held together with one of the given."""
        query = (
            "SELECT d.episode FROM claim c JOIN bears b ON b.claim = c.id JOIN named n USING(incident)"
            " JOIN bears a USING(incident) JOIN claim d ON d.id = a.claim"
            " WHERE c.episode = ? AND n.retired IS NOT NULL"
        )
        return {int(r) for row in rows for (r,) in self._db.execute(query, (row,))}

    def mates(self, row: int) -> set[int]:
        """The rows in the same group as a row."""
        query = "SELECT id FROM episode WHERE incident = (SELECT incident FROM episode WHERE id = ?)"
        return {int(i) for (i,) in self._db.execute(query, (row,))} | {row}

    def regroup(self, groups: Iterable[Sequence[int]]) -> None:
        """Notes the groups that rows are in now."""
        self._db.executemany(
            "UPDATE episode SET incident = ? WHERE id = ?", [(min(g), row) for g in groups for row in g]
        )

    def fix(self, rows: Sequence[int], held: Held) -> None:
        """Notes which of the rows decisions hold together or apart, as positions in `rows`."""
        self._db.executemany("DELETE FROM fixed WHERE a = ? OR b = ?", [(r, r) for r in rows])
        pairs = {(rows[a], rows[b]) for a, b in (*held.must, *held.cannot)}
        self._db.executemany("INSERT OR IGNORE INTO fixed VALUES(?, ?)", sorted(pairs | {(b, a) for a, b in pairs}))

    # -- names

    def name(self, live: Iterable[Incident], retired: Iterable[Incident]) -> None:
        """Notes all names anew: incidents that are, the oldest first, and those that are no more, likewise."""
        self.note(live=0)
        self._db.execute("DELETE FROM named")
        self._db.execute("DELETE FROM bears")
        for gone, incidents in ((False, live), (True, retired)):
            for incident in incidents:
                self._name(incident, gone=gone)

    def rename(self, incidents: Iterable[Incident], gone: Iterable[str]) -> None:
        """Notes what became of names: first the ids that are gone, then the incidents as they are now."""
        for name in gone:
            self._db.execute("UPDATE named SET retired = ? WHERE incident = ?", (self._next(), name))
            self.note(live=self.live() - 1)
        for incident in incidents:
            self._name(incident)

    def _next(self) -> int:
        turn = int(self.meta("turn") or 0) + 1
        self.note(turn=turn)
        return turn

    def _name(self, incident: Incident, *, gone: bool = False) -> None:
        found = self._db.execute("SELECT retired FROM named WHERE incident = ?", (incident.id,)).fetchone()
        if found is None or found[0] is not None:
            turn = self._next()
            self.note(live=self.live() + (not gone))
            self._db.execute(
                "INSERT OR REPLACE INTO named VALUES(?, ?, ?)", (incident.id, turn, turn if gone else None)
            )
        self._db.execute("DELETE FROM bears WHERE incident = ?", (incident.id,))
        rows = [(claim, incident.id, n) for n, claim in enumerate(bears(incident)[1])]
        self._db.executemany("INSERT OR IGNORE INTO bears VALUES(?, ?, ?)", rows)

    def live(self) -> int:
        """How many incidents there are."""
        return int(self.meta("live") or 0)

    def names_of(self, claim_ids: Iterable[str]) -> tuple[Named, Named]:
        """The incidents that bear one of the claims with all their claims: those that are, and those that were."""
        found: dict[str, tuple[int, int | None]] = {}
        for claim in claim_ids:
            query = "SELECT n.incident, n.born, n.retired FROM bears b JOIN named n USING(incident) WHERE b.claim = ?"
            found |= {str(name): (born, retired) for name, born, retired in self._db.execute(query, (claim,))}
        live = sorted((born, name) for name, (born, retired) in found.items() if retired is None)
        past = sorted((retired, name) for name, (_, retired) in found.items() if retired is not None)
        return [(n, self._claims(n)) for _, n in live], [(n, self._claims(n)) for _, n in past]

    def is_named(self, name: str) -> bool:
        """Whether an incident bears that id or bore it."""
        return self._db.execute("SELECT 1 FROM named WHERE incident = ?", (name,)).fetchone() is not None

    def _claims(self, name: str) -> tuple[str, ...]:
        query = "SELECT claim FROM bears WHERE incident = ? ORDER BY n"
        return tuple(str(c) for (c,) in self._db.execute(query, (name,)))
