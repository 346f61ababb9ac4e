"""What the claims of one happening count: keys under which two reports' numbers can be held against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from veye.records import (
    Casualty,
    Claim,
    Count,
    Displacement,
    Equipment,
    Evacuation,
    Funding,
    Milestone,
    PlaceMention,
    Strength,
    fold,
)
from veye.resolve.sounds import country_key, sounds

GROUPS = ("mission", "police", "military", "civilian", "gang")

Names = Mapping[str, str]
"""Folded names of actors and countries, each to its id."""
NOBODY: Names = MappingProxyType({})


def country(words: str, known: Names = NOBODY) -> str:
    """One key for a country's or donor's names in several languages: its id where it is known, else its sounds."""
    return known.get(fold(words)) or country_key(words)


def _words_key(mention: PlaceMention | None) -> str:
    return sounds(fold(mention.words)) if mention else ""


def facts_of(claim: Claim, known: Names = NOBODY) -> tuple[str, Count] | None:
    """What a claim counts, as a key and a count; None for a claim that counts nothing."""
    s = claim.statement
    if isinstance(s, Casualty):
        who = s.who if s.who in GROUPS else "people"
        return f"{s.outcome}/{who}", s.count
    if isinstance(s, Equipment):
        return f"{s.event}/{s.item_class}", s.count
    if isinstance(s, Evacuation):
        return "evacuated", s.count
    if isinstance(s, Strength):
        return f"{s.kind}/{country(s.contingent, known)}", s.count
    if isinstance(s, Displacement):
        where = claim.place.place.id if claim.place and claim.place.place else _words_key(claim.place)
        return f"displaced/{s.kind}/{where}", s.count
    if isinstance(s, Funding) and s.amount is not None:
        return f"{s.kind}/{country(s.donor or '', known)}/{s.currency}", Count.exactly(round(s.amount))
    if isinstance(s, Milestone):
        day = claim.when.latest.toordinal() if claim.when and s.what in ("mandate", "election") else None
        return f"milestone/{s.what}", Count() if day is None else Count.exactly(day)
    return None


def adds_up(left: Claim, right: Claim) -> bool:
    """Whether two claims of one report with the same key count different people or items, not the same ones twice."""
    a, b = left.statement, right.statement
    said_a = left.attribution.words if left.attribution else None
    said_b = right.attribution.words if right.attribution else None
    if left.flags.hedged != right.flags.hedged or said_a != said_b:
        return False
    if isinstance(a, Casualty) and isinstance(b, Casualty):
        if a.gear != b.gear or a.contingent != b.contingent:
            return True
        singles = a.count.exact and b.count.exact and max(a.count.best or 0, b.count.best or 0) <= 2
        return singles and fold(a.who_detail or "") != fold(b.who_detail or "")
    return isinstance(a, Equipment) and isinstance(b, Equipment) and fold(a.item) != fold(b.item)


def counted(claims: Sequence[Claim], known: Names = NOBODY) -> list[tuple[str, Count]]:
    """What an episode counts by key: claims on different people add up, conflicting ones span what they say.

    Sums of money stand each for itself: one donor gives several.
    """
    groups: dict[tuple[str, float | None], list[tuple[Claim, Count]]] = {}
    for claim in claims:
        if (fact := facts_of(claim, known)) is not None:
            money = fact[1].best if isinstance(claim.statement, Funding) else None
            groups.setdefault((fact[0], money), []).append((claim, fact[1]))
    out = []
    for (key, _), members in groups.items():
        total, first = members[0][1], members[0][0]
        for claim, count in members[1:]:
            if not count.stated or not total.stated:
                total = total if total.stated else count
            elif adds_up(first, claim):
                total = total + count
            else:
                total = _span(total, count)
        out.append((key, total))
    return out


def _span(a: Count, b: Count) -> Count:
    low = min(a.low or 0, b.low or 0)
    return Count(low, None if a.high is None or b.high is None else max(a.high, b.high))
