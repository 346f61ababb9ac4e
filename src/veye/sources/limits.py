"""How much of one input Veye takes in before it refuses: no file can hang or fill the machine."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Bounds on what is read.

    `file_bytes` is a file's size on disk, `unpacked_bytes` what a gz or DOCX may unpack to, `document_chars` the
    length of one document's text, `rows` the rows of one table, `files` the files of one folder, `parts` the
    attachments of one message, `pages` and `page_seconds` the pages of one PDF and the time all of them may take,
    `html_bytes` and `html_depth` the size and nesting up to which a page is analysed for its main text.
    """

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 100_000_000
    document_chars: int = 2_000_000
    rows: int = 1_000_000
    files: int = 200_000
    parts: int = 50
    pages: int = 2_000
    page_seconds: float = 60.0
    html_bytes: int = 5_000_000
    html_depth: int = 300
