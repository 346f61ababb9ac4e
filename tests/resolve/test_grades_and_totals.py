"""How well incidents are founded, and running totals held against them."""

from __future__ import annotations

from datetime import UTC, datetime

from veye.records import (
    Attack,
    Attribution,
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
from veye.resolve import find_origins, link
from veye.resolve.grades import credibility, reliability
from veye.resolve.totals import check_totals, ordinal_of

SAID_BY_MISSION = Attribution("the mission's spokesperson", "mission")


def report(key: str, text: str = "", *, day: str = "2025-03-02") -> Document:
    return Document.make(text or f"Report {key} of an ambush.", key=key, source=Source(f"Outlet {key}"), published=day)


def claim(doc: Document, statement: Statement, n: int = 0, *, day: str | None = "2025-03-01", flags: Flags = Flags(), said: Attribution | None = None) -> Claim:  # fmt: skip  # noqa: B008, E501
    row = Row("coded", f"{doc.key}-{n}", ())
    when = When.from_iso(day) if day else None
    return Claim.make(doc.id, statement, (row,), when=when, place=PlaceMention("Savien"), flags=flags, attribution=said)


def killed(n: int, who: str = "mission") -> Casualty:
    return Casualty("killed", Count.exactly(n), who, cause="gunshot")  # type: ignore[arg-type]


def the_incident(docs: list[Document], claims: list[Claim], *decisions: Decision):  # type: ignore[no-untyped-def]
    (incident,) = link(claims, docs, find_origins(docs, claims), decisions)
    return incident


def test_one_origin_is_weak_two_are_fair_and_the_mission_on_its_own_loss_confirms() -> None:
    a, b = report("a"), report("b", "Other words altogether about the same ambush at Savien.")
    assert the_incident([a], [claim(a, killed(1))]).grade == "weak"
    assert the_incident([a, b], [claim(a, killed(1)), claim(b, killed(1))]).grade == "fair"
    assert the_incident([a], [claim(a, killed(1), said=SAID_BY_MISSION)]).grade == "confirmed"


def test_different_named_attackers_are_contested_and_a_longer_name_is_not_another_one() -> None:
    a, b = report("a"), report("b", "Other words altogether about the same ambush at Savien.")

    def both(other: str) -> list[Claim]:
        one, two = Attack("Gran Grif", "convoy", "ambush"), Attack(other, "convoy", "ambush")
        return [claim(a, killed(3)), claim(a, one, 1), claim(b, killed(3)), claim(b, two, 1)]

    assert the_incident([a, b], both("Viv Ansanm")).grade == "contested"
    assert the_incident([a, b], both("the Gran Grif gang")).grade == "fair"


def test_an_analysts_grade_goes_before_the_rules() -> None:
    a = report("a")
    before = the_incident([a], [claim(a, killed(1))])
    at = datetime(2025, 5, 1, tzinfo=UTC)
    grade = Decision.make("grade", (before.id,), by="analyst", at=at, value={"grade": "discounted"})
    assert the_incident([a], [claim(a, killed(1))], grade).grade == "discounted"


def test_credibility_1_needs_an_independent_origin_and_reliability_plays_no_part() -> None:
    a, b = report("a"), report("b", "Other words altogether about the same ambush at Savien.")
    claims = [claim(a, killed(1)), claim(b, killed(1))]
    incident = the_incident([a, b], claims)
    by_id = {c.id: c for c in claims}
    assert credibility(claims[0], incident, by_id, {a.id: "one", b.id: "two"}) == "1"
    assert credibility(claims[0], incident, by_id, {a.id: "one", b.id: "one"}) == "3"
    assert reliability(a.source) == "F"
    assert reliability(a.source, {a.source.name: "A"}) == "A"


def test_a_total_above_the_events_shows_what_is_missing_and_why() -> None:
    a, b = report("a"), report("b", "Three killed since June, officials say.", day="2025-03-20")
    event = claim(a, killed(1))
    total = claim(b, killed(3), day=None, flags=Flags(cumulative=True))
    (gap,) = check_totals([event, total], [the_incident([a], [event])], [a, b])
    assert (gap.stated.low, gap.low, gap.high, gap.missing) == (3, 1, 1, 2)
    assert gap.reason in ("scope", "events missing")


def test_a_total_that_events_can_add_up_to_agrees_and_a_later_one_revises_it() -> None:
    a = report("a")
    b, c = report("b", day="2025-03-20"), report("c", day="2025-04-20")
    event = claim(a, killed(1))
    totals = [
        claim(d, killed(n), day=None, flags=Flags(cumulative=True), said=SAID_BY_MISSION) for d, n in ((b, 1), (c, 2))
    ]
    first, second = check_totals([event, *totals], [the_incident([a], [event])], [a, b, c])
    assert (first.reason, first.revises) == ("agrees", None)
    assert (second.missing, second.revises) == (1, totals[0].id)


def test_ordinals_are_read_as_totals() -> None:
    assert [ordinal_of(w) for w in ("third officer killed", "twazyèm ofisye", "la tercera muerte", "an officer")] == [
        3,
        3,
        3,
        None,
    ]
