"""A timeline's rows on pay: late by a number of months, or paid, in full or to the end of a month."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from typing import Any

from veye.records import Count, Pay, When
from veye.sources.cells import Cells, whole_number
from veye.sources.mapping import SourceMap
from veye.sources.timeline.periods import period
from veye.sources.timeline.words import country, first_match

_PAID_TO = re.compile(r"\bpaid (?:up )?(?:to|until|till|through) (?:the )?(?:end of )?([A-Z][a-z]+)(?: (\d{4}))?")


def pay(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Iterator[tuple[Pay, When | None]]:
    """What a row of kind `pay_arrears` or `pay_denial` states; only the first has a count of months."""
    subject, when = cells["subject"], period(cells)
    late = rule["status"] == "late"
    count = Count()
    if late and cells.get("unit") in ("month", "months"):
        low = whole_number(cells.get("value_low", ""))
        count = Count(low, whole_number(cells["value_high"]) if "value_high" in cells else low)
    what: Any = first_match(subject.casefold(), mapping.table("pay_words")) or "pay"
    paid_to = None if late or when is None else _paid_to(subject, when)
    yield Pay(country(subject, mapping), rule["status"], what, count, paid_to), when


def _paid_to(subject: str, when: When) -> str | None:
    """The month that pay was given up to, as YYYY-MM: without a year the last of that name before the row's day."""
    found = _PAID_TO.search(subject)
    month = next((i for i, name in enumerate(month_name) if found and name == found[1]), 0)
    if not found or not month:
        return None
    year = int(found[2]) if found[2] else when.latest.year - (month >= when.latest.month)
    return f"{year:04d}-{month:02d}"
