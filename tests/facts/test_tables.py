"""The shipped tables: complete, sourced, and refused when short."""

from __future__ import annotations

from pathlib import Path

import pytest

from veye.errors import InputError, InternalError
from veye.facts import load_table, table_names, values
from veye.facts.tables import TABLES, read_table


@pytest.mark.parametrize("name", table_names())
def test_every_table_loads_and_names_its_source(name: str) -> None:
    assert load_table(name)
    head = [line for line in (TABLES / f"{name}.csv").read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("source" in line for line in head), f"{name}: the head names no source"


@pytest.mark.parametrize("name", table_names())
def test_no_row_of_a_table_stands_twice(name: str) -> None:
    rows = [tuple(row.values()) for row in load_table(name)]
    assert len(set(rows)) == len(rows)


def test_a_short_table_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("# rows at least 3\na,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InternalError, match=r"short\.csv.*1 rows.*at least 3"):
        read_table(path)


def test_an_empty_table_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("# rows at least 1\na,b\n", encoding="utf-8")
    with pytest.raises(InternalError, match="0 rows"):
        read_table(path)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InternalError, match="does not declare"):
        read_table(path)


def test_a_row_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("# rows at least 1\na,b\n1,2,3\n", encoding="utf-8")
    with pytest.raises(InternalError, match="row 1 does not fit"):
        read_table(path)


def test_an_unknown_table_suggests_a_known_one() -> None:
    with pytest.raises(InputError, match="Did you mean 'countries'"):
        load_table("countrys")


def test_values_are_parted_by_bars() -> None:
    assert values("a| b|") == ("a", "b")
    assert values("") == ()


def test_every_rule_and_standard_names_its_source_and_whether_it_was_read() -> None:
    for name in ("standards", "rules", "weapons"):
        for row in load_table(name):
            assert row["source"].startswith("http"), row
            assert row["verified"] in ("yes", "no"), row


def test_rows_from_general_knowledge_are_not_called_verified() -> None:
    for row in load_table("standards"):
        assert not (row["verified"] == "yes" and row["note"].startswith("From general knowledge")), row


@pytest.mark.parametrize(
    ("standard", "level", "threat", "velocity"),
    [
        ("EN 1063", "BR6", "7.62x51 ball", "830"),
        ("NIJ 0101.06", "IIIA", ".44 Magnum", "436"),
        ("NIJ 0123.00", "RF2", "5.56x45 M855", "950"),
        ("VPAM APR", "8", "7.62x39 API-BZ", "740"),
        ("STANAG 4569", "2", "7.62x39 API-BZ", "695"),
    ],
)
def test_known_levels_have_their_published_rounds(standard: str, level: str, threat: str, velocity: str) -> None:
    rows = [r for r in load_table("standards") if (r["standard"], r["level"], r["threat"]) == (standard, level, threat)]
    assert [row["velocity_ms"] for row in rows] == [velocity]


def test_each_threat_is_tested_at_the_level_said() -> None:
    standards = load_table("standards")
    for row in load_table("threats"):
        same = [s for s in standards if s["standard"] == row["standard"]]
        tested = [s["level"] for s in same if row["calibre"].split("x")[0] in s["threat"]]
        assert row["lowest_level"] in tested, row


def test_no_helmet_level_tests_a_rifle_round() -> None:
    helmets = [row for row in load_table("standards") if row["component"] == "helmet"]
    assert helmets
    assert not [row for row in helmets if "x" in row["threat"]]


def test_rules_hold_the_numbers_that_measures_ask_for() -> None:
    rules = {row["id"]: row for row in load_table("rules")}
    assert (rules["coe-serviceability"]["value"], rules["coe-serviceability"]["verified"]) == ("90", "no")
    assert [rules[f"10-1-2-{step}"]["value"] for step in ("first-aid", "field-care", "surgery")] == ["10", "60", "120"]
    assert len([row for row in rules if row.startswith("personnel-rate-")]) == 5
