"""Where reports differ on anything but the tolls of incidents: every value with who gives it, none averaged away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from veye.brief import wording
from veye.brief.desk import OUTCOMES, Desk, said_by, teller, where
from veye.brief.gist import EVENTS, THINGS
from veye.brief.model import Section, Sentence, Table
from veye.brief.sections.differing_sums import costs
from veye.brief.sections.differing_totals import evacuated, totals
from veye.brief.sections.rival_values import rivals
from veye.records import Claim, Incident, Milestone, Strength, Tally, When

_ROWS = 40
NOTE = "Every reported value is kept; none is averaged away. Numbers on the harmed of one incident stand above."


class Difference(msgspec.Struct, frozen=True):
    """One row: when, what, and who says what, with the claims that say it."""

    when: str
    what: str
    said: str
    claims: tuple[str, ...]


def differences(desk: Desk) -> Section:
    """Arrivals, items, votes, ceilings, totals, costs and balances that cannot all be right, and flags of slips."""
    told = [Difference(*row) for row in _rows(desk)][:_ROWS]
    tables = []
    if told:
        cites = tuple(desk.citations.cite(desk.live(d.claims))[0] for d in told)
        rows = tuple((d.when, d.what, d.said) for d in told)
        tables.append(Table("Where reports differ", ("when", "what", "who says what"), rows, cites, NOTE))
    if balances := _balances(desk):
        tables.append(balances)
    if not tables:
        nothing = Sentence("No reports held here differ on more than the tolls above.", tone="method")
        return Section("differences", "Where reports differ", ((nothing,),))
    return Section("differences", "Where reports differ", (), tuple(tables))


Row = tuple[str, str, str, tuple[str, ...]]


def _rows(desk: Desk) -> Iterator[Row]:
    for incident in reversed(desk.picture.incidents):
        for tally in incident.tallies:
            if tally.what in OUTCOMES or not tally.contested:
                continue
            for when, told in rivals(incident, tally, desk):
                yield _told(when), _what(incident, told), said_by(told, desk), tuple(desk.tally_claims(told))
    yield from _days(desk)
    yield from _ceilings(desk)
    yield from totals(desk)
    yield from evacuated(desk)
    yield from costs(desk)


def _when(incident: Incident) -> str:
    return _told(incident.when)


def _told(when: When | None) -> str:
    return wording.when(when, preposition=False) or "not stated"


def _what(incident: Incident, tally: Tally) -> str:
    """What a tally counts, as a reader would say it."""
    place = where(incident)
    if tally.what in EVENTS and tally.who in THINGS:
        return f"{THINGS[tally.who][1]} {EVENTS[tally.what]}{place}"
    if tally.what == "voted for":
        return "votes for the resolution"
    if tally.what in ("arrived", "departed"):
        whose = "personnel" if tally.who == "total" else f"personnel of {wording.country(tally.who)}"
        return f"{whose} {tally.what}"
    return f"people {tally.what}{place}"


def _days(desk: Desk) -> Iterator[Row]:
    """Days on which reports put one incident with casualties, where they differ."""
    for incident in reversed(desk.picture.incidents):
        told: dict[str, list[Claim]] = {}
        for claim in _dated(incident, desk):
            told.setdefault(wording.when(claim.when, preposition=False), []).append(claim)
        if len(told) > 1 and any(t.what in OUTCOMES for t in incident.tallies):
            names = {day: list(dict.fromkeys(teller(c, desk) for c in said))[:2] for day, said in told.items()}
            text = "; ".join(f"{day} ({wording.listed(who)})" for day, who in names.items())
            title = incident.title.removesuffix(f", {incident.when.iso()}" if incident.when else "")
            yield _when(incident), f"the day of: {title}", text, tuple(c.id for s in told.values() for c in s)


def _dated(incident: Incident, desk: Desk) -> list[Claim]:
    """The claims that put an incident on one day: of a report that dates the attack, those of the attack alone.

    The wounded die and the missing are declared dead later; and a day after the first report is one on which
    something was said of it, such as a toll raised.
    """
    first = _first_told(incident, desk)
    told = [desk.claims[i] for i in desk.live(incident.claim_ids)]
    told = [c for c in told if c.when is not None and c.when.days == 1 and not _recalled(c)]
    told = [c for c in told if c.when and not (first and c.when.earliest > first)]
    attacks = {c.doc_id for c in told if c.type == "attack"}
    return [c for c in told if c.type == "attack" or (c.type == "casualty" and c.doc_id not in attacks)]


def _first_told(incident: Incident, desk: Desk) -> date | None:
    """The day after the first dated report of an incident, which may have been written west of it."""
    docs = [desk.documents()[d] for d in incident.doc_ids if d in desk.documents()]
    days = [d.published_day for d in docs if d.published_day is not None]
    return min(days) + timedelta(days=1) if days else None


def _recalled(claim: Claim) -> bool:
    return claim.flags.backref or claim.flags.denied


def _ceilings(desk: Desk) -> Iterator[Row]:
    """Ceilings that the reports of one decision give differently."""
    by_doc: dict[str, list[Claim]] = {}
    for claim in desk.of_type("strength"):
        if isinstance(claim.statement, Strength) and claim.statement.kind == "authorised":
            by_doc.setdefault(claim.doc_id, []).append(claim)
    for incident in desk.picture.incidents:
        voted = [desk.claims[i] for i in desk.live(incident.claim_ids)]
        if not any(isinstance(c.statement, Milestone) and c.statement.what == "resolution" for c in voted):
            continue
        docs = [d for d in incident.doc_ids if d in by_doc]
        told = [c for d in docs for c in by_doc[d] if c.id in incident.claim_ids or c.when is None]
        values = {str(c.statement.count) for c in told if isinstance(c.statement, Strength)}
        if len(values) > 1:
            yield _when(incident), "personnel authorised", _said(told, desk), tuple(c.id for c in told)


def _said(claims: Sequence[Claim], desk: Desk) -> str:
    """ "5,500 (The Desk), 5,550 (UN)": one phrase a value, each with at most two names."""
    told: dict[str, list[str]] = {}
    for claim in claims:
        said = claim.statement
        assert isinstance(said, Strength)
        names = told.setdefault(str(said.count), [])
        if (who := teller(claim, desk)) not in names and len(names) < 2:
            names.append(who)
    return "; ".join(f"{value} ({wording.listed(names)})" for value, names in told.items())


_NUMBERS = re.compile(r"-?[\d,]+(?: to -?[\d,]+)?")


def _balances(desk: Desk) -> Table | None:
    """Stocks of personnel that arrivals and departures do not explain."""
    figure = desk.figure("sustainment", "balances")
    if not figure:
        return None
    open_ones = [row for row in figure.rows if _NUMBERS.fullmatch(str(row[-1])) and row[-1] != "0"]
    if not open_ones:
        return None
    rows = tuple(tuple(str(cell) for cell in row) for row in open_ones)
    cites = _first(desk, figure.claim_ids, len(rows))
    note = "Opening strength, arrivals and departures against the strength reported last: what does not balance is "
    note += "unreported, rounded or wrong."
    return Table("Strength that does not follow from arrivals", figure.columns, rows, cites, note)


def _first(desk: Desk, claims: Iterable[str], rows: int) -> tuple[tuple[int, ...], ...]:
    cited = desk.citations.cite(desk.live(claims))[0]
    return tuple(cited if i == 0 else () for i in range(rows))
