"""Numbers that count casualties by themselves: before a noun of harm, in a toll, after a verb of summing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

import msgspec

from veye.extract.analysis import Group
from veye.extract.claims.casualty_words import Victims, elliptic, of_group
from veye.extract.lexicon import Term
from veye.extract.owned import FORCES, side_of
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention


def added_up(window: Window, victim: Victims) -> Victims:
    """People without a number with the one that their verb gives: "the injured soldiers number 41", "put at four"."""
    if (victim.count.low, victim.count.high) != (2, None) or victim.start > window.start:
        return victim
    put = any(t.tag == "say" and t.end <= victim.start for t in window.sentence.terms)
    for number in window.sentence.numbers:
        between = window.text(window.end, number.start) if number.start >= window.end else "?"
        sums = _SUMS_TO.fullmatch(between) or (put and len(between) <= 60 and _PUT_AT.search(between))
        if sums and number.counts and number.kind != "article" and not window.counts_things(number):
            return msgspec.structs.replace(victim, count=number.count)
    return victim


_SUMS_TO = re.compile(rf"\s{any_of('adds up to')}\s*")
_PUT_AT = re.compile(r"\s(?:at|a|en|nan)\s$")


def toll(window: Window) -> Victims | None:
    """ "The death toll has risen to 54", "porté à 115 le nombre de morts"."""
    near = [n for n in window.sentence.numbers if n.counts and n.kind != "article"]
    after = [n for n in near if window.end <= n.start < min(window.end + 60, window.ceiling)]
    if not after:  # "the toll of the attack on … has risen to 115"
        far = [n for n in near if window.end <= n.start < min(window.end + 130, window.ceiling)]
        after = [n for n in far if _UP_TO.search(window.text(n.start - 8, n.start))][:1]
    before = [n for n in near if window.start - 24 <= n.end <= window.start]
    own = [t for t in window.sentence.terms if t.subject == "outcomes" and after and t.start >= after[-1].end]
    some = after and own and window.linked_by_of(after[-1].end, own[0].start)  # "ten of the wounded are critical"
    if after and own and (some or own[0].start - after[-1].end <= 2 or _told_of(window, after[-1], own[0])):
        return None
    rises = len(after) > 1 and bool(_UP_TO.fullmatch(window.text(after[0].end, after[1].start)))
    if before and any(0 <= t.start - before[-1].end <= 2 and t.subject == "outcomes" for t in window.sentence.terms):
        before = []  # "12 dead, 40 wounded: the toll"
    told = [t for t in window.sentence.terms if t.subject == "outcomes" and t.start < window.start]
    harm = [t for t in told if before and before[-1].end <= t.start]
    if harm and _told_of(window, before[-1], harm[0]):
        before = []  # "one dead, two officers wounded: such is the toll"
    told_by = bool(_TOLD_BY.search(window.text(max(window.sentence.start, window.start - 24), window.start)))
    number = after[rises] if after else (before[-1] if before and not told_by else None)
    if number is not None and number in after and not _ends_or_counts(window, number):
        return None
    if number is None or any(d.start <= number.start < d.end for d in window.sentence.dates):
        return None
    holder = next((g for g in window.sentence.groups if g.number and g.number.start == number.start), None)
    if holder is not None:
        return of_group(holder, window.analysis.language)
    return Victims(number.start, number.end, number.count, "same", window.analysis.words(number.start, number.end))


def _told_of(window: Window, number: NumberMention, harm: Term) -> bool:
    """Whether a word of harm tells of the people that a number counts: "the toll is 41 NATO soldiers wounded"."""
    held = next((g for g in window.sentence.groups if g.number and g.number.start == number.start), None)
    if held is None or not harm.tag.startswith(("wounded.", "missing.", "abducted.")):
        return False
    gap = window.text_with_commas(held.end, harm.start)
    joins = ("and", "relative", "be", "subset")
    joined = any(t.tag in joins and held.end <= t.start < harm.start for t in window.small)
    return not joined and "," not in gap and len(gap.split()) <= _OF_A_FORCE


_OF_A_FORCE = 4  # words between people and what befell them, such as "of NATO"


_TOLD_BY = re.compile(rf"{any_of('according to')}\s(?:\w+\s)?$")  # "20 wounded, by a count of the town hall"


def _ends_or_counts(window: Window, number: NumberMention) -> bool:
    """Whether people, a word of harm or the end of a phrase follow a number: not "a toll, and ten houses"."""
    held = any(g.number and g.number.start == number.start for g in window.sentence.groups)
    return held or window.counts_people(number)


_UP_TO = re.compile(rf"(?:^|\s){any_of('up to')}\s*$")


def counted(window: Window, spoken: Sequence[Victims]) -> list[Victims]:
    """ "16 wounded", "109 morts": a number right before the noun, and whom it counts."""
    number = window.number_before(window.start, reach=26) or _before_article(window) or _after_copula(window)
    if number is None:
        return []
    language = window.analysis.language
    if number.kind == "ordinal" or (number.kind == "both" and _people_before(window, number)):
        return []
    holder = next((g for g in window.sentence.groups if g.number and g.number.start == number.start), None)
    if holder is not None:  # "nine bodies", "three dead of their own"
        return [of_group(holder, language)]
    among = next((g for g in window.sentence.groups if g.start >= window.end), None)
    base = elliptic(window, number, spoken)
    end = _end_of_row(window)
    if among and among.start - end <= 32 and window.linked_by_of(end, among.start):
        return [msgspec.structs.replace(base, who=among.who, words=among.words, country=among.country)]
    listed = listed_after(window, window.end, number, language)
    named = [g for g in window.sentence.groups if 0 <= g.start - window.end <= 12]
    if not listed and base.who == "same" and named and bare_plural(named[0]):
        gap, closes = window.analysis.text[window.end : named[0].start], window.analysis.text[named[0].end :][:1]
        if gap.startswith(",") and closes in (",", ".", ""):  # "527 killed, suspected gang members, in …"
            base = msgspec.structs.replace(base, who=named[0].who, words=named[0].words)
    if not listed and base.who == "same":
        base = _sided(window, number, base)
    return listed or [base]


def _people_before(window: Window, number: NumberMention) -> bool:
    """Whether people stand before "both" as those it means: "a soldier and a policeman were both wounded"."""
    return any(window.floor <= g.start and g.end <= number.start for g in window.sentence.groups)


def _before_article(window: Window) -> NumberMention | None:
    """The number of "son cinco los fallecidos", "cifra en quince las bajas": an article parts it from its noun."""
    near = [n for n in window.sentence.numbers if n.counts and window.floor <= n.start and n.end <= window.start]
    return near[-1] if near and before_article(window, near[-1]) else None


def before_article(window: Window, number: NumberMention) -> bool:
    """Whether a number is told of what stands at the window, with an article between: "son cinco los fallecidos"."""
    between = _ARTICLE.fullmatch(window.text(number.end, window.start))
    return bool(between and _TELLS_COUNT.search(window.text(max(window.floor, number.start - 24), number.start)))


def _after_copula(window: Window) -> NumberMention | None:
    """The number of "los heridos son cinco", "the dead are ten"."""
    near = [n for n in window.sentence.numbers if n.counts and n.kind != "article" and n.start >= window.end]
    if not near:
        return None
    between = window.text_with_commas(window.end, near[0].start)
    closes = window.text_with_commas(near[0].end, min(window.sentence.end, near[0].end + 12))
    raised = _TO.fullmatch(between) and _RAISES.search(window.text(max(window.floor, window.start - 40), window.start))
    said = _COPULA.fullmatch(between) or (_ASIDE.fullmatch(between) and _IN_ALL.match(closes))
    if not raised and not (window.noun_here() and said):
        return None
    return near[0] if not window.counts_things(near[0]) else None


_ASIDE = re.compile(r"(?:,\s(?:(?:au nombre de|que son|qui sont|en numero de|numbering|ki se)\s)?|\s)")
_IN_ALL = re.compile(rf"(?:,|\s?$|\s{any_of('in all')}\b)")
_COPULA = re.compile(
    r"(?:\s(?:en|in|dans|de|des|del|du|of|from|at|nan)\s[^,]{1,80}?)?"
    r"\s(?:now\s)?(?:son|sont|are|number|numbered|eran|etaient|se)\s(?:ya\s|now\s|deja\s|desormais\s|kounye a\s)?"
)
_TO = re.compile(r"\s(?:to|at|a|en)\s")
_RAISES = re.compile(rf"\b{any_of('raises a count')}\b")
_ARTICLE = re.compile(r"\s(?:los|las|les|the)\s")
_TELLS_COUNT = re.compile(rf"\b{any_of('tells how many')}\s(?:en |a |at |ya )?$")


def bare_plural(group: Group) -> bool:
    """Whether people are named by a plural noun of their own, without a number."""
    return group.plural and group.number is None and not group.generic


def _sided(window: Window, number: NumberMention, base: Victims) -> Victims:
    """A bare count with the side that its own clause gives: "in its own ranks", "on the side of the attackers"."""
    end = _end_of_row(window)
    after = window.text(end, min(window.sentence.end, end + 30))
    if _OWN_RANKS.match(after):
        held = [t for t in window.sentence.terms if t.tag in {*_BODIES, "force"} and t.end <= number.start]
        return msgspec.structs.replace(base, who=held[-1].tag.partition(".")[2] or "mission") if held else base
    land = next((t for t in window.sentence.terms if t.tag.startswith("demonym:") and t.start - end == 1), None)
    if land is not None and window.analysis.language in ("fr", "es"):  # "sept blessés kényans"
        who, country = side_of(land, window.analysis.hosts), land.tag.partition(":")[2]
        return msgspec.structs.replace(base, who=who or base.who, country=country if who else base.country)
    ranks = _SIDE_AFTER.match(after) or _WITHIN.match(after)
    sides = [
        t for t in window.sentence.terms if ranks and t.tag.startswith(_SIDED) and 0 <= t.start - end - ranks.end() <= 3
    ]
    if sides:
        return msgspec.structs.replace(base, who=_person_side(sides[0]))
    before = window.text(max(window.sentence.start, number.start - 60), number.start)
    side = list(_SIDE.finditer(before))
    bodies = [t for t in window.sentence.terms if t.tag.startswith(FORCES) and t.end < number.start] if not side else []
    for body in reversed(bodies):
        between, who = window.text(body.end, number.start), side_of(body, window.analysis.hosts)
        counts = body.tag.startswith(("body.mission", "mission:")) and (number.count.low or 0) < _CROWD
        if who and (_MOURNS.fullmatch(between) or (counts and _COUNTS_ITS.fullmatch(between))):
            return msgspec.structs.replace(base, who=who)
    if not side:
        return base
    start = number.start - len(before) + side[-1].end()
    named = [t for t in window.sentence.terms if t.tag.startswith(_SIDED) and start - 1 <= t.start < number.start]
    if not named or named[0].start - start > 4 or number.start - named[-1].end > _NO_VERB:
        return base
    return msgspec.structs.replace(base, who=_person_side(named[-1]))


def _person_side(term: Term) -> str:
    who = term.tag.split(":")[0].replace("armed", "gang").split(".")
    return who[1] if len(who) > 1 else who[0]


_CROWD = 200  # so many are hardly a mission's own
_NO_VERB = 9  # characters between a side and its count: "bò kote bandi yo, gen sèt mò"
_COUNTS_ITS = re.compile(rf"\s(?:\w+\s){{0,2}}{any_of('counts its own')}\s")
_MOURNS = re.compile(rf"\s(?:\w+\s){{0,2}}{any_of('mourns its own')}\s")
_OWN_RANKS = re.compile(rf"\s{any_of('in own ranks')}\b")
_SIDE_AFTER = re.compile(rf"\s{any_of('on the side of')}\s(?:the |la |l |el |los )?")
_WITHIN = re.compile(rf"\s{any_of('within')}\s(?:the |la |l |el )?")
_SIDE = re.compile(rf"\b{any_of('on the side of')}\s")
_BODIES = frozenset({"body.police", "body.military", "body.mission"})
_SIDED = ("body.police", "body.military", "body.mission", "body.gang", "person.police.", "person.military.",
          "person.gang.", "person.civilian.", "person.mission.", "armed:")  # fmt: skip


def _end_of_row(window: Window) -> int:
    """Where a row of counts ends that one group closes: "two dead and five wounded among the peacekeepers"."""
    following = next((t for t in window.sentence.terms if t.start == window.ceiling and t.subject == "outcomes"), None)
    number = next((n for n in window.sentence.numbers if window.end <= n.start and n.end <= window.ceiling), None)
    if following is None or number is None or window.words_apart(number.end, window.ceiling) > 1:
        return window.end
    return following.end if window.coordinated(window.end, number.start) else window.end


def listed_after(window: Window, position: int, number: NumberMention, language: str) -> list[Victims]:
    """ "two dead, an officer and a civilian": the parts, where they add up to the whole."""
    after = [g for g in window.sentence.groups if g.start >= position and g.start - position < 90]
    days = sum(d.end - d.start + 5 for d in window.sentence.dates if position <= d.start <= position + 6)
    if not after or after[0].start - position > 12 + days:
        return []
    chain = [after[0]]
    for group in after[1:]:
        if not window.coordinated(chain[-1].end, group.start):
            break
        chain.append(group)
    parts = [of_group(g, language) for g in chain]
    sums = accumulate(p.count.low or 0 for p in parts)
    ends = [k for k, total in enumerate(sums, 1) if k > 1 and total == number.count.low]
    if not ends:
        return []
    parts = parts[: ends[0]]
    if len({p.who for p in parts}) > 1:
        return parts
    words = ", ".join(p.words for p in parts)  # "eight wounded, seven Moroccans and a Cambodian": one contingent
    country = parts[0].country if len({p.country for p in parts}) == 1 else None
    return [msgspec.structs.replace(parts[0], end=parts[-1].end, count=number.count, words=words, country=country)]
