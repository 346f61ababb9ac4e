"""Numbers, days and lists as a careful writer would put them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from veye.records import Count, When

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def number(value: float) -> str:
    """A whole number in words up to twelve, in figures with thousands marked above; one decimal where not whole."""
    if value == int(value):
        whole = int(value)
        return _SMALL[whole] if 0 <= whole <= 12 else f"{whole:,}"
    return f"{value:,.1f}"


def count(value: Count) -> str:
    """A count in words: "two", "at least 70", "54 to 65", "an unstated number of"."""
    if value.low is None and value.high is None:
        return "an unstated number of"
    if value.low == value.high and value.low is not None:
        return number(value.low)
    if value.high is None and value.low is not None:
        return f"at least {number(value.low)}"
    if value.low is None and value.high is not None:
        return f"up to {number(value.high)}"
    return f"{value.low:,} to {value.high:,}"


def span(low: float | None, best: float | None, high: float | None) -> str:
    """A reconciled number: its best value, or its range where the ends differ: "two", "70 to 115", "at least 70"."""
    if low is not None and high is not None and low != high:
        return f"{low:,.0f} to {high:,.0f}"
    if low is not None and high is None:
        return f"at least {number(low)}"
    value = best if best is not None else low if low is not None else high
    return "an unstated number of" if value is None else number(value)


def plural(value: float | None, one: str, many: str | None = None) -> str:
    """The noun that fits the number."""
    return one if value == 1 else (many or f"{one}s")


def day(value: date) -> str:
    """A date as "2 April 2025"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def when(value: When | None, *, preposition: bool = True) -> str:
    """When, never more precise than stated: "on 2 April 2025", "in March 2025", "in 2025"; empty where not stated."""
    if value is None:
        return ""
    a, b = value.earliest, value.latest
    if a == b:
        return f"on {day(a)}" if preposition else day(a)
    months = (a.year, a.month) == (b.year, b.month)
    if value.precision == "month" or (months and value.days >= 28):
        text = f"{MONTHS[a.month - 1]} {a.year}"
        return f"in {text}" if preposition else text
    if value.precision == "year" or (a.year == b.year and value.days >= 365):
        return f"in {a.year}" if preposition else str(a.year)
    if a.day == 1 and (b + timedelta(days=1)).day == 1:
        first = MONTHS[a.month - 1] if a.year == b.year else f"{MONTHS[a.month - 1]} {a.year}"
        text = f"{first} to {MONTHS[b.month - 1]} {b.year}"
    else:
        text = f"{a.day} to {b.day} {MONTHS[a.month - 1]} {a.year}" if months else f"{day(a)} to {day(b)}"
    return f"between {text.replace(' to ', ' and ')}" if preposition else text


def iso_day(text: str | None) -> str:
    """An ISO day, month or year in words; "undated" where there is none."""
    if not text:
        return "undated"
    parts = [int(p) for p in text[:10].split("-")]
    if len(parts) == 3:
        return day(date(*parts))
    return f"{MONTHS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else str(parts[0])


def listed(items: Iterable[str], *, last: str = "and") -> str:
    """Items joined as in a sentence: "a", "a and b", "a, b and c"."""
    words: Sequence[str] = [i for i in items if i]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def money(amount: float, currency: str | None) -> str:
    """An amount of money as "13.3 million US dollars"."""
    name = {"USD": "US dollars", "EUR": "euros", "CAD": "Canadian dollars", "GBP": "pounds"}
    unit = name.get(currency or "", currency or "(currency not stated)")
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if amount >= size:
            return f"{amount / size:,.1f}".rstrip("0").rstrip(".") + f" {word} {unit}"
    return f"{amount:,.0f} {unit}"


_WITH_ARTICLE = ("United ", "Bahamas", "Netherlands", "Dominican ", "Philippines", "European ", "Central African ")


def country(name: str) -> str:
    """A country's name as it stands in a sentence: "the United States", "Kenya"."""
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def capitalised(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def sum_of_money(amount: float, high: float | None, currency: str | None, months: int | None) -> str:
    """A sum with its range and period: "515 to 600 million US dollars over two years", "600 million euros a year"."""
    text = money(amount, currency)
    if high is not None and high > amount:
        top = money(high, currency)
        shared = text.split(" ", 1)[1] == top.split(" ", 1)[1]
        text = f"{text.split(' ', 1)[0] if shared else text} to {top}"
    if months is None:
        return text
    if months in (1, 12):
        return f"{text} a {'year' if months == 12 else 'month'}"
    years, rest = divmod(months, 12)
    return f"{text} over {number(years)} years" if not rest else f"{text} over {number(months)} months"
