"""What a person decided about a claim, a link or an incident: appended, signed, reversible."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from veye.records.ids import content_id

DecisionKind = Literal[
    "accept", "reject", "correct", "merge", "split", "grade", "same_origin", "not_same_origin", "withdraw", "undo"
]


class Decision(msgspec.Struct, frozen=True):
    """One decision. `subjects` are ids: the claim, the two or more incidents, the source name, the decision undone.

    `value` holds what was decided where the kind alone does not say it: corrected fields, a grade, the claims to
    split off.
    """

    id: str
    kind: DecisionKind
    subjects: tuple[str, ...]
    by: str
    at: datetime
    reason: str = ""
    value: dict[str, Any] = {}

    @classmethod
    def make(
        cls,
        kind: DecisionKind,
        subjects: tuple[str, ...],
        *,
        by: str,
        at: datetime,
        reason: str = "",
        value: dict[str, Any] | None = None,
    ) -> Decision:
        """A decision whose id addresses what was decided, by whom and when."""
        value = value or {}
        return cls(content_id("dec", kind, subjects, by, at, value), kind, subjects, by, at, reason, value)
