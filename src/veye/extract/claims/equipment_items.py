"""The things that a sentence names: vehicles, aircraft, gear and arms, with their number and whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention
from veye.records import Count
from veye.records.claim import ItemClass

CLASSES: dict[str, ItemClass] = {
    "armoured_vehicle": "armoured_vehicle",
    "vehicle": "other",
    "aircraft": "aircraft",
    "drone": "drone",
    "helmet": "helmet",
    "body_armour": "body_armour",
    "weapon": "weapon",
    "other": "other",
}
_RIDDEN = frozenset({"armoured_vehicle", "vehicle", "aircraft"})
_WORN = frozenset({"helmet", "body_armour"})  # what "one" may mean where no vehicle is named
_UNIFORMS = frozenset({"mission", "police", "military"})
_OWNED = re.compile(rf"\b{any_of('owners of things')}\b")
_UN = re.compile(r"\bU\.?N\b")
_POINTED = re.compile(rf"\b(?:{any_of('pointing')}|{any_of('pointing at')})\s$")
_OTHERS = re.compile(rf"\b{any_of('further ones')}\s(?:\w+\s)?$")
_OTHERS_BEFORE = re.compile(rf"\b{any_of('further ones')}\s$")
_OTHERS_AFTER = re.compile(rf"\s{any_of('further ones')}\b")
_HIS = re.compile(rf"\b{any_of('possessives')}\s(?:\w+\s)?$")
_NO_ONE_THING = re.compile(rf"\b{any_of('each')}\s(?:\w+\s)?$")
_PART_OF = re.compile(rf"\s{any_of('part of')}\s+(?:\w+\s+){{0,4}}")
_APART = re.compile(rf"\b{any_of('number apart')}\b")
_ARMOURED = re.compile(r"\b(?:armou?red|armou?r plated|blinde|blindado|blennde)\s(?:\w+\s)?$")
_ONE_OF = re.compile(rf"\b{any_of('one out of several')}\s{any_of('part of')}\s$")
_STOP = re.compile(r"[,;.:]")
_ONE_OF_THEIRS = re.compile(r"\s(?:a|la|an|nan|lan)\b")  # "cha yo a": their vehicle
_PLAIN = word_set("plain vehicles")
_REACH_BACK = 3  # sentences over which "one" and "the other" still mean the vehicles spoken of
_NEAR = 45  # characters around a thing in which its owner stands


class Thing(msgspec.Struct, frozen=True):
    """A thing or several of a kind. `start` is that of its number where it has one; `words` name it.

    `bare` tells "one", "the other", "seven" and "it" from a noun; such a thing takes its kind and words from the noun
    spoken of before. `several` says whether more than one may be meant, `owned` whether an armed force has it.
    `sure` is False for a stand-in that may as well mean people; `loose` for a plain vehicle among armoured ones,
    `plain` for one named by no more than "vehicle".
    """

    start: int
    end: int
    kind: str
    words: str
    count: Count
    bare: bool = False
    several: bool = False
    owned: bool = False
    pronoun: bool = False
    sure: bool = True
    loose: bool = False
    plain: bool = False


class Memory:
    """Which vehicles a report has spoken of so far."""

    def __init__(self) -> None:
        self._last: Thing | None = None
        self._group: Thing | None = None
        self._at = -99
        self._owned: set[str] = set()
        self._people = False
        self.supplied = -99  # the sentence in which armoured vehicles were last delivered

    def things(self, analysis: Analysis, sentence: Sentence) -> list[Thing]:
        """The things of a sentence by position; remembers them for the next."""
        nouns = self._nouns(analysis, sentence)
        found = list(nouns)
        for start, end, count, is_pronoun in _stand_ins(analysis, sentence, nouns):
            part = not is_pronoun and not set(analysis.folded[start:end].split()) & _MORE
            noun = self._meant(sentence, nouns, start, part=part)
            if noun is not None and _fits_number(noun, count, analysis.folded[start:end], is_pronoun=is_pronoun):
                sure = noun in nouns or not self._people
                found.append(
                    Thing(
                        start, end, noun.kind, noun.words, count, bare=True, owned=True, pronoun=is_pronoun, sure=sure
                    )
                )
                self._at = sentence.index
        ridden = [t for t in nouns if t.kind in _RIDDEN and (t.owned or t.kind != "vehicle")]
        if ridden:
            self._last, self._at, self._people = ridden[-1], sentence.index, False
            self._group = next((t for t in reversed(ridden) if t.several), None)
        since = ridden[-1].end if ridden else sentence.start
        self._people |= any(g.start >= since and g.who != "gang" for g in sentence.groups)
        self._owned |= {_stem(t.words) for t in nouns if t.owned}
        return sorted((t for t in found if t.count.stated), key=lambda t: t.start)

    def _meant(self, sentence: Sentence, nouns: Sequence[Thing], position: int, *, part: bool) -> Thing | None:
        """The noun that a word like "one" at a position stands for; none where people were counted since.

        A `part` is one of several: for it a single thing named in between is passed over.
        """
        told = [t for t in nouns if t.end <= position and (t.owned or t.kind != "vehicle")]
        here = [t for t in told if t.kind in _RIDDEN] or [t for t in told if t.kind in _WORN]
        here = [t for t in here if t.several] or here if part else here
        noun = here[-1] if here else self._group if part and self._group is not None else self._last
        if noun is None or (not here and sentence.index - self._at > _REACH_BACK):
            return None
        since = noun.end if here else sentence.start
        counted = [g for g in sentence.groups if since <= g.start and g.end <= position and g.number is not None]
        return None if counted else noun

    def _nouns(self, analysis: Analysis, sentence: Sentence) -> list[Thing]:
        terms = [t for t in sentence.terms if t.subject == "equipment"]
        heads = [t for t in terms if t.tag.startswith("item.")]
        heads += [
            Term(t.start, t.end, f"item.{t.tag.partition('.')[2]}", t.subject)
            for t in terms
            if t.tag.startswith("pierced.")
        ]
        found: list[Thing] = []
        for head in sorted(heads, key=lambda t: t.start):
            if found and head.start - found[-1].end <= 1 and head.tag == "item.vehicle":
                continue  # the trucks of "MaxxPro trucks"
            if found and head.start < found[-1].end:
                continue
            thing = self._noun(analysis, sentence, head)
            if thing is not None:
                found.append(thing)
        return found

    def _noun(self, analysis: Analysis, sentence: Sentence, head: Term) -> Thing | None:
        folded = analysis.folded
        number = number_of(analysis, sentence, head)
        start = number.start if number else head.start
        before = folded[max(sentence.start, start - 16) : head.start].replace("\n", " ")
        if _foreign(sentence, head):
            return None
        kind = head.tag.partition(".")[2]
        words = analysis.words(head.start, head.end)
        if _NO_ONE_THING.search(before):  # none in particular: what follows may tell of single ones
            return Thing(start, head.end, kind, words, Count(None, None), several=True)
        recent = self._last is not None and sentence.index - self._at <= 5
        pointed = _POINTED.search(folded[max(sentence.start, start - 12) : start] + " ") or _POINTED.search(before)
        if kind == "vehicle" and self._last is not None and recent and self._last.kind == "armoured_vehicle":
            same_model = _OTHERS.search(folded[max(sentence.start, head.start - 22) : head.start])
            if pointed or same_model or analysis.language == "ht":
                kind = "armoured_vehicle"
        if kind == "vehicle" and _ARMOURED.search(folded, max(sentence.start, head.start - 24), head.start):
            kind = "armoured_vehicle"
        known = self._last is not None and recent and self._last.owned
        if kind == "aircraft" and pointed and known and self._last is not None and self._last.kind == "aircraft":
            self._owned.add(_stem(words))
        rotary = kind == "aircraft" and any(
            t.tag == "rotary" and head.start <= t.start and t.end <= head.end for t in sentence.terms
        )
        owned = (
            kind in ("armoured_vehicle", "helmet", "body_armour")
            or rotary
            or (bool(pointed) and _stem(words) in self._owned)
            or _owned(analysis, sentence, head)
        )
        plural = _plural(folded[head.start : head.end], analysis.language) and not _ONE_OF_THEIRS.match(
            folded, head.end
        )
        one_of = _ONE_OF.search(folded[max(sentence.start, head.start - 24) : head.start].replace("\n", " "))
        count = Count(number.count.low, number.count.high) if number else Count(2, None) if plural else Count(1, 1)
        count = Count(1, 1) if plural and one_of and not number else count
        plain = kind == "vehicle" and _stem(folded[head.start : head.end]) in _PLAIN
        loose = (
            kind == "vehicle"
            and self._last is not None
            and self._last.kind == "armoured_vehicle"
            and sentence.index - self._at <= 2
        )
        several = count.high != 1
        return Thing(start, head.end, kind, words, count, several=several, owned=owned, loose=loose, plain=plain)


def number_of(analysis: Analysis, sentence: Sentence, head: Term) -> NumberMention | None:
    """The number that counts a noun: right before it, or before "of the"."""
    for number in reversed(sentence.numbers):
        hyphened = number.kind == "duration" and analysis.text[number.end : number.end + 1] == "-"  # "60 second-hand"
        if number.end > head.start or not (number.counts or hyphened) or head.start - number.end >= 40:
            continue
        between = analysis.text[number.end : head.start]
        folded = analysis.folded[number.end : head.start]
        if _PART_OF.fullmatch(folded) and not _STOP.search(between):
            return number
        verbs = any(
            number.end <= t.start < head.start
            and (t.subject in ("outcomes", "attacks") or t.tag in ("conj", "by", "be", "have", "relative"))
            for t in sentence.terms
        )
        outer = _whole(analysis, sentence, number)
        close = len(between.split()) <= 3 and not verbs and not _APART.search(folded) and not _STOP.search(between)
        return (outer or number) if close else None
    return None


def _whole(analysis: Analysis, sentence: Sentence, inner: NumberMention) -> NumberMention | None:
    """The part spoken of where a number only gives the whole: "six of the ten"."""
    for outer in sentence.numbers:
        gap = analysis.folded[outer.end : inner.start]
        if outer.counts and outer.kind != "article" and 0 < inner.start - outer.end <= 14 and _PART_OF.fullmatch(gap):
            return outer
    return None


def _plural(words: str, language: str) -> bool:
    """Whether a noun is in the plural, by its first word or, in English and Creole, its last."""
    parts = words.split()
    if language == "ht":
        return parts[-1] == "yo"
    word = parts[-1] if language == "en" else parts[0]
    return word.endswith(("s", "x")) and not word.endswith(("ss", "bus", "x4"))


def _stem(words: str) -> str:
    return words.lower().rstrip("sx")


def _foreign(sentence: Sentence, head: Term) -> bool:
    """Whether a tank is that of a party to the conflict."""
    return any(
        t.tag == "demonym:Israel" and (0 <= head.start - t.end <= 2 or 0 <= t.start - head.end <= 2)
        for t in sentence.terms
    )


def _owned(analysis: Analysis, sentence: Sentence, head: Term) -> bool:
    """Whether a word of an armed force stands beside a thing, or its people are named and it is "theirs"."""
    low, high = max(sentence.start, head.start - _NEAR), min(sentence.end, head.end + _NEAR)
    words = [m.span() for m in _OWNED.finditer(analysis.folded, low, high)]
    words += [m.span() for m in _UN.finditer(analysis.text, low, high)]
    uniforms = [(g.start, g.end) for g in sentence.groups if g.who in _UNIFORMS]
    near = words + [u for u in uniforms if min(abs(head.start - u[1]), abs(u[0] - head.end)) <= _NEAR]
    verbs = [t for t in sentence.terms if t.subject in ("attacks", "outcomes") and "cause." not in t.tag]
    for start, end in near:
        left, right = (end, head.start) if end <= head.start else (head.end, start)
        if not any(left <= v.start and v.end <= right for v in verbs):
            return True
    if head.tag in ("item.other", "item.weapon") and (
        uniforms or _OWNED.search(analysis.folded, sentence.start, sentence.end)
    ):
        return True
    return bool(uniforms and _HIS.search(analysis.folded[max(sentence.start, head.start - 16) : head.start]))


def _stand_ins(analysis: Analysis, sentence: Sentence, nouns: Sequence[Thing]) -> list[tuple[int, int, Count, bool]]:
    """Words that stand for things without naming them: (start, end, count, whether a pronoun)."""
    found: list[tuple[int, int, Count, bool]] = []
    taken = [(n.start, n.end) for n in nouns]
    window = Window(analysis, sentence, sentence.start, sentence.start, sentence.start, sentence.end)
    for number in sentence.numbers:
        if not number.counts or number.kind == "article" or any(a <= number.start < b for a, b in taken):
            continue
        part = any(t.tag == "single" and t.start < number.start < t.end for t in sentence.terms)
        if part or _whole(analysis, sentence, number) is not None:
            continue  # the two of "one of the two"
        start, end = _with_more(analysis, sentence, number)
        others = end > number.end and not any(g.head >= end for g in sentence.groups if g.number == number)
        if others or window.counts_people(number) or _before_event(analysis, sentence, number):
            found.append((start, end, Count(number.count.low, number.count.high), False))
    here = [(start, end) for start, end, _, _ in found]
    for term in sentence.terms:
        if term.subject != "small":
            continue
        if (
            term.tag == "single"
            and not any(a <= term.start < b for a, b in taken + here)
            and not _leads(sentence, term)
        ):
            found.append((term.start, term.end, Count(1, 1), False))
        elif term.tag == "pronoun.thing":
            found.append((term.start, term.end, Count(1, 1), True))
    return found


def _with_more(analysis: Analysis, sentence: Sentence, number: NumberMention) -> tuple[int, int]:
    """The bounds of a number with the "other" or "more" beside it: "two more", "another 20"."""
    start, end = number.start, number.end
    before = _OTHERS_BEFORE.search(analysis.folded[max(sentence.start, start - 14) : start])
    after = _OTHERS_AFTER.match(analysis.folded, end)
    return start - (len(before.group()) if before else 0), after.end() if after else end


def _leads(sentence: Sentence, term: Term) -> bool:
    """Whether "another" only leads a noun for people: "another officer"."""
    return any(
        not g.generic and (g.start - 1 <= term.end <= g.head or g.start <= term.start < g.end) for g in sentence.groups
    )


def _before_event(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    return any(
        t.subject == "equipment"
        and not t.tag.startswith(("item.", "missile", "skip", "rotary"))
        and not analysis.text[number.end : t.start].strip()
        for t in sentence.terms
        if t.start >= number.end
    )


_MORE = word_set("further ones") | word_set("second")


def _fits_number(noun: Thing, count: Count, words: str, *, is_pronoun: bool) -> bool:
    """Whether so many can be meant: a part of several, another one, or the single one itself."""
    if is_pronoun:
        return not noun.several
    if set(words.split()) & _MORE:
        return True
    if noun.bare or noun.several:
        return noun.count.high is None or (count.low or 0) <= noun.count.high
    return False
