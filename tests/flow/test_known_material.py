"""What the development material must give: the seed report, and the timeline of dated facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from veye.flow.picture import make_picture
from veye.flow.pipeline import ingest
from veye.flow.reading import Kit
from veye.ledger import Ledger
from veye.sources import read_documents

SPEC = ("mss-haiti", "grammar")
EXAMPLES = Path(str(files("veye") / "examples"))


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit.load("mss-haiti")


@pytest.fixture(scope="module")
def seed_claims(kit, shared):
    (doc,) = read_documents([shared / "seed" / "mss-report.txt"])
    return kit.read(doc)[1]


def of_type(claims, kind):
    return [c for c in claims if c.type == kind]


@pytest.mark.shared
def test_seed_gives_its_hits_on_helmet_and_vehicle(seed_claims):
    gear = {c.statement.gear for c in of_type(seed_claims, "casualty")}
    assert "helmet pierced" in gear
    failed = {c.statement.item_class for c in of_type(seed_claims, "equipment") if c.statement.event == "failed"}
    assert failed == {"helmet", "armoured_vehicle"}


@pytest.mark.shared
def test_seed_gives_twenty_vehicles_grounded_and_two_evacuated(seed_claims):
    (grounded,) = [c for c in of_type(seed_claims, "equipment") if c.statement.event == "grounded"]
    assert (grounded.statement.count.low, grounded.statement.count.high) == (20, 20)
    (evacuated,) = of_type(seed_claims, "evacuation")
    assert (evacuated.statement.count.low, evacuated.statement.destination) == (2, "Dominican Republic")


@pytest.mark.shared
def test_seed_gives_deployment_and_election_dates(seed_claims):
    steps = {(c.statement.what, c.when.iso()) for c in of_type(seed_claims, "milestone") if c.when}
    assert {("deployment", "2024-06"), ("election", "2026-02")} <= steps


@pytest.mark.shared
def test_seed_names_the_financier_without_an_amount(seed_claims):
    (money,) = of_type(seed_claims, "funding")
    assert (money.statement.donor, money.statement.amount) == ("United States", None)


@pytest.fixture(scope="module")
def both(kit, shared, tmp_path_factory):
    """The ledger of the example reports and the timeline."""
    with Ledger.open(tmp_path_factory.mktemp("both") / "both.veye") as ledger:
        inputs = [EXAMPLES / "reports", shared / "data" / "haiti" / "mss_timeline.csv"]
        at = datetime(2026, 2, 1, tzinfo=UTC)
        ingest(inputs, ledger, kit, spec=SPEC, at=at, metadata=EXAMPLES / "reports.jsonl", workers=1)
        yield ledger.view()


def figures(picture, measure, name):
    return [f for f in picture.figures if (f.measure, f.name) == (measure, name)]


@pytest.mark.shared
def test_strength_fills_39_per_cent_of_the_old_ceiling_and_18_of_the_new(kit, both):
    picture = make_picture(both, kit, on=date(2025, 12, 9))
    shares = sorted(round(f.value, 1) for f in figures(picture, "force", "fill_rate") if f.value)
    assert shares == [17.7, 39.2]


@pytest.mark.shared
def test_trust_fund_covers_14_per_cent_of_the_need(kit, both):
    picture = make_picture(both, kit, on=date(2025, 12, 31))
    coverage = [f.value for f in figures(picture, "funding", "requirement_coverage") if f.value]
    assert [round(v) for v in coverage] == [14]


@pytest.mark.shared
def test_two_hostile_deaths_make_the_rate_with_its_exact_interval(kit, both):
    picture = make_picture(both, kit, on=date(2025, 12, 31))
    (rate,) = figures(picture, "casualties", "death_rate_hostile")
    assert (rate.value, rate.low, rate.high) == pytest.approx((1.7, 0.2, 6.3), rel=0.06), "two deaths, ~1,150 years"


@pytest.mark.shared
def test_quarters_of_2025_fall_short_of_the_year_by_8(kit, both):
    picture = make_picture(both, kit, on=date(2026, 2, 1))
    gaps = [f.value for f in figures(picture, "harm", "quarter_gap_killed")]
    assert 8 in gaps


@pytest.mark.shared
def test_pledges_above_the_ceiling_are_said_to_be(kit, both):
    picture = make_picture(both, kit, on=date(2025, 12, 31))
    (pledged,) = figures(picture, "force", "pledged")
    assert any("above the ceiling" in note for note in pledged.notes)
