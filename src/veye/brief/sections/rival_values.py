"""The values of one tally that are rivals: told of one lot, on one day, by reports that do not tell both themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

import msgspec

from veye.brief.desk import Desk
from veye.records import Incident, ReportedValue, Tally, When

FLOWS = ("arrived", "departed")
_ROUND = 3  # zeros at the end of a number that is told roughly


def rivals(incident: Incident, tally: Tally, desk: Desk) -> Iterator[tuple[When | None, Tally]]:
    """When, and a tally of rival values alone; nothing where the values can all be right.

    Items of no class are unlike things. One lot of people came on one day, and whoever tells it long after in recall
    may tell of all lots. Where a report tells of two numbers of people evacuated, one is a part or a later stage.
    """
    if tally.who == "other":
        return
    if tally.what in FLOWS:
        for when, values in _by_day(tally, desk):
            yield from _told(when or incident.when, tally, values)
        return
    yield from _told(incident.when, tally, tally.values)


def _told(when: When | None, tally: Tally, values: Sequence[ReportedValue]) -> Iterator[tuple[When | None, Tally]]:
    if any(_at_odds(a, b, values, tally.what) for a, b in combinations(values, 2)):
        yield when, msgspec.structs.replace(tally, values=tuple(values))


def _at_odds(a: ReportedValue, b: ReportedValue, values: Sequence[ReportedValue], what: str) -> bool:
    """Whether two values cannot both be right; of people evacuated, neither report may tell the other's value too."""
    if not (a.count.stated and b.count.stated) or a.count.overlaps(b.count):
        return False
    if what == "displaced" and (_rounds(a, b) or _rounds(b, a)):
        return False
    return what != "evacuated" or not (_tells(a.doc_id, b, values) or _tells(b.doc_id, a, values))


def _rounds(rough: ReportedValue, exact: ReportedValue) -> bool:
    """Whether one value is the other in round thousands or more: "one million" of 1,041,000."""
    number, other = rough.count.best or 0, exact.count.best or 0
    zeros = len(str(number)) - len(str(number).rstrip("0"))
    return zeros >= _ROUND and round(other, -zeros) == number


def _tells(doc_id: str, value: ReportedValue, values: Sequence[ReportedValue]) -> bool:
    return any(v.doc_id == doc_id and v.count.overlaps(value.count) for v in values)


def _by_day(tally: Tally, desk: Desk) -> list[tuple[When | None, list[ReportedValue]]]:
    """The values of each day on which people came or went; those of a vaguer time where it holds one such day only."""
    fresh = [v for v in tally.values if v.claim_id in desk.claims and not desk.claims[v.claim_id].flags.backref]
    dated = [(desk.claims[v.claim_id].when, v) for v in fresh or tally.values if v.claim_id in desk.claims]
    groups: dict[date, list[ReportedValue]] = {}
    for when, value in dated:
        if when is not None and when.days == 1:
            groups.setdefault(when.earliest, []).append(value)
    vague = [(when, value) for when, value in dated if when is None or when.days > 1]
    if not groups:
        return [(None, [v for _, v in vague])]
    if len(groups) == 1:
        ((day, values),) = groups.items()
        values += [v for when, v in vague if when is None or when.earliest <= day <= when.latest]
    return [(When.day(day), values) for day, values in sorted(groups.items(), reverse=True)]
