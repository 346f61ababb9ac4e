# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""The same years as `kernel.py`, all replicates at once over arrays: used where the compiler is not installed.

Written apart from the kernel and drawing the same numbers by address, so that a test can hold the two equal path by
path. Slower by an order of magnitude.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from veye.outlook.scenario.chance import gammas, normals, poissons, uniforms
from veye.outlook.scenario.layout import (
    COLUMN,
    GROUNDED,
    LIGHT,
    LOST,
    MEDIUM,
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

KNOTS = [0, 10, 60, 120, 240]
DEAD_BY = [0, 0.2448, 0.7995, 0.9767, 1]


class _State:
    """All replicates' state on a day."""

    def __init__(self, before, after, lag, keys, fit0, pledged, state0, kind, cash0, funds, covers, threat, steps, dt):
        self.n, self.keys, self.kind, self.covers, self.threat, self.dt = len(keys), keys, kind, covers, threat, dt
        self.before, self.after, self.lag, self.steps = before, after, lag, steps
        self.p = np.where((lag <= 0)[:, None], after, before)
        self.switched = lag <= 0
        self.rows = np.arange(self.n)
        self._people(fit0, pledged)
        self._money(cash0, funds)
        self._fleet(state0)
        zero = np.zeros(self.n)
        self.dead, self.left, self.invalid, self.arrived, self.care = (np.zeros(self.n, np.int64) for _ in range(5))
        self.arrears_pay, self.arrears_support, self.spent, self.money_in = (zero.copy() for _ in range(4))
        self.stops, self.kind_active = np.zeros(self.n, np.int64), np.ones(self.n, bool)
        rate = self.of("in_kind_stops", after)
        first = -np.log(uniforms(keys, S_KIND, 0, 0)) / np.maximum(rate, 1e-300) * YEAR
        self.kind_until = np.where(rate > 0, first, NEVER)

    def of(self, name, values=None):
        """A parameter's column."""
        return (self.p if values is None else values)[:, COLUMN[name]]

    def _people(self, fit0, pledged):
        key, q, contingents = self.keys, self.after, fit0.shape[1]
        self.fit = fit0.copy()
        self.people0 = fit0.sum(axis=1)
        promised = pledged.copy()
        promised[:, -1] += self.of("extra_personnel", q)
        total = np.floor(promised * self.of("personnel_conversion", q)[:, None] + 0.5).astype(np.int64)
        wave = np.arange(WAVES)
        self.wave_size = total[:, :, None] // WAVES + (wave < total[:, :, None] % WAVES)
        c = np.arange(contingents)[:, None]
        z = normals(key[:, None, None], S_ARRIVAL, c, wave[None, :])
        wait = self.of("arrival_days", q)[:, None, None] * np.exp(self.of("arrival_spread", q)[:, None, None] * z)
        self.wave_day = np.where(self.wave_size > 0, wait, NEVER)
        u = uniforms(key[:, None], S_WITHDRAWAL, np.arange(contingents)[None, :], 0)
        rate = self.of("withdrawal_rate", q)[:, None]
        self.gone_day = np.where(rate > 0, -np.log(u) / np.maximum(rate, 1e-300) * YEAR, NEVER)
        self.back = np.zeros((self.n, self.steps + 1, 2 * contingents), np.int64)

    def _money(self, cash0, funds):
        key, q = self.keys, self.after
        self.cash, self.cash_start = cash0.copy(), cash0.sum(axis=1)
        promised = funds.copy()
        promised[:, -1] += self.of("extra_funds", q)
        part = promised * self.of("funds_conversion", q)[:, None] / TRANCHES
        self.money_size = np.repeat(part[:, :, None], TRANCHES, axis=2)
        f = np.arange(funds.shape[1])[:, None]
        z = normals(key[:, None, None], S_MONEY, f, np.arange(TRANCHES)[None, :])
        wait = self.of("funds_days", q)[:, None, None] * np.exp(self.of("arrival_spread", q)[:, None, None] * z)
        self.money_day = np.where(promised[:, :, None] > 0, wait, NEVER)

    def _fleet(self, state0):
        key, p, q = self.keys[:, None], self.p, self.after
        places = np.arange(state0.shape[1])[None, :]
        extra = np.floor(self.of("extra_vehicles", q) + 0.5)[:, None]
        optional = state0 == -1
        self.state = np.where(optional & (np.cumsum(optional, axis=1) <= extra), PIPELINE, state0)
        self.fleet = (self.state >= 0).sum(axis=1)
        shape = self.state.shape
        self.due, self.fail = np.full(shape, NEVER), np.full(shape, NEVER)
        self.entered, self.lives, self.repairs_of = np.zeros(shape), np.zeros(shape, int), np.zeros(shape, int)
        self.bays = np.zeros((self.n, 64))
        waits = {
            PIPELINE: (q, "vehicle_days", "arrival_spread", S_DELIVERY, 0),
            PARTS: (p, "parts_days", "parts_spread", S_PARTS, 0),
            GROUNDED: (p, "grounding_days", "grounding_spread", S_DELIVERY, 1),
        }
        for state, (values, days, spread, stream, j) in waits.items():
            z = normals(key, stream, places, j)
            wait = self.of(days, values)[:, None] * np.exp(self.of(spread, values)[:, None] * z)
            self.due = np.where(self.state == state, wait, self.due)
        in_shop = self.state == SHOP
        self.due[in_shop] = 0.0
        self.repairs_of[in_shop | (self.state == PARTS)] = 1
        self.state[in_shop] = PARTS
        serving = (self.state == READY) | (self.state == GROUNDED)
        r, v = np.nonzero(serving)
        self.fail[serving] = self.life(r, v, 0) * uniforms(self.keys[r], S_LIFE, v, 4001)
        self.lives[serving] = 1
        self.used = np.zeros(self.n)

    def life(self, r, v, count):
        """Days of use to the next failure of vehicles `v` of replicates `r`."""
        u = uniforms(self.keys[r], S_LIFE, v, count)
        return self.of("failure_scale")[r] * (-np.log(u)) ** (1.0 / self.of("failure_shape")[r])

    def to_parts(self, r, v, moment, unpaid):
        """Send vehicles to wait for parts from a moment on."""
        z = normals(self.keys[r], S_PARTS, v, self.repairs_of[r, v])
        wait = self.of("parts_days")[r] * np.exp(self.of("parts_spread")[r] * z)
        wait = np.where(unpaid[r], wait * self.of("unpaid_parts")[r], wait)
        self.repairs_of[r, v] += 1
        self.state[r, v], self.fail[r, v], self.entered[r, v] = PARTS, NEVER, moment
        self.due[r, v] = moment + wait

    def take(self, r, u):
        """Take one person away from a contingent picked by share `u` of all who are fit; gives the contingents."""
        pick = (u * self.fit[r].sum(axis=1)).astype(np.int64)
        c = (np.cumsum(self.fit[r], axis=1) <= pick[:, None]).sum(axis=1)
        self.fit[r, c] -= 1
        return c

    def admit(self, r, c, end, level, broken, z):
        """Put persons into care: level 0 abroad, 1 Level 2, 2 Role 1."""
        days = np.choose(level, [self.of(n)[r] for n in ("abroad_days", "level_two_days", "role_one_days")])
        when = np.ceil((end + days * np.exp(self.of("stay_spread")[r] * z)) / self.dt).astype(np.int64)
        self.care[r] += 1
        soon = when <= self.steps
        np.add.at(self.back, (r[soon], when[soon], (broken * self.fit.shape[1] + c)[soon]), 1)

    def care_level(self, r, stream, step, b, at):
        """Where survivors are cared for, and who will not serve again; `at` are the addresses within `b`."""
        key = self.keys[r]
        abroad = uniforms(key, stream, step, b + at[0]) < self.of("abroad_share")[r]
        broken = abroad & (uniforms(key, stream, step, b + at[1]) < self.of("invalided_share")[r])
        second = uniforms(key, stream, step, b + at[2]) < self.of("level_two_share")[r]
        return np.where(abroad, 0, np.where(second, 1, 2)), broken.astype(np.int64), abroad


def simulate(
    before, after, lag, keys, fit0, pledged, state0, kind, cash0, funds, covers, threat, steps, dt, threshold,
    track_cash, keep_paths, check, summary, paths, mark,
):  # fmt: skip
    """Fill `summary` and `paths` as `kernel.simulate` does; `check` and `mark` are the kernel's alone."""
    s = _State(before, after, lag, keys, fit0, pledged, state0, kind, cash0, funds, covers, threat, steps, dt)
    tally: dict[str, Any] = {name: np.zeros(s.n) for name in OUT}
    tally["cash_out_day"] -= 1.0
    week, shock = -1, np.ones(s.n)
    for step in range(steps):
        t = step * dt
        end = t + dt
        turning = ~s.switched & (t >= lag)
        s.p[turning] = after[turning]
        s.switched |= turning
        _arrivals(s, end)
        _back(s, step, end)
        unpaid = track_cash & (s.arrears_pay + s.arrears_support > 1e-9)
        ready = (s.state == READY).sum(axis=1)
        fit = s.fit.sum(axis=1)
        patrols = np.minimum(
            fit * s.of("patrol_share") / s.of("patrol_size"), ready * s.of("vehicle_sorties") / s.of("patrol_vehicles")
        )
        patrols = np.where(unpaid, patrols * s.of("unpaid_patrols"), patrols)
        if int(t / 7.0) != week:
            week = int(t / 7.0)
            shock = gammas(keys, S_WEEK, week, s.of("contact_clustering"))
        ordered = np.full(s.n, -1)
        _contacts(s, tally, step, t, end, patrols, shock, unpaid, ordered, fit)
        _accidents(s, tally, step, end)
        worn, busy = _wear(s, tally, t, end, patrols, unpaid)
        _orders(s, tally, step, end, worn, ordered)
        repaired = _shop(s, tally, t, end, busy, worn)
        s.used = worn
        if track_cash:
            _pay(s, tally, end, repaired)
        fit, ready = s.fit.sum(axis=1), (s.state == READY).sum(axis=1)
        tally["mean_fit"] += fit / steps
        tally["mean_ready"] += ready / steps
        tally["patrols"] += patrols * dt
        tally["days_below"] += dt * (patrols < threshold)
        tally["shop_area"] += dt * ((s.state == PARTS) | (s.state == SHOP)).sum(axis=1)
        day = int(end + 1e-9) - 1
        if keep_paths and day >= 0 and end - dt < day + 1 - 1e-9 <= end:
            for i, values in enumerate((fit, ready, patrols, s.dead, s.care, s.cash.sum(axis=1))):
                paths[i, :, day] = values
    tally["end_fit"], tally["end_ready"] = s.fit.sum(axis=1), (s.state == READY).sum(axis=1)
    tally["spent"], tally["money_in"], tally["in_care"] = s.spent, s.money_in, s.care
    tally["arrived"], tally["departed"] = s.arrived, s.left + s.invalid
    for name, i in OUT.items():
        summary[:, i] = tally[name]
    return True


def _arrivals(s, end):
    """Personnel, departures, money, and support in kind that stops or starts."""
    come = s.wave_day <= end
    if come.any():
        sizes = np.where(come & (s.gone_day > end)[:, :, None], s.wave_size, 0).sum(axis=2)
        s.fit += sizes
        s.arrived += sizes.sum(axis=1)
        s.wave_day[come] = NEVER
    gone = s.gone_day <= end
    if gone.any():
        s.left += np.where(gone, s.fit, 0).sum(axis=1)
        s.fit[gone] = 0
    paid = s.money_day <= end
    if paid.any():
        sums = np.where(paid, s.money_size, 0.0).sum(axis=2)
        s.cash += sums
        s.money_in += sums.sum(axis=1)
        s.money_day[paid] = NEVER
    r = np.nonzero(s.kind_until <= end)[0]
    s.stops[r] += 1
    wait = -np.log(uniforms(s.keys[r], S_KIND, s.stops[r], 0))
    halted = s.of("in_kind_stop_days")[r] * wait
    s.kind_until[r] += np.where(s.kind_active[r], halted, wait / s.of("in_kind_stops")[r] * YEAR)
    s.kind_active[r] = ~s.kind_active[r]


def _back(s, step, end):
    """Those whose stay in care is over: fit again, invalided, or gone with their contingent."""
    contingents = s.fit.shape[1]
    again, broken = s.back[:, step, :contingents], s.back[:, step, contingents:]
    gone = s.gone_day <= end
    s.care -= again.sum(axis=1) + broken.sum(axis=1)
    s.left += np.where(gone, again, 0).sum(axis=1)
    s.fit += np.where(gone, 0, again)
    s.invalid += broken.sum(axis=1)


def _contacts(s, tally, step, t, end, patrols, shock, unpaid, ordered, fit):
    month = min(int(t / 30.4375), s.threat.shape[1] - 1)
    violence = s.threat[:, month]
    level = np.where(violence > 0, np.maximum(violence, 1e-300) ** s.of("threat_elasticity"), 0.0)
    level = level * np.exp(s.of("force_effect") * (fit - s.people0) / 1000.0)
    exposed = patrols * s.of("patrol_size") / s.of("patrol_share")
    mean = s.of("contact_rate") * exposed / YEAR * level * shock * s.dt
    contacts = poissons(uniforms(s.keys, S_CONTACTS, step, 0), mean)
    tally["contacts"] += contacts
    flown = np.zeros(s.n, np.int64)
    for j in range(contacts.max(initial=0)):
        r = np.nonzero(contacts > j)[0]
        hurt = _contact(s, tally, step, j, r, end, unpaid, ordered)
        for k in range(hurt.max(initial=0)):
            _casualty(s, tally, step, (j * PLACES + k) * 16, r[hurt > k], end, flown)


def _contact(s, tally, step, j, r, end, unpaid, ordered):
    """How many are hit in contact `j` of replicates `r`; what it does to vehicles."""
    a, key = 512 * j, s.keys[r]

    def u(i, rows=slice(None)):
        return uniforms(key[rows], S_CONTACT, step, a + i)

    serving = s.state[r] == READY
    ready = serving.sum(axis=1)
    mounted = (ready > 0) & (u(0) < s.of("mounted_share")[r])
    hurt = np.where(mounted, 0, poissons(u(6), s.of("foot_casualties")[r]))
    i = np.nonzero(mounted & (u(1) < s.of("vehicle_hit")[r]))[0]
    if len(i):
        q = r[i]
        tally["hits"][q] += 1
        pick = (u(2, i) * ready[i]).astype(np.int64)
        hit = (np.cumsum(serving[i], axis=1) > pick[:, None]).argmax(axis=1)
        armour = s.kind[hit]
        heavy = np.minimum(1.0, s.of("penetration_medium")[q] * s.of("heavy_over_medium")[q])
        light, medium = s.of("penetration_light")[q], s.of("penetration_medium")[q]
        passes = np.where(armour == LIGHT, light, np.where(armour == MEDIUM, medium, heavy))
        through = u(3, i) < passes
        tally["penetrations"][q] += through
        crew = np.floor(s.of("crew")[q] + 0.5)
        for k in range(int(crew.max(initial=0))):
            inside = through & (k < crew) & (u(16 + k, i) < s.of("casualty_if_penetrated")[q])
            hurt[i] += inside
        order = through & (u(4, i) < s.of("grounding_after_penetration")[q])
        ordered[q[order]] = armour[order]
        share, loss = u(5, i), s.of("vehicle_loss")[q]
        lost = share < loss
        s.state[q[lost], hit[lost]] = LOST
        s.due[q[lost], hit[lost]] = s.fail[q[lost], hit[lost]] = NEVER
        tally["vehicles_lost"][q] += lost
        damaged = ~lost & (share < loss + s.of("vehicle_damage")[q])
        s.to_parts(q[damaged], hit[damaged], end, unpaid)
    return np.minimum(hurt, np.minimum(PLACES, s.fit[r].sum(axis=1)))


def _casualty(s, tally, step, b, r, end, flown):
    key = s.keys[r]

    def u(i):
        return uniforms(key, S_CASUALTY, step, b + i)

    c = s.take(r, u(0))
    fatal = u(1) < s.of("fatal_share")[r] * s.of("gear_fatality")[r]
    at_once = fatal & (u(2) < s.of("at_once_share")[r])
    in_time = fatal & ~at_once
    flown[r] += ~at_once
    delay = s.of("evacuation_minutes")[r] * np.exp(
        s.of("evacuation_spread")[r] * normals(key, S_CASUALTY, step, b // 2 + 4)
    )
    over = flown[r] > s.of("evacuation_capacity")[r] * s.dt
    delay = np.where(over, delay + s.of("evacuation_wait")[r], delay)
    saved = (delay <= 60.0) & (u(3) < s.of("rescue_share")[r])
    before = at_once | (in_time & ~saved & (np.interp(u(4), DEAD_BY, KNOTS) < delay))
    after = ~before & (u(5) < s.of("died_of_wounds")[r])
    dies = before | after
    for name, who in (("killed_before_care", before), ("died_of_wounds", after), ("deaths_hostile", dies)):
        tally[name][r] += who
    s.dead[r] += dies
    tally["wounded"][r] += ~dies
    level, broken, abroad = s.care_level(r, S_CASUALTY, step, b, (6, 7, 10))
    tally["evacuations"][r] += abroad & ~dies
    z = normals(key, S_CASUALTY, step, b // 2 + 6)
    live = ~dies
    s.admit(r[live], c[live], end, level[live], broken[live], z[live])


def _accidents(s, tally, step, end):
    fit = s.fit.sum(axis=1)
    mean = s.of("accident_deaths") / s.of("accident_killed_share") / 1000.0 * fit / YEAR * s.dt
    hurt = np.minimum(poissons(uniforms(s.keys, S_ACCIDENT, step, 0), mean), fit)
    for k in range(hurt.max(initial=0)):
        r, b = np.nonzero(hurt > k)[0], 16 * k
        c = s.take(r, uniforms(s.keys[r], S_INJURY, step, b))
        dies = uniforms(s.keys[r], S_INJURY, step, b + 1) < s.of("accident_killed_share")[r]
        s.dead[r] += dies
        tally["deaths_other"][r] += dies
        tally["injured"][r] += ~dies
        level, broken, abroad = s.care_level(r, S_INJURY, step, b, (2, 3, 6))
        tally["evacuations"][r] += abroad & ~dies
        z, live = normals(s.keys[r], S_INJURY, step, b // 2 + 4), ~dies
        s.admit(r[live], c[live], end, level[live], broken[live], z[live])


def _wear(s, tally, t, end, patrols, unpaid):
    ready = (s.state == READY).sum(axis=1)
    could = ready * s.of("vehicle_sorties")
    busy = np.minimum(1.0, patrols * s.of("patrol_vehicles") / np.where(ready > 0, could, np.inf))
    worn = s.used + busy * s.dt
    r, v = np.nonzero((s.state == READY) & (s.fail <= worn[:, None]))
    if len(r):
        rate = np.where(busy[r] > 0, busy[r], 1.0)
        moment = np.where(busy[r] > 0, t + np.maximum(0.0, s.fail[r, v] - s.used[r]) / rate, end)
        s.to_parts(r, v, moment, unpaid)
        np.add.at(tally["breakdowns"], r, 1)
    return worn, busy


def _orders(s, tally, step, end, worn, ordered):
    serving = s.state == READY
    ready = serving.sum(axis=1)
    chance = 1.0 - np.exp(-(s.of("grounding_rate") * s.dt / YEAR))
    free = (ordered < 0) & (ready > 0) & (uniforms(s.keys, S_ORDER, step, 0) < chance)
    r = np.nonzero(free)[0]
    if len(r):
        pick = (uniforms(s.keys[r], S_ORDER, step, 1) * ready[r]).astype(np.int64)
        ordered[r] = s.kind[(np.cumsum(serving[r], axis=1) > pick[:, None]).argmax(axis=1)]
    r = np.nonzero(ordered >= 0)[0]
    if not len(r):
        return
    places = np.arange(s.state.shape[1])[None, :]
    share = uniforms(s.keys[r][:, None], S_ORDER_SHARE, step, places) < s.of("grounding_share")[r][:, None]
    stopped = serving[r] & (s.kind[None, :] == ordered[r][:, None]) & share
    z = normals(s.keys[r], S_ORDER, step, 1)
    until = end + s.of("grounding_days")[r] * np.exp(s.of("grounding_spread")[r] * z)
    i, v = np.nonzero(stopped)
    s.state[r[i], v] = GROUNDED
    s.fail[r[i], v] -= worn[r[i]]
    s.due[r[i], v] = until[i]
    tally["groundings"][r] += 1
    tally["vehicles_grounded"][r] += stopped.sum(axis=1)


def _shop(s, tally, t, end, busy, worn):
    """What falls due at vehicles, one a replicate at a time, in the order of time; gives repairs begun."""
    begun = np.zeros(s.n, np.int64)
    bays = np.floor(s.of("repair_bays") + 0.5).astype(np.int64)
    while True:
        first = s.due.argmin(axis=1)
        moment = s.due[s.rows, first]
        r = np.nonzero(moment <= end)[0]
        if not len(r):
            return begun
        v, at, state = first[r], moment[r], s.state[r, first[r]]
        waits = state == PARTS
        q, w = r[waits], v[waits]
        if len(q):
            free = np.where(np.arange(64)[None, :] < bays[q][:, None], s.bays[q], np.inf)
            bay = free.argmin(axis=1)
            z = normals(s.keys[q], S_REPAIR, w, s.repairs_of[q, w])
            work = s.of("repair_days")[q] * np.exp(s.of("repair_spread")[q] * z)
            done = np.maximum(at[waits], s.bays[q, bay]) + work
            s.bays[q, bay] = s.due[q, w] = done
            s.state[q, w] = SHOP
            begun[q] += 1
        q, w, at, state = r[~waits], v[~waits], at[~waits], state[~waits]
        fixed = state == SHOP
        tally["repairs"][q] += fixed
        tally["shop_days"][q] += np.where(fixed, at - s.entered[q, w], 0.0)
        tally["vehicles_arrived"][q] += state == PIPELINE
        held = state == GROUNDED
        fresh = s.used[q] + busy[q] * np.maximum(0.0, at - t) + s.life(q, w, s.lives[q, w])
        s.fail[q, w] = np.where(held, s.fail[q, w] + worn[q], fresh)
        s.lives[q, w] += ~held
        s.state[q, w], s.due[q, w] = READY, NEVER


def _pay(s, tally, end, repaired):
    cost = s.of("cost_person_day") * (s.fit.sum(axis=1) + s.care) * s.dt
    in_kind = np.where(s.kind_active, s.of("in_kind_share"), 0.0)
    s.arrears_pay += cost * s.of("pay_share")
    s.arrears_support += (cost * (1.0 - s.of("pay_share")) + s.of("cost_repair") * repaired) * (1.0 - in_kind)
    for f in range(s.cash.shape[1]):
        paid = np.minimum(s.cash[:, f], s.arrears_support)
        s.cash[:, f] -= paid
        s.arrears_support -= paid
        s.spent += paid
        if s.covers[f]:
            paid = np.minimum(s.cash[:, f], s.arrears_pay)
            s.cash[:, f] -= paid
            s.arrears_pay -= paid
            s.spent += paid
    first = (tally["cash_out_day"] < 0) & (s.arrears_pay + s.arrears_support > 1e-9)
    tally["cash_out_day"][first] = end
