"""Every group's toll in every incident, as it stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from veye.measures.basis import Basis
from veye.measures.repeats import recalled, repeats
from veye.measures.statuses import moved
from veye.measures.toll import OUTCOMES, Toll
from veye.measures.totals import checked
from veye.records import Casualty, Claim, Incident

ACCIDENTS = frozenset({"vehicle accident", "aircraft accident"})
HOSTILE = frozenset({"gunshot", "explosion", "shelling", "drone", "blade"})


def tolls(basis: Basis, *, who: Iterable[str] | None = None) -> Iterator[Toll]:
    """Every group's tolls in all incidents that are not discounted, in the order of incident ids, without repeats."""
    wanted = frozenset(who) if who is not None else None
    for toll in basis.once("tolls", _tolls_by_now):
        if not toll.repeated and (wanted is None or toll.who in wanted):
            yield toll


def repeated_tolls(basis: Basis, *, who: str) -> list[Toll]:
    """Tolls of a group that may repeat another incident's, and are not counted."""
    return [t for t in basis.once("tolls", _tolls_by_now) if t.repeated and t.who == who]


def unchecked_tolls(basis: Basis, *, who: str) -> list[Toll]:
    """Tolls of a group by the incidents alone, before any running total settles what they leave open."""
    every = basis.always("tolls", _all_tolls)
    return [t for t in every if t.who == who and not t.repeated and basis.begun(t.incident)]


def _tolls_by_now(basis: Basis) -> list[Toll]:
    begun = [t for t in basis.always("tolls", _all_tolls) if basis.begun(t.incident)]
    mine = checked(basis, [t for t in begun if t.who == "mission" and not t.repeated])
    by_key = {(t.incident.id, t.outcome): t for t in mine}
    return [by_key.get((t.incident.id, t.outcome), t) if t.who == "mission" else t for t in begun]


def _all_tolls(basis: Basis) -> list[Toll]:
    out: list[Toll] = []
    for incident in basis.all_incidents:
        if incident.grade != "discounted":
            told = _told(basis, incident)
            for group in dict.fromkeys(t.who for t in incident.tallies if t.what in OUTCOMES):
                out += _group_tolls(basis, incident, group, told)
    again = repeats(basis, out)
    return [_by_recall(basis, t, repeated=(t.incident.id, t.outcome, t.who) in again) for t in out]


def _by_recall(basis: Basis, toll: Toll, *, repeated: bool) -> Toll:
    """The toll marked where it may repeat another; its low is nought where it is known from recall alone."""
    if repeated or recalled(basis, toll):
        return msgspec.structs.replace(toll, repeated=repeated, recalled=True, low=0)
    return toll


def _group_tolls(basis: Basis, incident: Incident, who: str, told: dict[tuple[str, str], list[Claim]]) -> list[Toll]:
    out: dict[str, Toll] = {}
    for tally in incident.tallies:
        if tally.who != who or tally.what not in OUTCOMES:
            continue
        low = tally.low or 0
        best = tally.best if tally.best is not None else low
        high = tally.high if tally.high is None else max(tally.high, best)
        mine = told.get((tally.what, who), [])
        ids = tuple(sorted({c.id for c in mine} | {v.claim_id for v in tally.values}))
        contested = tally.contested or incident.grade == "contested"
        hostile = hostility(incident, mine)
        out[tally.what] = Toll(incident, tally.what, who, min(low, best), best, high, contested, hostile, ids)
    return list(moved(basis, incident, who, out).values()) if len(out) > 1 else list(out.values())


def _told(basis: Basis, incident: Incident) -> dict[tuple[str, str], list[Claim]]:
    """Outcome and group -> the claims of the incident that tell it, without running totals and denials."""
    out: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim_id in incident.claim_ids:
        claim = basis.claim.get(claim_id)
        if claim is None or claim.flags.cumulative or claim.flags.denied:
            continue
        if isinstance(claim.statement, Casualty):
            out[claim.statement.outcome, claim.statement.who].append(claim)
    return out


def hostility(incident: Incident, claims: Iterable[Claim]) -> str:
    """ "hostile", "not hostile" or "unknown": from the causes told, else from the kind of incident."""
    causes = {c.statement.cause for c in claims if isinstance(c.statement, Casualty)} - {"unknown", "other", "fire"}
    accident, attack = bool(causes & ACCIDENTS), bool(causes & HOSTILE)
    if accident and attack:
        return "unknown"
    if accident or attack:
        return "not hostile" if accident else "hostile"
    return {"attack": "hostile", "accident": "not hostile"}.get(incident.kind, "unknown")
