"""Running totals as a check on the mission's dead: what they settle, and which recalled deaths they rule out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from veye.measures.basis import Basis
from veye.measures.observations import Spread, count_ends, newest
from veye.measures.statuses import first_told
from veye.measures.toll import Toll
from veye.records import Casualty


def checked(basis: Basis, tolls: Sequence[Toll]) -> list[Toll]:
    """The mission's tolls, with disputed and recalled deaths settled by the newest firm running total of its dead.

    Where the sum of deaths up to the day of the total T is above it, deaths known from recall alone are taken to repeat
    others, as many as it needs. Where the undisputed deaths S and the disputed D are S < T ≤ S + D, T - S of the
    disputed are counted, the oldest first: the total is a later telling of them as dead. Totals that disagree settle
    nothing.
    """
    claims = [
        c for c in basis.of(Casualty)
        if c.flags.cumulative and not c.flags.hedged and isinstance(c.statement, Casualty)
        and (c.statement.who, c.statement.outcome) == ("mission", "killed")
    ]  # fmt: skip
    totals = newest(basis.observations(claims, lambda c: count_ends(c.statement.count)))  # type: ignore[union-attr]
    if not totals or (total := basis.spread(totals)).contested:
        return list(tolls)
    day = totals[0].day
    return _counted(basis, _without_recalled(tolls, day, total), day, total)


def _until(tolls: Sequence[Toll], day: date) -> list[Toll]:
    return [t for t in tolls if t.outcome == "killed" and t.incident.when and t.incident.when.earliest <= day]


def _without_recalled(tolls: Sequence[Toll], day: date, total: Spread) -> list[Toll]:
    """The tolls, those known from recall alone marked as repeats until their sum is no more than the total."""
    dead = _until(tolls, day)
    over = sum(t.best for t in dead) - round(total.best)
    again: set[str] = set()
    for toll in sorted((t for t in dead if t.recalled), key=lambda t: (-t.best, t.incident.id)):
        if over > 0 and toll.best:
            over -= toll.best
            again.add(toll.incident.id)
    return [
        msgspec.structs.replace(t, repeated=True) if t.outcome == "killed" and t.incident.id in again else t
        for t in tolls
    ]


def _counted(basis: Basis, tolls: Sequence[Toll], day: date, total: Spread) -> list[Toll]:
    """The tolls with as many disputed deaths counted as the total needs."""
    dead = [t for t in _until(tolls, day) if not t.repeated]
    open_ones = [t for t in dead if t.disputed and _last_told(basis, t) <= day.isoformat()]
    short = round(total.best) - sum(t.best for t in dead) + sum(t.counted for t in open_ones)
    if not 0 < short <= sum(t.disputed for t in open_ones):
        return list(tolls)
    out = {(t.incident.id, t.outcome): t for t in tolls}
    for toll in sorted(open_ones, key=lambda t: (t.incident.when.earliest if t.incident.when else day, t.incident.id)):
        persons = min(short, toll.disputed)
        short -= persons
        for key, other in list(out.items()):
            if key[0] == toll.incident.id and other.disputed and persons:
                out[key] = _settle(other, persons, total.claim_ids)
    return list(out.values())


def _settle(toll: Toll, persons: int, claim_ids: tuple[str, ...]) -> Toll:
    """A toll in which that many disputed people are counted dead: in its range if it is of the dead, else out of it."""
    left, ids = toll.disputed - persons, tuple(sorted({*toll.claim_ids, *claim_ids}))
    if toll.outcome == "killed":
        counted = max(toll.counted, persons)
        best, low = toll.best - toll.counted + counted, toll.low + persons
        high = toll.high if toll.high is None else max(toll.high, best)
    else:
        counted = max(0, toll.counted - persons)
        best, low = toll.best - toll.counted + counted, toll.low
        high = toll.high if toll.high is None else max(best, toll.high - persons)
    return msgspec.structs.replace(
        toll, low=min(low, best), best=best, high=high, disputed=left, counted=min(counted, left), contested=left > 0,
        claim_ids=ids,
    )  # fmt: skip


def _last_told(basis: Basis, toll: Toll) -> str:
    return max(first_told(basis, [basis.claim[i] for i in toll.claim_ids if i in basis.claim]), default="")
