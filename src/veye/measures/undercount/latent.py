"""Latent-class estimate of all people, by Markov chains: classes of people, each with its own chance on each list.

Manrique-Vallier (2016), "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72(4).
Model, letters and priors stand in the method card.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import msgspec
import numpy as np

from veye.errors import InputError
from veye.measures.undercount.chains import effective_size, r_hat
from veye.measures.undercount.table import Table

R_HAT_MOST = 1.01
ESS_LEAST = 400.0
APART = 1.25
SCOUTS, SCOUT_BURN, SCOUT_DRAWS = 16, 2_000, 1_000


class Convergence(msgspec.Struct, frozen=True):
    """Whether chains may be believed: R-hat and effective sample size of log N after `sweeps` sweeps a chain.

    `settled` is where short chains of plain sweeps from scattered starts come to rest, the median over them: outside
    the interval of the long chains it means that the table holds several answers, and that which one a run shows is a
    matter of its start and length.
    """

    r_hat: float
    ess: float
    sweeps: int
    engine: str
    settled: float

    @property
    def reached(self) -> bool:
        """Whether R-hat is at most 1.01 and the effective sample size of log N at least 400."""
        return self.r_hat <= R_HAT_MOST and self.ess >= ESS_LEAST


class Latent(msgspec.Struct, frozen=True):
    """What the chains say of all people: median, interval, `draws` (chains, draws), and whether they converged."""

    median: float
    low: float
    high: float
    level: float
    convergence: Convergence
    draws: np.ndarray


class Chains(Protocol):
    """Chains of one engine: where they stand, and how they go on."""

    def go(self, burn: int, keep: int, thin: int, *, plain: bool = False) -> np.ndarray:
        """Draws (chains, keep) of the unseen, one every `thin` sweeps after `burn` that are not kept."""
        ...


class Plan(msgspec.Struct, frozen=True):
    """How many sweeps an engine makes: before the first draw, between draws, and draws before it looks again."""

    name: str
    chains: int
    burn: int
    thin: int
    block: int


def latent_class(
    table: Table,
    *,
    rng: np.random.Generator,
    chains: int = 4,
    classes: int = 10,
    a: float = 0.25,
    b: float = 0.25,
    level: float = 0.95,
    ess_goal: float = 2_500.0,
    most_draws: int = 120_000,
    engine: str = "auto",
) -> Latent:
    """Median and equal-tailed interval of all people under the latent-class model, 1/N prior on their number.

    Runs until the effective sample size of log N reaches `ess_goal` and R-hat is at most 1.01, or all chains
    together made `most_draws`. `engine` is "numba", "numpy" (slower; runs more and shorter chains) or "auto": numba
    where it is installed. The same rng gives the same draws.
    """
    if chains < 4:
        raise InputError(f"{chains} chains; whether chains agree takes at least 4")
    if not table.observed:
        raise InputError("nobody stands on any list", hint="There is nothing to estimate from.")
    plan = _plan(engine, chains)
    prior = (classes, a, b)
    scouts = _open(plan.name, table, prior, rng, ["any"] * SCOUTS)
    settled = float(np.median(scouts.go(SCOUT_BURN, SCOUT_DRAWS, 1, plain=True))) + table.observed
    walk = _open(plan.name, table, prior, rng, ["one" if i % 2 else "any" for i in range(plan.chains)])
    walk.go(plan.burn, 1, 1)
    kept: list[np.ndarray] = []
    while True:
        kept.append(walk.go(0, plan.block, plan.thin))
        people = np.concatenate(kept, axis=1) + table.observed
        agree, ess = r_hat(np.log(people)), effective_size(np.log(people))
        if (agree <= R_HAT_MOST and ess >= ess_goal) or people.size + kept[0].size > most_draws:
            break
    low, median, high = (float(q) for q in np.quantile(people, [(1 - level) / 2, 0.5, 0.5 + level / 2]))
    convergence = Convergence(
        agree,
        ess,
        plan.burn + people.shape[1] * plan.thin,
        plan.name,
        settled,
    )
    return Latent(median, low, high, level, convergence, people)


def start_state(
    table: Table, classes: int, rng: np.random.Generator, start: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Chances on lists (classes, lists), sticks (classes) and concentration (1) that a chain starts from.

    "any" draws them evenly from 0 to 1; "one" puts nearly all people into the first class, half of them unseen.
    """
    patterns, counts = table.arrays()
    hit, stick = rng.random((classes, len(table.lists))), rng.random(classes)
    if start == "one":
        stick[0] = 1 - 1e-6
        hit[0] = 0.5 * (counts @ patterns) / table.observed
    stick[-1] = 1.0
    return np.clip(hit, 1e-6, 1 - 1e-6), stick, np.ones(1)


class _Compiled:
    """Chains in threads, each with a generator of its own."""

    def __init__(
        self, table: Table, prior: tuple[int, float, float], rng: np.random.Generator, starts: list[str]
    ) -> None:
        from veye.measures.undercount.latent_kernel import compiled

        self.run: Any = compiled()
        self.data = table.arrays()
        self.prior = prior[1:]
        self.rngs = rng.spawn(len(starts))
        self.states = [start_state(table, prior[0], one, s) for one, s in zip(self.rngs, starts, strict=True)]

    def go(self, burn: int, keep: int, thin: int, *, plain: bool = False) -> np.ndarray:
        from veye.measures.undercount.latent_kernel import LEAPS

        rest = (*self.prior, burn, keep, thin, 0 if plain else LEAPS)
        with ThreadPoolExecutor(min(len(self.rngs), os.cpu_count() or 1)) as pool:
            jobs = [
                pool.submit(lambda one, state: self.run(one, *self.data, *state, *rest), one, state)
                for one, state in zip(self.rngs, self.states, strict=True)
            ]
            return np.stack([job.result() for job in jobs])


def _open(
    engine: str, table: Table, prior: tuple[int, float, float], rng: np.random.Generator, starts: list[str]
) -> Chains:
    if engine == "numba":
        return _Compiled(table, prior, rng, starts)
    from veye.measures.undercount.latent_plain import Vectorised

    return Vectorised(table, prior, rng, [start_state(table, prior[0], rng, start) for start in starts])


def _plan(engine: str, chains: int) -> Plan:
    if engine not in ("auto", "numba", "numpy"):
        raise InputError(f"unknown engine '{engine}'", hint="Known: auto, numba, numpy.")
    if engine != "numpy":
        try:
            import numba  # noqa: F401
        except ImportError:
            if engine == "numba":
                raise InputError(
                    "numba is not installed", hint="Install the extra 'outlook', or use the engine 'numpy'."
                ) from None
        else:
            return Plan("numba", chains, 1_000, 1, 12_000 // chains)
    return Plan("numpy", max(chains, 8), 500, 1, 500)
