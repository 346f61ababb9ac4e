"""Rows of data sets and forms to claims: strict about columns and categories, one document a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path, PurePath

import msgspec

from veye.errors import InputError, did_you_mean
from veye.records import (
    Attribution,
    Claim,
    Document,
    Flags,
    Issue,
    PlaceMention,
    ReadBy,
    Row,
    Source,
    Statement,
    When,
)
from veye.sources.cells import Cells, as_text, rendered, whole_number
from veye.sources.clean import one_line
from veye.sources.decoding import decode
from veye.sources.draft import UnreadableError
from veye.sources.files import content_of, unpacked
from veye.sources.formats.tables import Numbered, csv_rows, json_rows, jsonl_rows
from veye.sources.limits import Limits
from veye.sources.mapping import SourceMap, load_mapping


class RowClaim(msgspec.Struct, frozen=True):
    """What one row states, before it has a document: a statement and its time, place, standing and speaker.

    `rule` says what made it, `cells` which columns state it.
    """

    statement: Statement
    rule: str
    cells: tuple[str, ...]
    when: When | None = None
    place: PlaceMention | None = None
    flags: Flags = Flags()
    attribution: Attribution | None = None


class About(msgspec.Struct, frozen=True):
    """What a row says of itself as a report: its title, who tells it, when and where it was published."""

    title: str | None = None
    source: Source | None = None
    published: str | None = None
    url: str | None = None
    origin: str | None = None


class RowSource(msgspec.Struct, frozen=True):
    """A kind of data set: how a row becomes claims, and what must be done to the rows as a whole before.

    `claims` takes a row's cells by canonical column and raises nothing; what it cannot use it hands out as issues
    whose `where` is empty. `arrange` may drop, replace or order rows (newest edition wins). `opened` replaces the
    usual way from a file's text to rows: (text, file name, where, limits). `edited` gives the Unix second of a row's
    last edit, for publishers that withdraw rows. `mapping` replaces the folder's mapping.yml. `withdraws` names the
    source whose rows these take back: each becomes a document of that source and key that claims nothing.
    """

    claims: Callable[[Cells, SourceMap], Iterator[RowClaim | Issue]]
    about: Callable[[Cells, SourceMap], About] = lambda _cells, _map: About()
    arrange: Callable[[list[tuple[int, Cells]], SourceMap], Iterator[tuple[int, Cells] | Issue]] | None = None
    edited: Callable[[Cells], int] | None = None
    mapping: Callable[[], SourceMap] | None = None
    opened: Callable[[str, str, str, Limits], Iterator[Numbered | Issue]] | None = None
    withdraws: str = ""


def read_rows(
    path: str | Path,
    source: str,
    *,
    deleted: str | Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    fetched: datetime | None = None,
) -> Iterator[Document | Claim | Issue]:
    """For each row that states something, its document and then its claims; an issue for what is not used.

    `source` is a name of `source_names()`. `deleted` is the publisher's list of withdrawn rows: the key column and
    `deleted_timestamp`; a row edited after its deletion stays. InputError for an unknown source or unusable
    list; a bad file or row is an issue.
    """
    from veye.sources.registry import ROW_SOURCES

    if source not in ROW_SOURCES:
        hint = did_you_mean(source, sorted(ROW_SOURCES))
        raise InputError(f"there is no row source '{source}'", where=str(path), hint=hint)
    kind = ROW_SOURCES[source]
    mapping = kind.mapping() if kind.mapping else load_mapping(source)
    reading = _Reading(Path(path), source, kind, mapping, limits, fetched)
    if deleted is not None:
        reading.deleted = _deletions(Path(deleted), reading.map, limits)
    return reading.all()


def _deletions(path: Path, mapping: SourceMap, limits: Limits) -> dict[str, int]:
    """When each withdrawn row was deleted, in Unix seconds; InputError where the list cannot be used."""
    (column,) = mapping.key[:1]
    out: dict[str, int] = {}
    try:
        text, _ = decode(content_of(path, limits), str(path))
        for found in raw_rows(text, path.name, str(path), limits):
            if isinstance(found, Issue):
                raise InputError(found.what, where=found.where, hint=found.hint)
            cells = {mapping.canonical(k): as_text(v) or "" for k, v in found[1].items()}
            if column not in cells or "deleted_timestamp" not in cells:
                hint = f"It needs the columns '{column}' and 'deleted_timestamp'."
                raise InputError("this is no list of deleted rows", where=str(path), hint=hint)
            out[cells[column]] = max(out.get(cells[column], 0), whole_number(cells["deleted_timestamp"]) or 0)
    except UnreadableError as error:
        raise InputError(error.what, where=str(path), hint=error.hint) from error
    return out


class _Reading:
    """One file of one source."""

    def __init__(
        self, path: Path, name: str, kind: RowSource, mapping: SourceMap, limits: Limits, fetched: datetime | None
    ) -> None:
        self.where = str(path)
        self.path, self.name, self.kind, self.map, self.limits, self.fetched = (
            path,
            name,
            kind,
            mapping,
            limits,
            fetched,
        )
        self.page = "forms" if name.startswith("form_") else kind.withdraws or name
        self.dataset = f"{name}:{_stem(path)}"
        self.deleted: dict[str, int] = {}
        self.unknown: set[str] = set()
        self.lacking = 0
        self.keys: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()

    def all(self) -> Iterator[Document | Claim | Issue]:
        try:
            yield from self._rows_of_file()
        except UnreadableError as error:
            yield error.issue(self.where)
        except Exception as error:  # the last net, as for reports: one file never stops the others
            what = f"this could not be read as {self.map.title} ({type(error).__name__}: {str(error)[:200]})"
            yield Issue("unreadable", what, self.where, "Report the file.")

    def _rows_of_file(self) -> Iterator[Document | Claim | Issue]:
        content = content_of(self.path, self.limits)
        if content.startswith(b"\x1f\x8b"):
            content = unpacked(content, self.limits)
        text, issue = decode(content, self.where)
        if issue:
            yield issue
        rows: list[tuple[int, Cells]] = []
        for found in (self.kind.opened or raw_rows)(text, self.path.name, self.where, self.limits):
            if isinstance(found, Issue):
                yield found
                continue
            number, raw = found
            cells = {self.map.canonical(k): one_line(as_text(v)) or "" for k, v in raw.items()}
            if not rows and not self.lacking:
                missing = [c for c in self.map.required if c not in cells]
                if missing:
                    yield self._wrong_columns(missing, list(raw))
                    return
            yield from self._unknown_columns(cells)
            if lacking := [c for c in self.map.required if not cells.get(c)]:
                what = f"the row has no {', '.join(repr(c) for c in lacking)}"
                yield Issue("row_not_used", what, f"{self.where}#{number}", "The other rows were read.")
                self.lacking += 1
                continue
            rows.append((number, {k: v for k, v in cells.items() if k not in self.map.ignored}))
        if not rows and not self.lacking:
            raise UnreadableError("empty", "the table has no rows", hint="Check how it was saved.")
        rows = [r for r in rows if not self._is_deleted(r[1])]
        arranged = self.kind.arrange(rows, self.map) if self.kind.arrange else rows
        for item in arranged:
            if isinstance(item, Issue):
                yield self._placed(item, None)
            else:
                yield from self._row(*item)
        yield from self._assertions()

    def _row(self, number: int, cells: Cells) -> Iterator[Document | Claim | Issue]:
        self.counted["rows"] += 1
        where = f"{self.where}#{number}"
        made: list[RowClaim] = []
        try:
            for found in self.kind.claims(cells, self.map):
                if isinstance(found, Issue):
                    yield self._placed(found, where)
                else:
                    made.append(found)
            about = self.kind.about(cells, self.map)
        except (ValueError, InputError) as error:
            what = error.what if isinstance(error, InputError) else str(error)
            column = next((c for c, v in cells.items() if v and f"{v[:60]!r}" in what), None)
            hint = f"Mend it and read the file again. The other rows were read. See docs/sources/{self.page}.md."
            yield Issue("row_not_used", f"column '{column}': {what}" if column else what, where, hint)
            return
        if not made and not self.kind.withdraws:
            return
        key = self._key(cells, number)
        doc = Document.make(
            rendered(cells, about.title),
            key=f"{self.kind.withdraws or self.name}:{key}",
            source=about.source or Source(self.map.publisher, self.map.kind, self.map.url),
            language=self.map.language if self.map.language in _LANGUAGES else "und",  # type: ignore[arg-type]
            title=about.title,
            published=about.published,
            url=about.url,
            origin_hint=about.origin,
            fetched=self.fetched,
        )
        yield doc
        for claim in made:
            self.counted["claims"] += 1
            yield self._claim(claim, doc, key, cells)

    def _claim(self, made: RowClaim, doc: Document, key: str, cells: Cells) -> Claim:
        stated = tuple((c, cells[c]) for c in made.cells if cells.get(c))
        return Claim.make(
            doc.id,
            made.statement,
            (Row(self.dataset, key, stated, doc.url),),
            when=made.when,
            place=made.place,
            flags=made.flags,
            attribution=made.attribution,
            language=doc.language,
            read_by=ReadBy(f"rows/{self.name}", self.map.version, made.rule),
        )

    def _is_deleted(self, cells: Cells) -> bool:
        at = self.deleted.get(cells.get(self.map.key[0], ""))
        return at is not None and (self.kind.edited is None or self.kind.edited(cells) <= at)

    def _key(self, cells: Cells, number: int) -> str:
        key = "/".join(v for c in self.map.key if (v := cells.get(c, ""))) or str(number)
        self.keys[key] += 1
        return key if self.keys[key] == 1 else f"{key}~{self.keys[key]}"

    def _unknown_columns(self, cells: Cells) -> Iterator[Issue]:
        known = (*self.map.used, *self.map.kept, *self.map.ignored)
        for column in cells:
            if column in known or column in self.unknown:
                continue
            self.unknown.add(column)
            what = f"the column '{column}' is not known to {self.map.title} and was not used"
            close = did_you_mean(column, known) if get_close_matches(column, known, n=1) else ""
            hint = f"{close} See docs/sources/{self.page}.md.".strip()
            yield Issue("unknown_column", what, self.where, hint)

    def _wrong_columns(self, missing: list[str], found: list[str]) -> Issue:
        what = f"this is not {self.map.title}: no column {', '.join(repr(c) for c in missing)}; found: "
        close = [m for c in missing for m in get_close_matches(c, found, n=1)]
        hint = f"Is '{close[0]}' meant? " if close else ""
        listed = ", ".join(found[:30]) or "none"
        return Issue("column_missing", what + listed, self.where, f"{hint}See docs/sources/{self.page}.md.")

    def _assertions(self) -> Iterator[Issue]:
        for what, bounds in self.map.assertions.items():
            count = self.counted[what]
            if bounds.min is not None and count < bounds.min:
                few = f"only {count:,} {what}; at least {bounds.min:,} are expected"
                yield Issue("too_few", few, self.where, "The file may be cut off or of another kind.")
            if bounds.max is not None and count > bounds.max:
                many = f"{count:,} {what}; more than {bounds.max:,} are not expected"
                yield Issue("too_many", many, self.where, "Check that the file is what you think it is.")

    def _placed(self, issue: Issue, where: str | None) -> Issue:
        return issue if issue.where else Issue(issue.code, issue.what, where or self.where, issue.hint)


_LANGUAGES = ("en", "fr", "es", "ht")


def raw_rows(text: str, name: str, where: str, limits: Limits) -> Iterator[Numbered | Issue]:
    """(number, cells) for each row of a CSV, TSV, JSON or JSON lines text, told apart by its first character."""
    suffix = PurePath(name.removesuffix(".gz")).suffix.casefold()
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if suffix in (".jsonl", ".ndjson"):
        yield from jsonl_rows(text, where, limits)
    elif suffix == ".json" or start in ("{", "["):
        yield from json_rows(text, limits)
    else:
        yield from csv_rows(text, where, limits)


def _stem(path: Path) -> str:
    return PurePath(path.name.removesuffix(".gz")).stem
