# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""One replicate after another, step by step, compiled. `arrays.py` says the same over arrays; tests hold them equal.

One long function, because the state of a replicate then stays in registers; `arrays.py` reads in parts.
Times are in days. A step deals with, in order: what arrives, who comes back from care, patrols and exposure, contacts
and accidents, groundings, wear, the repair shop, money. Vehicles fail, wait and are repaired at exact times within a
step, so that the step's length does not bias them.
"""

from __future__ import annotations

import math

import numpy as np

from veye.outlook.scenario import columns as at
from veye.outlook.scenario.chance import gamma, njit, normal, poisson, uniform
from veye.outlook.scenario.events import (
    AT_ONCE,
    BEFORE_CARE,
    LIVES,
    OF_WOUNDS,
    crew_hit,
    fate,
    life,
    nth_in,
    parts_wait,
    passing,
    path_of_care,
    who_is,
)
from veye.outlook.scenario.layout import (
    GROUNDED,
    LOST,
    MARK,
    NEVER,
    OUT,
    PARTS,
    PIPELINE,
    PLACES,
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
    YEAR,
)
from veye.outlook.scenario.queue import fill, pop, push

(
    O_MEAN_FIT, O_END_FIT, O_MEAN_READY, O_END_READY, O_DEATHS, O_OTHER, O_BEFORE, O_DOW, O_WOUNDED, O_INJURED, O_EVAC,
    O_CONTACTS, O_HITS, O_PEN, O_BREAK, O_LOST, O_ORDERS, O_ORDERED, O_BELOW, O_OUT, O_SPENT, O_IN, O_ARRIVED,
    O_LEFT, O_CARE, O_REPAIRS, O_SHOP_DAYS, O_SHOP_AREA, O_VARRIVED, O_PATROLS, O_WRONG,
) = range(len(OUT))  # fmt: skip


@njit(cache=True, nogil=True, error_model="numpy")
def simulate(
    before, after, lag, keys, fit0, pledged, state0, kind, cash0, funds, covers, threat, steps, dt, threshold,
    track_cash, keep_paths, check, summary, paths, mark,
):  # fmt: skip
    """Fill `summary` (replicates, outcomes) and, if kept, `paths` (series, replicates, days).

    `before` and `after` are parameter values (replicates, columns) up to and from day `lag` of each replicate. `fit0`
    and `pledged` are persons (replicates, contingents), the last contingent being the option's; `state0` vehicle
    states (replicates, vehicles), -1 for a place that only an option fills and -2 for an empty one; `kind` their
    classes; `cash0` and `funds` balances and pledges outstanding (replicates, funds), the last fund being the
    option's; `covers` says whether a fund may pay allowances; `threat` multipliers (replicates, months), the last of
    which goes on. Gives whether the code was made from what `mark` stands for; else it is stale, and does nothing.
    """
    if mark != MARK:
        return False
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
                promised += q[at.XPEOPLE]
            total = math.floor(promised * q[at.CONV] + 0.5)
            for w in range(WAVES):
                part = total // WAVES + (1 if w < total % WAVES else 0)
                wave_size[c * WAVES + w] = part
                z = normal(key, S_ARRIVAL, c, w)
                wave_day[c * WAVES + w] = q[at.ARRIVE] * math.exp(q[at.WAIT_SD] * z) if part > 0 else NEVER
            u = uniform(key, S_WITHDRAWAL, c, 0)
            gone_day[c] = -math.log(u) / q[at.LEAVE] * YEAR if q[at.LEAVE] > 0.0 else NEVER
        next_wave = wave_day.min()
        next_gone = gone_day.min()
        cash_start = 0.0
        for f in range(n_funds):
            cash[f] = cash0[r, f]
            cash_start += cash[f]
            promised_money = funds[r, f]
            if f == n_funds - 1:
                promised_money += q[at.XFUND]
            for w in range(TRANCHES):
                money_size[f * TRANCHES + w] = promised_money * q[at.FUND] / TRANCHES
                z = normal(key, S_MONEY, f, w)
                day = q[at.FUND_DAYS] * math.exp(q[at.WAIT_SD] * z)
                money_day[f * TRANCHES + w] = day if promised_money > 0.0 else NEVER
        next_money = money_day.min()
        extra = math.floor(q[at.XVEHICLES] + 0.5)
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
                due[v] = q[at.DELIVER] * math.exp(q[at.WAIT_SD] * normal(key, S_DELIVERY, v, 0))
            elif s == READY:
                ready += 1
                fail[v] = life(key, v, 0, p) * uniform(key, S_LIFE, v, 4001)
                lives[v] = 1
            elif s in (PARTS, SHOP):
                due[v] = p[at.PARTS] * math.exp(p[at.PARTS_SD] * normal(key, S_PARTS, v, 0)) if s == PARTS else 0.0
                state[v] = PARTS
                repairs_of[v] = 1
            elif s == GROUNDED:
                due[v] = p[at.ORDER_DAYS] * math.exp(p[at.ORDER_SD] * normal(key, S_DELIVERY, v, 1))
                fail[v] = life(key, v, 0, p) * uniform(key, S_LIFE, v, 4001)
                lives[v] = 1
        n_bays = int(p[at.BAYS] + 0.5)
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
        kind_until = -math.log(uniform(key, S_KIND, 0, 0)) / q[at.STOP] * YEAR if q[at.STOP] > 0.0 else NEVER
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
                n_bays = int(p[at.BAYS] + 0.5)

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
                    kind_until += p[at.STOP_DAYS] * -math.log(uniform(key, S_KIND, stops, 0))
                else:
                    kind_until += -math.log(uniform(key, S_KIND, stops, 0)) / p[at.STOP] * YEAR
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
            by_people = fit_total * p[at.SHARE] / p[at.SIZE]
            by_vehicles = ready * p[at.SORTIES] / p[at.NEED]
            patrols = min(by_people, by_vehicles)
            if unpaid:
                patrols *= p[at.UNPAID]
            if int(t / 7.0) != week:
                week = int(t / 7.0)
                shock = gamma(key, S_WEEK, week, p[at.CLUSTER])
            m = min(int(t / 30.4375), months - 1)
            if m != month:
                month = m
                violence = threat[r, m] ** p[at.THREAT] if threat[r, m] > 0.0 else 0.0
            level = violence
            if p[at.FORCE] != 0.0:
                level *= math.exp(p[at.FORCE] * (fit_total - people0) / 1000.0)
            exposed = patrols * p[at.SIZE] / p[at.SHARE]
            mean = p[at.RATE] * exposed / YEAR * level * shock * dt
            u = uniform(key, S_CONTACTS, step, 0)
            ordered = -1  # class that a penetration grounds
            flown = 0

            # contacts
            if u > 1.0 - mean and u > math.exp(-mean):
                contacts = poisson(u, mean)
                out[O_CONTACTS] += contacts
                for j in range(contacts):
                    a = 512 * j
                    if ready > 0 and uniform(key, S_CONTACT, step, a) < p[at.MOUNTED]:
                        hurt = 0
                        if uniform(key, S_CONTACT, step, a + 1) < p[at.HIT]:
                            hit = nth_in(state, READY, int(uniform(key, S_CONTACT, step, a + 2) * ready))
                            out[O_HITS] += 1.0
                            if uniform(key, S_CONTACT, step, a + 3) < passing(kind[hit], p):
                                out[O_PEN] += 1.0
                                hurt = crew_hit(key, step, a + 16, p)
                                if uniform(key, S_CONTACT, step, a + 4) < p[at.ORDER_HIT]:
                                    ordered = kind[hit]
                            u = uniform(key, S_CONTACT, step, a + 5)
                            if u < p[at.LOSS] + p[at.DAMAGE]:
                                ready -= 1
                                stale = True
                                fail[hit] = NEVER
                            if u < p[at.LOSS]:
                                state[hit] = LOST
                                out[O_LOST] += 1.0
                            elif u < p[at.LOSS] + p[at.DAMAGE]:
                                state[hit] = PARTS
                                entered[hit] = end
                                due[hit] = end + parts_wait(key, hit, repairs_of[hit], unpaid, p)
                                repairs_of[hit] += 1
                                n_due = push(due_time, due_who, n_due, due[hit], hit)
                                waiting += 1
                    else:
                        hurt = poisson(uniform(key, S_CONTACT, step, a + 6), p[at.FOOT])
                    hurt = min(hurt, PLACES, fit_total)
                    for k in range(hurt):
                        b = (j * PLACES + k) * 16
                        c = who_is(fit, int(uniform(key, S_CASUALTY, step, b) * fit_total))
                        fit[c] -= 1
                        fit_total -= 1
                        end_of = fate(key, step, b, flown + 1, dt, p)
                        flown += end_of != AT_ONCE  # all but those dead at once share what can fly
                        out[O_BEFORE] += end_of in (AT_ONCE, BEFORE_CARE)
                        out[O_DOW] += end_of == OF_WOUNDS
                        if end_of != LIVES:
                            dead += 1
                            out[O_DEATHS] += 1.0
                            continue
                        out[O_WOUNDED] += 1.0
                        care += 1
                        abroad, broken, stay = path_of_care(key, S_CASUALTY, step, b + 6, p)
                        out[O_EVAC] += abroad
                        when = math.ceil((end + stay) / dt)
                        if when <= steps:
                            back[when, broken * contingents + c] += 1

            # accidents and illness
            mean = p[at.ACC] / p[at.ACC_DIE] / 1000.0 * fit_total / YEAR * dt
            u = uniform(key, S_ACCIDENT, step, 0)
            if u > 1.0 - mean and u > math.exp(-mean):
                hurt = min(poisson(u, mean), fit_total)
                for k in range(hurt):
                    b = 16 * k
                    c = who_is(fit, int(uniform(key, S_INJURY, step, b) * fit_total))
                    fit[c] -= 1
                    fit_total -= 1
                    if uniform(key, S_INJURY, step, b + 1) < p[at.ACC_DIE]:
                        dead += 1
                        out[O_OTHER] += 1.0
                        continue
                    out[O_INJURED] += 1.0
                    care += 1
                    abroad, broken, stay = path_of_care(key, S_INJURY, step, b + 2, p)
                    out[O_EVAC] += abroad
                    when = math.ceil((end + stay) / dt)
                    if when <= steps:
                        back[when, broken * contingents + c] += 1

            # wear: failures at the moment when the use reaches a vehicle's life
            busy = 0.0
            if ready > 0:
                busy = min(1.0, patrols * p[at.NEED] / (ready * p[at.SORTIES]))
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
                entered[v] = moment
                due[v] = moment + parts_wait(key, v, repairs_of[v], unpaid, p)
                repairs_of[v] += 1
                n_due = push(due_time, due_who, n_due, due[v], v)
                waiting += 1
                broke += 1
            out[O_BREAK] += broke

            # orders that ground a class
            if ordered < 0 and ready > 0:
                mean = p[at.ORDER] * dt / YEAR
                u = uniform(key, S_ORDER, step, 0)
                if u < mean and u < 1.0 - math.exp(-mean):
                    ordered = kind[nth_in(state, READY, int(uniform(key, S_ORDER, step, 1) * ready))]
            if ordered >= 0:
                until = end + p[at.ORDER_DAYS] * math.exp(p[at.ORDER_SD] * normal(key, S_ORDER, step, 1))
                count = 0
                for v in range(vehicles):
                    affected = state[v] == READY and kind[v] == ordered
                    if affected and uniform(key, S_ORDER_SHARE, step, v) < p[at.ORDER_SHARE]:
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
                    work = p[at.REPAIR] * math.exp(p[at.REPAIR_SD] * normal(key, S_REPAIR, v, n))
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
                    used_then = used + busy * max(0.0, moment - t)
                    if s == GROUNDED:
                        fail[v] += worn
                    else:
                        fail[v] = used_then + life(key, v, lives[v], p)
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
                cost = p[at.COST] * here * dt
                kind_pays = p[at.KIND] if kind_active else 0.0
                arrears_pay += cost * p[at.PAY]
                arrears_support += (cost * (1.0 - p[at.PAY]) + p[at.COST_REPAIR] * repaired) * (1.0 - kind_pays)
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
    return True
