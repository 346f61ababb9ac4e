"""A derived number that never travels alone: interval, method and inputs go with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from veye.records.ids import content_id


class Figure(msgspec.Struct, frozen=True):
    """One derived number, or a refusal to derive it.

    `measure` is the module that made it ("casualties"), `name` what it is within it ("death_rate"), `label` how a
    reader would call it. `value`, `low` and `high` are in `unit`; `interval` says what low to high means ("95 %
    exact Poisson", "lowest and highest reported"). A refused figure has `refused` set to the reason and no value.
    `claim_ids` are all claims it rests on, `weakest` the claim whose evidence is weakest. `rows` is a small table
    for display, `notes` are sentences that must be shown with the number, `sensitive` marks what may not leave
    the internal release level except as a count.
    """

    id: str
    measure: str
    name: str
    label: str
    unit: str
    method: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str | None = None
    on: date | None = None
    claim_ids: tuple[str, ...] = ()
    incident_ids: tuple[str, ...] = ()
    weakest: str | None = None
    refused: str | None = None
    contested: bool = False
    sensitive: bool = False
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def make(cls, measure: str, name: str, *, label: str, unit: str, method: str, **rest: Any) -> Figure:
        """A figure whose id addresses the measure, its name, parameters, day and inputs."""
        figure_id = content_id(
            "fig",
            measure,
            name,
            rest.get("params", ()),
            rest.get("on"),
            sorted(rest.get("claim_ids", ())),
            sorted(rest.get("incident_ids", ())),
        )
        return cls(figure_id, measure, name, label, unit, method, **rest)
