"""Date expressions in running text: calendar dates, parts of months, relative words."""

from __future__ import annotations

from veye.extract.words.date_days import safe
from veye.extract.words.date_words import DateWords, Expression
from veye.extract.words.tokens import Tokens


def day_at(toks: Tokens, w: DateWords, i: int) -> tuple[int, int] | None:
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


def year_at(toks: Tokens, i: int) -> int | None:
    if (
        i < len(toks)
        and toks.kinds[i] == "num"
        and len(toks.words[i]) == 4
        and toks.words[i].isdigit()
        and 1900 <= int(toks.words[i]) <= 2099
    ):
        return int(toks.words[i])
    return None


def month_at(toks: Tokens, w: DateWords, i: int) -> tuple[int, int] | None:
    if i >= len(toks):
        return None
    month = w.months.get(toks.words[i])
    if month is None:
        return None
    j = i + 1
    if j < len(toks) and toks.words[j] == "." and toks.touches(j) and len(toks.words[i]) <= 5 and j + 1 < len(toks):
        j += 1
    return month, j


def past_of(toks: Tokens, w: DateWords, i: int) -> int:
    return i + 1 if i < len(toks) and toks.words[i] in w.of else i


def tail_year(toks: Tokens, w: DateWords, j: int) -> tuple[int | None, int]:
    """The year that follows a month, and where it ends."""
    k = j + 1 if j < len(toks) and toks.words[j] == "," else j
    k = past_of(toks, w, k)
    if k < len(toks) and toks.words[k] in ("an", "ane", "nan") and w.language == "ht":
        k += 1
    year = year_at(toks, k)
    if year is None or (k + 1 < len(toks) and toks.words[k + 1] in w.year_counted and k > j):
        return None, j
    return year, k + 1


def _day_month(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    """`3 to 5 October 2024`, `le 3 octobre`, `3 de enero de 2025`."""
    first = day_at(toks, w, i)
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
        other = day_at(toks, w, k)
        if other and other[0] > day:
            second, k = other[0], other[1]
        else:
            k = j
    month = month_at(toks, w, past_of(toks, w, k))
    if not month and second is not None:
        second, month = None, month_at(toks, w, past_of(toks, w, j))
    if not month:
        return None
    year, end = tail_year(toks, w, month[1])
    return Expression(i, end, "date", d=day, d2=second, m=month[0], y=year)


def _month_day(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    """`October 3, 2024`, `Oct. 3-5`."""
    month = month_at(toks, w, i)
    if not month or not w.month_first:
        return None
    k = month[1] + 1 if month[1] < len(toks) and toks.words[month[1]] in w.the else month[1]
    first = day_at(toks, w, k)
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
        other = day_at(toks, w, j + link[0])
        if other and other[0] > day and not month_at(toks, w, past_of(toks, w, other[1])):
            second, j = other[0], other[1]
    k = j + 1 if j < len(toks) and toks.words[j] == "," else j
    year = year_at(toks, k)
    return Expression(i, k + 1 if year else j, "date", d=day, d2=second, m=month[0], y=year)


def _bare_month(toks: Tokens, w: DateWords, i: int, *, led: bool) -> Expression | None:
    """`June 2024`, `in February`."""
    month = month_at(toks, w, i)
    if not month:
        return None
    year, j = tail_year(toks, w, month[1])
    if year is None:
        if j < len(toks) and toks.words[j] in w.weekdays:
            return None
        word = toks.words[i]
        if word in w.numerals:
            return None  # "sept" is seven unless a day or a year stands beside it
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
    return Expression(i, j, "month", m=month[0], y=year)


def _numeric(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    """`2024-10-03`, `03/10/2024` (day first, except in English, where an ambiguous one is left alone)."""
    words, kinds = toks.words, toks.kinds
    if kinds[i] != "num":
        return None
    year = year_at(toks, i)
    if (
        year
        and i + 2 < len(toks)
        and toks.joined[i + 1]
        and toks.joined[i + 2]
        and words[i + 1].isdigit()
        and words[i + 2].isdigit()
    ) and safe(year, int(words[i + 1]), int(words[i + 2])):
        return Expression(i, i + 3, "date", y=year, m=int(words[i + 1]), d=int(words[i + 2]))
    if i + 4 < len(toks) and words[i + 1] == "/" == words[i + 3] and words[i].isdigit() and words[i + 2].isdigit():
        year = year_at(toks, i + 4)
        a, b = int(words[i]), int(words[i + 2])
        if year and max(a, b) <= 31 and len(words[i]) <= 2:
            if b > 12 or (w.month_first and a <= 12 and b == a):
                a, b = b, a
            elif w.month_first and a <= 12:
                return None
            if b <= 12 and safe(year, b, a):
                return Expression(i, i + 5, "date", y=year, m=b, d=a)
    return None


def calendar_date(toks: Tokens, w: DateWords, i: int, *, led: bool = False) -> Expression | None:
    """The calendar date that begins at token `i`."""
    return _numeric(toks, w, i) or _day_month(toks, w, i) or _month_day(toks, w, i) or _bare_month(toks, w, i, led=led)


def weekday_at(toks: Tokens, w: DateWords, i: int) -> int | None:
    if i >= len(toks):
        return None
    word = toks.words[i]
    if word not in w.weekdays and len(word) > 5 and word[-1] == "s":
        word = word[:-1] if word[:-1] in w.weekdays and w.language in ("en", "es") else word
    if i and toks.words[i - 1] in w.weekday_not_after:
        return None  # "Santo Domingo"
    if word in w.weekdays and w.month_first and not toks.text[toks.starts[i]].isupper():
        return None
    return w.weekdays.get(word)


def with_weekday(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    wd = weekday_at(toks, w, i)
    if wd is None:
        return None
    j = i + 1
    if j < len(toks) and toks.words[j] == "." and toks.words[i] in w.weekday_short:
        j += 1
    k = j
    for _ in range(3):
        if k < len(toks) and (toks.words[k] in (",", "(") or toks.words[k] in w.the):
            k += 1
    dated = calendar_date(toks, w, k) if k < len(toks) else None
    if dated and dated.form == "date":
        dated.i, dated.wd = i, wd
        return dated
    if toks.words[i] in w.weekday_short:
        return None
    after = w.last_after.at(toks.words, j) or w.next_after.at(toks.words, j)
    if after and not w.before and toks.words[j] not in w.months:
        return Expression(i, j + after[0], "weekday", wd=wd, spec=after[1])
    return Expression(i, j, "weekday", wd=wd)


def with_part(toks: Tokens, w: DateWords, i: int) -> Expression | None:
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
    year = year_at(toks, j)
    if year:
        return Expression(i, j + 1, "year", y=year, part=part[1])
    return None


def bare_year(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    year = year_at(toks, i)
    if year is None or not w.year_leads.before(toks.words, i):
        return None
    if i + 1 < len(toks) and (
        toks.words[i + 1] in w.year_counted or (toks.joined[i + 1] and toks.kinds[i + 1] == "num")
    ):
        return None
    if toks.joined[i] and toks.kinds[i - 1] == "num":
        return None
    return Expression(i, i + 1, "year", y=year)


def day_alone(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    """`el día 10`, `on the 11th`, `Le 10,`: a day of the month without a month."""
    lead = w.day_of_month.at(toks.words, i)
    opens = None if lead or not w.day_opening.at(toks.words, i) else w.day_opening.at(toks.words, i)
    if opens and i and toks.words[i - 1] not in (".", "\n", ":", ";", "-") and "\n" not in _between(toks, i):
        return None
    lead = lead or opens
    day = day_at(toks, w, i + lead[0]) if lead else None
    if not lead or not day or month_at(toks, w, past_of(toks, w, day[1])):
        return None
    suffixed = day[1] - i - lead[0] > 1
    if w.month_first and not suffixed:
        return None  # "on the 10" counts something; "on the 10th" is a day
    if opens and (day[1] >= len(toks) or toks.words[day[1]] != ","):
        return None
    link = w.and_.at(toks.words, day[1]) or w.to.at(toks.words, day[1])
    second = day_at(toks, w, past_the(toks, w, day[1] + link[0])) if link and suffixed else None
    if second and second[0] > day[0]:
        return Expression(i, second[1], "day", d=day[0], d2=second[0])
    return Expression(i, day[1], "day", d=day[0])


def past_the(toks: Tokens, w: DateWords, i: int) -> int:
    """Where what follows the articles at token `i` begins."""
    while i < len(toks) and toks.words[i] in w.the:
        i += 1
    return i


def _between(toks: Tokens, i: int) -> str:
    """What stands in the text between token `i` and the one before."""
    return toks.text[toks.ends[i - 1] : toks.starts[i]]
