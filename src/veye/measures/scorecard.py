"""Effectiveness apart from sustainability: each indicator with its range, trend, age and grade, and no single score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from veye.measures import casualties, displacement, force, funding, harm
from veye.measures.basis import Basis
from veye.measures.words import number, span
from veye.records import Figure

BACK_DAYS = 90
COLUMNS = ("indicator", "value", "range", "unit", f"{BACK_DAYS} days before", "trend", "data age, days", "grade")
Names = tuple[tuple[str, str], ...]
EFFECTIVENESS: Names = (
    ("harm", "killed_by_armed_groups"),
    ("harm", "killed_by_security_forces"),
    ("harm", "published_killed"),
    ("harm", "published_abducted"),
    ("displacement", "stock"),
)
SUSTAINABILITY: Names = (
    ("force", "deployed"),
    ("force", "fill_rate"),
    ("casualties", "death_rate_hostile"),
    ("casualties", "killed"),
    ("readiness", "armoured_vehicle_readiness"),
    ("evacuation", "on_time"),
    ("funding", "requirement_coverage"),
    ("funding", "conversion"),
    ("funding", "concentration"),
    ("funding", "runway"),
    ("milestones", "mandate_end"),
)
NEWEST_SERIES = {"published_killed": 3, "published_abducted": 2, "stock": 3}  # as many, one a series
TOLD_BEFORE: tuple[Callable[[Basis], list[Figure]], ...] = (
    force.figures,
    casualties.figures,
    funding.figures,
    displacement.figures,
    harm.figures,
)


class Indicator(msgspec.Struct, frozen=True):
    """One line of the scorecard: the figure now, and the same figure some months before."""

    now: Figure
    before: Figure | None


def figures(basis: Basis, made: Sequence[Figure]) -> list[Figure]:
    """Two tables over the figures already made: is it effective, can it be sustained."""
    earlier = basis.at(basis.on - timedelta(days=BACK_DAYS))
    before = {(f.measure, f.name, f.params): f for measure in TOLD_BEFORE for f in measure(earlier)}
    return [
        _table(basis, "effectiveness", "Is it effective?", EFFECTIVENESS, made, before),
        _table(basis, "sustainability", "Can it be sustained?", SUSTAINABILITY, made, before),
    ]


def grade(basis: Basis, figure: Figure) -> str:
    """Contested; confirmed (three origins or more that do not hedge); fair (two); weak (one); or what stands for it."""
    if figure.contested:
        return "contested"
    known = [basis.claim[i] for i in figure.claim_ids if i in basis.claim]
    if not known:
        return "profile" if figure.value else "no reports"
    origins = {basis.origin_of.get(c.doc_id, c.doc_id) for c in known if not c.flags.hedged}
    return {0: "weak", 1: "weak", 2: "fair"}.get(len(origins), "confirmed")


def _table(
    basis: Basis, name: str, label: str, wanted: Names, made: Sequence[Figure], before: Mapping[Any, Figure]
) -> Figure:
    every: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in made:
        every[figure.measure, figure.name].append(figure)
    found = [f for key in wanted for f in _newest(basis, every[key], NEWEST_SERIES.get(key[1]))]
    lines = [Indicator(f, before.get((f.measure, f.name, f.params))) for f in found]
    known = sum(i.now.refused is None for i in lines)
    missing = [f"{i.now.label}: {i.now.refused}" for i in lines if i.now.refused]
    formula = "figures side by side, each with range, trend, age and grade; no score is computed over them"
    return basis.blank("scorecard", name, f"{label} Indicators with data", "indicators", formula).filled(
        known, float(known), float(len(lines)), interval="with data, to all",
        claims=[c for i in lines for c in i.now.claim_ids], incidents=[c for i in lines for c in i.now.incident_ids],
        contested=any(i.now.contested for i in lines), columns=COLUMNS, rows=tuple(_row(basis, i) for i in lines),
        notes=("A trend does not say what caused it.", *(f"Not known. {m}." for m in missing)),
    )  # fmt: skip


def _newest(basis: Basis, same: Sequence[Figure], series: int | None) -> list[Figure]:
    """The first of the figures, or of several series those with the newest data, those of one cause alone last."""
    if series is None:
        return list(same[:1])
    ages = {f.id: basis.age_days(f.claim_ids) for f in same}
    far = 10**6
    return sorted(
        same, key=lambda f: ("cause" in dict(f.params), a if (a := ages[f.id]) is not None else far, f.label)
    )[:series]


def _row(basis: Basis, line: Indicator) -> tuple[object, ...]:
    now, before = line.now, line.before
    told = "" if now.refused else grade(basis, now)
    if now.refused or told == "no reports":  # nought would be read as "none"
        return (now.label, "not known", "", now.unit, "", "", "", told)
    was = before.value if before and before.refused is None else None
    age = basis.age_days(now.claim_ids)
    return (
        now.label,
        number(now.value),
        span(now.low, now.value, now.high),
        now.unit,
        number(was) if was is not None else "not known",
        trend(now, before),
        age if age is not None else "",
        told,
    )


def trend(now: Figure, before: Figure | None) -> str:
    """ "up", "down", "same", or "within range" where the two ranges overlap; empty where either is missing."""
    if before is None or now.value is None or before.value is None:
        return ""
    if now.value == before.value:
        return "same"
    word = "up" if now.value > before.value else "down"
    apart = (now.low or 0) > (before.high if before.high is not None else before.value) or (
        now.high if now.high is not None else now.value
    ) < (before.low or 0)
    return word if apart else f"{word}, within range"
