"""From what the model says to drafts, and from two readings of a document, the grammar's and the model's, to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np

from veye.extract.analysis import Analysis, Draft, PlaceName, Sentence
from veye.extract.claims.attack import actor_in
from veye.extract.claims.frames import countries, hosts, locative, place_near
from veye.extract.clauses import Window, window_place, window_when
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import Mention
from veye.extract.words.money import find_percents
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

Array = np.ndarray[Any, Any]
_NEVER = 2.0


class Said(msgspec.Struct):
    """What the model says of a document, as probabilities: rows are mentions, those of `sentence` sentences."""

    label: Array
    who: Array
    item: Array
    cause: Array
    flags: Array
    sentence: Array


class Limits(msgspec.Struct, frozen=True):
    """From which probability on a claim of the model is taken (`add`), and below which one of the grammar is left
    out (`drop`), by type of claim.
    """

    add: dict[str, float] = {}
    drop: dict[str, float] = {}


def combine(analysis: Analysis, drafts: Sequence[Draft], mentions: Sequence[Mention], said: Said, limits: Limits) -> list[Draft]:
    """The grammar's drafts that the model does not think wrong, and the model's own that the grammar lacks."""
    kept = []
    for draft in drafts:
        sure = support(draft, mentions, said)
        if sure is None or sure >= limits.drop.get(type_of(draft.statement), 0.0):
            kept.append(draft)
    return [*kept, *_added(analysis, drafts, mentions, said, limits)]


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
    if label in labels.SENTENCE:
        row = said.sentence[draft.sentence]
        if isinstance(draft.statement, Attack):
            return float(max(row[: len(labels.MODES)]))
        return float(row[labels.SENTENCE.index(label)])
    column = labels.MENTION.index(label)
    rows = [i for i, m in enumerate(mentions) if m.sentence == draft.sentence and _about(m, draft)]
    return float(max(said.label[i, column] for i in rows)) if rows else None


def _about(mention: Mention, draft: Draft) -> bool:
    """Whether a mention may be what a draft counts."""
    statement = draft.statement
    if isinstance(statement, Funding):
        return mention.money is not None and mention.money.amount == statement.amount
    count = getattr(statement, "count", None)
    if count is None or mention.money is not None:
        return False
    if (mention.item is not None and mention.group is None) != isinstance(statement, Equipment) and mention.kind == "item":
        return False
    return (mention.count.low, mention.count.high) == (count.low, count.high)


def _added(
    analysis: Analysis, drafts: Sequence[Draft], mentions: Sequence[Mention], said: Said, limits: Limits
) -> Iterator[Draft]:
    for i, mention in enumerate(mentions):
        sentence = analysis.sentences[mention.sentence]
        best: dict[str, tuple[float, str]] = {}
        for column, label in enumerate(labels.MENTION):
            kind = label.partition(".")[0]
            best[kind] = max(best.get(kind, (0.0, "")), (float(said.label[i, column]), label))
        for kind, (sure, label) in best.items():
            if sure < limits.add.get(kind, _NEVER) or _known(drafts, mention, kind, label):
                continue
            statement = _statement(analysis, sentence, mention, label, said, i)
            if statement is not None:
                yield _draft(analysis, sentence, mention, statement, said.flags[i], sure)
    for sentence in analysis.body():
        yield from _told(analysis, sentence, drafts, said.sentence[sentence.index], limits)


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
    analysis: Analysis, sentence: Sentence, mention: Mention, label: str, said: Said, row: int
) -> Statement | None:
    kind, _, value = label.partition(".")
    count = Count(mention.count.low, mention.count.high)
    words = analysis.words(mention.start, mention.end)
    group = mention.group
    if kind == "casualty" and mention.item is None and mention.money is None:
        who = labels.WHO[int(said.who[row].argmax())]
        cause = labels.CAUSES[int(said.cause[row].argmax())]
        return Casualty(
            value,  # type: ignore[arg-type]
            count,
            who,
            group.words if group else words,
            cause,
            None,
            group.country if group and who == "mission" else None,
        )
    if kind == "equipment" and mention.group is None and mention.money is None:
        return Equipment(words, labels.ITEMS[int(said.item[row].argmax())], value, count)  # type: ignore[arg-type]
    if kind == "strength" and mention.item is None and mention.kind in ("cardinal", "vague"):
        return Strength(_contingent(analysis, sentence, mention), count, value)  # type: ignore[arg-type]
    if kind == "evacuation" and mention.item is None and mention.money is None:
        return Evacuation(count, None, _destination(sentence, mention))
    if kind == "displacement" and mention.item is None and mention.money is None:
        return Displacement(count)
    if kind == "funding" and mention.money is not None:
        return Funding(_donor(analysis, sentence, mention), mention.money.amount, mention.money.currency, value)  # type: ignore[arg-type]
    return None


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
    analysis: Analysis, sentence: Sentence, mention: Mention, statement: Statement, flags: Array, sure: float
) -> Draft:
    window = Window(analysis, sentence, sentence.start, mention.start, mention.end, sentence.end)
    kind = type_of(statement)
    place = None
    if kind == "displacement":
        place = place_near(analysis, sentence, (mention.start, mention.end), leaving=True)
    elif kind in ("casualty", "equipment"):
        place = window_place(window)
    cumulative, backref, hedged = (bool(p > 0.5) for p in flags)
    return Draft(
        statement,
        sentence.index,
        mention.start,
        mention.end,
        f"{kind}.tagged",
        when=window_when(window) if kind != "strength" or label_of(statement) != "strength.current" else None,
        place=place,
        flags=Flags(cumulative=cumulative and kind in ("casualty", "displacement"), backref=backref, hedged=hedged),
        inherit=kind in ("casualty", "equipment", "evacuation"),
        about=mention.group.head if mention.group else mention.start,
        score=min(0.5, sure) if sentence.zone == "title" else max(0.6, sure),
    )


def _told(
    analysis: Analysis, sentence: Sentence, drafts: Sequence[Draft], row: Array, limits: Limits
) -> Iterator[Draft]:
    """What the sentence as a whole states: an attack, a milestone, who holds the ground."""
    here = {label_of(d.statement) for d in drafts if d.sentence == sentence.index}
    window = Window(analysis, sentence, sentence.start, sentence.start, sentence.end, sentence.end)
    score = 0.5 if sentence.zone == "title" else 0.8
    best = int(row[: len(labels.MODES)].argmax())
    if row[best] >= limits.add.get("attack", _NEVER) and not any(label.startswith("attack.") for label in here):
        people = [g for g in sentence.groups if g.who not in ("gang", "people")]
        targets = [t for t in sentence.terms if t.tag in ("target", "body.mission") or t.tag.startswith("mission:")]
        words = [g.words for g in people[:1]] + [analysis.words(t.start, t.end) for t in targets[:2]]
        yield Draft(
            Attack(actor_in(analysis, sentence, sentence.start) or "unknown", " ".join(words) or None, labels.MODES[best]),
            sentence.index,
            sentence.start,
            sentence.end,
            "attack.tagged",
            when=window_when(window),
            place=window_place(window),
            score=score,
        )
    for i, what in enumerate(labels.MILESTONES):
        if row[len(labels.MODES) + i] >= limits.add.get("milestone", _NEVER) and f"milestone.{what}" not in here:
            when = next((d.when for d in sentence.dates if d.when is not None and d.kind != "since"), None)
            yield Draft(
                Milestone(what), sentence.index, sentence.start, sentence.end, "milestone.tagged", when=when, inherit=False
            )
    if row[-1] >= limits.add.get("control", _NEVER) and "control" not in here:
        shares = [p for p in find_percents(analysis.text, analysis.language) if sentence.start <= p.start < sentence.end]
        yield Draft(
            Control(actor_in(analysis, sentence, sentence.start) or "gang", shares[0].percent if shares else None),
            sentence.index,
            sentence.start,
            sentence.end,
            "control.tagged",
            place=window_place(window),
            inherit=False,
        )
