"""Numbers of personnel that belong together: equal shares, soldiers and police, parts of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.claims.frames import Country, countries, hosts
from veye.extract.claims.strength_people import Found
from veye.records import Count, Strength


def equal_shares(analysis: Analysis, item: Found, named: list[Country]) -> Iterator[Found]:
    """The item; once for each of two countries where each gives as many."""
    yield item
    for name in _as_many(analysis, item, named):
        yield msgspec.structs.replace(item, contingent=name)
    each = _EACH.match(analysis.text, item.end) or _EACH_BEFORE.search(
        analysis.text, max(0, item.start - 24), item.start
    )
    if not each:
        return
    before = [c for c in named if c.end <= item.start]
    for country in before:
        if country.name != item.contingent and country.name not in hosts(analysis):
            yield msgspec.structs.replace(item, contingent=country.name)


_EACH = re.compile(r"\s*(?:\w+\s+){0,2}?(?:each|apiece|chacun|chacune|cada un[oa]|chak)\b", re.IGNORECASE)
_EACH_BEFORE = re.compile(r"\b(?:each|both|chacun|cada un[oa]|ambos|chak)\b[\w\s]*$", re.IGNORECASE)
_AS_MANY = re.compile(
    r",?\s*(?:\w+\s+){0,2}?(?:autant|as many|the same number|the same|otros? tantos?|la misma cantidad|le même nombre"
    r"|menm kantite|menm valè)\b",
    re.IGNORECASE,
)
_AS_MANY_OF = re.compile(
    r"\b(?:autant|as many|the same number|otros tantos|otras tantas|la misma cantidad|le même nombre|menm kantite)"
    r"\s+(?:from|of|de|du|d['’]|des|del|soti)?\s*(?:the |la |le |l['’]|el )?$",
    re.IGNORECASE,
)


def _as_many(analysis: Analysis, item: Found, named: list[Country]) -> list[str]:
    """Countries that do as much: "Chad offers 1,500, Bangladesh as many", "otros tantos de Daca"."""
    after = [c for c in named if c.start > item.end]
    return [
        c.name
        for c in after
        if _AS_MANY.match(analysis.text, c.end)
        or _AS_MANY_OF.search(analysis.text[max(item.end, c.start - 40) : c.start])
    ]


def once(found: list[Found]) -> list[Found]:
    """Each number once: soldiers and police of one contingent summed, parts of a total and repetitions dropped."""
    out: list[Found] = []
    for item in _without_parts(found):
        last = out[-1] if out else None
        if (
            last
            and last.sentence is item.sentence
            and (last.contingent, last.kind) == (item.contingent, item.kind)
            and _coordinated(last, item)
        ):
            total = last.count + item.count
            if last.count.low is None and total.high is not None:
                total = Count(None, total.high, total.words)  # "no more than 3,250 troops and 640 police"
            out[-1] = msgspec.structs.replace(last, count=total, end=item.end)
            continue
        if any(
            (o.contingent, o.kind) == (item.contingent, item.kind)
            and (o.count.low, o.count.high) == (item.count.low, item.count.high)
            for o in out
        ):
            continue
        out.append(item)
    return out


def _without_parts(found: list[Found]) -> list[Found]:
    """The items without runs that add up to the number before them: "5,550: 5,500 in uniform and 50 civilians"."""
    dropped: set[int] = set()
    for index, whole in enumerate(found):
        total, parts = 0, []
        for later in range(index + 1, len(found)):
            part = found[later]
            if part.sentence is whole.sentence and not whole.own and _adds_up(found, index, later):
                dropped.add(index)
                break
            if part.sentence is not whole.sentence or (part.own and part.contingent != whole.contingent):
                break
            total += part.count.best or 0
            parts.append(later)
            if total == whole.count.best and len(parts) > 1:
                dropped.update(parts)
                break
    return [item for index, item in enumerate(found) if index not in dropped]


def _adds_up(found: list[Found], index: int, later: int) -> bool:
    """Whether countries' own shares right behind a number add up to it: then only they are told."""
    parts = [f for f in found[index + 1 :] if f.sentence is found[index].sentence and f.own]
    same = {f.kind for f in [found[index], *parts]}
    total = sum(f.count.best or 0 for f in parts)
    moved = found[index].kind != "current"
    return moved and later == index + 1 and len(parts) > 1 and len(same) == 1 and total == found[index].count.best


_AND = re.compile(r"\s*(?:and|et|y|e|ak|plus|&)\s*", re.IGNORECASE)


def _coordinated(first: Found, second: Found) -> bool:
    gap = second.start - first.end
    return 0 < gap <= 6 and first.noun and second.noun and bool(_AND.fullmatch(second.between))


def derived_shares(analysis: Analysis, item: Found) -> Iterator[Draft]:
    """The contingent that a stated share of the total gives: "about 1,000, three quarters of them Kenyan"."""
    if item.contingent != "total" or item.kind != "current" or item.count.low is None:
        return
    host = hosts(analysis)
    for number in item.sentence.numbers:
        if number.kind not in ("fraction", "percent") or number.value is None:
            continue
        share = number.value if number.kind == "fraction" else number.value / 100
        if not 0 < share < 1 or not -80 < number.start - item.end < 90:
            continue
        named = [
            c for c in countries(analysis, item.sentence) if c.name not in host and abs(c.start - number.start) < 70
        ]
        if not named:
            continue
        country = min(named, key=lambda c: abs(c.start - number.start))
        best = round(item.count.low * share)
        words = analysis.words(min(item.start, number.start), max(item.end, number.end))
        start, end = min(item.start, number.start, country.start), max(item.end, number.end, country.end)
        yield Draft(
            Strength(
                country.name,
                Count(best, best, words),
                "current",
                derived_from=f"{analysis.words(number.start, number.end)} of {item.count.low}",
            ),
            item.sentence.index,
            start,
            end,
            "strength.share",
            inherit=False,
        )
