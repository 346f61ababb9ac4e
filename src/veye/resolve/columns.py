"""Episodes as columns of numbers: what one pair and a hundred million pairs are compared on alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

import msgspec
import numpy as np

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Displacement,
    Document,
    Evacuation,
    Place,
    PlaceMention,
    Strength,
    fold,
)
from veye.records.claim import Cause, Gear, Mode, Outcome
from veye.resolve.counted import GROUPS, NOBODY, Names, counted, country
from veye.resolve.episodes import Episode, Family
from veye.resolve.followed import place_words
from veye.resolve.prints import stable_hash
from veye.resolve.sounds import country_key, sounds
from veye.resolve.tables import word_list

MISSING = np.iinfo(np.int32).min
OPEN = np.iinfo(np.int64).max
WIDE_KM = 60.0
AHEAD_DAYS = 31
"""What is set for a day further ahead of its report is a plan; a report of which only the month is known fits too."""
PLACES, ANCESTORS, WORDS, ACTORS, FACTS = 3, 7, 6, 3, 8
FAMILIES: tuple[Family, ...] = get_args(Family)
GENERIC_ACTORS = {
    "gang": 1, "gangs": 1, "armed group": 1, "armed groups": 1, "bandits": 1, "unknown": 0, "police": 2, "mission": 4,
    "military": 8, "army": 8, "unidentified": 0,
}  # fmt: skip

Array = np.ndarray[Any, np.dtype[Any]]


class Columns(msgspec.Struct):
    """One row an episode. Days are proleptic ordinals, MISSING where not stated; codes are hashes, 0 for none.

    `facts` are up to six (key, low, high): a toll by outcome and group, items by event and class, people of a
    contingent, money of a donor. Masks have one bit a category. `doc` is what tells an episode: its report, or for an
    `event_row` the data set that gives each event a row of its own.
    """

    family: Array
    first: Array
    last: Array
    published: Array
    recalled: Array
    place: Array
    point: Array
    radius: Array
    ancestor: Array
    place_word: Array
    place_sound: Array
    destination: Array
    outcome: Array
    group: Array
    mode: Array
    cause: Array
    gear: Array
    nation: Array
    actor: Array
    generic: Array
    fact: Array
    low: Array
    high: Array
    language: Array
    doc: Array
    event_row: Array
    origin: Array

    def __len__(self) -> int:
        return len(self.family)

    def take(self, rows: Array) -> Columns:
        """The given rows, in that order."""
        return Columns(*(getattr(self, f)[rows] for f in self.__struct_fields__))


def empty(rows: int) -> Columns:
    """Columns of that many rows in which nothing is stated."""
    i64, f32 = np.int64, np.float32
    return Columns(
        family=np.zeros(rows, np.int8),
        first=np.full(rows, MISSING, np.int32),
        last=np.full(rows, MISSING, np.int32),
        published=np.full(rows, MISSING, np.int32),
        recalled=np.zeros(rows, bool),
        place=np.zeros((rows, PLACES), i64),
        point=np.zeros((rows, PLACES, 2), f32),
        radius=np.zeros((rows, PLACES), f32),
        ancestor=np.zeros((rows, PLACES, ANCESTORS), i64),
        place_word=np.zeros((rows, WORDS), i64),
        place_sound=np.zeros((rows, WORDS), i64),
        destination=np.zeros(rows, i64),
        outcome=np.zeros(rows, np.int8),
        group=np.zeros(rows, np.int8),
        mode=np.zeros(rows, np.int16),
        cause=np.zeros(rows, np.int16),
        gear=np.zeros(rows, np.int8),
        nation=np.zeros((rows, ACTORS), i64),
        actor=np.zeros((rows, ACTORS), i64),
        generic=np.zeros(rows, np.int8),
        fact=np.zeros((rows, FACTS), i64),
        low=np.zeros((rows, FACTS), i64),
        high=np.zeros((rows, FACTS), i64),
        language=np.zeros(rows, i64),
        doc=np.zeros(rows, i64),
        event_row=np.zeros(rows, np.int8),
        origin=np.zeros(rows, i64),
    )


def _bit(options: Sequence[str], value: str | None) -> int:
    return 1 << options.index(value) if value in options else 0


def actor_code(name: str, known: Names) -> tuple[int, int]:
    """A hash for a named actor and a mask for a generic one; one of the two is 0. `known` maps names to ids."""
    key = fold(name)
    if key in GENERIC_ACTORS:
        return 0, GENERIC_ACTORS[key]
    return stable_hash("actor " + known.get(key, key)), 0


def _event_set(episode: Episode) -> str:
    """The data set of an episode that is a row of one that gives each event a row of its own; else empty."""
    sets = {c.row.dataset for c in episode.claims if c.row is not None}
    name = next(iter(sets)) if len(sets) == 1 and all(c.row for c in episode.claims) else ""
    return f"data set {name}" if name.partition(":")[0] in _EVENT_SETS else ""


def _days(cols: Columns, i: int, episode: Episode, doc: Document | None) -> None:
    """What is set for a later day is news of the day on which it was told: it has no day of its own yet.

    What happened in a stretch of days happened by the day of its report.
    """
    day: date | None = doc.published_day if doc is not None else None
    if day is not None:
        cols.published[i] = day.toordinal()
    if episode.when is None:
        return
    first, last = episode.when.earliest, episode.when.latest
    if day is None or ((last if episode.family == "milestone" else first) - day).days <= AHEAD_DAYS:
        to_the_day = doc is not None and len(doc.published or "") >= len("2025-01-31")
        if day is not None and to_the_day and first <= day and not any(c.flags.planned for c in episode.claims):
            last = min(last, day)
        cols.first[i], cols.last[i] = first.toordinal(), last.toordinal()


_EVENT_SETS = word_list("event data set")


def _held(place: Place) -> tuple[str, ...]:
    """What a place is compared as part of: its containers, and the places that one made from others is made of."""
    of = place.id.partition("~")[0].split("+") if "~" in place.id else []
    return tuple(dict.fromkeys([*of, *place.parents]))


def _code(place: Place) -> int:
    """A wide part of a country or region, "its far south", is compared as the whole: its edge is anybody's guess."""
    of = place.id.partition("~")[0]
    whole = place.radius_km > WIDE_KM and "~" in place.id and "+" not in of
    return stable_hash("place " + (of if whole else place.id))


def _places(cols: Columns, i: int, places: Sequence[PlaceMention]) -> None:
    resolved = sorted((m.place for m in places if m.place), key=lambda p: (p.radius_km, p.id))[:PLACES]
    for k, place in enumerate(resolved):
        cols.place[i, k] = _code(place)
        cols.point[i, k] = place.lat, place.lon
        cols.radius[i, k] = place.radius_km
        for a, parent in enumerate(_held(place)[:ANCESTORS]):
            cols.ancestor[i, k, a] = stable_hash("place " + parent)
    words = sorted({w for m in places for w in place_words(m)})
    for k, word in enumerate(words[:WORDS]):
        cols.place_word[i, k] = stable_hash("word " + word)
    parts = {fold(part) for m in places for part in m.words.split(",")}
    heard = sorted({s for w in (*words, *parts) if len(s := sounds(w)) >= 3})
    for k, sound in enumerate(heard[:WORDS]):
        cols.place_sound[i, k] = stable_hash("sound " + sound)


def _statements(cols: Columns, i: int, claims: Sequence[Claim], known: Names) -> None:
    actors: set[int] = set()
    nations: set[int] = set()
    for claim in claims:
        s = claim.statement
        if isinstance(s, Casualty):
            cols.outcome[i] |= _bit(get_args(Outcome), s.outcome)
            cols.group[i] |= _bit(GROUPS, s.who)
            if s.cause not in ("unknown", "other"):
                cols.cause[i] |= _bit(get_args(Cause), s.cause)
            cols.gear[i] |= _bit(get_args(Gear), s.gear)
            nations |= {stable_hash("nation " + country(s.contingent, known))} if s.contingent else set()
        elif isinstance(s, Attack):
            cols.mode[i] |= _bit(get_args(Mode), s.mode)
            code, mask = actor_code(s.actor, known)
            actors |= {code} - {0}
            cols.generic[i] |= mask
        elif isinstance(s, Strength) and s.contingent != "total":
            nations.add(stable_hash("nation " + country(s.contingent, known)))
        elif isinstance(s, Evacuation) and s.destination:
            cols.destination[i] = stable_hash("destination " + country_key(s.destination))
    for k, code in enumerate(sorted(actors)[:ACTORS]):
        cols.actor[i, k] = code
    for k, code in enumerate(sorted(nations)[:ACTORS]):
        cols.nation[i, k] = code


def _facts(cols: Columns, i: int, claims: Sequence[Claim], known: Names) -> None:
    """What is counted, the most first; running totals of the displaced are recited for weeks."""
    claims = [c for c in claims if not (isinstance(c.statement, Displacement) and c.flags.cumulative)]
    ordered = sorted(counted(claims, known), key=lambda kv: (-(kv[1].best or 0), kv[0]))[:FACTS]
    for k, (key, count) in enumerate(ordered):
        cols.fact[i, k] = stable_hash("fact " + key)
        cols.low[i, k] = count.low if count.low is not None else 0
        cols.high[i, k] = count.high if count.high is not None else OPEN


def encode(
    told: Sequence[Episode],
    docs: Mapping[str, Document],
    origins: Mapping[str, str],
    known: Names = NOBODY,
) -> Columns:
    """The columns of episodes. `origins` maps document ids to origin ids, `known` folded names of
    actors and countries to ids.
    """
    cols = empty(len(told))
    for i, episode in enumerate(told):
        cols.family[i] = FAMILIES.index(episode.family)
        cols.recalled[i] = episode.recalled
        _days(cols, i, episode, docs.get(episode.doc_id))
        _places(cols, i, episode.places)
        _statements(cols, i, episode.claims, known)
        _facts(cols, i, episode.claims, known)
        if episode.doc_id in docs:
            cols.language[i] = stable_hash(docs[episode.doc_id].language)
        data_set = _event_set(episode)
        cols.doc[i] = stable_hash(data_set or episode.doc_id)
        cols.event_row[i] = bool(data_set)
        cols.origin[i] = stable_hash(origins.get(episode.doc_id, episode.doc_id))
    return cols
