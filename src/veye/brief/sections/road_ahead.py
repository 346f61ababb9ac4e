"""Road ahead: dated steps to come, the forecast and the options compared where the ledger holds them."""

from __future__ import annotations

import math
from typing import Any

from veye.brief import wording
from veye.brief.cite import needs_citation
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
    now = f"{desk.picture.on:%Y-%m}"
    lead = next((i for i, month in enumerate(forecast["months"]) if month >= now), 0)
    ranked = sorted(range(len(forecast["areas"])), key=lambda a: -forecast["means"][a][lead])
    out = []
    for area in ranked[:2]:
        name = forecast["areas"][area]
        basis = desk.live(forecast.get("claims_by_area", {}).get(name, ()))
        text = f"Forecast for {name}, {wording.iso_day(forecast['months'][lead])}: {_expected(forecast, area, lead)}."
        if basis:
            out.append(desk.say(text, basis))
        elif forecast.get("source", "ledger") != "ledger":  # rests on a history file, on no report held here
            out.append(Sentence(text, tone="method"))
    if not out:
        return []
    model = f"Model: {forecast['model']} ({forecast['reason']}).".replace("_", " ")
    out.append(Sentence(model, tone="method"))
    out += [_aside(note) for note in forecast.get("notes", ())]
    out.append(Sentence("It says nothing of who will attack where, nor of the strength of any group.", tone="caution"))
    return out


def _expected(forecast: dict[str, Any], area: int, lead: int) -> str:
    """One month of an area: its median and range, or how likely any is where most draws have none."""
    low, mid, high, top = (
        math.floor(forecast["quantiles"][area][lead][forecast["levels"].index(level)])
        for level in (0.1, 0.5, 0.9, 0.95)
    )
    what = forecast["quantity"]
    if mid > 0:
        noun = wording.plural(mid, {"fatalities": "fatality"}.get(what, "incident"), what)
        return f"{wording.number(mid)} {noun} (80 % interval {low:,} to {high:,})"
    none = forecast.get("none")
    share = f" (in {100 * none[area][lead]:.0f} % of draws)" if none else ""
    said, chance = (high, "one chance in ten") if high > 0 else (top, "one chance in twenty")
    rest = f"{chance} of {wording.number(said)} or more" if said > 0 else "under one chance in twenty of any"
    return f"most likely no {what}{share}; {rest}"


def _options(desk: Desk) -> list[Paragraph]:
    """The latest scenario run in plain words, its caveats apart. They speak of runs, not of happenings."""
    scenario = desk.picture.outlook.get("scenario")
    if not scenario:
        return []
    aside = set(scenario.get("caveats", ()))
    said = tuple(Sentence(text, tone="method") for text in scenario["words"] if text not in aside)
    return [said, tuple(_aside(text) for text in scenario["words"] if text in aside)]


def _aside(text: str) -> Sentence:
    """A caveat; one with a number speaks of how things were worked out, and would not be issued otherwise."""
    return Sentence(text, tone="method" if needs_citation(text) else "caution")


def _option_table(desk: Desk) -> Table | None:
    """Options compared: medians with the range that holds eight of ten runs."""
    scenario = desk.picture.outlook.get("scenario")
    if not scenario:
        return None
    columns, rows = scenario["table"]
    note = (
        f"{scenario['replicates']:,} runs of {scenario['days']} days from {scenario['on']} on the same random numbers; "
        f"run {scenario['id']}. Starting state from this ledger; every parameter with its source: "
        "veye outlook scenario --table FILE."
    )
    return Table("Options compared", tuple(columns), tuple(tuple(row) for row in rows), (), note)
