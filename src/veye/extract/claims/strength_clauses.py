"""Clauses around a count of personnel: an aside between them and their verb, a relative clause, what their coming adds
up to, and what their verb says is still to come or never was."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.asides import first_behind, verb_past_aside
from veye.extract.claims.frames import Country, countries, force_mentions, hosts, parties
from veye.extract.claims.strength_travel import part_and_whole
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention

_MOVED = ("arrived", "departed", "pledged")
_SIZED = re.compile(rf",\s(?:\w+\s)?(?:{any_of('of so many')}\s)(?:\w+\s)?$|,\s(?:the |los |les )?$")
_REST_OF_ASIDE = re.compile(r"[^,;:.()\n]{0,50},\s")
_WHO_HAS = re.compile(
    rf"\s{any_of('who')}\s(?:{any_of('adverbs of being there')}\s)?{any_of('has so many')}"
    rf"\s(?:{any_of('adverbs of being there')}\s)?$"
)
_TO_HAPPEN = re.compile(rf"{any_of('still to happen')}\b|\w+(?:aran|eran|iran|eront|iront)$")
_NEVER = re.compile(rf"\b{any_of('never reached')}\s(?:\w+\s){{0,2}}$")


def past_aside(
    analysis: Analysis, sentence: Sentence, number: NumberMention, end: int, triggers: list[Term]
) -> Term | None:
    """The verb of the people behind an aside: "200 policías, entre ellos comandos, pisaron", "el contingente de Chad,
    compuesto por 350 soldados, arribó"; None where there is none.
    """
    if any(
        0 <= number.start - t.end <= 2 and analysis.folded[t.start : t.end] in word_set("governs a number")
        for t in triggers
        if t.start < number.start
    ) and not _SIZED.search(_flat(analysis, sentence, number)):
        return None
    moved = [t for t in triggers if t.tag in _MOVED]
    if verb := verb_past_aside(analysis, sentence, end, moved):
        return verb
    rest = _REST_OF_ASIDE.match(analysis.text, end, sentence.end)
    if rest is None or not _SIZED.search(_flat(analysis, sentence, number)):
        return None
    return first_behind(analysis, rest.end(), moved)


def _flat(analysis: Analysis, sentence: Sentence, number: NumberMention) -> str:
    """What stands before a number, folded, its commas kept."""
    begin = max(sentence.start, number.start - 40)
    return "".join(
        "," if raw == "," else folded
        for raw, folded in zip(
            analysis.text[begin : number.start], analysis.folded[begin : number.start].replace("\n", " "), strict=True
        )
    )


def has_so_many(analysis: Analysis, sentence: Sentence, number: NumberMention) -> Country | None:
    """The contributor whose relative clause counts its people: "Rwanda, which has 2,500 soldiers there, will send"."""
    for country in countries(analysis, sentence):
        gap = analysis.folded[country.end : number.start].replace("\n", " ") if country.end < number.start else ""
        if analysis.language == "es" and gap.endswith(" a "):
            continue  # "que repatrió a 230"
        if country.name not in hosts(analysis) and len(gap) < _REACH and _WHO_HAS.fullmatch(gap.replace("  ", " ")):
            return country
    return None


_REACH = 48
_FRONTED = re.compile(rf"\W*(?:{any_of('of so many')})\s(?:\w+\s)?$")
_THEN = re.compile(r"(?:[^,;:.\n]{0,60}),\s(?:the |la |le |l['’]|el |los |las |les )?$", re.IGNORECASE)


def fronted_force(analysis: Analysis, sentence: Sentence, number: NumberMention, end: int) -> bool:
    """Whether the force follows at once on its size that opens the sentence: "Forte de 12 000 soldats, la Minusma"."""
    if not _FRONTED.fullmatch(analysis.folded[sentence.start : number.start].replace("\n", " ")):
        return False
    return any(
        term.start >= end and _THEN.fullmatch(analysis.text, end, term.start)
        for term in force_mentions(analysis, sentence)
    )


def only_planned(analysis: Analysis, verb: Term) -> bool:
    """Whether a word of leaving itself says that nobody has left yet: "will leave", "abandonarán"."""
    return bool(_TO_HAPPEN.match(analysis.folded, verb.start, verb.end))


def never_reached(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a sentence denies that the force ever had so many: "never got to 2,500", "pa t janm rive nan 2 500"."""
    return bool(_NEVER.search(analysis.folded[max(sentence.start, number.core - 48) : number.core].replace("\n", " ")))


_NEWCOMERS = re.compile(rf"\b{any_of('newcomers')}\s(?:\w+\s){{0,3}}$")
_AIM = re.compile(rf"\b{any_of('size aimed at')}\s+(?:\w+\s+){{0,7}}?{any_of('is, of a size')}\s(?:\w+\s){{0,2}}$")
_OFFERED = re.compile(rf"\b{any_of('puts')}\s(?:\w+\s){{0,2}}$")
_ON_OFFER = re.compile(rf"\s(?:\w+\s){{0,2}}?{any_of('on offer')}\b")


def newcomers(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the number is told of those who just came: "The newcomers number 230"."""
    return bool(_NEWCOMERS.search(analysis.folded[max(sentence.start, number.core - 48) : number.core]))


def aimed_at(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the number is the size that a force is to have: "l'objectif fixé par le Conseil est de 5 500"."""
    before = analysis.folded[max(sentence.start, number.start - 90) : number.start].replace("\n", " ")
    return bool(_AIM.search(before)) and "," not in analysis.text[max(sentence.start, number.start - 24) : number.start]


def on_offer(analysis: Analysis, sentence: Sentence, number: NumberMention, end: int) -> bool:
    """Whether people are offered by words on both sides of them: "a mis 1 500 soldats sur la table"."""
    before = analysis.folded[max(sentence.start, number.start - 40) : number.start].replace("\n", " ")
    after = analysis.folded[end : min(sentence.end, end + 60)].replace("\n", " ")
    return bool(_OFFERED.search(before)) and bool(_ON_OFFER.match(after))


_LED_BY = re.compile(rf"\b{any_of('led by')}\s(?:the |le |la |les |el |l )?$")
_LEADS_WITH = re.compile(
    rf"\s(?:{any_of('who')}\s)?(?:\w+\s)?(?:{any_of('of so many')}|{any_of('has so many')})\s(?:\w+\s)?"
)


def led_with(analysis: Analysis, sentence: Sentence, number: NumberMention) -> str | None:
    """The country that leads the force with so many of its own: "menée par le Kenya avec 400 policiers"."""
    for term in sentence.tagged("country:", "demonym:", "seat:"):
        gap = analysis.folded[term.end : number.start].replace("\n", " ") if term.end < number.start else ""
        if len(gap) < _REACH and _LEADS_WITH.fullmatch(gap.replace("  ", " ")):
            before = analysis.folded[max(sentence.start, term.start - 30) : term.start]
            if _LED_BY.search(before):
                return term.tag.partition(":")[2]
    return None


def whole_of_force(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the number is the whole of the force of which a part is told: "125 of the mission's 10,400 troops"."""
    pair = part_and_whole(analysis, sentence, number)
    if pair is not None and number is pair[1]:
        near = [t for t in force_mentions(analysis, sentence) if 0 <= t.start - number.end <= _REACH]
        return any("," not in analysis.text[number.end : t.start] for t in near)
    if not _OUT_OF_FIRST.fullmatch(analysis.folded[sentence.start : number.start].replace("\n", " ")):
        return False
    return any(
        t.start > number.end and _THEN.fullmatch(analysis.text, number.end, t.start)
        for t in force_mentions(analysis, sentence)
    )


_OUT_OF_FIRST = re.compile(r"\W*(?:of|out of|sur|de|sou)\s(?:the |its |les |los |un total de |some |unos |quelque )?")


def strong_force(analysis: Analysis, sentence: Sentence, noun: Term | None) -> bool:
    """Whether the number measures the force that follows at once: "the 5,500-strong stabilisation force"."""
    if noun is None or analysis.folded[noun.start : noun.end] not in ("strong", "member"):
        return False
    units = [t.start for t in sentence.tagged("unit", "demonym:") if t.start >= noun.end]
    return any(
        0 < t.start - noun.end <= 30 and not any(u < t.start for u in units) for t in force_mentions(analysis, sentence)
    )


_LEFT_SO = re.compile(rf"\b{any_of('left, of victims')}\s(?:\w+\s){{0,2}}$")
_VICTIMS = ("killed.", "wounded.", "missing.", "abducted.")


def struck(analysis: Analysis, sentence: Sentence, number: NumberMention, end: int) -> bool:
    """Whether those counted are the object of a verb of killing or hurting: "left 41 soldiers injured"."""
    terms = [t for t in sentence.tagged(*_VICTIMS) if t.subject == "outcomes" and t.tag != "wounded.weak"]
    if any(0 < number.start - t.end <= 2 or t.start < number.start == t.end for t in terms):
        return True
    if not _LEFT_SO.search(analysis.folded[max(sentence.start, number.start - 30) : number.start].replace("\n", " ")):
        return False
    return any(0 <= t.start - end <= _REACH and "," not in analysis.text[end : t.start] for t in terms)


def one_of_few(analysis: Analysis, number: NumberMention) -> bool:
    """Whether one or a few of people told of before are singled out: "One of the Guatemalans"."""
    behind = analysis.folded[number.end : number.end + 16].replace("\n", " ")
    return (number.count.best or 0) < 5 and bool(_OF_THESE.match(behind))


_OF_THESE = re.compile(rf"\s{any_of('out of those told of')}\s")


def in_the_know(analysis: Analysis, number: NumberMention, end: int) -> bool:
    """Whether the people are only those who tell of the matter: "two people familiar with the talks"."""
    return (number.count.best or 0) <= 10 and bool(_INFORMED.match(analysis.folded[end : end + 40].replace("\n", " ")))


_INFORMED = re.compile(rf"\s(?:\w+\s)?{any_of('informed of a matter')}\b")


def of_party(analysis: Analysis, number: NumberMention, end: int) -> bool:
    """Whether the people are those of a state that is party to the conflict: "up to 4,000 Rwandan troops"."""
    return any(number.end <= start <= end for start, _ in parties(analysis))
