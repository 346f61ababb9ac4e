"""What the finders of quantities share: how far two stretches of a sentence lie apart, countries, missions, places."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeVar, cast

import msgspec

from veye.extract.analysis import Analysis, Sentence
from veye.extract.lexicon import Term
from veye.extract.wordlists import word_set
from veye.extract.words.dates import DateMention
from veye.extract.words.numbers import NumberMention
from veye.records import Gazetteer, When

_STRONG = re.compile(r"[;()\[\]«»“”\"]|\s[–—-]\s")
FAR = 10_000


class _Memo(threading.local):
    """What was found out about the text at hand: finders ask the same of it for every number."""

    analysis: Analysis | None = None
    values: dict[object, object]


_MEMO = _Memo()
R = TypeVar("R")


def _once(analysis: Analysis, key: object, work: Callable[[], R]) -> R:
    """`work()`, done once for each text and key."""
    if _MEMO.analysis is not analysis:
        _MEMO.analysis, _MEMO.values = analysis, {}
    if key not in _MEMO.values:
        _MEMO.values[key] = work()
    return cast(R, _MEMO.values[key])


def cost(analysis: Analysis, sentence: Sentence, left: tuple[int, int], right: tuple[int, int]) -> int:
    """How far apart two stretches of one sentence are: characters between them, more for commas, stops and numbers."""
    if left[0] > right[0]:
        left, right = right, left
    start, end = left[1], right[0]
    if end <= start:
        return 0
    gap = analysis.text[start:end]
    numbers = sum(1 for n in sentence.numbers if n.start >= start and n.end <= end and n.kind == "cardinal")
    return len(gap) + 15 * gap.count(",") + 20 * gap.count(":") + 60 * len(_STRONG.findall(gap)) + 20 * numbers


def nearest(
    analysis: Analysis, sentence: Sentence, at: tuple[int, int], terms: Iterable[Term], *, limit: int = FAR
) -> tuple[int, Term] | None:
    """The term that costs least to reach from `at` (nothing where they overlap); None where all lie beyond `limit`."""
    best: tuple[int, Term] | None = None
    for term in terms:
        price = cost(analysis, sentence, at, (term.start, term.end))
        if price <= limit and (best is None or price < best[0]):
            best = price, term
    return best


class Country(msgspec.Struct, frozen=True):
    """A country as named in a sentence, by its English name. `kind` is country, demonym or seat (of its government)."""

    start: int
    end: int
    name: str
    kind: str


_LED = re.compile(r"[\s-]*(?:led|dirig|men[ée]|liderad|backed)", re.IGNORECASE)
_LED_BY = re.compile(
    r"\b(?:led by|headed by|under the lead of|dirigée? par|menée? par|conduite? par|emmenée? par"
    r"|liderad[ao] por|encabezad[ao] por|dirigid[ao] por"
    r"|que (?:lidera|lideraba|encabeza|encabezaba|dirige|dirigía|conduce|mène|menait|dirigeait|conduit|commande|pilote)"
    r"|alatèt|dirije pa|k ap dirije|mennen pa)\s+(?:the\s+|le\s+|la\s+|les\s+|l['’])?$",
    re.IGNORECASE,
)
_KINDS = ("country:", "demonym:", "seat:")


def countries(analysis: Analysis, sentence: Sentence) -> list[Country]:
    """Every country named in the sentence, one per stretch; "Kenya-led" names none."""
    return _once(analysis, ("countries", sentence.index), lambda: _countries(analysis, sentence))


def _countries(analysis: Analysis, sentence: Sentence) -> list[Country]:
    found: dict[tuple[int, int], Country] = {}
    for term in sentence.tagged(*_KINDS):
        kind, _, name = term.tag.partition(":")
        if "led" in analysis.folded[term.start : term.end].split() or _LED.match(analysis.text, term.end):
            continue
        if _LED_BY.search(analysis.text, max(0, term.start - 30), term.start):
            continue
        if not analysis.text[term.start].isupper() and kind != "demonym":
            continue
        found.setdefault((term.start, term.end), Country(term.start, term.end, name, kind))
        if kind == "seat":
            found[term.start, term.end] = Country(term.start, term.end, name, kind)
    return sorted(found.values(), key=lambda c: c.start)


_LOCATIVE = re.compile(
    r"(?:^|[\s'’(])(?:to|in|into|for|from|across|inside|en|au|aux|à|dans|pour|vers|a|hacia|para|nan|an|pou|de"
    r"|of|d|reach|reached|leave|left"
    r"|quitté|quitter|abandonar|kite|rive)\s+(?:the\s+|la\s+|l['’]|el\s+|eastern\s+|south\s+|l\s+)?$",
    re.IGNORECASE,
)


def locative(analysis: Analysis, start: int) -> bool:
    """Whether a word that makes a name a place ("in", "vers", "nan") stands before `start`."""
    return bool(_LOCATIVE.search(analysis.text, max(0, start - 24), start))


def hosts(analysis: Analysis) -> frozenset[str]:
    """Countries in which the story's mission serves, by English name."""
    return _once(analysis, "hosts", lambda: _hosts(analysis))


def _hosts(analysis: Analysis) -> frozenset[str]:
    found = {t.tag.partition(":")[2] for s in analysis.sentences for t in s.tagged("mission:") if t.tag != "mission:"}
    if found:
        return frozenset(found)
    at_home = _at_home(analysis.gazetteer, analysis.mission.area) if analysis.mission else frozenset()
    named = {t.tag.partition(":")[2] for s in analysis.sentences for t in s.tagged("country:", "demonym:", "hub:")}
    return at_home & named or _told_of(analysis)


@lru_cache(maxsize=8)
def _at_home(gazetteer: Gazetteer | None, area: tuple[str, ...]) -> frozenset[str]:
    """The English names of the countries of a mission's area."""
    return frozenset(p.name for p in gazetteer or () if p.kind == "country" and p.country in area)


_FORCE_AFTER = re.compile(r"\s+(?:force|mission|operation)\b", re.IGNORECASE)
_INSIDE = re.compile(r"(?:^|[\s(])(?:in|into|to|en|au|aux|à|a|nan|an|hacia)\s+(?:the\s+|la\s+|l['’])?$", re.IGNORECASE)


def _told_of(analysis: Analysis) -> frozenset[str]:
    """The country that the text most often names as the place of the force."""
    weight: dict[str, int] = {}
    for sentence in analysis.sentences:
        for country in countries(analysis, sentence):
            if country.kind != "country":
                continue
            if _FORCE_AFTER.match(analysis.text, country.end):
                weight[country.name] = weight.get(country.name, 0) + 3
            elif _INSIDE.search(analysis.text, max(0, country.start - 12), country.start):
                weight[country.name] = weight.get(country.name, 0) + 2
    best = max(weight, key=lambda name: weight[name], default=None)
    return frozenset({best}) if best else frozenset()


def about_mission(analysis: Analysis) -> bool:
    """Whether the story speaks of an international mission: by name, by its people, or as a force of some country."""
    return _once(analysis, "about_mission", lambda: _about_mission(analysis))


def _about_mission(analysis: Analysis) -> bool:
    force = country = False
    for sentence in analysis.sentences:
        if sentence.has(
            "mission:", "person.mission", "person.mission.one", "person.mission.many", "body.mission", "transition.into"
        ):
            return True
        if any(g.who == "mission" for g in sentence.groups):
            return True
        force = force or sentence.has("force")
        country = country or sentence.has("country:", "demonym:", "council")
    if force and country:
        return True
    where = _told_of(analysis)
    if where and any(
        s.has("noun.strong") and any(c.name not in where for c in countries(analysis, s)) for s in analysis.sentences
    ):
        return True
    return any(_come_or_go(analysis, s) for s in analysis.sentences)


_MOVED = ("arrived", "departed", "pledged")
_MANY = 20  # so many at once are a contingent's


def _come_or_go(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether a number of another country's people in uniform come to the host, leave it or are promised to it."""
    home = hosts(analysis) | analysis.hosts
    return (
        bool(hosts(analysis))
        and any(t.subject == "forces" for t in sentence.tagged(*_MOVED))
        and any(t.subject == "forces" for t in sentence.tagged("noun.strong"))
        and any(n.kind == "cardinal" and (n.count.best or 0) >= _MANY for n in sentence.numbers)
        and any(c.name not in home for c in countries(analysis, sentence))
    )


_FORCE_WORDS = ("force", "mission", "fuerza", "mision", "misyon", "fos", "operation")


def force_mentions(analysis: Analysis, sentence: Sentence) -> list[Term]:
    """The terms of the sentence that name an international force: by name, as "the force", or inside a longer entry."""
    return [
        t
        for t in sentence.terms
        if t.tag == "force"
        or t.subject == "missions"
        or (t.subject == "forces" and any(w in _FORCE_WORDS for w in analysis.folded[t.start : t.end].split()))
    ]


FUNCTION_WORDS = word_set("function words")


def stands_alone(analysis: Analysis, number: NumberMention, verbs: Sequence[Term] = ()) -> bool:
    """Whether no word that the number may count stands right behind it; one of `verbs` counts as no such word."""
    if any(0 <= t.start - number.end <= 2 for t in verbs):
        return True
    more = _MORE.match(analysis.text, number.end)
    end = more.end() if more else number.end
    if more:
        return any(0 <= t.start - end <= 2 for t in verbs)
    found = _NEXT_WORD.match(analysis.text, end)
    return not found or analysis.folded[found.start(1) : found.end(1)] in FUNCTION_WORDS


_NEXT_WORD = re.compile(r"[ \u00a0]+([^\W\d_]+)")
_MORE = re.compile(
    r"\s(?:more|others?|further|extra|de plus|autres|supplémentaires|más|de más|adicionales|anplis|lòt)\b",
    re.IGNORECASE,
)


def parties(analysis: Analysis) -> frozenset[tuple[int, int]]:
    """Stretches that name a state which is party to the conflict, not a contributor."""
    return _once(analysis, "parties", lambda: _parties(analysis))


def _parties(analysis: Analysis) -> frozenset[tuple[int, int]]:
    where = hosts(analysis)
    return frozenset(
        (t.start, t.end) for s in analysis.sentences for t in s.tagged("side:") if t.tag.partition(":")[2] in where
    )


def clause_date(
    analysis: Analysis, sentence: Sentence, at: tuple[int, int], kinds: Sequence[str] = ("absolute", "relative")
) -> When | None:
    """The resolved date of the sentence that lies nearest to `at`; None where it has none."""
    best: tuple[int, When] | None = None
    for mention in sentence.dates:
        if mention.when is None or mention.kind not in kinds:
            continue
        price = cost(analysis, sentence, at, (mention.start, mention.end))
        if best is None or price < best[0]:
            best = price, mention.when
    return best[1] if best else None


def dates_of(sentence: Sentence, kinds: Sequence[str]) -> list[DateMention]:
    """The dates of the sentence of some kinds, resolved or not."""
    return [d for d in sentence.dates if d.kind in kinds]


def counting(sentence: Sentence, kinds: Sequence[str] = ("cardinal", "vague")) -> list[NumberMention]:
    """The numbers of the sentence that may count people."""
    return [n for n in sentence.numbers if n.kind in kinds]


_TOWARDS = re.compile(
    r"(?:^|[\s(])(?:to|towards?|for|into|reach(?:ed|ing)?|in neighbou?ring|vers|jusqu'à|pour|hacia|hasta|al|jis"
    r"|jiska|rive|pou)\s+(?:the\s+|la\s+|le\s+|l['’]|el\s+)?$",
    re.IGNORECASE,
)
_NOT_PLACES = ("armed:", "body.", "person.", "mission:", "donor:", "council")
_STATE_WORDS = frozenset(["etat", "estado", "state", "leta", "nasyonzini", "loni", "onu", "un", "oim", "iom"])


def _stands_as_place(analysis: Analysis, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a place name is not really that of a group, a body or the state."""
    if analysis.folded[start:end].strip() in _STATE_WORDS:
        return False
    return not any(t.start < end and start < t.end for t in sentence.tagged(*_NOT_PLACES))


def place_near(analysis: Analysis, sentence: Sentence, at: tuple[int, int], *, leaving: bool = False) -> str | None:
    """The place below a country that the sentence gives nearest to `at`, in its words; None where it gives none.

    With `leaving`, places that people go to do not count.
    """
    best: tuple[int, str] | None = None
    for place in sentence.places:
        if place.kind == "country" or not _stands_as_place(analysis, sentence, place.start, place.end):
            continue
        if leaving and _TOWARDS.search(analysis.text, max(0, place.start - 20), place.start):
            continue
        price = cost(analysis, sentence, at, (place.start, place.end)) - (40 if place.introduced else 0)
        if best is None or price < best[0]:
            best = price, place.words
    return best[1] if best else None


def place_before(analysis: Analysis, sentence: Sentence) -> str | None:
    """The place below a country that the text named last before the sentence, else first after it, else None."""
    order = [*range(sentence.index - 1, -1, -1), *range(sentence.index + 1, len(analysis.sentences))]
    for index in order:
        other = analysis.sentences[index]
        if other.zone == "aside":
            continue
        found = [p for p in other.places if p.kind != "country" and _stands_as_place(analysis, other, p.start, p.end)]
        introduced = [p for p in found if p.introduced] or found
        if introduced:
            words: str = introduced[0].words
            return words
    return None


def story_place(analysis: Analysis, sentence: Sentence) -> str | None:
    """The place below a country that the title names, else the one named most often, else the last one named."""
    weight: dict[str, int] = {}
    for other in analysis.body():
        found = [p for p in other.places if p.kind != "country" and _stands_as_place(analysis, other, p.start, p.end)]
        if found and (other.zone == "title" or other.index == 0):
            return str(found[0].words)
        for place in found:
            weight[place.words] = weight.get(place.words, 0) + 1
    best = max(weight, key=lambda words: weight[words], default=None)
    return best if best and weight[best] > 1 else place_before(analysis, sentence)


def hub(analysis: Analysis) -> str | None:
    """What "the capital" means here: its name as the text has it, else the mission's capital, else None."""
    return _once(analysis, "hub", lambda: _hub(analysis))


def _hub(analysis: Analysis) -> str | None:
    where = hosts(analysis) or analysis.hosts
    for sentence in analysis.sentences:
        for term in sentence.tagged("hub:"):
            if term.tag.partition(":")[2] in where:
                return analysis.words(term.start, term.end)
    if analysis.mission is not None:
        return str(analysis.mission.capital)
    return _capitals().get(next(iter(where))) if len(where) == 1 else None


@cache
def _capitals() -> dict[str, str]:
    """The capital of each host country, as the lexicon spells it first."""
    import yaml

    text = files("veye.extract.lexicon").joinpath("all", "hubs.yaml").read_text(encoding="utf-8")
    return {tag.partition(":")[2]: str(names).split(",")[0] for tag, names in yaml.safe_load(text).items()}


def host_place(analysis: Analysis) -> str | None:
    """The country that the story is about, in the words of the text where it stands there; None where it names none."""
    return _once(analysis, "host_place", lambda: _host_place(analysis))


def _host_place(analysis: Analysis) -> str | None:
    where = hosts(analysis) or analysis.hosts
    for sentence in analysis.sentences:
        for country in countries(analysis, sentence):
            if country.name in where and country.kind == "country":
                return analysis.words(country.start, country.end)
    return next(iter(sorted(where)), None)
