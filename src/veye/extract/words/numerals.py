"""Numerals as written: number words added up, digits in every style, vague and doubled words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from veye.extract.words.tables import LANGUAGES, table
from veye.extract.words.tokens import Phrases, Tokens, fold_text, phrase

NumberKind = Literal[
    "cardinal", "article", "vague", "both", "ordinal", "fraction", "year", "time", "age", "date", "percent", "money",
    "calibre", "reference", "phone", "measure", "duration", "decimal", "vote", "score",
]  # fmt: skip


class Numeral:
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


class NumberWords:
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
        self.streets = frozenset(fold_text(x) for x in raw.get("streets", []))
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
def number_words(language: str) -> NumberWords:
    return NumberWords(language if language in LANGUAGES else "en")


def digits_value(word: str) -> float:
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


def _run(toks: Tokens, w: NumberWords, i: int, seed: float | None = None) -> tuple[float, int, int] | None:
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
            and (slot in w.joiner_after or (slot == "scale" and last_scale >= 1e6 and _thousands(toks, w, k + 1)))
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


def _thousands(toks: Tokens, w: NumberWords, i: int) -> bool:
    """Whether number words at token `i` end in thousands: they go on after "un million et"."""
    if i < len(toks.words) and w.atoms.at(toks.words, i) and toks.kinds[i] == "word":
        run = _run(toks, w, i)
        return run is not None and run[2] == 1000
    return False


def _scale_alone(w: NumberWords, word: str) -> bool:
    return w.language != "en" and word in ("mil", "mille")


def read_numeral(toks: Tokens, w: NumberWords, i: int) -> Numeral | None:
    """The numeral that begins at token `i`; None where none does."""
    words = toks.words
    word = words[i]
    if toks.kinds[i] == "num":
        value = digits_value(word)
        nxt = i + 1
        if toks.touches(nxt) and nxt < len(words):
            if words[nxt] in w.ordinal_suffixes and value.is_integer():
                return Numeral(i, nxt + 1, value, "ordinal", digits=True)
            if words[nxt] == "k":
                return Numeral(i, nxt + 1, value * 1000, digits=True, scale=1000)
        scaled = _run(toks, w, nxt, seed=value) if nxt < len(words) and not toks.touches(nxt) else None
        if scaled and scaled[2] > 1:
            return Numeral(i, scaled[1], scaled[0], digits=True, scale=scaled[2])
        collective = w.collectives.at(words, nxt)
        if collective and value < 100:
            return Numeral(i, nxt + collective[0], value * collective[1], digits=True)
        return Numeral(i, nxt, value, digits=True)
    fixed = w.fixed.at(words, i)
    if fixed:
        return Numeral(i, i + fixed[0], fixed[1])
    fraction = w.fractions.at(words, i)
    if fraction and not (i and toks.kinds[i - 1] == "num"):
        return Numeral(i, i + fraction[0], fraction[1], "fraction")
    both = w.both.at(words, i)
    if both and not w.atoms.at(words, i + both[0]):
        return Numeral(i, i + both[0], 2, "both")
    several = w.several.at(words, i)
    if several and not w.not_several.at(words, i) and not w.not_several.before(words, i + several[0]):
        return _vague(toks, w, i, i + several[0], several[1], several=True)
    start = i + 1 if word in w.articles or word in w.ones else i
    collective = w.collectives.at(words, start)
    if collective and (start > i or (not w.plural.at(words, i) and (w.language == "ht" or collective[1] >= 10))):
        return Numeral(i, start + collective[0], collective[1])
    plural = w.plural.at(words, i)
    if plural:
        wider = _vague(toks, w, i, i, 2, several=False)  # "dizaines de milliers"; "dizaines" alone are dozens
        return wider if wider and wider.j > i + plural[0] else _open(i, i + plural[0], plural[1])
    article = word in w.articles and i + 1 < len(words)
    atom = w.atoms.at(words, i + 1) if article else None
    if atom and atom[1][0] in ("hundred", "scale"):
        run = _run(toks, w, i)
        if run:
            return Numeral(i, run[1], run[0], scale=run[2])
    if word in w.weak and not _weak_stands(toks, w, i):
        return None
    run = _run(toks, w, i)
    if run:
        value, j, scale = run
        half = w.half.at(words, j)
        unit = w.atoms.at(words, j + half[0]) if half else None
        if half and unit and unit[1][0] == "scale":
            return Numeral(i, j + half[0] + unit[0], (value + 0.5) * unit[1][1], scale=unit[1][1])
        more = w.collectives.at(words, j)
        if more and value < 100 and value > 1:
            return Numeral(i, j + more[0], value * more[1], scale=scale)
        ordinal = w.ordinals.at(words, j)
        if ordinal and toks.joined[j] and value >= 20:
            return Numeral(i, j + ordinal[0], value + ordinal[1], "ordinal")
        return Numeral(i, j, value, scale=scale)
    ordinal = w.ordinals.at(words, i)
    if ordinal:
        return Numeral(i, i + ordinal[0], ordinal[1], "ordinal")
    if word in w.articles:
        return Numeral(i, i + 1, 1, "article")
    return None


def _weak_stands(toks: Tokens, w: NumberWords, i: int) -> bool:
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
    begins = i == 0 or toks.kinds[i - 1] == "mark" or words[i - 1] in w.joiners  # "…, de Endonezyen"
    return follower.islower() or follower == "(" or (begins and follower.isalpha())


_DOZENS = 24


def _open(i: int, j: int, low: int) -> Numeral:
    numeral = Numeral(i, j, None, "vague")
    numeral.low, numeral.high = low, None
    return numeral


def _vague(toks: Tokens, w: NumberWords, i: int, j: int, factor: int, *, several: bool) -> Numeral | None:
    """Multiplied vague words: "several hundred" is "hundreds", "plusieurs dizaines de milliers" tens of thousands."""
    words, low, k = toks.words, factor, j
    for _ in range(3):
        k2 = k + 1 if k < len(words) and k > j and words[k] in w.of else k
        unit = w.plural_of.at(words, k2) or w.collectives.at(words, k2)
        atom = w.atoms.at(words, k2)
        if unit is None and atom and atom[1][0] in ("hundred", "scale"):
            unit = (atom[0], atom[1][1])
        if unit is None:
            break
        low, k = (2 if k == j else low) * unit[1], k2 + unit[0]
    low = _DOZENS if low == 20 and k > j else low  # "plusieurs dizaines", "des dizaines" are dozens
    if several:
        return _open(i, k, low)
    return _open(i, k, low) if k > i else None


def read_share(toks: Tokens, w: NumberWords, n: Numeral) -> Numeral | None:
    """A share told in small numbers: "three in four", "quatre sur cinq"; None where the number opens none."""
    link = w.share_of.at(toks.words, n.j) if n.kind == "cardinal" and n.value is not None and n.value < 10 else None
    if not link or n.value is None or n.j + link[0] >= len(toks.words):
        return None
    other = read_numeral(toks, w, n.j + link[0])
    if other is None or other.kind != "cardinal" or other.value is None or not n.value < other.value <= 10:
        return None
    if toks.words[n.j] == "de" and toks.words[n.j + 1] != "cada":
        return None
    if other.j < len(toks.words) and w.after_kind.at(toks.words, other.j):
        return None
    return Numeral(n.i, other.j, round(n.value / other.value, 4), "fraction")
