"""A small picture made by hand: three reports, two origins, one incident, one contested number."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from veye.records import (
    AuthorisedStrength,
    Casualty,
    Claim,
    Count,
    Document,
    Fact,
    Figure,
    Flags,
    Funding,
    Incident,
    Mission,
    Name,
    Origin,
    Picture,
    PlaceMention,
    ReportedValue,
    Source,
    Strength,
    Tally,
    When,
)

sys.path.insert(0, str(Path(__file__).parent))  # what the tests of this room share

FACT = Fact("https://example.org/resolution")
MISSION = Mission(
    id="made-up",
    title="Stabilisation Mission in Ruritania",
    names=(Name("SMR", "en", True), Name("Stabilisation Mission in Ruritania", "en")),
    area=("RUR",),
    time_zone="UTC",
    mandate_start=date(2024, 6, 1),
    mandate_end=date(2025, 10, 2),
    mandate_source=FACT,
    capital="Streslau",
    authorised=(AuthorisedStrength(2500, date(2024, 6, 1), FACT),),
)


def make_doc(key: str, text: str, outlet: str, published: str) -> Document:
    return Document.make(text, key=key, source=Source(outlet), language="en", published=published)


def claim_on(doc: Document, statement, words: str, **rest) -> Claim:
    start = doc.text.index(words)
    return Claim.make(doc.id, statement, (doc.span(start, start + len(words)),), language="en", **rest)


@pytest.fixture
def picture() -> Picture:
    a = make_doc(
        "a",
        "On Monday two soldiers of the SMR were wounded near Zenda. Sergeant John Rassendyll was one.",
        "The Desk",
        "2025-04-01",
    )
    b = make_doc(
        "b",
        "Two soldiers of the SMR were hurt near Zenda, The Desk reported. It has 1,000 members.",
        "Daily Copy",
        "2025-04-02",
    )
    c = make_doc(
        "c",
        "Three SMR soldiers were wounded, the town hall said. The US pledged $15 million.",
        "Town Crier",
        "2025-04-02",
    )
    day = When.from_iso("2025-03-31")
    zenda = PlaceMention("Zenda")
    two_a = claim_on(a, Casualty("wounded", Count.exactly(2), "mission"), "two soldiers", when=day, place=zenda)
    two_b = claim_on(b, Casualty("wounded", Count.exactly(2), "mission"), "Two soldiers", when=day, place=zenda)
    three = claim_on(c, Casualty("wounded", Count.exactly(3), "mission"), "Three SMR soldiers", when=day)
    strength = claim_on(b, Strength("total", Count.exactly(1000), "current"), "1,000 members")
    money = claim_on(c, Funding("United States", 15e6, "USD", "pledged"), "pledged $15 million")
    total = claim_on(c, Casualty("wounded", Count.exactly(3), "civilian"), "were wounded", flags=Flags(cumulative=True))
    one, two = Origin("org-1", "The Desk", (a.id, b.id)), Origin("org-2", "town hall", (c.id,))
    values = tuple(
        ReportedValue(x.id, x.doc_id, origin, x.statement.count, said, False, "2025-04-02")
        for x, origin, said in ((two_a, "org-1", None), (two_b, "org-1", None), (three, "org-2", "town hall"))
    )
    tally = Tally("wounded", "mission", 2, 2, 3, "conservative", values, contested=True)
    incident = Incident(
        "inc-1", "attack", "Attack near Zenda", (two_a.id, two_b.id, three.id), (a.id, b.id, c.id), day, zenda,
        "ambush", ("gang",), (), (tally,), "fair", "two origins", ("org-1", "org-2"),
    )  # fmt: skip
    deployed = Figure.make(
        "force", "deployed", label="Deployed strength", unit="personnel", method="latest", value=1000.0, low=1000.0,
        high=1000.0, claim_ids=(strength.id,),
    )  # fmt: skip
    refused = Figure.make(
        "readiness", "armoured_vehicle_readiness", label="Readiness of armoured vehicles", unit="%", method="share",
        refused="no report gives the fleet",
    )  # fmt: skip
    return Picture(
        mission=MISSION, on=date(2025, 4, 2), as_of=None, state="9f3c" * 16, documents=(a, b, c), set_aside=(),
        claims=(two_a, two_b, three, strength, money, total), origins=(one, two), incidents=(incident,),
        figures=(deployed, refused),
    )  # fmt: skip
