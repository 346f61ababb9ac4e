"""The claims of one report on other things than harm, grouped into happenings: by day, by item, by delivery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from veye.records import Claim, Document, Equipment, Strength, When, fold

RIVALS = 2
"""Two numbers of one delivery that are further apart by this factor are no rival counts of it."""


def position(claim: Claim) -> tuple[int, str]:
    """Where a claim stands in its document: the start of its span, or its row's number where the key ends in one."""
    if claim.span is not None:
        return claim.span.start, claim.id
    key = claim.row.key if claim.row else ""
    digits = key[len(key.rstrip("0123456789")) :]
    return (int(digits) if digits else 0), claim.id


def _by_day(claims: Sequence[Claim], today: When | None, slack: int = 3) -> list[list[Claim]]:
    """Claims in groups whose days do not contradict one another by more than `slack` days.

    An undated claim counts as of `today`, where that is given, else it goes with the first group.
    """
    groups: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda c: (c.when is None, position(c))):
        when = claim.when or today
        for group in groups:
            held = [w for c in group if (w := c.when or today) is not None]
            if when is None or all(when.overlaps(w, slack_days=slack) for w in held):
                group.append(claim)
                break
        else:
            groups.append([claim])
    return groups


def _deliveries(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims on items of one class, deliveries apart: two numbers of one item far from each other are two."""
    groups: list[list[Claim]] = []
    for claim in claims:
        host = next((g for g in groups if not any(_another_delivery(claim, c) for c in g)), None)
        if host is None:
            groups.append([claim])
        else:
            host.append(claim)
    return groups


def _another_delivery(left: Claim, right: Claim) -> bool:
    a, b = left.statement, right.statement
    if not (isinstance(a, Equipment) and isinstance(b, Equipment) and a.event == b.event == "delivered"):
        return False
    if not (a.count.exact and b.count.exact) or left.flags.hedged or right.flags.hedged:
        return False
    one, other = set(fold(a.item).split()), set(fold(b.item).split())
    few, many = sorted((a.count.best or 0, b.count.best or 0))
    return many > RIVALS * few and (one <= other or other <= one)


def split_plain(claims: Sequence[Claim], family: str, doc: Document | None) -> list[list[Claim]]:
    """The claims of one family in groups that each tell of one happening."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=position):
        statement = claim.statement
        if family == "milestone":
            kind = statement.kind if isinstance(statement, Strength) else getattr(statement, "what", "")
            kind = "adopted" if kind in ("resolution", "transition", "authorised", "mandate") else kind
            groups[(kind, claim.flags.backref)].append(claim)
        elif isinstance(statement, Equipment):
            groups[(statement.event, statement.item_class, claim.flags.backref)].append(claim)
        else:
            groups[(claim.flags.backref,)].append(claim)
    if family in ("milestone", "funding"):
        return list(groups.values())
    if family == "equipment":
        return [part for group in groups.values() for same in _deliveries(group) for part in _by_day(same, None)]
    day = doc.published_day if doc is not None and family == "displacement" else None
    today = When.day(day) if day else None
    slack = 0 if family in ("arrival", "departure") else 3
    return [part for group in groups.values() for part in _by_day(group, today, slack)]
