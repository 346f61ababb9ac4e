"""Where and when the events of a document took place, and what a draft takes over from that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.clauses import elsewhere, filed_from, held_or_named, is_abroad, join_places, speaks
from veye.extract.days import is_earlier, of_event, since_harm
from veye.extract.folding import fold_text
from veye.extract.same import same_place
from veye.extract.spans import counted_over, runs_since
from veye.extract.wordlists import any_of, word_set
from veye.records import Casualty, Equipment, When

T = TypeVar("T")

OLD = timedelta(days=8)  # a report on something older than this looks back


class Scene:
    """Where and when the events of a document took place, as far as its sentences say.

    A draft whose own clause gives no day or place takes those of its sentence, of the one before, or of the main
    event: what a sentence like "it happened on Sunday at …" says, or what comes first.
    """

    def __init__(self, analysis: Analysis, drafts: list[Draft]) -> None:
        self._analysis = analysis
        body = [d for d in drafts if not d.flags.cumulative]
        self.wide = {p.words for s in analysis.sentences for p in s.places if p.kind in ("country", "region")}
        self.wide |= analysis.hosts
        host = next(iter(sorted(analysis.hosts)), None)
        written = (p.words for s in analysis.body() for p in s.places if p.kind == "country" and p.country == host)
        self._host = next(written, host)  # "Soudan" where the report calls it so
        capitals = {p.words for s in analysis.sentences for p in s.places if self._is_capital(p.words)}
        self.vague = self.wide | capitals  # where two accounts of one attack may still put it
        days: dict[int, When] = {}
        self._periods: dict[int, When] = {}
        for sentence in analysis.body():
            for date in sentence.dates:
                if date.when is None or is_earlier(analysis, date) or not of_event(analysis, sentence, date):
                    continue
                if self._old(date.when) and since_harm(analysis, sentence, date):
                    continue
                if date.kind in ("absolute", "relative", "span"):
                    if date.when.days <= 10:
                        days.setdefault(sentence.index, date.when)
                    elif date.when.days >= 28:
                        self._periods.setdefault(sentence.index, date.when)
        if not days:
            days = self._begun()
        self._days = days
        self._sole = len({d.iso() for d in days.values()}) == 1  # the one day of which the report tells
        past = [d.when.latest for s in analysis.body() for d in s.dates if d.when and not d.future]
        self.last = max(past, default=None)  # a report that bears no date is no older than this
        periods = {p.iso(): p for p in self._periods.values()}
        self._period = next(iter(periods.values())) if len(periods) == 1 else None
        told = {s.index for s in analysis.body() if s.has("happen")}
        self.told_at = next((i for i in sorted(told) if i in days or self._specific(i)), None)
        drafted = {d.sentence for d in body}
        near = [i for i in days if i in drafted and (i <= 1 or not self._old(days[i]))]
        near.sort(key=lambda i: self._old(days[i]))
        lately = [i for i in days if not self._old(days[i])]
        violent = [i for i in lately if any(t.subject in _OF_EVENTS for t in analysis.sentences[i].terms)]
        opening = [i for i in lately if i <= 2 and days[i].days == 1]
        order = [i for i in (self.told_at,) if i is not None and i in days] + near + violent + opening
        self._main = order[0] if order else None
        self.when = days[self._main] if self._main is not None else None
        self.places = {d.sentence: d.place for d in body if d.place}
        placed = [d.place for d in sorted(body, key=lambda d: (d.score < 0.6, d.start)) if d.place]
        specific = [p for p in placed if p not in self.wide]
        happened = self._specific(self.told_at) if self.told_at is not None else None
        named = self._named()
        finer = [n for n in named if n not in self.wide]
        headed = self._headed()
        self.place = happened or headed or next(iter([*specific, *finer, *placed, *named]), None)
        self.happened = happened

    def _begun(self) -> dict[int, When]:
        """The days of the last two weeks since which something goes on, for a report that gives no other day."""
        day = self._analysis.published
        out: dict[int, When] = {}
        for sentence in self._analysis.body():
            for date in sentence.dates:
                if date.kind != "since" or date.when is None or date.when.days != 1 or day is None or date.future:
                    continue
                if day - date.when.latest <= _LATELY and not self._shown(sentence, date.start):
                    out.setdefault(sentence.index, date.when)
        return out

    def _shown(self, sentence: Sentence, position: int) -> bool:
        """Whether a day is that since which pictures go round."""
        return bool(_SHOWN.search(self._analysis.folded[max(sentence.start, position - 30) : position]))

    def _old(self, when: When) -> bool:
        """Whether a day lies more than a week before the report."""
        day = self._analysis.published
        return day is not None and when.latest < day - OLD

    def _day(self, draft: Draft) -> When | None:
        """The day of a draft's sentence, or of the one before, or of one after that says when it happened."""
        sentence = draft.sentence
        if sentence in self._days:
            return self._days[sentence]
        before = self._days.get(sentence - 1)
        if self._of_another_country(draft):
            return None
        if before is not None and (not self._old(before) or before == self.when) and not self._elsewhere(draft):
            return before
        after = self._days.get(sentence + 1)
        told = after is not None and self._analysis.sentences[sentence + 1].has("happen")
        return after if told else None

    def _specific(self, index: int) -> str | None:
        """The first place of a sentence that is more than a country."""
        sentence = self._analysis.sentences[index]
        found = [p for p in sentence.places if p.introduced and p.kind not in ("country", "region")]
        found = [p for p in found if not elsewhere(self._analysis, sentence, p)] or found
        return join_places(self._analysis, sentence, found[0]) if found else None

    def _headed(self) -> str | None:
        """The town that the title names, where it names only one."""
        first = next(iter(self._analysis.sentences), None)
        if first is None or first.zone != "title":
            return None
        towns = [p for p in first.places if p.kind not in ("country", "region") and p.words not in self.vague]
        towns = [p for p in towns if not is_abroad(first, p, self._analysis.hosts) and not speaks(first, p)]
        return join_places(self._analysis, first, towns[0]) if len(towns) == 1 else None

    def _named(self) -> list[str | None]:
        """Places that the document names after a locative word, its title first; then its country."""
        a = self._analysis
        told = [(s, p) for s in a.body() for p in s.places if p.introduced or p.kind in ("city", "region")]
        told = [(s, p) for s, p in told if not held_or_named(a, s, p)]
        told_of = [(s, p) for s, p in told if not (elsewhere(a, s, p) or speaks(s, p))]
        found = [p for s, p in told_of if not (is_abroad(s, p, a.hosts) or filed_from(a, s, p))]
        found = found or [p for _, p in told]
        specific: list[str | None] = [p.words for p in found if p.kind not in ("country", "region")]
        hosts: list[str | None] = [p.words for p in found if p.country in a.hosts]
        return specific[:1] or hosts[:1] or [self._host]

    def complete(self, draft: Draft, *, apart: bool = False) -> Draft:
        """The draft with the day and place of the event it belongs to, where its own clause gives none."""
        if not draft.inherit:
            return draft
        place, when = draft.place, draft.when
        if draft.flags.cumulative or apart:
            place = place or self._host
            own = apart or runs_since(self._analysis, self._analysis.sentences[draft.sentence])
            when = when or (None if own else _near(self._periods, draft.sentence) or self._period)
            return msgspec.structs.replace(draft, place=place, when=when)
        if len(self._analysis.sentences) > _LONG:  # a transcript tells of many things: nothing is handed on
            when = when or self._days.get(draft.sentence) or self._days.get(draft.sentence - 1)
            place = place or self.places.get(draft.sentence) or self.places.get(draft.sentence - 1)
            return msgspec.structs.replace(draft, place=place, when=when)
        old = self._of_old_wounds(draft)
        if old:
            when = None
        elif when is None and draft.rule != "casualty.remains" and not self._undated(draft):
            when = self._day(draft) or (self.when if self._reaches(draft) else None)
        if when is None and not old and self._elsewhen(draft):
            return msgspec.structs.replace(draft, place=place or self._host)
        days = [self.when] if self.when is not None else self._days.values()  # where none leads, all
        main = when is None or all(when.overlaps(day) for day in days)
        if self.happened and main and (place is None or place in self.wide or self._is_capital(place)):
            place = self.happened
        elif place is None or place in self.wide or (draft.score < 0.6 and self._is_capital(place)):
            near = _near(self.places, draft.sentence)
            if draft.score < 0.6 and self.place and self._is_capital(near or ""):
                near = self.place
            place = (
                (near if near not in self.wide else None)
                or (self.place if main else None)
                or near
                or place
                or self.place
            )
        return msgspec.structs.replace(draft, place=place, when=when)

    def _undated(self, draft: Draft) -> bool:
        """Whether a sentence tells of another time without naming it, or counts what a hospital saw over days."""
        sentence = self._analysis.sentences[draft.sentence]
        if draft.sentence in self._days:
            return False
        text = self._analysis.folded[sentence.start : sentence.end]
        over = counted_over(self._analysis, sentence)
        cared = _CARERS.search(text[: draft.start - sentence.start])
        since = isinstance(draft.statement, Casualty) and any(
            d.kind == "since" and not self._shown(sentence, d.start) for d in sentence.dates
        )
        return bool(sentence.floating or over or cared or since or _UNDATED.search(text))

    def _of_old_wounds(self, draft: Draft) -> bool:
        """Whether somebody dies of what was done to him on other days: "one died of wounds received earlier"."""
        one = draft.statement
        if not isinstance(one, Casualty) or one.outcome != "killed":
            return False
        clause = _CLAUSE.match(self._analysis.text, draft.end)
        return bool(clause and _LATELY_HURT.search(self._analysis.folded[draft.start : clause.end()]))

    def _elsewhen(self, draft: Draft) -> bool:
        """Whether a sentence tells of some days before or after the main event: what it tells was elsewhere too."""
        sentence = self._analysis.sentences[draft.sentence]
        return bool(_ELSEWHEN.search(self._analysis.folded[sentence.start : sentence.end]))

    def _reaches(self, draft: Draft) -> bool:
        """Whether a draft without a day of its own stands close enough to the main event to share its day."""
        if self._of_another_country(draft):
            return False
        if self._main is None or abs(self._main - draft.sentence) > (_FAR if self._sole else _REACH):
            return False
        title = draft.sentence == 0 and self._analysis.sentences[0].zone == "title"
        if self._main - draft.sentence > 1 and self._main != self.told_at and not title:
            return False
        if isinstance(draft.statement, Equipment) and draft.statement.event == "grounded":
            return False
        if self._main < draft.sentence and self._elsewhere(draft):
            return False
        return same_place(draft.place, self.places.get(self._main), self.wide)

    def _of_another_country(self, draft: Draft) -> bool:
        """Whether another country gives its own losses: "Malawi lost three", after those of South Africa."""
        if not isinstance(draft.statement, Casualty) or self._main is None:
            return False
        sentences = self._analysis.sentences
        named = [t for t in sentences[draft.sentence].tagged("country:") if t.end <= draft.end]
        led = named and not self._analysis.folded[sentences[draft.sentence].start : named[0].start].split()[1:]
        theirs = {t.tag.partition(":")[2] for t in named} - self._analysis.hosts
        of_main = {t.tag.partition(":")[2] for t in sentences[self._main].tagged("country:", "demonym:")}
        return bool(led and theirs and of_main - self._analysis.hosts) and not theirs & of_main

    def _elsewhere(self, draft: Draft) -> bool:
        """Whether words like "meanwhile" set a draft apart from what was told before it."""
        sentence = self._analysis.sentences[draft.sentence]
        return bool(_MEANWHILE.search(self._analysis.folded[sentence.start : draft.end]))

    def _is_capital(self, words: str) -> bool:
        mission = self._analysis.mission
        return words in _CAPITALS or bool(mission and fold_text(mission.capital) == fold_text(words))


_ELSEWHEN = re.compile(rf"\b(?:{any_of('undated before')}|{any_of('undated after')})\b")
_UNDATED = re.compile(rf"{_ELSEWHEN.pattern}|\b{any_of('undated lately')}\b")
_CLAUSE = re.compile(r"[^,.;\n]{0,60}")
_LATELY_HURT = re.compile(rf"\b{any_of('of days before')}\b")
_CARERS = re.compile(rf"(?:^|(?<!\bto)(?<!\bin)(?<!\bat)\s){any_of('counted by carers')}\b")
_SHOWN = re.compile(rf"\b{any_of('shown around')}\b")
_MEANWHILE = re.compile(rf"\b{any_of('on another matter')}\b")
_REACH = 3  # sentences over which the main event hands on its day
_FAR = 6  # the same, where it is the only day of the report
_LATELY = timedelta(days=14)
_LONG = 60  # sentences from which on a document has no one main event
_OF_EVENTS = frozenset({"attacks", "outcomes", "equipment"})

# Capitals stand for their country in the first lines of a report; a nearer place said later is the better one.
_CAPITALS = word_set("capitals of missions")


def _near(table: Mapping[int, T], sentence: int) -> T | None:
    """What the table holds for a sentence, or for the one before or after it."""
    return next((table[s] for s in (sentence, sentence - 1, sentence + 1) if s in table), None)
