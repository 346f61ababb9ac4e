"""One group's toll in one incident as it stands now: status changes move a person, they never count twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from veye.measures.basis import Basis
from veye.records import Casualty, Claim, Incident

ACCIDENTS = frozenset({"vehicle accident", "aircraft accident"})
HOSTILE = frozenset({"gunshot", "explosion", "shelling", "drone", "blade"})
OUTCOMES = ("killed", "wounded", "missing", "abducted")
STATES = {
    "dead": "killed",
    "died": "killed",
    "died of wounds": "killed",
    "confirmed dead": "killed",
    "killed": "killed",
    "wounded": "wounded",
    "injured": "wounded",
    "missing": "missing",
    "missing in action": "missing",
    "abducted": "abducted",
    "kidnapped": "abducted",
    "captured": "abducted",
}


class Toll(msgspec.Struct, frozen=True):
    """Low, best and high of one outcome for one group in one incident. `high` is None where it is left open."""

    incident: Incident
    outcome: str
    who: str
    low: int
    best: int
    high: int | None
    contested: bool
    hostile: str
    claim_ids: tuple[str, ...]


def tolls(basis: Basis, *, who: Iterable[str] | None = None) -> Iterator[Toll]:
    """Every group's tolls in all incidents that are not discounted, in the order of incident ids."""
    wanted = frozenset(who) if who is not None else None
    for incident in basis.incidents:
        if incident.grade == "discounted" or not incident.tallies:
            continue
        groups = dict.fromkeys(t.who for t in incident.tallies if t.what in OUTCOMES)
        for group in groups:
            if wanted is None or group in wanted:
                yield from _group_tolls(basis, incident, group)


def _group_tolls(basis: Basis, incident: Incident, who: str) -> list[Toll]:
    out: dict[str, Toll] = {}
    for tally in incident.tallies:
        if tally.who != who or tally.what not in OUTCOMES:
            continue
        low = tally.low or 0
        best = tally.best if tally.best is not None else low
        high = tally.high if tally.high is None else max(tally.high, best)
        ids = tuple(sorted({v.claim_id for v in tally.values}))
        told = [basis.claim[i] for i in ids if i in basis.claim]
        contested = tally.contested or incident.grade == "contested"
        hostile = hostility(incident, told)
        out[tally.what] = Toll(incident, tally.what, who, min(low, best), best, high, contested, hostile, ids)
    return list(_moved(basis, incident, out).values()) if len(out) > 1 and incident.statuses else list(out.values())


def _moved(basis: Basis, incident: Incident, tolls: dict[str, Toll]) -> dict[str, Toll]:
    """Tolls in which a person who went from missing (or wounded) to killed counts once, in the last firm state.

    Where parties still disagree, best follows the last statement without a hedge, low drops the person from it.
    """
    mine = {i for t in tolls.values() for i in t.claim_ids}
    steps = [s for s in incident.statuses if s.claim_id in mine and s.state.casefold() in STATES]
    if not steps:
        return tolls
    firm = [s for s in steps if not s.hedged] or steps
    final = STATES[firm[-1].state.casefold()]
    killed, out = tolls.get("killed"), dict(tolls)
    for earlier in {STATES[s.state.casefold()] for s in steps} - {"killed"}:
        other = tolls.get(earlier)
        if killed is None or other is None:
            continue
        shared = min(killed.best, other.best)
        loser, winner = (other, killed) if final == "killed" else (killed, other)
        disputed = STATES[steps[-1].state.casefold()] != final or steps[-1].hedged or winner.contested
        out[loser.outcome] = msgspec.structs.replace(
            loser, low=max(0, loser.low - shared), best=loser.best - shared, contested=loser.contested or disputed
        )
        if disputed:
            low = max(0, winner.low - shared)
            out[winner.outcome] = msgspec.structs.replace(winner, low=low, contested=True)
        elif loser.high is not None:
            loser_now = out[loser.outcome]
            high = max(loser_now.best, loser.high - shared)
            out[loser.outcome] = msgspec.structs.replace(loser_now, high=high)
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
