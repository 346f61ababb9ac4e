"""From what the model says to drafts, and from two readings of a document, the grammar's and the model's, to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np

from veye.extract.analysis import Analysis, Draft, PlaceName, Sentence
from veye.extract.claims.frames import countries, hosts, locative, place_near
from veye.extract.clauses import negated, only_planned, partial, window_flags, window_place
from veye.extract.days import window_when
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import Mention
from veye.extract.tagger.pairs import Pair
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import (
    Attack,
    Casualty,
    Count,
    Displacement,
    Equipment,
    Evacuation,
    Funding,
    Milestone,
    Statement,
    Strength,
)
from veye.records.claim import Cause, ItemClass, Who

Array = np.ndarray[Any, Any]
_NEVER = 2.0
_SURE = 0.85  # from here on a word may tell of one group more than the grammar found for it


class Said(msgspec.Struct):
    """What was judged of a document. `label`: mentions x labels, the probability that a claim says so of the mention,
    not a number where no word of happening is in reach; `pairs` holds the pair that each of them rests on.
    `who`: mentions x sides, the probability that people harmed are of that side.
    """

    label: Array
    who: Array
    pairs: dict[tuple[int, str], Pair] = {}


class Limits(msgspec.Struct, frozen=True):
    """From which probability on a claim of the scorer is taken (`add`), and below which one of the grammar is left
    out (`drop`), by type of claim; from which on the scorer's side of those harmed replaces the grammar's (`side`).
    """

    add: dict[str, float] = {}
    drop: dict[str, float] = {}
    side: float = _NEVER


def combine(
    analysis: Analysis,
    drafts: Sequence[Draft],
    mentions: Sequence[Mention],
    said: Said,
    limits: Limits,
    *,
    kinds: Sequence[str],
) -> list[Draft]:
    """The grammar's drafts that the scorer does not think wrong, and its own, of some types, that the grammar lacks."""
    kept = []
    for draft in drafts:
        sure = support(draft, mentions, said)
        if sure is None or sure >= limits.drop.get(type_of(draft.statement), 0.0):
            kept.append(_sided(draft, mentions, said, limits))
    added = (d for d in _added(analysis, drafts, mentions, said, limits) if type_of(d.statement) in kinds)
    return [*kept, *added]


def _sided(draft: Draft, mentions: Sequence[Mention], said: Said, limits: Limits) -> Draft:
    """The draft with the side of those harmed put right, where the scorer is sure of another."""
    one = draft.statement
    if not isinstance(one, Casualty) or one.who == "mixed" or draft.flags.cumulative:
        return draft
    rows = [i for i, m in enumerate(mentions) if m.sentence == draft.sentence and _about(m, draft)]
    if not rows:
        return draft
    row = min(rows, key=lambda i: abs(mentions[i].start - draft.start))
    side = int(said.who[row].argmax())
    who = labels.WHO[side]
    if who == one.who or said.who[row, side] < limits.side:
        return draft
    return msgspec.structs.replace(draft, statement=msgspec.structs.replace(one, who=who))


def type_of(statement: Statement) -> str:
    """The type of a statement as claims name it."""
    return str(statement.__struct_config__.tag)


def label_of(statement: Statement) -> str:
    """The label of a statement."""
    match statement:
        case Casualty():
            return f"casualty.{statement.outcome}"
        case Equipment():
            return f"equipment.{statement.event}"
        case Strength():
            return f"strength.{statement.kind}"
        case Funding():
            return f"funding.{statement.kind}"
        case Attack():
            return f"attack.{statement.mode}"
        case Milestone():
            return f"milestone.{statement.what}"
    return type_of(statement)


def support(draft: Draft, mentions: Sequence[Mention], said: Said) -> float | None:
    """How likely the model holds what a draft says; None where it cannot tell."""
    label = label_of(draft.statement)
    if label not in labels.MENTION:
        return None
    column = labels.MENTION.index(label)
    rows = [i for i, m in enumerate(mentions) if m.sentence == draft.sentence and _about(m, draft)]
    known = [float(said.label[i, column]) for i in rows if not np.isnan(said.label[i, column])]
    return max(known) if known else None


def _about(mention: Mention, draft: Draft) -> bool:
    """Whether a mention may be what a draft counts."""
    statement = draft.statement
    if isinstance(statement, Funding):
        return mention.money is not None and mention.money.amount == statement.amount
    count = getattr(statement, "count", None)
    if count is None or mention.money is not None:
        return False
    if (mention.item is not None and mention.group is None) != isinstance(
        statement, Equipment
    ) and mention.kind == "item":
        return False
    return (mention.count.low, mention.count.high) == (count.low, count.high)


def _added(
    analysis: Analysis, drafts: Sequence[Draft], mentions: Sequence[Mention], said: Said, limits: Limits
) -> Iterator[Draft]:
    spoken = "civilian"
    for i, mention in enumerate(mentions):
        if mention.group is not None and mention.group.who in ("mission", "police", "military"):
            spoken = mention.group.who
        best: dict[str, tuple[float, str]] = {}
        for column, label in enumerate(labels.MENTION):
            value = float(said.label[i, column])
            kind = label if label.startswith("casualty") else label.partition(".")[0]
            if value > best.get(kind, (0.0, ""))[0]:
                best[kind] = value, label
        for sure, label in best.values():
            kind = label.partition(".")[0]
            if sure < limits.add.get(kind, _NEVER) or _known(drafts, mention, kind, label):
                continue
            pair = said.pairs[i, label]
            if sure < _SURE and any(_serves(draft, pair) for draft in drafts):
                continue
            sentence = analysis.sentences[pair.sentence]
            side = labels.WHO[int(said.who[i].argmax())] if float(said.who[i].max()) >= limits.side else None
            window = Window(analysis, sentence, sentence.start, pair.term.start, pair.term.end, sentence.end)
            if negated(window) or only_planned(window) or partial(window) or _part_of_known(window, mention):
                continue
            if kind == "casualty" and (_no_person(mention) or _speaks(window, mention)):
                continue
            statement = _statement(analysis, sentence, mention, label, spoken, side)
            if statement is not None:
                yield _draft(analysis, sentence, mention, pair, statement, sure)


def _serves(draft: Draft, pair: Pair) -> bool:
    """Whether the word of happening already tells of others by the grammar's reading."""
    if draft.sentence != pair.sentence or label_of(draft.statement) != pair.label:
        return False
    return draft.start <= pair.term.start and pair.term.end <= draft.end


def _no_person(mention: Mention) -> bool:
    """Whether a mention is an article before a noun that is none for people: "a bullet", "a shooting"."""
    return mention.kind == "article" and mention.group is None


_ACTS = re.compile(rf"\b{any_of('speaks, sees, tends')}\b")


def _speaks(window: Window, mention: Mention) -> bool:
    """Whether people only tell, believe or see what befell others, or tend them: "three believe he is dead"."""
    if mention.sentence != window.sentence.index or mention.end > window.start:
        return False
    says = any(
        t.tag in ("say", "believe") and mention.end <= t.start and t.end <= window.start
        for t in window.sentence.terms
        if t.start - mention.end <= _VERB_NEAR
    )
    return says or bool(_ACTS.search(window.text(mention.end, min(window.start, mention.end + _VERB_NEAR))))


_VERB_NEAR = 30  # characters after a subject in which its verb stands


def _part_of_known(window: Window, mention: Mention) -> bool:
    """Whether a mention counts a part of people or things told of already: "five of the victims", "three of them"."""
    if mention.sentence != window.sentence.index:
        return False
    return window.is_subset(mention.start, reach=14) or (
        mention.group is not None and window.names_victims(mention.group)
    )


def _known(drafts: Iterable[Draft], mention: Mention, kind: str, label: str) -> bool:
    """Whether the grammar already says so of the mention."""
    for draft in drafts:
        if draft.sentence != mention.sentence or type_of(draft.statement) != kind:
            continue
        if kind in ("casualty", "strength") and label_of(draft.statement) != label:
            continue
        overlap = draft.start < mention.end and mention.start < draft.end
        if overlap or _about(mention, draft):
            return True
    return False


def _statement(
    analysis: Analysis, sentence: Sentence, mention: Mention, label: str, spoken: str, side: Who | None
) -> Statement | None:
    kind, _, value = label.partition(".")
    count = Count(mention.count.low, mention.count.high)
    words = analysis.words(mention.start, mention.end)
    group = mention.group
    if kind == "casualty" and mention.item is None and mention.money is None:
        who = group.who if group else "same"
        who = side or ("civilian" if who == "people" else spoken if who == "same" else who)
        return Casualty(
            value,  # type: ignore[arg-type]
            count,
            who,  # type: ignore[arg-type]
            group.words if group else words,
            cause_near(sentence, mention),
            None,
            group.country if group and who == "mission" else None,
        )
    if kind == "equipment" and mention.group is None and mention.money is None:
        return Equipment(words, _item_class(mention), value, count)  # type: ignore[arg-type]
    if kind == "strength" and mention.item is None and mention.kind in ("cardinal", "vague"):
        return Strength(_contingent(analysis, sentence, mention), count, value)  # type: ignore[arg-type]
    if kind == "evacuation" and mention.item is None and mention.money is None:
        return Evacuation(count, None, _destination(sentence, mention))
    if kind == "displacement" and mention.item is None and mention.money is None:
        return Displacement(count)
    if kind == "funding" and mention.money is not None:
        return Funding(_donor(analysis, sentence, mention), mention.money.amount, mention.money.currency, value)  # type: ignore[arg-type]
    return None


def cause_near(sentence: Sentence, mention: Mention) -> Cause:
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


def _draft(
    analysis: Analysis, sentence: Sentence, mention: Mention, pair: Pair, statement: Statement, sure: float
) -> Draft:
    term = pair.term
    window = Window(analysis, sentence, sentence.start, term.start, term.end, sentence.end)
    kind = type_of(statement)
    place = None
    if kind == "displacement":
        place = place_near(analysis, sentence, (mention.start, mention.end), leaving=True)
    elif kind in ("casualty", "equipment"):
        place = window_place(window)
    flags = window_flags(window)
    if kind not in ("casualty", "displacement"):
        flags = msgspec.structs.replace(flags, cumulative=False)
    own = mention.sentence == pair.sentence
    return Draft(
        statement,
        sentence.index,
        min(mention.start, term.start) if own else term.start,
        max(mention.end, term.end) if own else term.end,
        f"{kind}.scored",
        when=window_when(window) if label_of(statement) != "strength.current" else None,
        place=place,
        flags=flags,
        inherit=kind in ("casualty", "equipment", "evacuation"),
        about=mention.group.head if mention.group else mention.start,
        score=0.4 if sentence.zone == "title" else max(0.6, sure),
    )
