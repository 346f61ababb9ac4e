"""Which shares of places, and which places, parties are said to hold: claims side by side, never measurements."""

from __future__ import annotations

from collections import defaultdict

from veye.measures.basis import Basis
from veye.measures.harm import UNKNOWN, side
from veye.measures.observations import Ends, Observation, newest
from veye.measures.words import number, span
from veye.records import Claim, Control, Figure, fold

RECENT_DAYS = 365
NO_METHOD = "These are claims: no report held here tells how the share was worked out."


def figures(basis: Basis) -> list[Figure]:
    """The newest share claimed of each place and side, all of the last year beside it; and places said to be held."""
    shares: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in basis.of(Control):
        if _said(claim).share_percent is not None:
            shares[_side(basis, claim), _place(claim)[0]].append(claim)
    out = [figure for key in sorted(shares) if (figure := _share(basis, key[0], shares[key]))]
    blank = basis.blank("control", "share_held", "Share of a place said to be held", "%", "newest share claimed")
    return [*(out or [blank.refused("no report gives a share of a place that a party holds")]), _held(basis)]


def _said(claim: Claim) -> Control:
    assert isinstance(claim.statement, Control)
    return claim.statement


def _side(basis: Basis, claim: Claim) -> str:
    return side(basis, _said(claim).actor) or _said(claim).actor or UNKNOWN


def _place(claim: Claim) -> tuple[str, str]:
    """The key and name of the place that a claim is about."""
    if claim.place is None:
        return "", "a place not stated"
    return (
        (claim.place.place.id, claim.place.place.name)
        if claim.place.place
        else (fold(claim.place.words), claim.place.words)
    )


def _ends(claim: Claim) -> Ends:
    return _said(claim).share_percent, _said(claim).share_percent


def _share(basis: Basis, holder: str, claims: list[Claim]) -> Figure | None:
    seen = basis.observations(claims, _ends)
    if not seen:
        return None
    last, recent = newest(seen), newest(seen, within_days=RECENT_DAYS)
    place = _place(claims[0])[1]
    spread, told = basis.spread(last), basis.spread(recent)
    values = sorted({o.best for o in recent})
    notes = [NO_METHOD]
    if len(values) > 1:
        notes.append(f"Claims of the last year give {', '.join(number(v) for v in values)} %.")
    params = (("holder", holder), ("place", place))
    blank = basis.blank(
        "control", "share_held", f"Share of {place} said to be held by {holder}", "%", "newest share claimed", params
    )
    return blank.filled(
        spread.best, told.low, told.top, interval="lowest and highest claimed in the year before the newest claim",
        contested=len(values) > 1, claims=told.claim_ids, notes=tuple(notes),
        columns=("as of", "who says it", "share, %", "origin"), rows=tuple(_row(o) for o in seen),
    )  # fmt: skip


def _row(value: Observation) -> tuple[str, ...]:
    return (value.day.isoformat(), value.said_by, span(value.low, value.best, value.high), value.origin_id)


def _held(basis: Basis) -> Figure:
    """Places said to be held without a share: the newest holder named for each."""
    formula = "places of which a report says that a party holds them"
    blank = basis.blank("control", "places_held", "Places said to be held by a party", "places", formula)
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in basis.of(Control):
        day = basis.day_of(claim)
        if _said(claim).share_percent is None and claim.place is not None and day is not None and day <= basis.on:
            told[_place(claim)[0]].append(claim)
    rows: list[tuple[str, ...]] = []
    used: list[str] = []
    for _, claims in sorted(told.items()):
        ordered = sorted(claims, key=lambda c: (basis.day_of(c) or basis.on, c.id))
        holders = sorted({_side(basis, c) for c in claims})
        day = basis.day_of(ordered[-1])
        rows.append((_place(ordered[-1])[1], " or ".join(holders), str(day), basis.said_by(ordered[-1])))
        used += [c.id for c in claims]
    columns = ("place", "said to be held by", "last told", "who says it")
    contested = any(" or " in row[1] for row in rows)
    return blank.counted(
        len(rows),
        claims=used,
        contested=contested,
        columns=columns,
        rows=tuple(rows),
        notes=(NO_METHOD,) if rows else (),
    )
