"""What a table beside a folder says of the files in it: id, title, language, outlet, date, address, origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from veye.errors import InputError
from veye.records import Issue
from veye.sources.columns import facts_of, id_column, stem_of, text_column
from veye.sources.decoding import decode
from veye.sources.draft import UnreadableError
from veye.sources.files import content_of, unpacked
from veye.sources.formats.tables import Numbered, csv_rows, json_rows, jsonl_rows
from veye.sources.limits import Limits

TABLE_NAMES = ("articles.jsonl", "metadata.jsonl", "metadata.csv", "reports.csv", "reports.jsonl", "articles.csv")

Facts = Mapping[str, str]


class Metadata:
    """Facts on files by their stem. Tables are found in a file's folder and the folder above, the nearer first."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._given: dict[str, Facts] = {}
        self._tables: dict[Path, dict[str, Facts] | None] = {}
        self._issues: list[Issue] = []

    def add(self, path: Path) -> None:
        """Takes in a table that the user names; InputError where it cannot be used."""
        try:
            rows, issues = _load(path, self._limits)
        except UnreadableError as error:
            raise InputError(error.what, where=str(path), hint=error.hint) from error
        if not rows:
            raise InputError("no row has an id or file name", where=str(path), hint="Name the column 'id'.")
        self._given |= rows
        self._issues += issues

    def issues(self) -> Iterator[Issue]:
        """What went wrong in the tables since the last call."""
        issues, self._issues = self._issues, []
        yield from issues

    def is_table(self, path: Path) -> bool:
        """Whether a file is such a table and holds no reports itself."""
        return path.name in TABLE_NAMES and self._table(path) is not None

    def of(self, key: str, path: Path | None) -> Facts:
        """What is known of the report with that stem or id; empty where nothing is."""
        if key in self._given:
            return self._given[key]
        if path is None:
            return {}
        folder = path.absolute().parent
        for near in (folder, folder.parent):
            for name in TABLE_NAMES:
                table = self._table(near / name)
                if table and key in table:
                    return table[key]
        return {}

    def _table(self, path: Path) -> dict[str, Facts] | None:
        path = path.absolute()
        if path not in self._tables:
            self._tables[path] = self._read(path)
        return self._tables[path]

    def _read(self, path: Path) -> dict[str, Facts] | None:
        try:
            if not path.is_file():
                return None
            rows, issues = _load(path, self._limits)
        except (UnreadableError, OSError):
            return None  # where it is among the inputs, reading it as a report says what is wrong
        if rows:
            self._issues += issues
        return rows or None


def _load(path: Path, limits: Limits) -> tuple[dict[str, Facts], list[Issue]]:
    content, where = content_of(path, limits), str(path)
    if content.startswith(b"\x1f\x8b"):
        content = unpacked(content, limits)
    text, issue = decode(content, where)
    suffix = Path(path.name.removesuffix(".gz")).suffix.casefold()
    rows: Iterable[Numbered | Issue]
    if suffix in (".jsonl", ".ndjson"):
        rows = jsonl_rows(text, where, limits)
    elif suffix == ".json":
        rows = json_rows(text, limits)
    else:
        rows = csv_rows(text, where, limits)
    facts: dict[str, Facts] = {}
    issues = [issue] if issue else []
    for found in rows:
        if isinstance(found, Issue):
            issues.append(found)
            continue
        _, row = found
        if text_column(row) in ("text", "body", "content"):
            return {}, []  # a table of reports, not about them
        named = facts_of(row)
        if not id_column(row) or "id" not in named:
            continue
        facts.setdefault(stem_of(named["id"]), named)
        facts[named["id"]] = named
    return facts, issues
