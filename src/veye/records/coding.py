"""Claims as the field's coding sheets have them: nine types, and no number that a text does not print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from veye.records.claim import Claim, flat

SHEET_TYPES = frozenset(
    ("casualty", "equipment", "evacuation", "strength", "attack", "displacement", "funding", "control", "milestone")
)
SHEET_OUTCOMES = frozenset(("killed", "wounded", "missing", "abducted"))


def on_sheet(row: Mapping[str, Any]) -> bool:
    """Whether coding sheets have a word for a flat claim: they hold no pay, and no count of two outcomes together."""
    return row["type"] in SHEET_TYPES and (row["type"] != "casualty" or row["outcome"] in SHEET_OUTCOMES)


def coded(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """The flat claims that coders would write down, in order.

    Left out are numbers worked out from others (`derived_from`) and what the sheets have no word for (`on_sheet`): a
    scorer that knows the sheets alone would count it as wrong.
    """
    rows = [flat(c) for c in claims if not getattr(c.statement, "derived_from", None)]
    return [row for row in rows if on_sheet(row)]
