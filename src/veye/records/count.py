"""How many, with open ends kept open."""

from __future__ import annotations

import msgspec


class Count(msgspec.Struct, frozen=True):
    """A number as a source states it: `low` to `high`, either end open, and the words it used.

    "at least 70" is Count(70, None); "up to 5" is Count(None, 5); "54 to 65" is Count(54, 65); a report that
    counts nothing is Count(None, None).
    """

    low: int | None = None
    high: int | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.low < 0:
            raise ValueError(f"a count cannot be negative: {self.low}")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"a count's high ({self.high}) is below its low ({self.low})")

    @classmethod
    def exactly(cls, number: int, *, words: str | None = None) -> Count:
        """A stated number."""
        return cls(number, number, words)

    @property
    def stated(self) -> bool:
        """Whether the source gave any usable number."""
        return self.low is not None or self.high is not None

    @property
    def exact(self) -> bool:
        """Whether both ends are stated and equal."""
        return self.low is not None and self.low == self.high

    @property
    def best(self) -> int | None:
        """The number a careful reader would quote: the low end, or the high end where only that is stated."""
        return self.low if self.low is not None else self.high

    def __add__(self, other: Count) -> Count:
        """Sum of two counts; an end that either leaves open stays open."""
        low = None if self.low is None and other.low is None else (self.low or 0) + (other.low or 0)
        high = None if self.high is None or other.high is None else self.high + other.high
        return Count(low, high)

    def overlaps(self, other: Count) -> bool:
        """Whether some number satisfies both; an open end admits any."""
        low = max(self.low or 0, other.low or 0)
        highs = [h for h in (self.high, other.high) if h is not None]
        return not highs or low <= min(highs)

    def __str__(self) -> str:
        if self.low is None and self.high is None:
            return "not stated"
        if self.low == self.high:
            return f"{self.low:,}"
        if self.high is None:
            return f"at least {self.low:,}"
        if self.low is None:
            return f"up to {self.high:,}"
        return f"{self.low:,}–{self.high:,}"
