"""Episodes in SQLite: their rows, blocking keys, and the pairs that speak for a link, whatever order they came in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from veye.records import Document, Gazetteer
from veye.resolve.blocking import MOST, block_keys, text_keys
from veye.resolve.blocks import Blocks
from veye.resolve.board import Board, weigh_pairs, weigh_within, within
from veye.resolve.cluster import components
from veye.resolve.columns import Array, Columns, encode
from veye.resolve.compare import bits
from veye.resolve.episodes import Episode
from veye.resolve.index import ROW, pack, unpack
from veye.resolve.pairs import Told, tell, telling
from veye.resolve.prints import print_of, stable_hash
from veye.resolve.similarity import Background
from veye.resolve.weights import Weights

SCHEMA = """
CREATE TABLE IF NOT EXISTS episode(
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, doc TEXT NOT NULL, founder TEXT NOT NULL,
    recalled INTEGER NOT NULL, row BLOB NOT NULL, told BLOB, body BLOB, incident INTEGER);
CREATE TABLE IF NOT EXISTS edge(a INTEGER, b INTEGER, bits REAL, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim(id TEXT PRIMARY KEY, episode INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS claim_by_episode ON claim(episode);
CREATE INDEX IF NOT EXISTS episode_by_doc ON episode(doc);
CREATE INDEX IF NOT EXISTS episode_by_incident ON episode(incident);
"""
Body = tuple[Episode, Document, str]


class EpisodeIndex:
    """The rows of an index. `incident` of a row numbers the group it is in; who groups says what the numbers mean.

    `crowded` gathers the blocking keys that became crowded since it was last emptied.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        *,
        actors: Mapping[str, str],
        gazetteer: Gazetteer | None,
        background: Background,
        weights: Weights,
    ) -> None:
        for statement in SCHEMA.split(";"):
            db.execute(statement)
        self._db = db
        self._blocks = Blocks(db, "block", MOST)
        self._actors = actors
        self._gazetteer = gazetteer
        self.background = background
        self.weights = weights
        self.crowded: set[int] = set()

    def known(self, name: str) -> bool:
        """Whether an episode of that id is held."""
        return self._db.execute("SELECT 1 FROM episode WHERE name = ?", (name,)).fetchone() is not None

    def name(self, row: int) -> str:
        """The id of the episode in a row."""
        return str(self._db.execute("SELECT name FROM episode WHERE id = ?", (row,)).fetchone()[0])

    def exists(self, row: int) -> bool:
        """Whether a row is there."""
        return self._db.execute("SELECT 1 FROM episode WHERE id = ?", (row,)).fetchone() is not None

    def fill(self, board: Board, bodies: Iterable[Body], labels: Sequence[int]) -> None:
        """Fills an empty index with episodes laid out and grouped; row i of the board becomes row i + 1."""
        records = pack(board.cols)
        self._db.executemany(
            "INSERT INTO episode VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    i + 1, body[0].id, body[1].id, body[0].claims[0].id, body[0].recalled + body[0].denied,
                    records[i].tobytes(), msgspec.msgpack.encode(text) if text else None, msgspec.msgpack.encode(body),
                    labels[i] + 1,
                )
                for i, (body, text) in enumerate(zip(bodies, board.texts, strict=True))
            ),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO claim VALUES(?, ?)", sorted((c.id, i + 1) for i, e in enumerate(board.told) for c in e.claims)
        )
        self.fill_keys(*board.keys)
        left, right, weight = (x.tolist() for x in board.edges)
        both = [(a + 1, b + 1, w) for a, b, w in zip(left, right, weight, strict=True)]
        self._db.executemany("INSERT INTO edge VALUES(?, ?, ?)", sorted(both + [(b, a, w) for a, b, w in both]))

    def fill_keys(self, rows: Array, keys: Array) -> None:
        """Adds blocking keys in bulk; `rows` count from 0."""
        order = np.lexsort((rows, keys))
        self._blocks.fill(zip(keys[order].tolist(), (rows[order] + 1).tolist(), strict=True))

    def insert(
        self, told: Sequence[Episode], docs: Mapping[str, Document], origins: Mapping[str, str]
    ) -> tuple[list[int], set[int]]:
        """Adds episodes with their keys and pairs that speak for a link: their rows, and all rows that this touched."""
        if not told:
            return [], set()
        prints = {d: print_of(doc, gazetteer=self._gazetteer) for d, doc in docs.items()}
        cols = encode(told, docs, origins, self._actors)
        texts = [tell(e, docs.get(e.doc_id), prints, self.background, self._gazetteer) for e in told]
        records = pack(cols)
        every = _keys(cols, texts, self.background)
        ids: list[int] = []
        touched: set[int] = set()
        for i, (episode, text) in enumerate(zip(told, texts, strict=True)):
            doc = docs[episode.doc_id]
            number = self._db.execute(
                "INSERT INTO episode(name, doc, founder, recalled, row, told, body) VALUES(?,?,?,?,?,?,?)",
                (
                    episode.id, doc.id, episode.claims[0].id, episode.recalled + episode.denied, records[i].tobytes(),
                    msgspec.msgpack.encode(text) if text else None,
                    msgspec.msgpack.encode((episode, doc, origins[doc.id])),
                ),
            ).lastrowid  # fmt: skip
            assert number is not None
            ids.append(number)
            self._db.executemany("INSERT OR REPLACE INTO claim VALUES(?, ?)", [(c.id, number) for c in episode.claims])
            near, crowded = self._blocks.add(number, every[i])
            self._tie(number, near)
            touched.add(number)
            for key, bearers in crowded:
                self.crowded.add(key)
                touched |= self._loosen(bearers)
        return ids, touched

    def remove(self, row: int) -> set[int]:
        """Takes an episode out; the rows whose pairs this changed."""
        touched = {int(b) for (b,) in self._db.execute("SELECT b FROM edge WHERE a = ?", (row,))}
        opened = self._blocks.remove(row, self.keys([row])[row])
        self._untie(row)
        self._db.execute("DELETE FROM claim WHERE episode = ?", (row,))
        self._db.execute("DELETE FROM episode WHERE id = ?", (row,))
        for bearers in opened:
            for one in sorted(bearers):
                self._tie(one, bearers - {one})
            touched |= bearers
        return touched

    def move(self, doc_id: str, origin: str) -> set[int]:
        """Gives a document another origin: its episodes are weighed anew. The rows that this touched."""
        rows = self._db.execute("SELECT id, body, row FROM episode WHERE doc = ?", (doc_id,)).fetchall()
        touched: set[int] = set()
        for row, body, record in rows:
            episode, doc, before = msgspec.msgpack.decode(body, type=Body)
            if before == origin:
                continue
            packed = np.frombuffer(record, ROW).copy()
            packed["origin"] = stable_hash(origin)
            self._db.execute(
                "UPDATE episode SET row = ?, body = ? WHERE id = ?",
                (packed.tobytes(), msgspec.msgpack.encode((episode, doc, origin)), row),
            )
            touched |= {int(row), *(int(b) for (b,) in self._db.execute("SELECT b FROM edge WHERE a = ?", (row,)))}
        for row in sorted(int(r) for r, _, _ in rows if int(r) in touched):
            near = set().union(*(self._blocks.bearers(k) for k in self.keys([row])[row])) - {row}
            self._untie(row)
            touched |= self._tie(row, near)
        return touched

    def body(self, row: int) -> Body:
        """The episode of a row with its document and origin."""
        (body,) = self._db.execute("SELECT body FROM episode WHERE id = ?", (row,)).fetchone()
        found: Body = msgspec.msgpack.decode(body, type=Body)
        return found

    def columns(self, rows: Sequence[int]) -> tuple[Columns, list[Told | None]]:
        """The columns and texts of rows, in that order."""
        found = [self._db.execute("SELECT row, told FROM episode WHERE id = ?", (r,)).fetchone() for r in rows]
        cols = unpack(np.frombuffer(b"".join(f[0] for f in found), ROW))
        return cols, [msgspec.msgpack.decode(f[1], type=Told) if f[1] else None for f in found]

    def keys(self, rows: Sequence[int]) -> dict[int, list[int]]:
        """The blocking keys of rows, crowded or not."""
        cols, texts = self.columns(rows)
        return dict(zip(rows, _keys(cols, texts, self.background), strict=True))

    def bearers(self, keys: Iterable[int]) -> set[int]:
        """The rows that bear one of the keys, crowded keys left out."""
        return set().union(*(self._blocks.bearers(k) for k in keys))

    def weigh(self, rows: Sequence[int], pairs: Sequence[tuple[int, int]]) -> Array:
        """The weight in bits of pairs of positions in `rows`."""
        cols, texts = self.columns(rows)
        left, right = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return bits(weigh_pairs(cols, texts, left, right, self.weights), self.weights)

    def edges(self, rows: Sequence[int]) -> tuple[Array, Array, Array]:
        """The pairs among rows that speak for a link, as positions in `rows`, each once, with their bits."""
        at = {row: k for k, row in enumerate(rows)}
        found = [
            (k, at[b], w)
            for row, k in at.items()
            for b, w in self._db.execute("SELECT b, bits FROM edge WHERE a = ?", (row,))
            if b in at and k < at[b]
        ]
        table = np.array(found, dtype=np.float64).reshape(-1, 3)
        return table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2]

    def board(self, rows: Sequence[int], told: Sequence[Episode]) -> Board:
        """Rows laid out as `lay_out` would lay out all: `told` are their episodes, in the same order."""
        cols, texts = self.columns(rows)
        edges = self.edges(rows)
        parts = tuple(tuple(part) for part in components(len(rows), *edges))
        left, right = within(parts)
        levels, weight = weigh_within(cols, texts, left, right, self.weights)
        return Board(tuple(told), cols, tuple(texts), left, right, levels, weight, parts, self.background)

    def _tie(self, row: int, near: set[int]) -> set[int]:
        """Writes the pairs of a row with others that speak for a link; those others."""
        others = sorted(near)
        if not others:
            return set()
        weights = self.weigh([row, *others], [(0, k + 1) for k in range(len(others))])
        good = [(row, o, float(w)) for o, w in zip(others, weights, strict=True) if w > 0]
        self._db.executemany("INSERT OR REPLACE INTO edge VALUES(?, ?, ?)", good + [(b, a, w) for a, b, w in good])
        return {o for _, o, _ in good}

    def _untie(self, row: int) -> None:
        others = self._db.execute("SELECT b FROM edge WHERE a = ?", (row,)).fetchall()
        self._db.execute("DELETE FROM edge WHERE a = ?", (row,))
        self._db.executemany("DELETE FROM edge WHERE a = ? AND b = ?", [(int(b), row) for (b,) in others])

    def _loosen(self, bearers: set[int]) -> set[int]:
        """Takes away the pairs that nothing but a crowded key led to; the rows that lost one."""
        tied = {
            a: {int(b) for (b,) in self._db.execute("SELECT b FROM edge WHERE a = ?", (a,))} & bearers
            for a in sorted(bearers)
        }
        some = [row for row, others in tied.items() if others]
        if not some:
            return set()
        keys = {row: set(found) for row, found in self.keys(some).items()}
        closed: dict[int, bool] = {}
        lost: set[int] = set()
        for a in some:
            for b in (b for b in tied[a] if a < b):
                shared = keys[a] & keys[b]
                for key in shared - closed.keys():
                    closed[key] = not self._blocks.open([key])
                if all(closed[key] for key in shared):
                    self._db.execute("DELETE FROM edge WHERE (a = ?1 AND b = ?2) OR (a = ?2 AND b = ?1)", (a, b))
                    lost |= {a, b}
        return lost


def _keys(cols: Columns, texts: Sequence[Told | None], background: Background) -> list[list[int]]:
    rows, keys = block_keys(cols)
    out: list[list[int]] = [[] for _ in texts]
    for row, key in zip(rows.tolist(), keys.tolist(), strict=True):
        out[row].append(key)
    for i, text in enumerate(texts):
        if text is not None:
            out[i] += text_keys(int(cols.family[i]), telling(text, background))
    return [sorted(set(found)) for found in out]
