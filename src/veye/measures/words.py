"""Numbers and ranges as a reader sees them."""

from __future__ import annotations


def number(value: float | None) -> str:
    """A number for a sentence: thousands apart, decimals only where they say something.

    >>> number(2500.0), number(39.2), number(None)
    ('2,500', '39.2', 'not stated')
    """
    if value is None:
        return "not stated"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2g}"


def span(low: float | None, best: float | None, high: float | None) -> str:
    """A range for a table cell: one number where the ends agree, "at least" where the upper end is open."""
    if low is None and high is None:
        return number(best)
    if high is None:
        return f"at least {number(low)}"
    if low is None or low == high:
        return number(high)
    return f"{number(low)}–{number(high)}"
