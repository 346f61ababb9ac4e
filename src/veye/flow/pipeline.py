"""Reports in, ledger out: the order in which the rooms work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from veye import __version__
from veye.errors import InputError
from veye.flow.reading import Kit, Progress, read_claims
from veye.ledger import Ledger, View
from veye.ledger.entries import EntryKind
from veye.records import Claim, Decision, Document, Incident, Issue, Origin
from veye.resolve import find_origins, link
from veye.resolve.decisions import constraints, standing
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
    incidents = relink(ledger, kit, at=at) if new else len(ledger.view().incidents)
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


def relink(ledger: Ledger, kit: Kit, *, at: datetime) -> int:
    """Link all claims of the ledger under its decisions and add what changed; how many incidents there are now."""
    view = ledger.view()
    origins, incidents = linked(view, kit)
    ledger.append(_changes(view, origins, incidents), at=at)
    return len(incidents)


def linked(view: View, kit: Kit) -> tuple[list[Origin], list[Incident]]:
    """The origins and incidents of a view, worked out afresh under its decisions; known ids are kept."""
    documents = list(view.documents.values())
    claims = live_claims(view)
    decisions = list(view.decisions.values())
    origins = find_origins(documents, claims, decisions)
    incidents = link(
        claims,
        documents,
        origins,
        decisions,
        mission=kit.mission,
        gazetteer=kit.gazetteer,
        existing=(*view.incidents.values(), *view.retired.values()),
    )
    return origins, incidents


def live_claims(view: View) -> list[Claim]:
    """The claims that stand under the decisions in force: none rejected or withdrawn, corrected ones as corrected.

    Of a data set's row the newest edition counts: an edited row comes again under the same key.
    """
    newest = {_row_key(d): d.id for d in view.documents.values()}
    claims = standing(view.claims.values(), constraints(view.decisions.values()), view.documents.values())
    return [c for c in claims if c.row is None or newest[_row_key(view.documents[c.doc_id])] == c.doc_id]


def _row_key(doc: Document) -> tuple[str, str]:
    return (doc.source.name, doc.key)


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
    return relink(ledger, kit, at=decision.at)


def _changes(view: View, origins: list[Origin], incidents: list[Incident]) -> Iterator[tuple[EntryKind, Any]]:
    kept = {o.id for o in origins}
    yield from (("origin_retired", o) for o in view.origins if o not in kept)
    yield from (("origin", o) for o in origins)
    now = {i.id for i in incidents}
    holder = {claim_id: i.id for i in incidents for claim_id in i.claim_ids}
    for old in view.incidents.values():
        if old.id not in now:
            into = next((holder[c] for c in old.claim_ids if c in holder), "")
            yield "incident_retired", {"id": old.id, "into": into}
    yield from (("incident", i) for i in incidents)
