"""Incidents as they look to somebody who holds only some of their claims."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from veye.records import Claim, Incident, Tally
from veye.resolve.reconcile import contested, reconcile


def narrowed(incident: Incident, live: Mapping[str, Claim]) -> Incident | None:
    """The incident resting on the live claims alone, its tallies reconciled afresh; None where none of them is live.

    Keeps its id, day and place: which happening it is does not change with who tells of it.
    """
    kept = tuple(c for c in incident.claim_ids if c in live)
    if len(kept) == len(incident.claim_ids) and all(c in live for c in incident.recalled_ids):
        return incident
    if not kept:
        return None
    recalled = tuple(c for c in incident.recalled_ids if c in live)
    tallies = (_narrowed_tally(t, live) for t in incident.tallies)
    return msgspec.structs.replace(
        incident,
        claim_ids=kept,
        recalled_ids=recalled,
        doc_ids=tuple(dict.fromkeys(live[c].doc_id for c in (*kept, *recalled))),
        tallies=tuple(t for t in tallies if t is not None),
        statuses=tuple(s for s in incident.statuses if s.claim_id in live),
        origin_ids=tuple(o for o in incident.origin_ids if o in _origins(incident, live)),
    )


def _origins(incident: Incident, live: Mapping[str, Claim]) -> set[str]:
    """Origins that some live value still comes from; all of them where the incident has no values to tell by."""
    told = {v.origin_id for t in incident.tallies for v in t.values}
    heard = {v.origin_id for t in incident.tallies for v in t.values if v.claim_id in live}
    return heard | (set(incident.origin_ids) - told)


def _narrowed_tally(tally: Tally, live: Mapping[str, Claim]) -> Tally | None:
    values = tuple(v for v in tally.values if v.claim_id in live)
    if len(values) == len(tally.values):
        return tally
    if not values:
        return None
    low, best, high = reconcile(values, tally.rule)
    return msgspec.structs.replace(tally, low=low, best=best, high=high, values=values, contested=contested(values))
