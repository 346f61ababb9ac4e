"""One document's claims grouped into the happenings it tells of: the units that linking compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Literal

import msgspec

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Document,
    Equipment,
    Evacuation,
    Funding,
    Milestone,
    PlaceMention,
    Strength,
    When,
    content_id,
    fold,
)
from veye.resolve.plain import position, split_plain
from veye.resolve.prints import sentences
from veye.resolve.tables import word_list

Family = Literal["harm", "equipment", "arrival", "departure", "funding", "displacement", "milestone", "totals"]

OLD_DAYS = 28
"""What happened longer ago than this is background to a report more often than its news."""
_HARMED = {"damaged", "destroyed", "lost", "failed"}
_PLACE_FILLER = word_list("place filler")
_FITS = {("abducted", "kidnapping"), ("killed", "massacre"), ("wounded", "massacre"), ("killed", "ambush")}


class Episode(msgspec.Struct, frozen=True):
    """One happening as one document tells it.

    `claims` are in the order of the text. `about` is the share of the report that it makes up, 0 to 1. `context`
    are the sentences it stands in, empty where its claims rest on rows.
    """

    id: str
    doc_id: str
    family: Family
    claims: tuple[Claim, ...]
    recalled: bool
    about: float
    when: When | None
    places: tuple[PlaceMention, ...]
    context: str = ""

    @property
    def denied(self) -> bool:
        """Whether it is told only to be denied: it can speak of an incident but not make one."""
        return all(c.flags.denied for c in self.claims)


def family_of(claim: Claim) -> Family | None:
    """The kind of happening a claim can belong to; None for states and totals, which are series."""
    statement = claim.statement
    if isinstance(statement, Casualty | Evacuation):
        return "totals" if claim.flags.cumulative else "harm"
    if isinstance(statement, Attack):
        return "harm"
    if isinstance(statement, Equipment):
        return "harm" if statement.event in _HARMED else "equipment"
    if isinstance(statement, Strength):
        if statement.kind in ("arrived", "departed"):
            return "arrival" if statement.kind == "arrived" else "departure"
        return "milestone" if statement.kind == "authorised" and claim.when else None
    if isinstance(statement, Funding):
        return "funding"
    if isinstance(statement, Milestone):
        moves: dict[str, Family] = {"deployment": "arrival", "withdrawal": "departure"}
        return moves.get(statement.what, "milestone")
    return "displacement" if claim.type == "displacement" else None


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


def _days_agree(left: When | None, right: When | None) -> float:
    if left is None or right is None:
        return 0.0
    if not left.overlaps(right):
        return -1.0 if left.gap_days(right) == 1 and max(left.days, right.days) > 1 else -4.0
    return 2.0 if left.days == right.days == 1 else 0.7


def _affinity(claim: Claim, group: Sequence[Claim], gap: int) -> float:
    score = 1.0 if gap == 0 else 0.5 if gap == 1 else 0.0
    score += min((_days_agree(claim.when, c.when) for c in group), key=lambda s: (s >= 0, -abs(s)), default=0.0)
    places = [places_agree(claim.place, c.place) for c in group if claim.place and c.place]
    if places:
        score += min(places) if min(places) < 0 else max(places)
    alike = [c for c in group if c.flags.backref == claim.flags.backref]
    score += 1.0 if alike else -1.5
    if not alike and any(_of_another_time(claim, c) for c in group):
        score -= 2.0
    return score + sum(_together(claim, other) for other in group)


def _of_another_time(left: Claim, right: Claim) -> bool:
    """Whether one is recalled of a year or so and the other bears no date at all: history beside news."""
    back, news = (left, right) if left.flags.backref else (right, left)
    return news.when is None and back.when is not None and back.when.days > OLD_DAYS + 3


def _together(claim: Claim, other: Claim) -> float:
    """How well two statements go together as parts of one happening, days and places apart."""
    a, b = claim.statement, other.statement
    if isinstance(a, Attack) and isinstance(b, Attack):
        alike = a.mode == b.mode or "other" in (a.mode, b.mode)
        same_day = (claim.when is None) == (other.when is None) and claim.flags.backref == other.flags.backref
        return 0.0 if alike and same_day else -2.5
    if isinstance(a, Attack):
        a, b = b, a
    if isinstance(a, Casualty) and isinstance(b, Attack):
        if (a.outcome == "abducted") != (b.mode == "kidnapping"):
            return -1.0
        return 1.0 if (a.outcome, b.mode) in _FITS else 0.0
    if isinstance(a, Casualty) and isinstance(b, Casualty) and a.cause != b.cause and _clash(a, b):
        return -2.0
    return 0.0


def _clash(left: Casualty, right: Casualty) -> bool:
    accident = {"vehicle accident", "aircraft accident"}
    known = left.cause not in ("unknown", "other") and right.cause not in ("unknown", "other")
    return (
        known
        and (left.cause in accident) != (right.cause in accident)
        and "explosion"
        not in (
            left.cause,
            right.cause,
        )
    )


def _sentence_numbers(doc: Document | None) -> list[tuple[int, int]]:
    return sentences(doc.text) if doc is not None else []


def _sentence_of(claim: Claim, bounds: Sequence[tuple[int, int]]) -> int:
    start, _ = position(claim)
    if claim.span is None:
        return start
    return next((i for i, (_, end) in enumerate(bounds) if start < end), len(bounds))


def _split_harm(claims: Sequence[Claim], bounds: Sequence[tuple[int, int]]) -> list[list[Claim]]:
    groups: list[list[Claim]] = []
    rank = {"attack": 0, "casualty": 1, "equipment": 2, "evacuation": 3}
    for claim in sorted(claims, key=lambda c: (rank[c.type], position(c))):
        here = _sentence_of(claim, bounds)
        best, best_score = None, 0.0
        for group in groups:
            gap = min(abs(here - _sentence_of(c, bounds)) for c in group)
            if (score := _affinity(claim, group, gap)) > best_score:
                best, best_score = group, score
        if best is None:
            groups.append([claim])
        else:
            best.append(claim)
    return groups


def _from_there(claim: Claim, group: Sequence[Claim]) -> bool:
    here = claim.place
    if here is None or (here.place is not None and here.place.radius_km > 30):
        return False
    return any(c.place is not None and places_agree(here, c.place) >= 1.5 for c in group)


def _brings_out(moved: Sequence[Claim], harmed: Sequence[Claim]) -> bool:
    """Whether those who are moved for care may be those whom the other group tells to have been wounded before."""
    day, before = _when(moved), _when(harmed)
    hurt = any(isinstance(c.statement, Casualty) and c.statement.outcome == "wounded" for c in harmed)
    if not hurt or not _moved_only(moved):
        return False
    return day is not None and before is not None and 0 < (day.latest - before.earliest).days <= OLD_DAYS


def _consequences(groups: list[tuple[Family, list[Claim]]]) -> list[tuple[Family, list[Claim]]]:
    """The groups, with what followed of a happening counted to it: those moved for care, those displaced from there."""
    harm = [g for f, g in groups if f == "harm"]
    followed = {id(m): next((h for h in harm if h is not m and _brings_out(m, h)), None) for m in harm}
    for moved in harm:
        if (host := followed[id(moved)]) is not None:
            host += moved
    groups = [(f, g) for f, g in groups if followed.get(id(g)) is None]
    out: list[tuple[Family, list[Claim]]] = [(f, g) for f, g in groups if f != "displacement"]
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


def happened(claim: Claim) -> When | None:
    """When what a claim tells of took place; a mandate's date is the day it ends, so it gives none."""
    ends = isinstance(claim.statement, Milestone) and claim.statement.what == "mandate"
    return None if ends else claim.when


def _days(claims: Sequence[Claim]) -> list[When]:
    return [w for c in claims if (w := happened(c)) is not None]


def _moved_only(claims: Sequence[Claim]) -> bool:
    return all(isinstance(c.statement, Evacuation) for c in claims)


def _when(claims: Sequence[Claim]) -> When | None:
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


def episodes(claims: Iterable[Claim], doc: Document | None = None) -> list[Episode]:
    """The happenings that one document's claims tell of, in the order of the text.

    Current strengths and shares of control are series and belong to none. Running totals belong to none either,
    unless a report has nothing else to tell: then it is itself the happening, the publication of those totals.
    What is denied stands apart. All claims must be of one document; the order they come in does not matter.
    """
    by_family: dict[tuple[Family, bool], list[Claim]] = defaultdict(list)
    for claim in claims:
        if (family := family_of(claim)) is not None:
            by_family[family, claim.flags.denied].append(claim)
    _recite(by_family)
    bounds = _sentence_numbers(doc)
    grouped: list[tuple[Family, list[Claim]]] = []
    for (family, _), members in by_family.items():
        split = _split_harm(members, bounds) if family == "harm" else split_plain(members, family, doc)
        grouped += [(family, group) for group in split]
    grouped = [(f, sorted(g, key=position)) for f, g in _consequences(grouped)]
    if any(f != "totals" and not all(c.flags.planned or c.flags.denied for c in g) for f, g in grouped):
        grouped = [(f, g) for f, g in grouped if f != "totals"]
    grouped.sort(key=lambda g: position(g[1][0]))
    weights = [_weight(family, group, bounds, i, doc) for i, (family, group) in enumerate(grouped)]
    whole = sum(weights) or 1.0
    return [_episode(f, g, w / whole, doc, bounds) for (f, g), w in zip(grouped, weights, strict=True)]


def _recite(by_family: dict[tuple[Family, bool], list[Claim]]) -> None:
    """Counts the displaced of a whole country to the totals of the dead that a report tells beside them."""
    for denied in (False, True):
        moved = by_family.get(("displacement", denied), [])
        if ("totals", denied) in by_family and moved and all(c.flags.cumulative for c in moved):
            by_family["totals", denied] += by_family.pop(("displacement", denied))


def _weight(
    family: Family, group: Sequence[Claim], bounds: Sequence[tuple[int, int]], rank: int, doc: Document | None
) -> float:
    """How much of a report a happening makes up: early, often told, violent and recent ones more."""
    first = min(_sentence_of(c, bounds) for c in group) if bounds else rank
    weight: float = 1.0 / (1 + first) + 0.35 * sqrt(len(group))
    weight *= 1.25 if family == "harm" else 1.0
    recalled = sum(c.flags.backref or c.flags.planned or c.flags.denied for c in group) / len(group)
    weight *= 1 - 0.75 * recalled
    when, told = _when(group), doc.published_day if doc is not None else None
    old = when is not None and told is not None and (told - when.latest).days > OLD_DAYS
    return weight * (0.8 if old else 1.0)


def _episode(
    family: Family, group: Sequence[Claim], about: float, doc: Document | None, bounds: Sequence[tuple[int, int]]
) -> Episode:
    doc_id = group[0].doc_id
    seen = sorted({_sentence_of(c, bounds) for c in group if c.span is not None} & set(range(len(bounds))))
    context = " ".join(doc.text[bounds[i][0] : bounds[i][1]].strip() for i in seen) if doc else ""
    places = {fold(c.place.words): c.place for c in group if c.place is not None}
    return Episode(
        content_id("eps", doc_id, sorted(c.id for c in group)),
        doc_id,
        family,
        tuple(group),
        all(c.flags.backref or c.flags.denied for c in group),
        about,
        _when(group),
        tuple(places[k] for k in sorted(places)),
        context,
    )
