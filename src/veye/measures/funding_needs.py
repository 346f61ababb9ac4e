"""What the mission is said to need, how much of that came, and how long what came could last."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.measures.basis import Basis
from veye.measures.blank import REPORTED
from veye.measures.funding_lines import Line, Sum, amount, line_params
from veye.measures.observations import Spread
from veye.measures.words import number
from veye.records import Figure, fold

NUMBERS = {"one": 1, "two": 2, "three": 3}


class Need(msgspec.Struct, frozen=True):
    """A stated requirement: of what, how much, over how many months where stated, and the claims that state it."""

    name: str
    currency: str
    spread: Spread
    months: float | None
    source: str


def needs(basis: Basis, held: Sequence[Line]) -> list[Need]:
    """Requirements of the profile's lines, else the newest amounts requested."""
    out = []
    for line in basis.mission.funding:
        if line.requirement and line.currency:
            asked = Spread(line.requirement, line.requirement, line.requirement, False, ())
            source = line.source.url if line.source else "mission profile"
            out.append(Need(line.name, line.currency, asked, months_of(line.period), source))
    if out:
        return out
    requests = [(line, total) for line in held if (total := amount(basis, line, "requested"))]
    return [
        Need(line.name, line.currency, total.spread, _months(basis, total) or months_of(line.name), "reports")
        for line, total in requests
        if total.spread.low > 0
    ]


def _months(basis: Basis, total: Sum) -> float | None:
    """The period that all claims behind an amount state; None where they state none or several."""
    told = {getattr(basis.claim[i].statement, "months", None) for i in total.spread.claim_ids}
    return next(iter(told)) if len(told) == 1 else None


def months_of(period: str | None) -> float | None:
    """Months in the words for a period; None where they do not say.

    >>> months_of("a year"), months_of("24 months"), months_of("two years"), months_of("2026"), months_of(None)
    (12.0, 24.0, 24.0, 12.0, None)
    """
    words = fold(period or "")
    if match := re.search(r"(\d+)\s*months?\b", words):
        return float(match.group(1))
    if match := re.search(r"\b(\d{1,2}|one|two|three)\s*years?\b", words):
        return 12.0 * (int(match.group(1)) if match.group(1).isdigit() else NUMBERS[match.group(1)])
    if re.search(r"\b(year|yearly|annual|annually|per annum)\b", words) or re.fullmatch(r"\d{4}", words):
        return 12.0
    return 1.0 if re.search(r"\b(month|monthly)\b", words) else None


def needs_met(basis: Basis, held: Sequence[Line]) -> list[Figure]:
    """Per requirement: the share received, and the months that could pay for; refused without a requirement."""
    out: list[Figure] = []
    for need in needs(basis, held):
        known = {line.name for line in basis.mission.funding} or {line.name for line in held}
        paid = [line for line in held if line.currency == need.currency and amount(basis, line, "disbursed")]
        own = [line for line in paid if line.name == need.name]
        for line in own or [line for line in paid if line.name in known]:
            out += [_coverage(basis, line, need), _runway(basis, line, need)]
    if out:
        return out
    share = basis.blank(
        "funding", "requirement_coverage", "Share of the requirement received", "%", "100 · received / requirement"
    )
    months = basis.blank(
        "funding", "runway", "Months the money received pays for", "months", "received / monthly requirement"
    )
    if needs(basis, held):
        reason = "no report gives what was paid in the currency of the requirement"
        return [share.refused(reason), months.refused(reason)]
    return [
        share.refused("no report or profile gives the requirement"),
        months.refused("no report states the monthly cost"),
    ]


def _of(need: Need, line: Line) -> str:
    return "" if need.name == line.name else f" (of {need.name})"


def _coverage(basis: Basis, line: Line, need: Need) -> Figure:
    paid = amount(basis, line, "disbursed")
    assert paid is not None
    got, asked = paid.spread, need.spread
    gap = number(asked.best - got.best)
    label = f"{line.name}: share of the requirement received{_of(need, line)}"
    params = line_params(line, ("requirement", need.name))
    blank = basis.blank("funding", "requirement_coverage", label, "%", "100 · received / requirement", params)
    return blank.filled(
        100 * got.best / asked.best, 100 * got.low / asked.top, 100 * got.top / asked.low,
        interval=f"{REPORTED} amounts", shown=f"100 · {number(got.best)} / {number(asked.best)}",
        contested=got.contested or asked.contested, claims=[*got.claim_ids, *asked.claim_ids],
        notes=(f"The gap is {gap} {need.currency}. The requirement: {need.source}.",),
        columns=("received", "requirement", "gap"), rows=((number(got.best), number(asked.best), gap),),
    )  # fmt: skip


def _runway(basis: Basis, line: Line, need: Need) -> Figure:
    """Months of stated need that the money received could pay: from 0 (all spent) to all of it unspent."""
    label = f"{line.name}: months of the requirement it could still pay, at most{_of(need, line)}"
    params = line_params(line, ("requirement", need.name), ("of", "runway"))
    blank = basis.blank("funding", "runway", label, "months", "received / monthly requirement", params)
    paid, frozen = amount(basis, line, "disbursed"), amount(basis, line, "frozen")
    assert paid is not None
    if need.months is None:
        return blank.refused("no report states the monthly cost, nor the period of the requirement")
    monthly = need.spread.best / need.months
    notes = ["What has been spent is not reported: the true number lies between none and this."]
    if frozen:
        held_back = f"{number(frozen.spread.best)} {line.currency}"
        notes.append(f"{held_back} are reported frozen and may be part of what was received.")
    return blank.filled(
        paid.spread.best / monthly, 0.0, paid.spread.top / (need.spread.low / need.months),
        interval="all spent, to nothing spent yet", shown=f"{number(paid.spread.best)} / {number(monthly)}",
        contested=paid.spread.contested, notes=tuple(notes),
        claims=[*paid.spread.claim_ids, *need.spread.claim_ids, *(frozen.claim_ids if frozen else ())],
    )  # fmt: skip
