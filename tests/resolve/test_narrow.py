"""An incident seen through some of its claims."""

from __future__ import annotations

from veye.records import Casualty, Claim, Count, Document, Incident, ReportedValue, Source, Tally
from veye.resolve.narrow import narrowed


def told(number: int, count: int) -> tuple[Claim, ReportedValue]:
    doc = Document.make(f"{count} hurt ({number})", key=str(number), source=Source(f"outlet {number}"))
    claim = Claim.make(doc.id, Casualty("wounded", Count.exactly(count), "mission"), (doc.span(0, 4),))
    return claim, ReportedValue(claim.id, doc.id, f"org-{number}", Count.exactly(count))


def test_tally_rests_on_live_values_alone():
    (a, two), (b, five) = told(1, 2), told(2, 5)
    tally = Tally("wounded", "mission", 2, 2, 5, "conservative", (two, five), contested=True)
    ids, docs, origins = (a.id, b.id), (a.doc_id, b.doc_id), ("org-1", "org-2")
    whole = Incident("inc-1", "attack", "x", ids, docs, tallies=(tally,), origin_ids=origins)
    assert narrowed(whole, {a.id: a, b.id: b}) is whole
    part = narrowed(whole, {b.id: b})
    assert part is not None
    assert (part.id, part.doc_ids, part.origin_ids) == ("inc-1", (b.doc_id,), ("org-2",))
    (left,) = part.tallies
    assert (left.low, left.best, left.high, left.contested) == (5, 5, 5, False)
    assert narrowed(whole, {}) is None
