"""Things told in one breath: those that share what befell one of them, and parts of several by owner."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.equipment_events import EVENTS, FITS, Happening
from veye.extract.claims.equipment_things import Thing
from veye.extract.wordlists import any_of
from veye.records import Count

_SHARED = re.compile(rf"^\W*(?:\w+\W+){{0,10}}?{any_of('together with')}\s(?:\w+\s){{0,2}}$")


def sharing(
    analysis: Analysis,
    things: Sequence[Thing],
    thing: Thing,
    happenings: Sequence[Happening],
    happening: Happening,
) -> list[Thing]:
    """Things named in one breath with one that something befell: "24 vehicles, together with 34 kits"."""
    return [
        *_listed(analysis, things, thing, happenings, happening),
        *_listed_before(analysis, things, thing, happenings, happening),
    ]


def _listed(
    analysis: Analysis,
    things: Sequence[Thing],
    thing: Thing,
    happenings: Sequence[Happening],
    happening: Happening,
) -> list[Thing]:
    found: list[Thing] = []
    open_list: list[Thing] = []  # behind commas, until an "and" shows that they are a list
    last = thing
    for other in things:
        if other.start < last.end or not _may_share(other, thing, happening):
            continue
        if any(last.end <= h.start < other.start and EVENTS[h.tag] != EVENTS[happening.tag] for h in happenings):
            continue
        between = analysis.folded[last.end : other.start]
        if other.count.low == other.count.high == 1 and not _JOINED.fullmatch(between):
            continue
        if len(between) <= _BREATH and _SHARED.match(between):
            as_many = found[-1] if found else thing
            if _AS_MANY.search(between):
                other = msgspec.structs.replace(other, count=as_many.count)
            found += [*open_list, other]
            open_list, last = [], other
        elif _COMMA.fullmatch(analysis.text, last.end, other.start):
            open_list.append(other)
            last = other
    return found


def _listed_before(
    analysis: Analysis,
    things: Sequence[Thing],
    thing: Thing,
    happenings: Sequence[Happening],
    happening: Happening,
) -> list[Thing]:
    """Things joined by "and" to the one right before the word: "several vehicles and a radio mast were damaged"."""
    if thing.end > happening.start:
        return []
    found: list[Thing] = []
    first = thing
    for other in reversed(things):
        if other.end > first.start or not _may_share(other, thing, happening):
            continue
        if any(other.end <= h.start < first.start for h in happenings):
            break
        if not _JOINED.fullmatch(analysis.folded[other.end : first.start]):
            break
        found.append(other)
        first = other
    return found


def _may_share(other: Thing, thing: Thing, happening: Happening) -> bool:
    if other.bare or happening.tag not in FITS[other.kind]:
        return False
    return other.owned or (happening.tag == "delivered" and thing.kind == "armoured_vehicle")


_AS_MANY = re.compile(rf"\b{any_of('as many')}\s$")
_BREATH = 90  # characters between two things told in one breath
_COMMA = re.compile(r"(?:\s[\w’'-]+){0,3},\s(?:\w+\s){0,2}")
_JOINED = re.compile(rf"\W*(?:[^\W\d]+\s){{0,3}}{any_of('coordinators')}\s(?:\w+\s){{0,2}}")


def parts(analysis: Analysis, sentence: Sentence, thing: Thing) -> list[Thing]:
    """A thing split by owner where the sentence says so: "three burned, one of the police and two of the mission"."""
    whole = thing.count.low
    if whole is None or thing.bare or whole < 2 or thing.count.high != whole:
        return [thing]
    owners = [
        t
        for t in sentence.terms
        if t.tag.startswith(("body.police", "body.mission", "body.military", "mission:", "demonym:", "country:"))
    ]
    split: list[Thing] = []
    for start, end, count in _small_numbers(sentence, thing.end):
        owner = next((t for t in owners if 0 <= t.start - end <= 14), None)
        if owner is None or (split and start < split[-1].end):
            continue
        split.append(
            msgspec.structs.replace(
                thing,
                start=start,
                end=owner.end,
                words=f"{thing.words}, {analysis.words(owner.start, owner.end)}",
                count=Count(count, count),
                bare=True,
            )
        )
    total = sum(p.count.low or 0 for p in split)
    return split if len(split) > 1 and total == whole else [thing]


def _small_numbers(sentence: Sentence, floor: int) -> list[tuple[int, int, int]]:
    """Numbers and words for "one" that stand after a position: (start, end, value)."""
    found = [
        (n.start, n.end, n.count.low)
        for n in sentence.numbers
        if n.start >= floor and n.counts and n.count.low is not None and n.count.low == n.count.high
    ]
    taken = {start for start, _, _ in found}
    found += [
        (t.start, t.end, 1)
        for t in sentence.terms
        if t.tag == "single" and t.subject == "small" and t.start >= floor and t.start not in taken
    ]
    return sorted(found)
