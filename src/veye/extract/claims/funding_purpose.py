"""What a sum of money is for, in the words of the text."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.funding_sums import Sum

_FOR = {
    "en": re.compile(
        r"\s*(?:,\s*)?(?:\w+\s+){0,3}?(?:for|towards?|to support|to help|to fund|meant for"
        r"|to)\s+(?!$)(.{4,80}?)(?=[.,;:()]|$)"
    ),
    "fr": re.compile(
        r"\s*(?:\w+\s+){0,3}?(?:pour|destinés? à|au profit d[eu]|en faveur d[eu]|à)\s+(.{4,80}?)(?=[.,;:()]|$)"
    ),
    "es": re.compile(r"\s*(?:\w+\s+){0,3}?(?:para|destinad[oa]s? a|a favor de|a)\s+(.{4,80}?)(?=[.,;:()]|$)"),
    "ht": re.compile(r"\s*(?:\w+\s+){0,3}?(?:pou|nan)\s+(.{4,80}?)(?=[.,;:()]|$)"),
}


def purpose_of(analysis: Analysis, sentence: Sentence, item: Sum) -> str | None:
    """What the money is for, in the words of the text; None where it does not say."""
    found = _FOR.get(analysis.language, _FOR["en"]).match(analysis.text, item.end, sentence.end)
    if found:
        return " ".join(found.group(1).split()[:9])
    terms = sentence.tagged("fund:")
    if terms:
        return analysis.words(terms[0].start, terms[0].end)
    force = sentence.tagged("mission:")
    return analysis.words(force[0].start, force[0].end) if force else None
