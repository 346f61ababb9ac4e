"""Words beside counted personnel that tell of something else, and those that raise one number to another."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term

RAISES = re.compile(
    r"\b(?:brings?|bringing|brought|takes?|taking|took|raises?|raising|raised|lifts?|lifting|porte|portent"
    r"|portant|eleva|elevan|elevando|lleva|llevan"
    r"|llevando|pote|monte|doubles?|doubling|doubled|doublant|duplica|duplican|duplicando|swells?|swelling)\b(?:\s+[\w'’-]+){1,9}?\s+(?:to|at|à|a)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
THINGS = re.compile(
    r"\b(?:fleet|vehicles?|trucks?|stock|toll|deaths?|dead|budget|fund|bases?|flotte|véhicules?|bilan|morts"
    r"|flota|vehículos?|muertos|machin"
    r"|mò|bilan an|chif)\b",
    re.IGNORECASE,
)


def adds_up_to(analysis: Analysis, sentence: Sentence, end: int) -> bool:
    """Whether those counted raise the number of people to another: "Another 230 are there, taking the force to 980"."""
    for other in sentence.numbers:
        raised = RAISES.search(analysis.text, end, other.core) if other.start > end else None
        if raised and not THINGS.search(raised.group()):
            return not any(end <= n.start < raised.start() for n in sentence.numbers if n.kind == "cardinal")
    return False


_BY_BODY = re.compile(
    r"(?:ed|ee?s?|ad[oa]s?) (?:by|par|por) (?:the |l |la )?(?:un|onu|security|conseil|consejo|nations|naciones)\b"
)


_TELLS = re.compile(r"(?:rappel|recall|recuerd)\w+$")
_THAT = re.compile(r"\s(?:that|que|qu)\s")
_ALLOWS = re.compile(r"perm(?:is|et|itio|ite|itted|its)|allow(?:s|ed)")
_STOPS = re.compile(r"dej(?:a|an|o|aron|ara|aran|aba|aban)\b")
_TO_DO = re.compile(r"\s(?:de|d|to)\s\w+|\s\w+[aei]r\b")
_UNDER = re.compile(r"\s(?:under|back to|as|after|amid)\b")
_REPORTS = re.compile(r"\b(?:reports?|figures?|count|toll|tally|accounts?|sources?) $")


def says_nothing(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether a word only describes the force ("the UN-authorised mission") or tells a report ("reports give 14")."""
    if analysis.folded[term.start : term.end] in ("give", "gives"):
        return bool(_REPORTS.search(analysis.folded[max(sentence.start, term.start - 12) : term.start]))
    behind = analysis.folded[term.end : term.end + 12].replace("\n", " ")
    if _TELLS.match(analysis.folded, term.start, term.end) and _THAT.match(behind):
        return True  # "rappelle que": says, does not call home
    if _ALLOWS.fullmatch(analysis.folded, term.start, term.end) and _TO_DO.match(behind):
        return True  # "a permis de tuer"
    if term.tag == "departed" and _STOPS.match(analysis.folded, term.start) and behind.startswith(" de "):
        return True  # "dejará de operar"
    if term.tag == "arrived" and analysis.folded[term.start : term.end].endswith("came") and _UNDER.match(behind):
        return True
    if term.tag != "authorised":
        return False
    behind = analysis.folded[term.end - 3 : term.end + 24].replace("\n", " ")
    return analysis.text[term.start - 1 : term.start] == "-" or bool(_BY_BODY.search(behind))
