"""`veye fetch` and `veye form`."""

from __future__ import annotations

import os
from pathlib import Path

from veye.cli.talk import say, tell
from veye.errors import InputError, did_you_mean
from veye.sources import Door, fetch_rows, form_names, write_form


def run_fetch(source: str, to: Path, query: tuple[str, ...]) -> None:
    """Fetch a data set's rows into a file; keys come from VEYE_<SOURCE>_<KEY> in the environment, never shown."""
    asked: dict[str, str] = {}
    for word in query:
        name, equals, value = word.partition("=")
        if not equals:
            raise InputError(f"'{word}' is not name=value", where="--query", hint="Write e.g. --query year=2025")
        asked[name] = value
    prefix = f"VEYE_{source.upper()}_"
    keys = {k[len(prefix) :].lower(): v for k, v in os.environ.items() if k.startswith(prefix)}
    path = fetch_rows(source, to, door=Door(), keys=keys, query=asked)
    with path.open("rb") as rows:
        say(f"{sum(1 for _ in rows):,} rows in {path}; read them with: veye brief {path} --mission …")


def run_form(name: str, path: Path | None) -> None:
    """Write one of the field forms as XLSForm, or list them."""
    if name == "list":
        for known in form_names():
            say(known)
        return
    if name not in form_names():
        raise InputError(f"no form '{name}'", where="form", hint=did_you_mean(name, tuple(form_names())))
    written = write_form(name, path or Path(f"{name}.xlsx"))
    tell(f"wrote {written}: load it into ODK or KoboToolbox; submissions come back through veye brief")
