"""HXL tables to claims: columns are found by their hashtags, whatever their headers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from veye.records import Casualty, Count, Displacement, Issue, PlaceMention, Source, When
from veye.sources.cells import Cells, amount, when_of, whole_number
from veye.sources.dates import published_date
from veye.sources.draft import UnreadableError
from veye.sources.formats.tables import Numbered
from veye.sources.geo import mention
from veye.sources.limits import Limits
from veye.sources.mapping import SourceMap, load_mapping
from veye.sources.rows import About, RowClaim, RowSource, raw_rows

_TAG = re.compile(r"^#[A-Za-z]\w*(?:\s*\+[A-Za-z]\w*)*$")
_PLACES = ("#loc+name", "#loc", "#adm4+name", "#adm3+name", "#adm2+name", "#adm1+name", "#adm0+name", "#country+name",
           "#country")  # fmt: skip
_TAG_ROWS = 25


def canonical(tag: str) -> str:
    """A tag with its attributes in alphabetical order, in lower case ("#adm1 +name" gives "#adm1+name")."""
    base, *attributes = (p.strip().casefold() for p in tag.split("+"))
    return "+".join([base, *sorted(a for a in attributes if a != "v_pcode")])


def opened(text: str, name: str, where: str, limits: Limits) -> Iterator[Numbered | Issue]:
    """Rows by canonical hashtag. Columns without a tag, and those that split another by sex or age, are left out."""
    tags: dict[str, str] = {}
    looked = 0
    parts = load_mapping("hxl").table("parts")
    for found in raw_rows(text, name, where, limits):
        if isinstance(found, Issue):
            yield found
            continue
        number, cells = found
        if tags:
            yield number, {tag: cells.get(column) for column, tag in tags.items()}
            continue
        looked += 1
        tags = _tags(list(cells)) or _tags([str(v or "") for v in cells.values()], columns=list(cells))
        tags = {c: t for c, t in tags.items() if not parts.keys() & set(t.split("+")[1:])}
        if tags and _tags(list(cells)):
            yield number, {tag: cells.get(column) for column, tag in tags.items()}
        if looked >= _TAG_ROWS and not tags:
            break
    if not tags:
        raise UnreadableError("no_hashtags", "the table has no row of HXL hashtags", hint="Add one under the headers.")


def claims(cells: Cells, mapping: SourceMap) -> Iterator[RowClaim | Issue]:
    """One claim for each column that counts people killed, injured, abducted, missing or displaced."""
    when = _when(cells)
    words = next((cells[p] for p in _PLACES if cells.get(p)), "")
    place = mention(words, amount(cells.get("#geo+lat", "")), amount(cells.get("#geo+lon", "")), 2)
    if "#geo+lat" not in cells and words:
        place = PlaceMention(words)
    for column, value in cells.items():
        attributes = column.split("+")[1:]
        rule = next((r for a, r in mapping.table("counts").items() if a in attributes), None)
        if not column.startswith("#affected") or rule is None or not value:
            continue
        count = Count.exactly(whole_number(value) or 0)
        stated = (*(c for c in cells if c.startswith(("#date", "#loc", "#adm", "#country"))), column)
        if rule["type"] == "displacement":
            yield RowClaim(Displacement(count, "stock"), column, stated, when, place)
        elif count.low:
            yield RowClaim(Casualty(rule["outcome"], count), column, stated, when, place)


def about(cells: Cells, mapping: SourceMap) -> About:
    """The row as a report: who it says it comes from, and when it was reported."""
    named, reported = cells.get("#meta+source", ""), cells.get("#date+reported", "")
    return About(
        source=Source(named) if named else None,
        published=published_date(reported) if reported else None,
        url=cells.get("#meta+url") or None,
    )


def _tags(words: list[str], *, columns: list[str] | None = None) -> dict[str, str]:
    """Column to canonical tag where most of the words are tags and none is anything else; empty otherwise."""
    filled = [w for w in words if w.strip()]
    if not filled or not all(_TAG.match(w.strip()) for w in filled):
        return {}
    return {c: canonical(w) for c, w in zip(columns or words, words, strict=True) if w.strip()}


def _when(cells: Cells) -> When | None:
    first, last = cells.get("#date+start", ""), cells.get("#date+end", "")
    if first and last and (start := when_of(first)) and (end := when_of(last)):
        days = (end.latest - start.earliest) // timedelta(days=1) + 1
        return When(start.earliest, end.latest, "day" if days == 1 else "range")
    for column in ("#date+occurred", "#date", "#date+year", "#date+reported"):
        if cells.get(column):
            return when_of(cells[column])
    return None


SOURCE = RowSource(claims=claims, about=about, opened=opened)
