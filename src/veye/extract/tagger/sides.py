"""Whose side those harmed are on, as numbers: the people named around them, in their report and its title."""

from __future__ import annotations

import math
from collections import Counter

from veye.extract.analysis import Analysis, Group, Sentence
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import Mention
from veye.records.claim import Outcome

SIDES = ("mission", "police", "military", "civilian", "gang", "people", "same")
_OWN = ("mission", "police", "military", "gang", "civilian")
_BODIES = {"body.mission": 0, "body.police": 1, "body.military": 2, "body.gang": 3}


class Sides:
    """The people of one report, counted once."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._groups = [g for s in analysis.body() for g in s.groups]
        self._all = Counter(g.who for g in self._groups)
        self._counted = Counter(g.who for g in self._groups if g.number is not None)
        opening = list(analysis.body())[:2]
        self._title = Counter(g.who for s in opening for g in s.groups)
        self._bodies = [_bodies(s) for s in analysis.sentences]
        self._total = [sum(b[i] for b in self._bodies) for i in range(5)]

    def features(self, mention: Mention, outcome: Outcome, sentence: Sentence) -> list[float]:
        """One row for people who met an outcome in a sentence."""
        own = mention.group
        before = [g for g in self._groups if g.end <= mention.start and g is not own]
        after = [g for g in self._groups if g.start >= mention.end and g.start < sentence.end]
        told = [g for g in before if g.who in _OWN]
        here = [g for g in told if g.start >= sentence.start]
        return [
            _side(own),
            float(own.generic) if own else -1.0,
            float(bool(own.country)) if own else -1.0,
            float(own.country in self._analysis.hosts) if own and own.country else -1.0,
            float(own.plural) if own else -1.0,
            float(labels.OUTCOMES.index(outcome)),
            float(min(mention.count.low if mention.count.low is not None else -1, 5000)),
            float(mention.count.low == mention.count.high),
            _side(here[-1] if here else None),
            float(min(mention.start - here[-1].end, 300)) if here else 300.0,
            _side(told[-1] if told else None),
            _side(told[-2] if len(told) > 1 else None),
            _side(next((g for g in after if g.who in _OWN), None)),
            _side(max((g for g in told if g.number is not None), key=lambda g: g.end, default=None)),
            *(math.log1p(self._all[s]) for s in SIDES),
            *(math.log1p(self._counted[s]) for s in _OWN),
            *(float(self._title[s] > 0) for s in SIDES),
            *(float(b) for b in self._bodies[sentence.index]),
            *(math.log1p(t) for t in self._total),
            float(bool(self._analysis.hosts)),
            float(sentence.zone == "title"),
            float(min(sentence.index, 10)),
            float(_share(self._all)),
        ]


def _side(group: Group | None) -> float:
    return float(SIDES.index(group.who)) if group is not None and group.who in SIDES else -1.0


def _share(counts: Counter[str]) -> float:
    """How much of the uniformed people is of the mission."""
    uniformed = counts["mission"] + counts["police"] + counts["military"]
    return counts["mission"] / uniformed if uniformed else -1.0


def _bodies(sentence: Sentence) -> list[int]:
    out = [0] * 5
    for term in sentence.terms:
        if term.tag in _BODIES:
            out[_BODIES[term.tag]] += 1
        elif term.tag.startswith("mission:"):
            out[0] += 1
        elif term.tag.startswith("armed:"):
            out[3] += 1
        elif term.tag in ("force", "operation"):
            out[4] += 1
    return out
