"""A brief as one HTML page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from veye import __version__
from veye.brief import wording
from veye.brief.model import Brief

if TYPE_CHECKING:
    import jinja2


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("veye.brief.render"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("brief.html")


def render_html(brief: Brief) -> str:
    """The brief as one page: no scripts, nothing fetched; every text of a source is escaped.

    Citations open on hover or focus and link to the numbered sources at the end, so that the page prints well.
    """
    from markupsafe import Markup

    return _template().render(
        brief=brief,
        notes={c.number: c for c in brief.citations},
        words=wording,
        version=__version__,
        safe_svg=Markup,  # made by our own plotting, never taken from a source
    )
