"""When something happened, never more precise than its source."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

import msgspec

Precision = Literal["day", "range", "week", "month", "quarter", "year", "longer"]


class When(msgspec.Struct, frozen=True, order=False):
    """The days between which something happened, both included.

    `precision` says what the source stated: a day, a span of days, a week, a month, a quarter, a year, or
    something longer. `tz` is an IANA time zone where the source or the profile gives one. `words` are the words
    as they stand in the source.
    """

    earliest: date
    latest: date
    precision: Precision = "day"
    tz: str | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"When ends ({self.latest}) before it begins ({self.earliest})")

    @classmethod
    def day(cls, day: date, *, words: str | None = None, tz: str | None = None) -> When:
        """One calendar day."""
        return cls(day, day, "day", tz, words)

    @classmethod
    def month(cls, year: int, month: int, *, words: str | None = None) -> When:
        """One calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month", None, words)

    @classmethod
    def year(cls, year: int, *, words: str | None = None) -> When:
        """One calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31), "year", None, words)

    @classmethod
    def from_iso(cls, text: str, *, words: str | None = None) -> When:
        """The day, month or year that an ISO prefix names; ValueError for anything else.

        >>> When.from_iso("2025-02").latest
        datetime.date(2025, 2, 28)
        """
        parts = [int(p) for p in text.split("-")]
        if len(parts) == 3:
            return cls.day(date(*parts), words=words)
        if len(parts) == 2:
            return cls.month(parts[0], parts[1], words=words)
        if len(parts) == 1:
            return cls.year(parts[0], words=words)
        raise ValueError(f"not an ISO date, month or year: {text!r}")

    def iso(self) -> str:
        """The longest ISO prefix (day, month or year) that all its days share; empty where they share none.

        >>> When(date(2025, 3, 27), date(2025, 3, 31), "week").iso()
        '2025-03'
        """
        first, last = self.earliest.isoformat(), self.latest.isoformat()
        for length in (10, 7, 4):
            if first[:length] == last[:length]:
                return first[:length]
        return ""

    def days_told(self) -> str:
        """The longest ISO prefix that all its days share, else its first and last day.

        >>> When(date(2024, 12, 30), date(2025, 1, 2), "range").days_told()
        '2024-12-30 to 2025-01-02'
        """
        return self.iso() or f"{self.earliest} to {self.latest}"

    def overlaps(self, other: When, *, slack_days: int = 0) -> bool:
        """Whether the two share a day, each end widened by `slack_days`."""
        slack = timedelta(days=slack_days)
        return self.earliest - slack <= other.latest and other.earliest - slack <= self.latest

    def gap_days(self, other: When) -> int:
        """Days between the two; 0 where they overlap."""
        if self.overlaps(other):
            return 0
        return max((other.earliest - self.latest).days, (self.earliest - other.latest).days)

    def hull(self, other: When) -> When:
        """The smallest When that holds both."""
        earliest, latest = min(self.earliest, other.earliest), max(self.latest, other.latest)
        if (earliest, latest) == (self.earliest, self.latest):
            return self
        if (earliest, latest) == (other.earliest, other.latest):
            return other
        return When(earliest, latest, "range", self.tz or other.tz)

    def narrowed(self, other: When) -> When:
        """The days both share; the one with fewer days where they share none."""
        earliest, latest = max(self.earliest, other.earliest), min(self.latest, other.latest)
        if earliest > latest or (earliest, latest) == (self.earliest, self.latest):
            return self if self.days <= other.days else other
        if (earliest, latest) == (other.earliest, other.latest):
            return other
        return When(earliest, latest, "range" if earliest < latest else "day", self.tz or other.tz)

    @property
    def days(self) -> int:
        """How many days it spans, at least 1."""
        return (self.latest - self.earliest).days + 1

    @property
    def date_prec(self) -> int:
        """UCDP `date_prec`: 1 day, 2 two to six days, 3 a week, 4 a month, 5 more than a month."""
        if self.days == 1:
            return 1
        if self.days <= 6:
            return 2
        if self.days == 7:
            return 3
        return 4 if self.days <= 31 else 5
