"""Status changes: a person told of as missing, then as dead, moves between tolls and never counts twice."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from veye.measures.basis import Basis
from veye.measures.toll import Toll
from veye.records import Casualty, Claim, Incident, StatusStep

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


def state_of(step: StatusStep) -> str | None:
    """The outcome that a status step says its casualty is in; None for a denial, a release or an unknown word.

    >>> state_of(StatusStep("missing (mission)", "clm-1", None)), state_of(StatusStep("denied: killed", "clm-2", None))
    ('missing', None)
    """
    return STATES.get(step.state.split("(")[0].strip().casefold())


def moved(basis: Basis, incident: Incident, who: str, tolls: dict[str, Toll]) -> dict[str, Toll]:
    """Tolls in which a person told of as missing, then as killed, counts once.

    Where most reports of the one firmly tell of the other, they are two people. Else the dead are taken for those
    missing before: best follows the last firm telling; where it is denied, hedged, or told otherwise since, both ranges
    hold the person. Somebody wounded who then died is only taken off the lowest number of wounded: the reports rarely
    say who died.
    """
    killed, out = tolls.get("killed"), dict(tolls)
    told = [c for i in incident.claim_ids if (c := basis.claim.get(i)) and _of_group(c, who)]
    for earlier in ("missing", "abducted", "wounded"):
        before, dead = _tellings(told, earlier), _tellings(told, "killed")
        if killed is None or earlier not in out or _two_people(before, dead):
            continue
        killed, other = out["killed"], out[earlier]
        shared = min(killed.best, other.best)
        last_before = max(first_told(basis, _firm(before)), default="")
        first_dead = min(first_told(basis, [c for c in dead if not c.flags.denied]), default="")
        last_dead = max(first_told(basis, _firm(dead)), default="")
        if earlier == "wounded":
            if last_before < first_dead:
                out[earlier] = msgspec.structs.replace(other, low=max(0, other.low - shared))
            continue
        disputed = last_before >= first_dead or not last_dead or any(c.flags.denied for c in dead)
        loser, winner = (killed, other) if last_before > last_dead else (other, killed)
        out[loser.outcome] = _less(loser, shared, disputed=disputed)
        if disputed:
            low = max(0, winner.low - shared)
            out[winner.outcome] = msgspec.structs.replace(
                winner, low=low, contested=True, disputed=shared, counted=shared
            )
    return out


def _of_group(claim: Claim, who: str) -> bool:
    return isinstance(claim.statement, Casualty) and claim.statement.who == who and not claim.flags.cumulative


def _tellings(told: Iterable[Claim], outcome: str) -> list[Claim]:
    return [c for c in told if isinstance(c.statement, Casualty) and c.statement.outcome == outcome]


def _firm(told: Iterable[Claim]) -> list[Claim]:
    return [c for c in told if not c.flags.hedged and not c.flags.denied]


def first_told(basis: Basis, told: Iterable[Claim]) -> list[str]:
    """When each origin first told it: reprints are no later telling."""
    first: dict[str, str] = {}
    for claim in told:
        origin, day = basis.origin_of.get(claim.doc_id, claim.doc_id), _published(basis, claim)
        first[origin] = min(first.get(origin, day), day)
    return list(first.values())


def _published(basis: Basis, claim: Claim) -> str:
    doc = basis.document.get(claim.doc_id)
    return (doc.published if doc else None) or ""


def _two_people(before: Iterable[Claim], dead: Iterable[Claim]) -> bool:
    """Whether most reports that firmly tell of the one, whichever is told by fewer, firmly tell of the other too."""
    of_dead, of_others = ({c.doc_id for c in _firm(told)} for told in (dead, before))
    return len(of_dead & of_others) * 2 > min(len(of_dead), len(of_others))


def _less(toll: Toll, persons: int, *, disputed: bool) -> Toll:
    """A toll without persons who are counted in another state; its high keeps them while that is disputed."""
    best = toll.best - persons
    high = toll.high if toll.high is None or disputed else max(best, toll.high - persons)
    return msgspec.structs.replace(
        toll,
        low=max(0, toll.low - persons),
        best=best,
        high=high,
        contested=toll.contested or disputed,
        disputed=persons if disputed else 0,
    )
