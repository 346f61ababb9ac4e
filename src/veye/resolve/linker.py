"""Incremental linking: a new report attaches, starts, bridges or splits incidents, and ids stay.

The index is a SQLite file (or memory): episodes as rows, blocking keys, the pairs that speak for a link, and names.
A new episode is compared with those that share a key; then only the component it touches is grouped anew, by the same
rules as in batch. What is grouped together therefore does not depend on the order of arrival; names do: the older
incident keeps its id, and an id that was swallowed stays known as an alias.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from veye.records import Claim, Decision, Document, Gazetteer, Mission, content_id
from veye.resolve.blocking import block_keys
from veye.resolve.board import known_names
from veye.resolve.columns import Array, Columns
from veye.resolve.decisions import constraints
from veye.resolve.episode_index import EpisodeIndex
from veye.resolve.episodes import Episode, episodes
from veye.resolve.grouping import group_component, join_groups
from veye.resolve.index import Transaction, connect, pack
from veye.resolve.naming import break_up, incident_id
from veye.resolve.similarity import Background
from veye.resolve.weights import Weights, load_weights

_SCHEMA = """
CREATE TABLE IF NOT EXISTS incident(id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, alias INTEGER);
CREATE TABLE IF NOT EXISTS held(kind TEXT, a INTEGER, b INTEGER, decision TEXT, PRIMARY KEY(kind, a, b, decision));
"""

What = Literal["attached", "started", "bridged", "split", "moved"]
MOST_ROWS = 3000
"""A component larger than this is grouped only around the new episode's own neighbours."""


class Attachment(msgspec.Struct, frozen=True):
    """What became of one episode of a new report: the incident it is in and how that came about.

    `others` are ids of incidents that were swallowed, or that the new one was split from. `weight` is the strongest
    single link in bits, 0 for one that started an incident.
    """

    claim_ids: tuple[str, ...]
    incident_id: str
    what: What
    others: tuple[str, ...] = ()
    weight: float = 0.0


class Linker:
    """An index that attaches reports one by one.

    `background` says how rare words and names are; it stays fixed while the index lives, so that the same two
    reports always weigh the same.
    """

    def __init__(
        self,
        path: Path | str = ":memory:",
        *,
        mission: Mission | None = None,
        gazetteer: Gazetteer | None = None,
        background: Background | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._db = connect(path)
        self._db.executescript(_SCHEMA)
        self._index = EpisodeIndex(
            self._db,
            actors=known_names(mission, gazetteer),
            gazetteer=gazetteer,
            background=background or Background(),
            weights=weights or load_weights(),
        )

    def close(self) -> None:
        """Closes the index; a file stays for the next time."""
        self._db.close()

    def __len__(self) -> int:
        """How many incidents are live."""
        return int(self._db.execute("SELECT count(DISTINCT incident) FROM episode").fetchone()[0])

    def attach(self, doc: Document, claims: Iterable[Claim], *, origin_id: str | None = None) -> list[Attachment]:
        """Links a report's claims into the index and says what became of each happening it tells of.

        A report that is already known adds nothing. All or nothing: an error leaves the index as it was.
        """
        told = episodes(claims, doc)
        with self._transaction():
            fresh = [e for e in told if not self._index.known(e.id)]
            ids, touched = self._index.insert(fresh, {doc.id: doc}, {doc.id: origin_id or doc.id})
            return self._settle(dict(zip(ids, fresh, strict=True)), touched)

    def decide(self, decisions: Iterable[Decision]) -> list[Attachment]:
        """Takes over the merges and splits among all decisions so far, undone ones left out, and groups anew."""
        decided = constraints(decisions)
        with self._transaction():
            touched = {r for (a, b) in self._db.execute("SELECT a, b FROM held").fetchall() for r in (a, b)}
            self._db.execute("DELETE FROM held")
            for pair, by in decided.merged.items():
                rows = [r for s in pair for r in self._rows_of(s)[:1]]
                if len(rows) == 2:
                    self._hold("must", rows[0], rows[1], by)
                    touched |= set(rows)
            for by, (claim_ids, subject) in decided.split.items():
                touched |= self._split(claim_ids, subject, by)
            return self._settle({r: None for r in sorted(touched) if self._index.exists(r)})

    def incident_of(self, claim_id: str) -> str | None:
        """The id of the incident that a claim is in; None for a claim that belongs to none."""
        found = self._db.execute(
            "SELECT i.name FROM claim c JOIN episode e ON e.id = c.episode JOIN incident i ON i.id = e.incident"
            " WHERE c.id = ?",
            (claim_id,),
        ).fetchone()
        return str(found[0]) if found else None

    def current(self, name: str) -> str:
        """The id under which an incident lives now: itself, or the one that swallowed it."""
        while True:
            found = self._db.execute(
                "SELECT k.name FROM incident i JOIN incident k ON k.id = i.alias WHERE i.name = ?", (name,)
            ).fetchone()
            if found is None:
                return name
            name = str(found[0])

    def groups(self) -> dict[str, tuple[str, ...]]:
        """All live incidents: id to the ids of their claims, sorted."""
        out: dict[str, list[str]] = defaultdict(list)
        for name, claim in self._db.execute(
            "SELECT i.name, c.id FROM claim c JOIN episode e ON e.id = c.episode JOIN incident i ON i.id = e.incident"
        ):
            out[str(name)].append(str(claim))
        return {name: tuple(sorted(claims)) for name, claims in out.items()}

    def load(self, cols: Columns, names: Sequence[str], incidents: Array) -> None:
        """Fills an empty index in bulk with episodes already grouped; `incidents` numbers each row's incident."""
        rows, keys = block_keys(cols)
        records = pack(cols)
        with self._transaction():
            self._db.executemany(
                "INSERT INTO incident(id, name) VALUES(?, ?)",
                ((int(k) + 1, f"inc-{int(k):016x}") for k in np.unique(incidents)),
            )
            self._db.executemany(
                "INSERT INTO episode(id, name, doc, founder, recalled, row, incident) VALUES(?,?,?,?,?,?,?)",
                (
                    (i + 1, name, name, name, int(cols.recalled[i]), records[i].tobytes(), int(incidents[i]) + 1)
                    for i, name in enumerate(names)
                ),
            )
            self._index.fill_keys(rows, keys)

    # -- storage

    def _transaction(self) -> Transaction:
        return Transaction(self._db)

    def _hold(self, kind: str, a: int, b: int, by: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO held VALUES(?,?,?,?)", (kind, min(a, b), max(a, b), by))

    def _rows_of(self, subject: str) -> list[int]:
        """The episodes that a claim id or an incident id stands for, the oldest first."""
        found = self._db.execute("SELECT episode FROM claim WHERE id = ?", (subject,)).fetchall()
        if not found:
            found = self._db.execute(
                "SELECT e.id FROM episode e JOIN incident i ON i.id = e.incident WHERE i.name = ? ORDER BY e.id",
                (self.current(subject),),
            ).fetchall()
        return [int(r) for (r,) in found]

    def _split(self, claim_ids: Sequence[str], subject: str, by: str) -> set[int]:
        given, touched = set(claim_ids), set()
        for row in sorted(self._rows_of(subject)):
            touched |= self._break(row, given)
        whole = set(self._rows_of(subject))
        moved = {r for c in claim_ids for r in self._rows_of(c)}
        for a in sorted(moved):
            if a != min(moved):
                self._hold("must", min(moved), a, by)
            for b in sorted(whole - moved):
                self._hold("cannot", a, b, by)
        return {r for r in whole | moved | touched if self._index.exists(r)}

    def _break(self, row: int, given: set[str]) -> set[int]:
        """Replaces an episode that holds given claims and others by two, one of each; the rows that this touched."""
        episode, doc, origin = self._index.body(row)
        decided = msgspec.structs.replace(constraints(()), split={"": (tuple(given), "")})
        parts = break_up([episode], decided)
        if len(parts) == 1:
            return set()
        (incident,) = self._db.execute("SELECT incident FROM episode WHERE id = ?", (row,)).fetchone()
        touched = self._index.remove(row)
        ids, more = self._index.insert(parts, {doc.id: doc}, {doc.id: origin})
        self._db.executemany("UPDATE episode SET incident = ? WHERE id = ?", [(incident, i) for i in ids])
        return touched | more

    # -- grouping

    def _affected(self, start: int, held: Mapping[int, set[int]]) -> list[int]:
        """The episodes that grouping anew around `start` can move: tied by evidence, decision or a common incident."""
        seen, queue = {start}, [start]
        while queue and len(seen) < MOST_ROWS:
            here = queue.pop()
            near = self._db.execute(
                "SELECT b FROM edge WHERE a = ?1 UNION SELECT id FROM episode WHERE incident = "
                "(SELECT incident FROM episode WHERE id = ?1)",
                (here,),
            )
            for other in (*(int(b) for (b,) in near), *held.get(here, ())):
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return sorted(seen)

    def _held(self) -> dict[int, set[int]]:
        """Each episode that a decision fixes, with those that it is held to or held apart from."""
        held: dict[int, set[int]] = defaultdict(set)
        for a, b in self._db.execute("SELECT a, b FROM held"):
            held[int(a)].add(int(b))
            held[int(b)].add(int(a))
        return held

    def _settle(self, fresh: Mapping[int, Episode | None], touched: Iterable[int] = ()) -> list[Attachment]:
        """Groups whatever the given episodes and rows touch anew; renames nothing that can keep its name."""
        held = self._held()
        fixed = [(str(k), int(a), int(b)) for k, a, b in self._db.execute("SELECT kind, a, b FROM held")]
        must = [(a, b) for kind, a, b in fixed if kind == "must"]
        cannot = [(a, b) for kind, a, b in fixed if kind != "must"]
        out: dict[int, Attachment] = {}
        done: set[int] = set()
        for start in (*fresh, *sorted(set(touched) - fresh.keys())):
            if start not in done:
                rows = self._affected(start, held)
                done.update(rows)
                out |= self._regroup(rows, must, cannot, fresh)
        return [out[r] for r in fresh if r in out]

    def _facts(self, rows: Sequence[int]) -> dict[int, tuple[str, str, int, int | None]]:
        """Name, founding claim, whether it is recalled (1) or denied (2), and incident of each episode."""
        marks = ",".join("?" * len(rows))
        query = f"SELECT id, name, founder, recalled, incident FROM episode WHERE id IN ({marks})"  # noqa: S608 - only marks
        return {int(i): (str(n), str(f), int(r), k) for i, n, f, r, k in self._db.execute(query, tuple(rows))}

    def _regroup(
        self,
        rows: Sequence[int],
        must: Sequence[tuple[int, int]],
        cannot: Sequence[tuple[int, int]],
        fresh: Mapping[int, Episode | None],
    ) -> dict[int, Attachment]:
        facts = self._facts(rows)
        order = sorted(rows, key=lambda r: facts[r][0])
        at = {row: k for k, row in enumerate(order)}
        board = self._index.board(order, ())
        pairs = zip(board.left.tolist(), board.right.tolist(), strict=True)
        every = dict(zip(pairs, board.weight.tolist(), strict=True))
        apart = [_sorted(at[a], at[b]) for a, b in cannot if a in at and b in at]
        joined = [_sorted(at[a], at[b]) for a, b in must if a in at and b in at]
        recalled = [facts[r][2] > 0 for r in order]
        groups = [g for part in board.parts for g in group_component(part, recalled, every, apart)]
        groups = join_groups(groups, joined, apart)
        return self._name([[order[k] for k in g] for g in groups], facts, at, every, fresh)

    def _name(
        self,
        groups: Sequence[Sequence[int]],
        facts: Mapping[int, tuple[str, str, int, int | None]],
        at: Mapping[int, int],
        every: Mapping[tuple[int, int], float],
        fresh: Mapping[int, Episode | None],
    ) -> dict[int, Attachment]:
        inside = [Counter(facts[r][3] for r in g if facts[r][3] is not None) for g in groups]
        taken: dict[int, int] = {}
        swallowed: dict[int, list[int]] = defaultdict(list)
        parted: dict[int, int] = {}
        for incident in sorted({i for c in inside for i in c if i is not None}):
            holding = sorted(
                (g for g in range(len(groups)) if inside[g][incident]),
                key=lambda g: (-inside[g][incident], min(groups[g])),
            )
            if holding[0] in taken:
                swallowed[holding[0]].append(incident)
            else:
                taken[holding[0]] = incident
            parted |= {g: incident for g in holding[1:] if g not in taken}
        out: dict[int, Attachment] = {}
        for g, members in enumerate(groups):
            if all(facts[r][2] == 2 for r in members):
                self._db.executemany("UPDATE episode SET incident = NULL WHERE id = ?", [(r,) for r in members])
                continue
            number = taken.get(g) or self._found(facts[min(members)][1])
            name = str(self._db.execute("SELECT name FROM incident WHERE id = ?", (number,)).fetchone()[0])
            gone = [i for i in swallowed[g] if i != number]
            self._db.executemany("UPDATE incident SET alias = ? WHERE id = ?", [(number, i) for i in gone])
            self._db.execute("UPDATE incident SET alias = NULL WHERE id = ?", (number,))
            self._db.executemany(
                "UPDATE episode SET incident = ? WHERE id = ? AND incident IS NOT ?",
                [(number, r, number) for r in members],
            )
            others = tuple(self._names(gone or ([parted[g]] if g in parted and g not in taken else [])))
            old = any(facts[r][3] is not None for r in members)
            what: What = "bridged" if gone else "split" if others else "attached" if old else "started"
            for row in members:
                if row in fresh:
                    weights = [every.get(_sorted(at[row], at[m]), 0.0) for m in members if m != row]
                    weight = max(weights, default=0.0)
                    out[row] = Attachment(self._claims(row), name, what, others, round(float(weight), 2))
        return out

    def _found(self, founder: str) -> int:
        """The incident named after its founding claim: a new one, or one that was swallowed and now parts again."""
        name = incident_id(founder)
        while True:
            found = self._db.execute("SELECT id FROM incident WHERE name = ?", (name,)).fetchone()
            if found is None:
                number = self._db.execute("INSERT INTO incident(name) VALUES(?)", (name,)).lastrowid
                assert number is not None
                return number
            if self._db.execute("SELECT 1 FROM episode WHERE incident = ?", found).fetchone() is None:
                return int(found[0])
            name = content_id("inc", name)

    def _names(self, numbers: Sequence[int]) -> list[str]:
        return [str(self._db.execute("SELECT name FROM incident WHERE id = ?", (n,)).fetchone()[0]) for n in numbers]

    def _claims(self, row: int) -> tuple[str, ...]:
        return tuple(str(c) for (c,) in self._db.execute("SELECT id FROM claim WHERE episode = ? ORDER BY id", (row,)))


def _sorted(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
