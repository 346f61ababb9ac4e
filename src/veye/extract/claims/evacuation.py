"""Evacuation: the wounded taken elsewhere for care."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.evacuation_civil import taken_out
from veye.extract.claims.evacuation_goals import MOVES, Goal, destinations, goes_on, lies_abroad, same_spot, shares_of
from veye.extract.claims.evacuation_level import level_of
from veye.extract.claims.evacuation_patients import Patients, grammatical_number, patients_of
from veye.extract.clauses import negated, only_planned, window_flags
from veye.extract.days import window_when
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count, Evacuation

_UNIFORMS = frozenset({"mission", "police", "military"})
_AIR = re.compile(rf"\b{any_of('by air')}\b")
_HAD_TO = re.compile(rf"\b{any_of('had to')}\s*(?:\w+\s)?$")
_TO_COME = re.compile(rf"\b{any_of('to come')}\s*(?:\w+\s)?$")
_IN_ORDER_TO = re.compile(r"\bpou\sevakye")  # Creole verbs have one form: "yo te poze pou evakye moun"
_BODIES = re.compile(rf"\b{any_of('dead bodies')}\b")
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

        For a word of carrying it is enough that the sentence itself has a word of harm, whoever it is said of, or of
        care.
        """
        if move.tag.startswith("evacuate.") and (self._named_at == sentence.index or sentence.has("care")):
            return True
        return sentence.index - self._at <= _RECENT


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every statement that wounded people were moved for care."""
    found = list(_find(analysis))
    told = any(d.score == 1 for d in found)
    for draft in found:
        if not (
            told and draft.score < 1 and isinstance(draft.statement, Evacuation) and draft.statement.count.high is None
        ):
            yield draft  # a title's uncounted wounded are those that the text counts


def _find(analysis: Analysis) -> Iterator[Draft]:
    harmed = Harmed()
    for sentence in analysis.body():
        harmed.read(analysis, sentence)
        ceiling = sentence.start
        for move in _moves(sentence):
            if move.start < ceiling:
                continue
            window = Window(analysis, sentence, sentence.start, move.start, move.end, sentence.end)
            if negated(window) or _planned(analysis, window):
                continue
            drafts = [] if analysis.veto else list(_read(analysis, sentence, window, move, harmed))
            drafts = drafts or list(taken_out(analysis, sentence, window, move))
            yield from drafts
            if drafts:
                ceiling = max(d.end for d in drafts)


def _moves(sentence: Sentence) -> list[Term]:
    """The words of moving, one for each place in the text, the surer reading first."""
    found: dict[int, Term] = {}
    for term in sentence.terms:
        if term.subject == "evacuation" and term.tag in MOVES:
            known = found.get(term.start)
            if term.tag == "evacuate.noun" and any(t.tag in MOVES[:2] and t.start > term.start for t in sentence.terms):
                continue  # "a medevac flight carried both"
            if known is None or MOVES.index(term.tag) < MOVES.index(known.tag):
                found[term.start] = term
    return [found[start] for start in sorted(found)]


def _read(analysis: Analysis, sentence: Sentence, window: Window, move: Term, harmed: Harmed) -> Iterator[Draft]:
    before = analysis.folded[max(window.floor, move.start - 50) : move.start]
    if _BODIES.search(before) or _UNHURT.match(analysis.folded, move.end):
        return
    if not harmed.recent(sentence, move) and harmed.count is None:
        return
    patients = patients_of(analysis, sentence, window, move)
    if _staff(analysis, sentence, patients) or _led_off(sentence, move) or _rides(analysis, sentence, move, patients):
        return
    if move.tag == "moved" and patients is None and grammatical_number(analysis, move) is None:
        return
    goals = destinations(analysis, sentence, window, move)
    goal = next((g for g in goals if _counts(analysis, sentence, window, move, patients, g, harmed)), None)
    spoken = sentence.has("harm", "hurt.", *_HURT) or (patients is not None and patients.side == "mission")
    homewards = spoken and _home(analysis, move, patients)
    if goal is None and move.tag not in ("evacuate.sure", "evacuate.noun") and not homewards:
        return
    count = _count(analysis, move, patients, harmed)
    if count is None or (move.tag == "evacuate.noun" and patients is None and harmed.here is None):
        return
    to = goal or (goals[0] if goals else None)
    shares = {} if to is None else shares_of(analysis, sentence, to, goals)
    to = next((g for g in reversed(goals) if to and goes_on(analysis, to, g)), to)
    named = patients is not None and patients.told and patients.start >= sentence.start
    chain = [to, *shares]
    for number, stop in enumerate(chain):
        yield Draft(
            Evacuation(
                shares.get(stop, count) if stop else count,
                destination=stop.words if stop else None,
                level=level_of(analysis, sentence, stop.start, stop.end) if stop else None,
            ),
            sentence.index,
            move.start,
            max(move.end, stop.end if stop and number else 0),
            f"evacuation.{move.tag.rpartition('.')[2]}",
            when=window_when(window, moves=True),
            flags=window_flags(window),
            about=patients.start if patients is not None and named else None,
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


_UNHURT = re.compile(rf"\s{any_of('unhurt')}\b")
_OBJECT = re.compile(rf"\s(?:{any_of('determiners')}\s)?")
_SENT = re.compile(r"(?:sent|envoye|enviad|voye)\w*\b")
_GANGS = ("body.gang", "person.gang", "armed:")


def _led_off(sentence: Sentence, move: Term) -> bool:
    """Whether an armed group takes people away, of whom the sentence calls none hurt."""
    gang = any(t.end <= move.start and t.tag.startswith(_GANGS) for t in sentence.terms)
    return (gang and not sentence.has("harm", "hurt.", "care", *_HURT)) or sentence.has("abducted.either")


def _rides(analysis: Analysis, sentence: Sentence, move: Term, patients: Patients | None) -> bool:
    """Whether what is sent somewhere is an aircraft or a vehicle: "the helicopter sent to Nasir"."""
    since = patients.end if patients is not None and patients.end <= move.start else sentence.start
    ground = [t for t in sentence.terms if t.tag.startswith("item.") and t.tag != "item.aircraft"]
    if any(_OBJECT.fullmatch(analysis.folded[move.end : t.start]) for t in ground):
        return True  # "brought the machine back to Goma"
    things = [t for t in sentence.terms if t.tag.startswith("item.") and since <= t.start < move.start]
    return bool(things) and move.start - things[-1].end <= 16 and bool(_SENT.match(analysis.folded, move.start))


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
    abroad = place is not None and lies_abroad(analysis, sentence, place)
    uniformed = (patients.side if patients and patients.side else harmed.side) in _UNIFORMS
    if move.tag == "bound" and not (place and _hurt_go(analysis, sentence, patients, move)):
        return abroad and harmed.recent(sentence, move)
    if not harmed.recent(sentence, move):
        return False
    if move.tag == "evacuate.treated":
        return abroad or (place is not None and uniformed and place.kind == "other")
    if abroad:
        return True
    if place is not None and place.kind == "country":
        return False  # "Kenya has sent 800 officers to Haiti"
    near = analysis.folded[max(sentence.start, move.start - 60) : move.end + 60]
    by_air = sentence.has("item.aircraft") or bool(_AIR.search(near))
    if place is not None and not same_spot(sentence, place):
        return True
    if goal.haven:
        return by_air or (uniformed and "capital" in goal.words.lower())
    return goal.care and (by_air or (uniformed and move.tag != "moved"))


def _hurt_go(analysis: Analysis, sentence: Sentence, patients: Patients | None, move: Term) -> bool:
    """Whether those who go somewhere are called hurt by the words themselves: "ten wounded left for Bangui"."""
    if patients is None or not patients.told or patients.end > move.start:
        return False
    if _SINCE.search(analysis.folded, patients.end, move.start):
        return False  # "the first to be hit since the team landed in the capital"
    reach = patients.end + (_BESIDE if patients.side else 0)
    return any(
        t.tag in ("harm", "gravely") or t.tag.startswith("hurt.")
        for t in sentence.terms
        if patients.start <= t.start < min(move.start, max(reach, patients.end + 2))
    )


_SINCE = re.compile(rf"\b{any_of('since, of somebody gone')}\b")
_BESIDE = 20  # characters behind people in which a word of harm describes them


def _planned(analysis: Analysis, window: Window) -> bool:
    text = analysis.folded[max(window.sentence.start, window.start - 40) : window.start]
    if _HAD_TO.search(text):
        return False
    if _TO_COME.search(text) or _IN_ORDER_TO.search(
        analysis.folded[max(window.sentence.start, window.start - 5) : window.end]
    ):
        return True
    plans = [t.end for t in window.small if t.tag == "plan" and t.end <= window.start]
    if plans and any(t.tag == "be" and max(plans) <= t.start < window.start for t in window.small):
        return False  # "the first to be hit, was evacuated"
    return only_planned(window)


def _count(analysis: Analysis, move: Term, patients: Patients | None, harmed: Harmed) -> Count | None:
    """How many are moved: as the words say, else as many as were hurt."""
    if patients is not None and patients.count is not None:
        return patients.count
    number = grammatical_number(analysis, move)
    several = (patients is not None and patients.plural) or number == 2
    spoken = harmed.here or harmed.count
    if several:
        told = (harmed.here, harmed.count)
        larger = next((c for c in told if c is not None and c.high != 1), None)
        return larger or Count(2, None)
    if number == 1:
        return Count(1, 1)
    return spoken
