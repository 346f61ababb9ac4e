"""Who was shot or hit, where only the words around tell the shooter from the shot."""

from __future__ import annotations

import re

from veye.extract.claims.named_people import name_after
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention


def shot_before(window: Window) -> bool:
    """Whether a bullet, a shell or the like stands before the word of harm as what did it."""
    causes = ("cause.gunshot", "cause.explosion", "cause.shelling", "cause.drone")
    return any(t.tag in causes and window.floor <= t.start and t.end <= window.start for t in window.sentence.terms)


def shoots(window: Window) -> bool:
    """Whether people follow "shot" at once as its object; what an armed group shot may as well be dead."""
    gangs = any(t.tag.startswith(_GANGS) and t.end <= window.start for t in window.sentence.terms)
    if gangs or not _HITS.fullmatch(window.text(window.start, window.end)):
        return False
    named = name_after(window.analysis, window.sentence, window.end) is not None
    return named or (window.followed_by_people() and not window.noun_here())


_GANGS = ("body.gang", "armed:")
_HITS = re.compile(any_of("shot somebody"))


def right_after_people(window: Window) -> bool:
    """Whether those hit stand right before: "a constable shot during a sweep", "five people shot in a car"."""
    near = [g for g in window.sentence.groups if 0 <= window.start - g.end <= 1]
    if any(g.who in ("mission", "police", "military") for g in near):
        return True
    opens = window.sentence.zone == "title" or any(g.number and g.number.kind != "article" for g in near)
    shot = bool(_HITS.fullmatch(window.text(window.start, window.end)))
    counted = shot and any(0 <= window.start - n.end <= 1 and window.counts_people(n) for n in window.sentence.numbers)
    return ((bool(near) and opens) or counted) and bool(
        _UNLED.match(window.text_with_commas(window.end, min(window.sentence.end, window.end + 16)))
        or window.analysis.text[window.end : window.end + 3] in (" - ", " – ", " — ")
    )


_UNLED = re.compile(rf"\s*(?:,|$|{any_of('after those hit')}\b)")


def some_of(window: Window) -> NumberMention | None:
    """How many "of the wounded", "of the victims" are told to have died; None where all are."""
    for number in reversed(window.sentence.numbers):
        after = window.text(number.end, min(number.end + 12, window.start))
        if number.end <= window.start and _OF_THE.match(after):
            return number
    return None


_OF_THE = re.compile(rf"\s{any_of('of those')}\s")
