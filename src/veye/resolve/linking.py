"""Claims to incidents: Fellegi-Sunter weights between episodes, average-link groups, ids that stay."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log2

import msgspec
import numpy as np

from veye.records import (
    Attack,
    Claim,
    Decision,
    Document,
    Feature,
    Gazetteer,
    Incident,
    Link,
    Mission,
    Origin,
    content_id,
    fold,
)
from veye.resolve.cluster import average_link, components
from veye.resolve.columns import Array, Columns, encode
from veye.resolve.compare import Levels, bits, compare
from veye.resolve.decisions import Constraints, constraints, standing
from veye.resolve.describe import describe
from veye.resolve.episodes import Episode, episodes
from veye.resolve.grades import grade
from veye.resolve.incidents import best_place, best_when, kind_of, statuses, tallies, title_of
from veye.resolve.pairs import Told, candidates, tell, text_levels
from veye.resolve.prints import print_of
from veye.resolve.similarity import Background, background_of
from veye.resolve.unread import Hung, hang_unread
from veye.resolve.weights import Weights, load_weights

ABOUT = "share of the report"
MISSING_BITS = -4.0
"""What a pair weighs that was never compared."""


class Board(msgspec.Struct, frozen=True):
    """Episodes laid out for comparison: their columns, texts, and what pairs weigh.

    `parts` are the components that pairs speaking for a link make; every pair within a part is weighed.
    """

    told: tuple[Episode, ...]
    cols: Columns
    texts: tuple[Told | None, ...]
    left: Array
    right: Array
    levels: Levels
    weight: Array
    parts: tuple[tuple[int, ...], ...] = ()
    background: Background = Background()


def known_actors(mission: Mission | None) -> dict[str, str]:
    """Folded names of the actors that a mission knows, each to its actor id."""
    if mission is None:
        return {}
    return {fold(name): actor.id for actor in mission.actors for name in (actor.name, *(a.name for a in actor.aliases))}


def lay_out(
    told: Sequence[Episode],
    docs: Mapping[str, Document],
    origins: Mapping[str, str],
    *,
    mission: Mission | None = None,
    gazetteer: Gazetteer | None = None,
    background: Background | None = None,
    weights: Weights | None = None,
) -> Board:
    """The episodes' candidate pairs, compared and weighed, and all pairs within the components that they make."""
    weights = weights or load_weights()
    prints = {d: print_of(docs[d], gazetteer=gazetteer) for d in sorted(docs)}
    if background is None:
        days = [day.toordinal() if (day := docs[d].published_day) else None for d in prints]
        background = background_of(list(prints.values()), days)
    texts = tuple(tell(e, docs.get(e.doc_id), prints, background, gazetteer) for e in told)
    cols = encode(told, docs, origins, known_actors(mission))
    left, right = candidates(cols, texts)
    weight = bits(weigh_pairs(cols, texts, left, right, weights), weights)
    parts = tuple(tuple(g) for g in components(len(told), left, right, weight))
    left, right = within(parts)
    levels = weigh_pairs(cols, texts, left, right, weights)
    return Board(tuple(told), cols, texts, left, right, levels, bits(levels, weights), parts, background)


def weigh_pairs(cols: Columns, texts: Sequence[Told | None], left: Array, right: Array, weights: Weights) -> Levels:
    """The levels of every feature, text included, for pairs of rows."""
    return compare(cols.take(left), cols.take(right), weights) | text_levels(texts, left, right, weights)


def within(parts: Sequence[Sequence[int]]) -> tuple[Array, Array]:
    """All pairs of rows within each part."""
    found = [(a, b) for rows in parts for k, a in enumerate(rows) for b in rows[k + 1 :]]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


class _Held(msgspec.Struct, frozen=True):
    """Decisions as pairs of rows, and the incidents whose names are spoken for: id and the claims that bear it."""

    must: list[tuple[int, int]]
    cannot: list[tuple[int, int]]
    named: list[tuple[str, tuple[str, ...]]]


def _hold(
    told: Sequence[Episode], groups: Sequence[Sequence[int]], decided: Constraints, existing: Sequence[Incident]
) -> _Held:
    """What decisions ask of the episodes. `groups` is what the evidence alone says: it tells what a split leaves."""
    of_claim = {c.id: i for i, e in enumerate(told) for c in e.claims}
    founder = {incident_id(c): c for c in of_claim}
    group_of = {row: g for g in groups for row in g}
    named = {i.id: tuple(c for c in (*i.claim_ids, *i.recalled_ids) if c in of_claim) for i in existing}

    def rows(subject: str) -> list[int]:
        held = named.get(subject) or ((founder[subject],) if subject in founder else (subject,))
        return [of_claim[c] for c in held if c in of_claim]

    must = [(a, b) for pair in decided.merged for a in rows(pair[0])[:1] for b in rows(pair[1])[:1] if a != b]
    cannot: list[tuple[int, int]] = []
    for claim_ids, subject in decided.split.values():
        moved = {of_claim[c] for c in claim_ids if c in of_claim}
        whole = set(rows(subject)) if subject in named else {r for m in moved for r in group_of[m]}
        rest = sorted(whole - moved)
        must += [(min(moved), other) for other in sorted(moved)[1:]]
        cannot += [(m, r) for m in sorted(moved) for r in rest]
        named[subject] = tuple(c.id for r in rest for c in told[r].claims)
    ordered = [(min(p), max(p)) for p in must], [(min(p), max(p)) for p in cannot]
    return _Held(ordered[0], ordered[1], list(named.items()))


def incident_id(claim_id: str) -> str:
    """The id of the incident that a claim founds."""
    return content_id("inc", claim_id)


def break_up(told: Sequence[Episode], decided: Constraints) -> list[Episode]:
    """The episodes, with the claims that a decision splits off standing on their own."""
    groups = [set(ids) for ids, _ in decided.split.values()]
    out = list(told)
    for group in groups:
        parts: list[Episode] = []
        for episode in out:
            inside = tuple(c for c in episode.claims if c.id in group)
            outside = tuple(c for c in episode.claims if c.id not in group)
            if inside and outside:
                share = len(inside) / len(episode.claims)
                for some, part in ((inside, share), (outside, 1 - share)):
                    new = content_id("eps", episode.doc_id, sorted(c.id for c in some))
                    parts.append(
                        msgspec.structs.replace(
                            episode,
                            id=new,
                            claims=some,
                            about=episode.about * part,
                            recalled=all(c.flags.backref for c in some),
                        )
                    )
            else:
                parts.append(episode)
        out = parts
    return out


def tell_all(claims: Iterable[Claim], docs: Mapping[str, Document]) -> list[Episode]:
    """The episodes of all documents, in an order that does not depend on the order of the claims."""
    by_doc: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_doc[claim.doc_id].append(claim)
    told = [e for d in sorted(by_doc) for e in episodes(by_doc[d], docs.get(d))]
    return sorted(told, key=lambda e: e.id)


def group(
    board: Board, must: Sequence[tuple[int, int]] = (), cannot: Sequence[tuple[int, int]] = ()
) -> list[list[int]]:
    """The episodes that tell of one happening, as rows of the board.

    What the evidence joins is joined first, pairs in `cannot` kept apart; then whole groups are joined as `must` says.
    """
    every = dict(zip(zip(board.left.tolist(), board.right.tolist(), strict=True), board.weight.tolist(), strict=True))
    recalled = [e.recalled for e in board.told]
    groups: list[list[int]] = []
    for rows in board.parts:
        groups += group_component(rows, recalled, every, cannot)
    return join_groups(groups, must, cannot)


def group_component(
    rows: Sequence[int],
    recalled: Sequence[bool],
    every: Mapping[tuple[int, int], float],
    cannot: Sequence[tuple[int, int]] = (),
) -> list[list[int]]:
    """Groups within one component: happenings told as such first, then what only recalls them."""
    inside = set(rows)
    apart = {p for p in cannot if p[0] in inside and p[1] in inside}
    groups = _average([r for r in rows if not recalled[r]], every, apart)
    cores = [tuple(g) for g in groups]
    left_over = []
    for row in (r for r in rows if recalled[r]):
        fits = [
            (sum(every.get(_pair(row, m), MISSING_BITS) for m in core) / len(core), -k)
            for k, core in enumerate(cores)
            if not any(_pair(row, m) in apart for m in core)
        ]
        best = max(fits, default=(0.0, 0))
        if best[0] > 0:
            groups[-best[1]].append(row)
        else:
            left_over.append(row)
    return [sorted(g) for g in groups] + _average(left_over, every, apart)


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _average(
    rows: Sequence[int], every: Mapping[tuple[int, int], float], apart: set[tuple[int, int]]
) -> list[list[int]]:
    at = {row: k for k, row in enumerate(rows)}
    inner = {(at[a], at[b]): every[(a, b)] for a in rows for b in rows if a < b and (a, b) in every}
    cannot = [(at[a], at[b]) for a, b in sorted(apart) if a in at and b in at]
    return [[rows[k] for k in g] for g in average_link(len(rows), inner, missing=MISSING_BITS, cannot=cannot)]


def join_groups(
    groups: Sequence[list[int]], must: Sequence[tuple[int, int]], cannot: Sequence[tuple[int, int]]
) -> list[list[int]]:
    """Groups joined wherever a pair in `must` spans two of them and no pair in `cannot` does."""
    where = {row: frozenset(g) for g in groups for row in g}
    for a, b in sorted(must):
        joined = where[a] | where[b]
        if not any(x in joined and y in joined and where[x] != where[y] for x, y in cannot):
            where |= dict.fromkeys(joined, joined)
    return sorted((sorted(g) for g in set(where.values())), key=lambda g: g[0])


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
    held = _hold(told, groups, decided, existing)
    if held.must or held.cannot:
        groups = group(board, held.must, held.cannot)
    weights = weights or load_weights()
    told_in = {e.doc_id for e in board.told}
    gone = decided.withdrawn.keys()
    unread = [d for d in docs.values() if d.id not in told_in and not {d.id, d.key, d.source.name} & gone]
    hung = hang_unread(unread, board.cols, board.texts, groups, origin_of, board.background, weights, gazetteer)
    return _assemble(board, groups, hung, docs, origin_of, decided, held.named, mission, weights)


def _founder(told: Sequence[Episode], docs: Mapping[str, Document]) -> Claim:
    """The claim that names an incident: of the earliest report, one that is not recalled before one that is."""

    def age(e: Episode) -> tuple[object, ...]:
        doc = docs.get(e.doc_id)
        return (e.recalled, (doc.published if doc else None) or "9999", e.doc_id, e.id)

    return min(told, key=age).claims[0]


def name_groups(
    groups: Sequence[Sequence[Episode]], docs: Mapping[str, Document], named: Sequence[tuple[str, tuple[str, ...]]]
) -> list[tuple[str, tuple[str, ...]]]:
    """An id for every group, and the ids of older incidents that it swallowed. `named` has the oldest first."""
    holder = {c: k for k, (_, claim_ids) in enumerate(named) for c in claim_ids}
    inside = [Counter(holder[c.id] for e in members for c in e.claims if c.id in holder) for members in groups]
    holding: dict[int, list[int]] = defaultdict(list)
    for g, held in enumerate(inside):
        for k in held:
            holding[k].append(g)
    taken: dict[int, int] = {}
    swallowed: dict[int, list[str]] = defaultdict(list)
    for k in sorted(holding):
        best = min(holding[k], key=lambda g: (-inside[g][k], min(c.id for e in groups[g] for c in e.claims)))
        if best in taken:
            swallowed[best].append(named[k][0])
        else:
            taken[best] = k
    used = {name for name, _ in named}
    names = []
    for g, members in enumerate(groups):
        name = named[taken[g]][0] if g in taken else incident_id(_founder(members, docs).id)
        spare = sorted(c.id for e in members for c in e.claims)
        while g not in taken and name in used:
            name = incident_id(spare.pop(0)) if spare else content_id("inc", name)
        used.add(name)
        names.append((name, tuple(swallowed[g])))
    return names


def _tree(rows: Sequence[int], weights: Mapping[tuple[int, int], int], board: Board) -> list[int]:
    """Indices of the pairs that tie an incident's episodes together most strongly, one fewer than episodes."""
    order = sorted(weights.items(), key=lambda kv: (-board.weight[kv[1]], kv[0]))
    parent = {r: r for r in rows}

    def root(x: int) -> int:
        while parent[x] != x:
            x = parent[x]
        return x

    kept = []
    for (a, b), index in order:
        if root(a) != root(b):
            parent[root(a)] = root(b)
            kept.append(index)
    return kept


def _features(board: Board, index: int, docs: Mapping[str, Document], weights: Weights) -> tuple[Feature, ...]:
    a, b = board.told[board.left[index]], board.told[board.right[index]]
    out = [Feature("prior", "", "", weights.prior)]
    for name, level in board.levels.items():
        at = int(level[index])
        if (weight := weights.bits[name][at]) != 0 or weights.levels[name][at] not in (
            "not stated",
            "other",
            "harm",
            "not compared",
        ):
            says = weights.levels[name][at]
            out.append(Feature(f"{name}: {says}", describe(name, a, docs), describe(name, b, docs), weight))
    return tuple(out)


def _assemble(
    board: Board,
    groups: Sequence[Sequence[int]],
    hung: Sequence[Hung],
    docs: Mapping[str, Document],
    origin_of: Mapping[str, str],
    decided: Constraints,
    named: Sequence[tuple[str, tuple[str, ...]]],
    mission: Mission | None,
    weights: Weights,
) -> list[Incident]:
    pair_at: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    group_of = {row: g for g, rows in enumerate(groups) for row in rows}
    for index, (a, b) in enumerate(zip(board.left.tolist(), board.right.tolist(), strict=True)):
        if group_of[a] == group_of[b]:
            pair_at[group_of[a]][(a, b)] = index
    members = [[board.told[r] for r in rows] for rows in groups]
    names = name_groups(members, docs, named)
    out = []
    for g, rows in enumerate(groups):
        name, swallowed = names[g]
        links = [
            Link(
                board.told[board.left[i]].claims[0].id,
                board.told[board.right[i]].claims[0].id,
                round(float(board.weight[i]), 2),
                _features(board, i, docs, weights),
            )
            for i in _tree(rows, pair_at[g], board)
        ]
        links += [_decided_link(pair, by) for pair, by in sorted(decided.merged.items()) if name in pair]
        links += [Link(old, name, 0.0, (Feature("bridged by later reports", old, name, 0.0),)) for old in swallowed]
        silent = [h for h in hung if h.group == g]
        links += [_hung_link(h, board, docs, weights) for h in silent]
        doc_ids = [h.doc_id for h in silent]
        out.append(_incident(name, members[g], links, doc_ids, docs, origin_of, decided, mission))
    return sorted(out, key=lambda i: (i.when.earliest.isoformat() if i.when else "9999", i.id))


def _decided_link(pair: tuple[str, str], by: str) -> Link:
    return Link(pair[0], pair[1], 0.0, (Feature("merged by a person", pair[0], pair[1], 0.0),), by)


def _incident(
    name: str,
    told: Sequence[Episode],
    links: list[Link],
    silent: Sequence[str],
    docs: Mapping[str, Document],
    origin_of: Mapping[str, str],
    decided: Constraints,
    mission: Mission | None,
) -> Incident:
    def age(e: Episode) -> tuple[object, ...]:
        doc = docs.get(e.doc_id)
        return ((doc.published if doc else None) or "9999", e.doc_id, e.id)

    ordered = sorted(told, key=age)
    live = [e for e in ordered if not e.recalled] or ordered
    claims = [c for e in live for c in e.claims]
    recalled = [c for e in ordered if e not in live for c in e.claims]
    every = [*claims, *recalled]
    kind, when, place = kind_of(every), best_when(live) or best_when(ordered), best_place(live) or best_place(ordered)
    modes = Counter(c.statement.mode for c in every if isinstance(c.statement, Attack))
    about: dict[str, float] = defaultdict(float)
    for episode in ordered:
        about[episode.doc_id] += episode.about
    about |= dict.fromkeys(silent, 1.0)
    doc_ids = tuple(dict.fromkeys([*(e.doc_id for e in ordered), *silent]))
    title = title_of(every, kind, when, place)
    found = tallies(every, docs, origin_of, mission.rule if mission else "conservative")
    links += [_about_link(d, name, about[d], docs, title) for d in doc_ids]
    incident = Incident(
        id=name,
        kind=kind,
        title=title,
        claim_ids=tuple(c.id for c in claims),
        doc_ids=doc_ids,
        when=when,
        place=place,
        mode=min(modes, key=lambda m: (-modes[m], m)) if modes else None,
        actors=tuple(dict.fromkeys(c.statement.actor for c in every if isinstance(c.statement, Attack))),
        targets=tuple(
            dict.fromkeys(c.statement.target for c in every if isinstance(c.statement, Attack) and c.statement.target)
        ),
        tallies=found,
        origin_ids=tuple(dict.fromkeys(origin_of.get(d, d) for d in doc_ids)),
        recalled_ids=tuple(c.id for c in recalled),
        links=tuple(links),
        statuses=statuses(every, docs),
    )
    given, reason = grade(incident, every, docs, decided=decided.grades.get(name))
    return msgspec.structs.replace(incident, grade=given, grade_reason=reason)


def _hung_link(hung: Hung, board: Board, docs: Mapping[str, Document], weights: Weights) -> Link:
    """Why a report in which nothing was read is counted to an incident."""
    told = board.told[hung.row]
    heading = (docs[hung.doc_id].title or docs[hung.doc_id].text.split("\n", 1)[0])[:80]
    features = [Feature("prior", "", "", weights.prior)]
    for name, level in hung.levels.items():
        if (weight := weights.bits[name][level]) != 0:
            features.append(
                Feature(f"{name}: {weights.levels[name][level]}", heading, describe(name, told, docs), weight)
            )
    return Link(hung.doc_id, told.claims[0].id, hung.weight, tuple(features))


def _about_link(doc_id: str, name: str, about: float, docs: Mapping[str, Document], title: str) -> Link:
    share = min(max(about, 0.01), 0.99)
    doc = docs.get(doc_id)
    heading = (doc.title or doc.text.split("\n", 1)[0])[:80] if doc else doc_id
    weight = round(log2(share / (1 - share)), 2)
    return Link(doc_id, name, weight, (Feature(ABOUT, heading, f"{about:.0%}: {title}", weight),))


def main_incident(doc: Document, incidents: Iterable[Incident]) -> Incident | None:
    """The incident that a report is mainly about: the largest and earliest part of it; None where it is in none."""
    best: tuple[float, str] | None = None
    found: Incident | None = None
    for incident in incidents:
        for tie in incident.links:
            if tie.left == doc.id and tie.right == incident.id and (best is None or (-tie.weight, incident.id) < best):
                best, found = (-tie.weight, incident.id), incident
    return found
