"""What an undercount estimate says, as a figure: how many, never who."""

from __future__ import annotations

from datetime import date
from typing import Any

from veye.measures.undercount.estimate import Undercount
from veye.records import Figure

NEVER_NAMES = "an estimate of how many, never of who: it names nobody and is not split by who did it"


def figure(
    result: Undercount,
    *,
    name: str = "all_people",
    label: str = "People killed, listed or not",
    unit: str = "people",
    dependence_known: bool = False,
    on: date | None = None,
    claim_ids: tuple[str, ...] = (),
    incident_ids: tuple[str, ...] = (),
    params: tuple[tuple[str, str], ...] = (),
) -> Figure:
    """The undercount as a figure: observed, estimated at least, envelope, and each method as a row.

    `value` is the "at least", and the single estimate in its place only where the methods agree and
    `dependence_known` says that how the lists depend on each other is known from outside them.
    """
    rest: dict[str, Any] = {
        "on": on,
        "claim_ids": claim_ids,
        "incident_ids": incident_ids,
        "params": (("lists", ", ".join(result.lists)), *params),
        "columns": ("what", "point", "low", "high"),
        "sensitive": False,
    }
    rows: list[tuple[Any, ...]] = [("observed", result.observed, None, None)]
    notes = [NEVER_NAMES, *result.warnings, *result.unstable]
    if result.refused:
        rows += _rows(result)
        return Figure.make(
            "undercount",
            name,
            label=label,
            unit=unit,
            method="overlapping lists",
            refused=result.refused,
            rows=tuple(rows),
            notes=tuple(notes),
            **rest,
        )
    rows.append(("estimated at least", _whole(result.at_least), None, None))
    rows.append(("envelope", None, _whole(result.low), _whole(result.high)))
    single = dependence_known and result.value is not None
    if result.value is None and result.spread is not None:
        notes.append(
            f"no single number: the methods differ by a factor of {result.spread:.2f}, more than {result.agree:.2f}"
        )
    return Figure.make(
        "undercount",
        name,
        label=label if single else f"{label}: at least",
        unit=unit,
        method="overlapping lists: log-linear models averaged, latent classes, Chao's bound, hidden-class sensitivity",
        value=_whole(result.value if single else result.at_least),
        low=_whole(result.low),
        high=_whole(result.high),
        interval=f"envelope of {result.level:.0%} intervals of four methods",
        rows=(*rows, *_rows(result)),
        notes=tuple(notes),
        **rest,
    )


def sentence(result: Undercount, *, what: str = "deaths") -> str:
    """The undercount in one sentence of plain words."""
    lists = f"{len(result.lists)} lists hold {result.observed:,} {what}"
    if result.refused:
        return f"{lists}; how many none of them holds is not estimated: {result.refused}."
    return (
        f"{lists}; estimated {what}, listed or not, are at least {result.at_least:,.0f}, "
        f"and between {result.low:,.0f} and {result.high:,.0f} by the methods used."
    )


def _rows(result: Undercount) -> list[tuple[Any, ...]]:
    return [
        ((e.refused and f"{e.label}: {e.refused}") or e.label, *map(_whole, (e.point, e.low, e.high)))
        for e in result.estimates
    ]


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)
