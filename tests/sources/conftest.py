"""Files in every format, made on the spot."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from veye.records import Document, Issue
from veye.sources import Limits, read_documents

Read = Callable[..., tuple[list[Document], list[Issue]]]
Put = Callable[[str, bytes | str], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a file (folders made as needed) and gives its path."""

    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read() -> Read:
    """Reads inputs and gives documents and issues apart."""

    def run(*inputs: object, limits: Limits | None = None, **options: object) -> tuple[list[Document], list[Issue]]:
        found = list(read_documents([str(i) for i in inputs], limits=limits or Limits(), **options))  # type: ignore[arg-type]
        return [f for f in found if isinstance(f, Document)], [f for f in found if isinstance(f, Issue)]

    return run


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """A PDF of pages of lines; with a password where one is given."""

    def make(*pages: list[str], password: str | None = None) -> bytes:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfgen.canvas import Canvas

        stream = io.BytesIO()
        canvas = Canvas(stream, encrypt=StandardEncryption(password, "owner") if password is not None else None)
        for lines in pages:
            for number, line in enumerate(lines):
                canvas.drawString(50, 800 - 14 * number, line)
            canvas.showPage()
        canvas.save()
        return stream.getvalue()

    return make


@pytest.fixture
def docx() -> Callable[..., bytes]:
    """A Word file of paragraphs and, where given, one table."""

    def make(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
        import docx as word

        doc = word.Document()
        for paragraph in paragraphs:
            doc.add_paragraph(paragraph)
        if table:
            made = doc.add_table(len(table), len(table[0]))
            for row, cells in zip(made.rows, table, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        stream = io.BytesIO()
        doc.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture
def mail() -> Callable[..., bytes]:
    """An e-mail with a text, a page, or both, and attachments."""

    def make(text: str | None, page: str | None = None, attachments: dict[str, bytes] | None = None) -> bytes:
        message = EmailMessage()
        message["From"] = "Some Person <press@mission.example>"
        message["Subject"] = "Situation on 2 April"
        message["Date"] = "Wed, 02 Apr 2025 23:10:00 -0400"
        if text is not None:
            message.set_content(text)
        if page is not None:
            if text is None:
                message.set_content(page, subtype="html")
            else:
                message.add_alternative(page, subtype="html")
        for name, content in (attachments or {}).items():
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return message.as_bytes()

    return make
