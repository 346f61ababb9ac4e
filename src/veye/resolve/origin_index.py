"""Origins kept up to date: a new document is compared with those it can be met by, and only what it ties is told anew.

The origins are those that `find_origins` would give for all documents under the same background.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from veye.records import Claim, Document, Origin, Tie, fold
from veye.resolve.blocks import Blocks
from veye.resolve.credits import outlet_credits
from veye.resolve.decisions import Constraints
from veye.resolve.desks import Desk, desk_of
from veye.resolve.minhash import bands, near, signatures
from veye.resolve.origins import MOST, NEAR, ends, keys_of, origins_of
from veye.resolve.prints import print_of, stable_hash
from veye.resolve.similarity import Background
from veye.resolve.telling import ties_between

_SCHEMA = """
CREATE TABLE IF NOT EXISTS desk(id INTEGER PRIMARY KEY, doc TEXT UNIQUE NOT NULL, origin TEXT, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS desk_by_origin ON desk(origin);
CREATE TABLE IF NOT EXISTS tie(
    a INTEGER, b INTEGER, body BLOB, decided INTEGER, PRIMARY KEY(a, b, decided)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tie_back ON tie(b);
CREATE TABLE IF NOT EXISTS outlet(name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_ANY = 1 << 40
_WORD = re.compile(r"[^\W_]+")


def _capitals(text: str) -> set[int]:
    """The words with a capital in them, by which an outlet's name is looked for."""
    return {stable_hash(w) for word in _WORD.findall(text) if word != word.lower() for w in fold(word).split()}


class OriginIndex:
    """Documents, what they can be met by, their ties and origins, in the tables of one SQLite file.

    `background` stays fixed while the index lives. Hints of data sets are not used.
    """

    def __init__(self, db: sqlite3.Connection, background: Background) -> None:
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        self._db = db
        self._background = background
        self._keys = Blocks(db, "desk_key", MOST)
        self._bands = Blocks(db, "desk_band", _ANY)
        self._capitals = Blocks(db, "desk_capital", _ANY)

    def fill(self, desks: Mapping[str, Desk], ties: Iterable[Tie], origins: Iterable[Origin]) -> None:
        """Fills an empty index with what `find_origins` found."""
        origin_of = {d: o.id for o in origins for d in o.doc_ids}
        at = {d: n for n, d in enumerate(sorted(desks), 1)}
        self._db.executemany(
            "INSERT INTO desk VALUES(?, ?, ?, ?)", ((at[d], d, origin_of[d], _pack(desks[d])) for d in sorted(desks))
        )
        self._keys.fill(sorted((k, at[d]) for d, desk in desks.items() for k in keys_of(desk)))
        self._bands.fill(sorted((k, at[d]) for d, desk in desks.items() for k in _band_keys(desk)))
        self._capitals.fill(sorted((k, at[d]) for d, desk in desks.items() for k in _capitals(desk.doc.text)))
        names = sorted({desk.doc.source.name for desk in desks.values()})
        self._db.executemany("INSERT INTO outlet VALUES(?)", ((name,) for name in names))
        grouped: dict[tuple[int, int, int], list[Tie]] = {}
        for tie in ties:
            a, b = (at[d] for d in ends(tie))
            grouped.setdefault((min(a, b), max(a, b), int(_decided(tie))), []).append(tie)
        self._db.executemany(
            "INSERT INTO tie VALUES(?, ?, ?, ?)",
            ((a, b, msgspec.msgpack.encode(found), by) for (a, b, by), found in sorted(grouped.items())),
        )

    def known(self, doc_id: str) -> bool:
        """Whether the index holds the document."""
        return self._db.execute("SELECT 1 FROM desk WHERE doc = ?", (doc_id,)).fetchone() is not None

    def add(
        self, reports: Sequence[tuple[Document, Sequence[Claim]]], decided: Constraints
    ) -> tuple[list[Origin], list[str]]:
        """Adds documents with the claims that stand: the origins they touch as they are now, and ids that are gone."""
        fresh = [(doc, claims) for doc, claims in reports if not self.known(doc.id)]
        touched: set[int] = set()
        new_names = sorted({doc.source.name for doc, _ in fresh} - self._outlets())
        self._db.executemany("INSERT INTO outlet VALUES(?)", ((name,) for name in new_names))
        outlets = self._outlets()
        for number in sorted(self._naming(new_names)):
            desk = self._desk(number)
            cites = outlet_credits(desk.doc, outlets)
            if cites != desk.cites:
                touched |= self._place(number, msgspec.structs.replace(desk, cites=cites), decided)
        for doc, claims in fresh:
            desk = desk_of(doc, claims, print_of(doc), outlets, self._background)
            touched |= self._place(self._number(desk), desk, decided)
        return self._settle(touched, decided)

    def _outlets(self) -> set[str]:
        return {str(name) for (name,) in self._db.execute("SELECT name FROM outlet")}

    def _naming(self, outlets: Iterable[str]) -> set[int]:
        """The documents in which the words of an outlet's name stand."""
        found: set[int] = set()
        for name in outlets:
            words = [w for word in _WORD.findall(name) if word != word.lower() for w in fold(word).split()]
            if words:
                found |= set.intersection(*(self._capitals.bearers(stable_hash(w)) for w in words))
            else:
                found |= {int(i) for (i,) in self._db.execute("SELECT id FROM desk WHERE body != ''")}
        return found

    def _desk(self, number: int) -> Desk:
        (body,) = self._db.execute("SELECT body FROM desk WHERE id = ?", (number,)).fetchone()
        return msgspec.msgpack.decode(zlib.decompress(body), type=Desk)

    def _number(self, desk: Desk) -> int:
        """A number for a new document, under which its text can be met."""
        number = self._db.execute("INSERT INTO desk VALUES(NULL, ?, NULL, ?)", (desk.doc.id, b"")).lastrowid
        assert number is not None
        self._bands.add(number, _band_keys(desk))
        self._capitals.add(number, sorted(_capitals(desk.doc.text)))
        return number

    def _place(self, number: int, desk: Desk, decided: Constraints) -> set[int]:
        """Stores a document and its ties to those it can be met by; whoever's ties changed, itself among them."""
        self._db.execute("UPDATE desk SET body = ? WHERE id = ?", (_pack(desk), number))
        touched = {number}
        met, crowded = self._keys.add(number, keys_of(desk))
        alike = set().union(*(self._bands.bearers(k) for k in _band_keys(desk))) - {number}
        for other in sorted(met | alike):
            theirs = self._desk(other)
            if other in met or near(desk.print.shingles, theirs.print.shingles, NEAR):
                touched |= self._tie(number, desk, other, theirs, decided)
        for _, bearers in crowded:
            touched |= self._loosen(bearers)
        return touched

    def _tie(self, number: int, desk: Desk, other: int, theirs: Desk, decided: Constraints) -> set[int]:
        """Writes the ties of two documents anew; both where there are any or were."""
        pair = (min(number, other), max(number, other))
        gone = self._db.execute("DELETE FROM tie WHERE a = ? AND b = ? AND NOT decided", pair).rowcount
        first, second = sorted((desk, theirs), key=lambda d: d.doc.id)
        ties = [t for t in ties_between(first, second) if ends(t) not in decided.apart_origin]
        if ties:
            self._db.execute("INSERT INTO tie VALUES(?, ?, ?, 0)", (*pair, msgspec.msgpack.encode(ties)))
        return {number, other} if ties or gone else set()

    def _loosen(self, bearers: set[int]) -> set[int]:
        """Takes away the ties that nothing but a crowded key led to; the documents that lost one."""
        lost: set[int] = set()
        desks: dict[int, Desk] = {}
        for a in sorted(bearers):
            for (b,) in self._db.execute("SELECT b FROM tie WHERE a = ? AND NOT decided", (a,)).fetchall():
                if b not in bearers:
                    continue
                for number in (a, b):
                    if number not in desks:
                        desks[number] = self._desk(number)
                shared = set(keys_of(desks[a])) & set(keys_of(desks[b]))
                if self._keys.open(shared) or near(desks[a].print.shingles, desks[b].print.shingles, NEAR):
                    continue
                self._db.execute("DELETE FROM tie WHERE a = ? AND b = ? AND NOT decided", (a, b))
                lost |= {a, b}
        return lost

    def _settle(self, touched: set[int], decided: Constraints) -> tuple[list[Origin], list[str]]:
        """The origins of all documents that hang together with the touched ones, worked out anew and noted."""
        seen, queue = set(touched), sorted(touched)
        while queue:
            here = queue.pop()
            found = self._db.execute(
                "SELECT b FROM tie WHERE a = ?1 UNION SELECT a FROM tie WHERE b = ?1 UNION"
                " SELECT id FROM desk WHERE origin = (SELECT origin FROM desk WHERE id = ?1)",
                (here,),
            ).fetchall()
            for (other,) in found:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        desks = {desk.doc.id: desk for desk in map(self._desk, sorted(seen))}
        ties = [
            tie
            for number in sorted(seen)
            for (body,) in self._db.execute("SELECT body FROM tie WHERE a = ?", (number,))
            for tie in msgspec.msgpack.decode(body, type=list[Tie])
        ]
        before = {str(o) for n in seen for (o,) in self._db.execute("SELECT origin FROM desk WHERE id = ?", (n,)) if o}
        origins = origins_of({d: desks[d] for d in sorted(desks)}, ties, decided)
        self._db.executemany(
            "UPDATE desk SET origin = ? WHERE doc = ?", [(o.id, d) for o in origins for d in o.doc_ids]
        )
        return origins, sorted(before - {o.id for o in origins})


def _pack(desk: Desk) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(desk), 1)


def _decided(tie: Tie) -> bool:
    return tie.evidence.startswith("decided: ")


def _band_keys(desk: Desk) -> list[int]:
    found = signatures({"": desk.print.shingles})
    return [stable_hash(f"{band} {part.hex()}") for band, part in bands(found[""])] if found else []
