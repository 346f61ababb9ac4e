"""Road ahead: dated steps to come, the forecast and the options compared where the ledger holds them."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import Desk
from veye.brief.model import Paragraph, Section, Sentence, Table
from veye.brief.sections.steps import coming, steps_table


def road_ahead(desk: Desk) -> Section:
    """What is planned, by whose word, and how often it moved."""
    paragraphs: list[Paragraph] = [tuple(coming(desk)), tuple(_forecast(desk)), *_options(desk)]
    tables = [t for t in (_option_table(desk), steps_table(desk)) if t]
    if not any(paragraphs) and not tables:
        paragraphs = [(Sentence("No report held here names a dated step to come."),)]
    return Section("road-ahead", "Road ahead", tuple(p for p in paragraphs if p), tuple(tables))


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
