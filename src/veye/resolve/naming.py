"""Ids that stay: what founds an incident names it, and what exists keeps its name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

import msgspec

from veye.records import Claim, Document, Incident, content_id
from veye.resolve.decisions import Constraints
from veye.resolve.episodes import Episode


class Held(msgspec.Struct, frozen=True):
    """Decisions as pairs of rows, and the incidents whose names are spoken for: id and the claims that bear it."""

    must: list[tuple[int, int]]
    cannot: list[tuple[int, int]]
    named: list[tuple[str, tuple[str, ...]]]
    retired: frozenset[str] = frozenset()


def hold(
    told: Sequence[Episode],
    groups: Sequence[Sequence[int]],
    decided: Constraints,
    existing: Iterable[tuple[str, Sequence[str]]],
    retired: Iterable[tuple[str, Sequence[str]]] = (),
) -> Held:
    """What decisions ask of the episodes. `groups` is what the evidence alone says: it tells what a split leaves.

    `existing` are incident ids with the claims that bear them, the oldest first; `retired` those that are no more.
    """
    of_claim = {c.id: i for i, e in enumerate(told) for c in e.claims}
    founder = {incident_id(c): c for c in of_claim}
    group_of = {row: g for g in groups for row in g}
    past = list(retired)
    named = {name: tuple(c for c in claims if c in of_claim) for name, claims in (*existing, *past)}

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
    return Held(ordered[0], ordered[1], list(named.items()), frozenset(name for name, _ in past))


def bears(incident: Incident) -> tuple[str, tuple[str, ...]]:
    """An incident's id and the claims that bear it."""
    return incident.id, (*incident.claim_ids, *incident.recalled_ids)


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
    groups: Sequence[Sequence[Episode]],
    docs: Mapping[str, Document],
    named: Sequence[tuple[str, tuple[str, ...]]],
    retired: Container[str] = (),
) -> list[tuple[str, tuple[str, ...]]]:
    """An id for every group, and the ids of older incidents that it swallowed. `named` has the oldest first.

    An id stays with the group that holds most of its claims, those first that no other id bore before. One that is
    `retired` comes back only where no id in use stays: what was merged and parts again has its own id again.
    """
    at = {c.id: g for g, members in enumerate(groups) for e in members for c in e.claims}
    first = [min(c.id for e in members for c in e.claims) for members in groups]
    lent = {c for name, claim_ids in named if name in retired for c in claim_ids}
    taken: dict[int, str] = {}
    swallowed: dict[int, list[str]] = defaultdict(list)
    for name, claim_ids in sorted(named, key=lambda n: n[0] in retired):
        inside = Counter(at[c] for c in claim_ids if c in at)
        own = Counter(at[c] for c in claim_ids if c in at and c not in lent)
        ranked = sorted(inside, key=lambda g: (-own[g], -inside[g], first[g]))
        free = [g for g in ranked if g not in taken] if name in retired else ranked[:1]
        for g in free[:1] or ranked[:1]:
            if g in taken:
                swallowed[g].append(name)
            else:
                taken[g] = name
    used = {name for name, _ in named}
    names = []
    for g, members in enumerate(groups):
        name = taken.get(g) or incident_id(_founder(members, docs).id)
        spare = sorted(c.id for e in members for c in e.claims)
        while g not in taken and name in used:
            name = incident_id(spare.pop(0)) if spare else content_id("inc", name)
        used.add(name)
        names.append((name, tuple(sorted(swallowed[g]))))
    return names
