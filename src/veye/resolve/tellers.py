"""Who tells a story: the offices and groups that a report lets speak, by words kept as data, the first one first."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from veye.records import fold
from veye.resolve.prints import sentences
from veye.resolve.tables import rows, word_list

REACH = 6
"""How many words may stand between a teller and the word of saying."""


_PERSON = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: (?:de|du|da|van|el|al|ben|bin))?(?: [A-ZÀ-Þ][\w'’-]+){1,2}")


class Teller(msgspec.Struct, frozen=True):
    """An office or group that a report lets speak: its key, the sentence it speaks in, and those words."""

    key: str
    sentence: int
    words: str


@cache
def _forms() -> dict[tuple[str, ...], str]:
    return {tuple(fold(form).split()): row["key"] for row in rows("tellers.csv") for form in row["forms"].split("|")}


@cache
def _saying() -> frozenset[str]:
    return frozenset(w for word in word_list("say") for w in fold(word).split() if len(w) > 1)


def _in_sentence(words: list[str]) -> list[tuple[int, str]]:
    """Distance to the nearest word of saying and key, for each teller named in one sentence; longest names win.

    Who "did not confirm" something does not tell it.
    """
    denies = word_list("not")
    said = [i for i, w in enumerate(words) if w in _saying() and not denies & {*words[max(0, i - 2) : i]}]
    if not said:
        return []
    forms, out, i = _forms(), [], 0
    longest = max(len(f) for f in forms)
    while i < len(words):
        size = next((n for n in range(longest, 0, -1) if tuple(words[i : i + n]) in forms), 0)
        if size:
            distance = min(max(i - s - 1, s - (i + size), 0) for s in said)
            if distance <= REACH:
                out.append((distance, forms[tuple(words[i : i + size])]))
        i += max(size, 1)
    return out


def tellers(text: str) -> list[Teller]:
    """Whoever speaks in a text, in order of appearance; in one sentence the one nearest to the word of saying first."""
    out: list[Teller] = []
    seen: set[str] = set()
    for number, (start, end) in enumerate(sentences(text)):
        for _, key in sorted(_in_sentence(fold(text[start:end]).split()), key=lambda f: f[0]):
            if key not in seen:
                seen.add(key)
                out.append(Teller(key, number, " ".join(text[start:end].split())[:120]))
    return out


def named_speakers(text: str) -> dict[str, str]:
    """Folded names of two or three capitalised words that stand beside a word of saying, with their sentence.

    Places and offices can be among them: they serve only to be met again in another report's same position.
    """
    out: dict[str, str] = {}
    for start, end in sentences(text):
        sentence = text[start:end]
        for match in _PERSON.finditer(sentence):
            before, after = fold(sentence[: match.start()]).split()[-2:], fold(sentence[match.end() :]).split()[:2]
            if match.start() > 0 and _saying() & {*before, *after}:
                out.setdefault(fold(match.group()), " ".join(sentence.split())[:120])
    return out
