"""The toll of one group in one incident, and sums of tolls."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from veye.records import Incident

OUTCOMES = ("killed", "wounded", "missing", "abducted")


class Toll(msgspec.Struct, frozen=True):
    """Low, best and high of one outcome for one group in one incident. `high` is None where it is left open.

    `disputed` counts people whose status parties tell differently: they stand between low and high here, and in the
    toll of the other status too; `counted` of them are in best. `recalled` marks a toll known from recall alone,
    `repeated` one that may tell of another incident again. `hostile` is "hostile", "not hostile" or "unknown".
    """

    incident: Incident
    outcome: str
    who: str
    low: int
    best: int
    high: int | None
    contested: bool
    hostile: str
    claim_ids: tuple[str, ...]
    disputed: int = 0
    counted: int = 0
    recalled: bool = False
    repeated: bool = False


def summed(tolls: Iterable[Toll]) -> tuple[int, int, int | None]:
    """Sums of the lows, bests and highs; the high is None where any toll leaves its own open."""
    every = list(tolls)
    highs = [t.high for t in every]
    high = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
    return sum(t.low for t in every), sum(t.best for t in every), high


def day_of(incident: Incident) -> str:
    """The incident's day or days, for a table cell."""
    if incident.when is None:
        return "no date"
    return incident.when.iso() or f"{incident.when.earliest}/{incident.when.latest}"


def place_of(incident: Incident) -> str:
    """The incident's place, for a table cell."""
    if incident.place is None:
        return "not stated"
    return incident.place.place.name if incident.place.place else incident.place.words
