"""Rewrites that moved a fact: the same wound, gear or number told of somebody else within one origin."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from veye.records import Casualty, Claim, Document, Equipment, Funding, Tie
from veye.records.claim import Gear
from veye.resolve.prints import sentences


def _casualties(claims: Sequence[Claim]) -> list[tuple[Claim, Casualty]]:
    return [(c, c.statement) for c in claims if isinstance(c.statement, Casualty) and not c.flags.cumulative]


_WORN: dict[str, Gear] = {"helmet": "helmet pierced", "body_armour": "body armour pierced"}


def _geared(claims: Sequence[Claim], doc: Document) -> dict[str, set[str]]:
    """For each protection that failed, the outcomes of those it failed.

    A helmet that fails in a sentence with one casualty failed that one, whichever claim says so.
    """
    out: dict[str, set[str]] = defaultdict(set)
    starts = [start for start, _ in sentences(doc.text)]
    hit: dict[int, list[Casualty]] = defaultdict(list)
    for claim, casualty in _casualties(claims):
        if casualty.gear:
            out[casualty.gear].add(casualty.outcome)
        if claim.span is not None:
            hit[bisect_right(starts, claim.span.start)].append(casualty)
    for claim in claims:
        s = claim.statement
        if claim.span is None or not isinstance(s, Equipment) or s.event != "failed" or s.item_class not in _WORN:
            continue
        beside = hit[bisect_right(starts, claim.span.start)]
        if len(beside) == 1 and beside[0].gear is None:
            out[_WORN[s.item_class]].add(beside[0].outcome)
    return out


def _moved_gear(left: Mapping[str, set[str]], right: Mapping[str, set[str]]) -> list[str]:
    """Gear that one report gives to a person of one outcome and the other to one of another."""
    out = []
    for gear in sorted(left.keys() & right.keys()):
        if not left[gear] & right[gear]:
            one, other = ("/".join(sorted(o)) for o in (left[gear], right[gear]))
            out.append(f"“{gear}” goes with {one} in one, {other} in the other")
    return out


def _swapped(a: Sequence[Claim], b: Sequence[Claim]) -> list[str]:
    """Two numbers that change places: five killed and three wounded against three killed and five wounded."""

    def counted(claims: Sequence[Claim]) -> dict[tuple[str, str], int]:
        exact = [(s, s.count.best) for c, s in _casualties(claims) if s.count.exact and not c.flags.backref]
        return {(s.outcome, s.who): n for s, n in exact if n is not None}

    left, right = counted(a), counted(b)
    keys = sorted(left.keys() & right.keys())
    return [
        f"{left[x]} {x[0]} ({x[1]}) and {left[y]} {y[0]} ({y[1]}) change places"
        for i, x in enumerate(keys)
        for y in keys[i + 1 :]
        if left[x] != left[y] and (left[x], left[y]) == (right[y], right[x])
    ]


def _told_dead(a: Sequence[Claim], b: Sequence[Claim]) -> list[str]:
    """One number that counts the dead in one report and the killed and wounded together in the other."""

    def counts(claims: Sequence[Claim], outcome: str) -> set[int]:
        told = [c.statement for c in claims if isinstance(c.statement, Casualty) and c.statement.outcome == outcome]
        return {s.count.low for s in told if s.count.exact and s.count.low is not None}

    both = "killed or wounded"
    same = (counts(a, "killed") & counts(b, both)) | (counts(a, both) & counts(b, "killed"))
    return [f"{n:,} are killed in one, killed or wounded in the other" for n in sorted(same) if n >= _MANY]


_MANY = 10  # smaller numbers meet by chance
_FAR = 50  # times: a slip of scale or currency lies beyond it


def _scaled(a: Sequence[Claim], b: Sequence[Claim]) -> list[str]:
    """Money a thousand times larger or smaller; or, of one kind and giver, far from all that the other tells."""
    left, right = _sums(a), _sums(b)
    found = {(x, y) for x in left for y in right if max(x[0], y[0]) == 1000 * min(x[0], y[0])}
    for mine, theirs in ((left, right), (right, left)):
        for x in mine:
            alike = [y for y in theirs if y[1:] == x[1:]]
            near = min(alike, key=lambda y: _ratio(x, y), default=None)
            if near is not None and _ratio(x, near) >= _FAR:
                found.add((x, near) if mine is left else (near, x))
    return sorted(f"{x[0]:,.0f} {x[1]} against {y[0]:,.0f} {y[1]}" for x, y in found)


_Sum = tuple[float, str | None, str, str | None]  # amount, currency, kind, giver


def _sums(claims: Sequence[Claim]) -> list[_Sum]:
    told = [c.statement for c in claims if isinstance(c.statement, Funding)]
    return [(s.amount, s.currency, s.kind, s.donor) for s in told if s.amount]


def _ratio(x: _Sum, y: _Sum) -> float:
    return max(x[0], y[0]) / min(x[0], y[0])


def garbled(members: Sequence[Document], claims: Mapping[str, Sequence[Claim]], ties: Sequence[Tie]) -> list[str]:
    """What tied documents tell differently of somebody else, one sentence each, with both documents' names."""
    by_id = {d.id: d for d in members}
    gear = {d.id: _geared(claims[d.id], d) for d in members}
    out = []
    for parent, child in sorted({(t.parent, t.child) for t in ties}):
        a, b = claims[parent], claims[child]
        for finding in (*_moved_gear(gear[parent], gear[child]), *_swapped(a, b), *_scaled(a, b), *_told_dead(a, b)):
            out.append(f"{by_id[parent].key} / {by_id[child].key}: {finding}")
    return out
