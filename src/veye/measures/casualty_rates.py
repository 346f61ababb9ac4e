"""Deaths of the mission per 1,000 personnel-years, and the share of those hit who died, with exact intervals."""

from __future__ import annotations

from collections.abc import Sequence

from veye.measures.basis import Basis
from veye.measures.exposure import person_years
from veye.measures.intervals import poisson_interval, wilson_interval
from veye.measures.toll import Toll, summed
from veye.measures.words import number, span
from veye.records import Figure


def rates(basis: Basis, mine: Sequence[Toll]) -> list[Figure]:
    """Death rates, hostile and from all causes, and the killed share among those hit."""
    return [_rate(basis, mine, hostile=True), _rate(basis, mine, hostile=False), _killed_share(basis, mine)]


def _rate(basis: Basis, mine: Sequence[Toll], *, hostile: bool) -> Figure:
    """Deaths per 1,000 person-years, D / T · 1,000, with Garwood's limits of D over the same T."""
    name, cause = ("death_rate_hostile", "by hostile action") if hostile else ("death_rate", "from all causes")
    unit = "per 1,000 personnel-years"
    blank = basis.blank("casualties", name, f"Deaths {cause} {unit}", unit, "1,000 · deaths / personnel-years")
    served = person_years(basis)
    if served is None or served.best <= 0:
        return blank.refused("no report gives the mission's strength, so there are no personnel-years to divide by")
    told = [
        t for t in mine
        if t.outcome == "killed" and (t.hostile == "hostile" or not hostile) and t.incident.when is not None
        and served.start <= t.incident.when.latest and t.incident.when.earliest <= served.end
    ]  # fmt: skip
    low, best, high = summed(told)
    most = best if high is None else high
    years, least, top = (number(round(n)) for n in (served.best, served.low, served.high))
    notes = [
        f"{years} personnel-years from {served.start} to {served.end}; by the lowest and highest strength reported "
        f"{least} to {top}, a doubt that the interval leaves out."
    ]
    if low != most:
        notes.append(f"The interval spans {low} to {most} deaths, as reports disagree.")
    if served.odd:
        days = ", ".join(day.isoformat() for day in served.odd)
        notes.append(f"The strength reported for {days} stands far off what is reported before and after: left out.")
    if served.end < basis.on:
        notes.append(f"Strength is not reported after that; deaths after {served.end} are left out.")
    return blank.filled(
        1000 * best / served.best, 1000 * poisson_interval(low)[0] / served.best,
        1000 * poisson_interval(most)[1] / served.best, interval="95 % exact Poisson (Garwood)",
        shown=f"1,000 · {best} / {years}", contested=any(t.contested for t in told), notes=tuple(notes),
        claims=[*served.claim_ids, *(i for t in told for i in t.claim_ids)], incidents=[t.incident.id for t in told],
        columns=("deaths", "personnel-years", "from", "to"),
        rows=((span(low, best, high), round(served.best), served.start.isoformat(), served.end.isoformat()),),
    )  # fmt: skip


def _killed_share(basis: Basis, mine: Sequence[Toll]) -> Figure:
    formula = "100 · killed / (killed + wounded)"
    blank = basis.blank("casualties", "killed_share", "Killed among those hit by hostile action", "%", formula)
    hit = [t for t in mine if t.outcome in ("killed", "wounded") and t.hostile == "hostile"]
    killed, wounded = (sum(t.best for t in hit if t.outcome == outcome) for outcome in ("killed", "wounded"))
    if killed + wounded == 0:
        return blank.refused("no report tells of a member of the mission hit by hostile action")
    low, high = wilson_interval(killed, killed + wounded)
    return blank.filled(
        100 * killed / (killed + wounded), 100 * low, 100 * high, interval="95 % Wilson",
        shown=f"100 · {killed} / ({killed} + {wounded})", contested=any(t.contested for t in hit),
        notes=("Light wounds are reported less often than deaths: the true share is likely lower.",),
        claims=[i for t in hit for i in t.claim_ids], incidents=[t.incident.id for t in hit],
    )  # fmt: skip
