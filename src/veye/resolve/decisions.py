"""What people decided, folded into constraints that linking keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import msgspec

from veye.records import Claim, Decision, Document


class Constraints(msgspec.Struct, frozen=True):
    """Decisions in force. Pairs are sorted tuples of ids and map to the decision that fixed them.

    `merged` and `split` speak of incidents or claims, `same_origin` and `apart_origin` of documents; `grades` of
    incidents; `rejected` are claims; `withdrawn` sources or documents; `corrected` claim id to changed fields.
    """

    merged: dict[tuple[str, str], str] = {}
    split: dict[str, tuple[tuple[str, ...], str]] = {}
    same_origin: dict[tuple[str, str], str] = {}
    apart_origin: dict[tuple[str, str], str] = {}
    grades: dict[str, tuple[str, str]] = {}
    rejected: dict[str, str] = {}
    withdrawn: dict[str, str] = {}
    corrected: dict[str, dict[str, Any]] = {}


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that no later `undo` takes back, oldest first. An undo can itself be undone."""
    ordered = sorted(decisions, key=lambda d: (d.at, d.id))
    undone: set[str] = set()
    for decision in reversed(ordered):
        if decision.kind == "undo" and decision.id not in undone:
            undone.update(decision.subjects)
    return [d for d in ordered if d.kind != "undo" and d.id not in undone]


def _pairs(ids: Sequence[str]) -> list[tuple[str, str]]:
    return list(combinations(sorted(set(ids)), 2))


def constraints(decisions: Iterable[Decision]) -> Constraints:
    """The constraints that the decisions in force make; a later decision on the same subject wins."""
    out = Constraints()
    for decision in in_force(decisions):
        if decision.kind == "merge":
            out.merged.update(dict.fromkeys(_pairs(decision.subjects), decision.id))
        elif decision.kind == "split":
            given = decision.value.get("claim_ids", decision.subjects[1:])
            out.split[decision.id] = (tuple(str(c) for c in given), decision.subjects[0])
        elif decision.kind == "same_origin":
            for pair in _pairs(decision.subjects):
                out.same_origin[pair] = decision.id
                out.apart_origin.pop(pair, None)
        elif decision.kind == "not_same_origin":
            for pair in _pairs(decision.subjects):
                out.apart_origin[pair] = decision.id
                out.same_origin.pop(pair, None)
        elif decision.kind == "grade":
            out.grades[decision.subjects[0]] = (str(decision.value.get("grade", "")), decision.id)
        elif decision.kind == "reject":
            out.rejected.update(dict.fromkeys(decision.subjects, decision.id))
        elif decision.kind == "accept":
            for subject in decision.subjects:
                out.rejected.pop(subject, None)
        elif decision.kind == "withdraw":
            out.withdrawn.update(dict.fromkeys(decision.subjects, decision.id))
        elif decision.kind == "correct":
            out.corrected[decision.subjects[0]] = out.corrected.get(decision.subjects[0], {}) | decision.value
    return out


def standing(claims: Iterable[Claim], decided: Constraints, documents: Iterable[Document] = ()) -> list[Claim]:
    """The claims that count: not rejected, of no withdrawn document or source, corrected where a person did so.

    A withdrawal may name a document's id or key, or a source. A corrected claim keeps its id, so that what was
    linked to it stays linked.
    """
    gone = {d.id for d in documents if is_withdrawn(d, decided)}
    gone |= decided.withdrawn.keys()
    kept = [c for c in claims if c.id not in decided.rejected and c.doc_id not in gone]
    return [_corrected(c, decided.corrected[c.id]) if c.id in decided.corrected else c for c in kept]


def is_withdrawn(doc: Document, decided: Constraints) -> bool:
    """Whether a decision withdraws a document, by its id or key or its source."""
    return not decided.withdrawn.keys().isdisjoint((doc.id, doc.key, doc.source.name))


def _corrected(claim: Claim, changes: dict[str, Any]) -> Claim:
    plain = msgspec.to_builtins(claim)
    for field, value in changes.items():
        if field in ("when", "place", "flags", "attribution"):
            plain[field] = value
        elif field in ("count_low", "count_high"):
            plain["statement"]["count"][field.removeprefix("count_")] = value
        else:
            plain["statement"][field] = value
    return msgspec.convert(plain, Claim)
