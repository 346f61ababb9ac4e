"""What is planned, was revised and came about: days to what is next, slippage, and the end of the mandate."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import msgspec

from veye.measures.basis import Basis, number
from veye.records import Claim, Figure, Milestone, When

ONE_OFF = ("election", "transition", "withdrawal")


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
    return [
        _timeline(basis, steps),
        _next(basis, steps),
        _mandate(basis, steps),
        *(_slippage(basis, steps, w) for w in ONE_OFF),
    ]


def all_steps(basis: Basis) -> list[Step]:
    """Milestones of the profile and of the claims, by date; one a date, status and origin."""
    out = []
    for known in basis.mission.milestones:
        for iso, status in ((known.planned, "planned"), (known.actual, "done")):
            if iso:
                out.append(Step(known.what, known.name, When.from_iso(iso), status, "", "mission profile", None))
    seen: set[tuple[str, str, str, str]] = set()
    for claim in sorted(basis.of(Milestone, planned=True), key=lambda c: (_told(basis, c), c.id)):
        said = claim.statement
        assert isinstance(said, Milestone)
        if claim.when is None:
            continue
        status = _status(basis, claim, said)
        origin = basis.origin_of.get(claim.doc_id, claim.doc_id)
        key = (said.what, f"{claim.when.earliest}/{claim.when.latest}", status, origin)
        if key not in seen:
            seen.add(key)
            name = said.detail or said.what
            out.append(Step(said.what, name, claim.when, status, _told(basis, claim), basis.said_by(claim), claim.id))
    return sorted(out, key=lambda s: (s.when.earliest, s.when.latest, s.what, s.status, s.told, s.name))


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


def _date(when: When) -> str:
    return when.iso() or f"{when.earliest} to {when.latest}"


def _timeline(basis: Basis, steps: list[Step]) -> Figure:
    count = float(len(steps))
    return basis.figure(
        "milestones",
        "timeline",
        label="Dated milestones known",
        unit="statements",
        method="milestones of the profile and of the reports",
        value=count,
        low=count,
        high=count,
        interval="count",
        claims=[s.claim_id for s in steps if s.claim_id],
        columns=("date", "what", "name", "status", "told", "who says it"),
        rows=tuple((_date(s.when), s.what, s.name, s.status, s.told, s.said_by) for s in steps),
    )


def _next(basis: Basis, steps: list[Step]) -> Figure:
    ahead = sorted(
        (s for s in _current_plans(steps) if s.when.latest >= basis.on), key=lambda s: (s.when.earliest, s.when.latest)
    )
    common: dict[str, Any] = {"label": "Days to the next planned milestone", "unit": "days"}
    if not ahead:
        return basis.figure(
            "milestones", "next", **common, method="planned day - today", refused="no planned milestone lies ahead"
        )
    first = ahead[0]
    low, high = _days(basis.on, first.when)
    return basis.figure(
        "milestones",
        "next",
        **common,
        method=f"{_date(first.when)} - {basis.on}",
        value=low,
        low=low,
        high=high,
        interval="first to last day that the plan allows",
        claims=[s.claim_id for s in ahead if s.claim_id],
        notes=(f"{first.name.capitalize()}: {_date(first.when)}.",),
        columns=("date", "what", "name", "days", "who says it"),
        rows=tuple((_date(s.when), s.what, s.name, _range(*_days(basis.on, s.when)), s.said_by) for s in ahead),
    )


def _current_plans(steps: list[Step]) -> list[Step]:
    """Plans that no later report of the same one-off milestone replaced."""
    plans = [s for s in steps if s.status in ("planned", "postponed", "discussed")]
    last = {what: max((s.told for s in plans if s.what == what), default="") for what in ONE_OFF}
    return [s for s in plans if s.what not in ONE_OFF or s.told == last[s.what] or not s.told]


def _days(on: date, when: When) -> tuple[float, float]:
    return float(max(0, (when.earliest - on).days)), float((when.latest - on).days)


def _range(low: float, high: float) -> str:
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _mandate(basis: Basis, steps: list[Step]) -> Figure:
    """Days to the end of the mandate. The profile's end, or the latest that reports give, whichever is later told."""
    told = [s for s in steps if s.what == "mandate" and s.when.latest >= basis.mission.mandate_start]
    profile = basis.mission.mandate_end
    common: dict[str, Any] = {"label": "Days to the end of the mandate", "unit": "days"}
    ends = ([When.day(profile)] if profile else []) + [s.when for s in told]
    if not ends:
        return basis.figure(
            "milestones",
            "mandate_end",
            **common,
            method="end of mandate - today",
            refused="neither the profile nor any report gives the end of the mandate",
        )
    newest = max(told, key=lambda s: s.told) if told else None
    end = When.day(profile) if profile else newest.when if newest else ends[-1]
    low, high = float((end.earliest - basis.on).days), float((end.latest - basis.on).days)
    others = sorted({_date(s.when) for s in told} - {_date(end)})
    notes = tuple(f"Reports also give {other}." for other in others)
    if high < 0:
        notes += (f"The mandate ended {number(-high)} days ago by what is held here.",)
    return basis.figure(
        "milestones",
        "mandate_end",
        **common,
        method=f"{_date(end)} - {basis.on}",
        value=low,
        low=low,
        high=high,
        interval="first to last day that the source allows",
        claims=[s.claim_id for s in told if s.claim_id],
        notes=notes,
        columns=("end", "status", "told", "who says it"),
        rows=(
            *(((profile.isoformat(), "planned", "", "mission profile"),) if profile else ()),
            *((_date(s.when), s.status, s.told, s.said_by) for s in told),
        ),
    )


def _slippage(basis: Basis, steps: list[Step], what: str) -> Figure:
    """Last planned (or actual) day minus the first planned day, of the first round that each report names."""
    common: dict[str, Any] = {"label": f"Slippage of the {what}", "unit": "days", "params": (("what", what),)}
    formula = "newest date - first planned date"
    mine = [s for s in steps if s.what == what and s.status in ("planned", "postponed", "done")]
    plans: dict[str, list[Step]] = defaultdict(list)
    for step in mine:
        plans[step.told].append(step)
    firsts = [min(group, key=lambda s: (s.when.earliest, s.when.latest)) for _, group in sorted(plans.items())]
    if len(firsts) == 1 and not firsts[0].told:  # the profile alone: its dates are plan and revision
        firsts = [s for s in mine if not s.told]
    if len({_date(s.when) for s in firsts}) < 2:
        return basis.figure(
            "milestones",
            f"slippage_{what}",
            **common,
            method=formula,
            refused=f"fewer than two dates are told for the {what}",
        )
    first, last = firsts[0], firsts[-1]
    low = float((last.when.earliest - first.when.latest).days)
    high = float((last.when.latest - first.when.earliest).days)
    middle = float((last.when.earliest - first.when.earliest).days)
    return basis.figure(
        "milestones",
        f"slippage_{what}",
        **common,
        method=f"{formula} = {_date(last.when)} - {_date(first.when)}",
        value=min(max(middle, low), high),
        low=low,
        high=high,
        interval="by the days that both dates allow",
        claims=[s.claim_id for s in firsts if s.claim_id],
        columns=("told", "date", "status", "who says it"),
        rows=tuple((s.told, _date(s.when), s.status, s.said_by) for s in firsts),
    )
