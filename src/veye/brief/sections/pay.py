"""Pay of the mission's people: who says that it is late, by how much, and who says that it is not."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import Desk, newest, teller
from veye.brief.gist import gist
from veye.brief.model import Sentence, Table
from veye.records import Claim, Pay

_ROWS = 12


def pay(desk: Desk) -> list[Sentence]:
    """For each contingent the accounts told last, a sentence each with who gives it; a caution where they differ."""
    out = []
    for figure in desk.picture.figures:
        if (figure.measure, figure.name) != ("sustainment", "pay_owed") or figure.value is None:
            continue
        claims = [desk.claims[i] for i in desk.live(figure.claim_ids)]
        lead = f"{dict(figure.params)['what']} of {_whose(dict(figure.params)['contingent'])}: "
        left = {str(row[3]): str(row[2]) for row in figure.rows if len(row) > 3}
        for standing, told in _accounts(claims, desk).items():
            names = list(dict.fromkeys(teller(c, desk) for c in told))[:2]
            open_months = left.get(f"paid up to {_paid_to(told[0])}")
            rest = f", which leaves {_months(open_months)} owed" if open_months else ""
            out.append(desk.say(f"{lead}{standing}{rest} ({wording.listed(names)}).", told))
            lead = ""
        if figure.contested and claims:
            owed = wording.span(figure.low, figure.value, figure.high)
            text = f"These accounts cannot all be right: {owed} months are owed, by whom one asks."
            out.append(desk.say(text, claims, tone="caution", figure_id=figure.id))
    return out


def _whose(contingent: str) -> str:
    return contingent if contingent.startswith("the ") else f"{wording.country(contingent)}'s contingent"


def _accounts(claims: list[Claim], desk: Desk) -> dict[str, list[Claim]]:
    """What is told, late before paid, the most months first: "late by three months" -> the claims that say so."""
    told: dict[str, list[Claim]] = {}
    for claim in sorted(newest(claims, desk), key=_order):
        if isinstance(claim.statement, Pay):
            told.setdefault(_standing(claim.statement), []).append(claim)
    return told


def _order(claim: Claim) -> tuple[str, int, str]:
    said = claim.statement
    assert isinstance(said, Pay)
    return said.status, -(said.count.best or 0), said.paid_to or "9999"


def _months(amount: str) -> str:
    return f"{wording.number(int(amount))} {wording.plural(int(amount), 'month')}" if amount.isdigit() else amount


def _paid_to(claim: Claim) -> str | None:
    return claim.statement.paid_to if isinstance(claim.statement, Pay) else None


def _standing(said: Pay) -> str:
    if said.status == "late":
        months = f" by {wording.count(said.count)} {wording.plural(said.count.best, 'month')}"
        return f"late{months if said.count.stated else ''}"
    return f"paid up to {wording.iso_day(said.paid_to)}" if said.paid_to else "paid in full"


def pay_table(desk: Desk) -> Table | None:
    """Every account of pay, the newest first, with how many reports and origins stand behind it."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in newest(desk.of_type("pay"), desk):
        groups.setdefault((gist(claim), teller(claim, desk), _told_on(claim, desk)), []).append(claim)
    if len({gist for gist, *_ in groups}) < 2:
        return None
    origin = {d: o.id for o in desk.picture.origins for d in o.doc_ids}
    rows, cites = [], []
    for (what, who, when), claims in list(groups.items())[:_ROWS]:
        reports = {c.doc_id for c in claims}
        rows.append((when, what, who, f"{len(reports)} / {len({origin.get(d, d) for d in reports})}"))
        cites.append(desk.citations.cite(claims)[0])
    columns = ("told", "what", "who says it", "reports / origins")
    return Table("Pay as reported, newest first", columns, tuple(rows), tuple(cites))


def _told_on(claim: Claim, desk: Desk) -> str:
    if claim.when:
        return wording.when(claim.when, preposition=False)
    doc = desk.documents().get(claim.doc_id)
    return wording.iso_day(doc.published if doc else None)
