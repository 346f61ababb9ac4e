"""Outlook from reports to page: late reports allowed for and said, fallbacks said, and any past brief made again."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from veye.brief import compose, render_html
from veye.flow.histories import ledger_history
from veye.flow.outlook import forecasts_of, issue_forecast, issue_scenario, look_ahead
from veye.flow.picture import make_picture
from veye.flow.reading import Kit
from veye.ledger import Ledger
from veye.outlook import DEFAULT, MODELS, Forecast, make_forecast
from veye.outlook.scenario import ScenarioRun
from veye.records import (
    Casualty,
    Claim,
    Count,
    Document,
    Incident,
    PlaceMention,
    ReportedValue,
    Source,
    Strength,
    Tally,
    When,
)

FIRST, ON = date(2024, 3, 1), date(2026, 2, 1)
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
DELAYS = (0, 4, 35)
TOWNS = ("Cité Soleil", "Kenscoff", "Croix-des-Bouquets", "Gressier")


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit.load("mss-haiti")


def attack(kit: Kit, town: str, day: date, told: date, dead: int):
    """What the ledger holds of one attack: a report, its claim and the incident."""
    text = f"Gunmen killed {dead} people in {town} on {day:%-d %B %Y}, police in Haiti said."
    doc = Document.make(text, key=f"{town} {day}", source=Source("Paper", "outlet"), published=told.isoformat())
    place = PlaceMention(town, next(p for p in kit.gazetteer if p.name == town))
    said = Casualty("killed", Count.exactly(dead), who="civilian")
    when = When.from_iso(day.isoformat())
    claim = Claim.make(doc.id, said, (doc.span(0, len(text)),), when=when, place=place)
    value = ReportedValue(claim.id, doc.id, doc.id, said.count)
    tally = Tally("killed", "civilian", dead, dead, dead, "conservative", (value,))
    happened = Incident(
        f"inc-{doc.id[4:]}", "attack", f"Attack at {town}", (claim.id,), (doc.id,), when, place, tallies=(tally,)
    )
    return [("document", doc), ("claim", claim), ("incident", happened)]


def attacks(kit: Kit) -> list:
    """An attack every fourth day, told at once, after four days or after five weeks: those told by `ON`."""
    made = []
    for n, ago in enumerate(range(0, (ON - FIRST).days, 4)):
        day = FIRST + timedelta(days=ago)
        told = day + timedelta(days=DELAYS[n % 3])
        if told <= ON:
            made += attack(kit, TOWNS[n % len(TOWNS)], day, told, (4, 5, 6)[n % 3])
    return made


def strength() -> list:
    text = "The Multinational Security Support mission has 1,000 personnel in Haiti, it said."
    doc = Document.make(text, key="strength", source=Source("Paper", "outlet"), published=ON.isoformat())
    said = Strength("total", Count.exactly(1000), "current")
    return [("document", doc), ("claim", Claim.make(doc.id, said, (doc.span(0, len(text)),)))]


@pytest.fixture(scope="module")
def case(kit, tmp_path_factory):
    """A ledger with two years of reports, the outlook issued on them, and the brief of that day."""
    with Ledger.open(tmp_path_factory.mktemp("case") / "case.veye") as ledger:
        ledger.append([*attacks(kit), *strength()], at=NOON)
        assert look_ahead(ledger, make_picture(ledger.view(), kit), kit, at=NOON) == []
        yield ledger, page(ledger, kit, as_of=NOON)


def page(ledger, kit, **of) -> str:
    picture = make_picture(ledger.view(as_of=of.get("as_of")), kit, on=of.get("on"))
    return render_html(compose(picture))


def test_late_reports_are_allowed_for_and_the_page_says_so(case, kit):
    ledger, brief = case
    history, _ = ledger_history(make_picture(ledger.view(), kit), kit, quantity="fatalities")
    west = history.areas.index("Ouest")
    reported, filled = history.counts[west, -1], [c[west, -1] for c in history.completed]
    assert reported < 0.8 * 38  # seven or eight attacks a month of four to six dead; a third is not told yet
    assert sum(filled) / len(filled) == pytest.approx(38, rel=0.25)
    assert len(set(filled)) > 5
    assert "Late reports are allowed for" in brief
    assert "2026-01:" in brief


def test_a_past_brief_is_made_again_to_the_letter(case, kit):
    ledger, brief = case
    before = len(list(ledger.entries()))
    ledger.append(attack(kit, "Kenscoff", date(2026, 1, 20), ON, 90), at=LATER)
    look_ahead(ledger, make_picture(ledger.view(), kit), kit, at=LATER)
    assert len(list(ledger.entries())) > before + 2
    assert page(ledger, kit) != brief
    assert page(ledger, kit, as_of=NOON, on=ON) == brief


def test_an_issued_forecast_and_scenario_are_made_again_from_what_the_ledger_held(case, kit):
    ledger, _ = case
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


def test_violence_follows_the_forecast_from_the_day_of_the_run_against_its_own_history(case, kit, tmp_path):
    ledger, _ = case
    view = ledger.view(as_of=NOON)
    picture = make_picture(view, kit)
    history = ledger_history(picture, kit, quantity="fatalities")[0].settled
    tenfold = history._replace(counts=history.counts * 10)

    def run(name, made, source, on=ON):
        with Ledger.open(tmp_path / f"{name}.veye") as other:
            if made is not None:
                issue_forecast(other, made, mission="mss-haiti", at=NOON, model="conflictology", source=source)
            then = msgspec.structs.replace(picture, on=on)
            return issue_scenario(other, then, ["status-quo"], at=LATER, replicates=2000)

    def wounded(run):
        return run.options[0].outcome("wounded").spread.mean

    own = run("own", history, "ledger")
    # a file that counts ten times as much says how violence moves, not that it is tenfold
    assert wounded(run("file", tenfold, "ucdp")) == pytest.approx(wounded(own), rel=0.1)
    assert any("for 4 months" in n for n in own.notes)  # of January to May those from February on
    assert any("for 2 months" in n for n in run("later", history, "ledger", date(2026, 4, 10)).notes)
    for name, on in (("early", date(2025, 6, 1)), ("past", date(2027, 1, 1))):
        assert any("No forecast of violence" in n for n in run(name, history, "ledger", on).notes)


def test_nothing_issued_later_is_shown_on_an_earlier_day(case, kit):
    ledger, _ = case
    early = make_picture(ledger.view(), kit, on=date(2025, 6, 1))
    assert early.outlook == {}


def test_the_forecast_shown_is_of_the_newest_data_and_speaks_of_what_comes(case, kit, tmp_path):
    ledger, _ = case
    path = tmp_path / "copy.veye"
    with sqlite3.connect(path) as copy:
        ledger._db.backup(copy)
    picture = make_picture(ledger.view(as_of=NOON), kit)
    history = ledger_history(picture, kit, quantity="fatalities")[0].settled
    with Ledger.open(path) as other:
        shown = make_picture(other.view(), kit).outlook["forecast"]["id"]
        issue_forecast(other, history.until("2025-06"), mission="mss-haiti", at=LATER, model=DEFAULT)  # a look back
        assert make_picture(other.view(), kit).outlook["forecast"]["id"] == shown
        past = make_picture(other.view(), kit, on=date(2025, 9, 10))
        assert past.outlook["forecast"]["origin"] == "2025-06"
        html = render_html(compose(past))
        assert "Forecast for Ouest, September 2025" in html  # not July, which is over
        assert (
            "forecast" not in make_picture(other.view(), kit, on=date(2026, 1, 10)).outlook
        )  # all its months are over


@pytest.mark.parametrize("kind", ["forecast", "scenario"])
def test_an_issued_outlook_cannot_be_edited_unseen(case, kind, tmp_path):
    ledger, _ = case
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
    ledger, _ = case
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
    ledger, _ = case
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
        ([0, 0, 0, 1, 2, 9, 12], "one fatality (80 % interval 0 to 9)"),
    )
    for quantiles, said in cases:
        body = {**picture.outlook["forecast"]}
        body["quantiles"] = [[quantiles] * len(q) if a == west else q for a, q in enumerate(body["quantiles"])]
        body["none"] = [[0.69] * len(n) for n in body["none"]]
        html = render_html(compose(msgspec.structs.replace(picture, outlook={"forecast": body})))
        assert said in html
        assert "no fatalities (80 %" not in html


def test_the_road_ahead_has_two_plots_a_paragraph_a_table_and_the_caveats(case, kit):
    ledger, _ = case
    brief = compose(make_picture(ledger.view(as_of=NOON), kit))
    section = next(s for s in brief.sections if s.key == "road-ahead")
    assert [p.name for p in section.plots] == ["forecast", "options"]
    options = next(t for t in section.tables if t.caption == "Options compared")
    assert [row[0] for row in options.rows] == ["As now", *(row[0] for row in options.rows[1:])]
    assert len(options.rows) == 4
    paragraphs = [" ".join(s.text for s in p) for p in section.paragraphs]
    assert any(p.startswith("As now: in 730 days") for p in paragraphs)
    for caveat in ("no chance of success", "parameters are assumptions", "Followed for 730 days", "who will attack"):
        assert any(caveat in p for p in paragraphs), caveat
