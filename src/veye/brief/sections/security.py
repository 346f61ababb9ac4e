"""Security situation and harm: who controls what by whose word, harm to civilians by whom, displacement, silence."""

from __future__ import annotations

import re

from veye.brief import wording
from veye.brief.desk import Desk, casualty_claims, newest, place_name, said_by, teller, told_on, toll, where
from veye.brief.gist import gist
from veye.brief.model import Paragraph, Section, Sentence, Table
from veye.records import Casualty, Claim, Control, Displacement, Incident, fold

_TOLD = 5
_CODE = re.compile(r"[A-Z]{2,3}\d*")
_CAPITAL = {"capital", "the capital", "la capitale", "la capital", "kapital la", "capitale", "kapital"}


def security(desk: Desk) -> Section:
    """Control, armed groups, the worst harm to civilians, running totals by who gives them, displacement, silence."""
    paragraphs: list[Paragraph] = [
        tuple(_control(desk)), *map(tuple, _harm(desk)), tuple(_displacement(desk)), tuple(_silence(desk)),
    ]  # fmt: skip
    tables = [t for t in (_totals(desk),) if t]
    return Section("security", "Security situation and harm", tuple(p for p in paragraphs if p), tuple(tables))


def _control(desk: Desk) -> list[Sentence]:
    shares: dict[tuple[str, float], list[Claim]] = {}
    for claim in desk.of_type("control"):
        said = claim.statement
        if isinstance(said, Control) and said.share_percent is not None and claim.place:
            named = place_name(claim.place)
            place = desk.picture.mission.capital if fold(named) in _CAPITAL else named
            shares.setdefault((place, said.share_percent), []).append(claim)
    out = []
    for place in dict.fromkeys(place for place, _ in shares):
        values = sorted(v for p, v in shares if p == place)
        claims = [c for v in values for c in shares[place, v]]
        amounts = wording.listed([f"{v:g}" for v in values], last="or")
        out.append(desk.say(f"Armed groups are reported to hold {amounts} % of {place}.", claims))
        if len(values) > 1:
            out.append(Sentence("No method is published for any of these shares.", tone="caution"))
    return out


def _harm(desk: Desk) -> list[list[Sentence]]:
    """The incidents with most civilians killed, one paragraph each, by date."""
    people = ("civilian", "mixed", "unknown")
    harmed = [(i, t) for i, t in desk.tallies() if t.who in people and t.what == "killed" and _located(i)]
    harmed.sort(key=lambda it: (it[1].best or 0, it[0].id), reverse=True)
    paragraphs = []
    worst = sorted(harmed[:_TOLD], key=lambda it: it[0].when.earliest if it[0].when else desk.since)
    for incident, tally in worst:
        lead = wording.when(incident.when) or "on a day that no report states"
        by = wording.listed([a for a in incident.actors if a not in ("unknown", "gang")][:2])
        text = f"{lead}{where(incident)}, {toll(tally)}{f' in an attack laid to {by}' if by else ''}."
        told = [desk.say(text, desk.tally_claims(tally))]
        if tally.contested:
            text = f"Counts differ: {said_by(tally, desk)}."
            told.append(desk.say(text, desk.tally_claims(tally), tone="caution"))
        paragraphs.append(told)
    return paragraphs


def _located(incident: Incident) -> bool:
    """Whether it bears a day or a place within a country: without either it cannot be told from a total."""
    place = incident.place.place if incident.place else None
    return incident.when is not None or (incident.place is not None and (place is None or place.kind != "country"))


def _totals(desk: Desk) -> Table | None:
    rows, cites = [], []
    for claim in newest(casualty_claims(desk, cumulative=True), desk):
        said = claim.statement
        if isinstance(said, Casualty) and said.who != "mission" and (said.count.best or 0) >= 50:
            scope = wording.when(claim.when, preposition=False) or "period not stated"
            place = place_name(claim.place) if claim.place else ""
            rows.append((scope, place, gist(claim), teller(claim, desk)))
            cites.append(desk.citations.cite([claim])[0])
    if not rows:
        return None
    note = "Totals of different definition are kept apart and never added to incidents."
    columns = ("period", "where", "total", "who gives it")
    return Table("Running totals as reported", columns, tuple(rows[:15]), tuple(cites[:15]), note)


def _displacement(desk: Desk) -> list[Sentence]:
    """The newest numbers of displaced people, each once: a report that tells one both ways means the stock."""
    claims = [c for c in newest(desk.of_type("displacement"), desk) if not c.flags.backref]
    told: dict[int | None, list[tuple[Displacement, Claim]]] = {}
    for claim in claims:
        said = claim.statement
        if isinstance(said, Displacement) and (said.count.best or 0) >= 1000:
            told.setdefault(said.count.best, []).append((said, claim))
    out = []
    for same in list(told.values())[:3]:
        stock = any(said.kind == "stock" for said, _ in same)
        first, claim = max(same, key=lambda pair: (pair[0].kind == "stock", pair[1].place is not None))
        place = f" in {place_name(claim.place)}" if claim.place else ""
        verb = "were displaced" if stock else "fled"
        cited = [c for _, c in same]
        text = f"{wording.count(first.count)} people {verb}{place} ({told_on(cited, desk)})."
        out.append(desk.say(text, cited))
    return out


def _silence(desk: Desk) -> list[Sentence]:
    figure = desk.figure("coverage", "silence")
    if not figure or not figure.rows:
        return []
    silent = [str(row[0]) for row in figure.rows if row[-1] == "yes" and not _CODE.fullmatch(str(row[0]))]
    text = f"Usually reported from, and silent lately: {wording.listed(silent)}. " if silent else ""
    text += "No reports is not the same as no events."
    return [Sentence(text, tone="method", figure_id=figure.id)]
