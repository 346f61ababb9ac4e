"""What is known at one moment: all that pages, briefs and exports show."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from veye.records.claim import Claim
from veye.records.decision import Decision
from veye.records.document import Document
from veye.records.figure import Figure
from veye.records.incident import Incident
from veye.records.issue import Issue
from veye.records.mission import Mission
from veye.records.origin import Origin
from veye.records.series import Series


class Picture(msgspec.Struct, frozen=True):
    """A mission's state of knowledge. `on` is the day it speaks of, `as_of` the ledger moment it was folded at.

    `documents` are those about the mission; `set_aside` those read but not about it; `issues` what could not be
    read. `withheld` are claims whose words may not be shown at this release level. `state` is the hash of the last
    ledger entry folded in. `outlook` holds forecasts and scenarios as plain tables where there are any.
    """

    mission: Mission
    on: date
    as_of: datetime | None
    state: str
    documents: tuple[Document, ...]
    set_aside: tuple[Document, ...]
    claims: tuple[Claim, ...]
    origins: tuple[Origin, ...]
    incidents: tuple[Incident, ...]
    figures: tuple[Figure, ...]
    series: tuple[Series, ...] = ()
    decisions: tuple[Decision, ...] = ()
    issues: tuple[Issue, ...] = ()
    outlook: dict[str, Any] = {}
    withheld: tuple[str, ...] = ()

    def figure(self, measure: str, name: str) -> Figure | None:
        """The first figure of that measure and name; None where there is none."""
        return next((f for f in self.figures if (f.measure, f.name) == (measure, name)), None)
