"""What coders would write down of a report: nine types, no number worked out, no word that the sheets lack."""

from __future__ import annotations

from veye.records import Casualty, Claim, Count, Document, Evacuation, Pay, Source, Strength, coded, flat, on_sheet

DOC = Document.make("Kenyan officers wait for their pay.", key="a", source=Source("Paper"))


def claims(*said) -> list[Claim]:
    return [Claim.make(DOC.id, statement, (DOC.span(0, 6),)) for statement in said]


def test_sheets_leave_out_pay_sums_and_joined_outcomes() -> None:
    told = claims(
        Casualty("killed", Count.exactly(2)),
        Casualty("killed or wounded", Count.exactly(9)),
        Pay("Kenya", "late", count=Count.exactly(3)),
        Strength("Kenya", Count.exactly(7), "current", derived_from="3 + 4"),
        Evacuation(Count.exactly(1)),
    )
    assert [(row["type"], row["count_low"]) for row in coded(told)] == [("casualty", 2), ("evacuation", 1)]
    assert [on_sheet(flat(c)) for c in told] == [True, False, False, True, True]


def test_a_reader_prints_pay_and_leaves_out_what_is_not_told() -> None:
    (pay,) = map(flat, claims(Pay("Kenya", "paid", paid_to="2024-10")))
    assert (pay["type"], pay["status"], pay["paid_to"], pay["count_low"]) == ("pay", "paid", "2024-10", None)
