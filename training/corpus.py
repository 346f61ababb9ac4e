"""Reports with coded claims, as examples: what each mention and each piece of a word should be told to be.

A target is 1, 0 or -1 (says nothing: a matter of taste, a repetition, a claim that could not be laid on a mention).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from veye.extract.analyse import analyse
from veye.extract.analysis import Analysis
from veye.extract.profile import Profile, make_profile
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import Mention, find_mentions
from veye.extract.tagger.wider import widen
from veye.facts import load_gazetteer, load_mission
from veye.records import Document, Gazetteer, Mission, Source, on_sheet

Array = np.ndarray[Any, Any]
NEAR = 60  # characters between a claim's words and the number they count
NONE = -1
ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (
    ("corpus/train", "articles.jsonl", "texts"),
    ("corpus/heldout", "articles.jsonl", "texts"),
    ("corpus/train2", "articles.jsonl", "texts"),
    ("corpus/train3", "articles.jsonl", "texts"),
    ("corpus/train4", "articles.jsonl", "texts"),
    ("src/veye/examples", "reports.jsonl", "reports"),
)
Row = tuple[dict[str, Any], str, list[dict[str, Any]]]


class Example(NamedTuple):
    """One report. `mention`: mentions x labels, `who`: one index a mention, `spans`: first and last
    character, label and whether it counts, of what is coded, `flags` how each of these stands; `any`: whether
    anything is coded.
    """

    key: str
    part: str
    language: str
    analysis: Analysis
    mentions: list[Mention]
    mention: Array
    who: Array
    spans: list[tuple[int, int, int, bool]]
    flags: list[list[int]]
    any: bool
    gold: list[dict[str, Any]]


def load_examples(mission: str) -> list[Example]:
    """Every report that may be trained on, read for a mission."""
    profile = load_mission(mission)
    gazetteer = load_gazetteer(profile.area)
    words = make_profile(profile, gazetteer)
    return [
        make_example(
            row,
            text,
            gold,
            part=cluster_of(row),
            mission=profile,
            gazetteer=gazetteer,
            profile=widen(words, row["lang"]),
        )
        for row, text, gold in load_rows()
    ]


def load_rows() -> list[Row]:
    """Every report with gold that may be trained on: never one of corpus/heldout2 to heldout5."""
    rows = [row for folder, articles, texts in FOLDERS for row in read_folder(ROOT / folder, articles, texts)]
    return rows + speakers((ROOT / "training/speakers.yaml").read_text("utf-8"))


_MARKED = re.compile(r"\{(\w+) (\w+) (\d+)(\+?): ([^}]*)\}")


def speakers(text: str) -> list[Row]:
    """The reports of speakers.yaml: whom their marks call harmed is coded, everybody else speaks or looks on."""
    rows: list[Row] = []
    for language, texts in yaml.safe_load(text).items():
        for number, marked in enumerate(texts, 1):
            plain, claims, end = "", [], 0
            for mark in _MARKED.finditer(marked):
                plain += marked[end : mark.start()]
                outcome, who, low, more, words = mark.groups()
                span = [len(plain), len(plain) + len(words)]
                count = {"count_low": int(low), "count_high": None if more else int(low)}
                claims.append({"type": "casualty", "outcome": outcome, "who": who, "span": span, **count})
                plain, end = plain + words, mark.end()
            rows.append(({"id": f"s{language}{number:02}", "lang": language}, plain + marked[end:], claims))
    return rows


def cluster_of(row: dict[str, Any]) -> str:
    """What a report shares with those that tell the same happening."""
    return str(row.get("event_cluster") or row["id"])


def part_of(cluster: str, parts: int) -> int:
    """Which part a report is in; those of one happening stay together."""
    return int(hashlib.sha256(cluster.encode()).hexdigest(), 16) % parts


def read_folder(folder: Path, articles: str, texts: str) -> Iterator[Row]:
    """The articles of one folder, each with its text and its coded claims."""
    gold = {r["id"]: r["claims"] for r in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines())}
    for line in (folder / articles).read_text("utf-8").splitlines():
        row = json.loads(line)
        path = folder / texts / f"{row['id']}.txt"
        if path.exists():
            yield row, path.read_text("utf-8"), [c for c in gold.get(row["id"], []) if on_sheet(c)]


def make_example(
    row: dict[str, Any],
    text: str,
    gold: list[dict[str, Any]],
    *,
    part: str,
    mission: Mission | None,
    gazetteer: Gazetteer | None,
    profile: Profile,
) -> Example:
    """A report and its claims as an example."""
    doc = Document.make(
        text,
        key=row["id"],
        source=Source(row.get("outlet") or "unknown"),
        language=row.get("lang", "und"),
        published=row.get("published"),
    )
    analysis = analyse(doc, mission, gazetteer, profile=profile)
    mentions = find_mentions(analysis)
    count = len(mentions)
    coded = [(c, labels.label_of(c)) for c in gold if c.get("span") and labels.label_of(c) in labels.ALL]
    one = Example(
        row["id"],
        part,
        analysis.language,
        analysis,
        mentions,
        np.zeros((count, len(labels.MENTION)), np.int8),
        np.full(count, NONE),
        [(*c["span"], labels.ALL.index(label), _sure(c)) for c, label in coded],
        [_flags_of(c) for c, _ in coded],
        any(not c.get("optional") for c in gold),
        gold,
    )
    for claim, label in coded:
        if label in labels.MENTION:
            _mark_mention(one, claim, label)
    return one


def _sure(claim: dict[str, Any]) -> bool:
    """Whether a claim is more than a matter of taste."""
    return not claim.get("optional") and not (claim.get("backref") and claim["type"] == "attack")


def _flags_of(claim: dict[str, Any]) -> list[int]:
    """How a claim stands; `NONE` where its type cannot stand so or nobody has said."""
    flags = [int(bool(claim.get(f))) for f in labels.FLAGS[:-1]]
    return [*flags, int(not claim["date"]) if "date" in claim else NONE]


def _mark_mention(one: Example, claim: dict[str, Any], label: str) -> None:
    column = labels.MENTION.index(label)
    fits = [i for i, m in enumerate(one.mentions) if _fits(m, claim)]
    start, end = claim["span"]
    reach = 4 * NEAR if label == "evacuation" else NEAR
    near = [i for i in fits if one.mentions[i].end > start - reach and one.mentions[i].start < end + NEAR]
    if not near:
        for i, m in enumerate(one.mentions):
            if m.start < end + NEAR and m.end > start - NEAR and one.mention[i, column] == 0:
                one.mention[i, column] = NONE
        return
    best = min(near, key=lambda i: _distance(one.mentions[i], claim))
    for i in fits:
        if i != best and one.mention[i, column] == 0 and _may_repeat(one, i, claim):
            one.mention[i, column] = NONE
    if claim.get("optional"):
        if one.mention[best, column] == 0:
            one.mention[best, column] = NONE
        return
    one.mention[best, column] = 1
    if claim["type"] == "casualty":
        one.who[best] = labels.WHO.index(claim["who"]) if claim["who"] != "unknown" else NONE


def _fits(mention: Mention, claim: dict[str, Any]) -> bool:
    """Whether a mention may be what a claim counts."""
    if claim["type"] == "funding":
        amount = claim.get("amount")
        return mention.money is not None and amount is not None and abs(mention.money.amount - amount) <= 0.02 * amount
    if mention.money is not None:
        return False
    if claim["type"] != "equipment" and mention.item is not None:
        return False
    if claim["type"] == "equipment" and mention.group is not None:
        return False
    low, high = claim.get("count_low"), claim.get("count_high")
    if low is None and high is None:
        return mention.count.low in (None, 2, 3) and mention.count.high is None
    return (mention.count.low, mention.count.high) == (low, high)


def _distance(mention: Mention, claim: dict[str, Any]) -> tuple[int, bool, int]:
    start, end = claim["span"]
    apart = max(0, mention.start - end, start - mention.end)
    wanted = mention.item if claim["type"] == "equipment" else mention.group
    return apart, wanted is None, abs(mention.start - start)


def _may_repeat(one: Example, i: int, claim: dict[str, Any]) -> bool:
    """Whether a mention may tell again what is coded elsewhere in the report."""
    mention = one.mentions[i]
    if claim["type"] == "casualty" and mention.count.low in (None, 1, 2):
        return one.analysis.sentences[mention.sentence].has(f"{claim['outcome']}.")
    return True
