"""What a numeral is by the words around it: a count, a year, a clock time, an age, a sum of money."""

from __future__ import annotations

from veye.extract.words.numerals import NumberKind, NumberWords, Numeral
from veye.extract.words.tokens import Tokens

CURRENCY_MARKS = frozenset("$€£¥")


def context_kind(toks: Tokens, w: NumberWords, n: Numeral) -> tuple[NumberKind, int]:
    """What a numeral is by its neighbours, and where it ends as such."""
    words, j = toks.words, n.j
    nxt = words[j] if j < len(words) else ""
    prev = words[n.i - 1] if n.i else ""
    if n.kind in ("ordinal", "fraction"):
        return (n.kind, j) if not (n.kind == "ordinal" and n.digits and _beside_month(toks, w, n)) else ("date", j)
    percent = w.percent.at(words, j)
    if percent:
        return "percent", j + percent[0]
    if prev in CURRENCY_MARKS or nxt in CURRENCY_MARKS or _currency_follows(toks, w, j):
        return "money", j
    if n.digits and n.scale == 1:
        special = _digit_kind(toks, w, n, prev, nxt)
        if special:
            return special
    if n.kind == "article":
        return "article", j
    following = w.after_kind.at(words, j)
    if following and _goes_on(toks, j + following[0]):
        following = None  # "three M23 fighters" are no three metres
    if following and (n.digits or following[1] in ("duration", "age", "measure")) and n.kind != "both":
        if following[1] == "calibre" and not n.digits:
            return n.kind, j
        kind = following[1]
        if w.age_before.before(words, n.i) and kind == "duration":
            kind = "age"
        return kind, j + following[0]
    if w.age_before.before(words, n.i) and n.low is not None and n.low < 120:
        return "age", j
    if w.votes.at(words, j):
        return "vote", j
    if n.value is not None and not float(n.value).is_integer():
        return "decimal", j
    return n.kind, j


def _goes_on(toks: Tokens, j: int) -> bool:
    """Whether the word before `j` goes on in digits: "M" of "M23"."""
    return j < len(toks.words) and toks.starts[j] == toks.ends[j - 1] and toks.kinds[j] == "num"


def _currency_follows(toks: Tokens, w: NumberWords, j: int) -> bool:
    if w.currencies.at(toks.words, j):
        return True
    return j + 1 < len(toks.words) and toks.words[j] in w.of and bool(w.currencies.at(toks.words, j + 1))


def _beside_month(toks: Tokens, w: NumberWords, n: Numeral) -> bool:
    words, j = toks.words, n.j
    if n.low is None or not 1 <= n.low <= 31:
        return False
    if n.i > 1 and words[n.i - 1] == "." and words[n.i - 2] in w.months and w.month_first:  # "Sept. 16"
        return True
    k = j + 1 if j < len(words) and words[j] in w.of else j
    if k < len(words) and words[k] in w.months:
        return True
    return (
        n.i > 0 and words[n.i - 1] in w.months and (w.month_first or (n.i > 1 and words[n.i - 1] not in ("mas", "me")))
    )


def _digit_kind(toks: Tokens, w: NumberWords, n: Numeral, prev: str, nxt: str) -> tuple[NumberKind, int] | None:
    """Kinds that only digits can have: dates, times, years, references, phones, scores."""
    words, i, j = toks.words, n.i, n.j
    raw = words[i]
    clock = j + 1 < len(words) and nxt in (":", "h") and toks.touches(j) and toks.kinds[j + 1] == "num"
    if clock and toks.touches(j + 1) and len(raw) <= 2:
        return "time", j + 2
    if prev in (":", "h") and toks.touches(i) and i > 1 and toks.kinds[i - 2] == "num":
        return "time", j
    if len(raw) in (4, 5) and raw[-3] in ".," and prev in w.clock_leads and (n.value or 0) < 24.6:
        return "time", j
    timed = w.time_after.at(words, j)
    if (
        timed
        and len(raw) <= 5
        and (n.value or 0) < 25
        and (nxt not in ("hours", "hour", "heures", "heure", "horas", "hora") or _clock_lead(w, prev, raw))
    ):
        return "time", j + timed[0]
    if _beside_month(toks, w, n):
        return "date", j
    if _age_of_named(toks, n, prev, nxt):
        return "age", j
    linked_next = j < len(words) and toks.joined[j] and toks.kinds[j] == "num"
    linked_prev = toks.joined[i] and i > 0 and toks.kinds[i - 1] == "num"
    slashed = (
        nxt == "/" and toks.touches(j) and j + 1 < len(words) and toks.kinds[j + 1] == "num" and toks.touches(j + 1)
    ) or (prev == "/" and toks.touches(i) and i > 1 and toks.kinds[i - 2] == "num")
    if slashed:
        return "date", j
    if (
        prev == "+"
        and toks.touches(i)
        and len(raw) >= 3
        and n.low is not None
        and n.low < 1000
        and (linked_next or _num_at(toks, j))
    ):
        return "phone", j
    chain = sum(
        1 for k in (i - 2, i - 1, j, j + 1) if 0 <= k < len(words) and toks.kinds[k] == "num" and _chained(toks, i, k)
    )
    if (linked_next or linked_prev) and (chain >= 2 or len(raw) >= 7):
        iso = any(
            len(words[k]) == 4 and words[k][:2] in ("19", "20") for k in range(max(0, i - 2), min(len(words), j + 2))
        )
        return ("date" if iso and len(raw) <= 4 else "phone"), j
    if raw.isdigit() and len(raw) >= 8:
        return "phone", j
    if toks.joined[i] and i > 0 and toks.kinds[i - 1] == "word" and not w.bounds.before(words, i):
        return "reference", j
    if toks.touches(i) and i > 0 and toks.kinds[i - 1] == "word" and not prev.endswith("'"):
        return "reference", j
    counted = prev == "number" and i > 1 and words[i - 2].endswith("s")  # "Kenyan troops number 720"
    if (w.reference_before.before(words, i) or prev == "#") and nxt not in w.counted and not counted:
        return "reference", j
    if raw.isdigit() and w.streets.intersection(words[j + 1 : j + 4]) and _named(toks, j):  # "2501 Carter Road"
        return "reference", j
    if raw.isdigit() and len(raw) == 4 and 1900 <= int(raw) <= 2099 and not n.bounded and nxt not in w.counted:
        round_number = int(raw) % 100 == 0 and not w.year_leads.before(words, i)
        return None if round_number else ("year", j)
    if linked_next and n.value is not None and words[j].isdigit() and int(words[j]) <= n.value and len(raw) <= 2:
        return "score", j
    return None


def _age_of_named(toks: Tokens, n: Numeral, prev: str, nxt: str) -> bool:
    """Whether the number follows a full name: "Ana Paz, 34, said", "Ana Paz, 34 was hit", "Ana Paz (34)"."""
    if not 1 <= (n.value or 0) <= 110 or n.i < 2 or toks.kinds[n.i - 2] != "word":
        return False
    if prev == "," == nxt:  # "a third man, 35, was hit"
        return True
    if not _named(toks, n.i - 2):
        return False
    closes = (prev == "," and nxt in _AFTER_AGE) or (prev == "(" and nxt == ")")
    return closes and n.i > 2 and _named(toks, n.i - 3)


def _named(toks: Tokens, k: int) -> bool:
    return toks.kinds[k] == "word" and toks.text[toks.starts[k]].isupper()


_AFTER_AGE = frozenset(["", ".", ";", ")", "-", "of", "was", "is", "has", "had", "who", "died", "suffered"])


def _clock_lead(w: NumberWords, prev: str, raw: str) -> bool:
    return prev in w.clock_leads or len(raw) >= 4


def _num_at(toks: Tokens, index: int) -> bool:
    return index < len(toks.words) and toks.kinds[index] == "num"


def _chained(toks: Tokens, i: int, k: int) -> bool:
    low, high = min(i, k), max(i, k)
    return all(toks.joined[m] for m in range(low + 1, high + 1))
