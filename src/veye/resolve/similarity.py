"""How alike texts are: words within one language; numbers, names, places and cognates across languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

import msgspec

from veye.resolve.prints import Print

_KINDS = {"n": 2.0, "p": 1.6, "N": 1.4, "c": 0.7, "w": 1.0}


class Background(msgspec.Struct, frozen=True):
    """How many of `size` texts bear each feature: what tells a rare name from a common one."""

    size: int = 0
    bearing: dict[str, int] = {}

    def rarity(self, feature: str) -> float:
        """Natural log of how many texts one must read to meet the feature once, never below 0.

        A feature never seen counts as met once; twenty imagined texts keep small collections from overstating.
        """
        seen = self.bearing.get(feature, 0)
        return max(0.0, log((self.size + 20) / (seen + 1 + (18 if seen == 0 and self.size == 0 else 0))))


def neutral_features(fingerprint: Print) -> set[str]:
    """The features that survive translation: numbers, names, places, cognates."""
    return (
        {f"n:{v:g}" for v in fingerprint.numbers}
        | {f"N:{v}" for v in fingerprint.names}
        | {f"p:{v}" for v in fingerprint.places}
        | {f"c:{v}" for v in fingerprint.cognates}
    )


def word_features(fingerprint: Print) -> Mapping[str, int]:
    """The words and numbers of the text with how often each stands in it."""
    return Counter(f"w:{w}" for w in fingerprint.words if len(w) > 2 or w.isdigit())


def background_of(prints: Sequence[Print]) -> Background:
    """The background that a set of texts makes."""
    bearing: Counter[str] = Counter()
    for fingerprint in prints:
        bearing.update(neutral_features(fingerprint))
        bearing.update(word_features(fingerprint).keys())
    return Background(len(prints), dict(bearing))


Vector = Mapping[str, float]


def vector(features: Mapping[str, int] | set[str], background: Background) -> Vector:
    """A unit vector over features: rarer ones, and numbers and names, weigh more."""
    counted = features if isinstance(features, Mapping) else dict.fromkeys(features, 1)
    raw = {f: (1 + log(n)) * background.rarity(f) * _KINDS[f[0]] for f, n in counted.items()}
    norm = sqrt(sum(v * v for v in raw.values()))
    return {f: v / norm for f, v in raw.items() if v} if norm else {}


def cosine(left: Vector, right: Vector) -> float:
    """The cosine of two unit vectors: 0 for nothing shared, 1 for the same."""
    if len(right) < len(left):
        left, right = right, left
    return sum(v * right[f] for f, v in left.items() if f in right)


def shared(left: Vector, right: Vector, *, most: int = 6) -> list[str]:
    """The shared features that weigh most, as a reader would name them."""
    top = sorted(((v * right[f], f) for f, v in left.items() if f in right), reverse=True)[:most]
    return [f[2:] for _, f in top]
