"""From a date expression to its days, by the publication date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

from veye.extract.words.date_words import Expression
from veye.records import When

Days = tuple[date, date, Literal["day", "range", "week", "month", "quarter", "year", "longer"]]


class Anchor:
    """The publication date: its day where stated to the day, its first and last possible day."""

    def __init__(self, published: str | None) -> None:
        self.day: date | None = None
        self.first: date | None = None
        self.last: date | None = None
        try:
            when = When.from_iso(str(published)[:10]) if published else None
        except ValueError:
            when = None
        if when:
            self.first, self.last = when.earliest, when.latest
            self.day = when.earliest if when.earliest == when.latest else None

    @property
    def month_known(self) -> bool:
        """Whether at least the month of publication is known."""
        return self.first is not None and self.last is not None and (self.last - self.first).days <= 31


def _month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_SOON = 45


def _year_for(anchor: Anchor, month: int, day: int | None, *, future: bool) -> int | None:
    """The year that a month or a day and month without a year means; None where the publication date does not tell."""
    if not anchor.month_known or anchor.first is None or anchor.last is None:
        return None
    if future:
        year = anchor.first.year
        candidate = safe(year, month, day) if day else _month_days(year, month)[1]
        return year + 1 if candidate is None or candidate < anchor.first else year
    year = anchor.last.year
    candidate = safe(year, month, day) if day else _month_days(year, month)[0]
    if candidate is not None and candidate <= anchor.last:
        return year
    # A day that comes within weeks and was last seen most of a year ago is the coming one.
    if day and candidate is not None and (candidate - anchor.last).days <= _SOON:
        return year
    ahead = safe(year + 1, month, day) if day else None
    if ahead is not None and candidate is not None and (ahead - anchor.last).days <= _SOON:
        return year + 1
    return year - 1


def _year_by_weekday(raw: Expression, anchor: Anchor) -> int | None:
    """The year near publication in which a day and month fall on the stated weekday; None where none is stated."""
    day = anchor.day
    if raw.wd is None or raw.d2 is not None or raw.m is None or raw.d is None or day is None:
        return None
    days = [safe(day.year + shift, raw.m, raw.d) for shift in (-1, 0, 1)]
    fitting = [abs((d - day).days) for d in days if d is not None and d.weekday() == raw.wd]
    return next((d.year for d in days if d and d.weekday() == raw.wd and abs((d - day).days) == min(fitting)), None)


_PARTS = {"early": (0.0, 0.34), "mid": (0.3, 0.7), "late": (0.66, 1.0)}


def _part_of(first: date, last: date, part: str) -> Days:
    days = (last - first).days
    low, high = _PARTS[part]
    return first + timedelta(days=int(days * low)), first + timedelta(days=round(days * high)), "range"


def resolve(raw: Expression, anchor: Anchor, *, future: bool, previous: When | None) -> Days | None:
    form = raw.form
    if form == "date" and raw.m and raw.d:
        year = raw.y or _year_by_weekday(raw, anchor)
        year = year or _year_for(anchor, raw.m, raw.d2 or raw.d, future=future)
        first = safe(year, raw.m, raw.d) if year else None
        last = safe(year, raw.m, raw.d2) if year and raw.d2 else first
        return (first, last, "day" if first == last else "range") if first and last else None
    if form == "month" and raw.m:
        ahead = future or raw.spec == "next"
        year = raw.y or _year_for(anchor, raw.m, None, future=ahead)
        if year is None:
            return None
        first, last = _month_days(year, raw.m)
        if raw.spec == "last" and anchor.last and last >= anchor.last:
            first, last = _month_days(year - 1, raw.m)
        return _part_of(first, last, raw.part) if raw.part else (first, last, "month")
    if form == "year" and raw.y:
        first, last = date(raw.y, 1, 1), date(raw.y, 12, 31)
        return _part_of(first, last, raw.part) if raw.part else (first, last, "year")
    if form == "months" and raw.y and raw.m and raw.n:
        return date(raw.y, raw.m, 1), _month_days(raw.y, raw.n)[1], "quarter" if raw.n - raw.m == 2 else "longer"
    if form == "season" and raw.y and raw.m and raw.n:
        end_year = raw.y + 1 if raw.n < raw.m else raw.y
        return date(raw.y, raw.m, 1), _month_days(end_year, raw.n)[1], "quarter"
    if form == "first_weekend" and raw.m:
        year = raw.y or _year_for(anchor, raw.m, None, future=future)
        if year is None:
            return None
        saturday = date(year, raw.m, 1) + timedelta(days=(5 - date(year, raw.m, 1).weekday()) % 7)
        return saturday, saturday + timedelta(days=1), "range"
    if form == "weekday" and raw.wd is not None:
        return _weekday(raw, anchor, future=future)
    if form == "day" and raw.d and anchor.last:
        day = anchor.last
        for _ in range(62):
            if day.day == (raw.d2 or raw.d):
                first = safe(day.year, day.month, raw.d)
                return (first, day, "day" if first == day else "range") if first else None
            day -= timedelta(days=1)
        return None
    if form == "anaphor" and raw.n is not None:
        if previous is None and raw.n < 0 and anchor.day is not None:  # "la veille" with no day before it
            return anchor.day + timedelta(days=raw.n), anchor.day + timedelta(days=raw.n), "day"
        if previous is None or previous.earliest != previous.latest:
            return None
        day = previous.earliest + timedelta(days=raw.n)
        return day, day, "day"
    if form == "counted" and raw.n is not None and raw.spec.startswith(("earlier", "later")):
        return _from_previous(raw, previous)
    if form == "counted" and raw.n is not None:
        return _counted_days(raw, anchor)
    return _relative_days(raw, anchor) if form == "relative" else None


def _weekday(raw: Expression, anchor: Anchor, *, future: bool) -> Days | None:
    if anchor.day is None or raw.wd is None:
        return None
    back = (anchor.day.weekday() - raw.wd) % 7
    if raw.spec == "next" or (future and raw.spec != "last"):
        day = anchor.day + timedelta(days=(-back) % 7 or (7 if raw.spec == "next" else 0))
    else:
        day = anchor.day - timedelta(days=back or (7 if raw.spec == "last" else 0))
    return day, day, "day"


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _from_previous(raw: Expression, previous: When | None) -> Days | None:
    """Days or weeks before or after the day named last ("a week earlier"); None where none was named."""
    spec, _, unit = raw.spec.partition("-")
    if previous is None or previous.earliest != previous.latest or unit not in ("day", "week") or (raw.n or 0) > 400:
        return None
    days = (raw.n or 0) * (7 if unit == "week" else 1)
    day = previous.earliest + timedelta(days=-days if spec == "earlier" else days)
    return day, day, "day"


def days_before(raw: Expression, named: When | None) -> Days | None:
    """The day of an event after which a number of days have passed until the day named."""
    unit = raw.spec.partition("-")[2] or "day"
    if named is None or named.earliest != named.latest or unit != "day" or not 0 < (raw.n or 0) <= _LONGEST_GAP:
        return None
    day = named.earliest - timedelta(days=raw.n or 0)
    return day, day, "day"


_LONGEST_GAP = 30


def _counted_days(raw: Expression, anchor: Anchor) -> Days | None:
    spec, _, unit = raw.spec.partition("-")
    n = raw.n or 0
    if spec == "first":
        year = raw.y or (anchor.last.year if anchor.month_known and anchor.last else None)
        if year is None or not 1 <= n <= 12:
            return None
        return date(year, 1, 1), _month_days(year, n)[1], "month" if n == 1 else ("quarter" if n == 3 else "longer")
    if unit == "year":
        if not anchor.month_known or anchor.last is None or n > 100:
            return None
        if spec == "past":
            return _add_months(anchor.last, -12 * n), anchor.last, "longer" if n > 1 else "year"
        return date(anchor.last.year - n, 1, 1), date(anchor.last.year - n, 12, 31), "year"
    if unit == "month":
        if not anchor.month_known or anchor.last is None or n > 600:
            return None
        if spec == "past":
            return _add_months(anchor.last, -n), anchor.last, "longer" if n > 1 else "month"
        back = _add_months(anchor.last.replace(day=1), -n)
        return (*_month_days(back.year, back.month), "month")
    if anchor.day is None or n > 1000:
        return None
    if unit == "hour":
        first = anchor.day - timedelta(days=(n + 23) // 24)
        return first, anchor.day, "range"
    if unit == "decade":
        return None
    if spec == "past":
        return (
            anchor.day - timedelta(days=n * (7 if unit == "week" else 1)),
            anchor.day,
            "week" if unit == "week" and n == 1 else "range",
        )
    day = anchor.day - timedelta(days=n * (7 if unit == "week" else 1))
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6), "week"
    return day, day, "day"


def _relative_days(raw: Expression, anchor: Anchor) -> Days | None:
    spec = raw.spec
    if spec == "day":
        if anchor.day is None:
            return None
        day = anchor.day + timedelta(days=raw.n or 0)
        return day, day, "day"
    which, _, rest = spec.partition("-")
    unit, _, part = rest.partition("-")
    shift = {"last": -1, "this": 0, "next": 1, "span": 0}.get(which, 0)
    if anchor.first is None or anchor.last is None:
        return None
    if which == "span":
        back = {"week": 7, "month": 30, "year": 365}[unit]
        return (
            (anchor.day - timedelta(days=back), anchor.day, "week" if unit == "week" else "range")
            if anchor.day
            else None
        )
    if unit == "year":
        if anchor.first.year != anchor.last.year:
            return None
        first, last = date(anchor.last.year + shift, 1, 1), date(anchor.last.year + shift, 12, 31)
        return _part_of(first, last, part) if part else (first, last, "year")
    if unit == "month":
        if not anchor.month_known:
            return None
        moved = _add_months(anchor.last.replace(day=1), shift)
        first, last = _month_days(moved.year, moved.month)
        return _part_of(first, last, part) if part else (first, last, "month")
    if anchor.day is None:
        return None
    monday = anchor.day - timedelta(days=anchor.day.weekday())
    if unit == "week":
        monday += timedelta(days=7 * shift)
        return monday, monday + timedelta(days=6), "week"
    if unit == "weekend":
        saturday = monday + timedelta(days=5)
        if which == "next":
            return (
                saturday + timedelta(days=7 if anchor.day >= saturday else 0),
                saturday + timedelta(days=8 if anchor.day >= saturday else 1),
                "range",
            )
        if anchor.day < saturday:
            saturday -= timedelta(days=7)
        elif which == "last" and spec == "last-weekend" and anchor.day.weekday() >= 5:
            pass
        return saturday, min(saturday + timedelta(days=1), max(anchor.day, saturday)), "range"
    if unit == "quarter":
        index = anchor.day.year * 4 + (anchor.day.month - 1) // 3 + shift
        year, quarter = divmod(index, 4)
        return date(year, 3 * quarter + 1, 1), _month_days(year, 3 * quarter + 3)[1], "quarter"
    return None
