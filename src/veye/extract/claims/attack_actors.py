"""Who attacked: an armed group by name or by its word, police, soldiers, a crowd."""

from __future__ import annotations

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term
from veye.extract.wordlists import word_set

GANGS = ("body.gang", "person.gang", "armed:")


def actor_in(analysis: Analysis, sentence: Sentence, position: int) -> str | None:
    """Who acts in a sentence: a named armed group, "gang", "police", "military", or None."""
    if any(t.tag == "unknown" for t in sentence.terms):
        return "unknown"
    if any(t.tag == "demonym:Israel" for t in sentence.terms):
        return "Israeli military"
    named = [t for t in sentence.terms if t.tag.startswith("armed:")]
    if named:
        nearest = min(named, key=lambda t: abs(t.start - position))
        return group_name(analysis, nearest)
    gang = some_gang(analysis, sentence)
    if gang:
        return gang
    crowd = [t for t in sentence.terms if t.tag == "crowd"]
    return analysis.words(crowd[0].start, crowd[0].end) if crowd else None


def some_gang(analysis: Analysis, sentence: Sentence) -> str | None:
    """The armed group that a sentence speaks of without a name: "insurgents", else "gang"; None where it has none."""
    gangs = [t for t in sentence.terms if t.tag.startswith(GANGS)]
    cause = [t for t in gangs if analysis.folded[t.start : t.end] in _WITH_A_CAUSE]
    if cause:
        return analysis.words(cause[0].start, cause[0].end)
    return "gang" if gangs else None


_WITH_A_CAUSE = word_set("fighters with a cause")


def group_name(analysis: Analysis, term: Term) -> str:
    """An armed group as the text calls it, without "rebels" or the like: "M23"; "gang" for a gang by name."""
    name = term.tag.partition(":")[2]
    words = analysis.words(term.start, term.end)
    return name if name == "gang" or name in words else words
