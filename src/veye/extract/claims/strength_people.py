"""The people that a number counts: in uniform or not, of one country, standing bare or beside a noun."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.frames import FUNCTION_WORDS, Country
from veye.extract.lexicon import Term
from veye.extract.words.numbers import NumberMention
from veye.records import Count
from veye.records.claim import StrengthKind

_BREAK = re.compile(r"[,;:().!?\n«»“”]")
_DIGIT = re.compile(r"\d")
_NEW_CLAUSE = re.compile(
    r"\b(?:after|before|when|while|and|with|since|après|et|avec|y|con|tras|ak|apre|lè)\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_FROM = re.compile(
    r"^\W*(?:\w+\s+){0,2}?(?:from|of|de|d['’]|du|des|del|soti)\s*(?:the |la |le |l['’]|el )?(?:Royal )?$", re.IGNORECASE
)


_WHOM = re.compile(r"\s(?:whom|that|which|qu['’]|que|ke)\s?(?:the |la |le |l['’]|el )?", re.IGNORECASE)


class Found(msgspec.Struct):
    """A number of personnel with what is known of it so far."""

    sentence: Sentence
    start: int
    end: int
    count: Count
    kind: StrengthKind
    contingent: str
    backref: bool = False
    price: int = 0
    noun: bool = True
    own: bool = False
    between: str = ""


def parts_of_wholes(sentence: Sentence) -> set[int]:
    """Where the numbers begin that add up to the one before them: "24 troops, twenty soldiers and four policemen"."""
    numbers = [n for n in sentence.numbers if n.kind in ("cardinal", "article") and n.count.exact]
    found: set[int] = set()
    for index, whole in enumerate(numbers):
        total = 0
        for later in range(index + 1, min(index + 6, len(numbers))):
            total += numbers[later].count.low or 0
            if total == whole.count.low and later > index + 1 and whole.kind == "cardinal":
                found.update(n.start for n in numbers[index + 1 : later + 1])
            if total >= (whole.count.low or 0):
                break
    return found


def counted_noun(analysis: Analysis, sentence: Sentence, number: NumberMention) -> Term | None:
    """The noun that the number counts: people in uniform, or people; None where it counts something else."""
    for term in sentence.tagged("noun.strong", "noun.weak"):
        if term.start < number.end or term.subject != "forces":
            continue
        gap = analysis.text[number.end : term.start]
        if len(gap) > 48 or _BREAK.search(gap) or len(_WORD.findall(gap)) > 4 or _DIGIT.search(gap):
            return None
        if any(
            t.subject == "people" and t.start >= number.end and t.end <= term.start
            for t in sentence.terms
            if t.tag.startswith(("person.civilian", "person.gang"))
        ):
            return None
        return _with_second(analysis, sentence, term)
    return None


def _with_second(analysis: Analysis, sentence: Sentence, first: Term) -> Term:
    """The noun with a second one that it is joined to: "230 soldados y oficiales"."""
    for other in sentence.tagged("noun.strong"):
        if 0 < other.start - first.end <= 5 and _AND_NOUN.fullmatch(analysis.text, first.end, other.start):
            return Term(first.start, other.end, first.tag, first.subject)
    return first


_AND_NOUN = re.compile(r"\s(?:and|et|y|e|ak)\s", re.IGNORECASE)


def own_country(analysis: Analysis, number: NumberMention, end: int, named: list[Country]) -> Country | None:
    """The country that the noun phrase itself gives: "75 Guatemalans", "150 from Guatemala"."""
    for country in named:
        if country.start < number.end:
            continue
        if country.kind == "demonym" and _of_unit_of(analysis, country, end):
            return country
        if country.kind == "demonym" and country.start >= number.end:
            gap = analysis.text[number.end : country.start]
            rest = analysis.text[end : country.start] if country.start >= end else gap
            near = len(_WORD.findall(rest)) <= 2 and country.start <= end + 14
            if near and not _BREAK.search(gap) and not _DIGIT.search(gap) and not _NEW_CLAUSE.search(gap):
                return country if of_people(analysis, country, end) else None
            tail = analysis.text[end : country.start]
            if (
                country.start >= end
                and not _BREAK.search(tail)
                and len(_WORD.findall(tail)) <= 3
                and len(tail) < 24
                and _share_link(tail)
            ):
                return country
        gap = analysis.text[end : country.start] if country.start >= end else ""
        if country.start >= end and (_FROM.match(gap) or (country.kind != "demonym" and _WHOM.fullmatch(gap))):
            return country
        if country.kind == "country" and country.start == end + 1 and analysis.language == "ht":
            return country
        break
    return None


_OF_UNIT = re.compile(
    r"\s(?:du|de la|del|de los|nan|of the)\s(?:contingent|contingente|bataillon|batallon|detachement|destacamento"
    r"|kontenjan|batayon|force|fuerza)\s"
)
_OF_THE = re.compile(r"\s(?:of|from) (?:the|its)\s")
_UNIT_BEHIND = re.compile(r"\s(?:contingent|battalion|detachment|unit|force)\b")


def _of_unit_of(analysis: Analysis, country: Country, end: int) -> bool:
    """Whether a unit of that nationality holds the people: "militaires du contingent kényan"."""
    gap = analysis.folded[end : country.start].replace("\n", " ") if country.start >= end else ""
    if _OF_UNIT.fullmatch(gap):
        return True
    return bool(_OF_THE.fullmatch(gap)) and bool(_UNIT_BEHIND.match(analysis.folded, country.end))


_PARTY_OF = re.compile(
    r"\b(?:party|group|batch|contingent|detachment|team|unit|draft|groupe|detachement|equipe|grupo|contingente"
    r"|destacamento|equipo|gwoup|kontenjan|detachman)\s(?:of|de|d)\s(?:some |about |quelque |unos )?$"
)


def party_of(analysis: Analysis, sentence: Sentence, number: NumberMention) -> Term | None:
    """The unit that counts so many, where no other noun does: "an advance party of six"."""
    before = analysis.folded[max(sentence.start, number.start - 40) : number.start].replace("\n", " ")
    if not _PARTY_OF.search(before):
        return None
    return Term(number.start, number.end, "noun.strong", "forces")


def country_before(analysis: Analysis, number: NumberMention, named: list[Country]) -> Country | None:
    """The country that stands right before the number, as in a list: "Ethiopia 2,500, Djibouti 1,520"."""
    closed = analysis.text[number.end : number.end + 1] in ("", ".", ",", ";", ")")
    for country in named:
        gap = _ALONE.sub("", analysis.text[country.end : number.start])
        if country.end <= number.start and not gap.strip(" :–-" + (",(" if closed else "")):
            return country
    return None


_ALONE = re.compile(
    r"\b(?:alone|by itself|à lui seul|à elle seule|seul|seule|sola|solo|él solo|ella sola|poukont li)\b"
)
_APPOSED = re.compile(r"\s*[,(:]\s*(?:soit\s+|some\s+)?$")


def apposed_noun(analysis: Analysis, sentence: Sentence, number: NumberMention) -> Term | None:
    """The noun in uniform that the number explains: "its soldiers, more than 700"."""
    for term in sentence.tagged("noun.strong"):
        if term.end <= number.start and _APPOSED.fullmatch(analysis.text, term.end, number.start):
            return term
    return None


_SHARE_LINK = re.compile(
    r"^\s*(?:of them|of it|of whom|of which|are|is|were|sont|d'entre eux sont|son|de ellos|se|yo se|ladan yo se"
    r"|ki soti)?(?:\s+(?:are|from|sont|son|se))?\s*$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:contingent|battalion|unit|force|team|group|detachment|delegation|company|mission)\b")
_NEXT = re.compile(r"[ \u00a0-]([^\W\d_]+)")


def of_people(analysis: Analysis, country: Country, end: int) -> bool:
    """Whether a nationality stands for people: "three Salvadorans", not "three Salvadoran helicopters"."""
    if country.end <= end:
        return True
    found = _NEXT.match(analysis.text, country.end)
    if found and _UNIT.match(analysis.folded, found.start(1)):
        return analysis.folded[end - 6 : end] in ("strong", "member") or analysis.folded[end - 3 : end] == "man"
    word = analysis.folded[found.start(1) : found.end(1)] if found else ""
    return not found or word in FUNCTION_WORDS or analysis.language != "en" or analysis.text[country.end - 1] in "sS"


def _share_link(tail: str) -> bool:
    return bool(_SHARE_LINK.match(tail))


def in_list(analysis: Analysis, before: Found, number: NumberMention, *, reach: int = 60) -> bool:
    """Whether the number stands in a list that `before` opens."""
    gap = analysis.text[before.end : number.start]
    return len(gap) <= reach and not re.search(r"[;.!?]", gap)


def counts_another_noun(sentence: Sentence, number: NumberMention) -> bool:
    return any(
        t.start - number.end in (1, 2) and t.subject in ("people", "gear", "equipment", "displacement")
        for t in sentence.terms
    )


_GOES_ON = re.compile(r"[^;.:]{0,40}\b(?:and|et|y|ak|e)\s+(?:some |about |environ |unos |anviwon )?", re.IGNORECASE)
_IN = re.compile(r"\s+(?:in|with|to|at|en|dans|à|avec|nan|a|con)\s", re.IGNORECASE)


def goes_on(analysis: Analysis, before: Found, number: NumberMention) -> bool:
    """Whether a bare number repeats the pattern before it: "868 soldiers serve in one mission and 720 in another"."""
    gap = analysis.text[before.end : number.core]
    return before.own and bool(_GOES_ON.fullmatch(gap)) and bool(_IN.match(analysis.text, number.end))
