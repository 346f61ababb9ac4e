"""Subjects after their verb, and verbs that agree with theirs: "murió ayer en un hospital un agente"."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Group
from veye.extract.claims.casualty_counts import before_article
from veye.extract.claims.casualty_forces import force_before, of_a_mission
from veye.extract.claims.casualty_words import Victims, of_group
from veye.extract.window import Window
from veye.extract.wordlists import any_of

_FAR = 90  # characters of adjuncts that may stand between a verb and its subject
_ARTICLE = re.compile(r"\s(?:the |el |la |los |las |le |les |l )?$")
_GOVERNED = re.compile(rf"(?:^|\s){any_of('governs a noun')}\s(?:\w+\s)?$")


def past_adjuncts(window: Window) -> Window | None:
    """The window moved up to a subject that follows adjuncts of time, place or cause; None where none follows."""
    if window.analysis.language not in ("es", "fr"):
        return None
    first = next((g for g in window.sentence.groups if g.start >= window.end), None)
    if first is None or first.end > window.ceiling or first.start - window.end > _FAR:
        return None
    between = window.text_with_commas(window.end, first.start)
    if set(between) & set(";:(") or between.count(",") == 1:
        return None
    ends = [*(p.end for p in window.sentence.places), *(d.end for d in window.sentence.dates)]
    named = any(0 <= first.start - end <= 1 for end in ends)
    if not named and _GOVERNED.search(_ARTICLE.sub(" ", between)):
        return None
    clause = any(t.tag in ("relative", "conj", "and") and window.end <= t.start < first.start for t in window.small)
    if clause or not _opens_clause(window) or not _told_alone(first):
        return None
    return _beyond(window, first.start - 1)


def _opens_clause(window: Window) -> bool:
    """Whether nothing but adjuncts stands before the verb: no people who could be its subject."""
    return not any(window.floor <= g.start and g.end <= window.start for g in window.sentence.groups)


def _told_alone(group: Group) -> bool:
    """Whether people are counted or named as one, as a subject that is news is."""
    return group.number is not None or not group.plural


def _beyond(window: Window, past: int) -> Window:
    return Window(window.analysis, window.sentence, window.floor, window.start, past, window.ceiling)


def object_ahead(window: Window) -> Group | None:
    """The Spanish object that stands before its verb and is taken up by a pronoun: "a un militar lo mataron"."""
    if window.analysis.language != "es" or not _CLITIC.search(window.text(window.floor, window.start)):
        return None
    before = [g for g in window.sentence.groups if window.floor <= g.start and g.end <= window.start]
    if not before or window.words_apart(before[0].end, window.start) > 8:
        return None
    led = window.text(max(window.sentence.start, before[0].start - 4), before[0].start)
    return before[0] if _PERSONAL_A.search(led) else None


def lost_ahead(window: Window) -> list[Victims]:
    """The people of a relative clause that tells of their loss: "son tres los kenianos que la misión ha perdido"."""
    relatives = [t for t in window.small if t.tag == "relative" and window.floor <= t.start and t.end <= window.start]
    if not relatives or window.words_apart(relatives[-1].end, window.start) > 5:
        return []
    before = [g for g in window.sentence.groups if 0 <= relatives[-1].start - g.end <= 1 and g.who != "gang"]
    if not before or not (of_a_mission(window) or force_before(window)):
        return []
    people = of_group(before[-1], window.analysis.language)
    at = Window(window.analysis, window.sentence, window.floor, people.start, people.end, window.ceiling)
    for number in window.sentence.numbers:  # "tres los kenianos": the article may belong to them
        if number.counts and number.end <= people.start and before_article(at, number):
            return [msgspec.structs.replace(people, count=number.count)]
    return [people]


_CLITIC = re.compile(r"\s(?:lo|la|los|las|le|les)\s$")
_PERSONAL_A = re.compile(r"(?:^|\s)(?:a|al|a la|a los|a las)\s$")


def agreeing(window: Window, people: list[Victims]) -> list[Victims]:
    """No people where Spanish or French marks the verb as singular and they are many: "la lancha … fue tiroteada"."""
    if len(people) != 1 or window.analysis.language not in ("es", "fr"):
        return people
    low, high = people[0].count.low, people[0].count.high
    own = _SINGULAR.match(window.text(window.start, window.end))
    one = bool(own or _SINGULAR_BEFORE.search(window.text(window.floor, window.start)))
    collective = _ONE_OF.match(window.text(people[0].start, people[0].end))
    many = low is not None and low > 1 and not (low == 2 and high is None)
    return [] if one and many and not collective else people


_SINGULAR = re.compile(
    r"(?:fue|ha sido|habia sido|quedo|resulto|murio|fallecio|perecio|cayo|est|a ete|avait ete|fut)\b"
)
_SINGULAR_BEFORE = re.compile(
    r"(?:^|\s)(?:fue|ha sido|habia sido|quedo|resulto|est|a ete|avait ete|fut|a|avait|ha|habia)\s$"
)
_COLLECTIVE = (
    r"\w+aine|\w+ena|\w+enar|mitad|moitie|mayoria|majorite|grupo|groupe|total|docena|par|plus|mas|aucun|ningun"
)
_ONE_OF = re.compile(rf"(?:un |une |una |la |le |el |l )?(?:{_COLLECTIVE})\b")
