"""Personnel of a mission: who has how many there, who arrived, left, was promised or authorised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import (
    Country,
    about_mission,
    clause_date,
    countries,
    hosts,
    parties,
)
from veye.extract.claims.strength_clauses import in_the_know, never_reached, of_party, one_of_few, struck
from veye.extract.claims.strength_fates import other_fate
from veye.extract.claims.strength_kinds import KINDS, SUBSET, kind_of
from veye.extract.claims.strength_lists import (
    giver_behind,
    members_of_force,
    of_many_states,
    of_that_country,
    on_top_of,
    people_named,
    roll_call,
    unit_of_country,
)
from veye.extract.claims.strength_others import NAMED_UNIT, counts_things, of_delegation, of_exercise
from veye.extract.claims.strength_owners import gives_of_them, mixed, of_money, points_back
from veye.extract.claims.strength_people import (
    Found,
    apposed_noun,
    counted_noun,
    country_before,
    own_country,
    parts_of_wholes,
    party_of,
)
from veye.extract.claims.strength_plausible import bare_number_stands, plausible
from veye.extract.claims.strength_sums import derived_shares, equal_shares, once
from veye.extract.claims.strength_travel import past_the_clause, share_of_people
from veye.extract.claims.strength_whose import came_home, demonym_before, of_the_host, whose
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Count, Flags, Strength, When
from veye.records.claim import StrengthKind

_OF_STATES = re.compile(rf"\s(?:(?:of|de|d|other|autres|otros|lot)\s)*{any_of('states')}\b")
_VOTED = re.compile(rf"\s(?:\w+\s){{0,3}}?{any_of('voted')}\b")
_LARGEST = 150_000
_FEW = 100
_FROM_TO = re.compile(r"\b(?:rather than|instead of|plutôt que|en lugar de|olye)\W*$", re.IGNORECASE)


def find(analysis: Analysis) -> Iterator[Draft]:
    """The strength claims of a story about an international mission; none elsewhere."""
    if not about_mission(analysis):
        return
    found: list[Found] = []
    for sentence in analysis.body():
        found.extend(_in_sentence(analysis, sentence, found))
    body_first = sorted(found, key=lambda f: f.sentence.zone == "title")
    for item in once(body_first):
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
        yield from derived_shares(analysis, item)


_RECENT_DAYS = 45


def _day(analysis: Analysis, item: Found) -> When | None:
    """When they came, went, or were promised or authorised: the sentence's day, else the last one told just before."""
    if item.kind == "current":
        return None
    when = past_the_clause(analysis, item) or clause_date(analysis, item.sentence, (item.start, item.end))
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
    triggers = [t for t in sentence.tagged(*KINDS) if t.subject == "forces"]
    here: list[Found] = []
    for number in sentence.numbers:
        if number.kind not in ("cardinal", "vague") or not number.count.stated or (number.count.best or 0) > _LARGEST:
            continue
        item = _read(analysis, sentence, number, named, triggers, here, earlier)
        if item is None:
            continue
        here.append(item)
        yield from equal_shares(analysis, item, named)


_AS_SHARE: tuple[StrengthKind, int] = ("current", 5)


def _read(
    analysis: Analysis,
    sentence: Sentence,
    number: NumberMention,
    named: list[Country],
    triggers: list[Term],
    here: list[Found],
    earlier: list[Found],
) -> Found | None:
    if _OF_STATES.match(analysis.folded, number.end) or _VOTED.match(analysis.folded, number.end):
        return None
    if any(d.when and d.start < number.start < d.end for d in sentence.dates):
        return None  # the year of a day
    if (
        of_exercise(analysis, sentence)
        or counts_things(analysis, sentence, number)
        or NAMED_UNIT.match(analysis.text, number.core)
    ):
        return None
    noun = counted_noun(analysis, sentence, number)
    if of_delegation(analysis, sentence, number, noun):
        return None
    noun = noun or party_of(analysis, sentence, number)
    end = noun.end if noun else number.end
    own = own_country(analysis, number, end, named) or (country_before(analysis, number, named) if here else None)
    listed = roll_call(analysis, sentence, number, named, noun=noun is not None) if own is None else None
    own = own or listed or people_named(analysis, number, named) or giver_behind(analysis, sentence, end, named)
    of_unit = unit_of_country(analysis, sentence, number, named) if own is None else None
    own = own or of_unit or share_of_people(analysis, sentence, number, named)
    if (
        struck(analysis, sentence, number, end)
        or never_reached(analysis, sentence, number)
        or one_of_few(analysis, number)
        or in_the_know(analysis, number, end)
        or of_party(analysis, number, end)
    ):
        return None
    if of_money(sentence, number, noun) or points_back(analysis, number, [*earlier, *here]):
        return None
    most = mixed(analysis, sentence, number, end, named)
    if most and (number.count.best or 0) < _FEW and not of_many_states(analysis, end):
        return None  # "20 soldats jamaïcains et béliziens": of no one contributor, and too few for the force
    own = None if most else own
    if own and own.name in hosts(analysis):
        if own.kind == "demonym" and noun is not None:
            return None
        own = None
    if own:
        end = max(end, own.end)
    at = (number.start, end)
    noun = noun or apposed_noun(analysis, sentence, number)
    share = gives_of_them(analysis, sentence, number, named)
    added = on_top_of(analysis, sentence, number, end, here)
    share = share or (here[-1].contingent if added else of_that_country(analysis, end, [*earlier, *here]))
    kind: tuple[StrengthKind, int] | None
    if listed or added:
        kind = added or "pledged", 5
    else:
        of_them = share and not of_that_country(analysis, end, [*earlier, *here])
        kind = ("current", 5) if of_them else kind_of(analysis, sentence, number, at, noun, own, triggers, here)
    if of_unit and kind is None:
        kind = "current", 14
    if kind is None or other_fate(analysis, sentence, at, kind[0], kind[1], noun):
        return None
    if own is None and kind[0] in ("current", "authorised") and of_the_host(analysis, sentence, number, named):
        return None
    bare = noun is None and own is None and share is None and not most
    if bare and not bare_number_stands(analysis, sentence, number, kind, here, triggers):
        return None
    if number.start in parts_of_wholes(sentence) and own is None:
        return None
    if share is None and _part_of_another(analysis, sentence, number, end, own, kind, noun, here):
        return None
    home = came_home(analysis, sentence, own, named, triggers) if kind[0] == "arrived" else None
    if kind[0] == "authorised" and own is None and (people := demonym_before(analysis, sentence, number, named)):
        kind, own = ("pledged", kind[1]), people
    contingent = (
        share
        or home
        or ("total" if most or (own is None and _of_all_of_them(analysis, number, end)) else None)
        or whose(analysis, sentence, number, own, named, kind[0], [*earlier, *here], noun)
    )
    if home:
        kind = "departed", kind[1]
    if contingent is None or contingent in hosts(analysis):
        return None
    sure = most and (number.count.best or 0) >= 100
    if not sure and not plausible(
        analysis, sentence, number, noun, own, kind[0], kind[1], contingent, named, [*earlier, *here]
    ):
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


def _of_all_of_them(analysis: Analysis, number: NumberMention, end: int) -> bool:
    """Whether people are counted as those of many states, or as members of the force."""
    return of_many_states(analysis, end) or members_of_force(analysis, number)


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
    share = SUBSET.search(analysis.text, sentence.start, number.core)
    return bool(share) and own is None and not (kind[0] in ("arrived", "departed") and kind[1] < 45)
