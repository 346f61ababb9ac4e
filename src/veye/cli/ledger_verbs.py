"""`veye ledger …`: look into a ledger, add to it, link it afresh."""

from __future__ import annotations

from typing import Annotated

import typer

from veye.cli.options import LedgerOption, MetadataOption, MissionOption, ReaderOption, Reports, WorkersOption

ledger_app = typer.Typer(
    help="Add to a ledger, and look into it: what was added, when, and whether it is sound.", no_args_is_help=True
)


@ledger_app.command("log")
def ledger_log(
    ledger: LedgerOption = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only entries of this kind.")] = None,
    last: Annotated[int | None, typer.Option("--last", help="Only the last so many.")] = None,
) -> None:
    """List the entries of a ledger in order."""
    from veye.cli.ledgers import run_log
    from veye.settings import load_settings

    run_log(kind, last, load_settings({"ledger": ledger}))


@ledger_app.command("show")
def ledger_show(
    key: Annotated[str, typer.Argument(help="Sequence number, or the beginning of an entry's key.")],
    ledger: LedgerOption = None,
) -> None:
    """Print entries whole, as JSON lines."""
    from veye.cli.ledgers import run_show
    from veye.settings import load_settings

    run_show(key, load_settings({"ledger": ledger}))


@ledger_app.command("verify")
def ledger_verify(ledger: LedgerOption = None) -> None:
    """Check the whole chain, every span against its report, and say what is wrong."""
    from veye.cli.ledgers import run_verify
    from veye.settings import load_settings

    run_verify(load_settings({"ledger": ledger}))


@ledger_app.command("why")
def ledger_why(
    key: Annotated[str, typer.Argument(help="Id of a claim, or key of a report.")], ledger: LedgerOption = None
) -> None:
    """Tell what became of a claim or report: what read it, which incident holds it, which decisions touched it."""
    from veye.cli.ledgers import run_why_entry
    from veye.settings import load_settings

    run_why_entry(key, load_settings({"ledger": ledger}))


@ledger_app.command("add")
def ledger_add(
    reports: Reports = None,
    ledger: LedgerOption = None,
    mission: MissionOption = None,
    metadata: MetadataOption = None,
    reader: ReaderOption = None,
    workers: WorkersOption = None,
) -> None:
    """Read reports into a ledger and link them to what it holds; no brief is written."""
    from veye.cli.ledgers import run_add
    from veye.settings import load_settings

    flags = {"ledger": ledger, "mission": mission, "reader": reader, "workers": workers}
    run_add(tuple(reports or ()), metadata, load_settings(flags))


@ledger_app.command("relink")
def ledger_relink(ledger: LedgerOption = None, mission: MissionOption = None) -> None:
    """Link everything in a ledger afresh: origins and incidents under all decisions, known ids kept."""
    from veye.cli.ledgers import run_relink
    from veye.settings import load_settings

    run_relink(load_settings({"ledger": ledger, "mission": mission}))


@ledger_app.command("totals")
def ledger_totals(ledger: LedgerOption = None) -> None:
    """Hold every running total beside the incidents that should make it up: gaps, revisions, and the likely reason."""
    from veye.cli.ledgers import run_totals
    from veye.settings import load_settings

    run_totals(load_settings({"ledger": ledger}))
