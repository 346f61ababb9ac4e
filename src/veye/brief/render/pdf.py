"""A brief as PDF, byte for byte the same for the same brief."""

from __future__ import annotations

from importlib.resources import files

import msgspec

from veye import __version__
from veye.brief import wording
from veye.brief.model import Brief, Citation
from veye.errors import InternalError


def source_line(citation: Citation) -> str:
    """Outlet, date and origin of a citation as one line of plain text."""
    line = citation.outlet
    if citation.published:
        line += f", {wording.iso_day(citation.published)}"
    line += f" · origin: {citation.origin}"
    return f"{line} · also carried by {wording.listed(citation.also)}" if citation.also else line


def footer(brief: Brief) -> str:
    """The line at the foot of every page."""
    return f"Veye {__version__} · ledger state {brief.state[:12]} · mission profile {brief.mission_id}"


def render_pdf(brief: Brief) -> bytes:
    """The brief as PDF with numbered endnotes. Texts of sources are passed as data and cannot act as markup."""
    import typst

    content = msgspec.to_builtins(brief)
    content["footer"] = footer(brief)
    for made, citation in zip(content["citations"], brief.citations, strict=True):
        made["who"] = source_line(citation)
    template = (files("veye.brief.render") / "templates" / "brief.typ").read_bytes()
    try:
        pdf = typst.compile(template, sys_inputs={"brief": msgspec.json.encode(content).decode()})
    except RuntimeError as error:
        raise InternalError(f"the PDF could not be set: {error}") from error
    assert isinstance(pdf, bytes)
    return pdf
