"""PDF: the text of its pages, with lines joined to paragraphs."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from veye.records import Issue
from veye.sources.clean import bare, headline, tidy
from veye.sources.draft import Draft, Found, UnreadableError
from veye.sources.layout import joined_pages
from veye.sources.limits import Limits

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_PAGE_CONTENT_BYTES = 8_000_000
_JUNK_TITLE = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|odt|rtf|pptx?|xlsx?)\b|^\W*$", re.I)


def read_pdf(
    content: bytes, where: str, limits: Limits, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Found]:
    """One draft; UnreadableError where the file is encrypted, broken or holds only images."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on damage reach the reader as issues
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        _unlock(reader)
        count = len(reader.pages)
    except UnreadableError:
        raise
    except Exception as error:  # a foreign parser on hostile bytes: anything may come
        raise _broken(error) from error
    if count > limits.pages:
        raise UnreadableError(
            "too_many_pages", f"the PDF has {count:,} pages; at most {limits.pages:,} are read", hint="Split it first."
        )
    pages, issues, started = [], [], clock()
    for number in range(count):
        if clock() - started > limits.page_seconds:
            rest = f"pages {number + 1} to {count} were not read: the time limit was reached"
            issues.append(Issue("pdf_time", rest, where, "Split the file or raise the limit."))
            break
        try:
            pages.append(_page_text(reader.pages[number]))
        except Exception as error:  # as above, page by page so that the others are kept
            broken = f"page {number + 1} could not be read ({type(error).__name__})"
            issues.append(Issue("pdf_page", broken, where, "Check that page in the original."))
        if sum(map(len, pages)) > limits.document_chars:
            break
    text = tidy(joined_pages(pages))
    if not text:
        hint = "Run text recognition (OCR) on it first."
        if not issues:
            raise UnreadableError("pdf_without_text", "the PDF holds no text, only images or nothing", hint=hint)
        yield from issues
        raise UnreadableError("pdf_without_text", "no page of the PDF could be read as text", hint=hint)
    yield from issues
    stated = _stated_title(reader)
    shown = stated if stated and bare(stated) in bare(text[:1000]) else None  # many PDFs carry an older file's title
    yield Draft(text, title=shown or headline(text))


def _page_text(page: PageObject) -> str:
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > _PAGE_CONTENT_BYTES:
        raise ValueError("the page's content is too large")
    return page.extract_text() or ""


def _unlock(reader: PdfReader) -> None:
    """Opens a PDF that anyone may open; UnreadableError where it needs a password or an unknown cipher."""
    if not reader.is_encrypted:
        return
    from pypdf.errors import DependencyError

    hint = "Save a copy without a password."
    try:
        opened = reader.decrypt("")
    except (NotImplementedError, DependencyError) as error:
        raise UnreadableError("pdf_encrypted", "the PDF is encrypted in a way that is not read", hint=hint) from error
    if not opened:
        raise UnreadableError("pdf_encrypted", "the PDF is encrypted and needs a password", hint=hint)


def _stated_title(reader: PdfReader) -> str | None:
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:  # metadata is a courtesy: a broken one is none
        return None
    if not title or len(title) < 8 or " " not in title.strip() or _JUNK_TITLE.search(title):
        return None
    return title.strip()[:300]


def _broken(error: Exception) -> UnreadableError:
    what = f"the PDF is damaged ({type(error).__name__})"
    return UnreadableError("pdf_damaged", what, hint="Open it and save it again, or give its text.")
