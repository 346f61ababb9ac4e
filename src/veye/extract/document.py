"""The document as a whole: drafts that tell the same happening become one claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.attribution import attribution_of
from veye.extract.clauses import elsewhere, filed_from, held_or_named, is_abroad, join_places
from veye.extract.counted_twice import with_other_counts
from veye.extract.days import counted_over, is_earlier, of_event, runs_since
from veye.extract.document_attacks import by_neighbours, by_victims, of_mission, settle_attacks
from veye.extract.document_casualties import settle_casualties, with_causes, with_told_causes
from veye.extract.document_moves import settle_moves
from veye.extract.folding import fold_text
from veye.extract.implied import implied_attacks
from veye.extract.same import join_drafts, same_number, same_place
from veye.extract.struck import without_dead
from veye.extract.together import killed_or_wounded
from veye.extract.wordlists import any_of, word_set
from veye.extract.worn import with_gear
from veye.records import Attack, Casualty, Claim, Equipment, Evacuation, PlaceMention, ReadBy, When

T = TypeVar("T")


def to_claims(analysis: Analysis, drafts: list[Draft], *, reader: str, version: str) -> list[Claim]:
    """The claims of a document from the drafts of all finders, by position."""
    kept = settle(analysis, drafts)
    claims = [_claim(analysis, draft, reader, version) for draft in sorted(kept, key=lambda d: (d.start, d.end))]
    unique: dict[str, Claim] = {}
    for claim in claims:
        unique.setdefault(claim.id, claim)
    return list(unique.values())


def settle(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Drafts joined, dated and placed by what the document as a whole tells."""
    drafts = with_other_counts(analysis, [d for d in drafts if not d.flags.denied])
    of = {
        kind: [d for d in drafts if isinstance(d.statement, kind)] for kind in (Casualty, Attack, Equipment, Evacuation)
    }
    of[Casualty] = killed_or_wounded(analysis, of[Casualty])
    rest = [d for d in drafts if not isinstance(d.statement, (Casualty, Attack, Equipment, Evacuation))]
    scene = Scene(analysis, [*of[Casualty], *of[Attack], *of[Equipment]])
    joined = [d for block in _blocks(of[Casualty]) for d in settle_casualties(analysis, block)]
    joined = _beside_others(joined)
    totals = {d.sentence for d in joined if d.flags.cumulative}
    completed = [scene.complete(d, apart=_beside_total(d, totals)) for d in joined]
    casualties = with_gear(analysis, without_dead(analysis, with_causes(analysis, completed)))
    hits = [scene.complete(of_mission(analysis, d)) for d in of[Attack]]
    implied = [of_mission(analysis, d) for d in implied_attacks(analysis, casualties, hits, scene.wide)]
    acts = [by_neighbours(analysis, by_victims(analysis, d, casualties[:_BLOCK])) for d in (*hits, *implied)]
    attacks = [d for block in _blocks(acts) for d in settle_attacks(analysis, block, casualties[:_BLOCK], scene.vague)]
    equipment = [d for block in _blocks([scene.complete(d) for d in of[Equipment]]) for d in _equipment(block)]
    evacuations = settle_moves([scene.complete(d) for d in of[Evacuation]])
    casualties = with_told_causes(analysis, casualties)
    told = _recalled(analysis, [*casualties, *attacks, *equipment], scene)
    return [*rest, *_in_retrospect(analysis, told), *evacuations]


def _in_retrospect(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Where all dated casualties are recalled, of several days, a count of people without a day is a total; where they
    are also months back, what befell equipment without a day is recalled too.
    """
    casualties = [d for d in drafts if isinstance(d.statement, Casualty) and not d.flags.cumulative]
    days = {d.when for d in casualties if d.when is not None}
    if len(days) < 2 or not all(d.flags.backref for d in casualties if d.when is not None):
        return drafts
    host = next(iter(sorted(analysis.hosts)), None)
    last = max(day.latest for day in days)
    long_ago = analysis.published is not None and (analysis.published - last).days > _LONG_AGO
    out = []
    for draft in drafts:
        if draft.when is None and not draft.flags.backref:
            if draft in casualties and _several(draft):
                flags = msgspec.structs.replace(draft.flags, cumulative=True)
                draft = msgspec.structs.replace(draft, flags=flags, place=host)
            elif long_ago and isinstance(draft.statement, Equipment):
                draft = msgspec.structs.replace(draft, flags=msgspec.structs.replace(draft.flags, backref=True))
        out.append(draft)
    return out


def _several(draft: Draft) -> bool:
    return isinstance(draft.statement, Casualty) and (draft.statement.count.low or 0) > 1


def _beside_others(drafts: list[Draft]) -> list[Draft]:
    """Counts told with a running total are totals too: "5,626 killed and 2,213 injured this year; 1,494 kidnapped"."""
    out = []
    total: Draft | None = None
    for draft in sorted(drafts, key=lambda d: d.start):
        size = draft.statement.count.low if isinstance(draft.statement, Casualty) else None
        if draft.flags.cumulative:
            total = draft if (size or 0) >= _MANY else total
        elif total is not None and draft.when is None and (size or 0) >= _least_beside(total, draft):
            flags = msgspec.structs.replace(draft.flags, cumulative=True)
            draft = msgspec.structs.replace(draft, flags=flags, when=total.when)
        out.append(draft)
    return out


_MANY = 100  # a count this large and undated, told next to a total, is one


def _least_beside(total: Draft, draft: Draft) -> float:
    """How large an undated count must be to pass for a total beside another one."""
    apart = draft.sentence - total.sentence
    if apart == 0:
        return 10
    return _MANY if apart <= 3 else float("inf")


def _blocks(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """The drafts in runs that can be compared one with another; all at once but for very long documents."""
    ordered = sorted(drafts, key=lambda d: d.start)
    for first in range(0, len(ordered), _BLOCK):
        yield ordered[first : first + _BLOCK]


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
        capitals = {p.words for s in analysis.sentences for p in s.places if self._is_capital(p.words)}
        self.vague = self.wide | capitals  # where two accounts of one attack may still put it
        days: dict[int, When] = {}
        self._periods: dict[int, When] = {}
        for sentence in analysis.body():
            for date in sentence.dates:
                if date.when is None or is_earlier(analysis, date) or not of_event(analysis, sentence, date):
                    continue
                if date.kind in ("absolute", "relative", "span"):
                    if date.when.days <= 10:
                        days.setdefault(sentence.index, date.when)
                    elif date.when.days >= 28:
                        self._periods.setdefault(sentence.index, date.when)
        self._days = days
        past = [d.when.latest for s in analysis.body() for d in s.dates if d.when and not d.future]
        self.last = max(past, default=None)  # a report that bears no date is no older than this
        periods = {p.iso(): p for p in self._periods.values()}
        self._period = next(iter(periods.values())) if len(periods) == 1 else None
        told = {s.index for s in analysis.body() if s.has("happen")}
        self.told_at = next((i for i in sorted(told) if i in days or self._specific(i)), None)
        drafted = {d.sentence for d in body}
        near = [i for i in days if i in drafted and (i <= 1 or not self._old(days[i]))]
        near.sort(key=lambda i: self._old(days[i]))
        violent = [i for i in days if any(t.subject in _OF_EVENTS for t in analysis.sentences[i].terms)]
        opening = [i for i in days if i <= 2 and days[i].days == 1 and not self._old(days[i])]
        order = [i for i in (self.told_at,) if i is not None and i in days] + near + violent + opening
        self._main = order[0] if order else None
        self.when = days[self._main] if self._main is not None else None
        self.places = {d.sentence: d.place for d in body if d.place}
        placed = [d.place for d in sorted(body, key=lambda d: (d.score < 0.6, d.start)) if d.place]
        specific = [p for p in placed if p not in self.wide]
        happened = self._specific(self.told_at) if self.told_at is not None else None
        named = self._named()
        finer = [n for n in named if n not in self.wide]
        self.place = happened or next(iter([*specific, *finer, *placed, *named]), None)
        self.happened = happened

    def _old(self, when: When) -> bool:
        """Whether a day lies more than a week before the report."""
        day = self._analysis.published
        return day is not None and when.latest < day - _OLD

    def _day(self, sentence: int) -> When | None:
        """The day of a sentence, or of the one before, or of one after that says when it happened."""
        if sentence in self._days:
            return self._days[sentence]
        before = self._days.get(sentence - 1)
        if before is not None and (not self._old(before) or before == self.when):
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

    def _named(self) -> list[str | None]:
        """Places that the document names after a locative word, its title first; then its country."""
        a = self._analysis
        told = [(s, p) for s in a.body() for p in s.places if p.introduced or p.kind in ("city", "region")]
        told = [(s, p) for s, p in told if not held_or_named(a, s, p)]
        found = [p for s, p in told if not (elsewhere(a, s, p) or is_abroad(s, p, a.hosts) or filed_from(a, s, p))]
        found = found or [p for _, p in told]
        specific: list[str | None] = [p.words for p in found if p.kind not in ("country", "region")]
        hosts: list[str | None] = [p.words for p in found if p.country in a.hosts]
        return specific[:1] or hosts[:1] or [next(iter(sorted(self._analysis.hosts)), None)]

    def complete(self, draft: Draft, *, apart: bool = False) -> Draft:
        """The draft with the day and place of the event it belongs to, where its own clause gives none."""
        if not draft.inherit:
            return draft
        place, when = draft.place, draft.when
        if draft.flags.cumulative or apart:
            place = place or next(iter(sorted(self._analysis.hosts)), None)
            own = apart or runs_since(self._analysis, self._analysis.sentences[draft.sentence])
            when = when or (None if own else _near(self._periods, draft.sentence) or self._period)
            return msgspec.structs.replace(draft, place=place, when=when)
        if len(self._analysis.sentences) > _LONG:  # a transcript tells of many things: nothing is handed on
            when = when or self._days.get(draft.sentence) or self._days.get(draft.sentence - 1)
            place = place or self.places.get(draft.sentence) or self.places.get(draft.sentence - 1)
            return msgspec.structs.replace(draft, place=place, when=when)
        if when is None and draft.rule != "casualty.remains" and not self._undated(draft):
            when = self._day(draft.sentence) or (self.when if self._reaches(draft) else None)
        if when is None and self._elsewhen(draft):
            return msgspec.structs.replace(draft, place=place or next(iter(sorted(self._analysis.hosts)), None))
        main = when is None or self.when is None or when.overlaps(self.when)
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
        return bool(sentence.floating or over or _UNDATED.search(text))

    def _elsewhen(self, draft: Draft) -> bool:
        """Whether a sentence tells of some days before or after the main event: what it tells was elsewhere too."""
        sentence = self._analysis.sentences[draft.sentence]
        return bool(_ELSEWHEN.search(self._analysis.folded[sentence.start : sentence.end]))

    def _reaches(self, draft: Draft) -> bool:
        """Whether a draft without a day of its own stands close enough to the main event to share its day."""
        if self._main is None or abs(self._main - draft.sentence) > _REACH:
            return False
        if self._main - draft.sentence > 1 and self._main != self.told_at:
            return False
        if isinstance(draft.statement, Equipment) and draft.statement.event == "grounded":
            return False
        own, main = draft.place, self.places.get(self._main)
        return own is None or main is None or same_place(own, main, self.wide)

    def _is_capital(self, words: str) -> bool:
        mission = self._analysis.mission
        return words in _CAPITALS or bool(mission and fold_text(mission.capital) == fold_text(words))


_BEFORE = re.compile(rf"\b{any_of('undated before')}\b")
_ELSEWHEN = re.compile(rf"\b(?:{any_of('undated before')}|{any_of('undated after')})\b")
_UNDATED = re.compile(rf"{_ELSEWHEN.pattern}|\b{any_of('counted by carers')}\b")
_BLOCK = 200  # drafts of one type that are compared with one another
_REACH = 3  # sentences over which the main event hands on its day
_LONG = 60  # sentences from which on a document has no one main event
_LONG_AGO = 31  # days: a report that far from all that it dates looks back over a time
_OF_EVENTS = frozenset({"attacks", "outcomes", "equipment"})

# Capitals stand for their country in the first lines of a report; a nearer place said later is the better one.
_CAPITALS = word_set("capitals of missions")


def _near(table: Mapping[int, T], sentence: int) -> T | None:
    """What the table holds for a sentence, or for the one before or after it."""
    return next((table[s] for s in (sentence, sentence - 1, sentence + 1) if s in table), None)


def _equipment(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.score < 0.6, d.start)):
        item = draft.statement
        assert isinstance(item, Equipment)
        index = next(
            (
                i
                for i, k in enumerate(kept)
                if _same_item(k.statement, item) and not (draft.other and k.about != draft.about and k.score >= 0.6)
            ),
            None,
        )
        if index is None:
            kept.append(draft)
        else:
            kept[index] = join_drafts(kept[index], draft)
    return kept


def _same_item(a: object, b: Equipment) -> bool:
    return (
        isinstance(a, Equipment)
        and a.item_class == b.item_class
        and (a.event == b.event or {a.event, b.event} <= {"destroyed", "lost", "damaged"})
        and same_number(a.count, b.count)
    )


_OLD = timedelta(days=8)  # a report on something older than this looks back


def _recalled(analysis: Analysis, drafts: list[Draft], scene: Scene) -> list[Draft]:
    """Marks what took place well before the report or before its main event, or is told in the pluperfect."""
    totals = {d.sentence for d in drafts if isinstance(d.statement, Casualty) and d.flags.cumulative}
    back = {d.sentence for d in drafts if isinstance(d.statement, Casualty) and d.flags.backref}
    return [
        msgspec.structs.replace(d, flags=msgspec.structs.replace(d.flags, backref=True))
        if not d.flags.cumulative and _looks_back(analysis, d, scene, totals, back)
        else d
        for d in drafts
    ]


def _looks_back(analysis: Analysis, draft: Draft, scene: Scene, totals: set[int], back: set[int]) -> bool:
    day = analysis.published if analysis.doc.published and len(analysis.doc.published) == 10 else None
    if not analysis.doc.published:
        day = scene.last
    if draft.when is not None and day is not None and draft.when.latest < day - _OLD:
        return True
    if draft.when is not None and scene.when is not None and draft.when.latest < scene.when.earliest:
        if (scene.when.earliest - draft.when.latest).days > 3 or _is_missing(draft):
            return True
        if _in_pluperfect(analysis, draft):
            return True
    sentence = analysis.sentences[draft.sentence]
    if isinstance(draft.statement, Equipment):  # "after ten vehicles supplied earlier in the summer"
        return draft.when is None and bool(_BEFORE.search(analysis.folded[draft.start : sentence.end]))
    if _beside_total(draft, totals):
        return True
    if draft.when is None and _BEFORE.search(analysis.folded[sentence.start : sentence.end]):
        return True
    told = draft.sentence > 1 and _in_pluperfect(analysis, draft)
    if isinstance(draft.statement, Attack) and draft.sentence in back:
        return True
    return told and not sentence.has("say") and draft.when != scene.when


def _is_missing(draft: Draft) -> bool:
    """Whether somebody is told to be missing: since before the report's event, that is no news of it."""
    return isinstance(draft.statement, Casualty) and draft.statement.outcome == "missing"


def _beside_total(draft: Draft, totals: set[int]) -> bool:
    """Whether somebody missing is named beside a running total: "three killed so far; another remains missing"."""
    one = draft.statement
    return isinstance(one, Casualty) and one.outcome == "missing" and draft.sentence in totals


def _in_pluperfect(analysis: Analysis, draft: Draft) -> bool:
    """Whether the verb of a draft stands in the pluperfect."""
    terms = analysis.sentences[draft.sentence].terms
    return any(t.tag == "pluperfect" and draft.start - 25 <= t.start < draft.end for t in terms)


def _claim(analysis: Analysis, draft: Draft, reader: str, version: str) -> Claim:
    return Claim.make(
        analysis.doc.id,
        draft.statement,
        (analysis.doc.span(draft.start, draft.end),),
        when=draft.when,
        place=PlaceMention(draft.place) if draft.place else None,
        flags=draft.flags,
        attribution=draft.attribution or attribution_of(analysis, analysis.sentences[draft.sentence], draft.start),
        language=analysis.language,
        read_by=ReadBy(reader, version, f"{draft.rule}.{analysis.language}"),
    )
