"""`veye export`."""

from __future__ import annotations

import sys
from pathlib import Path

from veye.brief.export import FORMATS, ucdp_shaped
from veye.brief.release import release
from veye.cli.briefs import load_kit_and_picture
from veye.cli.talk import say, tell, write_whole
from veye.errors import InputError, did_you_mean
from veye.settings import Settings


def run_export(to: str, out: Path | None, on: str | None, as_of: str | None, settings: Settings) -> None:
    """Write one format, at the release level of the settings, to a file or standard output."""
    if to == "list":
        for name, (what, _) in FORMATS.items():
            say(f"{name:<14} {what}")
        return
    if to not in FORMATS:
        raise InputError(f"no format '{to}'", where="--format", hint=did_you_mean(to, tuple(FORMATS)))
    kit, picture = load_kit_and_picture(settings, on=on, as_of=as_of)
    picture = release(picture, settings.release, kit.gazetteer)
    content = FORMATS[to][1](picture)
    if to == "ucdp-shaped":
        tell(f"{ucdp_shaped(picture)[1]} incidents left out: not fatal, or without a date")
    if out:
        write_whole(out, content)
    else:
        sys.stdout.buffer.write(content.encode() if isinstance(content, str) else content)
        sys.stdout.buffer.flush()
