"""Evacuation: the wounded taken elsewhere for care."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, PlaceName, Sentence
from veye.extract.claims.evacuation_patients import Patients, grammatical_number, patients_of
from veye.extract.clauses import negated, only_planned, window_flags
from veye.extract.days import window_when
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count, Evacuation

_TAGS = ("evacuate.sure", "evacuate.move", "evacuate.treated", "evacuate.noun", "moved", "bound")
_UNIFORMS = frozenset({"mission", "police", "military"})
_AIR = re.compile(rf"\b{any_of('by air')}\b")
_ENDS_IN = re.compile(rf"\b{any_of('towards')}$")
_TO = re.compile(rf"\b{any_of('towards')}\s(?:{any_of('determiners')}\s)?$")
_NOT_TO = {"en": re.compile(r"\b(?:in|into|at|for|sur)\s(?:\w+\s)?$"), "es": re.compile(r"\ben\s(?:\w+\s)?$")}
_HAD_TO = re.compile(rf"\b{any_of('had to')}\s*(?:\w+\s)?$")
_TO_COME = re.compile(rf"\b{any_of('to come')}\s*(?:\w+\s)?$")
_BODIES = re.compile(rf"\b{any_of('dead bodies')}\b")
_BARE_TO = re.compile(rf"\s(?:\w+\s)?{any_of('towards')}\s(?:{any_of('determiners')}\s)?")
_THEN = re.compile(rf"\b{any_of('then on')}\b")
_REACH = 110  # characters after the word in which a destination stands
_RECENT = 4  # sentences over which those hurt are still spoken of


_HURT = ("wounded.subject", "wounded.either", "wounded.count")


class Harmed:
    """Those whom the report has called hurt so far."""

    def __init__(self) -> None:
        self.count: Count | None = None
        self.here: Count | None = None
        self.side = ""
        self._at = self._named_at = -99

    def read(self, analysis: Analysis, sentence: Sentence) -> None:
        """Takes in a sentence before its moves are looked at."""
        from veye.extract.claims.casualty import find_in_sentence

        harm = find_in_sentence(analysis, sentence)
        read = [(v.count, v.who) for outcome, v in harm if outcome == "wounded"]
        read = read or [(v.count, v.who) for outcome, v in harm if outcome == "killed" and v.count.low == 1]
        self.here = None
        if read:
            total = read[0][0]
            for count, _ in read[1:]:
                total = total + count
            self.here, self.side = Count(total.low, total.high), read[-1][1]
            if self.count is None or (self.here.low or 0) >= (self.count.low or 0):
                self.count = self.here
            self._at = sentence.index
        elif sentence.has("harm", "hurt.") or (sentence.has("pierced") and sentence.has("gear.")):
            self._at = sentence.index
        if sentence.has(*_HURT):
            self._named_at = sentence.index

    def recent(self, sentence: Sentence, move: Term) -> bool:
        """Whether somebody was hurt in this sentence or in one of those before it.

        For a word of carrying it is enough that the sentence itself has a word of harm, whoever it is said of.
        """
        if move.tag.startswith("evacuate.") and self._named_at == sentence.index:
            return True
        return sentence.index - self._at <= _RECENT


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every statement that wounded people were moved for care."""
    harmed = Harmed()
    for sentence in analysis.body():
        harmed.read(analysis, sentence)
        ceiling = sentence.start
        for move in _moves(sentence):
            if move.start < ceiling:
                continue
            drafts = list(_read(analysis, sentence, move, harmed))
            yield from drafts
            if drafts:
                ceiling = max(d.end for d in drafts)


def _moves(sentence: Sentence) -> list[Term]:
    """The words of moving, one for each place in the text, the surer reading first."""
    found: dict[int, Term] = {}
    for term in sentence.terms:
        if term.subject == "evacuation" and term.tag in _TAGS:
            known = found.get(term.start)
            if term.tag == "evacuate.noun" and any(t.tag in _TAGS[:2] and t.start > term.start for t in sentence.terms):
                continue  # "a medevac flight carried both"
            if known is None or _TAGS.index(term.tag) < _TAGS.index(known.tag):
                found[term.start] = term
    return [found[start] for start in sorted(found)]


def _read(analysis: Analysis, sentence: Sentence, move: Term, harmed: Harmed) -> Iterator[Draft]:
    window = Window(analysis, sentence, sentence.start, move.start, move.end, sentence.end)
    before = analysis.folded[max(window.floor, move.start - 50) : move.start]
    if negated(window) or _planned(analysis, window) or _BODIES.search(before):
        return
    if not harmed.recent(sentence, move) and harmed.count is None:
        return
    patients = patients_of(analysis, sentence, window, move)
    if _staff(analysis, sentence, patients):
        return
    if move.tag == "moved" and patients is None and grammatical_number(analysis, move) is None:
        return
    goals = _destinations(analysis, sentence, window, move)
    goal = next((g for g in goals if _counts(analysis, sentence, window, move, patients, g, harmed)), None)
    homewards = sentence.has("harm", "hurt.", *_HURT) and _home(analysis, move, patients)
    if goal is None and move.tag not in ("evacuate.sure", "evacuate.noun") and not homewards:
        return
    count = _count(analysis, move, patients, harmed)
    if count is None or (move.tag == "evacuate.noun" and patients is None and harmed.here is None):
        return
    to = goal or (goals[0] if goals else None)
    shares = {} if to is None else _shares(analysis, sentence, to, goals)
    chain = [to, *shares, *(g for g in goals if to and g.start > to.end and _THEN.search(_gap(analysis, to, g)))]
    for number, stop in enumerate(chain):
        yield Draft(
            Evacuation(shares.get(stop, count) if stop else count, None, stop.words if stop else None),
            sentence.index,
            move.start,
            max(move.end, stop.end if stop and number else 0),
            f"evacuation.{move.tag.rpartition('.')[2]}",
            when=window_when(window, moves=True),
            flags=window_flags(window),
            other=number > 0,
            score=0.5 if sentence.zone == "title" else 1.0,
        )


_HOME = re.compile(rf"(?:.*\b)?(?:home\b|repatri|rapatri)|{any_of('sent home')}")
_HOME_AFTER = re.compile(rf"\s{any_of('home')}\b")
_STAFF = re.compile(rf"\b{any_of('not patients')}\b")


def _home(analysis: Analysis, move: Term, patients: Patients | None) -> bool:
    """Whether the hurt are taken to their own country: "two soldiers were flown home with gunshot wounds"."""
    own = _HOME.match(analysis.folded, move.start, move.end) or _HOME_AFTER.match(analysis.folded, move.end)
    return bool(own) and (patients is None or patients.told)


def _staff(analysis: Analysis, sentence: Sentence, patients: Patients | None) -> bool:
    """Whether those moved are staff or residents of whom the sentence calls none hurt."""
    if patients is None:
        return False
    words = analysis.folded[patients.start : patients.end]
    return bool(_STAFF.search(words)) and not sentence.has("harm", "wounded.", "care")


class Goal:
    """Where somebody is taken: a place, a place of care, or care in a place."""

    def __init__(self, start: int, end: int, words: str, place: PlaceName | None, *, care: bool) -> None:
        self.start, self.end, self.words, self.place, self.care = start, end, words, place, care


def _shares(analysis: Analysis, sentence: Sentence, first: Goal, goals: list[Goal]) -> dict[Goal, Count]:
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


def _gap(analysis: Analysis, first: Goal, second: Goal) -> str:
    return analysis.folded[first.end : second.start]


def _destinations(analysis: Analysis, sentence: Sentence, window: Window, move: Term) -> list[Goal]:
    """The places that a move may end at, in order: those after "to", and hospitals."""
    later = [t.start for t in sentence.terms if t.tag in _TAGS and t.start >= move.end and t.tag != "bound"]
    limit = min([window.ceiling, move.end + _REACH, *later])
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
        care = next((t for t in cares if t.end < place.start and place.start - t.end < 24), None)
        if care is not None and not (place.start - care.end <= 8 or led):
            care = None
        if led or held or bare or care is not None:
            start = care.start if care else place.start
            found.append(Goal(start, place.end, analysis.words(start, place.end), place, care=care is not None))
    for care in cares:
        if not any(g.start <= care.start < g.end for g in found) and not (found and found[0].start < care.start):
            found.append(Goal(care.start, care.end, analysis.words(care.start, care.end), None, care=True))
    before = [p for p in sentence.places if p.end <= move.start and move.start - p.end <= 24]
    if not found and before and analysis.language == "fr":
        place = before[-1]
        if _WHERE.search(analysis.folded[place.end : move.start]):
            found.append(Goal(place.start, place.end, place.words, place, care=False))
    return sorted(found, key=lambda g: g.start)


def _places(analysis: Analysis, sentence: Sentence) -> list[PlaceName]:
    """The places of a sentence with the capitals that elsewhere stand for governments."""
    seats = [
        PlaceName(t.start, t.end, analysis.words(t.start, t.end), "city", t.tag.partition(":")[2], True)
        for t in sentence.terms
        if t.tag.startswith("seat:") and not any(p.start < t.end and t.start < p.end for p in sentence.places)
    ]
    return sorted([*sentence.places, *seats], key=lambda p: p.start)


_WHERE = re.compile(r"\b(?:ou|d ou)\b")  # "à Saint-Domingue où on l'a transféré"


def _counts(
    analysis: Analysis,
    sentence: Sentence,
    window: Window,
    move: Term,
    patients: Patients | None,
    goal: Goal,
    harmed: Harmed,
) -> bool:
    """Whether a move to a place is one for care: medical by its word, far away, or to a hospital of the force."""
    if move.tag in ("evacuate.sure", "evacuate.noun"):
        return True
    place = goal.place
    abroad = place is not None and _abroad(analysis, sentence, place)
    uniformed = (patients.side if patients and patients.side else harmed.side) in _UNIFORMS
    if move.tag == "bound":
        return abroad and harmed.recent(sentence, move)
    if not harmed.recent(sentence, move):
        return False
    if move.tag == "evacuate.treated":
        return abroad or (place is not None and uniformed and place.kind == "other")
    if abroad:
        return True
    by_air = bool(_AIR.search(analysis.folded[max(sentence.start, move.start - 60) : move.end + 60]))
    if place is not None and not _same_spot(sentence, place):
        return True
    return goal.care and (by_air or (uniformed and move.tag != "moved"))


def _abroad(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
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


def _same_spot(sentence: Sentence, place: PlaceName) -> bool:
    return any(p.words == place.words and p.start != place.start for p in sentence.places)


def _planned(analysis: Analysis, window: Window) -> bool:
    text = analysis.folded[max(window.sentence.start, window.start - 40) : window.start]
    if _HAD_TO.search(text):
        return False
    plans = [t.end for t in window.small if t.tag == "plan" and t.end <= window.start]
    if plans and any(t.tag == "be" and max(plans) <= t.start < window.start for t in window.small):
        return False  # "the first to be hit, was evacuated"
    return only_planned(window) or bool(_TO_COME.search(text))


def _count(analysis: Analysis, move: Term, patients: Patients | None, harmed: Harmed) -> Count | None:
    """How many are moved: as the words say, else as many as were hurt."""
    if patients is not None and patients.count is not None:
        return patients.count
    number = grammatical_number(analysis, move)
    several = (patients is not None and patients.plural) or number == 2
    spoken = harmed.here or harmed.count
    if several:
        larger = next((c for c in (harmed.here, harmed.count) if c is not None and c.high != 1), None)
        return larger or Count(2, None)
    if number == 1:
        return Count(1, 1)
    return spoken
