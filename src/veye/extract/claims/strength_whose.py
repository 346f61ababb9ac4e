"""Whose personnel a number counts: a contributor's, or the force's as a whole ("total")."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import Country, cost, countries, force_mentions, hosts, locative
from veye.extract.claims.strength_clauses import (
    fronted_force,
    has_so_many,
    led_with,
    strong_force,
    whole_of_force,
)
from veye.extract.claims.strength_owners import (
    giver,
    goes_home,
    in_aside,
    in_order,
    last_country,
    left_to,
    of_all,
    of_union,
    of_unit,
    only_contributor,
    parts_follow,
    points_to_country,
    promised_in_all,
    state_of,
    unit_of,
    votes,
)
from veye.extract.claims.strength_people import Found, goes_on
from veye.extract.claims.strength_travel import set_off_from
from veye.extract.claims.strength_turns import opens_series
from veye.extract.claims.strength_words import RAISES
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records.claim import StrengthKind

_OWN = re.compile(r"\b(?:its|their|his|her|ses|sus|su|leurs|our|nos|nuestros|li)\W*$", re.IGNORECASE)


def came_home(
    analysis: Analysis, sentence: Sentence, own: Country | None, named: list[Country], triggers: list[Term]
) -> str | None:
    """The contributor in whose own country those people landed; None where they landed elsewhere."""
    for country in named:
        near = any(0 <= country.start - t.end <= 40 for t in triggers if t.tag == "arrived")
        if (
            near
            and country.kind in ("seat", "country")
            and country.name not in hosts(analysis) | analysis.hosts
            and locative(analysis, country.start)
            and not _FROM_THERE.search(analysis.text, max(0, country.start - 12), country.start)
        ):
            return country.name if own is None or own.name == country.name else None
    return None


_FROM_THERE = re.compile(r"\b(?:from|de|d['’]|depuis|desde|soti)\s*$", re.IGNORECASE)


def demonym_before(
    analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]
) -> Country | None:
    """The people of one country who are to be so many: "Les Salvadoriens seront 78 à terme"."""
    if force_mentions(analysis, sentence):
        return None
    before = [c for c in named if c.end <= number.start and c.kind == "demonym" and c.name not in hosts(analysis)]
    return before[-1] if before and not _APART.search(analysis.text, before[-1].end, number.start) else None


_APART = re.compile(r"[;:.]")
_HOME_BODIES = ("body.police", "body.military", "body.gang", "armed:")


def of_the_host(analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]) -> bool:
    """Whether the body named last before a number is the police, army or a gang of the host: "the gang has 300 men"."""
    foreign = [c for c in named if c.name not in hosts(analysis) and c.kind == "demonym"]
    home = [
        t
        for t in sentence.tagged(*_HOME_BODIES)
        if t.end <= number.start
        and not any(f.start <= t.start < f.end for f in sentence.tagged("mission:", "force", "transition.into"))
        and not any(-1 <= t.start - c.end <= 1 or 0 <= c.start - t.end <= 1 for c in foreign)
        and not any(0 <= t.start - n.end <= _COUNTED for n in sentence.numbers)
        and not _AGAINST.search(analysis.folded[max(sentence.start, t.start - 30) : t.start].replace("\n", " "))
    ]
    if not home or home[-1].end < number.start - _NEAR_BODY:
        return False
    others = [t.end for t in force_mentions(analysis, sentence) if t.end <= number.start]
    others += [c.end for c in named if c.name not in hosts(analysis) and c.end <= number.start]
    others += [t.end for t in sentence.tagged("body.mission", "council") if t.end <= number.start]
    return max(others, default=-1) < home[-1].end


_AGAINST = re.compile(rf"\b{any_of('against')}\s(?:\w+\s){{0,2}}$")
_COUNTED = 24  # characters between a number and the soldiers or police that it counts
_NEAR_BODY = 60  # characters between the host's police and a number that counts it


def force_near(analysis: Analysis, sentence: Sentence, *, back: int = 1) -> bool:
    """Whether the sentence speaks of the force, or one of those right before it does and nobody is displaced."""
    if sentence.has("force", "mission:"):
        return True
    before = analysis.sentences[max(0, sentence.index - back) : sentence.index]
    return any(s.has("force", "mission:") for s in before) and not sentence.has("stock", "flow")


def whose(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    own: Country | None,
    named: list[Country],
    kind: StrengthKind,
    earlier: list[Found],
    noun: Term | None,
) -> str | None:
    """Whose personnel: what the noun phrase says, else the subject that lies nearest, else the last one spoken of."""
    if own is not None:
        return own.name
    if having := has_so_many(analysis, sentence, number):
        return having.name
    if leader := led_with(analysis, sentence, number):
        return leader
    if ordered := in_order(analysis, sentence, number, named):
        return ordered
    if kind == "authorised":
        return "total"
    if strong_force(analysis, sentence, noun):
        return "total"
    if kind == "current" and (
        fronted_force(analysis, sentence, number, noun.end if noun else number.end)
        or whole_of_force(analysis, sentence, number)
        or (number.count.best or 0) >= _NO_CONTINGENT
    ):
        return "total"
    if kind in ("arrived", "departed") and (fronted := _subject_behind(analysis, sentence, number, named)):
        return fronted
    if points_to_country(analysis, sentence, number):
        return last_country(analysis, number)
    if noun is None and earlier and earlier[-1].sentence is sentence and goes_on(analysis, earlier[-1], number):
        return earlier[-1].contingent
    possessed = noun.start if noun and noun.start < number.start else number.core
    if _OWN.search(analysis.text, sentence.start, possessed):
        return _owner(analysis, sentence, number)
    raised = RAISES.search(analysis.text, max(sentence.start, number.start - 90), number.core)
    if raised:
        inside = [c for c in named if raised.start() <= c.start < raised.end()]
        if inside:
            return inside[0].name
        if not any(
            raised.start() <= t.start < raised.end() for t in force_mentions(analysis, sentence)
        ) or _SHARE_WORD.search(raised.group()):
            previous = [f for f in earlier if f.contingent != "total" and f.sentence.index >= sentence.index - 1]
            if previous:
                return previous[-1].contingent
    if earlier and earlier[-1].sentence is sentence and opens_series(analysis, sentence, number):
        return earlier[-1].contingent
    if not any(c.name not in hosts(analysis) for c in named) and of_all(
        analysis, sentence, number, noun.end if noun else number.end
    ):
        return "total"
    if parts_follow(analysis, sentence, number, named):
        return "total"
    if kind == "pledged" and promised_in_all(analysis, sentence, number, named):
        return "total"
    if given := giver(analysis, sentence, number, named, kind):
        return given
    if kind == "current" and earlier and (left := left_to(analysis, sentence, number, earlier[-1])):
        return left
    best = _subject(analysis, sentence, number, named, kind)
    if best in (None, "total") and kind == "departed" and (home := goes_home(analysis, sentence, named)):
        return home
    led = any(t.end <= number.start for t in force_mentions(analysis, sentence))
    unit = kind == "arrived" and sentence.has("unit")
    if best == "total" and (unit or (kind in ("arrived", "departed") and not led and not of_union(analysis, number))):
        best = only_contributor(analysis, sentence) or best
    if best in (None, "total") and kind == "arrived" and (origin := set_off_from(analysis, sentence, number.start)):
        return origin
    if best is not None:
        return best
    previous = [f for f in earlier if sentence.index - 2 <= f.sentence.index]
    if previous and (
        kind != "current" or previous[-1].sentence.index >= sentence.index - 1 or of_unit(analysis, sentence, number)
    ):
        return previous[-1].contingent
    return _spoken_of(analysis, sentence, number, countries_only=kind in ("arrived", "departed", "pledged"))


_FRONTED = re.compile(r"\W*(?:with|con|avec|avèk|ak)\s+(?:the |los |las |les |ces |these )?$", re.IGNORECASE)


def _subject_behind(analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]) -> str | None:
    """The subject that follows a number that opens the sentence: "With the 200 who landed, Kenya has 400"."""
    if not _FRONTED.fullmatch(analysis.text, sentence.start, number.start):
        return None
    for country in named:
        if country.name not in hosts(analysis) and "," in analysis.text[number.end : country.start]:
            return country.name
    return None


_NO_CONTINGENT = 7000  # so many are never those of one contributor
_SHARE_WORD = re.compile(
    r"\b(?:share|presence|contingent|part|présence|contribution|presencia|contingente)\b", re.IGNORECASE
)


def _subject(
    analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country], kind: StrengthKind
) -> str | None:
    """The contributor, or the force ("total"), that lies nearest to the number in its sentence."""
    host = hosts(analysis)
    best: tuple[int, str] | None = None
    for country in named:
        owner = analysis.text[country.end : country.end + 2] in ("'s", "’s")
        placed = country.kind != "demonym" and not owner and locative(analysis, country.start)
        if country.name in host or (placed and not (unit_of(analysis, country) or state_of(analysis, country.start))):
            continue
        after = country.start >= number.start
        price = cost(analysis, sentence, (country.start, country.end), (number.start, number.end)) + (
            25 if after else 0
        )
        gap = analysis.text[number.end : country.start] if after else ""
        if after and (
            kind != "pledged"
            or price > 85
            or "," in gap
            or any(n.start > number.end and n.end <= country.start and n.kind != "article" for n in sentence.numbers)
        ):
            continue
        if best is None or price < best[0]:
            best = price, country.name
    bodies = force_mentions(analysis, sentence)
    bodies += sentence.tagged("many:") if kind == "pledged" else []
    for term in bodies:
        after = term.start >= number.end
        beside = analysis.language == "ht" and _ONE_NOUN.fullmatch(analysis.text, number.end, term.start)
        if after and not beside and not _OF_FORCE.search(analysis.text, number.end, term.start):
            continue
        if in_aside(analysis, sentence, term, number):
            continue
        if not after and any(
            0 < term.start - c.end <= 24 and _PART_OF.search(analysis.text, c.end, term.start) for c in named
        ):
            continue
        price = cost(analysis, sentence, (term.start, term.end), (number.start, number.end))
        if best is None or price < best[0]:
            best = price, "total"
    return best[1] if best else None


_PART_OF = re.compile(r"\b(?:of|in|with|de|du|dans|nan|en|del)\s+(?:the\s+|la\s+|l['’]|le\s+|el\s+)?$", re.IGNORECASE)
_ONE_NOUN = re.compile(r"\s\w+\s(?:\w+\s)?")
_OF_FORCE = re.compile(r"\b(?:of|in|with|de|du|dans|en|nan|del)\s+(?:the\s+|la\s+|l['’]|el\s+)?$", re.IGNORECASE)


def _owner(analysis: Analysis, sentence: Sentence, number: NumberMention) -> str | None:
    """Whom "its" means: the country that opens the sentence, else what was spoken of last."""
    host = hosts(analysis)
    for country in countries(analysis, sentence):
        if country.name not in host and country.start - sentence.start < 40 and country.end < number.start:
            return country.name
    return _spoken_of(analysis, sentence, number, first=True)


def _spoken_of(
    analysis: Analysis, sentence: Sentence, number: NumberMention, *, first: bool = False, countries_only: bool = False
) -> str | None:
    """The contributor or the force ("total") named last before the number, at most three sentences back.

    With `first`, the one that its sentence names first: its subject.
    """
    host = hosts(analysis)
    for index in range(sentence.index, max(-1, sentence.index - 4), -1):
        other = analysis.sentences[index]
        if index < sentence.index and votes(analysis, other):
            continue
        mentions = [
            (c.start, c.name)
            for c in countries(analysis, other)
            if c.name not in host and not locative(analysis, c.start)
        ]
        if not countries_only:
            mentions += [(t.start, "total") for t in force_mentions(analysis, other)]
        before = [m for m in mentions if m[0] < number.start]
        if before:
            return (min if first else max)(before)[1]
    if countries_only:
        for other in analysis.sentences[sentence.index + 1 : sentence.index + 3]:
            for country in countries(analysis, other):
                if (
                    country.name not in host
                    and country.kind != "seat"
                    and country.start > number.end
                    and not locative(analysis, country.start)
                ):
                    return country.name
    return (
        "total" if countries_only and (force_near(analysis, sentence, back=2) or of_union(analysis, number)) else None
    )
