"""Places as written: names of the gazetteer and of countries, and capitalised names after a locative word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from veye.extract.analysis import PlaceName
from veye.extract.folding import fold_term
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.records import Gazetteer

_PARTICLE = r"(?:de|du|des|au|sous|en|d['’]|la|le|les|l['’]|el|del|of|the|al|sur|and|et|aux|à|a)[ '’-]?"
_NAME = re.compile(rf"[A-ZÀ-ÖØ-Þ][\w'’]*(?:[-–/ ](?:{_PARTICLE})?(?:[dl]['’])?[A-ZÀ-ÖØ-Þ0-9][\w'’]*)*")
_HEAD = re.compile(r"^[\"“«‘(]?\s?")
_MAX_WORDS = 7


def find_places(
    text: str, folded: str, terms: Sequence[Term], gazetteer: Gazetteer | None, start: int, end: int
) -> list[PlaceName]:
    """The places named between `start` and `end`, by position."""
    taken = [
        t
        for t in terms
        if t.tag.startswith(("mission:", "armed:", "demonym:", "notplace", "person."))
        and not (t.tag == "armed:gang" and _introduced(terms, text, t.start))
    ]
    found: dict[int, PlaceName] = {}
    for term in terms:
        if term.tag.startswith("country:"):
            country = term.tag.partition(":")[2]
            found[term.start] = PlaceName(
                term.start,
                term.end,
                text[term.start : term.end],
                "country",
                country,
                _introduced(terms, text, term.start),
            )
        elif term.tag.startswith(("scene:", "region:")) and _filed_at(text, term.start, term.end):
            continue
        elif term.tag.startswith(("scene:", "region:")) and not _overlaps(taken, term.start, term.end):
            stop = _whole_name(text, term.start, term.end, end)
            found.setdefault(
                term.start,
                PlaceName(
                    term.start,
                    stop,
                    text[term.start : stop],
                    "region" if term.tag.startswith("region:") and stop == term.end else "city",
                    term.tag.partition(":")[2],
                    _introduced(terms, text, term.start),
                ),
            )
    if gazetteer is not None:
        for a, b in _gazetteer_search(gazetteer).find(text, folded, start, end):
            if not _overlaps(taken, a, b) and not _filed_at(text, a, b):
                found.setdefault(a, PlaceName(a, b, text[a:b], "city", None, _introduced(terms, text, a)))
    for term in terms:
        locative = term.subject == "small" and term.tag in ("in", "towards")
        if locative or (term.subject == "attacks" and term.tag.endswith(".verb")):
            place = _named_after(text, term.end, end, taken)
            if place and term.tag == "towards":
                place = PlaceName(place.start, place.end, place.words, place.kind, place.country, False)
            if place and not any(p.start < place.end and place.start < p.end for p in found.values()):
                found[place.start] = place
    small = [t for t in terms if t.subject in ("small", "saying", "people")]
    dateline = _dateline(text, start, end, [*taken, *small])
    if dateline and not any(p.start < dateline.end and dateline.start < p.end for p in found.values()):
        found[dateline.start] = dateline
    return [found[k] for k in sorted(found)]


def _overlaps(taken: Sequence[Term], start: int, end: int) -> bool:
    """Whether a word that is no place covers some of a name; one that is only part of the name does not count."""
    return any(
        t.start < end and start < t.end
        for t in taken
        if not (start <= t.start and t.end <= end and t.end - t.start < end - start)
    )


def _filed_at(text: str, start: int, end: int) -> bool:
    """Whether a place only says where a report was filed: "PORT-AU-PRINCE (Agency) -", "Goma (Agency).-"."""
    capitals = text[start:end].isupper() and end - start > 4
    if capitals and re.match(r"\s*(?:[-–—(]|,\s)", text[end : end + 4]):
        return True
    opens = not text[:start].strip() or text[:start].rstrip(" ").endswith("\n")
    return opens and bool(_AGENCY.match(text, end))


_AGENCY = re.compile(r"(?:, [^\n()]{3,24})?\s*(?:\.\s?[-–—]|\([A-Z][\w /.-]{1,20}\)\s*\.?\s?[-–—:])")


def _whole_name(text: str, start: int, stop: int, end: int) -> int:
    """Where a known name ends that is part of a longer one: "Delmas 19", "Petite-Rivière de l'Artibonite"."""
    match = _NAME.match(text, start, min(end, start + 80))
    return match.end() if match and match.end() > stop and " " not in text[stop : match.end()].strip() else stop


_DATELINE = re.compile(
    r"([A-ZÀ-Þ][\w'’.-]+(?:[ -](?:de |du |la |le |l'|d')?[A-ZÀ-Þ0-9][\w'’-]*){0,3})"
    r"(?:\s*[–—:]\s|,\s(?=\d+(?![\d,.;])|\w+\s\d))"
)


_YEAR = re.compile(r"\b(?:19|20)\d\d$")


def _dateline(text: str, start: int, end: int, taken: Sequence[Term]) -> PlaceName | None:
    """The place that opens a sentence as a dateline: "Kenscoff – …", "Lyankou, madi 22 jiyè: …"."""
    match = _DATELINE.match(text, start, end)
    if match and _YEAR.search(match.group(1)):
        return None  # "Depi 2014, 150 peacekeepers have died"
    if match and ":" in match.group()[len(match.group(1)) :] and start > 0:
        return None
    if not match or any(t.start < match.end(1) and match.start(1) < t.end for t in taken) or match.group(1).isupper():
        return None
    return PlaceName(match.start(1), match.end(1), match.group(1), "other", None, True)


def _introduced(terms: Sequence[Term], text: str, start: int) -> bool:
    return any(
        t.tag == "in" and t.subject == "small" and text[t.end : start].strip(" '’\"“«") in _ARTICLES for t in terms
    )


_ARTICLES = frozenset({"", "the", "la", "le", "les", "l", "el", "las", "los"})


_LEAD = re.compile(
    r"[ '’\"“«]*(?:(?:the|la|le|les|l['’]|el|las|los)[ ]?)?"
    rf"(?:(?:{any_of('kinds of places')})[ ](?:(?:of|de la|de|du|des|del|d['’]|la)[ ]?)?)?[\"“«]?"
)


def _named_after(text: str, position: int, end: int, taken: Sequence[Term]) -> PlaceName | None:
    """The capitalised name that begins right after a locative word."""
    rest = text[position : min(end, position + 90)]
    lead = _LEAD.match(rest)
    offset = position + (lead.end() if lead else 0)
    match = _NAME.match(text, offset, min(end, offset + 80))
    if not match or match.end() - match.start() < 3:
        return None
    start, stop = match.span()
    if any(t.start < stop and start < t.end and (t.start <= start or t.tag[:7] != "person.") for t in taken):
        return None  # "at General Pérez's side", but "at Hospital General" and "at Fort-National"
    name = text[start:stop]
    if name.isupper() and len(name) <= 6:
        return None
    if len(name.split()) > _MAX_WORDS:
        return None
    return PlaceName(start, stop, name.rstrip("'’"), "other", None, True)


class _GazetteerSearch:
    """One multi-pattern search over every spelling of a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        import ahocorasick_rs

        forms = sorted({fold_term(s) for s in gazetteer.spellings if len(s) >= 3} - {""})
        self._search: Any = ahocorasick_rs.AhoCorasick([f" {f} " for f in forms]) if forms else None

    def find(self, text: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where names stand that are written with a capital, the longest at each place."""
        if self._search is None:
            return []
        found: list[tuple[int, int]] = []
        for _, a, past in sorted(
            self._search.find_matches_as_indexes(f" {folded[start:end]} ", overlapping=True),
            key=lambda h: (h[1], -h[2]),
        ):
            a, b = a + start, past - 2 + start
            if (not found or a >= found[-1][1]) and (text[a].isupper() or _capital_last(text[a:b])):
                found.append((a, b))
        return found


def _capital_last(name: str) -> bool:
    """Whether the last word of several has a capital: "departamento de Centro"."""
    words = name.split()
    return len(words) > 1 and words[-1][:1].isupper()


@lru_cache(maxsize=4)
def _gazetteer_search(gazetteer: Gazetteer) -> _GazetteerSearch:
    return _GazetteerSearch(gazetteer)
