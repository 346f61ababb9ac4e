"""What a file is: by its name, and by its first bytes where the name says nothing or something else."""

from __future__ import annotations

import re
from typing import Literal

from veye.sources.decoding import is_binary
from veye.sources.draft import UnreadableError

Format = Literal["plain", "markdown", "html", "pdf", "docx", "eml", "mbox", "jsonl", "json", "csv", "feed"]

SUFFIXES: dict[str, Format] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "eml",
    ".mbox": "mbox",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
}
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls, .ppt)", "Save it as DOCX, PDF or CSV."),
    (b"{\\rtf", "a rich text file (RTF)", "Save it as DOCX or plain text."),
    (b"\x89PNG", "an image (PNG)", "Give its text; images are not read."),
    (b"\xff\xd8\xff", "an image (JPEG)", "Give its text; images are not read."),
    (b"GIF8", "an image (GIF)", "Give its text; images are not read."),
    (b"RIFF", "an image, sound or film", "Give its text or transcript."),
    (b"ID3", "a sound file", "Give its transcript."),
    (b"7z\xbc\xaf", "a packed archive (7z)", "Unpack it first."),
    (b"Rar!", "a packed archive (RAR)", "Unpack it first."),
    (b"BZh", "a packed file (bzip2)", "Unpack it first."),
    (b"\xfd7zXZ", "a packed file (xz)", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "a packed file (zstd)", "Unpack it first."),
    (b"SQLite format 3", "a database (SQLite)", "Export its table as CSV."),
    (b"PAR1", "a Parquet table", "Export it as CSV or JSON lines."),
)
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_MAIL = re.compile(
    rb"(?:(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|delivered-to|reply-to|sender"
    rb"|content-type|x-[\w-]+|dkim-signature|arc-[\w-]+)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}",
    re.I,
)
_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:\?xml|rss|feed)\b", re.I)
_MBOX = re.compile(rb"From \S+[^\n]* \d{4}[^\n]*\n[A-Za-z-]+:")


def format_of(suffix: str, content: bytes) -> Format:
    """The format to read the content as; UnreadableError where it is none that Veye reads.

    A known suffix is believed unless the first bytes say that the file is packed, a PDF, an image or the like.
    """
    head = content[:4096]
    for magic, what, hint in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableError("unsupported_format", f"this is {what}", hint=hint)
    if head.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(suffix, content)
    known = SUFFIXES.get(suffix)
    if known == "feed" and _HTML.match(head):
        return "html"
    if known:
        return known
    return _by_content(head, suffix)


def _zip_kind(suffix: str, content: bytes) -> Format:
    if suffix == ".docx" or b"word/document.xml" in content:
        return "docx"
    if b"xl/workbook.xml" in content:
        raise UnreadableError("unsupported_format", "this is an Excel workbook", hint="Save the sheet as CSV.")
    what = "an OpenDocument file" if b"opendocument" in head_of(content) else "a packed archive (zip)"
    hint = "Save it as DOCX, PDF or CSV." if "Open" in what else "Unpack it first."
    raise UnreadableError("unsupported_format", f"this is {what}", hint=hint)


def head_of(content: bytes) -> bytes:
    """The first bytes, enough to tell formats apart."""
    return content[:4096]


def _by_content(head: bytes, suffix: str) -> Format:
    if is_binary(head):
        name = f" with the unknown ending '{suffix}'" if suffix else ""
        raise UnreadableError(
            "binary", f"this is no text{name}", hint=f"Readable endings: {', '.join(sorted(SUFFIXES))}."
        )
    if _HTML.match(head):
        return "html"
    if _XML.match(head):
        return "feed"
    if _MBOX.match(head):
        return "mbox"
    if _MAIL.match(head):
        return "eml"
    start = head.lstrip()
    if start.startswith(b"{"):
        first_line = start.split(b"\n", 1)[0].rstrip()
        return "jsonl" if first_line.endswith(b"}") and len(start) > len(first_line) + 1 else "json"
    if start.startswith((b"[{", b"[\n", b"[ {", b"[\r\n")):
        return "json"
    return "plain"
