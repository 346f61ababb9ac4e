"""The stretch of a sentence around one word of happening: its grammar, its flags, its day and its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Group, PlaceName, Sentence
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.dates import DateMention
from veye.extract.words.numbers import NumberMention
from veye.records import Flags, When

_BREAK = re.compile(r"[;:!?]|\s[—–]\s")
_HARD = re.compile(r"[;:!?.()]|\s[—–]\s")
_COORDINATE = re.compile(
    rf"^[\s,]*(?:\([^)]*\)[\s,]*)?(?:{any_of('coordinators')}|,)?[\s,]*{any_of('determiners')}?\s*$"
)
_COORDINATED_ASIDE = re.compile(rf",\s[^,]{{2,24}},\s{any_of('coordinators')}\s{any_of('determiners')}?\s*")
_ADVERBS = 3
_BODY_PARTS = re.compile(rf"\b(?:{any_of('body parts')}|{any_of('by a bullet')})\b")

_WITH = re.compile(rf"\b{any_of('with')}\s+(?:the |les |los |las )?$")
_SOURCE = f"(?:{any_of('according to')}|{any_of('told to')})"
_ACCORDING = re.compile(rf"\b{_SOURCE}\s+(?:the |les |los |las |l |un |une |yon )?$")
_THE = re.compile(r"\b(?:the|el|la|le|l)\s$")
_BY = re.compile(rf"\b{any_of('by')}\s+(?:the |des |les |los |las )?$")


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
            if term.end <= self.start and term.tag == tag:
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
        if _HARD.search(self.analysis.text, start, end) or "," in self.analysis.text[start:end]:
            return True
        return any(
            t.start >= start
            and t.end <= end
            and t.tag in ("in", "by", "be", "relative")
            and t.tag != "of"
            and not (self.analysis.language == "es" and self.text(t.start, t.end) in ("a", "al"))
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
        raw_aside = _COORDINATED_ASIDE.fullmatch(self.text_with_commas(start, end))
        if raw_aside is not None:
            return True
        folded = "".join(c if c == "," or f != " " else " " for c, f in zip(raw, self.text(start, end), strict=True))
        folded = "".join("," if r == "," else f for r, f in zip(raw, folded, strict=True))
        return bool(_COORDINATE.match(folded)) and any(c.isalpha() or c == "," for c in folded)

    def counts_people(self, number: NumberMention) -> bool:
        """Whether a bare number may count people: no unit or thing follows it, and no phrase holds it already."""
        if not number.counts or number.kind == "article":
            return False
        if any(d.start <= number.start < d.end for d in self.sentence.dates):
            return False
        if any(g.number is not None and g.number.start == number.start for g in self.sentence.groups):
            return False
        following = self.text(number.end, number.end + 30).split()
        if not following:
            return True
        if _AGE.search(self.analysis.text[max(0, number.start - 24) : number.end + 1]):
            return False
        word = following[0]
        if _UNITS & set(following[:3]):
            return False
        after = number.end + (
            len(self.text(number.end, number.end + 30)) - len(self.text(number.end, number.end + 30).lstrip())
        )
        if any(c in ",.;:)" for c in self.analysis.text[number.end : after]):
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
            if start <= n.start and n.end <= self.start and self.counts_people(n) and not self.partitive_pronoun(n)
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
        if led[0].number is not None and len(parts) > 1 and sum(parts) == led[0].number.count.low:
            return None  # "two people, an officer and a civilian, were killed": the parts are the claims
        many = led[0].number is not None and (led[0].number.count.low or 0) > 1
        one = not led[0].plural and len(groups) == 2
        return led[0] if many or one else None

    def is_companion(self, group: Group) -> bool:
        """Whether a phrase stands after "with": it only goes along with the subject."""
        before = self.text(max(0, group.start - 20), group.start)
        return bool(_WITH.search(before))

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
            and not _HARD.search(self.analysis.text, t.end, position)
            and not _RESUMED.search(self.text_with_commas(t.end, position))
            for t in self.small
        )

    def right_after_uniform(self) -> bool:
        """Whether uniformed people stand right before, as in "a constable shot during a sweep"."""
        return any(
            g.who in ("mission", "police", "military") and 0 <= self.start - g.end <= 1 for g in self.sentence.groups
        )

    def body_part_at(self, position: int) -> bool:
        """Whether a part of the body follows at once: "in the ear"."""
        near = self.text(position, min(self.sentence.end, position + 24))
        return bool(re.match(r"\s*(?:in|to|a|au|en|nan)\s", near) and _BODY_PARTS.search(near))

    def hurt_somewhere(self) -> bool:
        """Whether a part of the body or a bullet follows."""
        return bool(_BODY_PARTS.search(self.text(self.end, min(self.ceiling, self.end + 60))))


_ONE_MORE = re.compile(rf"(?:^|\s){any_of('one more')}\s$")
_SUMS = word_set("sum so far")
_DETERMINERS = word_set("determiners")
_RESUMED = re.compile(rf",\s{any_of('coordinators')}\s*$")
_ARTICLE = re.compile(r"(?:^|\s)(?:the|les|los|las|aux|ces|al|el|le)\s$")
_VICTIMS = re.compile(r"\b(?:of the|of its|des|de las|de los|nan)\s(?:victim|muert|herid|mort|bless|dead|wound|viktim)")
_OF_WORDS = word_set("among")
_AFTER_NUMBER = word_set("after a number")
_AGE = re.compile(r"[A-ZÀ-Þ][\w.'’-]+\.?, \d{1,2}[,.]$")  # "Joseph Jenkins, 38,"
_UNITS = word_set("units")
_BETWEEN = word_set("between number and noun")


_PART = re.compile(r"\b(?:of the|of its|of those|of them|of \w+ s|des|de los|de las|parmi les|nan|sou|of)\s$")


def partial(window: Window) -> bool:
    """Whether the word of harm only names those of whom a part is spoken: "three of the wounded"."""
    before = window.text(max(window.sentence.start, window.start - 14), window.start)
    counted = any(g.head == window.start and g.number for g in window.sentence.groups)  # "dozens of bodies"
    if counted or not _PART.search(before):
        return False
    return any(0 <= window.start - n.end <= 14 and (n.counts or n.kind == "ordinal") for n in window.sentence.numbers)


def negated(window: Window) -> bool:
    """Whether the word of happening is denied in its own stretch ("no officer was hurt")."""
    spans = [(n.start, n.end) for n in window.sentence.numbers]
    for term in window.small:
        if term.tag != "negation" or not window.floor - 30 <= term.start < window.start:
            continue
        if any(a <= term.start < b for a, b in spans) or term.start < window.sentence.start:
            continue
        gap = window.analysis.text[term.end : window.start]
        says = [t for t in window.sentence.terms if t.tag == "say" and term.end < t.start and t.end <= window.start]
        if says and window.words_apart(term.end, says[-1].start) >= 2:
            continue  # "officers who asked not to be named said that ten had died"
        if window.words_apart(term.end, window.start) <= 6 and not _HARD.search(gap) and gap.count(",") == 0:
            return True
    return any(
        n.count.high == 0 and n.counts and n.end <= window.start and window.words_apart(n.end, window.start) <= 3
        for n in window.sentence.numbers
    )


def asked(window: Window) -> bool:
    """Whether the sentence is a question."""
    return window.analysis.text[window.start : window.sentence.end].rstrip(' »"”').endswith("?")


def taken_back(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether the next sentence says that this one was wrong."""
    after = analysis.sentences[sentence.index + 1 : sentence.index + 2]
    return bool(after) and bool(_TAKEN_BACK.match(analysis.folded[after[0].start : after[0].end].strip()))


_TAKEN_BACK = re.compile(rf"{any_of('taken back')}\b")


def only_planned(window: Window) -> bool:
    """Whether a modal or a verb of threat stands right before."""
    return any(
        t.tag == "plan" and window.floor <= t.start < window.start and window.words_apart(t.end, window.start) <= 2
        for t in window.small
    )


def window_flags(window: Window) -> Flags:
    """How the statement stands: total, recalled, hedged, denied."""
    tags = {t.tag for t in window.small if window.floor - 60 <= t.start <= window.ceiling}
    cumulative = _cumulative(window)
    hedged = any(t.tag == "hedge" and window.floor - 40 <= t.start <= window.ceiling for t in window.small)
    denied = (
        "deny" in tags
        or taken_back(window.analysis, window.sentence)
        or any(t.tag == "deny" and abs(t.start - window.start) < 160 for t in window.small)
    )
    return Flags(cumulative=cumulative, hedged=hedged, denied=denied)


def _cumulative(window: Window) -> bool:
    """Whether the count runs over a period or since a start."""
    brief = [d for d in window.sentence.dates if d.when is not None and d.when.days <= 10]
    brief += window.sentence.floating
    of_a_mission = window.sentence.has("body.mission", "mission:", "source.mission")
    if any(
        t.tag == "cumulative"
        and window.floor - 80 <= t.start
        and (t.start <= window.ceiling or not set(window.analysis.text[window.end : t.start]) & set(",;:"))
        and not any(d.start < t.end and t.start < d.end for d in brief)
        and (of_a_mission or window.text(t.start, t.end) not in _SUMS)
        for t in window.small
    ):
        return True
    return any(
        (d.kind == "since" and not _lately(window, d))
        or (_SINCE.match(window.text(d.start, d.end)) and d.when is not None and d.when.days >= 28)
        or (d.when is not None and d.when.precision in ("month", "quarter", "year", "longer") and d.kind == "span")
        for d in window.sentence.dates
        if window.floor <= d.start <= window.ceiling
    )


_SINCE = re.compile(r"(?:ever since|since|depuis|desde|depi)\b")


def _lately(window: Window, date: DateMention) -> bool:
    """Whether a start lies so close to the report that no total over a period is meant."""
    published = window.analysis.published
    return bool(published and date.when and (published - date.when.latest).days <= 14)


_FROM = re.compile(rf"\b{any_of('counted from')}\b[^,.;:]{{0,44}}$")


def counted_from(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day only says from when something is counted: "since the departure from Kidal on 31 October"."""
    return bool(_FROM.search(analysis.folded[max(sentence.start, date.start - 60) : date.start])) and (
        "," not in analysis.text[max(sentence.start, date.start - 20) : date.start]
    )


def said_then(analysis: Analysis, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day is that of the saying, not of what is said."""
    for term in sentence.terms:
        if term.tag == "say":
            if any(t.tag == "conj" and term.end <= t.start < date.start for t in sentence.terms):
                continue
            if (
                term.end <= date.start
                and len(analysis.folded[term.end : date.start].split()) <= 3
                and "," not in analysis.text[term.end : date.start]
            ):
                return True
            if (
                date.end <= term.start
                and len(analysis.folded[date.end : term.start].split()) <= 1
                and "," not in analysis.text[date.end : term.start]
            ):
                return True
    return False


def window_when(window: Window) -> When | None:
    """The day that the statement's own sentence gives for it."""
    usable = [
        d
        for d in window.sentence.dates
        if d.when is not None
        and d.kind in ("absolute", "relative", "span")
        and not d.future
        and not said_then(window.analysis, window.sentence, d)
        and not counted_from(window.analysis, window.sentence, d)
    ]
    named = [d for d in window.sentence.dates if d.when is not None and 0 <= window.start - d.end <= 2]
    if named:  # "the 2021 assassination", "the March ambush"
        return named[0].when
    if not usable:
        return None
    inside = [d for d in usable if window.floor <= d.start <= window.ceiling]
    best = min(inside or usable, key=lambda d: min(abs(d.start - window.end), abs(window.start - d.end)))
    assert best.when
    finer = [d.when for d in usable if d.when and d.when.days < best.when.days and d.when.overlaps(best.when)]
    return finer[0] if finer else best.when


def window_since(window: Window) -> When | None:
    """The day since which something holds, as the statement's own sentence gives it."""
    found = [d for d in window.sentence.dates if d.when is not None and d.when.days <= 7 and d.start >= window.floor]
    return found[0].when if found else None


def window_place(window: Window) -> str | None:
    """The place that the statement's own sentence gives for it, joined with the larger ones written beside it."""
    total = _cumulative(window)
    places = [p for p in window.sentence.places if p.introduced or (p.kind in ("city", "region") and not total)]
    places = [p for p in places if not said_at(window, p) and not taken_to(window.sentence, p)]
    places = [p for p in places if not names_a_gang(window, p) and not abroad(window, p)]
    if not places:
        return None
    inside = [p for p in places if window.floor - 80 <= p.start <= window.ceiling] or places
    best = min(
        inside,
        key=lambda p: (p.kind in ("country", "region"), min(abs(p.start - window.end), abs(window.start - p.end))),
    )
    return join_places(window.analysis, window.sentence, best)


def names_a_gang(window: Window, place: PlaceName) -> bool:
    """Whether a place only tells which gang is meant: "the gang of Canaan"."""
    gangs = [t for t in window.sentence.terms if t.tag in ("body.gang", "armed:gang") and t.end <= place.start]
    return any(_OF_A_GANG.fullmatch(window.text(t.end, place.start)) for t in gangs[-1:])


_OF_A_GANG = re.compile(rf"\s(?:{any_of('of a gang')}\s)?(?:la |le |l |les |the )?")


def abroad(window: Window, place: PlaceName) -> bool:
    """Whether a place is a country, or the capital of one, in which no mission of the story serves."""
    hosts = window.analysis.hosts
    if place.kind == "country":
        return place.country is not None and place.country not in hosts
    seats = [t for t in window.sentence.terms if t.tag.startswith("seat:") and t.start == place.start]
    return any(t.tag.partition(":")[2] not in hosts for t in seats)


def taken_to(sentence: Sentence, place: PlaceName) -> bool:
    """Whether a place is where the wounded were taken."""
    return any(
        t.subject == "evacuation" and t.tag.startswith("evacuate.") and 0 <= place.start - t.end <= 60
        for t in sentence.terms
    )


_SPEAKS_FOR = re.compile(rf"{any_of('speaks for a place')}\s(?:of |in |de |du |a |d )?$")


def said_at(window: Window, place: PlaceName) -> bool:
    """Whether a place only tells whose spokesman speaks."""
    text = window.text(max(window.sentence.start, place.start - 40), place.start)
    return bool(_SPEAKS_FOR.search(text))


def _beside(analysis: Analysis, sentence: Sentence, start: int, end: int) -> bool:
    """Whether only a comma, a bracket or a word like "near" stands between two places."""
    gap = analysis.text[start:end]
    if len(gap) > 24 or not gap.strip(" ,("):
        return len(gap) <= 24
    if "," not in gap and "(" not in gap:
        known = [t for t in sentence.terms if t.tag in ("in", "of", "the", "target", "area") and start <= t.start < end]
        inner = " ".join(analysis.folded[t.start : t.end] for t in known).split()
        return any(t.tag == "in" for t in known) and set(analysis.folded[start:end].split()) <= set(inner)
    words = [t for t in sentence.terms if t.tag == "in" and start <= t.start and t.end <= end]
    return (
        bool(words)
        and not gap[: words[0].start - start].strip(" ,(")
        and not gap[words[-1].end - start :].strip(" ('’l")
    )


def join_places(analysis: Analysis, sentence: Sentence, place: PlaceName) -> str:
    """The words of a place and of those that stand right beside it: "Savien, Petite-Rivière-de-l'Artibonite"."""
    start, end = place.start, place.end
    for other in sentence.places:
        if other.start >= end and _beside(analysis, sentence, end, other.start):
            end = other.end
    for other in reversed(sentence.places):
        if other.end <= start and other.kind != "country" and _beside(analysis, sentence, other.end, start):
            start = other.start
    return analysis.words(start, end)
