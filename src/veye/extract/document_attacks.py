"""The attacks of a document: told, implied by their victims, joined, named by whom they struck."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.attack_actors import group_name, some_gang
from veye.extract.implied import MASSACRE
from veye.extract.same import join_drafts, same_day, same_place
from veye.records import Attack, Casualty

_FIGHT = frozenset({"ambush", "armed assault", "arson"})


def by_neighbours(analysis: Analysis, draft: Draft) -> Draft:
    """An attack whose sentence names nobody is by whom others blame for it, or by the gang named nearest to it."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    sentences = analysis.sentences
    blamed = _blamed(sentences[draft.sentence : draft.sentence + _LATER])
    if blamed and attack.mode in ("drone strike", "other"):
        return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, actor=blamed))
    if (
        attack.actor not in ("unknown", "gang")
        or attack.mode == "drone strike"
        or sentences[draft.sentence].has("unknown")
    ):
        return draft
    for reach in (1, _AROUND, len(sentences)):
        near = sentences[max(0, draft.sentence - reach) : draft.sentence + reach + 1]
        if any(s.has("unknown") for s in near):
            return draft
        named = next((n for s in near if (n := _named_group(analysis, s))), None)
        actor = named or next((g for s in near if (g := some_gang(analysis, s))), None)
        if actor and (named or attack.actor == "unknown"):
            return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, actor=actor))
    return draft


def _named_group(analysis: Analysis, sentence: Sentence) -> str | None:
    """An armed group by its name, if it is no gang."""
    named = [t for t in sentence.terms if t.tag.startswith("armed:") and t.tag != "armed:gang"]
    return group_name(analysis, named[0]) if named else None


def by_victims(analysis: Analysis, draft: Draft, casualties: list[Draft]) -> Draft:
    """A fight in which only gang members fell, told with the police, is the act of the police."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    fallen = {
        c.statement.who
        for c in casualties
        if isinstance(c.statement, Casualty) and not c.flags.cumulative and c.sentence == draft.sentence
    }
    near = analysis.sentences[draft.sentence : draft.sentence + 2]
    police = any(s.has("body.police") for s in near)
    if (
        attack.mode in ("clash", "armed assault")
        and attack.actor in ("gang", "unknown")
        and fallen == {"gang"}
        and police
    ):
        return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, actor="police"))
    return draft


_LATER = 3  # sentences in which somebody may be blamed for an attack, its own among them
_AROUND = 4  # sentences before and after an attack in which a gang is likely to be its author


def _blamed(sentences: Sequence[Sentence]) -> str | None:
    """ "police" or "military" where one of them is named as the owner of the drones or right after a word of blame."""
    for sentence in sentences:
        drones = [t for t in sentence.terms if t.tag == "cause.drone"]
        forces = [t for t in sentence.terms if t.tag in _FORCES]
        for force in forces:
            if any(0 <= d.start - force.end <= 1 or 0 <= force.start - d.end <= _OF for d in drones):
                return force.tag.partition(".")[2]
        for blame in sentence.tagged("blame"):
            after = [t for t in sentence.terms if 0 <= t.start - blame.end <= _NEAR and t.tag in _FORCES]
            if after:
                army = after[0].tag == "body.military" and sentence.has("demonym:Israel")
                return "Israeli military" if army else after[0].tag.partition(".")[2]
    return None


_OF = 8  # characters between drones and whose they are: "drones de la police"
_NEAR = 16  # characters between a word of blame and whom it blames
_FORCES = frozenset({"body.police", "body.military"})


def of_mission(analysis: Analysis, draft: Draft) -> Draft:
    """An attack on peacekeepers, a convoy, a base: named by the mission they belong to, where the text names one."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    sentence = analysis.sentences[draft.sentence]
    others = any(g.who in ("police", "military", "civilian") for g in sentence.groups)
    name = next(
        (
            analysis.words(t.start, t.end)
            for s in analysis.sentences
            for t in s.terms
            if t.tag.startswith("mission:")
            and len(t.tag) > len("mission:")
            and " " not in analysis.text[t.start : t.end]
        ),
        None,
    )
    if name is None or others or attack.actor == "police" or (attack.target and name in attack.target):
        return draft
    target = f"{attack.target} ({name})" if attack.target else None
    return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, target=target))


def settle_attacks(analysis: Analysis, drafts: list[Draft], casualties: list[Draft], wide: set[str]) -> list[Draft]:
    """One draft for each attack: joined where neither day nor place tells them apart."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.score < 0.6, d.start)):
        index = next((i for i, k in enumerate(kept) if _same_attack(k, draft, wide)), None)
        if index is None:
            kept.append(draft)
        else:
            kept[index] = _join_attacks(kept[index], draft)
    return [_on_a_town(analysis, _with_victims(analysis, _graded(analysis, d, casualties), casualties)) for d in kept]


def _on_a_town(analysis: Analysis, draft: Draft) -> Draft:
    """An attack on nobody in particular struck the town named right after its word: "gunmen raided Bassin"."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    places = analysis.sentences[draft.sentence].places
    town = next((p for p in places if 0 <= p.start - draft.end <= _NEAR and p.kind != "country"), None)
    if attack.target or town is None:
        return draft
    return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, target=town.words))


def _same_attack(a: Draft, b: Draft, wide: set[str]) -> bool:
    x, y = a.statement, b.statement
    assert isinstance(x, Attack)
    assert isinstance(y, Attack)
    if not same_day(a.when, b.when):
        return False
    if x.mode == y.mode and b.when is None and y.target is None and b.start > a.start:
        return True  # told again of no other day and nobody else
    if "kidnapping" in (x.mode, y.mode) and x.mode != y.mode and a.sentence != b.sentence:
        return False
    if x.mode == y.mode == "prison break" and a.sentence != b.sentence:
        return same_place(a.place, b.place) or min(a.score, b.score) < 0.6
    return same_place(a.place, b.place, wide) or min(a.score, b.score) < 0.6


def _join_attacks(a: Draft, b: Draft) -> Draft:
    x, y = a.statement, b.statement
    assert isinstance(x, Attack)
    assert isinstance(y, Attack)
    mode = x.mode
    if (y.mode == "massacre" and x.mode != "drone strike") or (
        x.mode in ("clash", "armed assault", "arson") and y.mode not in ("clash", "armed assault", "arson")
    ):
        mode = y.mode
    actor = x.actor if x.actor != "unknown" else y.actor
    if b.rule == "attack.implied" != a.rule:  # what the text tells has its day and place from the text
        return msgspec.structs.replace(a, statement=msgspec.structs.replace(x, mode=mode))
    joined = join_drafts(a, b)
    return msgspec.structs.replace(joined, statement=Attack(actor, _both(x.target, y.target), mode))


def _both(first: str | None, second: str | None) -> str | None:
    """What two accounts of one attack say that it struck, each thing once."""
    if not first or not second or same_place(first, second) or ", " in first:
        return first or second
    return f"{first}, {second}"


def _graded(analysis: Analysis, draft: Draft, casualties: list[Draft]) -> Draft:
    """An attack that killed many civilians is a massacre; one that only took people away is a kidnapping."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    harm = {
        c.statement.outcome: abs(c.sentence - draft.sentence)
        for c in casualties
        if isinstance(c.statement, Casualty) and not c.flags.cumulative and same_day(c.when, draft.when)
    }
    if attack.mode == "armed assault" and harm.get("abducted", 9) <= 1 and not harm.keys() & {"killed", "wounded"}:
        return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, mode="kidnapping"))
    if attack.mode == "armed assault" and _opens_with_bombs(analysis, draft):
        return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, mode="other"))
    toll = max((_civilians_killed(c) for c in casualties if _of_one_event(c, draft)), default=0)
    if (
        toll >= MASSACRE
        and attack.mode in _FIGHT
        and attack.actor != "police"
        and not _ON_A_FORCE.search(attack.target or "")
    ):
        return msgspec.structs.replace(draft, statement=msgspec.structs.replace(attack, mode="massacre"))
    return draft


def _opens_with_bombs(analysis: Analysis, draft: Draft) -> bool:
    """Whether bombs on wheels or on men are told of in a raid's own sentence, or later with no other day or place."""
    for sentence in analysis.sentences[draft.sentence : draft.sentence + _LATER + 1]:
        apart = sentence.index != draft.sentence and (
            any(not same_day(d.when, draft.when) for d in sentence.dates)
            or any(not same_place(p.words, draft.place) for p in sentence.places if p.kind != "country")
        )
        if not apart and sentence.has("other.bomb"):
            return True
    return False


def _with_victims(analysis: Analysis, draft: Draft, casualties: list[Draft]) -> Draft:
    """The attack with those whom its own sentence calls killed, wounded or taken among what it struck."""
    attack = draft.statement
    assert isinstance(attack, Attack)
    named = [g.words for g in analysis.sentences[draft.sentence].groups if not g.generic]
    for casualty in casualties:
        one = casualty.statement
        if casualty.sentence != draft.sentence or not isinstance(one, Casualty) or casualty.flags.cumulative:
            continue
        if one.who == "gang" or not one.who_detail or attack.mode == "prison break":
            continue
        if any(same_place(one.who_detail, words) for words in named):
            return msgspec.structs.replace(
                draft, statement=msgspec.structs.replace(attack, target=_both(attack.target, one.who_detail))
            )
    return draft


_ON_A_FORCE = re.compile(r"\b(?:base|camp|campamento|compound|baz|kan)\b", re.IGNORECASE)


def _civilians_killed(draft: Draft) -> int:
    """How many civilians a casualty counts among the dead of one attack."""
    one = draft.statement
    assert isinstance(one, Casualty)
    counts = one.outcome == "killed" and one.who in ("civilian", "mixed") and not draft.flags.cumulative
    return one.count.low or 0 if counts else 0


def _of_one_event(casualty: Draft, attack: Draft) -> bool:
    """Whether a casualty comes from an attack: told in its sentence, beside it on a day, or of its place and day."""
    if not same_day(casualty.when, attack.when):
        return False
    apart = abs(casualty.sentence - attack.sentence)
    beside = apart == 0 or (apart == 1 and casualty.when is not None)
    return beside or (same_place(casualty.place, attack.place) and casualty.when == attack.when)
