"""Every setting on one page: read once, and each knows where it came from.

Later wins: built-in default, then `veye.toml` (in the working folder, or named by VEYE_CONFIG), then VEYE_* in the
environment, then the command line.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from veye.errors import InputError, did_you_mean


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a run can be told. `origins` says for each setting where its value came from."""

    mission: str | None = None
    """Name of a shipped mission profile, or path of a profile file."""
    out: str = "veye-out"
    """Folder that briefs and exports are written to."""
    ledger: str | None = None
    """Ledger file; `ledger.veye` in the output folder where it is not given."""
    reader: str = "grammar"
    """Reader of documents; several, separated by commas, read side by side."""
    release: Literal["internal", "partner", "public"] = "internal"
    """Release level of what is written: internal, partner or public."""
    workers: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Processes that read documents at once; 0 means one for each core."""
    max_file_mb: Annotated[int, msgspec.Meta(ge=1)] = 50
    """Largest file that is opened, in megabytes."""
    origins: dict[str, str] = {}


def load_settings(
    flags: Mapping[str, Any] | None = None, *, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Settings:
    """The settings of this run; InputError for an unknown or ill-typed one, naming where it stands."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    path = Path(environ["VEYE_CONFIG"]) if environ.get("VEYE_CONFIG") else (folder or Path.cwd()) / "veye.toml"
    layers = [(str(path), _from_file(path, required=bool(environ.get("VEYE_CONFIG"))))]
    variables = {k[5:].lower(): v for k, v in environ.items() if k.startswith("VEYE_")}
    known = tuple(f for f in Settings.__struct_fields__ if f != "origins")
    layers.append(("environment", {k: v for k, v in variables.items() if k in known}))
    layers.append(("command line", {k: v for k, v in (flags or {}).items() if v is not None}))
    for where, layer in layers:
        for name, value in layer.items():
            if name not in known:
                raise InputError(f"unknown setting '{name}'", where=where, hint=did_you_mean(name, known))
            values[name], origins[name] = value, where
    try:
        return msgspec.convert({**values, "origins": origins}, Settings, strict=False)
    except msgspec.ValidationError as error:
        name = str(error).rpartition("$.")[2].rstrip("`")
        raise InputError(f"setting {name or '?'}: {error}", where=origins.get(name, "settings")) from error


def _from_file(path: Path, *, required: bool) -> dict[str, Any]:
    if not path.is_file():
        if required:
            raise InputError("there is no settings file here", where=str(path), hint="Mend or unset VEYE_CONFIG.")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not readable as TOML: {error}", where=str(path)) from error
