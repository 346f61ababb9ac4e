"""Attacks and clashes: one draft for each sentence that tells of one; the document pass joins them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.attack_actors import GANGS, actor_in
from veye.extract.claims.attack_targets import strikes, target_of, things_struck
from veye.extract.claims.casualty import find_triggers
from veye.extract.clauses import negated, only_planned, window_flags, window_place
from veye.extract.days import begun, said_then, window_when
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Attack, When
from veye.records.claim import Mode

_MODES: dict[str, Mode] = {
    "ambush": "ambush",
    "assault": "armed assault",
    "clash": "clash",
    "arson": "arson",
    "drone": "drone strike",
    "kidnapping": "kidnapping",
    "prison break": "prison break",
    "massacre": "massacre",
    "other": "other",
}
# Which mode names an attack best where several words speak of it.
_ORDER = ("massacre", "prison break", "kidnapping", "drone", "ambush", "other", "assault", "clash", "arson")


_RECALLED = re.compile(rf"\b{any_of('recalled since')}\s(?:\w+\s)?$")
_ANY = re.compile(r"\b(?:any|aucun|aucune|ningun|ninguna|okenn)\s$")


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every sentence that tells of an attack, with its actor, target, mode, day and place."""
    told = False
    for sentence in analysis.body():
        terms = [t for t in sentence.terms if t.subject == "attacks"]
        usable = [t for t in terms if _speaks(analysis, sentence, t)]
        if told and usable and all(_mere_remark(analysis, sentence, t) for t in usable):
            continue
        for part in _stretches(analysis, usable):
            draft = _draft(analysis, sentence, part)
            if not draft.flags.cumulative:
                told = True
                yield draft


def _mere_remark(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether words only come back to an attack told before: "under fire", "the first attack since 2023"."""
    mode, _, kind = term.tag.partition(".")
    if kind == "beside":
        return True
    before = analysis.folded[max(sentence.start, term.start - 34) : term.start]
    if mode not in ("assault", "massacre", "ambush"):
        return False
    this = _THAT.search(before) or _THAT_AFTER.match(analysis.folded, term.end)
    return bool(this or (kind == "noun" and _NTH.search(before)))


_THAT = re.compile(rf"\b{any_of('this, before an act')}\s$")
_THAT_AFTER = re.compile(rf"\s{any_of('this, after an act')}\b")
_NTH = re.compile(rf"\b{any_of('the first of its kind')}\s(?:\w+\s){{0,2}}$")


def _stretches(analysis: Analysis, terms: Sequence[Term]) -> list[list[Term]]:
    """Words of violence that a semicolon keeps apart tell of acts of their own."""
    found: list[list[Term]] = []
    for term in terms:
        if found and ";" not in analysis.text[found[-1][-1].end : term.start]:
            found[-1].append(term)
        else:
            found.append([term])
    return found


def _speaks(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether a word of violence tells of one act that took place."""
    mode, _, kind = term.tag.partition(".")
    window = Window(analysis, sentence, sentence.start, term.start, term.end, sentence.end)
    if mode not in ("entry", "escape") and _went_wrong(analysis, sentence, term):
        return False
    if mode == "weapon":
        return _weapon(sentence, term) is not None and not negated(window) and not only_planned(window)
    if mode == "entry":
        tried = _TRIED.search(analysis.folded, max(sentence.start, term.start - 24), term.start)
        return not tried and _gang_enters(sentence, term) and not negated(window) and not only_planned(window)
    if mode == "escape":
        return any(t.tag == "prison" for t in sentence.terms) and not negated(window) and not only_planned(window)
    if mode == "prison break" and kind == "noun" and not sentence.has("prison"):
        return False  # a mutiny of no prisoners
    if mode not in _MODES or negated(window) or only_planned(window):
        return False
    if _ANY.search(analysis.folded[max(sentence.start, term.start - 10) : term.start]):
        return False
    if mode == "arson" and not _set_alight(analysis, sentence, term):
        return False
    if kind == "weak":
        people = any(term.start < g.start <= term.end + _NEAR and g.head >= term.end for g in sentence.groups)
        return (
            (people or _whom(analysis, sentence, term)) and _acts(sentence, term) and not sentence.has("care", "harm")
        )
    if kind == "blast":
        return any(g.who in ("mission", "military", "police") for g in sentence.groups) or sentence.has("mission:")
    if _BY_POLICE.search(analysis.folded, term.start, min(sentence.end, term.end + 24)):
        return False
    if mode == "kidnapping" and _CLEARED.match(analysis.folded, term.end):
        return False
    if mode == "kidnapping":
        when = window_when(window)
        return (when is not None and when.days <= 7) or _acts(sentence, term)
    if kind == "plural":
        when = window_when(window) or _day_after(analysis, sentence, term)
        if when is not None and when.days <= 31 and sentence.places and find_triggers(sentence) and mode == "clash":
            return True
        there = any(0 <= p.start - term.end <= _NEAR and p.kind not in ("country", "region") for p in sentence.places)
        return when is not None and (
            (when.days <= 2 and bool(sentence.places or sentence.groups)) or (there and when.days <= 7)
        )
    if kind == "noun" and _RECALLED.search(analysis.folded[max(sentence.start, term.start - 30) : term.start]):
        there = any(p.start >= term.end for p in sentence.places)
        return there and _day_after(analysis, sentence, term) is not None
    if kind in ("noun", "bomb"):
        told = find_triggers(sentence) or sentence.places or window_when(window) or things_struck(analysis, sentence)
        return bool(told) or (sentence.index > 0 and strikes(analysis, term))
    return bool(sentence.groups or sentence.places or things_struck(analysis, sentence))


_BY_POLICE = re.compile(rf"\b(?:by|par|por|pa)\s(?:\w+\s)?{any_of('police, as who acts')}\b")


def _day_after(analysis: Analysis, sentence: Sentence, term: Term) -> When | None:
    """The day that follows a word of violence, or a "since" before it: "shut since the 8th, when gangs attacked"."""
    limit = min(sentence.end, term.end + _NEAR)
    found = [d for d in sentence.dates if d.when is not None and term.end <= d.start < limit]
    found = [d for d in found if not said_then(analysis, sentence, d)]
    if found and not _STOP.search(analysis.text, term.end, found[0].start):
        return found[0].when
    since = [d for d in sentence.dates if d.kind == "since" and d.when is not None and d.end <= term.start]
    if since and any(t.tag == "by" and since[-1].end <= t.start < term.start for t in sentence.terms):
        return since[-1].when
    return None


_STOP = re.compile(r"[;:.!?]")


def _weapon(sentence: Sentence, term: Term) -> str | None:
    """The weapon beside a word like "hit": "drone", "shelling" or "explosion"; None where there is none."""
    near = [
        t
        for t in sentence.terms
        if t.tag in ("cause.drone", "cause.shelling", "cause.explosion", "cause.gunshot")
        and t.subject == "outcomes"
        and min(abs(t.start - term.end), abs(term.start - t.end)) <= (_SUBJECT if _opens(sentence, t) else _BESIDE)
        and (t.start, t.end) != (term.start, term.end)
    ]
    vehicles = ("item.aircraft", "item.armoured_vehicle", "item.vehicle")
    struck = any(
        t.tag in vehicles
        and t.end <= term.start <= t.end + 80
        and not any(t.end <= g.start < term.start for g in sentence.groups)
        and not any(s.tag == "single" and t.end <= s.start < term.start for s in sentence.terms)
        for t in sentence.terms
    )
    near = [t for t in near if t.tag != "cause.gunshot" or (struck and term.tag.startswith("weapon"))]
    best = min(near, key=lambda t: (t.tag != "cause.drone", abs(t.start - term.start)), default=None)
    return best.tag.partition(".")[2] if best else None


_BESIDE = 50  # characters between a weapon and what it does
_SUBJECT = 100  # where the weapon opens the sentence as its subject, with asides behind it


def _opens(sentence: Sentence, term: Term) -> bool:
    return term.tag == "cause.drone" and term.start - sentence.start <= 20


def _gang_enters(sentence: Sentence, term: Term) -> bool:
    """Whether an armed group goes into a place: "gunmen entered the village"."""
    before = [t for t in sentence.terms if t.end <= term.start and t.tag.startswith(GANGS)]
    if not before or term.start - before[-1].end > _NEAR:
        return False
    places = [p.start for p in sentence.places if p.kind != "region"] + [
        t.start for t in sentence.terms if t.tag in ("target", "area")
    ]
    return any(-1 <= start - term.end <= _NEAR for start in places)


_TRIED = re.compile(rf"\b{any_of('tries to')}\s$")
_NEAR = 45  # characters between the subject, its verb and the place


def _set_alight(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether people set fire to something that an attack is made on: no bodies, tyres or barricades."""
    if _by_uniforms(sentence, term):
        return False
    if term.tag == "arson.state" and not _SET.search(analysis.folded, max(sentence.start, term.start - 70), term.start):
        return False
    if _OTHER_FIRES.match(analysis.folded, term.end):
        return False
    struck = [t for t in things_struck(analysis, sentence) if 0 <= t.start - term.end <= _NEAR]
    they = bool(_THEY.search(analysis.folded[max(sentence.start, term.start - 12) : term.end]))
    return _people_near(sentence) or (they and bool(struck))


_SET = re.compile(rf"\b{any_of('sets (alight)')}\b")
_OTHER_FIRES = re.compile(rf"\s(?:\w+\s){{0,2}}{any_of('what protesters burn')}\b")
_THEY = re.compile(r"\byo\s(?:te\s|t ap\s|ap\s)?\w+$|\bon a\s\w+$|\b(?:quem|incendi|saque)aron$|\bprendieron fuego$")


def _by_uniforms(sentence: Sentence, term: Term) -> bool:
    """Whether police or soldiers stand right before the verb as its subject: "officers burned their own helicopter"."""
    last = max((g for g in sentence.groups if g.end <= term.start), key=lambda g: g.end, default=None)
    uniforms = ("mission", "police", "military")
    passive = any(t.tag == "be" and last and last.end <= t.start < term.start for t in sentence.terms)
    return last is not None and last.who in uniforms and term.start - last.end <= _NEAR and not passive


def _went_wrong(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether a shot or blast is called an accident: beside the word, for a title also in the sentence after it."""
    reach = 70 if term.tag in ("other.blast", "weapon.verb") else 30
    if _BY_ACCIDENT.search(
        analysis.folded, max(sentence.start, term.start - reach), min(sentence.end, term.end + reach)
    ):
        return True
    end = analysis.sentences[min(sentence.index + 1, len(analysis.sentences) - 1)].end
    return sentence.zone == "title" and bool(_BY_ACCIDENT.search(analysis.folded, sentence.start, end))


_BY_ACCIDENT = re.compile(rf"\b{any_of('by accident')}\b")


def _acts(sentence: Sentence, term: Term) -> bool:
    """Whether an armed group stands before the verb as its subject."""
    return any(t.end <= term.start and t.tag.startswith(("body.gang", "person.gang", "armed:")) for t in sentence.terms)


def _whom(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether people stand before the armed group that takes them away: "the nine people whom gunmen took away"."""
    actors = [t for t in sentence.terms if t.end <= term.start and t.tag.startswith(GANGS)]
    people = [g for g in sentence.groups if actors and g.end <= actors[-1].start and g.who != "gang"]
    return bool(people) and bool(_WHOM.fullmatch(analysis.folded, people[-1].end, actors[-1].start))


_WHOM = re.compile(rf"\s{any_of('whom')}\s(?:\w+\s){{0,2}}")
_CLEARED = re.compile(rf"\s(?:\w+\s){{0,2}}{any_of('cleared away')}\b")


def _people_near(sentence: Sentence) -> bool:
    return any(t.tag == "crowd" or t.tag.startswith(GANGS) for t in sentence.terms)


def _draft(analysis: Analysis, sentence: Sentence, terms: Sequence[Term]) -> Draft:
    best = min(
        terms,
        key=lambda t: (_ORDER.index(_kind(sentence, t)), t.start),
    )
    window = Window(analysis, sentence, sentence.start, best.start, best.end, sentence.end)
    actor = actor_in(analysis, sentence, best.start)
    if _kind(sentence, best) == "drone" and actor == "gang" and not _acts(sentence, best):
        actor = None  # "a drone struck a gang's base": whom a drone strikes did not send it
    return Draft(
        Attack(
            actor or "unknown",
            target_of(analysis, sentence, best, prison=_kind(sentence, best) == "prison break"),
            _MODES[_kind(sentence, best)],
        ),
        sentence.index,
        best.start,
        best.end,
        f"attack.{best.tag.partition('.')[2]}",
        when=window_when(window) or begun(window) or _day_after(analysis, sentence, best),
        place=window_place(window),
        flags=window_flags(window),
        score=0.5 if sentence.zone == "title" else 1.0,
    )


def _kind(sentence: Sentence, term: Term) -> str:
    """The mode a word stands for; shells and bombs make an assault a thing of its own ("other")."""
    mode = term.tag.partition(".")[0]
    if mode == "escape":
        return "prison break"
    if mode == "entry":
        return "assault"
    if mode in ("weapon", "assault"):
        weapon = _weapon(sentence, term)
        if weapon == "drone":
            return "drone"
        if weapon == "gunshot":
            return "assault"
        if mode == "weapon" or weapon == "shelling":
            return "other"
    return mode
