"""How alike texts are: words within one language; numbers, names, places and cognates across languages.

What an outlet prints under every report (menus, pleas to subscribe) is found by its recurrence and left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from math import log, sqrt
from types import MappingProxyType

import msgspec

from veye.resolve.prints import Print

_KINDS = {"n": 2.0, "p": 1.6, "N": 1.4, "c": 0.7, "w": 1.0, "P": 1.0}
RUN = 5
"""Words in a run that counts as boilerplate when it recurs."""
RECURS, RECURS_DAYS = 3, 45


class Background(msgspec.Struct, frozen=True):
    """How many of `size` texts bear each feature: what tells a rare name from a common one.

    `boilerplate` are runs of five words that three or more texts share although they were published more than 45
    days apart: no happening is told in the same words for so long.
    """

    size: int = 0
    bearing: Mapping[str, int] = MappingProxyType({})
    boilerplate: Set[str] = frozenset()

    def rarity(self, feature: str) -> float:
        """Natural log of how many texts one must read to meet the feature once, never below 0.

        Twenty imagined texts keep small collections from overstating.
        """
        return max(0.0, log((self.size + 20) / (self.bearing.get(feature, 0) + 1)))


def runs(words: Sequence[str]) -> list[str]:
    """Every run of five words."""
    return [" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]


def own_words(words: Sequence[str], boilerplate: Set[str]) -> list[str]:
    """The words that stand in no boilerplate run."""
    if not boilerplate:
        return list(words)
    keep = [True] * len(words)
    for i, run in enumerate(runs(words)):
        if run in boilerplate:
            keep[i : i + RUN] = [False] * RUN
    return [w for w, kept in zip(words, keep, strict=True) if kept]


def neutral_features(fingerprint: Print) -> set[str]:
    """The features that survive translation: numbers, names, places, cognates."""
    return (
        {f"n:{v:g}" for v in fingerprint.numbers}
        | {f"N:{v}" for v in fingerprint.names}
        | {f"p:{v}" for v in fingerprint.places}
        | {f"c:{v}" for v in fingerprint.cognates}
    )


def name_features(fingerprint: Print, words: Iterable[str]) -> Mapping[str, int]:
    """The names in the given words of the text, with how often each stands there."""
    return Counter(f"N:{w}" for w in words if w in fingerprint.names)


def phrase_features(fingerprint: Print) -> set[str]:
    """Pairs of capitalised words: what seldom stands in two unrelated texts."""
    return {f"P:{v}" for v in fingerprint.phrases}


def number_features(fingerprint: Print) -> set[str]:
    """Numbers of 13 and more, years left out."""
    return {f"n:{v:g}" for v in fingerprint.numbers}


def word_features(words: Iterable[str]) -> Mapping[str, int]:
    """The words and numbers of a text with how often each stands in it."""
    return Counter(f"w:{w}" for w in words if len(w) > 2 or w.isdigit())


def boilerplate_of(texts: Iterable[tuple[Sequence[str], int | None]]) -> frozenset[str]:
    """Runs of words that recur in at least three texts published more than 45 days apart."""
    days: dict[str, list[int]] = defaultdict(list)
    for words, day in texts:
        if day is not None:
            for run in set(runs(words)):
                days[run].append(day)
    return frozenset(r for r, d in days.items() if len(d) >= RECURS and max(d) - min(d) > RECURS_DAYS)


def background_of(prints: Sequence[Print], days: Sequence[int | None] = ()) -> Background:
    """The background that a set of texts makes; `days` are their publication days as ordinals where known."""
    boilerplate = boilerplate_of(zip((p.words for p in prints), days, strict=True)) if days else frozenset()
    bearing: Counter[str] = Counter()
    for fingerprint in prints:
        bearing.update(neutral_features(fingerprint))
        bearing.update(phrase_features(fingerprint))
        bearing.update(word_features(own_words(fingerprint.words, boilerplate)).keys())
    return Background(len(prints), dict(bearing), boilerplate)


Vector = Mapping[str, float]


def vector(features: Mapping[str, int] | set[str], background: Background) -> Vector:
    """A unit vector over features: rarer ones, and numbers and names, weigh more."""
    counted = features if isinstance(features, Mapping) else dict.fromkeys(features, 1)
    raw = {f: (1 + log(n)) * background.rarity(f) * _KINDS[f[0]] for f, n in counted.items()}
    norm = sqrt(sum(v * v for v in raw.values()))
    return {f: v / norm for f, v in raw.items() if v} if norm else {}


def rarities(features: Iterable[str], background: Background) -> Vector:
    """Features weighted so that the product of two such vectors is the summed rarity of what they share."""
    return {f: sqrt(background.rarity(f)) for f in features}


def cosine(left: Vector, right: Vector) -> float:
    """The product of two vectors: for unit vectors 0 where nothing is shared and 1 for the same."""
    if len(right) < len(left):
        left, right = right, left
    return sum(v * right[f] for f, v in left.items() if f in right)


def shared(left: Vector, right: Vector, *, most: int = 6) -> list[str]:
    """The shared features that weigh most, as a reader would name them."""
    top = sorted(((v * right[f], f) for f, v in left.items() if f in right), reverse=True)[:most]
    return [f[2:] for _, f in top]
