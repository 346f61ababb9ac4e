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
from veye.resolve.followed import OLD_DAYS, places_agree, when_of, with_consequences
from veye.resolve.plain import position, split_plain
from veye.resolve.prints import sentences

Family = Literal["harm", "equipment", "arrival", "departure", "funding", "displacement", "milestone", "totals"]

MAIN, REVIEWED = 0.5, 3
"""A report that tells so many happenings, of which none makes up half, is about all of them."""
_HARMED = {"damaged", "destroyed", "lost", "failed"}
_FITS = {("abducted", "kidnapping"), ("killed", "massacre"), ("wounded", "massacre"), ("killed", "ambush")}


class Episode(msgspec.Struct, frozen=True):
    """One happening as one document tells it.

    `claims` are in the order of the text. `about` is the share of the report that it makes up, 0 to 1: nothing where
    the report is a review of several. `context` are the sentences it stands in, empty where its claims rest on rows.
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
    score -= 3.0 if any(_earlier_toll(claim, c) for c in group) else 0.0
    return score + sum(_together(claim, other) for other in group)


def _earlier_toll(left: Claim, right: Claim) -> bool:
    """Whether one recalls, of another stretch of days, a toll that the other's cannot be."""
    a, b = left.statement, right.statement
    if not (isinstance(a, Casualty) and isinstance(b, Casualty)) or left.flags.backref == right.flags.backref:
        return False
    alike = (a.outcome, a.who) == (b.outcome, b.who) and left.when != right.when
    few, many = sorted((a.count.best or 0, b.count.best or 0))
    return alike and many > 2 * few > 0


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
    grouped = [(f, sorted(g, key=position)) for f, g in with_consequences(grouped)]
    if any(f != "totals" and not all(c.flags.planned or c.flags.denied for c in g) for f, g in grouped):
        grouped = [(f, g) for f, g in grouped if f != "totals"]
    grouped.sort(key=lambda g: position(g[1][0]))
    weights = [_weight(family, group, bounds, i, doc) for i, (family, group) in enumerate(grouped)]
    whole = sum(weights) or 1.0
    if _is_review([(g, w / whole) for (f, g), w in zip(grouped, weights, strict=True) if f == "harm"]):
        weights = [0.0] * len(grouped)
    return [_episode(f, g, w / whole, doc, bounds) for (f, g), w in zip(grouped, weights, strict=True)]


def _is_review(harmed: Sequence[tuple[Sequence[Claim], float]]) -> bool:
    """Whether a report tells three attacks and more as news, each of a day and with victims of its own, none mainly."""
    days = set()
    for group, about in harmed:
        day = when_of(group)
        counted = any(isinstance(c.statement, Casualty) and c.statement.count.stated for c in group)
        if counted and day is not None and not any(c.flags.backref or c.flags.denied for c in group):
            if about >= MAIN:
                return False
            days.add(day.earliest)
    return len(days) >= REVIEWED


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
    when, told = when_of(group), doc.published_day if doc is not None else None
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
        when_of(group),
        tuple(places[k] for k in sorted(places)),
        context,
    )
