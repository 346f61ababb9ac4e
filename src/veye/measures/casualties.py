"""Who was killed, wounded, missing or abducted: counts by group, what was disputed, totals set against events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from veye.measures.basis import Basis
from veye.measures.casualty_rates import rates
from veye.measures.observations import Observation, count_ends
from veye.measures.statuses import state_of
from veye.measures.toll import OUTCOMES, Toll, day_of, place_of, summed
from veye.measures.tolls import repeated_tolls, tolls, unchecked_tolls
from veye.measures.words import number, span
from veye.records import Casualty, Claim, Figure

SUMS = "sums of the lowest and of the highest reported per incident"
NONE_HELD = "No report held here tells of any; that is not evidence that there were none."


def figures(basis: Basis) -> list[Figure]:
    """The mission's tolls by outcome, hostile and all; every group's; rates; disputes; totals against events."""
    everyone = list(tolls(basis))
    mine = [t for t in everyone if t.who == "mission"]
    out = [_toll(basis, mine, outcome) for outcome in OUTCOMES]
    out += [_toll(basis, mine, o, hostile=True) for o in ("killed", "wounded")]
    out += [_by_group(basis, everyone), *rates(basis, mine), _conflicts(basis, everyone), _histories(basis)]
    alone = unchecked_tolls(basis, who="mission")
    return [*out, *(_running_total(basis, alone, o) for o in ("killed", "wounded"))]


def _toll(basis: Basis, mine: Sequence[Toll], outcome: str, *, hostile: bool = False) -> Figure:
    what = f"{outcome} by hostile action" if hostile else outcome
    formula = f"sum over incidents of those {what}, each incident by the rule '{basis.mission.rule}'"
    name = f"{outcome}_hostile" if hostile else outcome
    blank = basis.blank("casualties", name, f"Members of the mission {what}", "persons", formula)
    told = [t for t in mine if t.outcome == outcome and (t.hostile == "hostile" or not hostile)]
    notes = [] if told else [NONE_HELD]
    unsure = sum(t.best for t in mine if t.outcome == outcome and t.hostile == "unknown")
    if hostile and unsure:
        notes.append(f"{unsure} more with a cause that reports leave open are not counted here.")
    if undated := sum(t.incident.when is None for t in told):
        notes.append(f"{undated} of the incidents bear no date.")
    again = [t for t in repeated_tolls(basis, who="mission") if t.outcome == outcome and not hostile]
    if again:
        notes.append(f"{len(again)} more, told only in recall, may repeat those listed and are not counted.")
    low, best, high = summed(told)
    return blank.filled(
        best, low, high, interval=SUMS, contested=any(t.contested for t in told), notes=tuple(notes),
        claims=[i for t in told for i in t.claim_ids], incidents=[t.incident.id for t in told],
        columns=("date", "place", "number", "hostile", "grade", "counted", "incident"),
        rows=tuple(sorted(_row(t) for t in (*told, *again))),
    )  # fmt: skip


def _row(toll: Toll) -> tuple[str, ...]:
    numbers = (span(toll.low, toll.best, toll.high), toll.hostile, toll.incident.grade)
    counted = "may repeat another" if toll.repeated else "yes"
    return (day_of(toll.incident), place_of(toll.incident), *numbers, counted, toll.incident.id)


def _by_group(basis: Basis, everyone: Sequence[Toll]) -> Figure:
    formula = "incidents with a toll; per group and outcome the sums of the lowest and highest reported"
    blank = basis.blank("casualties", "by_group", "Incidents with casualties", "incidents", formula)
    cells: dict[tuple[str, str], list[Toll]] = defaultdict(list)
    for toll in everyone:
        cells[toll.who, toll.outcome].append(toll)
    groups = sorted({who for who, _ in cells})
    incidents = {t.incident.id for t in everyone}
    return blank.counted(
        len(incidents), contested=any(t.contested for t in everyone), incidents=incidents,
        claims=[i for t in everyone for i in t.claim_ids], columns=("group", *OUTCOMES),
        rows=tuple((who, *(span(*summed(cells.get((who, o), ()))) for o in OUTCOMES)) for who in groups),
    )  # fmt: skip


def _conflicts(basis: Basis, everyone: Sequence[Toll]) -> Figure:
    """Each toll on which reports cannot all be right, with every number and who gives it."""
    formula = "tolls with values that cannot all be right"
    blank = basis.blank("casualties", "conflicts", "Tolls on which reports disagree", "tolls", formula)
    disputed = [t for t in everyone if t.contested]
    rows = []
    for toll in disputed:
        tally = toll.incident.tally(toll.outcome, toll.who)
        said = {(str(v.count), v.origin_id): v for v in reversed(tally.values)} if tally else {}
        for value in sorted(said.values(), key=lambda v: (v.count.best or 0, v.origin_id)):
            claim = basis.claim.get(value.claim_id)
            who = value.said_by or (basis.said_by(claim) if claim else "source not named")
            standing = "unconfirmed" if value.hedged else ""
            where = place_of(toll.incident)
            cells = (toll.outcome, toll.who, str(value.count), who, value.origin_id, standing)
            rows.append((day_of(toll.incident), where, *cells))
    return blank.counted(
        len(disputed), contested=bool(disputed), claims=[i for t in disputed for i in t.claim_ids],
        incidents=[t.incident.id for t in disputed],
        columns=("date", "place", "outcome", "group", "number", "who says it", "origin", "standing"), rows=tuple(rows),
    )  # fmt: skip


def _histories(basis: Basis) -> Figure:
    label = "Casualties of the mission whose status changed or is disputed"
    formula = "incidents of whose casualties reports give more than one state"
    blank = basis.blank("casualties", "status_histories", label, "incidents", formula)
    rows, used, incidents, open_now = [], [], [], 0
    for incident in basis.incidents:
        steps = [s for s in incident.statuses if s.claim_id in basis.claim and _of_mission(basis.claim[s.claim_id])]
        if len({s.state for s in steps}) < 2:
            continue
        incidents.append(incident.id)
        open_now += state_of(steps[-1]) in ("missing", "abducted")
        for step in steps:
            used.append(step.claim_id)
            said = basis.said_by(basis.claim[step.claim_id])
            standing = "unconfirmed" if step.hedged else ""
            rows.append((day_of(incident), step.at or "no date", step.state, said, standing))
    return blank.counted(
        len(incidents), contested=open_now > 0, claims=used, incidents=incidents,
        columns=("incident of", "reported", "state", "who says it", "standing"), rows=tuple(rows),
    )  # fmt: skip


def _of_mission(claim: Claim) -> bool:
    return isinstance(claim.statement, Casualty) and claim.statement.who == "mission"


def _running_total(basis: Basis, mine: Sequence[Toll], outcome: str) -> Figure:
    """The newest running total told, minus the sum of incidents up to the same day."""
    label = f"Running totals of mission members {outcome} against the incidents held"
    formula = "reported running total - sum of incidents up to its day"
    blank = basis.blank("casualties", f"running_total_{outcome}", label, "persons", formula)
    claims = [c for c in basis.of(Casualty) if c.flags.cumulative and _of_mission(c) and _outcome(c) == outcome]
    seen = basis.observations(claims, lambda c: count_ends(c.statement.count))  # type: ignore[union-attr]
    if not seen:
        return blank.refused(f"no report gives a running total of {outcome}")
    told = [t for t in mine if t.outcome == outcome]
    last, before = seen[-1], _until(seen[-1], told)
    low, best, high = summed(before)
    gap = last.best - best
    top = last.high if last.high is not None else last.best
    return blank.filled(
        gap, last.best - (best if high is None else high), max(gap, top - low), contested=gap != 0,
        interval="by the highest and lowest sum of incidents",
        shown=f"{number(last.best)} - {best} = {number(gap)}", notes=(_explain(last, before),),
        claims=[*(i for o in seen for i in o.claim_ids), *(i for t in before for i in t.claim_ids)],
        incidents=[t.incident.id for t in before],
        columns=("as of", "who says it", "total", "incidents held", "gap", "reading"),
        rows=tuple(_total_row(o, _until(o, told)) for o in seen),
    )  # fmt: skip


def _outcome(claim: Claim) -> str:
    assert isinstance(claim.statement, Casualty)
    return claim.statement.outcome


def _until(total: Observation, told: Sequence[Toll]) -> list[Toll]:
    return [t for t in told if t.incident.when is not None and t.incident.when.earliest <= total.day]


def _total_row(total: Observation, before: Sequence[Toll]) -> tuple[str, ...]:
    low, best, high = summed(before)
    counts = (span(total.low, total.best, total.high), span(low, best, high), number(total.best - best))
    return (total.day.isoformat(), total.said_by, *counts, _explain(total, before))


def _explain(total: Observation, before: Sequence[Toll]) -> str:
    """What can be said about a total that differs from the incidents up to its day."""
    low, best, high = summed(before)
    gap = total.best - best
    by_recall, disputed = sum(t.best for t in before if t.recalled), sum(t.disputed for t in before)
    if gap == 0:
        return "The total agrees with the incidents held."
    if 0 < -gap <= by_recall:
        return (
            f"{by_recall} of the incidents' number are known from recall alone; the total says that they repeat others."
        )
    if 0 < gap <= disputed:
        return f"The total counts {number(gap)} whose death the incidents' own reports dispute."
    if low <= total.best and (high is None or total.best <= high):
        return "The gap lies within what the incidents' own reports leave open."
    if gap > 0:
        more = "some are not reported here, or it counts others too"
        return f"The total counts {number(gap)} more than the incidents held: {more}."
    accidents = sum(t.hostile == "not hostile" for t in before)
    left_out = f" {accidents} of the incidents were accidents, which it may leave out." if accidents else ""
    fewer = "it may stop earlier or count fewer kinds"
    return f"The total counts {number(-gap)} fewer than the incidents held: {fewer}.{left_out}"
