"""The mission in Haiti on 174 dated facts: the figures that its record must give."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from measures_made import incident, named, tally

from veye.facts import load_mission
from veye.measures import measure, series
from veye.records import (
    Attribution,
    Casualty,
    Claim,
    Count,
    Displacement,
    Document,
    Equipment,
    Evacuation,
    Figure,
    Flags,
    Funding,
    Incident,
    Mission,
    Place,
    PlaceMention,
    Row,
    Series,
    Source,
    StatusStep,
    Strength,
    When,
)  # fmt: skip
from veye.records.claim import Statement

HAITI = Place("HTI", "Haiti", "country", 18.9, -72.7, 94, 6, country="HT")
MONEY = {"funding_received": "disbursed", "funding_pledge": "pledged", "funding_freeze": "frozen"}
Rows = list[tuple[Document, Claim, dict[str, str]]]
OUTCOMES = {"casualty_killed": "killed", "casualty_wounded": "wounded", "casualty_missing": "missing"}


def statement(row: dict[str, str]) -> Statement | None:
    """What a row states, by its kind; None for the kinds that no test here needs."""
    kind, subject = row["kind"], row["subject"]
    ends = [float(row[k]) if row[k] else None for k in ("value_low", "value_high")]
    count = Count(*(None if n is None else int(n) for n in ends))
    if kind in ("strength", "authorised_strength") and row["unit"] == "personnel":
        return Strength(
            "Kenya" if "Kenyan" in subject else "total", count, "current" if kind == "strength" else "authorised"
        )
    if kind == "pledge_strength":
        country = next((c for c in ("Chad", "Benin", "Bangladesh") if c in subject), "total")
        return Strength(country, count, "pledged")
    if kind in ("arrival", "rotation"):
        country = next(
            (c for c in ("Kenyan", "Jamaica", "Belize", "Guatemala", "El Salvador") if c in subject), "total"
        )
        return Strength(country, count, "arrived" if kind == "arrival" else "departed")
    if kind in MONEY and "trust fund" in subject.casefold() and row["unit"] == "USD million":
        return Funding(
            "United States" if subject.startswith("US") else None,
            ends[0] and ends[0] * 1e6,
            "USD",
            MONEY[kind],
            "UN trust fund",
        )  # type: ignore[arg-type]
    if kind == "displacement":
        return Displacement(count)
    if kind in ("killed", "injured", "kidnapped") and ends[0]:
        outcome = {"killed": "killed", "injured": "wounded", "kidnapped": "abducted"}[kind]
        return Casualty(outcome, count, who="unknown")  # type: ignore[arg-type]
    if kind in OUTCOMES and subject.startswith(("MSS", "Haitian council", "Kenyan police chief", "Cumulative")):
        cause = "vehicle accident" if "accident" in subject else "gunshot"
        return Casualty(OUTCOMES[kind], count, who="mission", cause=cause)  # type: ignore[arg-type]
    if kind in ("equipment_delivery", "equipment_grounding") and row["unit"] == "vehicle":
        owner = "Haitian police" if "Haitian police" in subject else None
        event = "grounded" if kind == "equipment_grounding" else "delivered"
        return Equipment(subject, "armoured_vehicle", event, count, row["note"] or None, owner)  # type: ignore[arg-type]
    return Evacuation(count, None, row["place"]) if kind == "medevac" else None


def period(row: dict[str, str]) -> When:
    """The days that a row speaks of: a quarter or year where its subject names one."""
    day, subject = When.from_iso(row["date"]), row["subject"]
    if row["kind"] in ("killed", "injured", "kidnapped"):
        year = day.latest.year
        for n in range(1, 5):
            if f"Q{n} " in f"{subject} ":
                return When(date(year, 3 * n - 2, 1), day.latest, "quarter")
        if subject.startswith(("Year", "January-November")):
            return When(date(year, 1, 1), day.latest, "year" if subject.startswith("Year") else "longer")
        if "June-August" in subject:
            return When(date(year, 6, 1), day.latest, "quarter")
    return day


@pytest.fixture(scope="module")
def rows(shared: Path) -> Rows:
    """A document and a claim for each row that states what a measure uses."""
    out = []
    with (shared / "data" / "haiti" / "mss_timeline.csv").open(encoding="utf-8") as lines:
        for n, row in enumerate(csv.DictReader(lines)):
            said = statement(row)
            if said is None:
                continue
            doc = Document.make(row["subject"], key=str(n), source=Source(row["source_url"]), published=row["date"])
            evidence = (Row("timeline", str(n), tuple(row.items())),)
            total = row["kind"] in ("killed", "injured", "kidnapped") or row["subject"].startswith("Cumulative")
            place = PlaceMention(row["place"], HAITI if row["place"] == "Haiti" else None)
            voice = (
                "Secretary-General"
                if "Secretary-General" in row["subject"] + row["note"]
                else row["subject"].split()[0]
            )
            by = (
                Attribution("IOM" if "IOM" in row["subject"] else voice, "un")
                if total or "IOM" in row["subject"]
                else None
            )
            claim = Claim.make(
                doc.id, said, evidence, when=period(row), place=place, attribution=by, flags=Flags(cumulative=total)
            )
            out.append((doc, claim, row))
    return out


@pytest.fixture(scope="module")
def mss() -> Mission:
    return load_mission("mss-haiti")


def happenings(rows: Rows) -> Iterator[Incident]:
    """One incident a casualty row of the mission; the officer missing on 25 March 2025, called dead later, is one."""
    groups: dict[str, list[Claim]] = {}
    for _, claim, row in rows:
        if row["kind"] in OUTCOMES and not claim.flags.cumulative:
            ambush = "2025-03-25" <= row["date"] <= "2025-03-30"
            groups.setdefault("ambush" if ambush else row["date"] + row["kind"], []).append(claim)
    for key, claims in groups.items():
        by_outcome: dict[str, list[Claim]] = {}
        for claim in claims:
            by_outcome.setdefault(_said(claim).outcome, []).append(claim)
        lows = {outcome: max(_said(c).count.low or 0 for c in mine) for outcome, mine in by_outcome.items()}
        tallies = tuple(
            tally(o, "mission", mine, low=lows[o], best=lows[o], high=lows[o]) for o, mine in by_outcome.items()
        )
        told = sorted(claims, key=lambda c: c.when.iso() if c.when else "")
        steps = tuple(StatusStep(f"{_said(c).outcome} (mission)", c.id, c.when and c.when.iso()) for c in told)
        kind = "accident" if any(_said(c).cause == "vehicle accident" for c in claims) else "attack"
        assert claims[0].when is not None
        yield incident(key, claims, tallies, on=claims[0].when.iso(), kind=kind, statuses=steps)


def _said(claim: Claim) -> Casualty:
    assert isinstance(claim.statement, Casualty)
    return claim.statement


def figures(rows: Rows, mss: Mission, on: date) -> list[Figure]:
    return measure([c for _, c, _ in rows], list(happenings(rows)), [d for d, _, _ in rows], [], mss, on=on)


def test_980_of_5550_are_18_per_cent_and_of_2500_39(rows: Rows, mss: Mission) -> None:
    made = figures(rows, mss, date(2025, 12, 9))
    assert named(made, "force", "deployed").value == 980
    assert round(named(made, "force", "fill_rate", ceiling="5,550").value or 0) == 18
    assert round(named(made, "force", "fill_rate", ceiling="2,500").value or 0) == 39


def test_the_trust_fund_holds_14_per_cent_of_its_yearly_requirement(rows: Rows, mss: Mission) -> None:
    made = figures(rows, mss, date(2025, 12, 9))
    assert named(made, "funding", "disbursed", currency="USD").value == 113e6
    assert round(named(made, "funding", "requirement_coverage").value or 0) == 14
    frozen = named(made, "funding", "frozen")
    assert frozen.value == 13.3e6


def test_two_hostile_deaths_on_about_1150_person_years_are_1_7_per_thousand(rows: Rows, mss: Mission) -> None:
    rate = named(figures(rows, mss, date(2025, 12, 28)), "casualties", "death_rate_hostile")
    assert 1140 <= rate.rows[0][1] <= 1160
    assert [round(n or 0, 1) for n in (rate.low, rate.value, rate.high)] == [0.2, 1.7, 6.3]
    assert rate.rows[0][2] == "2024-06-25"  # the first arrival


def test_the_quarters_of_2025_are_8_short_of_the_published_year(rows: Rows, mss: Mission) -> None:
    made = figures(rows, mss, date(2026, 2, 1))
    gap = named(made, "harm", "quarter_gap_killed", year="2025")
    assert gap.value == 8
    assert "5,915 - 5,907" in gap.method
    published = {dict(f.params)["producer"] for f in made if f.name == "published_killed"}
    assert len(published) >= 2  # the human-rights office and the Secretary-General, never merged


def test_pledges_of_7500_are_1950_above_the_ceiling(rows: Rows, mss: Mission) -> None:
    pledged = named(figures(rows, mss, date(2025, 12, 20)), "force", "pledged")
    assert "Pledges of 7,500 are above the ceiling of 5,550 by 1,950." in pledged.notes


def test_the_twenty_grounded_vehicles_have_no_share_of_the_fleet(rows: Rows, mss: Mission) -> None:
    made = figures(rows, mss, date(2025, 4, 2))
    assert named(made, "readiness", "armoured_vehicle_grounded").value == 20
    share = named(made, "readiness", "armoured_vehicle_readiness", type="International MaxxPro MRAP")
    assert (share.value, share.refused is not None) == (None, True)
    delivered = named(made, "readiness", "armoured_vehicle_delivered")
    assert (delivered.low, delivered.high) == (32, 34)  # 8 or 10, then 24


def test_conflicts_of_the_record_stay_conflicts(rows: Rows, mss: Mission) -> None:
    made = figures(rows, mss, date(2025, 3, 1))
    strength = [s for s in kept(rows, mss) if s.key == "strength/Kenya/arrived"]
    assert {(p.value.low, p.value.high) for p in strength[0].points} >= {(144, 200), (400, 400), (200, 200)}
    assert named(made, "force", "unexplained_change").rows[-1][-1] != "0"  # waves and totals do not agree
    ambush = figures(rows, mss, date(2025, 4, 2))
    dead, missing = named(ambush, "casualties", "killed"), named(ambush, "casualties", "missing")
    assert (dead.low, dead.high, dead.contested) == (1, 2, True)  # one of February; the missing officer, or not
    assert (missing.low, missing.high, missing.contested) == (0, 1, True)


def kept(rows: Rows, mss: Mission) -> list[Series]:
    return series([c for _, c, _ in rows], [d for d, _, _ in rows], [], mss)
