"""Whose the people of a bare count are, by what was struck: "a bomb under a UN convoy: two dead"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Sentence
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of, word_set
from veye.records.claim import Who

_BACK = 2  # sentences back to where something of a force may be told to be struck
_OF = 30  # characters between a thing and the force whose it is
_LINKS = word_set("among") | word_set("determiners") | word_set("between a thing and whose it is")
_MORE = word_set("what a force has")
_HAS = re.compile(rf"\b{any_of('what a force has')}\b")
_VERBS = word_set("verbs as much as things of a force")
_POLICE = re.compile(rf"\b{any_of('of the police')}\b")
_VISITORS = word_set("countries of travellers")
_HOMES = word_set("countries of missions")
FORCES = ("body.police", "body.military", "body.mission", "mission:", "source.un", "demonym:", "country:")


def struck_side(window: Window, *, back: int = _BACK) -> Who | None:
    """The side of the force whose convoy, post or craft is told of last before a count, with no other people since.

    None where nothing of a force is told of, or of two at once, or where civilians are told of as well.
    """
    here = window.sentence
    if any(t.tag == "care" and t.end <= window.start for t in here.terms):
        return None  # "Hospital: 4 dead": whoever was brought there
    for sentence in reversed(window.analysis.sentences[max(0, here.index - back) : here.index + 1]):
        if any(g.who in ("civilian", "people") and not g.generic for g in sentence.groups):
            return None
        sides = set(_sides(window, sentence))
        if sides:
            return sides.pop() if len(sides) == 1 else None  # type: ignore[return-value]
    return None


def _sides(window: Window, sentence: Sentence) -> Iterator[str]:
    """The side of every thing of a force in a sentence: "the convoy of MINUSCA", "un blindé de la police"."""
    forces = [(t, side) for t in sentence.tagged(*FORCES) if (side := side_of(window, t)) is not None]
    for match in _POLICE.finditer(window.analysis.folded, sentence.start, sentence.end):
        forces.append((Term(*match.span(), "body.police", "people"), "police"))
    for start, end in _things(window, sentence):
        for force, side in forces:
            before, after = start - force.end, force.start - end
            ahead = 0 <= before <= 12 and window.words_apart(force.end, start) <= 1 and _plain(window, force.end, start)
            if ahead or (0 <= after <= _OF and _linked(window, end, force.start)):
                yield side


def _things(window: Window, sentence: Sentence) -> Iterator[tuple[int, int]]:
    for term in sentence.terms:
        if window.text(term.start, term.end) in _VERBS:
            continue
        if term.tag == "target" or term.tag == "gear.vehicle" or term.tag.startswith("item."):
            yield term.start, term.end
    for match in _HAS.finditer(window.analysis.folded, sentence.start, sentence.end):
        yield match.span()


def side_of(window: Window, term: Term) -> str | None:
    """The side that a term for a force or a country names; none for a country whose people are no mission here."""
    if term.tag.startswith("body."):
        return term.tag.partition(".")[2]
    if term.tag.startswith(("demonym:", "country:")):
        country = term.tag.partition(":")[2]
        return None if country in window.analysis.hosts | _HOMES | _VISITORS else "mission"
    return "mission"


def _linked(window: Window, start: int, end: int) -> bool:
    words = window.text(start, end).split()
    return _plain(window, start, end) and all(w in _LINKS or w in _MORE for w in words)


def _plain(window: Window, start: int, end: int) -> bool:
    return not set(window.analysis.text[start:end]) & set(",;:.()")
