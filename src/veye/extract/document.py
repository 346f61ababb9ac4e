"""The document as a whole: drafts that tell the same happening become one claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.attribution import attribution_of
from veye.extract.clauses import counted_from, join_places, said_then
from veye.extract.folding import fold_text
from veye.extract.wordlists import any_of, word_set
from veye.records import Attack, Casualty, Claim, Count, Equipment, Evacuation, Flags, PlaceMention, ReadBy, When
from veye.records.claim import Mode

T = TypeVar("T")

_FIGHT = frozenset({"ambush", "armed assault", "clash", "arson"})
_MASSACRE = 10  # civilians killed in one attack from which on it is called a massacre


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
    drafts = [d for d in drafts if not d.flags.denied]
    of = {
        kind: [d for d in drafts if isinstance(d.statement, kind)] for kind in (Casualty, Attack, Equipment, Evacuation)
    }
    rest = [d for d in drafts if not isinstance(d.statement, (Casualty, Attack, Equipment, Evacuation))]
    scene = Scene(analysis, [*of[Casualty], *of[Attack], *of[Equipment]])
    joined = [d for block in _blocks(of[Casualty]) for d in _casualties(block)]
    joined = _beside_others(joined)
    totals = {d.sentence for d in joined if d.flags.cumulative}
    completed = [scene.complete(d, apart=_beside_total(d, totals)) for d in joined]
    casualties = _with_causes(analysis, completed)
    told = [scene.complete(_of_mission(analysis, d)) for d in of[Attack]]
    implied = [_of_mission(analysis, d) for d in _implied(analysis, casualties, told, scene.wide)]
    acts = [_by_neighbours(analysis, d) for d in (*told, *implied)]
    attacks = [d for block in _blocks(acts) for d in _attacks(block, casualties[:_BLOCK], scene.wide)]
    equipment = [d for block in _blocks([scene.complete(d) for d in of[Equipment]]) for d in _equipment(block)]
    evacuations = _evacuations([scene.complete(d) for d in of[Evacuation]], casualties)
    return [*rest, *_recalled(analysis, [*casualties, *attacks, *equipment], scene), *evacuations]


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
        days: dict[int, When] = {}
        self._periods: dict[int, When] = {}
        for sentence in analysis.body():
            for date in sentence.dates:
                if date.when is None or date.future or said_then(analysis, sentence, date):
                    continue
                if counted_from(analysis, sentence, date):
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
        opening = [i for i in days if i <= 2 and days[i].days == 1]
        order = [i for i in (self.told_at,) if i is not None and i in days] + near + violent + opening
        self._main = order[0] if order else None
        self.when = days[self._main] if self._main is not None else None
        self.places = {d.sentence: d.place for d in body if d.place}
        placed = [d.place for d in sorted(body, key=lambda d: (d.score < 0.6, d.start)) if d.place]
        specific = [p for p in placed if p not in self.wide]
        happened = self._specific(self.told_at) if self.told_at is not None else None
        self.place = happened or (specific or placed or self._named() or [None])[0]
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
        return join_places(self._analysis, sentence, found[0]) if found else None

    def _named(self) -> list[str | None]:
        """Places that the document names after a locative word, its title first; then its country."""
        found = [p for s in self._analysis.body() for p in s.places if p.introduced or p.kind in ("city", "region")]
        specific: list[str | None] = [p.words for p in found if p.kind not in ("country", "region")]
        hosts: list[str | None] = [p.words for p in found if p.country in self._analysis.hosts]
        return specific[:1] or hosts[:1] or [next(iter(sorted(self._analysis.hosts)), None)]

    def complete(self, draft: Draft, *, apart: bool = False) -> Draft:
        """The draft with the day and place of the event it belongs to, where its own clause gives none."""
        if not draft.inherit:
            return draft
        place, when = draft.place, draft.when
        if draft.flags.cumulative or apart:
            place = place or next(iter(sorted(self._analysis.hosts)), None)
            when = when or (None if apart else _near(self._periods, draft.sentence) or self._period)
            return msgspec.structs.replace(draft, place=place, when=when)
        if len(self._analysis.sentences) > _LONG:  # a transcript tells of many things: nothing is handed on
            when = when or self._days.get(draft.sentence) or self._days.get(draft.sentence - 1)
            place = place or self.places.get(draft.sentence) or self.places.get(draft.sentence - 1)
            return msgspec.structs.replace(draft, place=place, when=when)
        if when is None and draft.rule != "casualty.remains" and not self._undated(draft):
            when = self._day(draft.sentence) or (self.when if self._reaches(draft) else None)
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
        return bool(sentence.floating or _UNDATED.search(text))

    def _reaches(self, draft: Draft) -> bool:
        """Whether a draft without a day of its own stands close enough to the main event to share its day."""
        if self._main is None or abs(self._main - draft.sentence) > _REACH:
            return False
        if isinstance(draft.statement, Equipment) and draft.statement.event == "grounded":
            return False
        own, main = draft.place, self.places.get(self._main)
        return own is None or main is None or _same_place(own, main, self.wide)

    def _is_capital(self, words: str) -> bool:
        mission = self._analysis.mission
        return words in _CAPITALS or bool(mission and fold_text(mission.capital) == fold_text(words))


_UNDATED = re.compile(rf"\b(?:{any_of('undated before')}|{any_of('counted by carers')})\b")
_BLOCK = 200  # drafts of one type that are compared with one another
_REACH = 3  # sentences over which the main event hands on its day
_LONG = 60  # sentences from which on a document has no one main event
_OF_EVENTS = frozenset({"attacks", "outcomes", "equipment"})

# Capitals stand for their country in the first lines of a report; a nearer place said later is the better one.
_CAPITALS = word_set("capitals of missions")


def _near(table: Mapping[int, T], sentence: int) -> T | None:
    """What the table holds for a sentence, or for the one before or after it."""
    return next((table[s] for s in (sentence, sentence - 1, sentence + 1) if s in table), None)


def _same_day(a: When | None, b: When | None) -> bool:
    return a is None or b is None or a.overlaps(b)


def _same_place(a: str | None, b: str | None, wide: frozenset[str] | set[str] = frozenset()) -> bool:
    if not a or not b:
        return True
    if wide and (a in wide or b in wide):
        return True
    first, second = (set(re.findall(r"\w{3,}", fold_text(x))) for x in (a, b))
    return bool(first & second)


def _equal(a: Count, b: Count) -> bool:
    return (a.low, a.high) == (b.low, b.high)


def _same_number(a: Count, b: Count) -> bool:
    if (a.low, a.high) == (b.low, b.high):
        return True
    if not a.stated or not b.stated:
        return True
    vague = {(2, None), (3, None)}
    if ((a.low, a.high) in vague or (b.low, b.high) in vague) and a.overlaps(b):
        return True
    return a.low is not None and a.low == b.low and (a.high is None or b.high is None)


def _join(first: Draft, second: Draft) -> Draft:
    """One draft of two that tell the same: the better one, filled up from the other."""
    best, other = (first, second) if first.score >= second.score else (second, first)
    statement = best.statement
    if isinstance(statement, Casualty) and isinstance(other.statement, Casualty):
        that = other.statement
        count = statement.count
        if (count.low, count.high) in ((2, None), (None, None), (3, None)) and that.count.stated:
            count = that.count
        statement = msgspec.structs.replace(
            statement,
            count=count,
            who=that.who
            if statement.who in ("unknown", "civilian") and best.score < 1 <= other.score
            else statement.who,
            cause=statement.cause if statement.cause != "unknown" else that.cause,
            gear=statement.gear or that.gear,
            contingent=statement.contingent or that.contingent,
        )
    when = best.when or other.when
    if best.when and other.when and other.when.days < best.when.days:
        when = other.when
    flags = Flags(
        cumulative=best.flags.cumulative,
        backref=best.flags.backref and other.flags.backref,
        hedged=best.flags.hedged and other.flags.hedged,
        denied=False,
        planned=best.flags.planned,
    )
    return msgspec.structs.replace(
        best,
        statement=statement,
        when=when,
        place=best.place or other.place,
        flags=flags,
        score=max(best.score, other.score),
    )


def _tells_same(a: Draft, b: Draft) -> bool:
    x, y = a.statement, b.statement
    assert isinstance(x, Casualty)
    assert isinstance(y, Casualty)
    if x.outcome != y.outcome or a.flags.cumulative != b.flags.cumulative:
        return False
    loose = a.score < 0.6 or b.score < 0.6
    if x.who_detail and y.who_detail and _other_name(x.who_detail, y.who_detail):
        return False
    who = x.who == y.who or "unknown" in (x.who, y.who) or (loose and "civilian" in (x.who, y.who))
    if not who or not _same_number(x.count, y.count):
        return False
    if a.about is not None and a.about == b.about:
        return True
    if (b.other or a.other) and abs(a.sentence - b.sentence) <= 3 and _equal(x.count, y.count) and a.about != b.about:
        return False
    if x.gear and y.gear and x.gear != y.gear:
        return False
    return _same_day(a.when, b.when) and (_same_place(a.place, b.place) or loose)


def _with_causes(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Casualties without a cause of their own take that of the same event, told nearest to them."""
    causes: dict[int, str] = {}
    for sentence in analysis.body():
        terms = sentence.tagged("cause.")
        if terms:
            causes[sentence.index] = min(terms, key=lambda t: (_CAUSE_RANK.get(t.tag, 0), t.start)).tag.partition(".")[
                2
            ]
    out = []
    for draft in drafts:
        one = draft.statement
        assert isinstance(one, Casualty)
        if one.cause == "unknown" and causes and not draft.flags.cumulative and one.outcome in ("killed", "wounded"):
            near = min(causes, key=lambda i: (abs(i - draft.sentence), i > draft.sentence))
            if abs(near - draft.sentence) <= 2:
                one = msgspec.structs.replace(one, cause=causes[near])
                draft = msgspec.structs.replace(draft, statement=one)
        out.append(draft)
    return out


_CAUSE_RANK = {"cause.gunshot": 1, "cause.other": 2}

_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)+$")


def _other_name(a: str, b: str) -> bool:
    """Whether two phrases end in proper names that have no word in common."""
    first, second = _NAME.search(a), _NAME.search(b)
    return bool(first and second and not set(first.group().split()[-2:]) & set(second.group().split()[-2:]))


def _wholes(drafts: list[Draft]) -> list[Draft]:
    """Parts of one phrase and one side give way to the total that the text states for them."""
    out = list(drafts)
    for whole in drafts:
        total = whole.statement
        assert isinstance(total, Casualty)
        if whole not in out or total.count.low is None or whole.flags.cumulative:
            continue
        by_clause: dict[tuple[int, str], list[Draft]] = {}
        for d in out:
            part = d.statement
            assert isinstance(part, Casualty)
            if (d is not whole and part.outcome == total.outcome and d.rule == whole.rule) or (
                d is not whole and (part.outcome == total.outcome)
            ):
                by_clause.setdefault((d.end, part.who), []).append(d)
        for (_, who), parts in by_clause.items():
            counts = [p.statement.count.low or 0 for p in parts if isinstance(p.statement, Casualty)]
            if len(parts) >= 2 and sum(counts) == total.count.low and total.who in (who, "civilian", "unknown"):
                out = [d for d in out if d not in parts]
                first = parts[0].statement
                assert isinstance(first, Casualty)
                joined = msgspec.structs.replace(
                    parts[0],
                    statement=msgspec.structs.replace(first, count=total.count, who_detail=total.who_detail),
                    start=min(p.start for p in parts),
                )
                out[out.index(whole)] = joined
                break
    return out


def _casualties(drafts: list[Draft]) -> list[Draft]:
    """One draft for each happening and group; sums of parts and vaguer repeats are left out."""
    kept: list[Draft] = []
    for draft in sorted(_wholes(drafts), key=lambda d: (d.score < 0.6, d.start)):
        index = next((i for i, k in enumerate(kept) if _tells_same(k, draft)), None)
        if index is None:
            kept.append(draft)
        else:
            kept[index] = _join(kept[index], draft)
    kept = [d for d in kept if not _is_sum(d, kept) and not _told_better(d, kept)]
    return [d for d in kept if not _confirmed_dead(d, kept)]


def _is_sum(draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether the count of a draft is made up by others of its outcome."""
    whole = draft.statement
    assert isinstance(whole, Casualty)
    if draft.flags.cumulative or whole.count.low is None or whole.count.low < 2:
        return False
    parts = [
        d.statement.count.low or 0
        for d in drafts
        if d is not draft
        and isinstance(d.statement, Casualty)
        and d.statement.outcome == whole.outcome
        and not d.flags.cumulative
        and not d.flags.backref
        and _same_day(d.when, draft.when)
        and (d.statement.who == whole.who or draft.statement.who in ("civilian", "unknown", "mixed"))  # type: ignore[union-attr]
        and (d.statement.count.low or 0) < whole.count.low
    ]
    if len(parts) >= 2 and sum(parts) == whole.count.low:
        return True
    return _adds_up(draft, drafts)


def _adds_up(whole: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether the drafts that follow a total one by one make it up: "two hurt. One …, the other …"."""
    total = whole.statement
    assert isinstance(total, Casualty)
    left, parts = total.count.low or 0, 0
    for d in sorted(drafts, key=lambda d: d.start):
        part = d.statement
        if not isinstance(part, Casualty) or d is whole or d.start < whole.start or d.flags.cumulative:
            continue
        if part.outcome != total.outcome or part.who != total.who or d.sentence - whole.sentence > 4:
            continue
        left, parts = left - (part.count.low or 0), parts + 1
        if left <= 0:
            break
    return left == 0 and parts >= 2


def _told_better(draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether a title, or a draft without usable number or people, is told in full elsewhere."""
    one = draft.statement
    assert isinstance(one, Casualty)
    others = [
        d.statement
        for d in drafts
        if d is not draft
        and isinstance(d.statement, Casualty)
        and d.statement.outcome == one.outcome
        and d.score > draft.score
        and (d.flags.cumulative == draft.flags.cumulative or _same_number(d.statement.count, one.count))
    ]
    if draft.score < 0.6:
        return any(
            o.who == one.who or one.who in ("civilian", "unknown") or (o.count.low or 0) == (one.count.low or 0)
            for o in others
        )
    return False


def _confirmed_dead(draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether somebody missing is later confirmed dead in the same text."""
    one = draft.statement
    if not isinstance(one, Casualty) or one.outcome not in ("missing", "wounded"):
        return False
    if any(
        isinstance(d.statement, Casualty)
        and d.statement.outcome == "killed"
        and d.about is not None
        and d.about == draft.about
        and not d.flags.hedged
        and (d.start > draft.start or one.outcome == "wounded")
        for d in drafts
    ):
        return True
    if one.outcome == "wounded":
        return False
    return any(
        isinstance(d.statement, Casualty)
        and d.statement.outcome == "killed"
        and d.statement.who == one.who
        and (d.statement.count.low, d.statement.count.high) == (one.count.low, one.count.high)
        and not d.flags.hedged
        and not d.flags.cumulative
        and d.start > draft.start
        and d.when is not None
        and d.when == draft.when
        for d in drafts
    )


def _by_neighbours(analysis: Analysis, draft: Draft) -> Draft:
    """An attack whose sentence names nobody is by the gang of the sentence before or after."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    sentences = analysis.sentences
    if attack.actor != "unknown" or sentences[draft.sentence].has("unknown"):
        return draft
    near = sentences[max(0, draft.sentence - 1) : draft.sentence + 2]
    if any(s.has("unknown") for s in near) or not any(s.has("armed:gang", "body.gang") for s in near):
        return draft
    return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, actor="gang"))


def _of_mission(analysis: Analysis, draft: Draft) -> Draft:
    """An attack on peacekeepers, a convoy, a base: named by the mission they belong to, where the text names one."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    sentence = analysis.sentences[draft.sentence]
    others = any(g.who in ("police", "military", "civilian") for g in sentence.groups)
    name = next(
        (
            analysis.words(t.start, t.end)
            for s in analysis.sentences
            for t in s.terms
            if t.tag.startswith("mission:")
            and len(t.tag) > len("mission:")
            and " " not in analysis.text[t.start : t.end]
        ),
        None,
    )
    if name is None or others or attack.actor == "police" or (attack.target and name in attack.target):
        return draft
    target = f"{attack.target} ({name})" if attack.target else None
    return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, target=target))


def _implied(analysis: Analysis, casualties: list[Draft], attacks: list[Draft], wide: set[str]) -> list[Draft]:
    """Attacks that the text tells only by their victims: many civilians killed, gang members killed by police."""
    drafts = []
    for draft in casualties:
        one = draft.statement
        assert isinstance(one, Casualty)
        if draft.flags.cumulative or draft.score < 0.6 or draft.place is None:
            continue
        if any(
            abs(a.sentence - draft.sentence) <= 1 or (a.when == draft.when and a.place == draft.place) for a in attacks
        ):
            continue
        sentence = analysis.sentences[draft.sentence]
        armed = any(t.tag.startswith(("body.gang", "person.gang", "armed:")) for t in sentence.terms)
        police = any(t.tag.startswith("body.police") for t in sentence.terms)
        mode: Mode | None = None
        actor, target = "gang" if armed else "unknown", one.who_detail
        toll = one.count.low or 0
        if police and one.who == "civilian":
            continue
        if one.outcome == "killed" and one.who in ("civilian", "mixed") and _MASSACRE <= toll < 1000:
            if draft.place in wide:
                continue
            mode = "massacre" if one.cause not in ("vehicle accident", "aircraft accident", "fire", "other") else None
        elif one.who == "gang" and one.outcome == "killed" and police:
            mode, actor = "clash", "police"
        elif (draft.when is None or toll >= 100) and (draft.place in wide or one.count.low is None):
            continue
        elif one.cause == "drone":
            mode = "drone strike"
        elif one.cause in ("explosion", "shelling") and one.who in ("mission", "military", "police"):
            mode = "other"
        elif armed and one.who != "gang" and one.cause in ("gunshot", "blade"):
            mode = "armed assault"
        if mode:
            drafts.append(
                msgspec.structs.replace(draft, statement=Attack(actor, target, mode), rule="attack.implied", about=None)
            )
    return drafts


def _attacks(drafts: list[Draft], casualties: list[Draft], wide: set[str]) -> list[Draft]:
    """One draft for each attack: joined where neither day nor place tells them apart."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.score < 0.6, d.start)):
        index = next((i for i, k in enumerate(kept) if _same_attack(k, draft, wide)), None)
        if index is None:
            kept.append(draft)
        else:
            kept[index] = _join_attacks(kept[index], draft)
    return [_graded(d, casualties) for d in kept]


def _same_attack(a: Draft, b: Draft, wide: set[str]) -> bool:
    x, y = a.statement, b.statement
    assert isinstance(x, Attack)
    assert isinstance(y, Attack)
    if not _same_day(a.when, b.when):
        return False
    if "kidnapping" in (x.mode, y.mode) and x.mode != y.mode and a.sentence != b.sentence:
        return False
    return _same_place(a.place, b.place, wide) or min(a.score, b.score) < 0.6


def _join_attacks(a: Draft, b: Draft) -> Draft:
    x, y = a.statement, b.statement
    assert isinstance(x, Attack)
    assert isinstance(y, Attack)
    mode = x.mode
    if y.mode == "massacre" or (
        x.mode in ("clash", "armed assault", "arson") and y.mode not in ("clash", "armed assault", "arson")
    ):
        mode = y.mode
    actor = x.actor if x.actor != "unknown" else y.actor
    joined = _join(a, b)
    return msgspec.structs.replace(joined, statement=Attack(actor, x.target or y.target, mode))


def _graded(draft: Draft, casualties: list[Draft]) -> Draft:
    """An attack that killed many civilians is a massacre."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    toll = max(
        (
            c.statement.count.low or 0
            for c in casualties
            if isinstance(c.statement, Casualty)
            and c.statement.outcome == "killed"
            and c.statement.who in ("civilian", "unknown", "mixed")
            and not c.flags.cumulative
            and _same_day(c.when, draft.when)
            and (abs(c.sentence - draft.sentence) <= 1 or (_same_place(c.place, draft.place) and c.when == draft.when))
        ),
        default=0,
    )
    if toll >= _MASSACRE and attack.mode in _FIGHT and attack.actor != "police":
        return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, mode="massacre"))
    return draft


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
            kept[index] = _join(kept[index], draft)
    return kept


def _same_item(a: object, b: Equipment) -> bool:
    return (
        isinstance(a, Equipment)
        and a.item_class == b.item_class
        and (a.event == b.event or {a.event, b.event} <= {"destroyed", "lost", "damaged"})
        and _same_number(a.count, b.count)
    )


def _evacuations(drafts: list[Draft], casualties: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.score < 0.6, d.start)):
        move = draft.statement
        assert isinstance(move, Evacuation)
        if not any(_same_move(k.statement, move) for k in kept):
            kept.append(draft)
    return kept


def _same_move(a: object, b: Evacuation) -> bool:
    """Whether two evacuations are one: as many people, and no two destinations that have no word in common."""
    return isinstance(a, Evacuation) and _same_number(a.count, b.count) and _same_place(a.destination, b.destination)


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
        if (scene.when.earliest - draft.when.latest).days > 3:
            return True
        if _in_pluperfect(analysis, draft):
            return True
    if isinstance(draft.statement, Equipment):
        return False
    if _beside_total(draft, totals):
        return True
    sentence = analysis.sentences[draft.sentence]
    told = draft.sentence > 1 and _in_pluperfect(analysis, draft)
    if isinstance(draft.statement, Attack) and draft.sentence in back:
        return True
    return told and not sentence.has("say") and draft.when != scene.when


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
