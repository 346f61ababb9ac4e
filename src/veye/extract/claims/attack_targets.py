"""Whom or what an attack struck, as the words around it name it."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Group, Sentence
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of

_AGAINST = re.compile(rf"\s(?:{any_of('against whom')})\s")
_STOP = re.compile(r"[,;:.!?()«»“”\"]|\s[–—]\s")
_LONG = 60  # characters of an object that is told in no words known


def things_struck(analysis: Analysis, sentence: Sentence) -> list[Term]:
    """Patrols, bases, houses and the like, and missions by name; not a word that is part of a place's name."""
    return [
        t
        for t in sentence.terms
        if (t.tag in ("target", "body.mission") or t.tag.startswith("mission:"))
        and not _in_a_name(sentence, t)
        and not _left_behind(analysis, t)
    ]


def _left_behind(analysis: Analysis, term: Term) -> bool:
    """Whether a thing is only what people leave: "driven from their homes"."""
    return bool(_LEFT.search(analysis.folded, max(0, term.start - 24), term.start))


_LEFT = re.compile(rf"\b{any_of('leave what is theirs')}\s(?:\w+\s)?$")


def _in_a_name(sentence: Sentence, term: Term) -> bool:
    return any(
        p.start <= term.start and term.end <= p.end and p.end - p.start > term.end - term.start for p in sentence.places
    )


def target_of(analysis: Analysis, sentence: Sentence, best: Term, *, prison: bool) -> str | None:
    """People other than the attackers and the things nearest to the word; else what follows "on" or "against"."""
    people: list[Group] = [g for g in sentence.groups if g.who != "gang" and not g.generic and not _tells(sentence, g)]
    parts: list[tuple[int, str]] = []
    if people and not prison:
        nearest = min(people, key=lambda g: abs(g.start - best.end))
        parts.append((nearest.start, nearest.words))
    things = [t for t in sentence.terms if t.tag == "prison"] if prison else things_struck(analysis, sentence)
    for thing in sorted(things, key=lambda t: abs(t.start - best.end))[:2]:
        words = analysis.words(thing.start, thing.end)
        if not any(words in p for _, p in parts):
            parts.append((thing.start, words))
    if prison and not parts:
        return analysis.words(best.start, best.end)
    return " ".join(w for _, w in sorted(parts)) or _object(analysis, sentence, best)


def strikes(analysis: Analysis, term: Term) -> bool:
    """Whether "on" or "against" follows a word of violence at once."""
    return bool(_AGAINST.match(analysis.folded, term.end))


def _tells(sentence: Sentence, group: Group) -> bool:
    """Whether people stand right before or after a word of saying, as who tells of the attack."""
    says = [t for t in sentence.terms if t.subject == "saying" and t.tag == "say"]
    source = any(t.tag.startswith("source.") and t.start < group.end and group.start < t.end for t in sentence.terms)
    return source and any(0 <= t.start - group.end <= _SAYS or 0 <= group.start - t.end <= _SAYS for t in says)


_SAYS = 40  # characters between a source, with its name, and its word of saying


def _object(analysis: Analysis, sentence: Sentence, best: Term) -> str | None:
    """The words after "attack on"."""
    lead = _AGAINST.match(analysis.folded, best.end)
    if lead is None:
        return None
    end = min(sentence.end, lead.end() + _LONG)
    stop = _STOP.search(analysis.text, lead.end(), end)
    end = stop.start() if stop else analysis.text.rfind(" ", lead.end(), end) if end < sentence.end else end
    return analysis.words(lead.end(), end) or None if end > lead.end() else None
