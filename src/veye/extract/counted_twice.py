"""A second count of the same people or items by another's word: "75 by the mission's count, 77 by the press"."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Equipment, Strength

_BY = re.compile(rf"\W{{0,2}}{any_of('counted by')}\b")
_ANOTHER = re.compile(rf"{any_of('another count')}\s+(?:\w+\s+)?$")
_COUNTED = (Strength, Equipment)


def with_other_counts(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """The drafts and, right behind those of personnel and items, what another count of them says."""
    out = []
    for draft in drafts:
        out.append(draft)
        if isinstance(draft.statement, _COUNTED) and draft.statement.count.exact and draft.sentence >= 0:
            out += [_recounted(draft, n) for n in _others(analysis, draft, drafts)]
    return out


def _others(analysis: Analysis, draft: Draft, drafts: list[Draft]) -> list[NumberMention]:
    """The numbers after the draft's own that count the same by another's word, before any other draft's."""
    sentence = analysis.sentences[draft.sentence]
    own = next((n for n in sentence.numbers if n.start >= draft.start - 1 and _same(draft, n)), None)
    if own is None:
        return []
    after = [d.start for d in drafts if d.sentence == draft.sentence and d.start > own.end]
    stop = min(after, default=sentence.end)
    later = [n for n in sentence.numbers if own.end < n.start < stop and n.kind == "cardinal" and n.count.exact]
    told = bool(_BY.match(analysis.folded, own.end))
    found = [n for n in later if told and _BY.match(analysis.folded, n.end)]
    return found or [n for n in later if _says_another(analysis, sentence, n)]


def _same(draft: Draft, number: NumberMention) -> bool:
    count = getattr(draft.statement, "count", None)
    return count is not None and (number.count.low, number.count.high) == (count.low, count.high)


def _says_another(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    return bool(_ANOTHER.search(analysis.folded[max(sentence.start, number.start - 50) : number.start]))


def _recounted(draft: Draft, number: NumberMention) -> Draft:
    statement = msgspec.structs.replace(draft.statement, count=number.count)
    return msgspec.structs.replace(
        draft, statement=statement, start=number.start, end=number.end, rule=f"{draft.rule}.recounted", other=True
    )
