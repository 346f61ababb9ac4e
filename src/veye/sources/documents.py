"""Files, folders and standard input to documents; what cannot be read becomes an issue, and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePath
from typing import BinaryIO

import msgspec

from veye.errors import InputError
from veye.records import Claim, Document, Issue, Source
from veye.records.document import Language
from veye.sources.clean import one_line, tidy, with_title
from veye.sources.columns import language_of, stem_of
from veye.sources.dates import dateline_date, published_date
from veye.sources.decoding import decode
from veye.sources.draft import Draft, Part, UnreadableError
from veye.sources.files import bounded, content_of, files_under, unpacked
from veye.sources.formats import READERS, format_of
from veye.sources.limits import Limits
from veye.sources.metadata import Metadata
from veye.sources.recognise import recognised
from veye.sources.rows import read_rows

_NESTED = 3


def read_documents(
    inputs: Iterable[str | Path],
    *,
    metadata: str | Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    stdin: BinaryIO | None = None,
    fetched: datetime | None = None,
) -> Iterator[Document | Issue]:
    """The documents in files, folders and "-" (standard input), in a fixed order, and an issue for what is not read.

    `metadata` is a table that says more of the files (id or file name, lang, outlet, published, url, origin,
    title); without it, `articles`, `reports` or `metadata` with the ending .jsonl or .csv in a file's folder or
    the one above is used. `fetched` is stamped on the documents. InputError where nothing is given or no input
    exists; nothing else is raised. A table of a known data set is an issue here: `read_inputs` reads it.
    """
    reading = _reading(inputs, metadata, limits, fetched, stdin)
    return (found for found in reading if not isinstance(found, Stated))


def read_inputs(
    inputs: Iterable[str | Path],
    *,
    metadata: str | Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    stdin: BinaryIO | None = None,
    fetched: datetime | None = None,
) -> Iterator[Document | Stated | Issue]:
    """As `read_documents`, but the rows of known data sets are read too: each a document with its claims."""
    return _reading(inputs, metadata, limits, fetched, stdin, rows=True)


def _reading(
    inputs: Iterable[str | Path],
    metadata: str | Path | None,
    limits: Limits,
    fetched: datetime | None,
    stdin: BinaryIO | None,
    *,
    rows: bool = False,
) -> Iterator[Document | Stated | Issue]:
    given = list(dict.fromkeys(str(i) for i in inputs))
    if not given:
        raise InputError("there is nothing to read", hint="Give files or folders, or '-' for standard input.")
    if not any(i == "-" or _exists(i) for i in given):
        hint = "Check the spelling; give files or folders, or '-' for standard input."
        raise InputError("there is no such file or folder", where=", ".join(given[:5]), hint=hint)
    reading = _Reading(limits, fetched, rows=rows)
    if metadata is not None:
        reading.metadata.add(Path(metadata))
    return reading.all(given, stdin)


_TITLE_CHARS = 2000  # longer ones are text put in the wrong field


class Stated(msgspec.Struct, frozen=True):
    """A document whose claims came with it: a row of a known data set."""

    doc: Document
    claims: tuple[Claim, ...]


def stated_in(path: str | Path, source: str, *, limits: Limits, fetched: datetime | None) -> Iterator[Stated | Issue]:
    """The rows of a file, each document with its claims."""
    doc: Document | None = None
    claims: list[Claim] = []
    for found in read_rows(path, source, limits=limits, fetched=fetched):
        if isinstance(found, Claim):
            claims.append(found)
            continue
        if doc is not None:
            yield Stated(doc, tuple(claims))
        doc, claims = (found, []) if isinstance(found, Document) else (None, [])
        if isinstance(found, Issue):
            yield found
    if doc is not None:
        yield Stated(doc, tuple(claims))


def _exists(path: str) -> bool:
    try:
        return Path(path).exists() or Path(path).is_symlink()
    except (OSError, ValueError):
        return False


class _Reading:
    """One run over inputs: what was read already, and which keys are taken."""

    def __init__(self, limits: Limits, fetched: datetime | None, *, rows: bool) -> None:
        self.limits = limits
        self.rows = rows
        self.fetched = fetched
        self.metadata = Metadata(limits)
        self.files: set[str] = set()
        self.keys: set[str] = set()

    def all(self, given: list[str], stdin: BinaryIO | None) -> Iterator[Document | Stated | Issue]:
        yield from self.metadata.issues()
        named = {str(Path(i)) for i in given}
        for item in given:
            if item == "-":
                yield from self._stdin(stdin)
                continue
            for found in files_under(Path(item), self.limits, seen=self.files):
                if isinstance(found, Issue):
                    yield found
                elif str(found) in named or not self.metadata.is_table(found):
                    yield from self._file(found)
                yield from self.metadata.issues()

    def _stdin(self, stdin: BinaryIO | None) -> Iterator[Document | Stated | Issue]:
        try:
            content = bounded(stdin or sys.stdin.buffer, self.limits)
        except UnreadableError as error:
            yield error.issue("stdin")
            return
        except (OSError, ValueError) as error:
            yield Issue("cannot_open", f"standard input cannot be read ({error})", "stdin")
            return
        yield from self._content(content, "stdin", "stdin", None, 0)

    def _file(self, path: Path) -> Iterator[Document | Stated | Issue]:
        try:
            content = content_of(path, self.limits)
        except UnreadableError as error:
            yield error.issue(str(path))
            return
        yield from self._content(content, path.name, str(path), path, 0)

    def _content(
        self, content: bytes, name: str, where: str, path: Path | None, depth: int, *, parent: str = ""
    ) -> Iterator[Document | Stated | Issue]:
        """What one file's bytes hold, in it or in the files inside it."""
        parts: list[Part] = []
        stem = parent + stem_of(name)
        try:
            if content.startswith(b"\x1f\x8b"):
                content = unpacked(content, self.limits)
                name = name[:-3] if name.casefold().endswith(".gz") else name
                if content.startswith(b"\x1f\x8b"):
                    raise UnreadableError("packed_twice", "the file is packed twice", hint="Unpack it first.")
            if not content.strip(b"\x00\t\n\r \xef\xbb\xbf"):
                raise UnreadableError("empty", "the file is empty", hint="Check how it was saved.")
            kind = format_of(PurePath(name).suffix.casefold(), content)
            if kind in ("csv", "json", "jsonl") and (
                source := recognised(decode(content, where)[0], name, self.limits)
            ):
                if self.rows and path is not None:
                    yield from stated_in(path, source, limits=self.limits, fetched=self.fetched)
                    return
                what = f"this is a table of rows ({source}), not of reports"
                raise UnreadableError("row_table", what, hint="`veye brief` reads it as such.")
            reader = READERS[kind]
            for found in reader(content, where, self.limits):
                if isinstance(found, Draft):
                    yield from self._document(found, stem, where, path)
                elif isinstance(found, Part):
                    parts.append(found)
                else:
                    yield found
        except UnreadableError as error:
            yield error.issue(where)
        except Exception as error:  # the last net: one file that a parser chokes on never stops the others
            what = f"this could not be read ({type(error).__name__}: {str(error)[:200]})"
            yield Issue("unreadable", what, where, "Give its text instead, and report the file.")
        for part in parts:
            inside = f"{where}/{part.name}"
            if depth + 1 >= _NESTED:
                yield Issue("nested_too_deep", "a file this deep inside others is not read", inside, "Save it apart.")
            else:
                yield from self._content(part.content, part.name, inside, None, depth + 1, parent=f"{stem}/")

    def _document(self, draft: Draft, stem: str, where: str, path: Path | None) -> Iterator[Document | Stated | Issue]:
        where = f"{where}#{draft.part}" if draft.part else where
        own_id = one_line(draft.id)
        facts = self.metadata.of(own_id or stem, path)
        title = one_line(facts.get("title") or draft.title)
        if title and len(title) > _TITLE_CHARS:
            what = f"the title has {len(title):,} characters; at most {_TITLE_CHARS:,} are read"
            yield Issue("title_too_long", what, where, "Shorten it, or move its words to the text.")
            return
        text = with_title(tidy(draft.text), title)
        if not text:
            yield Issue("empty", "there is no text", where, "Check how it was saved.")
            return
        if len(text) > self.limits.document_chars:
            what = f"the text has {len(text):,} characters; at most {self.limits.document_chars:,} are read"
            yield Issue("document_too_long", what, where, "Split it, or raise the limit.")
            return
        published: str | None = None
        if words := one_line(facts.get("published") or draft.published):
            try:
                published = published_date(words)
            except InputError as error:
                yield Issue("published", error.what, where, error.hint)
        published = published or dateline_date(text)
        outlet = one_line(facts.get("outlet") or draft.outlet)
        language: Language = language_of(facts.get("language") or draft.language)  # type: ignore[assignment]
        key = own_id or (f"{stem}#{draft.part}" if draft.part else facts.get("id") or stem)
        yield Document.make(
            text,
            key=self._unique(tidy(key), path),
            source=Source(outlet, "outlet") if outlet else Source("unknown"),
            language=language,
            title=title,
            published=published,
            url=one_line(facts.get("url") or draft.url),
            origin_hint=one_line(facts.get("origin") or draft.origin),
            fetched=self.fetched,
        )

    def _unique(self, key: str, path: Path | None) -> str:
        """The key, told apart by folder and then by number where it is taken."""
        candidate, number = key, 1
        if candidate in self.keys and path is not None and path.parent.name:
            candidate = f"{path.parent.name}/{key}"
        while candidate in self.keys:
            number += 1
            candidate = f"{key}~{number}"
        self.keys.add(candidate)
        return candidate
