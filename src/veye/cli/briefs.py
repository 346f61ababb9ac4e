"""`veye brief` and `veye demo`."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import BinaryIO

import msgspec
import typer

from veye.brief import Brief, compose, render_docx, render_html, render_pdf
from veye.brief.export import claims_jsonl, incidents_csv, incidents_geojson
from veye.brief.release import release
from veye.cli.ledgers import ledger_path, open_ledger
from veye.cli.talk import reading_progress, say, tell, tell_issues, write_whole
from veye.errors import InputError
from veye.flow.links import bring_up, unlinked
from veye.flow.outlook import look_ahead
from veye.flow.picture import make_picture
from veye.flow.pipeline import Ingested, ingest
from veye.flow.reading import Kit
from veye.ledger import Ledger
from veye.records import Picture
from veye.settings import Settings
from veye.sources import Limits

DEMO_MISSION = "mss-haiti"


class BriefRequest(msgspec.Struct, frozen=True):
    """What `veye brief` was asked for, beyond settings."""

    reports: tuple[str, ...] = ()
    metadata: Path | None = None
    on: str | None = None
    as_of: str | None = None
    since_brief: Path | None = None
    rule: str | None = None
    outlook: bool = False


def run_demo(out: Path) -> None:
    """Read the shipped example reports and write the brief on them."""
    with as_file(files("veye") / "examples") as examples:
        tell(f"Reading the example reports in {examples} …")
        settings = Settings(mission=DEMO_MISSION, out=str(out))
        picture = run_brief(
            BriefRequest((str(examples / "reports"),), examples / "reports.jsonl", outlook=True), settings
        )
    told = max(picture.incidents, key=lambda i: (len(i.doc_ids), i.id))
    veye, ledger = _program(), f"--ledger {out / 'ledger.veye'}"
    tell("")
    tell("Next:")
    tell(f"  open {out / 'brief.html'} in a browser: every sentence shows its source")
    tell(f"  {veye} incident {told.id} {ledger}")
    tell("      what the most reported incident rests on, value by value and origin by origin")
    tell(f"  {veye} ledger verify {ledger}")
    tell("      check every hash and every quoted span")
    tell(f"  {veye} brief MY-REPORTS/ --mission {DEMO_MISSION}")
    tell("      the same with reports of your own")


def _program() -> str:
    """The command as the user can type it from here."""
    given = Path(sys.argv[0])
    if given.name != "veye":
        return "veye"
    try:
        return str(given.absolute().relative_to(Path.cwd()))
    except ValueError:
        return "veye"


def run_brief(request: BriefRequest, settings: Settings) -> Picture:
    """Reports into the ledger, then the brief, claims and incidents; exit 3 where something could not be read."""
    mission = need_mission(settings)
    out = Path(settings.out)
    if out.exists() and not out.is_dir():
        raise InputError("this is a file, not a folder", where=str(out), hint="Give another --out.")
    on, as_of = parse_day(request.on), parse_moment(request.as_of)
    if as_of and request.outlook:
        hint = "Leave --outlook out: what was issued by that moment is shown."
        raise InputError("--outlook issues something new, --as-of shows what was known before", hint=hint)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder cannot be made ({error.strerror})"
        raise InputError(what, where=str(out), hint="Give another --out.") from error
    kit = Kit.load(mission, reader=settings.reader)
    ingested: Ingested | None = None
    with Ledger.open(ledger_path(settings)) as ledger:
        if request.reports:
            ingested = ingest_reports(request.reports, request.metadata, settings, kit, ledger)
        elif not ledger.last("document"):
            raise InputError("no reports were given, and the ledger holds none", hint="Name files or folders.")
        elif unlinked(ledger):
            tell("Some reports were read but never linked (a run was stopped): linking them now …")
            bring_up(ledger, kit, at=datetime.now(UTC))
        try:
            picture = make_picture(ledger.view(as_of=as_of or ledger.newest()), kit, on=on, rule=request.rule)
        except InputError:
            tell_issues(ingested.issues if ingested else ())
            raise
        if request.outlook:
            for missed in look_ahead(ledger, picture, kit, at=datetime.now(UTC)):
                tell(f"  {missed}")
            picture = make_picture(ledger.view(as_of=ledger.newest()), kit, on=on, rule=request.rule)
    if not picture.documents:
        hint = "Give a later --on, or check --mission."
        raise InputError(f"no report held here is about {mission} by {picture.on}", where="brief", hint=hint)
    picture = release(picture, settings.release, kit.gazetteer)
    brief = compose(picture, level=settings.release, previous=_previous(request.since_brief))
    made: dict[str, str | bytes] = {
        "brief.html": render_html(brief),
        "brief.pdf": render_pdf(brief),
        "brief.docx": render_docx(brief),
        "brief.json": msgspec.json.encode(brief),
        "claims.jsonl": claims_jsonl(picture),
        "incidents.csv": incidents_csv(picture),
        "incidents.geojson": incidents_geojson(picture),
    }
    for name, content in made.items():
        write_whole(out / name, content)
    _summary(picture, ingested, out)
    if settings.release != "internal" and ledger_path(settings).parent == out:
        tell(f"  ! {ledger_path(settings)} holds everything: pass on the other files of this folder, not this one")
    if ingested and ingested.issues:
        tell_issues(ingested.issues, all_in=out / "issues.txt")
        raise typer.Exit(3)
    return picture


def ingest_reports(
    reports: tuple[str, ...], metadata: Path | None, settings: Settings, kit: Kit, ledger: Ledger
) -> Ingested:
    """Read reports into a ledger under the settings, with a progress line."""
    with reading_progress() as progress:
        return ingest(
            reports,
            ledger,
            kit,
            spec=(settings.mission or "", settings.reader),
            at=datetime.now(UTC),
            metadata=metadata,
            limits=Limits(file_bytes=settings.max_file_mb * 1_000_000),
            stdin=stdin_bytes(reports),
            workers=settings.workers,
            progress=progress,
        )


def _summary(picture: Picture, ingested: Ingested | None, out: Path) -> None:
    if ingested:
        already = ingested.seen - ingested.new
        known = f" ({already} already in the ledger)" if already else ""
        say(f"{ingested.seen} reports read{known}, {len(ingested.issues)} not readable")
    languages = len({d.language for d in picture.documents})
    say(
        f"{picture.mission.id} on {picture.on}: {len(picture.documents)} reports about the mission in {languages} "
        f"languages, {len(picture.origins)} independent origins, {len(picture.set_aside)} set aside"
    )
    contested = sum(any(t.contested for t in i.tallies) for i in picture.incidents)
    say(f"{len(picture.claims)} claims, {len(picture.incidents)} incidents ({contested} with contested numbers)")
    say(f"brief:     {out / 'brief.html'}")
    say(f"data:      {out / 'claims.jsonl'}, {out / 'incidents.csv'}, {out / 'incidents.geojson'}")


def load_kit_and_picture(settings: Settings, *, on: str | None = None, as_of: str | None = None) -> tuple[Kit, Picture]:
    """The kit of the settings' mission and the picture of an existing ledger."""
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    with open_ledger(settings) as ledger:
        return kit, make_picture(ledger.view(as_of=parse_moment(as_of)), kit, on=parse_day(on))


def need_mission(settings: Settings) -> str:
    """The mission that was named; InputError listing the shipped ones where none was."""
    if settings.mission:
        return settings.mission
    from veye.facts import mission_names

    hint = f"Give --mission; shipped: {', '.join(mission_names())}. Or write your own: veye mission new FILE"
    raise InputError("no mission was named", hint=hint)


def parse_day(text: str | None, *, where: str = "--on") -> date | None:
    """The day that an ISO text names; InputError for anything else."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"'{text}' is not a day", where=where, hint="Write it as 2025-04-02.") from error


def parse_moment(text: str | None) -> datetime | None:
    """The moment that an ISO text names, UTC where it names no zone; a bare day means its end."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"'{text}' is not a time", where="--as-of", hint="Write 2025-04-02T18:00Z.") from error
    if len(text) == 10:
        moment = moment.replace(hour=23, minute=59, second=59, microsecond=999999)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def stdin_bytes(reports: tuple[str, ...]) -> BinaryIO | None:
    """Standard input as bytes where the reports name it."""
    return sys.stdin.buffer if "-" in reports else None


def _previous(path: Path | None) -> Brief | None:
    if path is None:
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Brief)
    except (OSError, msgspec.MsgspecError) as error:
        hint = "Give the brief.json that stands beside an earlier brief.html."
        raise InputError(f"the earlier brief cannot be read ({error})", where=str(path), hint=hint) from error
