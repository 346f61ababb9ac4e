"""Harm that somebody does to himself, after others or alone: "killed two and himself", "shot herself in the hand"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.claims.casualty_around import owns
from veye.extract.claims.casualty_words import Trigger, Victims, of_group
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Count

ONESELF = re.compile(rf"\b{any_of('oneself')}$")


def with_oneself(window: Window, victims: list[Victims]) -> list[Victims]:
    """With the one counted who killed others "and then himself"."""
    if not victims or victims[-1].start < window.end:
        return victims
    end = victims[-1].end
    match = _AND_SELF.match(window.text_with_commas(end, min(window.sentence.end, end + 90)))
    if match is None:
        return victims
    last, end = victims[-1], end + match.end()
    if last.who not in ("civilian", "people", "same"):
        return [*victims, Victims(end - len(match.group(1)), end, Count(1, 1), "people", match.group(1))]
    count = last.count + Count(1, 1)
    return [*victims[:-1], msgspec.structs.replace(last, end=end, count=Count(count.low, count.high))]


def oneself(window: Window, earlier: Trigger | None, spoken: Sequence[Victims]) -> list[Victims]:
    """Who did it to "himself": the subject, not those whom he hurt before."""
    own = [v for v in spoken[-1:] if v.count.high == 1]
    if window.pronoun_before() and own:
        return own
    for group in reversed(window.sentence.groups):
        if group.end > window.start or group.plural or owns(window, group) or window.is_source(group):
            continue
        if earlier is not None and 0 <= group.start - earlier.end < _OBJECT and _acts(window, earlier):
            continue  # "shot a woman and a girl, then killed himself"
        before = window.text(max(window.sentence.start, group.start - 30), group.start)
        agent = window.is_agent(group) and _WHO.match(window.text_with_commas(group.end, group.end + 6))
        if agent or not _LED.search(before):
            return [msgspec.structs.replace(of_group(group, window.analysis.language), count=Count(1, 1))]
    words = window.analysis.words(window.start, window.end)
    return own or [Victims(window.start, window.end, Count(1, 1), "people", words)]


_OBJECT = 40  # characters after a verb in which its objects stand


def _acts(window: Window, harm: Trigger) -> bool:
    """Whether a word of harm is an active verb."""
    return not any(t.tag == "be" and 0 <= harm.start - t.end <= 12 for t in window.small)


_WHO = re.compile(rf",?\s(?:{any_of('who')})\b")
_LED = re.compile(rf"\b{any_of('leads no subject')}\s(?:\w+\s){{0,2}}$")
_AND_SELF = re.compile(rf"(?:,[^,]{{2,40}},)?[\s,]+(?:{any_of('and oneself')}\s)+({any_of('oneself')})\b")
