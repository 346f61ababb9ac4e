"""`veye export`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from veye.brief.export import claims_jsonl, incidents_csv, incidents_geojson
from veye.cli.briefs import load_picture
from veye.cli.talk import say, write_whole
from veye.errors import InputError, did_you_mean
from veye.records import Picture
from veye.settings import Settings

FORMATS: dict[str, tuple[str, Callable[[Picture], str]]] = {
    "csv": ("incidents, one row each", incidents_csv),
    "geojson": ("incidents as points", incidents_geojson),
    "claims": ("claims as JSON lines with spans", claims_jsonl),
}


def run_export(to: str, out: Path | None, on: str | None, as_of: str | None, settings: Settings) -> None:
    """Write one format to a file or standard output."""
    if to == "list":
        for name, (what, _) in FORMATS.items():
            say(f"{name:<10} {what}")
        return
    if to not in FORMATS:
        raise InputError(f"no format '{to}'", where="--format", hint=did_you_mean(to, tuple(FORMATS)))
    content = FORMATS[to][1](load_picture(settings, on=on, as_of=as_of))
    if out:
        write_whole(out, content)
    else:
        sys.stdout.write(content)
