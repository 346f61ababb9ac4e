"""What a row source's folder says of it: who publishes it, its columns, the words it uses, what must hold."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from veye.errors import InternalError
from veye.sources.columns import folded

HERE = Path(__file__).parent


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Between how many rows or claims a file is expected to hold; below `min` is an issue, above `max` a doubt."""

    min: int | None = None
    max: int | None = None


class SourceMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row source's mapping.yml.

    Every column is named once: `used` makes claims, `kept` goes into the evidence only, `ignored` is left out, with
    the reason. `required` are the used ones without which nothing can be read. `aliases` gives older or other names
    of columns. `key` are the columns whose values name a row. `lookups` are tables from the source's words to ours.
    """

    title: str
    publisher: str
    licence: str
    version: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    used: tuple[str, ...]
    url: str | None = None
    kind: str = "dataset"
    language: str = "und"
    kept: tuple[str, ...] = ()
    ignored: dict[str, str] = {}
    aliases: dict[str, str] = {}
    lookups: dict[str, dict[str, Any]] = {}
    assertions: dict[str, Bounds] = {}

    def table(self, name: str) -> dict[str, Any]:
        """One lookup; a missing one is a fault of the folder."""
        try:
            return self.lookups[name]
        except KeyError as error:
            raise InternalError(f"mapping.yml has no lookup '{name}'", where=self.title) from error

    def canonical(self, column: str) -> str:
        """The column's name as the mapping knows it: folded, older names replaced."""
        name = folded(column)
        return self.aliases.get(name, name)


@cache
def load_mapping(name: str) -> SourceMap:
    """The mapping of a source folder; InternalError where it is not as it must be."""
    import yaml

    path = HERE / name / "mapping.yml"
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = msgspec.convert(loaded, SourceMap)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise InternalError(f"mapping.yml cannot be used ({error})", where=name) from error
    named = [*found.used, *found.kept, *found.ignored]
    doubled = {c for c in named if named.count(c) > 1}
    missing = [c for c in (*found.required, *found.key) if c not in named]
    if doubled or missing:
        raise InternalError(f"columns named twice: {sorted(doubled)}; not named: {missing}", where=str(path))
    return found
