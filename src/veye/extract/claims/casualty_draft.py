"""One casualty as a draft: its count, side, cause, gear, day and place."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.casualty_side import struck_side
from veye.extract.claims.casualty_words import Trigger, Victims
from veye.extract.clauses import window_flags, window_place
from veye.extract.days import gone_since, window_since, window_when
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.spans import names_no_period, since_then, this_year
from veye.extract.struck import HIT
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.extract.worn import GEAR
from veye.records import Casualty, Count, When
from veye.records.claim import Cause, Gear, Who

_MANY = 200  # so many are hardly all of one force
_SHORT = 4  # days: no running total covers so few


def _without_numbers(window: Window, words: str) -> str:
    """What a group is called without its count, which the claim gives apart: "officers" of "two officers"."""
    for number in window.sentence.numbers:
        counted = window.analysis.text[number.start : number.end]
        if number.kind in ("cardinal", "vague") and counted in words:
            words = re.sub(rf"(?<!\w){re.escape(counted)}(?!\w)", "", words, count=1)
    return " ".join(words.split())


def make_draft(window: Window, trigger: Trigger, victim: Victims, how: str) -> Draft:
    flags = window_flags(window)
    count = victim.count
    rank = victim.ordinal or (window.rank_before() if how in ("noun", "copular") else None)
    if rank is not None and flags.cumulative:
        # "the third officer killed since the start" counts three; "the first" is the event itself
        flags = msgspec.structs.replace(flags, cumulative=rank > 1)
        count = Count(rank, rank) if rank > 1 else count
    if trigger.outcome == "missing":
        flags = msgspec.structs.replace(flags, cumulative=False)
    if how == "noun" and (count.low, count.high) == (1, 1) and rank is None:
        flags = msgspec.structs.replace(flags, cumulative=False)
    when = window_when(window)
    if trigger.outcome == "missing":
        when = when or gone_since(window) or window_since(window)
    if flags.cumulative and when is not None and (when.days <= _SHORT or names_no_period(window, when)):
        when = None
    if flags.cumulative and when is None:
        when = since_then(window) or this_year(window)
    if how == "remains":
        when, flags = None, msgspec.structs.replace(flags, backref=True)
    if _over_a_period(victim, count, when) and not _one_act(window, count):
        flags = msgspec.structs.replace(flags, cumulative=True)
        when = when if when is not None and when.days > _SHORT else None
    who = _mixed(window, victim) or _who(victim, cumulative=flags.cumulative or _only_bodies(window, victim))
    if who == "civilian" and victim.who in ("people", "same") and (count.low or 0) < _MANY:
        bare = not _without_numbers(window, victim.words)
        who = (struck_side(window) if bare else None) or who
    start, end = trigger.start, trigger.end
    if window.sentence.start <= victim.start and victim.end <= window.sentence.end:
        start, end = min(victim.start, start), max(victim.end, end)
    statement = Casualty(
        trigger.outcome,
        msgspec.structs.replace(count, words=None),
        who,
        _without_numbers(window, victim.words) or window.analysis.text[trigger.start : trigger.end],
        _cause(window),
        _gear(window) if trigger.outcome in ("killed", "wounded") else None,
        victim.country if who == "mission" else None,
    )
    title = window.sentence.zone == "title"
    if trigger.outcome == "wounded" and _HIT.match(window.text(trigger.start, trigger.end)):
        how = HIT.partition(".")[2]
    return Draft(
        statement,
        window.sentence.index,
        start,
        end,
        f"casualty.{how}",
        when=when,
        place=window_place(window),
        flags=flags,
        about=victim.about,
        other=victim.other,
        score=0.4 if title else (0.8 if victim.who == "people" else 1.0),
    )


_HIT = re.compile(rf"(?!.*\b{any_of('hurt, alive')}\b).*\b{any_of('hit, alive or dead')}\b")


def _over_a_period(victim: Victims, count: Count, when: When | None) -> bool:
    """Whether people without a side are counted by the hundred, or over a month and more: a statistic."""
    if victim.who not in ("people", "same"):
        return False
    number = count.low or 0
    return number >= 1000 or (when is not None and when.days >= 28 and number >= 20)


def _one_act(window: Window, count: Count) -> bool:
    """Whether the words tell of one act, however loose its day: "slaughtered a month ago", "killed by the gang"."""
    if (count.low or 0) >= 1000:
        return False
    if _SLAUGHTER.search(window.text(window.start, window.end)):
        return True
    if not _BY.match(window.analysis.folded, window.end):
        return False
    gangs = [t for t in window.sentence.terms if t.tag == "body.gang" and 0 <= t.start - window.end <= _AUTHOR]
    return bool(gangs) and window.analysis.text[gangs[0].end - 1] != "s"


_SLAUGHTER = re.compile(rf"\b{any_of('slaughter')}\b")
_BY = re.compile(rf"\s{any_of('by')}\s")
_AUTHOR = 40  # characters between a word of harm and the gang that did it


def _mixed(window: Window, victim: Victims) -> Who | None:
    """ "mixed" where only a part of "people" is said to be armed, in uniform, or civilian: "most of them civilians"."""
    if victim.who not in ("people", "same", "civilian") or (victim.count.low or 0) < 3:
        return None
    after = [g for g in window.sentence.groups if g.start > victim.end]
    after = [g for g in after if not _NONE.search(window.text(max(victim.end, g.start - 24), g.start))]
    parts = {g.who for g in after if _COUNTED_IN.match(window.text(g.end, g.end + 14))}
    parts |= {g.who for g in after[1:2] if _BOTH.match(window.text(victim.end, after[0].start))}
    if victim.who != "civilian":
        parts |= {g.who for g in after if window.is_subset(g.start, reach=14)}
    if parts & {"gang", "police", "military", "mission"}:
        return "mixed"
    end = min(window.sentence.end, victim.end + _ASIDE)
    return "mixed" if _PARTLY_CIVILIAN.search(_ALL.sub(" ", window.text(victim.end, end))) else None


_NONE = re.compile(rf"\b{any_of('none of them')}\s(?:\w+\s){{0,2}}$")
_ASIDE = 90  # characters after people in which a part of them may be told apart
_COUNTED_IN = re.compile(rf"\s{any_of('counted in')}\b")
_BOTH = re.compile(rf"\s{{1,2}}{any_of('both this and that')}\s$")
_ALL = re.compile(rf"\b{any_of('all of them')}\s\w+")
_PARTLY_CIVILIAN = re.compile(rf"\b{any_of('partly civilian')}\b")


def _who(victim: Victims, *, cumulative: bool) -> Who:
    if victim.who in ("people", "same"):
        return "unknown" if cumulative else "civilian"
    return victim.who  # type: ignore[return-value]


def _only_bodies(window: Window, victim: Victims) -> bool:
    """Whether only bodies are counted, of which nothing says whose they are."""
    return victim.who == "people" and bool(_BODIES.search(fold_text(victim.words)))


_BODIES = re.compile(rf"\b{any_of('dead bodies')}\b")


def _cause(window: Window) -> Cause:
    """The cause in the word of harm or named nearest to it in its sentence; unknown where none is."""
    own = cause_in_words(window.text(window.start, window.end))
    if own is not None:
        return own
    terms = [t for t in window.sentence.terms if t.tag.startswith("cause.")]
    inside = [t for t in terms if window.floor <= t.start and t.end <= window.ceiling] or terms
    if not inside:
        return "unknown"
    ranked = sorted(inside, key=lambda t: (_RANK.get(t.tag, 0), abs(t.start - window.start)))
    return ranked[0].tag.partition(".")[2]  # type: ignore[return-value]


def cause_in_words(word: str) -> Cause | None:
    """The cause that a word of harm tells by itself: "stabbed to death", "con un tiro en"."""
    return next((cause for cause, part in _IN_WORDS if part.search(word)), None)


def cause_told(analysis: Analysis, sentence: Sentence) -> Cause | None:
    """The cause in the first word of harm of a sentence that tells one."""
    words = (analysis.folded[t.start : t.end] for t in sentence.terms if t.subject == "outcomes")
    return next((cause for cause in map(cause_in_words, words) if cause), None)


def _any_in(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(name)}")


_IN_WORDS: tuple[tuple[Cause, re.Pattern[str]], ...] = (
    ("gunshot", _any_in("shot, in words of harm")),
    ("blade", _any_in("cut, in words of harm")),
    ("fire", _any_in("burnt, in words of harm")),
    ("other", _any_in("otherwise, in words of harm")),
)
_RANK = {
    "cause.drone": -1,
    "cause.aircraft accident": -1,
    "cause.vehicle accident": 1,
    "cause.explosion": 1,
    "cause.other": 3,
}


def _gear(window: Window) -> Gear | None:
    """What was pierced between this word of harm and the next."""
    for floor in (window.start, window.floor):
        terms: Iterable[Term] = [t for t in window.sentence.terms if floor <= t.start and t.end <= window.ceiling]
        pierced = [t for t in terms if t.tag == "pierced"]
        gear = [t for t in terms if t.tag in GEAR]
        if pierced and gear:
            break
    else:
        return _struck(window)
    nearest = min(gear, key=lambda g: min(abs(g.start - p.start) for p in pierced))
    return GEAR[nearest.tag]


def _struck(window: Window) -> Gear | None:
    """Whether a shot or shell only struck the armoured vehicle in which people were hurt."""
    terms = [t for t in window.sentence.terms if t.start >= window.floor]  # "struck" itself may be a word of harm
    hits = [t for t in terms if t.tag == "hit" and t.subject == "equipment"]
    vehicles = [t for t in terms if t.tag == "gear.vehicle"]
    near = any(0 <= v.start - h.end <= _AIM or 0 <= h.start - v.end <= _AIM for h in hits for v in vehicles)
    return "armoured vehicle struck" if near else None


_AIM = 30  # characters between a vehicle and the verb of what struck it
