"""Tables of reports: JSON lines, JSON, CSV and TSV with a column of text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from veye.records import Issue
from veye.sources.columns import as_words, facts_of, text_column
from veye.sources.decoding import decode
from veye.sources.draft import Draft, Found, UnreadableError
from veye.sources.formats.html import text_of_field
from veye.sources.limits import Limits

_DELIMITERS = (",", ";", "\t", "|")
_HOLDERS = (
    "articles",
    "documents",
    "docs",
    "reports",
    "items",
    "results",
    "records",
    "data",
    "posts",
    "result",
    "value",
    "stories",
    "rows",
)
_CSV_FIELD = 100_000_000

Numbered = tuple[int, Mapping[str, Any]]


def read_jsonl(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft a line; a line that is no JSON object is an issue of its own."""
    text, issue = decode(content, where)
    if issue:
        yield issue
    yield from drafts_of(jsonl_rows(text, where, limits), where, "line")


def read_json(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft an object with text: a list of them, one alone, or a mapping from id to text or object."""
    text, issue = decode(content, where)
    if issue:
        yield issue
    try:
        yield from drafts_of(json_rows(text, limits), where, "item")
    except UnreadableError as error:
        if error.code != "bad_json" or not _is_object(text.lstrip().split("\n", 1)[0]):
            raise
        yield from drafts_of(jsonl_rows(text, where, limits), where, "line")  # JSON lines under another name


def read_csv(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft a row."""
    text, issue = decode(content, where)
    if issue:
        yield issue
    yield from drafts_of(csv_rows(text, where, limits), where, "row")


def drafts_of(rows: Iterable[Numbered | Issue], where: str, unit: str) -> Iterator[Found]:
    """Drafts from rows with text. Where no row has a text column, one UnreadableError that names the columns found."""
    without: list[tuple[int, bool]] = []
    columns: dict[str, None] = {}
    any_row = any_text = False
    for found in rows:
        if isinstance(found, Issue):
            yield found
            continue
        number, row = found
        any_row = True
        column = text_column(row)
        if column is None:
            columns |= dict.fromkeys(list(row)[:50])
            without.append((number, False))
            continue
        any_text = True
        facts = facts_of({k: v for k, v in row.items() if k != column})
        words = as_words(row[column]) or facts.get("title")  # a headline alone is still what the source gives
        if words is None:
            without.append((number, True))
            continue
        yield Draft(
            text_of_field(words),
            facts.get("id"),
            facts.get("title"),
            facts.get("language"),
            facts.get("outlet"),
            facts.get("published"),
            facts.get("url"),
            facts.get("origin"),
            part=str(number),
        )
    if any_row and not any_text:
        raise UnreadableError(
            "no_text_column",
            f"no column holds text; found: {', '.join(list(columns)[:30]) or 'none'}",
            hint="Name the column 'text'.",
        )
    if not any_row:
        raise UnreadableError("empty", "the table has no rows", hint="")
    for number, has_column in without:
        what = f"{unit} {number} has {'an empty text' if has_column else 'no text column'}"
        yield Issue("row_without_text", what, f"{where}#{number}", "Give it a text or leave it out.")


def jsonl_rows(text: str, where: str, limits: Limits) -> Iterator[Numbered | Issue]:
    """(line number, object) for each line that is a JSON object, an issue for each that is not."""
    taken = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        taken += 1
        if taken > limits.rows:
            yield Issue(
                "too_many_rows", f"rows after the first {limits.rows:,} were not read", where, "Split the file."
            )
            return
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            what = f"line {number} is not valid JSON ({_reason(error)})"
            yield Issue("bad_json_line", what, f"{where}#{number}", "It may be cut off; the other lines were read.")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            what = f"line {number} is not a JSON object"
            yield Issue("bad_json_line", what, f"{where}#{number}", "Write one object a line.")


def json_rows(
    text: str, limits: Limits, *, objects: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None
) -> Iterator[Numbered | Issue]:
    """(position, object) for each object in a JSON file; UnreadableError where it is no JSON.

    `objects` finds them in the loaded value; the usual shapes are known without it.
    """
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        hint = "It may be cut off. One object a line is read as JSON lines (.jsonl)."
        raise UnreadableError("bad_json", f"this is not valid JSON ({_reason(error)})", hint=hint) from error
    for number, row in enumerate((objects or _objects)(loaded), start=1):
        if number > limits.rows:
            raise UnreadableError("too_many_rows", f"rows after the first {limits.rows:,} were not read")
        yield number, row


def _objects(loaded: Any) -> list[dict[str, Any]]:
    if isinstance(loaded, list):
        return [o for o in loaded if isinstance(o, dict)]
    if not isinstance(loaded, dict):
        return []
    if text_column(loaded) and isinstance(loaded[text_column(loaded) or ""], str):
        return [loaded]
    by_folded = {str(k).casefold(): v for k, v in reversed(loaded.items())}
    for name in _HOLDERS:
        held = by_folded.get(name)
        if isinstance(held, list) and any(isinstance(o, dict) for o in held):
            return [o for o in held if isinstance(o, dict)]
    values = list(loaded.values())
    if values and all(isinstance(v, str) for v in values) and any(" " in v and len(v) > 40 for v in values):
        return [{"id": k, "text": v} for k, v in loaded.items()]
    if values and all(isinstance(v, dict) for v in values):
        return [{"id": k, **v} for k, v in loaded.items()]
    return [loaded]


def csv_rows(text: str, where: str, limits: Limits) -> Iterator[Numbered | Issue]:
    """(row number without the header, cells by column) for each row, an issue for each with too many cells."""
    csv.field_size_limit(max(csv.field_size_limit(), _CSV_FIELD))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.lstrip("\n").split("\n", 1)[0]
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first[4], text.lstrip("\n")[len(first) + 1 :]
    else:
        delimiter = _delimiter(first)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next((r for r in rows if any(c.strip() for c in r)), None)
        if header is None:
            return
        names = _distinct([h.strip() or f"column{i}" for i, h in enumerate(header, start=1)])
        number = 0
        for cells in rows:
            if not any(c.strip() for c in cells):
                continue
            number += 1
            if number > limits.rows:
                what = f"rows after the first {limits.rows:,} were not read"
                yield Issue("too_many_rows", what, where, "Split the file.")
                return
            if len(cells) > len(names) and any(c.strip() for c in cells[len(names) :]):
                what = f"row {number} has {len(cells)} cells for {len(names)} columns"
                yield Issue("row_shape", what, f"{where}#{number}", "Put cells that hold the delimiter in quotes.")
                continue
            yield number, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        raise UnreadableError("bad_csv", f"the table cannot be read ({error})", hint="Save it again as CSV.") from error


def _distinct(names: list[str]) -> list[str]:
    """The names, a repeated one told apart by its number, so that no column hides another."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _delimiter(header: str) -> str:
    """The delimiter under which the header has a text column, else the one that splits it into most cells."""

    def cells(delimiter: str) -> list[str]:
        try:
            return next(csv.reader([header], delimiter=delimiter), [])
        except csv.Error:
            return []

    known = [d for d in _DELIMITERS if len(cells(d)) > 1 and text_column(cells(d))]
    return max(known or _DELIMITERS, key=lambda d: len(cells(d)))


def any_json(text: str, where: str, limits: Limits) -> tuple[Any, list[Issue]]:
    """The value of a JSON text, or the list of objects of JSON lines with an issue for each bad line."""
    try:
        return json.loads(text), []
    except (ValueError, RecursionError) as error:
        if not _is_object(text.lstrip().split("\n", 1)[0]):
            hint = "It may be cut off; fetch or export it again."
            raise UnreadableError("bad_json", f"this is not valid JSON ({_reason(error)})", hint=hint) from error
    found = list(jsonl_rows(text, where, limits))
    return [f[1] for f in found if not isinstance(f, Issue)], [f for f in found if isinstance(f, Issue)]


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__


__all__ = ["any_json", "csv_rows", "drafts_of", "json_rows", "jsonl_rows", "read_csv", "read_json", "read_jsonl"]
