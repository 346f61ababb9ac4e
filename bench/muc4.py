"""Kinds of incident and named victims on MUC-4 reports (Latin America, 1988-91): one JSON object last.

usage: muc4.py FOLDER [--part dev|train] [--reader grammar]

FOLDER holds dev.json and train.json: one report a line, in lower case, with templates of kinds of incident and of
victims who bear a name. This form of the data has no numbers of victims, no effects and no victims without a name (the
official scorer's hum-tgt-num and hum-tgt-effect cannot be reproduced from it), so the protocol is our own:

- a report is *relevant* where it has a template; it is found so where a claim of an attack or casualty is read;
- a *kind* of a report (attack, bombing, kidnapping, arson) is right where a claim of that kind is read: by an attack's
  mode, by people abducted, by an explosion as the cause; robberies are left out;
- a *victim* is a named entity, taken once a report; it is found where a casualty claim stands in a sentence of its
  mentions. Many are targets who came to no harm, so recall has a ceiling; precision would say nothing;
- a victim's *effect* is right where, found in a kidnapping, it was abducted, killed or missing, and found in an attack
  or bombing, killed or wounded; its *number* is right where one person was read.

The official test part is never read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from veye.brief.cite import sentence_bounds
from veye.extract import open_reader
from veye.records import Attack, Casualty, Claim, Document, Source

_EFFECTS = {
    "kidnapping": {"abducted", "killed", "missing"},
    "attack": {"killed", "wounded"},
    "bombing": {"killed", "wounded"},
}
_KINDS = ("attack", "bombing", "kidnapping", "arson")


class Victim(msgspec.Struct, frozen=True):
    """One named entity: its mentions as (start, end), and the kinds of its incidents."""

    mentions: tuple[tuple[int, int], ...]
    kinds: frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--reader", default="grammar")
    args = parser.parse_args()
    path = args.folder / f"{args.part}.json"
    if not path.exists():
        raise SystemExit(f"{path} is not there")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    reader = open_reader(args.reader, None, None)
    sys.stdout.write(json.dumps({"part": args.part, "reader": args.reader, **measure(rows, reader)}) + "\n")


def measure(rows: list[dict[str, Any]], reader: Any) -> dict[str, Any]:
    """The figures over reports."""
    relevant, kinds = Counter[str](), Counter[str]()
    victims: list[tuple[Victim, list[Casualty]]] = []
    for row in rows:
        doc = Document.make(row["doctext"], key=row["docid"], source=Source("unknown"), language="en", published=None)
        read = [c for c in reader.read(doc) if isinstance(c.statement, (Attack, Casualty)) and not c.flags.cumulative]
        _count(relevant, {"any"} if row["templates"] else set(), {"any"} if read else set())
        told = {t["incident_type"] for t in row["templates"]} & set(_KINDS)
        _count(kinds, told, {_kind(c) for c in read})
        hit = [(c.span, c.statement) for c in read if isinstance(c.statement, Casualty) and c.span]
        for victim in entities(row["templates"]):
            where = [sentence_bounds(doc.text, a, b) for a, b in victim.mentions]
            mine = [said for span, said in hit if any(a < span.end and span.start < b for a, b in where)]
            victims.append((victim, mine))
    found = [(v, mine) for v, mine in victims if mine]
    wanted = [(set[str]().union(*(_EFFECTS.get(k, set()) for k in v.kinds)), mine) for v, mine in found]
    effects = [any(m.outcome in names for m in mine) for names, mine in wanted if names]
    return {
        "reports": len(rows), **_prf("relevant", relevant), **_prf("kind", kinds), "victims": len(victims),
        "victim_recall": round(len(found) / max(len(victims), 1), 3), "found": len(found),
        "effect_right": round(sum(effects) / max(len(effects), 1), 3),
        "one_person": round(sum(any(m.count.best == 1 for m in mine) for _, mine in found) / max(len(found), 1), 3),
    }  # fmt: skip


def entities(templates: Iterable[dict[str, Any]]) -> list[Victim]:
    """The victims of a report's templates, each once."""
    merged: dict[tuple[tuple[int, int], ...], set[str]] = {}
    for template in templates:
        for entity in template["Victim"]:
            mentions = tuple(sorted((at, at + len(words)) for words, at in entity))
            merged.setdefault(mentions, set()).add(template["incident_type"])
    return [Victim(m, frozenset(k)) for m, k in merged.items()]


def _kind(claim: Claim) -> str:
    said = claim.statement
    if isinstance(said, Casualty):
        return "kidnapping" if said.outcome == "abducted" else "bombing" if said.cause == "explosion" else "attack"
    return said.mode if isinstance(said, Attack) and said.mode in _KINDS else "attack"


def _count(into: Counter[str], there: set[str], read: set[str]) -> None:
    into.update(right=len(there & read), read=len(read), there=len(there))


def _prf(name: str, seen: Counter[str]) -> dict[str, float]:
    recall, precision = seen["right"] / max(seen["there"], 1), seen["right"] / max(seen["read"], 1)
    f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return {f"{name}_recall": round(recall, 3), f"{name}_precision": round(precision, 3), f"{name}_f1": round(f1, 3)}


if __name__ == "__main__":
    main()
