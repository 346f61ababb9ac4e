"""Turns of phrase that alone decide what became of counted personnel, whatever single words stand near."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.strength_people import Found
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records.claim import StrengthKind

_MOVED = ("arrived", "departed", "pledged")
_PHRASAL = re.compile(
    r"\b(?:put|set|bring|brought|fly|flew|take|took|send|sent|drop\w*|march\w*|pull\w*)\s(?:\w+\s){0,3}$"
)
_FEWER = re.compile(r"\s(?:fewer|less|de moins|menos|an mwens|mwens)\b")
_KEEPS = re.compile(
    r"\b(?:no (?:plan|plans|intention)|not|never|refus\w+|n entend pas|ne (?:veut|compte|va|retirera?) pas|sans"
    r"|no (?:piensa|quiere|va a|planea)|pa (?:vle|gen plan|gen entansyon|pral)) (?:\w+ ){0,4}$"
)
_DOWN = re.compile(r"\s(?:down|in|ashore|in place)\b")
_HOME = re.compile(r"\s(?:home|out|back|away)\b")
_JOINS = re.compile(rf"\b{any_of('joins')}\s(?:the |les |los |las |their |its |leurs |sus |yo )?$")
_ALREADY = re.compile(rf"\b{any_of('already')}\b")
_NONE_OF = re.compile(rf"\b{any_of('any of them')}\s$")
_FIRST_OF = re.compile(rf"\b{any_of('first part of')}\s(?:some |about |the |unos |quelque |environ )?$")
_TOO = re.compile(rf"[\s\w]{{0,30}}?\b{any_of('does the same')}\b")
_THEY_ARE = re.compile(rf"\W*{any_of('they are')}\s(?:\w+\s){{0,2}}$")
_REACHES = re.compile(r"(?:\w+ )?(?:reach(?:ed|es)|rive|te rive)$")
_COMES_TO = re.compile(r"(?:arrive|arrivent|arrivaient|llega|llegan|llegaba)")
_SIZE = re.compile(rf"\b{any_of('size of a force')}\b")


def _before(analysis: Analysis, sentence: Sentence, position: int, reach: int = 48) -> str:
    return analysis.folded[max(sentence.start, position - reach) : position].replace("\n", " ")


def _after(analysis: Analysis, sentence: Sentence, position: int, reach: int = 60) -> str:
    return analysis.folded[position : min(sentence.end, position + reach)].replace("\n", " ")


def turn(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    at: tuple[int, int],
    noun: Term | None,
    here: list[Found],
) -> tuple[StrengthKind, int] | None:
    """What a whole turn of phrase says became of the people, with a cost that wins; None where there is no such turn.

    "put 212 gendarmes down", "join 600 colleagues already there", "the first of 800", "none of the 10,000 soldiers",
    "They are 200" right after word of an arrival, "900 Burundians had followed suit".
    """
    before, after = _before(analysis, sentence, number.start), _after(analysis, sentence, at[1])
    if noun is not None and _FEWER.match(after):
        return "departed", 4
    if noun is not None and _KEEPS.search(_before(analysis, sentence, number.start, 60)):
        return "current", 4
    if noun is not None and _PHRASAL.search(before):
        if _DOWN.match(after):
            return "arrived", 4
        if _HOME.match(after):
            return "departed", 4
    if _JOINS.search(before) and (noun is not None or _ALREADY.search(after)):
        gone = any(0 <= t.start - at[1] <= 60 for t in sentence.tagged("departed") if t.subject == "forces")
        return ("departed" if gone else "current"), 4
    if here and here[-1].kind in ("arrived", "pledged") and opens_series(analysis, sentence, number):
        return "pledged", 4
    if noun is not None and _NONE_OF.search(_before(analysis, sentence, number.core)):
        return "current", 4
    if here and here[-1].kind in _MOVED and _TOO.match(after):
        return here[-1].kind, 6
    if _THEY_ARE.fullmatch(analysis.folded[sentence.start : number.start].replace("\n", " ")):
        return _told_before(analysis, sentence)
    return None


def opens_series(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether those just counted are the first of so many: "212 Chadians, the first of 800"."""
    return bool(_FIRST_OF.search(_before(analysis, sentence, number.start)))


def _told_before(analysis: Analysis, sentence: Sentence) -> tuple[StrengthKind, int] | None:
    """What the sentence just before says that people did, where it counts nobody: "A new unit landed. They are 200"."""
    if not sentence.index:
        return None
    previous = analysis.sentences[sentence.index - 1]
    told = [t for t in previous.tagged(*_MOVED) if t.subject == "forces"]
    counted = any(n.kind == "cardinal" and (n.count.best or 0) > 4 for n in previous.numbers)
    return (told[-1].tag, 6) if told and not counted else None  # type: ignore[return-value]


def reaches_size(analysis: Analysis, sentence: Sentence, verb: Term, position: int) -> bool:
    """Whether a verb of arriving tells the size that a force has come to: "its strength had reached 1,190"."""
    words = analysis.folded[verb.start : verb.end]
    if _COMES_TO.fullmatch(words) and analysis.folded[verb.end : position] == " a ":
        return True  # nobody arrives at a number: "arrive à 744"
    if not _REACHES.match(words) or not 0 <= position - verb.end <= 2:
        return False
    subject = analysis.folded[max(sentence.start, verb.start - 60) : verb.start].replace("\n", " ")
    return bool(_SIZE.search(subject))
