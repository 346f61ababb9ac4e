"""What stands in a ledger: entries that are added, chained by hash, and never changed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Literal

import msgspec

from veye.errors import InternalError
from veye.records import Claim, Decision, Document, Incident, Issue, Origin, digest

EntryKind = Literal[
    "document", "claim", "origin", "origin_retired", "incident", "incident_retired", "decision", "issue", "run",
    "forecast", "scenario", "brief",
]  # fmt: skip

RECORDS: dict[str, Any] = {
    "document": Document,
    "claim": Claim,
    "origin": Origin,
    "origin_retired": str,
    "incident": Incident,
    "incident_retired": dict[str, str],
    "decision": Decision,
    "issue": Issue,
    "run": dict[str, Any],
    "forecast": dict[str, Any],
    "scenario": dict[str, Any],
    "brief": dict[str, Any],
}
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {kind: msgspec.json.Decoder(t) for kind, t in RECORDS.items()}
GENESIS = "0" * 64


class Entry(msgspec.Struct, frozen=True):
    """One line of the ledger. `key` names its content within its kind: the same content is never written twice.

    `hash` covers the hash before it, so that any later change breaks the chain from there on.
    """

    seq: int
    at: datetime
    kind: EntryKind
    key: str
    body: bytes
    prev: str
    hash: str

    def record(self) -> Any:
        """The record that the body holds, in its own type."""
        return _DECODERS[self.kind].decode(self.body)


def chain_hash(prev: str, seq: int, at: str, kind: str, key: str, body: bytes) -> str:
    """SHA-256 over the hash before and every field; fields are joined with their lengths, so none can shift."""
    h = hashlib.sha256()
    for part in (prev.encode(), str(seq).encode(), at.encode(), kind.encode(), key.encode(), body):
        h.update(len(part).to_bytes(8, "big"))
        h.update(part)
    return h.hexdigest()


def encode(kind: EntryKind, record: Any) -> tuple[str, bytes]:
    """The key and the body of a record. Records whose state can change carry the digest of their content in the key.

    InternalError for a record that could not be read back: it must never get into a ledger.
    """
    if kind not in RECORDS:
        raise InternalError(f"no entry kind '{kind}'")
    body = msgspec.json.encode(record, order="deterministic")
    try:
        _DECODERS[kind].decode(body)
    except msgspec.ValidationError as error:
        raise InternalError(f"a {kind} is not of its type: {error}", where=str(getattr(record, "id", ""))) from error
    if kind in ("document", "claim", "decision"):
        return str(record.id), body
    if kind in ("origin", "incident"):
        return f"{record.id}:{digest(record)[:16]}", body
    if kind in ("origin_retired", "incident_retired"):
        return f"{record if isinstance(record, str) else record['id']}:retired", body
    return digest(kind, record), body
