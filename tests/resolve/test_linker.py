"""Attaching reports one by one: the same groups as in batch whatever the order, and ids that stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Count,
    Decision,
    Document,
    Flags,
    PlaceMention,
    Row,
    Source,
    Statement,
    When,
)
from veye.resolve import Linker, link
from veye.resolve.prints import print_of
from veye.resolve.similarity import background_of

Report = tuple[Document, list[Claim]]


def report(key: str, day: str, place: str, killed: int, *, told: str | None = None, recalled: bool = False) -> Report:
    doc = Document.make(
        f"{killed} killed at {place}\nReport {key} on what happened at {place}.",
        key=key,
        source=Source(f"Outlet {key}"),
        language="en",
        published=told or day,
    )

    def claim(n: int, statement: Statement) -> Claim:
        row = Row("coded", f"{key}-{n}", ())
        where = PlaceMention(place)
        return Claim.make(
            doc.id, statement, (row,), when=When.from_iso(day), place=where, flags=Flags(backref=recalled)
        )

    toll = Casualty("killed", Count.exactly(killed), "civilian", cause="gunshot")
    return doc, [claim(0, toll), claim(1, Attack("gang", "residents", "massacre"))]


WORLD: list[Report] = [
    report("a", "2025-03-01", "Savien", 12),
    report("b", "2025-03-01", "Savien", 12, told="2025-03-02"),
    report("c", "2025-03-02", "Savien", 14),
    report("d", "2025-03-09", "Savien", 12),
    report("e", "2025-03-01", "Mirebalais", 3),
    report("f", "2025-03-01", "Savien", 12, told="2025-05-01", recalled=True),
    report("g", "2025-03-10", "Savien", 13, told="2025-03-11"),
]


KNOWN = background_of([print_of(doc) for doc, _ in WORLD])


def partition(groups: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset(g) for g in groups}


def in_batch(reports: Iterable[Report]) -> set[frozenset[str]]:
    listed = list(reports)
    incidents = link([c for _, claims in listed for c in claims], [d for d, _ in listed], [], background=KNOWN)
    return partition((*i.claim_ids, *i.recalled_ids) for i in incidents)


BATCH = in_batch(WORLD)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.permutations(WORLD))
def test_any_order_of_arrival_ends_in_the_batch_answer(reports: list[Report]) -> None:
    linker = Linker(background=KNOWN)
    for doc, claims in reports:
        linker.attach(doc, claims)
    assert partition(linker.groups().values()) == BATCH


def test_a_report_known_already_adds_nothing() -> None:
    linker = Linker()
    doc, claims = WORLD[0]
    linker.attach(doc, claims)
    before = linker.groups()
    assert linker.attach(doc, claims) == []
    assert linker.groups() == before


def test_ids_stay_when_reports_attach_start_and_bridge() -> None:
    linker = Linker()
    (first,) = linker.attach(*WORLD[0])
    assert first.what == "started"
    (second,) = linker.attach(*WORLD[1])
    assert (second.what, second.incident_id) == ("attached", first.incident_id)
    (elsewhere,) = linker.attach(*WORLD[4])
    assert elsewhere.what == "started"
    at = datetime(2025, 6, 1, tzinfo=UTC)
    merge = Decision.make("merge", (elsewhere.incident_id, first.incident_id), by="analyst", at=at)
    linker.decide([merge])
    assert linker.current(elsewhere.incident_id) == first.incident_id
    assert len(linker) == 1
    linker.decide([merge, Decision.make("undo", (merge.id,), by="analyst", at=at.replace(day=2))])
    assert len(linker) == 2
    assert linker.incident_of(WORLD[0][1][0].id) == first.incident_id


def test_a_split_is_kept_when_more_reports_come() -> None:
    linker = Linker()
    for doc, claims in WORLD[:2]:
        linker.attach(doc, claims)
    name = linker.incident_of(WORLD[0][1][0].id)
    assert name is not None
    moved = [c.id for c in WORLD[1][1]]
    at = datetime(2025, 6, 1, tzinfo=UTC)
    linker.decide([Decision.make("split", (name,), by="analyst", at=at, value={"claim_ids": moved})])
    linker.attach(*WORLD[2])
    assert linker.incident_of(moved[0]) != linker.incident_of(WORLD[0][1][0].id)
    assert linker.incident_of(WORLD[0][1][0].id) == name


def test_an_error_leaves_the_index_as_it_was() -> None:
    linker = Linker()
    linker.attach(*WORLD[0])
    before = linker.groups()
    doc, claims = WORLD[1]
    with pytest.raises(AttributeError):
        linker.attach(doc, [*claims, None])  # type: ignore[list-item]
    assert linker.groups() == before


def test_the_index_survives_closing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    linker = Linker(tmp_path / "links.sqlite")
    (first,) = linker.attach(*WORLD[0])
    linker.close()
    again = Linker(tmp_path / "links.sqlite")
    (second,) = again.attach(*WORLD[1])
    assert second.incident_id == first.incident_id
    again.close()
