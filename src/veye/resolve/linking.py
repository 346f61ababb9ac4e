"""Claims to incidents: Fellegi-Sunter weights between episodes, average-link groups, ids that stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from veye.records import Claim, Decision, Document, Gazetteer, Incident, Mission, Origin
from veye.resolve.assemble import assemble
from veye.resolve.board import lay_out, tell_all
from veye.resolve.decisions import constraints, standing
from veye.resolve.grouping import group
from veye.resolve.naming import break_up, hold
from veye.resolve.similarity import Background
from veye.resolve.unread import hang_unread
from veye.resolve.weights import Weights, load_weights


def link(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    origins: Iterable[Origin],
    decisions: Iterable[Decision] = (),
    *,
    mission: Mission | None = None,
    gazetteer: Gazetteer | None = None,
    existing: Sequence[Incident] = (),
    weights: Weights | None = None,
    background: Background | None = None,
) -> list[Incident]:
    """The incidents that the claims tell of, each with its tallies, links and grade, the earliest first.

    Ids follow the claim that founds an incident, or the incident of `existing` (oldest first) whose claims it
    holds; where two existing ones are bridged the older id stays and a link records the other. Totals, current
    strengths and shares of control join no incident. Decisions are kept as constraints. The order of claims and
    documents does not matter.
    """
    docs = {d.id: d for d in documents}
    decided = constraints(decisions)
    said = standing(claims, decided, docs.values())
    origin_of = {d: o.id for o in origins for d in o.doc_ids}
    told = sorted(break_up(tell_all(said, docs), decided), key=lambda e: e.id)
    board = lay_out(told, docs, origin_of, mission=mission, gazetteer=gazetteer, weights=weights, background=background)
    groups = group(board)
    held = hold(told, groups, decided, existing)
    if held.must or held.cannot:
        groups = group(board, held.must, held.cannot)
    weights = weights or load_weights()
    told_in = {e.doc_id for e in board.told}
    gone = decided.withdrawn.keys()
    unread = [d for d in docs.values() if d.id not in told_in and not {d.id, d.key, d.source.name} & gone]
    hung = hang_unread(unread, board.cols, board.texts, groups, origin_of, board.background, weights, gazetteer)
    return assemble(board, groups, hung, docs, origin_of, decided, held.named, mission, weights)


def main_incident(doc: Document, incidents: Iterable[Incident]) -> Incident | None:
    """The incident that a report is mainly about: the largest and earliest part of it; None where it is in none."""
    best: tuple[float, str] | None = None
    found: Incident | None = None
    for incident in incidents:
        for tie in incident.links:
            if tie.left == doc.id and tie.right == incident.id and (best is None or (-tie.weight, incident.id) < best):
                best, found = (-tie.weight, incident.id), incident
    return found
