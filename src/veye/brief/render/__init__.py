"""A brief as files that open anywhere: one HTML page without scripts, a PDF, a Word document."""

from veye.brief.render.docx import render_docx
from veye.brief.render.html import render_html
from veye.brief.render.pdf import render_pdf

__all__ = ["render_docx", "render_html", "render_pdf"]
