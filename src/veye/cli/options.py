"""Arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Reports = Annotated[list[str] | None, typer.Argument(help="Files or folders of reports; - reads standard input.")]
MissionOption = Annotated[str | None, typer.Option("--mission", "-m", help="Shipped mission profile or profile file.")]
LedgerOption = Annotated[str | None, typer.Option("--ledger", "-l", help="Ledger file.")]
ReaderOption = Annotated[str | None, typer.Option("--reader", help="Reader, or several separated by commas.")]
MetadataOption = Annotated[
    Path | None, typer.Option("--metadata", help="Table (CSV or JSON lines) with id, lang, outlet, published …")
]
OnOption = Annotated[
    str | None, typer.Option("--on", help="Day the brief speaks of, YYYY-MM-DD: later reports are left out.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Moment of the ledger (ISO time): the state as it was known then.")
]
WorkersOption = Annotated[int | None, typer.Option("--workers", help="Processes that read at once; 0 is one a core.")]
