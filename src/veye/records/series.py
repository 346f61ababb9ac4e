"""Quantities over time: strength, serviceable vehicles, displaced people, funds, control."""

from __future__ import annotations

import msgspec

from veye.records.count import Count
from veye.records.when import When


class Point(msgspec.Struct, frozen=True):
    """One reported value of a series. `published` (ISO prefix) orders revisions of the same date."""

    when: When | None
    value: Count
    claim_ids: tuple[str, ...]
    origin_id: str | None = None
    published: str | None = None


class Series(msgspec.Struct, frozen=True):
    """Values of one quantity of one definition. Series of different definition are never merged.

    `key` names it ("strength/total/current", "displaced/HT/stock"), `unit` is what one counts.
    """

    key: str
    unit: str
    points: tuple[Point, ...]
