"""The shipped example reports: whole, well coded, grounded in their texts, and nobody else's sentences."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest

from veye.records import Statement, When

EXAMPLES = Path(str(files("veye") / "examples"))
METADATA_KEYS = {
    "id", "lang", "published", "outlet", "origin", "event_cluster", "subset", "title", "url", "fact_urls",
}  # fmt: skip
FLAGS = {"backref", "hedged", "optional"}
WHERE_TOLD = {"votes_for", "votes_against", "abstentions", "amount_high", "months"}
COUNTED = {"casualty", "equipment", "evacuation", "strength", "displacement", "pay"}
RUN = 12


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EXAMPLES / name).read_text("utf-8").splitlines()]


REPORTS = _rows("reports.jsonl")
GOLD = {row["id"]: row["claims"] for row in _rows("gold.jsonl")}
INCIDENTS = _rows("incidents.jsonl")
TEXTS = {path.stem: path.read_text("utf-8") for path in (EXAMPLES / "reports").glob("*.txt")}
CLAIMS = [(key, claim) for key, claims in GOLD.items() for claim in claims]


def _statement(claim: dict[str, Any]) -> dict[str, Any]:
    """The claim with the field names of `veye.records`."""
    fields = {
        {"from": "origin", "to": "destination"}.get(k, k): v
        for k, v in claim.items()
        if k not in FLAGS | {"span", "date", "place", "cumulative", "count_low", "count_high"}
    }
    if claim["type"] in COUNTED:
        fields["count"] = {"low": claim["count_low"], "high": claim["count_high"]}
    return fields


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_every_report_has_a_text_metadata_and_gold() -> None:
    ids = [row["id"] for row in REPORTS]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert set(ids) == set(TEXTS) == set(GOLD)


def test_metadata_of_reports_is_complete() -> None:
    for row in REPORTS:
        assert set(row) == METADATA_KEYS, row["id"]
        assert row["title"] == TEXTS[row["id"]].split("\n")[0], row["id"]
        assert row["subset"] in {"haiti", "other_mission", "distractor"}, row["id"]
        assert row["published"] is None or When.from_iso(row["published"]), row["id"]
        assert row["outlet"], row["id"]
        assert row["origin"], row["id"]
        assert row["fact_urls"], f"{row['id']}: no address for its facts"
        assert all(re.match(r"https?://\S+$", url) for url in row["fact_urls"]), row["id"]


def test_outlets_are_invented_by_their_addresses() -> None:
    assert all(re.match(r"https://[a-z0-9-]+\.example/", row["url"]) for row in REPORTS)


def test_languages_of_reports_have_their_shares() -> None:
    share = Counter(row["lang"] for row in REPORTS)
    assert set(share) == {"en", "fr", "es", "ht"}
    assert 0.4 <= share["en"] / len(REPORTS) <= 0.6
    assert min(share["fr"], share["es"], share["ht"]) >= 12
    assert len(REPORTS) >= 80


def test_lengths_of_reports_vary_within_a_page() -> None:
    words = sorted(len(text.split()) for text in TEXTS.values())
    assert words[0] >= 35
    assert words[-1] <= 360
    assert words[-1] > 4 * words[0]


@pytest.mark.parametrize("kind", sorted({c["type"] for _, c in CLAIMS}))
def test_gold_speaks_the_vocabulary_of_records(kind: str) -> None:
    for key, claim in CLAIMS:
        if claim["type"] == kind:
            try:
                msgspec.convert(_statement(claim), Statement, strict=True)
            except msgspec.ValidationError as err:
                pytest.fail(f"{key}: {err}: {claim}")


def test_gold_fields_are_those_of_their_type() -> None:
    shapes: dict[str, set[str]] = {}
    for key, claim in CLAIMS:
        fields = set(claim) - FLAGS - WHERE_TOLD
        fields -= {"cumulative"} if claim["type"] == "evacuation" else set()
        assert fields == shapes.setdefault(claim["type"], fields), (key, claim)
        assert all(claim[flag] is True for flag in FLAGS & set(claim)), key


def test_gold_covers_all_ten_types_of_claims() -> None:
    assert len({claim["type"] for _, claim in CLAIMS}) == 10


def test_gold_dates_are_iso_prefixes() -> None:
    for key, claim in CLAIMS:
        if claim.get("date"):
            assert When.from_iso(claim["date"]).iso() == claim["date"], (key, claim)


def test_gold_spans_stand_in_their_texts() -> None:
    for key, claim in CLAIMS:
        start, end = claim["span"]
        quote = TEXTS[key][start:end]
        assert 0 <= start < end <= len(TEXTS[key]), (key, claim)
        assert quote == quote.strip(), (key, quote)
        assert "\n" not in quote, (key, quote)


def test_distractors_yield_nothing() -> None:
    distractors = [row["id"] for row in REPORTS if row["subset"] == "distractor"]
    assert len(distractors) >= 10
    assert all(not GOLD[key] for key in distractors)
    assert all(row["event_cluster"] is None for row in REPORTS if row["subset"] == "distractor")


def test_incidents_and_reports_name_each_other() -> None:
    clusters: dict[str, set[str]] = {}
    for row in REPORTS:
        if row["event_cluster"]:
            clusters.setdefault(row["event_cluster"], set()).add(row["id"])
    assert {row["event_cluster"]: set(row["reports"]) for row in INCIDENTS} == clusters


def test_expected_origins_of_incidents_follow_from_the_labels() -> None:
    origin = {row["id"]: row["origin"] for row in REPORTS}
    for row in INCIDENTS:
        labels = {key if origin[key] == "own" else origin[key] for key in row["reports"]}
        assert row["expected_origins"] == len(labels), row["event_cluster"]


def test_tolls_of_incidents_are_coded_in_the_reports_that_give_them() -> None:
    for row in INCIDENTS:
        for toll in row["tolls"]:
            for key in toll["reports"]:
                assert key in row["reports"], (row["event_cluster"], toll)
                assert any(
                    all(claim.get(field) == toll[field] for field in toll if field != "reports") for claim in GOLD[key]
                ), (row["event_cluster"], key, toll)


def test_traps_and_recalls_name_reports_that_exist() -> None:
    clusters = {row["id"]: row["event_cluster"] for row in REPORTS}
    for row in INCIDENTS:
        for trap in row.get("traps", []):
            assert trap["kind"], row["event_cluster"]
            assert set(trap["reports"]) <= set(row["reports"]), (row["event_cluster"], trap)
        for key in row.get("recalled_in", []):
            assert clusters[key] != row["event_cluster"], (row["event_cluster"], key)
            assert any(claim.get("backref") for claim in GOLD[key]), (row["event_cluster"], key)


@pytest.mark.shared
def test_no_sentence_of_the_development_material_is_repeated(shared: Path) -> None:
    known = {p.name: p.read_text("utf-8") for p in (shared / "eval" / "dev" / "texts").glob("*.txt")}
    known |= {p.name: p.read_text("utf-8") for p in (shared / "seed").glob("*.txt")}
    assert known, "no development texts to compare with"
    where = {run: name for name, text in known.items() for run in _runs(text)}
    for key, text in TEXTS.items():
        for run in _runs(text) & where.keys():
            pytest.fail(f"{key} repeats {' '.join(run)!r} of {where[run]}")
