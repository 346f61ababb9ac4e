"""What a comparison of options leaves behind: plain records that a ledger can keep."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

BANDS = (0.025, 0.1, 0.5, 0.9, 0.975)

OUTCOMES = {
    "fit": ("mean_fit", "Fit personnel, mean over the time", "persons", "up"),
    "fit_at_end": ("end_fit", "Fit personnel on the last day", "persons", "up"),
    "ready": ("mean_ready", "Ready vehicles, mean over the time", "vehicles", "up"),
    "ready_at_end": ("end_ready", "Ready vehicles on the last day", "vehicles", "up"),
    "deaths": ("deaths", "Deaths of members, all causes", "persons", "down"),
    "deaths_hostile": ("deaths_hostile", "Deaths by hostile action", "persons", "down"),
    "wounded": ("wounded", "Wounded by hostile action", "persons", "down"),
    "injured": ("injured", "Hurt by accident or illness", "persons", "down"),
    "evacuations": ("evacuations", "Evacuated abroad", "persons", "down"),
    "vehicles_lost": ("vehicles_lost", "Vehicles lost", "vehicles", "down"),
    "patrols": ("patrols", "Patrols in all", "patrols", "up"),
    "days_below": ("days_below", "Days with fewer patrols than the threshold", "days", "down"),
    "cash_out_day": ("cash_out_day", "Day on which costs first go unpaid", "day", "up"),
}
"""name -> (what the engine calls it, label, unit, which way is better)."""


class Spread(msgspec.Struct, frozen=True):
    """A distribution by its median, its mean, and its 80 and 95 % intervals.

    None where that share of the runs lies beyond the time simulated (a day on which money runs out). `within` is the
    share of runs in which it happens at all, None where that is no question.
    """

    median: float | None
    mean: float | None
    low80: float | None
    high80: float | None
    low95: float | None
    high95: float | None
    within: float | None = None


class Outcome(msgspec.Struct, frozen=True):
    """One outcome of one option."""

    name: str
    label: str
    unit: str
    better: str
    spread: Spread


class Difference(msgspec.Struct, frozen=True):
    """An option less the reference, run by run on the same random numbers.

    `better` is the share of runs in which the option is better, `same` in which there is no difference.
    """

    option: str
    outcome: str
    spread: Spread
    better: float
    same: float


class Fan(msgspec.Struct, frozen=True):
    """Daily bands for a plot: per day the values at `bands`."""

    series: str
    bands: tuple[float, ...]
    values: list[list[float]]


class OptionRun(msgspec.Struct, frozen=True):
    """One option's results. `starts` are days: lower end, median and upper end of 95 %.

    `changes` are rows: name, label, and distribution before and after."""

    option: str
    title: str
    about: str
    starts: tuple[float, float, float]
    changes: tuple[tuple[str, str, str, str], ...]
    outcomes: tuple[Outcome, ...]
    fans: tuple[Fan, ...]

    def outcome(self, name: str) -> Outcome:
        """The outcome of that name."""
        return next(o for o in self.outcomes if o.name == name)


class ScenarioRun(msgspec.Struct, frozen=True):
    """A comparison of options. `id` addresses model, seed, input and setting: the same id means the same numbers."""

    id: str
    mission: str
    on: date
    model: str
    seed: int
    replicates: int
    days: int
    dt: float
    threshold: float
    input_digest: str
    money_followed: bool
    currency: str
    reference: str
    options: tuple[OptionRun, ...]
    differences: tuple[Difference, ...]
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str, str, str], ...]
    deciding: dict[str, Any] | None = None

    def run_of(self, option: str) -> OptionRun:
        """The results of one option."""
        return next(o for o in self.options if o.option == option)

    def difference(self, option: str, outcome: str) -> Difference:
        """One option's difference from the reference."""
        return next(d for d in self.differences if (d.option, d.outcome) == (option, outcome))
