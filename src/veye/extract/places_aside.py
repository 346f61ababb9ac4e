"""Places that a sentence names without setting anything there: those it measures from, and capitals that it cites."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, PlaceName, Sentence
from veye.extract.wordlists import any_of


def only_aside(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place is one from which a distance runs to the one beside it, or whose government is cited."""
    if _cited(analysis, sentence, place):
        return True
    if not _measured(analysis, sentence, place):
        return False
    ends = [p.end for p in sentence.places if p.introduced and p.kind != "country" and p.end <= place.start]
    return bool(ends) and bool(_BESIDE.fullmatch(analysis.text, ends[-1], place.start))


def _measured(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """ "474 kilometres east of Bangui", "à une cinquantaine de kilomètres de Paoua"."""
    return bool(_DISTANCE.search(analysis.folded[max(sentence.start, place.start - 50) : place.start]))


def _cited(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """ "selon Budapest et Rome": a city that tells something, nothing that happened there."""
    return not place.introduced and bool(_CITES.search(analysis.folded[sentence.start : place.start]))


def on_the_way(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place is an end of a way, or of a flight, or only measured from: "from Kidal to Gao", "found refuge in
    Hinche"; what happens does so elsewhere, where the sentence names another place.
    """
    before = analysis.folded[max(sentence.start, place.start - 50) : place.start]
    return bool(_LEFT.search(before) or _REACHED.search(before)) or _measured(analysis, sentence, place)


_LEFT = re.compile(rf"\b{any_of('from, of a way')}\s(?:\w+\s)?$")
_WAY = rf"{any_of('from, of a way')}\s[\w -]{{3,24}}\s{any_of('to, of a way')}\s"
_REACHED = re.compile(rf"\b(?:{any_of('refuge')}\s(?:\w+\s){{1,2}}|{_WAY})$")
_BESIDE = re.compile(r"\s?[,(][^,;:()]{0,60}")
_DISTANCE = re.compile(rf"\b{any_of('units of distance')}\s(?:\S+\s){{0,4}}$")
_CITES = re.compile(rf"\b{any_of('cites')}\s(?:\S+\s{any_of('coordinators')}\s)?$")
