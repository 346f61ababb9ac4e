"""Values that stand as rivals can be no two parts of one truth; and one man is told once."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from veye.brief.cite import Citations
from veye.brief.desk import Desk, tolls, two_fates
from veye.brief.sections.differences import differences
from veye.brief.sections.rival_values import rivals
from veye.records import (
    Casualty,
    Claim,
    Count,
    Document,
    Evacuation,
    Flags,
    Incident,
    Picture,
    Source,
    Strength,
    When,
)
from veye.resolve.incidents import statuses, tallies

TEXT = "Of the lot that came 75 or 77 were counted, and a man went missing who had been killed in the ambush there."


def told(statement, *, key, on=None, published="2025-01-05", recalled=False, hedged=False, at=(0, 10)):
    doc = Document.make(TEXT + f" ({key})", key=key, source=Source(key), language="en", published=published)
    when = When.from_iso(on) if on else None
    claim = Claim.make(
        doc.id, statement, (doc.span(*at),), when=when, flags=Flags(backref=recalled, hedged=hedged), language="en"
    )
    return doc, claim


def held(picture: Picture, *said) -> tuple[Incident, Desk]:
    """One incident of these claims, and a desk on it."""
    docs = {d.id: d for d, _ in said}
    claims = tuple(c for _, c in said)
    found = tallies(claims, docs, {}, "conservative")
    when = next((c.when for c in claims if c.when), None)
    ids = tuple(c.id for c in claims)
    incident = Incident(
        "inc-9", "attack", "Ambush, 2025-01-03", ids, tuple(docs), when,
        tallies=found, statuses=statuses(claims, docs),
    )  # fmt: skip
    made = msgspec.structs.replace(
        picture, claims=claims, documents=tuple(docs.values()), incidents=(incident,), figures=()
    )
    return incident, Desk.of(made, Citations(made))


def values(incident: Incident, desk: Desk) -> list[tuple[date | None, list[int | None]]]:
    return [
        (when.earliest if when else None, sorted(v.count.best or 0 for v in tally.values))
        for t in incident.tallies
        for when, tally in rivals(incident, t, desk)
    ]


def came(count: int, **rest):
    return told(Strength("Jamaica", Count.exactly(count), "arrived"), **rest)


def test_lots_of_two_days_and_their_whole_are_no_rivals(picture):
    incident, desk = held(
        picture,
        came(75, key="a", on="2025-01-03"),
        came(75, key="b", on="2025-01-04"),
        came(150, key="c", on="2025-01"),
    )
    assert values(incident, desk) == []


def test_two_counts_of_one_day_are_rivals_and_a_vaguer_one_beside_one_day_too(picture):
    incident, desk = held(
        picture, came(75, key="a", on="2025-01-04"), came(77, key="b", on="2025-01-04"), came(90, key="c", on="2025-01")
    )
    assert values(incident, desk) == [(date(2025, 1, 4), [75, 77, 90])]


def test_a_whole_told_in_recall_is_no_rival_of_a_lot(picture):
    incident, desk = held(picture, came(8, key="a", on="2025-01-03"), came(78, key="b", on="2025-01", recalled=True))
    assert values(incident, desk) == []


def moved(count: int, **rest):
    return told(Evacuation(Count.exactly(count)), on="2025-01-03", **rest)


def test_of_evacuated_people_a_report_that_tells_both_numbers_contradicts_neither(picture):
    incident, desk = held(picture, moved(8, key="a"), moved(3, key="a", at=(12, 20)), moved(3, key="b"))
    assert values(incident, desk) == []
    incident, desk = held(picture, moved(8, key="a"), moved(3, key="b"))
    assert values(incident, desk) == [(date(2025, 1, 3), [3, 8])]


def lost(outcome: str, **rest):
    return told(Casualty(outcome, Count.exactly(1), "mission"), **rest)


def test_a_man_missing_for_some_and_dead_for_others_is_one_man(picture):
    incident, desk = held(
        picture,
        lost("missing", key="a", on="2025-01-03", published="2025-01-04"),
        lost("killed", key="b", on="2025-01-03", published="2025-01-06", hedged=True),
    )
    assert two_fates(incident, desk) == {"mission"}
    said = tolls(incident.tallies, two_fates=two_fates(incident, desk))
    assert said == "one member of the mission is reported dead by some and missing by others"


@pytest.mark.parametrize(("at", "one"), [((50, 70), False), ((5, 20), True)])
def test_a_report_that_tells_of_both_in_other_words_tells_of_two_men(picture, at, one):
    incident, desk = held(
        picture,
        lost("missing", key="a", on="2025-01-03", published="2025-01-04"),
        lost("missing", key="b", on="2025-01-03", published="2025-01-06"),
        lost("killed", key="b", on="2025-01-03", published="2025-01-06", at=at),
    )
    assert bool(two_fates(incident, desk)) is one


def test_a_day_on_which_something_was_said_later_is_none_of_the_incident(picture):
    _, desk = held(
        picture,
        lost("killed", key="a", on="2025-01-03", published="2025-01-04"),
        lost("killed", key="b", on="2025-01-09", published="2025-01-10"),
    )
    rows = [r for t in differences(desk).tables for r in t.rows]
    assert not [r for r in rows if "the day of" in r[1]]
    _, desk = held(
        picture,
        lost("killed", key="a", on="2025-01-03", published="2025-01-04"),
        lost("killed", key="b", on="2025-01-02", published="2025-01-10"),
    )
    (row,) = [r for t in differences(desk).tables for r in t.rows if "the day of" in r[1]]
    assert (row[1], row[2]) == ("the day of: Ambush", "3 January 2025 (a); 2 January 2025 (b)")
