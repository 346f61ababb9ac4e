"""Measures: claims and incidents in, figures out. One small module a measure, each with a card in docs/measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from veye.measures import (
    casualties,
    control,
    coverage,
    displacement,
    evacuation,
    force,
    funding,
    harm,
    milestones,
    nowcast,
    protection,
    readiness,
    scorecard,
    sustainment,
)
from veye.measures.basis import Basis
from veye.measures.kept_series import series
from veye.measures.why import why
from veye.records import Claim, Document, Figure, Incident, Mission, Origin

__all__ = ["MEASURES", "measure", "series", "trace", "why"]

MEASURES: dict[str, Callable[[Basis], list[Figure]]] = {
    "force": force.figures,
    "casualties": casualties.figures,
    "protection": protection.figures,
    "readiness": readiness.figures,
    "sustainment": sustainment.figures,
    "evacuation": evacuation.figures,
    "funding": funding.figures,
    "displacement": displacement.figures,
    "harm": harm.figures,
    "control": control.figures,
    "milestones": milestones.figures,
    "coverage": coverage.figures,
    "nowcast": nowcast.figures,
}


def measure(
    claims: Iterable[Claim],
    incidents: Iterable[Incident],
    documents: Iterable[Document],
    origins: Iterable[Origin],
    mission: Mission,
    *,
    on: date,
    standards: Sequence[Mapping[str, Any]] = (),
    rules: Sequence[Mapping[str, Any]] = (),
) -> list[Figure]:
    """Every figure on a day: each measure's in the order of `MEASURES`, then the scorecard's two tables.

    The order of the inputs does not matter. A measure that its inputs do not support gives a figure with `refused`
    set. `standards` are rows of protection levels (columns used: standard, edition, level, component, threat),
    `rules` rows of dated thresholds (columns used: id, name, value, unit, source, verified; and for stated
    exchange rates id = "exchange_rate", from, to, value, date, source).
    """
    basis = Basis(claims, incidents, documents, origins, mission, on=on, standards=standards, rules=rules)
    made = [figure for figures in MEASURES.values() for figure in figures(basis)]
    return [*made, *scorecard.figures(basis, made)]


def trace(figure: Figure) -> tuple[str, ...]:
    """The ids of all claims a figure rests on; what to read again when one of them is withdrawn."""
    return figure.claim_ids
