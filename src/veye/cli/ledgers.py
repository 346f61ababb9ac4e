"""`veye ledger …` and `veye incident`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import typer

from veye.cli.talk import say, tell, tell_issues
from veye.errors import InputError
from veye.ledger import Entry, Ledger, View
from veye.ledger.entries import RECORDS
from veye.records import Claim, Document, Incident
from veye.settings import Settings


def ledger_path(settings: Settings) -> Path:
    """The ledger that the settings name: the file given, or `ledger.veye` in the output folder."""
    return Path(settings.ledger) if settings.ledger else Path(settings.out) / "ledger.veye"


def open_ledger(settings: Settings) -> Ledger:
    """An existing ledger; InputError that says how to name one where there is none."""
    path = ledger_path(settings)
    if not path.exists():
        raise InputError("there is no ledger here", where=str(path), hint="Name one with --ledger FILE.")
    return Ledger.open(path, create=False)


def run_add(reports: tuple[str, ...], metadata: Path | None, settings: Settings) -> None:
    """Read reports into the ledger, made where there is none; exit 3 where something could not be read."""
    from veye.cli.briefs import ingest_reports, need_mission
    from veye.flow.reading import Kit

    if not reports:
        raise InputError("no reports were given", hint="Name files or folders, or - for standard input.")
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    path = ledger_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    with Ledger.open(path) as ledger:
        done = ingest_reports(reports, metadata, settings, kit, ledger)
    known = f" ({done.seen - done.new} already in the ledger)" if done.seen > done.new else ""
    say(f"{done.seen} reports read{known}, {len(done.issues)} not readable, {done.claims} claims added")
    say(f"{done.incidents} incidents now in {path}")
    if done.issues:
        tell_issues(done.issues)
        raise typer.Exit(3)


def run_relink(settings: Settings) -> None:
    """Link the whole ledger afresh and say what came of it."""
    from veye.cli.briefs import need_mission
    from veye.flow.links import bring_up
    from veye.flow.reading import Kit

    kit = Kit.load(need_mission(settings), reader=settings.reader)
    with open_ledger(settings) as ledger:
        before = len(ledger.view().incidents)
        after = bring_up(ledger, kit, at=datetime.now(UTC), full=True)
    say(f"linked afresh: {before} incidents before, {after} now")


def run_log(kind: str | None, last: int | None, settings: Settings) -> None:
    """Print one line an entry."""
    if kind is not None and kind not in RECORDS:
        raise InputError(f"no entry kind '{kind}'", where="--kind", hint=f"Known: {', '.join(RECORDS)}.")
    with open_ledger(settings) as ledger:
        entries = list(ledger.entries(kind=kind))  # type: ignore[arg-type]
    for entry in entries[-last:] if last else entries:
        say(f"{entry.seq:>6}  {entry.at:%Y-%m-%d %H:%M:%S}  {entry.kind:<16} {entry.key:<38} {entry.hash[:12]}")


def run_show(key: str, settings: Settings) -> None:
    """Print the entries of that number or key as JSON lines; InputError where there is none."""
    with open_ledger(settings) as ledger:
        if key.isdigit():
            found = [e for e in ledger.entries(after=int(key) - 1, limit=1) if e.seq == int(key)]
        else:
            found = list(ledger.entries(key=key))
    if not found:
        raise InputError(f"no entry '{key}'", where=str(ledger_path(settings)), hint="See: veye ledger log")
    for entry in found:
        say(_whole(entry))


def _whole(entry: Entry) -> str:
    head = {"seq": entry.seq, "at": entry.at, "kind": entry.kind, "key": entry.key, "hash": entry.hash}
    return msgspec.json.encode({**head, "record": msgspec.Raw(entry.body)}).decode()


def run_verify(settings: Settings) -> None:
    """Say that the ledger is sound, or what is wrong with it (exit 3)."""
    with open_ledger(settings) as ledger:
        issues = ledger.verify()
        size = ledger.view().size
    if issues:
        tell_issues(issues)
        raise typer.Exit(3)
    say(f"sound: {size:,} entries, every hash follows, every span stands in its report")


def run_why_entry(key: str, settings: Settings) -> None:
    """Print what became of a claim or of a report's claims."""
    with open_ledger(settings) as ledger:
        view = ledger.view()
    docs = [d for d in view.documents.values() if key in (d.key, d.id)]
    claims = [c for c in view.claims.values() if c.id.startswith(key) or c.doc_id in {d.id for d in docs}]
    if not claims and not docs:
        raise InputError(f"no claim or report '{key}'", where=str(ledger_path(settings)), hint="See: veye ledger log")
    holders = {c: i for i in view.incidents.values() for c in (*i.claim_ids, *i.recalled_ids)}
    for doc in docs:
        say(f"report {doc.key}: {doc.source.name}, {doc.published or 'undated'}, {doc.language}, {len(claims)} claims")
        _say_origin(doc, view)
    for claim in claims:
        doc = view.documents[claim.doc_id]
        quote = claim.span.quote if claim.span else "row"
        incident = holders.get(claim.id)
        say(f"claim {claim.id} [{claim.type}] “{quote}”")
        say(f"  in {doc.key} ({doc.source.name}); read by {claim.read_by.reader} {claim.read_by.rule}")
        say(f"  incident: {f'{incident.id} — {incident.title}' if incident else 'none'}")
        for line in _ties_of(claim, incident, view):
            say(f"    {line}")
        for decision in view.decisions.values():
            if {claim.id, doc.id, doc.key, doc.source.name} & set(decision.subjects):
                say(f"  {decision.kind} by {decision.by} at {decision.at:%Y-%m-%d %H:%M}: {decision.reason}")


def _say_origin(doc: Document, view: View) -> None:
    """Whom a report rests on, and by what."""
    origin = next((o for o in view.origins.values() if doc.id in o.doc_ids), None)
    if origin is None:
        return
    others = len(origin.doc_ids) - 1
    say(f"  origin: {origin.label}" + (f", shared with {others} other report{'s' * (others > 1)}" if others else ""))
    for tie in origin.ties:
        if doc.id == tie.child:
            say(f"    follows {view.documents[tie.parent].key}: {tie.kind} ({tie.evidence[:110]})")
            break
    for note in origin.garbled:
        if doc.key in note.split(":")[0].split(" / "):
            say(f"    garbled: {note}")


def _ties_of(claim: Claim, incident: Incident | None, view: View) -> list[str]:
    """The strongest link that holds a claim's report in its incident, or a person's decision, in one line."""
    if incident is None:
        return []
    mine = {c.id for c in view.claims.values() if c.doc_id == claim.doc_id}
    ties = [t for t in incident.links if {t.left, t.right} & mine and t.left in view.claims and t.right in view.claims]
    out = []
    for tie in sorted(ties, key=lambda t: -t.weight)[:1]:
        other = view.claims[tie.right if tie.left in mine else tie.left]
        why = sorted((f for f in tie.features if f.weight > 0), key=lambda f: -f.weight)[:3]
        reasons = ", ".join(f.name for f in why)
        out.append(f"with {view.documents[other.doc_id].key}: {tie.weight:+.1f} bits ({reasons})")
    out += [f"merged by decision {t.decided_by}" for t in incident.links if t.decided_by]
    return out


def run_totals(settings: Settings) -> None:
    """Print each running total with what the ledger's incidents add up to over the same scope."""
    from veye.flow.links import live_claims
    from veye.resolve import check_totals

    with open_ledger(settings) as ledger:
        view = ledger.view()
    gaps = check_totals(live_claims(view), view.incidents.values(), view.documents.values())
    for gap in gaps:
        doc = view.documents[gap.doc_id]
        span = f"{gap.since or 'the beginning'} to {gap.until or 'now'}"
        high = "more" if gap.high is None else gap.high
        summed = gap.low if gap.high == gap.low else f"{gap.low} to {high}"
        say(f"{gap.stated} {gap.who} {gap.what}  {doc.key} ({doc.source.name}, {doc.published or 'undated'})")
        say(f"  events of {span}: {summed} in {len(gap.incident_ids)} incidents; {gap.reason}: {gap.why}")
        if gap.revises:
            older = view.claims[gap.revises]
            say(f"  revises what {view.documents[older.doc_id].key} said")
    if not gaps:
        say("no running total of casualties stands in this ledger")


def run_incident(incident_id: str, settings: Settings) -> None:
    """Print one incident in full; InputError naming candidates where the id is unknown or fits several."""
    from veye.resolve import explain_incident

    with open_ledger(settings) as ledger:
        view = ledger.view()
    found = view.incident(incident_id)
    fitting = [found] if found else [i for i in view.incidents.values() if i.id.startswith(incident_id)]
    if len(fitting) != 1:
        some = ", ".join(i.id for i in fitting[:8])
        hint = (
            f"It fits: {some}." if fitting else "The ids stand in incidents.csv and in: veye ledger log --kind incident"
        )
        raise InputError(f"{len(fitting)} incidents fit '{incident_id}'", where=str(ledger_path(settings)), hint=hint)
    if fitting[0].id != incident_id and not fitting[0].id.startswith(incident_id):
        tell(f"{incident_id} was merged into {fitting[0].id}")
    say(explain_incident(fitting[0], view.claims, view.documents, view.origins))
