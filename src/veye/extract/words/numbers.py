"""Numbers in running text: digits, number words, vague and bounded counts, each with its offsets and kind."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import msgspec

from veye.extract.words.tables import LANGUAGES, table
from veye.extract.words.tokens import Phrases, Tokens, fold_text, phrase, tokenise
from veye.records import Count

NumberKind = Literal[
    "cardinal", "article", "vague", "both", "ordinal", "fraction", "year", "time", "age", "date", "percent", "money",
    "calibre", "reference", "phone", "measure", "duration", "decimal", "vote", "score",
]  # fmt: skip
COUNTING: frozenset[str] = frozenset({"cardinal", "article", "vague", "both"})
_CURRENCY_MARKS = frozenset("$€£¥")


class NumberMention(msgspec.Struct, frozen=True):
    """A number as written: characters `start` to `end` with its bounds ("at least"), its count, what it is.

    `core` is where the numeral itself begins, `value` its bare value (a share for fractions, None for vague words).
    `approximate` tells "about 1,000" from "1,000". Only the kinds in COUNTING may count people or things.
    """

    start: int
    end: int
    count: Count
    kind: NumberKind
    core: int = 0
    value: float | None = None
    approximate: bool = False

    @property
    def counts(self) -> bool:
        """Whether the number may be a count of people or things."""
        return self.kind in COUNTING


class _Numeral:
    """One numeral between tokens `i` and `j`, before bounds and context are looked at."""

    __slots__ = ("base", "bounded", "digits", "high", "i", "j", "kind", "low", "scale", "value")

    def __init__(
        self,
        i: int,
        j: int,
        value: float | None,
        kind: NumberKind = "cardinal",
        *,
        digits: bool = False,
        scale: int = 1,
    ) -> None:
        self.i, self.j, self.value, self.kind, self.digits, self.scale = i, j, value, kind, digits, scale
        whole = value is not None and float(value).is_integer() and value < 1e13
        self.low: int | None = int(value) if whole and value is not None else None
        self.high: int | None = self.low
        self.bounded = False


class _Words:
    """The number tables of one language, compiled."""

    def __init__(self, language: str) -> None:
        raw: dict[str, Any] = table(language)["numbers"]
        dates: dict[str, Any] = table(language)["dates"]
        self.language = language
        atoms: dict[str, tuple[str, int]] = {}
        for name, kind in (
            ("units", "unit"),
            ("tens", "ten"),
            ("hundred_atoms", "hundreds"),
            ("hundreds", "hundred"),
            ("scales", "scale"),
        ):
            for word, value in raw.get(name, {}).items():
                atoms[word] = (kind, value)
        for stem, ten in raw.get("compound_tens", {}).items():
            for unit, value in raw.get("compound_units", {}).items():
                atoms.setdefault(stem + unit, ("unit", ten + value))
            if ten in raw.get("teens_with", []):
                for teen, value in raw.get("compound_teens", {}).items():
                    atoms.setdefault(stem + teen, ("unit", ten + value))
        self.atoms = Phrases(atoms)
        self.ones = frozenset(fold_text(w) for w in raw.get("unit_one", []))
        self.articles = frozenset(fold_text(w) for w in raw["articles"])
        self.weak = frozenset(fold_text(w) for w in raw.get("weak", []))
        self.weak_not_after = frozenset(fold_text(w) for w in raw.get("weak_not_after", []))
        self.teens_after = frozenset(raw.get("tens_take_teens", []))
        self.units_after = frozenset(raw.get("tens_take_units", []))
        self.joiners = frozenset(raw["joiners"])
        self.joiner_after = frozenset(raw["joiner_after"])
        self.half = Phrases.of(raw["half"], 0.5)
        singles = {**raw["collectives"], **raw.get("collectives_plural", {})}
        self.collectives: Phrases[int] = Phrases(singles)
        self.fixed: Phrases[int] = Phrases(raw["fixed"])
        self.plural: Phrases[int] = Phrases(raw["plural"])
        self.plural_of: Phrases[int] = Phrases(raw["plural_of"])
        self.several: Phrases[int] = Phrases(raw["several"])
        self.not_several = Phrases.of(raw["not_several"], True)
        self.both = Phrases.of(raw["both"], 2)
        self.fractions: Phrases[float] = Phrases(raw["fractions"])
        self.share_of = Phrases.of(raw["share_of"], True)
        exact = {phrase(w) for w in raw["exact_only"]}
        bounds = [(w, "low") for w in raw["at_least"]] + [(w, "high") for w in raw["up_to"]]
        self.not_up_to = frozenset(fold_text(w) for w in raw["up_to_not_after"])
        bounds += [(w, "about") for w in raw["about"] if phrase(w) not in exact]
        self.bounds: Phrases[str] = Phrases(bounds)
        after = [(w, "low") for w in raw["at_least_after"]] + [(w, "high") for w in raw["up_to_after"]]
        self.after: Phrases[str] = Phrases(after + [(w, "about") for w in raw["about_after"]])
        self.between = Phrases.of(raw["between"], True)
        self.between_and = frozenset(fold_text(w) for w in raw["between_and"])
        self.range_to = frozenset(fold_text(w) for w in raw["range_to"])
        self.range_not_after = Phrases.of(raw["range_not_after"], True)
        self.ordinals: Phrases[int] = Phrases(raw["ordinals"])
        self.ordinal_suffixes = frozenset(fold_text(w) for w in raw["ordinal_suffixes"])
        self.percent = Phrases.of(raw["percent"], True)
        self.year_leads = Phrases.of(raw["year_leads"], True)
        self.counted = frozenset(fold_text(w) for w in raw["counted"])
        self.after_kind: Phrases[NumberKind] = Phrases(
            [(w, kind) for kind in ("age", "duration", "measure", "calibre") for w in raw[kind]]
        )
        self.votes = Phrases.of(raw["votes"], True)
        self.age_before = Phrases.of(raw["age_before"], True)
        self.reference_before = Phrases.of(raw["reference_before"], True)
        self.clock_leads = frozenset(fold_text(x) for x in raw["clock_leads"])
        self.time_after = Phrases.of(raw["time_after"], True)
        self.months = frozenset(fold_text(w) for w in dates["months"])
        self.month_first = bool(dates["month_first"])
        self.of = frozenset(fold_text(w) for w in [*dates["of"], "de", "d'", "of"])
        self.currencies = Phrases.of(table(language)["money"]["currencies"], True)
        tables: tuple[Phrases[Any], ...] = (
            self.atoms, self.fixed, self.fractions, self.both, self.several, self.collectives, self.plural,
            self.ordinals,
        )  # fmt: skip
        self.starters = frozenset().union(*(t.heads for t in tables)) | self.ones | self.articles


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    return _Words(language if language in LANGUAGES else "en")


def _digits_value(word: str) -> float:
    """The number that digits with any style of grouping and decimals write."""
    bare = word.replace(" ", "").replace("'", "")
    marks = [c for c in bare if c in ".,"]
    if not marks:
        return float(bare)
    tail = bare.replace(",", ".").rsplit(".", 1)[1]
    head = bare.replace(",", ".").split(".", 1)[0]
    grouped = len(tail) == 3 and head not in ("0", "00") and len(head) <= 3
    whole, decimals = (bare, "") if grouped else (bare[: -len(tail) - 1], tail)
    number = whole.replace(".", "").replace(",", "") or "0"
    return float(f"{number}.{decimals}" if decimals else number)


def _run(toks: Tokens, w: _Words, i: int, seed: float | None = None) -> tuple[float, int, int] | None:
    """Value, end and last scale of the number words that begin at token `i`; `seed` is a number already read."""
    words = toks.words
    total, group, room, j, seen, ceiling, last_scale = 0.0, 0.0, 1000.0, i, False, 1e13, 1
    slot = ""
    if seed is not None:
        group, seen, room = seed, True, 0.0
    while True:
        k = j
        if (
            k < len(words)
            and words[k] in w.joiners
            and seen
            and seed is None
            and slot in w.joiner_after
            and not toks.joined[k]
        ) or (k < len(words) and words[k] in w.joiners and toks.joined[k] and seen):
            k += 1
        atom = w.atoms.at(words, k)
        if (
            atom is None
            and seen
            and k < len(words)
            and words[k] in w.ones
            and (slot in ("ten", "hundred") or (slot == "scale" and last_scale == 1000))
            and room > 1
        ):
            atom = (1, ("unit", 1))
        if atom is None and not seen and k < len(words) and (words[k] in w.ones or words[k] in w.articles):
            follower = w.atoms.at(words, k + 1)
            if follower and follower[1][0] in ("scale", "hundred"):
                group, seen, room, j, slot = 1.0, True, 0.0, k + 1, "unit"
                continue
        if atom is None:
            break
        length, (kind, value) = atom
        if kind == "scale":
            if value >= ceiling or (not seen and seed is None and not _scale_alone(w, words[k])):
                break
            if seed is not None and group == 0:
                break
            total += (group or 1) * value
            ceiling, group, room, slot, last_scale = value, 0.0, value, "scale", value
        elif kind == "hundred":
            if group >= 100 or (group == 0 and seen and room < 200) or (seed is not None and group != int(group)):
                break
            group, room, slot = (group or 1) * 100, 100.0, "hundred"
        else:
            if value == 0 and seen:
                break
            if value >= min(room, 1000.0) or (slot == "ten" and k > j and value > 11 and w.language != "fr"):
                break
            if kind == "unit" and slot == "ten" and value >= 10 and int(group) % 100 not in w.teens_after:
                break
            group += value
            tens = int(group) % 100
            room = (
                (20.0 if tens in w.teens_after else 10.0) if kind == "ten" else (100.0 if kind == "hundreds" else 0.0)
            )
            slot = {"ten": "ten", "hundreds": "hundred"}.get(kind, "unit")
        seen, j = True, k + length
    if j == i:
        return None
    half = w.half.at(words, j)
    if half and last_scale > 1 and group == 0:
        total, j = total + last_scale / 2, j + half[0]
    return total + group, j, last_scale


def _scale_alone(w: _Words, word: str) -> bool:
    return w.language != "en" and word in ("mil", "mille")


def _numeral(toks: Tokens, w: _Words, i: int) -> _Numeral | None:
    """The numeral that begins at token `i`; None where none does."""
    words = toks.words
    word = words[i]
    if toks.kinds[i] == "num":
        value = _digits_value(word)
        nxt = i + 1
        if toks.touches(nxt) and nxt < len(words):
            if words[nxt] in w.ordinal_suffixes and value.is_integer():
                return _Numeral(i, nxt + 1, value, "ordinal", digits=True)
            if words[nxt] == "k":
                return _Numeral(i, nxt + 1, value * 1000, digits=True, scale=1000)
        scaled = _run(toks, w, nxt, seed=value) if nxt < len(words) and not toks.touches(nxt) else None
        if scaled and scaled[2] > 1:
            return _Numeral(i, scaled[1], scaled[0], digits=True, scale=scaled[2])
        collective = w.collectives.at(words, nxt)
        if collective and value < 100:
            return _Numeral(i, nxt + collective[0], value * collective[1], digits=True)
        return _Numeral(i, nxt, value, digits=True)
    fixed = w.fixed.at(words, i)
    if fixed:
        return _Numeral(i, i + fixed[0], fixed[1])
    fraction = w.fractions.at(words, i)
    if fraction and not (i and toks.kinds[i - 1] == "num"):
        return _Numeral(i, i + fraction[0], fraction[1], "fraction")
    both = w.both.at(words, i)
    if both and not w.atoms.at(words, i + both[0]):
        return _Numeral(i, i + both[0], 2, "both")
    several = w.several.at(words, i)
    if several and not w.not_several.at(words, i) and not w.not_several.before(words, i + several[0]):
        return _vague(toks, w, i, i + several[0], several[1], several=True)
    start = i + 1 if word in w.articles or word in w.ones else i
    collective = w.collectives.at(words, start)
    if collective and (start > i or (not w.plural.at(words, i) and (w.language == "ht" or collective[1] >= 10))):
        return _Numeral(i, start + collective[0], collective[1])
    plural = w.plural.at(words, i)
    if plural:
        return _vague(toks, w, i, i, 2, several=False) or _open(i, i + plural[0], plural[1])
    article = word in w.articles and i + 1 < len(words)
    atom = w.atoms.at(words, i + 1) if article else None
    if atom and atom[1][0] in ("hundred", "scale"):
        run = _run(toks, w, i)
        if run:
            return _Numeral(i, run[1], run[0], scale=run[2])
    if word in w.weak and not _weak_stands(toks, w, i):
        return None
    run = _run(toks, w, i)
    if run:
        value, j, scale = run
        half = w.half.at(words, j)
        unit = w.atoms.at(words, j + half[0]) if half else None
        if half and unit and unit[1][0] == "scale":
            return _Numeral(i, j + half[0] + unit[0], (value + 0.5) * unit[1][1], scale=unit[1][1])
        more = w.collectives.at(words, j)
        if more and value < 100 and value > 1:
            return _Numeral(i, j + more[0], value * more[1], scale=scale)
        ordinal = w.ordinals.at(words, j)
        if ordinal and toks.joined[j] and value >= 20:
            return _Numeral(i, j + ordinal[0], value + ordinal[1], "ordinal")
        return _Numeral(i, j, value, scale=scale)
    ordinal = w.ordinals.at(words, i)
    if ordinal:
        return _Numeral(i, i + ordinal[0], ordinal[1], "ordinal")
    if word in w.articles:
        return _Numeral(i, i + 1, 1, "article")
    return None


def _weak_stands(toks: Tokens, w: _Words, i: int) -> bool:
    """Whether a word that is a number or a function word stands here as a number."""
    words = toks.words
    if i + 1 < len(words) and toks.kinds[i + 1] == "word":
        if w.atoms.at(words, i + 1) or words[i + 1] in w.counted:
            return True
    elif i + 1 < len(words) and words[i + 1] != "(":
        return False
    if w.bounds.before(words, i):
        return True
    if words[i] == "san" or (i and words[i - 1] in w.weak_not_after):
        return False
    follower = toks.text[toks.starts[i + 1]] if i + 1 < len(words) else ""
    return follower.islower() or follower == "("


def _open(i: int, j: int, low: int) -> _Numeral:
    numeral = _Numeral(i, j, None, "vague")
    numeral.low, numeral.high = low, None
    return numeral


def _vague(toks: Tokens, w: _Words, i: int, j: int, factor: int, *, several: bool) -> _Numeral | None:
    """Multiplied vague words: "several hundred", "tens of thousands", "plusieurs dizaines de milliers"."""
    words, low, k = toks.words, factor, j
    for _ in range(3):
        k2 = k + 1 if k < len(words) and k > j and words[k] in w.of else k
        unit = w.plural_of.at(words, k2) or w.collectives.at(words, k2)
        atom = w.atoms.at(words, k2)
        if unit is None and atom and atom[1][0] in ("hundred", "scale"):
            unit = (atom[0], atom[1][1])
        if unit is None:
            break
        low, k = low * unit[1], k2 + unit[0]
    if several:
        return _open(i, k, low)
    return _open(i, k, low) if k > i else None


def _bounds(toks: Tokens, w: _Words, numeral: _Numeral) -> tuple[int, bool]:
    """First token of the numeral with its bounds, whether it is approximate; sets the open ends."""
    start, approximate = numeral.i, False
    if start and toks.words[start - 1] in _CURRENCY_MARKS:
        start -= 1
        if start and toks.kinds[start - 1] == "word" and toks.touches(start) and len(toks.words[start - 1]) <= 3:
            start -= 1
    first = start
    for _ in range(4):
        found = w.bounds.before(toks.words, start)
        if not found:
            break
        length, what = found
        if what != "about" and _particle(toks, start - length):
            break
        start -= length
        if what == "about":
            approximate = True
            continue
        if what == "high" and start > 0 and toks.words[start - 1] in w.not_up_to:
            break
        numeral.bounded = True
        if what == "low":
            numeral.high = None
        else:
            numeral.low = None
        break
    return (start if start < first else numeral.i), approximate


_PARTICLES = frozenset(
    [
        "handed",
        "took",
        "taken",
        "take",
        "taking",
        "turned",
        "turn",
        "handing",
        "takes",
        "hand",
        "turning",
        "crossed",
        "ran",
        "runs",
        "fly",
        "flew",
        "all",
    ]
)


def _particle(toks: Tokens, index: int) -> bool:
    """Whether "over" at `index` belongs to a verb ("handed over 20 vehicles")."""
    return toks.words[index] in ("over", "above", "under") and index > 0 and toks.words[index - 1] in _PARTICLES


def _after(toks: Tokens, w: _Words, numeral: _Numeral, end: int) -> tuple[int, bool]:
    """Last token past bounds that follow the numeral ("or more"), whether it is approximate."""
    found = w.after.at(toks.words, end)
    if not found or numeral.bounded:
        return end, False
    length, what = found
    if toks.words[end] == "plus" and not toks.joined[end] and numeral.kind == "cardinal":
        return end, False
    if what == "low":
        numeral.high, numeral.bounded = None, True
    elif what == "high":
        numeral.low, numeral.bounded = None, True
    return end + length, what == "about"


def _context_kind(toks: Tokens, w: _Words, n: _Numeral) -> tuple[NumberKind, int]:
    """What a numeral is by its neighbours, and where it ends as such."""
    words, j = toks.words, n.j
    nxt = words[j] if j < len(words) else ""
    prev = words[n.i - 1] if n.i else ""
    if n.kind in ("ordinal", "fraction"):
        return (n.kind, j) if not (n.kind == "ordinal" and n.digits and _beside_month(toks, w, n)) else ("date", j)
    percent = w.percent.at(words, j)
    if percent:
        return "percent", j + percent[0]
    if prev in _CURRENCY_MARKS or nxt in _CURRENCY_MARKS or _currency_follows(toks, w, j):
        return "money", j
    if n.digits and n.scale == 1:
        special = _digit_kind(toks, w, n, prev, nxt)
        if special:
            return special
    if n.kind == "article":
        return "article", j
    following = w.after_kind.at(words, j)
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


def _currency_follows(toks: Tokens, w: _Words, j: int) -> bool:
    if w.currencies.at(toks.words, j):
        return True
    return j + 1 < len(toks.words) and toks.words[j] in w.of and bool(w.currencies.at(toks.words, j + 1))


def _beside_month(toks: Tokens, w: _Words, n: _Numeral) -> bool:
    words, j = toks.words, n.j
    if n.low is None or not 1 <= n.low <= 31:
        return False
    k = j + 1 if j < len(words) and words[j] in w.of else j
    if k < len(words) and words[k] in w.months:
        return True
    return (
        n.i > 0 and words[n.i - 1] in w.months and (w.month_first or (n.i > 1 and words[n.i - 1] not in ("mas", "me")))
    )


def _digit_kind(toks: Tokens, w: _Words, n: _Numeral, prev: str, nxt: str) -> tuple[NumberKind, int] | None:
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
    if (w.reference_before.before(words, i) or prev == "#") and nxt not in w.counted:
        return "reference", j
    if raw.isdigit() and len(raw) == 4 and 1900 <= int(raw) <= 2099 and not n.bounded and nxt not in w.counted:
        round_number = int(raw) % 100 == 0 and not w.year_leads.before(words, i)
        return None if round_number else ("year", j)
    if linked_next and n.value is not None and words[j].isdigit() and int(words[j]) <= n.value and len(raw) <= 2:
        return "score", j
    return None


def _clock_lead(w: _Words, prev: str, raw: str) -> bool:
    return prev in w.clock_leads or len(raw) >= 4


def _num_at(toks: Tokens, index: int) -> bool:
    return index < len(toks.words) and toks.kinds[index] == "num"


def _chained(toks: Tokens, i: int, k: int) -> bool:
    low, high = min(i, k), max(i, k)
    return all(toks.joined[m] for m in range(low + 1, high + 1))


def find_numbers(text: str, language: str) -> list[NumberMention]:
    """Every number of the text, in order; none overlap."""
    return list(_found(text, language))


@lru_cache(maxsize=4)
def _found(text: str, language: str) -> tuple[NumberMention, ...]:
    """The numbers of a text; kept for the few texts read last, because dates and money need them again."""
    toks = tokenise(text)
    w = _words(language)
    numerals: list[_Numeral] = []
    i = 0
    while i < len(toks.words):
        opens = toks.kinds[i] == "num" or toks.words[i] in w.starters
        numeral = _numeral(toks, w, i) if opens else None
        if numeral is None:
            i += 1
            continue
        numerals.append(_share(toks, w, numeral) or numeral)
        i = numerals[-1].j
    return tuple(_mentions(toks, w, numerals))


def _share(toks: Tokens, w: _Words, n: _Numeral) -> _Numeral | None:
    """A share told in small numbers: "three in four", "quatre sur cinq"; None where the number opens none."""
    link = w.share_of.at(toks.words, n.j) if n.kind == "cardinal" and n.value is not None and n.value < 10 else None
    if not link or n.value is None or n.j + link[0] >= len(toks.words):
        return None
    other = _numeral(toks, w, n.j + link[0])
    if other is None or other.kind != "cardinal" or other.value is None or not n.value < other.value <= 10:
        return None
    if toks.words[n.j] == "de" and toks.words[n.j + 1] != "cada":
        return None
    if other.j < len(toks.words) and w.after_kind.at(toks.words, other.j):
        return None
    return _Numeral(n.i, other.j, round(n.value / other.value, 4), "fraction")


def _mentions(toks: Tokens, w: _Words, numerals: list[_Numeral]) -> list[NumberMention]:
    out: list[NumberMention] = []
    skip = -1
    floor = 0
    for position, n in enumerate(numerals):
        if position <= skip or n.i < floor or (n.kind == "article" and _inside_bound(toks, w, n, numerals, position)):
            continue
        start, approximate = (n.i, False)
        if n.kind not in ("ordinal", "article", "both"):
            start, approximate = _bounds(toks, w, n)
            start = max(start, floor)
        kind, end = _context_kind(toks, w, n)
        last = n
        if kind == n.kind and kind in ("cardinal", "vague"):
            end = _doubled(toks, n, end)
            joined = _range(toks, w, n, numerals, position, start)
            if joined is not None:
                last, start, end, skip = joined[0], joined[1], joined[2], position + 1
                last_kind = _context_kind(toks, w, last)
                kind = last_kind[0] if last_kind[0] not in ("article", "year", "score") else kind
                end = max(end, last_kind[1]) if kind != "cardinal" else end
            else:
                end, loose = _after(toks, w, n, end)
                approximate = approximate or loose
        elif kind == "percent":
            end, loose = _after(toks, w, n, end)
            approximate = approximate or loose
        low, high = n.low, n.high
        if low is not None and high is not None and low > high:
            low = high = n.low
        first, final = toks.starts[start], toks.ends[end - 1]
        count = Count(None if kind == "fraction" else low, None if kind == "fraction" else high, toks.text[first:final])
        out.append(NumberMention(first, final, count, kind, toks.starts[n.i], n.value, approximate))
        floor = end
    return out


def _inside_bound(toks: Tokens, w: _Words, n: _Numeral, numerals: list[_Numeral], position: int) -> bool:
    """Whether an article opens the bound of the next number: "an estimated 5,000"."""
    after = numerals[position + 1] if position + 1 < len(numerals) else None
    return after is not None and after.i - n.i <= 4 and _bounds(toks, w, after)[0] <= n.i < after.i


def _doubled(toks: Tokens, n: _Numeral, end: int) -> int:
    """The end past a number repeated in brackets: "twenty-two (22)"."""
    words = toks.words
    doubled = end + 2 < len(words) and words[end] == "(" and toks.kinds[end + 1] == "num" and words[end + 2] == ")"
    return end + 3 if doubled and n.value is not None and _digits_value(words[end + 1]) == n.value else end


def _range(
    toks: Tokens, w: _Words, n: _Numeral, numerals: list[_Numeral], position: int, start: int
) -> tuple[_Numeral, int, int] | None:
    """The second numeral of a range, the first and last token of the whole; None where there is no range."""
    if position + 1 >= len(numerals) or n.value is None:
        return None
    other = numerals[position + 1]
    if other.value is None or other.kind != "cardinal":
        return None
    between = w.between.before(toks.words, start) if start > 0 else None
    first = start - between[0] if between else start
    o_start = other.i
    while o_start > n.j and w.bounds.before(toks.words, o_start) and w.bounds.before(toks.words, o_start)[1] == "about":  # type: ignore[index]
        o_start -= w.bounds.before(toks.words, o_start)[0]  # type: ignore[index]
    gap = toks.words[n.j : o_start]
    if between:
        fits = len(gap) == 1 and gap[0] in w.between_and
    elif not gap:
        fits = toks.joined[other.i] and n.digits and other.digits
    else:
        fits = (
            len(gap) == 1
            and (gap[0] in w.range_to or gap[0] == "-")
            and not w.range_not_after.before(toks.words, start)
        )
    low = n.value
    if fits and other.scale > 1 and n.scale == 1 and low < 1000 and low * other.scale < other.value:
        low *= other.scale
    if not fits or not low < other.value or (not between and other.value > 20 * low) or (n.bounded and not between):
        return None
    n.low, n.high = int(low), int(other.value)
    return other, first, other.j
