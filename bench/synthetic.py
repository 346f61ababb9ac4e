"""Happenings and the noisy claims that reports make of them, from a seed: what linking at scale is measured on."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Count,
    Document,
    Evacuation,
    Place,
    PlaceMention,
    Row,
    Source,
    When,
)
from veye.resolve.columns import OPEN, Columns, empty
from veye.resolve.prints import stable_hash

Array = np.ndarray[Any, np.dtype[Any]]
PLACES, REGIONS, DAYS, GANGS = 6000, 150, 3650, 60
GROUPS = ("mission", "police", "military", "civilian")


def make(claims: int, seed: int, *, reports_each: float = 2.3) -> tuple[Columns, Array, int]:
    """Episode rows, the true happening of each, and how many claims they fold (at least `claims`).

    Noise as reports have it: days missing, a day off or given as a month; places missing, given by their region or
    by a neighbour; tolls that grow, are rounded, open or missing; attackers unnamed; later reports that only recall. A
    report tells two happenings, as a rule different ones, in what was published on its day.
    """
    rng = np.random.default_rng(seed)
    per_episode = 2.6
    happenings = int(claims / per_episode / reports_each) + 1
    lat, lon, region = world()
    day = rng.integers(700_000, 700_000 + DAYS, happenings)
    place = (PLACES * rng.beta(1, 3, happenings)).astype(int)
    killed = np.minimum(rng.zipf(1.9, happenings), 400)
    wounded = np.where(rng.random(happenings) < 0.6, np.minimum(rng.zipf(1.7, happenings), 400), 0)
    who = rng.integers(0, 4, happenings)
    gang = rng.integers(1, GANGS, happenings)
    mode = rng.integers(0, 6, happenings)
    reports = rng.geometric(1 / reports_each, happenings)
    truth = np.repeat(np.arange(happenings), reports)
    n = len(truth)
    cols = empty(n)
    t = truth
    off = rng.choice([0, 1, -1], n, p=[0.9, 0.06, 0.04])
    first = day[t] + off
    last = first.copy()
    month = rng.random(n) < 0.07
    first[month] = first[month] // 30 * 30
    last[month] = first[month] + 29
    dated = rng.random(n) > 0.15
    cols.first[dated], cols.last[dated] = first[dated], last[dated]
    recalled = rng.random(n) < 0.08
    lag = np.where(recalled, rng.integers(10, 200, n), rng.geometric(0.6, n))
    cols.published[:] = day[t] + lag
    cols.recalled[:] = recalled
    _places(cols, t, place, lat, lon, region, rng)
    _tolls(cols, t, killed, wounded, who, rng)
    cols.mode[:] = np.where(rng.random(n) < 0.7, 1 << mode[t], 0)
    named = rng.random(n) < 0.35
    cols.actor[named, 0] = _codes("actor gang {}", GANGS)[gang[t][named]]
    cols.generic[:] = np.where(named, 0, 1)
    cols.cause[:] = np.where(rng.random(n) < 0.6, 1, 0)
    told = np.argsort(cols.published + rng.random(n))
    cols.doc[told] = cols.origin[told] = np.arange(n) // 2
    return cols, truth, int(n * per_episode)


def _places(
    cols: Columns, t: Array, place: Array, lat: Array, lon: Array, region: Array, rng: np.random.Generator
) -> None:
    n = len(t)
    at = place[t].copy()
    neighbour = rng.random(n) < 0.04
    at[neighbour] = (at[neighbour] + 1) % PLACES
    known = rng.random(n) > 0.1
    wide = rng.random(n) < 0.15
    place_code, region_code = _codes("place p{}", PLACES), _codes("place r{}", REGIONS)
    cols.place[:, 0] = np.where(known, np.where(wide, region_code[region[at]], place_code[at]), 0)
    cols.ancestor[:, 0, 0] = np.where(known & ~wide, region_code[region[at]], 0)
    cols.point[:, 0, 0], cols.point[:, 0, 1] = lat[at], lon[at]
    cols.radius[:, 0] = np.where(wide, 45, 4)


def _tolls(cols: Columns, t: Array, killed: Array, wounded: Array, who: Array, rng: np.random.Generator) -> None:
    n = len(t)
    cols.group[:] = 1 << who[t]
    wrong = rng.random(n) < 0.04
    cols.group[wrong] = 8
    cols.outcome[:] = 1 | np.where(wounded[t] > 0, 2, 0)
    for k, (outcome, true) in enumerate((("killed", killed[t]), ("wounded", wounded[t]))):
        codes = np.array([stable_hash(f"fact {outcome}/{g}") for g in GROUPS])
        told = np.where(rng.random(n) < 0.2, np.maximum(1, np.rint(true * rng.uniform(0.5, 1.6, n))), true).astype(int)
        told = np.where(rng.random(n) < 0.1, 0, told)
        some = (told > 0) & (true > 0)
        cols.fact[:, k] = np.where(some, codes[who[t]], 0)
        cols.low[:, k] = np.where(some, told, 0)
        cols.high[:, k] = np.where(rng.random(n) < 0.15, OPEN, np.where(some, told, 0))


def _codes(name: str, size: int) -> Array:
    return np.array([stable_hash(name.format(k)) for k in range(size)])


def world() -> tuple[Array, Array, Array]:
    """Latitude, longitude and region of every place: the same in every run."""
    rng = np.random.default_rng(0)
    region = rng.integers(0, REGIONS, PLACES)
    lat = rng.uniform(3, 5, PLACES) + (17 + region % 12) * 0.8
    return lat, rng.uniform(-8, -6.5, PLACES) - 66 - (region // 12) * 0.9, region


def report(number: int, rng: np.random.Generator) -> tuple[Document, list[Claim]]:
    """A new report of five claims about one happening in the same world."""
    lat, lon, region = world()
    k = int(PLACES * rng.beta(1, 3))
    day = date.fromordinal(int(rng.integers(700_000, 700_000 + DAYS)))
    place = Place(f"p{k}", f"Place {k}", "city", float(lat[k]), float(lon[k]), 4.0, 1, None, (f"r{region[k]}",))
    text = f"Attack at Place {k}\nReport {number} of what happened on {day}."
    doc = Document.make(text, key=f"new-{number}", source=Source("wire"), language="en", published=day.isoformat())
    who: Any = GROUPS[int(rng.integers(0, 4))]
    statements = (
        Attack(f"gang {rng.integers(1, GANGS)}", "residents", "ambush"),
        Casualty("killed", Count.exactly(int(min(rng.zipf(1.9), 400))), who, cause="gunshot"),
        Casualty("wounded", Count.exactly(int(min(rng.zipf(1.7), 400))), who, cause="gunshot"),
        Casualty("missing", Count.exactly(1), who),
        Evacuation(Count.exactly(2), None, "hospital"),
    )
    mention, when = PlaceMention(place.name, place), When.day(day)
    return doc, [
        Claim.make(doc.id, s, (Row("made", f"{number}-{i}", ()),), when=when, place=mention)
        for i, s in enumerate(statements)
    ]
