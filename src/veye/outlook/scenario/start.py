"""Where a scenario starts: people, vehicles and money on a day, each with its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from veye.errors import InputError, did_you_mean
from veye.outlook.scenario.layout import CLASSES
from veye.records import Figure, Mission

MILLION = 1e6
VEHICLES_PER_PERSON = (0.02, 0.04, 0.08)


class Amount(msgspec.Struct, frozen=True):
    """A number with its ends and what it rests on: a figure's id, or an assumption said in words."""

    value: float
    low: float
    high: float
    basis: str
    assumed: bool = False

    @classmethod
    def assume(cls, value: float, low: float, high: float, why: str) -> Amount:
        """An amount that no figure gives."""
        return cls(value, low, high, f"assumption: {why}", assumed=True)


NONE = Amount(0.0, 0.0, 0.0, "none")


class People(msgspec.Struct, frozen=True):
    """One contingent: how many are fit, and how many more are pledged."""

    contingent: str
    fit: Amount
    pledged: Amount = NONE


class Fleet(msgspec.Struct, frozen=True):
    """Vehicles of one class ("light", "medium", "heavy"): all that are there, and how many of these do not serve.

    The rest are ready, draw by draw: more grounded means fewer ready. Those in the pipeline come on top.
    """

    name: str
    armour: str
    total: Amount
    awaiting_parts: Amount = NONE
    grounded: Amount = NONE
    in_pipeline: Amount = NONE


class Fund(msgspec.Struct, frozen=True):
    """Money in millions of one currency: at hand and still pledged. `pays_allowances` is false for restricted money."""

    name: str
    currency: str
    at_hand: Amount
    pledged: Amount = NONE
    pays_allowances: bool = True


class StartState(msgspec.Struct, frozen=True):
    """The state on `on`. Without funds, money is not followed and never limits. `notes` must be shown with results."""

    mission: str
    on: date
    people: tuple[People, ...]
    fleets: tuple[Fleet, ...]
    funds: tuple[Fund, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for fleet in self.fleets:
            if fleet.armour not in CLASSES:
                hint = did_you_mean(fleet.armour, CLASSES)
                raise InputError(f"no class of armour '{fleet.armour}'", where=fleet.name, hint=hint)
        for amount in self.amounts():
            if not 0 <= amount.low <= amount.value <= amount.high:
                raise InputError(f"{amount.low}, {amount.value}, {amount.high} are not in order", where=amount.basis)

    def amounts(self) -> list[Amount]:
        """Every amount, in a fixed order."""
        out = [a for p in self.people for a in (p.fit, p.pledged)]
        out += [a for f in self.fleets for a in (f.total, f.awaiting_parts, f.grounded, f.in_pipeline)]
        return out + [a for f in self.funds for a in (f.at_hand, f.pledged)]

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed because no figure gives it."""
        return tuple(dict.fromkeys(a.basis for a in self.amounts() if a.assumed))


def start_from(figures: Iterable[Figure], mission: Mission, *, on: date | None = None) -> StartState:
    """The starting state by the ledger's figures, on their own day or `on`. What they refuse is assumed, and said.

    InputError where the strength is not known: nothing can be said of a mission of unknown size.
    """
    held: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        held.setdefault((figure.measure, figure.name), []).append(figure)

    def find(measure: str, name: str) -> Figure | None:
        return next((f for f in held.get((measure, name), []) if f.value is not None), None)

    deployed = find("force", "deployed")
    if deployed is None:
        hint = "Read reports that give its strength, or write a StartState by hand."
        raise InputError("no figure gives the mission's strength", where="force.deployed", hint=hint)
    on = on or deployed.on
    if on is None:
        raise InputError("the figures bear no day", where="force.deployed", hint="Say from which day to start.")
    notes: list[str] = []
    strength = _amount(deployed)
    people = _people(strength, find("force", "contingents"), find("force", "pledged"), notes)
    fleets = _fleets(strength, find, notes)
    funds = _funds(held, notes)
    if not funds:
        notes.append("No figure gives the mission's money: it is not followed, and never limits what is done.")
    return StartState(mission.id, on, people, fleets, funds, tuple(notes))


def _amount(figure: Figure, scale: float = 1.0) -> Amount:
    value = figure.value or 0.0
    low = min(value, figure.low if figure.low is not None else value)
    high = max(value, figure.high if figure.high is not None else value)
    return Amount(value / scale, max(0.0, low) / scale, high / scale, figure.id)


def _people(
    strength: Amount, contingents: Figure | None, pledged: Figure | None, notes: list[str]
) -> tuple[People, ...]:
    """The total split by the contingents' own newest strengths; the rest is one group of others."""
    parts: list[tuple[str, float]] = []
    if contingents is not None and "strength" in contingents.columns:
        column = contingents.columns.index("strength")
        for row in contingents.rows:
            number = _leading_number(row[column])
            if number:
                parts.append((str(row[0]), number))
    total = sum(n for _, n in parts)
    if total > strength.value > 0:
        notes.append("The contingents' reported strengths exceed the total; they are scaled down to it.")
        parts = [(name, n * strength.value / total) for name, n in parts]
        total = strength.value
    if strength.value - total >= 0.5:
        parts.append(("others" if parts else "all contingents", strength.value - total))
    outstanding = NONE
    if pledged is not None:
        said = _amount(pledged)
        outstanding = Amount(
            max(0.0, said.value - strength.value), max(0.0, said.low - strength.high),
            max(0.0, said.high - strength.low), pledged.id,
        )  # fmt: skip
    else:
        notes.append("No figure gives pledged personnel: none is expected to come.")
    out = []
    for name, n in parts:
        share = n / strength.value if strength.value else 0.0
        scaled = Amount(strength.value * share, strength.low * share, strength.high * share, strength.basis)
        out.append(People(name, scaled))
    return (*out, People("pledged", NONE, outstanding))


def _leading_number(cell: Any) -> float | None:
    digits = str(cell).replace(",", "").split("-")[0].split()
    try:
        return float(digits[0])
    except (ValueError, IndexError):
        return None


def _fleets(strength: Amount, find: Any, notes: list[str]) -> tuple[Fleet, ...]:
    """Armoured vehicles as counted; without a count, in proportion to the personnel."""
    item = "armoured_vehicle"
    came = find("readiness", f"{item}_delivered")
    if came is None or not came.value:
        low, mid, high = (strength.value * share for share in VEHICLES_PER_PERSON)
        why = f"no figure gives the armoured vehicles; {VEHICLES_PER_PERSON[1]:g} a person"
        return (Fleet("armoured vehicles", "medium", Amount.assume(mid, low, high, why)),)
    events = ("grounded", "destroyed", "lost", "failed", "damaged")
    seen = {what: f.value or 0.0 for what in events if (f := find("readiness", f"{item}_{what}"))}
    total = _amount(came)
    gone = seen.get("destroyed", 0.0) + seen.get("lost", 0.0)
    ever, broken = seen.get("grounded", 0.0), seen.get("failed", 0.0) + seen.get("damaged", 0.0)
    fleet = max(0.0, total.value - gone)
    why = "no report says which grounded or broken vehicles serve again: half of the grounded, a fifth of the broken"
    grounded = Amount.assume(min(fleet, ever / 2), 0.0, min(fleet, ever), why)
    waiting = Amount.assume(min(fleet, broken / 5), 0.0, min(fleet, broken), why)
    there = Amount(fleet, max(0.0, min(fleet, total.low - gone)), max(fleet, total.high - gone), came.id)
    notes.append("The armour of the fleet is taken as medium: no rating is known.")
    return (Fleet("armoured vehicles", "medium", there, waiting, grounded),)


def _funds(held: dict[tuple[str, str], list[Figure]], notes: list[str]) -> tuple[Fund, ...]:
    """One fund a stream of money in the commonest currency; what is at hand of what was paid is not reported."""
    paid = {p: f for f in held.get(("funding", "disbursed"), []) if f.value is not None and (p := _line(f))}
    promised = {p: f for f in held.get(("funding", "pledged"), []) if f.value is not None and (p := _line(f))}
    lines = {*paid, *promised}
    if not lines:
        return ()
    weight: dict[str, float] = {}
    for name, currency in lines:
        given = promised.get((name, currency)) or paid[name, currency]
        weight[currency] = weight.get(currency, 0.0) + (given.value or 0.0)
    main = max(sorted(weight), key=lambda c: weight[c])
    if others := sorted({c for _, c in lines} - {main}):
        notes.append(f"Money in {', '.join(others)} is left out: nothing is converted without a stated rate.")
    out = []
    for name, currency in sorted(lines):
        if currency != main:
            continue
        got, said = paid.get((name, currency)), promised.get((name, currency))
        received = got.value or 0.0 if got else 0.0
        why = "no report says how much of the money received is left: likeliest a quarter, anything from none to all"
        at_hand = Amount.assume(received / 4 / MILLION, 0.0, received / MILLION, why) if received else NONE
        outstanding = NONE
        if said is not None:
            ends = [max(0.0, x - received) / MILLION for x in (said.value or 0.0, said.low or 0.0, said.high or 0.0)]
            outstanding = Amount(ends[0], min(ends), max(ends), said.id)
        out.append(Fund(name, currency, at_hand, outstanding))
    return tuple(out)


def _line(figure: Figure) -> tuple[str, str] | None:
    params = dict(figure.params)
    name = params.get("line") or params.get("purpose") or figure.label.split(":")[0]
    return (name, figure.unit) if figure.unit and " " not in figure.unit else None
