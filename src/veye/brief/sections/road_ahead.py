"""Road ahead: dated steps to come, the forecast and the options compared where the ledger holds them."""

from __future__ import annotations

from datetime import date

from veye.brief import wording
from veye.brief.desk import Desk, newest
from veye.brief.model import Paragraph, Section, Sentence, Table
from veye.records import Claim, Milestone, When

_NAMES = {
    "resolution": "a Security Council resolution", "mandate": "the end of the mandate", "election": "elections",
    "transition": "a transition", "deployment": "a deployment", "withdrawal": "a withdrawal",
}  # fmt: skip


def road_ahead(desk: Desk) -> Section:
    """What is planned, by whose word, and how often it moved."""
    paragraphs: list[Paragraph] = [tuple(coming(desk)), tuple(_forecast(desk)), *_options(desk)]
    tables = [t for t in (_option_table(desk), _steps(desk)) if t]
    if not any(paragraphs) and not tables:
        paragraphs = [(Sentence("No report held here names a dated step to come."),)]
    return Section("road-ahead", "Road ahead", tuple(p for p in paragraphs if p), tuple(tables))


def _dated(desk: Desk) -> list[tuple[Milestone, Claim]]:
    return [
        (c.statement, c)
        for c in newest(desk.of_type("milestone"), desk)
        if isinstance(c.statement, Milestone) and c.when
    ]


def coming(desk: Desk) -> list[Sentence]:
    """What lies ahead by the plans that stand: the figure of the next milestones leaves out what was revised since."""
    plans = desk.figure("milestones", "next")
    standing = set(plans.claim_ids) if plans else set()
    ahead: dict[tuple[str, date], list[Claim]] = {}
    for said, claim in _dated(desk):
        if claim.id in standing and claim.when and claim.when.latest > desk.picture.on:
            ahead.setdefault((said.what, claim.when.latest), []).append(claim)
    out = []
    for (what, day), claims in sorted(ahead.items(), key=lambda kv: kv[0][1]):
        months = (day - desk.picture.on).days / 30.4
        away = (
            f"about {wording.number(round(months))} {wording.plural(round(months), 'month')} away"
            if months >= 1
            else "this month"
        )
        out.append(desk.say(f"{_NAMES[what]} {_verb(what)} {wording.when(claims[0].when)}: {away}.", claims))
    return out[:6]


def _forecast(desk: Desk) -> list[Sentence]:
    """What the latest forecast in the ledger says of the areas where most is expected, and how the method has done."""
    forecast = desk.picture.outlook.get("forecast")
    if not forecast:
        return []
    low, mid, high = (forecast["levels"].index(level) for level in (0.1, 0.5, 0.9))
    ranked = sorted(range(len(forecast["areas"])), key=lambda a: -forecast["means"][a][0])
    month = wording.iso_day(forecast["months"][0])
    out = []
    for area in ranked[:2]:
        cell, name = forecast["quantiles"][area][0], forecast["areas"][area]
        expected = f"{wording.number(round(cell[mid]))} {forecast['quantity']}"
        text = f"Forecast for {name}, {month}: {expected} (80 % interval {cell[low]:,.0f} to {cell[high]:,.0f})."
        basis = desk.live(forecast.get("claims_by_area", {}).get(name, ()))
        if basis:
            out.append(desk.say(text, basis))
    if out:
        out.append(Sentence(f"Model: {forecast['reason']}.", tone="method"))
        out += [Sentence(note, tone="caution") for note in forecast.get("notes", ())]
        out.append(
            Sentence("It says nothing of who will attack where, nor of the strength of any group.", tone="caution")
        )
    return out


def _options(desk: Desk) -> list[Paragraph]:
    """The latest scenario run in plain words, caveats and all. They speak of runs, not of happenings."""
    scenario = desk.picture.outlook.get("scenario")
    if not scenario:
        return []
    first, *rest = scenario["words"]
    return [(Sentence(first, tone="method"),), tuple(Sentence(text, tone="method") for text in rest)]


def _option_table(desk: Desk) -> Table | None:
    """Options compared: medians with the range that holds eight of ten runs."""
    scenario = desk.picture.outlook.get("scenario")
    if not scenario:
        return None
    columns, rows = scenario["table"]
    note = (
        f"{scenario['replicates']:,} runs of {scenario['days']} days from {scenario['on']} on the same random numbers; "
        f"run {scenario['id']}. Starting state from this ledger; every parameter with its source: docs/outlook."
    )
    return Table("Options compared", tuple(columns), tuple(tuple(row) for row in rows), (), note)


def _verb(what: str) -> str:
    return {"elections": "are planned", "election": "are planned", "mandate": "falls"}.get(what, "is planned")


def _steps(desk: Desk) -> Table | None:
    rows, cites = [], []
    seen: dict[tuple[str, str], list[Claim]] = {}
    for said, claim in _dated(desk):
        if claim.when:
            seen.setdefault((said.what, wording.when(claim.when, preposition=False)), []).append(claim)
    for (what, when), claims in seen.items():
        first = claims[0].statement
        status = first.status if isinstance(first, Milestone) else "unknown"
        reports = len({c.doc_id for c in claims})
        rows.append((what, when, status, str(reports)))
        cites.append(desk.citations.cite(claims)[0])
    for step in desk.picture.mission.milestones:
        came = step.actual if step.actual and When.from_iso(step.actual).earliest <= desk.picture.on else None
        day = came or step.planned
        if not day:
            continue  # it came about later, and no plan is known
        source = desk.citations.cite_fact(step.source, step.name, desk.picture.mission.id)
        rows.append((step.what, wording.iso_day(day), "done" if came else "planned", "profile"))
        cites.append((source,))
    if not rows:
        return None
    columns = ("step", "date", "status", "reports")
    return Table("Dated steps as reported, newest first", columns, tuple(rows[:24]), tuple(cites[:24]))
