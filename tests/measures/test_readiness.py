"""Readiness: a share only where the fleet is known; groundings with one cause as such; evacuation times."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from measures_made import claim, doc, incident, mission, named, origins_of

from veye.measures import measure
from veye.records import Actor, Claim, Count, Equipment, Evacuation, Figure

A, B = doc("a", "2025-05-01"), doc("b", "2025-05-02", source="Other")
ON = date(2025, 6, 1)


def items(event: str, n: int, day: str, item: str = "Rhino carrier", **more: Any) -> Claim:
    owner, reason, source = more.pop("owner", None), more.pop("reason", None), more.pop("source", A)
    said = Equipment(item, "armoured_vehicle", event, Count.exactly(n), reason, owner)  # type: ignore[arg-type]
    return claim(source, said, on=day, **more)


def measured(claims: list[Claim], **more: Any) -> list[Figure]:
    return measure(
        claims,
        more.pop("incidents", []),
        [A, B],
        more.pop("origins", []),
        mission(**more.pop("profile", {})),
        on=ON,
        **more,
    )


FLEET = [items("delivered", 10, "2024-07-06"), items("delivered", 24, "2024-08-23")]


def test_readiness_is_30_of_34_with_the_damaged_in_the_lower_end() -> None:
    claims = [
        *FLEET,
        items("destroyed", 2, "2025-03-25"),
        items("grounded", 2, "2025-04-02"),
        items("damaged", 3, "2025-04-09"),
    ]
    figure = named(measured(claims), "readiness", "armoured_vehicle_readiness", type="Rhino")
    assert figure.value == pytest.approx(100 * (34 - 4) / 34)  # 2 destroyed and 2 grounded of 10 + 24
    assert figure.low == pytest.approx(100 * (34 - 7) / 34)  # the 3 damaged out as well
    assert figure.high == pytest.approx(100 * (34 - 2) / 34)  # all but the destroyed back in service


def test_no_share_of_the_fleet_where_the_grounded_type_is_unknown() -> None:
    claims = [*FLEET, items("grounded", 20, "2025-03-30", "armoured vehicles", reason="do not stop bullets")]
    figures = measured(claims)
    for kind in ("all", "Rhino"):
        figure = named(figures, "readiness", "armoured_vehicle_readiness", type=kind)
        assert figure.value is None
        assert "the type of those out of use is not reported (20 grounded)" in (figure.refused or "")
    assert named(figures, "readiness", "armoured_vehicle_grounded").value == 20
    common = named(figures, "readiness", "common_cause")
    assert (common.value, common.rows[0][-1]) == (20, "do not stop bullets")


def test_what_came_back_into_service_stands_no_more_and_never_counts_below_none() -> None:
    claims = [*FLEET, items("grounded", 6, "2025-03-30"), items("returned", 4, "2025-04-20")]
    figure = named(measured(claims), "readiness", "armoured_vehicle_readiness", type="Rhino")
    assert figure.value == pytest.approx(100 * (34 - 2) / 34)  # 6 grounded, 4 of them back
    assert not any("came back" in note for note in figure.notes)
    more = [*FLEET, items("grounded", 2, "2025-03-30"), items("returned", 5, "2025-04-20")]
    assert named(measured(more), "readiness", "armoured_vehicle_readiness", type="Rhino").value == 100


def test_on_hand_and_serviceable_are_counts_even_where_no_share_can_be_given() -> None:
    claims = [
        *FLEET, items("destroyed", 2, "2025-03-25", "armoured vehicles"),
        items("grounded", 20, "2025-03-30", "armoured vehicles"), items("damaged", 3, "2025-04-09"),
    ]  # fmt: skip
    figures = measured(claims)
    held = named(figures, "readiness", "armoured_vehicle_on_hand")
    ready = named(figures, "readiness", "armoured_vehicle_serviceable")
    assert (held.low, held.value, held.high) == (32, 32, 32)  # 10 + 24 - 2
    assert (ready.low, ready.value, ready.high) == (9, 12, 32)  # 32 - 20; the 3 damaged out too; all 20 in again
    assert named(figures, "readiness", "armoured_vehicle_readiness", type="all").refused


def test_no_share_without_a_known_fleet() -> None:
    figure = named(
        measured([items("destroyed", 1, "2025-03-25")]), "readiness", "armoured_vehicle_readiness", type="Rhino"
    )
    assert "how many" in (figure.refused or "")


def test_the_benchmark_is_shown_with_its_flag() -> None:
    rules = [{"id": "coe.serviceability", "name": "serviceability for full payment", "value": "90", "unit": "%",
              "source": "COE Manual", "verified": "false"}]  # fmt: skip
    claims = [*FLEET, items("grounded", 17, "2025-04-02")]
    figure = named(measured(claims, rules=rules), "readiness", "armoured_vehicle_readiness", type="Rhino")
    assert figure.value == 50
    assert "below the 90 % " in figure.notes[1]
    assert "not checked" in figure.notes[1]
    below = named(measured(claims, rules=rules), "readiness", "armoured_vehicle_days_below", type="Rhino")
    assert below.value == 60  # 50 % from 2 April to 1 June 2025; all 34 served before


def test_equipment_of_the_host_police_is_not_the_missions() -> None:
    police = Actor("xnp", "Xland National Police", "police")
    claims = [
        *FLEET,
        items("destroyed", 1, "2025-03-25", owner="Xland National Police"),
        items("destroyed", 1, "2025-03-26", owner="Kenyan police"),
    ]
    assert named(measured(claims, profile={"actors": (police,)}), "readiness", "armoured_vehicle_destroyed").value == 1


def test_one_report_of_two_vehicles_adds_up_and_its_reprint_adds_nothing() -> None:
    towed = [items("failed", 1, "2025-04-30", "towed vehicle", source=s) for s in (A, B)]
    towing = [items("failed", 1, "2025-04-30", "towing vehicle", source=s) for s in (A, B)]
    claims = [*towed, *towing]
    figures = measured(claims, incidents=[incident("tow", claims, (), on="2025-04-30")], origins=origins_of([A, B]))
    assert named(figures, "readiness", "armoured_vehicle_failed").value == 2


def evacuation(n: int, day: str, minutes: int | None = None, to: str = "Hospital", **more: Any) -> Claim:
    return claim(A, Evacuation(Count.exactly(n), "Town", to, None, minutes), on=day, **more)


def test_evacuations_on_time_are_one_of_two_with_a_known_time_and_two_of_three_are_known() -> None:
    claims = [evacuation(2, "2025-03-30", 90), evacuation(1, "2025-04-02", 200), evacuation(3, "2025-05-01")]
    figures = measured(claims)
    assert named(figures, "evacuation", "evacuated").value == 6  # 2 + 1 + 3 persons
    assert named(figures, "evacuation", "known_times").value == pytest.approx(100 * 2 / 3)
    on_time = named(figures, "evacuation", "on_time")
    assert on_time.value == 50  # 90 minutes within 120, 200 not
    # Wilson for 1 of 2: (0.5 + z2/4 ± z √(0.25/2 + z2/16)) / (1 + z2/2), z2 = 3.84146
    assert (on_time.low, on_time.high) == (pytest.approx(9.45, abs=0.01), pytest.approx(90.55, abs=0.01))


def test_an_evacuation_told_in_two_languages_within_one_incident_is_one() -> None:
    claims = [
        evacuation(2, "2025-03-30", to="Dominican Republic"),
        evacuation(2, "2025-03-30", to="République dominicaine"),
    ]
    figures = measured(claims, incidents=[incident("patrol", claims, (), on="2025-03-30")])
    assert named(figures, "evacuation", "evacuated").value == 2
    assert "no report gives the time" in (named(figures, "evacuation", "on_time").refused or "")


def test_vehicles_grounded_in_march_and_recalled_in_june_are_grounded_once() -> None:
    late = doc("late", "2025-06-01")
    claims = [items("grounded", 20, "2025-03-30"), items("grounded", 20, "2025-03", source=late, backref=True)]
    figures = measure(claims, [], [A, late], [], mission(), on=date(2025, 6, 2))
    assert named(figures, "readiness", "armoured_vehicle_grounded").value == 20
    alone = measure(claims[1:], [], [late], [], mission(), on=date(2025, 6, 2))
    assert named(alone, "readiness", "armoured_vehicle_grounded").value == 20
