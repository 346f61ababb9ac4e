"""A second count of the same people or items by another's word: "75 by the mission's count, 77 by the press"."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import clause_date
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Equipment, Strength

_BY = re.compile(rf"\W{{0,2}}{any_of('counted by')}\b")
_ANOTHER = re.compile(rf"{any_of('another count')}\s+(?:\w+\s+)?$")
_COUNTED = (Strength, Equipment)


def with_other_counts(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """The drafts and, right behind those of personnel and items, what another count of them says.

    Those who came may be counted behind a colon only: "a second group landed: 75 by one count, 77 by another".
    """
    came = {d.sentence for d in drafts if isinstance(d.statement, Strength) and d.statement.kind == "arrived"}
    listed = [d for s in analysis.body() if s.index not in came for d in _listed(analysis, s)]
    out = []
    for draft in drafts:
        out.append(draft)
        if isinstance(draft.statement, _COUNTED) and draft.statement.count.exact and draft.sentence >= 0:
            out += [_recounted(draft, n) for n in _others(analysis, draft, drafts)]
    return [*out, *listed]


def _listed(analysis: Analysis, sentence: Sentence) -> list[Draft]:
    """Personnel who came, counted behind a colon by whoever counts them."""
    people = [g for g in sentence.groups if g.who == "mission" and g.plural and g.country]
    groups = [g for g in people if g.number is None or g.number.kind == "article"]  # "a group of …"
    verbs = [t for t in sentence.tagged("arrived") if t.subject == "forces"]
    if len(groups) != 1 or not verbs:
        return []
    numbers = [n for n in sentence.numbers if n.kind == "cardinal" and n.count.exact and n.start > verbs[0].end]
    told = [n for n in numbers if _BY.match(analysis.folded, n.end)]
    if not told or analysis.text[: told[0].start].rstrip()[-1:] != ":":
        return []
    when = clause_date(analysis, sentence, (verbs[0].start, verbs[0].end))
    return [
        Draft(
            Strength(groups[0].country or "", n.count, "arrived"), sentence.index, n.start, n.end,
            "strength.listed", when=when, other=True, inherit=False,
        )
        for n in told
    ]  # fmt: skip


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
