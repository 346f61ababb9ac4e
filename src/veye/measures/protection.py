"""What was worn or ridden when it was hit, what is known of the round, and what the rating says of it: no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from veye.measures.basis import Basis
from veye.measures.ratings import judge, round_in
from veye.records import Casualty, Claim, Equipment, EquipmentType, Figure, Span, fold

COMPONENT = {
    "helmet pierced": "helmet",
    "body armour pierced": "body armour",
    "armoured vehicle penetrated": "vehicle",
    "armoured vehicle struck": "vehicle",
}
CLASS = {"helmet": "helmet", "body_armour": "body armour", "armoured_vehicle": "vehicle"}
NOT_A_DEFECT = (
    "Helmets in service are rated for handgun rounds and fragments: "
    "a rifle round through one is not by itself a defect."
)

NO_PROOF = "Not tested means that the level has no test with that round, not that it could not stop it."
AS_NEW = "Tested means: as new it stops that round in its test; range, angle, age and earlier hits are not known."


class Hit(msgspec.Struct, frozen=True):
    """One component hit in one happening: which, how many, on what, by what, and what the rating says."""

    component: str
    day: str
    count: int
    pierced: bool
    item: str
    rating: str
    round: str
    verdict: str
    reason: str
    claim_ids: tuple[str, ...]
    incident_id: str | None


def figures(basis: Basis) -> list[Figure]:
    """Hits on protection one by one (sensitive), how many by a tested, untested or unknown round, and those pierced."""
    hits = [_hit(basis, component, told) for component, told in basis.happenings(_claims(basis), component_of)]
    verdicts = [_verdict(basis, hits, v) for v in ("tested", "not tested", "unknown")]
    return [_table(basis, hits), *verdicts, _pierced_ones(basis, hits)]


def _inputs(hits: list[Hit]) -> dict[str, Any]:
    return {
        "claims": [i for h in hits for i in h.claim_ids],
        "incidents": [h.incident_id for h in hits if h.incident_id],
    }


def _table(basis: Basis, hits: list[Hit]) -> Figure:
    formula = "one a component and happening, each answered tested, not tested or unknown within its own standard"
    blank = basis.blank("protection", "hits", "Reported hits on worn or vehicle protection", "hits", formula)
    notes = []
    if any(h.component == "helmet" for h in hits):
        notes.append(NOT_A_DEFECT)
    if any(h.verdict == "tested" for h in hits):
        notes.append(AS_NEW)
    if any(h.verdict == "not tested" for h in hits):
        notes.append(NO_PROOF)
    if not hits:
        notes.append("No report held here tells of a hit on armour or a helmet of the mission.")
    return blank.counted(
        sum(h.count for h in hits), sensitive=True, notes=tuple(notes), **_inputs(hits),
        columns=("date", "component", "worn or ridden", "rating", "reported round", "rated for it?", "why", "incident"),
        rows=tuple(
            (h.day, h.component, h.item, h.rating, h.round, h.verdict, h.reason, h.incident_id or "") for h in hits
        ),
    )  # fmt: skip


def _verdict(basis: Basis, hits: list[Hit], verdict: str) -> Figure:
    name, label = verdict.replace(" ", "_"), f"Hits by a round that the rating answers as {verdict}"
    formula = f"hits whose round against the rating of the component is: {verdict}"
    blank = basis.blank("protection", name, label, "hits", formula, (("verdict", verdict),))
    mine = [h for h in hits if h.verdict == verdict]
    counts = tuple(sorted(Counter(h.component for h in mine).items()))
    return blank.counted(sum(h.count for h in mine), **_inputs(mine), columns=("component", "happenings"), rows=counts)


def _pierced_ones(basis: Basis, hits: list[Hit]) -> Figure:
    label, formula = "Reported cases of a round passing through protection", "hits that reports say went through"
    blank = basis.blank("protection", "pierced", label, "cases", formula, (("pierced", "yes"),))
    mine = [h for h in hits if h.pierced]
    note = "Whether the protection should have stopped the round is another question: see what its rating says."
    return blank.counted(sum(h.count for h in mine), sensitive=True, notes=(note,), **_inputs(mine))


def component_of(claim: Claim) -> str:
    """The component that a claim tells was hit; empty where it tells of none."""
    said = claim.statement
    if isinstance(said, Casualty):
        return COMPONENT.get(said.gear or "", "")
    if isinstance(said, Equipment) and said.event in ("failed", "damaged") and said.item_class in CLASS:
        shot = fold(f"{said.reason or ''} {said.item}")
        words = (
            "pierc",
            "penetrat",
            "bullet",
            "perc",
            "balle",
            "transperc",
            "bala",
            "perfor",
            "bal ",
            "gunfire",
            "shot",
        )
        return CLASS[said.item_class] if any(w in f"{shot} " for w in words) else ""
    return ""


def _claims(basis: Basis) -> Iterable[Claim]:
    for claim in [*basis.of(Casualty), *basis.of(Equipment)]:
        said = claim.statement
        theirs = isinstance(said, Casualty) and said.who not in ("mission", "unknown")
        theirs |= isinstance(said, Equipment) and basis.names.owned_by_mission(said.owner) is False
        if not theirs and component_of(claim) and not claim.flags.cumulative:
            yield claim


def _hit(basis: Basis, component: str, told: list[Claim]) -> Hit:
    incident = basis.incident_of.get(told[0].id)
    day = basis.day_of(told[0])
    when = (incident.when.iso() if incident and incident.when else None) or (day.isoformat() if day else "no date")
    kit = _equipment(basis, component, told)
    item = kit.name if kit else next((c.statement.item for c in told if isinstance(c.statement, Equipment)), component)
    round_ = round_in(" ".join(_texts(told)))
    verdict, reason = judge(kit.rating if kit else None, component, round_, standards=basis.standards)
    pierced = any(_pierced(c) for c in told)
    counts: Counter[tuple[str, str]] = Counter()
    for claim in told:
        said = claim.statement
        assert isinstance(said, Casualty | Equipment)
        counts[claim.doc_id, claim.type] += said.count.best or 1
    return Hit(
        component,
        when,
        max(counts.values()),
        pierced,
        item if kit else f"{item}, model not reported",
        (kit.rating if kit else None) or "not public",
        round_.calibre or "calibre not reported",
        verdict,
        reason,
        tuple(sorted(c.id for c in told)),
        incident.id if incident else None,
    )


def _pierced(claim: Claim) -> bool:
    said = claim.statement
    return isinstance(said, Equipment) or (isinstance(said, Casualty) and said.gear != "armoured vehicle struck")


def _equipment(basis: Basis, component: str, told: list[Claim]) -> EquipmentType | None:
    """The profile's type that the claims name: None where they name none, or more than one."""
    words = " " + fold(" ".join(_texts(told))) + " "
    named = [
        kit
        for kit in basis.mission.equipment
        if CLASS.get(kit.item_class) == component and any(f" {fold(n)} " in words for n in (kit.name, *kit.aliases))
    ]
    return named[0] if len(named) == 1 else None


def _texts(told: Iterable[Claim]) -> Iterable[str]:
    for claim in told:
        if isinstance(claim.statement, Equipment):
            yield f"{claim.statement.item} {claim.statement.reason or ''}"
        yield from (e.quote if isinstance(e, Span) else " ".join(v for _, v in e.cells) for e in claim.evidence)
