"""What the mission is said to cost, each sum with its period and who gives it; sums out of line marked as such."""

from __future__ import annotations

from collections.abc import Iterator

from veye.brief import wording
from veye.brief.desk import Desk, newest, teller
from veye.records import Claim, Funding

_LARGE = 0.1  # of the largest cost in line: what is smaller is a part of it
Row = tuple[str, str, str, tuple[str, ...]]


def out_of_line(desk: Desk) -> frozenset[str]:
    """Ids of the claims of sums that no other telling comes near."""
    figure = desk.figure("funding", "out_of_line")
    return frozenset(figure.claim_ids) if figure else frozenset()


def costs(desk: Desk) -> Iterator[Row]:
    """All that the mission is said to cost or need, where sums or periods differ; and each sum that is out of line."""
    odd = out_of_line(desk)
    asked = [c for c in newest(desk.of_type("funding"), desk) if _sum(c).kind == "requested" and _sum(c).amount]
    top = max((_sum(c).amount or 0.0 for c in asked if c.id not in odd), default=0.0)
    large = [c for c in asked if c.id in odd or (_sum(c).amount or 0.0) >= _LARGE * top]
    if len({_words(c) for c in large}) > 1:
        yield "as told", "what the mission costs", _said(large, desk, odd), tuple(c.id for c in large)
    slips = dict.fromkeys(_key(c) for c in newest(desk.of_type("funding"), desk) if c.id in odd and c not in large)
    for kind, donor in slips:
        alike = [c for c in newest(desk.of_type("funding"), desk) if _key(c) == (kind, donor)]
        giver = "several donors" if donor == "multiple" else wording.country(donor or "a donor not named")
        yield "as told", f"money {_KIND[kind]} by {giver}", _said(alike, desk, odd), tuple(c.id for c in alike)


def _key(claim: Claim) -> tuple[str, str | None]:
    return _sum(claim).kind, _sum(claim).donor


_KIND = {"disbursed": "paid", "pledged": "pledged", "approved": "approved", "frozen": "frozen", "requested": "asked"}


def _sum(claim: Claim) -> Funding:
    assert isinstance(claim.statement, Funding)
    return claim.statement


def _words(claim: Claim) -> str:
    """The sum with its range and period: "515 to 600 million US dollars over two years"."""
    said = _sum(claim)
    return wording.sum_of_money(said.amount or 0.0, said.amount_high, said.currency, said.months)


def _said(claims: list[Claim], desk: Desk, odd: frozenset[str]) -> str:
    told: dict[str, list[str]] = {}
    marked: set[str] = set()
    for claim in claims:
        if not _sum(claim).amount:
            continue
        words = _words(claim)
        names = told.setdefault(words, [])
        if claim.id in odd:
            marked.add(words)
        if (who := teller(claim, desk)) not in names and len(names) < 2:
            names.append(who)
    flag = "; out of line with all others, counted in no total"
    return "; ".join(f"{w} ({wording.listed(names)}{flag if w in marked else ''})" for w, names in told.items())
