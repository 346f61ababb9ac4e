"""The date tables of a language, compiled, and an expression before it is resolved."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from veye.extract.words.tables import LANGUAGES, table
from veye.extract.words.tokens import Phrases, fold_text


class Expression:
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


class DateWords:
    """The date tables of one language, compiled."""

    def __init__(self, language: str) -> None:
        raw: dict[str, Any] = table(language)["dates"]
        numbers: dict[str, Any] = table(language)["numbers"]
        fold: Callable[[list[str]], frozenset[str]] = lambda words: frozenset(fold_text(w) for w in words)  # noqa: E731
        self.language = language
        self.event_follows = fold(raw["event_follows"])
        self.less_than = Phrases.of(raw.get("less_than", []), True)
        self.months: dict[str, int] = {fold_text(k): v for k, v in raw["months"].items()}
        self.ambiguous = fold(raw["ambiguous_months"])
        self.month_leads = Phrases.of(raw["month_leads"], True)
        self.weekdays: dict[str, int] = {fold_text(k): v for k, v in raw["weekdays"].items()}
        self.weekday_short = fold(raw["weekday_short"])
        self.weekday_not_after = fold(raw.get("weekday_not_after", []))
        self.month_first = bool(raw["month_first"])
        self.the, self.of, self.suffix = fold(raw["the"]), fold(raw["of"]), fold(raw["day_suffix"])
        self.day_words: dict[str, int] = {fold_text(k): v for k, v in raw["day_words"].items()}
        self.to, self.and_ = Phrases.of(raw["to"], True), Phrases.of(raw["and"], True)
        self.between, self.from_ = Phrases.of(raw["between"], True), Phrases.of(raw["from"], True)
        self.night = Phrases.of(raw["night"], True)
        self.night_after, self.night_to = Phrases.of(raw["night_after"], True), Phrases.of(raw["night_to"], True)
        self.back = fold(raw["back"])
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
        self.counted += [(_pattern(p, raw["ago_units"]), "earlier") for p in raw["earlier"]]
        self.counted += [(_pattern(p, raw["ago_units"]), "later") for p in raw["later"]]
        self.day_of_month = Phrases.of(raw["day_of_month"], True)
        self.day_opening = Phrases.of(raw["day_opening"], True)
        self.accented = frozenset(raw["accented_days"])
        self.numerals = fold([*numbers["units"]])
        self.counted += [(_pattern(p, raw["ago_units"]), "first") for p in raw["first_n_months"]]
        self.quarters: Phrases[tuple[int, int]] = Phrases(
            [(k, (3 * v - 2, 3 * v)) for k, v in raw["quarters"].items()]
            + [(k, (6 * v - 5, 6 * v)) for k, v in raw["halves"].items()]
        )
        self.seasons: Phrases[list[int]] = Phrases(raw["seasons"])
        self.first_weekend_of_year = Phrases.of(raw["first_weekend_of_year"], True)
        self.first_weekend = Phrases.of(raw["first_weekend"], True)
        self.future = Phrases.of(raw["future"], True)
        self.future_endings: tuple[str, ...] = tuple(raw["future_endings"])
        self.year_leads = Phrases.of(numbers["year_leads"], True)
        self.morning = fold_text(raw.get("morning", ""))
        self.morning_not_after = Phrases.of(raw.get("morning_not_after", []), True)
        self.year_counted = fold(numbers["counted"])
        tables: tuple[Phrases[Any], ...] = (
            self.parts, self.days, self.anaphoric, self.last, self.next, self.this, self.periods, self.period_phrases,
            self.quarters, self.seasons, self.first_weekend, self.first_weekend_of_year, self.night, self.day_of_month,
            self.day_opening,
        )  # fmt: skip
        plurals = {f"{day}s" for day in self.weekdays}
        self.starters = (
            frozenset().union(*(t.heads for t in tables)) | self.months.keys() | self.weekdays.keys() | plurals
        )
        self.starters |= self.day_words.keys()
        starters = [*raw["ago"], *raw["past_n"], *raw["earlier"], *raw["later"], *raw["first_n_months"]]
        self.counting_cues = fold([w for p in starters for w in p.split() if not w.startswith("{")])


def _pattern(template: str, units: dict[str, str]) -> re.Pattern[str]:
    """A pattern over folded text in which {n} is a number mention written as `\\x00`, {unit} one of the units."""
    unit = "|".join(sorted((re.escape(fold_text(u)) for u in units), key=len, reverse=True))
    body = re.escape(fold_text(template)).replace(r"\{n\}", r"(?P<n>\S+)").replace(r"\{unit\}", f"(?P<unit>{unit})")
    body = body.replace(r"\{year\}", r"(?P<year>(?:19|20)\d\d)").replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\w){body}\b")


@lru_cache(maxsize=8)
def date_words(language: str) -> DateWords:
    return DateWords(language if language in LANGUAGES else "en")
