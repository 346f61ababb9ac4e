"""Casualties and operations: who was hit, when, where, how sure that is, and who says otherwise."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import OUTCOMES, Desk, said_by, tolls, two_fates, where
from veye.brief.model import Paragraph, Section, Sentence, Table
from veye.records import Incident, Tally

_ROWS = 40  # incidents in the table
_TOLD = 4  # incidents told in sentences; all stand in the table


def casualties(desk: Desk) -> Section:
    """Totals with ranges, the rate, the latest incidents in sentences, all in a table, disputes side by side."""
    paragraphs: list[Paragraph] = [tuple(_totals(desk)), *map(tuple, _latest(desk)), tuple(_evacuations(desk))]
    tables = [t for t in (_table(desk), _contested(desk)) if t]
    return Section("casualties", "Casualties and operations", tuple(p for p in paragraphs if p), tuple(tables))


def _totals(desk: Desk) -> list[Sentence]:
    out = []
    parts, ids = [], []
    for outcome in OUTCOMES:
        figure = desk.figure("casualties", outcome)
        if figure and figure.value:
            parts.append(f"{wording.span(figure.low, figure.value, figure.high)} {outcome}")
            ids += desk.live(figure.claim_ids)
    if parts:
        out.append(
            desk.say(f"The reports held here tell of {wording.listed(parts)} among members of the mission.", ids)
        )
    else:
        out.append(Sentence("No report held here tells of casualties among members of the mission.", tone="caution"))
    twice = [(i, t) for i, t in desk.tallies("mission") if t.what == "missing" and "mission" in two_fates(i, desk)]
    if parts and twice:
        number = sum(t.best or 0 for _, t in twice)
        them = f"{wording.span(number, number, number)} of them {wording.plural(number, 'stands', 'stand')}"
        text = f"{them} in both the killed and the missing: dead by some reports, missing by others."
        out.append(desk.say(text, [c for _, t in twice for c in desk.tally_claims(t)], tone="caution"))
    hostile = desk.figure("casualties", "killed_hostile")
    if hostile and hostile.value:
        amount = wording.span(hostile.low, hostile.value, hostile.high)
        out.append(desk.say(f"Of the dead, {amount} fell to hostile action.", desk.live(hostile.claim_ids)))
    rate = desk.figure("casualties", "death_rate_hostile")
    if rate and rate.value is not None and rate.low is not None and rate.high is not None:
        text = (
            f"That is {rate.value:.1f} per 1,000 personnel-years ({rate.interval}: {rate.low:.1f} to {rate.high:.1f})."
        )
        out.append(desk.say(text, desk.live(rate.claim_ids), figure_id=rate.id))
    return out


def _own(desk: Desk) -> list[Incident]:
    """Incidents with casualties of the mission, without those that only tell of another one again, or of nobody surely:
    a low of nought is somebody missing who was found dead, or known from recall alone.
    """
    again = desk.told_again
    seen: dict[str, Incident] = {}
    for incident, tally in desk.tallies("mission"):
        if (incident.id, tally.what) not in again and tally.low != 0:
            seen.setdefault(incident.id, incident)
    return list(seen.values())


def _latest(desk: Desk) -> list[list[Sentence]]:
    """One paragraph an incident, the newest first."""
    paragraphs, again = [], desk.told_again
    for incident in reversed(_own(desk)[-_TOLD:]):
        mine = [t for t in incident.tallies if t.what in OUTCOMES and (incident.id, t.what) not in again]
        mine = [t for t in mine if not (t.what == "missing" and t.best == 0)]  # found dead since
        mine.sort(key=lambda t: (t.who != "mission", t.what != "killed"))
        told = tolls(mine, two_fates=two_fates(incident, desk))
        lead = wording.when(incident.when) or "on a day that no report states"
        ids = [i for t in mine for i in desk.tally_claims(t)]
        text = f"{lead}{where(incident)}, {told}{_manner(incident)}."
        if told != tolls(mine):  # nobody is "missing in an ambush"
            text = f"{lead}{where(incident)}{_manner(incident)}, {told}."
        out = [desk.say(text, ids)]
        for tally in mine:
            if tally.contested and tally.who == "mission":
                text = f"Reports differ on the {tally.what}: {said_by(tally, desk)}."
                out.append(desk.say(text, desk.tally_claims(tally), tone="caution"))
        paragraphs.append([*out, *_status(desk, incident)])
    return paragraphs


def _status(desk: Desk, incident: Incident) -> list[Sentence]:
    """One sentence where a casualty was reported missing and also otherwise: the order in which that was said."""
    mine = [s for s in incident.statuses if "mission" in s.state and not s.state.startswith("wounded")]
    states = {s.state.split()[0] for s in mine}
    if "missing" not in states or len(states) < 2:
        return []
    steps: dict[str, str] = {}
    for step in sorted(mine, key=lambda s: s.at or "9999"):
        state = step.state.split()[0] + (", unconfirmed" if step.hedged else "")
        steps.setdefault(state, f"{state} ({wording.iso_day(step.at)})" if step.at else state)
    text = f"What became of the missing is told differently: {'; then '.join(steps.values())}."
    return [desk.say(text, desk.live(s.claim_id for s in mine), tone="caution")]


def _manner(incident: Incident) -> str:
    manners = {
        "ambush": "in an ambush", "clash": "in a clash", "armed assault": "in an armed attack",
        "massacre": "in a massacre",
        "drone strike": "in a drone strike", "kidnapping": "in a kidnapping", "arson": "in an arson attack",
        "prison break": "in a prison break",
    }  # fmt: skip
    manner = manners.get(incident.mode or "", "in an accident" if incident.kind == "accident" else "")
    return f" {manner}" if manner else ""


def _evacuations(desk: Desk) -> list[Sentence]:
    figure = desk.figure("evacuation", "evacuated")
    if not figure or not figure.value:
        return []
    people = f"{wording.span(figure.low, figure.value, figure.high)} {wording.plural(figure.value, 'person', 'people')}"
    text = f"{people} {wording.plural(figure.value, 'was', 'were')} evacuated for treatment, as far as reports say."
    return [desk.say(text, desk.live(figure.claim_ids), figure_id=figure.id)]


def _table(desk: Desk) -> Table | None:
    rows, cites = [], []
    own, again = _own(desk), desk.told_again
    for incident in reversed(own[-_ROWS:]):
        mine = [t for t in incident.tallies if t.what in OUTCOMES and t.who == "mission"]
        mine = [t for t in mine if (incident.id, t.what) not in again and t.low != 0]
        told = _in_a_cell(mine, either="mission" in two_fates(incident, desk))
        day = wording.when(incident.when, preposition=False) or "not stated"
        origins = len(incident.origin_ids)
        basis = f"{len(incident.doc_ids)} / {origins}"
        rows.append((day, where(incident).removeprefix(" in ").strip() or "not stated", told, basis, incident.grade))
        cites.append(desk.citations.cite(i for t in mine for i in desk.tally_claims(t))[0])
    if not rows:
        return None
    older = f" {len(own) - _ROWS} older incidents are in incidents.csv." if len(own) > _ROWS else ""
    retold = len({i for i, _ in again} - {i.id for i in own})
    left_out = f" {retold} that only tell of one of these again are left out." if retold else ""
    grades = "Grades: confirmed, fair (two independent origins or more), weak (one), contested, discounted."
    note = grades + left_out + older
    columns = ("when", "where", "members of the mission", "reports / origins", "grade")
    return Table("Incidents with casualties of the mission, newest first", columns, tuple(rows), tuple(cites), note)


def _in_a_cell(tallies: list[Tally], *, either: bool) -> str:
    """ "one killed; two wounded"; with `either` the missing are some of the killed: "one killed or missing"."""
    said = []
    for tally in tallies:
        if either and tally.what == "missing":
            continue
        what = "killed or missing, as reports differ" if either and tally.what == "killed" else tally.what
        said.append(f"{wording.span(tally.low, tally.best, tally.high)} {what}")
    return "; ".join(said)


def _contested(desk: Desk) -> Table | None:
    rows, cites = [], []
    again = desk.told_again
    contested = [
        (i, t)
        for i, t in reversed(desk.tallies())
        if t.contested and len({v.count for v in t.values}) > 1 and not (t.who == "mission" and (i.id, t.what) in again)
    ]
    for incident, tally in contested[:_ROWS]:
        day = wording.when(incident.when, preposition=False) or "not stated"
        what = f"{tally.who} {tally.what}"
        rows.append((day, where(incident).removeprefix(" in ").strip(), what, said_by(tally, desk)))
        cites.append(desk.citations.cite(desk.tally_claims(tally))[0])
    if not rows:
        return None
    columns = ("when", "where", "what", "who says what")
    note = "Every reported value is kept; none is averaged away."
    return Table("Numbers on which reports differ", columns, tuple(rows), tuple(cites), note)
