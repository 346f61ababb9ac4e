"""What a protection rating says of a round: tested, not tested or unknown, within its own standard and edition only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from veye.records import fold

CALIBRE = re.compile(
    r"\b(\d{1,2}(?:[.,]\d{1,2})?)\s?(?:[x×]\s?(\d{2,3})|mm\b)|(?<![\d.])\.(50|30|22|357|44)\b", re.IGNORECASE
)
PIERCING = re.compile(r"armou?r[- ]piercing|perforant|perforante|\bAPI?\b|\bAPDS\b")
SAME = {".50": "12.7x99"}
PLAIN = frozenset(["mm", "gr", "type", "or", "with", "core", "and", "the", "a", "lr", "p"])
Verdict = tuple[str, str]


class Round(msgspec.Struct, frozen=True):
    """A round as reports tell it: its calibre (empty where none or several are told) and the words around it."""

    calibre: str
    words: str

    @property
    def piercing(self) -> bool:
        """Whether the words call it armour-piercing."""
        return bool(PIERCING.search(self.words))


def round_in(words: str) -> Round:
    """The round that the words tell of."""
    found = _calibres(words)
    return Round(found.pop() if len(found) == 1 else "", words)


def _calibres(words: str) -> set[str]:
    out = set()
    for match in CALIBRE.finditer(words):
        bore, case, inch = match.groups()
        name = f".{inch}" if inch else f"{bore}x{case}" if case else f"{bore} mm"
        out.add(SAME.get(name, name.replace(",", ".")))
    return out


def judge(rating: str | None, component: str, round_: Round, *, standards: Iterable[Mapping[str, Any]]) -> Verdict:
    """ "tested", "not tested" or "unknown", and why.

    Answers only within the standard, edition and component that the rating names. A rifle's calibre alone is not
    enough where the table knows bullets of it that the level is not tested with. Columns of `standards` used:
    standard, edition, level, component, threat.
    """
    if not rating:
        return "unknown", "no public rating"
    rows = list(standards)
    named = [row for row in rows if _names_level(rating, row)]
    if not named:
        return "unknown", f"the table of standards has no level that '{rating}' names"
    fitting = [row for row in named if _fits(component, str(row.get("component") or ""))]
    if not fitting:
        return "unknown", f"'{rating}' is tested on another component"
    fitting = [row for row in fitting if _names_edition(rating, row)] or fitting
    if len({str(row.get("edition") or "") for row in fitting}) > 1:
        return "unknown", f"'{rating}' does not name its edition"
    if not round_.calibre:
        return "unknown", "calibre not reported"
    edition = str(fitting[0].get("edition") or "")
    level = f"{rating} ({edition})" if edition and not _names_edition(rating, fitting[0]) else rating
    return _within(
        level, round_, [str(row.get("threat") or "") for row in fitting], [str(r.get("threat") or "") for r in rows]
    )


def _within(level: str, round_: Round, tests: list[str], known: list[str]) -> Verdict:
    """The answer of one level, given its tests and every test that the table knows."""
    same = [t for t in tests if _same_calibre(round_.calibre, t)]
    shown = ", ".join(same)
    if not same:
        return "not tested", f"{level} has no test with {round_.calibre}"
    if round_.piercing:
        piercing = [t for t in same if PIERCING.search(t)]
        if piercing:
            return "tested", f"{level} is tested with {', '.join(piercing)}"
        return "not tested", f"{level} tests {shown}, not an armour-piercing round"
    told = set(fold(round_.words).split())
    by_name = [t for t in same if _bullet(t) & told]
    if by_name:
        return "tested", f"{level} is tested with {', '.join(by_name)}"
    others = [t for t in known if _same_calibre(round_.calibre, t) and t not in same]
    other = sorted(t for t in others if _bullet(t) & told)
    if other:
        return "not tested", f"{level} tests {shown}, not {other[0]}"
    if _rifle(round_.calibre) and any(_bullet(t) - {w for s in same for w in _bullet(s)} for t in others):
        return "unknown", f"{level} tests {shown}; the kind of bullet is not reported"
    if any(PIERCING.search(t) for t in same) and not all(PIERCING.search(t) for t in same):
        return "unknown", f"{level} tests {shown}; the kind of bullet is not reported"
    return "tested", f"{level} is tested with {shown}"


def _rifle(calibre: str) -> bool:
    return "x" in calibre or calibre in ("7.62 mm", "5.56 mm", "12.7 mm", ".30")


def _bullet(threat: str) -> frozenset[str]:
    """The words of a test that name the bullet, not its calibre."""
    words = fold(CALIBRE.sub(" ", threat)).split()
    return frozenset(w for w in words if w not in PLAIN and not w.isdigit())


def _same_calibre(calibre: str, threat: str) -> bool:
    found = _calibres(threat)
    bore = calibre.removesuffix(" mm")
    return calibre in found or any(f.split("x")[0] == bore for f in found if "x" in f and calibre.endswith(" mm"))


def _names_level(rating: str, row: Mapping[str, Any]) -> bool:
    words = f" {fold(rating)} "
    standard, level, edition = (fold(str(row.get(k) or "")) for k in ("standard", "level", "edition"))
    if not standard or not level or f" {standard} " not in words:
        return False
    rest = words.replace(f" {standard} ", " ", 1)
    if edition and f" {edition} " in rest:
        rest = rest.replace(f" {edition} ", " ", 1)
    return f" {level} " in rest


def _names_edition(rating: str, row: Mapping[str, Any]) -> bool:
    edition = fold(str(row.get("edition") or ""))
    return bool(edition) and f" {edition} " in f" {fold(rating)} "


def _fits(component: str, tested: str) -> bool:
    words = fold(tested)
    return (
        component in words
        or (component == "vehicle" and "hull" in words)
        or (component == "body armour" and "armour" in words)
    )
