"""What a brief is made of: sections of sentences, each with the citations that carry it."""

from __future__ import annotations

from typing import Literal

import msgspec


class Citation(msgspec.Struct, frozen=True):
    """One numbered source passage. `quote` is the cited stretch, `before` and `after` the rest of its sentence.

    `also` names other outlets that carry the same telling. `claim_ids` are the live claims it stands for; a
    citation of the mission profile has none and gives the address of the fact instead.
    """

    number: int
    outlet: str
    published: str | None
    origin: str
    before: str
    quote: str
    after: str
    language: str
    url: str | None = None
    doc_key: str | None = None
    also: tuple[str, ...] = ()
    claim_ids: tuple[str, ...] = ()


class Sentence(msgspec.Struct, frozen=True):
    """One sentence and the numbers of its citations; `more` counts sources beyond those shown.

    `tone` is plain, caution (a caveat) or method (how it was worked out). `figure_id` names the figure it speaks of.
    """

    text: str
    cites: tuple[int, ...] = ()
    more: int = 0
    tone: Literal["plain", "caution", "method"] = "plain"
    figure_id: str | None = None


class Table(msgspec.Struct, frozen=True):
    """A small table. `rows` are cells of text; `cites` the citations of each row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cites: tuple[tuple[int, ...], ...] = ()
    note: str = ""


class Plot(msgspec.Struct, frozen=True):
    """A plot as SVG, with a caption that says what it shows and a text that says it without seeing."""

    name: str
    caption: str
    svg: str
    alt: str


Paragraph = tuple[Sentence, ...]


class Section(msgspec.Struct, frozen=True):
    """A titled part of the brief."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """What a brief said of one figure or one incident's toll, kept so that a later brief can tell what changed."""

    key: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    unit: str


class Brief(msgspec.Struct, frozen=True):
    """A whole brief, ready to be rendered. `header` are the facts of its first line; `state` the ledger's hash."""

    title: str
    header: tuple[str, ...]
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    level: str
    on: str
    state: str
    mission_id: str
    reports: int
    origins: int
    readings: tuple[Reading, ...] = ()

    def section(self, key: str) -> Section | None:
        """The section of that key; None where the brief has none."""
        return next((s for s in self.sections if s.key == key), None)
