"""Displacement and harm: series kept apart, revisions shown, security forces recorded, quarters against the year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from measures_made import COUNTRY, NORTH, TOWN, claim, doc, incident, killed, mission, named, origins_of, tally

from veye.measures import measure, series
from veye.records import (
    Actor,
    Alias,
    Casualty,
    Claim,
    Control,
    Count,
    Displacement,
    Document,
    Figure,
    Flags,
    Incident,
    Source,
    When,
)  # fmt: skip

ON = date(2026, 2, 1)
A, B = doc("a", "2026-01-20"), doc("b", "2026-01-25", source="Other")
QUARTERS = {1: 1617, 2: 1520, 3: 1247, 4: 1523}


def measured(claims: list[Claim], incidents: list[Incident] = [], **more: Any) -> list[Figure]:  # noqa: B006
    return measure(claims, incidents, [A, B], more.pop("origins", []), mission(**more), on=ON)


def quarter(n: int) -> When:
    first = date(2025, 3 * n - 2, 1)
    last = {1: date(2025, 3, 31), 2: date(2025, 6, 30), 3: date(2025, 9, 30), 4: date(2025, 12, 31)}[n]
    return When(first, last, "quarter")


def total(n: int, when: When, by: str, who: str = "unknown", source: Any = A, kind: str = "un") -> Claim:
    return claim(source, Casualty("killed", Count.exactly(n), who=who), on=when, by=by, kind=kind, cumulative=True)  # type: ignore[arg-type]


def test_quarters_of_2025_sum_to_5907_against_the_published_5915_a_gap_of_8() -> None:
    claims = [total(n, quarter(q), "OHCHR") for q, n in QUARTERS.items()] + [total(5915, When.year(2025), "OHCHR")]
    gap = named(measured(claims), "harm", "quarter_gap_killed")
    assert sum(QUARTERS.values()) == 5907
    assert gap.value == 8  # 5915 - 5907
    assert "5,915 - 5,907 = 8" in gap.method
    assert gap.rows[-2:] == (("sum of quarters", "5,907"), ("2025 as published", "5,915"))


def test_totals_of_two_producers_are_two_series_and_never_close_each_others_gap() -> None:
    claims = [total(n, quarter(q), "OHCHR") for q, n in QUARTERS.items()]
    claims += [total(8100, When(date(2025, 1, 1), date(2025, 11, 30), "longer"), "the Secretary-General's report")]
    claims += [total(9000, When.year(2025), "the Secretary-General's report")]
    figures = measured(claims)
    published = {dict(f.params)["producer"]: f.value for f in figures if f.name == "published_killed"}
    assert published == {"OHCHR": 1523, "UN Secretary-General": 9000}
    assert not [f for f in figures if f.name == "quarter_gap_killed"]


def test_an_office_of_the_profile_is_a_producer_by_any_of_its_names() -> None:
    office = Actor("uno", "UN Office", "un", (Alias("ONU-Bureau", "fr"),))
    claims = [total(10, quarter(1), "selon l'ONU-Bureau"), total(20, quarter(2), "UN Office", source=B)]
    figures = [f for f in measured(claims, actors=(office,)) if f.name == "published_killed"]
    assert [dict(f.params)["producer"] for f in figures] == ["UN Office"]
    periods = named(measured(claims, actors=(office,)), "harm", "periods_killed")
    assert [row[:2] for row in periods.rows] == [("2025 Q1", "10"), ("2025 Q2", "20")]


def test_a_total_of_one_cause_is_no_total_of_all_who_died() -> None:
    drones = claim(A, killed(527, "unknown", cause="drone"), on=quarter(1), cumulative=True)
    figures = [f for f in measured([drones, total(1617, quarter(1), "OHCHR")]) if f.name == "published_killed"]
    assert {(dict(f.params).get("cause"), f.value) for f in figures} == {("drone", 527), (None, 1617)}


def test_a_published_total_rests_on_the_reports_of_its_own_period_only() -> None:
    claims = [total(10, quarter(1), "UN Office"), total(20, quarter(2), "UN Office", source=B)]
    newest = named(measured(claims), "harm", "published_killed")
    assert (newest.value, newest.claim_ids) == (20, (claims[1].id,))


def civilians(n: int, actors: tuple[str, ...], key: str) -> tuple[list[Claim], Incident]:
    told = [claim(A, killed(n, "civilian", who_detail=key), on="2026-01-05")]
    tolls = (tally("killed", "civilian", told, low=n, best=n, high=n),)
    return told, incident(key, told, tolls, on="2026-01-05", actors=actors)


def test_harm_by_security_forces_is_recorded_beside_that_by_armed_groups() -> None:
    gang = Actor("grif", "Grif", "armed_group")
    by = {"a": (70, ("Grif",)), "b": (3, ("anti-gang police",)), "c": (2, ("Support Mission",)), "d": (4, ()),
          "e": (1, ("pandilleros", "polis"))}  # fmt: skip
    parts = [civilians(n, actors, key) for key, (n, actors) in by.items()]
    figures = measured([c for told, _ in parts for c in told], [i for _, i in parts], actors=(gang,))
    assert named(figures, "harm", "killed_by_armed_groups").value == 70
    assert named(figures, "harm", "killed_by_security_forces").value == 5  # 3 by police, 2 by the mission itself
    assert named(figures, "harm", "killed_by_unknown").value == 4
    table = named(figures, "harm", "by_perpetrator")
    assert [row[:3] for row in table.rows] == [
        ("armed groups", 1, "70"), ("security forces", 2, "5"), ("both", 1, "1"), ("not stated", 1, "4"),
    ]  # fmt: skip


def displaced(
    n: int, day: str, *, by: str | None = "IOM", place: Any = COUNTRY, kind: str = "stock", source: Any = A
) -> Claim:
    return claim(source, Displacement(Count.exactly(n), kind), on=day, by=by, kind="un", place=place)  # type: ignore[arg-type]


def test_stocks_flows_places_and_producers_are_series_of_their_own() -> None:
    claims = [
        displaced(1_041_000, "2024-12-31"), displaced(1_300_000, "2025-06-11"),
        displaced(92_000, "2025-06-11", place=TOWN), displaced(6_000, "2025-06-20", kind="flow"),
        displaced(1_400_000, "2025-10-15", by="OCHA"),
    ]  # fmt: skip
    figures = measured(claims)
    stocks = {dict(f.params)["producer"]: f.value for f in figures if (f.measure, f.name) == ("displacement", "stock")}
    assert stocks == {"OCHA": 1_400_000, "IOM": 1_300_000}
    assert named(figures, "displacement", "flow").value == 6000
    assert named(figures, "displacement", "by_place").value == 4
    keys = {s.key for s in series(claims, [A, B], [], mission())}
    assert keys == {
        "displaced/IOM/XX/stock",
        "displaced/IOM/XX0101/stock",
        "displaced/IOM/XX/flow",
        "displaced/OCHA/XX/stock",
    }


def test_a_revised_date_shows_what_was_told_first_and_last() -> None:
    claims = [displaced(700_000, "2025-09-30"), displaced(705_000, "2025-09-30", source=B)]
    figure = named(measured(claims), "displacement", "revisions")
    assert figure.rows == (("IOM", "Xland", "stock", "2025-09-30", "700,000", "705,000", "5,000"),)
    assert named(measured(claims), "displacement", "stock").contested


def test_a_reprint_of_one_origin_is_neither_revision_nor_conflict() -> None:
    claims = [displaced(700_000, "2025-09-30"), displaced(700_000, "2025-09-30", source=B)]
    figures = measured(claims, origins=origins_of([A, B]))
    assert named(figures, "displacement", "revisions").value == 0
    [one] = series(claims, [A, B], origins_of([A, B]), mission())
    assert len(one.points) == 1
    assert len(one.points[0].claim_ids) == 2


@pytest.mark.parametrize("place", [NORTH, None])
def test_a_part_or_an_unstated_place_never_stands_for_the_country(place: Any) -> None:
    figures = measured([displaced(147_000, "2025-06-11", place=place)])
    assert "Xland" not in named(figures, "displacement", "stock").label


@pytest.mark.parametrize(
    ("text", "producer"),
    [
        ("The OHCHR has reported. In March 1,617 people were killed.", "OHCHR"),  # the sentence before
        ("In March 1,617 people were killed, said the IOM. The OHCHR was silent.", "IOM"),  # its own sentence first
        ("In March 1,617 people were killed. Much else was said. IOM staff agreed.", "IOM"),  # the only one named
        ("In March 1,617 people were killed. Much else was said. IOM and OHCHR staff agreed.", "producer not named"),
        ("Selon l'ONU, 1,617 personnes ont été tuées.", "UN, office not named"),
        ("The Secretary-General gives 8,100. The UN office gives 1,617.", "UN, office not named"),
        ("The Observer Office spoke. The UN counts 1,617 killed.", "Observer Office"),  # an office of the profile
    ],
)
def test_the_producer_is_read_from_the_words_around_the_number(text: str, producer: str) -> None:
    document = Document.make(text, key="x", source=Source("Paper"), published="2025-05-01")
    start = text.index("1,617")
    said = Casualty("killed", Count.exactly(1617))
    one = Claim.make(
        document.id, said, (document.span(start, start + 5),), when=quarter(1), flags=Flags(cumulative=True)
    )
    office = Actor("obs", "Observer Office", "un")
    figures = measure([one], [], [document], [], mission(actors=(office,)), on=ON)
    assert dict(named(figures, "harm", "published_killed").params)["producer"] == producer


def test_a_part_of_the_displaced_that_a_report_names_is_no_other_total() -> None:
    claims = [displaced(1_041_000, "2025-01-14"), displaced(6_000, "2025-01-14")]
    stock = named(measured(claims), "displacement", "stock")
    assert (stock.low, stock.value, stock.high, stock.contested) == (1_041_000, 1_041_000, 1_041_000, False)


def test_shares_of_80_85_and_90_per_cent_stand_side_by_side() -> None:
    shares = [(80, "2025-07-17"), (85, "2025-12-06"), (90, "2026-01-02")]
    claims = [claim(A, Control("gangs", share), on=day, place=TOWN) for share, day in shares]
    claims.append(claim(A, Control("the police", None), on="2025-12-01", place=NORTH))
    figures = measured(claims)
    held = named(figures, "control", "share_held", holder="armed groups", place="Town")
    assert (held.low, held.value, held.high, held.contested) == (80, 90, 90, True)
    assert "80, 85, 90 %" in held.notes[1]
    assert named(figures, "control", "places_held").rows[0][:2] == ("North", "security forces")
    assert named(measured([]), "control", "share_held").refused
