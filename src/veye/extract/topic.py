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
_TRAVELLERS = word_set("countries of travellers")


class Topic(msgspec.Struct, frozen=True):
    """`veto`: the kind of everyday story (a key of `_WEIGHTS`), "elsewhere", "other", or None. `hosts`: English country
    names. `mission`: whether an international force is spoken of.
    """

    veto: str | None
    hosts: frozenset[str]
    parties: frozenset[str]
    mission: bool


_ARMS = frozenset({"cause.gunshot", "cause.explosion", "cause.drone", "cause.shelling"})

# How strongly one word of an everyday story speaks against a report of a mission or of armed groups.
_WEIGHTS = {
    "film": 4.0,
    "sport": 3.0,
    "science": 3.0,
    "disaster": 2.5,
    "exercise": 2.5,
    "ceremony": 2.5,
    "crime": 2.0,
    "labour": 2.0,
    "traffic": 1.5,
    "history": 2.0,
}
_OPENING = 80  # characters: what is named so early is what the report is about
_LONG_AGO = 30  # years: what happened before is history, even where nothing else says so

# A report that opens with one of these words reviews a work.
_REVIEWS = word_set("opens a review")


def topic_of(
    terms: Sequence[Term],
    *,
    opening: str = "",
    mission_hosts: Iterable[str] = (),
    home_places: int = 0,
    away_places: int = 0,
    years_ago: Iterable[int] = (),
) -> Topic:
    """The topic of a document from all its terms. `mission_hosts` are the host countries of the profile at hand: they
    stand in where the text names no country of its own. `home_places` and `away_places` are how many of its
    towns they have and other countries have, `years_ago` how long before the report each of its dates lies.
    """
    hosts: set[str] = set()
    named: Counter[str] = Counter()
    distinct: dict[str, set[tuple[int, int]]] = {}
    opens: set[str] = set()
    crashes: set[tuple[int, int]] = set()
    bodies = mission = armed = military = context = violent = burned = arms = bare = 0
    native = named_gang = gangs = False
    past = _of_veterans(terms)
    for term in terms:
        kind, _, value = term.tag.partition(":") if ":" in term.tag else term.tag.partition(".")
        if kind == "mission":
            mission += term not in past
            if value:
                hosts.add(value)
        elif kind in ("country", "scene", "region"):
            named[value] += 1
        elif kind == "demonym" and value in _TROUBLED:
            native = True
        elif kind == "armed":
            armed += 1
            named_gang = True
        elif kind in ("person", "body"):
            side = value.partition(".")[0]
            mission += side == "mission" and kind == "person" and term not in past
            armed += side == "gang"
            military += side == "military"
            bare += kind == "body" and side == "mission" and term.end - term.start <= _BARE
            bodies += kind == "body" and side == "mission" and term.end - term.start > _BARE
            gangs |= kind == "body" and side == "gang"
        elif kind == "topic":
            distinct.setdefault(value, set()).add((term.start, term.end))
            opens.update((value,) if term.start < _OPENING else ())
        elif term.subject == "attacks" and kind == "arson":
            burned += 1
        elif (term.subject == "attacks" and kind not in _NO_FIGHT) or kind in ("gear", "pierced", "abducted"):
            violent += 1
        elif term.tag == _CRASH:
            crashes.add((term.start, term.end))
        elif term.tag in _ARMS:
            arms += 1
        elif kind == "context":
            context += 1
    for count, age in enumerate(years_ago):
        if age >= _LONG_AGO:
            distinct.setdefault("history", set()).add((-1, count))
    if crashes and mission + bodies + armed == 0 and not any(t.tag.startswith(_IN_UNIFORM) for t in terms):
        distinct.setdefault("traffic", set()).update(crashes)
    scene = bool(_TROUBLED & set(named)) or bool(hosts) or (native and not away_places) or named_gang
    abroad = _abroad(terms, _UNIFORMS, set(mission_hosts))
    scene |= home_places > 0 and abroad
    fought = violent + arms
    scene |= fought > 0 and home_places > 0 and not distinct
    violent += burned + (arms + abroad + _killed_by_or_of_uniforms(terms) if scene else 0)
    context += bodies + bare
    bodies += bare if scene else 0
    sent = _abroad(terms, ("body.mission",), set(mission_hosts))
    grounds = mission + armed + military + context + violent
    strength = (
        3 * min(mission, 4) + 1.5 * min(armed, 6) + 0.75 * min(military, 4) + 0.75 * min(context, 6) + 2 * scene + sent
    )
    uniforms = any(t.tag.startswith(_IN_OFFICE) for t in terms)
    if (armed and (violent or arms)) or (uniforms and arms):
        distinct.pop("traffic", None)  # a bus that gunmen stop, a patrol under fire are no story of traffic
    if armed and arms and "disaster" not in opens:
        distinct.pop("disaster", None)  # gunmen who drown on the run are no story of a disaster
    veto = None
    ours = armed + mission + bodies > 0 or (abroad and scene)
    told = {
        k: len(v) + 2 * (k in opens and (k in _SPOKEN_OF_EARLY or (k in (*_PLAIN, "sport") and not ours)))
        for k, v in distinct.items()
    }
    subject = max(told, key=lambda k: _WEIGHTS[k] * told[k], default="")
    if told and _WEIGHTS[subject] * told[subject] > strength + 1:
        veto = subject
    if not scene and mission == 0:
        veto = veto or min(distinct.keys() & _ALONE, default=None)
    if told and not ours and not fought and (len(distinct[subject]) > 1 or subject in _PLAIN) and subject != "crime":
        veto = veto or subject
    hurt = any(t.tag.startswith(_HURT) for t in terms)
    at_home = scene or mission + bodies + bare + home_places > 0 or set(mission_hosts) & set(named)
    if not at_home and (
        (hurt and (named or away_places)) or (mission_hosts and fought and context + military == 0 and not gangs)
    ):
        veto = veto or "elsewhere"
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
    lands = {t.tag.partition(":")[2] for t in terms if t.tag.startswith(("country:", "demonym:", "scene:"))}
    if mission + bodies + bare + home_places == 0 and len(lands - _TRAVELLERS) == 1:
        parties |= lands & set(named)  # without a mission, soldiers of the one country told of are at home
    return Topic(veto, frozenset(hosts), parties, mission > 0)


def _of_veterans(terms: Sequence[Term]) -> set[Term]:
    """What a "former" stands beside: an ex-peacekeeper is nobody of a mission."""
    former = [t for t in terms if t.tag == "former"]
    return {t for t in terms if any(0 <= t.start - f.end <= 12 or 0 <= f.start - t.end <= 1 for f in former)}


def _abroad(terms: Sequence[Term], tags: tuple[str, ...], hosts: set[str]) -> bool:
    """Whether soldiers or police of another country are spoken of: "a Salvadoran private", "deux policiers kényans"."""
    uniforms = [t for t in terms if t.tag.startswith(tags)]
    abroad = [t for t in terms if t.tag.startswith(("demonym:", "country:")) and t.tag.partition(":")[2] not in hosts]
    return any(0 <= a.start - u.end <= 4 or 0 <= u.start - a.end <= 1 for u in uniforms for a in abroad)


def _killed_by_or_of_uniforms(terms: Sequence[Term]) -> bool:
    """Whether somebody is killed where police, soldiers or a prosecutor are spoken of."""
    uniforms = any(t.tag.startswith(_IN_OFFICE) for t in terms)
    return uniforms and any(t.tag in ("killed.either", "killed.object") for t in terms)


_HURT = ("killed.", "wounded.")
_BARE = 11  # characters: "force", "mission", "contingente" by themselves, which everyday stories use too
_CRASH = "cause.vehicle accident"
_NO_FIGHT = ("weapon", "entry", "escape", "prison")  # words of attacks that say little by themselves
_IN_UNIFORM = ("person.police.", "person.military.")
# Without a scene of conflict and a mission, one word of these decides.
_ALONE = frozenset({"crime", "sport", "traffic", "film"})
# A single word of these is seldom said of anything else.
_PLAIN = ("disaster", "ceremony", "exercise", "science", "history")
# Works of fiction, honours and exercises are often about missions: named first, they are the subject all the same.
_SPOKEN_OF_EARLY = ("film", "ceremony", "exercise")
_IN_OFFICE = ("body.police", "body.military", "person.police.", "person.military.", "prosecutor")
_UNIFORMS = ("person.military.", "person.police.", "person.force.")
