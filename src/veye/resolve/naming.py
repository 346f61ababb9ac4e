"""Ids that stay: what founds an incident names it, and what exists keeps its name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from veye.records import Claim, Document, Incident, content_id
from veye.resolve.decisions import Constraints
from veye.resolve.episodes import Episode


class Held(msgspec.Struct, frozen=True):
    """Decisions as pairs of rows, and the incidents whose names are spoken for: id and the claims that bear it."""

    must: list[tuple[int, int]]
    cannot: list[tuple[int, int]]
    named: list[tuple[str, tuple[str, ...]]]


def hold(
    told: Sequence[Episode], groups: Sequence[Sequence[int]], decided: Constraints, existing: Sequence[Incident]
) -> Held:
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
    return Held(ordered[0], ordered[1], list(named.items()))


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
                            recalled=all(c.flags.backref or c.flags.denied for c in some),
                        )
                    )
            else:
                parts.append(episode)
        out = parts
    return out


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
