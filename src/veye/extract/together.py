"""Killed and wounded under one number: "1,379 people were killed or injured" counts neither alone."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.wordlists import any_of
from veye.records import Casualty

_OR = re.compile(rf"\W*{any_of('or, between two fates')}\s+(?:{any_of('verbs between two fates')}\s+)*")
_REACH = 60  # characters past a count in which the two fates may stand


def killed_or_wounded(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """The drafts with one outcome for both where one number covers both; the same number is then not told again."""
    out: list[Draft] = []
    taken: list[tuple[int, int]] = []
    for draft in drafts:
        said = draft.statement
        both = _both(analysis, draft) if isinstance(said, Casualty) and said.outcome in ("killed", "wounded") else None
        if both is None:
            out.append(draft)
            continue
        start, end = min(draft.start, both[0]), max(draft.end, both[1])
        if any(a < end and start < b for a, b in taken):
            continue
        taken.append((start, end))
        assert isinstance(said, Casualty)
        joined = msgspec.structs.replace(said, outcome="killed or wounded")
        out.append(msgspec.structs.replace(draft, statement=joined, start=start, end=end))
    return out


def _both(analysis: Analysis, draft: Draft) -> tuple[int, int] | None:
    """Where the words for both fates stand, with nothing but "or" between them; None where the draft tells of one."""
    sentence = analysis.sentences[draft.sentence]
    terms = [t for t in sentence.tagged("killed.", "wounded.") if draft.start <= t.start <= draft.end + _REACH]
    for first in terms:
        for second in terms:
            fates = {first.tag.partition(".")[0], second.tag.partition(".")[0]}
            if (
                fates == {"killed", "wounded"}
                and first.end < second.start
                and first.start <= draft.end + 2
                and _OR.fullmatch(analysis.folded, first.end, second.start)
            ):
                return first.start, second.end
    return None
