"""A brief as a page that opens anywhere: one file, no scripts, nothing fetched."""

from veye.brief.render.html import render_html

__all__ = ["render_html"]
