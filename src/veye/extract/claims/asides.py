"""Asides between people and their verb: "200 policías, entre ellos comandos, pisaron"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term

_OF_PLACE = r"(?:\s(?:of|from|de|du|des|d['’]|nan)\s[^,;:.()\n]{2,30})?"
_ONE = re.compile(_OF_PLACE + r"\s?,\s[^,;:.()\n]{3,80},\s|\s?\([^()\n]{2,90}\),?\s")
_TWO = re.compile(_OF_PLACE + r"\s?,\s[^,;:.()\n]{3,80},\s[^,;:.()\n]{3,60},\s")
_VERB_IN = 16  # characters between the end of an aside and the verb: "sont", "have just"


def verb_past_aside(analysis: Analysis, sentence: Sentence, end: int, verbs: Sequence[Term]) -> Term | None:
    """The one of `verbs` that stands right behind an aside that opens at `end`; None where there is none."""
    for pattern in (_ONE, _TWO):
        aside = pattern.match(analysis.text, end, sentence.end)
        if aside and (verb := first_behind(analysis, aside.end(), verbs)):
            return verb
    return None


def first_behind(analysis: Analysis, position: int, verbs: Sequence[Term]) -> Term | None:
    """The one of `verbs` that stands right behind a position, but for an auxiliary or an adverb."""
    for verb in verbs:
        if 0 <= verb.start - position <= _VERB_IN and "," not in analysis.text[position : verb.start]:
            return verb
    return None
