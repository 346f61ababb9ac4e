"""`veye outlook …`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from veye.cli.briefs import need_mission, parse_day
from veye.cli.ledgers import ledger_path
from veye.cli.talk import say, tell, write_whole
from veye.errors import InputError
from veye.flow.outlook import QUANTITIES, file_history, issue_forecast, issue_scenario, ledger_history, score_record
from veye.flow.picture import make_picture
from veye.flow.reading import Kit
from veye.ledger import Ledger
from veye.outlook import MODELS, Forecast, History
from veye.settings import Settings


def run_forecast(
    settings: Settings, *, quantity: str, history: Path | None, model: str | None, seed: int, leads: int, on: str | None
) -> None:
    """Issue a forecast into the ledger and print it with its back-test."""
    if model is not None and model not in MODELS:
        raise InputError(f"no model '{model}'", where="--model", hint=f"Known: {', '.join(MODELS)}.")
    if not 1 <= leads <= 24:
        raise InputError(f"{leads} months ahead cannot be forecast", where="--months", hint="Give 1 to 24.")
    mission = need_mission(settings)
    kit = Kit.load(mission, reader=settings.reader)
    with Ledger.open(ledger_path(settings), create=history is not None) as ledger:
        made, notes = _history(ledger, kit, quantity, history, on)
        forecast = issue_forecast(
            ledger, made, mission=kit.mission.id, at=datetime.now(UTC), model=model, seed=seed,
            leads=tuple(range(1, leads + 1)), notes=notes,
        )  # fmt: skip
    _print(forecast)


def _history(ledger: Ledger, kit: Kit, quantity: str, path: Path | None, on: str | None) -> tuple[History, list[str]]:
    if path:
        return file_history(path, quantity=quantity, kit=kit)
    return ledger_history(make_picture(ledger.view(), kit, on=parse_day(on)), kit, quantity=quantity)


def _print(forecast: Forecast) -> None:
    say(f"{forecast.id}: {forecast.quantity} a month, from data to {forecast.origin}")
    say(f"{forecast.draws} draws, seed {forecast.seed}, input {forecast.input_digest[:12]}")
    say(f"model: {forecast.model} ({forecast.reason})")
    low, mid, high = (forecast.levels.index(level) for level in (0.1, 0.5, 0.9))
    say(f"{'area':24}" + "".join(f"{month:>20}" for month in forecast.months))
    for area, row in zip(forecast.areas, forecast.quantiles, strict=True):
        cells = "".join(f"{f'{c[mid]:,.0f} ({c[low]:,.0f}-{c[high]:,.0f})':>20}" for c in row)
        say(f"{area:24}{cells}")
    say("median (80 % interval)")
    if forecast.trials:
        say(f"{'back-test':26}{'CRPS':>9}{'log1p':>8}{'log':>8}{'90 %':>7}{'>0':>7}   against conflictology")
        for t in forecast.trials:
            nonzero = "" if t.cover_nonzero is None else f"{t.cover_nonzero:7.2f}"
            skill = f"{100 * t.skill:+.1f} % [{100 * t.skill_low:+.1f}, {100 * t.skill_high:+.1f}]"
            say(f"{t.model:26}{t.crps:9.3f}{t.log1p_crps:8.3f}{t.log_score:8.3f}{t.cover:7.2f}{nonzero:>7}   {skill}")
    for note in forecast.notes:
        tell(f"  note: {note}")


def run_score(settings: Settings, *, history: Path | None) -> None:
    """Print the score of every forecast in the ledger whose months have come, and the average."""
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    with Ledger.open(ledger_path(settings), create=False) as ledger:
        view = ledger.view()
        picture = None if history else make_picture(view, kit)
    if not view.forecasts:
        raise InputError("the ledger holds no forecast", where=str(ledger_path(settings)), hint="veye outlook forecast")
    histories = {}
    for quantity in QUANTITIES:
        if history:
            histories[quantity] = file_history(history, quantity=quantity, kit=kit)[0]
        elif picture:
            histories[quantity] = ledger_history(picture, kit, quantity=quantity)[0]
    scored = score_record(view, histories)
    for row in scored:
        months = f"{row.months[0]} to {row.months[-1]}"
        ours, theirs = f"CRPS {row.crps:.3f}", f"conflictology {row.benchmark_crps:.3f}"
        rest = f"log {row.log_score:.3f}, cover {row.cover:.2f}"
        say(f"{row.forecast_id}  {row.model:24} {months:20} {ours}, {theirs}, {rest}")
    better = sum(r.crps < r.benchmark_crps for r in scored)
    say(f"{len(scored)} of {len(view.forecasts)} forecasts can be scored; {better} beat conflictology")


def run_scenario(
    settings: Settings,
    *,
    options: str,
    new: Path | None,
    seed: int,
    replicates: int,
    days: int,
    sobol: bool,
    on: str | None,
) -> None:
    """Compare options from the ledger's figures, keep the run in the ledger, and print it with its caveats."""
    from veye.outlook.scenario import option_table, option_template, plain_words

    if new is not None:
        if new.exists():
            raise InputError("this file is there already", where=str(new), hint="Give another name.")
        write_whole(new, option_template())
        tell(f"wrote {new}; change its rows, then: veye outlook scenario --options status-quo,{new}")
        return
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    names = [name.strip() for name in options.split(",") if name.strip()]
    with Ledger.open(ledger_path(settings), create=False) as ledger:
        picture = make_picture(ledger.view(), kit, on=parse_day(on))
        run = issue_scenario(
            ledger, picture, names, at=datetime.now(UTC), seed=seed, replicates=replicates, days=days, sobol=sobol,
            workers=settings.workers or os.cpu_count() or 1, progress=_counted,
        )  # fmt: skip
    say(f"{run.id}: {run.replicates:,} runs of {run.days} days from {run.on}, seed {run.seed}")
    columns, rows = option_table(run)
    for row in rows:
        say("")
        for name, cell in zip(columns, row, strict=True):
            say(f"  {name:<30} {cell}")
    say("")
    for words in plain_words(run):
        say(words)
    for assumption in run.assumptions:
        tell(f"  assumed: {assumption}")


def _counted(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  what decides it: {done:,} of {total:,} runs ")
        sys.stderr.flush()
