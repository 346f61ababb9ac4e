"""Whether a number may count a contingent or a force at all: how large it is, and what stands beside it."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import Country, force_mentions, stands_alone
from veye.extract.claims.strength_people import Found, counts_another_noun
from veye.extract.claims.strength_travel import part_and_whole
from veye.extract.claims.strength_whose import force_near
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records.claim import StrengthKind


def plausible(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    noun: Term | None,
    own: Country | None,
    kind: StrengthKind,
    price: int,
    contingent: str,
    named: list[Country],
    earlier: list[Found],
) -> bool:
    """Whether such a number of such people may be a contingent or a force."""
    low = number.count.best or 0
    if low < 5 and ((own is None and contingent not in {c.name for c in named}) or contingent in analysis.hosts):
        return False
    if low < 5 and kind == "departed" and own is None and not any(f.sentence is sentence for f in earlier):
        return False
    if low < 10 and kind == "current" and price > 60:
        return False
    if low < 5 and kind == "current" and not any(f.sentence.index >= sentence.index - 1 for f in earlier):
        return False
    goes_on = earlier and earlier[-1].sentence is sentence and earlier[-1].contingent == contingent
    if noun is None and own is None and contingent != "total" and low < 20 and not goes_on:
        return False
    weak = noun is not None and noun.tag == "noun.weak" and own is None
    if weak and sentence.has("stock", "flow"):
        return False
    told = sentence.has("unit") or bool(force_mentions(analysis, sentence))
    of_unit = told and contingent in {f.contingent for f in earlier[-1:]}
    if weak and not of_unit and contingent not in {"total", *(c.name for c in named)}:
        return False
    loose = own is None and contingent == "total"
    return not (
        loose
        and (weak or (kind == "authorised" and low < 100))
        and kind != "authorised"
        and not force_near(analysis, sentence)
    )


def bare_number_stands(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    kind: tuple[StrengthKind, int],
    here: list[Found],
    triggers: list[Term],
) -> bool:
    """Whether a number without a noun may count personnel: "the force stands at 980", "the 1,000 it promised"."""
    best = number.count.best or 0
    alone = stands_alone(analysis, number, triggers) or _of_its_size(analysis, sentence, number)
    if number.kind == "vague" or best < 20:
        return bool(here) and kind[0] != "current" and best >= 2 and alone
    if not alone or counts_another_noun(sentence, number):
        return False
    if any(n.kind == "money" and 0 <= n.start - number.end <= 8 for n in sentence.numbers):
        return False
    if kind[0] == "authorised":
        return True
    if kind[0] == "current":
        told = analysis.text[number.start - 2 : number.start] == ": "
        return kind[1] <= (40 if told else 16) or (kind[1] <= 25 and not _verb_before(analysis, sentence, number))
    return kind[1] <= (45 if force_mentions(analysis, sentence) or here else 18)


_VERB = re.compile(r"\b(?:had|has|have|a|ont|ha|han|te)\s+\w+\s*$", re.IGNORECASE)


def _verb_before(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a finished verb stands between the auxiliary and the number: "he had said 52"."""
    return bool(_VERB.search(analysis.text, max(sentence.start, number.start - 24), number.start))


_SIZE_BEHIND = re.compile(rf"\s(?:l |le |la |les |el |los |the |an |yo )?{any_of('size of a force')}\b")


def _of_its_size(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a bare number is that of a force, named behind it, or a part of the whole that follows it.

    "portant à près de 800 l'effectif de la mission", "apenas 400 de los 2.500 efectivos previstos".
    """
    pair = part_and_whole(analysis, sentence, number)
    return bool(_SIZE_BEHIND.match(analysis.folded, number.end)) or (pair is not None and number in pair)
