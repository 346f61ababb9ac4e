"""What equipment of the mission came, stands, was hit or lost; and the share that serves, where the fleet is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from veye.measures.basis import Basis, rule_value
from veye.measures.blank import REPORTED
from veye.measures.item_events import ItemEvent, item_events
from veye.measures.words import number, span
from veye.records import Figure

EVENTS = ("delivered", "grounded", "failed", "damaged", "refused", "destroyed", "lost", "returned")
FLEETS = ("armoured_vehicle", "aircraft", "drone")
GONE = ("destroyed", "lost")
STANDING = ("grounded",)
MAYBE = ("damaged", "failed", "refused")
TITLE = {
    "armoured_vehicle": "armoured vehicles",
    "helmet": "helmets",
    "body_armour": "body armour",
    "aircraft": "aircraft",
    "drone": "drones",
    "weapon": "weapons",
    "other": "other items",
}


def figures(basis: Basis) -> list[Figure]:
    """Per class: counts by event; readiness per class and type, or why not; groundings with a common cause."""
    events = basis.once("item_events", item_events)
    out = [_inventory(basis, events)]
    for item_class in sorted({e.item_class for e in events}):
        mine = [e for e in events if e.item_class == item_class]
        for what in dict.fromkeys(w for w in EVENTS if any(e.event == w for e in mine)):
            out.append(_count(basis, item_class, what, [e for e in mine if e.event == what]))
        types = sorted({e.type_name for e in mine if e.type_name})
        if item_class in FLEETS:
            for name in (None, *types):
                ready = _readiness(basis, item_class, name, mine)
                out += [
                    ready,
                    *(_held(basis, item_class, mine) if name is None else ()),
                    *_days_below(basis, ready, [e for e in mine if name in (None, e.type_name)]),
                ]
    return [*out, _common_cause(basis, events)]


def _inputs(events: Sequence[ItemEvent]) -> dict[str, Any]:
    return {
        "claims": [i for e in events for i in e.spread.claim_ids],
        "incidents": [e.incident.id for e in events if e.incident],
        "contested": any(e.spread.contested for e in events),
    }


def _cells(event: ItemEvent) -> tuple[str, str, str]:
    amount = span(event.spread.low, event.spread.best, event.spread.high)
    return event.type_name or "type not stated", amount, event.reason or "no reason given"


def _inventory(basis: Basis, events: Sequence[ItemEvent]) -> Figure:
    formula = "happenings to the mission's equipment, one row each"
    blank = basis.blank("readiness", "inventory", "Reported equipment events", "events", formula)
    if not events:
        return blank.refused("no report tells of the mission's equipment")
    note = "Some reports do not say whose the items are; they are taken as the mission's."
    return blank.counted(
        len(events), sensitive=True, notes=() if all(e.owner_stated for e in events) else (note,), **_inputs(events),
        columns=("date", "class", "event", "type", "number", "reason"),
        rows=tuple((e.day, TITLE[e.item_class], e.event, *_cells(e)) for e in events),
    )  # fmt: skip


def _total(events: Sequence[ItemEvent]) -> tuple[float, float, float | None]:
    highs = [e.spread.high for e in events]
    high = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
    return sum(e.spread.low for e in events), sum(e.spread.best for e in events), high


def _parts(events: Sequence[ItemEvent]) -> dict[str, tuple[float, float, float | None]]:
    """Event -> low, best and high of the items that it befell."""
    return {what: _total([e for e in events if e.event == what]) for what in EVENTS}


def _count(basis: Basis, item_class: str, what: str, events: Sequence[ItemEvent]) -> Figure:
    name, title = f"{item_class}_{what}", TITLE[item_class]
    formula, params = f"sum over happenings of {title} {what}", (("class", item_class), ("event", what))
    blank = basis.blank("readiness", name, f"{title.capitalize()} {what}", "items", formula, params)
    low, best, high = _total(events)
    return blank.filled(
        best, low, high, interval="sums of the lowest and of the highest reported", **_inputs(events),
        notes=() if events else ("No report held here tells of any.",),
        columns=("date", "type", "number", "reason"), rows=tuple((e.day, *_cells(e)) for e in events),
    )  # fmt: skip


def _readiness(basis: Basis, item_class: str, type_name: str | None, events: Sequence[ItemEvent]) -> Figure:
    """100 · (D - (G - R) - X) / D: delivered, grounded and not returned, gone; low takes off damaged or failed too."""
    name = type_name or TITLE[item_class]
    formula = "100 · (delivered - (grounded - returned) - destroyed - lost) / delivered"
    params = (("class", item_class), ("type", type_name or "all"))
    blank = basis.blank("readiness", f"{item_class}_readiness", f"Readiness of {name}", "%", formula, params)
    mine = [e for e in events if type_name is None or e.type_name == type_name]
    parts = _parts(mine)
    came = parts["delivered"][1]
    loose = [e for e in events if e.type_name is None and e.event in (*STANDING, *GONE)]
    reason = _why_refused(name, type_name, came, loose, [e for e in events if e.event == "delivered"])
    if reason:
        return blank.refused(reason, **_inputs(mine))
    back = parts["returned"]
    gone = _standing(parts) + sum(parts[w][1] for w in GONE)
    certain = sum(parts[w][0] for w in GONE)
    unsure = sum(max(parts[w][1], parts[w][2] or 0) for w in (*STANDING, *GONE, *MAYBE)) - back[0]
    share = max(0.0, 100 * (came - gone) / came)
    return blank.filled(
        share, max(0.0, min(share, 100 * (came - unsure) / came)), max(share, 100 * (came - certain) / came),
        interval="all damaged or failed items still out, to all but those gone for good back in service",
        shown=f"100 · ({number(came)} - {number(gone)}) / {number(came)}", **_inputs(mine),
        notes=(*_nothing_back(back[1]), *_benchmark(basis, share)),
    )  # fmt: skip


def _nothing_back(returned: float) -> tuple[str, ...]:
    return () if returned else ("No report tells of items that came back into service.",)


def _standing(parts: Mapping[str, tuple[float, float, float | None]]) -> float:
    """Items grounded and not returned to service since, by the best values; never fewer than none."""
    return max(0.0, sum(parts[w][1] for w in STANDING) - parts["returned"][1])


def _held(basis: Basis, item_class: str, events: Sequence[ItemEvent]) -> list[Figure]:
    """Items on hand (delivered less those gone) and serviceable (less those grounded); none without a delivery.

    Deliveries that may overlap and items of unknown type make them counts of what is reported, and no share.
    """
    parts = _parts(events)
    came, title = parts["delivered"], TITLE[item_class]
    if came[1] <= 0:
        return []
    lost = [sum(parts[w][0] for w in GONE), sum(parts[w][1] for w in GONE)]
    most = sum(max(parts[w][1], parts[w][2] or 0) for w in GONE)
    idle, high = _standing(parts), None if came[2] is None else max(0.0, came[2] - lost[0])
    doubtful = sum(max(parts[w][1], parts[w][2] or 0) for w in (*STANDING, *MAYBE)) - parts["returned"][0]
    out = []
    for name, formula, off, worst in (
        ("on_hand", "delivered - destroyed - lost", 0.0, 0.0),
        ("serviceable", "delivered - destroyed - lost - (grounded - returned)", idle, max(idle, doubtful)),
    ):
        best = max(0.0, came[1] - lost[1] - off)
        label = f"{title.capitalize()} {name.replace('_', ' ')} by what is reported"
        blank = basis.blank("readiness", f"{item_class}_{name}", label, "items", formula, (("class", item_class),))
        shown = f"{number(came[1])} - {number(lost[1])}" + (f" - {number(off)}" if off else "")
        out.append(
            blank.filled(
                best, min(best, max(0.0, came[0] - most - worst)), high if high is None else max(best, high),
                interval="by the lowest and highest reported, damaged and failed items out or in",
                shown=shown, **_inputs(events),
                notes=("Deliveries may overlap, and what came unreported is not in it.",),
            )
        )  # fmt: skip
    return out


def _why_refused(
    name: str, type_name: str | None, came: float, loose: Sequence[ItemEvent], deliveries: Sequence[ItemEvent]
) -> str | None:
    if came <= 0:
        return f"no report gives how many {name} the mission has"
    if not loose:
        untyped = (
            type_name is None
            and len({e.type_name for e in deliveries}) > 1
            and any(not e.type_name for e in deliveries)
        )
        return f"deliveries of {name} are reported partly without their type, and may overlap" if untyped else None
    out = ", ".join(f"{number(n)} {w}" for w, n in _by_event(loose))
    return (
        f"the type of those out of use is not reported ({out}), so nobody can say of which fleet they are "
        f"({number(came)} {name} are reported delivered)"
    )


def _by_event(events: Sequence[ItemEvent]) -> list[tuple[str, float]]:
    return [(w, n) for w in EVENTS if (n := sum(e.spread.best for e in events if e.event == w))]


def _days_below(basis: Basis, ready: Figure, events: Sequence[ItemEvent]) -> list[Figure]:
    """Days on which the readiness by reports was below the benchmark of the rules table; none without a benchmark."""
    percent = rule_value(basis.rule("serviceab"))
    if percent is None or ready.refused is not None:
        return []
    label = f"{ready.label}: days below {number(percent)} %"
    formula = "days with 100 · (delivered - (grounded - returned) - destroyed - lost) / delivered below the benchmark"
    name = ready.name.replace("readiness", "days_below")
    params = (*ready.params, ("benchmark", number(percent)))
    blank = basis.blank("readiness", name, label, "days", formula, params)
    moves = {"delivered": (1, 0), "returned": (0, -1), **dict.fromkeys((*STANDING, *GONE), (0, 1))}
    counted = [e for e in events if e.event in moves]
    if any(len(e.day) != 10 for e in counted):
        return [blank.refused("some of the deliveries or losses bear no day", **_inputs(counted))]
    came = out = below = 0.0
    for event, after in zip(counted, [*counted[1:], None], strict=True):
        came += moves[event.event][0] * event.spread.best
        out = max(0.0, out + moves[event.event][1] * event.spread.best)
        until = date.fromisoformat(after.day) if after else basis.on
        if came and 100 * (came - out) / came < percent:
            below += (until - date.fromisoformat(event.day)).days
    return [blank.filled(below, below, below, interval="by the dates reported", **_inputs(counted), notes=ready.notes)]


def _benchmark(basis: Basis, share: float) -> tuple[str, ...]:
    """How a share stands to the serviceability at which reimbursement is full, where the rules table gives that."""
    row = basis.rule("serviceab")
    percent = rule_value(row)
    if row is None or percent is None:
        return ()
    side = "below" if share < percent else "at or above"
    verified = str(row.get("verified", "")).casefold() in ("true", "yes", "1")
    flag = "" if verified else ", a rule whose text was not checked"
    source = row.get("source") or "source not given"
    return (f"That is {side} the {number(percent)} % at which UN reimbursement is full{flag} ({source}).",)


def _common_cause(basis: Basis, events: Sequence[ItemEvent]) -> Figure:
    formula, params = "sum over groundings of two or more items at once", (("events", "grounded, refused"),)
    label = "Items taken out of service together for one cause"
    blank = basis.blank("readiness", "common_cause", label, "items", formula, params)
    shared = [e for e in events if e.event in ("grounded", "refused") and e.spread.best >= 2]
    low, best, high = _total(shared)
    return blank.filled(
        best, low, high, interval=REPORTED, **_inputs(shared),
        notes=("One cause, not so many failures: these items are not independent.",) if shared else (),
        columns=("date", "class", "type", "number", "reason"),
        rows=tuple((e.day, TITLE[e.item_class], *_cells(e)) for e in shared),
    )  # fmt: skip
