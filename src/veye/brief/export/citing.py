"""Where each claim stands, in forms that annotation tools and reference managers read."""

from __future__ import annotations

from typing import Any

import msgspec

from veye.brief.names import mask_for
from veye.records import Document, Picture

_CONTEXT = 32


def web_annotations(picture: Picture) -> str:
    """Spans as W3C Web Annotations: a text quote selector with context, and a text position selector, for each claim.

    Claims whose words the release level withholds, and quotes that would name a person, are left out.
    """
    documents = {d.id: d for d in picture.documents}
    mask, withheld = mask_for(picture), frozenset(picture.withheld)
    items: list[dict[str, Any]] = []
    for claim in picture.claims:
        span, doc = claim.span, documents[claim.doc_id]
        if span is None or claim.id in withheld:
            continue
        before = doc.text[max(0, span.start - _CONTEXT) : span.start]
        after = doc.text[span.end : span.end + _CONTEXT]
        if mask(before + span.quote + after, doc) != before + span.quote + after:
            continue
        items.append(
            {
                "@context": "http://www.w3.org/ns/anno.jsonld",
                "id": f"urn:veye:{claim.id}",
                "type": "Annotation",
                "body": {"type": "TextualBody", "value": claim.type, "purpose": "classifying"},
                "target": {
                    "source": doc.url or f"urn:veye:{doc.id}",
                    "selector": [
                        {"type": "TextQuoteSelector", "exact": span.quote, "prefix": before, "suffix": after},
                        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                    ],
                },
            }
        )
    return msgspec.json.encode(items).decode()


def csl_json(picture: Picture) -> str:
    """The reports as CSL-JSON, for reference managers."""
    items: list[dict[str, Any]] = []
    used: set[str] = set()
    for doc in picture.documents:
        key = doc.id if doc.key in used else doc.key
        used.add(key)
        item: dict[str, Any] = {
            "id": key,
            "type": "article-newspaper",
            "title": report_title(doc, picture),
            "container-title": doc.source.name,
            "language": doc.language,
        }
        if doc.published:
            item["issued"] = {"date-parts": [[int(p) for p in doc.published[:10].split("-")]]}
        if doc.url:
            item["URL"] = doc.url
        items.append(item)
    return msgspec.json.encode(items).decode()


def bibtex(picture: Picture) -> str:
    """The reports as BibTeX entries; keys are unique and hold letters, digits and hyphens only."""
    entries, used = [], set()
    for doc in picture.documents:
        key = "".join(c if c.isalnum() and c.isascii() else "-" for c in doc.key).strip("-") or doc.id
        while key in used:
            key += "a"
        used.add(key)
        fields = {"title": report_title(doc, picture), "journal": doc.source.name, "url": doc.url}
        if doc.published:
            fields["year"] = doc.published[:4]
            fields["date"] = doc.published[:10]
        body = ",\n".join(f"  {name} = {{{_cell(name, value)}}}" for name, value in fields.items() if value)
        entries.append(f"@article{{{key},\n{body}\n}}\n")
    return "\n".join(entries)


def report_title(doc: Document, picture: Picture) -> str:
    """The report's title with names masked; only its outlet and date where the release level withholds words."""
    if picture.withheld or not doc.text:
        return f"Report by {doc.source.name}" + (f", {doc.published}" if doc.published else "")
    return mask_for(picture)(doc.title or doc.text.strip().split("\n", 1)[0][:200], doc)


def _cell(name: str, text: str) -> str:
    """A field's text; an address is read as it stands, so that only braces are written in another way there."""
    return text.replace("{", "%7B").replace("}", "%7D") if name == "url" else _tex(text)


def _tex(text: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\n": " "}
    return "".join(special.get(c, "\\" + c if c in "{}%&#$_" else c) for c in text)
