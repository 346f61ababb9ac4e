"""Blocking and batch: the same pairs in numpy and SQL, the same groups in columns and records."""

from __future__ import annotations

import sqlite3

import numpy as np

from veye.records import Attack, Casualty, Claim, Count, Document, PlaceMention, Row, Source, When
from veye.resolve import explain_incident, link
from veye.resolve.batch import link_columns
from veye.resolve.blocking import MOST, PAIRS_SQL, block_keys, block_pairs
from veye.resolve.board import tell_all
from veye.resolve.cluster import average_link
from veye.resolve.columns import encode
from veye.resolve.learn import em_weights, fit_weights
from veye.resolve.similarity import Background
from veye.resolve.weights import for_density, load_weights


def world(reports: int = 60) -> tuple[list[Document], list[Claim]]:
    rng = np.random.default_rng(3)
    docs, claims = [], []
    for k in range(reports):
        happening = int(rng.integers(0, 20))
        day = f"2025-03-{1 + happening:02d}"
        doc = Document.make(f"Report {k}", key=str(k), source=Source(f"Outlet {k}"), published=day)
        place = PlaceMention(("Savien", "Mirebalais", "Kenscoff", "Solino")[happening % 4])
        toll = Casualty("killed", Count.exactly(3 + happening), "civilian", cause="gunshot")
        for n, statement in enumerate((toll, Attack("gang", "residents", "massacre"))):
            row = (Row("made", f"{k}-{n}", ()),)
            claims.append(Claim.make(doc.id, statement, row, when=When.from_iso(day), place=place))
        docs.append(doc)
    return docs, claims


def test_sql_and_numpy_find_the_same_pairs() -> None:
    docs, claims = world()
    by_id = {d.id: d for d in docs}
    cols = encode(tell_all(claims, by_id), by_id, {})
    rows, keys = block_keys(cols)
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE block(key INTEGER, episode INTEGER)")
        db.executemany("INSERT INTO block VALUES(?, ?)", zip(keys.tolist(), rows.tolist(), strict=True))
        in_sql = set(db.execute(PAIRS_SQL, (MOST,)).fetchall())
    left, right = block_pairs(rows, keys)
    assert set(zip(left.tolist(), right.tolist(), strict=True)) == in_sql
    assert in_sql


def test_columns_and_records_are_grouped_alike() -> None:
    docs, claims = world()
    by_id = {d.id: d for d in docs}
    told = tell_all(claims, by_id)
    label = link_columns(encode(told, by_id, {}))
    batch = {frozenset(c.id for e, g in zip(told, label, strict=True) if g == k for c in e.claims) for k in set(label)}
    records = link(claims, docs, [], background=Background())
    assert batch == {frozenset((*i.claim_ids, *i.recalled_ids)) for i in records}
    assert 10 <= len(records) <= 20


def test_average_link_keeps_apart_what_must_be_and_does_not_chain() -> None:
    weights = {(0, 1): 5.0, (1, 2): 5.0, (0, 2): -20.0}
    assert average_link(3, weights) == [[0, 1], [2]]
    assert average_link(2, {(0, 1): 9.0}, cannot=[(0, 1)]) == [[0], [1]]
    assert average_link(2, {(0, 1): -9.0}, must=[(0, 1)]) == [[0, 1]]


def test_weights_learned_from_judged_pairs_tell_them_apart_and_unjudged_ones_keep_absence_neutral() -> None:
    rng = np.random.default_rng(1)
    weights = load_weights()
    same = rng.random(4000) < 0.05
    day = np.where(same & (rng.random(4000) < 0.9), weights.index("date", "same day"), weights.index("date", "apart"))
    levels = {"date": day.astype(np.int8), "place": np.zeros(4000, np.int8)}
    fitted = fit_weights(levels, same, weights)
    assert fitted.bits["date"][weights.index("date", "same day")] > fitted.bits["date"][weights.index("date", "apart")]
    learned = em_weights(levels, weights)
    assert learned.bits["place"][0] == 0
    assert learned.bits["date"][weights.index("date", "same day")] > 0


def test_a_denser_ledger_asks_for_more_evidence() -> None:
    weights = load_weights()
    assert for_density(weights, 0.5).prior == weights.prior
    assert for_density(weights, 64).prior == weights.prior - 3


def test_an_incident_explains_itself_with_values_origins_and_weights() -> None:
    docs, claims = world()
    incident = max(link(claims, docs, [], background=Background()), key=lambda i: len(i.doc_ids))
    text = explain_incident(incident, claims, docs, [])
    for words in (incident.id, "side by side", "Origins:", "Why these reports are one incident", "date: same day"):
        assert words in text
