"""Who is taken away: the wounded as the subject or object of a word of moving, and how many they are."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term
from veye.extract.people import count_of
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count

_OPENED = re.compile(rf"\b{any_of('coordinators')}\s(?:\w+\s){{0,3}}$")
_ONE_WAS = re.compile(rf"\b{any_of('one was')}\s(?:\w+\s){{0,3}}$")
_SEVERAL_WERE = re.compile(rf"\b{any_of('several were')}\s(?:\w+\s){{0,3}}$")
_PART = re.compile(rf"\s{any_of('a part of')}\s(?:\w+\s){{0,3}}")
_PART_SOON = re.compile(rf"\s{any_of('a part of')}\b")
_SOME = re.compile(rf"\b{any_of('some')}\b")
_TWO = re.compile(rf"\b{any_of('two')}\b")
_WORST = re.compile(rf"\b{any_of('the worst of them')}\b")
_GO = ("evacuate.sure", "evacuate.move", "evacuate.treated", "moved", "bound")
_ONE = Count(1, 1)
_MANY = Count(2, None)
_REACH = 130  # characters before the word in which its subject stands
_OBJECT = 34  # characters after it in which its object begins


class Patients(msgspec.Struct, frozen=True):
    """People who may be those moved: their bounds, and their number where the words give one.

    `told` says whether the words themselves call them wounded or count them; `side` is that of their group, if any.
    """

    start: int
    end: int
    count: Count | None
    plural: bool
    told: bool
    side: str | None = None


def patients_of(analysis: Analysis, sentence: Sentence, window: Window, move: Term) -> Patients | None:
    """The people that a word of moving is about: its object right behind it, else the nearest subject before it."""
    found = _candidates(analysis, sentence, window)
    after = [p for p in found if 0 <= p.start - move.end <= _OBJECT and _follows(analysis, sentence, move, p)]
    number = grammatical_number(analysis, move)
    if after and (number is None or analysis.language == "ht"):
        return min(after, key=lambda p: (p.start, -p.end))
    before = [
        p
        for p in found
        if p.end <= move.start
        and move.start - p.end <= _REACH
        and p.start >= max(window.floor, sentence.start)
        and not (analysis.language == "ht" and not p.told)
    ]
    pair = _pair(analysis, before) if number == 2 else None
    if pair is not None:
        return pair
    agreeing = [p for p in before if number is None or p.plural == (number > 1)]
    agreeing = _without_parts(agreeing, before)
    inside = [p for p in found if p.start >= move.start and p.end <= move.end]
    if not (agreeing or inside or after or before):
        agreeing = _of_clause_before(analysis, sentence, window, found, number)
    return max(agreeing or inside or after, key=lambda p: (p.end, -p.start), default=None)


def _of_clause_before(
    analysis: Analysis, sentence: Sentence, window: Window, found: list[Patients], number: int | None
) -> list[Patients]:
    """The subject that a clause opened by "and" shares with the one before: "two got out and were taken to Bangui"."""
    if not _OPENED.search(analysis.folded[sentence.start : window.start].rstrip() + " "):
        return []
    return [
        p
        for p in found
        if p.told
        and sentence.start <= p.start
        and p.end <= window.start
        and number is not None
        and p.plural == (number > 1)
    ]


def _without_parts(agreeing: list[Patients], before: list[Patients]) -> list[Patients]:
    """Those who may be moved; where later phrases add up to an earlier count, the whole stands for its parts."""
    told = sorted((p for p in before if p.count is not None and p.count.low is not None), key=lambda p: p.start)
    for index, whole in enumerate(told):
        parts = [p.count.low or 0 for p in told[index + 1 :] if p.count and p.start >= whole.end]
        if whole.plural and len(parts) > 1 and whole.count and sum(parts) == whole.count.low:
            return [p for p in agreeing if p.start <= whole.start]
    return agreeing


_AND = re.compile(rf"(?:,[^,]*,)?\s{any_of('coordinators')}\s(?:{any_of('determiners')}\s)?$")


def _pair(analysis: Analysis, before: list[Patients]) -> Patients | None:
    """Two single persons who are moved together: "the policeman, hit in the leg, and a Burundian were flown out"."""
    told = sorted((p for p in before if p.told), key=lambda p: p.start)
    if len(told) < 2 or told[-1].plural:
        return None
    first, second = told[-2], told[-1]
    between = "".join(
        "," if raw == "," else folded
        for raw, folded in zip(
            analysis.text[first.end : second.start], analysis.folded[first.end : second.start], strict=True
        )
    )
    if first.plural or first.end > second.start or not _AND.fullmatch(f"{between.rstrip()} "):
        return None
    return msgspec.structs.replace(second, start=first.start, count=Count(2, 2), plural=True)


def _follows(analysis: Analysis, sentence: Sentence, move: Term, patients: Patients) -> bool:
    """Whether only small words stand between a verb and its object, and no place it goes to."""
    between = analysis.text[move.end : patients.start]
    if any(c in between for c in ",;.:("):
        return False
    if any(move.end <= p.start < patients.start for p in sentence.places):
        return len(between.split()) <= 5 and analysis.language != "en"
    return len(between.split()) <= 3


def grammatical_number(analysis: Analysis, move: Term) -> int | None:
    """1 or 2 as the verb shows that one or several are moved; None where its form does not tell."""
    words = analysis.folded[move.start : move.end].split()
    before = analysis.folded[max(0, move.start - 30) : move.start].replace("\n", " ")
    if analysis.language == "ht":
        return 1 if {"l", "li"} & set(words) else None
    if analysis.language == "es":
        return _spanish_object(before) if _PERFECT.search(f"{before}{words[0]} ") else _spanish_number(words)
    if _SEVERAL_WERE.search(before):
        return 2
    if _ONE_WAS.search(before):
        return 1
    if analysis.language == "fr" and move.tag == "bound" and before.endswith((" a ", " ont ")):
        return 1 if before.endswith(" a ") else 2
    if analysis.language == "fr" and words[0] in _FRENCH_AUXILIARY:
        return _FRENCH_AUXILIARY[words[0]] if move.tag == "bound" else None
    if analysis.language == "fr" and not before.endswith((" a ", " ont ", " avait ", " avaient ")):
        if _FRENCH_ACTIVE.search(analysis.text[move.start : move.end].split()[0].lower()):
            return None
        return 2 if words[0].endswith(("es", "is", "ts")) else 1 if words[0].endswith(("e", "t", "ee")) else None
    return None


_FRENCH_AUXILIARY = {"a": 1, "est": 1, "s": 1, "l": None, "ont": 2, "sont": 2, "se": 2, "les": None}
_FRENCH_ACTIVE = re.compile(
    r"(?:[^aeiouyéh]e|ent|ait|ant|èrent)$"
)  # of a verb in the present or imperfect, accents told
_PERFECT = re.compile(r"\b(?:ha|han|habia|habian)\s(?:\w+\s)?$")
_WHOM = re.compile(r"\b(?:(a l[oa]s que|a quienes|l[oa]s)|(al que|a la que|a quien|l[oa]))\s(?:\w+\s){0,5}$")


def _spanish_object(before: str) -> int | None:
    """The number of those whom somebody "has carried", by the pronoun for them before the verb."""
    found = _WHOM.search(before)
    return None if found is None else 2 if found.group(1) else 1


_PLURAL = ("ados", "adas", "idos", "idas")
_SINGULAR = ("ado", "ada", "ido", "ida")
_GONE = {"salio": 1, "llego": 1, "partio": 1, "viajo": 1, "volo": 1, "esta": 1, "va": 1, "recibe": 1, "encuentra": 1}
_OBJECTS = {"lo": 1, "la": 1, "los": 2, "las": 2}


def _spanish_number(words: list[str]) -> int | None:
    """The number of a participle, of an intransitive verb or of the object pronoun before a verb."""
    first = words[0]
    if first in _OBJECTS:
        return _OBJECTS[first]
    if first.endswith((*_PLURAL, *_SINGULAR)):
        return 2 if first.endswith(_PLURAL) else 1
    gone = next((_GONE[w] for w in words if w in _GONE), None)
    several = any(w in ("estan", "habian", "han", "van") or w.removesuffix("eron") != w for w in words)
    return gone or (2 if several or first in ("llegaron", "viajaron", "volaron") else None)


def _candidates(analysis: Analysis, sentence: Sentence, window: Window) -> list[Patients]:
    found: list[Patients] = []
    for group in sentence.groups:
        thing = any(t.tag.startswith("item.") and group.start <= t.start < group.end for t in sentence.terms)
        if (
            thing
            or group.who == "gang"
            or window.is_source(group)
            or window.is_agent(group)
            or window.is_companion(group)
        ):
            continue
        count = count_of(group, analysis.language) if group.number is not None or not group.plural else None
        plural = group.plural if count is None else count.high != 1
        wounded = any(t.tag == "harm" and group.start <= t.start < group.end for t in sentence.terms)
        told = group.number is not None or wounded or not group.generic
        found.append(Patients(group.start, group.end, count, plural, told, group.who))
    for number in sentence.numbers:
        moved = any(
            0 <= t.start - number.end <= 1 for t in sentence.terms if t.subject == "evacuation" and t.tag in _GO
        )
        people = moved or window.counts_people(number) or _part(analysis, number.end)
        if number.counts and number.kind != "article" and people:
            count = Count(number.count.low, number.count.high)
            found.append(Patients(number.start, number.end, count, count.high != 1, True))
    for term in sentence.terms:
        candidate = _of_term(analysis, term)
        if candidate is not None:
            found.append(candidate)
    parts = [_as_part(analysis, sentence, p) for p in found]
    return [p for p in parts if not _only_some(analysis, sentence, p, window)]


def _only_some(analysis: Analysis, sentence: Sentence, patients: Patients, window: Window) -> bool:
    """Whether words between commas only say how some of them are: "five, two of them gravely hurt, were flown"."""
    if patients.end > window.start or patients.count is None:
        return False
    subset = any(t.start <= patients.end + 1 and patients.start - 1 <= t.end for t in sentence.tagged("subset"))
    lead = analysis.text[max(sentence.start, patients.start - 20) : patients.start]
    return subset and "," in lead and "," in analysis.text[patients.end : window.start]


def _of_term(analysis: Analysis, term: Term) -> Patients | None:
    if term.tag in ("patient.one", "hurt.one"):
        told = len(analysis.folded[term.start : term.end].split()) > 1
        return Patients(term.start, term.end, _ONE, False, told)
    if term.tag in ("patient.many", "hurt.many"):
        words = analysis.folded[term.start : term.end]
        worst = _WORST.search(words + analysis.folded[term.end : term.end + 14].replace("\n", " "))
        return Patients(term.start, term.end, _MANY if worst else None, True, len(words.split()) > 1)
    if term.subject != "small":
        return None
    words = analysis.folded[term.start : term.end]
    if term.tag == "single":
        return Patients(term.start, term.end, _ONE, False, True)
    if term.tag == "pronoun.one" and analysis.language != "es":  # "él" and "el" look alike
        return Patients(term.start, term.end, _ONE, False, False)
    if term.tag == "all" and words not in ("each", "every", "cada", "chak", "tout", "todo"):
        count = Count(2, 2) if _TWO.fullmatch(words) else None
        return Patients(term.start, term.end, count, True, True)
    if term.tag == "other" and _SOME.fullmatch(words):
        return Patients(term.start, term.end, _MANY, True, True)
    return None


def _part(analysis: Analysis, position: int) -> bool:
    return bool(_PART_SOON.match(analysis.folded, position))


def _as_part(analysis: Analysis, sentence: Sentence, patients: Patients) -> Patients:
    """ "Two of the wounded" are two."""
    if patients.count is not None and patients.count.high == 1 and not patients.plural:
        return patients
    for number in sentence.numbers:
        near = number.counts and number.end <= patients.start and patients.start - number.end <= 34
        gap = analysis.folded[number.end : patients.start].strip() if near else ""
        if near and (not gap or _PART.fullmatch(f" {gap} ")):
            count = Count(number.count.low, number.count.high)
            return msgspec.structs.replace(patients, start=number.start, count=count, plural=count.high != 1, told=True)
    return patients
