"""`veye read`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec
import typer

from veye.cli.briefs import need_mission, stdin_bytes
from veye.cli.talk import reading_progress, tell_issues
from veye.errors import InputError
from veye.flow.reading import Kit, read_claims
from veye.records import Claim, Document, Issue, flat
from veye.settings import Settings
from veye.sources import Limits, read_documents


def run_read(reports: tuple[str, ...], metadata: Path | None, resume: Path | None, settings: Settings) -> None:
    """Stream each report's claims as JSON lines as soon as it is read; exit 3 where something could not be read.

    With `resume`, lines go to that file; a report counts as read once its closing line stands there.
    """
    if not reports:
        raise InputError("no reports were given", hint="Name files or folders, or - for standard input.")
    mission = need_mission(settings)
    kit = Kit.load(mission, reader=settings.reader)
    issues: list[Issue] = []
    done = _done(resume)
    out: IO[str] = resume.open("a", encoding="utf-8") if resume else sys.stdout

    def fresh() -> Iterator[Document]:
        limits = Limits(file_bytes=settings.max_file_mb * 1_000_000)
        for item in read_documents(
            list(reports), metadata=metadata, limits=limits, stdin=stdin_bytes(reports), fetched=datetime.now(UTC)
        ):
            if isinstance(item, Issue):
                issues.append(item)
            elif item.id not in done:
                yield item

    with reading_progress() as progress:
        for doc, claims in read_claims(fresh(), kit, spec=(mission, settings.reader), workers=settings.workers):
            if isinstance(claims, Issue):
                issues.append(claims)
                continue
            out.write(_lines(doc, claims, closing=resume is not None))
            out.flush()
            progress("read", 1)
    if resume:
        out.close()
    if issues:
        tell_issues(issues)
        raise typer.Exit(3)


def _lines(doc: Document, claims: list[Claim], *, closing: bool) -> str:
    about = {"doc_key": doc.key}
    rows = [{**about, **flat(claim)} for claim in claims]
    if closing:
        rows.append({"type": "report", **about, "doc_id": doc.id, "claims": len(claims)})
    return "".join(msgspec.json.encode(row).decode() + "\n" for row in rows)


def _done(path: Path | None) -> set[str]:
    """Ids of reports whose closing line stands in the file; what a stopped run left after the last is cut off."""
    if path is None or not path.exists():
        return set()
    done: set[str] = set()
    whole = position = 0
    with path.open("rb") as lines:
        for line in lines:
            position += len(line)
            try:
                row = msgspec.json.decode(line)
            except msgspec.DecodeError:
                break
            if isinstance(row, dict) and row.get("type") == "report":
                done.add(str(row.get("doc_id")))
                whole = position
    with path.open("r+b") as file:
        file.truncate(whole)
    return done
