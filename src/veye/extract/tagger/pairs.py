"""Pairs of a word of happening and a mention in its reach, as numbers: what the scorer judges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import Mention

_STRENGTH = frozenset(labels.KINDS)
_EQUIPMENT = frozenset(labels.EVENTS)
_FUNDING = frozenset(labels.FUNDING)
_FORMS = ("subject", "object", "either", "count", "of", "weak", "toll", "loss", "remains", "sure", "passive", "care")
_BETWEEN = (
    "by", "be", "have", "and", "of", "in", "the", "relative", "conj", "negation", "subset", "say", "plan", "single",
    "other", "deny", "pronoun.one", "pronoun.many",
)  # fmt: skip
_BEFORE = ("be", "have", "negation", "plan", "by", "relative", "of", "the", "in")
_WHOLE = (
    "negation",
    "plan",
    "deny",
    "hedge",
    "cumulative",
    "recall",
    "pluperfect",
    "subset",
    "say",
    "care",
    "force",
    "target",
)
_KINDS = ("cardinal", "article", "vague", "plural", "single", "item", "money")
_SIDES = ("mission", "police", "military", "civilian", "gang", "people", "same")
_LANGUAGES = ("en", "fr", "es", "ht")
_HARD = re.compile(r"[;:!?()«»“”\"]|\s[—–]\s")
_GEAR = (
    "item.armoured_vehicle",
    "item.vehicle",
    "item.aircraft",
    "item.helmet",
    "item.body_armour",
    "item.drone",
    "item.weapon",
)
_FAR = 400


class Pair(msgspec.Struct, frozen=True):
    """A word of happening (`term`) that may say `label` of the mention at `index`."""

    term: Term
    label: str
    index: int
    sentence: int


def labels_of(term: Term) -> str | None:
    """What a word may say of a mention; None for all other words."""
    head, _, _ = term.tag.partition(".")
    if term.subject == "outcomes":
        if head in labels.OUTCOMES:
            return f"casualty.{head}"
        return "casualty.wounded" if term.tag == "injury" else "equipment.failed" if head == "pierced" else None
    if term.subject == "equipment":
        if head in _EQUIPMENT:
            return f"equipment.{head}"
        return "equipment.failed" if head == "pierced" else None
    if term.subject == "evacuation" and head == "evacuate":
        return "evacuation"
    if term.subject == "forces" and term.tag in _STRENGTH:
        return f"strength.{term.tag}"
    if term.subject == "displacement" and term.tag in ("stock", "flow"):
        return "displacement"
    if term.subject == "money" and term.tag in _FUNDING:
        return f"funding.{term.tag}"
    return None


def find_pairs(analysis: Analysis, mentions: Sequence[Mention]) -> list[Pair]:
    """Every pair of a document; a word of evacuation also reaches into the sentence before its own."""
    by_sentence: dict[int, list[int]] = {}
    for i, mention in enumerate(mentions):
        by_sentence.setdefault(mention.sentence, []).append(i)
    pairs: list[Pair] = []
    for sentence in analysis.body():
        triggers = [(t, label) for t in sentence.terms if (label := labels_of(t)) is not None]
        for term, label in triggers:
            near = by_sentence.get(sentence.index, [])
            if label == "evacuation":
                near = by_sentence.get(sentence.index - 1, []) + near
            if label == "evacuation" and not _hurt(analysis, sentence):
                continue
            pairs.extend(
                Pair(term, label, i, sentence.index)
                for i in near
                if _possible(mentions[i], label) and not (term.tag.endswith(".loss") and mentions[i].start < term.start)
            )
    return pairs


def _hurt(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether a sentence or the one before it speaks of the wounded or of care."""
    near = analysis.sentences[max(0, sentence.index - 1) : sentence.index + 1]
    return any(s.has("wounded.", "injury", "harm", "care", "gravely") for s in near)


def _possible(mention: Mention, label: str) -> bool:
    kind = label.partition(".")[0]
    if kind == "funding" or mention.money is not None:
        return kind == "funding" and mention.money is not None
    if kind == "equipment":
        return mention.group is None
    if kind == "strength":
        return mention.item is None and mention.kind in ("cardinal", "vague", "article")
    return mention.kind != "item"


def features_of(analysis: Analysis, mentions: Sequence[Mention], pairs: Sequence[Pair]) -> list[list[float]]:
    """One row a pair."""
    names = labels.MENTION
    here: dict[int, list[Pair]] = {}
    for pair in pairs:
        here.setdefault(pair.sentence, []).append(pair)
    return [_row(analysis, mentions, pair, here[pair.sentence], names.index(pair.label)) for pair in pairs]


def gap(a: Term | Mention, b: Term | Mention) -> int:
    """Characters between two stretches; 0 where they touch or overlap."""
    return max(0, b.start - a.end, a.start - b.end)


def _row(
    analysis: Analysis, mentions: Sequence[Mention], pair: Pair, rivals: Sequence[Pair], label: int
) -> list[float]:
    term, mention = pair.term, mentions[pair.index]
    sentence = analysis.sentences[pair.sentence]
    before = mention.end <= term.start
    after = mention.start >= term.end
    low, high = (mention.end, term.start) if before else (term.end, mention.start)
    low, high = (low, high) if low <= high else (high, low)
    raw = analysis.text[low:high] if before or after else ""
    apart = gap(term, mention)
    others = [m for m in mentions if m is not mention and low <= m.start and m.end <= high]
    mine = [p for p in rivals if p.index == pair.index and p.term is not term]
    theirs = [p for p in rivals if p.term is term and p.index != pair.index]
    same_side = [p for p in theirs if (mentions[p.index].end <= term.start) == before]
    kind = pair.label.partition(".")[0]
    group, item = mention.group, mention.item
    within = [t for t in sentence.terms if low <= t.start and t.end <= high]
    row = [
        float(label),
        float(("casualty", "equipment", "strength", "funding", "evacuation", "displacement").index(kind)),
        float(_LANGUAGES.index(analysis.language)) if analysis.language in _LANGUAGES else -1.0,
        float(sentence.zone == "title"),
        float(min(sentence.index, 10)),
        float(mention.sentence != pair.sentence),
        float(before) - float(after),
        float(min(apart, _FAR)),
        float(len(raw.split())),
        float(raw.count(",")),
        float(len(_HARD.findall(raw))),
        float(len(others)),
        float(sum(1 for m in others if m.kind != "item")),
        float(sum(1 for t in within if labels_of(t))),
        float(min((gap(p.term, mention) for p in mine), default=_FAR)) - apart,
        float(min((gap(p.term, mention) for p in mine if p.label.partition(".")[0] != kind), default=_FAR)) - apart,
        float(min((gap(term, mentions[p.index]) for p in theirs), default=_FAR)) - apart,
        float(min((gap(term, mentions[p.index]) for p in same_side), default=_FAR)) - apart,
        float(len(theirs)),
        float(_KINDS.index(mention.kind)),
        float(_SIDES.index(group.who)) if group and group.who in _SIDES else -1.0,
        float(group.generic) if group else -1.0,
        float(group.number is not None) if group else -1.0,
        float(bool(group.country)) if group else -1.0,
        float(_GEAR.index(item.tag)) if item and item.tag in _GEAR else -1.0,
        float(min(mention.count.low if mention.count.low is not None else mention.count.high or -1, 10_000)),
        float(mention.count.low == mention.count.high),
        float(mention.end - mention.start),
        float(len(sentence.groups)),
        float(len(sentence.numbers)),
        float(len(sentence.dates)),
        float(len(sentence.places)),
        float(sentence.end - sentence.start),
        float(bool(analysis.hosts)),
        float(len(_ahead(analysis, sentence, mention))),
    ]
    tags = {t.tag for t in sentence.terms if t.start == term.start and t.end == term.end}
    forms = {tag.partition(".")[2] for tag in tags if labels_of_tag(tag, pair.label)}
    row += [float(form in forms) for form in _FORMS]
    between = {t.tag for t in within if t.subject in ("small", "saying")}
    row += [float(tag in between) for tag in _BETWEEN]
    nearby = {t.tag for t in sentence.terms if t.subject == "small" and 0 <= term.start - t.end <= 14}
    row += [float(tag in nearby) for tag in _BEFORE]
    nearby = {t.tag for t in sentence.terms if t.subject == "small" and 0 <= mention.start - t.end <= 12}
    row += [float(tag in nearby) for tag in _BEFORE]
    whole = {t.tag for t in sentence.terms}
    row += [float(tag in whole) for tag in _WHOLE]
    row += [
        float(any(t.startswith(head) for t in whole))
        for head in ("cause.", "item.", "mission:", "armed:", "body.", "topic.")
    ]
    return row


def labels_of_tag(tag: str, label: str) -> bool:
    """Whether a tag is one that says the label."""
    return tag.partition(".")[0] in (label.partition(".")[2], "evacuate", "pierced")


def _ahead(analysis: Analysis, sentence: Sentence, mention: Mention) -> list[str]:
    """The words between a number and the noun it counts, up to what follows it in its phrase."""
    return analysis.folded[mention.start : mention.end].split()


def best_scores(pairs: Sequence[Pair], scores: Sequence[float]) -> Iterator[tuple[int, str, float, Pair]]:
    """For each mention and label the pair with the highest score."""
    best: dict[tuple[int, str], tuple[float, Pair]] = {}
    for pair, score in zip(pairs, scores, strict=True):
        known = best.get((pair.index, pair.label))
        if known is None or score > known[0]:
            best[pair.index, pair.label] = score, pair
    for (index, label), (score, pair) in best.items():
        yield index, label, score, pair
