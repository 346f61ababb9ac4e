"""One group's toll in one incident as it stands now: status changes move a person, they never count twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from veye.measures.basis import Basis
from veye.records import Casualty, Claim, Incident, StatusStep

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


def summed(tolls: Iterable[Toll]) -> tuple[int, int, int | None]:
    """Sums of the lows, bests and highs; the high is None where any toll leaves its own open."""
    every = list(tolls)
    highs = [t.high for t in every]
    high = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
    return sum(t.low for t in every), sum(t.best for t in every), high


def day_of(incident: Incident) -> str:
    """The incident's day or days, for a table cell."""
    if incident.when is None:
        return "no date"
    return incident.when.iso() or f"{incident.when.earliest}/{incident.when.latest}"


def place_of(incident: Incident) -> str:
    """The incident's place, for a table cell."""
    if incident.place is None:
        return "not stated"
    return incident.place.place.name if incident.place.place else incident.place.words


def tolls(basis: Basis, *, who: Iterable[str] | None = None) -> Iterator[Toll]:
    """Every group's tolls in all incidents that are not discounted, in the order of incident ids."""
    wanted = frozenset(who) if who is not None else None
    for toll in basis.always("tolls", _all_tolls):
        if (wanted is None or toll.who in wanted) and basis.begun(toll.incident):
            yield toll


def _all_tolls(basis: Basis) -> list[Toll]:
    out: list[Toll] = []
    for incident in basis.all_incidents:
        if incident.grade != "discounted":
            for group in dict.fromkeys(t.who for t in incident.tallies if t.what in OUTCOMES):
                out += _group_tolls(basis, incident, group)
    return out


def _group_tolls(basis: Basis, incident: Incident, who: str) -> list[Toll]:
    out: dict[str, Toll] = {}
    for tally in incident.tallies:
        if tally.who != who or tally.what not in OUTCOMES:
            continue
        low = tally.low or 0
        best = tally.best if tally.best is not None else low
        high = tally.high if tally.high is None else max(tally.high, best)
        told = [basis.claim[i] for i in _tellers(basis, incident, tally.what, who) if i in basis.claim]
        ids = tuple(sorted({c.id for c in told} | {v.claim_id for v in tally.values}))
        contested = tally.contested or incident.grade == "contested"
        hostile = hostility(incident, told)
        out[tally.what] = Toll(incident, tally.what, who, min(low, best), best, high, contested, hostile, ids)
    return list(_moved(basis, incident, out).values()) if len(out) > 1 and incident.statuses else list(out.values())


def _tellers(basis: Basis, incident: Incident, outcome: str, who: str) -> Iterator[str]:
    for claim_id in incident.claim_ids:
        claim = basis.claim.get(claim_id)
        said = claim.statement if claim else None
        if claim is None or claim.flags.cumulative or claim.flags.denied:
            continue
        if isinstance(said, Casualty) and (said.outcome, said.who) == (outcome, who):
            yield claim_id


def state_of(step: StatusStep) -> str | None:
    """The outcome that a status step says its casualty is in; None for a denial, a release or an unknown word.

    >>> state_of(StatusStep("missing (mission)", "clm-1", None)), state_of(StatusStep("denied: killed", "clm-2", None))
    ('missing', None)
    """
    return STATES.get(step.state.split("(")[0].strip().casefold())


def _moved(basis: Basis, incident: Incident, tolls: dict[str, Toll]) -> dict[str, Toll]:
    """Tolls in which a person who went from missing (or wounded) to killed counts once, in the last firm state.

    Where parties still disagree, best follows the last statement without a hedge, low drops the person from it.
    """
    mine = {i for t in tolls.values() for i in t.claim_ids}
    steps = [s for s in incident.statuses if s.claim_id in mine and state_of(s)]
    killed, out = tolls.get("killed"), dict(tolls)
    if killed is None or not steps:
        return out
    final = state_of(([s for s in steps if not s.hedged] or steps)[-1])
    for earlier in sorted({str(state_of(s)) for s in steps} - {"killed"}):
        other = tolls.get(earlier)
        if other is None or not (shared := min(killed.best, other.best)):
            continue
        loser, winner = (other, killed) if final == "killed" else (killed, other)
        disputed = state_of(steps[-1]) != final or steps[-1].hedged
        out[loser.outcome] = _less(loser, shared, disputed=disputed)
        if disputed:
            out[winner.outcome] = msgspec.structs.replace(winner, low=max(0, winner.low - shared), contested=True)
    return out


def _less(toll: Toll, persons: int, *, disputed: bool) -> Toll:
    """A toll without persons who are counted in another state; its high keeps them while that is disputed."""
    best = toll.best - persons
    high = toll.high if toll.high is None or disputed else max(best, toll.high - persons)
    return msgspec.structs.replace(
        toll, low=max(0, toll.low - persons), best=best, high=high, contested=toll.contested or disputed
    )


def hostility(incident: Incident, claims: Iterable[Claim]) -> str:
    """ "hostile", "not hostile" or "unknown": from the causes told, else from the kind of incident."""
    causes = {c.statement.cause for c in claims if isinstance(c.statement, Casualty)} - {"unknown", "other", "fire"}
    accident, attack = bool(causes & ACCIDENTS), bool(causes & HOSTILE)
    if accident and attack:
        return "unknown"
    if accident or attack:
        return "not hostile" if accident else "hostile"
    return {"attack": "hostile", "accident": "not hostile"}.get(incident.kind, "unknown")
