"""A timeline's rows to claims: the kind says what is stated, the subject's words of whom, what and over which time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from veye.records import (
    Attack,
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
from veye.sources.cells import Cells, amount, unknown_category, when_of, whole_number
from veye.sources.mapping import SourceMap
from veye.sources.rows import About, RowClaim, RowSource
from veye.sources.timeline.pay import pay
from veye.sources.timeline.periods import period
from veye.sources.timeline.words import (
    PARENTHESES,
    country,
    donor,
    first_match,
    owner,
    speaker,
    who_is_meant,
    without_speaker,
)

STATED = ("date", "kind", "subject", "value_low", "value_high", "unit", "place", "note")
Made = Iterator[tuple[Statement | Issue, When | None]]
_MONEY = re.compile(r"^([A-Z]{3})(?: (thousand|million|billion))?$")
_SCALE = {None: 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_TOTAL = re.compile(r"\b(?:total|cumulative|end of|so far|since)\b", re.I)
_HELD_BY = re.compile(r"\b(?:held|controlled|run) by ([\w' -]+?)(?: \(|$|,)")
_ATTACK = re.compile(r"^(.{2,60}?) attacks? on (.{2,80})$")
_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_AS_DEAD = re.compile(r"\bsays? (?:deaths|killed|dead)\b", re.I)
_RECALLS = re.compile(r"\b(?:continues|still|remains|the missing)\b", re.I)


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
            when=None if _recalls(cells, rule) else when,
            place=PlaceMention(cells["place"]) if cells.get("place") else None,
            flags=_flags(cells, rule, mapping),
            attribution=speaker(cells, mapping),
        )


def about(cells: Cells, mapping: SourceMap) -> About:
    """The row as a report: the page that states it is its source; the day it was published is not known.

    A row that tells what has become of somebody since bears the day on which that was said.
    """
    url = cells.get("source_url") or None
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    rule = mapping.table("kinds").get(cells["kind"]) or {}
    said = cells["date"] if _recalls(cells, rule) else None
    return About(title=cells["subject"], source=Source(host) if host else None, published=said, url=url)


def _recalls(cells: Cells, rule: dict[str, Any]) -> bool:
    """Whether the row tells what has become of people after a happening that it does not date."""
    return rule.get("type") == "casualty" and bool(_RECALLS.search(cells["subject"]))


def _count(cells: Cells, mapping: SourceMap) -> Count | Issue:
    units, unit = mapping.table("counted"), cells.get("unit", "")
    if unit and unit not in units:
        return unknown_category("unit", unit, units)
    if not unit or units[unit] is None:
        return Count()
    low = whole_number(cells.get("value_low", ""))
    high = whole_number(cells["value_high"]) if "value_high" in cells else low
    return Count(low, high)


def _counted(
    make: Callable[[Cells, dict[str, Any], SourceMap, Count], Made],
) -> Callable[[Cells, dict[str, Any], SourceMap], Made]:
    """A maker of statements that hold a count: a row whose count cannot be read gives that issue alone."""

    def checked(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Made:
        count = _count(cells, mapping)
        if isinstance(count, Issue):
            yield count, None
            return
        yield from make(cells, rule, mapping, count)

    return checked


@_counted
def _casualty(cells: Cells, rule: dict[str, Any], mapping: SourceMap, count: Count) -> Made:
    told = without_speaker(cells["subject"])
    words = (told if rule.get("total") else f"{told} {cells.get('note', '')}").casefold()
    when = period(cells)
    who = rule["who"] if rule.get("total") else who_is_meant(told, rule["who"], mapping)
    yield (
        Casualty(
            rule["outcome"],
            count,
            who=who,
            who_detail=cells["subject"],
            cause=first_match(words, mapping.table("cause_words")) or "unknown",
            contingent=country(told, mapping) if who == "mission" else None,
        ),
        when,
    )
    if rule["outcome"] == "killed or wounded" and _AS_DEAD.search(cells.get("note", "")):
        yield Casualty("killed", count, who=who, who_detail=cells["subject"]), when  # as one source words it
    if attack := _ATTACK.match(cells["subject"]):
        mode: Any = "massacre" if cells["kind"] == "mass_killing" else "other"
        yield Attack(attack[1], attack[2], mode), when
    elif not rule.get("total") and (mode := first_match(told.casefold(), mapping.table("attack_words"))):
        yield Attack("unknown", _target(told), mode), when


def _target(told: str) -> str | None:
    """Whom an attack struck: the words before what became of them."""
    found = re.match(r"(.{2,60}?) (?:killed|wounded|seriously|lightly|unaccounted|missing|hurt|shot|injured)\b", told)
    return found[1] if found else None


@_counted
def _equipment(cells: Cells, rule: dict[str, Any], mapping: SourceMap, count: Count) -> Made:
    words = cells["subject"].casefold()
    event = rule["event"]
    if event in ("lost", "failed"):
        event = first_match(words, mapping.table("loss_words")) or event
    item_class = first_match(words, mapping.table("item_words")) or mapping.table("item_units").get(
        cells.get("unit", "")
    )
    reason = re.search(r"\bafter (.+)$", cells["subject"]) if event == "grounded" else None
    yield (
        Equipment(
            cells["subject"],
            item_class or "other",
            event,
            count,
            reason=reason[1] if reason else None,
            owner=owner(cells["subject"], mapping),
        ),
        period(cells),
    )


@_counted
def _evacuation(cells: Cells, rule: dict[str, Any], mapping: SourceMap, count: Count) -> Made:
    yield Evacuation(count, destination=cells.get("place") or None), period(cells)


@_counted
def _strength(cells: Cells, rule: dict[str, Any], mapping: SourceMap, count: Count) -> Made:
    if count.stated:
        whole = re.search(r"\btotal\b", cells["subject"], re.I)
        contingent = "total" if whole else country(PARENTHESES.sub("", cells["subject"]), mapping) or "total"
        yield Strength(contingent, count, rule["kind"]), period(cells)


@_counted
def _displacement(cells: Cells, rule: dict[str, Any], mapping: SourceMap, count: Count) -> Made:
    fled = re.match(r"(?:newly )?displaced from\b|fled\b", cells["subject"], re.I)
    yield Displacement(count, "flow" if fled else "stock"), period(cells)


def _funding(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Made:
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
    yield Funding(donor(cells["subject"], mapping), scaled, unit[1], rule["kind"], purpose), period(cells)


def _control(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Made:
    holder = _HELD_BY.search(cells["subject"])
    if holder is None:
        yield Issue("row_not_used", "the subject does not say who holds the place", "", "Write 'held by …'."), None
        return
    shares = (
        {amount(cells.get(c, "")) for c in ("value_low", "value_high")} if cells.get("unit") == "percent" else {None}
    )
    for share in sorted(shares - {None} or {None}, key=lambda s: s or 0.0):
        yield Control(holder[1].strip(), share), period(cells)


def _milestone(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Made:
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


_STATEMENTS: dict[str, Callable[[Cells, dict[str, Any], SourceMap], Made]] = {
    "casualty": _casualty,
    "equipment": _equipment,
    "evacuation": _evacuation,
    "strength": _strength,
    "displacement": _displacement,
    "funding": _funding,
    "control": _control,
    "milestone": _milestone,
    "pay": pay,
}


def _flags(cells: Cells, rule: dict[str, Any], mapping: SourceMap) -> Flags:
    words = f"{cells['subject']} {cells.get('note', '')}".casefold()
    return Flags(
        cumulative=bool(rule.get("total")) or (rule["type"] in ("casualty", "funding") and _is_total(cells["subject"])),
        hedged=any(h in words for h in mapping.table("hedges")),
        backref=_recalls(cells, rule),
        planned="planned" in cells["subject"].casefold() and rule.get("kind") == "pledged",
    )


def _is_total(subject: str) -> bool:
    return bool(_TOTAL.search(subject))


SOURCE = RowSource(claims=claims, about=about)
