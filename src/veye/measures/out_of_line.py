"""Amounts of money that no other telling comes near: slips of scale and currency, shown apart and never counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from veye.measures.basis import Basis
from veye.measures.words import number
from veye.records import Claim, Figure, Funding

FAR = 50  # times; a slip of a thousand, or a shilling taken for a dollar, lies beyond it
FEW = 2  # other reports that must agree where no report of the same origin gives the amount right


def out_of_line(basis: Basis) -> dict[str, float]:
    """Claim id -> how many times larger its amount is than all that it is held against.

    An amount is held against the largest of one kind, giver and currency that other reports of its origin tell, which
    it was rewritten from; where they tell none, against the largest of all, of which there must be at least two.
    """
    return basis.always("out_of_line", _out_of_line)


def _out_of_line(basis: Basis) -> dict[str, float]:
    groups: dict[tuple[str, str, str], list[tuple[float, Claim]]] = defaultdict(list)
    for claim in basis.of(Funding, planned=True):
        said = claim.statement
        assert isinstance(said, Funding)
        if said.amount:
            groups[said.kind, said.donor or "multiple", said.currency or ""].append((said.amount, claim))
    out = {}
    for told in groups.values():
        for amount, claim in told:
            others = [(a, c) for a, c in told if c.doc_id != claim.doc_id]
            same = [a for a, c in others if _origin(basis, c) == _origin(basis, claim)]
            apart = {c.doc_id for _, c in others}
            against = max(same or [a for a, _ in others if len(apart) >= FEW], default=0.0)
            if against and amount >= FAR * against:
                out[claim.id] = amount / against
    return out


def _origin(basis: Basis, claim: Claim) -> str:
    return basis.origin_of.get(claim.doc_id, claim.doc_id)


def figures(basis: Basis) -> list[Figure]:
    """How many amounts are out of line, each with who gives it; no figure where none is."""
    found = out_of_line(basis)
    if not found:
        return []
    formula = f"amounts at least {FAR} times those told of the same giver and kind"
    blank = basis.blank("funding", "out_of_line", "Amounts out of line with all others", "amounts", formula)
    return [
        blank.counted(
            len(found),
            claims=found,
            notes=("They are shown as they are told, and stand in no total.",),
            columns=("amount", "currency", "what", "who says it", "times the others"),
            rows=tuple(_row(basis, basis.claim[i], times) for i, times in sorted(found.items())),
        )
    ]


def _row(basis: Basis, claim: Claim, times: float) -> tuple[str, ...]:
    said = claim.statement
    assert isinstance(said, Funding)
    return number(said.amount or 0.0), said.currency or "", said.kind, basis.said_by(claim), f"{times:,.0f}"


def in_line(basis: Basis, claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those out of line."""
    odd = out_of_line(basis)
    return [c for c in claims if c.id not in odd]
