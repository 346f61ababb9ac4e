"""Whose the people of a bare count are, by what was struck: "a bomb under a UN convoy: two dead"."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.casualty_words import Victims, of_group
from veye.extract.folding import fold_text
from veye.extract.owned import Thing, things_of_forces
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count
from veye.records.claim import Who

_BACK = 2  # sentences back to where something of a force may be told to be struck
_UNIFORMS = ("mission", "police", "military")


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
        sides = {t.who for t in _things(window.analysis, sentence) if t.named}
        if sides:
            return sides.pop() if len(sides) == 1 else None  # type: ignore[return-value]
    return None


def _things(analysis: Analysis, sentence: Sentence) -> list[Thing]:
    return things_of_forces(analysis.text, analysis.folded, sentence.terms, analysis.hosts)


def post_of(analysis: Analysis, sentence: Sentence, colon: int | None = None) -> Victims | None:
    """The force whose patrol, convoy or base a sentence names last, before a colon where one is given, as people."""
    limit = colon or sentence.end
    held = [t for t in _things(analysis, sentence) if t.end <= limit and (t.named or colon is not None)]
    if not held:
        return None
    last = held[-1]
    words = analysis.words(last.start, last.end)
    return Victims(last.start, last.end, Count(2, None), last.who, words, last.country)


def still_there(sentence: Sentence, spoken: list[Victims]) -> list[Victims]:
    """Whom a count may lean on, without the people of a post where a hospital counts: "Hospital: 4 dead"."""
    post = len(spoken) == 1 and spoken[0].about is None and (spoken[0].count.low, spoken[0].count.high) == (2, None)
    return [] if post and sentence.has("care") else spoken


def before_colon(window: Window, victim: Victims) -> Victims:
    """A bare count after a colon as that of the force that stands before it: "Ambush of a Rwandan convoy: one dead"."""
    analysis, sentence = window.analysis, window.sentence
    if victim.who != "same" or victim.about is not None or victim.other:
        return victim
    colon = analysis.text.rfind(":", sentence.start, victim.start)
    if colon < 0 or any(c in ".;" for c in analysis.text[colon : victim.start]):
        return victim
    groups = [g for g in sentence.groups if g.end <= colon]
    if any(g.who == "gang" for g in groups) and any(t.tag.startswith("clash.") for t in sentence.terms):
        return victim
    uniforms = [g for g in groups if g.who in _UNIFORMS and not window.is_source(g)]
    post = post_of(analysis, sentence, colon)
    if any(g.who not in (*_UNIFORMS, "gang") for g in groups) or not (uniforms or post):
        return victim
    told = post if post and not (uniforms and uniforms[-1].start > post.start) else None
    whose = told or of_group(uniforms[-1], analysis.language)
    between = analysis.text[whose.end : colon]
    if ". " in between or _SAYS.search(fold_text(between)):
        return victim
    return msgspec.structs.replace(victim, who=whose.who, country=victim.country or whose.country)


_SAYS = re.compile(rf"\b{any_of('tells a count')}\b")
