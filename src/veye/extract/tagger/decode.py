"""From what the encoder says to drafts, and from two readings of a document, the grammar's and its own, to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.clauses import negated, only_planned, partial
from veye.extract.tagger import labels
from veye.extract.tagger.build import FIELD, draft_of, label_of, of_mention, of_window, type_of
from veye.extract.tagger.candidates import Mention
from veye.extract.tagger.said import Run, Said
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Casualty, Equipment, Funding

_NEVER = 2.0


class Limits(msgspec.Struct, frozen=True):
    """By type of claim: from which probability on a claim of the encoder is taken (`add`), and below which one of the
    grammar is left out (`drop`). `side`: from which on its side of those harmed replaces the grammar's; `sure`: from
    which on it is believed against the grammar's doubts; `story`: below which a document states nothing, and from which
    on it is read whatever the grammar takes its topic for. `flags`: by name below which a flag of a claim is cleared,
    and from which on it is set (`undated`: its day is taken away); `rename`: by type of claim, from which on another
    outcome, event, kind or mode replaces the grammar's.
    """

    add: dict[str, float] = {}
    drop: dict[str, float] = {}
    side: float = _NEVER
    sure: float = _NEVER
    story: tuple[float, float] = (0.0, _NEVER)
    flags: dict[str, tuple[float, float]] = {}
    rename: dict[str, float] = {}


def combine(
    analysis: Analysis,
    drafts: Sequence[Draft],
    mentions: Sequence[Mention],
    said: Said,
    limits: Limits,
    *,
    kinds: Sequence[str],
) -> list[Draft]:
    """The grammar's drafts that the encoder does not think wrong, and its own, of some types, beside them."""
    runs = runs_of(analysis, mentions, said)
    kept = []
    for draft in drafts:
        sure = support(draft, said)
        if sure is None or sure >= limits.drop.get(type_of(draft.statement), 0.0):
            kept.append(_sided(_renamed(draft, said, limits), mentions, said, limits))
    added = list(_of_mentions(analysis, kept, mentions, said, limits, runs))
    added += _of_runs(analysis, [*kept, *added], said, limits)
    return [*kept, *(d for d in added if type_of(d.statement) in kinds)]


def runs_of(analysis: Analysis, mentions: Sequence[Mention], said: Said) -> dict[tuple[int, str], Run]:
    """For mentions the words that state a label of them; what these say raises what is said of the mention."""
    found: dict[tuple[int, str], Run] = {}
    for column, label in enumerate(labels.MENTION):
        if not len(said.words) or said.words[:, column].max() < _FLOOR:
            continue
        for run in said.runs(label, _FLOOR):
            near = [
                i
                for i, m in enumerate(mentions)
                if m.start < run.end + _APART
                and m.end > run.start - _APART
                and _possible(m, label)
                and analysis.sentences[m.sentence].start <= run.start < analysis.sentences[m.sentence].end
            ]
            if not near:
                continue
            best = max(near, key=lambda i: (said.label[i, column], -_gap(mentions[i], run)))
            inside = mentions[best].start < run.end and run.start < mentions[best].end
            found[best, label] = run
            if inside:
                said.label[best, column] = max(said.label[best, column], _SHARE * run.peak)
    return found


_FLOOR = 0.4
_APART = 30  # characters between a mention and the words that speak of it
_SHARE = 0.95


def _gap(mention: Mention, run: Run) -> int:
    return max(0, mention.start - run.end, run.start - mention.end)


def _possible(mention: Mention, label: str) -> bool:
    kind = label.partition(".")[0]
    if kind == "funding" or mention.money is not None:
        return kind == "funding" and mention.money is not None
    if kind == "equipment":
        return mention.group is None
    if kind == "strength":
        return mention.item is None and mention.kind in ("cardinal", "vague", "article")
    return mention.item is None and not (mention.kind == "article" and mention.group is None)


def _sided(draft: Draft, mentions: Sequence[Mention], said: Said, limits: Limits) -> Draft:
    """The draft with the side of those harmed put right, where the encoder is sure of another."""
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


def _renamed(draft: Draft, said: Said, limits: Limits) -> Draft:
    """The draft with its outcome, event, kind or mode put right, where the encoder is sure of another at its words."""
    field = FIELD.get(type(draft.statement))
    kind, own = type_of(draft.statement), label_of(draft.statement)
    floor = limits.rename.get(kind, _NEVER)
    if field is None or own not in labels.ALL or floor > 1:
        return draft
    sure = {x: said.peak(x, draft.start, draft.end) for x in labels.ALL if x.startswith(f"{kind}.")}
    best = max(sure, key=lambda x: sure[x])
    if sure[best] < floor or sure[own] >= 1 - floor:
        return draft
    statement = msgspec.structs.replace(draft.statement, **{field: best.partition(".")[2]})
    return msgspec.structs.replace(draft, statement=statement)


def support(draft: Draft, said: Said) -> float | None:
    """How likely the encoder holds what a draft says; None where it cannot tell."""
    label = label_of(draft.statement)
    if label not in labels.ALL:
        return None
    start, end = draft.start - _AROUND, draft.end + _AROUND
    modes = [x for x in labels.SENTENCE if x.startswith("attack.")] if label.startswith("attack.") else [label]
    return max(said.peak(x, start, end) for x in modes)


_AROUND = 20  # characters about a draft's words


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


def _of_mentions(
    analysis: Analysis,
    drafts: Sequence[Draft],
    mentions: Sequence[Mention],
    said: Said,
    limits: Limits,
    runs: dict[tuple[int, str], Run],
) -> Iterator[Draft]:
    for i, mention in enumerate(mentions):
        best: dict[str, tuple[float, str]] = {}
        for column, label in enumerate(labels.MENTION):
            value = float(said.label[i, column])
            kind = label if label.startswith("casualty") else label.partition(".")[0]
            if value > best.get(kind, (0.0, ""))[0]:
                best[kind] = value, label
        for sure, label in best.values():
            kind = label.partition(".")[0]
            if sure < limits.add.get(kind, _NEVER) or not _possible(mention, label):
                continue
            if _known(drafts, mention, kind, label):
                continue
            run = runs.get((i, label), Run(mention.start, mention.end, sure))
            sentence = analysis.sentences[mention.sentence]
            low = max(sentence.start, min(run.start, mention.start))
            high = min(sentence.end, max(run.end, mention.end))
            window = Window(analysis, sentence, sentence.start, low, high, sentence.end)
            if negated(window) or only_planned(window):
                continue
            if sure < limits.sure and (partial(window) or _part_of_known(window, mention) or _told(drafts, run, label)):
                continue
            if kind == "casualty" and sure < limits.sure and _speaks(window, mention, run):
                continue
            statement = of_mention(
                analysis, sentence, mention, label, said.who[i] if said.who[i].max() >= limits.side else None
            )
            if statement is not None:
                yield draft_of(analysis, window, statement, sure, mention)


_ACTS = re.compile(rf"\b{any_of('speaks, sees, tends')}\b")


def _speaks(window: Window, mention: Mention, run: Run) -> bool:
    """Whether people only tell, believe or see what befell others, or tend them: "three believe he is dead"."""
    says = any(t.tag in ("say", "believe") and 0 <= t.start - mention.end <= _VERB_NEAR for t in window.sentence.terms)
    return says or bool(
        _ACTS.search(window.text(mention.end, min(max(run.end, mention.end), mention.end + _VERB_NEAR)))
    )


_VERB_NEAR = 30  # characters after a subject in which its verb stands


def _told(drafts: Iterable[Draft], run: Run, label: str) -> bool:
    """Whether the words already tell of others by the grammar's reading."""
    return any(label_of(d.statement) == label and d.start < run.end and run.start < d.end for d in drafts)


def _part_of_known(window: Window, mention: Mention) -> bool:
    """Whether a mention counts a part of people or things told of already: "five of the victims", "three of them"."""
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


def _of_runs(analysis: Analysis, drafts: Sequence[Draft], said: Said, limits: Limits) -> list[Draft]:
    """Attacks, control and milestones that only the encoder sees."""
    out: list[Draft] = []
    for kind in ("attack", "control", "milestone"):
        floor = limits.add.get(kind, _NEVER)
        if floor > 1 or not len(said.words):
            continue
        told = [d for d in drafts if type_of(d.statement) == kind]
        for label in (x for x in labels.SENTENCE if x.partition(".")[0] == kind):
            for run in said.runs(label, _FLOOR):
                if run.peak < floor:
                    continue
                sentence = next((s for s in analysis.body() if s.start <= run.start < s.end), None)
                if sentence is None or any(d.sentence == sentence.index for d in told):
                    continue
                if kind == "milestone" and any(label_of(d.statement) == label for d in told):
                    continue
                end = min(run.end, sentence.end)
                window = Window(analysis, sentence, sentence.start, run.start, end, sentence.end)
                if negated(window):
                    continue
                draft = draft_of(analysis, window, of_window(analysis, window, label), run.peak)
                told.append(draft)
                out.append(draft)
    return out
