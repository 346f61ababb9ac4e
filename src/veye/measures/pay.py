"""How many months of pay a mission's people are owed, and by whose word it is late or given."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from veye.measures.basis import Basis
from veye.measures.observations import Ends, count_ends, newest
from veye.measures.words import number, span
from veye.records import Claim, Figure, Pay

RECENT_DAYS = 31
WORDS = {"allowance": "allowances", "salary": "salaries", "pay": "pay"}
WHOLE = "the mission"
COLUMNS = ("as of", "what", "months owed", "as told", "who says it", "origin")


def figures(basis: Basis) -> list[Figure]:
    """By contingent the months owed that are told newest, with all that was told in the month before beside them.

    Salaries stand apart from allowances where a report tells them apart: one may be paid while the other is late.
    """
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    said = basis.of(Pay)
    named = {c for claim in said if (c := _contingent(basis, claim)) != WHOLE}
    only = next(iter(named)) if len(named) == 1 else WHOLE  # "the officers" are those of the one contingent spoken of
    for claim in said:
        whose = _contingent(basis, claim)
        what = "salary" if _said(claim).what == "salary" else "pay"
        groups[only if whose == WHOLE else whose, what].append(claim)
    made = [f for (whose, what), told in sorted(groups.items()) if (f := _owed(basis, whose, what, told))]
    blank = basis.blank("sustainment", "pay_owed", "Months of pay owed", "months", "newest number told")
    return made or [blank.refused("no report counts the months of pay that are owed, or says that pay was given")]


def _said(claim: Claim) -> Pay:
    assert isinstance(claim.statement, Pay)
    return claim.statement


def _contingent(basis: Basis, claim: Claim) -> str:
    named = _said(claim).contingent
    return (basis.names.contingent(named) if named else None) or WHOLE


def months_owed(said: Pay, on: date | None) -> Ends:
    """Lowest and highest number of months owed by one statement told on a day; (None, None) where it gives none.

    Late by so many months: that count. Paid in full: none. Paid up to a month: the whole months that have ended since,
    which is what a reader works out ("paid to October", said on 5 December, leaves November: one).
    """
    if said.status == "late":
        return count_ends(said.count)
    if said.paid_to is None:
        return 0, 0
    if on is None:
        return None, None
    year, month = (int(part) for part in said.paid_to.split("-"))
    ended = max(0, 12 * (on.year - year) + on.month - month - 1)
    return ended, ended


def _owed(basis: Basis, whose: str, what: str, claims: list[Claim]) -> Figure | None:
    seen = basis.observations(claims, lambda c: months_owed(_said(c), basis.day_of(c)))
    if not seen:
        return None
    told, last = newest(seen, within_days=RECENT_DAYS), newest(seen)
    spread, wide = basis.spread(last), basis.spread(told)
    word = WORDS[what]
    params = (("contingent", whose), ("what", word))
    label = f"Months of {word} owed: {whose}"
    blank = basis.blank("sustainment", "pay_owed", label, "months", "newest number told", params)
    derived = [o for o in told if any(_said(basis.claim[i]).paid_to for i in o.claim_ids)]
    notes = ["Months since a month that was paid for are counted by this product, not told."] if derived else []
    bare = [c for c in claims if months_owed(_said(c), basis.day_of(c)) == (None, None)]
    if bare:
        notes.append(f"{number(len(bare))} more say that it is late, not by how much.")
    return blank.filled(
        spread.best, wide.low, wide.top, interval="lowest and highest told in the month before the newest",
        contested=wide.contested, claims=wide.claim_ids, notes=tuple(notes), columns=COLUMNS,
        rows=tuple(
            (
                o.day.isoformat(), WORDS[_said(basis.claim[o.claim_ids[0]]).what], span(o.low, o.best, o.high),
                _as_told(_said(basis.claim[o.claim_ids[0]])), o.said_by, o.origin_id,
            )
            for o in seen
        ),
    )  # fmt: skip


def _as_told(said: Pay) -> str:
    if said.status == "late":
        return "late"
    return f"paid up to {said.paid_to}" if said.paid_to else "paid in full"
