"""`veye why` and `veye without`."""

from __future__ import annotations

from datetime import UTC, datetime

from veye.cli.briefs import need_mission, parse_day
from veye.cli.ledgers import ledger_path, open_ledger
from veye.cli.talk import say
from veye.errors import InputError, did_you_mean
from veye.flow.picture import make_picture, without
from veye.flow.reading import Kit
from veye.records import Figure, Picture
from veye.settings import Settings


def run_why(name: str, on: str | None, settings: Settings) -> None:
    """Print a figure's formula, inputs and the words they rest on."""
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    with open_ledger(settings) as ledger:
        picture = make_picture(ledger.view(), kit, on=parse_day(on))
    for figure in _find(picture, name):
        _explain(figure, picture)


def _find(picture: Picture, name: str) -> list[Figure]:
    found = [f for f in picture.figures if name in (f.id, f"{f.measure}.{f.name}", f.measure)]
    if not found:
        known = tuple(sorted({f"{f.measure}.{f.name}" for f in picture.figures}))
        raise InputError(f"no figure '{name}'", where="veye why", hint=did_you_mean(name, known))
    return found


def value_words(figure: Figure) -> str:
    """The figure's value with its interval, or the reason why there is none."""
    if figure.refused:
        return f"refused: {figure.refused}"
    if figure.value is None and figure.low is None and figure.high is None:
        return f"{len(figure.rows)} rows" if figure.rows else "no value"
    value = "" if figure.value is None else f"{figure.value:,.4g}"
    if figure.low is not None or figure.high is not None:
        ends = ["?" if v is None else f"{v:,.4g}" for v in (figure.low, figure.high)]
        value += f" [{ends[0]}–{ends[1]}]"
    return f"{value} {figure.unit}".strip() + (f"  ({figure.interval})" if figure.interval else "")


def _explain(figure: Figure, picture: Picture) -> None:
    say(f"{figure.measure}.{figure.name}  {figure.id}")
    say(f"  {figure.label}: {value_words(figure)}")
    say(f"  method: {figure.method}")
    for name, value in figure.params:
        say(f"  {name}: {value}")
    for note in figure.notes:
        say(f"  note: {note}")
    if figure.columns:
        say("  " + " | ".join(figure.columns))
        for row in figure.rows:
            say("  " + " | ".join("" if cell is None else str(cell) for cell in row))
    claims = {c.id: c for c in picture.claims}
    documents = {d.id: d for d in picture.documents}
    for claim_id in figure.claim_ids:
        claim = claims.get(claim_id)
        if claim:
            doc = documents[claim.doc_id]
            words = f"“{claim.span.quote}”" if claim.span else "row"
            weakest = "  <- weakest evidence" if claim_id == figure.weakest else ""
            say(f"  {claim_id}  {doc.key}, {doc.source.name}, {doc.published or 'undated'}: {words}{weakest}")
    say("")


def run_without(source: str, on: str | None, settings: Settings) -> None:
    """Print each figure that changes without the source, before and after."""
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    with open_ledger(settings) as ledger:
        view = ledger.view()
    outlets = {d.source.name for d in view.documents.values()}
    names = outlets | {n for d in view.documents.values() for n in (d.id, d.key)} | set(view.claims)
    labels = {o.label for o in view.origins.values()}
    if source not in names | labels | set(view.origins):
        hint = did_you_mean(source, tuple(outlets | labels))
        raise InputError(f"no source '{source}'", where=str(ledger_path(settings)), hint=hint)
    day = parse_day(on)
    before = make_picture(view, kit, on=day)
    after = make_picture(without(view, source, kit, at=datetime.now(UTC)), kit, on=before.on)
    changed = 0
    index = {(f.measure, f.name, f.params, f.label): f for f in after.figures}
    for figure in before.figures:
        other = index.get((figure.measure, figure.name, figure.params, figure.label))
        was, now = value_words(figure), value_words(other) if other else "gone"
        if was != now or (other and other.rows != figure.rows):
            changed += 1
            told = f"{was} -> {now}" if was != now else f"{was}, other rows"
            say(f"{figure.measure}.{figure.name} — {figure.label}: {told}")
    gone = len(before.claims) - len(after.claims)
    say(f"without {source}: {gone} claims fall away, {changed} of {len(before.figures)} figures change")
