"""Where somebody is taken: places after "to", hospitals, the capital, and how far away they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, PlaceName, Sentence
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count

MOVES = ("evacuate.sure", "evacuate.move", "evacuate.treated", "evacuate.noun", "moved", "bound")
REACH = 110  # characters after the word in which a destination stands
_ENDS_IN = re.compile(rf"\b{any_of('towards')}$")
_TO = re.compile(rf"\b{any_of('towards')}\s(?:{any_of('determiners')}\s)?$")
_NOT_TO = {"en": re.compile(r"\b(?:in|into|at|for|sur)\s(?:\w+\s)?$"), "es": re.compile(r"\ben\s(?:\w+\s)?$")}
_BARE_TO = re.compile(rf"\s(?:\w+\s)?{any_of('towards')}\s(?:{any_of('determiners')}\s)?")
_THEN = re.compile(rf"\b{any_of('then on')}\b")
_SOIL = re.compile(rf"{any_of('soil of a country')}\b")
_SOIL_BEFORE = re.compile(rf"\b{any_of('soil of a country')}\s$")
_WHITHER = re.compile(rf"\s+{any_of('whither')}\b")
_WHERE = re.compile(rf"\s{any_of('where')}\s(?:\w+\s){{0,3}}")  # "à Saint-Domingue où on l'a transféré"


class Goal:
    """Where somebody is taken: a place, a place of care, care in a place, or a `haven` (the capital, a base)."""

    def __init__(
        self, start: int, end: int, words: str, place: PlaceName | None, *, care: bool = False, haven: bool = False
    ) -> None:
        self.start, self.end, self.words, self.place, self.care, self.haven = start, end, words, place, care, haven


def destinations(analysis: Analysis, sentence: Sentence, window: Window, move: Term) -> list[Goal]:
    """The places that a move may end at, in order: those after "to", and hospitals."""
    later = [t.start for t in sentence.terms if t.tag in MOVES and t.start >= move.end and t.tag != "bound"]
    limit = min([window.ceiling, move.end + REACH, *later])
    cares = [t for t in sentence.terms if t.tag == "care" and move.end <= t.start < limit]
    found: list[Goal] = []
    for place in _places(analysis, sentence):
        if not move.end <= place.start < limit:
            continue
        led = _TO.search(analysis.folded[max(move.end, place.start - 14) : place.start])
        within = _NOT_TO.get(analysis.language)
        if led and within and move.tag != "bound" and within.search(analysis.folded[move.end : place.start]):
            led = None  # "flown home after an attack in Delmas"
        held = place.start <= move.end + 8 and _ENDS_IN.search(analysis.folded[move.start : move.end])
        bare = analysis.language == "ht" and place.start - move.end <= 16
        bare = bare or (move.tag in ("bound", "evacuate.treated") and place.start - move.end <= 2)  # "reached Bangui"
        care = next((t for t in cares if t.end < place.start and place.start - t.end < 24), None)
        if care is not None and not (place.start - care.end <= 8 or led):
            care = None
        if led or held or bare or care is not None:
            start = care.start if care else place.start
            found.append(Goal(start, place.end, analysis.words(start, place.end), place, care=care is not None))
    for care in cares:
        if not any(g.start <= care.start < g.end for g in found) and not (found and found[0].start < care.start):
            found.append(Goal(care.start, care.end, analysis.words(care.start, care.end), None, care=True))
    found += _havens(analysis, sentence, move, limit) if not found else []
    before = [p for p in sentence.places if p.end <= move.start and move.start - p.end <= _BACK]
    if not found and before:
        place = before[-1]
        gap = analysis.folded[place.end : move.start]
        if _WHITHER.match(gap) or (move.tag != "evacuate.sure" and _WHERE.fullmatch(gap)):
            found.append(Goal(place.start, place.end, place.words, place))
    return sorted(found, key=lambda g: g.start)


_BACK = 45  # characters between a place and a word of moving that "to which" ties to it


def _havens(analysis: Analysis, sentence: Sentence, move: Term, limit: int) -> list[Goal]:
    """The capital or a base after "to", where no place is named."""
    found = []
    for term in sentence.terms:
        if term.tag != "haven" or not move.end <= term.start < limit:
            continue
        bare = analysis.language == "ht" and term.start - move.end <= 2
        if bare or _TO.search(analysis.folded[max(move.end - 4, term.start - 14) : term.start]):
            found.append(Goal(term.start, term.end, analysis.words(term.start, term.end), None, haven=True))
    return found[:1]


def _places(analysis: Analysis, sentence: Sentence) -> list[PlaceName]:
    """The places of a sentence with the capitals that elsewhere stand for governments."""
    seats = [
        PlaceName(t.start, t.end, analysis.words(t.start, t.end), "city", t.tag.partition(":")[2], True)
        for t in sentence.terms
        if t.tag.startswith("seat:") and not any(p.start < t.end and t.start < p.end for p in sentence.places)
    ]
    soil = [place for t in sentence.terms for place in _soil(analysis, t)]
    return sorted([*sentence.places, *seats, *soil], key=lambda p: p.start)


def _soil(analysis: Analysis, term: Term) -> Iterator[PlaceName]:
    """A country told by a word of its people: "on Dominican soil", "vers les hôpitaux sud-africains"."""
    if not term.tag.startswith("demonym:"):
        return
    before = _SOIL_BEFORE.search(analysis.folded[max(0, term.start - 30) : term.start])
    after = _SOIL.match(analysis.folded, term.end + 1)
    if before or after:
        start = term.start - (len(before.group()) if before else 0)
        end = after.end() if after else term.end
        yield PlaceName(start, end, analysis.words(start, end), "country", term.tag.partition(":")[2], True)


def shares_of(analysis: Analysis, sentence: Sentence, first: Goal, goals: list[Goal]) -> dict[Goal, Count]:
    """Further places with their own numbers: "three were flown to Dakar and two to Bamako"."""
    found: dict[Goal, Count] = {}
    last = first
    for goal in goals:
        if goal.start <= last.end:
            continue
        for number in sentence.numbers:
            alone = number.counts and last.end <= number.start and number.end <= goal.start
            if alone and _BARE_TO.fullmatch(analysis.folded[number.end : goal.start]):
                found[goal] = Count(number.count.low, number.count.high)
                last = goal
                break
    return found


def goes_on(analysis: Analysis, first: Goal, second: Goal) -> bool:
    """Whether the second place comes after the first on one way: "to hospital, then on to Nairobi"."""
    return second.start > first.end and bool(_THEN.search(analysis.folded[first.end : second.start]))


def lies_abroad(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place lies outside the countries where the story's mission serves, as far as the tables know it."""
    if place.country is not None:
        return place.country not in analysis.hosts
    seats = [t.tag.partition(":")[2] for t in sentence.terms if t.start == place.start and t.tag.startswith("seat:")]
    if seats:
        return seats[0] not in analysis.hosts
    if analysis.gazetteer is None:
        return False
    home = {p.country for host in analysis.hosts for p in analysis.gazetteer.named(host)}
    there = {p.country for p in analysis.gazetteer.named(place.words)}
    return bool(home and there) and not home & there


def same_spot(sentence: Sentence, place: PlaceName) -> bool:
    return any(p.words == place.words and p.start != place.start for p in sentence.places)
