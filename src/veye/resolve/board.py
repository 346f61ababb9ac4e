"""Episodes laid out side by side: their columns, their texts, and what every pair of them weighs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from veye.records import Claim, Document, Gazetteer, Mission, fold
from veye.resolve.blocking import block_pairs
from veye.resolve.cluster import components
from veye.resolve.columns import Array, Columns, encode
from veye.resolve.compare import Levels, bits, compare
from veye.resolve.episodes import Episode, episodes
from veye.resolve.pairs import Told, candidate_keys, tell, text_levels
from veye.resolve.prints import print_of
from veye.resolve.rivals import outbid
from veye.resolve.similarity import Background, background_of
from veye.resolve.weights import Weights, load_weights

_NONE: Array = np.zeros(0, np.int64)


class Board(msgspec.Struct, frozen=True):
    """Episodes laid out for comparison: their columns, texts, and what pairs weigh.

    `parts` are the components that pairs speaking for a link make; every pair within a part is weighed. `keys` are
    rows and their blocking keys; `edges` the pairs that speak for a link, as left rows, right rows and bits.
    """

    told: tuple[Episode, ...]
    cols: Columns
    texts: tuple[Told | None, ...]
    left: Array
    right: Array
    levels: Levels
    weight: Array
    parts: tuple[tuple[int, ...], ...] = ()
    background: Background = Background()
    keys: tuple[Array, Array] = (_NONE, _NONE)
    edges: tuple[Array, Array, Array] = (_NONE, _NONE, _NONE)


def known_names(mission: Mission | None, gazetteer: Gazetteer | None) -> dict[str, str]:
    """Folded names of countries and of the actors that a mission knows, each to its id."""
    named = gazetteer.names if gazetteer is not None else {}
    countries = {p.id for p in gazetteer or () if p.kind == "country"}
    out = {name: next(i for i in ids if i in countries) for name, ids in named.items() if countries & set(ids)}
    for actor in mission.actors if mission is not None else ():
        out |= {fold(name): actor.id for name in (actor.name, *(a.name for a in actor.aliases))}
    return out


def lay_out(
    told: Sequence[Episode],
    docs: Mapping[str, Document],
    origins: Mapping[str, str],
    *,
    mission: Mission | None = None,
    gazetteer: Gazetteer | None = None,
    background: Background | None = None,
    weights: Weights | None = None,
) -> Board:
    """The episodes' candidate pairs, compared and weighed, and all pairs within the components that they make."""
    weights = weights or load_weights()
    prints = {d: print_of(docs[d], gazetteer=gazetteer) for d in sorted(docs)}
    if background is None:
        days = [day.toordinal() if (day := docs[d].published_day) else None for d in prints]
        background = background_of(list(prints.values()), days)
    texts = tuple(tell(e, docs.get(e.doc_id), prints, background, gazetteer) for e in told)
    cols = encode(told, docs, origins, known_names(mission, gazetteer))
    keys = candidate_keys(cols, texts, background)
    left, right = block_pairs(*keys)
    weight = bits(weigh_pairs(cols, texts, left, right, weights), weights)
    good = weight > 0
    edges = left[good], right[good], weight[good]
    parts = tuple(tuple(g) for g in components(len(told), *edges))
    left, right = within(parts)
    levels, weight = weigh_within(cols, texts, left, right, weights)
    return Board(tuple(told), cols, texts, left, right, levels, weight, parts, background, keys, edges)


def weigh_pairs(cols: Columns, texts: Sequence[Told | None], left: Array, right: Array, weights: Weights) -> Levels:
    """The levels of every feature, text included, for pairs of rows: a report's own text is no likeness to itself."""
    levels = compare(cols.take(left), cols.take(right), weights)
    within_one = cols.doc[left] == cols.doc[right]
    for feature, level in text_levels(texts, left, right, weights).items():
        levels[feature] = np.where(within_one, 0, level).astype(np.int8)
    return levels


def weigh_within(
    cols: Columns, texts: Sequence[Told | None], left: Array, right: Array, weights: Weights
) -> tuple[Levels, Array]:
    """Levels and bits of all pairs within components: those that a better one outbids are told apart."""
    levels = weigh_pairs(cols, texts, left, right, weights)
    beaten = outbid(cols, left, right, bits(levels, weights))
    levels["report"] = np.where(beaten, weights.index("report", "told apart"), levels["report"]).astype(np.int8)
    return levels, bits(levels, weights)


def within(parts: Sequence[Sequence[int]]) -> tuple[Array, Array]:
    """All pairs of rows within each part."""
    found = [(a, b) for rows in parts for k, a in enumerate(rows) for b in rows[k + 1 :]]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def tell_all(claims: Iterable[Claim], docs: Mapping[str, Document]) -> list[Episode]:
    """The episodes of all documents, in an order that does not depend on the order of the claims."""
    by_doc: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_doc[claim.doc_id].append(claim)
    told = [e for d in sorted(by_doc) for e in episodes(by_doc[d], docs.get(d))]
    return sorted(told, key=lambda e: e.id)
