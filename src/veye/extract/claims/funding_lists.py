"""Words that tell what became of a sum: which of them may, and sums that go on from one told before."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import countries
from veye.extract.claims.funding_sums import Sum
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of

_GOVERNED = 30  # characters between a verb and the gift that it governs


def usable_words(analysis: Analysis, sentence: Sentence, words: list[Term]) -> list[Term]:
    """The words without those of a resolution, and without a gift of which a verb tells more: "approved an aid of"."""
    kept = [t for t in words if not (t.tag == "approved" and _RESOLUTION.match(analysis.folded, t.end, sentence.end))]
    return [
        t
        for t in kept
        if not (
            t.tag == "pledged"
            and _GIFT.match(analysis.folded, t.start, t.end)
            and any(
                o.tag in ("approved", "disbursed", "frozen")
                and 0 <= t.start - o.end <= _GOVERNED
                and not _NOUN.match(analysis.folded, o.start, o.end)
                and "," not in analysis.text[o.end : t.start]
                for o in kept
            )
        )
    ]


_RESOLUTION = re.compile(rf"\s(?:{any_of('determiners')}\s)?(?:\w+\s)?r[ei][sz]ol")
_GIFT = re.compile(rf"(?:\w+\s)?{any_of('gifts of money')}\b")
_NOUN = re.compile(rf"{any_of('budgets')}\b")


def takes_over(analysis: Analysis, sentence: Sentence, item: Sum, since: int, words: list[Term]) -> bool:
    """Whether a giver right before a sum shares the verb before it: "gave 380 million and Canada 59 million"."""
    if since < sentence.start or any(since <= t.start < item.start for t in words):
        return False
    giver = next((c for c in countries(analysis, sentence) if 0 <= item.start - c.end <= 2 and c.start >= since), None)
    return giver is not None and bool(_AND.search(analysis.folded, since, giver.start))


_AND = re.compile(rf"\b{any_of('coordinators')}\s(?:{any_of('determiners')}\s)?$")


def makes_a_total(analysis: Analysis, sentence: Sentence, item: Sum) -> bool:
    """Whether a sum is what the gifts told before come to: "that makes 86.2 million in all"."""
    return bool(_MAKES.search(analysis.folded, sentence.start, item.start))


_MAKES = re.compile(rf"\b{any_of('that makes')}\s(?:\w+\s){{0,2}}$")
