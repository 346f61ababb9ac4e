"""Claims as flat rows, and as the field's coding sheets have them: nine types, and no number worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from veye.records.claim import Claim
from veye.records.count import Count
from veye.records.when import When

SHEET_TYPES = frozenset(
    ("casualty", "equipment", "evacuation", "strength", "attack", "displacement", "funding", "control", "milestone")
)
SHEET_OUTCOMES = frozenset(("killed", "wounded", "missing", "abducted"))


def on_sheet(row: Mapping[str, Any]) -> bool:
    """Whether coding sheets have a word for a flat claim: they hold no pay, and no count of two outcomes together."""
    return row["type"] in SHEET_TYPES and (row["type"] != "casualty" or row["outcome"] in SHEET_OUTCOMES)


def coded(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """The flat claims that coders would write down, in order.

    Left out are numbers worked out from others (`derived_from`) and what the sheets have no word for (`on_sheet`): a
    scorer that knows the sheets alone would count it as wrong.
    """
    rows = [flat(c) for c in claims if not getattr(c.statement, "derived_from", None)]
    return [row for row in rows if on_sheet(row)]


def _coded_date(when: When | None) -> str | None:
    """The ISO prefix that coding sheets give; a week or two across a month's end goes to the month of its middle."""
    if when is None:
        return None
    if when.days <= 14 and len(when.iso()) < 7:
        middle = when.earliest + (when.latest - when.earliest) / 2
        return f"{middle:%Y-%m}"
    return when.iso() or None


_ONLY_WHERE_TOLD = frozenset({"votes_for", "votes_against", "abstentions", "amount_high", "months"})


def flat(claim: Claim) -> dict[str, Any]:
    """One flat JSON-ready object a claim: `type`, the statement's fields, date, place, flags, span.

    Field names follow the field's coding sheets: counts as `count_low` and `count_high`, an evacuation's ends as
    `from` and `to`, `date` as an ISO prefix beside the first and last day it may be. Flags appear only when true;
    votes, the upper end of a sum and its period only where told. This is what `veye read` prints.
    """
    out: dict[str, Any] = {"type": claim.type}
    for field in claim.statement.__struct_fields__:
        value = getattr(claim.statement, field)
        if isinstance(value, Count):
            out["count_low"], out["count_high"] = value.low, value.high
            if value.words:
                out["count_words"] = value.words
        elif value is not None or field not in _ONLY_WHERE_TOLD:
            out[{"origin": "from", "destination": "to"}.get(field, field)] = value
    out["date"] = _coded_date(claim.when)
    out["date_earliest"] = claim.when.earliest.isoformat() if claim.when else None
    out["date_latest"] = claim.when.latest.isoformat() if claim.when else None
    out["place"] = claim.place.words if claim.place else None
    if claim.type in ("casualty", "displacement"):
        out["cumulative"] = claim.flags.cumulative
    elif claim.flags.cumulative:
        out["cumulative"] = True
    out |= {name: True for name in ("backref", "hedged", "denied", "planned") if getattr(claim.flags, name)}
    out["attribution"] = msgspec.to_builtins(claim.attribution) if claim.attribution else None
    out["span"] = [claim.span.start, claim.span.end] if claim.span else None
    out["quote"] = claim.span.quote if claim.span else None
    if claim.row:
        out["row"] = msgspec.to_builtins(claim.row)
    out |= {"id": claim.id, "doc_id": claim.doc_id, "language": claim.language}
    out["read_by"] = f"{claim.read_by.reader} {claim.read_by.version} {claim.read_by.rule}"
    out["confidence"] = claim.confidence
    if claim.disputed:
        out["disputed"] = list(claim.disputed)
    return out
