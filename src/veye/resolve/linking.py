"""Claims to incidents: Fellegi-Sunter weights between episodes, average-link groups, ids that stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from veye.records import Claim, Decision, Document, Gazetteer, Incident, Mission, Origin
from veye.resolve.assemble import assemble
from veye.resolve.blocking import MOST
from veye.resolve.board import Board, lay_out, tell_all
from veye.resolve.decisions import Constraints, constraints, is_withdrawn, standing
from veye.resolve.grouping import group
from veye.resolve.naming import Held, bears, break_up, hold
from veye.resolve.similarity import Background
from veye.resolve.unread import Hung, Unread, hang_unread, tell_unread, unread_keys
from veye.resolve.weights import Weights, load_weights


class Linked(msgspec.Struct, frozen=True):
    """One linking with all it worked out on the way: episodes laid out, their groups, what is held, what hangs."""

    incidents: list[Incident]
    board: Board
    groups: list[list[int]]
    held: Held
    docs: dict[str, Document]
    origins: dict[str, str]
    unread: list[Unread]
    hung: list[Hung]


def link(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    origins: Iterable[Origin],
    decisions: Iterable[Decision] = (),
    *,
    mission: Mission | None = None,
    gazetteer: Gazetteer | None = None,
    existing: Sequence[Incident] = (),
    retired: Sequence[Incident] = (),
    weights: Weights | None = None,
    background: Background | None = None,
) -> list[Incident]:
    """The incidents that the claims tell of, each with its tallies, links and grade, the earliest first.

    Ids follow the claim that founds an incident, or the incident of `existing` (oldest first) whose claims it
    holds; where two existing ones are bridged the older id stays and a link records the other. The id of a `retired`
    incident comes back where its claims stand alone again. Totals, current
    strengths and shares of control join no incident. Decisions are kept as constraints. The order of claims and
    documents does not matter.
    """
    done = link_all(
        claims,
        documents,
        origins,
        decisions,
        mission=mission,
        gazetteer=gazetteer,
        existing=existing,
        retired=retired,
        weights=weights,
        background=background,
    )
    return done.incidents


def link_all(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    origins: Iterable[Origin],
    decisions: Iterable[Decision] = (),
    *,
    mission: Mission | None = None,
    gazetteer: Gazetteer | None = None,
    existing: Sequence[Incident] = (),
    retired: Sequence[Incident] = (),
    weights: Weights | None = None,
    background: Background | None = None,
) -> Linked:
    """What `link` gives, with all that an index needs to go on from there."""
    docs = {d.id: d for d in documents}
    decided = constraints(decisions)
    said = standing(claims, decided, docs.values())
    origin_of = {d: o.id for o in origins for d in o.doc_ids}
    told = sorted(break_up(tell_all(said, docs), decided), key=lambda e: e.id)
    weights = weights or load_weights()
    board = lay_out(told, docs, origin_of, mission=mission, gazetteer=gazetteer, weights=weights, background=background)
    groups, held = group_decided(board, decided, map(bears, existing), map(bears, retired))
    told_in = {e.doc_id for e in board.told}
    silent = [docs[d] for d in sorted(docs) if d not in told_in and not is_withdrawn(docs[d], decided)]
    told_silent = (tell_unread(d, origin_of.get(d.id, d.id), board.background, gazetteer) for d in silent)
    unread = [u for u in told_silent if u is not None]
    hung = hang_unread(unread, _met(unread, board), board.cols, board.texts, groups, weights)
    incidents = assemble(board, groups, hung, docs, origin_of, decided, held, mission, weights)
    return Linked(incidents, board, groups, held, docs, origin_of, unread, hung)


def group_decided(
    board: Board,
    decided: Constraints,
    existing: Iterable[tuple[str, Sequence[str]]],
    retired: Iterable[tuple[str, Sequence[str]]],
) -> tuple[list[list[int]], Held]:
    """The groups that the evidence makes under the decisions; ids that are and were come with the claims they bear."""
    groups = group(board)
    held = hold(board.told, groups, decided, existing, retired)
    if held.must or held.cannot:
        groups = group(board, held.must, held.cannot)
    return groups, held


def _met(unread: Sequence[Unread], board: Board) -> list[set[int]]:
    """The rows that share a blocking key with each unread report."""
    bearers: dict[int, list[int]] = defaultdict(list)
    wanted = [unread_keys(u, board.background) for u in unread]
    asked = {k for keys in wanted for k in keys}
    for row, key in zip(*(x.tolist() for x in board.keys), strict=True):
        if key in asked:
            bearers[key].append(row)
    return [{r for k in keys if len(bearers[k]) <= MOST for r in bearers[k]} for keys in wanted]


def main_incident(doc: Document, incidents: Iterable[Incident]) -> Incident | None:
    """The incident that a report is mainly about: the largest and earliest part of it; None where it is in none."""
    best: tuple[float, str] | None = None
    found: Incident | None = None
    for incident in incidents:
        for tie in incident.links:
            if tie.left == doc.id and tie.right == incident.id and (best is None or (-tie.weight, incident.id) < best):
                best, found = (-tie.weight, incident.id), incident
    return found
