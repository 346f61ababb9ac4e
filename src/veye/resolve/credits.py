"""Whom a report credits: agencies, other outlets and spokespersons, found by words kept as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from veye.records import Claim, Document, fold
from veye.resolve.tables import rows, word_list

_SPOKES = re.compile(r"(?i)\b(?:spokes(?:man|woman|person)|porte[- ]parole|portavoz|vocer[oa]|pòtpawòl|pòt[- ]pawòl)\b")
_TITLES = word_list("title")


class Agency(msgspec.Struct, frozen=True):
    """A wire, broadcaster or paper that others reprint, with the names it goes by."""

    name: str
    kind: str
    aliases: tuple[str, ...]


class Credit(msgspec.Struct, frozen=True):
    """One credit in a report: whom, and the words that give it."""

    name: str
    words: str
    strength: float


@cache
def agencies() -> tuple[Agency, ...]:
    """The agencies that Veye knows, from `tables/agencies.csv`."""
    return tuple(Agency(r["name"], r["kind"], tuple(r["aliases"].split("|"))) for r in rows("agencies.csv"))


@cache
def _credit_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = rows("credit_words.csv")
    before = sorted({r["pattern"] for r in table if r["position"] == "before"}, key=len, reverse=True)
    after = sorted({r["pattern"] for r in table if r["position"] == "after"}, key=len, reverse=True)
    return tuple(before), tuple(after)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    before, after = _credit_words()
    alternatives = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    given = "|".join(re.escape(w) for w in before)
    says = "|".join(re.escape(w) for w in after)
    article = "|".join(re.escape(w) for w in sorted(word_list("article"), key=len, reverse=True))
    article = rf"(?:(?:{article})[ '’]*)*"
    return re.compile(
        rf"(?:\b(?i:{given})\s+(?i:{article})(?P<a>{alternatives})\b)"
        rf"|(?:[(\[/–—-]\s*(?P<b>{alternatives})\s*[)\]/–—:-])"
        rf"|(?:\b(?P<c>{alternatives})\s+(?:(?i:{says}))\b)"
        rf"|(?:^(?P<d>{alternatives})\s*[-–—:.])"
        rf"|(?:(?i:\b(?:avec|with|con)\s+){article}(?P<e>{alternatives})\s*[.)\n])",
        re.MULTILINE,
    )


@cache
def _agency_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {alias: agency.name for agency in agencies() for alias in agency.aliases}
    return _pattern(list(names)), names


def _found(pattern: re.Pattern[str], names: dict[str, str], text: str) -> dict[str, Credit]:
    out: dict[str, Credit] = {}
    for match in pattern.finditer(text):
        group, alias = next((g, a) for g, a in match.groupdict().items() if a)
        strength = 0.9 if group in "bde" else 0.8
        credit = Credit(names[alias], match.group().strip(), strength)
        if credit.name not in out or out[credit.name].strength < strength:
            out[credit.name] = credit
    return out


_DATELINE = re.compile(r"^[^\W\d_][\w .,'’\-]{1,40}\((?P<name>[^()\n]{2,40})\)\s*[-–—]", re.MULTILINE)


@cache
def _wire_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {alias: agency.name for agency in agencies() if agency.kind == "wire" for alias in agency.aliases}
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?![\w-])"
    ), names


def agency_credits(doc: Document, claims: Iterable[Claim] = ()) -> dict[str, Credit]:
    """The agencies that a report credits or belongs to, by name, with the words that say so."""
    pattern, names = _agency_pattern()
    out = _found(pattern, names, doc.text)
    wires, wire_names = _wire_pattern()
    for match in wires.finditer(doc.text):
        wire = wire_names[match.group()]
        around = doc.text[max(0, match.start() - 30) : match.end() + 10]
        out.setdefault(wire, Credit(wire, " ".join(around.split()), 0.7))
    for match in _DATELINE.finditer(doc.text):
        line = names.get(match["name"], match["name"])
        if fold(line) != fold(doc.source.name):
            out[line] = Credit(line, match.group(), 1.0)
    by_fold = {fold(alias): name for alias, name in names.items()}
    for part in re.split(r"\s*[/|,+]\s*", doc.source.name):
        if (name := by_fold.get(fold(part))) is not None:
            out[name] = Credit(name, f"published by {part}", 1.0)
    for claim in claims:
        via = claim.attribution.via if claim.attribution else None
        if via and (name := by_fold.get(fold(via))) is not None and name not in out:
            out[name] = Credit(name, f"{claim.attribution.words} via {via}", 0.8)  # type: ignore[union-attr]
    return out


def outlet_credits(doc: Document, outlets: Iterable[str]) -> dict[str, Credit]:
    """The other outlets that a report names: an unmistakable name anywhere, a short one only beside a credit word."""
    names = {o: o for o in outlets if o != doc.source.name and len(o) > 3 and o in doc.text}
    short = {o: o for o in sorted(names) if len(o) < 8 or " " not in o}
    out = _found(_pattern(list(short)), short, doc.text) if short else {}
    for name in sorted(names.keys() - short.keys()):
        if match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", doc.text):
            around = doc.text[max(0, match.start() - 40) : match.end()]
            out[name] = Credit(name, " ".join(around.split()), 0.8)
    return out


def speakers(claims: Iterable[Claim]) -> dict[str, str]:
    """Folded names of persons and offices that claims are attributed to, each with the words.

    Only offices and persons: "a spokesman for the mission" and "Jack Ombaka" count, "officials" does not.
    """
    out: dict[str, str] = {}
    for claim in claims:
        said = claim.attribution
        if said is None or said.kind in ("anonymous", "outlet", "agency", "witness"):
            continue
        proper = re.findall(r"[^\W\d_][\w'’\-]+", said.words)
        names = [w for w in proper if w[0].isupper() and fold(w) not in _TITLES]
        if len(names) >= 2:
            out[" ".join(sorted(fold(n) for n in names))] = said.words
        elif _SPOKES.search(said.words):
            out[f"spokesperson {said.kind}"] = said.words
    return out
