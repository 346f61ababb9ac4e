"""New reports linked into what exists: only the incidents that they touch are grouped, named and written anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from veye.records import Claim, Decision, Document, Gazetteer, Incident, Mission, Origin
from veye.resolve.assemble import assemble
from veye.resolve.board import Board, known_actors, weigh_pairs, within
from veye.resolve.columns import encode
from veye.resolve.compare import bits
from veye.resolve.decisions import constraints, standing
from veye.resolve.linker import Held, Linker
from veye.resolve.pairs import tell
from veye.resolve.prints import print_of
from veye.resolve.unread import hang_unread


class Relinked(msgspec.Struct, frozen=True):
    """What new reports changed: incidents that are new or other than before, and ids that are gone.

    `gone` maps an id to the incident that holds its claims now, empty where none does.
    """

    incidents: tuple[Incident, ...]
    gone: dict[str, str]


def relink_new(
    linker: Linker,
    documents: Iterable[Document],
    claims: Iterable[Claim],
    origins: Iterable[Origin],
    existing: Sequence[Incident] = (),
    decisions: Iterable[Decision] = (),
    *,
    retired: Sequence[Incident] = (),
    known: Mapping[str, Document] | None = None,
    mission: Mission | None = None,
    gazetteer: Gazetteer | None = None,
) -> Relinked:
    """Links new documents with their claims into the linker's index and says what became of the incidents.

    `existing` are the live incidents so far, the oldest first; the ids given are those that `link` would give with
    the same `existing` (`retired` ones after them) and the linker's background. An older document that `origins` give
    another origin than before is linked anew; origins that cannot have changed may be left out. `known` finds older
    documents that hang on an incident without a claim; a new document without a claim waits for the next full
    linking. Merges and splits must be known to the linker already (`Linker.decide`).
    """
    decided = constraints(decisions)
    fresh = {d.id: d for d in documents}
    origin_of = {d: o.id for o in origins for d in o.doc_ids}
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in standing(claims, decided, fresh.values()):
        said[claim.doc_id].append(claim)
    starts = linker.add(((fresh[d], said[d]) for d in sorted(said) if d in fresh), origin_of)
    held = linker.around(starts)
    board, groups = _board(held, linker, mission, gazetteer)
    docs = held.docs
    claim_ids = {c.id for e in held.told for c in e.claims}
    touched, named = _spoken_for(existing, claim_ids)
    named += _spoken_for(retired, claim_ids)[1]
    silent = _silent(touched, docs, known or {})
    origins_now = held.origins | origin_of
    hung = hang_unread(
        silent, board.cols, board.texts, groups, origins_now, linker.background, linker.weights, gazetteer
    )
    everything = docs | {d.id: d for d in silent}
    found = assemble(board, groups, hung, everything, origins_now, decided, named, mission, linker.weights)
    return _changes(touched, found)


def _board(
    held: Held, linker: Linker, mission: Mission | None, gazetteer: Gazetteer | None
) -> tuple[Board, list[list[int]]]:
    """The touched episodes laid out, and the groups that the linker has them in."""
    told = sorted(held.told, key=lambda e: e.id)
    at = {e.id: k for k, e in enumerate(told)}
    groups = sorted((sorted(at[name] for name in group) for group in held.groups), key=lambda g: g[0])
    prints = {d: print_of(doc, gazetteer=gazetteer) for d, doc in held.docs.items()}
    texts = tuple(tell(e, held.docs.get(e.doc_id), prints, linker.background, gazetteer) for e in told)
    cols = encode(told, held.docs, held.origins, known_actors(mission))
    left, right = within(groups)
    levels = weigh_pairs(cols, texts, left, right, linker.weights)
    parts = tuple(tuple(g) for g in groups)
    weight = bits(levels, linker.weights)
    return Board(tuple(told), cols, texts, left, right, levels, weight, parts, linker.background), groups


def _spoken_for(
    existing: Sequence[Incident], claim_ids: set[str]
) -> tuple[list[Incident], list[tuple[str, tuple[str, ...]]]]:
    """The incidents that the touched claims are in, and all ids with the touched claims that bear each."""
    inside = [(i, tuple(c for c in (*i.claim_ids, *i.recalled_ids) if c in claim_ids)) for i in existing]
    return [i for i, held in inside if held], [(i.id, held) for i, held in inside]


def _silent(touched: Iterable[Incident], docs: Mapping[str, Document], known: Mapping[str, Document]) -> list[Document]:
    ids = {d for i in touched for d in i.doc_ids if d not in docs and d in known}
    return [known[d] for d in sorted(ids)]


def _changes(touched: Sequence[Incident], found: Sequence[Incident]) -> Relinked:
    before = {i.id: i for i in touched}
    now = {i.id for i in found}
    holder = {c: i.id for i in found for c in (*i.claim_ids, *i.recalled_ids)}
    gone = {
        old.id: next((holder[c] for c in (*old.claim_ids, *old.recalled_ids) if c in holder), "")
        for old in touched
        if old.id not in now
    }
    return Relinked(tuple(i for i in found if before.get(i.id) != i), gone)
