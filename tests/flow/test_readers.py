"""Readers in the flow: side by side, and when one of them fails."""

from __future__ import annotations

import msgspec
import pytest

from veye.errors import SourceError
from veye.extract.side_by_side import SideBySide
from veye.flow.reading import Kit
from veye.records import Count, Document, Issue, Source, flat

TEXT = "Two officers of the MSS mission were wounded on 30 March 2025 in Port-au-Prince, Haiti, police said."
DOC = Document.make(TEXT, key="r", source=Source("The Desk"), language="en", published="2025-04-02")


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit.load("mss-haiti")


class Miscounting:
    """Reads what the kit's reader reads, one person more each time."""

    name, version = "miscounting", "1"

    def __init__(self, reader):
        self.reader = reader

    def read(self, doc):
        return [
            msgspec.structs.replace(
                c, statement=msgspec.structs.replace(c.statement, count=Count.exactly((c.statement.count.low or 0) + 1))
            )
            for c in self.reader.read(doc)
            if c.type == "casualty"
        ]


class Failing:
    name, version = "failing", "1"

    def read(self, doc):
        raise SourceError("the service gave half an answer", where="service", hint="Try again.")


def test_claim_says_what_another_reader_read_instead(kit):
    both = Kit(kit.mission, kit.gazetteer, SideBySide([kit.reader, Miscounting(kit.reader)]))
    _, claims = both.read(DOC)
    wounded = [flat(c) for c in claims if c.type == "casualty"]
    assert any("miscounting" in text or "grammar" in text for row in wounded for text in row.get("disputed", ()))


def test_report_that_a_service_did_not_read_becomes_an_issue(kit):
    _, found = Kit(kit.mission, kit.gazetteer, Failing()).read(DOC)
    assert isinstance(found, Issue)
    assert "half an answer" in str(found)
