"""Drafts of what the encoder says: fields from the words around, as the grammar reads them."""

from __future__ import annotations

import msgspec

from veye.extract.analysis import Analysis, Draft, PlaceName, Sentence
from veye.extract.claims.attack_actors import actor_in
from veye.extract.claims.attack_targets import target_of
from veye.extract.claims.control_actors import GANG, actor_of
from veye.extract.claims.frames import countries, hosts, locative, place_near
from veye.extract.clauses import only_planned, window_flags, window_place
from veye.extract.days import window_when
from veye.extract.lexicon import Term
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import Mention
from veye.extract.tagger.said import Array
from veye.extract.window import Window
from veye.records import (
    Attack,
    Casualty,
    Control,
    Count,
    Displacement,
    Equipment,
    Evacuation,
    Flags,
    Funding,
    Milestone,
    Statement,
    Strength,
)
from veye.records.claim import Cause, ItemClass

FIELD = {
    Casualty: "outcome",
    Equipment: "event",
    Strength: "kind",
    Funding: "kind",
    Attack: "mode",
    Milestone: "what",
}
_FAR = 70  # characters to whoever holds a place


def type_of(statement: Statement) -> str:
    """The type of a statement as claims name it."""
    return str(statement.__struct_config__.tag)


def label_of(statement: Statement) -> str:
    """The label of a statement."""
    field = FIELD.get(type(statement))
    return f"{type_of(statement)}.{getattr(statement, field)}" if field else type_of(statement)


def of_mention(
    analysis: Analysis, sentence: Sentence, mention: Mention, label: str, who: Array | None
) -> Statement | None:
    """What a label says of a mention; `who`: the probability of each side. None where the two do not fit."""
    kind, _, value = label.partition(".")
    count = Count(mention.count.low, mention.count.high)
    words = analysis.words(mention.start, mention.end)
    group = mention.group
    if kind == "funding":
        if mention.money is None:
            return None
        return Funding(_donor(analysis, sentence, mention), mention.money.amount, mention.money.currency, value)  # type: ignore[arg-type]
    if mention.money is not None:
        return None
    if kind == "equipment":
        return None if group else Equipment(words, _item_class(mention), value, count)  # type: ignore[arg-type]
    if mention.item is not None:
        return None
    if kind == "casualty":
        side = labels.WHO[int(who.argmax())] if who is not None else _side(analysis, mention)
        country = group.country if group and side == "mission" else None
        name = group.words if group else words
        return Casualty(value, count, side, name, _cause_near(sentence, mention), None, country)  # type: ignore[arg-type]
    if kind == "strength":
        return Strength(_contingent(analysis, sentence, mention), count, value)  # type: ignore[arg-type]
    if kind == "evacuation":
        return Evacuation(count, None, _destination(sentence, mention))
    return Displacement(count) if kind == "displacement" else None


def of_window(analysis: Analysis, window: Window, label: str) -> Statement:
    """What a label says of the words of a window, where it counts nothing."""
    kind, _, value = label.partition(".")
    sentence = window.sentence
    words = Term(window.start, window.end, "said", "")
    if kind == "attack":
        target = target_of(analysis, sentence, words, prison=value == "prison break")
        return Attack(actor_in(analysis, sentence, window.start) or "unknown", target, value)  # type: ignore[arg-type]
    if kind == "control":
        actor, reach = actor_of(analysis, sentence, words)
        return Control(actor if actor and reach <= _FAR else GANG.get(analysis.language, "gangs"), None)
    status = "planned" if only_planned(window) else "unknown"
    return Milestone(value, status, analysis.words(window.start, window.end))  # type: ignore[arg-type]


def draft_of(
    analysis: Analysis, window: Window, statement: Statement, sure: float, mention: Mention | None = None
) -> Draft:
    """The statement with the day, place and flags that its window gives it."""
    sentence, kind = window.sentence, type_of(statement)
    place = None
    if kind == "displacement" and mention is not None:
        place = place_near(analysis, sentence, (mention.start, mention.end), leaving=True)
    elif kind == "control":
        place = place_near(analysis, sentence, (window.start, window.end))
    elif kind in ("casualty", "equipment", "attack"):
        place = window_place(window)
    flags = window_flags(window)
    if kind not in ("casualty", "displacement"):
        flags = msgspec.structs.replace(flags, cumulative=False)
    if kind == "milestone":
        flags = Flags()
    when = None if label_of(statement) == "strength.current" else window_when(window)
    if kind == "milestone":
        dates = [d for d in sentence.dates if d.when is not None]
        nearest = min(dates, key=lambda d: max(0, d.start - window.end, window.start - d.end), default=None)
        when = nearest.when if nearest else None
    return Draft(
        statement,
        sentence.index,
        window.start,
        window.end,
        f"{kind}.encoder",
        when=when,
        place=place,
        flags=flags,
        inherit=kind in ("casualty", "equipment", "evacuation", "attack"),
        about=None if mention is None else mention.group.head if mention.group else mention.start,
        score=0.4 if sentence.zone == "title" else max(0.6, min(sure, 1.0)),
    )


def _side(analysis: Analysis, mention: Mention) -> str:
    """Whose people a mention counts: as its noun says, else those in uniform told of last."""
    who = mention.group.who if mention.group else "same"
    if who == "people":
        return "civilian"
    if who != "same":
        return who
    told = [g for s in analysis.body() for g in s.groups if g.end <= mention.start]
    return next((g.who for g in reversed(told) if g.who in ("mission", "police", "military")), "civilian")


def _cause_near(sentence: Sentence, mention: Mention) -> Cause:
    """The cause named nearest to a mention in its sentence; unknown where none is."""
    terms = [t for t in sentence.terms if t.tag.startswith("cause.")]
    best = min(terms, key=lambda t: abs(t.start - mention.end), default=None)
    return best.tag.partition(".")[2] if best else "unknown"  # type: ignore[return-value]


def _item_class(mention: Mention) -> ItemClass:
    name = mention.item.tag.partition(".")[2] if mention.item else "armoured_vehicle"
    return "other" if name == "vehicle" else name  # type: ignore[return-value]


def _contingent(analysis: Analysis, sentence: Sentence, mention: Mention) -> str:
    """Whose personnel: that of the phrase, else the contributor named nearest in the sentence, else the whole force."""
    if mention.group is not None and mention.group.country:
        return mention.group.country
    where = hosts(analysis)
    named = [c for c in countries(analysis, sentence) if c.name not in where]
    named = [c for c in named if c.kind == "demonym" or not locative(analysis, c.start)]
    best = min(named, key=lambda c: abs(c.start - mention.start), default=None)
    return best.name if best else "total"


def _destination(sentence: Sentence, mention: Mention) -> str | None:
    after: list[PlaceName] = [p for p in sentence.places if p.introduced and p.start > mention.start]
    return after[0].words if after else None


def _donor(analysis: Analysis, sentence: Sentence, mention: Mention) -> str | None:
    named = [(t.start, t.tag.partition(":")[2]) for t in sentence.tagged("donor:")]
    named += [(c.start, c.name) for c in countries(analysis, sentence) if c.name not in hosts(analysis)]
    return min(named, key=lambda d: abs(d[0] - mention.start))[1] if named else None
