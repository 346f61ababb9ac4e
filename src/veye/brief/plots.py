"""Plots that a person reads faster than text, drawn from Vega-Lite specs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
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


def casualties_plot(desk: Desk) -> Plot | None:
    """Members of the mission killed and wounded, by month; None where fewer than three cells are known."""
    monthly: Counter[tuple[str, str]] = Counter()
    for incident, tally in desk.tallies("mission"):
        if tally.what in ("killed", "wounded") and incident.when and tally.best and incident.when.days <= 31:
            monthly[f"{incident.when.earliest:%Y-%m}", tally.what] += tally.best
    if len(monthly) < 3:
        return None
    rows = [{"month": month, "outcome": outcome, "people": n} for (month, outcome), n in sorted(monthly.items())]
    colours = {"domain": ["killed", "wounded"], "range": [_INK, _WARN]}
    spec = {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": {"field": "month", "type": "ordinal", "title": None, "axis": {"labelAngle": -40}},
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


def displacement_plot(desk: Desk) -> Plot | None:
    """Displaced people by date of the figure; None below three dated values."""
    stocks = [s for s in desk.picture.series if s.key.startswith("displaced/") and "stock" in s.key]
    best = max(stocks, key=lambda s: len(s.points), default=None)
    points = _points(best) if best else []
    if len(points) < 3:
        return None
    first, last = points[0], points[-1]
    return _plot(
        {"layer": _line_and_points(points, "people", _WARN)},
        "displacement",
        "Displaced people as reported, by date of the figure",
        f"Displaced people from {first['low']:,} ({first['day']}) to {last['low']:,} ({last['day']}).",
    )


def funding_plot(desk: Desk) -> Plot | None:
    """Amounts by kind and donor, the largest reported of each; None where fewer than two amounts are stated."""
    largest: dict[tuple[str, str, str], float] = {}
    for claim in desk.of_type("funding"):
        said = claim.statement
        if isinstance(said, Funding) and said.amount and said.currency and not claim.flags.hedged:
            key = (said.kind, said.donor or "not named", said.currency)
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


PLOTS: dict[str, Callable[[Desk], Plot | None]] = {
    "background": strength_plot,
    "casualties": casualties_plot,
    "security": displacement_plot,
    "money": funding_plot,
}
"""Which plot stands in which section."""
