"""The weights of evidence: one readable table, in bits (log2 of how much likelier the level is within one incident)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import log2

import msgspec

from veye.resolve.tables import rows

PRIOR_BITS = -4.0


class Weights(msgspec.Struct, frozen=True):
    """Bits by feature and level, the prior in bits, and the name of the table they come from."""

    levels: dict[str, tuple[str, ...]]
    bits: dict[str, tuple[float, ...]]
    prior: float = PRIOR_BITS
    name: str = "link_weights"

    def index(self, feature: str, level: str) -> int:
        """The number of a level within its feature."""
        return self.levels[feature].index(level)

    def with_bits(self, bits: Mapping[str, tuple[float, ...]], *, prior: float, name: str) -> Weights:
        """The same features and levels with other weights."""
        return Weights(self.levels, {f: tuple(bits.get(f, self.bits[f])) for f in self.levels}, prior, name)


def for_density(weights: Weights, happenings_a_day: float) -> Weights:
    """The weights for a ledger in which so many happenings fall on a day.

    The more happenings compete, the less a coincidence of day and kind says: half a bit less prior for each doubling
    above one a day.
    """
    if happenings_a_day <= 1:
        return weights
    return weights.with_bits({}, prior=weights.prior - 0.5 * log2(happenings_a_day), name=f"{weights.name}, dense")


@cache
def load_weights() -> Weights:
    """The shipped table `tables/link_weights.csv`."""
    levels: dict[str, tuple[str, ...]] = {}
    bits: dict[str, tuple[float, ...]] = {}
    for row in rows("link_weights.csv"):
        feature = row["feature"]
        levels[feature] = (*levels.get(feature, ()), row["level"])
        bits[feature] = (*bits.get(feature, ()), float(row["bits"]))
    return Weights(levels, bits)
