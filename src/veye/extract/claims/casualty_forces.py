"""Losses of a force or mission told without a noun for its people, and who one of the dead was."""

from __future__ import annotations

import re

from veye.extract.claims.casualty_words import Victims, of_group
from veye.extract.folding import fold_text
from veye.extract.owned import side_of
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count

_ONE_OF = re.compile(rf"\b{any_of('one of several')}\s$")


def copular(window: Window) -> list[Victims]:
    """ "The other fatality was a civilian": who one of the dead was."""
    before = window.text(max(window.sentence.start, window.start - 18), window.start)
    if not _ONE_OF.search(before):
        return []
    after = [g for g in window.sentence.groups if g.start >= window.end and g.start - window.end < 16]
    be = any(t.tag == "be" and t.start >= window.end and after and t.end <= after[0].start for t in window.small)
    if after and be:
        return [of_group(after[0], window.analysis.language)]
    belongs = next((t for t in window.small if t.tag == "belong" and 0 <= t.start - window.end < 50), None)
    force = next(
        (
            t
            for t in window.sentence.terms
            if belongs and t.tag.startswith(("body.mission", "mission:")) and 0 <= t.start - belongs.end < 40
        ),
        None,
    )
    if force is None:
        return []
    words = window.analysis.words(force.start, force.end)
    return [Victims(window.start, window.end, Count(1, 1), "mission", words, about=window.start)]


def of_a_mission(window: Window) -> bool:
    """Whether a mission, or a country that is not its host, loses people: "the mission has lost three"."""
    near = [t for t in window.sentence.terms if window.floor <= t.start and window.start - 30 < t.end <= window.end]
    countries = [t for t in near if t.tag.startswith("country:") and window.words_apart(t.end, window.start) <= 2]
    if any(t.tag.partition(":")[2] not in window.analysis.hosts for t in countries):
        return True
    return any(
        t.tag in _MISSIONS or t.tag.startswith("mission:") or (t.subject, t.tag) == ("forces", "force") for t in near
    )


def force_before(window: Window) -> str | None:
    """The side of the force that stands before a loss as its subject: "the army lost a dozen"."""
    bodies = [
        t for t in window.sentence.terms if t.tag in _BODIES and window.floor <= t.start and t.end <= window.start
    ]
    if not bodies and window.floor > window.sentence.start and _AND.search(window.text(window.start - 4, window.start)):
        first = [t for t in window.sentence.terms if t.tag in _BODIES and t.end <= window.floor]
        return first[0].tag.partition(".")[2] if first else None  # "the army killed 22 and lost four men"
    gangs = [g for g in window.sentence.groups if g.who == "gang" and window.floor <= g.start and g.end <= window.start]
    if gangs and window.start - gangs[-1].end <= 12 and gangs[-1].plural:
        return "gang"
    if not bodies or window.start - bodies[-1].end > 40:
        return None
    lands = [t for t in window.sentence.terms if t.tag.startswith("demonym:")]
    beside = [t for t in lands if 0 <= bodies[-1].start - t.end <= 1 or 0 <= t.start - bodies[-1].end <= 1]
    if any(side_of(t, window.analysis.hosts) == "mission" for t in beside):
        return "mission"
    return bodies[-1].tag.partition(".")[2]


_AND = re.compile(rf"\s{any_of('coordinators')}\s$")


_MISSIONS = frozenset({"body.mission", "source.mission"})


_BODIES = frozenset({"body.police", "body.military", "body.mission", "body.gang"})


def of_loser(victim: Victims, loser: str) -> bool:
    """Whether those lost are of whoever loses them: bare counts, "men", a gang's "eight of their own"."""
    if victim.who in ("people", "same", "civilian"):
        return victim.generic
    return loser == "gang" and victim.country is None and bool(_ITS_OWN.search(fold_text(victim.words)))


_ITS_OWN = re.compile(rf"\b(?:{any_of('whose people')})\s\w+$|\b(?:suyos|siens|own)$")
