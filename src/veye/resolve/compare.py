"""Pairs of episodes put side by side: for every feature the level at which they agree, then bits by the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import numpy as np

from veye.records.claim import Cause, Mode, Outcome
from veye.records.place import EARTH_KM
from veye.resolve.columns import FACTS, FAMILIES, OPEN, Array, Columns
from veye.resolve.compare_days import TRAVEL, date_level, pick
from veye.resolve.weights import Weights

_MODES: tuple[str, ...] = get_args(Mode)
_CAUSES: tuple[str, ...] = get_args(Cause)
_OUTCOMES: tuple[str, ...] = get_args(Outcome)
_KILLED, _LOST = 1 << _OUTCOMES.index("killed"), sum(1 << _OUTCOMES.index(o) for o in ("missing", "abducted"))
_ACCIDENTS = sum(1 << _CAUSES.index(c) for c in ("vehicle accident", "aircraft accident"))
_ATTACKS = sum(1 << _CAUSES.index(c) for c in ("gunshot", "shelling", "drone", "blade"))
_RELATED = [
    sum(1 << _MODES.index(m) for m in group)
    for group in (
        ("ambush", "armed assault", "clash", "other"),
        ("massacre", "armed assault", "other", "arson"),
        ("arson", "armed assault", "other", "ambush"),
        ("kidnapping", "armed assault", "other"),
    )
]
_FUNDING, _DISPLACEMENT = FAMILIES.index("funding"), FAMILIES.index("displacement")
QUARTER_KM = 1.2
"""The radius up to which a place is a quarter of a town: reports that name two of them speak of two places."""
SMALL_KM = 2.5
"""The radius up to which a place sees few happenings: a whole town sees many."""

_MOVES = [FAMILIES.index(f) for f in ("arrival", "departure", "equipment")]
_ELSEWHERE = ("other quarter", "near", "far", "words differ", "other country")

Levels = dict[str, Array]
Comparison = Callable[[Columns, Columns, Weights], Array]


def _distance_km(a: Array, b: Array) -> Array:
    a, b = np.radians(a.astype(np.float64)), np.radians(b.astype(np.float64))
    half = np.sin((b[:, 0] - a[:, 0]) / 2) ** 2
    half += np.cos(a[:, 0]) * np.cos(b[:, 0]) * np.sin((b[:, 1] - a[:, 1]) / 2) ** 2
    distance: Array = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return distance


def _place(a: Columns, b: Columns, weights: Weights) -> Array:
    n = len(a)
    known = np.zeros(n, bool)
    same, town, city, inside, region, near, quarters = (np.zeros(n, bool) for _ in range(7))
    crowds = (a.family == _DISPLACEMENT) & (b.family == _DISPLACEMENT)
    for i in range(a.place.shape[1]):
        for j in range(b.place.shape[1]):
            both = (a.place[:, i] != 0) & (b.place[:, j] != 0)
            if not both.any():
                continue
            known |= both
            ra, rb = a.radius[:, i], b.radius[:, j]
            equal = both & (a.place[:, i] == b.place[:, j])
            same |= equal & (ra <= SMALL_KM)
            town |= equal & (ra <= 15)
            city |= equal & (ra <= 60)
            in_b = both & (a.ancestor[:, i] == b.place[:, j, None]).any(1)
            in_a = both & (b.ancestor[:, j] == a.place[:, i, None]).any(1)
            wide = np.where(in_b, rb, ra)
            inside |= (in_a | in_b) & (wide <= 30)
            region |= ((in_a | in_b) & (wide > 30)) | (equal & (ra > 60))
            narrow = both & (np.maximum(ra, rb) <= 60)
            reach = 25 + np.minimum(ra, 15) + np.minimum(rb, 15)
            quarters |= both & (np.maximum(ra, rb) <= QUARTER_KM)
            near |= narrow & ~crowds & (_distance_km(a.point[:, i], b.point[:, j]) <= reach)
    worded = (a.place_word != 0).any(1) & (b.place_word != 0).any(1)
    words = np.zeros(n, bool)
    alike = np.zeros(n, bool)
    for i in range(a.place_word.shape[1]):
        words |= ((a.place_word[:, i, None] == b.place_word) & (b.place_word != 0)).any(1)
        alike |= ((a.place_sound[:, i, None] == b.place_sound) & (b.place_sound != 0)).any(1)
    return pick(
        weights,
        "place",
        n,
        ("same", same),
        ("same town", town),
        ("same city", city),
        ("inside", inside),
        ("other quarter", quarters),
        ("near", near),
        ("same region", region),
        ("far", known),
        ("words shared", worded & words),
        ("words alike", worded & alike),
        ("words differ", worded & (a.language == b.language)),
        ("words of two languages", worded),
    )


def _counts_any(cols: Columns) -> Array:
    """Whether anything is counted with a number."""
    return np.asarray(((cols.fact != 0) & ((cols.low > 0) | ((cols.high != OPEN) & (cols.high > 0)))).any(1))


def _counts(a: Columns, b: Columns, weights: Weights) -> Array:
    n = len(a)
    equal, large, small, fits, off, far = (np.zeros(n, np.int16) for _ in range(6))
    money = (a.family == _FUNDING) & (b.family == _FUNDING)
    for i in range(FACTS):
        for j in range(FACTS):
            both = (a.fact[:, i] != 0) & (a.fact[:, i] == b.fact[:, j]) & ~money
            if not both.any():
                continue
            la, ha, lb, hb = a.low[:, i], a.high[:, i], b.low[:, j], b.high[:, j]
            stated = both & ((la > 0) | (ha != OPEN)) & ((lb > 0) | (hb != OPEN))
            same = stated & (la == lb) & (la > 0)
            top, bottom = np.maximum(la, lb), np.maximum(np.minimum(la, lb), 1)
            overlap = stated & ~same & (top <= np.minimum(ha, hb))
            close = stated & ~same & (top <= 1.1 * bottom)
            equal += same & (la >= 3)
            large += same & (la >= 10)
            small += same & (la < 3)
            fits += overlap | close
            off += stated & ~same & ~overlap & ~close
            far += stated & ~same & ~overlap & (top > 3 * bottom)
    return pick(
        weights,
        "counts",
        n,
        ("same number of ten or more", large > 0),
        ("several same", (equal + small >= 2) & (equal > 0)),
        ("same number", equal > 0),
        ("several small", (equal + small >= 2) & (off <= small)),
        ("same one or two", (small > 0) & (off <= small)),
        ("compatible", fits > 0),
        ("far off", (off > 0) & (far == off)),
        ("differ", off > 0),
        ("other things", np.isin(a.family, _MOVES) & (a.family == b.family) & _counts_any(a) & _counts_any(b)),
    )


def _money(a: Columns, b: Columns, weights: Weights) -> Array:
    n = len(a)
    money = (a.family == _FUNDING) & (b.family == _FUNDING)
    same, near, other, sum_shared = (np.zeros(n, bool) for _ in range(4))
    for i in range(FACTS):
        for j in range(FACTS):
            sum_shared |= (a.low[:, i] == b.low[:, j]) & (a.low[:, i] > 0)
            both = money & (a.fact[:, i] != 0) & (a.fact[:, i] == b.fact[:, j])
            top, bottom = np.maximum(a.low[:, i], b.low[:, j]), np.minimum(a.low[:, i], b.low[:, j])
            same |= both & (top == bottom)
            near |= both & (top <= 1.05 * bottom)
            other |= both
    others = money & _counts_any(a) & _counts_any(b) & ~sum_shared
    cases = ("same amount", same), ("near amount", near), ("other amount", other), ("nothing shared", others)
    return pick(weights, "money", n, *cases)


def _mask(feature: str, column: str, shared: str = "same") -> Comparison:
    def compare(a: Columns, b: Columns, weights: Weights) -> Array:
        left, right = getattr(a, column), getattr(b, column)
        stated = (left != 0) & (right != 0)
        return pick(weights, feature, len(a), (shared, stated & ((left & right) != 0)), ("differ", stated))

    return compare


def _outcome(a: Columns, b: Columns, weights: Weights) -> Array:
    stated = (a.outcome != 0) & (b.outcome != 0)
    shared = stated & ((a.outcome & b.outcome) != 0)
    found = ((a.outcome & _LOST) != 0) & ((b.outcome & _KILLED) != 0)
    found |= ((b.outcome & _LOST) != 0) & ((a.outcome & _KILLED) != 0)
    cases = ("shared", shared), ("missing, then dead", stated & found), ("differ", stated)
    return pick(weights, "outcome", len(a), *cases)


def _mode(a: Columns, b: Columns, weights: Weights) -> Array:
    stated = (a.mode != 0) & (b.mode != 0)
    related = np.zeros(len(a), bool)
    for group in _RELATED:
        related |= ((a.mode & group) != 0) & ((b.mode & group) != 0)
    return pick(
        weights,
        "mode",
        len(a),
        ("same", stated & ((a.mode & b.mode) != 0)),
        ("related", stated & related),
        ("differ", stated),
    )


def _cause(a: Columns, b: Columns, weights: Weights) -> Array:
    stated = (a.cause != 0) & (b.cause != 0)
    accident_a, accident_b = (a.cause & _ACCIDENTS) != 0, (b.cause & _ACCIDENTS) != 0
    attack_a = (((a.cause & _ATTACKS) != 0) | (a.mode != 0)) & ~accident_a
    attack_b = (((b.cause & _ATTACKS) != 0) | (b.mode != 0)) & ~accident_b
    return pick(
        weights,
        "cause",
        len(a),
        ("accident or attack", (accident_a & attack_b) | (accident_b & attack_a)),
        ("same", stated & ((a.cause & b.cause) != 0)),
        ("differ", stated),
    )


def _actor(a: Columns, b: Columns, weights: Weights) -> Array:
    named_a, named_b = (a.actor != 0).any(1), (b.actor != 0).any(1)
    shared = np.zeros(len(a), bool)
    for i in range(a.actor.shape[1]):
        shared |= ((a.actor[:, i, None] == b.actor) & (b.actor != 0)).any(1)
    any_a, any_b = named_a | (a.generic != 0), named_b | (b.generic != 0)
    return pick(
        weights,
        "actor",
        len(a),
        ("same", shared),
        ("differ", named_a & named_b),
        ("compatible", any_a & any_b),
    )


def _nation(a: Columns, b: Columns, weights: Weights) -> Array:
    stated = (a.nation != 0).any(1) & (b.nation != 0).any(1)
    shared = ((a.nation[:, :, None] == b.nation[:, None, :]) & (a.nation[:, :, None] != 0)).any((1, 2))
    moved = np.isin(a.family, TRAVEL) & (a.family == b.family)
    cases = ("came or left", shared & moved), ("shared", shared), ("differ", stated)
    return pick(weights, "nation", len(a), *cases)


def _report(a: Columns, b: Columns, weights: Weights) -> Array:
    alike = a.doc == b.doc
    rows = alike & (a.event_row != 0)
    place = _place(a, b, weights)
    places = alike & np.isin(place, [weights.index("place", name) for name in _ELSEWHERE])
    return pick(
        weights, "report", len(a), ("another row", rows), ("two places", places), ("same", alike), ("other", ~alike)
    )


def _origin(a: Columns, b: Columns, weights: Weights) -> Array:
    alike = (a.origin == b.origin) & (a.doc != b.doc)
    return pick(weights, "origin", len(a), ("same", alike), ("other", ~alike))


def _kind(a: Columns, b: Columns, weights: Weights) -> Array:
    alike = a.family == b.family
    each = [(name, alike & (a.family == k)) for k, name in enumerate(FAMILIES)]
    return pick(weights, "kind", len(a), *each, ("differ", ~alike))


def _destination(a: Columns, b: Columns, weights: Weights) -> Array:
    stated = (a.destination != 0) & (b.destination != 0)
    alike = stated & (a.destination == b.destination)
    return pick(weights, "destination", len(a), ("same", alike), ("differ", stated))


COMPARISONS: dict[str, Comparison] = {
    "date": date_level,
    "place": _place,
    "counts": _counts,
    "money": _money,
    "group": _mask("group", "group", "shared"),
    "outcome": _outcome,
    "mode": _mode,
    "cause": _cause,
    "gear": _mask("gear", "gear"),
    "nation": _nation,
    "actor": _actor,
    "destination": _destination,
    "origin": _origin,
    "kind": _kind,
    "report": _report,
}


def compare(a: Columns, b: Columns, weights: Weights) -> Levels:
    """The level of every feature for each pair: row i of `a` against row i of `b`. Text is compared elsewhere."""
    return {feature: comparison(a, b, weights) for feature, comparison in COMPARISONS.items()}


def bits(levels: Levels, weights: Weights) -> Array:
    """The weight of each pair in bits: the prior and the sum over features."""
    size = len(next(iter(levels.values())))
    total = np.full(size, weights.prior, np.float64)
    for feature, level in levels.items():
        total += np.asarray(weights.bits[feature])[level]
    return total


def steps(feature: str, values: Array, skip: Array, weights: Weights, falling: tuple[float, ...]) -> Array:
    """Levels of a measure by falling thresholds: level 0 where it is skipped, the last where it is below all."""
    names = weights.levels[feature]
    cases: list[tuple[str, Any]] = [(names[0], skip)]
    cases += [(name, values >= step) for name, step in zip(names[1:-1], falling, strict=True)]
    return pick(weights, feature, len(values), *cases, (names[-1], np.ones(len(values), bool)))
