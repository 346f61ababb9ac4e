"""Reports in, ledger out: the order in which the rooms work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from veye import __version__
from veye.errors import InputError
from veye.flow.links import bring_up
from veye.flow.reading import Kit, Progress, read_claims
from veye.ledger import Ledger
from veye.ledger.entries import EntryKind
from veye.records import Claim, Decision, Document, Issue
from veye.sources import Limits, Stated, read_inputs

_BATCH = 64


class Ingested(msgspec.Struct, frozen=True):
    """What one run did: documents seen, those new to the ledger, claims added, and what could not be read."""

    seen: int
    new: int
    claims: int
    incidents: int
    issues: tuple[Issue, ...]


def ingest(
    inputs: Iterable[str | Path],
    ledger: Ledger,
    kit: Kit,
    *,
    spec: tuple[str, str],
    at: datetime,
    metadata: Path | None = None,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
    workers: int = 0,
    progress: Progress = lambda _what, _more: None,
) -> Ingested:
    """Read the inputs into the ledger and link what is new; a document already there is passed over.

    Rows of known data sets come with their claims; other documents are read. A document and its claims are added in
    one transaction, so that a run that was stopped goes on where it stopped.
    """
    issues: list[Issue] = []
    seen = new = claims = 0
    known: set[str] = set()
    batch: list[tuple[EntryKind, Any]] = []

    def add(doc: Document, found: list[Claim]) -> None:
        nonlocal new, claims
        batch.append(("document", doc))
        batch.extend(("claim", claim) for claim in found)
        new, claims = new + 1, claims + len(found)
        progress("read", 1)
        if len(batch) >= _BATCH:
            ledger.append(batch, at=at)
            batch.clear()

    def fresh() -> Iterator[Document]:
        nonlocal seen
        limit = limits or Limits()
        for item in read_inputs(list(inputs), metadata=metadata, limits=limit, stdin=stdin, fetched=at):
            if isinstance(item, Issue):
                issues.append(item)
                progress("issue", 1)
                continue
            doc = item.doc if isinstance(item, Stated) else item
            seen += 1
            progress("seen", 1)
            if doc.id in known or ledger.has("document", doc.id):
                continue
            known.add(doc.id)
            if isinstance(item, Stated):
                add(doc, kit.resolver.locate(item.claims))
            else:
                yield doc

    for doc, found in read_claims(fresh(), kit, spec=spec, workers=workers):
        if isinstance(found, Issue):
            issues.append(found)
        else:
            add(doc, found)
    ledger.append([*batch, *(("issue", issue) for issue in issues)], at=at)
    incidents = bring_up(ledger, kit, at=at)
    if new:
        run = {
            "veye": __version__,
            "reader": f"{kit.reader.name} {kit.reader.version}",
            "mission": kit.mission.id,
            "documents": new,
            "claims": claims,
        }
        ledger.append([("run", run)], at=at)
    return Ingested(seen, new, claims, incidents, tuple(issues))


def decide(ledger: Ledger, kit: Kit, decision: Decision) -> int:
    """Write a decision into the ledger and link again under it; how many incidents there are now.

    InputError where a subject is no claim, document, source, incident or decision of the ledger.
    """
    view = ledger.view()
    known = {*view.claims, *view.documents, *view.incidents, *view.renamed, *view.decisions}
    known |= {n for d in view.documents.values() for n in (d.key, d.source.name)}
    for subject in decision.subjects:
        if subject not in known:
            hint = "Ids stand in incidents.csv and claims.jsonl; see also: veye ledger log"
            raise InputError(f"the ledger holds no '{subject}'", where=str(ledger.path), hint=hint)
    ledger.append([("decision", decision)], at=decision.at)
    return bring_up(ledger, kit, at=decision.at)
