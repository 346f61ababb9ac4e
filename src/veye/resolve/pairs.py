"""Which episodes are compared at all, and how alike their texts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import msgspec
import numpy as np

from veye.records import Document, Gazetteer
from veye.resolve.blocking import block_keys, text_keys
from veye.resolve.columns import Array, Columns
from veye.resolve.compare import Levels, steps
from veye.resolve.episodes import Episode
from veye.resolve.prints import Print, cells_of, fingerprint, words_of
from veye.resolve.similarity import (
    Background,
    Vector,
    cosine,
    name_features,
    neutral_features,
    number_features,
    own_words,
    phrase_features,
    rarities,
    vector,
    word_features,
)
from veye.resolve.weights import Weights

SHORT = 25
"""A text of fewer words is one line: what it lacks says nothing."""
TEXT_STEPS = (0.5, 0.33, 0.22, 0.15, 0.09, 0.045)
RARE_STEPS = (42.0, 30.0, 21.0, 14.0, 8.0, 4.0)


class Told(msgspec.Struct, frozen=True):
    """What an episode's text is compared by. `whole` is true where a whole report of more than a line speaks for it."""

    language: str
    words: Vector
    neutral: Vector
    names: Vector
    title: Vector
    phrases: Vector
    numbers: Vector
    rare_names: Vector
    whole: bool
    ages: frozenset[int] = frozenset()
    persons: frozenset[str] = frozenset()


def tell(
    episode: Episode,
    doc: Document | None,
    prints: Mapping[str, Print],
    background: Background,
    gazetteer: Gazetteer | None,
) -> Told | None:
    """The text of an episode as vectors: the whole report where it is mainly about it, else its own sentences.

    Of a table's row the cells, without the names of the columns, which every row shares.

    None without a document, or without a background that says which words are rare.
    """
    if doc is None or background.size == 0:
        return None
    if (cells := cells_of(doc.text)) is not None:
        return _tell(doc, fingerprint(cells, doc.id, gazetteer=gazetteer), (), background, whole=False)
    if episode.about >= 0.4 or not episode.context:
        return tell_document(doc, prints[doc.id], background)
    return _tell(doc, fingerprint(episode.context, doc.id, gazetteer=gazetteer), (), background, whole=False)


def tell_document(doc: Document, source: Print, background: Background) -> Told:
    """A whole report as vectors."""
    return _tell(doc, source, words_of(doc.title or doc.text.split("\n", 1)[0]), background, whole=True)


def _tell(doc: Document, source: Print, title: tuple[str, ...], background: Background, *, whole: bool) -> Told:
    words = own_words(source.words, background.boilerplate)
    return Told(
        doc.language,
        vector(word_features([*words, *title]), background),
        vector(neutral_features(source), background),
        vector(name_features(source, [*words, *title]), background),
        vector(word_features(title), background),
        rarities(phrase_features(source), background),
        rarities(number_features(source), background),
        rarities(name_features(source, words), background),
        whole and len(source.words) >= SHORT,
        source.ages,
        source.persons,
    )


FEW = 600
"""Up to so many pairs, products are worked out one by one: laying out a matrix would take longer."""


def products(vectors: Sequence[Vector], left: Array, right: Array) -> Array:
    """The product of the two vectors of each pair of rows, to nine digits, however many pairs there are."""
    if len(left) <= FEW:
        return np.array(
            [round(cosine(vectors[a], vectors[b]), 9) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
        ).reshape(len(left))
    return np.round(_matrix_products(vectors, left, right), 9)


def _matrix_products(vectors: Sequence[Vector], left: Array, right: Array) -> Array:
    from scipy import sparse

    index: dict[str, int] = {}
    rows, cols, values = [], [], []
    for i, v in enumerate(vectors):
        for feature, value in v.items():
            rows.append(i)
            cols.append(index.setdefault(feature, len(index)))
            values.append(value)
    if not index:
        return np.zeros(len(left))
    matrix = sparse.csr_matrix((values, (rows, cols)), shape=(len(vectors), len(index)))
    out = np.empty(len(left))
    for start in range(0, len(left), 50_000):
        part = slice(start, start + 50_000)
        out[part] = np.asarray(matrix[left[part]].multiply(matrix[right[part]]).sum(axis=1)).ravel()
    return out


def text_levels(told: Sequence[Told | None], left: Array, right: Array, weights: Weights) -> Levels:
    """The levels of all text features for each pair of rows.

    One language: the mean of word and neutral cosines. Two languages: the neutral cosine, stretched because
    translation loses words, and names that it does not share may be spelled otherwise. A passage that is only part
    of a report never speaks against a link.
    """
    empty: Vector = {}
    none_stated: frozenset[object] = frozenset()
    none = np.array([t is None for t in told], dtype=bool)
    whole = np.array([t is not None and t.whole for t in told], dtype=bool)
    languages = np.array([t.language if t else "" for t in told])
    skip = none[left] | none[right]
    partial = ~(whole[left] & whole[right])
    translated = languages[left] != languages[right]
    neutral = products([t.neutral if t else empty for t in told], left, right)
    words = products([t.words if t else empty for t in told], left, right)
    alike = np.where(translated, np.minimum(1.0, 1.5 * neutral), (neutral + words) / 2)
    skip_low = skip | (partial & (alike < TEXT_STEPS[4]))
    names = products([t.names if t else empty for t in told], left, right)
    titles = products([t.title if t else empty for t in told], left, right)
    phrases = products([t.phrases if t else empty for t in told], left, right)
    numbers = products([t.numbers if t else empty for t in told], left, right)
    rare = products([t.rare_names if t else empty for t in told], left, right)
    unspelled = skip | partial | (translated & (rare < RARE_STEPS[-1]))
    return {
        "text": steps("text", alike, skip_low | translated, weights, TEXT_STEPS),
        "translation": steps("translation", alike, skip_low | ~translated, weights, TEXT_STEPS),
        "names": steps("names", names, skip | partial, weights, (0.4, 0.25, 0.15, 0.08, 0.03)),
        "title": steps("title", titles, skip | partial | translated, weights, (0.5, 0.3, 0.15, 0.05)),
        "phrases": steps("phrases", phrases, skip | partial, weights, (30.0, 20.0, 14.0, 10.0, 7.0, 4.0)),
        "numbers": steps("numbers", numbers, skip | partial, weights, (14.0, 9.0, 6.0, 3.0)),
        "ages": shared_levels("ages", [t.ages if t else none_stated for t in told], left, right, partial, weights),
        "persons": shared_levels(
            "persons", [t.persons if t else none_stated for t in told], left, right, partial, weights
        ),
        "rare names": steps("rare names", rare, unspelled, weights, RARE_STEPS),
    }


def candidate_keys(cols: Columns, told: Sequence[Told | None], background: Background) -> tuple[Array, Array]:
    """Rows and blocking keys, each pair once: those of their columns, and of the telling features of their text."""
    rows, keys = block_keys(cols)
    texts = [(i, k) for i, t in enumerate(told) if t for k in text_keys(int(cols.family[i]), telling(t, background))]
    more = np.array(texts, dtype=np.int64).reshape(-1, 2)
    both = np.stack([np.concatenate([rows, more[:, 0]]), np.concatenate([keys, more[:, 1]])], axis=1)
    once = np.unique(both, axis=0)
    return once[:, 0], once[:, 1]


def telling(told: Told, background: Background) -> list[str]:
    """The rarest phrases and names of a text, at most 24 and 16, those that the background met just once last."""

    def rank(feature: str) -> tuple[bool, float, str]:
        return background.bearing.get(feature, 0) == 1, -background.rarity(feature), feature

    return [*sorted(told.phrases, key=rank)[:24], *sorted(told.rare_names, key=rank)[:16]]


def shared_levels(
    feature: str, stated: Sequence[Set[object]], left: Array, right: Array, skip: Array, weights: Weights
) -> Array:
    """How far two reports name the same: not stated on both sides, none, one of several, the only one, several."""
    given = np.array([bool(s) for s in stated], dtype=bool)
    out = np.full(len(left), weights.index(feature, "not stated"), np.int8)
    names = [weights.index(feature, name) for name in ("none", "one of several", "the only one", "several")]
    for index in np.flatnonzero(given[left] & given[right] & ~skip).tolist():
        a, b = stated[int(left[index])], stated[int(right[index])]
        both = len(a & b)
        out[index] = names[0 if not both else 3 if both > 1 else 2 if min(len(a), len(b)) == 1 else 1]
    return out
