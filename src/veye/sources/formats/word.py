"""Word documents (DOCX): paragraphs and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from veye.sources.clean import headline, tidy
from veye.sources.draft import Draft, Found, UnreadableError
from veye.sources.limits import Limits

_MAX_MEMBERS = 10_000
_XML_PER_CHARACTER = 12
_MAX_NESTED_TABLES = 5


def read_docx(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft; UnreadableError where the file is damaged, encrypted or would unpack beyond the limit."""
    _check_size(content, limits)
    import docx

    try:
        doc = docx.Document(io.BytesIO(content))
        lines = list(_lines(doc, 0))
        title = _stated_title(doc)
    except Exception as error:  # a foreign parser on hostile bytes: anything may come
        what = f"the Word file is damaged ({type(error).__name__})"
        raise UnreadableError("docx_damaged", what, hint="Open it and save it again, or give its text.") from error
    text = tidy("\n".join(lines))
    if not text:
        raise UnreadableError("no_text", "the Word file holds no text", hint="It may hold only images.")
    yield Draft(text, title=title or headline(text))


def _check_size(content: bytes, limits: Limits) -> None:
    """Refuses what would unpack beyond the limit; a member never unpacks to more than the size checked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as error:
        raise UnreadableError("docx_damaged", "the Word file is damaged", hint="Open it and save it again.") from error
    size = sum(m.file_size for m in members)
    body = max((m.file_size for m in members if m.filename.startswith("word/document")), default=0)
    if body > limits.document_chars * _XML_PER_CHARACTER:
        what = f"the file's text part has {body:,} bytes"
        raise UnreadableError("document_too_long", what, hint="Split it, or give its text.")
    if size > limits.unpacked_bytes or len(members) > _MAX_MEMBERS:
        what = f"the file would unpack to {size:,} bytes; at most {limits.unpacked_bytes:,} are read"
        raise UnreadableError("zip_bomb", what, hint="Remove images, or give its text.")


def _lines(holder: Any, depth: int) -> Iterator[str]:
    from docx.table import Table

    for item in holder.iter_inner_content():
        if isinstance(item, Table):
            if depth < _MAX_NESTED_TABLES:
                yield from _table_lines(item, depth)
        else:
            yield item.text


def _table_lines(table: Any, depth: int) -> Iterator[str]:
    """One line a row, cells separated by " | "; a merged cell once."""
    from docx.table import _Cell

    for row in table.rows:
        cells: list[str] = []
        for written in row._tr.tc_lst:  # not row.cells: that repeats a cell as often as its span claims
            cell = _Cell(written, table)
            cells.append(" ".join(part for line in _lines(cell, depth + 1) if (part := line.strip())))
        if any(cells):
            yield " | ".join(cells)


def _stated_title(doc: Any) -> str | None:
    """The first paragraph in the style "Title", among the first ten."""
    for paragraph in doc.paragraphs[:10]:
        style = paragraph.style
        if style is not None and style.name == "Title" and paragraph.text.strip():
            return str(paragraph.text).strip()
    return None
