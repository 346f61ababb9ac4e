"""One report as received, and the exact stretches of it that claims rest on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from veye.errors import InternalError
from veye.records.ids import content_id, digest

Language = Literal["en", "fr", "es", "ht", "und"]


class Source(msgspec.Struct, frozen=True):
    """Who publishes: an outlet, agency, authority or data set.

    `kind` is one of outlet, agency, official, mission, un, ngo, dataset, form, unknown.
    """

    name: str
    kind: str = "unknown"
    url: str | None = None
    country: str | None = None


class Document(msgspec.Struct, frozen=True):
    """One report as received. `id` addresses its content: text, title, outlet, address and publication date.

    `key` is the name it came under (file stem or row id). `published` keeps the precision of its source: an ISO
    day, month or year, or None where none is stated. `text` is the main text with the title as its first line
    where there is one; all spans count characters (code points) in it. `fetched` is when Veye got it and is no
    part of the id.
    """

    id: str
    key: str
    text: str
    source: Source
    language: Language = "und"
    title: str | None = None
    published: str | None = None
    url: str | None = None
    origin_hint: str | None = None
    fetched: datetime | None = None

    @classmethod
    def make(
        cls,
        text: str,
        *,
        key: str,
        source: Source,
        language: Language = "und",
        title: str | None = None,
        published: str | None = None,
        url: str | None = None,
        origin_hint: str | None = None,
        fetched: datetime | None = None,
    ) -> Document:
        """A document whose id is computed from its content."""
        doc_id = content_id("doc", text, title, source.name, url, published)
        return cls(doc_id, key, text, source, language, title, published, url, origin_hint, fetched)

    @property
    def text_digest(self) -> str:
        """The address of the bare text: equal for exact copies in different outlets."""
        return digest(self.text)

    @property
    def published_day(self) -> date | None:
        """The publication day, or the first day of the stated month or year; None where none is stated."""
        if not self.published:
            return None
        parts = [int(p) for p in self.published[:10].split("-")]
        return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)

    def span(self, start: int, end: int) -> Span:
        """The stretch of text from character `start` up to `end`; InternalError where it lies outside."""
        if not 0 <= start < end <= len(self.text):
            raise InternalError(
                f"span [{start}, {end}) lies outside the text of {len(self.text)} characters", where=self.key
            )
        return Span(self.id, start, end, self.text[start:end])


class Span(msgspec.Struct, frozen=True, tag="span"):
    """A stretch of a document: characters `start` up to `end`, and the quoted text itself.

    Made by `Document.span`, which checks it; `holds_in` checks it again after a round trip.
    """

    doc_id: str
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.quote):
            raise ValueError(f"span [{self.start}, {self.end}) does not fit its quote of {len(self.quote)} characters")

    def holds_in(self, doc: Document) -> bool:
        """Whether the document has the quote where the span says."""
        return doc.id == self.doc_id and doc.text[self.start : self.end] == self.quote


class Row(msgspec.Struct, frozen=True, tag="row"):
    """A row of a data set that states something: which data set, which row key, and the cells that state it."""

    dataset: str
    key: str
    cells: tuple[tuple[str, str], ...]
    url: str | None = None


Evidence = Span | Row
