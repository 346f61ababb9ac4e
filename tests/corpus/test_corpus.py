"""The reading corpus keeps its form, its sets stay apart, and none of its words come from elsewhere."""

from __future__ import annotations

import collections
import gzip
import itertools
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from veye.records import claim as vocabulary
from veye.records import coding

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
HALVES = ("train", "heldout")
PREFIX = {
    "train": "t", "heldout": "v", "heldout2": "w", "train2": "x", "heldout3": "y", "train3": "z", "heldout4": "h",
    "train4": "n", "heldout5": "p",
}  # fmt: skip
SETS = tuple(PREFIX)
STUDIED = ("train", "heldout", "train2", "train3", "train4")
SOME_HOLD_NOTHING = ("heldout2", "train3", "heldout4", "train4", "heldout5")
RUN = 12  # words: a run this long is copied, not met by chance

ARTICLE_FIELDS = {"id", "lang", "published", "outlet", "origin", "event_cluster", "subset", "url"}
FIELDS = {
    "casualty": {"outcome", "count_low", "count_high", "who", "who_detail", "cause", "gear", "place", "date",
                 "cumulative"},
    "equipment": {"item", "item_class", "event", "count_low", "count_high", "reason", "place", "date"},
    "evacuation": {"count_low", "count_high", "from", "to", "date"},
    "strength": {"contingent", "count_low", "count_high", "kind", "date"},
    "attack": {"actor", "target", "mode", "place", "date"},
    "displacement": {"count_low", "count_high", "place", "date", "cumulative"},
    "funding": {"donor", "amount", "currency", "kind", "purpose"},
    "control": {"actor", "share_percent", "place"},
    "milestone": {"what", "date"},
}  # fmt: skip
WORDS = {
    ("casualty", "outcome"): tuple(coding.SHEET_OUTCOMES),
    ("casualty", "who"): get_args(vocabulary.Who),
    ("casualty", "cause"): get_args(vocabulary.Cause),
    ("casualty", "gear"): (*get_args(vocabulary.Gear), None),
    ("equipment", "item_class"): get_args(vocabulary.ItemClass),
    ("equipment", "event"): get_args(vocabulary.EquipmentEvent),
    ("strength", "kind"): get_args(vocabulary.StrengthKind),
    ("attack", "mode"): get_args(vocabulary.Mode),
    ("funding", "kind"): get_args(vocabulary.FundingKind),
    ("milestone", "what"): get_args(vocabulary.MilestoneWhat),
}
FLAGS = {"backref", "hedged", "optional"}


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def articles(half: str) -> dict[str, dict[str, Any]]:
    return {a["id"]: a for a in rows(CORPUS / half / "articles.jsonl")}


def texts(half: str) -> dict[str, str]:
    return {p.stem: p.read_text(encoding="utf-8") for p in sorted((CORPUS / half / "texts").glob("*.txt"))}


def gold(half: str) -> dict[str, list[dict[str, Any]]]:
    return {row["id"]: row["claims"] for row in rows(CORPUS / half / "gold.jsonl")}


def words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1))


@pytest.mark.parametrize("half", SETS)
def test_every_report_has_a_row_a_text_and_gold(half: str) -> None:
    meta = articles(half)
    assert len(meta) == len(rows(CORPUS / half / "articles.jsonl")) >= 80
    assert set(meta) == set(texts(half)) == set(gold(half))
    for key, row in meta.items():
        assert set(row) == ARTICLE_FIELDS, key
        assert re.fullmatch(PREFIX[half] + r"\d{3}", key)
        assert row["lang"] in {"en", "fr", "es", "ht"}, key
        assert row["subset"] in {"haiti", "other_mission", "distractor"}, key
        assert row["outlet"], key
        assert row["origin"], key
        assert row["published"] is None or date.fromisoformat(row["published"]), key
        assert row["url"] is None or row["url"].startswith("http"), key


@pytest.mark.parametrize("half", SETS)
def test_claims_use_the_shared_vocabulary_and_stand_in_their_text(half: str) -> None:
    body, meta = texts(half), articles(half)
    for key, claims in gold(half).items():
        assert not claims or meta[key]["subset"] != "distractor", key
        assert claims or half in SOME_HOLD_NOTHING or meta[key]["subset"] == "distractor", key
        for claim in claims:
            kind, said = claim["type"], (key, claim)
            assert FIELDS[kind] <= set(claim) <= FIELDS[kind] | FLAGS | {"type", "span"}, said
            assert all(claim[flag] is True for flag in FLAGS & set(claim)), said
            for (of, field), allowed in WORDS.items():
                assert of != kind or claim[field] in allowed, said
            if claim.get("date"):
                assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", claim["date"]), said
                date.fromisoformat((claim["date"] + "-01-01")[:10])
            low, high = claim.get("count_low"), claim.get("count_high")
            assert low is None or high is None or 0 < low <= high, said
            start, end = claim["span"]
            quote = body[key][start:end]
            assert quote, said
            assert quote == quote.strip(), said


@pytest.mark.parametrize("half", HALVES)
def test_each_half_covers_every_type_and_every_coded_value(half: str) -> None:
    claims = [c for found in gold(half).values() for c in found]
    number = collections.Counter(c["type"] for c in claims)
    assert set(number) == set(FIELDS)
    assert all(n >= 20 for n in number.values())
    for (kind, field), allowed in WORDS.items():
        seen = {c[field] for c in claims if c["type"] == kind}
        # The coding rules know no return to service: field forms and the grammar do.
        assert seen >= set(allowed) - {"unknown", "returned"}, (kind, field, set(allowed) - seen)
    for flag in (*FLAGS, "cumulative"):
        assert sum(bool(c.get(flag)) for c in claims) >= 10, flag


def test_the_halves_have_the_same_make_up() -> None:
    for field in ("lang", "subset"):
        shares = [collections.Counter(a[field] for a in articles(half).values()) for half in HALVES]
        totals = [sum(s.values()) for s in shares]
        for value in set(shares[0]) | set(shares[1]):
            assert abs(shares[0][value] / totals[0] - shares[1][value] / totals[1]) < 0.05, (field, value)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(SETS, 2)))
def test_no_sentence_and_no_event_cluster_stands_in_two_sets(one: str, other: str) -> None:
    clusters = [{a["event_cluster"] for a in articles(name).values()} - {None} for name in (one, other)]
    # Only what is measured must not recur in what is studied; the first two halves are kept apart as they were written.
    apart = {one, other} == set(HALVES) or (one in STUDIED) != (other in STUDIED)
    assert not (apart and clusters[0] & clusters[1])
    said: list[set[tuple[str, ...]]] = []
    for name in (one, other):
        sentences = (words(s) for text in texts(name).values() for s in re.split(r"(?<=[.!?:;])\s|\n", text))
        said.append({tuple(s) for s in sentences if len(s) > 3})
    assert not said[0] & said[1]
    assert not {r for t in texts(one).values() for r in runs(t)} & {r for t in texts(other).values() for r in runs(t)}


def test_no_run_of_words_is_copied_from_the_development_material(shared: Path) -> None:
    ours = {run: key for half in SETS for key, text in texts(half).items() for run in runs(text)}
    found = []
    for path in sorted(shared.rglob("*")):
        if path.suffix in {".txt", ".md", ".csv", ".json", ".jsonl", ".gz"}:
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            found += [(ours[run], path.name, " ".join(run)) for run in runs(data.decode("utf-8")) if run in ours]
    assert not found


@pytest.mark.parametrize("half", SETS)
def test_the_gold_scores_full_marks_against_itself(half: str, shared: Path) -> None:
    sheet = CORPUS / half / "gold.jsonl"
    command = [sys.executable, str(shared / "eval" / "score_claims.py"), str(sheet), str(sheet)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert out.rstrip().endswith("F1 1.000")
