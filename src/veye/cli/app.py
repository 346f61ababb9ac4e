"""The verbs. Heavy rooms are imported inside the verb that needs them, so that help answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veye.cli.ledger_verbs import ledger_app
from veye.cli.options import (
    AsOfOption,
    LedgerOption,
    MetadataOption,
    MissionOption,
    OnOption,
    ReaderOption,
    Reports,
    WorkersOption,
)

app = typer.Typer(
    name="veye",
    help="Watch over a multinational security mission: reports in, a sourced and cited picture out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
mission_app = typer.Typer(help="Mission profiles: list, show, begin a new one.", no_args_is_help=True)
app.add_typer(ledger_app, name="ledger")
outlook_app = typer.Typer(
    help="Look ahead: forecasts that are scored, scenarios that can be wrong.", no_args_is_help=True
)
app.add_typer(mission_app, name="mission")
app.add_typer(outlook_app, name="outlook")


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    """Watch over a multinational security mission: reports in, a sourced and cited picture out."""
    if version:
        from veye import __version__
        from veye.cli.talk import say

        say(__version__)
        raise typer.Exit


@app.command()
def demo(
    out: Annotated[str, typer.Option("--out", help="Folder to write to.")] = "veye-demo",
) -> None:
    """Read the example reports that ship with Veye and write a brief on the first example mission."""
    from veye.cli.briefs import run_demo

    run_demo(Path(out))


@app.command()
def brief(
    reports: Reports = None,
    mission: MissionOption = None,
    out: Annotated[str | None, typer.Option("--out", "-o", help="Folder to write to.")] = None,
    ledger: LedgerOption = None,
    metadata: MetadataOption = None,
    on: OnOption = None,
    as_of: AsOfOption = None,
    since_brief: Annotated[
        Path | None, typer.Option("--since-brief", help="Earlier brief.json: say what has changed since.")
    ] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", help="Reconciliation rule instead of the mission's own.")
    ] = None,
    release: Annotated[
        str | None, typer.Option("--release", help="Release level: internal, partner or public.")
    ] = None,
    outlook: Annotated[bool, typer.Option("--outlook", help="Issue a forecast and compare options first.")] = False,
    reader: ReaderOption = None,
    workers: WorkersOption = None,
) -> None:
    """Read reports into a ledger and write a cited brief on the mission, with claims and incidents beside it."""
    from veye.cli.briefs import BriefRequest, run_brief
    from veye.settings import load_settings

    flags = {
        "mission": mission, "out": out, "ledger": ledger, "reader": reader, "workers": workers, "release": release,
    }  # fmt: skip
    asked = BriefRequest(tuple(reports or ()), metadata, on, as_of, since_brief, rule, outlook)
    run_brief(asked, load_settings(flags))


@app.command()
def read(
    reports: Reports = None,
    mission: MissionOption = None,
    metadata: MetadataOption = None,
    reader: ReaderOption = None,
    workers: WorkersOption = None,
    resume: Annotated[
        Path | None, typer.Option("--resume", help="Write to this file, passing over reports that stand in it already.")
    ] = None,
) -> None:
    """Read reports and stream their claims as JSON lines, each with the span that states it."""
    from veye.cli.reads import run_read
    from veye.settings import load_settings

    flags = {"mission": mission, "reader": reader, "workers": workers}
    run_read(tuple(reports or ()), metadata, resume, load_settings(flags))


@app.command()
def export(
    ledger: LedgerOption = None,
    mission: MissionOption = None,
    to: Annotated[str, typer.Option("--format", "-f", help="Format; `veye export --format list` names them.")] = "csv",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write to; standard output otherwise.")
    ] = None,
    on: OnOption = None,
    as_of: AsOfOption = None,
    release: Annotated[
        str | None, typer.Option("--release", help="Release level: internal, partner or public.")
    ] = None,
) -> None:
    """Write the incidents or claims of a ledger in an open format."""
    from veye.cli.exports import run_export
    from veye.settings import load_settings

    run_export(to, out, on, as_of, load_settings({"mission": mission, "ledger": ledger, "release": release}))


@app.command()
def dossier(
    question: Annotated[str, typer.Argument(help='What it is about, e.g. "protective equipment".')],
    mission: MissionOption = None,
    ledger: LedgerOption = None,
    out: Annotated[str | None, typer.Option("--out", "-o", help="Folder to write to.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Leave out what is older than this day.")] = None,
    on: OnOption = None,
    release: Annotated[
        str | None, typer.Option("--release", help="Release level: internal, partner or public.")
    ] = None,
) -> None:
    """Assemble the evidence on one question: incidents, who said what, figures, contrary evidence, what is unknown."""
    from veye.cli.dossiers import run_dossier
    from veye.settings import load_settings

    flags = {"mission": mission, "ledger": ledger, "out": out, "release": release}
    run_dossier(question, since, on, load_settings(flags))


@app.command()
def incident(
    incident_id: Annotated[str, typer.Argument(help="Id of an incident (its beginning is enough).")],
    ledger: LedgerOption = None,
) -> None:
    """Print one incident: its states, every reported value side by side, who says so, and why it was linked."""
    from veye.cli.ledgers import run_incident
    from veye.settings import load_settings

    run_incident(incident_id, load_settings({"ledger": ledger}))


@app.command()
def decide(
    kind: Annotated[
        str,
        typer.Argument(
            help="accept, reject, correct, merge, split, grade, same_origin, not_same_origin, withdraw, undo."
        ),
    ],
    subjects: Annotated[
        list[str], typer.Argument(help="Ids: claims, incidents, reports, an outlet, or a decision to undo.")
    ],
    by: Annotated[str, typer.Option("--by", help="Who decides: it is signed into the ledger.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
    set_: Annotated[list[str] | None, typer.Option("--set", help="name=value, for correct and grade.")] = None,
    ledger: LedgerOption = None,
    mission: MissionOption = None,
) -> None:
    """Write a signed, reversible decision into the ledger and link again under it."""
    from veye.cli.decisions import run_decide
    from veye.settings import load_settings

    settings = load_settings({"ledger": ledger, "mission": mission})
    run_decide(kind, tuple(subjects), by, reason, tuple(set_ or ()), settings)


@app.command()
def why(
    figure: Annotated[str, typer.Argument(help="Id of a figure, or measure.name such as force.deployed.")],
    ledger: LedgerOption = None,
    mission: MissionOption = None,
    on: OnOption = None,
) -> None:
    """Explain a figure: its formula, its inputs, and the words in the reports that they rest on."""
    from veye.cli.figures import run_why
    from veye.settings import load_settings

    run_why(figure, on, load_settings({"ledger": ledger, "mission": mission}))


@app.command()
def without(
    source: Annotated[str, typer.Argument(help="Outlet, or key or id of a report or claim.")],
    ledger: LedgerOption = None,
    mission: MissionOption = None,
    on: OnOption = None,
) -> None:
    """Show which figures would change if a source were withdrawn."""
    from veye.cli.figures import run_without
    from veye.settings import load_settings

    run_without(source, on, load_settings({"ledger": ledger, "mission": mission}))


@app.command()
def undercount(
    table: Annotated[Path, typer.Argument(help="CSV with a 0/1 column for each list and a count.")],
    seed: Annotated[int, typer.Option("--seed", help="Seed of the chains.")] = 0,
) -> None:
    """Estimate what no list holds, from three or more lists that overlap; refuse where that cannot be done."""
    from veye.cli.undercounts import run_undercount

    run_undercount(table, seed)


@app.command()
def fetch(
    source: Annotated[str, typer.Argument(help="Data set: acled, ucdp, dtm, fts, or a form's submissions.")],
    to: Annotated[Path, typer.Option("--to", help="File to write the rows to, as JSON lines.")],
    query: Annotated[list[str] | None, typer.Option("--query", help="name=value, in the service's own words.")] = None,
) -> None:
    """Fetch a data set's rows through its API; keys come from VEYE_<SOURCE>_<KEY> in the environment."""
    from veye.cli.sources import run_fetch

    run_fetch(source, to, tuple(query or ()))


@app.command()
def form(
    name: Annotated[str, typer.Argument(help="Form to write; list names them.")],
    path: Annotated[Path | None, typer.Argument(help="File to write, .xlsx.")] = None,
) -> None:
    """Write a field form (incident, casualty, vehicle state, kit issue, patrol exposure, arrival) as XLSForm."""
    from veye.cli.sources import run_form

    run_form(name, path)


@app.command()
def doctor(mission: MissionOption = None) -> None:
    """Print versions, settings and where each came from, what is loaded, and what is missing."""
    from veye.cli.doctor import run_doctor
    from veye.settings import load_settings

    run_doctor(load_settings({"mission": mission}))


@mission_app.command("list")
def mission_list() -> None:
    """Name the mission profiles that ship with Veye."""
    from veye.cli.missions import run_list

    run_list()


@mission_app.command("show")
def mission_show(name: Annotated[str, typer.Argument(help="Shipped profile or profile file.")]) -> None:
    """Check a mission profile and print what it holds."""
    from veye.cli.missions import run_show

    run_show(name)


@mission_app.command("new")
def mission_new(path: Annotated[Path, typer.Argument(help="File to write, e.g. my-mission.yml.")]) -> None:
    """Write a commented template for a new mission profile."""
    from veye.cli.missions import run_new

    run_new(path)


@outlook_app.command("forecast")
def outlook_forecast(
    mission: MissionOption = None,
    ledger: LedgerOption = None,
    quantity: Annotated[
        str, typer.Option("--quantity", help="fatalities or incidents, a month and division.")
    ] = "fatalities",
    history: Annotated[
        Path | None, typer.Option("--history", help="UCDP GED, ACLED, or a CSV of area, month, count.")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Model; by default the one that wins the back-test.")
    ] = None,
    months: Annotated[int, typer.Option("--months", help="Months ahead.")] = 6,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 0,
    on: OnOption = None,
) -> None:
    """Issue a forecast by division and month, as draws, with its back-test; it is kept in the ledger."""
    from veye.cli.outlooks import run_forecast
    from veye.settings import load_settings

    settings = load_settings({"mission": mission, "ledger": ledger})
    run_forecast(settings, quantity=quantity, history=history, model=model, seed=seed, leads=months, on=on)


@outlook_app.command("score")
def outlook_score(
    mission: MissionOption = None,
    ledger: LedgerOption = None,
    history: Annotated[
        Path | None, typer.Option("--history", help="UCDP GED, ACLED, or a CSV of area, month, count.")
    ] = None,
    quantity: Annotated[
        str, typer.Option("--quantity", help="What a --history of area, month, count counts.")
    ] = "fatalities",
) -> None:
    """Print how every issued forecast whose months have come has done, with the baselines beside it."""
    from veye.cli.outlooks import run_score
    from veye.settings import load_settings

    run_score(load_settings({"mission": mission, "ledger": ledger}), history=history, quantity=quantity)


@outlook_app.command("scenario")
def outlook_scenario(
    mission: MissionOption = None,
    ledger: LedgerOption = None,
    options: Annotated[
        str, typer.Option("--options", help="Options compared, the first is the reference: names or files, by commas.")
    ] = "status-quo,better-gear,reinforcement,un-transition",
    new: Annotated[Path | None, typer.Option("--new", help="Write a commented template of an option and stop.")] = None,
    table: Annotated[
        Path | None, typer.Option("--table", help="Write the table of parameters, each row with its source, and stop.")
    ] = None,
    parameters: Annotated[
        Path | None, typer.Option("--parameters", help="A table of your own in place of the shipped one.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the runs.")] = 0,
    replicates: Annotated[int, typer.Option("--replicates", help="Runs of each option.")] = 2000,
    days: Annotated[
        int | None, typer.Option("--days", help="Days simulated; by default a year, or until every option has acted.")
    ] = None,
    sobol: Annotated[bool, typer.Option("--sobol", help="Work out which assumptions decide the ranking.")] = False,
    samples: Annotated[
        int, typer.Option("--samples", help="Design of --sobol, a power of 2; 1024 makes 12,288 runs an option.")
    ] = 256,
    on: OnOption = None,
) -> None:
    """Compare options on evidenced parameters, with ranges and caveats; the run is kept in the ledger."""
    from veye.cli.outlooks import run_scenario
    from veye.settings import load_settings

    settings = load_settings({"mission": mission, "ledger": ledger})
    run_scenario(
        settings, options=options, new=new, table=table, parameters=parameters, seed=seed, replicates=replicates,
        days=days, sobol=sobol, samples=samples, on=on,
    )  # fmt: skip
