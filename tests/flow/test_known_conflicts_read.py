"""The record's known conflicts in the brief on the example reports, read by the product itself: what a reader can see.

Reading does not get of the crash (7) that one report wrongly calls its death the first, which no claim holds. All else
stands there, with who gives it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from veye.brief import Brief, compose
from veye.brief.model import Table
from veye.flow.picture import make_picture
from veye.flow.pipeline import ingest
from veye.flow.reading import Kit
from veye.ledger import Ledger

EXAMPLES = Path(str(files("veye") / "examples"))
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    kit = Kit.load("mss-haiti")
    reports = sorted((EXAMPLES / "reports").glob("*.txt"))
    with Ledger.open(tmp_path_factory.mktemp("conflicts") / "case.veye") as ledger:
        ingest(
            reports, ledger, kit, spec=("mss-haiti", "grammar"), at=NOON, metadata=EXAMPLES / "reports.jsonl", workers=1
        )
        return compose(make_picture(ledger.view(), kit))


def sentences(brief: Brief, key: str) -> str:
    section = brief.section(key)
    assert section is not None
    return " ".join(s.text for p in section.paragraphs for s in p)


def table(brief: Brief, key: str, caption: str) -> Table:
    section = brief.section(key)
    assert section is not None
    return next(t for t in section.tables if t.caption.startswith(caption))


def differing(brief: Brief, what: str, when: str = "") -> str:
    """Who says what, in the only row of that subject and time; and it is cited."""
    held = table(brief, "differences", "Where reports differ")
    rows = [(r, c) for r, c in zip(held.rows, held.cites, strict=True) if what in r[1] and when in r[0]]
    assert len(rows) == 1, rows
    assert rows[0][1], "the row has no citation"
    return rows[0][0][2]


def holds(text: str, *values: str) -> None:
    missing = [v for v in values if v not in text]
    assert not missing, (missing, text)


def test_arrivals_of_400_and_200_stand_against_a_strength_of_400(brief: Brief) -> None:
    rows = table(brief, "differences", "Strength that does not follow").rows
    first = next(r for r in rows if r[0] == "personnel, Kenya" and r[1] == "2024-06-25")
    arrived, reported, unexplained = first[4], first[7], first[8]
    assert (arrived, reported, unexplained) == ("400–600", "400", "-200 to 0")


def test_the_fourth_contingent_is_144_or_200(brief: Brief) -> None:
    holds(differing(brief, "personnel of Kenya arrived", "February 2025"), "144 (", "200 (")


def test_the_second_guatemalan_group_has_75_or_77(brief: Brief) -> None:
    held = table(brief, "differences", "Where reports differ")
    arrived = [r[2] for r in held.rows if "personnel of Guatemala arrived" in r[1]]
    assert any("75 (the mission)" in said and "77 (the local press)" in said for said in arrived), arrived


def test_wholes_parts_and_days_of_saying_are_no_rivals(brief: Brief) -> None:
    rows = table(brief, "differences", "Where reports differ").rows
    assert not [r for r in rows if "other items" in r[1] or "evacuated in Kenscoff" in r[1] or "displaced" in r[1]]
    arrived = " ".join(r[2] for r in rows if "arrived" in r[1])
    assert not [n for n in ("744 (", "78 (", "150 (") if n in arrived], arrived
    days = " ".join(r[2] for r in rows if "the day of" in r[1])
    assert not [d for d in ("27 March", "9 October") if d in days], days


def test_the_first_vehicles_are_ten_or_eight(brief: Brief) -> None:
    held = table(brief, "differences", "Where reports differ")
    delivered = [r[2] for r in held.rows if "armoured vehicles delivered" in r[1]]
    assert any("10 (" in said and "8 (" in said for said in delivered), delivered


def test_the_ambush_has_two_days_a_man_missing_and_dead_and_each_owners_vehicles(brief: Brief) -> None:
    holds(differing(brief, "the day of: Ambush at Pont-Sondé"), "24 March 2025 (", "25 March 2025 (")
    holds(sentences(brief, "casualties"), "one member of the mission is reported dead by some and missing by others")
    holds(sentences(brief, "casualties"), "missing (26 March 2025)", "killed, unconfirmed")
    holds(differing(brief, "armoured vehicles failed in Pont-Sondé"), "1 (", "2 (")


def test_a_burning_vehicle_without_a_day_has_none_in_the_brief(brief: Brief) -> None:
    events = table(brief, "equipment", "Equipment events").rows
    assert any(r[:3] == ("not stated", "armoured vehicles", "destroyed") for r in events)


def test_the_crash_killed_one_civilian_or_two(brief: Brief) -> None:
    rows = table(brief, "casualties", "Numbers on which reports differ").rows
    (crash,) = [r for r in rows if r[0] == "31 August 2025" and r[2] == "civilian killed"]
    holds(crash[3], "1 (", "2 (")


def test_the_massacre_has_every_toll_from_26_to_170(brief: Brief) -> None:
    rows = table(brief, "casualties", "Numbers on which reports differ").rows
    (massacre,) = [r for r in rows if r[:3] == ("3 October 2024", "Pont-Sondé", "civilian killed")]
    holds(massacre[3], "26 (", "at least 60 (the public prosecutor", "at least 70 (", "115 (", "170 (")


def test_3884_stand_as_killed_and_as_killed_or_wounded_beside_each_other(brief: Brief) -> None:
    holds(differing(brief, "people killed", "January to June 2024"), "3,884 killed (", "3,884 killed or wounded (")


def test_two_totals_of_2025_stand_beside_each_other(brief: Brief) -> None:
    holds(differing(brief, "people killed", "2025"), "at least 8,100 killed (", "5,915 killed (")


def test_costs_stand_with_their_periods_and_the_billions_are_flagged(brief: Brief) -> None:
    said = differing(brief, "what the mission costs")
    holds(said, "600 million US dollars a year (", "515 to 600 million US dollars over two years (", "800 million")
    (billions,) = [part for part in said.split("; ") if part.startswith("75 billion")]
    assert "75 billion US dollars" in billions
    holds(said, "out of line with all others, counted in no total")
    assert "billion" not in sentences(brief, "money")


def test_pay_is_late_three_months_or_one_or_not_at_all(brief: Brief) -> None:
    said = sentences(brief, "money")
    holds(said, "late by three months (", "Paid up to October 2024, which leaves one month owed (", "Paid in full (")
    holds(said, "cannot all be right: 0 to 3 months are owed")
    rows = table(brief, "money", "Pay as reported").rows
    assert any(r[0] == "27 August 2024" and "late by two months" in r[1] for r in rows)


def test_the_ceiling_and_the_vote_stand_both_ways(brief: Brief) -> None:
    holds(differing(brief, "personnel authorised"), "5,500 (", "5,550 (")
    holds(differing(brief, "votes for the resolution"), "12 (", "13 (")


def test_the_capital_is_held_to_80_85_or_90_per_cent(brief: Brief) -> None:
    holds(sentences(brief, "security"), "80, 85 or 90 % of Port-au-Prince")


def test_two_evacuated_to_level_2_stand_beside_more_wounded(brief: Brief) -> None:
    said = differing(brief, "evacuated, and wounded")
    holds(said, "two evacuated to hôpital de niveau 2 in all", "wounded (all reports)")
    low = re.search(r"(\d+)(?: to \d+)? wounded \(all reports\)", said)
    assert low is not None
    assert int(low[1]) > 2
