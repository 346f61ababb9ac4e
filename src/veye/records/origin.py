"""Where a claim really comes from: ten outlets that rewrite one wire story are one origin."""

from __future__ import annotations

from typing import Literal

import msgspec

TieKind = Literal["exact copy", "near copy", "translation", "agency credit", "same quote", "same speaker", "cites"]


class Tie(msgspec.Struct, frozen=True):
    """Why two documents rest on one origin: the kind of evidence, the words that show it, a strength from 0 to 1.

    `parent` is the document that came first or is credited, `child` the one that follows it.
    """

    parent: str
    child: str
    kind: TieKind
    evidence: str
    strength: float


class Origin(msgspec.Struct, frozen=True):
    """A set of documents that rest on one telling, and the ties that say so.

    `label` names it for a reader ("Reuters", "mission spokesperson", an outlet's own reporting). `circular` lists
    loops in which documents cite each other. `garbled` notes facts that a rewrite moved to somebody else.
    """

    id: str
    label: str
    doc_ids: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    circular: tuple[tuple[str, ...], ...] = ()
    garbled: tuple[str, ...] = ()
