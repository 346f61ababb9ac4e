"""Stocks and flows that must balance, with the unexplained part shown; how fast vehicles go and people tire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from veye.measures import pay
from veye.measures.basis import Basis
from veye.measures.exposure import YEAR_DAYS
from veye.measures.intervals import poisson_interval
from veye.measures.item_events import ItemEvent, item_events
from veye.measures.readiness import GONE, TITLE
from veye.measures.strength import TOTAL, Flow, contingents, flows, stocks
from veye.measures.words import number, span
from veye.records import Figure

COLUMNS = ("of what", "from", "to", "opening", "in", "out", "expected", "reported", "unexplained")
NOT_REPORTED, UNCHECKED = "not reported", "cannot be checked"


def figures(basis: Basis) -> list[Figure]:
    """The balances; how long people have served and what pay they are owed; each class's loss rate and replacement."""
    events = basis.once("item_events", item_events)
    classes = sorted({e.item_class for e in events if e.event in ("delivered", *GONE)})
    out = [_balances(basis, events, classes), _service(basis), *pay.figures(basis)]
    for item_class in classes:
        mine = [e for e in events if e.item_class == item_class]
        out += [_loss_rate(basis, item_class, mine), _replacement(basis, item_class, mine)]
    return out


def _balances(basis: Basis, events: Sequence[ItemEvent], classes: Sequence[str]) -> Figure:
    label, formula = "Balances that do not close", "opening + in - out against the stock reported last"
    blank = basis.blank("sustainment", "balances", label, "balances", formula)
    rows: list[tuple[str, ...]] = []
    used: list[str] = []
    for name in (TOTAL, *contingents(basis)):
        for people in filter(None, (_first_people(basis, name), _people(basis, name))):
            rows.append(people[0])
            used += people[1]
    for item_class in classes:
        mine = [e for e in events if e.item_class == item_class]
        came, gone = (_sum(mine, kinds) for kinds in (("delivered",), GONE))
        first = min((e.day for e in mine), default="")
        ends = ("0", number(came), number(gone), number(came - gone), NOT_REPORTED, UNCHECKED)
        rows.append((TITLE[item_class], first, basis.on.isoformat(), *ends))
        used += [i for e in mine if e.event in ("delivered", *GONE) for i in e.spread.claim_ids]
    if not rows:
        return blank.refused("no report gives a stock or a flow of personnel or equipment")
    unsure = sum(row[-1] == UNCHECKED or _may_close(row[-1]) for row in rows)
    open_ones = sum(row[-1] != "0" for row in rows) - unsure
    return blank.filled(
        open_ones, float(open_ones), float(open_ones + unsure),
        interval="those that do not close, and those that may close or cannot be checked", claims=used,
        columns=COLUMNS, rows=tuple(rows),
        notes=("What does not balance is unreported, rounded, or wrong: the balance does not tell which.",),
    )  # fmt: skip


def _may_close(cell: str) -> bool:
    """Whether an unexplained range holds nought: "-200 to 0"."""
    low, _, high = cell.partition(" to ")
    return bool(high) and (low == "0" or low.startswith("-")) and not high.startswith("-")


def _first_people(basis: Basis, name: str) -> tuple[tuple[str, ...], list[str]] | None:
    """One contingent's balance from its first arrival, before which nobody was there, to its first reported stock."""
    seen = stocks(basis, name)
    came = [f for f in flows(basis, "arrived") if name in (TOTAL, f.contingent)]
    if not seen or not came or min(f.day for f in came) >= seen[0].day:
        return None
    first = basis.spread([o for o in seen if o.day == seen[0].day])
    came = [f for f in came if f.day <= seen[0].day]
    left = [f for f in flows(basis, "departed") if name in (TOTAL, f.contingent) and f.day <= seen[0].day]
    (low_in, high_in), (low_out, high_out) = (
        (sum(f.spread.low for f in m), sum(f.spread.top for f in m)) for m in (came, left)
    )
    least, most = low_in - high_out, high_in - low_out
    ends = [span(low_in, low_in, high_in), span(low_out, low_out, high_out), span(least, least, most)]
    gap = (first.best - most, first.best - least)
    unexplained = number(gap[0]) if gap[0] == gap[1] else f"{number(gap[0])} to {number(gap[1])}"
    used = [*first.claim_ids, *(i for f in (*came, *left) for i in f.spread.claim_ids)]
    start = min(f.day for f in came).isoformat()
    return (_whom(name), start, seen[0].day.isoformat(), "0", *ends, number(first.best), unexplained), used


def _whom(name: str) -> str:
    return "personnel" if name == TOTAL else f"personnel, {name}"


def _people(basis: Basis, name: str) -> tuple[tuple[str, ...], list[str]] | None:
    """One contingent's balance between its first and last reported stock, and its claims; None with fewer than two."""
    seen = stocks(basis, name)
    days = sorted({o.day for o in seen})
    if len(days) < 2:
        return None
    first, last = (basis.spread([o for o in seen if o.day == day]) for day in (days[0], days[-1]))
    came, left = (
        [f for f in flows(basis, kind) if name in (TOTAL, f.contingent) and days[0] < f.day <= days[-1]]
        for kind in ("arrived", "departed")
    )
    moved_in, moved_out = (sum(f.spread.best for f in moved) for moved in (came, left))
    expected = first.best + moved_in - moved_out
    numbers = (first.best, moved_in, moved_out, expected, last.best, last.best - expected)
    used = [*first.claim_ids, *last.claim_ids, *(i for f in (*came, *left) for i in f.spread.claim_ids)]
    return (_whom(name), days[0].isoformat(), days[-1].isoformat(), *map(number, numbers)), used


def _sum(events: Sequence[ItemEvent], kinds: Sequence[str]) -> float:
    return sum(e.spread.best for e in events if e.event in kinds)


def _dated(event: ItemEvent) -> date | None:
    return date.fromisoformat(event.day) if len(event.day) == 10 and event.day != "no date" else None


def _loss_rate(basis: Basis, item_class: str, events: Sequence[ItemEvent]) -> Figure:
    """Happenings with a loss a year since the first delivery, and items lost in each on average."""
    title, params = TITLE[item_class], (("class", item_class),)
    formula = "happenings with a loss / years since the first delivery"
    label = f"Happenings a year in which {title} were lost for good"
    blank = basis.blank("sustainment", f"{item_class}_loss_rate", label, "a year", formula, params)
    came = [d for e in events if e.event == "delivered" and (d := _dated(e)) is not None]
    if not came:
        return blank.refused(
            f"no dated delivery of {title} is reported, so it is not known since when they could be lost"
        )
    years = (basis.on - min(came)).days / YEAR_DAYS
    lost = [e for e in events if e.event in GONE and ((d := _dated(e)) is None or d >= min(came))]
    happenings = len({e.incident.id if e.incident else e.spread.claim_ids for e in lost})
    if years <= 0:
        return blank.refused("the first delivery is of today")
    low, high = poisson_interval(happenings)
    note = f"{number(_sum(lost, GONE))} items in {happenings} happenings: items of one are not independent."
    rows = [
        (e.day, e.type_name or "type not stated", e.event, span(e.spread.low, e.spread.best, e.spread.high))
        for e in lost
    ]
    used = [e for e in events if e.event in ("delivered", *GONE)]
    return blank.filled(
        happenings / years, low / years, high / years, interval="95 % exact Poisson (Garwood)",
        shown=f"{happenings} / {years:.2f}", notes=(note,), claims=[i for e in used for i in e.spread.claim_ids],
        columns=("date", "type", "event", "number"), rows=tuple(rows),
    )  # fmt: skip


def _replacement(basis: Basis, item_class: str, events: Sequence[ItemEvent]) -> Figure:
    title, params = TITLE[item_class], (("class", item_class),)
    label, formula = (
        f"{title.capitalize()} delivered for each lost in the last 12 months",
        "delivered / lost or destroyed",
    )
    blank = basis.blank("sustainment", f"{item_class}_replacement", label, "delivered per lost", formula, params)
    since = basis.on - timedelta(days=365)
    recent = [e for e in events if (d := _dated(e)) is not None and d > since]
    came, gone = (_sum(recent, kinds) for kinds in (("delivered",), GONE))
    if not gone:
        return blank.refused(f"no loss of {title} with a date is reported in the last 12 months")
    used = [i for e in recent if e.event in ("delivered", *GONE) for i in e.spread.claim_ids]
    return blank.counted(came / gone, shown=f"{number(came)} / {number(gone)}", claims=used)


def _service(basis: Basis) -> Figure:
    """Mean days since arrival of those still there if the longest serving leave first, and if the newest do."""
    label, formula = "Mean days since arrival of those in the mission area", "Σ people · days since arrival / people"
    blank = basis.blank("sustainment", "days_since_arrival", label, "days", formula)
    came, left = flows(basis, "arrived"), flows(basis, "departed")
    if not came:
        return blank.refused("no dated arrival is reported")
    oldest_first = _still_there(came, left)
    newest_first = _still_there(came[::-1], left)
    if not oldest_first:
        return blank.refused("as many left as arrived")
    low, high = _mean_days(basis.on, oldest_first), _mean_days(basis.on, newest_first)
    rows = [(c, day.isoformat(), number(n), (basis.on - day).days) for c, day, n in sorted(oldest_first)]
    return blank.filled(
        low, min(low, high), max(low, high), interval="the longest serving left first, to the newest left first",
        claims=[i for f in (*came, *left) for i in f.spread.claim_ids],
        notes=("Rotations of single people are not reported: the true mean is likely lower.",),
        columns=("contingent", "arrived", "still there", "days"), rows=tuple(rows),
    )  # fmt: skip


def _still_there(came: Sequence[Flow], left: Sequence[Flow]) -> list[tuple[str, date, float]]:
    """Arrivals less departures of the same contingent, taken off in the order of `came`."""
    going: dict[str, float] = {}
    for flow in left:
        going[flow.contingent] = going.get(flow.contingent, 0.0) + flow.spread.best
    out = []
    for flow in came:
        taken = min(going.get(flow.contingent, 0.0), flow.spread.best)
        going[flow.contingent] = going.get(flow.contingent, 0.0) - taken
        if flow.spread.best > taken:
            out.append((flow.contingent, flow.day, flow.spread.best - taken))
    return out


def _mean_days(on: date, people: Sequence[tuple[str, date, float]]) -> float:
    return sum(n * (on - day).days for _, day, n in people) / sum(n for _, _, n in people)
