"""Personnel of a mission: who has how many there, who arrived, left, was promised or authorised."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import (
    FUNCTION_WORDS,
    Country,
    about_mission,
    clause_date,
    cost,
    countries,
    force_mentions,
    hosts,
    locative,
    parties,
    stands_alone,
)
from veye.extract.lexicon import Term
from veye.extract.words.numbers import NumberMention
from veye.records import Count, Flags, Strength, When
from veye.records.claim import StrengthKind

_KINDS: tuple[StrengthKind, ...] = ("arrived", "departed", "pledged", "authorised", "current")
_LIMIT = 120
_LARGEST = 150_000
_LINKS = frozenset(
    [
        "with",
        "avec",
        "con",
        "ak",
        "avek",
        "at",
        "on",
        "its",
        "his",
        "their",
        "ses",
        "sus",
        "leurs",
        "a",
        "now",
        "about",
        "based",
        "lo forman",
        "la forman",
        "atteint",
        "sont",
        "son",
        "are",
    ]
)
_LINK_PRICE = 80
_BREAK = re.compile(r"[,;:().!?\n«»“”]")
_WORD = re.compile(r"\w+")
_SUBSET = re.compile(
    r"(?:\bdont|\bincluding|\bentre ellos|\bentre ellas|\bladan yo|\bsoit|\bamong them|\bes decir|\bnamely"
    r"|\bthat is|\bincluidos|\bincluidas"
    r"|\by compris|\bparmi lesquels|\bof whom)\W*$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\b(?:rather than|instead of|plutôt que|en lugar de|olye)\W*$", re.IGNORECASE)
_OWN = re.compile(r"\b(?:its|their|his|her|ses|sus|su|leurs|our|nos|nuestros|li)\W*$", re.IGNORECASE)
_FROM = re.compile(
    r"^\W*(?:\w+\s+){0,2}?(?:from|of|de|d['’]|du|des|del|soti)\s*(?:the |la |le |l['’]|el )?$", re.IGNORECASE
)


class Found(msgspec.Struct):
    """A number of personnel with what is known of it so far."""

    sentence: Sentence
    start: int
    end: int
    count: Count
    kind: StrengthKind
    contingent: str
    backref: bool = False
    price: int = 0
    noun: bool = True
    own: bool = False
    between: str = ""


def find(analysis: Analysis) -> Iterator[Draft]:
    """The strength claims of a story about an international mission; none elsewhere."""
    if not about_mission(analysis):
        return
    found: list[Found] = []
    for sentence in analysis.body():
        found.extend(_in_sentence(analysis, sentence, found))
    body_first = sorted(found, key=lambda f: f.sentence.zone == "title")
    for item in _once(body_first):
        when = _day(analysis, item)
        yield Draft(
            Strength(item.contingent, item.count, item.kind),
            item.sentence.index,
            item.start,
            item.end,
            f"strength.{item.kind}",
            when=when,
            flags=Flags(backref=item.kind == "arrived" and _long_past(analysis, when)),
            inherit=item.kind in ("arrived", "departed"),
        )
        yield from _derived(analysis, item)


_RECENT_DAYS = 45


def _day(analysis: Analysis, item: Found) -> When | None:
    """When they came, went, or were promised or authorised: the sentence's day, else the last one told just before."""
    if item.kind == "current":
        return None
    when = clause_date(analysis, item.sentence, (item.start, item.end))
    if when is not None or item.sentence.zone == "title":
        return when
    for index in range(item.sentence.index - 1, max(-1, item.sentence.index - 3), -1):
        other = analysis.sentences[index]
        days = [d.when for d in other.dates if d.when and d.kind in ("absolute", "relative") and not d.future]
        if days and analysis.published and (analysis.published - days[-1].latest).days <= _RECENT_DAYS:
            return days[-1]
    return None


def _long_past(analysis: Analysis, when: When | None) -> bool:
    """Whether the day is named to the month and lies so far back that the text only recalls it."""
    if when is None or analysis.published is None or when.days > 31:
        return False
    return (analysis.published - when.latest).days > _RECENT_DAYS


def _in_sentence(analysis: Analysis, sentence: Sentence, earlier: list[Found]) -> Iterator[Found]:
    named = [c for c in countries(analysis, sentence) if (c.start, c.end) not in parties(analysis)]
    triggers = [t for t in sentence.tagged(*_KINDS) if t.subject == "forces"]
    here: list[Found] = []
    for number in sentence.numbers:
        if number.kind not in ("cardinal", "vague") or not number.count.stated or (number.count.best or 0) > _LARGEST:
            continue
        item = _read(analysis, sentence, number, named, triggers, here, earlier)
        if item is None:
            continue
        here.append(item)
        yield from _expand(analysis, item, named)


def _read(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    named: list[Country],
    triggers: list[Term],
    here: list[Found],
    earlier: list[Found],
) -> Found | None:
    noun = _noun(analysis, sentence, number)
    end = noun.end if noun else number.end
    own = _attached(analysis, number, end, named) or (_before(analysis, number, named) if here else None)
    if own:
        end = max(end, own.end)
    at = (number.start, end)
    noun = noun or _apposed(analysis, sentence, number)
    kind = _kind_of(analysis, sentence, number, at, noun, own, triggers, here)
    if kind is None or _other_fate(analysis, sentence, at, kind[0], kind[1], noun):
        return None
    if noun is None and own is None and not _bare_number_stands(analysis, sentence, number, kind, here, triggers):
        return None
    if number.start in _parts(sentence) and own is None:
        return None
    if _part_of_another(analysis, sentence, number, end, own, kind, noun, here):
        return None
    home = _came_home(analysis, sentence, own, named, triggers) if kind[0] == "arrived" else None
    if kind[0] == "authorised" and own is None and (whose := _demonym_before(analysis, sentence, number, named)):
        kind, own = ("pledged", kind[1]), whose
    contingent = home or _contingent(analysis, sentence, number, own, named, kind[0], [*earlier, *here], noun)
    if home:
        kind = "departed", kind[1]
    if contingent is None or contingent in hosts(analysis):
        return None
    if not _plausible(analysis, sentence, number, noun, own, kind[0], contingent, named, [*earlier, *here]):
        return None
    count = Count(number.count.low, number.count.high, number.count.words)
    return Found(
        sentence,
        number.start,
        end,
        count,
        kind[0],
        contingent,
        price=kind[1],
        noun=noun is not None,
        own=own is not None,
        between=analysis.text[here[-1].end : number.start] if here else "",
    )


def _parts(sentence: Sentence) -> set[int]:
    """Where the numbers begin that add up to the one before them: "24 troops, twenty soldiers and four policemen"."""
    numbers = [n for n in sentence.numbers if n.kind in ("cardinal", "article") and n.count.exact]
    found: set[int] = set()
    for index, whole in enumerate(numbers):
        total = 0
        for later in range(index + 1, min(index + 6, len(numbers))):
            total += numbers[later].count.low or 0
            if total == whole.count.low and later > index + 1 and whole.kind == "cardinal":
                found.update(n.start for n in numbers[index + 1 : later + 1])
            if total >= (whole.count.low or 0):
                break
    return found


def _kind_of(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    at: tuple[int, int],
    noun: Term | None,
    own: Country | None,
    triggers: list[Term],
    here: list[Found],
) -> tuple[StrengthKind, int] | None:
    """What became of the people that the number counts, with the cost of the words that say so."""
    if _RAISES.search(analysis.text, max(sentence.start, number.start - 90), number.core):
        return "current", 5
    share = _SUBSET.search(analysis.text, sentence.start, number.core)
    if share and own and here:
        return ("pledged" if here[-1].kind == "authorised" else here[-1].kind), here[-1].price
    whole = _OF_THE.match(analysis.text, at[1])
    if whole:
        triggers = [t for t in triggers if t.end <= number.start or t.tag in ("arrived", "departed")]
    kind = _kind(analysis, sentence, at, triggers)
    if here and own and _listed(analysis, here[-1], number) and (kind is None or kind[1] > 30):
        kind = here[-1].kind, here[-1].price
    if noun is not None and noun.end <= number.start:
        kind = kind if kind and kind[1] < 30 else ("current", 30)
    of_force = _FORCE_OF.search(analysis.text, max(sentence.start, number.start - 50), number.start)
    if of_force and kind and kind[0] != "authorised" and any(t.tag == "authorised" for t in triggers):
        kind = "authorised", kind[1]
    if kind is None and (whole or of_force):
        kind = "current", 20
    if number.count.low is None and noun is not None and (kind is None or kind[0] == "current"):
        kind = "authorised", 20
    return kind


_RAISES = re.compile(
    r"\b(?:brings?|bringing|brought|takes?|taking|took|raises?|raising|raised|lifts?|lifting|porte|portent"
    r"|portant|eleva|elevan|elevando|lleva|llevan"
    r"|llevando|pote|monte)\b(?:\s+[\w'’-]+){1,9}?\s+(?:to|at|à|a)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"\s+(?:of the|out of the|out of|des|sur les|de los|sou)\s+\d", re.IGNORECASE)
_FORCE_OF = re.compile(
    r"\b(?:force|mission|fuerza|misión|misyon|fòs)\b(?:\s+\w+){0,2}?,?\s+(?:of|de|d['’]|fò|ki gen)\s*(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
_WOMEN = re.compile(
    r"\s*(?:of them|of whom|de ellos|de ellas|d['’]entre eux|ladan yo|nan yo|women|femmes?|mujeres|fanm)\b",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r"\b(?:out of|sur)\s+(?:(?:un|une|a|the|les|premier|première|first|group|groupe|total|of|de)\s+)*$", re.IGNORECASE
)


def _part_of_another(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    end: int,
    own: Country | None,
    kind: tuple[StrengthKind, int],
    noun: Term | None,
    here: list[Found],
) -> bool:
    """Whether the number counts some of those another number counts, or a whole that only serves to measure a part."""
    if own is None and (here or noun is None) and _WOMEN.match(analysis.text, number.end):
        return True
    if _OUT_OF.search(analysis.text, sentence.start, number.core) and kind[0] not in ("pledged", "authorised"):
        return True
    if _FROM_TO.search(analysis.text, sentence.start, number.start) and kind[0] != "pledged":
        return True
    share = _SUBSET.search(analysis.text, sentence.start, number.core)
    return bool(share) and own is None and not (kind[0] in ("arrived", "departed") and kind[1] < 45)


def _plausible(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    noun: Term | None,
    own: Country | None,
    kind: StrengthKind,
    contingent: str,
    named: list[Country],
    earlier: list[Found],
) -> bool:
    """Whether such a number of such people may be a contingent or a force."""
    low = number.count.best or 0
    if low < 5 and ((own is None and contingent not in {c.name for c in named}) or contingent in analysis.hosts):
        return False
    if low < 5 and kind == "current" and not any(f.sentence.index >= sentence.index - 1 for f in earlier):
        return False
    if noun is None and own is None and contingent != "total" and low < 20:
        return False
    weak = noun is not None and noun.tag == "noun.weak" and own is None
    if weak and sentence.has("stock", "flow"):
        return False
    if weak and contingent not in {"total", *(c.name for c in named)}:
        return False
    loose = own is None and contingent == "total"
    return not (
        loose
        and (weak or (kind == "authorised" and low < 100))
        and kind != "authorised"
        and not _force_near(analysis, sentence)
    )


def _came_home(
    analysis: Analysis, sentence: Sentence, own: Country | None, named: list[Country], triggers: list[Term]
) -> str | None:
    """The contributor in whose own country those people landed; None where they landed elsewhere."""
    for country in named:
        near = any(0 <= country.start - t.end <= 16 for t in triggers if t.tag == "arrived")
        if (
            near
            and country.kind in ("seat", "country")
            and country.name not in hosts(analysis) | analysis.hosts
            and locative(analysis, country.start)
        ):
            return country.name if own is None or own.name == country.name else None
    return None


def _demonym_before(
    analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country]
) -> Country | None:
    """The people of one country who are to be so many: "Les Salvadoriens seront 78 à terme"."""
    if force_mentions(analysis, sentence):
        return None
    before = [c for c in named if c.end <= number.start and c.kind == "demonym" and c.name not in hosts(analysis)]
    return before[-1] if before else None


def _force_near(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether the sentence speaks of the force, or the one before it does and nobody is displaced."""
    if sentence.has("force", "mission:"):
        return True
    before = analysis.sentences[sentence.index - 1] if sentence.index else None
    return before is not None and before.has("force", "mission:") and not sentence.has("stock", "flow")


def _noun(analysis: Analysis, sentence: Sentence, number: NumberMention) -> Term | None:
    """The noun that the number counts: people in uniform, or people; None where it counts something else."""
    for term in sentence.tagged("noun.strong", "noun.weak"):
        if term.start < number.end or term.subject != "forces":
            continue
        gap = analysis.text[number.end : term.start]
        if len(gap) > 48 or _BREAK.search(gap) or len(_WORD.findall(gap)) > 4:
            return None
        if any(
            t.subject == "people" and t.start >= number.end and t.end <= term.start
            for t in sentence.terms
            if t.tag.startswith(("person.civilian", "person.gang"))
        ):
            return None
        return term
    return None


def _attached(analysis: Analysis, number: NumberMention, end: int, named: list[Country]) -> Country | None:
    """The country that the noun phrase itself gives: "75 Guatemalans", "150 from Guatemala"."""
    for country in named:
        if country.start < number.end:
            continue
        if country.kind == "demonym" and country.start >= number.end:
            gap = analysis.text[number.end : country.start]
            if not _BREAK.search(gap) and len(_WORD.findall(gap)) <= 2 and country.start <= end + 14:
                return country if _of_people(analysis, country, end) else None
            tail = analysis.text[end : country.start]
            if (
                country.start >= end
                and not _BREAK.search(tail)
                and len(_WORD.findall(tail)) <= 3
                and len(tail) < 24
                and _share_link(tail)
            ):
                return country
        gap = analysis.text[end : country.start] if country.start >= end else ""
        if country.start >= end and _FROM.match(gap):
            return country
        if country.kind == "country" and country.start == end + 1 and analysis.language == "ht":
            return country
        break
    return None


def _before(analysis: Analysis, number: NumberMention, named: list[Country]) -> Country | None:
    """The country that stands right before the number, as in a list: "Ethiopia 2,500, Djibouti 1,520"."""
    return next(
        (c for c in named if c.end <= number.start and not analysis.text[c.end : number.start].strip(" :–-")), None
    )


_APPOSED = re.compile(r"\s*[,(]\s*(?:soit\s+|some\s+)?$")


def _apposed(analysis: Analysis, sentence: Sentence, number: NumberMention) -> Term | None:
    """The noun in uniform that the number explains: "its soldiers, more than 700"."""
    for term in sentence.tagged("noun.strong"):
        if term.end <= number.start and _APPOSED.fullmatch(analysis.text, term.end, number.start):
            return term
    return None


_SHARE_LINK = re.compile(
    r"^\s*(?:of them|of it|of whom|of which|are|is|were|sont|d'entre eux sont|son|de ellos|se|yo se|ladan yo se"
    r"|ki soti)?(?:\s+(?:are|from|sont|son|se))?\s*$",
    re.IGNORECASE,
)


_NEXT = re.compile(r"[ \u00a0-]([^\W\d_]+)")


def _of_people(analysis: Analysis, country: Country, end: int) -> bool:
    """Whether a nationality stands for people: "three Salvadorans", not "three Salvadoran helicopters"."""
    if country.end <= end:
        return True
    found = _NEXT.match(analysis.text, country.end)
    word = analysis.folded[found.start(1) : found.end(1)] if found else ""
    return not found or word in FUNCTION_WORDS or analysis.language != "en" or analysis.text[country.end - 1] in "sS"


def _share_link(tail: str) -> bool:
    return bool(_SHARE_LINK.match(tail))


def _kind(
    analysis: Analysis, sentence: Sentence, at: tuple[int, int], triggers: list[Term]
) -> tuple[StrengthKind, int] | None:
    """The kind that the nearest trigger gives, with its cost."""
    best: tuple[int, StrengthKind] | None = None
    for term in triggers:
        if analysis.text[term.start : term.end] == "à":
            continue
        price = cost(analysis, sentence, at, (term.start, term.end))
        if term.tag == "current":
            price += 12 + (_LINK_PRICE if analysis.folded[term.start : term.end] in _LINKS else 0)
        if term.start > at[1]:
            price += 10
        if price <= _LIMIT and (best is None or price < best[0]):
            best = price, term.tag  # type: ignore[assignment]
    return (best[1], best[0]) if best else None


_FATES = ("killed.", "wounded.", "missing.", "abducted.", "not")


def _other_fate(
    analysis: Analysis, sentence: Sentence, at: tuple[int, int], kind: StrengthKind, price: int, noun: Term | None
) -> bool:
    """Whether the people were rather killed, hurt, missing, trained or carried off than present, sent or promised."""
    for term in sentence.tagged(*_FATES):
        if term.subject not in ("outcomes", "forces"):
            continue
        fate = cost(analysis, sentence, at, (term.start, term.end))
        if fate <= 14 or fate < price + (40 if kind == "current" and (noun is None or price > 20) else 0):
            return True
    return False


def _listed(analysis: Analysis, before: Found, number: NumberMention) -> bool:
    """Whether the number stands in a list that `before` opens."""
    gap = analysis.text[before.end : number.start]
    return len(gap) <= 60 and not re.search(r"[;.!?]", gap)


def _bare_number_stands(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    kind: tuple[StrengthKind, int],
    here: list[Found],
    triggers: list[Term],
) -> bool:
    """Whether a number without a noun may count personnel: "the force stands at 980", "the 1,000 it promised"."""
    best = number.count.best or 0
    alone = stands_alone(analysis, number, triggers)
    if number.kind == "vague" or best < 20:
        return bool(here) and kind[0] != "current" and best >= 2 and alone
    if not alone or _counts_another_noun(sentence, number):
        return False
    if kind[0] == "authorised":
        return True
    if kind[0] == "current":
        return kind[1] <= 16 or (kind[1] <= 25 and not _verb_before(analysis, sentence, number))
    return kind[1] <= (45 if force_mentions(analysis, sentence) or here else 18)


_VERB = re.compile(r"\b(?:had|has|have|a|ont|ha|han|te)\s+\w+\s*$", re.IGNORECASE)


def _verb_before(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a finished verb stands between the auxiliary and the number: "he had said 52"."""
    return bool(_VERB.search(analysis.text, max(sentence.start, number.start - 24), number.start))


def _counts_another_noun(sentence: Sentence, number: NumberMention) -> bool:
    return any(
        t.start - number.end in (1, 2) and t.subject in ("people", "gear", "equipment", "displacement")
        for t in sentence.terms
    )


def _contingent(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    own: Country | None,
    named: list[Country],
    kind: StrengthKind,
    earlier: list[Found],
    noun: Term | None,
) -> str | None:
    """Whose personnel: what the noun phrase says, else the subject that lies nearest, else the last one spoken of."""
    if own is not None:
        return own.name
    if kind == "authorised":
        return "total"
    possessed = noun.start if noun and noun.start < number.start else number.core
    if _OWN.search(analysis.text, sentence.start, possessed):
        return _owner(analysis, sentence, number)
    raised = _RAISES.search(analysis.text, max(sentence.start, number.start - 90), number.core)
    if raised:
        inside = [c for c in named if raised.start() <= c.start < raised.end()]
        if inside:
            return inside[0].name
        if not any(
            raised.start() <= t.start < raised.end() for t in force_mentions(analysis, sentence)
        ) or _SHARE_WORD.search(raised.group()):
            previous = [f for f in earlier if f.contingent != "total" and f.sentence.index >= sentence.index - 1]
            if previous:
                return previous[-1].contingent
    best = _subject(analysis, sentence, number, named, kind)
    if best is not None:
        return best
    previous = [f for f in earlier if sentence.index - 2 <= f.sentence.index]
    if previous and (
        kind != "current" or previous[-1].sentence.index >= sentence.index - 1 or _of_unit(analysis, sentence, number)
    ):
        return previous[-1].contingent
    return _spoken_of(analysis, sentence, number, countries_only=kind in ("arrived", "departed", "pledged"))


_SHARE_WORD = re.compile(
    r"\b(?:share|presence|contingent|part|présence|contribution|presencia|contingente)\b", re.IGNORECASE
)


def _subject(
    analysis: Analysis, sentence: Sentence, number: NumberMention, named: list[Country], kind: StrengthKind
) -> str | None:
    """The contributor, or the force ("total"), that lies nearest to the number in its sentence."""
    host = hosts(analysis)
    best: tuple[int, str] | None = None
    for country in named:
        owner = analysis.text[country.end : country.end + 2] in ("'s", "’s")
        if country.name in host or (country.kind != "demonym" and not owner and locative(analysis, country.start)):
            continue
        after = country.start >= number.start
        price = cost(analysis, sentence, (country.start, country.end), (number.start, number.end)) + (
            25 if after else 0
        )
        gap = analysis.text[number.end : country.start] if after else ""
        if after and (
            kind != "pledged"
            or price > 85
            or "," in gap
            or any(n.start > number.end and n.end <= country.start and n.kind != "article" for n in sentence.numbers)
        ):
            continue
        if best is None or price < best[0]:
            best = price, country.name
    bodies = force_mentions(analysis, sentence)
    bodies += sentence.tagged("many:") if kind == "pledged" else []
    for term in bodies:
        after = term.start >= number.end
        if after and not _OF_FORCE.search(analysis.text, number.end, term.start):
            continue
        price = cost(analysis, sentence, (term.start, term.end), (number.start, number.end))
        if best is None or price < best[0]:
            best = price, "total"
    return best[1] if best else None


_OF_FORCE = re.compile(r"\b(?:of|in|with|de|du|dans|en|nan|del)\s+(?:the\s+|la\s+|l['’]|el\s+)?$", re.IGNORECASE)


def _owner(analysis: Analysis, sentence: Sentence, number: NumberMention) -> str | None:
    """Whom "its" means: the country that opens the sentence, else what was spoken of last."""
    host = hosts(analysis)
    for country in countries(analysis, sentence):
        if country.name not in host and country.start - sentence.start < 40 and country.end < number.start:
            return country.name
    return _spoken_of(analysis, sentence, number, first=True)


def _spoken_of(
    analysis: Analysis, sentence: Sentence, number: NumberMention, *, first: bool = False, countries_only: bool = False
) -> str | None:
    """The contributor or the force ("total") named last before the number, at most three sentences back.

    With `first`, the one that its sentence names first: its subject.
    """
    host = hosts(analysis)
    for index in range(sentence.index, max(-1, sentence.index - 4), -1):
        other = analysis.sentences[index]
        mentions = [
            (c.start, c.name)
            for c in countries(analysis, other)
            if c.name not in host and not locative(analysis, c.start)
        ]
        if not countries_only:
            mentions += [(t.start, "total") for t in force_mentions(analysis, other)]
        before = [m for m in mentions if m[0] < number.start]
        if before:
            return (min if first else max)(before)[1]
    if countries_only:
        for other in analysis.sentences[sentence.index + 1 : sentence.index + 3]:
            for country in countries(analysis, other):
                if country.name not in host and country.start > number.end and not locative(analysis, country.start):
                    return country.name
    return "total" if countries_only and _force_near(analysis, sentence) else None


_UNIT = re.compile(
    r"\b(?:deployment|contingent|battalion|unit|déploiement|bataillon|despliegue|contingente|batallón|kontenjan"
    r"|deplwaman)\b",
    re.IGNORECASE,
)


def _of_unit(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the number is the size of a contingent spoken of just before, not of the force."""
    return bool(_UNIT.search(analysis.text, max(sentence.start, number.start - 40), number.start))


def _expand(analysis: Analysis, item: Found, named: list[Country]) -> Iterator[Found]:
    """The item; once for each of two countries where each gives as many."""
    yield item
    for name in _as_many(analysis, item, named):
        yield msgspec.structs.replace(item, contingent=name)
    each = _EACH.match(analysis.text, item.end) or _EACH_BEFORE.search(
        analysis.text, max(0, item.start - 24), item.start
    )
    if not each:
        return
    before = [c for c in named if c.end <= item.start]
    for country in before:
        if country.name != item.contingent and country.name not in hosts(analysis):
            yield msgspec.structs.replace(item, contingent=country.name)


_EACH = re.compile(r"\s*(?:\w+\s+){0,2}?(?:each|apiece|chacun|chacune|cada un[oa]|chak)\b", re.IGNORECASE)
_EACH_BEFORE = re.compile(r"\b(?:each|both|chacun|cada un[oa]|ambos|chak)\b[\w\s]*$", re.IGNORECASE)
_AS_MANY = re.compile(
    r"\s*(?:\w+\s+){0,2}?(?:autant|as many|the same number|the same|otros tantos|menm kantite)\b", re.IGNORECASE
)


def _as_many(analysis: Analysis, item: Found, named: list[Country]) -> list[str]:
    """Countries that do as much: "Chad offers 1,500, Bangladesh as many"."""
    return [c.name for c in named if c.start > item.end and _AS_MANY.match(analysis.text, c.end)]


def _once(found: list[Found]) -> list[Found]:
    """Each number once: soldiers and police of one contingent summed, parts of a total and repetitions dropped."""
    out: list[Found] = []
    for item in _without_parts(found):
        last = out[-1] if out else None
        if (
            last
            and last.sentence is item.sentence
            and (last.contingent, last.kind) == (item.contingent, item.kind)
            and _coordinated(last, item)
        ):
            out[-1] = msgspec.structs.replace(last, count=last.count + item.count, end=item.end)
            continue
        if any(
            (o.contingent, o.kind) == (item.contingent, item.kind)
            and (o.count.low, o.count.high) == (item.count.low, item.count.high)
            for o in out
        ):
            continue
        out.append(item)
    return out


def _without_parts(found: list[Found]) -> list[Found]:
    """The items without runs that add up to the number before them: "5,550: 5,500 in uniform and 50 civilians"."""
    dropped: set[int] = set()
    for index, whole in enumerate(found):
        total, parts = 0, []
        for later in range(index + 1, len(found)):
            part = found[later]
            if part.sentence is not whole.sentence or (part.own and part.contingent != whole.contingent):
                break
            total += part.count.best or 0
            parts.append(later)
            if total == whole.count.best and len(parts) > 1:
                dropped.update(parts)
                break
    return [item for index, item in enumerate(found) if index not in dropped]


_AND = re.compile(r"\s*(?:and|et|y|e|ak|plus|&)\s*", re.IGNORECASE)


def _coordinated(first: Found, second: Found) -> bool:
    gap = second.start - first.end
    return 0 < gap <= 6 and first.noun and second.noun and bool(_AND.fullmatch(second.between))


def _derived(analysis: Analysis, item: Found) -> Iterator[Draft]:
    """The contingent that a stated share of the total gives: "about 1,000, three quarters of them Kenyan"."""
    if item.contingent != "total" or item.kind != "current" or item.count.low is None:
        return
    host = hosts(analysis)
    for number in item.sentence.numbers:
        if number.kind not in ("fraction", "percent") or number.value is None:
            continue
        share = number.value if number.kind == "fraction" else number.value / 100
        if not 0 < share < 1 or not -80 < number.start - item.end < 90:
            continue
        named = [
            c for c in countries(analysis, item.sentence) if c.name not in host and abs(c.start - number.start) < 70
        ]
        if not named:
            continue
        country = min(named, key=lambda c: abs(c.start - number.start))
        best = round(item.count.low * share)
        words = analysis.words(min(item.start, number.start), max(item.end, number.end))
        start, end = min(item.start, number.start, country.start), max(item.end, number.end, country.end)
        yield Draft(
            Strength(
                country.name,
                Count(best, best, words),
                "current",
                derived_from=f"{analysis.words(number.start, number.end)} of {item.count.low}",
            ),
            item.sentence.index,
            start,
            end,
            "strength.share",
            inherit=False,
        )
