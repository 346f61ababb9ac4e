# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""One replicate after another, step by step, compiled. `arrays.py` says the same over arrays; tests hold them equal.

Times are in days. A step deals with, in order: what arrives, who comes back from care, patrols and exposure, contacts
and accidents, groundings, wear, the repair shop, money. Vehicles fail, wait and are repaired at exact times within a
step, so that the step's length does not bias them.
"""

from __future__ import annotations

import math

import numpy as np

from veye.outlook.scenario.chance import gamma, njit, normal, poisson, uniform
from veye.outlook.scenario.layout import (
    COLUMN,
    GROUNDED,
    LIGHT,
    LOST,
    MEDIUM,
    OUT,
    PARTS,
    PIPELINE,
    READY,
    S_ACCIDENT,
    S_ARRIVAL,
    S_CASUALTY,
    S_CONTACT,
    S_CONTACTS,
    S_DELIVERY,
    S_INJURY,
    S_KIND,
    S_LIFE,
    S_MONEY,
    S_ORDER,
    S_ORDER_SHARE,
    S_PARTS,
    S_REPAIR,
    S_WEEK,
    S_WITHDRAWAL,
    SHOP,
    TRANCHES,
    WAVES,
)
from veye.outlook.scenario.queue import fill, pop, push

YEAR = 365.25
NEVER = 1e18
PLACES = 64  # casualties of one contact that have addresses of their own

P_THREAT, P_FORCE = COLUMN["threat_elasticity"], COLUMN["force_effect"]
P_CLUSTER, P_RATE = COLUMN["contact_clustering"], COLUMN["contact_rate"]
P_SHARE, P_SIZE, P_NEED, P_SORTIES = (
    COLUMN[n] for n in ("patrol_share", "patrol_size", "patrol_vehicles", "vehicle_sorties")
)
P_MOUNTED, P_HIT = COLUMN["mounted_share"], COLUMN["vehicle_hit"]
P_LIGHT, P_MEDIUM, P_HEAVY = COLUMN["penetration_light"], COLUMN["penetration_medium"], COLUMN["heavy_over_medium"]
P_CREW, P_CREW_HIT, P_FOOT = COLUMN["crew"], COLUMN["casualty_if_penetrated"], COLUMN["foot_casualties"]
P_DAMAGE, P_LOSS = COLUMN["vehicle_damage"], COLUMN["vehicle_loss"]
P_FATAL, P_GEAR, P_ONCE = COLUMN["fatal_share"], COLUMN["gear_fatality"], COLUMN["at_once_share"]
P_EVAC, P_EVAC_SD, P_EVAC_CAP, P_EVAC_WAIT = (
    COLUMN[n] for n in ("evacuation_minutes", "evacuation_spread", "evacuation_capacity", "evacuation_wait")
)
P_RESCUE, P_DOW = COLUMN["rescue_share"], COLUMN["died_of_wounds"]
P_ABROAD, P_LEVEL2, P_BROKEN = COLUMN["abroad_share"], COLUMN["level_two_share"], COLUMN["invalided_share"]
P_R1, P_L2, P_AB, P_STAY = (COLUMN[n] for n in ("role_one_days", "level_two_days", "abroad_days", "stay_spread"))
P_ACC, P_ACC_DIE = COLUMN["accident_deaths"], COLUMN["accident_killed_share"]
P_LIFE, P_SHAPE = COLUMN["failure_scale"], COLUMN["failure_shape"]
P_PARTS, P_PARTS_SD, P_REPAIR, P_REPAIR_SD, P_BAYS = (
    COLUMN[n] for n in ("parts_days", "parts_spread", "repair_days", "repair_spread", "repair_bays")
)
P_ORDER, P_ORDER_HIT, P_ORDER_SHARE, P_ORDER_DAYS, P_ORDER_SD = (
    COLUMN[n]
    for n in ("grounding_rate", "grounding_after_penetration", "grounding_share", "grounding_days", "grounding_spread")
)
P_CONV, P_ARRIVE, P_WAIT_SD, P_LEAVE = (
    COLUMN[n] for n in ("personnel_conversion", "arrival_days", "arrival_spread", "withdrawal_rate")
)
P_XPEOPLE, P_XVEHICLES, P_DELIVER = COLUMN["extra_personnel"], COLUMN["extra_vehicles"], COLUMN["vehicle_days"]
P_FUND, P_FUND_DAYS, P_XFUND = COLUMN["funds_conversion"], COLUMN["funds_days"], COLUMN["extra_funds"]
P_COST, P_COST_REPAIR, P_PAY = COLUMN["cost_person_day"], COLUMN["cost_repair"], COLUMN["pay_share"]
P_KIND, P_STOP, P_STOP_DAYS = COLUMN["in_kind_share"], COLUMN["in_kind_stops"], COLUMN["in_kind_stop_days"]
P_UNPAID, P_UNPAID_PARTS = COLUMN["unpaid_patrols"], COLUMN["unpaid_parts"]

(
    O_MEAN_FIT, O_END_FIT, O_MEAN_READY, O_END_READY, O_DEATHS, O_OTHER, O_BEFORE, O_DOW, O_WOUNDED, O_INJURED, O_EVAC,
    O_CONTACTS, O_HITS, O_PEN, O_BREAK, O_LOST, O_ORDERS, O_ORDERED, O_BELOW, O_OUT, O_SPENT, O_IN, O_ARRIVED,
    O_LEFT, O_CARE, O_REPAIRS, O_SHOP_DAYS, O_SHOP_AREA, O_VARRIVED, O_PATROLS, O_WRONG,
) = range(len(OUT))  # fmt: skip

KNOT_10, KNOT_60, KNOT_120 = 0.2448, 0.7995, 0.9767
"""Shares of wounds that kill without care, but not at once, that have killed by 10, 60 and 120 minutes: (67.7 - 57.1),
(91.4 - 57.1) and (99.0 - 57.1) over (100 - 57.1) (Webster et al. 2021, British deaths before care in Afghanistan)."""


@njit(cache=True, inline="always")
def minutes_to_death(u):
    """Minutes from wound to death without care at a share `u` of wounds that do not kill at once."""
    if u < KNOT_10:
        return 10.0 * u / KNOT_10
    if u < KNOT_60:
        return 10.0 + 50.0 * (u - KNOT_10) / (KNOT_60 - KNOT_10)
    if u < KNOT_120:
        return 60.0 + 60.0 * (u - KNOT_60) / (KNOT_120 - KNOT_60)
    return 120.0 + 120.0 * (u - KNOT_120) / (1.0 - KNOT_120)


@njit(cache=True, inline="always")
def life(key, vehicle, count, p):
    """Days of use to the next failure: Weibull of the mean `failure_days`."""
    return p[P_LIFE] * (-math.log(uniform(key, S_LIFE, vehicle, count))) ** (1.0 / p[P_SHAPE])


@njit(cache=True, nogil=True, error_model="numpy")
def simulate(
    before, after, lag, keys, fit0, pledged, state0, kind, cash0, funds, covers, threat, steps, dt, threshold,
    track_cash, keep_paths, check, summary, paths,
):  # fmt: skip
    """Fill `summary` (replicates, outcomes) and, if kept, `paths` (series, replicates, days).

    `before` and `after` are parameter values (replicates, columns) up to and from day `lag` of each replicate. `fit0`
    and `pledged` are persons (replicates, contingents), the last contingent being the option's; `state0` vehicle
    states (replicates, vehicles), -1 for a place that only an option fills and -2 for an empty one; `kind` their
    classes; `cash0` and `funds` balances and pledges outstanding (replicates, funds), the last fund being the
    option's; `covers` says whether a fund may pay allowances; `threat` multipliers (replicates, months), the last of
    which goes on.
    """
    contingents = fit0.shape[1]
    vehicles = state0.shape[1]
    n_funds = cash0.shape[1]
    months = threat.shape[1]
    fit = np.zeros(contingents, np.int64)
    gone_day = np.zeros(contingents)
    back = np.zeros((steps + 1, 2 * contingents), np.int64)
    wave_day = np.zeros(contingents * WAVES)
    wave_size = np.zeros(contingents * WAVES, np.int64)
    state = np.zeros(vehicles, np.int64)
    due = np.zeros(vehicles)
    fail = np.zeros(vehicles)
    entered = np.zeros(vehicles)
    lives = np.zeros(vehicles, np.int64)
    repairs_of = np.zeros(vehicles, np.int64)
    bays = np.zeros(64)
    due_time = np.zeros(vehicles + 1)
    due_who = np.zeros(vehicles + 1, np.int64)
    fail_use = np.zeros(vehicles + 1)
    fail_who = np.zeros(vehicles + 1, np.int64)
    cash = np.zeros(n_funds)
    money_day = np.zeros(n_funds * TRANCHES)
    money_size = np.zeros(n_funds * TRANCHES)

    for r in range(len(keys)):
        key = keys[r]
        p = after[r] if lag[r] <= 0.0 else before[r]
        q = after[r]
        switched = lag[r] <= 0.0
        out = summary[r]
        out[:] = 0.0
        out[O_OUT] = -1.0
        back[:] = 0

        # what will come: personnel in waves, money in tranches, vehicles
        people0 = 0
        for c in range(contingents):
            fit[c] = fit0[r, c]
            people0 += fit[c]
            promised = pledged[r, c]
            if c == contingents - 1:
                promised += q[P_XPEOPLE]
            total = math.floor(promised * q[P_CONV] + 0.5)
            for w in range(WAVES):
                part = total // WAVES + (1 if w < total % WAVES else 0)
                wave_size[c * WAVES + w] = part
                z = normal(key, S_ARRIVAL, c, w)
                wave_day[c * WAVES + w] = q[P_ARRIVE] * math.exp(q[P_WAIT_SD] * z) if part > 0 else NEVER
            u = uniform(key, S_WITHDRAWAL, c, 0)
            gone_day[c] = -math.log(u) / q[P_LEAVE] * YEAR if q[P_LEAVE] > 0.0 else NEVER
        next_wave = wave_day.min()
        next_gone = gone_day.min()
        cash_start = 0.0
        for f in range(n_funds):
            cash[f] = cash0[r, f]
            cash_start += cash[f]
            promised_money = funds[r, f]
            if f == n_funds - 1:
                promised_money += q[P_XFUND]
            for w in range(TRANCHES):
                money_size[f * TRANCHES + w] = promised_money * q[P_FUND] / TRANCHES
                z = normal(key, S_MONEY, f, w)
                day = q[P_FUND_DAYS] * math.exp(q[P_WAIT_SD] * z)
                money_day[f * TRANCHES + w] = day if promised_money > 0.0 else NEVER
        next_money = money_day.min()
        extra = math.floor(q[P_XVEHICLES] + 0.5)
        fleet = 0
        ready = 0
        for v in range(vehicles):
            s = state0[r, v]
            if s == -1 and extra > 0:
                s = PIPELINE
                extra -= 1
            state[v] = s
            lives[v] = 0
            repairs_of[v] = 0
            entered[v] = 0.0
            fail[v] = NEVER
            due[v] = NEVER
            if s >= 0:
                fleet += 1
            if s == PIPELINE:
                due[v] = q[P_DELIVER] * math.exp(q[P_WAIT_SD] * normal(key, S_DELIVERY, v, 0))
            elif s == READY:
                ready += 1
                fail[v] = life(key, v, 0, p) * uniform(key, S_LIFE, v, 4001)
                lives[v] = 1
            elif s in (PARTS, SHOP):
                due[v] = p[P_PARTS] * math.exp(p[P_PARTS_SD] * normal(key, S_PARTS, v, 0)) if s == PARTS else 0.0
                state[v] = PARTS
                repairs_of[v] = 1
            elif s == GROUNDED:
                due[v] = p[P_ORDER_DAYS] * math.exp(p[P_ORDER_SD] * normal(key, S_DELIVERY, v, 1))
                fail[v] = life(key, v, 0, p) * uniform(key, S_LIFE, v, 4001)
                lives[v] = 1
        n_bays = int(p[P_BAYS] + 0.5)
        bays[:] = 0.0
        waiting = 0
        n_due = 0
        for v in range(vehicles):
            waiting += state[v] == PARTS
            if due[v] < NEVER:
                n_due = push(due_time, due_who, n_due, due[v], v)
        n_fail = fill(fail_use, fail_who, fail, state, READY)
        stale = False  # whether vehicles left the queue of failures out of turn

        used = 0.0  # days of use of any vehicle that was always ready
        care = 0
        here = people0
        arrived = 0
        left = 0
        dead = 0
        invalid = 0
        arrears_pay = 0.0
        arrears_support = 0.0
        spent = 0.0
        money_in = 0.0
        stops = 0
        kind_until = -math.log(uniform(key, S_KIND, 0, 0)) / q[P_STOP] * YEAR if q[P_STOP] > 0.0 else NEVER
        kind_active = True
        shock = 1.0
        week = -1
        month = -1
        violence = 1.0
        fit_total = people0

        for step in range(steps):
            t = step * dt
            end = t + dt
            if not switched and t >= lag[r]:
                p = q
                switched = True
                month = -1
                n_bays = int(p[P_BAYS] + 0.5)

            # arrivals, departures, money
            if next_wave <= end:
                next_wave = NEVER
                for k in range(contingents * WAVES):
                    if wave_day[k] <= end:
                        c = k // WAVES
                        wave_day[k] = NEVER
                        if gone_day[c] > end:
                            fit[c] += wave_size[k]
                            fit_total += wave_size[k]
                            arrived += wave_size[k]
                    elif wave_day[k] < next_wave:
                        next_wave = wave_day[k]
            if next_gone <= end:
                next_gone = NEVER
                for c in range(contingents):
                    if gone_day[c] <= end:
                        left += fit[c]
                        fit_total -= fit[c]
                        fit[c] = 0
                    elif gone_day[c] < next_gone:
                        next_gone = gone_day[c]
            if next_money <= end:
                next_money = NEVER
                for k in range(n_funds * TRANCHES):
                    if money_day[k] <= end:
                        cash[k // TRANCHES] += money_size[k]
                        money_in += money_size[k]
                        money_day[k] = NEVER
                    elif money_day[k] < next_money:
                        next_money = money_day[k]
            if kind_until <= end:
                stops += 1
                if kind_active:
                    kind_until += p[P_STOP_DAYS] * -math.log(uniform(key, S_KIND, stops, 0))
                else:
                    kind_until += -math.log(uniform(key, S_KIND, stops, 0)) / p[P_STOP] * YEAR
                kind_active = not kind_active

            # back from care
            for c in range(contingents):
                n = back[step, c]
                if n > 0:
                    care -= n
                    if gone_day[c] <= end:
                        left += n
                    else:
                        fit[c] += n
                        fit_total += n
                n = back[step, contingents + c]
                if n > 0:
                    care -= n
                    invalid += n

            # patrols and exposure
            unpaid = track_cash and arrears_pay + arrears_support > 1e-9
            by_people = fit_total * p[P_SHARE] / p[P_SIZE]
            by_vehicles = ready * p[P_SORTIES] / p[P_NEED]
            patrols = min(by_people, by_vehicles)
            if unpaid:
                patrols *= p[P_UNPAID]
            if int(t / 7.0) != week:
                week = int(t / 7.0)
                shock = gamma(key, S_WEEK, week, p[P_CLUSTER])
            m = min(int(t / 30.4375), months - 1)
            if m != month:
                month = m
                violence = threat[r, m] ** p[P_THREAT] if threat[r, m] > 0.0 else 0.0
            level = violence
            if p[P_FORCE] != 0.0:
                level *= math.exp(p[P_FORCE] * (fit_total - people0) / 1000.0)
            exposed = patrols * p[P_SIZE] / p[P_SHARE]
            mean = p[P_RATE] * exposed / YEAR * level * shock * dt
            u = uniform(key, S_CONTACTS, step, 0)
            ordered = -1  # class that a penetration grounds
            flown = 0

            # contacts
            if u > 1.0 - mean and u > math.exp(-mean):
                contacts = poisson(u, mean)
                out[O_CONTACTS] += contacts
                for j in range(contacts):
                    hurt = 0
                    a = 512 * j
                    if ready > 0 and uniform(key, S_CONTACT, step, a) < p[P_MOUNTED]:
                        if uniform(key, S_CONTACT, step, a + 1) < p[P_HIT]:
                            out[O_HITS] += 1.0
                            pick = int(uniform(key, S_CONTACT, step, a + 2) * ready)
                            hit = 0
                            for v in range(vehicles):
                                if state[v] == READY:
                                    if pick == 0:
                                        hit = v
                                        break
                                    pick -= 1
                            if kind[hit] == LIGHT:
                                passes = p[P_LIGHT]
                            elif kind[hit] == MEDIUM:
                                passes = p[P_MEDIUM]
                            else:
                                passes = min(1.0, p[P_MEDIUM] * p[P_HEAVY])
                            if uniform(key, S_CONTACT, step, a + 3) < passes:
                                out[O_PEN] += 1.0
                                for k in range(int(p[P_CREW] + 0.5)):
                                    if uniform(key, S_CONTACT, step, a + 16 + k) < p[P_CREW_HIT]:
                                        hurt += 1
                                if uniform(key, S_CONTACT, step, a + 4) < p[P_ORDER_HIT]:
                                    ordered = kind[hit]
                            u = uniform(key, S_CONTACT, step, a + 5)
                            if u < p[P_LOSS]:
                                state[hit] = LOST
                                ready -= 1
                                due[hit] = NEVER
                                fail[hit] = NEVER
                                stale = True
                                out[O_LOST] += 1.0
                            elif u < p[P_LOSS] + p[P_DAMAGE]:
                                state[hit] = PARTS
                                ready -= 1
                                fail[hit] = NEVER
                                n = repairs_of[hit]
                                repairs_of[hit] += 1
                                wait = p[P_PARTS] * math.exp(p[P_PARTS_SD] * normal(key, S_PARTS, hit, n))
                                entered[hit] = end
                                due[hit] = end + (wait * p[P_UNPAID_PARTS] if unpaid else wait)
                                n_due = push(due_time, due_who, n_due, due[hit], hit)
                                stale = True
                                waiting += 1
                    else:
                        hurt = poisson(uniform(key, S_CONTACT, step, a + 6), p[P_FOOT])
                    hurt = min(hurt, PLACES, fit_total)
                    for k in range(hurt):
                        b = (j * PLACES + k) * 16
                        pick = int(uniform(key, S_CASUALTY, step, b) * fit_total)
                        c = 0
                        while pick >= fit[c]:
                            pick -= fit[c]
                            c += 1
                        fit[c] -= 1
                        fit_total -= 1
                        dies = False
                        flown += 1  # all but those dead at once share what can fly
                        if uniform(key, S_CASUALTY, step, b + 1) < p[P_FATAL] * p[P_GEAR]:
                            if uniform(key, S_CASUALTY, step, b + 2) < p[P_ONCE]:
                                dies = True
                                flown -= 1
                            else:
                                z = normal(key, S_CASUALTY, step, b // 2 + 4)
                                delay = p[P_EVAC] * math.exp(p[P_EVAC_SD] * z)
                                if flown > p[P_EVAC_CAP] * dt:
                                    delay += p[P_EVAC_WAIT]
                                saved = delay <= 60.0 and uniform(key, S_CASUALTY, step, b + 3) < p[P_RESCUE]
                                if not saved:
                                    dies = minutes_to_death(uniform(key, S_CASUALTY, step, b + 4)) < delay
                            if dies:
                                out[O_BEFORE] += 1.0
                        if not dies and uniform(key, S_CASUALTY, step, b + 5) < p[P_DOW]:
                            dies = True
                            out[O_DOW] += 1.0
                        if dies:
                            dead += 1
                            out[O_DEATHS] += 1.0
                            continue
                        out[O_WOUNDED] += 1.0
                        broken = 0
                        if uniform(key, S_CASUALTY, step, b + 6) < p[P_ABROAD]:
                            out[O_EVAC] += 1.0
                            stay = p[P_AB]
                            broken = 1 if uniform(key, S_CASUALTY, step, b + 7) < p[P_BROKEN] else 0
                        elif uniform(key, S_CASUALTY, step, b + 10) < p[P_LEVEL2]:
                            stay = p[P_L2]
                        else:
                            stay = p[P_R1]
                        stay *= math.exp(p[P_STAY] * normal(key, S_CASUALTY, step, b // 2 + 6))
                        care += 1
                        when = math.ceil((end + stay) / dt)
                        if when <= steps:
                            back[when, broken * contingents + c] += 1

            # accidents and illness
            mean = p[P_ACC] / p[P_ACC_DIE] / 1000.0 * fit_total / YEAR * dt
            u = uniform(key, S_ACCIDENT, step, 0)
            if u > 1.0 - mean and u > math.exp(-mean):
                hurt = min(poisson(u, mean), fit_total)
                for k in range(hurt):
                    b = 16 * k
                    pick = int(uniform(key, S_INJURY, step, b) * fit_total)
                    c = 0
                    while pick >= fit[c]:
                        pick -= fit[c]
                        c += 1
                    fit[c] -= 1
                    fit_total -= 1
                    if uniform(key, S_INJURY, step, b + 1) < p[P_ACC_DIE]:
                        dead += 1
                        out[O_OTHER] += 1.0
                        continue
                    out[O_INJURED] += 1.0
                    broken = 0
                    if uniform(key, S_INJURY, step, b + 2) < p[P_ABROAD]:
                        out[O_EVAC] += 1.0
                        stay = p[P_AB]
                        broken = 1 if uniform(key, S_INJURY, step, b + 3) < p[P_BROKEN] else 0
                    elif uniform(key, S_INJURY, step, b + 4) < p[P_LEVEL2]:
                        stay = p[P_L2]
                    else:
                        stay = p[P_R1]
                    stay *= math.exp(p[P_STAY] * normal(key, S_INJURY, step, b // 2 + 4))
                    care += 1
                    when = math.ceil((end + stay) / dt)
                    if when <= steps:
                        back[when, broken * contingents + c] += 1

            # wear: failures at the moment when the use reaches a vehicle's life
            busy = 0.0
            if ready > 0:
                busy = min(1.0, patrols * p[P_NEED] / (ready * p[P_SORTIES]))
            worn = used + busy * dt
            broke = 0
            if stale:
                n_fail = fill(fail_use, fail_who, fail, state, READY)
                stale = False
            while n_fail > 0 and fail_use[0] <= worn:
                v = fail_who[0]
                n_fail = pop(fail_use, fail_who, n_fail)
                moment = end
                if busy > 0.0:
                    moment = t + max(0.0, fail[v] - used) / busy
                state[v] = PARTS
                ready -= 1
                fail[v] = NEVER
                n = repairs_of[v]
                repairs_of[v] += 1
                wait = p[P_PARTS] * math.exp(p[P_PARTS_SD] * normal(key, S_PARTS, v, n))
                entered[v] = moment
                due[v] = moment + (wait * p[P_UNPAID_PARTS] if unpaid else wait)
                n_due = push(due_time, due_who, n_due, due[v], v)
                waiting += 1
                broke += 1
            out[O_BREAK] += broke

            # orders that ground a class
            if ordered < 0 and ready > 0:
                mean = p[P_ORDER] * dt / YEAR
                u = uniform(key, S_ORDER, step, 0)
                if u < mean and u < 1.0 - math.exp(-mean):
                    pick = int(uniform(key, S_ORDER, step, 1) * ready)
                    for v in range(vehicles):
                        if state[v] == READY:
                            if pick == 0:
                                ordered = kind[v]
                                break
                            pick -= 1
            if ordered >= 0:
                until = end + p[P_ORDER_DAYS] * math.exp(p[P_ORDER_SD] * normal(key, S_ORDER, step, 1))
                count = 0
                for v in range(vehicles):
                    affected = state[v] == READY and kind[v] == ordered
                    if affected and uniform(key, S_ORDER_SHARE, step, v) < p[P_ORDER_SHARE]:
                        state[v] = GROUNDED
                        fail[v] -= worn
                        due[v] = until
                        n_due = push(due_time, due_who, n_due, until, v)
                        count += 1
                stale = count > 0
                ready -= count
                out[O_ORDERS] += 1.0
                out[O_ORDERED] += count

            # what falls due at vehicles, in the order of time
            repaired = 0
            while n_due > 0 and due_time[0] <= end:
                v = due_who[0]
                moment = due_time[0]
                n_due = pop(due_time, due_who, n_due)
                s = state[v]
                if s == PARTS:
                    bay = 0
                    for k in range(1, n_bays):
                        if bays[k] < bays[bay]:
                            bay = k
                    n = repairs_of[v]
                    work = p[P_REPAIR] * math.exp(p[P_REPAIR_SD] * normal(key, S_REPAIR, v, n))
                    done = max(moment, bays[bay]) + work
                    bays[bay] = done
                    state[v] = SHOP
                    due[v] = done
                    n_due = push(due_time, due_who, n_due, done, v)
                    repaired += 1
                else:
                    if s == SHOP:
                        out[O_REPAIRS] += 1.0
                        out[O_SHOP_DAYS] += moment - entered[v]
                        waiting -= 1
                    elif s == PIPELINE:
                        out[O_VARRIVED] += 1.0
                    at = used + busy * max(0.0, moment - t)
                    if s == GROUNDED:
                        fail[v] += worn
                    else:
                        fail[v] = at + life(key, v, lives[v], p)
                        lives[v] += 1
                    state[v] = READY
                    if not stale:
                        n_fail = push(fail_use, fail_who, n_fail, fail[v], v)
                    ready += 1
                    due[v] = NEVER
            used = worn

            # money
            if track_cash:
                here = fit_total + care
                cost = p[P_COST] * here * dt
                kind_pays = p[P_KIND] if kind_active else 0.0
                arrears_pay += cost * p[P_PAY]
                arrears_support += (cost * (1.0 - p[P_PAY]) + p[P_COST_REPAIR] * repaired) * (1.0 - kind_pays)
                for f in range(n_funds):
                    paid = min(cash[f], arrears_support)
                    cash[f] -= paid
                    arrears_support -= paid
                    spent += paid
                    if covers[f]:
                        paid = min(cash[f], arrears_pay)
                        cash[f] -= paid
                        arrears_pay -= paid
                        spent += paid
                if out[O_OUT] < 0.0 and arrears_pay + arrears_support > 1e-9:
                    out[O_OUT] = end

            # tallies
            out[O_MEAN_FIT] += fit_total
            out[O_MEAN_READY] += ready
            out[O_PATROLS] += patrols * dt
            if patrols < threshold:
                out[O_BELOW] += dt
            out[O_SHOP_AREA] += waiting * dt
            if check:
                counted = 0
                known = 0
                waiting_now = 0
                for v in range(vehicles):
                    counted += state[v] >= 0
                    known += state[v] == READY
                    waiting_now += state[v] == PARTS or state[v] == SHOP
                people = dead + left + invalid + care
                for c in range(contingents):
                    people += fit[c]
                    if fit[c] < 0:
                        out[O_WRONG] += 1.0
                money = -cash_start - money_in + spent
                for f in range(n_funds):
                    money += cash[f]
                    if cash[f] < -1e-9:
                        out[O_WRONG] += 1.0
                if (
                    people != people0 + arrived
                    or counted != fleet
                    or known != ready
                    or waiting_now != waiting
                    or abs(money) > 1e-6
                ):
                    out[O_WRONG] += 1.0
            if keep_paths:
                day = int(end + 1e-9) - 1
                if day >= 0 and end + 1e-9 >= day + 1 and end - dt < day + 1 - 1e-9:
                    total_cash = 0.0
                    for f in range(n_funds):
                        total_cash += cash[f]
                    paths[0, r, day] = fit_total
                    paths[1, r, day] = ready
                    paths[2, r, day] = patrols
                    paths[3, r, day] = dead
                    paths[4, r, day] = care
                    paths[5, r, day] = total_cash

        out[O_MEAN_FIT] /= steps
        out[O_MEAN_READY] /= steps
        out[O_END_FIT] = fit_total
        out[O_END_READY] = ready
        out[O_SPENT] = spent
        out[O_IN] = money_in
        out[O_ARRIVED] = arrived
        out[O_LEFT] = left + invalid
        out[O_CARE] = care
