"""Short ways to read a sentence in tests."""

from __future__ import annotations

from typing import Any

from veye.extract import open_reader
from veye.records import Document, Source, flat
from veye.records.document import Language

# A sentence that makes what follows a story of a mission.
LEAD: dict[Language, str] = {
    "en": "The multinational security mission patrols Haiti.",
    "fr": "La mission multinationale de sécurité patrouille en Haïti.",
    "es": "La misión multinacional de seguridad patrulla en Haití.",
    "ht": "Misyon miltinasyonal la ap patwouye ann Ayiti.",
}


def document(text: str, language: Language = "und", published: str | None = "2025-06-20", key: str = "t") -> Document:
    """A report by an outlet of no name."""
    return Document.make(text, key=key, source=Source("test"), language=language, published=published)


def read(text: str, language: Language = "und", kind: str | None = None, **published: Any) -> list[dict[str, Any]]:
    """What the grammar reads in a text, as flat claims, of one type where `kind` names it."""
    claims = open_reader("grammar").read(document(text, language, **published))
    return [f for f in map(flat, claims) if kind in (None, f["type"])]


def casualties(text: str, language: Language) -> set[tuple[str, Any, Any, str]]:
    """The casualties of a text as (outcome, low, high, who)."""
    found = read(text, language, "casualty")
    return {(f["outcome"], f["count_low"], f["count_high"], f["who"]) for f in found}
