"""The studies of docs/outlook: variants of the forecast that were tried, and the plots, as SVG.

usage: outlook_study.py VIEWS_DIR TIMELINE.csv OUT_DIR

VIEWS_DIR is the folder that bench/forecast.py takes, TIMELINE.csv the one that bench/scenario.py --backtest takes.
Writes forecast-skill.svg, forecast-pit.svg, forecast-cover.svg and backtest-strength.svg into OUT_DIR; prints tables.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from veye.outlook.models import MODELS
from veye.outlook.scenario import chance, load_options
from veye.outlook.scenario.engine import Setting, make_inputs, run_years
from veye.outlook.scenario.layout import SERIES
from veye.outlook.score import covered, crps, pit, relative_skill, scores

YEARS = (2018, 2019, 2020, 2021)
DRAWS = 1000
INK, SOFT, BLUE, RED = "#1b1f24", "#5a6470", "#1d4f7c", "#b3541e"


def load(name: str) -> ModuleType:
    """A script beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Windows = dict[int, tuple[np.ndarray, np.ndarray]]


def windows(folder: Path, tool: ModuleType) -> Windows:
    """History up to October of the year before, and the truth, of each window."""
    seen, out = tool.load_history(folder), {}
    for year in YEARS:
        last = (year - 1 - 1980) * 12 + 10
        counts = np.stack([seen[m] for m in sorted(seen) if m <= last], axis=1)
        out[year] = counts, tool.grid(folder / f"cm_actuals_{year}.parquet", "ged_sb")[2]
    return out


def score_all(given: dict[str, Any], data: Windows) -> dict[str, dict[str, Any]]:
    """Per model: mean scores, scores a window, CRPS a cell, and the draws."""
    out: dict[str, dict[str, Any]] = {}
    for name, model in given.items():
        rows, cells, drawn = [], [], []
        for year, (counts, truth) in data.items():
            made = model(counts, load("forecast").LEADS, np.random.default_rng((1, year)), DRAWS)
            rows.append(scores(made, truth))
            cells.append(crps(made, truth))
            drawn.append(made)
        out[name] = {"mean": np.mean([list(r) for r in rows], axis=0), "rows": rows, "cells": cells, "drawn": drawn}
    return out


def table(found: dict[str, dict[str, Any]], against: str) -> str:
    """Scores of each model, and its skill against one of them with the interval by countries."""
    base = np.concatenate(found[against]["cells"], axis=1)
    head = ["model", *map(str, YEARS), "CRPS", "log1p", "log", "MIS", "cover", "cover, y > 0", f"against {against}"]
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for name, one in found.items():
        m = one["mean"]
        skill, low, high = relative_skill(np.concatenate(one["cells"], axis=1), base, np.random.default_rng(0))
        years = " | ".join(f"{r.crps:.2f}" for r in one["rows"])
        end = f"{100 * skill:+.1f} % [{100 * low:+.1f}, {100 * high:+.1f}]" if name != against else ""
        means = f"{m[0]:.2f} | {m[1]:.4f} | {m[2]:.3f} | {m[3]:.1f} | {m[4]:.3f} | {m[5]:.3f}"
        lines.append(f"| {name} | {years} | {means} | {end} |")
    return "\n".join(lines)


# --------------------------------------------------------------------------------------------------------- the plots
def save(spec: dict[str, Any], path: Path, *, width: int = 560, height: int = 260) -> None:
    """Draw a Vega-Lite spec as SVG."""
    import vl_convert

    axis = {"labelColor": SOFT, "titleColor": SOFT, "gridColor": "#eceff3", "domainColor": "#d9dee4"}
    config = {"axis": axis, "view": {"stroke": None}, "font": "sans-serif", "background": "white"}
    full = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": config}
    if "hconcat" not in spec:
        full |= {"width": width, "height": height}
    path.write_text(vl_convert.vegalite_to_svg(full | spec), encoding="utf-8")


def skill_plot(found: dict[str, dict[str, Any]], path: Path) -> None:
    """Relative CRPS against conflictology a window and over all, with intervals by countries."""
    rows = []
    for name, one in found.items():
        if name in ("zeros", "conflictology"):
            continue
        parts = [(str(y), one["cells"][i], found["conflictology"]["cells"][i]) for i, y in enumerate(YEARS)]
        whole = (np.concatenate(o["cells"], axis=1) for o in (one, found["conflictology"]))
        for window, a, b in [*parts, ("2018-21", *whole)]:
            skill, low, high = (100 * x for x in relative_skill(a, b, np.random.default_rng(0)))
            ends = {"skill": skill, "low": low, "high": min(high, 60)}
            rows.append({"model": name.replace("_", " "), "window": window, **ends})
    x = {"field": "window", "type": "nominal", "title": None, "sort": None, "axis": {"labelAngle": 0}}
    colour = {"field": "model", "type": "nominal", "title": None}
    offset = {"field": "model"}
    y = {"field": "skill", "type": "quantitative", "title": "CRPS against conflictology, %"}
    at = {"x": x, "xOffset": offset, "color": colour}
    rule = {"mark": "rule", "encoding": {**at, "y": {**y, "field": "low"}, "y2": {"field": "high"}}}
    point = {"mark": {"type": "point", "filled": True, "size": 60}, "encoding": {**at, "y": y}}
    zero = {"mark": {"type": "rule", "color": INK}, "encoding": {"y": {"datum": 0}}}
    spec = {"data": {"values": rows}, "layer": [zero, rule, point]}
    save(spec, path)


def pit_plot(found: dict[str, dict[str, Any]], data: Windows, path: Path) -> None:
    """Where the truth lay among the draws, over cells with a mean forecast of 0.3 deaths or more."""
    rows = []
    for name in ("conflictology", "mixture"):
        rng, ranks = np.random.default_rng(3), []
        for drawn, (_, truth) in zip(found[name]["drawn"], data.values(), strict=True):
            ranks.append(pit(drawn, truth, rng)[drawn.mean(-1) >= 0.3])
        ranks_all = np.concatenate(ranks)
        share = np.histogram(ranks_all, bins=20, range=(0, 1))[0] / len(ranks_all) * 20
        rows += [{"model": name, "rank": (i + 0.5) / 20, "density": float(s)} for i, s in enumerate(share)]
    x = {"field": "rank", "type": "quantitative", "title": "share of draws below the truth"}
    y = {"field": "density", "type": "quantitative", "title": "density (1: calibrated)"}
    encoding = {"x": {**x, "scale": {"domain": [0, 1]}}, "y": y}
    bar = {"mark": {"type": "bar", "color": BLUE, "width": 11}, "encoding": encoding}
    line = {"mark": {"type": "rule", "color": RED, "strokeDash": [4, 3]}, "encoding": {"y": {"datum": 1}}}
    panels = []
    for name in ("conflictology", "mixture"):
        mine = {"values": [r for r in rows if r["model"] == name]}
        panels.append({"title": name, "width": 260, "height": 220, "data": mine, "layer": [bar, line]})
    save({"hconcat": panels}, path)


def cover_plot(found: dict[str, dict[str, Any]], data: Windows, path: Path) -> None:
    """Cover of the 90 % interval by how many died."""
    edges = [0, 1, 3, 11, 51, 251, 10**9]
    labels = ["0", "1-2", "3-10", "11-50", "51-250", "over 250"]
    rows = []
    for name in ("conflictology", "pooled_negative_binomial", "mixture"):
        inside = np.concatenate(
            [covered(d, t).ravel() for d, (_, t) in zip(found[name]["drawn"], data.values(), strict=True)]
        )
        truth = np.concatenate([t.ravel() for _, t in data.values()])
        for label, low, high in zip(labels, edges, edges[1:], strict=False):
            cells = (truth >= low) & (truth < high)
            rows.append({"model": name.replace("_", " "), "deaths": label, "cover": float(inside[cells].mean())})
    x = {"field": "deaths", "type": "ordinal", "sort": labels, "title": "deaths that came", "axis": {"labelAngle": 0}}
    y = {"field": "cover", "type": "quantitative", "title": "cover of the 90 % interval", "scale": {"domain": [0, 1]}}
    colour = {"field": "model", "type": "nominal", "title": None}
    bars = {"mark": "bar", "encoding": {"x": x, "xOffset": {"field": "model"}, "y": y, "color": colour}}
    line = {"mark": {"type": "rule", "color": RED, "strokeDash": [4, 3]}, "encoding": {"y": {"datum": 0.9}}}
    save({"data": {"values": rows}, "layer": [bars, line]}, path)


def strength_plot(tool: ModuleType, timeline: Path, path: Path) -> None:
    """The back-test's bands of those present, and what was reported."""
    start, table_then, fitted, targets = tool.frozen(timeline)
    keys = chance.keys(0, 4000)
    drawn = fitted.values[np.random.default_rng(0).integers(0, fitted.kept, 4000)]
    inputs = make_inputs(start, table_then, load_options(["status-quo"])[0], None, keys, drawn=drawn)
    years = run_years(inputs, Setting(days=365), track_cash=True, keep_paths=True)
    present = years.paths[SERIES.index("fit")] + years.paths[SERIES.index("in_care")]
    levels = np.quantile(present, [0.025, 0.1, 0.5, 0.9, 0.975], axis=0)
    names = ("low95", "low80", "median", "high80", "high95")
    rows = [{"day": i + 1, **dict(zip(names, map(float, levels[:, i]), strict=True))} for i in range(0, 365, 3)]
    points = [{"day": t.day, "persons": t.value} for t in targets if t.outcome == "present"]
    x = {"field": "day", "type": "quantitative", "title": "day of 2025", "scale": {"domain": [0, 365]}}

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "title": "persons present"}

    bands = [
        {"mark": {"type": "area", "color": BLUE, "opacity": o}, "encoding": {"x": x, "y": y(a), "y2": {"field": b}}}
        for a, b, o in (("low95", "high95", 0.15), ("low80", "high80", 0.25))
    ]
    middle = {"mark": {"type": "line", "color": BLUE}, "encoding": {"x": x, "y": y("median")}}
    told = {
        "data": {"values": points},
        "mark": {"type": "point", "filled": True, "size": 90, "color": RED},
        "encoding": {"x": x, "y": y("persons")},
    }
    save({"data": {"values": rows}, "layer": [*bands, middle, told]}, path)


def main() -> None:
    """Run the studies, print their tables, write their plots."""
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    views, timeline, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    data = windows(views, load("forecast"))
    models = score_all(MODELS, data)
    print(table(models, "conflictology"), end="\n\n")
    print(table(score_all(load("forecast_variants").VARIANTS, data), "mixture (kept)"))
    skill_plot(models, out / "forecast-skill.svg")
    pit_plot(models, data, out / "forecast-pit.svg")
    cover_plot(models, data, out / "forecast-cover.svg")
    strength_plot(load("scenario"), timeline, out / "backtest-strength.svg")


if __name__ == "__main__":
    main()
