"""What the lexicon knows about the words around a mention, as numbers: which kinds stand how near, on which side."""

from __future__ import annotations

import math
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term

# Kinds of words, as the lexicon tags them: a tag, or all that begin with one ending in a dot or colon.
FAMILIES: tuple[str, ...] = (
    "killed.", "killed.subject", "killed.object", "killed.count", "killed.of", "killed.toll", "wounded.", "wounded.subject",
    "wounded.object", "wounded.weak", "missing.", "abducted.", "freed.", "injury", "suffer", "harm", "cause.gunshot",
    "cause.explosion", "cause.shelling", "cause.drone", "cause.blade", "cause.fire", "cause.vehicle accident",
    "cause.aircraft accident", "gear.", "pierced", "evacuate.", "evacuate.sure", "care", "grounded", "failed", "damaged",
    "destroyed", "lost", "delivered", "refused", "recovered", "item.armoured_vehicle", "item.", "arrived", "departed",
    "pledged", "authorised", "current", "noun.strong", "noun.weak", "unit", "force", "stock", "flow", "ambush.", "assault.",
    "clash.", "arson.", "drone.", "kidnapping.", "massacre.", "other.", "prison break.", "escape.", "weapon.", "prison",
    "target", "active", "passive", "take", "retake", "hold", "adopt", "council", "deploy.", "election.", "transition.",
    "withdraw.", "extend", "talk", "postpone", "ahead", "approved", "disbursed", "frozen", "requested", "fund", "body.mission",
    "mission:", "armed:", "body.gang", "person.gang.", "body.police", "body.military", "person.mission.", "person.force.",
    "person.civilian.", "country:", "demonym:", "say", "hedge", "negation", "deny", "plan", "cumulative", "subset", "recall",
    "pluperfect", "by", "be", "have", "relative", "conj", "single", "first", "happen", "context.conflict", "topic.crime",
    "topic.disaster", "topic.film", "topic.history", "topic.sport", "topic.traffic",
)  # fmt: skip
_EXACT = {tag: i for i, tag in enumerate(FAMILIES) if tag[-1] not in ".:"}
_HEADS = tuple((tag, i) for i, tag in enumerate(FAMILIES) if tag[-1] in ".:")
_FADE = 50.0  # characters after which a word's weight has fallen to a third
MENTION_WIDTH = 3 * len(FAMILIES) + 4
SENTENCE_WIDTH = 2 * len(FAMILIES) + 6


def families(term: Term) -> list[int]:
    """The kinds that a term is of."""
    found = [_EXACT[term.tag]] if term.tag in _EXACT else []
    found += [i for head, i in _HEADS if term.tag.startswith(head)]
    return found


def around(analysis: Analysis, sentence: Sentence, start: int, end: int) -> list[float]:
    """How near words of each kind stand before and after a stretch, and which the sentence before has."""
    size = len(FAMILIES)
    out = [0.0] * MENTION_WIDTH
    for term in sentence.terms:
        middle = (term.start + term.end) // 2
        if term.end <= start:
            at, gap = 0, start - term.end
        elif term.start >= end:
            at, gap = size, term.start - end
        else:
            at, gap = (0 if middle < (start + end) // 2 else size), 0
        weight = math.exp(-gap / _FADE)
        for i in families(term):
            out[at + i] = max(out[at + i], weight)
    if sentence.index:
        for i in _present(analysis.sentences[sentence.index - 1].terms):
            out[2 * size + i] = 1.0
    out[3 * size] = min(1.0, len(sentence.dates) / 2)
    out[3 * size + 1] = min(1.0, len(sentence.places) / 3)
    out[3 * size + 2] = min(1.0, len(sentence.numbers) / 5)
    out[3 * size + 3] = min(1.0, (sentence.end - sentence.start) / 300)
    return out


def overall(analysis: Analysis, sentence: Sentence) -> list[float]:
    """Which kinds of words a sentence has, and the one before it."""
    size = len(FAMILIES)
    out = [0.0] * SENTENCE_WIDTH
    for i in _present(sentence.terms):
        out[i] = 1.0
    if sentence.index:
        for i in _present(analysis.sentences[sentence.index - 1].terms):
            out[size + i] = 1.0
    out[2 * size] = float(bool(sentence.dates))
    out[2 * size + 1] = float(bool(sentence.places))
    out[2 * size + 2] = min(1.0, len(sentence.groups) / 3)
    out[2 * size + 3] = min(1.0, len(sentence.numbers) / 5)
    out[2 * size + 4] = float(sentence.zone == "title")
    out[2 * size + 5] = min(1.0, sentence.index / 8)
    return out


def _present(terms: Sequence[Term]) -> set[int]:
    return {i for term in terms for i in families(term)}
