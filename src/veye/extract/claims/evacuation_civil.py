"""People who are not hurt taken out of danger: citizens, staff and visitors, counted, by air or sea or abroad."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, Group, Sentence
from veye.extract.claims.evacuation_goals import Goal, destinations, lies_abroad
from veye.extract.clauses import window_flags
from veye.extract.days import window_when
from veye.extract.lexicon import Term
from veye.extract.people import count_of
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count, Evacuation

_MOVES = ("evacuate.sure", "evacuate.move", "moved", "bound")
_WHO = re.compile(rf"\b{any_of('taken to safety')}\b")
_BY = re.compile(rf"\b(?:{any_of('by air')}|{any_of('by sea')})\b")
_WON = frozenset({"gang", "police", "military"})
_REACH = 70  # characters between a word of moving and those moved


def taken_out(analysis: Analysis, sentence: Sentence, window: Window, move: Term) -> Iterator[Draft]:
    """One draft for each counted group of such people that a word of moving is about."""
    if move.tag not in _MOVES:
        return
    people = [g for g in sentence.groups if _eligible(analysis, g, window, sure=move.tag == "evacuate.sure")]
    after = [g for g in people if 0 <= g.start - move.end <= _REACH and g.start < window.ceiling]
    before = [g for g in people if 0 <= move.start - g.end <= _REACH and g.start >= window.floor]
    moved = _together(analysis, after) or list(reversed(_together(analysis, list(reversed(before)))))
    goals = destinations(analysis, sentence, window, move)
    goal = next((g for g in goals if g.place is not None), None)
    if not moved:
        yield from _staff_of_an_embassy(analysis, sentence, window, move, goal)
        return
    if not _far(analysis, sentence, move, goal):
        return
    for group in moved:
        count = count_of(group, analysis.language)
        yield Draft(
            Evacuation(count, None, goal.words if goal else None),
            sentence.index,
            min(group.start, move.start),
            max(group.end, move.end),
            "evacuation.civil",
            when=window_when(window),
            flags=window_flags(window),
            other=group is not moved[0],
        )


def _staff_of_an_embassy(
    analysis: Analysis, sentence: Sentence, window: Window, move: Term, goal: Goal | None
) -> Iterator[Draft]:
    """Uncounted staff taken away: "embassy personnel were flown out", "non-essential staff are sent to Entebbe"."""
    words = analysis.folded[max(sentence.start, move.start - _REACH) : min(sentence.end, move.end + _REACH)]
    embassy = _EMBASSY.search(analysis.folded, sentence.start, sentence.end)
    if move.tag == "bound" or not ((_STAFF.search(words) and embassy) or _NOT_NEEDED.search(words)):
        return
    flown = _BY.search(analysis.folded, sentence.start, sentence.end) or sentence.has("item.aircraft")
    if flown or (goal is not None and _NOT_NEEDED.search(words)):
        yield Draft(
            Evacuation(Count(2, None), None, goal.words if goal else None),
            sentence.index,
            move.start,
            move.end,
            "evacuation.civil",
            when=window_when(window),
            flags=window_flags(window),
            score=0.5 if sentence.zone == "title" else 1.0,
        )


_NOT_NEEDED = re.compile(rf"\b{any_of('staff not needed')}\b")
_EMBASSY = re.compile(r"\b(?:embass(?:y|ies)|ambassades?|embajadas?|anbasad)\b")
_STAFF = re.compile(rf"\b{any_of('embassy staff')}\b")


def _eligible(analysis: Analysis, group: Group, window: Window, *, sure: bool) -> bool:
    """Whether a phrase counts people of a kind that is taken out: named as such, or of another country."""
    if group.number is None or group.number.kind == "article" or group.who in _WON or window.is_source(group):
        return False
    foreign = group.country is not None and group.country not in analysis.hosts
    named = bool(_WHO.search(analysis.folded[group.start : group.end + 12]))
    return named or (foreign and group.who == "civilian") or (sure and group.who == "people")


def _together(analysis: Analysis, groups: list[Group]) -> list[Group]:
    """The first of the phrases and those that "and" joins to it."""
    found = groups[:1]
    for group in groups[1:]:
        low, high = sorted((found[-1], group), key=lambda g: g.start)
        if not _AND.fullmatch(analysis.folded[low.end : high.start]):
            break
        found.append(group)
    return found


_AND = re.compile(rf"\s?(?:\w+\s){{0,2}}{any_of('coordinators')}\s")


def _far(analysis: Analysis, sentence: Sentence, move: Term, goal: Goal | None) -> bool:
    """Whether they leave by air or sea, or for another country; a place to go is asked for where the word is weak."""
    carried = bool(_BY.search(analysis.folded[sentence.start : sentence.end])) or sentence.has("item.aircraft")
    if goal is None or goal.place is None:
        return carried and move.tag == "evacuate.sure"
    return carried or lies_abroad(analysis, sentence, goal.place)
