"""Names of persons replaced by pseudonyms: the default for everything that leaves the ledger."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from veye.records import Document, Picture

# What follows such a word is the place of an office, not its holder.
_OF = r"(?:of|for|in|to|at|de|du|des|del|al|à|en|pour|para|nan|pou)"
_SHORT = 4  # letters of a title that may end in a full stop; after a longer one a full stop ends the sentence
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_NAME = rf"(?:{_CAPITALISED}|[A-Z]\.)(?:\s+(?:(?:de|du|la|bin|ibn|van|von)\s+)?{_CAPITALISED}){{0,3}}"
_FULL_NAME = rf"{_CAPITALISED}(?:\s+(?:(?:de|du|la|bin|ibn|van|von)\s+)?{_CAPITALISED}){{1,3}}"


@cache
def _titles() -> tuple[tuple[re.Pattern[str], ...], frozenset[str]]:
    """Patterns of a name behind a title and of a full name before a title or an age; words that are no names."""
    table = yaml.safe_load((files("veye.brief") / "titles.yml").read_text(encoding="utf-8"))
    words = sorted({w for lang in ("en", "fr", "es", "ht") for w in table[lang]}, key=len, reverse=True)
    titles = "|".join(rf"{re.escape(w)}\b" + (r"\.?" if len(w) <= _SHORT else "") for w in words)
    before = rf"\b(?i:{titles})(?:\s+(?!{_OF}\b)[a-zà-ÿ]+)?,?\s+({_NAME})"
    behind = rf"\b({_FULL_NAME}),\s+(?:(?:[\w’'-]+\s+){{0,3}}(?i:{titles})|\d{{1,2}}\b)"
    return (re.compile(before), re.compile(behind)), frozenset(table["not_names"])


class PersonMask:
    """Replaces names of persons by "[person A]", the same letter for the same name within one brief.

    A name is taken for a person's where a rank, office or title stands beside it, or an age behind it; afterwards its
    parts are known in the whole document. Names without any such sign are not found: this lowers the risk, it does not
    remove it. `keep` are words that are never part of a person's name (missions, actors); `places` are whole names.
    """

    def __init__(self, keep: frozenset[str] = frozenset(), places: frozenset[str] = frozenset()) -> None:
        self._patterns, not_names = _titles()
        self._keep, self._places = keep | not_names, places
        self._letters: dict[str, str] = {}
        self._of_document: dict[str, dict[str, str]] = {}

    def __call__(self, text: str, doc: Document) -> str:
        """The text with the names of persons known from its document, or titled in the text itself, replaced."""
        names = self._of_document.get(doc.id)
        if names is None:
            names = self._of_document[doc.id] = self._names_in(doc.text)
        names = names | self._names_in(text)
        for name in sorted(names, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", names[name], text)
        return text

    def _names_in(self, text: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for match in (m for pattern in self._patterns for m in pattern.finditer(text)):
            words = match[1].split()
            while words and words[-1].strip(".,") in self._keep:
                words.pop()
            if (
                not words
                or any(w in self._keep for w in words)
                or _is_acronym(words)
                or " ".join(words) in self._places
            ):
                continue
            letter = self._letters.setdefault(words[-1], f"[person {_letters(len(self._letters))}]")
            found[" ".join(words)] = letter
            if len(words) > 1 and len(words[-1]) > 3:
                found[words[-1]] = letter
        return found


def _is_acronym(words: list[str]) -> bool:
    """Whether it is one word of capitals: a unit, not a person."""
    return len(words) == 1 and words[0].isupper()


def _letters(index: int) -> str:
    """A, B, …, Z, AA, AB, … for 0, 1, …"""
    index, rest = divmod(index, 26)
    return (_letters(index - 1) if index else "") + chr(65 + rest)


def mask_for(picture: Picture) -> PersonMask:
    """A mask that keeps the names of the picture's mission, actors and places."""
    mission = picture.mission
    mentions = [c.place for c in picture.claims if c.place] + [i.place for i in picture.incidents if i.place]
    places = frozenset(name for m in mentions for name in (m.words, m.place.name if m.place else ""))
    kept = {w for n in mission.names for w in n.text.split()} | {w for a in mission.actors for w in a.name.split()}
    return PersonMask(frozenset(kept), places)
