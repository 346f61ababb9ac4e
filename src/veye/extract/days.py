"""Which day a sentence gives for what it states, and which of its days belong to something else."""

from __future__ import annotations

import re
from datetime import timedelta

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term
from veye.extract.window import HARD, Window
from veye.extract.wordlists import any_of
from veye.extract.words.dates import DateMention
from veye.records import When
from veye.records.claim import EquipmentEvent

_FROM = re.compile(rf"\b{any_of('counted from')}\b[^,.;:]{{0,44}}$")
_TOLD = re.compile(rf"\b{any_of('tells a toll')}\s(?:\S+\s){{0,3}}$")
_TELLS = re.compile(rf"\s(?:\S+\s){{0,7}}{any_of('tells that day')}\b")
_BRIEFED = re.compile(rf"\b{any_of('a briefing')}\s(?:\S+\s){{0,2}}$")
_SPEAKING = re.compile(rf"{any_of('speaking then')}\b[^,.;:]{{0,50}}$")
_KEEPS = re.compile(rf"\b{any_of('keeps on')}\s(?:\S+\s)?$")
_STILL = re.compile(rf"\b{any_of('goes on being gone')}\s(?:\S+\s){{0,3}}$")
_PAPER = re.compile(rf"\b{any_of('a paper')}\s(?:\S+\s){{0,8}}{any_of('came to hand')}\s(?:\S+\s)?$")
_RECEIVED = re.compile(rf"\b{any_of('takes in the dead')}\b.*\b{any_of('the dead taken in')}\b")
_EARLIER = re.compile(rf"\s{any_of('earlier than another day')}\b")
_AFTERWARDS = re.compile(rf"\b{any_of('done afterwards')}\b(?=[^,.;:]{{0,40}}$)")
_MOVED = ("evacuate.sure", "evacuate.noun")
_TAKEN = ("evacuate.move", "moved", "bound")
_ABOUT = re.compile(rf"\b{any_of('about, of what is told')}\s$")
_ONE_MORE = re.compile(rf"\b{any_of('coordinators')}\b")
_APART = frozenset(",;:–—")
_HARM = frozenset({"attacks", "outcomes", "equipment"})
_LATELY = timedelta(days=14)


def counted_from(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day only says from when something is counted: "since the departure from Kidal on 31 October"."""
    start = _start_of_count(analysis, sentence, date)
    return start is not None and not _harm_between(sentence, start, date.start)


def since_harm(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day is that of an attack from which something is counted: "missing since the attack of Monday"."""
    start = _start_of_count(analysis, sentence, date)
    return start is not None and _harm_between(sentence, start, date.start)


def _start_of_count(analysis: Analysis, sentence: Sentence, date: DateMention) -> int | None:
    """Where a "since" stands that leads to a day; None where none does."""
    begin = max(sentence.start, date.start - 60)
    found = _FROM.search(analysis.folded[begin : date.start])
    if not found or "," in analysis.text[max(sentence.start, date.start - 20) : date.start]:
        return None
    return begin + found.start()


def names_harm(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day is part of the name of a harm: "Sunday's ambush", "l'attaque de lundi", "atak lendi a"."""
    harms = [t for t in sentence.terms if t.subject in _HARM]
    if _OWNS.match(analysis.text, date.end):
        after = [t.start for t in harms if t.start > date.end]
        return bool(after) and len(analysis.folded[date.end : after[0]].split()) <= 3
    before = max((t.end for t in harms if t.end <= date.start), default=None)
    if before is None:
        return False
    gap = analysis.folded[before : date.start].split()
    if analysis.language == "ht":
        return not gap and bool(_THAT.match(analysis.folded, date.end))
    of = [*analysis.folded[:before].split()[-1:], *gap]  # "attaque de" may be one term
    return len(gap) <= 2 and (of[0] in _OF or (bool(gap) and gap[0] in _OF))


_OWNS = re.compile(r"['’]s\b")
_THAT = re.compile(r"\s(?:a|la|an|lan|nan)\b")
_OF = frozenset({"of", "de", "du", "del", "d"})


def said_then(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day is that of the saying, not of what is said."""
    if names_harm(analysis, sentence, date):
        return False
    before = analysis.folded[sentence.start : date.start]
    if _SPEAKING.match(before.lstrip()):
        return True
    if "," not in analysis.text[max(sentence.start, date.start - 24) : date.start]:
        others = any(d.when is not None and d is not date for d in sentence.dates)
        if _BRIEFED.search(before) or (others and _TOLD.search(before)):
            return True
    if _PAPER.search(before) or _STILL.search(before):
        return True
    if _KEEPS.search(before) and any(
        t.tag.startswith("missing") and 0 <= t.start - date.end <= 2 for t in sentence.terms
    ):
        return True  # "continuaba este miércoles desaparecido"
    if not before.strip(" \n") or before.endswith("\n"):
        ahead = _TELLS.match(analysis.folded[date.end : sentence.end])
        if ahead and not _harm_between(sentence, date.end, date.end + ahead.end()):
            return True
    for term in sentence.terms:
        if term.tag == "say":
            if any(t.tag == "conj" and term.end <= t.start < date.start for t in sentence.terms):
                continue
            if (
                term.end <= date.start
                and len(analysis.folded[term.end : date.start].split()) <= 3
                and not _APART & set(analysis.text[term.end : date.start])
                and not _ABOUT.search(analysis.folded[term.end : date.start])
                and not _harm_between(sentence, term.end, term.end + 12)  # "reported killed on 24 March"
            ):
                return True
            if (
                date.end <= term.start
                and len(analysis.folded[date.end : term.start].split()) <= 1
                and not _ONE_MORE.search(analysis.folded[date.end : term.start])
                and not _APART & set(analysis.text[date.end : term.start])
            ):
                return True
    return False


def _harm_between(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word of harm or attack stands between two offsets."""
    return any(t.subject in _HARM and start <= t.start < t.end <= end for t in sentence.terms)


def moved_then(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day is that on which the wounded were moved, the dead buried or the taken freed, not of the harm."""
    if names_harm(analysis, sentence, date):
        return False
    for term in sentence.terms:
        if term.subject != "evacuation" or not _moves(analysis, sentence, term, date):
            continue
        start, end = (term.end, date.start) if term.end <= date.start else (date.end, term.start)
        gap = analysis.text[start:end]
        if end - start > _REACH or HARD.search(gap) or _harm_between(sentence, start, end):
            continue
        if term.end <= date.start and _turns_to_harm(analysis, sentence, date):
            continue
        if term.end <= date.start or (len(gap.split()) <= 3 and "," not in gap and not _after_harm(sentence, date)):
            return True
    begin = max(sentence.start, date.start - _REACH)
    found = _AFTERWARDS.search(analysis.folded, begin, date.start)
    if found is not None and not _harm_between(sentence, found.end(), date.start):
        return True
    return bool(_RECEIVED.search(analysis.folded[begin : date.end + _REACH]))


def _turns_to_harm(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day opens the clause of a harm: "… to the base, and on Tuesday it blew up", "today when …"."""
    tail = analysis.folded[date.end : date.end + _REACH]
    if not any(t.subject in _HARM and 0 <= t.start - date.end <= _NEAR for t in sentence.terms):
        return False
    return bool(_WHEN.match(tail)) or bool(
        _AND_THEN.search(analysis.text[max(sentence.start, date.start - 12) : date.start])
    )


def _after_harm(sentence: Sentence, date: DateMention) -> bool:
    """Whether a word of harm stands shortly before a day: "took a bullet in the thigh on Saturday"."""
    return any(t.subject in _HARM and 0 <= date.start - t.end <= _NEAR for t in sentence.terms)


def _moves(analysis: Analysis, sentence: Sentence, term: Term, date: DateMention) -> bool:
    """Whether a word of moving is meant for care: by itself, or because a place or a place of care stands near."""
    if term.tag in _MOVED:
        return True
    if term.tag not in _TAKEN:
        return False
    first, last = min(term.start, date.start) - 4, max(term.end, date.end) + _REACH
    cared = any(t.tag == "care" and first <= t.start <= last for t in sentence.terms)
    near = any(-_NEAR <= p.start - term.end <= _NEAR for p in sentence.places)
    if 0 <= date.start - term.end <= 4 and _TOOK_SOMEBODY.match(analysis.text, date.end):
        return True
    return cared or (term.tag == "evacuate.move" and (near or bool(_TO_A_NAME.match(analysis.text, term.end))))


_WHEN = re.compile(rf"\s{any_of('when, of what happened')}\b")
_AND_THEN = re.compile(r"[,;]\s(?:and|et|y|epi)\s(?:\w{1,3}\s)?$")
_TO_A_NAME = re.compile(r"\s(?:to|à|a|al|vers|pou|nan)\s(?=[A-ZÀ-Þ])")
_TOOK_SOMEBODY = re.compile(
    r"\s(?:a|al|hasta|hacia)\s[^,.;:]{3,30}\sa(?:l| una?| los| las| \w+)\s"
)  # "llevó ayer a X a dos"
_REACH = 70  # characters between a word of moving and its day
_NEAR = 30


def of_event(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day may be that of what its sentence states: past, and not of a saying, a start or an evacuation."""
    return not (
        date.when is None
        or date.future
        or said_then(analysis, sentence, date)
        or counted_from(analysis, sentence, date)
        or moved_then(analysis, sentence, date)
    )


def is_earlier(analysis: Analysis, date: DateMention) -> bool:
    """Whether a day is named as the one before another: "shot dead the Sunday before"."""
    return bool(_EARLIER.match(analysis.folded[date.end : date.end + 14]))


def window_when(window: Window, *, moves: bool = False) -> When | None:
    """The day that the statement's own sentence gives for it; `moves`: for a statement on moving people."""
    analysis, sentence = window.analysis, window.sentence
    usable = [
        d
        for d in sentence.dates
        if d.when is not None
        and d.kind in ("absolute", "relative", "span")
        and not d.future
        and not said_then(analysis, sentence, d)
        and not counted_from(analysis, sentence, d)
        and (moves or not moved_then(analysis, sentence, d))
    ]
    named = [d for d in sentence.dates if d.when is not None and 0 <= window.start - d.end <= 2]
    if named:  # "the 2021 assassination", "the March ambush"
        return named[0].when
    usable = [d for d in usable if not _of_another_clause(window, d)]
    if not usable:
        return None
    inside = [d for d in usable if window.floor <= d.start <= window.ceiling]
    best = min(inside or usable, key=lambda d: min(abs(d.start - window.end), abs(window.start - d.end)))
    assert best.when
    finer = [d.when for d in usable if d.when and d.when.days < best.when.days and d.when.overlaps(best.when)]
    return finer[0] if finer else best.when


def _of_another_clause(window: Window, date: DateMention) -> bool:
    """Whether a day stands behind a semicolon, beside another word of harm than the statement's."""
    text, sentence = window.analysis.text, window.sentence
    if date.start < window.start or ";" not in text[window.start : date.start]:
        return False  # a day that comes first goes for all that follows
    begin = text.rfind(";", sentence.start, date.start) + 1
    stop = text.find(";", date.end, sentence.end)
    return _harm_between(sentence, begin, stop if stop >= 0 else sentence.end)


def window_since(window: Window) -> When | None:
    """The day since which something holds, as the statement's own sentence gives it."""
    analysis, sentence = window.analysis, window.sentence
    found = [d for d in sentence.dates if d.when is not None and d.when.days <= 7 and d.start >= window.floor]
    found = [d for d in found if not said_then(analysis, sentence, d)]
    return found[0].when if found else None


def begun(window: Window) -> When | None:
    """The day, of the last two weeks, since which a sentence says that something goes on: "since Monday gangs …"."""
    day = window.analysis.published
    for date in window.sentence.dates:
        if date.kind != "since" or date.when is None or date.when.days > 3 or day is None or date.future:
            continue
        if day - date.when.earliest <= _LATELY:
            return date.when
    return None


def stood_since(window: Window, event: EquipmentEvent) -> When | None:
    """The day from which things stand idle, or come in: "parked since Monday", "arriving from Friday on"."""
    if event == "grounded":
        return window_since(window)
    return begun(window) if event == "delivered" else None


_GONE_SINCE = re.compile(rf"\s{any_of('since, of somebody gone')}\b[^,.;:]{{0,60}}$")


def gone_since(window: Window) -> When | None:
    """The day since which somebody is missing, right behind the word: "missing since an ambush on 25 March"."""
    for date in window.sentence.dates:
        gap = window.analysis.folded[window.end : date.start + 1] if date.start >= window.end else ""
        since = date.kind == "since" and date.start - window.end <= 2
        if date.when is not None and date.when.days <= 7 and (since or _GONE_SINCE.match(gap[:-1] or "-")):
            return date.when
    return None
