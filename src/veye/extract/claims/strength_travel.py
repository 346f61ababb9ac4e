"""Where personnel go and whether they have gone yet: what turns a word of moving into another kind of strength."""

from __future__ import annotations

import re
from itertools import pairwise

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import Country, countries, hosts
from veye.extract.claims.strength_people import Found, of_people
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import When

_TOWARDS = re.compile(rf"\b{any_of('bound for')}\s(?:the |la |el |l )?$")
_AHEAD = re.compile(rf"\b{any_of('still to happen')}(?:\s{any_of('between plan and verb')})*\s$")
_LEAVES = re.compile(r"(?:leaves|leaving|laisse|laissant|deja|dejando|dejaria|kite)\b")
_OUT_OF = re.compile(rf"\b{any_of('out of a place')}\s(?:the |la |el |l )?$")


def bound_for_host(analysis: Analysis, sentence: Sentence, start: int) -> bool:
    """Whether people set off from `start` on for the country of the mission: "left Kingston on Thursday for Haiti"."""
    home = hosts(analysis) | analysis.hosts
    named = [c.start for c in countries(analysis, sentence) if c.name in home and c.kind != "demonym"]
    named += [p.start for p in sentence.places if p.country in home]
    return any(
        place >= start and _TOWARDS.search(analysis.folded[max(start, place - 30) : place].replace("\n", " "))
        for place in named
    )


_WHO = re.compile(rf"\W?{any_of('who')}\b")
_ANOTHER_WHO = re.compile(rf"\b{any_of('who')}\b")


def past_the_clause(analysis: Analysis, item: Found) -> When | None:
    """The day of the main verb where a clause on those counted has its own: "100 who went in June landed on Tuesday".

    None where no such clause follows the count.
    """
    if not _WHO.match(analysis.folded, item.end):
        return None
    dates = [d for d in item.sentence.dates if d.when and d.kind in ("absolute", "relative") and d.start >= item.end]
    verbs = [t for t in item.sentence.tagged("arrived", "departed") if t.subject == "forces"]
    for first, second in pairwise(dates):
        main = [v for v in verbs if first.end <= v.start and v.end <= second.start]
        others = [n for n in item.sentence.numbers if first.end <= n.start < second.start and n.kind == "cardinal"]
        if main and not others and not _ANOTHER_WHO.search(analysis.folded, first.end, second.start):
            return second.when
    return None


def still_to_come(analysis: Analysis, sentence: Sentence, verb: Term) -> bool:
    """Whether a word of arriving only tells what is planned: "would be deployed", "doivent rejoindre"."""
    before = analysis.folded[max(sentence.start, verb.start - 40) : verb.start].replace("\n", " ")
    return bool(_AHEAD.search(before))


def leaves_behind(analysis: Analysis, verb: Term, position: int) -> bool:
    """Whether a word of leaving has those who stay as its object: "leaves about 700 in Haiti"."""
    return 0 <= position - verb.end <= 12 and bool(_LEAVES.match(analysis.folded, verb.start))


def set_off_from(analysis: Analysis, sentence: Sentence, position: int) -> str | None:
    """The country out of whose own land people set off before `position` or after it; None where none is told."""
    home = hosts(analysis) | analysis.hosts
    for country in countries(analysis, sentence):
        away = country.name not in home and country.kind != "demonym" and abs(country.start - position) <= 90
        if away and _OUT_OF.search(analysis.folded[max(sentence.start, country.start - 24) : country.start]):
            return country.name
    return None


_OUT_OF_A_WHOLE = re.compile(rf"\s(?:\w+\s)?{any_of('out of a whole')}\s(?:\w+\s){{0,2}}$")
_TAIL = 45  # characters after the whole in which "planned" or "it was promised" still belong to it


def part_and_whole(
    analysis: Analysis, sentence: Sentence, number: NumberMention
) -> tuple[NumberMention, NumberMention] | None:
    """The part and the whole of "400 of the promised 2,500 officers", where the number is one of them."""
    numbers = [n for n in sentence.numbers if n.kind in ("cardinal", "vague")]
    for part, whole in pairwise(numbers):
        gap = analysis.folded[part.end : whole.start].replace("\n", " ")
        raw = analysis.text[part.end : whole.start]
        if number in (part, whole) and _OUT_OF_A_WHOLE.fullmatch(f"{gap.rstrip()} ") and not re.search("[,;:.]", raw):
            return part, whole
    return None


def share_of_people(
    analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]
) -> Country | None:
    """The people of one country of whose whole the number is a part: "400 des 1 000 Kényans annoncés"."""
    pair = part_and_whole(analysis, sentence, number)
    if pair is None or number is not pair[0]:
        return None
    end = pair[1].end
    people = next((c for c in named if c.kind == "demonym" and 0 < c.start - end <= _TAIL), None)
    if people is None or "," in analysis.text[end : people.start] or not of_people(analysis, people, end):
        return None
    return people


def kind_of_whole(triggers: list[Term], part: NumberMention, whole: NumberMention) -> str | None:
    """What a whole is by the word beside it: authorised where planned, pledged where promised."""
    near = [t for t in triggers if part.end <= t.start <= whole.end + _TAIL and t.tag in ("authorised", "pledged")]
    return near[-1].tag if near else None


def beside_whole(triggers: list[Term], part: NumberMention, whole: NumberMention) -> list[Term]:
    """The words that may say what became of a part: not those that only say what the whole was to be."""
    end = whole.end + _TAIL
    return [t for t in triggers if not (part.end <= t.start <= end and t.tag in ("authorised", "pledged"))]
