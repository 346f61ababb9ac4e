"""Attacks that a text tells only by their victims."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.records import Attack, Casualty
from veye.records.claim import Mode

MASSACRE = 15  # civilians killed in one attack from which on it is called a massacre
_GANGS = ("body.gang", "person.gang", "armed:")
_ACCIDENTS = frozenset({"vehicle accident", "aircraft accident", "fire", "other"})


def implied_attacks(analysis: Analysis, casualties: list[Draft], attacks: list[Draft], wide: set[str]) -> list[Draft]:
    """Attacks that no word names, one for each casualty that stands far from those told and implies one."""
    drafts = []
    for draft in casualties:
        told = any(
            abs(a.sentence - draft.sentence) <= 1 or (a.when == draft.when and a.place == draft.place) for a in attacks
        ) or bool(attacks and not _set_apart(analysis, draft))
        if draft.flags.cumulative or draft.score < 0.6 or draft.place is None or told:
            continue
        attack = _implied(analysis, draft, wide)
        if attack is not None:
            drafts.append(msgspec.structs.replace(draft, statement=attack, rule="attack.implied", about=None))
    return drafts


def _set_apart(analysis: Analysis, draft: Draft) -> bool:
    """Whether the sentence of a casualty gives a day or place of its own."""
    sentence = analysis.sentences[draft.sentence]
    return bool(sentence.places) or any(d.when is not None for d in sentence.dates)


def _implied(analysis: Analysis, draft: Draft, wide: set[str]) -> Attack | None:
    """The attack that one casualty implies: by forces named as its author, else by the cause and who was harmed."""
    one = draft.statement
    assert isinstance(one, Casualty)
    sentence = analysis.sentences[draft.sentence]
    if _BY_ACCIDENT.search(analysis.folded, sentence.start, sentence.end):
        return None
    armed = any(t.tag.startswith(_GANGS) for t in sentence.terms)
    police = sentence.has("body.police")
    toll = one.count.low or 0
    force = _force_behind(analysis, draft) if one.who in ("civilian", "mixed", "unknown") else None
    if force and one.outcome in ("killed", "wounded"):
        return Attack(force, one.who_detail, "armed assault")
    if police and one.who == "civilian":
        return None
    if one.who in ("police", "military", "mission") and _force_behind(analysis, draft):
        return None  # a force does not shoot its own: the words misname the fallen
    actor = "gang" if armed else "unknown"
    many = one.outcome == "killed" and one.who in ("civilian", "mixed") and MASSACRE <= toll < 1000
    if many and one.cause != "drone":
        named = draft.place not in wide and one.cause not in _ACCIDENTS
        return Attack(actor, one.who_detail, "massacre") if named else None
    if one.who == "gang" and one.outcome == "killed" and police:
        return Attack("police", one.who_detail, "clash")
    if (draft.when is None or toll >= 100) and (draft.place in wide or one.count.low is None):
        return None
    mode = _mode(one, armed=armed, acted=draft.rule == "casualty.active" or _by_a_gang(analysis, draft))
    return Attack(actor, one.who_detail, mode) if mode else None


def _by_a_gang(analysis: Analysis, draft: Draft) -> bool:
    """Whether right after the word of harm an armed group is named as its author: "executed by gang members"."""
    terms = analysis.sentences[draft.sentence].terms
    near = any(t.tag.startswith(_GANGS) and 0 <= t.start - draft.end <= _NEAR for t in terms)
    return near and bool(_BY.match(analysis.folded, draft.end))


def _mode(one: Casualty, *, armed: bool, acted: bool) -> Mode | None:
    """How people were harmed, as far as the cause tells an attack from an accident."""
    if one.cause == "drone":
        return "drone strike"
    if one.cause in ("explosion", "shelling"):
        return "other" if one.who in ("mission", "military", "police") else None
    if one.who in ("gang", "unknown"):
        return None
    if one.outcome == "abducted":
        return "kidnapping" if armed else None
    if one.cause in ("gunshot", "blade"):
        return "armed assault" if armed or one.outcome == "killed" else None
    return "armed assault" if armed and acted and one.cause == "unknown" else None


def _force_behind(analysis: Analysis, draft: Draft) -> str | None:
    """Who in uniform or office did the harm, where the grammar says so: "police killed two", "by a prosecutor"."""
    sentence = analysis.sentences[draft.sentence]
    found = [t for t in sentence.terms if t.tag in _FORCES or t.tag.startswith(_UNIFORMED) or t.tag == "prosecutor"]
    after = [t for t in found if 0 <= t.start - draft.end <= _NEAR]
    if after and _BY.match(analysis.folded, draft.end):
        return _named(analysis, after[0])
    before = [t for t in found if 0 <= draft.start - t.end <= _NEAR]
    if not before or draft.rule != "casualty.active":
        return None
    between = [t for t in sentence.terms if before[-1].end <= t.start < draft.start]
    spoken = any(t.tag in ("say", "deny", "and") or t.tag.startswith(_GANGS) for t in between)
    return None if spoken or "," in analysis.text[before[-1].end : draft.start] else _named(analysis, before[-1])


def _named(analysis: Analysis, term: Term) -> str:
    side = term.tag.split(".")[1] if "." in term.tag else ""
    return side if side in ("police", "military") else analysis.words(term.start, term.end)


_FORCES = frozenset({"body.police", "body.military"})
_UNIFORMED = ("person.police.", "person.military.")
_BY_ACCIDENT = re.compile(rf"\b{any_of('by accident')}\b")
_NEAR = 16  # characters between a force and the harm that it did
_BY = re.compile(rf"\s{any_of('by')}\s")
