"""What became of the people that a number counts: arrived, left, promised, authorised or there."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import Country, cost
from veye.extract.claims.strength_people import Found, goes_on, in_list
from veye.extract.claims.strength_travel import (
    beside_whole,
    bound_for_host,
    kind_of_whole,
    leaves_behind,
    part_and_whole,
    set_off_from,
    still_to_come,
)
from veye.extract.lexicon import Term
from veye.extract.words.numbers import NumberMention
from veye.records.claim import StrengthKind

KINDS: tuple[StrengthKind, ...] = ("arrived", "departed", "pledged", "authorised", "current")
_LIMIT = 120
_LINKS = frozenset(
    ("with", "avec", "con", "ak", "avek", "at", "on", "its", "his", "their", "ses", "sus", "leurs", "a", "now", "about",
     "based", "lo forman", "la forman", "sont", "son", "are")
)  # fmt: skip
_HAS = frozenset(("has", "have", "tiene", "tienen", "gen", "genyen", "compte", "cuenta con"))
_ADJACENT = frozenset(("atteint", "atteignent", "alcanza"))
_LINK_PRICE = 80
SUBSET = re.compile(
    r"(?:\bdont|\bincluding|\bentre ellos|\bentre ellas|\bladan yo|\bsoit|\bamong them|\bes decir|\bnamely"
    r"|\bthat is|\bincluidos|\bincluidas"
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
    raised = RAISES.search(analysis.text, max(sentence.start, number.start - 90), number.core)
    if raised and not _THINGS.search(raised.group()):
        return "current", 5
    if _RAISES_TO.search(analysis.text, max(sentence.start, number.start - 24), number.core):
        tail = analysis.text[at[1] : min(sentence.end, at[1] + 60)]
        return None if _THINGS.search(tail) else ("current", 5)
    if here and noun and _AND_OTHERS.fullmatch(analysis.text, here[-1].end, number.start):
        return here[-1].kind, here[-1].price
    share = SUBSET.search(analysis.text, sentence.start, number.core)
    if share and own and here:
        return ("pledged" if here[-1].kind == "authorised" else here[-1].kind), here[-1].price
    whole = _OF_THE.match(analysis.text, at[1])
    if whole:
        triggers = [t for t in triggers if t.end <= number.start or t.tag in ("arrived", "departed")]
    if noun is not None and _MEASURES.match(analysis.folded[noun.start : noun.end]):
        moved = [t for t in triggers if t.tag in ("arrived", "departed", "pledged") and t.start >= at[1]]
        triggers = moved or triggers
    pair = part_and_whole(analysis, sentence, number)
    if pair is not None:
        told = kind_of_whole(triggers, *pair)
        if told is not None and number is pair[1]:
            return told, 5  # type: ignore[return-value]
        if told is not None:
            part = _kind(analysis, sentence, at, beside_whole(triggers, *pair))
            return (part[0] if part else "current"), 10
    kind = _kind(analysis, sentence, at, triggers)
    if here and own and in_list(analysis, here[-1], number) and (kind is None or kind[1] > 30):
        kind = here[-1].kind, here[-1].price
    if here and noun is None and own is None and (kind is None or kind[1] > 16) and goes_on(analysis, here[-1], number):
        kind = here[-1].kind, 15
    if noun is not None and noun.end <= number.start:
        kind = kind if kind and kind[1] < 30 else ("current", 30)
    of_force = _FORCE_OF.search(analysis.text, max(sentence.start, number.start - 50), number.start)
    if of_force and kind and kind[0] != "authorised" and any(t.tag == "authorised" for t in triggers):
        kind = "authorised", kind[1]
    if kind is None and (whole or of_force):
        kind = "current", 20
    if noun is not None and _ON_DUTY.match(analysis.text, at[1]):
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
    if number.count.low is None and noun is not None and (kind is None or kind[0] == "current"):
        kind = "authorised", 20
    return kind


_PLANNED = re.compile(
    r"\b(?:new|next|future|planned|proposed|successor|follow-on|promised|envisaged)\b[^.;]*$", re.IGNORECASE
)


def _planned_force(analysis: Analysis, sentence: Sentence, noun: Term) -> bool:
    """Whether "5,500-strong" tells the size of a force that is still to come."""
    return analysis.folded[noun.start : noun.end] == "strong" and bool(
        _PLANNED.search(analysis.text, sentence.start, noun.start)
    )


def _names_force(analysis: Analysis, sentence: Sentence, at: tuple[int, int]) -> bool:
    """Whether the number explains the force that is named right before it: "La Minusca, 17 000 militaires, y voit"."""
    closed = analysis.text[at[1] : at[1] + 1] in (",", ")", "–", "—", ";")
    return closed and any(
        analysis.text[t.end : at[0]] in (", ", " (", " – ", " — ", " (about ", " (environ ", " (unos ")
        for t in sentence.terms
        if t.tag.startswith("mission:") or t.tag == "force"
    )


RAISES = re.compile(
    r"\b(?:brings?|bringing|brought|takes?|taking|took|raises?|raising|raised|lifts?|lifting|porte|portent"
    r"|portant|eleva|elevan|elevando|lleva|llevan"
    r"|llevando|pote|monte)\b(?:\s+[\w'’-]+){1,9}?\s+(?:to|at|à|a)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
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
_THINGS = re.compile(
    r"\b(?:fleet|vehicles?|trucks?|stock|toll|deaths?|dead|budget|fund|bases?|flotte|véhicules?|bilan|morts"
    r"|flota|vehículos?|muertos|machin"
    r"|mò|bilan an|chif)\b",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"\s+(?:of the|out of the|out of|des|sur les|de los|sou)\s+\d", re.IGNORECASE)
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
        if analysis.text[term.start : term.end] == "à":
            continue
        price = cost(analysis, sentence, at, (term.start, term.end))
        if term.tag == "current":
            words = analysis.folded[term.start : term.end]
            linked = words in _LINKS or (words in _ADJACENT and price > 6)
            governs = words in _HAS and 0 <= at[0] - term.end <= 1
            price = 0 if governs else price + 12 + (_LINK_PRICE if linked else 0)
        if analysis.folded[term.start : term.end] == "further":
            price += 20  # "a further 75 came": the verb says it
        if term.start > at[1]:
            price += 10
        elif _of_other(analysis, sentence, term, at):
            price += 35
        if price <= _LIMIT and (best is None or price < best[0]):
            best = price, _turned(analysis, sentence, term, at)
    return (best[1], best[0]) if best else None


def _turned(analysis: Analysis, sentence: Sentence, term: Term, at: tuple[int, int]) -> StrengthKind:
    """The kind of a trigger, as the words around it turn it."""
    kind: StrengthKind = term.tag  # type: ignore[assignment]
    if kind == "arrived" and still_to_come(analysis, sentence, term):
        return "pledged"
    if kind == "departed" and leaves_behind(analysis, term, at[0]):
        return "current"
    if kind == "departed" and bound_for_host(analysis, sentence, min(term.start, at[0])):
        return "pledged" if still_to_come(analysis, sentence, term) else "arrived"
    if kind == "departed" and set_off_from(analysis, sentence, at[0]) is not None:
        return "arrived"
    if kind == "pledged" and sentence.has("council") and _APPROVES.match(analysis.folded, term.start):
        return "authorised"
    return kind


_APPROVES = re.compile(r"(?:approv|authori[sz]|autoris|approuv|aprob|autoriz|aprouve|otorize|apwouve)")


def _of_other(analysis: Analysis, sentence: Sentence, term: Term, at: tuple[int, int]) -> bool:
    """Whether the trigger before a number already belongs to another: "rose to 1,000 after 144 ...", "2,500 "
    "planned and 1,000 there"."""
    for number in sentence.numbers:
        if number.kind != "cardinal" or number.end > at[0]:
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


_ABOARD = frozenset(("aboard", "on board", "a bord", "a bordo", "abo"))
_ON_DUTY = re.compile(
    r"\s+(?:(?:who|that|qui|que|ki)\s+)?(?:serving|serve|stationed|posted|based|currently in|now in"
    r"|deployed (?:in|to|there)|en poste|déployés (?:en|au|à|dans)|stationnés|présents|qui servent"
    r"|desplegados|destinados|destacados|que sirven|k ap sèvi|ki nan misyon)\b",
    re.IGNORECASE,
)
_FATES = ("killed.", "wounded.", "missing.", "abducted.", "not")


def other_fate(
    analysis: Analysis, sentence: Sentence, at: tuple[int, int], kind: StrengthKind, price: int, noun: Term | None
) -> bool:
    """Whether the people were rather killed, hurt, missing, trained or carried off than present, sent or promised."""
    landed = kind == "arrived" and not sentence.has("killed.", "wounded.", "missing.", "abducted.")
    for term in sentence.tagged(*_FATES):
        if term.subject not in ("outcomes", "forces"):
            continue
        if landed and analysis.folded[term.start : term.end] in _ABOARD:
            continue
        if _ON_DUTY.match(analysis.text, at[1]):
            continue
        fate = cost(analysis, sentence, at, (term.start, term.end))
        if fate <= 14 or fate < price + (40 if kind == "current" and (noun is None or price > 20) else 0):
            return True
    return False
