"""What one claim says, in a few plain words; and the names of things and groups that every section uses."""

from __future__ import annotations

from functools import singledispatch

from veye.brief import wording
from veye.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Displacement,
    Equipment,
    Evacuation,
    Funding,
    Milestone,
    Pay,
    Statement,
    Strength,
)

GROUPS = {
    "mission": ("member of the mission", "members of the mission"),
    "police": ("police officer", "police officers"),
    "military": ("soldier", "soldiers"),
    "civilian": ("civilian", "civilians"),
    "gang": ("member of an armed group", "members of armed groups"),
    "mixed": ("person", "people"),
    "unknown": ("person", "people"),
}
THINGS = {
    "armoured_vehicle": ("armoured vehicle", "armoured vehicles"),
    "helmet": ("helmet", "helmets"),
    "body_armour": ("piece of body armour", "pieces of body armour"),
    "aircraft": ("aircraft", "aircraft"),
    "drone": ("drone", "drones"),
    "weapon": ("weapon", "weapons"),
    "other": ("other item", "other items"),
}
EVENTS = {
    "delivered": "delivered", "grounded": "taken out of service", "failed": "failed", "damaged": "damaged",
    "destroyed": "destroyed", "lost": "lost", "refused": "refused", "returned": "returned to service",
}  # fmt: skip
_STANDINGS = {
    "pledged": "pledged", "disbursed": "paid", "frozen": "frozen", "requested": "asked for", "approved": "approved",
}  # fmt: skip


def things(amount: str, item_class: str, event: str) -> str:
    """Items and what became of them: "20 armoured vehicles taken out of service"."""
    one, many = THINGS.get(item_class, (item_class.replace("_", " "),) * 2)
    return f"{amount} {one if amount == 'one' else many} {EVENTS.get(event, event)}"


def gist(claim: Claim) -> str:
    """A claim's statement in plain words, without its place and day."""
    return _gist(claim.statement)


@singledispatch
def _gist(said: Statement) -> str:
    raise TypeError(f"no words for a {type(said).__name__}")


@_gist.register
def _(said: Casualty) -> str:
    amount = wording.count(said.count)
    one, many = GROUPS.get(said.who, GROUPS["unknown"])
    gear = f", {said.gear.replace('_', ' ')}" if said.gear else ""
    return f"{amount} {one if amount == 'one' else many} {said.outcome}{gear}"


@_gist.register
def _(said: Equipment) -> str:
    return things(wording.count(said.count), said.item_class, said.event)


@_gist.register
def _(said: Evacuation) -> str:
    to = f" to {said.destination}" if said.destination else ""
    return f"{wording.count(said.count)} evacuated{to}"


@_gist.register
def _(said: Strength) -> str:
    of = "in all" if said.contingent == "total" else f"of {wording.country(said.contingent)}"
    return f"{wording.count(said.count)} personnel {of}, {said.kind}"


@_gist.register
def _(said: Attack) -> str:
    by = f" by {said.actor}" if said.actor != "unknown" else ""
    return f"{said.mode}{by}{f' on {said.target}' if said.target else ''}"


@_gist.register
def _(said: Displacement) -> str:
    return f"{wording.count(said.count)} {'displaced' if said.kind == 'stock' else 'newly fled'}"


@_gist.register
def _(said: Funding) -> str:
    who = "several donors" if said.donor == "multiple" else wording.country(said.donor or "donor not named")
    amount = "an unstated amount" if said.amount is None else _sum(said)
    return f"{amount} {_STANDINGS[said.kind]} ({who})"


def _sum(said: Funding) -> str:
    return wording.sum_of_money(said.amount or 0.0, said.amount_high, said.currency, said.months)


@_gist.register
def _(said: Control) -> str:
    held = "a place" if said.share_percent is None else f"{said.share_percent:g} % of it"
    return f"{held} held by {said.actor}"


@_gist.register
def _(said: Milestone) -> str:
    return f"{said.what} {said.status}" + (f": {said.detail}" if said.detail else "")


@_gist.register
def _(said: Pay) -> str:
    of = f" of {wording.country(said.contingent)}'s people" if said.contingent else ""
    what = {"salary": "salaries", "allowance": "allowances"}.get(said.what, "pay")
    if said.status == "late":
        months = f"{wording.count(said.count)} {wording.plural(said.count.best, 'month')}" if said.count.stated else ""
        return f"{what}{of} late" + (f" by {months}" if months else "")
    return f"{what}{of} given" + (f" up to {wording.iso_day(said.paid_to)}" if said.paid_to else " in full")
