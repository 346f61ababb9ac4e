"""The same mission told in SimPy, event by event and in continuous time: written apart from the engine, to check it.

One replicate at fixed parameters, without waves, withdrawals or interruptions of support unless the rows ask for them.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Mapping
from itertools import pairwise

import simpy

YEAR = 365.25
KNOTS = [(0.0, 0.0), (0.2448, 10.0), (0.7995, 60.0), (0.9767, 120.0), (1.0, 240.0)]
COUNTED = (
    "deaths_hostile", "deaths_other", "wounded", "injured", "evacuations", "contacts", "hits", "penetrations",
    "breakdowns", "vehicles_lost", "groundings", "vehicles_grounded", "repairs", "arrived",
)  # fmt: skip


def minutes_to_death(u: float) -> float:
    for (a, x), (b, y) in pairwise(KNOTS):
        if u <= b:
            return x + (y - x) * (u - a) / (b - a)
    return KNOTS[-1][1]


class OracleMission:
    """One mission over `days`, with `people` fit, `vehicles` ready, `cash` at hand and what is promised."""

    def __init__(
        self, p: Mapping[str, float], *, people: int, vehicles: int, cash: float, promised: float, pledged: int,
        days: float, threshold: float, seed: int, passes: float,
    ) -> None:  # fmt: skip
        self.p, self.rng, self.env = p, random.Random(seed), simpy.Environment()
        self.fit, self.care, self.people0 = people, 0, people
        self.vehicles, self.ready = vehicles, set(range(vehicles))
        self.fail: dict[int, float] = {}
        self.heap: list[tuple[float, int]] = []
        self.use = self.since = 0.0
        self.cash, self.arrears, self.spent = cash, 0.0, 0.0
        self.threshold, self.passes, self.days = threshold, passes, days
        self.shock = 1.0
        self.changed = self.env.event()
        self.shop = simpy.Resource(self.env, int(p["repair_bays"]))
        self.shop_area = self.fit_area = self.ready_area = self.patrol_area = self.below = 0.0
        self.in_shop = 0
        self.count = dict.fromkeys(COUNTED, 0)
        for v in range(vehicles):
            self._live(v, self._life() * self.rng.random())
        for process in (
            self._weeks(),
            self._wear(),
            self._contacts(),
            self._accidents(),
            self._orders(),
            self._costs(),
        ):
            self.env.process(process)
        total = math.floor(pledged * p["personnel_conversion"] + 0.5)
        for w in range(3):
            self.env.process(self._wave(total // 3 + (w < total % 3)))
        for _ in range(4):
            self.env.process(self._tranche(promised * p["funds_conversion"] / 4))

    def run(self) -> dict[str, float]:
        self.env.run(until=self.days)
        self._tick()
        out: dict[str, float] = dict(self.count)
        out |= {
            "mean_fit": self.fit_area / self.days, "mean_ready": self.ready_area / self.days, "spent": self.spent,
            "patrols": self.patrol_area, "days_below": self.below, "shop_area": self.shop_area, "end_fit": self.fit,
            "in_care": self.care,
        }  # fmt: skip
        return out

    def patrols(self) -> float:
        p = self.p
        by_people = self.fit * p["patrol_share"] / p["patrol_size"]
        could = min(by_people, len(self.ready) * p["vehicle_sorties"] / p["patrol_vehicles"])
        return could * (p["unpaid_patrols"] if self.arrears > 1e-9 else 1.0)

    def busy(self) -> float:
        if not self.ready:
            return 0.0
        return min(1.0, self.patrols() * self.p["patrol_vehicles"] / (len(self.ready) * self.p["vehicle_sorties"]))

    def _tick(self) -> None:
        """Bring clocks and areas up to now; call before anything changes."""
        passed = self.env.now - self.since
        self.use += self.busy() * passed
        patrols = self.patrols()
        self.fit_area += self.fit * passed
        self.ready_area += len(self.ready) * passed
        self.patrol_area += patrols * passed
        self.below += passed * (patrols < self.threshold)
        self.shop_area += self.in_shop * passed
        self.since = self.env.now

    def _tell(self) -> None:
        """Wake those whose rates may have changed."""
        self.changed.succeed()
        self.changed = self.env.event()

    def _life(self) -> float:
        scale = self.p["failure_days"] / math.gamma(1 + 1 / self.p["failure_shape"])
        return self.rng.weibullvariate(scale, self.p["failure_shape"])

    def _live(self, v: int, life: float) -> None:
        self.fail[v] = self.use + life
        heapq.heappush(self.heap, (self.fail[v], v))

    def _lognormal(self, median: str, spread: str) -> float:
        return self.p[median] * math.exp(self.p[spread] * self.rng.gauss(0, 1))

    def _weeks(self):
        while True:
            self._tick()
            a = self.p["contact_clustering"]
            self.shock = self.rng.gammavariate(a, 1 / a)
            self._tell()
            yield self.env.timeout(7)

    def _wear(self):
        while True:
            self._tick()
            while self.heap and (self.heap[0][1] not in self.ready or self.fail[self.heap[0][1]] != self.heap[0][0]):
                heapq.heappop(self.heap)
            busy = self.busy()
            if not self.heap or busy <= 0:
                yield self.changed
                continue
            at, v = self.heap[0]
            wait = self.env.timeout(max(0.0, at - self.use) / busy)
            yield wait | self.changed
            if wait.processed and v in self.ready and self.fail[v] == at:
                self._tick()
                self.ready.discard(v)
                self.count["breakdowns"] += 1
                self.env.process(self._repair(v))
                self._tell()

    def _repair(self, v: int):
        self.in_shop += 1
        wait = self._lognormal("parts_days", "parts_spread")
        yield self.env.timeout(wait * (self.p["unpaid_parts"] if self.arrears > 1e-9 else 1.0))
        with self.shop.request() as bay:
            self.repairs_begun = getattr(self, "repairs_begun", 0) + 1
            yield bay
            yield self.env.timeout(self._lognormal("repair_days", "repair_spread"))
        self._tick()
        self.in_shop -= 1
        self.count["repairs"] += 1
        self.ready.add(v)
        self._live(v, self._life())
        self._tell()

    def _contacts(self):
        p, left = self.p, self.rng.expovariate(1.0)
        while True:
            self._tick()
            exposed = self.patrols() * p["patrol_size"] / p["patrol_share"]
            rate = p["contact_rate"] * exposed / YEAR * self.shock
            began, now = self.env.now, self.changed
            if rate <= 1e-12:
                yield now
                continue
            wait = self.env.timeout(left / rate)
            yield wait | now
            left -= rate * (self.env.now - began)
            if wait.processed:
                left = self.rng.expovariate(1.0)
                self._tick()
                self._contact()
                self._tell()

    def _contact(self) -> None:
        p, rng = self.p, self.rng
        self.count["contacts"] += 1
        hurt = 0
        if self.ready and rng.random() < p["mounted_share"]:
            if rng.random() < p["vehicle_hit"]:
                self.count["hits"] += 1
                v = rng.choice(sorted(self.ready))
                ordered = False
                if rng.random() < self.passes:
                    self.count["penetrations"] += 1
                    hurt = sum(rng.random() < p["casualty_if_penetrated"] for _ in range(int(p["crew"])))
                    ordered = rng.random() < p["grounding_after_penetration"]
                u = rng.random()
                if u < p["vehicle_loss"]:
                    self.ready.discard(v)
                    self.count["vehicles_lost"] += 1
                elif u < p["vehicle_loss"] + p["vehicle_damage"]:
                    self.ready.discard(v)
                    self.env.process(self._repair(v))
                if ordered:
                    self._ground()
        else:
            limit, product = math.exp(-p["foot_casualties"]), rng.random()
            while product > limit:
                hurt += 1
                product *= rng.random()
        for _ in range(min(hurt, self.fit)):
            self._casualty()

    def _casualty(self) -> None:
        p, rng = self.p, self.rng
        self.fit -= 1
        dies = False
        if rng.random() < p["fatal_share"] * p["gear_fatality"]:
            if rng.random() < p["at_once_share"]:
                dies = True
            else:
                delay = self._lognormal("evacuation_minutes", "evacuation_spread")
                if not (delay <= 60 and rng.random() < p["rescue_share"]):
                    dies = minutes_to_death(rng.random()) < delay
        if not dies:
            dies = rng.random() < p["died_of_wounds"]
        if dies:
            self.count["deaths_hostile"] += 1
            return
        self.count["wounded"] += 1
        self._admit()

    def _admit(self) -> None:
        p, rng = self.p, self.rng
        self.care += 1
        back = True
        if rng.random() < p["abroad_share"]:
            self.count["evacuations"] += 1
            back = rng.random() >= p["invalided_share"]
            stay = self._lognormal("abroad_days", "stay_spread")
        elif rng.random() < p["level_two_share"]:
            stay = self._lognormal("level_two_days", "stay_spread")
        else:
            stay = self._lognormal("role_one_days", "stay_spread")
        self.env.process(self._in_care(stay, back))

    def _in_care(self, stay: float, back: bool):
        yield self.env.timeout(stay)
        self._tick()
        self.care -= 1
        self.fit += back
        self._tell()

    def _accidents(self):
        p, left = self.p, self.rng.expovariate(1.0)
        while True:
            rate = p["accident_deaths"] / p["accident_killed_share"] / 1000 * max(self.fit, 1) / YEAR
            began, now = self.env.now, self.changed
            wait = self.env.timeout(left / rate)
            yield wait | now
            left -= rate * (self.env.now - began)
            if not wait.processed:
                continue
            left = self.rng.expovariate(1.0)
            self._tick()
            self.fit -= 1
            if self.rng.random() < p["accident_killed_share"]:
                self.count["deaths_other"] += 1
            else:
                self.count["injured"] += 1
                self._admit()
            self._tell()

    def _orders(self):
        while self.p["grounding_rate"] > 0:
            yield self.env.timeout(self.rng.expovariate(self.p["grounding_rate"] / YEAR))
            if self.ready:
                self._tick()
                self._ground()
                self._tell()

    def _ground(self) -> None:
        self.count["groundings"] += 1
        days = self._lognormal("grounding_days", "grounding_spread")
        for v in sorted(self.ready):
            if self.rng.random() < self.p["grounding_share"]:
                self.ready.discard(v)
                self.count["vehicles_grounded"] += 1
                self.env.process(self._grounded(v, days, self.fail[v] - self.use))

    def _grounded(self, v: int, days: float, left: float):
        yield self.env.timeout(days)
        self._tick()
        self.ready.add(v)
        self._live(v, left)
        self._tell()

    def _costs(self):
        p, kind, paid_for = self.p, self.p["in_kind_share"], 0
        while True:
            yield self.env.timeout(1)
            begun = getattr(self, "repairs_begun", 0)
            cost = p["cost_person_day"] * (self.fit + self.care)
            support = (cost * (1 - p["pay_share"]) + p["cost_repair"] * (begun - paid_for)) * (1 - kind)
            paid_for = begun
            self._settle(cost * p["pay_share"] + support)

    def _settle(self, cost: float) -> None:
        before = self.arrears > 1e-9
        self._tick()
        self.arrears += cost
        paid = min(self.cash, self.arrears)
        self.cash -= paid
        self.arrears -= paid
        self.spent += paid
        if before != (self.arrears > 1e-9):
            self._tell()

    def _wave(self, size: int):
        yield self.env.timeout(self._lognormal("arrival_days", "arrival_spread"))
        self._tick()
        self.fit += size
        self.count["arrived"] += size
        self._tell()

    def _tranche(self, size: float):
        yield self.env.timeout(self._lognormal("funds_days", "arrival_spread"))
        self.cash += size
