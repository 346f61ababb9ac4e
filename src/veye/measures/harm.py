"""Harm to civilians in incidents by who did it, security forces included; published totals stand beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from veye.measures.basis import Basis
from veye.measures.casualties import NONE_HELD, SUMS
from veye.measures.harm_published import published_figures
from veye.measures.toll import OUTCOMES, Toll, summed
from veye.measures.tolls import tolls
from veye.measures.words import span
from veye.records import Figure, Incident, fold

ARMED, FORCES, BOTH, UNKNOWN = "armed groups", "security forces", "both", "not stated"
WORDS = {
    ARMED: (
        "gang",
        "bandit",
        "bandi",
        "banda",
        "pandill",
        "armed group",
        "armed men",
        "groupe arme",
        "gwoup ame",
        "grupo armado",
        "hommes armes",
        "gunmen",
        "militia",
        "milice",
        "rebel",
        "insurgent",
        "jihadist",
    ),
    FORCES: (
        "police",
        "polis",
        "policia",
        "lapolis",
        "army",
        "armee",
        "ejercito",
        "soldier",
        "soldat",
        "military",
        "militaire",
        "security force",
        "forces de l ordre",
        "fuerzas de seguridad",
        "task force",
        "gendarm",
    ),
}
KINDS = {
    "armed_group": ARMED,
    "coalition": ARMED,
    "police": FORCES,
    "military": FORCES,
    "mission": FORCES,
    "contingent": FORCES,
    "government": FORCES,
}


def figures(basis: Basis) -> list[Figure]:
    """Civilians harmed in incidents by perpetrator; each producer's published totals; quarters against years."""
    civilians = list(tolls(basis, who=("civilian",)))
    by_whom: dict[str, list[Toll]] = defaultdict(list)
    for toll in civilians:
        by_whom[perpetrator(basis, toll.incident)].append(toll)
    killed = [_killed_by(basis, by_whom.get(who, ()), who) for who in (ARMED, FORCES, UNKNOWN)]
    return [_by_perpetrator(basis, by_whom, civilians), *killed, *published_figures(basis)]


def perpetrator(basis: Basis, incident: Incident) -> str:
    """Armed groups, security forces, both or not stated, from the incident's actors by the profile and plain words."""
    found = {k for name in incident.actors if (k := side(basis, name))}
    if len(found) > 1:
        return BOTH
    return found.pop() if found else UNKNOWN


def side(basis: Basis, name: str) -> str | None:
    """The side that an actor's name belongs to; None where neither the profile nor plain words tell."""
    kind = basis.names.kind_of(name)
    if kind in KINDS:
        return KINDS[kind]
    padded = f" {fold(name)} "
    return next((s for s, stems in reversed(WORDS.items()) if any(f" {stem}" in padded for stem in stems)), None)


def _by_perpetrator(basis: Basis, by_whom: dict[str, list[Toll]], civilians: Sequence[Toll]) -> Figure:
    formula = "incidents with a civilian toll, by who did it; sums of the lowest and highest reported per incident"
    blank = basis.blank("harm", "by_perpetrator", "Incidents with harm to civilians", "incidents", formula)
    rows = []
    for who in (ARMED, FORCES, BOTH, UNKNOWN):
        mine = by_whom.get(who, [])
        cells = (span(*summed(t for t in mine if t.outcome == o)) for o in OUTCOMES)
        rows.append((who, len({t.incident.id for t in mine}), *cells))
    incidents = {t.incident.id for t in civilians}
    return blank.counted(
        len(incidents), contested=any(t.contested for t in civilians), incidents=incidents,
        claims=[i for t in civilians for i in t.claim_ids], columns=("by whom", "incidents", *OUTCOMES),
        notes=("Nought means that no report held here tells of any, not that there was none.",), rows=tuple(rows),
    )  # fmt: skip


def _killed_by(basis: Basis, told: Sequence[Toll], who: str) -> Figure:
    name = {ARMED: "killed_by_armed_groups", FORCES: "killed_by_security_forces", UNKNOWN: "killed_by_unknown"}[who]
    label = f"Civilians killed {'by ' + who if who != UNKNOWN else 'where reports do not say by whom'}, incidents held"
    blank = basis.blank("harm", name, label, "persons", "sum over incidents of civilians killed", (("by", who),))
    mine = [t for t in told if t.outcome == "killed"]
    low, best, high = summed(mine)
    return blank.filled(
        best, low, high, interval=SUMS, contested=any(t.contested for t in mine), notes=() if mine else (NONE_HELD,),
        claims=[i for t in mine for i in t.claim_ids], incidents=[t.incident.id for t in mine],
    )  # fmt: skip
