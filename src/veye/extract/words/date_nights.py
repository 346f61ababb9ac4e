"""Nights that two days share ("the night of Tuesday to Wednesday"): a coder dates them by the second day."""

from __future__ import annotations

from veye.extract.words.date_forms import calendar_date, day_at, month_at, past_of, past_the, weekday_at, with_weekday
from veye.extract.words.date_words import DateWords, Expression
from veye.extract.words.tokens import Tokens


def at_night(toks: Tokens, w: DateWords, i: int) -> bool:
    """Whether "the night of" stands before token `i`."""
    start = _past_articles(toks, w, i)
    return bool(w.night.before(toks.words, start) or w.night.before(toks.words, i))


def night(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    """`la nuit du 30 au 31` without a month: the second day."""
    lead = w.night.at(toks.words, i)
    if not lead:
        return None
    first = day_at(toks, w, past_the(toks, w, i + lead[0]))
    link = w.to.at(toks.words, first[1]) if first else None
    if not first or not link:
        return None
    second = day_at(toks, w, past_the(toks, w, first[1] + link[0]))
    if not second or month_at(toks, w, past_of(toks, w, second[1])):
        return None
    return Expression(i, second[1], "day", d=second[0])


def across_night(toks: Tokens, w: DateWords, i: int) -> Expression | None:
    """`nuit du mardi 10 au mercredi 11 décembre`, `Tuesday night into Wednesday`: the second day."""
    first = weekday_at(toks, w, i)
    if first is None:
        return None
    j = i + 1
    numbered = day_at(toks, w, j)
    j = numbered[1] if numbered else j
    month = month_at(toks, w, past_of(toks, w, j)) if numbered else None
    j = month[1] if month else j
    said = w.night_after.at(toks.words, j)
    j += said[0] if said else 0
    if not said and not at_night(toks, w, i):
        return None
    link = w.night_to.at(toks.words, j) or w.to.at(toks.words, j) or w.and_.at(toks.words, j)
    if not link:
        return None
    k = past_the(toks, w, j + link[0])
    inner = w.night.at(toks.words, k)  # "la noche del martes y la madrugada del miércoles"
    k = past_the(toks, w, k + inner[0]) if inner else k
    second = weekday_at(toks, w, k)
    if second != (first + 1) % 7:
        return None
    dated = with_weekday(toks, w, k) or calendar_date(toks, w, k)
    if dated is None:
        return None
    dated.i = i
    return dated


def _past_articles(toks: Tokens, w: DateWords, i: int) -> int:
    while i > 0 and toks.words[i - 1] in w.the and not w.night.before(toks.words, i):
        i -= 1
    return i
