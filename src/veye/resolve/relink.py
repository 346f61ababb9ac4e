"""New reports linked into what exists: only the origins and incidents that they touch are worked out anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from veye.records import Claim, Decision, Document, Incident, Origin
from veye.resolve.assemble import assemble
from veye.resolve.board import Board
from veye.resolve.decisions import Constraints, constraints, is_withdrawn, standing
from veye.resolve.episodes import episodes
from veye.resolve.link_index import LinkIndex
from veye.resolve.linking import group_decided
from veye.resolve.naming import Held, incident_id
from veye.resolve.unread import Hung, hang_unread, tell_unread, unread_keys


class Relinked(msgspec.Struct, frozen=True):
    """What new reports changed: origins and incidents as they are now, and ids that are gone.

    `gone` maps an incident's id to the one that holds its claims now, empty where none does.
    """

    origins: tuple[Origin, ...]
    origins_gone: tuple[str, ...]
    incidents: tuple[Incident, ...]
    gone: dict[str, str]


def relink_new(
    index: LinkIndex, documents: Iterable[Document], claims: Iterable[Claim], decisions: Iterable[Decision] = ()
) -> Relinked:
    """Links new documents with their claims into the index and says what became of origins and incidents.

    The answer is that of linking everything again under the index's background, with the same ids. `decisions` are
    those that the index was filled under: after another one everything has to be linked again. A new edition of a
    report that is held needs that too. TooWideError where too much hangs together: roll the index back then.
    """
    decided = constraints(decisions)
    docs = {d.id: d for d in documents}
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in standing(claims, decided, docs.values()):
        said[claim.doc_id].append(claim)
    fresh = [docs[d] for d in sorted(docs) if not index.origins.known(d)]
    origins, origins_gone = index.origins.add([(d, said[d.id]) for d in fresh], decided)
    origin_of = {d: o.id for o in origins for d in o.doc_ids}
    rows, silent = _insert(index, fresh, said, origin_of, decided)
    region = _regroup(index, index.around(rows), silent, decided)
    claim_ids = [c.id for e in region.board.told for c in e.claims]
    live, _ = index.names_of(claim_ids)
    taken = {name for name, _ in region.held.named}
    spoken_for = [(name, ()) for name in map(incident_id, claim_ids) if name not in taken and index.is_named(name)]
    held = msgspec.structs.replace(region.held, named=[*region.held.named, *spoken_for])
    found = assemble(
        region.board, region.groups, region.hung, region.docs, region.origins, decided, held, index.mission,
        index.weights,
    )  # fmt: skip
    now = {i.id for i in found}
    holder = {c: i.id for i in found for c in i.claim_ids}
    gone = {name: next((holder[c] for c in claims if c in holder), "") for name, claims in live if name not in now}
    index.add_reports(fresh)
    index.rename(found, gone)
    return Relinked(tuple(origins), tuple(origins_gone), tuple(found), gone)


class _Region(msgspec.Struct, frozen=True):
    """The touched part of an index as a linking sees it."""

    board: Board
    groups: list[list[int]]
    held: Held
    docs: dict[str, Document]
    origins: dict[str, str]
    hung: list[Hung]


def _insert(
    index: LinkIndex, fresh: Sequence[Document], said: dict[str, list[Claim]], origin_of: dict[str, str],
    decided: Constraints,
) -> tuple[set[int], set[int]]:  # fmt: skip
    """Puts documents into the index: the episode rows, and the silent reports, that this touched."""
    index.episodes.crowded.clear()
    rows: set[int] = set()
    silent: set[int] = set()
    new = {d.id for d in fresh}
    for doc_id, origin in sorted(origin_of.items()):
        if doc_id not in new:
            rows |= index.episodes.move(doc_id, origin)
            number = index.silent.number(doc_id)
            if number is not None and index.silent.move(number, origin):
                silent.add(number)
    for doc in fresh:
        told = episodes(said[doc.id], doc)
        origin = origin_of.get(doc.id, doc.id)
        rows |= index.episodes.insert(told, {doc.id: doc}, {doc.id: origin})[1]
        if not told and not is_withdrawn(doc, decided):
            unread = tell_unread(doc, origin, index.background, index.gazetteer)
            if unread is not None:
                silent.add(index.silent.add(unread, index.background))
    return rows, silent | index.silent.bearing(index.episodes.crowded)


def _regroup(index: LinkIndex, rows: list[int], silent: set[int], decided: Constraints) -> _Region:
    """Groups the rows anew, hangs what silent reports they can move, and notes both."""
    silent |= index.silent.on(rows)
    if rows:
        silent |= index.silent.bearing({k for keys in index.episodes.keys(rows).values() for k in keys})
    before = {place[0] for number in silent if (place := index.silent.where(number))}
    laid = _lay(index, rows, decided)
    index.regroup([[laid.rows[k] for k in g] for g in laid.groups])
    after = _hang(index, sorted(silent))
    beyond = (before | after) - set(rows)
    if beyond:
        laid = _lay(index, index.around({*rows, *beyond}), decided)
    index.fix(laid.rows, laid.held)
    at = {row: k for k, row in enumerate(laid.rows)}
    group_of = {row: g for g, members in enumerate(laid.groups) for row in members}
    hung = []
    docs, origins = dict(laid.docs), dict(laid.origins)
    for number in index.silent.on(laid.rows):
        unread, place = index.silent.get(number), index.silent.where(number)
        assert place is not None
        row = at[place[0]]
        hung.append(msgspec.structs.replace(place[1], row=row, group=group_of[row]))
        docs[unread.doc.id], origins[unread.doc.id] = unread.doc, unread.origin
    hung.sort(key=lambda h: h.doc_id)
    return _Region(laid.board, laid.groups, laid.held, docs, origins, hung)


class _Laid(msgspec.Struct, frozen=True):
    """Rows in the order of their episodes' ids, laid out and grouped."""

    rows: list[int]
    board: Board
    groups: list[list[int]]
    held: Held
    docs: dict[str, Document]
    origins: dict[str, str]


def _lay(index: LinkIndex, rows: Sequence[int], decided: Constraints) -> _Laid:
    bodies = {row: index.episodes.body(row) for row in rows}
    ordered = sorted(rows, key=lambda row: bodies[row][0].id)
    told = [bodies[row][0] for row in ordered]
    board = index.episodes.board(ordered, told)
    live, past = index.names_of(c.id for e in told for c in e.claims)
    groups, held = group_decided(board, decided, live, past)
    docs = {doc.id: doc for _, doc, _ in bodies.values()}
    origins = {doc.id: origin for _, doc, origin in bodies.values()}
    return _Laid(ordered, board, groups, held, docs, origins)


def _hang(index: LinkIndex, numbers: Sequence[int]) -> set[int]:
    """Hangs silent reports anew on the groups as they are noted; the rows that they hang on."""
    unread = [index.silent.get(number) for number in numbers]
    met = [index.episodes.bearers(unread_keys(u, index.background)) for u in unread]
    groups: dict[int, set[int]] = {}
    for row in sorted(set().union(*met)):
        if not any(row in g for g in groups.values()):
            groups[row] = index.mates(row)
    pool = sorted({r for g in groups.values() for r in g}, key=lambda r: index.episodes.name(r))
    hung: dict[str, Hung] = {}
    if pool:
        at = {row: k for k, row in enumerate(pool)}
        cols, texts = index.episodes.columns(pool)
        listed = [sorted(at[r] for r in g) for g in groups.values()]
        where = [{at[r] for r in rows} for rows in met]
        hung = {h.doc_id: h for h in hang_unread(unread, where, cols, texts, listed, index.weights)}
    rows: set[int] = set()
    for number, one in zip(numbers, unread, strict=True):
        found = hung.get(one.doc.id)
        index.silent.hang(number, pool[found.row] if found else None, found)
        if found:
            rows.add(pool[found.row])
    return rows
