"""Latent-class estimate of all people, by Markov chains: classes of people, each with its own chance on each list.

Manrique-Vallier (2016), "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72(4).
Model, letters and priors stand in the method card.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import numpy as np

from veye.errors import InputError
from veye.measures.undercount.chains import effective_size, r_hat
from veye.measures.undercount.table import Table

R_HAT_MOST = 1.01
ESS_LEAST = 400.0
BURN = 2_000
THIN = 5
STEPS = 20
BLOCK = 2_500
SCOUTS, SCOUT_SWEEPS = 16, 1_500


class Latent(msgspec.Struct, frozen=True):
    """What the chains say of all people: median and interval, and whether they may be believed.

    `draws` are draws of all people (chains, draws); `modes` the separate heaps that short chains from scattered
    starts settle on: more than one means that the table holds several answers.
    """

    median: float
    low: float
    high: float
    level: float
    r_hat: float
    ess: float
    sweeps: int
    engine: str
    modes: tuple[float, ...]
    draws: np.ndarray

    @property
    def converged(self) -> bool:
        return self.r_hat <= R_HAT_MOST and self.ess >= ESS_LEAST


def latent_class(
    table: Table,
    *,
    rng: np.random.Generator,
    chains: int = 4,
    classes: int = 10,
    a: float = 0.25,
    b: float = 0.25,
    level: float = 0.95,
    ess_goal: float = 1_500.0,
    most_sweeps: int = 100_000,
    engine: str = "auto",
    threads: int | None = None,
) -> Latent:
    """Median and equal-tailed interval of all people under the latent-class model, 1/N prior on their number.

    Runs until the effective sample size of log N reaches `ess_goal` and R-hat is at most 1.01, or each chain made
    `most_sweeps`. `engine` is "numba", "numpy" (slower, plain sweeps alone) or "auto": numba where it is installed.
    The same rng gives the same draws, whatever the number of threads.
    """
    if chains < 4:
        raise InputError(f"{chains} chains; whether chains agree takes at least 4")
    if not table.observed:
        raise InputError("nobody stands on any list", hint="There is nothing to estimate from.")
    name, run = _engine(engine)
    settings = (a, b)
    walks = [_Walk(table, one, classes, i) for i, one in enumerate(rng.spawn(chains))]
    scouts = [_Walk(table, one, classes, chains + i) for i, one in enumerate(rng.spawn(SCOUTS))]
    with ThreadPoolExecutor(threads or min(chains, os.cpu_count() or 1)) as pool:
        heaps = list(pool.map(lambda w: w.go(run, settings, 0, SCOUT_SWEEPS, 1, 0), scouts))
        list(pool.map(lambda w: w.go(run, settings, BURN, 1, 1, STEPS), walks))
        kept: list[np.ndarray] = []
        sweeps = BURN
        while True:
            kept.append(np.stack(list(pool.map(lambda w: w.go(run, settings, 0, BLOCK, THIN, STEPS), walks))))
            sweeps += BLOCK * THIN
            people = np.concatenate(kept, axis=1) + table.observed
            agree, ess = r_hat(np.log(people)), effective_size(np.log(people))
            if (agree <= R_HAT_MOST and ess >= ess_goal) or sweeps + BLOCK * THIN > most_sweeps:
                break
    tail = (1 - level) / 2
    low, median, high = (float(q) for q in np.quantile(people, [tail, 0.5, 1 - tail]))
    modes = heaps_of(np.stack(heaps)[:, SCOUT_SWEEPS // 3 :] + table.observed)
    return Latent(median, low, high, level, agree, ess, sweeps, name, modes, people)


def heaps_of(people: np.ndarray, *, least: float = 0.1, valley: float = 0.6) -> tuple[float, ...]:
    """Where draws of all people heap up, on the log scale, lowest first.

    A heap is a peak of a kernel density with at least a share `least` of the draws on its side of a valley that is
    no deeper than `valley` times the lower of the two peaks.
    """
    log = np.log(np.sort(people.ravel()))
    spread = min(float(log.std()), float(np.subtract(*np.quantile(log, [0.75, 0.25]))) / 1.349)
    if not spread > 0:
        return (float(np.exp(log[0])),)
    at = np.linspace(log[0], log[-1], 400)
    step = at[1] - at[0]
    weights = np.histogram(log, bins=400, range=(log[0] - step / 2, log[-1] + step / 2))[0] / len(log)
    width = 0.25 * spread
    density = np.exp(-0.5 * ((at[:, None] - at[None, :]) / width) ** 2) @ weights
    cuts: list[int] = []
    peaks: list[int] = []
    for i in range(1, 399):
        if density[i] >= density[i - 1] and density[i] > density[i + 1]:
            if peaks:
                between = peaks[-1] + int(np.argmin(density[peaks[-1] : i + 1]))
                begin = cuts[-1] if cuts else 0
                deep = density[between] <= valley * min(density[peaks[-1]], density[i])
                if not deep or weights[begin:between].sum() < least or weights[between:].sum() < least:
                    if density[i] > density[peaks[-1]]:
                        peaks[-1] = i
                    continue
                cuts.append(between)
            peaks.append(i)
    return tuple(float(np.exp(at[i])) for i in peaks) or (float(np.exp(np.median(log))),)


class _Walk:
    """One chain: its generator, and where it stands."""

    def __init__(self, table: Table, rng: np.random.Generator, classes: int, number: int) -> None:
        self.rng = rng
        self.patterns, self.counts = table.arrays()
        lists = len(table.lists)
        self.hit = rng.random((classes, lists))
        self.stick = rng.random(classes)
        if number % 2 == 0:  # every other chain starts with nearly all in one class, half of them unseen
            self.stick[0] = 1 - 1e-6
            self.hit[0] = np.clip(0.5 * (self.counts @ self.patterns) / table.observed, 1e-6, 1 - 1e-6)
        self.stick[-1] = 1.0
        self.alpha = np.ones(1)

    def go(self, run: Any, settings: tuple[float, float], burn: int, keep: int, thin: int, steps: int) -> np.ndarray:
        """Draws of the unseen from `keep` times `thin` sweeps, after `burn` that are not kept."""
        state = (self.hit, self.stick, self.alpha)
        draws = run(self.rng, self.patterns, self.counts, *state, *settings, burn, keep, thin, steps)
        return np.asarray(draws[:, 0])


def _engine(name: str) -> tuple[str, Any]:
    if name in ("auto", "numba"):
        try:
            from veye.measures.undercount.latent_kernel import compiled

            return "numba", compiled()
        except ImportError:
            if name == "numba":
                raise InputError(
                    "numba is not installed", hint="Install the extra 'outlook', or use the engine 'numpy'."
                ) from None
    if name not in ("auto", "numpy"):
        raise InputError(f"unknown engine '{name}'", hint="Known: auto, numba, numpy.")
    from veye.measures.undercount.latent_plain import chain

    return "numpy", chain
