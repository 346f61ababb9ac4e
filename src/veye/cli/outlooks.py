"""`veye outlook …`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from veye.cli.briefs import need_mission, parse_day
from veye.cli.ledgers import ledger_path
from veye.cli.talk import counting, say, tell, write_whole
from veye.errors import InputError, did_you_mean
from veye.flow.histories import QUANTITIES, file_history, known_quantity, ledger_history, source_of
from veye.flow.outlook import issue_forecast, issue_scenario, score_record
from veye.flow.picture import make_picture
from veye.flow.reading import Kit
from veye.ledger import Ledger
from veye.outlook import MODELS, Forecast, History, Scored, Trialled
from veye.settings import Settings


def run_forecast(
    settings: Settings, *, quantity: str, history: Path | None, model: str | None, seed: int, leads: int, on: str | None
) -> None:
    """Issue a forecast into the ledger and print it with its back-test."""
    if model is not None and model not in MODELS:
        raise InputError(f"no model '{model}'", where="--model", hint=did_you_mean(model, tuple(MODELS)))
    if not 1 <= leads <= 24:
        raise InputError(f"{leads} months ahead cannot be forecast", where="--months", hint="Give 1 to 24.")
    known_quantity(quantity)
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    read = file_history(history, quantity=quantity, kit=kit) if history else None
    with Ledger.open(ledger_path(settings), create=history is not None) as ledger:
        if read:
            made, notes = read
        else:
            picture = make_picture(ledger.view(), kit, on=parse_day(on))
            made, notes = ledger_history(picture, kit, quantity=quantity, seed=seed)
        forecast = issue_forecast(
            ledger, made, mission=kit.mission.id, at=datetime.now(UTC), model=model, seed=seed,
            leads=tuple(range(1, leads + 1)), notes=notes, source=source_of(history) if history else "ledger",
        )  # fmt: skip
    _print(forecast)


def _print(forecast: Forecast) -> None:
    say(f"{forecast.id}: {forecast.quantity} a month, from data to {forecast.origin}")
    say(f"{forecast.draws} draws, seed {forecast.seed}, input {forecast.input_digest[:12]}")
    say(f"model: {forecast.model} ({forecast.reason})")
    low, mid, high = (forecast.levels.index(level) for level in (0.1, 0.5, 0.9))
    say(f"{'area':24}" + "".join(f"{month:>17}" for month in forecast.months) + f"{f'any in {forecast.months[0]}':>18}")
    for area, row, none in zip(forecast.areas, forecast.quantiles, forecast.none, strict=True):
        cells = "".join(f"{f'{c[mid]:,.0f} ({c[low]:,.0f}-{c[high]:,.0f})':>17}" for c in row)
        say(f"{area:24}{cells}{f'{share_text(1 - none[0])} %':>18}")
    say("median (80 % interval): one draw in ten lies above it. A median of 0 says most likely none, not none.")
    say("any: share of draws with at least one.")
    if forecast.trials:
        say("back-test (the interval is by resampling areas):")
        _scores(forecast.trials)
        (issued,) = (t for t in forecast.trials if t.model == forecast.model)
        say(f"truths by tenth of the draws of {issued.model} (all 10 % where calibrated): {_tenths(issued)}")
    for note in forecast.notes:
        tell(f"  note: {note}")


def share_text(share: float) -> str:
    """A share in per cent that never rounds something to nothing."""
    return "under 1" if 0 < share < 0.005 else f"{100 * share:.0f}"


def _scores(rows: Sequence[Trialled]) -> None:
    """Scores of several models as a table, each against conflictology."""
    heads = f"{'CRPS':>9}{'log1p':>8}{'log':>8}{'interval':>10}{'90 %':>7}{'>0':>7}"
    say(f"{'':26}{heads}   CRPS against conflictology")
    for t in rows:
        nonzero = "" if t.cover_nonzero is None else f"{t.cover_nonzero:.2f}"
        numbers = f"{t.crps:9.3f}{t.log1p_crps:8.3f}{t.log_score:8.3f}{t.interval_score:10.1f}{t.cover:7.2f}"
        say(f"{t.model:26}{numbers}{nonzero:>7}   {'' if t.model == 'conflictology' else _skill(t)}")


def _skill(t: Trialled) -> str:
    if t.skill is None:
        return "nothing to compare: conflictology scored 0"
    if t.skill_low is None or t.skill_high is None:
        return f"{100 * t.skill:+.1f} % [too few areas for an interval]"
    return f"{100 * t.skill:+.1f} % [{100 * t.skill_low:+.1f}, {100 * t.skill_high:+.1f}]"


def _tenths(t: Trialled) -> str:
    return " ".join(f"{100 * share:.0f}" for share in t.ranks)


def run_score(settings: Settings, *, history: Path | None, quantity: str) -> None:
    """Print the score of every forecast in the ledger whose months have come, with the baselines beside it."""
    known_quantity(quantity)
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    with Ledger.open(ledger_path(settings), create=False) as ledger:
        view = ledger.view()
    if not view.forecasts:
        raise InputError("the ledger holds no forecast", where=str(ledger_path(settings)), hint="veye outlook forecast")
    source = source_of(history) if history else "ledger"
    histories: dict[str, History] = {}
    if history:
        for name in (quantity,) if source == "table" else QUANTITIES:  # a table holds one quantity only
            histories[name] = file_history(history, quantity=name, kit=kit)[0]
    elif view.documents:
        picture = make_picture(view, kit)
        for name in {f["quantity"] for f in view.forecasts}:
            with suppress(InputError):  # said for each forecast below
                histories[name] = ledger_history(picture, kit, quantity=name)[0]
    scored, waiting = score_record(view, histories, mission=kit.mission.id, source=source)
    for row in scored:
        months = f"{row.months[0]} to {row.months[-1]}"
        back = ", issued after these months began to be known: a look back, no true forecast" if row.looks_back else ""
        say(f"{row.forecast_id}: {row.quantity}, {months} from data to {row.origin}, {row.cells} cells{back}")
        _scores([msgspec.structs.replace(row.own, model=f"{row.model} (issued)"), *row.baselines])
        say(f"truths by tenth of the draws (all 10 % where calibrated): {_tenths(row.own)}")
    for forecast, why in waiting:
        say(f"{forecast.id}: not scored: {why}")
    say(_sum(scored, len(scored) + len(waiting)))


def _sum(scored: Sequence[Scored], of: int) -> str:
    if not scored:
        return f"0 of {of} can be scored yet: nothing can be said of how good they were."
    against = [(r.own.crps, b.crps) for r in scored if (b := r.baseline("conflictology"))]
    better = sum(a < b for a, b in against)
    cover = sum(r.own.cover * r.cells for r in scored) / sum(r.cells for r in scored)
    ahead = sum(not r.looks_back for r in scored)
    return (
        f"{len(scored)} of {of} can be scored, {ahead} of them issued before their months; {better} of {len(against)} "
        f"beat conflictology on CRPS; their 90 % intervals held {100 * cover:.0f} % of what came."
    )


def run_scenario(
    settings: Settings,
    *,
    options: str,
    new: Path | None,
    table: Path | None,
    parameters: Path | None,
    seed: int,
    replicates: int,
    days: int | None,
    sobol: bool,
    samples: int,
    on: str | None,
) -> None:
    """Compare options from the ledger's figures, keep the run in the ledger, and print it with its caveats."""
    from veye.outlook.scenario import load_parameters, option_table, option_template, parameter_table, plain_words

    if new is not None:
        _write_new(new, option_template(), f"veye outlook scenario --options status-quo,{new}")
    if table is not None:
        _write_new(table, parameter_table(), f"veye outlook scenario --parameters {table}")
    if new is not None or table is not None:
        return
    rows = load_parameters(parameters) if parameters else None
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    names = [name.strip() for name in options.split(",") if name.strip()]
    with Ledger.open(ledger_path(settings), create=False) as ledger:
        picture = make_picture(ledger.view(), kit, on=parse_day(on))
        with counting("what decides it" if sobol else "simulating") as progress:
            run = issue_scenario(
                ledger, picture, names, at=datetime.now(UTC), parameters=rows, seed=seed, replicates=replicates,
                days=days, samples=samples if sobol else 0, workers=settings.workers or os.cpu_count() or 1,
                progress=progress,
            )  # fmt: skip
    say(f"{run.id}: {run.replicates:,} runs of {run.days} days from {run.on}, seed {run.seed}")
    words = plain_words(run)
    if run.deciding and run.deciding["flag"]:
        say(words.pop(0))  # what decides the ranking stands before it
    columns, lines = option_table(run)
    for row in lines:
        say("")
        for name, cell in zip(columns, row, strict=True):
            say(f"  {name:<30} {cell}")
    say("")
    for text in words:
        say(text)


def _write_new(path: Path, text: str, then: str) -> None:
    if path.exists():
        raise InputError("this file is there already", where=str(path), hint="Give another name.")
    write_whole(path, text)
    tell(f"wrote {path}; change its rows, then: {then}")
