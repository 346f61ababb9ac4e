"""Days and places of one report's claims, and what followed of a happening: people moved for care, or displaced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from veye.records import Casualty, Claim, Evacuation, Milestone, PlaceMention, When, fold
from veye.resolve.tables import word_list

OLD_DAYS = 28
"""What happened longer ago than this is background to a report more often than its news."""
_PLACE_FILLER = word_list("place filler")
Kind = TypeVar("Kind", bound=str)


def place_words(mention: PlaceMention) -> frozenset[str]:
    """The telling words of a place as written, folded, directions and kinds left out."""
    return frozenset(w for w in fold(mention.words).split() if w not in _PLACE_FILLER and len(w) > 1)


def places_agree(left: PlaceMention, right: PlaceMention) -> float:
    """How well two places of one document agree: 2 the same, 1 one inside the other or near, 0 unknown, -2 apart."""
    if fold(left.words) == fold(right.words):
        return 2.0
    if left.place and right.place:
        if left.place.id == right.place.id:
            return 1.5
        if left.place.within(right.place) or right.place.within(left.place):
            return 1.0
        reach = left.place.radius_km + right.place.radius_km
        return 1.0 if left.place.distance_km(right.place) <= max(reach, 3.0) else -2.0
    a, b = place_words(left), place_words(right)
    if not a or not b:
        return 0.0
    return 1.0 if a & b else -1.0


def happened(claim: Claim) -> When | None:
    """When what a claim tells of took place; a mandate's date is the day it ends, so it gives none."""
    ends = isinstance(claim.statement, Milestone) and claim.statement.what == "mandate"
    return None if ends else claim.when


def _days(claims: Sequence[Claim]) -> list[When]:
    return [w for c in claims if (w := happened(c)) is not None]


def _moved_only(claims: Sequence[Claim]) -> bool:
    return all(isinstance(c.statement, Evacuation) for c in claims)


def when_of(claims: Sequence[Claim]) -> When | None:
    """The days of a happening: those told as news, of these the sharpest; not when its wounded were moved later."""
    news = [c for c in claims if not c.flags.backref]
    stated = _days([c for c in claims if not isinstance(c.statement, Evacuation)]) if _moved_only(news) else []
    stated = stated or _days(news or claims)
    if not stated:
        return None
    sharp = min(w.days for w in stated)
    hull = next(w for w in stated if w.days == sharp)
    for when in stated:
        if when.days == sharp:
            hull = hull.hull(when)
    return hull


def _from_there(claim: Claim, group: Sequence[Claim]) -> bool:
    here = claim.place
    if here is None or (here.place is not None and here.place.radius_km > 30):
        return False
    return any(c.place is not None and places_agree(here, c.place) >= 1.5 for c in group)


def _brings_out(moved: Sequence[Claim], harmed: Sequence[Claim]) -> bool:
    """Whether those who are moved for care may be those whom the other group tells to have been wounded before."""
    day, before = when_of(moved), when_of(harmed)
    hurt = any(isinstance(c.statement, Casualty) and c.statement.outcome == "wounded" for c in harmed)
    if not hurt or not _moved_only(moved):
        return False
    return day is not None and before is not None and 0 < (day.latest - before.earliest).days <= OLD_DAYS


def with_consequences(groups: list[tuple[Kind, list[Claim]]]) -> list[tuple[Kind, list[Claim]]]:
    """The groups, with what followed of a happening counted to it: those moved for care, those displaced from there."""
    harm = [g for f, g in groups if f == "harm"]
    followed = {id(m): next((h for h in harm if h is not m and _brings_out(m, h)), None) for m in harm}
    for moved in harm:
        if (host := followed[id(moved)]) is not None:
            host += moved
    groups = [(f, g) for f, g in groups if followed.get(id(g)) is None]
    out: list[tuple[Kind, list[Claim]]] = [(f, g) for f, g in groups if f != "displacement"]
    for family, group in groups:
        if family != "displacement":
            continue
        rest: list[Claim] = []
        for claim in group:
            host = next((g for f, g in out if f == "harm" and _from_there(claim, g)), None)
            (rest if host is None else host).append(claim)
        if rest:
            out.append((family, rest))
    return out
