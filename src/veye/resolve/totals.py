"""Running totals held against the events that should make them up: gaps, and why they may gape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from veye.records import Casualty, Claim, Count, Displacement, Document, Incident, PlaceMention, When, fold
from veye.resolve.tables import rows, word_list

Reason = Literal["agrees", "scope", "lag", "definition", "events missing", "events double"]


class TotalGap(msgspec.Struct, frozen=True):
    """One running total beside the events summed over the same scope.

    `stated` is what the source says, `low` to `high` what the incidents of the ledger add up to by the same outcome
    and group, from `since` to `until`, in the same area. `missing` is how many the events fall short (negative where
    they exceed it), 0 where the ranges meet. `why` explains `reason` in words; `revises` names the claim of an older
    total of the same source that this one replaces.
    """

    claim_id: str
    doc_id: str
    what: str
    who: str
    stated: Count
    low: int
    high: int | None
    incident_ids: tuple[str, ...]
    since: date | None
    until: date | None
    missing: int
    reason: Reason
    why: str
    revises: str | None = None


def ordinal_of(words: str) -> int | None:
    """The number that an ordinal in the words gives ("third officer killed" is 3); None where there is none."""
    found = (_ordinals().get(word) for word in re.findall(r"\w+", words.casefold()))
    return next((number for number in found if number is not None), None)


@cache
def _ordinals() -> dict[str, int]:
    return {word: int(row["value"]) for row in rows("ordinals.csv") for word in row["words"].split("|")}


def _scope(claim: Claim, docs: Mapping[str, Document]) -> tuple[date | None, date | None]:
    """First and last day that a total covers: its stated period, else everything up to its publication."""
    doc = docs.get(claim.doc_id)
    told = doc.published_day if doc else None
    if claim.when is None:
        return None, told
    if told is not None and set(fold(claim.when.words or "").split()) & word_list("since"):
        return claim.when.earliest, told
    last = min(claim.when.latest, told) if told is not None else claim.when.latest
    return claim.when.earliest, last if last >= claim.when.earliest else claim.when.latest


def _inside(place: PlaceMention | None, area: PlaceMention | None) -> bool:
    """Whether an incident's place lies in a total's area; unknown places and areas are taken to."""
    if area is None or area.place is None or place is None or place.place is None:
        return True
    return place.place.within(area.place) or place.place.country == area.place.id


def _in_time(when: When | None, since: date | None, until: date | None) -> bool:
    if when is None:
        return since is None
    return (since is None or when.latest >= since) and (until is None or when.earliest <= until)


def _key(claim: Claim) -> tuple[str, str] | None:
    if isinstance(claim.statement, Casualty):
        return claim.statement.outcome, claim.statement.who
    return None


def _matches(who: str, wanted: str) -> bool:
    return wanted in ("unknown", "mixed") or who == wanted


def _summed(
    incidents: Sequence[Incident],
    key: tuple[str, str],
    area: PlaceMention | None,
    since: date | None,
    until: date | None,
) -> tuple[int, int | None, tuple[str, ...]]:
    low, high, ids = 0, 0, []
    open_top = False
    parts = (key[0], "killed", "wounded") if key[0] == "killed or wounded" else key[:1]
    for incident in incidents:
        if not (_inside(incident.place, area) and _in_time(incident.when, since, until)):
            continue
        tallies = [t for t in incident.tallies if t.what in parts and _matches(t.who, key[1]) and t.best is not None]
        if not tallies:
            continue
        ids.append(incident.id)
        low += sum(t.low or 0 for t in tallies)
        open_top |= any(t.high is None for t in tallies)
        high += sum(t.high if t.high is not None else (t.best or 0) for t in tallies)
    return low, None if open_top else high, tuple(ids)


def _missing(stated: Count, low: int, high: int | None) -> int:
    if stated.low is not None and high is not None and high < stated.low:
        return stated.low - high
    if stated.high is not None and low > stated.high:
        return stated.high - low
    return 0


def _reason(
    claim: Claim, stated: Count, gap: int, ids: Sequence[str], incidents: Sequence[Incident], until: date | None
) -> tuple[Reason, str]:
    if gap == 0:
        return "agrees", "the events held here can add up to it"
    key = _key(claim)
    assert key is not None
    after = [
        i for i in incidents if until is not None and i.when is not None and 0 < (i.when.earliest - until).days <= 7
    ]
    if gap < 0:
        if key[1] in ("mission", "police", "military") and any(i.statuses for i in incidents if i.id in ids):
            missing = sum(t.best or 0 for i in incidents if i.id in ids for t in i.tallies if t.what == "missing")
            if key[0] == "killed" and missing >= -gap:
                return "definition", "a missing person may be counted as dead in one and not in the other"
        return "definition", "the source may count only one cause or duty status, or an event is held twice"
    if len(ids) == 0:
        return "events missing", "no event of this kind is held for the period and area"
    if claim.when is None:
        return "scope", "the total does not say since when or where it counts"
    if after:
        return "lag", f"{len(after)} events within a week after it may already be counted"
    share = gap / max(stated.best or 1, 1)
    if share > 0.5:
        return "events missing", f"events held here explain {1 - share:.0%}; most were never reported one by one"
    return "scope", "area, period or groups may be drawn differently"


def check_totals(
    claims: Iterable[Claim], incidents: Iterable[Incident], documents: Iterable[Document] = ()
) -> list[TotalGap]:
    """Every running total of casualties beside the incidents of the same scope, in order of publication.

    A total is never added to events. "Third officer killed" counts as a total of three although it tells of one.
    """
    docs = {d.id: d for d in documents}
    held = sorted(incidents, key=lambda i: i.id)
    out: list[TotalGap] = []
    latest: dict[tuple[str, str, str], str] = {}

    def told(claim: Claim) -> tuple[str, str]:
        doc = docs.get(claim.doc_id)
        return ((doc.published if doc else None) or "9999", claim.id)

    for claim in sorted(claims, key=told):
        key, stated = _key(claim), _stated(claim)
        if key is None or stated is None or not stated.stated:
            continue
        since, until = _scope(claim, docs)
        low, high, ids = _summed(held, key, claim.place, since, until)
        gap = _missing(stated, low, high)
        reason, why = _reason(claim, stated, gap, ids, held, until)
        series = (*key, _teller(claim, docs))
        out.append(
            TotalGap(
                claim.id,
                claim.doc_id,
                key[0],
                key[1],
                stated,
                low,
                high,
                ids,
                since,
                until,
                gap,
                reason,
                why,
                latest.get(series),
            )
        )
        latest[series] = claim.id
    return out


def _teller(claim: Claim, docs: Mapping[str, Document]) -> str:
    if claim.attribution is not None:
        return fold(claim.attribution.words)
    return docs[claim.doc_id].source.name if claim.doc_id in docs else ""


def _stated(claim: Claim) -> Count | None:
    """What a claim gives as a running total: its count where it is one, or the ordinal that its words hold."""
    if claim.flags.denied or isinstance(claim.statement, Displacement):
        return None
    if claim.flags.cumulative and isinstance(claim.statement, Casualty):
        return claim.statement.count
    if isinstance(claim.statement, Casualty) and claim.span is not None:
        number = ordinal_of(f"{claim.statement.who_detail or ''} {claim.statement.count.words or ''}")
        return Count.exactly(number) if number is not None and number > 1 else None
    return None
