"""Rewrites that moved a fact: the same wound, gear or number told of somebody else within one origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veye.records import Casualty, Claim, Document, Funding, Tie


def _casualties(claims: Sequence[Claim]) -> list[tuple[Claim, Casualty]]:
    return [(c, c.statement) for c in claims if isinstance(c.statement, Casualty) and not c.flags.cumulative]


def _moved_gear(a: Sequence[Claim], b: Sequence[Claim]) -> list[str]:
    """Gear that one report gives to a person of one outcome and the other to one of another."""
    out = []
    left, right = _casualties(a), _casualties(b)
    for gear in sorted({s.gear for _, s in left if s.gear} & {s.gear for _, s in right if s.gear}):
        outcomes = {s.outcome for _, s in left if s.gear == gear}, {s.outcome for _, s in right if s.gear == gear}
        if not outcomes[0] & outcomes[1]:
            one, other = ("/".join(sorted(o)) for o in outcomes)
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


def _scaled(a: Sequence[Claim], b: Sequence[Claim]) -> list[str]:
    """Money a thousand times larger or smaller: millions taken for billions."""
    left = [c.statement for c in a if isinstance(c.statement, Funding) and c.statement.amount]
    right = [c.statement for c in b if isinstance(c.statement, Funding) and c.statement.amount]
    return sorted(
        {
            f"{x.amount:,.0f} {x.currency} against {y.amount:,.0f} {y.currency}"
            for x in left
            for y in right
            if x.amount and y.amount and max(x.amount, y.amount) == 1000 * min(x.amount, y.amount)
        }
    )


def garbled(members: Sequence[Document], claims: Mapping[str, Sequence[Claim]], ties: Sequence[Tie]) -> list[str]:
    """What tied documents tell differently of somebody else, one sentence each, with both documents' names."""
    by_id = {d.id: d for d in members}
    out = []
    for parent, child in sorted({(t.parent, t.child) for t in ties}):
        a, b = claims[parent], claims[child]
        for finding in (*_moved_gear(a, b), *_swapped(a, b), *_scaled(a, b)):
            out.append(f"{by_id[parent].key} / {by_id[child].key}: {finding}")
    return out
