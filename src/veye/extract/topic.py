"""What kind of story a report is, and in which countries its mission serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from veye.extract.lexicon import Term
from veye.extract.wordlists import word_set, word_table

# Whose soldiers are a party to the conflict of the country in which a mission serves.
_PARTIES = {h: tuple(v) for h, v in word_table("neighbours at war").items()}


# Where conflicts of our time take place: the likelier scene of two countries that a text names.
_TROUBLED = word_set("troubled countries")


class Topic(msgspec.Struct, frozen=True):
    """`veto`: sport, traffic, crime, film, disaster, labour, history, or None. `hosts`: English country names.
    `mission`: whether an international force is spoken of.
    """

    veto: str | None
    hosts: frozenset[str]
    parties: frozenset[str]
    mission: bool


_ARMS = frozenset({"cause.gunshot", "cause.explosion", "cause.drone", "cause.shelling"})

# How strongly one word of an everyday story speaks against a report of a mission or of armed groups.
_WEIGHTS = {"film": 4.0, "sport": 3.0, "crime": 2.0, "disaster": 2.5, "labour": 2.0, "traffic": 1.5, "history": 1.0}
_OPENING = 80  # characters: a work of fiction that is named so early is what the report is about

# A report that opens with one of these words reviews a work.
_REVIEWS = word_set("opens a review")


def topic_of(
    terms: Sequence[Term], *, opening: str = "", mission_hosts: Iterable[str] = (), known_places: int = 0
) -> Topic:
    """The topic of a document from all its terms. `mission_hosts` are the host countries of the profile at hand: they
    stand in where the text names no country of its own. `known_places` is how many of its places they have.
    """
    hosts: set[str] = set()
    named: Counter[str] = Counter()
    distinct: dict[str, set[tuple[int, int]]] = {}
    opens: set[str] = set()
    mission = armed = military = context = violent = arms = 0
    native = named_gang = False
    for term in terms:
        kind, _, value = term.tag.partition(":") if ":" in term.tag else term.tag.partition(".")
        if kind == "mission":
            mission += 1
            if value:
                hosts.add(value)
        elif kind in ("country", "scene", "region"):
            named[value] += 1
        elif kind == "demonym" and value in _TROUBLED:
            native = True
        elif kind == "armed":
            armed += 1
            named_gang |= value == "gang"
        elif kind in ("person", "body"):
            side = value.partition(".")[0]
            mission += side == "mission" and kind == "person"
            armed += side == "gang"
            military += side == "military"
            context += kind == "body" and side == "mission"
        elif kind == "topic":
            distinct.setdefault(value, set()).add((term.start, term.end))
            opens.update((value,) if term.start < _OPENING else ())
        elif (term.subject == "attacks" and kind not in ("weapon", "entry")) or kind in ("gear", "pierced", "abducted"):
            violent += 1
        elif term.tag in _ARMS:
            arms += 1
        elif kind == "context":
            context += 1
    scene = bool(_TROUBLED & set(named)) or bool(hosts) or native or named_gang
    abroad = _soldiers_abroad(terms, set(mission_hosts))
    scene |= known_places > 0 and abroad
    violent += arms + abroad + _killed_by_or_of_uniforms(terms) if scene else 0
    grounds = mission + armed + military + context + violent
    strength = 3 * min(mission, 4) + 1.5 * min(armed, 6) + 0.75 * min(military, 4) + 0.75 * min(context, 6) + 2 * scene
    if armed and (violent or arms):
        distinct.pop("traffic", None)  # a bus that gunmen stop is no story of traffic
    veto = None
    if distinct:
        subject = max(distinct, key=lambda k: len(distinct[k]))
        told = len(distinct[subject]) + 2 * (subject in opens and subject == "film")
        if _WEIGHTS[subject] * told > strength + 1:
            veto = subject
    if not scene and mission == 0 and distinct.keys() & {"crime", "sport", "traffic", "film"}:
        veto = veto or next(iter(sorted(distinct.keys() & {"crime", "sport", "traffic", "film"})))
    if opening in _REVIEWS:
        veto = "film"
    if grounds == 0 or (strength < 1.5 and not scene):
        veto = veto or "other"
    if not hosts and (not named or set(mission_hosts) & set(named) or not _TROUBLED & set(named)):
        hosts |= set(mission_hosts)
    if not hosts and named:
        ranked = [c for c, _ in named.most_common()]
        hosts.add(next((c for c in ranked if c in _TROUBLED), ranked[0]))
    parties = frozenset(p for h in hosts for p in _PARTIES.get(h, ()))
    return Topic(veto, frozenset(hosts), parties, mission > 0)


def _soldiers_abroad(terms: Sequence[Term], hosts: set[str]) -> bool:
    """Whether soldiers or police of another country are spoken of: "a Salvadoran private", "deux policiers kényans"."""
    uniforms = [t for t in terms if t.tag.startswith(_UNIFORMS)]
    abroad = [t for t in terms if t.tag.startswith(("demonym:", "country:")) and t.tag.partition(":")[2] not in hosts]
    return any(0 <= a.start - u.end <= 4 or 0 <= u.start - a.end <= 1 for u in uniforms for a in abroad)


def _killed_by_or_of_uniforms(terms: Sequence[Term]) -> bool:
    """Whether somebody is killed where police, soldiers or a prosecutor are spoken of."""
    uniforms = any(t.tag.startswith(_IN_OFFICE) for t in terms)
    return uniforms and any(t.tag in ("killed.either", "killed.object") for t in terms)


_IN_OFFICE = ("body.police", "body.military", "person.police.", "person.military.", "prosecutor")
_UNIFORMS = ("person.military.", "person.police.", "person.force.")
