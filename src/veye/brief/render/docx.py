"""A brief as a Word document, for those who have to edit and forward it."""

from __future__ import annotations

import io
from typing import Any

from veye.brief.model import Brief, Citation, Plot, Sentence, Table
from veye.brief.render.pdf import footer, source_line


def render_docx(brief: Brief) -> bytes:
    """The brief as DOCX: headings, paragraphs, tables, plots, endnotes as a numbered list at the end."""
    from docx import Document as Word
    from docx.shared import Pt

    word = Word()
    word.styles["Normal"].font.name = "Georgia"
    word.styles["Normal"].font.size = Pt(10.5)
    word.core_properties.title = brief.title
    word.core_properties.author = "Veye"
    word.sections[0].footer.paragraphs[0].text = footer(brief)
    _soft(word.add_paragraph(), f"{brief.level} level".upper())
    word.add_heading(brief.title, level=0)
    _soft(word.add_paragraph(), " · ".join(brief.header))
    for section in brief.sections:
        word.add_heading(section.title, level=1)
        for paragraph in section.paragraphs:
            _paragraph(word.add_paragraph(), paragraph)
        for table in section.tables:
            _table(word, table)
        for plot in section.plots:
            _plot(word, plot)
    word.add_heading("Sources", level=1)
    for citation in brief.citations:
        _source(word.add_paragraph(), citation)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _soft(paragraph: Any, text: str) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(_clean(text))
    run.font.size = Pt(8.5)
    run.font.color.rgb = RGBColor(0x5A, 0x64, 0x70)


def _paragraph(paragraph: Any, sentences: tuple[Sentence, ...]) -> None:
    for sentence in sentences:
        run = paragraph.add_run(_clean(sentence.text))
        run.italic = sentence.tone == "caution"
        _cites(paragraph, sentence.cites, sentence.more)
        paragraph.add_run(" ")


def _cites(paragraph: Any, numbers: tuple[int, ...], more: int = 0) -> None:
    text = "".join(f"[{n}]" for n in numbers) + (f"+{more}" if more else "")
    if text:
        paragraph.add_run(text).font.superscript = True


def _table(word: Any, table: Table) -> None:
    _soft(word.add_paragraph(), table.caption)
    grid = word.add_table(rows=1, cols=len(table.columns))
    grid.style = "Light List Accent 1"
    for cell, name in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = _clean(name)
    for index, row in enumerate(table.rows):
        cells = grid.add_row().cells
        for cell, value in zip(cells, row, strict=True):
            cell.text = _clean(value)
        if table.cites:
            _cites(cells[-1].paragraphs[0], table.cites[index])
    _soft(word.add_paragraph(), table.note)


def _plot(word: Any, plot: Plot) -> None:
    import vl_convert
    from docx.shared import Cm

    word.add_picture(io.BytesIO(vl_convert.svg_to_png(plot.svg, scale=2)), width=Cm(16))
    _soft(word.add_paragraph(), plot.caption)


def _source(paragraph: Any, citation: Citation) -> None:
    paragraph.add_run(f"[{citation.number}] “{_clean(citation.before)}")
    paragraph.add_run(_clean(citation.quote)).bold = True
    paragraph.add_run(f"{_clean(citation.after)}” ")
    _soft(paragraph, source_line(citation) + (f" · {citation.url}" if citation.url else ""))


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )
