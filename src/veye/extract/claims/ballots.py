"""How a council voted: the numbers for, against and abstaining beside a resolution."""

from __future__ import annotations

from typing import NamedTuple

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import countries
from veye.extract.lexicon import Term
from veye.extract.words.numbers import NumberMention

_BEHIND = 25  # characters between a number and the word that says how they voted: "12 members in favour"
_MEMBERS = 60  # "Thirteen members of the UN Security Council voted"
_LARGEST = 200  # no council is larger


class Ballot(NamedTuple):
    """Votes as told, each None where not told."""

    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


def find_ballot(analysis: Analysis, sentence: Sentence) -> Ballot:
    """The votes that a sentence, or the one right after it, tells of the resolution in it; the first number wins."""
    after = analysis.sentences[sentence.index + 1 : sentence.index + 2]
    found = [_in_sentence(analysis, s) for s in (sentence, *after) if s.zone != "aside"]
    if found and found[0] == Ballot() and len(found) > 1 and found[1].votes_for is None:
        return Ballot()  # who abstained from what is not said
    return Ballot(*(next((v for v in told if v is not None), None) for told in zip(*found, strict=True)))


def _in_sentence(analysis: Analysis, sentence: Sentence) -> Ballot:
    """A number that one word has taken is not another's: "12 votes for, three abstentions"."""
    scores = [n for n in sentence.numbers if n.kind == "score" and n.count.exact]
    for won in scores if sentence.has("ballot.for", "ballot.voted") else ():
        lost = next((n for n in sentence.numbers if n.start - won.end == 1), None)
        if lost and lost.count.exact:
            return Ballot(won.count.low, lost.count.low)
    taken: set[int] = set()
    nobody = sentence.has("ballot.none")
    abstained = _number(analysis, sentence, sentence.tagged("ballot.abstain"), taken)
    if abstained is None:
        abstained = _named(analysis, sentence, sentence.tagged("ballot.abstain"))
    against = 0 if nobody else _number(analysis, sentence, sentence.tagged("ballot.against"), taken)
    return Ballot(
        _number(analysis, sentence, sentence.tagged("ballot.for"), taken)
        or _number(analysis, sentence, sentence.tagged("ballot.voted"), taken, reach=_MEMBERS),
        against,
        abstained,
    )


def _number(
    analysis: Analysis, sentence: Sentence, words: list[Term], taken: set[int], *, reach: int = _BEHIND
) -> int | None:
    best: tuple[int, NumberMention] | None = None
    for word in words:
        for number in sentence.numbers:
            if number.kind not in ("cardinal", "vote") or not number.count.exact or (number.value or 0) > _LARGEST:
                continue
            if number.start in taken:
                continue
            gap = word.start - number.end
            if not 0 <= gap <= reach or set(analysis.text[number.end : word.start]) & set(",;:()"):
                continue
            if best is None or gap < best[0]:
                best = gap, number
    if best is None:
        return None
    taken.add(best[1].start)
    return best[1].count.low


def _named(analysis: Analysis, sentence: Sentence, words: list[Term]) -> int | None:
    """How many countries a list names right beside the word: "China, Pakistan and Russia abstaining"."""
    if not words:
        return None
    named = sorted({(c.start, c.end, c.name) for c in countries(analysis, sentence)})
    before = [c for c in named if c[1] <= words[0].start]
    listed: set[str] = set()
    edge = words[0].start
    for start, end, name in reversed(before):
        if len(analysis.text[end:edge].split()) > 3:
            break
        listed.add(name)
        edge = start
    return len(listed) or None
