"""Names of persons replaced by pseudonyms: the default for everything that leaves the ledger."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from veye.records import Document, Picture

_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_NAME = rf"(?:{_CAPITALISED}|[A-Z]\.)(?:\s+(?:(?:de|du|la|bin|ibn|van|von)\s+)?{_CAPITALISED}){{0,3}}"


@cache
def _titles() -> tuple[re.Pattern[str], frozenset[str]]:
    table = yaml.safe_load((files("veye.brief") / "titles.yml").read_text(encoding="utf-8"))
    words = sorted({w for lang in ("en", "fr", "es", "ht") for w in table[lang]}, key=len, reverse=True)
    titles = "|".join(re.escape(w) for w in words)
    return re.compile(rf"\b(?i:{titles})\.?(?:\s+[a-zà-ÿ]+)?,?\s+({_NAME})"), frozenset(table["not_names"])


class PersonMask:
    """Replaces names of persons by "[person A]", the same letter for the same name within one brief.

    A name is taken for a person's where a rank, office or title stands before it; afterwards its parts are known in
    the whole document. Names without any such sign are not found: this lowers the risk, it does not remove it.
    `keep` are words that are never persons (places, actors, missions).
    """

    def __init__(self, keep: frozenset[str] = frozenset()) -> None:
        self._titled, not_names = _titles()
        self._keep = keep | not_names
        self._letters: dict[str, str] = {}
        self._of_document: dict[str, dict[str, str]] = {}

    def __call__(self, text: str, doc: Document) -> str:
        """The text with the names of persons known from its document replaced."""
        names = self._of_document.get(doc.id)
        if names is None:
            names = self._of_document[doc.id] = self._names_in(doc.text)
        for name in sorted(names, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", names[name], text)
        return text

    def _names_in(self, text: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for match in self._titled.finditer(text):
            words = match[1].split()
            while words and words[-1].strip(".,") in self._keep:
                words.pop()
            if not words or any(w in self._keep for w in words):
                continue
            letter = self._letters.setdefault(words[-1], f"[person {_letters(len(self._letters))}]")
            found[" ".join(words)] = letter
            if len(words) > 1 and len(words[-1]) > 3:
                found[words[-1]] = letter
        return found


def _letters(index: int) -> str:
    """A, B, …, Z, AA, AB, … for 0, 1, …"""
    index, rest = divmod(index, 26)
    return (_letters(index - 1) if index else "") + chr(65 + rest)


def mask_for(picture: Picture) -> PersonMask:
    """A mask that keeps the names of the picture's mission and actors."""
    mission = picture.mission
    kept = {w for n in mission.names for w in n.text.split()} | {w for a in mission.actors for w in a.name.split()}
    return PersonMask(frozenset(kept))
