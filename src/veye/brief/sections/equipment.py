"""Protection and equipment: what was hit, what failed or stands idle, and what the ratings can and cannot say."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from veye.brief import wording
from veye.brief.desk import Desk
from veye.brief.gist import EVENTS, THINGS
from veye.brief.model import Paragraph, Section, Sentence, Table
from veye.records import Equipment, Figure, Incident, Tally

_EVENTS_TOLD = 40  # rows; those without a day stand last


def equipment(desk: Desk) -> Section:
    """Events by class, hits against protection, and readiness or the reason why it is not given."""
    paragraphs: list[Paragraph] = [tuple(grounded(desk)), tuple(_readiness(desk))]
    tables = [t for t in (_hits(desk), _events(desk)) if t]
    if not any(paragraphs) and not tables:
        paragraphs = [(Sentence("No report held here speaks of the mission's equipment."),)]
    return Section("equipment", "Protection and equipment", tuple(p for p in paragraphs if p), tuple(tables))


def grounded(desk: Desk) -> list[Sentence]:
    out = []
    for incident, tally in _told(desk, ("grounded",)):
        ids = desk.tally_claims(tally)
        reasons = {
            c.statement.reason.rstrip(". "): c
            for c in map(desk.claims.__getitem__, ids)
            if isinstance(c.statement, Equipment) and c.statement.reason and c.language == "en"
        }
        when = wording.when(incident.when)
        amount = wording.span(tally.low, tally.best, tally.high)
        one, many = THINGS[tally.who]
        text = f"{amount} {f'{one} was' if amount == 'one' else f'{many} were'} taken out of service by their users"
        text += f" {when}" if when else ""
        own: tuple[int, ...] = ()
        if reasons:
            reason = min(reasons, key=len)
            text += f"; the reason given: “{reason}”"
            own, _ = desk.citations.cite([reasons[reason]])
        out.append(desk.fact(f"{text}.", *own, claims=ids))
    return out


def _told(desk: Desk, events: Container[str]) -> list[tuple[Incident, Tally]]:
    """What befell items, by incident; without what is only recalled, bears no day and repeats a number told as news."""
    told = [(i, t) for i in desk.picture.incidents for t in i.tallies if t.who in THINGS and t.what in events]
    recalled = [all(desk.claims[c].flags.backref for c in desk.tally_claims(t)) for _, t in told]
    news = {(t.who, t.what, t.best) for (_, t), only in zip(told, recalled, strict=True) if not only}
    return [
        (i, t)
        for (i, t), only in zip(told, recalled, strict=True)
        if not (only and i.when is None and (t.who, t.what, t.best) in news)
    ]


def _readiness(desk: Desk) -> list[Sentence]:
    out = []
    for figure in desk.picture.figures:
        if figure.measure != "readiness" or not figure.claim_ids or said_of_class(figure, desk):
            continue
        if figure.refused:
            text = f"{figure.label} is not given: {figure.refused}."
            out.append(desk.say(text, desk.live(figure.claim_ids), tone="caution"))
        elif figure.value is not None and figure.unit == "%":
            text = f"{figure.label}: {figure.value:.0f} %{_ends(figure)}."
            out.append(desk.say(text, desk.live(figure.claim_ids), figure_id=figure.id))
    return [*out[:4], *_held(desk)]


def _held(desk: Desk) -> list[Sentence]:
    """What is on hand and serviceable by the reports: counts, told even where no share can be given."""
    out = []
    for item_class, (_, many) in THINGS.items():
        held, ready = (desk.figure("readiness", f"{item_class}_{name}") for name in ("on_hand", "serviceable"))
        if held and ready and held.value and ready.value is not None:
            counts = [wording.span(f.low, f.value, f.high) for f in (held, ready)]
            text = f"by what is reported {counts[0]} {many} are on hand and {counts[1]} serviceable"
            text += "; deliveries may overlap."
            out.append(desk.say(text, desk.live(held.claim_ids), figure_id=held.id))
    return out


def said_of_class(figure: Figure, desk: Desk) -> bool:
    """Whether a readiness of one type is refused where that of its whole class is refused too: it says no more."""
    params = dict(figure.params)
    if figure.measure != "readiness" or not figure.refused or params.get("type", "all") == "all":
        return False
    same = [f for f in desk.picture.figures if (f.measure, f.name) == (figure.measure, figure.name)]
    return any(f.refused and dict(f.params).get("type") == "all" for f in same)


def _ends(figure: Figure) -> str:
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return ""
    return f" ({figure.low:.0f} to {figure.high:.0f} %)"


def _hits(desk: Desk) -> Table | None:
    figure = desk.figure("protection", "hits")
    if not figure or not figure.rows:
        return None
    cites = tuple(
        desk.citations.cite(desk.live(figure.claim_ids))[0] if i == 0 else () for i in range(len(figure.rows))
    )
    rows = tuple(tuple("" if c is None else str(c) for c in row) for row in figure.rows)
    note = (
        "Rated for it? answers only tested, not tested or unknown, for one standard, edition and component. Helmets "
        "are rated for handgun rounds and fragments: a rifle round through one is not by itself a defect."
    )
    return Table("Hits on persons and vehicles", figure.columns, rows, cites, note)


def _events(desk: Desk) -> Table | None:
    rows, cites = [], []
    told = sorted(_told(desk, EVENTS), key=lambda x: x[0].when.earliest if x[0].when else date.min, reverse=True)
    for incident, tally in told:
        day = wording.when(incident.when, preposition=False) or "not stated"
        amount = wording.span(tally.low, tally.best, tally.high)
        basis = f"{len({v.doc_id for v in tally.values})} / {len({v.origin_id for v in tally.values})}"
        rows.append((day, THINGS[tally.who][1], EVENTS[tally.what], amount, basis))
        cites.append(desk.citations.cite(desk.tally_claims(tally))[0])
    if not rows:
        return None
    columns = ("when", "what", "event", "how many", "reports / origins")
    return Table("Equipment events, newest first", columns, tuple(rows[:_EVENTS_TOLD]), tuple(cites[:_EVENTS_TOLD]))
