"""Dates in running text, resolved against the publication date, never more precise than their words."""

from __future__ import annotations

from typing import Literal

import msgspec

from veye.extract.words.date_days import Anchor, Days, days_before, resolve, safe
from veye.extract.words.date_forms import bare_year, calendar_date, day_alone, with_part, with_weekday
from veye.extract.words.date_nights import across_night, at_night, night
from veye.extract.words.date_relative import after_an_event, leaning, looks_back, tallies
from veye.extract.words.date_words import DateWords, Expression, date_words
from veye.extract.words.tokens import Tokens, tokenise
from veye.records import When

DateKind = Literal["absolute", "relative", "since", "until", "deadline", "span"]


class DateMention(msgspec.Struct, frozen=True):
    """A date as written: characters `start` to `end` with its lead ("since"), its days, what it is.

    `kind`: absolute (calendar words), relative (to the publication date, or to a date before it in the text),
    span (from day to day, "over the past week"), since, until, deadline. For since, until and deadline `when` is
    the named date itself, not the stretch it opens or closes. `when` is None where nothing says which day is meant.
    `future` says that the words around it look ahead.
    """

    start: int
    end: int
    when: When | None
    kind: DateKind
    future: bool = False


def _expressions(toks: Tokens, w: DateWords, language: str) -> list[Expression]:
    counted = {raw.i: raw for raw in tallies(toks, w, language)}
    out: list[Expression] = []
    i = 0
    while i < len(toks):
        raw = counted.get(i)
        if raw is None and (toks.kinds[i] == "num" or toks.words[i] in w.starters):
            raw = with_part(toks, w, i) or across_night(toks, w, i) or with_weekday(toks, w, i) or leaning(toks, w, i)
            raw = raw or night(toks, w, i) or day_alone(toks, w, i) or calendar_date(toks, w, i)
            raw = raw or bare_year(toks, w, i)
        if raw is None:
            i += 1
            continue
        out.append(raw)
        i = max(raw.j, i + 1)
    return out


_STOPS = frozenset(".!?;\n")


def _looks_ahead(toks: Tokens, w: DateWords, i: int) -> bool:
    """Whether a future cue stands within a few words before token `i`, in the same sentence."""
    for k in range(i - 1, max(-1, i - 11), -1):
        if "\n" in toks.text[toks.ends[k] : toks.starts[k + 1]]:
            return False
        if toks.words[k] in _STOPS and not (toks.words[k] == "." and k and len(toks.words[k - 1]) == 1):
            return False
        if w.future.at(toks.words, k):
            return True
        if (
            w.future_endings
            and toks.ends[k] - toks.starts[k] > 4
            and (
                toks.text[toks.starts[k] : toks.ends[k]].endswith(w.future_endings)
                and toks.text[toks.starts[k]].islower()
            )
        ):
            return True
    return False


def _past(when: When | None, anchor: Anchor) -> bool:
    """Whether days lie wholly before the publication: nothing in the words around can look ahead to them."""
    return when is not None and anchor.first is not None and when.latest < anchor.first


def find_dates(text: str, language: str, published: str | None) -> list[DateMention]:
    """Every date of the text, in order; none overlap. `published` is an ISO day, month or year, or None.

    A date without a year and a weekday mean the last one on or before the publication date, unless the words look
    ahead. Without a publication date they stay unresolved (`when` is None).
    """
    toks = tokenise(text)
    w = date_words(language)
    anchor = Anchor(published)
    raws = _expressions(toks, w, language)
    out: list[DateMention] = []
    previous: When | None = None
    newest: When | None = None
    position, floor = 0, 0
    while position < len(raws):
        raw = raws[position]
        other = raws[position + 1] if position + 1 < len(raws) else None
        if other is not None and _of_that_year(raw, other, anchor):
            raw.j, position = other.j, position + 1
            other = raws[position + 1] if position + 1 < len(raws) else None
        start, kind = _lead(toks, w, raw.i, floor)
        ahead = _looks_ahead(toks, w, raw.i) and not looks_back(toks, w, raw)
        if position and raw.form == "date" and raw.y is None:
            raw.y = _year_beside(toks, raws[position - 1], raw, anchor, ahead=ahead)
        future = kind in ("until", "deadline") or raw.spec.startswith("next") or ahead
        pair = _pair(toks, w, raw, other, future=future)
        if pair and other is not None:
            days = _pair_days(raw, other, anchor, future=future, night=at_night(toks, w, raw.i))
            end, kind, position = other.j, "span", position + 1
            first = _lead_in(toks, w, raw.i, floor)
            start = min(start, first)
        else:
            if after_an_event(toks, w, raw):
                beside = bool(position) and not _STOPS & set(toks.words[raws[position - 1].j : raw.i])
                days = days_before(raw, previous) if beside else None
            else:
                days = resolve(raw, anchor, future=future, previous=previous)
            end = raw.j
            if raw.d2 is not None and at_night(toks, w, raw.i) and days:
                days = (days[1], days[1], "day")
        position += 1
        floor = end
        begin, finish = toks.starts[start], toks.ends[end - 1]
        when = When(days[0], days[1], days[2], None, text[begin:finish]) if days else None
        if days and raw.form in ("relative", "day") and anchor.last is not None and days[1] < anchor.last:
            future = False  # "yesterday" is past, whatever stands before it
        if kind not in ("since", "until", "deadline") or (kind == "since" and raw.d2 is not None):
            kind = _plain_kind(raw, when, paired=bool(pair))
        out.append(DateMention(begin, finish, when, kind, future and not _past(when, anchor)))
        if when is not None and kind in ("absolute", "relative", "since") and when.earliest == when.latest:
            newest = when if newest is None or when.latest > newest.latest else newest
            previous = newest if (newest.latest - when.latest).days > _RECALLED_DAYS else when
    return out


_RECALLED_DAYS = 30  # a day named that long before the newest one is recalled: "the day before" does not lean on it
_SHIFTS = {"last-year": -1, "this-year": 0, "next-year": 1}


def _of_that_year(raw: Expression, other: Expression, anchor: Anchor) -> bool:
    """Whether a month or day goes with the words behind it ("in March last year"); gives it the year."""
    shift = _SHIFTS.get(other.spec) if other.form == "relative" else None
    if (
        shift is None
        or raw.form not in ("month", "date")
        or raw.y is not None
        or other.i != raw.j
        or anchor.last is None
    ):
        return False
    raw.y = anchor.last.year + shift
    return True


_YEAR_DAYS = 300


def _year_beside(toks: Tokens, before: Expression, raw: Expression, anchor: Anchor, *, ahead: bool) -> int | None:
    """The year that a date takes over from one stated before it in the sentence; None where publication tells better.

    A date that the words look `ahead` to may stand in the next sentence. Dates to come, dates long past and texts
    without a publication date keep to one year.
    """
    if before.form != "date" or before.y is None or before.m is None or before.d is None:
        return None
    stops = [toks.words[k] for k in range(before.j, raw.i) if toks.words[k] in _STOPS]
    if (stops and not ahead) or len(stops) > 1:
        return None
    day = safe(before.y, before.m, before.d)
    if day is None or (stops and anchor.last is not None and day <= anchor.last):
        return None
    if anchor.last is None or (anchor.last - day).days > _YEAR_DAYS:
        return before.y
    if day > anchor.last:
        sooner = (raw.m or 1, raw.d or 1) < (before.m, before.d)
        return None if stops and sooner else before.y + sooner  # a new sentence need not go on in time
    return None


def _plain_kind(raw: Expression, when: When | None, *, paired: bool) -> DateKind:
    if paired or raw.d2 is not None or raw.spec.startswith(("span", "past", "first")):
        return "span" if when is None or when.earliest != when.latest else "absolute"
    if raw.form in ("relative", "weekday", "anaphor", "counted", "day"):
        return "relative"
    return "absolute"


def _lead(toks: Tokens, w: DateWords, i: int, floor: int) -> tuple[int, DateKind]:
    """First token of the date with its lead, and the kind the lead gives."""
    start = i
    for _ in range(2):
        found = w.leads.before(toks.words, start)
        if found and start - found[0] >= floor:
            kind: DateKind = "since" if found[1] == "since" else ("until" if found[1] == "until" else "deadline")
            return start - found[0], kind
        if start - 1 >= floor and toks.words[start - 1] in w.the:
            start -= 1
        else:
            break
    return i, "absolute"


def _lead_in(toks: Tokens, w: DateWords, i: int, floor: int) -> int:
    start = i
    while start - 1 >= floor and toks.words[start - 1] in w.the:
        start -= 1
    found = (
        w.between.before(toks.words, start) or w.from_.before(toks.words, start) or w.night.before(toks.words, start)
    )
    return start - found[0] if found and start - found[0] >= floor else i


def _pair(toks: Tokens, w: DateWords, raw: Expression, other: Expression | None, *, future: bool) -> bool:
    """Whether two dates stand as the ends of one stretch."""
    if (
        other is None
        or other.i - raw.j > 3
        or raw.form not in ("date", "month", "weekday", "year")
        or other.form != raw.form
    ):
        return False
    if raw.form == "date" and (raw.d2 or other.d2):
        return False
    start = raw.i
    while (
        start > 0
        and toks.words[start - 1] in w.the
        and not (w.between.before(toks.words, start) or w.from_.before(toks.words, start))
    ):
        start -= 1
    gap = toks.words[raw.j : other.i]
    while len(gap) > 1 and gap[-1] in w.the:
        gap = gap[:-1]
    link = w.to.at(gap, 0) if gap else ((0, True) if toks.joined[other.i] else None)
    if gap and (link is None or link[0] != len(gap)):
        return False
    if not gap:
        return link is not None
    led = w.between.before(toks.words, start) or w.from_.before(toks.words, start) or at_night(toks, w, raw.i)
    if w.and_.at(gap, 0) and w.and_.at(gap, 0)[0] == len(gap):  # type: ignore[index]
        return bool(w.between.before(toks.words, start) or at_night(toks, w, raw.i))
    return bool(led) or gap[0] in ("to", "through", "au", "al", "-") or (raw.form == "date" and bool(led))


def _pair_days(raw: Expression, other: Expression, anchor: Anchor, *, future: bool, night: bool) -> Days | None:
    if raw.y is None and other.y is not None:
        raw.y = other.y - 1 if (raw.m or 1) > (other.m or 1) else other.y
    last = resolve(other, anchor, future=future, previous=None)
    if night:
        return last
    first = resolve(raw, anchor, future=future, previous=None)
    if first is None or last is None:
        return None
    if first[0] > last[1]:
        return None
    days = (last[1] - first[0]).days + 1
    return first[0], last[1], "range" if days <= 62 else "longer"
