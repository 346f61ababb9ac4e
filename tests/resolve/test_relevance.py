"""Which reports are about a mission: those that hold claims and name where it serves."""

from __future__ import annotations

from veye.facts import load_gazetteer, load_mission
from veye.records import Claim, Count, Document, Source, Strength
from veye.resolve.relevance import RelevanceTest


def judged(text: str, *, with_claim: bool = True) -> bool:
    mission = load_mission("mss-haiti")
    doc = Document.make(text, key="a", source=Source("Paper"), language="en")
    said = Strength("Guatemala", Count.exactly(75), "arrived")
    claims = [Claim.make(doc.id, said, (doc.span(0, 6),))] if with_claim else []
    return RelevanceTest(mission, load_gazetteer(mission.area))(doc, claims).about


def test_a_report_with_claims_that_names_the_capital_is_about_the_mission() -> None:
    assert judged("Guatemalan military police arrived in Port-au-Prince on Saturday.")
    assert not judged("Guatemalan military police arrived in Port-au-Prince on Saturday.", with_claim=False)


def test_a_report_that_names_no_place_of_the_area_is_not() -> None:
    assert not judged("Guatemalan military police arrived in Kinshasa on Saturday.")
