"""News feeds (RSS and Atom) saved as files: one report an entry. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from veye.records import Issue
from veye.sources.draft import Draft, Found, UnreadableError
from veye.sources.formats.html import text_of_field
from veye.sources.limits import Limits

_TEXT = ("encoded", "content", "description", "summary")
_DATES = ("pubdate", "published", "date", "updated")


def read_feed(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft an entry; UnreadableError for XML that is no feed, is damaged, or defines entities of its own."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content)
    except DefusedXmlException as error:
        hint = "Feeds need none; save the page as text."
        raise UnreadableError("unsafe_xml", "the XML defines entities of its own", hint=hint) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableError("bad_xml", "this is not valid XML", hint="It may be cut off; fetch it again.") from error
    entries = [node for node in root.iter() if _name(node) in ("item", "entry")]
    if _name(root) not in ("rss", "feed", "rdf") or not entries:
        raise UnreadableError("unsupported_format", "this is XML, but no news feed", hint="Give its text.")
    outlet = _first(root.find("channel") if root.find("channel") is not None else root, ("title",))
    for number, entry in enumerate(entries, start=1):
        if number > limits.rows:
            yield Issue("too_many_rows", f"entries after the first {limits.rows:,} were not read", where)
            return
        title, text = _first(entry, ("title",)), _first(entry, _TEXT)
        if not (text or title):
            yield Issue("row_without_text", f"entry {number} has no text", f"{where}#{number}")
            continue
        yield Draft(
            text_of_field(text or title or ""),
            title=text_of_field(title) if title else None,
            outlet=_first(entry, ("source",)) or outlet,
            published=_first(entry, _DATES),
            url=_link(entry),
            part=str(number),
        )


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].casefold() if isinstance(node.tag, str) else ""


def _first(node: Any, names: tuple[str, ...]) -> str | None:
    """The text of the child with the first of the names that has one."""
    found: dict[str, str] = {}
    for child in node:
        words = "".join(child.itertext()).strip()
        if words:
            found.setdefault(_name(child), words)
    return next((found[n] for n in names if n in found), None)


def _link(entry: Any) -> str | None:
    for child in entry:
        if _name(child) == "link":
            url = child.get("href") or (child.text or "").strip()
            if url.startswith(("http://", "https://")) and child.get("rel") in (None, "alternate"):
                return str(url)
    return None
