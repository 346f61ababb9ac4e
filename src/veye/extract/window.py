"""The stretch of a sentence around one word of happening, and the grammar that it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Group, Sentence
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention

HARD = re.compile(r"[;:!?.()]|\s[—–]\s")  # what no clause reaches across
_BREAK = re.compile(r"[;:!?]|\s[—–]\s")
_COORDINATE = re.compile(
    rf"^(?:\s{any_of('adjectives behind people')}\b)?[\s,]*(?:\([^)]*\)[\s,]*)?"
    rf"(?:{any_of('coordinators')}(?:\s[aà])?|,)?[\s,]*(?:{any_of('determiners')}\s+)*{any_of('determiners')}?"
    rf"\s*(?:{any_of('before kin')}\s+)*$"
)
_COORDINATED_ASIDE = re.compile(rf",\s[^,]{{2,24}},\s{any_of('coordinators')}\s{any_of('determiners')}?\s*")
_ADVERBS = 3
_BEEN = ("been", "ete", "sido")
_BODY_PARTS = re.compile(rf"\b(?:{any_of('body parts')}|{any_of('by a bullet')})\b")

_WITH = re.compile(rf"\b{any_of('with')}\s+(?:the |les |los |las )?$")
_ENDS_WITH = re.compile(rf"\b{any_of('ends with')}\s(?:\w+\s){{0,6}}?{any_of('with')}\s(?:[\w-]+\s){{0,2}}$")
_SOURCE = f"(?:{any_of('according to')}|{any_of('told to')})"
_ACCORDING = re.compile(rf"\b{_SOURCE}\s+(?:the |les |los |las |l |un |une |yon )?$")
_THE = re.compile(r"\b(?:the|el|la|le|l)\s$")
_BY = re.compile(rf"\b{any_of('by')}\s+(?:the |des |les |los |las )?$")
_ONE_MORE = re.compile(rf"(?:^|\s){any_of('one more')}\s$")
_OBJECT_PRONOUN = re.compile(
    r" (?:him|her|them|me|us)\b(?= (?:in|at|on|with|and|to|from|several|multiple|once|twice)\b|[.,;])"
)
_DETERMINERS = word_set("determiners")
_ARTICLE_BEHIND = re.compile(rf"^\s{any_of('behind a Creole noun')}(?=\s)")
_RESUMED = re.compile(rf",\s{any_of('coordinators')}\s*$")
_ARTICLE = re.compile(r"(?:^|\s)(?:the|its|their|ses|leurs|sus|les|los|las|aux|ces|al|el|le)\s$")
_VICTIMS = re.compile(r"\b(?:of the|of its|des|de las|de los|nan)\s(?:victim|muert|herid|mort|bless|dead|wound|viktim)")
_OF_WORDS = word_set("among")
_AFTER_NUMBER = word_set("after a number")
_AGE = re.compile(r"[A-ZÀ-Þ][\w.'’-]+\.?, \d{1,2}[,.]$")  # "Joseph Jenkins, 38,"
_UNITS, _CLOSES = word_set("units"), re.compile(r"[,.;:)]")
_BETWEEN = word_set("between number and noun")


class Window:
    """A word of happening at `start`-`end`; `floor` and `ceiling` keep off what belongs to its neighbours."""

    def __init__(self, analysis: Analysis, sentence: Sentence, floor: int, start: int, end: int, ceiling: int) -> None:
        self.analysis, self.sentence = analysis, sentence
        self.start, self.end = start, end
        text = analysis.text
        breaks = [m.end() for m in _BREAK.finditer(text, floor, start)]
        self.floor = max([floor, *breaks])
        after = _BREAK.search(text, end, ceiling)
        self.ceiling = after.start() if after else ceiling
        self.small = [t for t in sentence.terms if t.subject == "small"]

    def text(self, start: int, end: int) -> str:
        """Folded text between two offsets."""
        return self.analysis.folded[start:end]

    def text_with_commas(self, start: int, end: int) -> str:
        """Folded text between two offsets in which commas stay."""
        raw, folded = self.analysis.text[start:end], self.text(start, end)
        return "".join("," if r == "," else f for r, f in zip(raw, folded, strict=True))

    def words_apart(self, start: int, end: int) -> int:
        """How many words stand between two offsets."""
        return len(self.text(start, end).split())

    def preceded_by(self, tag: str, within: int = _ADVERBS) -> bool:
        """Whether a small word of that kind stands up to `within` words before, with nothing of weight between."""
        for term in reversed(self.small):
            been = tag == "be" and term.tag == "pluperfect" and self.text(term.start, term.end).endswith(_BEEN)
            if term.end <= self.start and (term.tag == tag or been):
                if tag == "have" and any(t.tag == "be" and term.end <= t.start < self.start for t in self.small):
                    return False
                return (
                    term.start >= self.floor
                    and self.words_apart(term.end, self.start) <= within
                    and not any(
                        t.tag in ("and", "relative", "in") and t.start >= term.end and t.end <= self.start
                        for t in self.small
                    )
                )
        return False

    def followed_by_people(self) -> bool:
        """Whether people, or a number that counts them, follow at once: the mark of an object."""
        limit = self.end + 30
        starts = [g.start for g in self.sentence.groups if self.end <= g.start < limit]
        starts += [n.start for n in self.sentence.numbers if self.end <= n.start < limit and self.counts_people(n)]
        if not starts:
            return False
        between = self.text(self.end, min(starts)).split()
        return (not between or (len(between) <= 2 and all(w in _DETERMINERS for w in between))) and not self.barred(
            self.end, min(starts)
        )

    def followed_by_pronoun(self) -> bool:
        """Whether "him" or "them" follows at once and no noun after it: the mark of an object."""
        match = _OBJECT_PRONOUN.match(self.analysis.text, self.end, self.sentence.end)
        return bool(match) and not any(0 <= g.start - self.end <= 12 for g in self.sentence.groups)

    def followed_by_thing(self) -> bool:
        """Whether an article follows at once: the mark of an object."""
        raw = self.analysis.text[self.end : min(self.end + 8, self.sentence.end)]
        return bool(re.match(r" (?:a|an|the|un|une|una|it|them|its|their) ", raw))

    def followed_by_both_things(self) -> bool:
        """Whether "both" follows and no people after it: "lost both front tyres"."""
        both = any(n.kind == "both" and 0 <= n.start - self.end <= 2 for n in self.sentence.numbers)
        return both and not any(0 <= g.start - self.end <= 2 for g in self.sentence.groups)

    def barred(self, start: int, end: int) -> bool:
        """Whether a preposition, a verb or a full stop of sense stands between."""
        if HARD.search(self.analysis.text, start, end) or "," in self.analysis.text[start:end]:
            return True
        return any(
            t.start >= start
            and t.end <= end
            and t.tag in ("in", "by", "be", "relative")
            and t.tag != "of"
            and not (self.analysis.language == "es" and self.text(t.start, t.end) in ("a", "al"))
            and not (self.analysis.language == "ht" and self.text(t.start - 5, t.end).endswith("youn nan"))
            and not any(o.tag == "of" and o.start == t.start for o in self.small)
            for t in self.small
        )

    def linked_by_of(self, start: int, end: int) -> bool:
        """Whether only "of", "among" and articles stand between."""
        words = self.text(start, end).split()
        return bool(words) and all(w in _OF_WORDS for w in words) and "," not in self.analysis.text[start:end]

    def coordinated(self, start: int, end: int) -> bool:
        """Whether only commas, "and" and articles stand between two phrases."""
        raw = self.analysis.text[start:end]
        if len(raw) > 40:
            return False
        if _COORDINATED_ASIDE.fullmatch(self.text_with_commas(start, end)):
            return True
        folded = "".join(c if c == "," or f != " " else " " for c, f in zip(raw, self.text(start, end), strict=True))
        folded = "".join("," if r == "," else f for r, f in zip(raw, folded, strict=True))
        if self.analysis.language == "ht":  # "chofè a ak de pasaje": articles stand behind their noun
            folded = _ARTICLE_BEHIND.sub("", folded)
        return bool(_COORDINATE.match(folded)) and any(c.isalpha() or c == "," for c in folded)

    def counts_people(self, number: NumberMention) -> bool:
        """Whether a bare number may count people: no unit or thing follows it, and no phrase holds it already."""
        if not number.counts or number.kind == "article":
            return False
        if any(d.start <= number.start < d.end for d in self.sentence.dates):
            return False
        if any(g.number is not None and g.number.start == number.start for g in self.sentence.groups):
            return False
        near = self.text(number.end, number.end + 30)
        following = near.split()
        if not following:
            return True
        if _AGE.search(self.analysis.text[max(0, number.start - 24) : number.end + 1]):
            return False
        word = following[0]
        if _UNITS & set(following[:3]):
            return False
        after = number.end + len(near) - len(near.lstrip())
        if _CLOSES.search(self.analysis.text[number.end : after]) or any(d.start == after for d in self.sentence.dates):
            return True
        if any(
            t.start == after
            and (t.subject in ("small", "saying") or t.tag.startswith(("killed.", "wounded.", "missing.", "abducted.")))
            for t in self.sentence.terms
        ):
            return True
        return word in _AFTER_NUMBER

    def counts_things(self, number: NumberMention) -> bool:
        """Whether a number counts vehicles, houses, families or belongs to a phrase for people."""
        if any(g.number is not None and g.number.start == number.start for g in self.sentence.groups):
            return True
        near = [t for t in self.sentence.terms if number.end <= t.start <= number.end + 12]
        return any(t.tag.startswith(("item.", "target", "people.unit", "country:", "demonym:")) for t in near)

    def number_before(self, position: int, *, reach: int) -> NumberMention | None:
        """The number right before a noun of harm, where only words like "other" or "seriously" stand between."""
        for number in reversed(self.sentence.numbers):
            if number.end > position or number.end < position - reach or number.start < self.floor - 1:
                continue
            holders = [g for g in self.sentence.groups if g.number and g.number.start == number.start]
            if (number.kind == "article" and holders) or any(
                g.head < position or (g.head == position and not g.generic) for g in holders
            ):
                return None  # "nine bodies" are the dead themselves, "nine hostages" are people
            between = self.text(number.end, position).split()
            if (
                (number.counts or number.kind == "ordinal")
                and len(between) <= 2
                and not any(c in ",;:" for c in self.analysis.text[number.end : position])
                and all(w in _BETWEEN or w.endswith(("ment", "mente", "ly")) for w in between)
            ):
                return number
            return None
        return None

    def bare_number_before(self, start: int) -> NumberMention | None:
        """A number between `start` and the word of harm that counts people without naming them."""
        found = [
            n
            for n in self.sentence.numbers
            if start <= n.start
            and n.end <= self.start
            and self.counts_people(n)
            and not self.partitive_pronoun(n)
            and not (start > self.floor and self.is_subset(n.start, reach=2))
        ]
        return found[-1] if found else None

    def partitive_pronoun(self, number: NumberMention) -> bool:
        """ "three of them", "dos de ellos": a part of those already counted."""
        return bool(
            re.match(
                r"\s(?:of (?:them|whom)|d entre eux|de ellos|de ellas|de los cuales|ladan yo|nan yo|pami yo)\b",
                self.text(number.end, number.end + 20),
            )
        )

    def pronoun_before(self) -> bool:
        """Whether "he" or "it" is the subject: it stands nearer to the verb than any people."""
        found = [t for t in self.small if t.tag == "pronoun.one" and self.floor <= t.start and t.end <= self.start]
        found = [t for t in found if self.analysis.text[t.start : t.end].lower() != "el"]  # an article in Spanish
        ends = {g.end + 1 for g in self.sentence.groups}  # Creole "militè li", "ajan yo": whose they are, no subject
        found = [t for t in found if t.start not in ends]
        if not found or self.words_apart(found[-1].end, self.start) > 3:
            return False
        if any(self.floor <= t.start < self.start for t in self.singles()):
            return False
        return not any(g.start >= found[-1].end and g.end <= self.start for g in self.sentence.groups)

    def before_pronoun(self, group: Group) -> bool:
        """Whether people stand in the sentence before the pronoun that is the subject here."""
        pronouns = [t for t in self.small if t.tag == "pronoun.one" and self.floor <= t.start and t.end <= self.start]
        return bool(pronouns) and group.end <= pronouns[-1].start

    def groups_since(self) -> bool:
        """Whether people are named between the last word of harm and this one."""
        return any(g.start >= self.floor and g.end <= self.start for g in self.sentence.groups)

    def single_before(self) -> Term | None:
        """ "One", "the other": the last such word before the word of harm in its stretch."""
        found = [t for t in self.singles() if self.floor <= t.start and t.end <= self.start]
        return found[-1] if found and self.words_apart(found[-1].end, self.start) <= 6 else None

    def single_after(self) -> Term | None:
        """ "Wounding a second": such a word right after the word of harm, which no noun follows."""
        found = [t for t in self.singles() if self.analysis.text[self.end : t.start] in (" ", " a ")]
        return found[0] if found else None

    def singles(self) -> list[Term]:
        """Words for one person without a noun: "one", "the other", "a third"; none that a thing or people follow."""
        found = [t for t in self.small if t.tag == "single"]
        for number in self.sentence.numbers:
            article = _ONE_MORE.search(self.text(max(self.sentence.start, number.start - 6), number.start))
            if number.kind == "ordinal" and article and not any(t.end >= number.end > t.start for t in found):
                start = number.start - len(article.group()) + 1
                found.append(Term(start, number.end, "single", "small"))
        return [t for t in sorted(found, key=lambda t: t.start) if not self._has_noun(t)]

    def _has_noun(self, single: Term) -> bool:
        """Whether a noun follows: "a second officer", "one of the vehicles"."""
        things = ("item.", "target", "gear.", "people.unit", "person.")
        after = [t for t in self.sentence.terms if t.start >= single.end and t.tag.startswith(things)]
        if not after:
            return False
        between = self.text(single.end, after[0].start).split()
        things_of = bool(between) and all(w in _OF_WORDS | _DETERMINERS for w in between)
        return not between or (things_of and not after[0].tag.startswith("person."))

    def before_apposition(self, groups: Sequence[Group]) -> Group | None:
        """The subject before an aside between commas: "two peacekeepers, an officer among them, were wounded"."""
        verbs = [t for t in self.small if t.tag in ("be", "have") and self.floor <= t.start < self.start]
        if len(groups) < 2 or not verbs or self.words_apart(verbs[-1].end, self.start) > _ADVERBS:
            return None
        verb = verbs[-1]
        for earlier in reversed(verbs[:-1]):  # "have been wounded": where the verb begins
            verb = earlier if self.words_apart(earlier.end, verb.start) <= 1 else verb
        raw = self.analysis.text
        if not raw[: verb.start].rstrip().endswith(",") or verb.start < groups[-1].end:
            return None
        led = [g for g in groups[:-1] if raw[g.end : g.end + 1] == ","]
        if not led:
            return None
        parts = [g.number.count.low or 1 if g.number else 1 for g in groups if g.start > led[0].start]
        parts = parts if any(g.who != led[0].who for g in groups if g.start > led[0].start) else []
        if led[0].number is not None and len(parts) > 1 and sum(parts) == led[0].number.count.low:
            return None  # "two people, an officer and a civilian, were killed": the parts are the claims
        many = led[0].number is not None and (led[0].number.count.low or 0) > 1
        one = not led[0].plural and len(groups) == 2
        return led[0] if many or one else None

    def is_companion(self, group: Group) -> bool:
        """Whether a phrase stands after "with": it only goes along with the subject."""
        first = group
        if 0 <= self.start - group.end <= 1 and _ENDS_WITH.search(self.text(self.sentence.start, group.start)):
            return False  # "the clash ended with six gunmen dead"
        for earlier in reversed([g for g in self.sentence.groups if g.end <= group.start]):  # "with two men and a dog"
            if not self.coordinated(earlier.end, first.start) or "," in self.analysis.text[earlier.end : first.start]:
                break
            first = earlier
        return bool(_WITH.search(self.text(max(0, first.start - 20), first.start)))

    def colours_people(self, *, passive: bool) -> bool:
        """Whether the word of harm only tells which people are meant: "the missing officer"."""
        group = next((g for g in self.sentence.groups if g.head >= self.end), None)
        if passive or group is None or group.number is not None or group.head - self.end > 1:
            return False
        return bool(_THE.search(self.text(max(self.sentence.start, self.start - 5), self.start)))

    def too_far(self, group: Group) -> bool:
        """Whether a participle without a verb stands too far from a phrase to speak of it."""
        return self.start - group.end > 70 and not self.preceded_by("be") and not self.preceded_by("have")

    def is_source(self, group: Group) -> bool:
        """Whether a phrase stands after "according to": it tells, and is not told of."""
        return bool(_ACCORDING.search(self.text(max(0, group.start - 20), group.start)))

    def is_agent(self, group: Group) -> bool:
        """Whether a phrase stands after "by": it did the harm."""
        return bool(_BY.search(self.text(max(0, group.start - 14), group.start)))

    def rank_before(self) -> int | None:
        """The ordinal right before the word of harm: "the third death of an officer"."""
        for number in self.sentence.numbers:
            if number.kind == "ordinal" and 0 <= self.start - number.end <= 12:
                return number.count.low
        return None

    def noun_here(self) -> bool:
        """Whether the word of harm is a noun with its article: "les blessés", "the wounded"."""
        before = self.text(max(self.sentence.start, self.start - 8), self.start)
        return bool(_ARTICLE.search(before))

    def believed(self) -> bool:
        """Whether somebody only thinks so: "officers believe he is dead"."""
        return any(
            t.tag == "believe" and self.floor <= t.start < self.start and self.words_apart(t.end, self.start) <= 5
            for t in self.small
        )

    def names_victims(self, group: Group) -> bool:
        """ "Five of the victims died in hospital": a part of those already counted."""
        return bool(group.generic and _VICTIMS.search(self.text(group.start, group.end)))

    def is_subset(self, position: int, reach: int = 60) -> bool:
        """Whether what stands at `position` is a part of those counted before ("including three children")."""
        return any(
            t.tag == "subset"
            and t.end <= position
            and t.start >= self.floor - 40
            and position - t.end <= reach
            and not HARD.search(self.analysis.text, t.end, position)
            and not _RESUMED.search(self.text_with_commas(t.end, position))
            for t in self.small
        )

    def body_part_at(self, position: int) -> bool:
        """Whether a part of the body follows at once: "in the ear"."""
        near = self.text(position, min(self.sentence.end, position + 24))
        return bool(re.match(r"\s*(?:in|to|a|au|en|nan)\s", near) and _BODY_PARTS.search(near))

    def hurt_somewhere(self) -> bool:
        """Whether a part of the body or a bullet follows."""
        return bool(_BODY_PARTS.search(self.text(self.end, min(self.ceiling, self.end + 60))))
