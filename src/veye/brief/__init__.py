"""The brief: figures and claims into sentences, each of which carries its sources."""

from veye.brief.compose import compose
from veye.brief.model import Brief, Citation, Section, Sentence
from veye.brief.render import render_html

__all__ = ["Brief", "Citation", "Section", "Sentence", "compose", "render_html"]
