"""Numbers beside the main one that a model gives: kept where the words hold them, left out where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from veye.extract.words import MoneyMention
from veye.records import Funding, Milestone, Pay, When

_VOTES = ("votes_for", "votes_against", "abstentions")


def checked_details(
    statement: object, numbers: Iterable[float | None], days: Sequence[When], money: Sequence[MoneyMention]
) -> dict[str, Any]:
    """New values for votes, the upper end and period of a sum, and the month that pay reaches to.

    `numbers`, `days` and `money` are those of the sentences around. A number that they do not hold becomes None;
    nobody voting against needs none.
    """
    known = set(numbers)
    if isinstance(statement, Milestone):
        given = {name: getattr(statement, name) for name in _VOTES}
        return {n: v if v is None or v == 0 or v in known else None for n, v in given.items()}
    if isinstance(statement, Funding):
        high = statement.amount_high
        held = high is not None and any(m.high is not None and abs(m.high - high) <= 0.005 * high for m in money)
        months = statement.months
        told = months is not None and (months in (1, 12) or {months, months / 12} & known)
        return {"amount_high": high if held else None, "months": months if told else None}
    if isinstance(statement, Pay):
        ends = {f"{day.latest:%m}" for day in days}
        month = statement.paid_to
        return {"paid_to": month if month and month[-2:] in ends else None}
    return {}
