"""Claims about one real happening, with every reported number kept beside the reconciled one."""

from __future__ import annotations

from typing import Literal

import msgspec

from veye.records.count import Count
from veye.records.place import PlaceMention
from veye.records.when import When

ReconcileRule = Literal["conservative", "latest_official", "majority_of_origins", "hierarchy", "pooled"]
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]


class Feature(msgspec.Struct, frozen=True):
    """One reason for or against a link: what was compared, the two values, and its weight in bits (log2)."""

    name: str
    left: str
    right: str
    weight: float


class Link(msgspec.Struct, frozen=True):
    """Two claims or documents tied to one incident, and why. `weight` is the sum of the features' weights, in bits.

    `decided_by` is the decision that fixed the link, where an analyst did.
    """

    left: str
    right: str
    weight: float
    features: tuple[Feature, ...] = ()
    decided_by: str | None = None


class ReportedValue(msgspec.Struct, frozen=True):
    """One reported number: which claim, from which origin, said by whom, when published (ISO prefix or None)."""

    claim_id: str
    doc_id: str
    origin_id: str
    count: Count
    said_by: str | None = None
    official: bool = False
    published: str | None = None
    hedged: bool = False


class Tally(msgspec.Struct, frozen=True):
    """One group's toll or item count in an incident: low, best, high by a named rule, over all reported values.

    `what` is an outcome or equipment event, `who` the group or item class. `contested` is true where values from
    different origins, or from one origin at odds with itself, cannot all be right.
    """

    what: str
    who: str
    low: int | None
    best: int | None
    high: int | None
    rule: ReconcileRule
    values: tuple[ReportedValue, ...]
    contested: bool = False


class StatusStep(msgspec.Struct, frozen=True):
    """One step of a casualty through its states: which state, stated by which claim, when (ISO prefix)."""

    state: str
    claim_id: str
    at: str | None
    hedged: bool = False


class Incident(msgspec.Struct, frozen=True):
    """One real happening. `id` is stable: it never changes when claims join.

    `kind` is attack, accident, evacuation, equipment, arrival, departure, funding, displacement, milestone or
    other. `claim_ids` are in order of joining; `recalled_ids` are claims that recall it later. `title` is a short
    neutral description without names of persons.
    """

    id: str
    kind: str
    title: str
    claim_ids: tuple[str, ...]
    doc_ids: tuple[str, ...]
    when: When | None = None
    place: PlaceMention | None = None
    mode: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    tallies: tuple[Tally, ...] = ()
    grade: Grade = "weak"
    grade_reason: str = ""
    origin_ids: tuple[str, ...] = ()
    recalled_ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    statuses: tuple[StatusStep, ...] = ()

    def tally(self, what: str, who: str) -> Tally | None:
        """The tally of that outcome or event for that group; None where nothing was reported."""
        return next((t for t in self.tallies if (t.what, t.who) == (what, who)), None)
