"""Options: what could be done, as rows of the table that it changes and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from veye.errors import InputError, did_you_mean
from veye.outlook.scenario.parameters import (
    Distribution,
    Parameter,
    Parameters,
    load_parameters,
    read_distribution,
    read_parameter,
)

OPTIONS = Path(__file__).parent / "options"
KEYS = ("name", "title", "about", "starts", "changes")
ROW_KEYS = ("row", "distribution", "status", "source", "date", "note")


class Option(msgspec.Struct, frozen=True):
    """One option. `changes` take the place of the table's rows from day `starts` on (a distribution of days).

    Rows about what comes (personnel, vehicles, money) act from the first day: their own waits say when it arrives.
    """

    name: str
    title: str
    about: str
    starts: Distribution
    changes: tuple[Parameter, ...] = ()

    def applied(self, parameters: Parameters) -> Parameters:
        """The table as it is under this option."""
        return parameters.changed(self.changes)


def option_names() -> list[str]:
    """The shipped options, the one that changes nothing first."""
    names = sorted(p.stem for p in OPTIONS.glob("*.yml") if not p.stem.startswith("_"))
    return sorted(names, key=lambda n: n != "status-quo")


def option_template() -> str:
    """An option file to copy and fill in."""
    return (OPTIONS / "_template.yml").read_text(encoding="utf-8")


def load_options(names_or_paths: Sequence[str], parameters: Parameters | None = None) -> tuple[Option, ...]:
    """Options by shipped name or by path of a file; InputError that names file, row and the closest known word."""
    table = parameters or load_parameters()
    options = tuple(_load(str(given), table) for given in names_or_paths)
    if not options:
        raise InputError("no option is named", hint=f"Known: {', '.join(option_names())}.")
    doubled = [o.name for i, o in enumerate(options) if o.name in {p.name for p in options[:i]}]
    if doubled:
        raise InputError(f"two options are called '{doubled[0]}'", hint="Give each a name of its own.")
    return options


def _load(given: str, table: Parameters) -> Option:
    path = OPTIONS / f"{given}.yml"
    if given not in option_names():
        path = Path(given)
        if path.suffix not in (".yml", ".yaml"):
            hint = did_you_mean(given, option_names()) + " Or give the path of a .yml file."
            raise InputError(f"no option '{given}'", hint=hint.strip())
    return read_option(path, table)


def read_option(path: Path, table: Parameters) -> Option:
    """The option of a file."""
    import yaml

    where = path.name
    try:
        body: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the option cannot be read", where=str(path), hint="Check the path.") from error
    except yaml.YAMLError as error:
        raise InputError(f"the file is not YAML: {error}", where=where) from error
    if not isinstance(body, dict):
        raise InputError("an option is a mapping with name, title, about and changes", where=where)
    _known(body, KEYS, where)
    for key in ("name", "title"):
        if not body.get(key):
            raise InputError(f"'{key}' is missing", where=where)
    rows = body.get("changes") or []
    if not isinstance(rows, list):
        raise InputError("'changes' is not a list of rows", where=where)
    changes = tuple(_change(row, table, f"{where}, change {i}") for i, row in enumerate(rows, start=1))
    names = [c.name for c in changes]
    if doubled := [n for i, n in enumerate(names) if n in names[:i]]:
        raise InputError(f"the row '{doubled[0]}' is changed twice", where=where)
    starts = read_distribution(str(body.get("starts") or "fixed(0)"), where=f"{where}, starts")
    return Option(str(body["name"]), str(body["title"]), str(body.get("about") or "").strip(), starts, changes)


def _change(row: Any, table: Parameters, where: str) -> Parameter:
    if not isinstance(row, dict) or not row.get("row") or not row.get("distribution"):
        raise InputError("a change needs 'row' and 'distribution'", where=where)
    _known(row, ROW_KEYS, where)
    name = str(row["row"])
    if name not in table.names:
        raise InputError(f"no row '{name}' in the table", where=where, hint=did_you_mean(name, table.names))
    old = table[name]
    cells = {
        "name": name, "distribution": str(row["distribution"]), "least": str(old.least), "most": str(old.most),
        "unit": old.unit, "status": str(row.get("status") or "assumption"), "date": str(row.get("date") or ""),
        "source": str(row.get("source") or ""), "label": old.label, "note": str(row.get("note") or ""),
    }  # fmt: skip
    return read_parameter(cells, where=where)


def _known(given: dict[str, Any], keys: Sequence[str], where: str) -> None:
    for key in given:
        if key not in keys:
            raise InputError(f"'{key}' is not known here", where=where, hint=did_you_mean(str(key), tuple(keys)))


@cache
def status_quo() -> Option:
    """The option that changes nothing."""
    return load_options(["status-quo"])[0]
