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
