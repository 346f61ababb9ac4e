"""Signs of whose personnel are meant that outweigh what stands nearest."""

from __future__ import annotations

import re
from itertools import pairwise

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import Country, countries, force_mentions, hosts, locative
from veye.extract.claims.strength_people import Found
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records.claim import StrengthKind

_MOSTLY = re.compile(rf"\W*(?:\w+\s)?{any_of('for the most part')}\s(?:\w+\s)?$")
_VOTES = re.compile(rf"\b{any_of('voted')}\b")
_GIVES = re.compile(rf"(?:\w+ )*{any_of('gives people')}")
_PASSIVE = re.compile(r"\b(?:be|been|were|was|are|is|sera|seront|sont|ete|seran|fueron|ser|sido)\b")
_PROMISED = re.compile(r"\b(?:the|les|los|de|sou) (?:promised|promis|prometidos|yo te pwomet) $")
_SHARE_AFTER = re.compile(r" (?:of them|of whom|of these|d entre eux|de ellos|de ellas|ladan yo|nan yo)\b")
_SHARE_BEFORE = re.compile(
    r"\b(?:including|among them|dont|parmi lesquels|y compris|incluidos|entre ellos|de ellos|ladan yo|enkli)"
    r" (?:nearly |almost |some |about |pres de |quelque |environ |casi |unos |pre |anviwon )?$"
)
_STATE_OF = re.compile(
    r"\b(?:republic|kingdom|republique|royaume|republica|reino|repiblik|government|ministry|minister|president|parliament|cabinet|authorities|gouvernement|ministere|ministre|parlement"
    r"|autorites|gobierno|ministerio|ministro|presidente|parlamento|autoridades|gouvenman|minis|prezidan|otorite)"
    r" (?:\w+ ){0,3}?(?:of|de|du|del|d|des) (?:the |la |l )?$"
)
_TOWARDS = re.compile(r"\b(?:to|for|back in|a|pour|vers|hacia|nan|pou|tounen|retounen|lakay yo)\s(?:the |la |le |l )?$")
_LEFT = re.compile(
    r"\b(?:lui en reste|lui reste|en garde|en conserve|leaves it with|it has|it still has|it keeps|leaving it with"
    r"|le quedan?|le restan|conserva|mantiene|li rete|rete li|li toujou gen|li kenbe)\s(?:\w+\s){0,5}$"
)
_UNIT_OF = re.compile(
    r"\b(?:contingent|battalion|unit|deployment|detachment|bataillon|deploiement|detachement|contingente|batallon"
    r"|destacamento|despliegue|kontenjan|batayon|detachman)"
    r"\s(?:\w+\s)?(?:of|from|de|du|des|d|del|soti)\s(?:the |la |l )?$"
)
_OF_THEM = re.compile(r"\s*(?:of them|of whom|de ellos|d['’]entre eux|ladan yo|nan yo)\b", re.IGNORECASE)


def mixed(analysis: Analysis, sentence: Sentence, number: NumberMention, end: int, named: list[Country]) -> bool:
    """Whether the people are only mostly of one country: "1,000 officers, for the most part Kenyan"."""
    if _several(analysis, end, named):
        return True
    for country in named:
        if country.start >= number.end and _MOSTLY_BEHIND.match(analysis.folded, country.end):
            gap = analysis.text[end : country.start] if country.start >= end else ""
            if len(gap) <= 4:
                return True
        for edge in (number.end, end):
            gap = analysis.folded[edge : country.start].replace("\n", " ") if country.start >= edge else ""
            if gap and len(gap) <= 44 and _MOSTLY.fullmatch(gap):
                return True
    return False


def _several(analysis: Analysis, end: int, named: list[Country]) -> bool:
    """Whether people of several countries are counted together: "1 300 Sud-Africains, Tanzaniens et Malawites"."""
    after = [c for c in named if c.end >= end and c.start <= end + 40]
    if len(after) < 2 or after[1].end <= end:
        return False
    links = [analysis.folded[a.end : b.start].replace("\n", " ") for a, b in pairwise(after)]
    first = analysis.text[end : max(end, after[0].start)].replace("\n", " ")
    return bool(_FROM_LIST.fullmatch(first)) and all(_LINK.fullmatch(link) for link in links[:1])


_FROM_LIST = re.compile(r"\s*(?:(?:from|of|de|du|des|d['’]|del|soti|ki soti)?\s?(?:the |la |le |l['’])?)?")
_LINK = re.compile(r"\s*(?:and|et|y|e|ak|du|de|la|le|les|el|l|from|the|\s)*\s*")
_MOSTLY_BEHIND = re.compile(rf"\W?\s(?:in the main|{any_of('for the most part')})\b")


def votes(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether the countries of a sentence are told of as members of a council that vote, not as contributors."""
    return bool(_VOTES.search(analysis.folded, sentence.start, sentence.end)) and not sentence.has("noun.strong")


def giver(
    analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country], kind: StrengthKind
) -> str | None:
    """The country that opens a sentence in which people are promised or sent, though a force stands nearer.

    "Nairobi wanted to lead the force; last July it promised 1,000 officers".
    """
    if kind not in ("pledged", "arrived"):
        return None
    verbs = [
        t
        for t in sentence.tagged("pledged", "arrived")
        if t.subject == "forces" and t.end <= number.start and number.start - t.end <= 40
    ]
    words = analysis.folded[verbs[-1].start : verbs[-1].end] if verbs else ""
    begin = verbs[-1].start if verbs else sentence.start
    if _ALLIANCE.search(analysis.folded[max(sentence.start, begin - 24) : begin].replace("\n", " ")):
        return "total"
    if not words or not _GIVES.match(words) or _PASSIVE.search(words):
        return None
    host = hosts(analysis)
    able = [
        c
        for c in named
        if c.end <= verbs[-1].start
        and c.name not in host
        and (not locative(analysis, c.start) or state_of(analysis, c.start))
    ]
    seats = [c for c in able if c.kind != "demonym"] or able
    return seats[-1].name if seats else None


def state_of(analysis: Analysis, start: int) -> bool:
    """Whether a country is named as a state that acts: "the government of Kenya", "le président du Kenya"."""
    return bool(_STATE_OF.search(analysis.folded[max(0, start - 40) : start].replace("\n", " ")))


def of_all(analysis: Analysis, sentence: Sentence, number: NumberMention, end: int) -> bool:
    """Whether the people are those of many countries at once: "1,000 foreign officers", "ten nations pledged 3,100"."""
    if (number.count.best or 0) >= _MANY and _BLUE.search(analysis.folded, number.end, end):
        return True
    around = analysis.folded[number.end : end + 24].replace("\n", " ")
    if _FOREIGN.search(around[: end - number.end + 14]):
        return True
    before = analysis.folded[sentence.start : number.start].replace("\n", " ")
    return bool(_STATES_FIRST.fullmatch(before))


def in_order(analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]) -> str | None:
    """Whose a number is where several numbers follow several names in their order ("respectively")."""
    if not _RESPECTIVELY.search(analysis.folded, sentence.start, sentence.end):
        return None
    numbers = [n for n in sentence.numbers if n.kind in ("cardinal", "vague") and (n.count.best or 0) > 1]
    first = [c for c in named if c.end <= numbers[0].start and c.name not in hosts(analysis)] if numbers else []
    if number not in numbers or len(first) != len(numbers):
        return None
    return first[numbers.index(number)].name


def points_back(analysis: Analysis, number: NumberMention, earlier: list[Found]) -> bool:
    """Whether "these 89" are the 89 told of before."""
    before = analysis.folded[max(0, number.start - 16) : number.start].replace("\n", " ")
    same = any((f.count.low, f.count.high) == (number.count.low, number.count.high) for f in earlier)
    return same and bool(_THESE.search(before))


_ALLIANCE = re.compile(rf"\b{any_of('alliances')}\s$")
_MANY = 500  # so many blue helmets are a mission's, not a contingent's
_BLUE = re.compile(
    r"\b(?:peacekeepers|blue helmets|casques bleus|soldats de la paix|cascos azules|soldados de paz|kas ble)\b"
)
_FOREIGN = re.compile(rf"\b{any_of('foreign')}\b")
_STATES_FIRST = re.compile(rf"\W*(?:\w+\s){{0,6}}?{any_of('states')}\s(?:\w+\s){{0,6}}")
_RESPECTIVELY = re.compile(rf"\b{any_of('respectively')}\b")
_THESE = re.compile(rf"\b{any_of('these')}\s$")


def parts_follow(analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]) -> bool:
    """Whether a share of one country follows, so that the number is of all: "430 are there, 400 of them from Kenya"."""
    for part in sentence.numbers:
        if part.start <= number.end or part.kind not in ("cardinal", "vague"):
            continue
        after = analysis.folded[part.end : part.end + 40].replace("\n", " ")
        before = analysis.folded[max(number.end, part.start - 24) : part.start].replace("\n", " ")
        share = _SHARE_AFTER.match(after) or _SHARE_BEFORE.search(before)
        if share and any(part.end <= c.start <= part.end + 40 for c in named):
            return True
    return False


def promised_in_all(analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]) -> bool:
    """Whether the number is that of all who were promised, by nobody in particular: "of the promised 2,500"."""
    before = analysis.folded[max(sentence.start, number.start - 24) : number.start].replace("\n", " ")
    return bool(_PROMISED.search(before)) and not any(c.name not in hosts(analysis) for c in named)


def goes_home(analysis: Analysis, sentence: Sentence, named: list[Country]) -> str | None:
    """The contributor whose own capital or land those who leave go to: "230 officers went back to Nairobi"."""
    for country in named:
        before = analysis.folded[max(sentence.start, country.start - 24) : country.start].replace("\n", " ")
        if country.kind != "demonym" and country.name not in hosts(analysis) and _TOWARDS.search(before):
            return country.name
    return None


def left_to(analysis: Analysis, sentence: Sentence, number: NumberMention, last: Found) -> str | None:
    """The contributor counted just before, where the number counts whom it has left: "il lui en reste 3,000"."""
    before = analysis.folded[max(sentence.start, number.start - 40) : number.start].replace("\n", " ")
    near = last.sentence.index >= sentence.index - 1
    if any(max(last.end, sentence.start) <= t.start < number.start for t in force_mentions(analysis, sentence)):
        return None
    return last.contingent if near and _LEFT.search(before) else None


def unit_of(analysis: Analysis, country: Country) -> bool:
    """Whether a unit is said to be that country's: "the contingent of N'Djamena"."""
    return bool(_UNIT_OF.search(analysis.folded[max(0, country.start - 40) : country.start].replace("\n", " ")))


def gives_of_them(analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]) -> str | None:
    """The country that gives so many of those counted before: "10,000 troops; Italy gives almost 900 of them"."""
    if not _OF_THEM.match(analysis.text, number.end):
        return None
    others = [n.end for n in sentence.numbers if n.end <= number.start]
    begin = max(others, default=sentence.start)
    able = [
        c
        for c in named
        if begin <= c.start and c.end <= number.start and c.name not in hosts(analysis) and c.kind != "demonym"
    ]
    return able[-1].name if able and not locative(analysis, able[-1].start) else None


def only_contributor(analysis: Analysis, sentence: Sentence) -> str | None:
    """The one country whose people the text speaks of up to a sentence; None where it names several or none."""
    host = hosts(analysis) | analysis.hosts
    found = {
        c.name
        for s in analysis.sentences[: sentence.index + 1]
        for c in countries(analysis, s)
        if c.name not in host and (c.kind == "demonym" or not locative(analysis, c.start))
    }
    return next(iter(found)) if len(found) == 1 else None


def of_money(sentence: Sentence, number: NumberMention, noun: Term | None) -> bool:
    """Whether a bare number goes on a count of money: "raised only 110 million, 63 of it from Canada"."""
    if noun is not None:
        return False
    money = [t for t in sentence.terms if t.subject == "money" and t.tag == "fund"]
    sums = [n for n in sentence.numbers if n.end <= number.start and (n.kind == "money" or (n.value or 0) >= 1_000_000)]
    return bool(sums) and (bool(money) or sums[-1].kind == "money")


_UNION = re.compile(
    r"\W+(?:\w+\W+){0,3}?(?:UN|AU|EU|ONU|UA|UE|ONI|Loni|U\.N\.|African Union|United Nations|Union africaine"
    r"|Nations unies|Unión Africana|Naciones Unidas|Nasyonzini)\b"
)


def of_union(analysis: Analysis, number: NumberMention) -> bool:
    """Whether the number counts people of an organisation of states: "4,000 AU troops"."""
    return bool(_UNION.match(analysis.text, number.end))


_OF_UNIT = re.compile(
    r"\b(?:deployment|contingent|battalion|unit|déploiement|bataillon|despliegue|contingente|batallón|kontenjan"
    r"|deplwaman)\b",
    re.IGNORECASE,
)


def of_unit(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the number is the size of a contingent spoken of just before, not of the force."""
    return bool(_OF_UNIT.search(analysis.text, max(sentence.start, number.start - 40), number.start))


_RELATIVE = re.compile(r",\s+(?:which|who|that|qui|dont|que|ki|pays)\s[^,]*$", re.IGNORECASE)


def in_aside(analysis: Analysis, sentence: Sentence, term: Term, number: NumberMention) -> bool:
    """Whether a force is only named in an aside on the subject: "Kenya, which leads the mission, has sent 700"."""
    opened = _RELATIVE.search(analysis.text, sentence.start, term.start)
    return bool(opened) and "," in analysis.text[term.end : number.start]


_THAT_COUNTRY = re.compile(
    r"\b(?:(?:this|that|the|ce|le|ese|este|el|dicho) (?:country|pays|pais)|peyi sa|peyi sa a"
    rf"|the {any_of('of a continent')} (?:country|nation|state)|(?:le|el) (?:pays|pais) {any_of('of a continent')}"
    rf"|peyi {any_of('of a continent')})\s(?:\w+\s+){{0,5}}?$",
)


def points_to_country(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a noun before the number stands for the country named before: "El país africano tiene así 750"."""
    return bool(_THAT_COUNTRY.search(analysis.folded[max(sentence.start, number.start - 50) : number.start]))


def last_country(analysis: Analysis, number: NumberMention) -> str | None:
    """The contributor named last before the number, as a country or by its people."""
    host = hosts(analysis)
    before = [
        c.name
        for s in analysis.sentences
        for c in countries(analysis, s)
        if c.end <= number.start and c.name not in host
    ]
    return before[-1] if before else None
