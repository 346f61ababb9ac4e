"""People who fled without a figure: "Anpil moun kite kay yo", "des habitants ont fui le quartier"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft
from veye.extract.claims.frames import clause_date, place_near, story_place
from veye.extract.wordlists import any_of
from veye.records import Count, Displacement

_WHO = re.compile(rf"{any_of('those who flee')}$")
_NEAR = 16  # characters between people and their verb: "de la zone", "have all"
_FROM_HOME = re.compile(rf"\b(?:{any_of('homes that people leave')})\b")
_NOT_ALL = re.compile(rf"\b{any_of('governs a noun')}\s(?:\w+\s)?$")
_NOT_SO = re.compile(rf"\b{any_of('did not flee')}\b")


def unnumbered(analysis: Analysis) -> Iterator[Draft]:
    """The first statement that residents fled, as two or more; nothing where the text tells of none."""
    for sentence in analysis.body():
        if sentence.zone == "title":
            continue
        verbs = [
            t
            for t in sentence.tagged("flow")
            if t.subject == "displacement"
            and _FROM_HOME.search(analysis.folded, t.start, min(t.end + _NEAR, sentence.end))
        ]
        for people in sentence.tagged("people"):
            if people.subject != "displacement" or not _WHO.match(analysis.folded, people.start, people.end):
                continue
            verb = next((v for v in verbs if 0 < v.start - people.end <= _NEAR), None)
            before = analysis.folded[max(sentence.start, people.start - 24) : people.start].replace("\n", " ")
            gap = analysis.text[people.end : verb.start] if verb else ","
            if verb is None or re.search(r"[,;:.(]", gap) or _NOT_ALL.search(before):
                continue
            if _NOT_SO.search(analysis.folded, people.end, verb.end):
                continue
            at = (people.start, verb.end)
            yield Draft(
                Displacement(Count(2, None, analysis.words(people.start, people.end)), "flow"),
                sentence.index,
                people.start,
                verb.end,
                "displacement.unnumbered",
                when=clause_date(analysis, sentence, at),
                place=place_near(analysis, sentence, at, leaving=True) or story_place(analysis, sentence),
                inherit=False,
            )
            return
