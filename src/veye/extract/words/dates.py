"""Dates in running text, resolved against the publication date, never more precise than their words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

import msgspec

from veye.extract.words.numbers import find_numbers
from veye.extract.words.tables import LANGUAGES, table
from veye.extract.words.tokens import Phrases, Tokens, fold_text, tokenise
from veye.records import When

DateKind = Literal["absolute", "relative", "since", "until", "deadline", "span"]
_Days = tuple[date, date, Literal["day", "range", "week", "month", "quarter", "year", "longer"]]


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


class _Raw:
    """A date expression between tokens `i` and `j` before it is resolved."""

    __slots__ = ("d", "d2", "form", "i", "j", "m", "n", "part", "spec", "wd", "y")

    def __init__(self, i: int, j: int, form: str, **parts: Any) -> None:
        self.i, self.j, self.form = i, j, form
        self.y: int | None = parts.get("y")
        self.m: int | None = parts.get("m")
        self.d: int | None = parts.get("d")
        self.d2: int | None = parts.get("d2")
        self.wd: int | None = parts.get("wd")
        self.n: int | None = parts.get("n")
        self.part: str = parts.get("part", "")
        self.spec: str = parts.get("spec", "")


class _Words:
    """The date tables of one language, compiled."""

    def __init__(self, language: str) -> None:
        raw: dict[str, Any] = table(language)["dates"]
        numbers: dict[str, Any] = table(language)["numbers"]
        fold: Callable[[list[str]], frozenset[str]] = lambda words: frozenset(fold_text(w) for w in words)  # noqa: E731
        self.language = language
        self.months: dict[str, int] = {fold_text(k): v for k, v in raw["months"].items()}
        self.ambiguous = fold(raw["ambiguous_months"])
        self.month_leads = Phrases.of(raw["month_leads"], True)
        self.weekdays: dict[str, int] = {fold_text(k): v for k, v in raw["weekdays"].items()}
        self.weekday_short = fold(raw["weekday_short"])
        self.month_first = bool(raw["month_first"])
        self.the, self.of, self.suffix = fold(raw["the"]), fold(raw["of"]), fold(raw["day_suffix"])
        self.day_words: dict[str, int] = {fold_text(k): v for k, v in raw["day_words"].items()}
        self.to, self.and_ = Phrases.of(raw["to"], True), Phrases.of(raw["and"], True)
        self.between, self.from_ = Phrases.of(raw["between"], True), Phrases.of(raw["from"], True)
        self.night = Phrases.of(raw["night"], True)
        leads = (
            [(w, "since") for w in raw["since"]]
            + [(w, "until") for w in raw["until"]]
            + [(w, "deadline") for w in raw["deadline"]]
        )
        self.leads: Phrases[str] = Phrases(leads)
        self.parts: Phrases[str] = Phrases([(w, part) for part in ("early", "mid", "late") for w in raw[part]])
        self.days: Phrases[int] = Phrases(raw["days"])
        self.anaphoric: Phrases[int] = Phrases(raw["anaphoric"])
        self.last, self.next, self.this = (Phrases.of(raw[k], k) for k in ("last", "next", "this"))
        self.last_after, self.next_after = Phrases.of(raw["last_after"], "last"), Phrases.of(raw["next_after"], "next")
        self.periods: Phrases[str] = Phrases(raw["periods"])
        self.before = raw["period_order"] == "before"
        self.period_phrases: Phrases[str] = Phrases(raw["period_phrases"])
        self.units: dict[str, str] = {fold_text(k): v for k, v in raw["ago_units"].items()}
        self.counted = [(_pattern(p, raw["ago_units"]), "ago") for p in raw["ago"]]
        self.counted += [(_pattern(p, raw["ago_units"]), "past") for p in raw["past_n"]]
        self.counted += [(_pattern(p, raw["ago_units"]), "first") for p in raw["first_n_months"]]
        self.quarters: Phrases[tuple[int, int]] = Phrases(
            [(k, (3 * v - 2, 3 * v)) for k, v in raw["quarters"].items()]
            + [(k, (6 * v - 5, 6 * v)) for k, v in raw["halves"].items()]
        )
        self.seasons: Phrases[list[int]] = Phrases(raw["seasons"])
        self.first_weekend = Phrases.of(raw["first_weekend"], True)
        self.future = Phrases.of(raw["future"], True)
        self.future_endings: tuple[str, ...] = tuple(raw["future_endings"])
        self.year_leads = Phrases.of(numbers["year_leads"], True)
        self.morning = fold_text(raw.get("morning", ""))
        self.morning_not_after = Phrases.of(raw.get("morning_not_after", []), True)
        self.year_counted = fold(numbers["counted"])
        tables: tuple[Phrases[Any], ...] = (
            self.parts, self.days, self.anaphoric, self.last, self.next, self.this, self.periods, self.period_phrases,
            self.quarters, self.seasons, self.first_weekend, self.night,
        )  # fmt: skip
        plurals = {f"{day}s" for day in self.weekdays}
        self.starters = (
            frozenset().union(*(t.heads for t in tables)) | self.months.keys() | self.weekdays.keys() | plurals
        )
        self.starters |= self.day_words.keys()
        starters = [*raw["ago"], *raw["past_n"], *raw["first_n_months"]]
        self.counting_cues = fold([w for p in starters for w in p.split() if not w.startswith("{")])


def _pattern(template: str, units: dict[str, str]) -> re.Pattern[str]:
    """A pattern over folded text in which {n} is a number mention written as `\\x00`, {unit} one of the units."""
    unit = "|".join(sorted((re.escape(fold_text(u)) for u in units), key=len, reverse=True))
    body = re.escape(fold_text(template)).replace(r"\{n\}", r"(?P<n>\S+)").replace(r"\{unit\}", f"(?P<unit>{unit})")
    body = body.replace(r"\{year\}", r"(?P<year>(?:19|20)\d\d)").replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\w){body}\b")


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    return _Words(language if language in LANGUAGES else "en")


class _Anchor:
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


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- finding -----------------------------------------------------------------------------------------------


def _day_at(toks: Tokens, w: _Words, i: int) -> tuple[int, int] | None:
    if i >= len(toks):
        return None
    word = toks.words[i]
    if toks.kinds[i] == "num" and word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31:
        j = i + 1
        if j < len(toks) and toks.touches(j) and toks.words[j] in w.suffix:
            j += 1
        return int(word), j
    if word in w.day_words:
        return w.day_words[word], i + 1
    return None


def _year_at(toks: Tokens, i: int) -> int | None:
    if (
        i < len(toks)
        and toks.kinds[i] == "num"
        and len(toks.words[i]) == 4
        and toks.words[i].isdigit()
        and 1900 <= int(toks.words[i]) <= 2099
    ):
        return int(toks.words[i])
    return None


def _month_at(toks: Tokens, w: _Words, i: int) -> tuple[int, int] | None:
    if i >= len(toks):
        return None
    month = w.months.get(toks.words[i])
    if month is None:
        return None
    j = i + 1
    if j < len(toks) and toks.words[j] == "." and toks.touches(j) and len(toks.words[i]) <= 5 and j + 1 < len(toks):
        j += 1
    return month, j


def _of(toks: Tokens, w: _Words, i: int) -> int:
    return i + 1 if i < len(toks) and toks.words[i] in w.of else i


def _tail_year(toks: Tokens, w: _Words, j: int) -> tuple[int | None, int]:
    """The year that follows a month, and where it ends."""
    k = j + 1 if j < len(toks) and toks.words[j] == "," else j
    k = _of(toks, w, k)
    if k < len(toks) and toks.words[k] in ("an", "ane", "nan") and w.language == "ht":
        k += 1
    year = _year_at(toks, k)
    if year is None or (k + 1 < len(toks) and toks.words[k + 1] in w.year_counted and k > j):
        return None, j
    return year, k + 1


def _day_month(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    """`3 to 5 October 2024`, `le 3 octobre`, `3 de enero de 2025`."""
    first = _day_at(toks, w, i)
    if not first:
        return None
    day, j = first
    second, k = None, j
    link = w.to.at(toks.words, j) or w.and_.at(toks.words, j)
    if j < len(toks) and toks.joined[j]:
        link = (0, True)
    if link:
        k = j + link[0]
        if k < len(toks) and toks.words[k] in w.the:
            k += 1
        other = _day_at(toks, w, k)
        if other and other[0] > day:
            second, k = other[0], other[1]
        else:
            k = j
    month = _month_at(toks, w, _of(toks, w, k))
    if not month and second is not None:
        second, month = None, _month_at(toks, w, _of(toks, w, j))
    if not month:
        return None
    year, end = _tail_year(toks, w, month[1])
    return _Raw(i, end, "date", d=day, d2=second, m=month[0], y=year)


def _month_day(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    """`October 3, 2024`, `Oct. 3-5`."""
    month = _month_at(toks, w, i)
    if not month or not w.month_first:
        return None
    k = month[1] + 1 if month[1] < len(toks) and toks.words[month[1]] in w.the else month[1]
    first = _day_at(toks, w, k)
    if not first or (toks.words[i] in w.ambiguous and not toks.text[toks.starts[i]].isupper()):
        return None
    day, j = first
    if j < len(toks) and toks.words[j] in w.year_counted:
        return None
    second = None
    link = w.to.at(toks.words, j)
    if j < len(toks) and toks.joined[j]:
        link = (0, True)
    if link:
        other = _day_at(toks, w, j + link[0])
        if other and other[0] > day and not _month_at(toks, w, _of(toks, w, other[1])):
            second, j = other[0], other[1]
    k = j + 1 if j < len(toks) and toks.words[j] == "," else j
    year = _year_at(toks, k)
    return _Raw(i, k + 1 if year else j, "date", d=day, d2=second, m=month[0], y=year)


def _bare_month(toks: Tokens, w: _Words, i: int, *, led: bool) -> _Raw | None:
    """`June 2024`, `in February`."""
    month = _month_at(toks, w, i)
    if not month:
        return None
    year, j = _tail_year(toks, w, month[1])
    if year is None:
        if j < len(toks) and toks.words[j] in w.weekdays:
            return None
        word = toks.words[i]
        strong = led or bool(w.month_leads.before(toks.words, i)) or bool(w.parts.before(toks.words, i))
        if (not strong and word in w.ambiguous) or (not strong and len(word) <= 4):
            return None
        if word in w.ambiguous and w.month_first and not toks.text[toks.starts[i]].isupper():
            return None
        if w.month_first and not toks.text[toks.starts[i]].isupper():
            return None
        if word in w.ambiguous and w.language == "ht" and not led and not w.month_leads.before(toks.words, i):
            return None
    elif (toks.words[i] in w.ambiguous and w.month_first and not toks.text[toks.starts[i]].isupper()) or (
        toks.words[i] in w.ambiguous
        and w.language == "ht"
        and toks.words[i] == "out"
        and i
        and toks.words[i - 1] not in ("nan", "depi")
    ):
        return None
    return _Raw(i, j, "month", m=month[0], y=year)


def _numeric(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    """`2024-10-03`, `03/10/2024` (day first, except in English, where an ambiguous one is left alone)."""
    words, kinds = toks.words, toks.kinds
    if kinds[i] != "num":
        return None
    year = _year_at(toks, i)
    if (
        year
        and i + 2 < len(toks)
        and toks.joined[i + 1]
        and toks.joined[i + 2]
        and words[i + 1].isdigit()
        and words[i + 2].isdigit()
    ) and _safe(year, int(words[i + 1]), int(words[i + 2])):
        return _Raw(i, i + 3, "date", y=year, m=int(words[i + 1]), d=int(words[i + 2]))
    if i + 4 < len(toks) and words[i + 1] == "/" == words[i + 3] and words[i].isdigit() and words[i + 2].isdigit():
        year = _year_at(toks, i + 4)
        a, b = int(words[i]), int(words[i + 2])
        if year and max(a, b) <= 31 and len(words[i]) <= 2:
            if b > 12 or (w.month_first and a <= 12 and b == a):
                a, b = b, a
            elif w.month_first and a <= 12:
                return None
            if b <= 12 and _safe(year, b, a):
                return _Raw(i, i + 5, "date", y=year, m=b, d=a)
    return None


def _calendar(toks: Tokens, w: _Words, i: int, *, led: bool = False) -> _Raw | None:
    """The calendar date that begins at token `i`."""
    return _numeric(toks, w, i) or _day_month(toks, w, i) or _month_day(toks, w, i) or _bare_month(toks, w, i, led=led)


def _weekday_at(toks: Tokens, w: _Words, i: int) -> int | None:
    if i >= len(toks):
        return None
    word = toks.words[i]
    if word not in w.weekdays and len(word) > 5 and word[-1] == "s":
        word = word[:-1] if word[:-1] in w.weekdays and w.language in ("en", "es") else word
    if word in w.weekdays and w.month_first and not toks.text[toks.starts[i]].isupper():
        return None
    return w.weekdays.get(word)


def _with_weekday(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    wd = _weekday_at(toks, w, i)
    if wd is None:
        return None
    j = i + 1
    if j < len(toks) and toks.words[j] == "." and toks.words[i] in w.weekday_short:
        j += 1
    k = j
    for _ in range(3):
        if k < len(toks) and (toks.words[k] in (",", "(") or toks.words[k] in w.the):
            k += 1
    dated = _calendar(toks, w, k) if k < len(toks) else None
    if dated and dated.form == "date":
        dated.i, dated.wd = i, wd
        return dated
    if toks.words[i] in w.weekday_short:
        return None
    after = w.last_after.at(toks.words, j) or w.next_after.at(toks.words, j)
    if after and not w.before and toks.words[j] not in w.months:
        return _Raw(i, j + after[0], "weekday", wd=wd, spec=after[1])
    return _Raw(i, j, "weekday", wd=wd)


def _with_part(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    """`early March`, `fin 2024`, `mediados de julio`, `mid-June 2025`."""
    part = w.parts.at(toks.words, i)
    if not part:
        return None
    j = i + part[0]
    for _ in range(2):
        if j < len(toks) and (toks.words[j] in w.of or toks.words[j] in ("mois", "mwa", "month")):
            j += 1
    if j >= len(toks):
        return None
    month = _bare_month(toks, w, j, led=True)
    if month:
        month.i, month.part = i, part[1]
        return month
    year = _year_at(toks, j)
    if year:
        return _Raw(i, j + 1, "year", y=year, part=part[1])
    return None


def _relative(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    words = toks.words
    found = w.period_phrases.at(words, i)
    if found and found[1] != "none":
        return _Raw(i, i + found[0], "relative", spec=found[1])
    if found:
        return None
    anaphor = w.anaphoric.at(words, i)
    day = w.days.at(words, i)
    if anaphor and not (day and day[0] > anaphor[0]):
        return _Raw(i, i + anaphor[0], "anaphor", n=anaphor[1])
    if day:
        if (
            w.morning
            and words[i] == w.morning
            and (w.morning_not_after.before(words, i) or _weekday_at(toks, w, i + 2) is not None)
        ):
            return None
        return _Raw(i, i + day[0], "relative", spec="day", n=day[1])
    return _shifted(toks, w, i) or _year_part(toks, w, i)


def _shifted(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    """`last week`, `la semaine dernière`, `next Monday`, `juin dernier`."""
    words = toks.words
    for shifts in (w.last, w.next, w.this) if w.before else (w.this, w.last, w.next):
        shift = shifts.at(words, i)
        if not shift:
            continue
        j = i + shift[0]
        period = w.periods.at(words, j)
        if period and w.language != "ht":
            after = (
                None if w.before else (w.last_after.at(words, j + period[0]) or w.next_after.at(words, j + period[0]))
            )
            spec = after[1] if after else shift[1]
            end = j + period[0] + (after[0] if after else 0)
            return _Raw(i, end, "relative", spec=f"{spec}-{period[1]}")
        wd = _weekday_at(toks, w, j)
        if wd is not None and shift[1] != "this":
            dated = _with_weekday(toks, w, j)
            if dated and dated.form == "date":
                dated.i = i
                return dated
            return _Raw(i, j + 1, "weekday", wd=wd, spec=shift[1])
        month = _month_at(toks, w, j)
        if (
            month
            and shift[1] != "this"
            and _year_at(toks, month[1]) is None
            and (not w.month_first or toks.text[toks.starts[j]].isupper())
        ) and not _day_at(toks, w, month[1]):
            return _Raw(i, month[1], "month", m=month[0], spec=shift[1])
    if w.before:
        return None
    period = w.periods.at(words, i)
    if period:
        after = w.last_after.at(words, i + period[0]) or w.next_after.at(words, i + period[0])
        if after:
            return _Raw(i, i + period[0] + after[0], "relative", spec=f"{after[1]}-{period[1]}")
    month = _month_at(toks, w, i)
    if month:
        after = w.last_after.at(words, month[1]) or w.next_after.at(words, month[1])
        if after:
            return _Raw(i, month[1] + after[0], "month", m=month[0], spec=after[1])
    return None


def _year_part(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    """`first quarter of 2024`, `été 2024`, `primer fin de semana de 2025`."""
    words = toks.words
    quarter = w.quarters.at(words, i)
    if quarter:
        j = _of(toks, w, i + quarter[0])
        year = _year_at(toks, j) or _year_at(toks, j + 1)
        if year:
            return _Raw(i, j + (1 if _year_at(toks, j) else 2), "months", y=year, m=quarter[1][0], n=quarter[1][1])
    season = w.seasons.at(words, i)
    if season:
        year = _year_at(toks, _of(toks, w, i + season[0]))
        if year and not (toks.words[i] == "ete" and toks.words[i - 1 : i] == ["a"]):
            return _Raw(i, _of(toks, w, i + season[0]) + 1, "season", y=year, m=season[1][0], n=season[1][1])
    weekend = w.first_weekend.at(words, i)
    if weekend:
        j = i + weekend[0]
        year = _year_at(toks, j)
        if year:
            return _Raw(i, j + 1, "first_weekend", y=year, m=1)
        month = _month_at(toks, w, j)
        if month:
            tail = _tail_year(toks, w, month[1])
            return _Raw(i, tail[1], "first_weekend", y=tail[0], m=month[0])
    return None


def _bare_year(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    year = _year_at(toks, i)
    if year is None or not w.year_leads.before(toks.words, i):
        return None
    if i + 1 < len(toks) and (
        toks.words[i + 1] in w.year_counted or (toks.joined[i + 1] and toks.kinds[i + 1] == "num")
    ):
        return None
    if toks.joined[i] and toks.kinds[i - 1] == "num":
        return None
    return _Raw(i, i + 1, "year", y=year)


def _counted(toks: Tokens, w: _Words, language: str) -> list[_Raw]:
    """`three days ago`, `au cours des six derniers mois`, `nan twa premye mwa 2024`."""
    if (
        not any(word in w.counting_cues and word not in ("the", "de", "gen") for word in toks.words)
        and "gen" not in toks.words
    ):
        return []
    text = toks.folded
    out: list[_Raw] = []
    starts = {start: i for i, start in enumerate(toks.starts)}
    ends = {end: i + 1 for i, end in enumerate(toks.ends)}
    for n in find_numbers(toks.text, language):
        if (
            n.value is None
            or n.kind not in ("cardinal", "duration", "article", "decimal", "age")
            or n.value != int(n.value)
        ):
            continue
        for pattern, spec in w.counted:
            begin = max(0, n.core - 24)
            stretch = text[begin : n.core] + "\x00" + _rest(text, n.core)
            found = next((m for m in pattern.finditer(stretch) if m["n"] == "\x00"), None)
            if not found:
                continue
            width = _width(text, n.core)
            first, last = begin + found.start(), begin + found.end() - 1 + width
            if first not in starts or last not in ends:
                continue
            groups = found.groupdict()
            unit = w.units.get(groups.get("unit") or "", "month")
            year = groups.get("year")
            raw = _Raw(
                starts[first],
                ends[last],
                "counted",
                n=int(n.value),
                spec=f"{spec}-{unit}",
                y=int(year) if year else None,
            )
            out.append(raw)
            break
    return out


_NUMERAL_WORD = re.compile(r"\S+")


def _width(text: str, start: int) -> int:
    found = _NUMERAL_WORD.match(text, start)
    return found.end() - start if found else 0


def _rest(text: str, start: int) -> str:
    """The text after the numeral word at `start`, up to a short distance."""
    end = start + _width(text, start)
    return text[end : end + 48]


def _raws(toks: Tokens, w: _Words, language: str) -> list[_Raw]:
    counted = {raw.i: raw for raw in _counted(toks, w, language)}
    out: list[_Raw] = []
    i = 0
    while i < len(toks):
        raw = counted.get(i)
        if raw is None and (toks.kinds[i] == "num" or toks.words[i] in w.starters):
            raw = _with_part(toks, w, i) or _with_weekday(toks, w, i) or _relative(toks, w, i) or _night(toks, w, i)
            raw = raw or _calendar(toks, w, i) or _bare_year(toks, w, i)
        if raw is None:
            i += 1
            continue
        out.append(raw)
        i = max(raw.j, i + 1)
    return out


def _night(toks: Tokens, w: _Words, i: int) -> _Raw | None:
    """`la nuit du 30 au 31` without a month: the second day."""
    night = w.night.at(toks.words, i)
    if not night:
        return None
    j = i + night[0]
    while j < len(toks) and toks.words[j] in w.the:
        j += 1
    first = _day_at(toks, w, j)
    link = w.to.at(toks.words, first[1]) if first else None
    if not first or not link:
        return None
    k = first[1] + link[0]
    while k < len(toks) and toks.words[k] in w.the:
        k += 1
    second = _day_at(toks, w, k)
    if not second or _month_at(toks, w, _of(toks, w, second[1])):
        return None
    return _Raw(i, second[1], "day", d=second[0])


# --- resolving ---------------------------------------------------------------------------------------------


_SOON = 45


def _year_for(anchor: _Anchor, month: int, day: int | None, *, future: bool) -> int | None:
    """The year that a month or a day and month without a year means; None where the publication date does not tell."""
    if not anchor.month_known or anchor.first is None or anchor.last is None:
        return None
    if future:
        year = anchor.first.year
        candidate = _safe(year, month, day) if day else _month_days(year, month)[1]
        return year + 1 if candidate is None or candidate < anchor.first else year
    year = anchor.last.year
    candidate = _safe(year, month, day) if day else _month_days(year, month)[0]
    if candidate is not None and candidate <= anchor.last:
        return year
    # A day that comes within weeks and was last seen most of a year ago is the coming one.
    if day and candidate is not None and (candidate - anchor.last).days <= _SOON:
        return year
    ahead = _safe(year + 1, month, day) if day else None
    if ahead is not None and candidate is not None and (ahead - anchor.last).days <= _SOON:
        return year + 1
    return year - 1


_PARTS = {"early": (0.0, 0.34), "mid": (0.3, 0.7), "late": (0.66, 1.0)}


def _part_of(first: date, last: date, part: str) -> _Days:
    days = (last - first).days
    low, high = _PARTS[part]
    return first + timedelta(days=int(days * low)), first + timedelta(days=round(days * high)), "range"


def _resolve(raw: _Raw, anchor: _Anchor, *, future: bool, previous: When | None) -> _Days | None:
    form = raw.form
    if form == "date" and raw.m and raw.d:
        year = raw.y or _year_for(anchor, raw.m, raw.d2 or raw.d, future=future)
        first = _safe(year, raw.m, raw.d) if year else None
        last = _safe(year, raw.m, raw.d2) if year and raw.d2 else first
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
            if day.day == raw.d:
                return day, day, "day"
            day -= timedelta(days=1)
        return None
    if form == "anaphor" and raw.n is not None:
        if previous is None or previous.earliest != previous.latest:
            return None
        day = previous.earliest + timedelta(days=raw.n)
        return day, day, "day"
    if form == "counted" and raw.n is not None:
        return _counted_days(raw, anchor)
    return _relative_days(raw, anchor) if form == "relative" else None


def _weekday(raw: _Raw, anchor: _Anchor, *, future: bool) -> _Days | None:
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


def _counted_days(raw: _Raw, anchor: _Anchor) -> _Days | None:
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


def _relative_days(raw: _Raw, anchor: _Anchor) -> _Days | None:
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


# --- the door ----------------------------------------------------------------------------------------------

_STOPS = frozenset(".!?;\n")


def _looks_ahead(toks: Tokens, w: _Words, i: int) -> bool:
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


def find_dates(text: str, language: str, published: str | None) -> list[DateMention]:
    """Every date of the text, in order; none overlap. `published` is an ISO day, month or year, or None.

    A date without a year and a weekday mean the last one on or before the publication date, unless the words look
    ahead. Without a publication date they stay unresolved (`when` is None).
    """
    toks = tokenise(text)
    w = _words(language)
    anchor = _Anchor(published)
    raws = _raws(toks, w, language)
    out: list[DateMention] = []
    previous: When | None = None
    position, floor = 0, 0
    while position < len(raws):
        raw = raws[position]
        other = raws[position + 1] if position + 1 < len(raws) else None
        start, kind = _lead(toks, w, raw.i, floor)
        if (
            raw.form == "date"
            and raw.y is None
            and position
            and (before := raws[position - 1]).form == "date"
            and before.y
        ) and not any(toks.words[k] in _STOPS for k in range(before.j, raw.i)):
            raw.y = before.y + ((raw.m or 1, raw.d or 1) < (before.m or 1, before.d or 1))
        future = kind in ("until", "deadline") or raw.spec.startswith("next") or _looks_ahead(toks, w, raw.i)
        pair = _pair(toks, w, raw, other, future=future)
        if pair and other is not None:
            days = _pair_days(raw, other, anchor, future=future, night=_is_night(toks, w, raw.i))
            end, kind, position = other.j, "span", position + 1
            first = _lead_in(toks, w, raw.i, floor)
            start = min(start, first)
        else:
            days = _resolve(raw, anchor, future=future, previous=previous)
            end = raw.j
            if raw.d2 is not None and _is_night(toks, w, raw.i) and days:
                days = (days[1], days[1], "day")
        position += 1
        floor = end
        begin, finish = toks.starts[start], toks.ends[end - 1]
        when = When(days[0], days[1], days[2], None, text[begin:finish]) if days else None
        if kind not in ("since", "until", "deadline"):
            kind = _plain_kind(raw, when, paired=bool(pair))
        out.append(DateMention(begin, finish, when, kind, future))
        if when is not None and kind in ("absolute", "relative") and when.earliest == when.latest:
            previous = when
    return out


def _plain_kind(raw: _Raw, when: When | None, *, paired: bool) -> DateKind:
    if paired or raw.d2 is not None or raw.spec.startswith(("span", "past", "first")):
        return "span" if when is None or when.earliest != when.latest else "absolute"
    if raw.form in ("relative", "weekday", "anaphor", "counted", "day"):
        return "relative"
    return "absolute"


def _lead(toks: Tokens, w: _Words, i: int, floor: int) -> tuple[int, DateKind]:
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


def _lead_in(toks: Tokens, w: _Words, i: int, floor: int) -> int:
    start = i
    while start - 1 >= floor and toks.words[start - 1] in w.the:
        start -= 1
    found = (
        w.between.before(toks.words, start) or w.from_.before(toks.words, start) or w.night.before(toks.words, start)
    )
    return start - found[0] if found and start - found[0] >= floor else i


def _is_night(toks: Tokens, w: _Words, i: int) -> bool:
    start = i
    while start > 0 and toks.words[start - 1] in w.the and not w.night.before(toks.words, start):
        start -= 1
    return bool(w.night.before(toks.words, start) or w.night.before(toks.words, i))


def _pair(toks: Tokens, w: _Words, raw: _Raw, other: _Raw | None, *, future: bool) -> bool:
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
    led = w.between.before(toks.words, start) or w.from_.before(toks.words, start) or _is_night(toks, w, raw.i)
    if w.and_.at(gap, 0) and w.and_.at(gap, 0)[0] == len(gap):  # type: ignore[index]
        return bool(w.between.before(toks.words, start) or _is_night(toks, w, raw.i))
    return bool(led) or gap[0] in ("to", "through", "au", "al", "-") or (raw.form == "date" and bool(led))


def _pair_days(raw: _Raw, other: _Raw, anchor: _Anchor, *, future: bool, night: bool) -> _Days | None:
    if raw.y is None and other.y is not None:
        raw.y = other.y - 1 if (raw.m or 1) > (other.m or 1) else other.y
    last = _resolve(other, anchor, future=future, previous=None)
    if night:
        return last
    first = _resolve(raw, anchor, future=future, previous=None)
    if first is None or last is None:
        return None
    if first[0] > last[1]:
        return None
    days = (last[1] - first[0]).days + 1
    return first[0], last[1], "range" if days <= 62 else "longer"
