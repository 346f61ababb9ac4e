"""Outlook from reports to page: late reports allowed for and said, fallbacks said, and any past brief made again."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from veye.brief import compose, render_html
from veye.flow.histories import ledger_history
from veye.flow.outlook import forecasts_of, issue_scenario, look_ahead
from veye.flow.picture import make_picture
from veye.flow.pipeline import ingest
from veye.flow.reading import Kit
from veye.ledger import Ledger
from veye.outlook import DEFAULT, MODELS, Forecast, make_forecast
from veye.outlook.scenario import ScenarioRun

FIRST, ON = date(2024, 10, 1), date(2026, 2, 1)
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
DELAYS = (0, 4, 35)
TOWNS = ("Cité Soleil", "Kenscoff", "Croix-des-Bouquets", "Gressier")


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit.load("mss-haiti")


def reports(folder, since: date, until: date) -> list[str]:
    """An attack every fourth day, told at once, after four days or after five weeks; those told by `until`."""
    made = []
    for n, ago in enumerate(range(0, (until - FIRST).days, 4)):
        day = FIRST + timedelta(days=ago)
        told = day + timedelta(days=DELAYS[n % 3])
        if not since <= told <= until:
            continue
        dead = ("four", "five", "six")[n % 3]
        place = TOWNS[n % len(TOWNS)]
        text = f"{told.isoformat()}\n\nGunmen killed {dead} people in {place} on {day:%-d %B %Y}, police said.\n"
        made.append(write(folder, f"r{n:03}.txt", text, told))
    return made


def write(folder, name: str, text: str, day: date) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with (folder / "reports.csv").open("a", encoding="utf-8") as table:
        table.write(f"{name},en,Paper,{day.isoformat()}\n")
    return str(folder / name)


@pytest.fixture(scope="module")
def case(kit, tmp_path_factory):
    """A ledger with sixteen months of reports, the outlook issued on them, and the brief of that day."""
    folder = tmp_path_factory.mktemp("case")
    (folder / "reports.csv").write_text("id,lang,outlet,published\n", encoding="utf-8")
    paths = reports(folder, FIRST, ON)
    strength = "The Multinational Security Support mission has 1,000 personnel in Haiti, the mission said."
    paths.append(write(folder, "strength.txt", strength, ON))
    ledger = Ledger.open(folder / "case.veye")
    spec = ("mss-haiti", "grammar")
    ingest(paths, ledger, kit, spec=spec, at=NOON, metadata=folder / "reports.csv", workers=1)
    assert look_ahead(ledger, make_picture(ledger.view(), kit), kit, at=NOON) == []
    brief = page(ledger, kit, as_of=NOON)
    yield ledger, brief, folder
    ledger.close()


def page(ledger, kit, **of) -> str:
    picture = make_picture(ledger.view(as_of=of.get("as_of")), kit, on=of.get("on"))
    return render_html(compose(picture))


def test_late_reports_are_allowed_for_and_the_page_says_so(case, kit):
    ledger, brief, _ = case
    history, _ = ledger_history(make_picture(ledger.view(), kit), kit, quantity="fatalities")
    west = history.areas.index("Ouest")
    reported, filled = history.counts[west, -1], [c[west, -1] for c in history.completed]
    assert reported < 0.8 * 38  # seven or eight attacks a month of four to six dead; a third is not told yet
    assert sum(filled) / len(filled) == pytest.approx(38, rel=0.25)
    assert len(set(filled)) > 5
    assert "Late reports are allowed for" in brief
    assert "2026-01:" in brief


def test_a_past_brief_is_made_again_to_the_letter(case, kit):
    ledger, brief, folder = case
    before = len(list(ledger.entries()))
    more = write(folder, "more.txt", "Gunmen killed 90 people in Kenscoff on 20 January 2026, police said.", ON)
    ingest([more], ledger, kit, spec=("mss-haiti", "grammar"), at=LATER, metadata=folder / "reports.csv", workers=1)
    look_ahead(ledger, make_picture(ledger.view(), kit), kit, at=LATER)
    assert len(list(ledger.entries())) > before + 2
    assert page(ledger, kit) != brief
    assert page(ledger, kit, as_of=NOON, on=ON) == brief


def test_an_issued_forecast_and_scenario_are_made_again_from_what_the_ledger_held(case, kit):
    ledger, _, _ = case
    view = ledger.view(as_of=NOON)
    picture = make_picture(view, kit)
    (issued,) = forecasts_of(view)
    history, notes = ledger_history(picture, kit, quantity=issued.quantity, seed=issued.seed)
    assert history.digest == issued.input_digest
    again = make_forecast(history, mission=issued.mission, issued=issued.issued, seed=issued.seed, notes=notes)
    assert msgspec.json.encode(again) == msgspec.json.encode(issued)
    with Ledger.open(ledger.path.with_name("copy.veye")) as copy:
        copy.append([("forecast", body) for body in view.forecasts], at=NOON)
        names = [o["option"] for o in view.scenarios[0]["options"]]
        remade = issue_scenario(copy, picture, names, at=LATER)
    kept = msgspec.convert(
        {k: v for k, v in view.scenarios[0].items() if k in ScenarioRun.__struct_fields__}, ScenarioRun
    )
    assert remade == kept


def test_nothing_issued_later_is_shown_on_an_earlier_day(case, kit):
    ledger, _, _ = case
    early = make_picture(ledger.view(), kit, on=date(2025, 6, 1))
    assert early.outlook == {}


@pytest.mark.parametrize("kind", ["forecast", "scenario"])
def test_an_issued_outlook_cannot_be_edited_unseen(case, kind, tmp_path):
    ledger, _, _ = case
    path = tmp_path / "copy.veye"
    with sqlite3.connect(path) as copy:
        ledger._db.backup(copy)
    with Ledger.open(path) as again:
        assert again.verify() == []
        with pytest.raises(sqlite3.IntegrityError, match="never change"):
            again._db.execute("UPDATE entries SET body=replace(body, '2026', '2027') WHERE kind=?", (kind,))
    db = sqlite3.connect(path)
    db.executescript("DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go;")
    body = db.execute("SELECT body FROM entries WHERE kind=? LIMIT 1", (kind,)).fetchone()[0]
    text = bytes(body).decode() if not isinstance(body, str) else body
    db.execute("UPDATE entries SET body=? WHERE kind=?", (text.replace("2026", "2027").encode(), kind))
    db.commit()
    db.close()
    with Ledger.open(path) as again:
        assert {i.code for i in again.verify()} == {"entry-changed"}


def test_a_fallback_is_said_on_the_page(case, kit, monkeypatch):
    ledger, _, _ = case
    monkeypatch.setitem(MODELS, DEFAULT, lambda c, leads, rng, n: MODELS["last_value"](c * 0 + 5000, leads, rng, n))
    picture = make_picture(ledger.view(as_of=NOON), kit)
    history, notes = ledger_history(picture, kit, quantity="fatalities")
    made = make_forecast(history, mission="mss-haiti", issued=NOON, notes=notes, draws=300)
    assert made.model != DEFAULT
    shown = {**picture.outlook["forecast"], **msgspec.to_builtins(made)}
    html = render_html(compose(msgspec.structs.replace(picture, outlook={"forecast": shown})))
    assert f"fallback: {DEFAULT} scored" in html
    assert f"worse than {made.model.replace('_', ' ')}" in html


def test_most_likely_none_is_said_with_the_chance_of_more(case, kit):
    ledger, _, _ = case
    picture = make_picture(ledger.view(as_of=NOON), kit)
    forecast = msgspec.convert(
        {k: v for k, v in picture.outlook["forecast"].items() if k in Forecast.__struct_fields__}, Forecast
    )
    west = forecast.areas.index("Ouest")
    cases = (
        ([0, 0, 0, 0, 12, 42, 60], "most likely no fatalities (in 69 % of draws); one chance in ten of 42 or more"),
        ([0, 0, 0, 0, 0, 0, 2], "one chance in twenty of two or more"),
        ([0, 0, 0, 0, 0, 0, 0], "under one chance in twenty of any"),
        ([1, 3, 8, 14, 22, 31, 40], "14 fatalities (80 % interval 3 to 31)"),
    )
    for quantiles, said in cases:
        body = {**picture.outlook["forecast"]}
        body["quantiles"] = [[quantiles] * len(q) if a == west else q for a, q in enumerate(body["quantiles"])]
        body["none"] = [[0.69] * len(n) for n in body["none"]]
        html = render_html(compose(msgspec.structs.replace(picture, outlook={"forecast": body})))
        assert said in html
        assert "no fatalities (80 %" not in html
