"""People as noun phrases: how many and whose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Group
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.people_around import (
    age_start,
    bears_arms,
    describes,
    hired_by_mission,
    in_one,
    means_no_people,
    name_end,
    of_an_agency,
    of_that_group,
    rank_of,
    rides_in,
)
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Count

_REACH = 60  # characters between a number and the noun it counts
_TAIL = 7  # terms that may follow a noun and still belong to its phrase
_BARRIER = re.compile(r"[,;:!?…()\[\]]|\.\s|—|\s–\s")
_STOPS = frozenset({"and", "be", "have", "in", "by", "relative", "negation", "subset", "pronoun.many", "conj"})
_JOINTS = frozenset({"of", "the"})
_POINTED = re.compile(r"\b(?:the|both|les|los|ces)\s$", re.IGNORECASE)


class Phrase:
    """A person noun with its number and modifiers, before its side is decided."""

    __slots__ = (
        "country",
        "end",
        "head",
        "kind",
        "mission",
        "named",
        "number",
        "ordinal",
        "plural",
        "pointed",
        "side",
        "start",
    )

    def __init__(self, head: Term) -> None:
        self.head = head
        if head.tag.startswith("person."):
            _, self.kind, plural = head.tag.split(".")
        else:
            self.kind, plural = "national" if ":" in head.tag else head.tag.partition(".")[2], "many"
        self.start, self.end = head.start, head.end
        self.pointed = False
        self.plural: bool | None = {"one": False, "many": True}.get(plural)
        self.number: NumberMention | None = None
        self.country: str | None = None
        self.mission = False
        self.ordinal: int | None = None
        self.side: str | None = None
        self.named: str | None = None


def find_phrases(text: str, terms: Sequence[Term], numbers: Sequence[NumberMention], start: int) -> list[Phrase]:
    """The person phrases among the terms of one sentence, which begins at `start`."""
    heads = [t for t in terms if t.tag.startswith(("person.", "demonym:", "body.police", "body.military"))]
    small = [t for t in terms if t.subject == "small"]
    phrases: list[Phrase] = []
    last = start
    for head in heads:
        phrase = Phrase(head)
        _take_left(phrase, text, terms, small, numbers, last)
        if phrase.number is not None and _NUMBER_OF.search(fold_text(text[phrase.number.end : head.start])):
            phrase.number, phrase.start = None, head.start  # "brings to two the number of Kenyans killed"
        _take_right(phrase, text, terms)
        phrase.end = max(phrase.end, name_end(text, phrase.end, terms))
        if phrase.start == head.start:
            phrase.start = age_start(text, head.start)
        if phrase.kind in ("national", "men", "people") and bears_arms(text, phrase.start, head.start, head.end):
            phrase.kind = "gang"
        if phrase.kind == "force" and of_that_group(text, head.end):
            phrase.kind = "gang"
        if phrase.kind == "force" and _of_a_family(text, phrase, terms):
            phrase.kind = "civilian"
        if of_an_agency(text, phrase.start, head.start, head.end):
            phrase.kind, phrase.mission = ("civilian" if phrase.kind == "force" else phrase.kind), False
        if phrases and phrases[-1].end > phrase.start:
            # "police officers": the later noun heads the phrase, the earlier one only colours it
            phrase.start = max(phrase.start, phrases[-1].end) if phrases[-1].end <= head.start else phrase.start
        if phrases and head.start < phrases[-1].end:
            last = max(last, phrase.end)
            continue
        if not head.tag.startswith("person.") and not _stands_alone(phrase, text, terms):
            continue
        none = means_no_people(text, head.start, head.end) and phrase.number is None
        if none or describes(text, head, terms, counted=phrase.number is not None):
            continue
        if phrase.kind in ("other", "years") and _only_leads(phrase, text, terms, numbers):
            continue
        phrases.append(phrase)
        last = phrase.end
    return in_one(text, phrases)


def _of_a_family(text: str, phrase: Phrase, terms: Sequence[Term]) -> bool:
    """Whether "members" are those of a family."""
    after = [t for t in terms if t.tag == "people.unit" and 0 < t.start - phrase.head.end <= _KIN]
    return bool(after) and not _BARRIER.search(text, phrase.head.end, after[0].start)


_KIN = 24  # characters between "members" and the family that they are of


def _only_leads(phrase: Phrase, text: str, terms: Sequence[Term], numbers: Sequence[NumberMention]) -> bool:
    """Whether "other" only leads another noun: "otros ocho agentes", "huit autres officiers"."""
    one = any(t.tag == "single" and t.start == phrase.head.start and t.end > phrase.head.end for t in terms)  # "lòt la"
    reached = any(phrase.head.start < t.start < phrase.end < t.end and t.tag.startswith("person.") for t in terms)
    if one or reached or any(0 <= n.start - phrase.end <= 2 for n in numbers):  # "a 24-year-old man" has "old man"
        return True
    follower = next((t for t in terms if t.start >= phrase.end and t.tag.startswith("person.")), None)
    return follower is not None and _adjoins(text, terms, phrase.head.end, follower.start)


def _adjoins(text: str, terms: Sequence[Term], start: int, end: int) -> bool:
    """Whether only adjectives stand between two words, so that the first colours the second."""
    between = text[start:end]
    if len(between.split()) > 2 or _BARRIER.search(between):
        return False
    return not any(
        start <= t.start < end and (t.tag in _STOPS or t.tag == "of" or t.subject == "outcomes") for t in terms
    )


def _stands_alone(phrase: Phrase, text: str, terms: Sequence[Term]) -> bool:
    """Whether "Kenyan" or "police" means persons here: counted, or a plural that colours no noun after it."""
    head = phrase.head
    follower = next((t for t in terms if t.start > head.start and t.tag.startswith("person.")), None)
    if follower is not None and _adjoins(text, terms, head.end, follower.start):
        return False
    if phrase.number is not None:
        # "un appareil ougandais": an adjective of the noun that the number counts
        between = text[phrase.number.end : head.start]
        adjective = head.tag.startswith("demonym:") and text[head.start].islower()
        counted = any(t.tag == "of" and phrase.number.end + 1 < t.start < head.start for t in terms)
        return not (
            counted or (adjective and between.strip() not in ("", "los", "las"))
        )  # "a patrol of the police", "un appareil ougandais"
    if not head.tag.startswith("demonym:"):
        return False
    if not text[head.start].isupper():
        led = _NOUN_IN_SPANISH.search(fold_text(text[max(0, head.start - 10) : head.start]))
        phrase.plural = bool(led and led.group().strip().endswith("s"))
        return led is not None
    if text[head.start : head.end].endswith("ns"):
        return True
    before = text[max(0, head.start - 8) : head.start]
    ranked = phrase.ordinal is not None or _POINTED.search(before)
    after = next((t for t in terms if 0 <= t.start - head.end <= 1), None)
    ends = text[head.end : head.end + 1] in ",.;:" or (
        after is not None and (after.tag in ("of", "be", "have", "relative") or after.tag.startswith(_HARM))
    )
    return bool(ranked and ends)


_DEFINITE = re.compile(r"(?:^|\s)(?:the|les|los|las|el|la|le|l)\s$")
_OTHER = re.compile(rf"\b({any_of('second')})\s$")
_NOUN_IN_SPANISH = re.compile(rf"(?:^|\s){any_of('before a national in Spanish')}\s$")


def _take_left(
    phrase: Phrase,
    text: str,
    terms: Sequence[Term],
    small: Sequence[Term],
    numbers: Sequence[NumberMention],
    floor: int,
) -> None:
    head = phrase.head.start
    left = max(floor, head - _REACH)
    inner = [(n.start, n.end) for n in numbers]
    barrier = max(
        (m.end() for m in _BARRIER.finditer(text, left, head) if not any(a <= m.start() < b for a, b in inner)),
        default=left,
    )
    stop = max(
        (
            t.end
            for t in small
            if barrier <= t.start < head
            and t.tag in _STOPS
            and not any(a <= t.start < b for a, b in inner)
            and not (text[t.start : t.end] == "nan" and any(t.start - b == 1 for _, b in inner))  # "twa nan polisye yo"
        ),
        default=barrier,
    )
    stop = max(stop, max((t.end for t in terms if stop <= t.start < head and t.subject == "saying"), default=0))
    harm = [t for t in terms if stop <= t.start < head and t.tag.startswith(_HARM)]
    stop = max(stop, max((t.end for t in harm if not _attributive(text, terms, t, head)), default=0))
    number = max(
        (n for n in numbers if stop <= n.core < head and (n.end <= head or n.end < phrase.head.end) and n.counts),
        key=lambda n: n.end,
        default=None,
    )
    if number is not None and number.end > head and phrase.kind == "other":
        phrase.kind = "people"  # "100 or more people": the bound reaches into "more people"
    if number is None and _one_of(text, small, floor, head):
        phrase.plural = False
    rank = max(
        (n for n in numbers if stop <= n.start < head and n.end <= head and rank_of(n) is not None),
        key=lambda n: n.end,
        default=None,
    )
    if rank is not None and len(text[rank.end : head].split()) <= 3:
        phrase.ordinal = rank_of(rank)
        phrase.start = min(phrase.start, rank.start)
    other = _OTHER.search(fold_text(text[stop : phrase.start]))
    if other is not None and number is None and not _DEFINITE.search(fold_text(text[stop : stop + other.start(1)])):
        phrase.start = stop + other.start(1)  # "otro keniano", "lòt jounalis": set apart from those told of
    begin = stop
    phrase.pointed = bool(
        _POINTED.search(text, max(0, (number or phrase.head).start - 6), (number or phrase.head).start)
    )
    if number is not None and len(text[number.end : head].split()) <= 4:
        phrase.number, phrase.start = number, number.start
        outer = _whole_of(text, number, numbers, floor)
        if outer is not None:
            phrase.number, phrase.start = outer, outer.start
        begin = number.end
    for term in reversed(terms):  # the word next to the noun says whose it is, not one before "says"
        if begin <= term.start and term.end <= head:
            if term.tag == "say":
                break
            _colour(phrase, term)
            if term.tag.startswith(("demonym:", "country:", "mission:")):
                phrase.start = min(phrase.start, term.start)


def _one_of(text: str, small: Sequence[Term], floor: int, head: int) -> bool:
    """Whether "one of the" leads a noun: "uno de los policías"."""
    for term in small:
        if term.tag == "single" and floor <= term.start and term.end < head and head - term.end <= 16:
            between = text[term.end : head].lower().replace("'", " ").replace("’", " ").split()
            if between and between[0] in {"of", "de", "des", "nan", "d"} and len(between) <= 3:
                return True
    return False


_HARM = ("killed.", "wounded.", "missing.", "abducted.")


def _attributive(text: str, terms: Sequence[Term], harm: Term, head: int) -> bool:
    """Whether a word of harm only colours the noun: "two wounded Kenyan officers"."""
    if harm.tag.endswith(".object"):
        return False
    gap = text[harm.end : head]
    for term in terms:
        if term.tag.startswith("demonym:") and harm.end <= term.start and term.end <= head:
            gap = gap.replace(text[term.start : term.end], "")
    return not gap.strip(" -")


def _whole_of(text: str, inner: NumberMention, numbers: Sequence[NumberMention], floor: int) -> NumberMention | None:
    """The number of which the inner one is the whole: "five of the eight soldiers"."""
    for outer in numbers:
        if floor <= outer.start and outer.end < inner.start and outer.counts and outer.kind != "article":
            between = text[outer.end : inner.start].lower().split()
            if between and len(between) <= 3 and between[0] in {"of", "de", "des", "sur", "sou", "nan", "d'"}:
                return outer
    return None


def _take_right(phrase: Phrase, text: str, terms: Sequence[Term]) -> None:
    position = phrase.head.end
    after = [t for t in terms if t.start >= position][: _TAIL * 2]
    phrase.mission |= hired_by_mission(text, position, after)
    force = rides_in(text, position, after)
    if force is not None:
        _colour(phrase, force)
    for _ in range(_TAIL):
        gap_end = position
        while gap_end < len(text) and text[gap_end] in " '’-\"”»":
            gap_end += 1
        here = [t for t in after if t.start == gap_end and (_colours(t) or t.subject == "small")]
        if not here:
            return
        term = max(here, key=lambda t: (t.end, _colours(t)))
        if phrase.kind in ("police", "civilian") and term.tag in ("body.gang", "person.gang.any"):
            return  # "yon polisye bandi touye": no policeman is of a gang
        if _colours(term):
            _colour(phrase, term)
            phrase.end = position = term.end
        elif term.tag in _JOINTS and term.subject == "small":
            position = term.end
        else:
            return


def _colours(term: Term) -> bool:
    return term.tag.startswith(("demonym:", "country:", "mission:", "armed:", "body.")) or term.tag == "source.un"


def _colour(phrase: Phrase, term: Term) -> None:
    """Lets a word near the noun say something of whose people they are."""
    kind, _, value = term.tag.partition(":") if ":" in term.tag else term.tag.partition(".")
    if kind in ("demonym", "country"):
        phrase.country = phrase.country or value
    elif kind == "mission" or (kind == "body" and value == "mission") or term.tag == "source.un":
        phrase.mission = True  # "an interpreter of the UN" serves in its mission
    elif kind == "armed":
        phrase.side, phrase.named = "gang", value if value != "gang" else None
    elif kind == "body" and phrase.side is None:
        phrase.side = value


_NUMBER_OF = re.compile(rf"(?:^|\s){any_of('number of')}\s(?:\w+\s)?$")
_OTHERS = re.compile("lot ")  # "lòt jounalis" without a number: several


def count_of(group: Group, language: str) -> Count:
    """How many a group is: its number, one for a singular noun, two or more for a bare plural."""
    if group.number is not None:
        return group.number.count
    if group.ordinal is not None:
        return Count(1, 1)  # "the third Kenyan" is one, however many came before
    if language == "ht" and (group.generic or _OTHERS.match(fold_text(group.words))):
        return Count(2, None)
    return Count(2, None) if group.plural else Count(1, 1)
