"""Who says it: the source that a sentence names beside a word of saying, and the outlet it credits."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.records import Attribution

_KINDS = {"hospital": "witness", "military": "government"}
_LEADING = re.compile(rf"^{any_of('according to')}$")
_LINK = re.compile(r"^(?:and|but|that|et|mais|que|y|pero|ak|men)\s", re.IGNORECASE)
_DATELINE = re.compile(r"^[^)]{0,60}\)\s*[-–—]\s*")
_POSSESSIVE = re.compile(r"['’]s?$")
_QUOTES = " '’\"“”«»,"
_LONGEST = 12  # words of a speaker; more are a clause that was not cut
_REACH = 70


def attribution_of(analysis: Analysis, sentence: Sentence, position: int) -> Attribution | None:
    """The source named for what stands at a position of a sentence; None where the sentence names none."""
    if (counter := _counter(analysis, sentence, position)) is not None:
        return counter
    says = [t for t in sentence.terms if t.tag == "say" and t.subject == "saying"]
    sources = [t for t in sentence.terms if t.tag.startswith("source.")]
    via = next((analysis.words(t.start, t.end) for t in sentence.terms if t.tag == "via"), None)
    best: tuple[int, Term, Term] | None = None
    for say in says:
        leads = bool(_LEADING.match(analysis.folded[say.start : say.end]))
        for source in sources:
            gap = source.start - say.end if source.start >= say.end else say.start - source.end
            if not 0 <= gap <= _REACH or (leads and source.start < say.end):
                continue
            between = analysis.text[min(source.end, say.end) : max(source.start, say.start)]
            if not leads and re.search(r"[;(]|\bthat\b", between):
                continue
            cost = gap + (0 if leads or source.end <= say.start else 30) + abs(say.start - position) // 8
            cost += 0 if leads else 25 * between.count(",")
            if best is None or cost < best[0]:
                best = (cost, source, say)
    if best is None:
        return Attribution(via, "agency", via) if via and says else None
    _, source, say = best
    name = source.tag.partition(".")[2]
    if any(t.tag == "source.anonymous" for t in sources):
        name = "anonymous"
    return Attribution(_phrase(analysis, sentence, source, say), _KINDS.get(name, name), via)


_BY_COUNT = re.compile(rf"\s{any_of('by the count of')}\s")
_ITS = re.compile(rf"(?:{any_of('the count of')}\s)?")
_COUNT = re.compile(rf"\W*{any_of('his count')}\W*$")
_STOP = re.compile(r"[,;:.()]")


def _counter(analysis: Analysis, sentence: Sentence, position: int) -> Attribution | None:
    """Who counts what stands at a position, where the words right behind a number say so: "75 by the mission's count".

    Only where another number of the sentence is so counted too: one alone may be governed by any word of saying.
    """
    told = [(n, m) for n in sentence.numbers if n.counts and (m := _BY_COUNT.match(analysis.folded, n.end))]
    mine = next((m for n, m in told if n.start <= position < n.end), None)
    if mine is None or len(told) < 2:
        return None
    start = mine.end() + len(_ITS.match(analysis.folded[mine.end() : sentence.end]).group())  # type: ignore[union-attr]
    stop = _STOP.search(analysis.text, start, sentence.end)
    end = stop.start() if stop else sentence.end
    count = _COUNT.search(analysis.folded[start:end])
    end = start + count.start() if count else end
    words = _bare(analysis.words(start, end).strip(_QUOTES))
    source = next((t for t in sentence.terms if t.tag.startswith("source.") and start <= t.start < end), None)
    name = source.tag.partition(".")[2] if source else "unknown"
    return Attribution(words, _KINDS.get(name, name)) if words and len(words.split()) <= _LONGEST else None


def _phrase(analysis: Analysis, sentence: Sentence, source: Term, say: Term) -> str:
    """The words of a source from its clause's beginning to the word of saying, or to the next comma."""
    text = analysis.text
    start = max(text.rfind(mark, sentence.start, source.start) + 1 for mark in ",;:(") or sentence.start
    start = max(start, sentence.start)
    if say.end <= source.start:
        start = say.end
        stop = re.search(r"[,;:.()]", text[source.end : sentence.end])
        end = source.end + stop.start() if stop else sentence.end
    else:
        end = say.start
    words = _bare(_LINK.sub("", analysis.words(start, min(end, start + 120)).strip(_QUOTES)))
    named = analysis.words(source.start, source.end)
    return words if words and len(words.split()) <= _LONGEST else named


def _lead(tokens: list[str], before: frozenset[str], articles: frozenset[str]) -> int:
    """How many words at the beginning are none of the speaker's: "el lunes", "said"."""
    first, *rest = (fold_text(t) for t in tokens[:3])
    if first in before:
        return 1
    return 2 if len(rest) > 1 and first in articles and rest[0] in before else 0


def _bare(words: str) -> str:
    """The words without a dateline, verbs and days before the speaker, and what hangs on behind: "the UN has"."""
    words = _DATELINE.sub("", words)
    tokens = words.split()
    before, articles = word_set("before a speaker"), word_set("determiners")
    while tokens and (cut := _lead(tokens, before, articles)):
        del tokens[:cut]
    while tokens and tokens[-1].islower() and fold_text(tokens[-1]) in word_set("after a speaker"):
        tokens.pop()
    return _POSSESSIVE.sub("", " ".join(tokens))
