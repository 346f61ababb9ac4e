"""People killed, wounded, missing, abducted: verbs and nouns of harm, and who stands before or after them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from veye.extract.analysis import Analysis, Draft, Group, Sentence
from veye.extract.clauses import (
    Window,
    negated,
    only_planned,
    partial,
    window_flags,
    window_place,
    window_since,
    window_when,
)
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.people import count_of
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Casualty, Count, When
from veye.records.claim import Cause, Gear, Outcome, Who

_OUTCOMES: tuple[Outcome, ...] = ("killed", "wounded", "missing", "abducted")
_THE = re.compile(r"\b(?:the|el|le|l)\s$")
_ONE_OF = re.compile(rf"\b{any_of('one of several')}\s$")
_CARE = re.compile(rf"\b{any_of('to care for')}\s{any_of('determiners')}?\s?$")
_MEMORY = 4  # sentences over which "he" and "the others" may lean on people named before
_SHORT = 4  # days: no running total covers so few
_BREAK = re.compile(r"[;:]")
_OTHER = re.compile(rf"\b{any_of('second')}\b")
_GEAR: dict[str, Gear] = {
    "gear.helmet": "helmet pierced",
    "gear.armour": "body armour pierced",
    "gear.vehicle": "armoured vehicle penetrated",
}


class Trigger(msgspec.Struct, frozen=True):
    """A word of harm: its outcome and the forms it may have ("subject", "object", "either", "count", "of", "weak")."""

    start: int
    end: int
    outcome: Outcome
    forms: frozenset[str]


class Victims(msgspec.Struct, frozen=True):
    """Who was harmed: a group, or a bare number that leans on an earlier group."""

    start: int
    end: int
    count: Count
    who: str
    words: str
    country: str | None = None
    ordinal: int | None = None
    about: int | None = None
    other: bool = False


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every statement that people were killed, wounded, abducted or went missing."""
    spoken: list[Victims] = []
    spoken_at = 0
    last: tuple[int, str, int] = (-1, "", 0)
    hurt: tuple[int, str, int] = (-1, "", 0)
    for sentence in analysis.body():
        triggers = find_triggers(sentence)
        if sentence.index - spoken_at > _MEMORY:
            spoken = []
        for i, trigger in enumerate(triggers):
            floor = triggers[i - 1].end if i else sentence.start
            ceiling = triggers[i + 1].start if i + 1 < len(triggers) else sentence.end
            window = Window(analysis, sentence, floor, trigger.start, trigger.end, ceiling)
            if negated(window) or only_planned(window) or _cared_for(window, trigger):
                continue
            victims, how = (_copular(window), "copular") if "count" in trigger.forms else ([], "")
            if not victims and partial(window):
                continue
            if not victims:
                victims, how = _victims(window, trigger, spoken, triggers[i - 1] if i else None)
            if "weak" in trigger.forms and _of_the_dead(sentence, trigger, last):
                trigger = Trigger(trigger.start, trigger.end, "killed", trigger.forms)
            if how in ("counted", "subject", "passive") and _of_last(window, victims, hurt, trigger):
                continue
            victims = [_as_spoken(v, spoken or _all_of(analysis, sentence)) for v in victims]
            victims = [_again(window, v, spoken) for v in victims]
            if trigger.outcome == "killed" and "subject" in trigger.forms and window.believed():
                trigger = Trigger(trigger.start, trigger.end, "missing", trigger.forms)
            for victim in victims:
                yield _draft(window, trigger, victim, how)
            twin = _twin(window, trigger, victims)
            if twin is not None:
                yield _draft(window, trigger, twin, "twin")
            if victims:
                spoken, spoken_at = victims, sentence.index
                last = (sentence.index, trigger.outcome, max((v.count.low or 0) for v in victims))
                hurt = last if trigger.outcome == "wounded" else hurt
        if not triggers:
            uniforms = [g for g in sentence.groups if g.who in ("mission", "police", "military")]
            if uniforms and (not spoken or uniforms[-1].number or uniforms[-1].country):
                spoken, spoken_at = [_of_group(uniforms[-1], analysis.language)], sentence.index
            retold = _retold(analysis, sentence, last)
            if retold is not None:
                yield retold
        if spoken:
            yield from _otherwise(analysis, sentence, triggers, last, spoken[-1])
        if not any(t.outcome in ("wounded", "killed") for t in triggers):
            yield from _pierced(analysis, sentence, spoken)


def _twin(window: Window, trigger: Trigger, victims: Sequence[Victims]) -> Victims | None:
    """ "One was hit in the head and the other in the ear": the second, who has no verb of his own."""
    if len(victims) != 1 or victims[0].count.low != 1 or trigger.outcome != "wounded":
        return None
    sentence = window.sentence
    later = [t for t in sentence.terms if t.tag == "single" and t.start >= trigger.end]
    if not later or not victims[0].about or victims[0].about > trigger.start:
        return None
    other = later[0]
    if not window.body_part_at(other.end):
        return None
    return msgspec.structs.replace(
        victims[0],
        start=other.start,
        end=other.end,
        about=other.start,
        other=True,
        words=f"{window.analysis.words(other.start, other.end)} ({victims[0].words})",
    )


def _pierced(analysis: Analysis, sentence: Sentence, spoken: Sequence[Victims]) -> Iterator[Draft]:
    """ "A bullet went through the helmet of the first": somebody was hit, though no word says so."""
    pierced = [t for t in sentence.terms if t.tag == "pierced" and t.subject == "outcomes"]
    gear = [t for t in sentence.terms if t.tag in ("gear.helmet", "gear.armour")]
    shot = any(t.tag == "cause.gunshot" for t in sentence.terms)
    singles = [t for t in sentence.terms if t.tag == "single"]
    if not (pierced and gear and shot and singles and spoken) or spoken[-1].who not in (
        "mission",
        "police",
        "military",
    ):
        return
    window = Window(analysis, sentence, sentence.start, pierced[0].start, pierced[0].end, sentence.end)
    if not negated(window) and not only_planned(window):
        trigger = Trigger(pierced[0].start, pierced[0].end, "wounded", frozenset())
        yield _draft(window, trigger, _leaning(window, singles[0], spoken), "pierced")


def _retold(analysis: Analysis, sentence: Sentence, last: tuple[int, str, int]) -> Draft | None:
    """ "The prosecutor spoke of more than 60": another count of the dead just told of."""
    if last[1] != "killed" or last[2] < 10 or not 0 < sentence.index - last[0] <= 3 or sentence.zone == "title":
        return None
    says = [t for t in sentence.terms if t.tag == "say"]
    if not says or sentence.groups:
        return None
    window = Window(analysis, sentence, sentence.start, says[-1].start, says[-1].end, sentence.end)
    numbers = [n for n in sentence.numbers if n.start >= says[0].start and window.counts_people(n)]
    numbers = [n for n in numbers if (n.count.low or 0) >= 10 and not window.counts_things(n)]
    if len(numbers) != 1 or negated(window):
        return None
    number = numbers[0]
    victim = Victims(number.start, number.end, number.count, "people", analysis.words(number.start, number.end))
    trigger = Trigger(says[-1].start, says[-1].end, "killed", frozenset())
    return _draft(window, trigger, victim, "retold")


def _otherwise(
    analysis: Analysis, sentence: Sentence, triggers: Sequence[Trigger], last: tuple[int, str, int], about: Victims
) -> Iterator[Draft]:
    """ "The union says five": a short clause in which another source gives its own count of those just told of."""
    if not 0 <= sentence.index - last[0] <= 1 or last[1] not in ("killed", "wounded") or sentence.zone == "title":
        return
    floor = triggers[-1].end if triggers else sentence.start
    parts = [m.end() for m in _BREAK.finditer(analysis.text, floor, sentence.end)]
    if triggers and not parts:
        return
    start = parts[-1] if parts else sentence.start
    window = Window(analysis, sentence, start, start, start, sentence.end)
    says = [t for t in sentence.terms if t.tag == "say" and t.start >= start]
    numbers = [n for n in sentence.numbers if n.start >= start and n.counts and n.kind != "article"]
    if not says or len(numbers) != 1 or any(g.start >= says[0].end for g in sentence.groups):
        return
    number, say = numbers[0], says[0]
    told = window.text(say.end, number.start).split() if number.start >= say.end else ["?"]
    closes = analysis.text[number.end : number.end + 1] in (".", ";", "")
    if len(told) > 1 or not closes or not window.counts_people(number) or (number.count.low or 0) == last[2]:
        return
    superseded = any(t.tag == "pluperfect" and start <= t.start < number.start for t in sentence.terms)
    if superseded or any(d.start <= number.start < d.end for d in sentence.dates):
        return
    victim = msgspec.structs.replace(
        about, start=number.start, end=number.end, count=number.count, words=about.words, about=None, other=True
    )
    trigger = Trigger(say.start, say.end, last[1], frozenset())  # type: ignore[arg-type]
    yield _draft(window, trigger, victim, "otherwise")


def _of_the_dead(sentence: Sentence, trigger: Trigger, last: tuple[int, str, int]) -> bool:
    """Whether "was shot" tells how one died: "its first death came when an officer was shot"."""
    earlier = [t for t in find_triggers(sentence) if t.end <= trigger.start]
    if any(t.outcome == "killed" and t.forms & {"count", "loss", "of"} for t in earlier[-1:]):
        return True
    opens = any(t.tag == "single" and t.start <= sentence.start + 2 for t in sentence.terms)
    return opens and last[:2] == (sentence.index - 1, "killed")


def _of_last(window: Window, victims: Sequence[Victims], last: tuple[int, str, int], trigger: Trigger) -> bool:
    """Whether a bare number only counts some of those just told to have met the same: "three of whom critically"."""
    sentence, outcome, count = last
    first = not any(t.end <= trigger.start for t in find_triggers(window.sentence))
    moved = first and window.sentence.has("evacuate.", "gravely")
    return (window.sentence.index == sentence or moved) and (
        len(victims) == 1
        and victims[0].who == "same"
        and not victims[0].other
        and outcome == trigger.outcome == "wounded"
        and 0 < (victims[0].count.low or 0) < count
    )


def _again(window: Window, victim: Victims, spoken: Sequence[Victims]) -> Victims:
    """ "The officer": the one of whom was spoken before, where that was one uniformed person."""
    last = spoken[-1] if spoken else None
    uniforms = ("mission", "police", "military")
    if last is None or victim.who not in uniforms or last.who not in uniforms or victim.about == last.about:
        return victim
    alone = (victim.count.low, victim.count.high) == (1, 1) == (last.count.low, last.count.high)
    if alone and not victim.other and _THE.search(window.text(max(0, victim.start - 5), victim.start)):
        return msgspec.structs.replace(victim, who=last.who, country=last.country, about=last.about)
    return victim


def _all_of(analysis: Analysis, sentence: Sentence) -> list[Victims]:
    """ "All were Bangladeshi", "tous deux zambiens": whose the dead and wounded of a first sentence are."""
    for near in analysis.sentences[sentence.index : sentence.index + 2]:
        for term in near.terms:
            if term.tag == "all" and term.subject == "small":
                country = next(
                    (t for t in near.terms if t.tag.startswith("demonym:") and 0 <= t.start - term.end <= 14), None
                )
                if country is not None and country.tag.partition(":")[2] not in analysis.hosts:
                    name = country.tag.partition(":")[2]
                    return [Victims(term.start, country.end, Count(2, None), "mission", name, name)]
    return []


def _as_spoken(victim: Victims, spoken: Sequence[Victims]) -> Victims:
    """ "Others", "comrades", a bare number: of the side last spoken of."""
    if victim.who != "same":
        return victim
    last = spoken[-1] if spoken else None
    if last is None or (last.who == "gang" and victim.about is None):
        return msgspec.structs.replace(victim, who="people")
    return msgspec.structs.replace(victim, who=last.who, country=victim.country or last.country)


def find_in_sentence(analysis: Analysis, sentence: Sentence) -> list[tuple[Outcome, Victims]]:
    """What befell whom in one sentence, read by itself."""
    found: list[tuple[Outcome, Victims]] = []
    triggers = find_triggers(sentence)
    for i, trigger in enumerate(triggers):
        floor = triggers[i - 1].end if i else sentence.start
        ceiling = triggers[i + 1].start if i + 1 < len(triggers) else sentence.end
        window = Window(analysis, sentence, floor, trigger.start, trigger.end, ceiling)
        if not negated(window):
            victims, _ = _victims(window, trigger, [], None)
            found.extend((trigger.outcome, v) for v in victims)
    return found


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """The words of harm in a sentence, overlapping ones joined to the longest."""
    forms: dict[tuple[int, int, Outcome], set[str]] = {}
    suffered = [t for t in sentence.terms if t.tag == "suffer"]
    for term in sentence.terms:
        if term.subject == "outcomes":
            head, _, form = term.tag.partition(".")
            if head in _OUTCOMES:
                forms.setdefault((term.start, term.end, head), set()).add(form)
            elif term.tag == "injury":
                verb = next((t for t in reversed(suffered) if 0 < term.start - t.end <= 40), None)
                if verb is not None and not any(verb.end <= s.start < term.start for s in suffered):
                    forms.setdefault((verb.start, term.end, "wounded"), set()).add("subject")
    found: list[Trigger] = []
    for (start, end, outcome), kinds in sorted(forms.items(), key=lambda f: (f[0][0], -f[0][1])):
        if found and start < found[-1].end and found[-1].outcome == "wounded" and outcome == "killed":
            found.pop()
        if found and start < found[-1].end:
            if (start, end) == (found[-1].start, found[-1].end) and outcome == found[-1].outcome:
                found[-1] = Trigger(start, end, outcome, found[-1].forms | kinds)
            continue
        found.append(Trigger(start, end, outcome, frozenset(kinds)))
    return found


def _victims(
    window: Window, trigger: Trigger, spoken: Sequence[Victims], before: Trigger | None
) -> tuple[list[Victims], str]:
    """The people a word of harm speaks of, and by which grammar; none where it governs no people."""
    forms = trigger.forms
    passive = window.preceded_by("be")
    if "toll" in forms:
        told = _toll(window)
        return ([told], "toll") if told else ([], "")
    if "remains" in forms:
        return _right(window, reach=24), "remains"
    if "of" in forms:
        right = _right(window, reach=24)
        if right:
            return right, "noun"
        if forms == {"of"}:
            return [], "noun"
    if window.colours_people(passive=passive):
        return [], ""
    if "loss" in forms:
        right = [] if window.followed_by_both_things() else _right(window, reach=30)
        if _of_a_mission(window):
            right = [msgspec.structs.replace(v, who="mission") for v in right if v.count.low]
        right = [v for v in right if v.who in ("mission", "police", "military", "same")]
        if right:
            return right, "loss"
    if forms & {"object", "either"} and not (passive and "either" in forms):
        active = "object" in forms or window.preceded_by("have", 1) or window.followed_by_people()
        if active:
            right = _right(window, reach=40)
            if right:
                return right, "active"
    if "count" in forms:
        counted = _counted(window, spoken)
        if counted:
            return counted, "counted"
    if forms & {"either", "count"} and window.noun_here():
        return _copular(window), "copular"
    if forms == {"either"} and window.analysis.language == "ht" and not passive:
        return [], ""
    if forms & {"subject", "either"} or (
        "weak" in forms and (passive or window.hurt_somewhere() or window.right_after_uniform())
    ):
        if window.pronoun_before():
            single = [v for v in spoken if v.count.low == 1]
            return (single[-1:] if "subject" in forms or passive else []), "leaning"
        if "subject" in forms and window.analysis.language == "es":
            number = _bare_number(window, window.end, window.end + 2)
            if number is not None and number.kind != "article":
                return [_elliptic(window, number, spoken)], "inverted"
        if not passive and "subject" not in forms and window.followed_by_thing():
            return [], ""  # "seized a helicopter": an act on something that is no person
        left = _left(window, spoken)
        if left:
            return left, "passive" if passive else "subject"
        right = _right(window, reach=4) if "subject" in forms else []
        if right and window.ceiling < window.sentence.end:
            right = right[:1]
        if right:
            return right, "inverted"
        both = {"wounded", "missing"}
        if (
            before
            and trigger.outcome == "killed"
            and before.outcome in both
            and before.end < trigger.start
            and not window.groups_since()
        ):
            return list(spoken), "shared"
        if trigger.outcome == "killed" and "subject" in forms and not window.sentence.groups and spoken:
            return [v for v in spoken[-1:] if v.count.low == 1], "leaning"
    return [], ""


def _right(window: Window, reach: int) -> list[Victims]:
    """People right after the word of harm, with all that are coordinated to them."""
    language = window.analysis.language
    after = [g for g in window.sentence.groups if g.start >= window.end and g.end <= window.sentence.end]
    first = after[0] if after else None
    number = _bare_number(window, window.end, window.end + reach)
    if first is None or first.start - window.end > reach or window.barred(window.end, first.start):
        first = None
    held = first is not None and first.number is not None and number is not None and first.number.start == number.start
    ahead = number is not None and (first is None or number.end <= first.start)
    if number is not None and ahead and not held and not window.barred(window.end, number.start):
        return [_elliptic(window, number, [])]
    if first is None:
        return []
    chain = [first]
    for group in after[1:]:
        if group.end > window.ceiling or not window.coordinated(chain[-1].end, group.start):
            break
        chain.append(group)
    return _parts([_of_group(g, language) for g in chain if not window.is_subset(g.start)])


def _copular(window: Window) -> list[Victims]:
    """ "The other fatality was a civilian": who one of the dead was."""
    before = window.text(max(window.sentence.start, window.start - 18), window.start)
    if not _ONE_OF.search(before):
        return []
    after = [g for g in window.sentence.groups if g.start >= window.end and g.start - window.end < 16]
    be = any(t.tag == "be" and t.start >= window.end and after and t.end <= after[0].start for t in window.small)
    if after and be:
        return [_of_group(after[0], window.analysis.language)]
    belongs = next((t for t in window.small if t.tag == "belong" and 0 <= t.start - window.end < 50), None)
    force = next(
        (
            t
            for t in window.sentence.terms
            if belongs and t.tag.startswith(("body.mission", "mission:")) and 0 <= t.start - belongs.end < 40
        ),
        None,
    )
    if force is None:
        return []
    words = window.analysis.words(force.start, force.end)
    return [Victims(window.start, window.end, Count(1, 1), "mission", words, about=window.start)]


def _toll(window: Window) -> Victims | None:
    """ "The death toll has risen to 54", "porté à 115 le nombre de morts"."""
    near = [n for n in window.sentence.numbers if n.counts and n.kind != "article"]
    after = [n for n in near if window.end <= n.start < min(window.end + 60, window.ceiling)]
    before = [n for n in near if window.start - 24 <= n.end <= window.start]
    own = [t for t in window.sentence.terms if t.subject == "outcomes" and after and t.start >= after[-1].end]
    if after and own and own[0].start - after[-1].end <= 2:
        return None
    number = after[-1] if after else (before[-1] if before else None)
    if number is None or any(d.start <= number.start < d.end for d in window.sentence.dates):
        return None
    holder = next((g for g in window.sentence.groups if g.number and g.number.start == number.start), None)
    if holder is not None:
        return _of_group(holder, window.analysis.language)
    return Victims(number.start, number.end, number.count, "same", window.analysis.words(number.start, number.end))


def _cared_for(window: Window, trigger: Trigger) -> bool:
    """Whether the harmed are only whom somebody is to move or treat: "seventy soldiers to evacuate the wounded"."""
    if not trigger.forms & {"count", "either"} or window.preceded_by("be", 1):
        return False
    before = window.text(max(window.sentence.start, window.start - 40), window.start)
    return bool(_CARE.search(before))


def _of_a_mission(window: Window) -> bool:
    """Whether a mission stands right before the word of harm or within it: "the mission has lost three"."""
    return any(
        t.tag in _MISSIONS or t.tag.startswith("mission:") or (t.subject, t.tag) == ("forces", "force")
        for t in window.sentence.terms
        if window.floor <= t.start and window.start - 30 < t.end <= window.end
    )


_MISSIONS = frozenset({"body.mission", "source.mission"})


def _counted(window: Window, spoken: Sequence[Victims]) -> list[Victims]:
    """ "16 wounded", "109 morts": a number right before the noun, and whom it counts."""
    number = window.number_before(window.start, reach=26)
    if number is None:
        return []
    language = window.analysis.language
    if number.kind == "ordinal":
        return []
    among = next((g for g in window.sentence.groups if g.start >= window.end), None)
    base = _elliptic(window, number, spoken)
    end = _end_of_row(window)
    if among and among.start - end <= 32 and window.linked_by_of(end, among.start):
        return [msgspec.structs.replace(base, who=among.who, words=among.words, country=among.country)]
    listed = _listed_after(window, number, language)
    if not listed and base.who == "same":
        base = _sided(window, number, base)
    return listed or [base]


def _sided(window: Window, number: NumberMention, base: Victims) -> Victims:
    """A bare count with the side that its own clause gives: "in its own ranks", "on the side of the attackers"."""
    end = _end_of_row(window)
    after = window.text(end, min(window.sentence.end, end + 30))
    if _OWN_RANKS.match(after):
        held = [t for t in window.sentence.terms if t.tag in _BODIES and t.end <= number.start]
        return msgspec.structs.replace(base, who=held[-1].tag.partition(".")[2]) if held else base
    before = window.text(max(window.sentence.start, number.start - 60), number.start)
    side = list(_SIDE.finditer(before))
    if not side:
        return base
    start = number.start - len(before) + side[-1].end()
    named = [t for t in window.sentence.terms if t.tag.startswith(_SIDED) and start - 1 <= t.start < number.start]
    if not named or named[0].start - start > 4 or number.start - named[-1].end > 3:
        return base
    who = named[-1].tag.split(":")[0].replace("armed", "gang").split(".")
    return msgspec.structs.replace(base, who=who[1] if len(who) > 1 else who[0])


_OWN_RANKS = re.compile(rf"\s{any_of('in own ranks')}\b")
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


def _listed_after(window: Window, number: NumberMention, language: str) -> list[Victims]:
    """ "two dead, an officer and a civilian": the parts, where they add up to the whole."""
    after = [g for g in window.sentence.groups if g.start >= window.end and g.start - window.end < 90]
    if not after or after[0].start - window.end > 12:
        return []
    chain = [after[0]]
    for group in after[1:]:
        if not window.coordinated(chain[-1].end, group.start):
            break
        chain.append(group)
    parts = [_of_group(g, language) for g in chain]
    if len(parts) > 1 and sum(p.count.low or 0 for p in parts) == number.count.low:
        return parts
    return []


def _left(window: Window, spoken: Sequence[Victims]) -> list[Victims]:
    """People before the word of harm: the nearest phrase that is not its agent, with all coordinated to it."""
    language = window.analysis.language
    before = [g for g in window.sentence.groups if window.floor <= g.start and g.end <= window.start + 1]
    before = [g for g in before if not window.is_agent(g) and not window.is_subset(g.start)]
    whole = window.before_apposition(before)
    if whole is not None:
        return [_of_group(whole, language)]
    if before and window.too_far(before[-1]):
        return []
    if before and window.names_victims(before[-1]):
        return []
    while len(before) > 1 and (window.is_companion(before[-1]) or window.is_source(before[-1])):
        before.pop()
    if before and window.is_companion(before[-1]) and window.preceded_by("be"):
        return []  # "a helicopter carrying 18 people was struck"
    number = window.bare_number_before(before[-1].end if before else window.floor)
    if number is not None:
        single = window.single_before()
        if number.count.low == 1 and single is not None and single.start == number.start:
            return [_leaning(window, single, spoken)]
        return [_elliptic(window, number, spoken)]
    if not before:
        single = window.single_before()
        if single is not None:
            return [_leaning(window, single, spoken)]
        return []
    chain = [before[-1]]
    for group in reversed(before[:-1]):
        if window.is_source(group) or not window.coordinated(group.end, chain[0].start):
            break
        chain.insert(0, group)
    return _parts([_of_group(g, language) for g in chain])


def _parts(victims: list[Victims]) -> list[Victims]:
    """Without a leading whole ("two people, an officer and a civilian") where the parts make it up.

    Civilians of one phrase ("two sellers and a child") are one group.
    """
    if len(victims) > 2 and victims[0].count.low == sum(v.count.low or 0 for v in victims[1:]):
        victims = victims[1:]
    bare = [v for v in victims if (v.count.low, v.count.high) == (2, None)]
    if bare and victims[0] not in bare:  # "40 people, women and children among them"
        victims = [v for v in victims if v not in bare]
    civilians = [v for v in victims if v.who == "civilian"]
    if len(civilians) < 2:
        return victims
    total = civilians[0].count
    for victim in civilians[1:]:
        total = total + victim.count
    joined = msgspec.structs.replace(
        civilians[0],
        end=civilians[-1].end,
        count=Count(total.low, total.high),
        words=", ".join(v.words for v in civilians),
    )
    return [joined, *(v for v in victims if v.who != "civilian")]


def _of_group(group: Group, language: str) -> Victims:
    return Victims(
        group.start,
        group.end,
        count_of(group, language),
        group.who,
        group.words,
        group.country,
        ordinal=group.ordinal,
        about=group.head,
        other=bool(_OTHER.search(fold_text(group.words))),
    )


def _bare_number(window: Window, start: int, end: int) -> NumberMention | None:
    for number in window.sentence.numbers:
        if start <= number.start < end:
            at_once = number.start - start <= 1 and number.counts and number.kind != "article"
            if window.counts_people(number) or (at_once and not window.counts_things(number)):
                return number
    return None


def _elliptic(window: Window, number: NumberMention, spoken: Sequence[Victims]) -> Victims:
    """A number without a noun: of those named before it in the sentence, or before that."""
    words = window.analysis.words(number.start, number.end)
    earlier = [g for g in window.sentence.groups if g.end <= number.start and g.who != "gang"]
    whole = next((g for g in reversed(earlier) if _holds(g.number, number)), None)
    if whole is not None:
        return Victims(number.start, number.end, number.count, whole.who, f"{words} {whole.words}", whole.country)
    return Victims(number.start, number.end, number.count, "same", words)


def _holds(whole: NumberMention | None, part: NumberMention) -> bool:
    return whole is not None and (whole.count.low or 0) > (part.count.low or 0) and whole.kind != "ordinal"


def _leaning(window: Window, single: Term, spoken: Sequence[Victims]) -> Victims:
    """ "One …, the other …": one of those spoken of before."""
    words = window.analysis.words(single.start, single.end)
    last = spoken[-1] if spoken else None
    if last is None:
        return Victims(single.start, single.end, Count(1, 1), "people", words)
    return Victims(
        single.start,
        single.end,
        Count(1, 1),
        last.who,
        f"{words} ({last.words})",
        last.country,
        about=single.start,
        other=bool(_OTHER.search(fold_text(words))),
    )


def _without_numbers(window: Window, words: str) -> str:
    """What a group is called without its count, which the claim gives apart: "officers" of "two officers"."""
    for number in window.sentence.numbers:
        counted = window.analysis.text[number.start : number.end]
        if number.kind in ("cardinal", "vague") and counted in words:
            words = re.sub(rf"(?<!\w){re.escape(counted)}(?!\w)", "", words, count=1)
    return " ".join(words.split())


def _draft(window: Window, trigger: Trigger, victim: Victims, how: str) -> Draft:
    flags = window_flags(window)
    count = victim.count
    rank = victim.ordinal or (window.rank_before() if how in ("noun", "copular") else None)
    if rank is not None and flags.cumulative:
        # "the third officer killed since the start" counts three; "the first" is the event itself
        flags = msgspec.structs.replace(flags, cumulative=rank > 1)
        count = Count(rank, rank) if rank > 1 else count
    if trigger.outcome == "missing":
        flags = msgspec.structs.replace(flags, cumulative=False)
    if how == "noun" and (count.low, count.high) == (1, 1) and rank is None:
        flags = msgspec.structs.replace(flags, cumulative=False)
    when = window_when(window)
    if when is None and trigger.outcome == "missing":
        when = window_since(window)
    if flags.cumulative and when is not None and when.days <= _SHORT:
        when = None
    if how == "remains":
        when, flags = None, msgspec.structs.replace(flags, backref=True)
    if _over_a_period(victim, count, when):
        flags = msgspec.structs.replace(flags, cumulative=True)
    who = _mixed(window, victim) or _who(victim, cumulative=flags.cumulative)
    if who == "civilian" and not _without_numbers(window, victim.words) and _hits_a_mission(window):
        who = "mission"
    start, end = trigger.start, trigger.end
    if window.sentence.start <= victim.start and victim.end <= window.sentence.end:
        start, end = min(victim.start, start), max(victim.end, end)
    statement = Casualty(
        trigger.outcome,
        msgspec.structs.replace(count, words=None),
        who,
        _without_numbers(window, victim.words) or window.analysis.text[trigger.start : trigger.end],
        _cause(window),
        _gear(window) if trigger.outcome in ("killed", "wounded") else None,
        victim.country if who == "mission" else None,
    )
    title = window.sentence.zone == "title"
    return Draft(
        statement,
        window.sentence.index,
        start,
        end,
        f"casualty.{how}",
        when=when,
        place=window_place(window),
        flags=flags,
        about=victim.about,
        other=victim.other,
        score=0.4 if title else (0.8 if victim.who == "people" else 1.0),
    )


def _over_a_period(victim: Victims, count: Count, when: When | None) -> bool:
    """Whether people without a side are counted by the hundred, or over a month and more: a statistic."""
    if victim.who not in ("people", "same"):
        return False
    number = count.low or 0
    return number >= 1000 or (when is not None and when.days >= 28 and number >= 20)


def _mixed(window: Window, victim: Victims) -> Who | None:
    """ "mixed" where a part of "people" is said to be uniformed or armed: "16 people, including two gang members"."""
    if victim.who not in ("people", "same") or (victim.count.low or 0) < 3:
        return None
    parts = {g.who for g in window.sentence.groups if g.start > victim.end and window.is_subset(g.start, reach=14)}
    return "mixed" if parts & {"gang", "police", "military", "mission"} else None


def _who(victim: Victims, *, cumulative: bool) -> Who:
    if victim.who in ("people", "same"):
        return "unknown" if cumulative else "civilian"
    return victim.who  # type: ignore[return-value]


def _hits_a_mission(window: Window) -> bool:
    """Whether a sentence tells of harm at a post, convoy or patrol of a mission and of no other people."""
    if any(g.who != "gang" for g in window.sentence.groups):
        return False
    terms = window.sentence.terms
    missions = [t for t in terms if t.tag in ("body.mission",) or t.tag.startswith("mission:")]
    return any(t.tag == "target" and any(0 <= m.start - t.end <= 20 for m in missions) for t in terms)


def _cause(window: Window) -> Cause:
    """The cause named nearest to the word of harm in its sentence; unknown where none is."""
    terms = [t for t in window.sentence.terms if t.tag.startswith("cause.")]
    inside = [t for t in terms if window.floor <= t.start and t.end <= window.ceiling] or terms
    if not inside:
        return "unknown"
    ranked = sorted(inside, key=lambda t: (_RANK.get(t.tag, 0), abs(t.start - window.start)))
    return ranked[0].tag.partition(".")[2]  # type: ignore[return-value]


_RANK = {
    "cause.drone": 0,
    "cause.aircraft accident": 0,
    "cause.vehicle accident": 1,
    "cause.explosion": 1,
    "cause.other": 3,
}


def _gear(window: Window) -> Gear | None:
    """What was pierced between this word of harm and the next."""
    for floor in (window.start, window.floor):
        terms: Iterable[Term] = [t for t in window.sentence.terms if floor <= t.start and t.end <= window.ceiling]
        pierced = [t for t in terms if t.tag == "pierced"]
        gear = [t for t in terms if t.tag in _GEAR]
        if pierced and gear:
            break
    else:
        return None
    nearest = min(gear, key=lambda g: min(abs(g.start - p.start) for p in pierced))
    return _GEAR[nearest.tag]
