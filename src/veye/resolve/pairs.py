"""Which episodes are compared at all, and how alike their texts are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec
import numpy as np

from veye.records import Document, Gazetteer
from veye.resolve.columns import MISSING, Array, Columns
from veye.resolve.episodes import Episode
from veye.resolve.prints import Print, fingerprint
from veye.resolve.similarity import Background, Vector, cosine, neutral_features, vector, word_features

TEXT_STEPS = (0.5, 0.33, 0.22, 0.15, 0.09, 0.045)
ALL_PAIRS_UP_TO = 600
WINDOW_DAYS = 45


class Told(msgspec.Struct, frozen=True):
    """What an episode's text is compared by. `whole` is true where the whole report speaks for it."""

    language: str
    words: Vector
    neutral: Vector
    whole: bool


def tell(
    episode: Episode,
    doc: Document | None,
    prints: Mapping[str, Print],
    background: Background,
    gazetteer: Gazetteer | None,
) -> Told | None:
    """The text of an episode as vectors: the whole report where it is mainly about it, else its own sentences."""
    if doc is None:
        return None
    whole = episode.about >= 0.4 or not episode.context
    source = prints[doc.id] if whole else fingerprint(episode.context, doc.id, gazetteer=gazetteer)
    return Told(
        doc.language,
        vector(word_features(source), background),
        vector(neutral_features(source), background),
        whole,
    )


def text_similarity(left: Told | None, right: Told | None) -> float:
    """How alike two texts are, 0 to 1; -1 where they are not compared.

    One language: the mean of word and neutral cosines. Two languages: the neutral cosine, stretched because
    translation loses words. A passage that is only part of a report never speaks against a link.
    """
    if left is None or right is None:
        return -1.0
    neutral = cosine(left.neutral, right.neutral)
    if left.language == right.language:
        alike = (neutral + cosine(left.words, right.words)) / 2
    else:
        alike = min(1.0, 1.5 * neutral)
    partial = not (left.whole and right.whole)
    return -1.0 if partial and alike < TEXT_STEPS[4] else alike


def candidates(cols: Columns) -> tuple[Array, Array]:
    """Pairs of rows worth comparing: of one kind, and told or dated within weeks or sharing a day.

    Small sets are compared in full. Larger ones share a kind and a month, a day, a place, an attacker or a count.
    """
    n = len(cols)
    if n <= ALL_PAIRS_UP_TO:
        left, right = np.triu_indices(n, 1)
        keep = cols.family[left] == cols.family[right]
        return left[keep], right[keep]
    day = np.where(cols.first != MISSING, cols.first, cols.published)
    order = np.argsort(day, kind="stable")
    found: set[tuple[int, int]] = set()
    blocks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i in order:
        if day[i] != MISSING:
            blocks[(int(cols.family[i]), int(day[i]) // WINDOW_DAYS)].append(int(i))
        else:
            blocks[(int(cols.family[i]), -1)].append(int(i))
    for (family, month), rows in blocks.items():
        found.update((min(p), max(p)) for p in combinations(rows, 2))
        for other in blocks.get((family, month + 1), ()):
            found.update(
                (min(r, other), max(r, other)) for r in rows if abs(int(day[other]) - int(day[r])) <= WINDOW_DAYS
            )
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def translations(told: Sequence[Told | None], left: Array, right: Array) -> Array:
    """Whether the two texts of each pair are in two languages."""
    languages = np.array([t.language if t else "" for t in told])
    return np.asarray(languages[left] != languages[right])


def similarities(told: Sequence[Told | None], left: Array, right: Array) -> Array:
    """The text similarity of each pair of rows."""
    return np.array([text_similarity(told[i], told[j]) for i, j in zip(left, right, strict=True)], dtype=np.float64)
