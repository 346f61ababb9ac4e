"""Other fates of counted personnel that keep a number from telling a strength."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import cost
from veye.extract.lexicon import Term
from veye.records.claim import StrengthKind

_ABOARD = frozenset(("aboard", "on board", "a bord", "a bordo", "abo"))
ON_DUTY = re.compile(
    r"\s+(?:(?:who|that|qui|que|ki)\s+)?(?:serving|serve|stationed|posted|based|currently in|now in"
    r"|deployed (?:in|to|there)|en poste|déployés (?:en|au|à|dans)|stationnés|présents|qui servent"
    r"|desplegados|destinados|destacados|que sirven|k ap sèvi|ki nan misyon)\b",
    re.IGNORECASE,
)
_CARE = re.compile(
    r"\b(?:for (?:treatment|surgery|care)|soignés|hospitalisés|para ser atendidos|hospital|hôpital|lopital)\b",
    re.IGNORECASE,
)
_MEANS_TO = re.compile(r"\s(?:to|in order to|pour|afin d|para|a fin de|pou)\s(?:\w+\s)(?:[^.;:]*)$", re.IGNORECASE)
_FATES = ("killed.", "wounded.", "missing.", "abducted.", "not")


def other_fate(
    analysis: Analysis, sentence: Sentence, at: tuple[int, int], kind: StrengthKind, price: int, noun: Term | None
) -> bool:
    """Whether the people were rather killed, hurt, missing, trained or carried off than present, sent or promised."""
    landed = kind == "arrived" and not sentence.has("killed.", "wounded.", "missing.", "abducted.")
    if kind == "arrived" and _CARE.search(analysis.text, at[1], min(sentence.end, at[1] + 60)):
        return True
    sizes = {(t.start, t.end) for t in sentence.tagged("current") if t.subject == "forces" and at[0] - t.end <= 12}
    for term in sentence.tagged(*_FATES):
        if term.subject not in ("outcomes", "forces"):
            continue
        if term.tag == "wounded.weak" and (term.start, term.end) in sizes:
            continue  # "atteint 400 hommes": reaches, not hits
        if any(start <= term.start and term.end <= end for start, end in sizes):
            continue  # "the number falls to 450"
        if landed and analysis.folded[term.start : term.end] in _ABOARD:
            continue
        if ON_DUTY.match(analysis.text, at[1]) or _MEANS_TO.search(analysis.text, at[1], max(at[1], term.start)):
            continue
        fate = cost(analysis, sentence, at, (term.start, term.end))
        if fate <= 14 or fate < price + (40 if kind == "current" and (noun is None or price > 20) else 0):
            return True
    return False
