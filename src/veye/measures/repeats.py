"""Tolls that may tell of another incident again: recalled events are never counted as new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from veye.measures.basis import Basis
from veye.measures.toll import Toll
from veye.records import Claim, Place

SHARP_DAYS = 7
LONGEST_DAYS = 400
LATE_DAYS = 21


def repeats(basis: Basis, tolls: Iterable[Toll]) -> set[tuple[str, str, str]]:
    """Incident, outcome and group of the tolls that may repeat another's.

    A toll may repeat where every claim that tells it recalls an earlier event, and a sharply dated toll of the same
    group and outcome, told as news, lies within its dates at a place that may be the same. The mission's casualties
    are few: of theirs, dates alone are enough, for who recalls an event seldom says where it was.
    """
    every = list(tolls)
    again = [t for t in every if recalled(basis, t)]
    asked = {(t.who, t.outcome) for t in again}
    known = {(t.incident.id, t.outcome, t.who) for t in again}
    news: dict[tuple[str, str, date], list[Toll]] = defaultdict(list)
    for toll in every:
        when = toll.incident.when
        if (toll.who, toll.outcome) not in asked or (toll.incident.id, toll.outcome, toll.who) in known:
            continue
        if when is not None and when.days <= SHARP_DAYS:
            for day in _days(when.earliest, when.latest):
                news[toll.who, toll.outcome, day].append(toll)
    return {(t.incident.id, t.outcome, t.who) for t in again if _has_original(t, news)}


def recalled(basis: Basis, toll: Toll) -> bool:
    """Whether every claim that tells the toll recalls an earlier event."""
    told = [basis.claim[i] for i in toll.claim_ids if i in basis.claim]
    return bool(told) and all(retold(basis, c) for c in told)


def retold(basis: Basis, claim: Claim) -> bool:
    """Whether a claim recalls an earlier event: by its words, its link, or told weeks after a vague date."""
    incident = basis.incident_of.get(claim.id)
    linked = incident is not None and claim.id in incident.recalled_ids
    return claim.flags.backref or linked or told_late(basis, claim)


def told_late(basis: Basis, claim: Claim) -> bool:
    """Whether a claim with a date vaguer than a week was published weeks after it: no news, whatever its words."""
    published, when = basis.published.get(claim.doc_id), claim.when
    if published is None or when is None or when.days <= SHARP_DAYS:
        return False
    return (published - when.latest).days > LATE_DAYS


def _has_original(toll: Toll, news: dict[tuple[str, str, date], list[Toll]]) -> bool:
    when = toll.incident.when
    if when is None:
        return any((who, outcome) == (toll.who, toll.outcome) for who, outcome, _ in news)
    return any(
        other.incident.id != toll.incident.id and (toll.who == "mission" or _may_be_one(toll, other))
        for day in _days(when.earliest, when.latest)
        for other in news.get((toll.who, toll.outcome, day), ())
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(min((last - first).days, LONGEST_DAYS) + 1)]


def _may_be_one(left: Toll, right: Toll) -> bool:
    a, b = (i.place.place if i.place else None for i in (left.incident, right.incident))
    return a is None or b is None or _near(a, b)


def _near(a: Place, b: Place) -> bool:
    return a.within(b) or b.within(a) or a.distance_km(b) <= a.radius_km + b.radius_km
