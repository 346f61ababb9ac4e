"""Dated steps of mandate and politics: those that lie ahead in sentences, all in one table."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from veye.brief import wording
from veye.brief.desk import Desk, newest
from veye.brief.model import Sentence, Table
from veye.records import Claim, Milestone, PlannedMilestone, When

_NAMES = {
    "resolution": "a Security Council resolution", "mandate": "the end of the mandate", "election": "elections",
    "transition": "a transition", "deployment": "a deployment", "withdrawal": "a withdrawal",
}  # fmt: skip
_ROWS = 30


def coming(desk: Desk) -> list[Sentence]:
    """The planned steps ahead, the nearest first, by the plans that stand on the day."""
    standing = _standing(desk)
    ahead = [s for s in _steps(desk) if s.when.latest > desk.picture.on and _status(desk, s, standing) == "planned"]
    out = []
    for step in sorted(ahead, key=lambda s: (s.when.latest, s.what))[:6]:
        months = round((step.when.latest - desk.picture.on).days / 30.4)
        away = f"about {wording.number(months)} {wording.plural(months, 'month')} away" if months else "this month"
        verb = {"election": "are planned", "mandate": "falls"}.get(step.what, "is planned")
        text = f"{_NAMES[step.what]} {verb} {wording.when(step.when)}"
        if step.known and step.what == "election":
            text += f" ({step.known.name})"
        elif step.known:
            text = f"{step.known.name}, by plan {wording.when(step.when)}"
        text += f": {away}."
        out.append(desk.fact(text, *_facts(desk, step), claims=step.claims))
    return out


def _dated(desk: Desk) -> list[tuple[Milestone, When, Claim]]:
    return [
        (c.statement, c.when, c)
        for c in newest(desk.of_type("milestone"), desk)
        if isinstance(c.statement, Milestone) and c.when
    ]


class _Step(msgspec.Struct):
    """One row: what happened or is planned when, by which reports and which entry of the profile."""

    what: str
    when: When
    claims: list[Claim]
    known: PlannedMilestone | None = None


def steps_table(desk: Desk) -> Table | None:
    """Every dated step, the newest first; what the profile and reports tell of one day is one row."""
    standing = _standing(desk)
    rows, cites = [], []
    for step in sorted(_steps(desk), key=lambda s: (s.when.latest, s.when.earliest, s.what), reverse=True)[:_ROWS]:
        reports = len({c.doc_id for c in step.claims})
        basis = [f"{reports} {wording.plural(reports, 'report')}"] if reports else []
        basis += ["profile"] if step.known else []
        when = wording.when(step.when, preposition=False)
        what = _NAMES[step.what].removeprefix("a ").removeprefix("the ")
        rows.append((when, what, _named(step), _status(desk, step, standing), wording.listed(basis)))
        cites.append((*_facts(desk, step), *desk.citations.cite(step.claims)[0]))
    if not rows:
        return None
    note = "A plan that a later one replaced stays, marked revised."
    return Table(
        "Dated steps, newest first", ("date", "step", "what", "status", "told by"), tuple(rows), tuple(cites), note
    )


def _steps(desk: Desk) -> list[_Step]:
    """What the profile knew on the day and what reports tell, one a kind and day."""
    told = [_Step(said.what, when, [claim]) for said, when, claim in _dated(desk)]
    known = [k for step in desk.picture.mission.milestones if (k := step.as_known(desk.picture.on))]
    profile = [_Step(k.what, When.from_iso(k.actual or k.planned or ""), [], k) for k in known]
    return _joined([*profile, *told])


def _standing(desk: Desk) -> set[tuple[str, str]]:
    """Date and kind of each plan that no later one has replaced, by the figure of the next milestones."""
    ahead = desk.figure("milestones", "next")
    return {(str(row[0]), str(row[1])) for row in ahead.rows} if ahead else set()


def _facts(desk: Desk, step: _Step) -> tuple[int, ...]:
    if step.known is None:
        return ()
    return (desk.citations.cite_fact(step.known.source, step.known.name, desk.picture.mission.id),)


def _joined(steps: Sequence[_Step]) -> list[_Step]:
    """Steps of one kind whose days overlap as one, by the finest date; a vague date that fits several stays apart."""
    out: list[_Step] = []
    for step in sorted(steps, key=lambda s: (s.when.days, s.known is None)):
        same = [s for s in out if s.what == step.what and s.when.overlaps(step.when)]
        if len(same) == 1:
            same[0].claims += step.claims
            same[0].known = same[0].known or step.known
        else:
            out.append(step)
    return out


def _named(step: _Step) -> str:
    """What the profile calls it, else the shortest English words of a report."""
    if step.known:
        return step.known.name
    details = [c.statement.detail for c in step.claims if isinstance(c.statement, Milestone) and c.language == "en"]
    return min((d for d in details if d), key=len, default="")


def _status(desk: Desk, step: _Step, standing: set[tuple[str, str]]) -> str:
    said = {c.statement.status for c in step.claims if isinstance(c.statement, Milestone)}
    if step.when.latest <= desk.picture.on:
        if "done" in said or (step.known and step.known.actual):
            return "done"
        return "was planned" if "planned" in said or step.known else next(iter(sorted(said)), "unknown")
    if step.what == "election" and (step.when.days_told(), step.what) not in standing:
        return "revised"
    return "planned" if step.known or "planned" in said or "done" in said else next(iter(sorted(said)), "unknown")
