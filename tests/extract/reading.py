"""How tests of single claim types read a text: the drafts of one finder, before the document pass."""

from __future__ import annotations

from veye.extract.analyse import analyse
from veye.extract.analysis import Draft
from veye.extract.claims import finders
from veye.records import Document, Source
from veye.records.document import Language


def drafts(kind: str, text: str, language: Language, published: str | None = None) -> list[Draft]:
    """The drafts of one claim type in a text."""
    doc = Document.make(text, key="t", source=Source("test"), language=language, published=published)
    return list(finders()[kind](analyse(doc)))
