"""An evidence pack on one question: what happened, who said so, what speaks against it, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from veye.brief import wording
from veye.brief.cite import Citations, gate, sentence_bounds
from veye.brief.desk import OUTCOMES, Desk, newest, said_by, teller, tolls, two_fates, where
from veye.brief.gist import gist, things
from veye.brief.model import Brief, Section, Sentence, Table
from veye.brief.names import mask_for
from veye.errors import InputError
from veye.records import Casualty, Claim, Document, Figure, Incident, Picture, fold

_MOST = 60  # claims quoted; the rest are counted
_SHORT = frozenset(
    {"the", "of", "and", "in", "on", "for", "to", "a", "de", "la", "le", "les", "el", "los", "is", "was"}
)


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that a question may use, and the claims and measures that bear on it."""

    words: tuple[str, ...]
    claims: tuple[str, ...]
    measures: tuple[str, ...]
    gear: bool = False


@cache
def topics() -> dict[str, Topic]:
    """The topics that questions are matched with."""
    text = (files("veye.brief") / "topics.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, Topic])


def make_dossier(picture: Picture, question: str, *, since: date | None = None, level: str = "internal") -> Brief:
    """The dossier on a question, as a brief of its own sections; InputError where nothing held here bears on it.

    A claim bears on the question where its type belongs to a topic that the question names, or where its own sentence
    holds one of the question's words. `since` leaves out what is older, by the day of the claim or else of its report.
    """
    asked = [w for w in fold(question).split() if w not in _SHORT]
    if not asked:
        raise InputError("the question has no words", where="dossier", hint='Ask e.g. "protective equipment".')
    named = [t for t in topics().values() if set(t.words) & set(asked)]
    documents = {d.id: d for d in picture.documents}
    bearing = [
        c for c in picture.claims if _bears(c, documents[c.doc_id], asked, named) and _is_since(c, documents, since)
    ]
    if not bearing:
        hint = f"Topics it knows: {', '.join(topics())}. Or use a word that stands in the reports."
        raise InputError(f"nothing held here bears on '{question}'", where="dossier", hint=hint)
    citations = Citations(picture, mask=mask_for(picture))
    desk = Desk.of(picture, citations)
    ids = {c.id for c in bearing}
    figures = [f for f in picture.figures if any(f.measure in t.measures for t in named) or _rests_on(f, ids)]
    sections = (
        _question(question, bearing, documents, since, desk),
        _incidents(bearing, desk),
        _told(bearing, desk),
        _figures(figures, desk),
        _contrary(bearing, desk),
        _unknown(figures),
    )
    gate(sections, citations.all(), picture)
    return Brief(
        title=f"Dossier: {question}",
        header=(f"{picture.mission.title}", f"as of {wording.day(picture.on)}"),
        sections=sections,
        citations=citations.all(),
        level=level,
        on=picture.on.isoformat(),
        state=picture.state,
        mission_id=picture.mission.id,
        reports=len({c.doc_id for c in bearing}),
        origins=len(picture.origins),
    )


def _bears(claim: Claim, doc: Document, asked: Sequence[str], named: Sequence[Topic]) -> bool:
    if any(claim.type in t.claims for t in named):
        return True
    said = claim.statement
    if any(t.gear for t in named) and isinstance(said, Casualty) and said.gear:
        return True
    if named or claim.span is None:
        return False
    begin, end = sentence_bounds(doc.text, claim.span.start, claim.span.end)
    return bool(set(fold(doc.text[begin:end]).split()) & set(asked))


def _rests_on(figure: Figure, ids: set[str]) -> bool:
    """Whether at least half of a figure's claims bear on the question: with fewer it speaks of other things."""
    return bool(figure.claim_ids) and 2 * len(ids & set(figure.claim_ids)) >= len(figure.claim_ids)


def _is_since(claim: Claim, documents: dict[str, Document], since: date | None) -> bool:
    day = claim.when.latest if claim.when else documents[claim.doc_id].published_day
    return since is None or day is None or day >= since


def _question(
    question: str, bearing: Sequence[Claim], documents: dict[str, Document], since: date | None, desk: Desk
) -> Section:
    reports = {c.doc_id for c in bearing}
    origins = [o for o in desk.picture.origins if set(o.doc_ids) & reports]
    outlets = {documents[d].source.name for d in reports}
    text = (
        f"{len(bearing)} claims bear on “{question}”, in {len(reports)} reports by {len(outlets)} outlets; "
        f"they rest on {len(origins)} independent origins."
    )
    if since:
        text += f" Older than {wording.day(since)} is left out."
    return Section("question", "The question", ((Sentence(text, tone="method"),),))


def _incidents(bearing: Sequence[Claim], desk: Desk) -> Section:
    ids = {c.id for c in bearing}
    touched = [i for i in desk.picture.incidents if ids & set(i.claim_ids)]
    touched.sort(key=lambda i: i.when.earliest if i.when else date.min)
    paragraphs = tuple((_incident(i, ids, desk),) for i in touched)
    nothing = (Sentence("No incident held here bears on it.", tone="method"),)
    return Section("incidents", "What happened, in order", paragraphs or (nothing,))


def _incident(incident: Incident, ids: set[str], desk: Desk) -> Sentence:
    lead = wording.when(incident.when) or "on a day that no report states"
    people = [t for t in incident.tallies if t.what in OUTCOMES]
    items = [t for t in incident.tallies if t not in people]
    parts = [tolls(people, two_fates=two_fates(incident, desk))] if people else []
    parts += [things(wording.span(t.low, t.best, t.high), t.who, t.what) for t in items]
    what = "; ".join(parts) or (incident.mode or incident.kind)
    cited = [c for c in desk.live(incident.claim_ids) if c in ids or people]
    return desk.say(f"{lead}{where(incident)}: {what} ({incident.grade}).", cited)


def _told(bearing: Sequence[Claim], desk: Desk) -> Section:
    documents = desk.documents()
    rows, cites = [], []
    for claim in newest(list(bearing), desk)[:_MOST]:
        doc = documents[claim.doc_id]
        when = wording.when(claim.when, preposition=False) or f"told {wording.iso_day(doc.published)}"
        rows.append((when, claim.type, gist(claim), teller(claim, desk), _standing(claim)))
        cites.append(desk.citations.cite([claim])[0])
    more = len(bearing) - len(rows)
    note = f"{more} further claims are in claims.jsonl." if more > 0 else "The words themselves stand under Sources."
    table = Table(
        "Claims, newest first", ("when", "kind", "what", "who says it", "standing"), tuple(rows), tuple(cites), note
    )
    return Section("told", "Who said what", (), (table,))


def _standing(claim: Claim) -> str:
    flags = claim.flags
    names = ("cumulative", "backref", "hedged", "denied", "planned")
    words = {"backref": "recalled", "cumulative": "running total", "hedged": "unconfirmed"}
    return ", ".join(words.get(n, n) for n in names if getattr(flags, n)) or "stated"


def _figures(figures: Sequence[Figure], desk: Desk) -> Section:
    rows, cites = [], []
    for figure in figures:
        if figure.refused or figure.value is None or not desk.live(figure.claim_ids):
            continue
        rows.append((figure.label, _number(figure.value), _range(figure), figure.unit, figure.interval or ""))
        cites.append(desk.citations.cite(desk.live(figure.claim_ids))[0])
    columns = ("figure", "value", "range", "unit", "what the range is")
    tables = (Table("Figures", columns, tuple(rows), tuple(cites)),) if rows else ()
    return Section("figures", "What it adds up to", (), tables)


def _range(figure: Figure) -> str:
    if figure.low == figure.high:
        return ""
    if figure.high is None or figure.low is None:
        return f"at least {_number(figure.low or 0)}" if figure.high is None else f"up to {_number(figure.high)}"
    return f"{_number(figure.low)} to {_number(figure.high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3g}"


def _contrary(bearing: Sequence[Claim], desk: Desk) -> Section:
    ids = {c.id for c in bearing}
    out = []
    for incident in desk.picture.incidents:
        for tally in incident.tallies:
            if tally.contested and ids & {v.claim_id for v in tally.values}:
                what = f"{tally.who.replace('_', ' ')} {tally.what}"
                text = f"{incident.title} — {what}: {said_by(tally, desk)}."
                out.append((desk.say(text, desk.tally_claims(tally), tone="caution"),))
    doubted = [c for c in bearing if c.flags.hedged or c.flags.denied]
    if doubted:
        text = f"{wording.number(len(doubted))} claims are one side's word, unconfirmed or denied."
        out.append((desk.say(text, doubted),))
    if not out:
        out = [
            (
                Sentence(
                    "No report held here contradicts another on this; that is not proof that they are right.",
                    tone="method",
                ),
            )
        ]
    return Section("contrary", "What speaks against it", tuple(out))


def _unknown(figures: Sequence[Figure]) -> Section:
    refused = dict.fromkeys(f"{f.label}: {f.refused}." for f in figures if f.refused)
    paragraphs = tuple((Sentence(text, tone="method"),) for text in list(refused)[:12])
    return Section("unknown", "What is not known", paragraphs or ((Sentence("Nothing was refused.", tone="method"),),))
