"""The brief: figures and claims into sentences, each of which carries its sources."""

from veye.brief.compose import compose
from veye.brief.model import Brief, Citation, Section, Sentence
from veye.brief.render import render_docx, render_html, render_pdf

__all__ = ["Brief", "Citation", "Section", "Sentence", "compose", "render_docx", "render_html", "render_pdf"]
