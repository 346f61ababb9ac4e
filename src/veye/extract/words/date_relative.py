"""Date expressions that lean on the publication date: last week, three days ago, the first quarter."""

from __future__ import annotations

import re

from veye.extract.words.date_forms import day_at, month_at, past_of, tail_year, weekday_at, with_weekday, year_at
from veye.extract.words.date_words import DateWords, Expression
from veye.extract.words.numbers import find_numbers
from veye.extract.words.tokens import Tokens, fold_text


def leaning(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    words = toks.words
    found = w.period_phrases.at(words, i)
    if found and found[1] != "none":
        return Expression(i, i + found[0], "relative", spec=found[1])
    if found:
        return None
    anaphor = w.anaphoric.at(words, i)
    day = w.days.at(words, i)
    if anaphor and not (day and day[0] > anaphor[0]):
        return Expression(i, i + anaphor[0], "anaphor", n=anaphor[1])
    if day and w.accented and day[0] == 1 and _bare(toks, w, i):
        return None
    if day:
        if (
            w.morning
            and words[i] == w.morning
            and (w.morning_not_after.before(words, i) or weekday_at(toks, w, i + 2) is not None)
        ):
            return None
        return Expression(i, i + day[0], "relative", spec="day", n=day[1])
    return _shifted(toks, w, i) or _year_part(toks, w, i)


def _bare(toks: Tokens, w: DateWords, i: int) -> bool:
    """Whether a word for a day lacks the accent that tells it from another word: Creole "yè" from "ye"."""
    written = toks.text[toks.starts[i] : toks.ends[i]].lower()
    return written not in w.accented and any(fold_text(word) == toks.words[i] for word in w.accented)


def after_an_event(toks: Tokens, w: DateWords, raw: Expression) -> bool:
    """Whether days count from an event told right behind them: "Monday, two days after the attack"."""
    later = raw.spec.startswith("later") or (raw.form == "anaphor" and (raw.n or 0) > 0)
    if not later or raw.j >= len(toks) or toks.words[raw.j - 1] not in _AFTER:
        return False
    word = toks.words[raw.j]
    return word in w.event_follows or ("*" in w.event_follows and word.isalpha() and word not in _NO_EVENT)


_AFTER = frozenset({"after", "apres", "despues", "apre"})
_NO_EVENT = frozenset({"tomorrow", "that", "this", "which", "and"})
_BACK_REACH = 6


def looks_back(toks: Tokens, w: DateWords, raw: Expression) -> bool:
    """Whether a weekday is that of something after which what is to come happens: "will go after Sunday's raid"."""
    if raw.form != "weekday" or raw.spec == "next":
        return False
    for k in range(raw.i - 1, max(-1, raw.i - _BACK_REACH), -1):
        if toks.words[k] in w.back:
            owned = "'s" in toks.folded[toks.ends[raw.j - 1] : toks.ends[raw.j - 1] + 2]
            return owned or any(word not in w.the and word not in w.of for word in toks.words[k + 1 : raw.i])
    return False


def _shifted(toks: Tokens, w: DateWords, i: int) -> Expression | None:
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
            return Expression(i, end, "relative", spec=f"{spec}-{period[1]}")
        wd = weekday_at(toks, w, j)
        if wd is not None and shift[1] != "this":
            dated = with_weekday(toks, w, j)
            if dated and dated.form == "date":
                dated.i = i
                return dated
            return Expression(i, j + 1, "weekday", wd=wd, spec=shift[1])
        month = month_at(toks, w, j)
        if (
            month
            and shift[1] != "this"
            and year_at(toks, month[1]) is None
            and (not w.month_first or toks.text[toks.starts[j]].isupper())
        ) and not day_at(toks, w, month[1]):
            return Expression(i, month[1], "month", m=month[0], spec=shift[1])
    if w.before:
        return None
    period = w.periods.at(words, i)
    if period:
        after = w.last_after.at(words, i + period[0]) or w.next_after.at(words, i + period[0])
        if after:
            return Expression(i, i + period[0] + after[0], "relative", spec=f"{after[1]}-{period[1]}")
    month = month_at(toks, w, i)
    if month:
        after = w.last_after.at(words, month[1]) or w.next_after.at(words, month[1])
        if after:
            return Expression(i, month[1] + after[0], "month", m=month[0], spec=after[1])
    return None


def _year_part(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    """`first quarter of 2024`, `été 2024`, `primer fin de semana de 2025`."""
    words = toks.words
    quarter = w.quarters.at(words, i)
    if quarter:
        j = past_of(toks, w, i + quarter[0])
        year = year_at(toks, j) or year_at(toks, j + 1)
        if year:
            return Expression(i, j + (1 if year_at(toks, j) else 2), "months", y=year, m=quarter[1][0], n=quarter[1][1])
    season = w.seasons.at(words, i)
    if season:
        year = year_at(toks, past_of(toks, w, i + season[0]))
        if year and not (toks.words[i] == "ete" and toks.words[i - 1 : i] == ["a"]):
            return Expression(i, past_of(toks, w, i + season[0]) + 1, "season", y=year, m=season[1][0], n=season[1][1])
    of_year = w.first_weekend_of_year.at(words, i)
    if of_year:
        return Expression(i, i + of_year[0], "first_weekend", m=1)
    weekend = w.first_weekend.at(words, i)
    if weekend:
        j = i + weekend[0]
        year = year_at(toks, j)
        if year:
            return Expression(i, j + 1, "first_weekend", y=year, m=1)
        month = month_at(toks, w, j)
        if month:
            tail = tail_year(toks, w, month[1])
            return Expression(i, tail[1], "first_weekend", y=tail[0], m=month[0])
    return None


def tallies(toks: Tokens, w: DateWords, language: str) -> list[Expression]:
    """`three days ago`, `au cours des six derniers mois`, `nan twa premye mwa 2024`."""
    if (
        not any(word in w.counting_cues and word not in ("the", "de", "gen") for word in toks.words)
        and "gen" not in toks.words
    ):
        return []
    text = toks.folded
    out: list[Expression] = []
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
            if first not in starts or last not in ends or w.less_than.before(toks.words, starts[first]):
                continue
            groups = found.groupdict()
            unit = w.units.get(groups.get("unit") or "", "month")
            year = groups.get("year")
            raw = Expression(
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
