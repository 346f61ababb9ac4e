"""Dated steps in a brief: the profile and the reports as one table, as it stood on the day."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from veye.brief import compose
from veye.records import Claim, Document, Fact, Milestone, Picture, PlannedMilestone, Source, When

FACT = Fact("https://example.org/calendar")


def _with_steps(picture: Picture, on: date, *steps: PlannedMilestone, told: str = "2026-08-30") -> Picture:
    text = f"Elections are now planned for {told}."
    doc = Document.make(text, key="e", source=Source("The Desk"), language="en", published="2025-11-21")
    said = Milestone("election", "planned", "elections")
    claim = Claim.make(doc.id, said, (doc.span(0, len(text)),), language="en", when=When.from_iso(told))
    mission = replace(picture.mission, milestones=steps)
    more = (claim,) if doc.published and doc.published <= on.isoformat() else ()
    return replace(
        picture, mission=mission, on=on, claims=(*picture.claims, *more), documents=(*picture.documents, doc)
    )


def _table(picture: Picture) -> list[tuple[str, ...]]:
    tables = compose(picture).section("road-ahead").tables
    return [row for table in tables if table.caption.startswith("Dated steps") for row in table.rows]


def test_a_step_of_the_profile_and_a_report_of_it_are_one_row_newest_first(picture):
    plan = PlannedMilestone("election", "First round", FACT, "2026-08-30", known="2025-11")
    began = PlannedMilestone("deployment", "First contingent", FACT, actual="2024-06-25")
    rows = _table(_with_steps(picture, date(2025, 12, 1), began, plan))
    assert [(r[0], r[4]) for r in rows] == [("30 August 2026", "1 report and profile"), ("25 June 2024", "profile")]


def test_no_brief_tells_of_a_plan_before_it_was_made(picture):
    plan = PlannedMilestone("election", "First round", FACT, "2026-08-30", known="2025-11")
    assert _table(_with_steps(picture, date(2025, 4, 2), plan)) == []


def test_the_end_of_the_mandate_is_the_one_known_on_the_day(picture):
    ends = (
        PlannedMilestone("mandate", "First mandate ends", FACT, "2025-10-02", "2025-10-02", known="2024-09-30"),
        PlannedMilestone("mandate", "Second mandate ends", FACT, "2026-10-02", known="2025-09-30"),
    )
    for day, expected in ((date(2025, 4, 2), "2 October 2025"), (date(2025, 12, 1), "2 October 2026")):
        (told, *_) = compose(_with_steps(picture, day, *ends)).section("background").paragraphs
        assert f"Its mandate runs to {expected}." in [s.text for s in told]


def test_what_lies_ahead_names_steps_that_only_the_profile_knows(picture):
    support = PlannedMilestone("transition", "A support office takes over", FACT, "2026-03-31", known="2025-09-30")
    brief = compose(_with_steps(picture, date(2025, 12, 1), support))
    said = [s for p in brief.section("road-ahead").paragraphs for s in p if "A support office takes over" in s.text]
    assert said[0].text.endswith("about four months away.")
    assert said[0].cites


def test_a_country_that_no_longer_leads_is_said_to_have_led(picture):
    led = replace(picture, mission=replace(picture.mission, lead="Kenya", lead_until=date(2025, 10, 2)))
    for day, words in ((date(2025, 4, 2), "is led by Kenya."), (date(2025, 12, 1), "was led by Kenya until 2 October")):
        (told, *_) = compose(replace(led, on=day)).section("background").paragraphs
        assert any(words in s.text for s in told)
