"""Running totals of one period that cannot all be right, and evacuated people beside the wounded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from veye.brief import wording
from veye.brief.desk import Desk, teller
from veye.records import Casualty, Claim, Evacuation, When

_SHARED = 5 / 6  # of the longer period: eleven months and their year speak of one time
_PART = 0.2  # of the largest: what is smaller counts some of the dead
_LEAST = 28  # days
_PEOPLE = ("civilian", "mixed", "unknown")
_DEADLY = ("killed", "killed or wounded")
Row = tuple[str, str, str, tuple[str, ...]]


def totals(desk: Desk) -> Iterator[Row]:
    """Totals of the dead over one period that differ, or of which one tells as dead whom another tells as harmed."""
    told = sorted((c for c in desk.of_type("casualty") if _is_total(c)), key=lambda c: (_when(c).earliest, c.id))
    groups: list[list[Claim]] = []
    for claim in told:
        for group in groups:
            if _one_time(_when(group[0]), _when(claim)):
                group.append(claim)
                break
        else:
            groups.append([claim])
    for told in groups:
        top = max(_casualty(c).count.best or 0 for c in told)
        group = [c for c in told if (_casualty(c).count.best or 0) >= _PART * top]
        if _differ(group):
            when = max((_when(c) for c in group), key=lambda w: w.days)
            text = _said(group, desk)
            yield (
                wording.when(when, preposition=False),
                "people killed over the period",
                text,
                tuple(c.id for c in group),
            )


def _casualty(claim: Claim) -> Casualty:
    assert isinstance(claim.statement, Casualty)
    return claim.statement


def _when(claim: Claim) -> When:
    assert claim.when is not None
    return claim.when


def _is_total(claim: Claim) -> bool:
    said = claim.statement
    return (
        isinstance(said, Casualty)
        and said.outcome in _DEADLY
        and said.who in _PEOPLE
        and said.count.stated
        and claim.flags.cumulative
        and claim.when is not None
        and claim.when.days >= _LEAST
    )


def _one_time(a: When, b: When) -> bool:
    shared = min(a.latest, b.latest) - max(a.earliest, b.earliest) + timedelta(days=1)
    return shared.days >= _SHARED * max(a.days, b.days)


def _differ(group: list[Claim]) -> bool:
    dead = [_casualty(c).count for c in group if _casualty(c).outcome == "killed"]
    both = [_casualty(c).count for c in group if _casualty(c).outcome == "killed or wounded"]
    return any(not a.overlaps(b) for a in dead for b in dead) or any(a.overlaps(b) for a in dead for b in both)


def _said(group: list[Claim], desk: Desk) -> str:
    told: dict[str, list[str]] = {}
    for claim in group:
        said = _casualty(claim)
        names = told.setdefault(f"{said.count} {said.outcome}", [])
        if (who := teller(claim, desk)) not in names and len(names) < 2:
            names.append(who)
    return "; ".join(f"{value} ({wording.listed(names)})" for value, names in told.items())


def evacuated(desk: Desk) -> Iterator[Row]:
    """Totals of evacuated members of the mission that fall short of its wounded by the reports held here."""
    wounded = desk.figure("casualties", "wounded")
    if not wounded or wounded.low is None:
        return
    for claim in desk.of_type("evacuation"):
        said = claim.statement
        if not isinstance(said, Evacuation) or not claim.flags.cumulative:
            continue
        if said.count.high is None or said.count.high >= wounded.low:
            continue
        to = f" to {said.destination}" if said.destination else ""
        hurt = wording.span(wounded.low, wounded.value, wounded.high)
        text = f"{wording.count(said.count)} evacuated{to} in all ({teller(claim, desk)}); {hurt} wounded (all reports)"
        told = wording.iso_day(_published(claim, desk))
        yield f"told {told}", "members of the mission evacuated, and wounded", text, (claim.id, *wounded.claim_ids)


def _published(claim: Claim, desk: Desk) -> str | None:
    doc = desk.documents().get(claim.doc_id)
    return doc.published if doc else None
