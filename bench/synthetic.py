"""Happenings and the noisy claims that reports make of them, from a seed: what linking at scale is measured on."""

from __future__ import annotations

from typing import Any

import numpy as np

from veye.resolve.blocking import mix
from veye.resolve.columns import OPEN, Columns, empty

Array = np.ndarray[Any, np.dtype[Any]]
PLACES, REGIONS, DAYS, GANGS = 6000, 150, 3650, 60


def make(claims: int, seed: int) -> tuple[Columns, Array, int]:
    """Episode rows, the true happening of each, and how many claims they fold (at least `claims`).

    Noise as reports have it: days missing, a day off or given as a month; places missing, given by their region or
    by a neighbour; tolls that grow, are rounded, open or missing; attackers unnamed; later reports that only recall.
    """
    rng = np.random.default_rng(seed)
    per_episode = 2.6
    happenings = int(claims / per_episode / 2.3) + 1
    lat, lon = rng.uniform(15, 25, PLACES), rng.uniform(-80, -65, PLACES)
    region = rng.integers(0, REGIONS, PLACES)
    lat, lon = lat * 0.2 + (17 + region % 12) * 0.8, lon * 0.1 - 66 - (region // 12) * 0.9
    day = rng.integers(700_000, 700_000 + DAYS, happenings)
    place = (PLACES * rng.beta(1, 3, happenings)).astype(int)
    killed = np.minimum(rng.zipf(1.9, happenings), 400)
    wounded = np.where(rng.random(happenings) < 0.6, np.minimum(rng.zipf(1.7, happenings), 400), 0)
    who = rng.integers(0, 4, happenings)
    gang = rng.integers(1, GANGS, happenings)
    mode = rng.integers(0, 6, happenings)
    reports = rng.geometric(1 / 2.3, happenings)
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
    cols.actor[named, 0] = mix(gang[t][named], 77)
    cols.generic[:] = np.where(named, 0, 1)
    cols.cause[:] = np.where(rng.random(n) < 0.6, 1, 0)
    cols.doc[:] = np.arange(n) // 2
    cols.origin[:] = np.arange(n) // 2
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
    cols.place[:, 0] = np.where(known, np.where(wide, mix(region[at], 5), mix(at, 6)), 0)
    cols.ancestor[:, 0, 0] = np.where(known & ~wide, mix(region[at], 5), 0)
    cols.point[:, 0, 0], cols.point[:, 0, 1] = lat[at], lon[at]
    cols.radius[:, 0] = np.where(wide, 45, 4)


def _tolls(cols: Columns, t: Array, killed: Array, wounded: Array, who: Array, rng: np.random.Generator) -> None:
    n = len(t)
    cols.group[:] = 1 << who[t]
    wrong = rng.random(n) < 0.04
    cols.group[wrong] = 8
    cols.outcome[:] = 1 | np.where(wounded[t] > 0, 2, 0)
    for k, (outcome, true) in enumerate(((1, killed[t]), (2, wounded[t]))):
        told = np.where(rng.random(n) < 0.2, np.maximum(1, np.rint(true * rng.uniform(0.5, 1.6, n))), true).astype(int)
        told = np.where(rng.random(n) < 0.1, 0, told)
        some = (told > 0) & (true > 0)
        cols.fact[:, k] = np.where(some, mix(np.full(n, outcome), who[t], 9), 0)
        cols.low[:, k] = np.where(some, told, 0)
        cols.high[:, k] = np.where(rng.random(n) < 0.15, OPEN, np.where(some, told, 0))
