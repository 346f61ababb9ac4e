"""The two questions side by side: is the mission effective, and can it be sustained? No single score."""

from __future__ import annotations

from veye.brief.desk import Desk
from veye.brief.model import Section, Sentence, Table
from veye.records import Figure

_COLUMNS = ("indicator", "value", "range", "unit", "trend", "data age, days", "grade")
_ROWS = 12
_QUESTIONS = {"effectiveness": "Is it effective?", "sustainability": "Can it be sustained?"}


def scorecard(desk: Desk) -> Section:
    """One table a question; an indicator without data is shown as not known."""
    tables = [t for name in _QUESTIONS if (t := _table(desk.figure("scorecard", name), name, desk))]
    text = "Effectiveness and sustainability are kept apart and never added up; a trend does not say what caused it."
    return Section("scorecard", "Effective? Sustainable?", ((Sentence(text, tone="method"),),), tuple(tables))


def _table(figure: Figure | None, name: str, desk: Desk) -> Table | None:
    if figure is None or not figure.rows:
        return None
    places = [figure.columns.index(c) for c in _COLUMNS if c in figure.columns]
    rows = tuple(_cells(tuple("" if row[i] is None else str(row[i]) for i in places)) for row in figure.rows[:_ROWS])
    by_label = {f.label: f for f in desk.picture.figures}
    cites = tuple(_cites(by_label.get(row[0]), desk) for row in rows)
    more = len(figure.rows) - len(rows)
    note = f"{more} more: veye why scorecard.{name}. " if more > 0 else ""
    note += (
        "Range: lowest and highest reported, or the interval that the measure states. Trend: against 90 days before."
    )
    return Table(_QUESTIONS[name], tuple(figure.columns[i] for i in places), rows, cites, note)


def _cells(row: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of a line, its range left empty where it is the value itself."""
    label, value, ends, *rest = row
    return (label, value, "" if ends == value else ends, *rest)


def _cites(figure: Figure | None, desk: Desk) -> tuple[int, ...]:
    return desk.citations.cite(desk.live(figure.claim_ids))[0][:2] if figure else ()
