"""Contributors listed with their numbers: roll-calls of offers, and numbers that stand right beside a people."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import Country, hosts
from veye.extract.claims.strength_people import Found
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records.claim import StrengthKind

_ENTRY = re.compile(rf"\s?[:–—-]\s?|,\s|\s?\(|\s(?:\w+\s){{0,2}}?{any_of('speaks of')}\s")
_OPENS = re.compile(r"(?:^|[.;:,!?\n«–—(]|\b(?:and|et|y|ak))\s*(?:the |la |le |les |los |el |l['’])?$", re.IGNORECASE)
_ENDS = re.compile(r"(?: (?:more|too|each|tou|tambien|aussi|de mas|lot))?\s?(?:[.,;)\n]|  )")
_OFFERS = re.compile(rf"\b{any_of('offers of people')}\b")
_MOVED = ("arrived", "departed", "pledged", "authorised")
_NEAR = 3  # sentences within which word of the offers is looked for


def roll_call(
    analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country], *, noun: bool
) -> Country | None:
    """The contributor of an entry in a list of offers: "Chad: 1,500 soldiers. Bangladesh: 1,500 officers"."""
    if not noun and not _ENDS.match(analysis.text, number.end):
        return None
    for country in named:
        gap = analysis.text[country.end : number.start]
        if country.end > number.start or country.name in hosts(analysis) or not _ENTRY.fullmatch(gap):
            continue
        if not _OPENS.search(analysis.text[max(0, country.start - 12) : country.start]):
            return None
        if _tells_offers(analysis, sentence):
            return country
    return None


def _tells_offers(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether the text around a sentence speaks of offers of people, and the sentence itself of nothing else."""
    own = [t for t in sentence.tagged(*_MOVED) if t.subject == "forces"]
    if any(t.tag in ("arrived", "departed") for t in own):
        return False
    if any(t.tag == "pledged" for t in own):
        return True
    last = min(len(analysis.sentences), sentence.index + _NEAR + 1)
    near = analysis.sentences[max(0, sentence.index - _NEAR) : last]
    return any(_OFFERS.search(analysis.folded, s.start, s.end) for s in near)


_IN_NUMBER = re.compile(r"\s(?:in number|in all|in total|strong|en nombre|au total|en tout|en total)\b")
_NOUN = re.compile(r"\s\w+(?:\s\w+)?(?=,)")
_BESIDE = re.compile(r",\s(?:or\s|soit\s|o sea\s|swa\s)?$")


def people_named(analysis: Analysis, number: NumberMention, named: list[Country]) -> Country | None:
    """The people whom a number between commas counts: "the Kenyans, some 700, hold the bases"."""
    behind = _IN_NUMBER.match(analysis.folded, number.end)
    closed = bool(behind) or analysis.text[number.end : number.end + 1] in (",", ")", ";")
    for country in named:
        gap = analysis.text[country.end : number.start]
        noun = _NOUN.match(gap) if behind else None
        gap = gap[noun.end() :] if noun else gap
        if closed and country.kind == "demonym" and country.end < number.start and _BESIDE.fullmatch(gap):
            return country
    return None


_ON_TOP = re.compile(rf"\b{any_of('on top of')}\s(?:the |les |los |las |des |de |yo )?$")
_SENT = re.compile(rf"\s(?:\w+\s){{0,3}}?{any_of('already sent')}\b")


def on_top_of(
    analysis: Analysis, sentence: Sentence, number: NumberMention, end: int, here: list[Found]
) -> StrengthKind | None:
    """What became of those to whom more are added: "landed 2,000 on top of 2,800", "besides the 400 already sent"."""
    before = analysis.folded[max(sentence.start, number.core - 30) : number.core].replace("\n", " ")
    if not here or here[-1].kind not in ("arrived", "pledged") or not _ON_TOP.search(before):
        return None
    return "arrived" if _SENT.match(analysis.folded, end) else "current"


_THIS_COUNTRY = re.compile(rf"\s(?:\w+\s){{0,3}}?{any_of('of that country')}\b")


def of_that_country(analysis: Analysis, end: int, earlier: list[Found]) -> str | None:
    """The contributor counted last, where a noun points back to it: "400 sòlda peyi sa a"."""
    if not _THIS_COUNTRY.match(analysis.folded, end):
        return None
    return next((f.contingent for f in reversed(earlier) if f.contingent != "total"), None)


_OF_STATES = re.compile(rf"\s(?:\w+\s)?{any_of('out of states')}\s(?:\w+\s){{1,4}}?{any_of('states')}\b")


def of_many_states(analysis: Analysis, end: int) -> bool:
    """Whether the people come from a number of countries: "10,000 peacekeepers from 48 countries"."""
    return bool(_OF_STATES.match(analysis.folded, end))


_VERBS = ("pledged", "current", "arrived")


def giver_behind(analysis: Analysis, sentence: Sentence, end: int, named: list[Country]) -> Country | None:
    """The country that follows the verb where the people come first: "unos 300 militares aporta España"."""
    for verb in sentence.tagged(*_VERBS):
        if verb.subject != "forces" or not 0 < verb.start - end <= 2 or not _GIVES.match(analysis.folded, verb.start):
            continue
        for country in named:
            if country.kind != "demonym" and 0 < country.start - verb.end <= 2:
                return country
    return None


_GIVES = re.compile(rf"{any_of('gives its people')}\b")


_UNIT = rf"{any_of('units by country')}"
_SO_LARGE = re.compile(rf"(?: {{1,2}}{any_of('is so large')}){{0,2}} {{1,2}}")
_UNIT_BEFORE = re.compile(rf"\b{_UNIT}\s(?:of |from |de |du |del |des |d |soti )?(?:the |la |le |l |el )?$")
_UNIT_BEHIND = re.compile(rf"(?: s)?\s(?:\w+\s)?{_UNIT}(?: an| la| lan)?\b")


def unit_of_country(
    analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]
) -> Country | None:
    """The country whose contingent the number tells the size of: "the South African contingent, about 1,300 strong"."""
    for country in named:
        if country.end > number.start or country.name in hosts(analysis) or number.start - country.end > _REACH:
            continue
        behind = _UNIT_BEHIND.match(analysis.folded, country.end)
        if behind is None and not _UNIT_BEFORE.search(analysis.folded, sentence.start, country.start):
            continue
        gap = analysis.folded[behind.end() if behind else country.end : number.start].replace("\n", " ")
        if _SO_LARGE.fullmatch(gap):
            return country
    return None


_REACH = 48  # characters between a country and the size of its contingent
_MEMBERS = re.compile(
    rf"\b{any_of('members')}\s(?:of|de|du|del|nan)\s(?:the |la |l |el )?{any_of('forces at large')}\b"
)


def members_of_force(analysis: Analysis, number: NumberMention) -> bool:
    """Whether people are counted as those of the force: "quedan unos 800 integrantes de la fuerza"."""
    return bool(_MEMBERS.search(analysis.folded[number.end : number.end + 50].replace("\n", " ")))
