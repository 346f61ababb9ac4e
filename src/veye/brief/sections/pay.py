"""Pay of the mission's people: who says that it is late, by how much, and who says that it is not."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import Desk, newest, teller
from veye.brief.gist import gist
from veye.brief.model import Sentence, Table
from veye.records import Claim, Figure, Pay

_ROWS = 12


def pay(desk: Desk) -> list[Sentence]:
    """For each contingent the months owed by the accounts told last, each with who gives it; a caution where they differ."""
    out = []
    for figure in desk.picture.figures:
        if (figure.measure, figure.name) != ("sustainment", "pay_owed") or figure.value is None:
            continue
        claims = [desk.claims[i] for i in desk.live(figure.claim_ids)]
        accounts = _accounts(claims, desk)
        if not accounts:
            continue
        params = dict(figure.params)
        text = f"pay of {_whose(params['contingent'])} ({params['what']}) is told as {'; '.join(accounts)}."
        out.append(desk.say(text, claims, figure_id=figure.id))
        if figure.contested:
            out.append(_caution(figure, claims, desk))
    return out


def _caution(figure: Figure, claims: list[Claim], desk: Desk) -> Sentence:
    owed = wording.span(figure.low, figure.value, figure.high)
    return desk.say(f"These accounts differ: {owed} months are owed, by whom one asks.", claims, tone="caution")


def _whose(contingent: str) -> str:
    return contingent if contingent.startswith("the ") else f"{wording.country(contingent)}'s contingent"


def _accounts(claims: list[Claim], desk: Desk) -> list[str]:
    """What is told, each once, with who tells it: "late by three months (officers)"."""
    told: dict[str, list[str]] = {}
    for claim in newest(claims, desk):
        said = claim.statement
        if isinstance(said, Pay):
            names = told.setdefault(_standing(said), [])
            if (who := teller(claim, desk)) not in names and len(names) < 2:
                names.append(who)
    return [f"{what} ({wording.listed(names)})" for what, names in told.items()]


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
