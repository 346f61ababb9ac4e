"""What a claim says in plain words."""

from __future__ import annotations

import pytest

from veye.brief.gist import gist
from veye.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Displacement,
    Document,
    Equipment,
    Evacuation,
    Funding,
    Milestone,
    Pay,
    Source,
    Strength,
)

DOC = Document.make("Words.", key="d", source=Source("The Desk"))

SAID = [
    (Casualty("wounded", Count.exactly(1), "mission", gear="helmet_pierced"),
     "one member of the mission wounded, helmet pierced"),
    (Casualty("killed", Count(70, None), "civilian"), "at least 70 civilians killed"),
    (Equipment("MRAPs", "armoured_vehicle", "grounded", Count.exactly(20)),
     "20 armoured vehicles taken out of service"),
    (Equipment("helmet", "helmet", "failed", Count.exactly(1)), "one helmet failed"),
    (Evacuation(Count.exactly(2), None, "Santo Domingo"), "two evacuated to Santo Domingo"),
    (Strength("Kenya", Count.exactly(750), "current"), "750 personnel of Kenya, current"),
    (Strength("total", Count.exactly(1000), "pledged"), "1,000 personnel in all, pledged"),
    (Attack("Gran Grif", "a patrol", "ambush"), "ambush by Gran Grif on a patrol"),
    (Displacement(Count(1000, 1200), "flow"), "1,000 to 1,200 newly fled"),
    (Funding("United States", 13.3e6, "USD", "frozen"), "13.3 million US dollars frozen (the United States)"),
    (Funding(None, None, None, "pledged"), "an unstated amount pledged (donor not named)"),
    (Control("gangs", 85.0), "85 % of it held by gangs"),
    (Milestone("election", "planned", "first round"), "election planned: first round"),
    (Casualty("killed or wounded", Count.exactly(1379)), "1,379 people killed or wounded"),
    (Funding(None, 515e6, "USD", "requested", None, 600e6, 24),
     "515 to 600 million US dollars over two years asked for (donor not named)"),
    (Pay("Kenya", "late", "allowance", Count.exactly(2)), "allowances of Kenya's people late by two months"),
    (Pay(None, "paid", paid_to="2024-10"), "pay given up to October 2024"),
    (Pay("Kenya", "paid", "salary"), "salaries of Kenya's people given in full"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "words"), SAID)
def test_every_kind_of_statement_has_plain_words(statement, words):
    claim = Claim.make(DOC.id, statement, (DOC.span(0, 5),), language="en")
    assert gist(claim) == words
