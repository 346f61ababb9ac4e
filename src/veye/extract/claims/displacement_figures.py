"""Sentences that go on with the figure of the one before them."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term

_GOES_ON = re.compile(
    r"\b(?:figure|number|total|count|it was|they were|there were|against|up from|chiffre|nombre|bilan"
    r"|en compt\w+|étaient|contre|cifra|número|son|eran"
    r"|frente a|chif|kantite|yo te|se te|yo|rive)\b",
    re.IGNORECASE,
)


def carried(analysis: Analysis, sentence: Sentence) -> list[Term]:
    """The terms of the sentence before, where this one goes on with its figure ("In December it was 315,000")."""
    if not _GOES_ON.search(analysis.text, sentence.start, sentence.end):
        return []
    if sentence.has("killed.", "wounded.", "missing.", "abducted.", "noun.strong") or any(
        n.kind == "money" for n in sentence.numbers
    ):
        return []
    for index in range(sentence.index - 1, max(-1, sentence.index - 3), -1):
        terms = [t for t in analysis.sentences[index].tagged("stock", "flow") if t.subject == "displacement"]
        if terms:
            return terms
    return []
