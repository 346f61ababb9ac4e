"""What is planned, was revised and came about: days to what is next, slippage, and the end of the mandate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from veye.measures.basis import Basis
from veye.measures.blank import Blank
from veye.measures.words import number, span
from veye.records import Claim, Figure, Milestone, When

PROFILE = "mission profile"


class Step(msgspec.Struct, frozen=True):
    """One dated statement about a milestone: what, which day or days, plan or fact, told when and by whom."""

    what: str
    name: str
    when: When
    status: str
    told: str
    said_by: str
    claim_id: str | None


def figures(basis: Basis) -> list[Figure]:
    """All steps in one table, days to the next, days to the mandate's end, slippage of what happens once."""
    steps = all_steps(basis)
    out = [_timeline(basis, steps), _next(basis, steps), _mandate(basis, steps), _elections(basis, steps)]
    return [*out, *_kept_dates(basis)]


def all_steps(basis: Basis) -> list[Step]:
    """Milestones of the profile and of the claims, by date; one a date, status and origin."""
    out = _known(basis)
    seen: set[tuple[str, str, str, str]] = set()
    for claim in sorted(basis.of(Milestone, planned=True), key=lambda c: (_told(basis, c), c.id)):
        said = claim.statement
        assert isinstance(said, Milestone)
        if claim.when is None or _told(basis, claim)[:10] > basis.on.isoformat():
            continue
        origin = basis.origin_of.get(claim.doc_id, claim.doc_id)
        days = f"{claim.when.earliest}/{claim.when.latest}"
        key = (said.what, days, f"{said.status} {claim.flags.planned}", origin)
        if key not in seen:
            seen.add(key)
            status = _status(basis, claim, said)
            name = said.detail or said.what
            out.append(Step(said.what, name, claim.when, status, _told(basis, claim), basis.said_by(claim), claim.id))
    return sorted(out, key=lambda s: (s.when.earliest, s.when.latest, s.what, s.status, s.told, s.name))


def _known(basis: Basis) -> list[Step]:
    """The profile's milestones as they stood on the day, plans told when the profile says that they were made.

    Of plans for an election that bear no such date only the first that has not lapsed: later ones revise it.
    """
    out = []
    for step in basis.mission.milestones:
        known = step.as_known(basis.on)
        if known is None:
            continue
        for iso, status, told in ((known.planned, "planned", known.known or ""), (known.actual, "done", "")):
            if iso:
                out.append(Step(known.what, known.name, When.from_iso(iso), status, told, PROFILE, None))
    polls = [s for s in out if s.what == "election" and s.status == "planned" and not s.told]
    ahead = sorted((s for s in polls if s.when.latest >= basis.on), key=lambda s: (s.when.earliest, s.when.latest))
    return [s for s in out if s not in ahead[1:]]


def _told(basis: Basis, claim: Claim) -> str:
    doc = basis.document.get(claim.doc_id)
    return (doc.published if doc else None) or ""


def _status(basis: Basis, claim: Claim, said: Milestone) -> str:
    """The claim's own status; without one, a day after the report is a plan and a day before it a fact."""
    if said.status != "unknown":
        return said.status
    published = basis.published.get(claim.doc_id)
    if claim.flags.planned or said.what == "mandate":
        return "planned"
    if published is None or claim.when is None:
        return "unknown"
    return "planned" if claim.when.earliest > published else "done"


def _inputs(steps: Sequence[Step]) -> list[str]:
    return [s.claim_id for s in steps if s.claim_id]


def _timeline(basis: Basis, steps: list[Step]) -> Figure:
    formula = "milestones of the profile and of the reports"
    return basis.blank("milestones", "timeline", "Dated milestones known", "statements", formula).counted(
        len(steps), claims=_inputs(steps), columns=("date", "what", "name", "status", "told", "who says it"),
        rows=tuple((s.when.days_told(), s.what, s.name, s.status, s.told, s.said_by) for s in steps),
    )  # fmt: skip


def _next(basis: Basis, steps: list[Step]) -> Figure:
    blank = basis.blank("milestones", "next", "Days to the next planned milestone", "days", "planned day - today")
    plans = [s for s in _current_plans(steps) if s.when.latest >= basis.on]
    ahead = sorted(plans, key=lambda s: (s.when.earliest, s.when.latest))
    if not ahead:
        return blank.refused("no planned milestone lies ahead")
    first = ahead[0]
    day = first.when.days_told()
    low, high = _days(basis.on, first.when)
    return blank.filled(
        low, low, high, interval="first to last day that the plan allows", shown=f"{day} - {basis.on}",
        claims=_inputs(ahead), notes=(f"{first.name[:1].upper()}{first.name[1:]}: {day}.",),
        columns=("date", "what", "name", "days", "who says it"),
        rows=tuple((s.when.days_told(), s.what, s.name, span(*_ends(basis.on, s.when)), s.said_by) for s in ahead),
    )  # fmt: skip


def _current_plans(steps: list[Step]) -> list[Step]:
    """Plans; of an election only those of the newest report, from the first round as it now stands."""
    plans = [s for s in steps if s.status in ("planned", "postponed", "discussed")]
    rounds = _rounds(steps)
    if not rounds:
        return [s for s in plans if s.what != "election"]
    now = rounds[-1]
    return [s for s in plans if s.what != "election" or (s.told == now.told and s.when.earliest >= now.when.earliest)]


def _days(on: date, when: When) -> tuple[float, float]:
    return float(max(0, (when.earliest - on).days)), float((when.latest - on).days)


def _ends(on: date, when: When) -> tuple[float, float, float]:
    low, high = _days(on, when)
    return low, low, high


def _mandate(basis: Basis, steps: list[Step]) -> Figure:
    """Days to the end of the mandate: the profile's end in force on the day, or a later one that reports give."""
    known = sorted(
        {s.when.latest for s in steps if s.what == "mandate" and s.said_by == PROFILE and s.when.latest >= basis.on}
    )
    stated = any(step.what == "mandate" for step in basis.mission.milestones)
    profile = known[0] if known else None if stated else basis.mission.mandate_end
    told = [s for s in steps if s.what == "mandate" and s.said_by != PROFILE and s.status != "discussed"]
    told = [s for s in told if s.when.latest >= basis.mission.mandate_start]
    blank = basis.blank("milestones", "mandate_end", "Days to the end of the mandate", "days", "end of mandate - today")
    if profile is None and not told:
        return blank.refused("neither the profile nor any report gives the end of the mandate")
    later = max(told, key=lambda s: (s.told, s.when.latest)) if told else None
    end = later.when if later and (profile is None or later.when.earliest > profile) else When.day(profile or date.min)
    low, high = float((end.earliest - basis.on).days), float((end.latest - basis.on).days)
    others = sorted({s.when.days_told() for s in told if not s.when.overlaps(end) and s.when.latest >= basis.on})
    notes = tuple(f"Reports also give {other}." for other in others)
    if high < 0:
        notes += (f"The mandate ended {number(-high)} days ago by what is held here.",)
    by_profile = ((profile.isoformat(), "planned", "", PROFILE),) if profile else ()
    return blank.filled(
        low, low, high, interval="first to last day that the source allows", shown=f"{end.days_told()} - {basis.on}",
        claims=_inputs(told), notes=notes, columns=("end", "status", "told", "who says it"),
        rows=(*by_profile, *((s.when.days_told(), s.status, s.told, s.said_by) for s in told)),
    )  # fmt: skip


def _elections(basis: Basis, steps: list[Step]) -> Figure:
    """Newest date of the election's first round minus the first date planned for it."""
    formula, params = "newest planned date - first planned date", (("what", "election"),)
    blank = basis.blank("milestones", "slippage_election", "Slippage of the election", "days", formula, params)
    order = _rounds(steps)
    if len({s.when.days_told() for s in order}) < 2:
        return blank.refused("fewer than two dates are told for the election")
    return _slip(
        blank, order[0].when, order[-1].when, claims=_inputs(order), columns=("told", "date", "status", "who says it"),
        rows=tuple((s.told, s.when.days_told(), s.status, s.said_by) for s in order),
    )  # fmt: skip


def _rounds(steps: list[Step]) -> list[Step]:
    """The first round of the election as it was planned, then as each report planned it, oldest first."""
    mine = [s for s in steps if s.what == "election" and s.status in ("planned", "postponed")]
    profile = sorted((s for s in mine if not s.told), key=lambda s: (s.when.earliest, s.when.latest))
    order = profile[:1]
    for told in sorted({s.told for s in mine if s.told}):
        ahead = [s for s in mine if s.told == told and s.when.latest.isoformat() >= told[:10]]
        before = order[-1] if order else None
        rounds = [s for s in mine if before and s.told == before.told]
        if (plan := _first_round(ahead, before, rounds)) is not None:
            order.append(plan)
    return order + [s for s in profile[1:] if s.when.earliest > order[-1].when.latest]


def _first_round(ahead: list[Step], before: Step | None, rounds: list[Step]) -> Step | None:
    """The first round that one report plans: its first date after the plan before, which it may name too.

    A later date that the plan before gave for a further round moves nothing. Where no later date is new, the plan
    stands if it is among the dates; else it was moved forward to the first.
    """
    by_date = sorted(ahead, key=lambda s: (s.when.earliest, s.when.latest))
    later = [
        s
        for s in by_date
        if before and s.when.earliest > before.when.latest and not any(s.when.overlaps(r.when) for r in rounds)
    ]
    same = [s for s in by_date if before is not None and s.when.overlaps(before.when)]
    return next(iter([*later, *same, *by_date]), None)


def _kept_dates(basis: Basis) -> list[Figure]:
    """For each milestone of the profile with a planned and an actual date: actual minus planned."""
    out = []
    for known in basis.mission.milestones:
        if not (known.planned and known.actual) or When.from_iso(known.actual).earliest > basis.on:
            continue
        params = (("what", known.what), ("name", known.name))
        blank = basis.blank("milestones", "slippage", f"Slippage: {known.name}", "days", "actual - planned", params)
        note = f"By the mission profile: {known.source.url}."
        out.append(_slip(blank, When.from_iso(known.planned), When.from_iso(known.actual), notes=(note,)))
    return out


def _slip(blank: Blank, first: When, last: When, **rest: Any) -> Figure:
    """Days from one date to another; low and high by the days that vaguer dates allow."""
    low, high = float((last.earliest - first.latest).days), float((last.latest - first.earliest).days)
    middle = float((last.earliest - first.earliest).days)
    return blank.filled(
        min(max(middle, low), high), low, high, interval="by the days that both dates allow",
        shown=f"{last.days_told()} - {first.days_told()}", **rest,
    )  # fmt: skip
