"""What may leave the house at which level: delay, coarse places, no small cells, no words on own forces.

internal: everything, names of persons masked. partner: own-force incidents after the mission's embargo, places no finer
than the mission's partner level, protection failures as counts only; words stay unless they tell of own forces or stand
in a sentence that does, or that names a finer place. public: the same with the public level and no words of any report:
sources are named by outlet, date and address. Counts of civilians below the smallest cell are suppressed in incidents,
claims and figures, with enough other cells that no suppressed one can be worked out from a total.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from veye.brief.cite import sentence_bounds
from veye.brief.small_cells import suppress_small_cells, without_small_cells, without_small_counts
from veye.errors import InputError, did_you_mean
from veye.records import (
    Claim,
    Count,
    Document,
    Evidence,
    Figure,
    Gazetteer,
    Incident,
    Picture,
    Place,
    PlaceMention,
    Row,
    Series,
    Span,
)

LEVELS = ("internal", "partner", "public")
_DEPTH = {"country": 0, "admin1": 1, "admin2": 2, "admin3": 3, "admin4": 4}
_OWN = frozenset({"mission"})


def release(picture: Picture, level: str, gazetteer: Gazetteer) -> Picture:
    """The picture as it may be shown at a level; InputError for a level that is not known.

    Claims keep their ids, so that a released figure can be traced by those who hold the ledger.
    """
    if level not in LEVELS:
        raise InputError(f"no release level '{level}'", where="--release", hint=did_you_mean(level, LEVELS))
    if level == "internal":
        return picture
    rules = picture.mission.release
    depth = rules.partner_admin_level if level == "partner" else rules.public_admin_level
    held = _embargoed(picture)
    telling = _telling(picture, depth) if level == "partner" else {c.id for c in picture.claims}
    claims = [_plain_claim(c, depth, gazetteer, told=c.id in telling) for c in picture.claims if c.id not in held]
    live = {c.id for c in claims}
    told = level == "public"
    incidents = [
        _plain_incident(i, live, depth, gazetteer, told=told) for i in picture.incidents if set(i.claim_ids) & live
    ]
    figures = [_plain(f) for f in picture.figures if not set(f.claim_ids) & held]
    if level == "public":
        shown = suppress_small_cells(incidents, rules.public_minimum_cell)
        claims = without_small_counts(claims, incidents, shown, rules.public_minimum_cell)
        incidents = shown
        figures = [without_small_cells(f, rules.public_minimum_cell) for f in figures]
    documents, set_aside = (
        tuple(_untitled(d, text="" if told else d.text) for d in docs)
        for docs in (picture.documents, picture.set_aside)
    )
    return msgspec.structs.replace(
        picture,
        documents=documents,
        set_aside=set_aside,
        claims=tuple(claims),
        incidents=tuple(incidents),
        figures=tuple(figures),
        series=tuple(s for series in picture.series if (s := _live_points(series, live))),
        withheld=tuple(sorted(live & telling)),
    )


def _telling(picture: Picture, depth: int) -> set[str]:
    """Claims whose words stay in the house: of own forces, or in a sentence with such a claim or with a finer place."""
    mentions = [c.place for c in picture.claims if c.place] + [i.place for i in picture.incidents if i.place]
    fine = {
        name
        for m in mentions
        if m.place is None or _DEPTH.get(m.place.kind, 9) > depth
        for name in (m.words, m.place.name if m.place else m.words)
    }
    documents = {d.id: d for d in (*picture.documents, *picture.set_aside)}
    sentence = {c.id: _sentence(c, documents) for c in picture.claims}
    own = {c.id for c in picture.claims if is_own_force(c)}
    guarded = {sentence[i] for i in own}
    return own | {i for i, at in sentence.items() if at in guarded or any(name in at[2] for name in fine)}


def _sentence(claim: Claim, documents: dict[str, Document]) -> tuple[str, int, str]:
    """Document, begin and words of the sentence of a claim; of a row its cells."""
    if claim.span is None:
        cells = "; ".join(str(value) for _, value in claim.row.cells) if claim.row else ""
        return (claim.doc_id, -1, cells)
    text = documents[claim.doc_id].text
    begin, end = sentence_bounds(text, claim.span.start, claim.span.end)
    return (claim.doc_id, begin, text[begin:end])


def is_own_force(claim: Claim) -> bool:
    """Whether a claim tells of the mission's own people, positions or equipment."""
    said = claim.statement
    if claim.type in ("equipment", "evacuation"):
        return True
    if claim.type == "casualty":
        return getattr(said, "who", None) in _OWN
    return claim.type == "attack" and bool(claim.place)


def _embargoed(picture: Picture) -> set[str]:
    """Ids of claims that tell of own-force incidents younger than the embargo, or undated and reported within it.

    Of an incident of own forces all claims are held together, by its day: one that is let out would tell of the rest.
    """
    after = picture.on - timedelta(hours=picture.mission.release.embargo_hours)
    published = {d.id: d.published_day for d in picture.documents}
    own = {c.id for c in picture.claims if is_own_force(c)}
    struck = {c.id for c in picture.claims if c.id in own and c.type != "attack"}
    day: dict[str, date | None] = {
        c.id: c.when.latest if c.when and c.when.days <= 7 else published.get(c.doc_id) for c in picture.claims
    }
    for incident in picture.incidents:
        if struck & set(incident.claim_ids) or any(t.who in _OWN for t in incident.tallies):
            own |= set(incident.claim_ids)
            if incident.when and incident.when.days <= 7:
                day |= dict.fromkeys(incident.claim_ids, incident.when.latest)
    return {i for i in own if (told := day.get(i)) is None or told > after}


def coarse(place: Place, depth: int, gazetteer: Gazetteer) -> Place | None:
    """The smallest place of at most that administrative depth that contains `place`; None where there is none."""
    for candidate in (place, *(p for i in place.parents if (p := gazetteer.get(i)))):
        if candidate.kind in _DEPTH and _DEPTH[candidate.kind] <= depth:
            return candidate
    return None


def _coarse_mention(mention: PlaceMention | None, depth: int, gazetteer: Gazetteer) -> PlaceMention | None:
    if mention is None or mention.place is None:
        return None
    place = coarse(mention.place, depth, gazetteer)
    return PlaceMention(place.name, place) if place else None


_WORDS = ("who_detail", "target", "reason", "origin", "destination", "purpose", "detail")


def _plain_claim(claim: Claim, depth: int, gazetteer: Gazetteer, *, told: bool) -> Claim:
    """The claim with a coarser place and, where `told`, without any words of its report: they stay in the house."""
    place = _coarse_mention(claim.place, depth, gazetteer)
    if not told:
        return msgspec.structs.replace(claim, place=place, disputed=())
    said = claim.statement
    bare: dict[str, Any] = {n: None for n in _WORDS if n in said.__struct_fields__}
    if isinstance(count := getattr(said, "count", None), Count):
        bare["count"] = Count(count.low, count.high)
    return msgspec.structs.replace(
        claim,
        statement=msgspec.structs.replace(said, **bare),
        evidence=tuple(_mute(e) for e in claim.evidence),
        place=place,
        attribution=None,
        disputed=(),
    )


def _mute(evidence: Evidence) -> Evidence:
    """Where the claim stands, without the words or cells that stand there."""
    if isinstance(evidence, Row):
        return msgspec.structs.replace(evidence, cells=())
    return Span(evidence.doc_id, evidence.start, evidence.end, "·" * len(evidence.quote))


def _plain_incident(incident: Incident, live: set[str], depth: int, gazetteer: Gazetteer, *, told: bool) -> Incident:
    """The incident of the live claims alone, with a coarser place; where `told`, without targets and speakers."""
    place = _coarse_mention(incident.place, depth, gazetteer)
    tallies = []
    for tally in incident.tallies:
        values = tuple(v for v in tally.values if v.claim_id in live)
        if told:
            values = tuple(msgspec.structs.replace(v, said_by=None) for v in values)
        if len(values) == len(tally.values):  # else its best value may rest on what is held back
            tallies.append(msgspec.structs.replace(tally, values=values))
    where = f" in {place.words}" if place else ""
    return msgspec.structs.replace(
        incident,
        title=f"{(incident.mode or incident.kind).capitalize()}{where}",
        place=place,
        targets=() if told else incident.targets,
        claim_ids=tuple(c for c in incident.claim_ids if c in live),
        recalled_ids=tuple(c for c in incident.recalled_ids if c in live),
        tallies=tuple(tallies),
        statuses=tuple(s for s in incident.statuses if s.claim_id in live),
        links=(),
    )


def _live_points(series: Series, live: set[str]) -> Series | None:
    """The series without points that rest on what is held back; None where none is left."""
    points = tuple(p for p in series.points if set(p.claim_ids) <= live)
    return msgspec.structs.replace(series, points=points) if points else None


def _untitled(doc: Document, *, text: str) -> Document:
    """The report by outlet, date, language and address: its title and the name of its file can name a finer place."""
    return msgspec.structs.replace(doc, text=text, title=None, key=doc.id, origin_hint=None)


def _plain(figure: Figure) -> Figure:
    """The figure without the rows of sensitive detail: where protection failed leaves only as a count."""
    return msgspec.structs.replace(figure, rows=(), columns=()) if figure.sensitive else figure
