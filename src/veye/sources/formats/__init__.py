"""One reader a format, found by name or by what the bytes look like."""

from __future__ import annotations

from veye.sources.draft import Reader
from veye.sources.formats.feed import read_feed
from veye.sources.formats.html import read_html
from veye.sources.formats.mail import read_eml, read_mbox
from veye.sources.formats.pdf import read_pdf
from veye.sources.formats.plain import read_markdown, read_plain
from veye.sources.formats.sniff import SUFFIXES, Format, format_of
from veye.sources.formats.tables import read_csv, read_json, read_jsonl
from veye.sources.formats.word import read_docx

READERS: dict[Format, Reader] = {
    "plain": read_plain,
    "markdown": read_markdown,
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
    "eml": read_eml,
    "mbox": read_mbox,
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "feed": read_feed,
}

__all__ = ["READERS", "SUFFIXES", "Format", "format_of"]
