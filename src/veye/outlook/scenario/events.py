# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""Single happenings as the compiled kernel deals with them: who is hit, what becomes of them, how long things last."""

from __future__ import annotations

import math

from veye.outlook.scenario import columns as at
from veye.outlook.scenario.chance import njit, normal, uniform
from veye.outlook.scenario.layout import LIGHT, MEDIUM, S_CASUALTY, S_CONTACT, S_LIFE, S_PARTS

LIVES, AT_ONCE, BEFORE_CARE, OF_WOUNDS = range(4)
KNOT_10, KNOT_60, KNOT_120 = 0.2448, 0.7995, 0.9767
"""Shares of wounds that kill without care, but not at once, that have killed by 10, 60 and 120 minutes: (67.7 - 57.1),
(91.4 - 57.1) and (99.0 - 57.1) over (100 - 57.1) (Webster et al. 2021, British deaths before care in Afghanistan)."""


@njit()
def minutes_to_death(u):
    """Minutes from wound to death without care at a share `u` of wounds that do not kill at once."""
    if u < KNOT_10:
        return 10.0 * u / KNOT_10
    if u < KNOT_60:
        return 10.0 + 50.0 * (u - KNOT_10) / (KNOT_60 - KNOT_10)
    if u < KNOT_120:
        return 60.0 + 60.0 * (u - KNOT_60) / (KNOT_120 - KNOT_60)
    return 120.0 + 120.0 * (u - KNOT_120) / (1.0 - KNOT_120)


@njit()
def life(key, vehicle, count, p):
    """Days of use to the next failure: Weibull of the mean `failure_days`."""
    return p[at.LIFE] * (-math.log(uniform(key, S_LIFE, vehicle, count))) ** (1.0 / p[at.SHAPE])


@njit()
def nth_in(state, wanted, n):
    """The n-th vehicle, from 0, that is in a state."""
    for v in range(len(state)):
        if state[v] == wanted:
            if n == 0:
                return v
            n -= 1
    return len(state) - 1


@njit()
def who_is(fit, n):
    """The contingent of the n-th fit person, from 0."""
    c = 0
    while n >= fit[c]:
        n -= fit[c]
        c += 1
    return c


@njit()
def passing(armour, p):
    """The share of hits that pass a class of armour."""
    if armour == LIGHT:
        return p[at.LIGHT]
    if armour == MEDIUM:
        return p[at.MEDIUM]
    return min(1.0, p[at.MEDIUM] * p[at.HEAVY])


@njit()
def crew_hit(key, step, address, p):
    """How many of a crew are hit by a round that passed."""
    hurt = 0
    for k in range(int(p[at.CREW] + 0.5)):
        hurt += uniform(key, S_CONTACT, step, address + k) < p[at.CREW_HIT]
    return hurt


@njit()
def parts_wait(key, vehicle, repairs, unpaid, p):
    """Days until the parts for a vehicle's next repair are there."""
    wait = p[at.PARTS] * math.exp(p[at.PARTS_SD] * normal(key, S_PARTS, vehicle, repairs))
    return wait * p[at.UNPAID_PARTS] if unpaid else wait


@njit()
def fate(key, step, b, place_in_line, dt, p):
    """What becomes of one casualty: lives, or dies at once, before care or of wounds."""
    if uniform(key, S_CASUALTY, step, b + 1) < p[at.FATAL] * p[at.GEAR]:
        if uniform(key, S_CASUALTY, step, b + 2) < p[at.ONCE]:
            return AT_ONCE
        delay = p[at.EVAC] * math.exp(p[at.EVAC_SD] * normal(key, S_CASUALTY, step, b // 2 + 4))
        if place_in_line > p[at.EVAC_CAP] * dt:
            delay += p[at.EVAC_WAIT]
        saved = delay <= 60.0 and uniform(key, S_CASUALTY, step, b + 3) < p[at.RESCUE]
        if not saved and minutes_to_death(uniform(key, S_CASUALTY, step, b + 4)) < delay:
            return BEFORE_CARE
    return OF_WOUNDS if uniform(key, S_CASUALTY, step, b + 5) < p[at.DOW] else LIVES


@njit()
def path_of_care(key, stream, step, a, p):
    """Whether a survivor goes abroad, whether he is lost to service (0 or 1), and his days in care."""
    broken = 0
    abroad = uniform(key, stream, step, a) < p[at.ABROAD]
    if abroad:
        stay = p[at.AB]
        broken = 1 if uniform(key, stream, step, a + 1) < p[at.BROKEN] else 0
    elif uniform(key, stream, step, a + 4) < p[at.LEVEL2]:
        stay = p[at.L2]
    else:
        stay = p[at.R1]
    return abroad, broken, stay * math.exp(p[at.STAY] * normal(key, stream, step, (a + 6) // 2))
