"""Histories into forecasts, and forecasts kept in the ledger."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest

from veye.brief.export.events import UCDP_COLUMNS
from veye.errors import InputError
from veye.flow.histories import file_history
from veye.flow.outlook import forecasts_of, issue_forecast, score_record
from veye.flow.reading import Kit
from veye.ledger import Ledger

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit.load("mss-haiti")


def ged_row(number: int, month: int) -> dict[str, object]:
    day = f"{2024 + month // 12}-{month % 12 + 1:02d}-11"
    return dict.fromkeys(UCDP_COLUMNS, "") | {
        "id": number, "year": day[:4], "type_of_violence": 3, "side_a": "A gang", "side_b": "Civilians",
        "where_prec": 1, "latitude": 18.55, "longitude": -72.33, "country": "Haiti", "event_clarity": 1, "date_prec": 1,
        "date_start": day, "date_end": day, "deaths_a": 0, "deaths_b": 0, "deaths_civilians": 5, "deaths_unknown": 0,
        "best": 5, "high": 5, "low": 5,
    }  # fmt: skip


@pytest.fixture
def ged(tmp_path):
    path = tmp_path / "ged.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, UCDP_COLUMNS)
        writer.writeheader()
        writer.writerows(ged_row(n, n // 2) for n in range(48))
    return path


def test_rows_of_a_data_set_are_added_up_by_division_and_month(ged, kit):
    history, notes = file_history(ged, quantity="fatalities", kit=kit)
    assert history.months[0] == "2024-01"
    assert len(history.months) == 24
    west = history.counts[history.areas.index("Ouest")]
    assert west.tolist() == [10.0] * 24
    assert history.counts.sum() == 240
    assert "ged.csv" in notes[0]


def test_same_forecast_is_written_once_and_scored_when_its_months_come(ged, kit, tmp_path):
    history, _ = file_history(ged, quantity="fatalities", kit=kit)
    with Ledger.open(tmp_path / "case.veye") as ledger:
        past = history.until("2025-06")
        first = issue_forecast(ledger, past, mission="mss-haiti", at=NOON)
        again = issue_forecast(ledger, past, mission="mss-haiti", at=NOON)
        assert first.id == again.id
        assert [f.id for f in forecasts_of(ledger.view())] == [first.id]
        (scored,), waiting = score_record(ledger.view(), {"fatalities": history}, mission="mss-haiti", source="ledger")
        assert scored.months == tuple(f"2025-{m:02d}" for m in range(7, 13))
        assert scored.own.cover == 1.0
        assert not waiting
        nothing, waiting = score_record(ledger.view(), {"fatalities": history}, mission="mss-haiti", source="ucdp")
        assert not nothing
        assert "leave --history out" in waiting[0][1]


def test_history_table_with_other_columns_is_named(tmp_path, kit):
    path = tmp_path / "history.csv"
    path.write_text("place,month,deaths\nNorth,2024-01,3\n", encoding="utf-8")
    with pytest.raises(InputError, match="area, month and count"):
        file_history(path, quantity="fatalities", kit=kit)
