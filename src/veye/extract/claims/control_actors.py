"""Who holds a place: the one named, the gangs meant, or the force that came back."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import FAR, cost, nearest
from veye.extract.lexicon import Term

# Words behind the place that is held: "is in the hands of", "belongs to".
BEHIND = ("passive", "belongs")
ACTORS = ("body.", "armed:", "person.gang.", "person.mission.", "person.police.", "person.military.", "mission:")
_STATE = re.compile(
    r"\b(?:state|government|État|gouvernement|Estado|gobierno|leta|gouvènman|junta|junte)\b", re.IGNORECASE
)
GANG = {"en": "gangs", "fr": "gangs", "es": "bandas", "ht": "gang"}


def passive_gang(analysis: Analysis, term: Term) -> bool:
    words = analysis.folded[term.start : term.end]
    return (
        "gang" in words
        or "band" in words
        or "rebel" in words
        or "etat" in words
        or "estado" in words
        or "state" in words
    )


def actor_of(analysis: Analysis, sentence: Sentence, term: Term) -> tuple[str | None, int]:
    """Who holds, in the words of the text, with the cost of reaching it; None where nobody is named."""
    if _ESCAPES.search(analysis.folded, term.start, term.end):
        return GANG.get(analysis.language, "gangs"), 0
    found: tuple[int, str] | None = None
    for candidate in sentence.tagged(*ACTORS):
        if candidate.start < term.end and term.start < candidate.end:
            return actor_name(analysis, candidate), 0
        after = candidate.start >= term.end
        price = cost(analysis, sentence, (candidate.start, candidate.end), (term.start, term.end))
        if term.tag in BEHIND:
            price += 0 if after else 80
        else:
            price += 80 if after and not _BY.search(analysis.text, max(0, candidate.start - 12), candidate.start) else 0
        if found is None or price < found[0]:
            found = price, actor_name(analysis, candidate)
    state = _STATE.search(analysis.text, sentence.start, term.end + 40)
    if state and (found is None or found[0] > abs(state.start() - term.start)):
        return state.group(), abs(state.start() - term.start)
    return (found[1], found[0]) if found else (None, FAR)


# Words for ground that the state has lost: those who hold it are not named.
_ESCAPES = re.compile(
    r"\b(?:echapp\w+|escapan?|chape|beyond|outside|out of|hors|fuera|perdu|perdid\w+|leta pedi|no go)\b"
)
BEEN = re.compile(r"\b(?:been|was|were|ete|fue|fueron|sido)\b")
_OCCUPIED = re.compile(r"\b(?:occupied|occupation|occupee?s?|ocupad\w+|ocupacion|okipasyon)\b")


_THEIRS = re.compile(r"\b(?:theirs?|leurs?|eux|sus?|suyas?|suyos?|yo)\b")


def unnamed(analysis: Analysis, sentence: Sentence, term: Term) -> str | None:
    """Who holds where the clause names nobody: the gangs that the text speaks of, or the force that came back."""
    before = analysis.sentences[max(0, sentence.index - 4) : sentence.index + 1]
    if BEEN.search(analysis.folded, term.start, term.end) or term.tag == "retake":
        forces = [t for s in before for t in s.tagged("mission:", "body.police", "body.military")]
        return analysis.words(forces[-1].start, forces[-1].end) if forces else None
    armed = any(s.has("body.gang", "armed:", "person.gang.") for s in before)
    if armed and term.tag in BEHIND and _THEIRS.search(analysis.folded, term.start, term.end):
        return GANG.get(analysis.language, "gangs")
    if armed and (term.tag == "active" or _OCCUPIED.search(analysis.folded, term.start, term.end)):
        other = sentence.has("body.", "person.", "mission:", "country:", "seat:")
        return None if other else GANG.get(analysis.language, "gangs")
    return None


_BY = re.compile(r"\b(?:by|par|por|pa)\s+(?:the\s+|les?\s+|la\s+|las\s+|los\s+|l['’])?$", re.IGNORECASE)


def actor_name(analysis: Analysis, term: Term) -> str:
    if term.tag.startswith("armed:") and term.tag != "armed:gang":
        return term.tag.partition(":")[2]
    if term.tag.startswith(("body.gang", "person.gang", "armed:gang")):
        return GANG.get(analysis.language, "gangs")
    return analysis.words(term.start, term.end)


def holder(analysis: Analysis, sentence: Sentence, term: Term, start: int) -> tuple[str | None, int]:
    """Who holds, where the place stands first: the actor nearest to the verb after the place."""
    able = [t for t in sentence.tagged(*ACTORS) if t.start >= start]
    near = nearest(analysis, sentence, (term.start, term.end), able, limit=60)
    return (actor_name(analysis, near[1]), near[0]) if near else (None, FAR)
