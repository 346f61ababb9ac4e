"""Entries into state: the only place where the ledger's past becomes a present."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from veye.ledger.entries import GENESIS, Entry
from veye.records import Claim, Decision, Document, Incident, Issue, Origin


@dataclass(frozen=True)
class View:
    """The ledger as it stood at one moment. `state` is the hash of the last entry folded in.

    `decisions` holds them all, undoings among them: which are in force is for those who use them to say. Retired
    incidents and origins are gone from theirs; `renamed` tells which incident an old id lives on in, `retired` holds
    what stood under it, so that an undone merge gives it its id back.
    """

    as_of: datetime | None
    state: str
    size: int
    documents: dict[str, Document] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    retired: dict[str, Incident] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    runs: tuple[dict[str, Any], ...] = ()
    forecasts: tuple[dict[str, Any], ...] = ()
    scenarios: tuple[dict[str, Any], ...] = ()
    briefs: tuple[dict[str, Any], ...] = ()

    def incident(self, incident_id: str) -> Incident | None:
        """The incident of that id, or the one it was merged into; None where there never was one."""
        seen: set[str] = set()
        while incident_id in self.renamed and incident_id not in seen:
            seen.add(incident_id)
            incident_id = self.renamed[incident_id]
        return self.incidents.get(incident_id)


def fold(entries: Iterable[Entry], *, as_of: datetime | None = None) -> View:
    """The view after all entries made at or before `as_of` (all of them where it is None)."""
    documents: dict[str, Document] = {}
    claims: dict[str, Claim] = {}
    origins: dict[str, Origin] = {}
    incidents: dict[str, Incident] = {}
    renamed: dict[str, str] = {}
    retired: dict[str, Incident] = {}
    decisions: dict[str, Decision] = {}
    issues: list[Issue] = []
    lists: dict[str, list[dict[str, Any]]] = {"run": [], "forecast": [], "scenario": [], "brief": []}
    state, size = GENESIS, 0
    for entry in entries:
        if as_of is not None and entry.at > as_of:
            continue
        state, size = entry.hash, size + 1
        record = entry.record()
        match entry.kind:
            case "document":
                documents[record.id] = record
            case "claim":
                claims[record.id] = record
            case "origin":
                origins[record.id] = record
            case "origin_retired":
                origins.pop(record, None)
            case "incident":
                incidents[record.id] = record
                renamed.pop(record.id, None)
                retired.pop(record.id, None)
            case "incident_retired":
                if record["id"] in incidents:
                    retired[record["id"]] = incidents.pop(record["id"])
                if record.get("into"):
                    renamed[record["id"]] = record["into"]
            case "decision":
                decisions[record.id] = record
            case "issue":
                issues.append(record)
            case _:
                lists[entry.kind].append(record)
    return View(
        as_of, state, size, documents, claims, origins, incidents, renamed, retired, decisions, tuple(issues),
        tuple(lists["run"]), tuple(lists["forecast"]), tuple(lists["scenario"]), tuple(lists["brief"]),
    )  # fmt: skip
