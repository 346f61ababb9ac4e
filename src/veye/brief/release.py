"""What may leave the house at which level: delay, coarse places, no small cells, no words on own forces.

internal: everything, names of persons masked. partner: own-force incidents after the mission's embargo, places no finer
than the mission's partner level, own-force claims without their words, protection failures as counts only. public: the
same with the public level, no words of any report (a sentence can name a place finer than its claim does): sources are
named by outlet, date and address. Counts of civilians below the smallest cell are suppressed, with enough other cells
that no suppressed one can be worked out from a total.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import msgspec

from veye.errors import InputError, did_you_mean
from veye.records import Claim, Figure, Gazetteer, Incident, Picture, Place, PlaceMention, Tally

LEVELS = ("internal", "partner", "public")
_DEPTH = {"country": 0, "admin1": 1, "admin2": 2, "admin3": 3, "admin4": 4}
_OWN = frozenset({"mission"})
_GUARDED = frozenset({"civilian", "mixed", "unknown"})


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
    claims = tuple(_coarse_claim(c, depth, gazetteer) for c in picture.claims if c.id not in held)
    live = {c.id for c in claims}
    incidents = [_coarse_incident(i, live, depth, gazetteer) for i in picture.incidents if set(i.claim_ids) & live]
    figures = [_plain(f) for f in picture.figures if not set(f.claim_ids) & held]
    withheld = tuple(sorted(c.id for c in claims if level == "public" or is_own_force(c)))
    if level == "public":
        incidents = suppress_small_cells(incidents, rules.public_minimum_cell)
        figures = [_without_small_cells(f, rules.public_minimum_cell) for f in figures]
    return msgspec.structs.replace(
        picture, claims=claims, incidents=tuple(incidents), figures=tuple(figures), withheld=withheld
    )


def is_own_force(claim: Claim) -> bool:
    """Whether a claim tells of the mission's own people, positions or equipment."""
    said = claim.statement
    if claim.type in ("equipment", "evacuation"):
        return True
    if claim.type == "casualty":
        return getattr(said, "who", None) in _OWN
    return claim.type == "attack" and bool(claim.place)


def _embargoed(picture: Picture) -> set[str]:
    """Ids of claims that tell of own-force incidents younger than the embargo, or undated and reported within it."""
    after = picture.on - timedelta(hours=picture.mission.release.embargo_hours)
    published = {d.id: d.published_day for d in picture.documents}
    held = set()
    own_incidents = {c for i in picture.incidents if any(t.who in _OWN for t in i.tallies) for c in i.claim_ids}
    for claim in picture.claims:
        if not is_own_force(claim) and claim.id not in own_incidents:
            continue
        day = claim.when.latest if claim.when and claim.when.days <= 7 else published.get(claim.doc_id)
        if day is None or day > after:
            held.add(claim.id)
    return held


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


def _coarse_claim(claim: Claim, depth: int, gazetteer: Gazetteer) -> Claim:
    return msgspec.structs.replace(claim, place=_coarse_mention(claim.place, depth, gazetteer))


def _coarse_incident(incident: Incident, live: set[str], depth: int, gazetteer: Gazetteer) -> Incident:
    place = _coarse_mention(incident.place, depth, gazetteer)
    tallies = []
    for tally in incident.tallies:
        values = tuple(v for v in tally.values if v.claim_id in live)
        if values:
            tallies.append(msgspec.structs.replace(tally, values=values))
    where = f" in {place.words}" if place else ""
    return msgspec.structs.replace(
        incident,
        title=f"{(incident.mode or incident.kind).capitalize()}{where}",
        place=place,
        claim_ids=tuple(c for c in incident.claim_ids if c in live),
        recalled_ids=tuple(c for c in incident.recalled_ids if c in live),
        tallies=tuple(tallies),
        statuses=tuple(s for s in incident.statuses if s.claim_id in live),
        links=(),
    )


def suppress_small_cells(incidents: list[Incident], smallest: int) -> list[Incident]:
    """Incidents without tallies of civilians below `smallest`, and without as many more as keep those from being had.

    Secondary suppression: where in a group and outcome a single cell would be missing, its sum could be had from a
    published total; then the next smallest cell goes too.
    """
    cells: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for i, incident in enumerate(incidents):
        for j, tally in enumerate(incident.tallies):
            if tally.who in _GUARDED and tally.best is not None:
                cells[tally.who, tally.what].append((tally.best, i, j))
    gone: set[tuple[int, int]] = set()
    for group in cells.values():
        small = [c for c in group if c[0] < smallest]
        rest = sorted(c for c in group if c[0] >= smallest)
        if len(small) == 1 and rest:
            small.append(rest[0])
        gone |= {(i, j) for _, i, j in small}
    out = []
    for i, incident in enumerate(incidents):
        kept = tuple(t for j, t in enumerate(incident.tallies) if (i, j) not in gone and _large_enough(t, smallest))
        out.append(msgspec.structs.replace(incident, tallies=kept))
    return out


def _large_enough(tally: Tally, smallest: int) -> bool:
    """Whether no reported value of a guarded tally is a small cell by itself."""
    if tally.who not in _GUARDED:
        return True
    return all((v.count.best or smallest) >= smallest for v in tally.values)


def _plain(figure: Figure) -> Figure:
    """The figure without the rows of sensitive detail: where protection failed leaves only as a count."""
    return msgspec.structs.replace(figure, rows=(), columns=()) if figure.sensitive else figure


def _without_small_cells(figure: Figure, smallest: int) -> Figure:
    """The figure without its table, and without its value where that is a small count of civilians."""
    civilian = figure.measure == "harm" or "civilian" in figure.label.lower()
    if civilian and figure.unit == "persons" and figure.value is not None and 0 < figure.value < smallest:
        return msgspec.structs.replace(
            figure, value=None, low=None, high=None, rows=(), columns=(), refused=f"fewer than {smallest}: not released"
        )
    if figure.measure == "scorecard":
        return msgspec.structs.replace(figure, rows=tuple(r for r in figure.rows if not _small(r, figure, smallest)))
    keep_rows = figure.measure in ("force", "milestones")
    return figure if keep_rows else msgspec.structs.replace(figure, rows=(), columns=())


def _small(row: tuple[Any, ...], figure: Figure, smallest: int) -> bool:
    """Whether a line of the scorecard counts fewer civilians than may be released."""
    cells = {name: str(cell) for name, cell in zip(figure.columns, row, strict=True)}
    value = cells.get("value", "").replace(",", "")
    about_civilians = any(w in cells.get("indicator", "").lower() for w in ("civilian", "people"))
    return about_civilians and cells.get("unit") == "persons" and value.isdigit() and 0 < int(value) < smallest
