"""What became of the people that a number counts: arrived, left, promised, authorised or there."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import Country, cost
from veye.extract.claims.strength_clauses import (
    aimed_at,
    has_so_many,
    newcomers,
    on_offer,
    only_planned,
    past_aside,
    strong_force,
)
from veye.extract.claims.strength_fates import ON_DUTY
from veye.extract.claims.strength_people import Found, goes_on, in_list, parts_of_wholes
from veye.extract.claims.strength_travel import (
    beside_whole,
    bound_for_host,
    kind_of_whole,
    leaves_behind,
    part_and_whole,
    set_off_from,
    still_to_come,
)
from veye.extract.claims.strength_turns import reaches_size, turn
from veye.extract.claims.strength_words import RAISES, THINGS, adds_up_to, says_nothing
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention
from veye.records.claim import StrengthKind

KINDS: tuple[StrengthKind, ...] = ("arrived", "departed", "pledged", "authorised", "current")
_LIMIT = 120
_LINKS = frozenset(
    ("with", "avec", "con", "ak", "avek", "at", "on", "its", "his", "their", "ses", "sus", "leurs", "a", "now", "about",
     "based", "lo forman", "la forman", "sont", "son", "are")
)  # fmt: skip
_HAS = frozenset(("has", "have", "tiene", "tienen", "gen", "genyen", "compte", "cuenta con"))
_GOVERNS = word_set("governs a number")
_IN_ALL = frozenset(("au total", "en tout", "en total", "in all", "all told", "antou", "total", "total of"))
_ADJACENT = frozenset(("atteint", "atteignent", "alcanza"))
_LINK_PRICE = 80
SUBSET = re.compile(
    r"(?:\bdont|\bincluding|\bentre ellos|\bentre ellas|\bladan yo|\bsoit|\bamong them|\bes decir|\bnamely"
    r"|\bthat is|\bincluyendo|\bnotamment|\bamong whom|\bincluidos|\bincluidas"
    r"|\by compris|\bparmi lesquels|\bof whom)\W*$",
    re.IGNORECASE,
)


def kind_of(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    at: tuple[int, int],
    noun: Term | None,
    own: Country | None,
    triggers: list[Term],
    here: list[Found],
) -> tuple[StrengthKind, int] | None:
    """What became of the people that the number counts, with the cost of the words that say so."""
    told_so = turn(analysis, sentence, number, at, noun, here)
    if told_so is not None:
        return told_so
    if has_so_many(analysis, sentence, number) or strong_force(analysis, sentence, noun):
        return ("authorised" if noun and _planned_force(analysis, sentence, noun) else "current"), 5
    if (noun or own) and (verb := past_aside(analysis, sentence, number, at[1], triggers)):
        return _turned(analysis, sentence, verb, at), 6
    if newcomers(analysis, sentence, number):
        return "arrived", 4
    if aimed_at(analysis, sentence, number):
        return "authorised", 4
    if noun and on_offer(analysis, sentence, number, at[1]):
        return "pledged", 4
    raised = RAISES.search(analysis.text, max(sentence.start, number.start - 90), number.core)
    if raised and not THINGS.search(raised.group()):
        return "current", 5
    if _RAISES_TO.search(analysis.text, max(sentence.start, number.start - 24), number.core):
        tail = analysis.text[at[1] : min(sentence.end, at[1] + 60)]
        return None if THINGS.search(tail) else ("current", 5)
    if here and noun and _AND_OTHERS.fullmatch(analysis.text, here[-1].end, number.start):
        return here[-1].kind, here[-1].price
    share = SUBSET.search(analysis.text, sentence.start, number.core)
    if share and own and here:
        return ("pledged" if here[-1].kind == "authorised" else here[-1].kind), here[-1].price
    whole = _OF_THE.match(analysis.text, at[1])
    spoken = triggers
    if whole:
        triggers = [t for t in triggers if t.end <= number.start or t.tag in ("arrived", "departed")]
    if noun is not None and _MEASURES.match(analysis.folded[noun.start : noun.end]):
        moved = [t for t in triggers if t.tag in ("arrived", "departed", "pledged") and t.start >= at[1]]
        triggers = moved or triggers
    pair = part_and_whole(analysis, sentence, number)
    if pair is not None:
        told = kind_of_whole(spoken, *pair)
        if told is not None and number is pair[1]:
            return told, 5  # type: ignore[return-value]
        if told is not None:
            part = _kind(analysis, sentence, at, beside_whole(triggers, *pair))
            there = part is None or (part[0] == "arrived" and _deployed(analysis, spoken))
            return ("current" if there or part is None else part[0]), 10
    kind = _kind(analysis, sentence, at, triggers)
    if own and here and number.start in parts_of_wholes(sentence):
        return here[0].kind, here[0].price
    reach = 110 if own and own.end <= number.start else 60
    if here and own and in_list(analysis, here[-1], number, reach=reach) and (kind is None or kind[1] > 30):
        kind = here[-1].kind, here[-1].price
    if here and noun is None and own is None and (kind is None or kind[1] > 16) and goes_on(analysis, here[-1], number):
        kind = here[-1].kind, 15
    if noun is not None and noun.end <= number.start:
        going = kind is not None and kind[0] in ("arrived", "departed", "pledged") and kind[1] < 70
        kind = kind if kind and (going or kind[1] < 30) else ("current", 30)
    if (
        own
        and here
        and here[-1].kind == "current"
        and _OF_THEM_ARE.fullmatch(
            analysis.folded[number.end : own.start].replace("\n", " ") if own.start > number.end else ""
        )
    ):
        return "current", 5
    of_force = _FORCE_OF.search(analysis.text, max(sentence.start, number.start - 50), number.start)
    voted = sentence.has("council") or any(t.tag == "authorised" for t in triggers)
    if of_force and voted and (kind is None or kind[0] != "authorised"):
        kind = "authorised", kind[1] if kind else 20
    if kind is None and (whole or of_force):
        kind = "current", 20
    if noun is not None and (kind is None or (kind[0] == "current" and kind[1] > 2)):
        kind = ("arrived", 6) if adds_up_to(analysis, sentence, at[1]) else kind
    if noun is not None and ON_DUTY.match(analysis.text, at[1]):
        kind = "current", 5
    if (
        noun is not None
        and noun.tag == "noun.strong"
        and (kind is None or (kind[0] == "current" and kind[1] > 20))
        and _names_force(analysis, sentence, at)
    ):
        kind = "current", 14
    if noun is not None and kind and kind[0] == "current" and _planned_force(analysis, sentence, noun):
        kind = "authorised", kind[1]
    upper = number.count.low is None and not _LESS.search(analysis.text, number.start, number.end)
    if upper and noun is not None and (kind is None or kind[0] == "current"):
        kind = "authorised", 20
    return kind


_OF_THEM_ARE = re.compile(rf"\s{any_of('out of those told of')}\s(?:{any_of('they are so many')}\s)?")


def _deployed(analysis: Analysis, triggers: list[Term]) -> bool:
    """Whether the words of arriving only say that people are deployed: "1,000 of the 2,500 have been deployed"."""
    words = [analysis.folded[t.start : t.end] for t in triggers if t.tag == "arrived"]
    return bool(words) and all(_DEPLOYED.search(w) for w in words)


_DEPLOYED = re.compile(r"\b(?:deployed|deployee?s?|desplegad[oa]s?|deplwaye)\b")
_LESS = re.compile(r"\b(?:less|fewer|under|below|short of|moins|menos|mwens)\b", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:new|next|future|planned|proposed|successor|follow-on|promised|envisaged)\b[^.;]*$", re.IGNORECASE
)


def _planned_force(analysis: Analysis, sentence: Sentence, noun: Term) -> bool:
    """Whether "5,500-strong" tells the size of a force that is still to come."""
    return analysis.folded[noun.start : noun.end] == "strong" and bool(
        _PLANNED.search(analysis.text, sentence.start, noun.start)
        or _TO_BE.search(analysis.text, sentence.start, noun.start)
    )


_TO_BE = re.compile(r"\b(?:will|would|should|may|could|must|to|can)\s(?:\w+\s)?be\s[^.;]{0,30}$", re.IGNORECASE)


def _names_force(analysis: Analysis, sentence: Sentence, at: tuple[int, int]) -> bool:
    """Whether the number explains the force that is named right before it: "La Minusca, 17 000 militaires, y voit"."""
    closed = analysis.text[at[1] : at[1] + 1] in (",", ")", "–", "—", ";")
    return closed and any(
        analysis.text[t.end : at[0]] in (", ", " (", " – ", " — ", " (about ", " (environ ", " (unos ")
        for t in sentence.terms
        if t.tag.startswith("mission:") or t.tag == "force"
    )


_MEASURES = re.compile(r"(?:strong|member)$")
_RAISES_TO = re.compile(
    r"\b(?:port(?:e|ent|ant|er|era)|ramèn(?:e|ent|era)|ramenant|eleva(?:n|ndo)?|situándo(?:se|los) en)\s+(?:à|a|en)\s+"
    r"(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_AND_OTHERS = re.compile(
    r"\s+(?:(?:in uniform|en uniforme|uniformad[oa]s?|an inifòm|of the force)\s+)?(?:and|et|y|ak|plus)\s+",
    re.IGNORECASE,
)
_OF_THE = re.compile(
    r"\s+(?:of the|out of the|out of|des|sur les|de los|sou)\s+\d[\d .,]*(?![\d.,]|st|nd|rd|th|e\b|è|º|ª)",
    re.IGNORECASE,
)
_FORCE_OF = re.compile(
    r"\b(?:force|mission|fuerza|misión|misyon|fòs)\b(?:\s+\w+){0,2}?,?\s+(?:of|de|d['’]|fò|ki gen)\s*(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)


def _kind(
    analysis: Analysis, sentence: Sentence, at: tuple[int, int], triggers: list[Term]
) -> tuple[StrengthKind, int] | None:
    """The kind that the nearest trigger gives, with its cost."""
    best: tuple[int, StrengthKind] | None = None
    for term in triggers:
        if analysis.text[term.start : term.end] == "à" or says_nothing(analysis, sentence, term):
            continue
        price = cost(analysis, sentence, at, (term.start, term.end))
        price -= _aside_between(analysis, at, (term.start, term.end))
        if term.tag == "current":
            words = analysis.folded[term.start : term.end]
            linked = words in _LINKS or (words in _ADJACENT and price > 6)
            governs = words in _HAS and 0 <= at[0] - term.end <= 1
            price = 0 if governs else price + 12 + (_LINK_PRICE if linked else 0)
            price += 30 if _UNIT_OF.match(words) else 0
            price += 60 if term.start >= at[1] and words in _GOVERNS else 0
            price += 60 if words in _IN_ALL else 0
        if analysis.folded[term.start : term.end] == "further":
            price += 20  # "a further 75 came": the verb says it
        if term.start > at[1]:
            price += 10
        elif _of_other(analysis, sentence, term, at):
            price += 35
        if price <= _LIMIT and (best is None or price < best[0]):
            best = price, _turned(analysis, sentence, term, at)
    return (best[1], best[0]) if best else None


_ASIDE = re.compile(r",\s(?:dont|qui|que|which|who|whose|cuy[oa]s?|quienes|ki|ke)\s[^,;.:]{3,80},", re.IGNORECASE)


def _aside_between(analysis: Analysis, left: tuple[int, int], right: tuple[int, int]) -> int:
    """What an aside between people and their verb costs, that it may be left out: "300 soldiers, whose ..., left"."""
    first, last = min(left[1], right[1]), max(left[0], right[0])
    found = _ASIDE.search(analysis.text, first, last) if first < last else None
    return len(found.group()) + 30 if found else 0


_UNIT_OF = re.compile(r"(?:contingente?|group|groupe|force|mission|mision|fuerza|detachement|unit) (?:of|de)$")


def _turned(analysis: Analysis, sentence: Sentence, term: Term, at: tuple[int, int]) -> StrengthKind:
    """The kind of a trigger, as the words around it turn it."""
    kind: StrengthKind = term.tag  # type: ignore[assignment]
    if kind == "arrived" and reaches_size(analysis, sentence, term, at[0]):
        return "authorised" if still_to_come(analysis, sentence, term) else "current"
    if kind == "arrived" and still_to_come(analysis, sentence, term):
        return "pledged"
    if kind == "departed" and leaves_behind(analysis, term, at[0]):
        return "current"
    planned = kind == "departed" and (only_planned(analysis, term) or still_to_come(analysis, sentence, term))
    if kind == "departed" and bound_for_host(analysis, sentence, min(term.start, at[0])):
        return "pledged" if still_to_come(analysis, sentence, term) else "arrived"
    if kind == "departed" and set_off_from(analysis, sentence, at[0]) is not None:
        return "arrived"
    if planned:
        return "current"
    if kind == "pledged" and sentence.has("council") and _APPROVES.match(analysis.folded, term.start):
        return "authorised"
    return kind


_APPROVES = re.compile(r"(?:approv|authori[sz]|autoris|approuv|aprob|autoriz|aprouve|otorize|apwouve)")


_OF_STATES = re.compile(rf"\s(?:\w+\s)?{any_of('states')}\b")


def _of_other(analysis: Analysis, sentence: Sentence, term: Term, at: tuple[int, int]) -> bool:
    """Whether the trigger before a number already belongs to another: "rose to 1,000 after 144 ...", "2,500 "
    "planned and 1,000 there"."""
    for number in sentence.numbers:
        if number.kind != "cardinal" or number.end > at[0] or _OF_STATES.match(analysis.folded, number.end):
            continue
        if 0 <= number.start - term.end <= 3 and term.tag == "current":
            return True
        behind = term.start - number.end
        if (
            0 <= behind <= 25
            and term.tag in ("authorised", "pledged")
            and "," not in analysis.text[number.end : term.start]
        ):
            return True
    return False
