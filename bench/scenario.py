"""How fast the scenarios run, beside SimPy; what decides them; and what they would have said of a year now past.

usage: scenario.py [--sobol] [--backtest TIMELINE.csv] [--replicates N]

Always: replicates of a year a second on one core (1,000 people, 60 vehicles, the full model, compiled) and the same
mission told event by event in SimPy (tests/outlook/simpy_oracle.py). --sobol times a study of 12,288 runs of 50
replicates on two cores. --backtest fits to the mission's first half-year, predicts the next year, and prints hits and
misses. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import sys
import time
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from veye.outlook.scenario import Amount, Fleet, Fund, People, StartState, chance, load_options, load_parameters
from veye.outlook.scenario.backtest import Held, Target, backtest_scenario
from veye.outlook.scenario.engine import Setting, columns_of, make_inputs, run_years
from veye.outlook.scenario.fit import Fitted, fit_to_counts
from veye.outlook.scenario.parameters import Parameters, read_distribution
from veye.outlook.scenario.sensitivity import sensitivity
from veye.outlook.scenario.start import NONE

ROOT = Path(__file__).resolve().parents[1]
ROWS = (
    "hostile_deaths", "killed_share", "contact_clustering", "evacuation_minutes", "failure_days", "parts_days",
    "vehicle_sorties", "patrol_share", "personnel_conversion", "arrival_days",
)  # fmt: skip


def exactly(value: float) -> Amount:
    """An amount without doubt."""
    return Amount(value, value, value, f"given: {value}")


def reference_start() -> StartState:
    """1,000 people, 60 vehicles, money and pledges."""
    people = (People("a", exactly(750)), People("b", exactly(250)), People("pledged", NONE, exactly(1500)))
    fleets = (Fleet("fleet", "medium", exactly(60)),)
    return StartState("bench", date(2026, 1, 1), people, fleets, (Fund("trust", "USD", exactly(28), exactly(25)),))


def engine_speed(replicates: int) -> tuple[float, float]:
    """Replicates a second of processor time and of the clock, compiled before: the best of five."""
    inputs = make_inputs(
        reference_start(), load_parameters(), load_options(["status-quo"])[0], None, chance.keys(1, replicates)
    )
    run_years(inputs.part(0, 10), Setting(), track_cash=True)
    best_cpu = best_clock = np.inf
    for _ in range(5):
        cpu, clock = time.process_time(), time.perf_counter()
        run_years(inputs, Setting(), track_cash=True)
        best_cpu = min(best_cpu, time.process_time() - cpu)
        best_clock = min(best_clock, time.perf_counter() - clock)
    return replicates / best_cpu, replicates / best_clock


def simpy_speed(replicates: int = 60) -> float:
    """Replicates a second of processor time of the same mission in SimPy, each with its own draw of the table."""
    spec = importlib.util.spec_from_file_location("simpy_oracle", ROOT / "tests" / "outlook" / "simpy_oracle.py")
    assert spec
    assert spec.loader
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    inputs = make_inputs(
        reference_start(), load_parameters(), load_options(["status-quo"])[0], None, chance.keys(1, replicates)
    )
    columns = columns_of(inputs.before)
    cpu = time.process_time()
    for i in range(replicates):
        p = {name: float(values[i]) for name, values in columns.items()}
        oracle.OracleMission(
            p, people=1000, vehicles=60, cash=28.0, promised=25.0, pledged=1500, days=365, threshold=12.0, seed=i,
            passes=p["penetration_medium"],
        ).run()  # fmt: skip
    return replicates / (time.process_time() - cpu)


def sobol_seconds() -> tuple[float, str]:
    """Seconds of the clock of a study of 12,288 runs of 50 replicates for two options, and what decides."""
    from rich.progress import Progress

    began = time.perf_counter()
    with Progress() as bar:
        task = bar.add_task("Sobol", total=1)
        study = sensitivity(
            reference_start(), load_options(["status-quo", "reinforcement"]), load_parameters(), rows=ROWS, workers=2,
            progress=lambda done, total: bar.update(task, completed=done / total),
        )  # fmt: skip
    first = study.comparisons[0]
    for index in first.indices:
        print(f"  {index.row:24}{index.first:8.3f}{index.total:8.3f} ± {index.doubt:.3f}  {index.status}")
    if study.flag:
        print(study.flag)
    return time.perf_counter() - began, first.indices[0].row


# ---------------------------------------------------------------------------------------------------- the back-test
FITTED_UNTIL = date(2024, 12, 31)
KNOWN_THEN = {
    "personnel_conversion": "uniform(0.02, 0.98)",
    "arrival_days": "lognormal(180, 30, 1080)",
    "funds_conversion": "beta(3, 1.2)",
    "vehicle_loss": "beta(1, 25)",
    "grounding_after_penetration": "beta(1, 6)",
    "grounding_rate": "lognormal(0.2, 0.02, 2)",
    "grounding_share": "uniform(0, 1)",
    "in_kind_stops": "lognormal(0.2, 0.02, 2)",
    "penetration_medium": "beta(1.5, 10)",
}
"""Rows of the shipped table that were written with 2025 in view, and what could have been said of them in 2024."""


def read_timeline(path: Path) -> list[dict[str, str]]:
    """The rows of the timeline: date, kind, subject, value_low, value_high, unit, place, source_url, note."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_mission(row: dict[str, str]) -> bool:
    """Whether a row tells of the mission itself, by its subject."""
    return any(word in row["subject"] for word in ("MSS", "Kenyan", "Wounded evacuated", "Seriously injured"))


def between(rows: list[dict[str, str]], first: date, last: date, *kinds: str) -> list[dict[str, str]]:
    """Rows of these kinds within the days, the mission's own."""
    return [
        r for r in rows if r["kind"] in kinds and first.isoformat() <= r["date"] <= last.isoformat() and of_mission(r)
    ]


def total(rows: list[dict[str, str]]) -> float:
    """The sum of the low values."""
    return sum(float(r["value_low"]) for r in rows)


def _amount(rows: list[dict[str, str]]) -> Amount:
    """The newest row's value, with the ends of all of them."""
    low, high = min(float(r["value_low"]) for r in rows), max(float(r["value_high"]) for r in rows)
    value = float(rows[-1]["value_high"])
    return Amount(value, low, max(high, value), rows[-1]["source_url"])


def frozen(path: Path) -> tuple[StartState, Parameters, Fitted, list[Target]]:
    """The start on the last day of 2024, the table of then, its fit to the half-year before, and what came in 2025."""
    rows = read_timeline(path)
    first = date(2024, 6, 25)
    strength = between(rows, first, FITTED_UNTIL, "strength")
    fleet = between(rows, first, FITTED_UNTIL, "fleet")[-1]
    losses = [r for r in rows if r["kind"] == "equipment_loss" and first.isoformat() <= r["date"] < "2025"]
    lost = total([r for r in losses if "Haitian" not in r["subject"]])
    vehicles = float(fleet["value_low"])
    past = StartState(
        "timeline", first, (People("all", _amount(strength)),), (Fleet("all", "heavy", exactly(vehicles)),)
    )  # fmt: skip
    counts = {
        "deaths_hostile": int(total(between(rows, first, FITTED_UNTIL, "casualty_killed"))),
        "wounded": int(total(between(rows, first, FITTED_UNTIL, "casualty_wounded"))),
        "vehicles_lost": int(lost),
    }
    shipped = load_parameters()
    then = shipped.changed(
        [
            msgspec.structs.replace(shipped[name], distribution=read_distribution(text, where=name))
            for name, text in KNOWN_THEN.items()
        ]
    )
    fitted = fit_to_counts(past, then, counts, days=(FITTED_UNTIL - first).days, most=200_000)
    got = [r for r in rows if r["kind"] == "funding_received" and r["date"] <= FITTED_UNTIL.isoformat()][-1]
    said = [
        r for r in rows
        if r["kind"] == "funding_pledge" and r["date"] == FITTED_UNTIL.isoformat() and "Trust fund" in r["subject"]
    ][-1]  # fmt: skip
    pledged = [
        r for r in rows if r["kind"] == "pledge_strength" and first.isoformat() < r["date"] <= FITTED_UNTIL.isoformat()
    ]
    received = float(got["value_low"])
    now = float(strength[-1]["value_high"])
    start = StartState(
        "timeline", FITTED_UNTIL,
        (People("all", _amount(strength)), People("pledged", NONE, exactly(float(pledged[-1]["value_low"]) - now))),
        (Fleet("all", "heavy", exactly(vehicles - lost)),),
        (
            Fund(
                "trust fund", "USD", Amount.assume(received / 4, 0, received, "a quarter of what was received is left"),
                exactly(float(said["value_low"]) - received),
            ),
        ),
    )  # fmt: skip
    return start, then, fitted, targets_of(rows, received)


def back_test(path: Path) -> tuple[list[Held], list[Held], dict[str, float]]:
    """Targets of 2025 by the table of 2024 as fitted, and by the table as shipped and not fitted; how the fit went."""
    start, then, fitted, targets = frozen(path)
    held = backtest_scenario(start, then, fitted, targets, days=365)
    prior = backtest_scenario(start, load_parameters(), None, targets, days=365)
    how = {f"fitted_{name}": float(count) for name, count in fitted.observed.items()}
    return held, prior, how | {"kept": fitted.kept, "tried": fitted.tried}


def targets_of(rows: list[dict[str, str]], received: float) -> list[Target]:
    """What came in 2025, each with the address of its source."""
    first, last = date(2025, 1, 1), date(2025, 12, 31)

    def one(kind: str, words: str) -> dict[str, str]:
        return next(r for r in between(rows, first, last, kind) if words in f"{r['subject']} {r['note']}")

    cumulative = one("casualty_killed", "Cumulative")
    accident = one("casualty_killed", "non-hostile")
    wounded = [r for r in between(rows, first, last, "casualty_wounded") if "non-hostile" not in r["note"]]
    hurt = [r for r in between(rows, first, last, "casualty_wounded") if "non-hostile" in r["note"]]
    moved = between(rows, first, last, "medevac")
    burned = [
        r for r in rows
        if r["kind"] == "equipment_loss" and r["date"].startswith("2025-") and "MSS" in r["subject"]
    ]  # fmt: skip
    grounded = [r for r in rows if r["kind"] == "equipment_grounding"]
    money = [r for r in rows if r["kind"] == "funding_received" and first.isoformat() <= r["date"] <= last.isoformat()][
        -1
    ]
    deaths = float(accident["value_low"])
    all_deaths = float(cumulative["value_low"])

    def target(outcome: str, label: str, value: float, row: dict[str, str], note: str = "") -> Target:
        return Target(outcome, label, value, row["source_url"], note=note)

    missing = "three acknowledged in all, one by accident; one of them long reported as missing"
    out = [
        target("deaths_hostile", "deaths by hostile action", all_deaths - deaths, cumulative, missing),
        target("deaths_other", "deaths by accident or illness", deaths, accident),
        target("wounded", "wounded by hostile action", total(wounded), wounded[-1], "those reported"),
        target("injured", "hurt by accident or illness", total(hurt), hurt[-1], "one accident, no other reported"),
        target("evacuations", "evacuated abroad", total(moved), moved[-1], "those reported; one more died after it"),
        target("vehicles_lost", "vehicles lost", 2.0 if burned else 0.0, burned[-1], "two of three burned"),
        target("groundings", "orders to ground vehicles", float(len(grounded)), grounded[-1]),
        target("vehicles_grounded", "vehicles grounded by order", total(grounded), grounded[-1]),
        target("money_in", "paid into the trust fund, USD million", float(money["value_low"]) - received, money),
    ]
    for row in between(rows, first, last, "strength"):
        if row["unit"] != "personnel" and "planned" not in row["subject"]:
            continue
        if "Kenyan" in row["subject"]:
            continue
        value = float(row["value_low"]) * (25.0 if row["unit"] == "percent" else 1.0)
        day = (date.fromisoformat(row["date"]) - FITTED_UNTIL).days
        out.append(Target("present", f"present on {row['date']}", value, row["source_url"], day=day))
    gsf = [r for r in rows if r["kind"] == "strength" and "GSF" in r["subject"] and r["date"] <= last.isoformat()]
    for row in gsf:
        day = (date.fromisoformat(row["date"]) - FITTED_UNTIL).days
        out.append(Target("present", f"present on {row['date']}", float(row["value_low"]), row["source_url"], day=day))
    return out


HEAD = (
    "came in 2025", "number", "median", "80 %", "95 %", "within 80 %", "within 95 %", "rank",
    "shipped table: 80 %, rank",
)  # fmt: skip


def table_of(held: list[Held], prior: list[Held]) -> str:
    """Hits and misses as a table."""
    lines = [
        f"| {' | '.join(HEAD)} |",
        "| --- " * len(HEAD) + "|",
    ]
    for h, p in zip(held, prior, strict=True):
        s, q = h.spread, p.spread
        mark = f" ({h.target.note})" if h.target.note else ""
        hits = ["hit" if inside else "MISS" for inside in (h.in80, h.in95)]
        cells = [
            h.target.label + mark, f"{h.target.value:g}", f"{s.median:g}", f"{s.low80:g} to {s.high80:g}",
            f"{s.low95:g} to {s.high95:g}", *hits, f"{h.rank:.2f}", f"{q.low80:g} to {q.high80:g}, {p.rank:.2f}",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Run what is asked and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sobol", action="store_true")
    parser.add_argument("--backtest", type=Path)
    parser.add_argument("--replicates", type=int, default=4000)
    given = parser.parse_args()
    out: dict[str, object] = {}
    if given.backtest:
        if not given.backtest.is_file():
            sys.exit(f"{given.backtest}: no such file")
        held, prior, how = back_test(given.backtest)
        print(table_of(held, prior))
        out |= how | {"targets": len(held), "within_80": sum(h.in80 for h in held)}
        out |= {"within_95": sum(h.in95 for h in held), "shipped_within_80": sum(h.in80 for h in prior)}
    cpu, clock = engine_speed(given.replicates)
    simpy = simpy_speed()
    out |= {
        "replicates_per_second": round(cpu), "by_the_clock": round(clock), "simpy_per_second": round(simpy, 1),
        "ratio_to_simpy": round(cpu / simpy, 1), "compiled": chance.COMPILED,
    }  # fmt: skip
    if given.sobol:
        cpu = time.process_time()
        seconds, first = sobol_seconds()
        out |= {
            "sobol_seconds": round(seconds, 1), "sobol_cpu_seconds": round(time.process_time() - cpu, 1),
            "sobol_first": first,
        }  # fmt: skip
    print(json.dumps(out))


if __name__ == "__main__":
    main()
