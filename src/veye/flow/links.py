"""Linking a ledger: what is new alone where that gives the same answer, everything where it does not.

Beside the ledger lies an index of what linking found. It can be deleted: linking everything makes it anew. Whoever
links holds its lock, so that two processes that add to one ledger link one after the other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from veye import __version__
from veye.errors import InputError
from veye.flow.reading import Kit
from veye.ledger import Entry, Ledger, View
from veye.ledger.entries import EntryKind
from veye.records import Claim, Document, Incident, Origin, digest
from veye.resolve import LinkIndex, TooWideError, relink_new
from veye.resolve.decisions import constraints, standing
from veye.resolve.link_index import FORMAT
from veye.resolve.linking import Linked, link_all
from veye.resolve.origins import Traced, trace_origins
from veye.resolve.weights import load_weights

GROWTH = 0.25
"""How much a ledger may grow before how rare words are is counted anew, and with it everything linked again."""
_HARMLESS = frozenset({"document", "claim", "issue", "run", "forecast", "scenario", "brief"})
_Changes = list[tuple[EntryKind, Any]]


def index_path(ledger: Ledger) -> Path:
    """Where the index of a ledger lies: beside it."""
    return ledger.path.with_name(f"{ledger.path.name}-links")


def bring_up(ledger: Ledger, kit: Kit, *, at: datetime, full: bool = False) -> int:
    """Link what the ledger holds and has not linked yet, and add what changed; how many incidents there are now.

    `full` links everything afresh. That is done by itself where the index is missing or of another past, after
    decisions, after a new edition of a report, and when the ledger has grown by a quarter.
    """
    with _index(ledger, kit) as index:
        new = None if full or index is None else _only_new(ledger, kit, index)
        if index is not None and new is not None:
            try:
                return _add(ledger, index, *new, at=at)
            except TooWideError:
                index.rollback()
                index.begin()
        return _link_everything(ledger, kit, index, at=at)


def unlinked(ledger: Ledger) -> bool:
    """Whether the ledger holds reports that were never linked: a run was stopped after it had read them.

    Every report that was linked has an origin, which is written after it.
    """
    return ledger.last("document") > ledger.last("origin")


@contextmanager
def _index(ledger: Ledger, kit: Kit) -> Iterator[LinkIndex | None]:
    """The ledger's index under its lock; None where none can be written there."""
    path = index_path(ledger)
    try:
        index = LinkIndex(path, mission=kit.mission, gazetteer=kit.gazetteer)
        index.begin()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            hint = "Another veye is linking this ledger. What was read is kept; run this again when it has ended."
            raise InputError("the ledger is busy", where=str(ledger.path), hint=hint) from error
        yield None
        return
    except sqlite3.DatabaseError:
        for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            name.unlink(missing_ok=True)
        index = LinkIndex(path, mission=kit.mission, gazetteer=kit.gazetteer)
        index.begin()
    try:
        yield index
        index.commit()
    except BaseException:
        index.rollback()
        raise
    finally:
        index.close()


def _fingerprint(kit: Kit) -> str:
    return digest(FORMAT, __version__, kit.mission, load_weights())


def _only_new(ledger: Ledger, kit: Kit, index: LinkIndex) -> tuple[list[Document], list[Claim], int] | None:
    """Documents and claims since the index was written, and the number of entries by then; None: link everything."""
    seq, state = index.meta("seq"), index.meta("state")
    if seq is None or index.meta("kit") != _fingerprint(kit) or ledger.hash_at(int(seq)) != state:
        return None
    first, last = int(index.meta("own_first") or 0), int(index.meta("own_last") or 0)
    entries = [e for e in ledger.entries(after=int(seq)) if not first <= e.seq <= last]
    if any(e.kind not in _HARMLESS for e in entries):
        return None
    docs = [e.record() for e in entries if e.kind == "document"]
    claims = [e.record() for e in entries if e.kind == "claim"]
    keys = {(d.source.name, d.key) for d in docs}
    held = {d.id for d in docs}
    if index.size() + len(docs) > (1 + GROWTH) * index.filled():
        return None
    if len(keys) < len(docs) or any(index.holds(d) for d in docs) or any(c.doc_id not in held for c in claims):
        return None
    return docs, claims, max([int(seq), last, *(e.seq for e in entries)])


def _add(ledger: Ledger, index: LinkIndex, docs: list[Document], claims: list[Claim], seq: int, *, at: datetime) -> int:
    added: list[Entry] = []
    if docs:
        decisions = [e.record() for e in ledger.entries(kind="decision")]
        done = relink_new(index, docs, claims, decisions)
        changes: _Changes = [("origin_retired", o) for o in done.origins_gone]
        changes += [("origin", o) for o in done.origins]
        changes += [("incident_retired", {"id": name, "into": into}) for name, into in done.gone.items()]
        changes += [("incident", i) for i in done.incidents]
        added = ledger.append(changes, at=at)
    _note(ledger, index, seq, added)
    return index.live()


def _note(ledger: Ledger, index: LinkIndex, seq: int, added: list[Entry]) -> None:
    """Notes up to which entry the ledger is linked, and which later ones linking itself added."""
    own = (added[0].seq, added[-1].seq) if added else (0, 0)
    index.note(seq=seq, state=ledger.hash_at(seq), own_first=own[0], own_last=own[1])


def _link_everything(ledger: Ledger, kit: Kit, index: LinkIndex | None, *, at: datetime) -> int:
    view = ledger.view()
    traced, done = link_view(view, kit)
    live = {i.id: i for i in done.incidents}
    added = ledger.append(_changes(view, traced.origins, live), at=at)
    if index is not None:
        index.fill(done, traced)
        kept = [live[name] for name in view.incidents if name in live]
        born = [i for name, i in live.items() if name not in view.incidents]
        past = [i for name, i in view.retired.items() if name not in live]
        index.name([*kept, *born], [*past, *(i for name, i in view.incidents.items() if name not in live)])
        index.note(kit=_fingerprint(kit))
        _note(ledger, index, view.size, added)
    return len(live)


def link_view(view: View, kit: Kit) -> tuple[Traced, Linked]:
    """The origins and incidents of a view, worked out afresh under its decisions; known ids are kept."""
    documents = list(view.documents.values())
    claims = live_claims(view)
    decisions = list(view.decisions.values())
    traced = trace_origins(documents, claims, decisions)
    done = link_all(
        claims, documents, traced.origins, decisions, mission=kit.mission, gazetteer=kit.gazetteer,
        existing=list(view.incidents.values()), retired=list(view.retired.values()),
    )  # fmt: skip
    return traced, done


def live_claims(view: View) -> list[Claim]:
    """The claims that stand under the decisions in force: none rejected or withdrawn, corrected ones as corrected.

    Of a data set's row the newest edition counts: an edited row comes again under the same key, later in the ledger or,
    where both say when they were edited, on a later day. A withdrawn row's newest edition claims nothing.
    """
    newest: dict[tuple[str, str], str] = {}
    for doc in view.documents.values():
        before = view.documents.get(newest.get(_row_key(doc), ""))
        if before is None or not (before.published and doc.published) or doc.published >= before.published:
            newest[_row_key(doc)] = doc.id
    claims = standing(view.claims.values(), constraints(view.decisions.values()), view.documents.values())
    return [c for c in claims if c.row is None or newest[_row_key(view.documents[c.doc_id])] == c.doc_id]


def _row_key(doc: Document) -> tuple[str, str]:
    return (doc.source.name, doc.key)


def _changes(view: View, origins: list[Origin], live: dict[str, Incident]) -> Iterator[tuple[EntryKind, Any]]:
    kept = {o.id for o in origins}
    yield from (("origin_retired", o) for o in view.origins if o not in kept)
    yield from (("origin", o) for o in origins)
    holder = {claim_id: i.id for i in live.values() for claim_id in i.claim_ids}
    for old in view.incidents.values():
        if old.id not in live:
            into = next((holder[c] for c in old.claim_ids if c in holder), "")
            yield "incident_retired", {"id": old.id, "into": into}
    yield from (("incident", i) for i in live.values())
