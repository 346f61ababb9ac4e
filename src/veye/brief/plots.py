"""Plots that a person reads faster than text, drawn from Vega-Lite specs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from veye.brief.desk import Desk
from veye.brief.model import Plot
from veye.records import Funding, Series

_INK, _SOFT, _ACCENT, _WARN = "#1b1f24", "#5a6470", "#1d4f7c", "#b3541e"
_DAY = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%b %y", "tickCount": 8}}
_CONFIG = {
    "axis": {"labelColor": _SOFT, "titleColor": _SOFT, "gridColor": "#eceff3", "domainColor": "#d9dee4"},
    "view": {"stroke": None},
    "legend": {"labelColor": _SOFT},
}


def strength_plot(desk: Desk) -> Plot | None:
    """Reported strength over time against the ceiling in force; None below three dated values."""
    series = next((s for s in desk.picture.series if s.key == "strength/total/current"), None)
    points = _points(series) if series else []
    if len(points) < 3:
        return None
    ceilings = [{"day": a.since.isoformat(), "people": a.personnel} for a in desk.picture.mission.authorised]
    ceilings += [{"day": desk.picture.on.isoformat(), "people": ceilings[-1]["people"]}] if ceilings else []
    layers = _line_and_points(points, "personnel", _ACCENT)
    if ceilings:
        mark = {"type": "line", "interpolate": "step-after", "color": _SOFT, "strokeDash": [4, 3]}
        people = {"field": "people", "type": "quantitative"}
        layers.append({"data": {"values": ceilings}, "mark": mark, "encoding": {"x": _DAY, "y": people}})
    last = points[-1]
    return _plot(
        {"layer": layers},
        "strength",
        "Strength as reported (points) and the authorised ceiling (dashed)",
        f"Reported strength, last {last['low']:,} on {last['day']}; dashed: authorised ceiling.",
    )


def _month_axis(months: Iterable[str]) -> dict[str, Any]:
    """An axis with every month from the first to the last, those without anything too."""
    held = sorted(months)
    first, last = (date.fromisoformat(f"{m}-01") for m in (held[0], held[-1]))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    every = [f"{first.year + (first.month - 1 + n) // 12}-{(first.month - 1 + n) % 12 + 1:02}" for n in range(count)]
    axis = {"labelAngle": -40, "labelOverlap": True}
    return {"field": "month", "type": "ordinal", "title": None, "scale": {"domain": every}, "axis": axis}


def casualties_plot(desk: Desk) -> Plot | None:
    """Members of the mission killed and wounded, by month; None where fewer than three cells are known."""
    monthly: Counter[tuple[str, str]] = Counter()
    again = desk.told_again
    for incident, tally in desk.tallies("mission"):
        if tally.what not in ("killed", "wounded") or (incident.id, tally.what) in again:
            continue
        if incident.when and tally.best and incident.when.days <= 31:
            monthly[f"{incident.when.earliest:%Y-%m}", tally.what] += tally.best
    if len(monthly) < 3:
        return None
    rows = [{"month": month, "outcome": outcome, "people": n} for (month, outcome), n in sorted(monthly.items())]
    colours = {"domain": ["killed", "wounded"], "range": [_INK, _WARN]}
    spec = {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": _month_axis(str(r["month"]) for r in rows),
            "y": {"field": "people", "type": "quantitative", "title": "persons", "axis": {"tickMinStep": 1}},
            "color": {"field": "outcome", "scale": colours, "legend": {"title": None}},
        },
    }
    total = sum(monthly.values())
    return _plot(
        spec,
        "casualties",
        "Members of the mission killed and wounded, by month; best value of each incident",
        f"Monthly casualties of the mission, {total} in all over {len({r['month'] for r in rows})} months.",
    )


_EVENTS = {
    "delivered": _ACCENT,
    "grounded": _WARN,
    "failed": "#d9a441",
    "damaged": "#8a8f98",
    "destroyed": _INK,
    "lost": "#5b4636",
}


def equipment_plot(desk: Desk) -> Plot | None:
    """Armoured vehicles delivered and out of use, by month of the incident; None below three dated events."""
    monthly: Counter[tuple[str, str]] = Counter()
    for incident in desk.picture.incidents:
        for tally in incident.tallies:
            if tally.who == "armoured_vehicle" and tally.what in _EVENTS and incident.when and incident.when.days <= 31:
                monthly[f"{incident.when.earliest:%Y-%m}", tally.what] += tally.best or 0
    if len(monthly) < 3:
        return None
    rows: list[dict[str, Any]] = [
        {"month": month, "event": event, "vehicles": n} for (month, event), n in sorted(monthly.items()) if n
    ]
    spec = {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": _month_axis(str(r["month"]) for r in rows),
            "y": {"field": "vehicles", "type": "quantitative", "title": "armoured vehicles"},
            "color": {
                "field": "event",
                "scale": {"domain": list(_EVENTS), "range": list(_EVENTS.values())},
                "legend": {"title": None},
            },
        },
    }
    return _plot(
        spec,
        "equipment",
        "Armoured vehicles delivered and out of use, by month; best value of each incident",
        f"{sum(r['vehicles'] for r in rows if r['event'] == 'delivered')} vehicles delivered, over the months shown.",
    )


def displacement_plot(desk: Desk) -> Plot | None:
    """Displaced people by date of the figure; None below three dated values."""
    stocks = [s for s in desk.picture.series if s.key.startswith("displaced/") and "stock" in s.key]
    best = max(stocks, key=lambda s: len(s.points), default=None)
    points = _points(best) if best else []
    if len(points) < 3:
        return None
    first, last = points[0], points[-1]
    return _plot(
        {"layer": _line_and_points(points, "people", _WARN)[1:]},  # values of camps and of a country make no line
        "displacement",
        "Displaced people as reported, by date of the figure",
        f"Displaced people from {first['low']:,} ({first['day']}) to {last['low']:,} ({last['day']}).",
    )


def funding_plot(desk: Desk) -> Plot | None:
    """Amounts by kind and donor, the largest reported of each; None where fewer than two amounts are stated."""
    largest: dict[tuple[str, str, str], float] = {}
    odd = desk.figure("funding", "out_of_line")
    for claim in desk.of_type("funding"):
        said = claim.statement
        if odd and claim.id in odd.claim_ids:
            continue
        if isinstance(said, Funding) and said.amount and said.currency and not claim.flags.hedged:
            donor = "several donors" if said.donor == "multiple" else said.donor or "not named"
            key = ("paid" if said.kind == "disbursed" else said.kind, donor, said.currency)
            largest[key] = max(said.amount, largest.get(key, 0))
    units = [unit for _, _, unit in largest]
    currency = max(units, key=units.count, default=None)
    rows = [
        {"kind": kind, "donor": donor, "millions": amount / 1e6}
        for (kind, donor, unit), amount in sorted(largest.items())
        if unit == currency
    ]
    if len(rows) < 2:
        return None
    spec = {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "y": {"field": "donor", "type": "nominal", "title": None, "sort": "-x"},
            "yOffset": {"field": "kind"},
            "x": {"field": "millions", "type": "quantitative", "title": f"million {currency}"},
            "color": {"field": "kind", "legend": {"title": None}},
        },
    }
    return _plot(
        spec,
        "funding",
        "Money by donor and standing, the largest amount reported of each; amounts are not added up",
        f"{len(rows)} reported amounts in {currency}.",
        height=max(90, 24 * len(rows)),
    )


def _nearest(bands: list[float], share: float) -> int:
    """Where in `bands` the band nearest to a share stands."""
    return min(range(len(bands)), key=lambda i: abs(bands[i] - share))


def _line_and_points(points: list[dict[str, Any]], title: str, colour: str) -> list[dict[str, Any]]:
    encoding = {"x": _DAY, "y": {"field": "low", "type": "quantitative", "title": title}}
    line = {"type": "line", "interpolate": "step-after", "color": colour, "opacity": 0.45}
    marks: tuple[dict[str, Any], ...] = (line, {"type": "circle", "color": colour, "opacity": 0.9, "size": 34})
    return [{"data": {"values": points}, "mark": mark, "encoding": encoding} for mark in marks]


def _points(series: Series) -> list[dict[str, Any]]:
    rows = []
    for point in series.points:
        day = point.when.latest if point.when and point.when.days <= 92 else _published(point.published)
        if day and point.value.low is not None:
            rows.append({"day": day.isoformat(), "low": point.value.low})
    return sorted(rows, key=lambda r: str(r["day"]))


def _published(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and len(text) == 10 else None


def _plot(spec: dict[str, Any], name: str, caption: str, text: str, *, height: int = 190) -> Plot:
    import vl_convert

    whole = {"width": 600, "height": height, "background": "white", "config": _CONFIG, **spec}
    return Plot(name, caption, vl_convert.vegalite_to_svg(whole, allowed_base_urls=[]), text)


def forecast_plot(desk: Desk) -> Plot | None:
    """The forecast of the area where most is expected: median, 50 % and 90 % intervals by month; None without one."""
    forecast = desk.picture.outlook.get("forecast")
    if not forecast:
        return None
    area = max(range(len(forecast["areas"])), key=lambda a: sum(forecast["means"][a]))
    names = {0.05: "low90", 0.25: "low50", 0.5: "mid", 0.75: "high50", 0.95: "high90"}
    at = {names[level]: i for i, level in enumerate(forecast["levels"]) if level in names}
    rows = [
        {"month": month, **{name: cell[i] for name, i in at.items()}}
        for month, cell in zip(forecast["months"], forecast["quantiles"][area], strict=True)
    ]
    months = {"field": "month", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}}
    amount = {"type": "quantitative", "title": f"{forecast['quantity']} a month"}
    bands = [
        {
            "mark": {"type": "bar", "size": size, "color": _ACCENT, "opacity": opacity, "cornerRadius": 3},
            "encoding": {"x": months, "y": {"field": low, **amount}, "y2": {"field": high}},
        }
        for low, high, size, opacity in (("low90", "high90", 34, 0.22), ("low50", "high50", 34, 0.42))
    ]
    tick = {"type": "tick", "thickness": 2, "color": _INK, "size": 34}
    middle = {"mark": tick, "encoding": {"x": months, "y": {"field": "mid", **amount}}}
    name = forecast["areas"][area]
    return _plot(
        {"data": {"values": rows}, "layer": [*bands, middle]},
        "forecast",
        f"Forecast of {forecast['quantity']} in {name}: median, 50 % and 90 % intervals; model "
        + forecast["model"].replace("_", " "),
        f"Forecast for {name} from {forecast['months'][0]} to {forecast['months'][-1]}.",
    )


def options_plot(desk: Desk) -> Plot | None:
    """Patrols a day under each option: median and the band that holds eight of ten runs; None without a run.

    Patrols, since they are what people, vehicles and money together allow: each option moves them.
    """
    scenario = desk.picture.outlook.get("scenario")
    if not scenario:
        return None
    rows = []
    for option in scenario["options"]:
        fan = next((f for f in option["fans"] if f["series"] == "patrols"), None)
        if fan is None:
            return None
        low, mid, high = (_nearest(fan["bands"], share) for share in (0.1, 0.5, 0.9))
        for number in range(0, len(fan["values"]), 7):
            values = fan["values"][number]
            cells = {"low": values[low], "mid": values[mid], "high": values[high]}
            rows.append({"option": option["title"], "day": number, **cells})
    day = {"field": "day", "type": "quantitative", "title": f"days from {scenario['on']}", "scale": {"nice": False}}
    patrols = {"type": "quantitative", "title": "patrols a day"}
    colour = {"field": "option", "type": "nominal", "sort": None, "legend": {"title": None, "symbolOpacity": 1}}
    across = {"x": day, "y": {"field": "low", **patrols}, "y2": {"field": "high"}, "color": colour}
    along = {"x": day, "y": {"field": "mid", **patrols}, "color": colour}
    layers = [
        {"mark": {"type": "area", "opacity": 0.14}, "encoding": across},
        {"mark": {"type": "line"}, "encoding": along},
    ]
    return _plot(
        {"data": {"values": rows}, "layer": layers},
        "options",
        "Patrols a day under each option: median, and the band that holds eight of ten runs; where options do the same "
        "one line covers another",
        f"{len(scenario['options'])} options over {scenario['days']} days.",
    )


PLOTS: dict[str, tuple[Callable[[Desk], Plot | None], ...]] = {
    "background": (strength_plot,),
    "casualties": (casualties_plot,),
    "equipment": (equipment_plot,),
    "security": (displacement_plot,),
    "money": (funding_plot,),
    "road-ahead": (forecast_plot, options_plot),
}
"""Which plots stand in which section."""
