"""What share of a place somebody holds: in per cent, or as a fraction."""

from __future__ import annotations

import re

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.control_actors import BEHIND, GANG, actor_of, passive_gang
from veye.extract.claims.frames import FUNCTION_WORDS, host_place, hub, nearest, place_before, place_near
from veye.extract.lexicon import Term
from veye.extract.wordlists import word_set
from veye.extract.words.numbers import NumberMention
from veye.records import Control

_SHARE_LIMIT = 90


def share(
    analysis: Analysis, sentence: Sentence, number: NumberMention, holds: list[Term], owns: list[Term]
) -> Draft | None:
    """A share of a place in per cent or as a fraction, with who holds it."""
    if number.kind not in ("percent", "fraction") or number.value is None:
        return None
    at = (number.start, number.end)
    near = nearest(analysis, sentence, at, holds, limit=_SHARE_LIMIT) or nearest(analysis, sentence, at, owns, limit=6)
    if near is None or ";" in analysis.text[min(number.end, near[1].start) : max(number.start, near[1].start)]:
        return None
    if not _of_ground(analysis, sentence, number):
        return None
    percent = (
        round(100 * number.value, 1)
        if number.kind == "fraction"
        else float(number.count.high or number.count.low or number.value)
    )
    if percent > 100:
        return None
    actor, _ = actor_of(analysis, sentence, near[1])
    if actor is None and not passive_gang(analysis, near[1]):
        return None
    place = ground(analysis, sentence, at)
    start, end = min(number.start, near[1].start), max(number.end, near[1].end)
    return Draft(
        Control(actor or GANG.get(analysis.language, "gangs"), percent),
        sentence.index,
        start,
        end,
        "control.share",
        place=place,
        inherit=False,
    )


_GROUND = re.compile(
    r"^\W*(?:environ\W+|or so\W+|más o menos\W+|konsa\W+)?(?:of|de|d['’]|du|des|del|nan|la|l)?\W*"
    r"(?:the|la|le|les|el|los|las|l['’])?\s*(?P<next>[^\W\d_][\w'’-]*)?",
    re.IGNORECASE,
)


def _of_ground(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the share is one of a place, not of people or money."""
    places = [t for t in sentence.tagged("place") if t.subject == "hold"]
    reach = [t for t in places if 0 <= t.start - number.end <= 40 or 0 <= number.start - t.end <= 60]
    names = [p for p in sentence.places if 0 <= p.start - number.end <= 30]
    tail = _GROUND.match(analysis.text, number.end)
    capital = bool(tail and tail["next"] and tail["next"][0].isupper())
    if _MORE.match(analysis.text, number.end) or _SIDE.match(analysis.folded, number.end):
        return False
    if _counts_else(analysis, sentence, number):
        return False
    if _OF_IT.match(analysis.text, number.end) and sentence.index:
        return True
    if any(t.tag in BEHIND and t.subject == "hold" and 0 <= t.start - number.end <= 2 for t in sentence.terms):
        return True
    people = any(
        t.subject == "people" and 0 <= t.start - number.end <= 12 and t.tag.startswith("person") for t in sentence.terms
    )
    return (bool(reach) or bool(names) or capital or _short(analysis, sentence, number)) and not people


_SIDE = re.compile(
    r"\s(?:(?:of|de|du|del) (?:the |la |l )?)?"
    r"(?:north|south|east|west|nord|sud|est|ouest|norte|sur|este|oeste|no|sid)\w*\b"
)
_OWN_WORD = re.compile(r"\s(?P<word>[^\W\d_]{3,})")


def _counts_else(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether another word that the share counts, or its own verb, follows: "60% elektè", "nine in ten went"."""
    found = _OWN_WORD.match(analysis.folded, number.end)
    if not found or analysis.text[found.start("word")].isupper() or found["word"] in FUNCTION_WORDS:
        return False
    at = found.start("word")
    known = [t for t in sentence.terms if t.start <= at < t.end]
    return not any(t.subject in ("hold", "places", "small") or t.tag.startswith(("hub:", "scene:")) for t in known)


_MORE = re.compile(r"\s(?:more|less|fewer|higher|lower|de plus|de moins|más|menos|plis|mwens)\b", re.IGNORECASE)
_OF_IT = re.compile(
    r"\s(?:of it|of that|of them|de ella|de ello|de celle-ci|d['’]entre eux|ladan l|ladan)\b", re.IGNORECASE
)


def _short(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the sentence names a place before a bare share: "In the capital, where 85% is under gang rule"."""
    return any(t.end <= number.start for t in sentence.tagged("place") if t.subject == "hold") or any(
        p.end <= number.start for p in sentence.places
    )


_CAPITAL = word_set("words for the capital")


def ground(analysis: Analysis, sentence: Sentence, at: tuple[int, int]) -> str | None:
    """What the share is one of: a place named right there, "the capital" by its name, else that of the story."""
    nouns = [t for t in sentence.tagged("place") if t.subject == "hold"]
    near = nearest(analysis, sentence, at, nouns, limit=45)
    named = place_near(analysis, sentence, at)
    if near is not None and set(analysis.folded[near[1].start : near[1].end].split()) & _CAPITAL:
        return hub(analysis) or named or analysis.words(near[1].start, near[1].end)
    if near is not None and analysis.folded[near[1].start : near[1].end].split()[0] in (
        "country",
        "pays",
        "pais",
        "peyi",
        "territory",
        "territoire",
        "territorio",
    ):
        return host_place(analysis) or named
    return (
        named
        or (analysis.words(near[1].start, near[1].end) if near else None)
        or place_before(analysis, sentence)
        or host_place(analysis)
    )
