"""Whose the dead of a struck post are: bare counts after "their patrol", "a Rwandan convoy", "the police station"."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.casualty_words import Victims, of_group
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of, word_set
from veye.records import Count

_UNIFORMS = ("mission", "police", "military")
_NEAR = 20  # characters between a post and the force that holds it


def post_of(analysis: Analysis, sentence: Sentence, colon: int | None = None) -> Victims | None:
    """The force whose patrol, convoy or base a sentence names last, before a colon where one is given, as people."""
    limit = colon or sentence.end
    for post in reversed(sentence.terms):
        if post.tag != "target" or post.end > limit or not _HELD.fullmatch(analysis.folded[post.start : post.end]):
            continue
        who, country = _holder(analysis, sentence, post, named=colon is None)
        if who is not None:
            return Victims(post.start, post.end, Count(2, None), who, analysis.words(post.start, post.end), country)
    return None


def _holder(analysis: Analysis, sentence: Sentence, post: Term, *, named: bool) -> tuple[str | None, str | None]:
    """The side and country of who holds a post; with `named` only where he is named."""
    for term in sentence.terms:
        kind, _, name = term.tag.partition(":")
        after = 0 <= term.start - post.end <= (2 if kind == "demonym" else _NEAR)
        before = analysis.language == "en" and 0 <= post.start - term.end <= 2
        if not (after or before) or "," in analysis.text[post.end : term.start]:
            continue
        if kind == "demonym":
            if name not in analysis.hosts and name not in _NO_MISSION:
                return "mission", name
        elif kind == "mission" or term.tag == "body.mission":
            return "mission", None
        elif term.tag in ("body.police", "body.military"):
            return term.tag.partition(".")[2], None
    if not named and _OF_POLICE.fullmatch(analysis.folded[post.start : post.end]):
        return "police", None
    return None, None


_HELD = re.compile(any_of("held by a force"))
_OF_POLICE = re.compile(any_of("held by police"))
_NO_MISSION = word_set("countries of travellers") | word_set("countries of missions")


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
