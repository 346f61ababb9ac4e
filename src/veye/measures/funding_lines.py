"""Streams of money as reports give them: by purpose and currency, totals beside each donor's amounts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import msgspec

from veye.measures.basis import Basis
from veye.measures.observations import Ends, Observation, Spread, added, newest
from veye.measures.out_of_line import in_line
from veye.records import Claim, Funding, fold

KINDS = ("requested", "pledged", "approved", "disbursed", "frozen")
PAST = {"requested": "requested", "pledged": "pledged", "approved": "approved", "disbursed": "paid", "frozen": "frozen"}
SEVERAL = frozenset({"", "multiple", "several", "various", "donors", "all donors", "total", "international community"})
NO_CURRENCY = "currency not stated"


class Line(msgspec.Struct, frozen=True):
    """One stream of money in one currency: per kind the reported totals and each donor's amounts."""

    name: str
    currency: str
    totals: dict[str, list[Observation]]
    donors: dict[str, dict[str, list[Observation]]]


class Sum(msgspec.Struct, frozen=True):
    """What stands behind one amount: the reported total or the sum over named donors."""

    spread: Spread
    stated: bool
    parts: dict[str, Spread]

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims behind the amount and behind every donor's part."""
        return tuple(sorted({*self.spread.claim_ids, *(i for s in self.parts.values() for i in s.claim_ids)}))


def lines(basis: Basis) -> list[Line]:
    """All streams of money that claims name, those of the profile first; amounts in two currencies are two lines.

    Amounts out of line with all others of their kind and giver stand in none.
    """
    totals: dict[tuple[str, str], dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    donors: dict[tuple[str, str], dict[str, dict[str, list[Claim]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for claim in in_line(basis, basis.of(Funding, planned=True)):
        said = claim.statement
        assert isinstance(said, Funding)
        if said.amount is None or (claim.flags.planned and said.kind in ("disbursed", "frozen")):
            continue
        key = line_of(basis, said.purpose), said.currency or NO_CURRENCY
        if fold(said.donor or "") in SEVERAL:
            totals[key][said.kind].append(claim)
        else:
            donors[key][said.kind][said.donor or ""].append(claim)
    out = []
    for name, currency in {*totals, *donors}:
        seen = {k: v for k, c in totals[name, currency].items() if (v := basis.observations(c, _ends))}
        given = {
            kind: {d: v for d, c in by_donor.items() if (v := basis.observations(c, _ends))}
            for kind, by_donor in donors[name, currency].items()
        }
        if seen or any(given.values()):
            out.append(Line(name, currency, seen, given))
    rank = {line.name: i for i, line in enumerate(basis.mission.funding)}
    return sorted(out, key=lambda line: (rank.get(line.name, len(rank)), line.name, line.currency))


def line_of(basis: Basis, purpose: str | None) -> str:
    """The profile's funding line that the words for a purpose name, else the words, else "purpose not stated"."""
    if not purpose:
        return "purpose not stated"
    words = f" {fold(purpose)} "
    for line in basis.mission.funding:
        if any(f" {fold(name)} " in words for name in (line.name, *line.aliases)):
            return line.name
    return purpose


def _ends(claim: Claim) -> Ends:
    said = claim.statement
    assert isinstance(said, Funding)
    return said.amount, said.amount_high or said.amount


def amount(basis: Basis, line: Line, kind: str) -> Sum | None:
    """The newest reported total, else the sum of the newest amount of each donor; None without either."""
    parts = {d: basis.spread(newest(seen)) for d, seen in sorted(line.donors.get(kind, {}).items()) if seen}
    if kind in line.totals:
        return Sum(basis.spread(_newest_totals(basis, line.totals[kind], kind)), True, parts)
    return Sum(added(parts.values()), False, parts) if parts else None


def alike(basis: Basis, line: Line, kind: str, other: str, *, within_days: int) -> tuple[Sum, Sum] | None:
    """The newest totals of two kinds that speak of days at most so far apart; None where no two do.

    Without a reported total of either kind, the newest amounts as they stand.
    """
    one, two = line.totals.get(kind), line.totals.get(other)
    if not one or not two:
        first, second = amount(basis, line, kind), amount(basis, line, other)
        return (first, second) if first and second else None
    days = sorted(((a.day, b.day) for a in one for b in two if abs((a.day - b.day).days) <= within_days), reverse=True)
    if not days:
        return None
    day, at = max(days, key=lambda pair: (min(pair), max(pair)))
    return _as_of(basis, line, kind, day), _as_of(basis, line, other, at)


def _as_of(basis: Basis, line: Line, kind: str, day: date) -> Sum:
    held = [v for v in line.totals[kind] if v.day <= day]
    return Sum(basis.spread(_newest_totals(basis, held, kind)), True, {})


def _newest_totals(basis: Basis, totals: list[Observation], kind: str) -> list[Observation]:
    """The newest totals, without those that are parts: of several in one report the largest is the total.

    Money paid so far cannot fall: of newest amounts paid, those below an earlier total are parts where others are not.
    """
    largest: dict[str, float] = defaultdict(float)
    for value in totals:
        for claim_id in value.claim_ids:
            doc_id = basis.claim[claim_id].doc_id
            largest[doc_id] = max(largest[doc_id], value.best)
    whole = [v for v in totals if any(v.best >= largest[basis.claim[i].doc_id] for i in v.claim_ids)]
    last = newest(whole)
    if kind == "disbursed":
        floor = max((v.best for v in whole if v.day < last[0].day), default=0.0)
        return [v for v in last if v.best >= floor] or last
    return last


def line_params(line: Line, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The parameters that tell a line's figures apart."""
    return (("line", line.name), ("currency", line.currency), *more)
