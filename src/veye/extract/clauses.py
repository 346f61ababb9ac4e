"""What a clause says of its word of happening: whether it took place, its flags, its day and its place."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, PlaceName, Sentence
from veye.extract.places_aside import on_the_way, only_aside
from veye.extract.spans import counted_over
from veye.extract.window import HARD, Window
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.dates import DateMention
from veye.records import Flags

_SUMS = word_set("sum so far")
_PART = re.compile(r"\b(?:of the|of its|of those|of them|of \w+ s|des|de los|de las|parmi les|nan|sou|of)\s$")


def partial(window: Window) -> bool:
    """Whether the word of harm only names those of whom a part is spoken: "three of the wounded"."""
    before = window.text(max(window.sentence.start, window.start - 14), window.start)
    counted = any(g.head == window.start and g.number for g in window.sentence.groups)  # "dozens of bodies"
    single = any(t.tag == "single" and 0 <= window.start - t.end <= 1 for t in window.small)  # "dezyèm nan blese"
    if counted or single or not _PART.search(before):
        return False
    return any(0 <= window.start - n.end <= 14 and (n.counts or n.kind == "ordinal") for n in window.sentence.numbers)


def negated(window: Window) -> bool:
    """Whether the word of happening is denied in its own stretch ("no officer was hurt")."""
    spans = [(n.start, n.end) for n in window.sentence.numbers]
    spans += [(t.start, t.end) for t in window.sentence.tagged("armed:")]  # "Kokorat San Ras"
    for term in window.small:
        if term.tag != "negation" or not window.floor - 30 <= term.start < window.start:
            continue
        if any(a <= term.start < b for a, b in spans) or term.start < window.sentence.start:
            continue
        gap = window.analysis.text[term.end : window.start]
        says = [t for t in window.sentence.terms if t.tag == "say" and term.end < t.start and t.end <= window.start]
        if says and window.words_apart(term.end, says[-1].start) >= 2:
            continue  # "officers who asked not to be named said that ten had died"
        if window.words_apart(term.end, window.start) <= 6 and not HARD.search(gap) and gap.count(",") == 0:
            return True
    return any(
        n.count.high == 0 and n.counts and n.end <= window.start and window.words_apart(n.end, window.start) <= 3
        for n in window.sentence.numbers
    )


def asked(window: Window) -> bool:
    """Whether the sentence is a question."""
    return window.analysis.text[window.start : window.sentence.end].rstrip(' »"”').endswith("?")


def taken_back(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether the next sentence says that this one was wrong."""
    after = analysis.sentences[sentence.index + 1 : sentence.index + 2]
    return bool(after) and bool(_TAKEN_BACK.match(analysis.folded[after[0].start : after[0].end].strip()))


_TAKEN_BACK = re.compile(rf"{any_of('taken back')}\b")


def only_planned(window: Window) -> bool:
    """Whether a modal or a verb of threat stands right before."""
    return any(
        t.tag == "plan"
        and window.floor <= t.start < window.start
        and window.words_apart(t.end, window.start) <= 2
        and not any(d.start <= t.start < d.end for d in window.sentence.dates)  # "on 3 May in an ambush"
        for t in window.small
    )


def window_flags(window: Window) -> Flags:
    """How the statement stands: total, recalled, hedged, denied."""
    tags = {t.tag for t in window.small if window.floor - 60 <= t.start <= window.ceiling}
    cumulative = _cumulative(window)
    hedged = any(t.tag == "hedge" and window.floor - 40 <= t.start <= window.ceiling for t in window.small)
    denied = (
        "deny" in tags
        or taken_back(window.analysis, window.sentence)
        or any(t.tag == "deny" and abs(t.start - window.start) < 160 for t in window.small)
    )
    return Flags(cumulative=cumulative, hedged=hedged, denied=denied)


def _cumulative(window: Window) -> bool:
    """Whether the count runs over a period or since a start."""
    brief = [d for d in window.sentence.dates if d.when is not None and d.when.days <= 10]
    brief += window.sentence.floating
    if counted_over(window.analysis, window.sentence) >= _MONTH:
        return True
    of_a_mission = window.sentence.has("body.mission", "mission:", "source.mission")
    if _OF_SEVERAL.match(window.text(window.end, min(window.sentence.end, window.end + 90))):
        return True
    if any(
        t.tag == "cumulative"
        and window.floor - 80 <= t.start
        and (t.start <= window.ceiling or not set(window.analysis.text[window.end : t.start]) & set(",;:"))
        and not any(d.start < t.end and t.start < d.end for d in brief)
        and (of_a_mission or window.text(t.start, t.end) not in _SUMS)
        for t in window.small
    ):
        return True
    if _SINCE_IT_CAME.search(window.text(max(window.sentence.start, window.floor - 60), window.sentence.end)):
        return True
    return any(
        (d.kind == "since" and not _lately(window, d))
        or (_SINCE.match(window.text(d.start, d.end)) and d.when is not None and d.when.days >= 28)
        or (d.when is not None and d.when.precision in ("month", "quarter", "year", "longer") and d.kind == "span")
        for d in window.sentence.dates
        if window.floor <= d.start <= window.ceiling
    )


_SINCE_IT_CAME = re.compile(rf"\b{any_of('since it')}\s(?:\w+\s){{1,4}}{any_of('came or began')}\b")
_OF_SEVERAL = re.compile(rf"(?:\s\w+){{0,5}}?\s{any_of('several events')}\b")
_MONTH = 28  # days: a count over so many is a total
_SINCE = re.compile(r"(?:ever since|since|depuis|desde|depi)\b")


def _lately(window: Window, date: DateMention) -> bool:
    """Whether a start lies so close to the report that no total over a period is meant."""
    published = window.analysis.published
    return bool(published and date.when and (published - date.when.latest).days <= 14)


def window_place(window: Window) -> str | None:
    """The place that the statement's own sentence gives for it, joined with the larger ones written beside it."""
    total = _cumulative(window)
    places = [p for p in window.sentence.places if p.introduced or (p.kind in ("city", "region") and not total)]
    places = [p for p in places if not elsewhere(window.analysis, window.sentence, p)]
    hosts = window.analysis.hosts
    places = [p for p in places if not is_abroad(window.sentence, p, hosts) and not speaks(window.sentence, p)]
    places = [p for p in places if not filed_from(window.analysis, window.sentence, p)]
    places = [p for p in places if not on_the_way(window.analysis, window.sentence, p)] or places
    if not places:
        return None
    inside = [p for p in places if window.floor - 80 <= p.start <= window.ceiling] or places
    best = min(
        inside,
        key=lambda p: (p.kind in ("country", "region"), min(abs(p.start - window.end), abs(window.start - p.end))),
    )
    return join_places(window.analysis, window.sentence, best)


def elsewhere(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place is not where something happened: whose spokesman speaks, whence a gang came, where care was."""
    return (
        said_at(analysis, sentence, place)
        or taken_to(analysis, sentence, place)
        or names_a_gang(analysis, sentence, place)
        or _came_from(analysis, sentence, place)
        or _cared_for_in(analysis, sentence, place)
        or only_aside(analysis, sentence, place)
    )


def _came_from(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether an armed group only set out from a place: "gunmen from La Saline", "des bandits venus de Canaan"."""
    before = analysis.folded[max(sentence.start, place.start - 30) : place.start]
    if _WHENCE.search(before):
        return True
    named = [t for t in sentence.terms if t.tag.startswith(_ARMED) and (t.start, t.end) not in _posts(sentence)]
    gangs = [t for t in named if t.end <= place.start]
    return bool(gangs) and bool(_FROM.fullmatch(analysis.folded, gangs[-1].end, place.start))


def _posts(sentence: Sentence) -> set[tuple[int, int]]:
    """Where posts stand: a "base" may be a gang or a camp."""
    return {(t.start, t.end) for t in sentence.terms if t.tag == "target"}


_ARMED = ("body.gang", "person.gang", "armed:")
_WHENCE = re.compile(rf"\b{any_of('come from a place')}\s(?:la |le |l |les |the |el )?$")
_FROM = re.compile(rf"\s{any_of('from a place')}\s(?:la |le |l |les |the |el )?")


def _cared_for_in(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place only tells which hospital took somebody in, and is not the one attacked."""
    care = [t for t in sentence.terms if t.tag == "care" and 0 <= place.start - t.end <= _CARE]
    if not care or any(c in ",;:." for c in analysis.text[care[-1].end : place.start]):
        return False
    return not any(
        t.subject == "attacks" and 0 <= care[-1].start - t.end <= _ATTACKED and "." in t.tag for t in sentence.terms
    )


_CARE = 16  # characters between a hospital and the place that it lies in
_ATTACKED = 40  # characters between a word of violence and the hospital that it struck


def names_a_gang(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place only tells which gang is meant: "the gang of Canaan", "the Grand Ravine gang"."""
    posts = _posts(sentence)
    found = [t for t in sentence.terms if t.tag in ("body.gang", "armed:gang") and (t.start, t.end) not in posts]
    if any(t.start == place.end + 1 for t in found) and analysis.language == "en":
        return True
    gangs = [t for t in found if t.end <= place.start]
    return any(_OF_A_GANG.fullmatch(analysis.folded, t.end, place.start) for t in gangs[-1:])


_OF_A_GANG = re.compile(rf"\s(?:{any_of('of a gang')}\s)?(?:la |le |l |les |the )?")


def speaks(sentence: Sentence, place: PlaceName) -> bool:
    """Whether a capital stands for its government: "Juba says", without a word of place before it."""
    seat = any(t.tag.startswith("seat:") and t.start == place.start for t in sentence.terms)
    return (
        seat
        and not place.introduced
        and any(t.tag in ("say", "talk", "pledged") for t in sentence.terms if 0 <= t.start - place.end <= 12)
    )


def is_abroad(sentence: Sentence, place: PlaceName, hosts: frozenset[str]) -> bool:
    """Whether a place is a country, or the capital of one, in which no mission of the story serves."""
    if place.kind == "country":
        return place.country is not None and place.country not in hosts
    seats = [t for t in sentence.terms if t.tag.startswith("seat:") and t.start == place.start]
    return any(t.tag.partition(":")[2] not in hosts for t in seats)


def filed_from(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a capital only opens a sentence as the place where it was filed: "Puerto Príncipe.- ", "BEIRUT — "."""
    seat = place.words in _CAPITALS or place.words.title() in _CAPITALS
    seat = seat or any(t.tag.startswith("seat:") and t.start == place.start for t in sentence.terms)
    lead = analysis.text[sentence.start : place.start].strip()
    return seat and not lead and bool(_DATELINE.match(analysis.text, place.end))


_CAPITALS = word_set("capitals of missions")
_DATELINE = re.compile(r"\s?(?:\.\s?[-–—]|[-–—]{1,2}\s|\([^()]{2,30}\)|,\s\d{1,2}\s)")


def held_or_named(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a name is that of a place of which a share is held ("85 % of …"), or of a person behind Spanish "a"."""
    before = analysis.text[max(sentence.start, place.start - 24) : place.start]
    personal = analysis.language == "es" and place.kind == "other" and before.endswith((" a ", "\na "))
    return personal or "%" in before


def taken_to(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place is where the wounded were taken, or lie: "in hospital in Bangui", "the X hospital"."""
    terms = sentence.terms
    if any(
        t.tag == "care"
        and ((place.introduced and 0 <= place.start - t.end <= _IN_CARE) or 0 <= t.start - place.end <= 1)
        and not any(o.subject == "attacks" or o.tag.startswith("killed.") for o in terms)
        and "," not in analysis.text[t.end : place.start]
        for t in terms
    ):
        return True
    return any(
        t.subject == "evacuation"
        and t.tag.startswith("evacuate.")
        and 0 <= place.start - t.end <= 60
        and not any(o.subject == "attacks" and t.end < o.start and o.end < place.start for o in terms)
        for t in terms
    )


_IN_CARE = 12  # characters between a hospital and its town

_SPEAKS_FOR = re.compile(rf"{any_of('speaks for a place')}\s(?:of |in |de |du |a |d )?$")


def said_at(analysis: Analysis, sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place only tells whose spokesman speaks."""
    text = analysis.folded[max(sentence.start, place.start - 40) : place.start]
    return bool(_SPEAKS_FOR.search(text))


def _beside(analysis: Analysis, sentence: Sentence, start: int, end: int) -> bool:
    """Whether only a comma, a bracket or a word like "near" stands between two places."""
    gap = analysis.text[start:end]
    if len(gap) > 24 or not gap.strip(" ,("):
        return len(gap) <= 24
    if "," not in gap and "(" not in gap:
        known = [t for t in sentence.terms if t.tag in ("in", "of", "the", "target", "area") and start <= t.start < end]
        inner = " ".join(analysis.folded[t.start : t.end] for t in known).split()
        return any(t.tag == "in" for t in known) and set(analysis.folded[start:end].split()) <= set(inner)
    words = [t for t in sentence.terms if t.tag == "in" and start <= t.start and t.end <= end]
    return (
        bool(words)
        and not gap[: words[0].start - start].strip(" ,(")
        and gap[words[-1].end - start :].strip(" ('’") in ("", "l", "la", "le", "el", "the")
    )


def join_places(analysis: Analysis, sentence: Sentence, place: PlaceName) -> str:
    """The words of a place and of those that stand right beside it: "Savien, Petite-Rivière-de-l'Artibonite"."""
    start, end = place.start, place.end
    for other in sentence.places:
        if other.start >= end and _beside(analysis, sentence, end, other.start):
            end = other.end
    for other in reversed(sentence.places):
        if other.end <= start and other.kind != "country" and _beside(analysis, sentence, other.end, start):
            start = other.start
    return analysis.words(start, end)
