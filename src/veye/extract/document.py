"""The document as a whole: drafts that tell the same happening become one claim."""

from __future__ import annotations

from veye.extract.analysis import Analysis, Draft
from veye.records import Claim, PlaceMention, ReadBy


def to_claims(analysis: Analysis, drafts: list[Draft], *, reader: str, version: str) -> list[Claim]:
    """The claims of a document from the drafts of all finders, by position."""
    return [_claim(analysis, draft, reader, version) for draft in sorted(drafts, key=lambda d: d.start)]


def _claim(analysis: Analysis, draft: Draft, reader: str, version: str) -> Claim:
    return Claim.make(
        analysis.doc.id,
        draft.statement,
        (analysis.doc.span(draft.start, draft.end),),
        when=draft.when,
        place=PlaceMention(draft.place) if draft.place else None,
        flags=draft.flags,
        attribution=draft.attribution,
        language=analysis.language,
        read_by=ReadBy(reader, version, f"{draft.rule}.{analysis.language}"),
    )
