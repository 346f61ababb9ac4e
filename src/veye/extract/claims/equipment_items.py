"""The things that a sentence names: vehicles, aircraft, gear and arms, with their number and whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Sentence
from veye.extract.claims.equipment_standins import MORE, fits_number, makes_a_sum, stand_ins
from veye.extract.claims.equipment_things import Thing, number_of
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.records import Count

_RIDDEN = frozenset({"armoured_vehicle", "vehicle", "aircraft"})
_WORN = frozenset({"helmet", "body_armour"})  # what "one" may mean where no vehicle is named
_UNIFORMS = frozenset({"mission", "police", "military"})
_OWNED = re.compile(rf"\b{any_of('owners of things')}\b")
_UN = re.compile(r"\bU\.?N\b")
_POINTED = re.compile(rf"\b(?:{any_of('pointing')}|{any_of('pointing at')})\s$")
_OTHERS = re.compile(rf"\b{any_of('further ones')}\s(?:\w+\s)?$")
_HIS = re.compile(rf"\b{any_of('possessives')}\s(?:\w+\s)?$")
_NO_ONE_THING = re.compile(rf"\b{any_of('each')}\s(?:\w+\s)?$")
_ARMOURED = re.compile(r"\b(?:armou?red|armou?r plated|blinde|blindado|blennde)\s(?:\w+\s)?$")
_ONE_OF = re.compile(rf"\b{any_of('one out of several')}\s{any_of('part of')}\s$")
_MARKED = re.compile(rf"(?:\s\w+){{0,2}}?\s{any_of('Creole articles')}\b")
_ONE_OF_THEIRS = re.compile(r"\s(?:a|la|an|nan|lan)\b")  # "cha yo a": their vehicle
_PLAIN = word_set("plain vehicles")
_REACH_BACK = 3  # sentences over which "one" and "the other" still mean the vehicles spoken of
_NEAR = 45  # characters around a thing in which its owner stands


class Memory:
    """Which vehicles a report has spoken of so far."""

    def __init__(self) -> None:
        self._last: Thing | None = None
        self._group: Thing | None = None
        self._at = -99
        self._owned: set[str] = set()
        self._people = False
        self._uniforms = -99  # the sentence in which people in uniform were last named
        self._one = -99  # the sentence in which "one" last meant a vehicle
        self.blast = -99  # the sentence in which a mine or bomb last went off
        self.supplied = -99  # the sentence in which armoured vehicles were last delivered

    def things(self, analysis: Analysis, sentence: Sentence) -> list[Thing]:
        """The things of a sentence by position; remembers them for the next."""
        nouns = self._nouns(analysis, sentence)
        found = list(nouns)
        for start, end, count, is_pronoun in stand_ins(analysis, sentence, nouns):
            part = not is_pronoun and not set(analysis.folded[start:end].split()) & MORE
            noun = self._meant(sentence, nouns, start, part=part)
            words, total = analysis.folded[start:end], makes_a_sum(analysis, sentence, start)
            single = is_pronoun and sentence.index - self._one <= 1
            if noun is not None and (single or fits_number(noun, count, words, is_pronoun=is_pronoun, total=total)):
                self._one = sentence.index if count.high == 1 else self._one
                sure = noun in nouns or not self._people
                found.append(
                    Thing(
                        start, end, noun.kind, noun.words, count, bare=True, owned=True, pronoun=is_pronoun, sure=sure
                    )
                )
                self._at = sentence.index
        ridden = [t for t in nouns if t.kind in _RIDDEN and (t.owned or t.kind != "vehicle")]
        ridden = [t for t in ridden if not (t.kind == "aircraft" and self._group and _flown(analysis, sentence, t))]
        if ridden:
            self._last, self._at, self._people = ridden[-1], sentence.index, False
            self._group = next((t for t in reversed(ridden) if t.several), None)
        since = ridden[-1].end if ridden else sentence.start
        if any(g.who in _UNIFORMS for g in sentence.groups):
            self._uniforms = sentence.index
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
        if kind == "vehicle" and known and self._last is not None and self._last.kind == "aircraft":
            kind = "aircraft" if _stem(folded[head.start : head.end]) in _MACHINES else kind
        if (
            kind == "aircraft"
            and (pointed or head.tag == "item.vehicle")
            and known
            and self._last is not None
            and self._last.kind == "aircraft"
        ):
            self._owned.add(_stem(words))
        rotary = kind == "aircraft" and any(
            t.tag == "rotary" and head.start <= t.start and t.end <= head.end for t in sentence.terms
        )
        owned = (
            kind in ("armoured_vehicle", "helmet", "body_armour")
            or rotary
            or (bool(pointed) and _stem(words) in self._owned)
            or (kind == "aircraft" and head.tag == "item.vehicle")
            or (kind == "vehicle" and _of_a_force(analysis, sentence, head, definite=bool(pointed)))
            or (kind == "weapon" and self._uniforms >= sentence.index - _REACH_BACK)
            or _owned(analysis, sentence, head)
        )
        if kind == "vehicle" and _of_a_gang(sentence, start):
            owned = False
        plural = _plural(folded[head.start : head.end], analysis.language) and not _ONE_OF_THEIRS.match(
            folded, head.end
        )
        one_of = _ONE_OF.search(folded[max(sentence.start, head.start - 24) : head.start].replace("\n", " "))
        count = Count(number.count.low, number.count.high) if number else Count(2, None) if plural else Count(1, 1)
        count = Count(1, 1) if plural and one_of and not number else count
        bare = kind == "weapon" or (kind == "vehicle" and not _MARKED.match(folded, head.end))
        if bare and analysis.language == "ht" and not number and count.high == 1:
            count = Count(2, None)  # Creole marks one with "yon", many need no mark
        plain = kind == "vehicle" and _stem(folded[head.start : head.end]) in _PLAIN
        loose = (
            kind == "vehicle"
            and self._last is not None
            and self._last.kind == "armoured_vehicle"
            and sentence.index - self._at <= 2
        )
        several = count.high != 1
        further = bool(_OTHERS.search(before + " " if not before.endswith(" ") else before))
        return Thing(
            start,
            head.end,
            kind,
            words,
            count,
            several=several,
            owned=owned,
            loose=loose,
            plain=plain,
            further=further,
        )


def _flown(analysis: Analysis, sentence: Sentence, thing: Thing) -> bool:
    """Whether an aircraft is only what somebody is carried by."""
    return bool(_CARRIED.search(analysis.folded[max(sentence.start, thing.start - 24) : thing.start]))


_CARRIED = re.compile(rf"\b{any_of('carriers')}\s(?:{any_of('determiners')}\s)?$")


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
    """Whether a tank is that of a party to the conflict; its drones count where a force brings them down."""
    return head.tag != "item.drone" and any(
        t.tag == "demonym:Israel" and (0 <= head.start - t.end <= 2 or 0 <= t.start - head.end <= 2)
        for t in sentence.terms
    )


_POSTS = re.compile(rf"\b{any_of('posts of a force')}\b")


_MACHINES = word_set("machines")


def _of_a_gang(sentence: Sentence, start: int) -> bool:
    """Whether an armed group right before a vehicle has it: "the attackers, whose boat"."""
    return any(
        0 <= start - t.end <= 12 and t.tag.startswith(("body.gang", "person.gang", "armed:")) for t in sentence.terms
    )


def _of_a_force(analysis: Analysis, sentence: Sentence, head: Term, *, definite: bool) -> bool:
    """Whether a plain vehicle is that of a patrol or a post named before it: "hit a position and damaged vehicles"."""
    if _POSTS.search(analysis.folded, sentence.start, head.start):
        return True
    ends = [m.end() for m in _OWNED.finditer(analysis.folded, sentence.start, head.start)]
    ends += [g.end for g in sentence.groups if g.who in _UNIFORMS and g.end <= head.start]
    civil = [g for g in sentence.groups if g.who == "civilian" and g.end <= head.start]
    return definite and bool(ends) and not any(g.start >= max(ends) for g in civil)


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
    if head.tag in ("item.other", "item.weapon", "item.drone") and (
        uniforms or _OWNED.search(analysis.folded, sentence.start, sentence.end)
    ):
        return True
    return bool(uniforms and _HIS.search(analysis.folded[max(sentence.start, head.start - 16) : head.start]))
