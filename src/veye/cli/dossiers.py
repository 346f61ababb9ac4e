"""`veye dossier`."""

from __future__ import annotations

from pathlib import Path

from veye.brief import render_docx, render_html, render_pdf
from veye.brief.dossier import make_dossier
from veye.brief.release import release
from veye.cli.briefs import load_kit_and_picture, parse_day
from veye.cli.talk import say, write_whole
from veye.records import fold
from veye.settings import Settings


def run_dossier(question: str, since: str | None, on: str | None, settings: Settings) -> None:
    """Write the dossier on a question as HTML, PDF and DOCX."""
    kit, picture = load_kit_and_picture(settings, on=on)
    picture = release(picture, settings.release, kit.gazetteer)
    dossier = make_dossier(picture, question, since=parse_day(since, where="--since"), level=settings.release)
    name = f"dossier-{'-'.join(fold(question).split()[:6])}"
    out = Path(settings.out)
    for suffix, content in (
        ("html", render_html(dossier)),
        ("pdf", render_pdf(dossier)),
        ("docx", render_docx(dossier)),
    ):
        write_whole(out / f"{name}.{suffix}", content)
    say(f"{dossier.reports} reports, {len(dossier.citations)} passages cited")
    say(f"dossier:   {out / name}.html, .pdf, .docx")
