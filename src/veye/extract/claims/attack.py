"""Attacks and clashes: one draft for each sentence that tells of one; the document pass joins them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from veye.extract.analysis import Analysis, Draft, Group, Sentence
from veye.extract.claims.casualty import find_triggers
from veye.extract.clauses import negated, only_planned, window_flags, window_place
from veye.extract.days import begun, window_when
from veye.extract.lexicon import Term
from veye.extract.window import Window
from veye.extract.wordlists import any_of
from veye.records import Attack
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
    for sentence in analysis.body():
        terms = [t for t in sentence.terms if t.subject == "attacks"]
        usable = [t for t in terms if _speaks(analysis, sentence, t)]
        for part in _stretches(analysis, usable):
            draft = _draft(analysis, sentence, part)
            if not draft.flags.cumulative:
                yield draft


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
    if mode == "weapon":
        return _weapon(sentence, term) is not None and not negated(window) and not only_planned(window)
    if mode == "entry":
        return _gang_enters(sentence, term) and not negated(window) and not only_planned(window)
    if mode == "escape":
        return any(t.tag == "prison" for t in sentence.terms) and not negated(window) and not only_planned(window)
    if mode == "prison break" and kind == "noun" and not sentence.has("prison"):
        return False  # a mutiny of no prisoners
    if mode not in _MODES or negated(window) or only_planned(window):
        return False
    if _ANY.search(analysis.folded[max(sentence.start, term.start - 10) : term.start]):
        return False
    if _BY_ACCIDENT.search(analysis.folded, max(sentence.start, term.start - 30), min(sentence.end, term.end + 30)):
        return False
    if mode == "arson" and (not _people_near(sentence) or _by_uniforms(sentence, term)):
        return False
    if mode == "kidnapping":
        when = window_when(window)
        return (when is not None and when.days <= 7) or _acts(sentence, term)
    if kind == "plural":
        when = window_when(window)
        return when is not None and when.days <= 2 and bool(sentence.places or sentence.groups)
    if kind == "noun" and _RECALLED.search(analysis.folded[max(sentence.start, term.start - 30) : term.start]):
        return False
    if kind == "noun":
        return bool(find_triggers(sentence) or sentence.places or window_when(window) or _targets(sentence))
    return bool(sentence.groups or sentence.places or _targets(sentence))


def _weapon(sentence: Sentence, term: Term) -> str | None:
    """The weapon beside a word like "hit": "drone", "shelling" or "explosion"; None where there is none."""
    near = [
        t
        for t in sentence.terms
        if t.tag in ("cause.drone", "cause.shelling", "cause.explosion", "cause.gunshot")
        and t.subject == "outcomes"
        and min(abs(t.start - term.end), abs(term.start - t.end)) <= 50
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


def _gang_enters(sentence: Sentence, term: Term) -> bool:
    """Whether an armed group goes into a place: "gunmen entered the village"."""
    before = [t for t in sentence.terms if t.end <= term.start and t.tag.startswith(_GANGS)]
    if not before or term.start - before[-1].end > _NEAR:
        return False
    places = [p.start for p in sentence.places] + [t.start for t in sentence.terms if t.tag in ("target", "area")]
    return any(-1 <= start - term.end <= _NEAR for start in places)


_GANGS = ("body.gang", "person.gang", "armed:")
_NEAR = 45  # characters between the subject, its verb and the place


def _by_uniforms(sentence: Sentence, term: Term) -> bool:
    """Whether police or soldiers stand right before the verb as its subject: "officers burned their own helicopter"."""
    last = max((g for g in sentence.groups if g.end <= term.start), key=lambda g: g.end, default=None)
    uniforms = ("mission", "police", "military")
    passive = any(t.tag == "be" and last and last.end <= t.start < term.start for t in sentence.terms)
    return last is not None and last.who in uniforms and term.start - last.end <= _NEAR and not passive


_BY_ACCIDENT = re.compile(rf"\b{any_of('by accident')}\b")


def _acts(sentence: Sentence, term: Term) -> bool:
    """Whether an armed group stands before the verb as its subject."""
    return any(t.end <= term.start and t.tag.startswith(("body.gang", "person.gang", "armed:")) for t in sentence.terms)


def _people_near(sentence: Sentence) -> bool:
    return any(t.tag == "crowd" or t.tag.startswith(_GANGS) for t in sentence.terms)


def _draft(analysis: Analysis, sentence: Sentence, terms: Sequence[Term]) -> Draft:
    stormed = any(t.tag == "assault.verb" and _kind(sentence, t) == "assault" for t in terms)
    best = min(
        terms,
        key=lambda t: (_ORDER.index(_kind(sentence, t)) + 3 * (stormed and _kind(sentence, t) == "other"), t.start),
    )
    window = Window(analysis, sentence, sentence.start, best.start, best.end, sentence.end)
    actor = actor_in(analysis, sentence, best.start)
    if _kind(sentence, best) == "drone" and actor == "gang" and not _acts(sentence, best):
        actor = None  # "a drone struck a gang's base": whom a drone strikes did not send it
    return Draft(
        Attack(actor or "unknown", _target(analysis, sentence, best), _MODES[_kind(sentence, best)]),
        sentence.index,
        best.start,
        best.end,
        f"attack.{best.tag.partition('.')[2]}",
        when=window_when(window) or begun(window),
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


def actor_in(analysis: Analysis, sentence: Sentence, position: int) -> str | None:
    """Who acts in a sentence: a named armed group, "gang", "police", "military", or None."""
    if any(t.tag == "unknown" for t in sentence.terms):
        return "unknown"
    if any(t.tag == "demonym:Israel" for t in sentence.terms):
        return "Israeli military"
    named = [t for t in sentence.terms if t.tag.startswith("armed:")]
    if named:
        nearest = min(named, key=lambda t: abs(t.start - position))
        name = nearest.tag.partition(":")[2]
        return "gang" if name == "gang" else analysis.words(nearest.start, nearest.end)
    if any(t.tag.startswith(("body.gang", "person.gang")) for t in sentence.terms):
        return "gang"
    crowd = [t for t in sentence.terms if t.tag == "crowd"]
    return analysis.words(crowd[0].start, crowd[0].end) if crowd else None


def _targets(sentence: Sentence) -> list[Term]:
    return [t for t in sentence.terms if t.tag in ("target", "body.mission") or t.tag.startswith("mission:")]


def _target(analysis: Analysis, sentence: Sentence, best: Term) -> str | None:
    """Whom or what the attack struck: people other than the attackers, and the thing nearest to the word."""
    people: list[Group] = [g for g in sentence.groups if g.who != "gang" and not g.generic]
    parts: list[tuple[int, str]] = []
    if people:
        nearest = min(people, key=lambda g: abs(g.start - best.end))
        parts.append((nearest.start, nearest.words))
    things = _targets(sentence)
    for thing in sorted(things, key=lambda t: abs(t.start - best.end))[:2]:
        words = analysis.words(thing.start, thing.end)
        if not any(words in p for _, p in parts):
            parts.append((thing.start, words))
    return " ".join(w for _, w in sorted(parts)) or None
