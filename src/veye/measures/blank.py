"""A figure before its value: what it is called and how it is made; then filled, counted or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from veye.measures.observations import Spread
from veye.records import Figure

REPORTED = "lowest and highest reported"


class Blank(msgspec.Struct, frozen=True):
    """The constant part of a figure. `make` gives it its day, its inputs' order and its weakest claim.

    `formula` is how the value is made, in words or symbols; `shown` adds the same with the numbers filled in.
    """

    make: Callable[..., Figure]
    measure: str
    name: str
    label: str
    unit: str
    formula: str
    params: tuple[tuple[str, str], ...] = ()

    def filled(
        self, value: float, low: float | None, high: float | None, *, interval: str, shown: str = "", **rest: Any
    ) -> Figure:
        """The figure with its value and interval; `high` None where the upper end is open."""
        method = f"{self.formula} = {shown}" if shown else self.formula
        ends = {"low": None if low is None else float(low), "high": None if high is None else float(high)}
        return self._figure(method, value=float(value), **ends, interval=interval, **rest)

    def spread(self, spread: Spread, *, interval: str = REPORTED, shown: str = "", **rest: Any) -> Figure:
        """The figure of values held side by side; contested where they cannot all be right."""
        given = {"contested": spread.contested, "claims": spread.claim_ids} | rest
        return self.filled(spread.best, spread.low, spread.high, interval=interval, shown=shown, **given)

    def counted(self, number: float, **rest: Any) -> Figure:
        """The figure of something counted in what is held: its ends are its value."""
        return self.filled(number, float(number), float(number), interval="count of those reported", **rest)

    def refused(self, reason: str, **rest: Any) -> Figure:
        """The figure without a value, and why."""
        return self._figure(self.formula, refused=reason, **rest)

    def _figure(self, method: str, **rest: Any) -> Figure:
        return self.make(
            self.measure, self.name, label=self.label, unit=self.unit, method=method, params=self.params, **rest
        )
