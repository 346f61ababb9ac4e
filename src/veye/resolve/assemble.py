"""Groups of episodes to incident records, with the links that explain them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import log2

import msgspec

from veye.records import Attack, Document, Feature, Incident, Link, Mission
from veye.resolve.board import Board
from veye.resolve.decisions import Constraints
from veye.resolve.describe import describe
from veye.resolve.episodes import Episode
from veye.resolve.grades import grade
from veye.resolve.incidents import best_place, best_when, kind_of, statuses, tallies, title_of
from veye.resolve.naming import Held, name_groups
from veye.resolve.unread import Hung
from veye.resolve.weights import Weights

ABOUT = "share of the report"
MAINLY, LEAST_MATES, MATES_BITS = 0.4, 3, 1.0
"""Three reports of one origin that give an attack two fifths or more weigh one bit for what a fourth is about."""


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


def assemble(
    board: Board,
    groups: Sequence[Sequence[int]],
    hung: Sequence[Hung],
    docs: Mapping[str, Document],
    origin_of: Mapping[str, str],
    decided: Constraints,
    held: Held,
    mission: Mission | None,
    weights: Weights,
) -> list[Incident]:
    pair_at: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    group_of = {row: g for g, rows in enumerate(groups) for row in rows}
    for index, (a, b) in enumerate(zip(board.left.tolist(), board.right.tolist(), strict=True)):
        if group_of[a] == group_of[b]:
            pair_at[group_of[a]][(a, b)] = index
    members = [[board.told[r] for r in rows] for rows in groups]
    names = name_groups(members, docs, held.named, held.retired)
    out = []
    for g, rows in enumerate(groups):
        if all(e.denied for e in members[g]):
            continue
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
    harmed = any(e.family == "harm" for e in ordered)
    first_told = _first_told(ordered, docs) if harmed else None
    when = best_when(live, first_told) or best_when(ordered, first_told)
    kind, place = kind_of(every), best_place(live) or best_place(ordered)
    modes = Counter(c.statement.mode for c in every if isinstance(c.statement, Attack))
    about: dict[str, float] = defaultdict(float)
    for episode in ordered:
        about[episode.doc_id] += episode.about
    about |= dict.fromkeys(silent, 1.0)
    doc_ids = tuple(dict.fromkeys([*(e.doc_id for e in ordered), *silent]))
    title = title_of(every, kind, when, place)
    found = tallies(every, docs, origin_of, mission.rule if mission else "conservative")
    mates = Counter(origin_of.get(d, d) for d in doc_ids if harmed and about[d] >= MAINLY)
    links += [_about_link(d, name, about[d], mates[origin_of.get(d, d)], docs, title) for d in doc_ids if about[d] > 0]
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


def _first_told(told: Sequence[Episode], docs: Mapping[str, Document]) -> date | None:
    """The day after the first report that states its day: harm that it tells happened no later, in any time zone."""
    dated = [d for e in told if (d := docs.get(e.doc_id)) and d.published and len(d.published) >= 10]
    first = min((d.published_day for d in dated if d.published_day), default=None)
    return first + timedelta(days=1) if first else None


def _about_link(doc_id: str, name: str, about: float, mates: int, docs: Mapping[str, Document], title: str) -> Link:
    """How much of a report an incident makes up; a little more where its origin is mainly about it too.

    `mates` are the reports of its origin that are: a rewrite that dwells on something else tells the same story still.
    """
    share = min(max(about, 0.01), 0.99)
    doc = docs.get(doc_id)
    heading = (doc.title or doc.text.split("\n", 1)[0])[:80] if doc else doc_id
    weight = round(log2(share / (1 - share)), 2)
    features = [Feature(ABOUT, heading, f"{about:.0%}: {title}", weight)]
    if mates >= LEAST_MATES:
        features.append(Feature("its origin is about it", heading, f"{mates} reports", MATES_BITS))
    return Link(doc_id, name, round(sum(f.weight for f in features), 2), tuple(features))
