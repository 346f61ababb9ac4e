"""Web pages: their main text and what their head says of them. Pages are never trusted and nothing is fetched."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from veye.sources.clean import headline, tidy, without
from veye.sources.decoding import decode
from veye.sources.draft import Draft, Found, UnreadableError
from veye.sources.limits import Limits

_CHARSET = re.compile(rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_CLOSED_BY_OTHERS = frozenset(["p", "li", "td", "tr", "th", "dt", "dd", "option", "thead", "tbody", "tfoot"])
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|section|article|header|footer|blockquote|pre|dd|dt|hr|figcaption|title)"
    r"\b[^<>]*>",
    re.I,
)
_ANY_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>")
_MARKUP = re.compile(r"</(?:p|div|span|a|li|strong|em|h[1-6])>|<br\s*/?>|<p[\s>]", re.I)
_SKIPPED = ("script", "style", "noscript", "template", "svg", "iframe", "textarea")
_MAX_TAGS = 60_000


def read_html(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft: the page's main text, and title, site, date and address from its head."""
    if len(content) > limits.html_bytes:
        raise UnreadableError(
            "page_too_large",
            f"the page has {len(content):,} bytes; at most {limits.html_bytes:,} are read",
            hint="Save only the article, or as text.",
        )
    declared = _CHARSET.search(content[:4096])
    page, issue = decode(content, where, declared=declared[1].decode("ascii") if declared else None)
    if issue:
        yield issue
    head = _Head()
    text: str | None = None
    if _is_analysable(page, limits):
        head, text = _analyse(page)
    text = tidy(text or strip_markup(page))
    if not text:
        raise UnreadableError(
            "no_text", "the page has no readable text", hint="It may be built by scripts: save the text."
        )
    yield Draft(text, None, head.title or headline(text), None, head.site, head.published, head.url)


def strip_markup(page: str) -> str:
    """All text of a page without tags, scripts and styles, one block a line; in time linear in its length."""
    for name in _SKIPPED:
        page = without(page, f"<{name}", f"</{name}")
    page = without(page, "<!--", "--", through="-->")
    page = _ANY_TAG.sub("", _BLOCK.sub("\n", page))
    lines = (" ".join(line.split()) for line in html.unescape(page).split("\n"))
    return "\n".join(line for line in lines if line)


def text_of_field(words: str) -> str:
    """A table cell's text: as it is, or without markup where it holds a piece of a page."""
    return strip_markup(words) if _MARKUP.search(words) else words


class _Head:
    """What a page's head says of it."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.site: str | None = None
        self.published: str | None = None
        self.url: str | None = None


def _is_analysable(page: str, limits: Limits) -> bool:
    """Whether the page is small and flat enough for analysis as a tree."""
    depth = tags = 0
    for found in _TAG.finditer(page):
        tags += 1
        name = found[2].lower()
        if name in _VOID or name in _CLOSED_BY_OTHERS:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > limits.html_depth or tags > _MAX_TAGS:
            return False
    return True


def _analyse(page: str) -> tuple[_Head, str | None]:
    from lxml import etree
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says of bad pages, we say as issues
    head = _Head()
    try:
        tree = load_html(page)
        if tree is None:
            return head, None
        head = _read_head(tree)
        found = bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return head, None  # a page that breaks the analysis is still read as plain text
    if found is None:
        return head, None
    head.title = head.title or getattr(found, "title", None)
    head.site = head.site or getattr(found, "sitename", None)
    text = getattr(found, "text", None)
    return head, text if isinstance(text, str) else None


def _read_head(tree: Any) -> _Head:
    head, linked = _Head(), _linked_data(tree)
    head.title = _meta(tree, "og:title", "twitter:title", "dc.title") or linked.get("headline")
    head.site = _meta(tree, "og:site_name", "application-name") or linked.get("publisher")
    dates = ("article:published_time", "datepublished", "dc.date", "dc.date.issued", "dcterms.date", "pubdate",
             "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "date")  # fmt: skip
    times = tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")
    head.published = _meta(tree, *dates) or linked.get("datePublished") or (str(times[0])[:100] if times else None)
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    url = str(canonical[0]) if canonical else _meta(tree, "og:url")
    head.url = url[:2000] if url and url.startswith(("http://", "https://")) else None
    return head


def _meta(tree: Any, *names: str) -> str | None:
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        content = (node.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content[:1000])
    return next((found[n] for n in names if n in found), None)


def _linked_data(tree: Any) -> dict[str, str]:
    """Headline, date and publisher from the page's linked data, where it parses."""
    for node in tree.xpath("//script[@type='application/ld+json']")[:10]:
        try:
            loaded = json.loads((node.text or "")[:200_000])
        except (ValueError, RecursionError):
            continue
        for item in _items(loaded):
            if isinstance(item.get("datePublished"), str) or isinstance(item.get("headline"), str):
                publisher = item.get("publisher")
                named = publisher.get("name") if isinstance(publisher, dict) else publisher
                facts = {"headline": item.get("headline"), "datePublished": item.get("datePublished"),
                         "publisher": named}  # fmt: skip
                return {k: v for k, v in facts.items() if isinstance(v, str) and v}
    return {}


def _items(loaded: Any) -> Iterator[dict[str, Any]]:
    for item in loaded if isinstance(loaded, list) else [loaded]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (g for g in graph if isinstance(g, dict)) if isinstance(graph, list) else ()
