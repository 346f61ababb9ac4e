"""Many chains of the latent-class model at once, in numpy alone: for where numba is not installed.

The same sweep and the same moves as in `latent_kernel`, chains first in every array.
"""

from __future__ import annotations

import numpy as np

from veye.measures.undercount.table import Table

EDGE = 1e-12
LEAPS = 30
STEP, HALVINGS = 0.2, 3.0


class Vectorised:
    """Chains that step together, from one generator."""

    def __init__(
        self,
        table: Table,
        prior: tuple[int, float, float],
        rng: np.random.Generator,
        states: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
    ) -> None:
        self.patterns, self.counts = table.arrays()
        self.full = np.vstack([self.patterns, np.zeros((1, len(table.lists)), dtype=np.int64)]).astype(float)
        self.observed = table.observed
        self.classes, self.a, self.b = prior
        self.rng = rng
        self.hit, self.stick, self.alpha = (np.stack(part) for part in zip(*states, strict=True))
        self.alpha = self.alpha[:, 0]
        self.at = np.arange(len(states))

    def go(self, burn: int, keep: int, thin: int, *, plain: bool = False) -> np.ndarray:
        """Draws (chains, keep) of the unseen, one every `thin` sweeps after `burn` that are not kept."""
        draws = np.empty((len(self.at), keep))
        for sweep in range(burn + keep * thin):
            missed = self._sweep()
            if sweep >= burn and (sweep - burn) % thin == 0:
                draws[:, (sweep - burn) // thin] = missed
            if not plain:
                self._drift()
        return draws

    def _fit(self, hit: np.ndarray) -> np.ndarray:
        """Chance of each pattern, the empty one last (…, patterns), for classes with these chances (…, lists)."""
        return np.asarray(np.exp(np.log(hit) @ self.full.T + np.log(1 - hit) @ (1 - self.full).T))

    def _share(self, stick: np.ndarray) -> np.ndarray:
        left = np.cumprod(1 - stick[:, :-1], axis=1)
        return np.asarray(stick * np.concatenate([np.ones((len(stick), 1)), left], axis=1))

    def _sweep(self) -> np.ndarray:
        rng = self.rng
        share = self._share(self.stick)
        weight = self._fit(self.hit) * share[:, :, None]
        unseen = np.clip(weight[:, :, -1].sum(axis=1), EDGE, 1 - EDGE)
        missed = rng.poisson(np.minimum(rng.gamma(self.observed, unseen / (1 - unseen)), 1e15))
        totals = np.concatenate([np.broadcast_to(self.counts, (len(self.at), len(self.counts))), missed[:, None]], 1)
        chances = np.maximum(weight.transpose(0, 2, 1), 1e-300)
        parts = rng.multinomial(totals, chances / chances.sum(axis=2, keepdims=True))
        size = parts.sum(axis=1)
        seen = parts[:, :-1].transpose(0, 2, 1) @ self.patterns
        log_share = np.log(np.maximum(share, 1e-300))
        for k in range(self.classes - 1):
            change = (size[:, k] - size[:, k + 1]) * (log_share[:, k + 1] - log_share[:, k])
            swap = np.log(rng.random(len(self.at))) < change
            for held in (size, seen):
                held[np.ix_(swap, [k, k + 1])] = held[np.ix_(swap, [k + 1, k])]
        after = size.sum(axis=1, keepdims=True) - np.cumsum(size, axis=1)
        drawn = rng.beta(1 + size[:, :-1], self.alpha[:, None] + after[:, :-1])
        self.stick[:, :-1] = np.clip(drawn, EDGE, 1 - EDGE)
        self.hit = np.clip(rng.beta(1 + seen, 1 + size[:, :, None] - seen), EDGE, 1 - EDGE)
        left = np.log(1 - self.stick[:, :-1]).sum(axis=1)
        self.alpha = np.maximum(rng.gamma(self.a + self.classes - 1, 1 / (self.b - left)), EDGE)
        return np.asarray(missed)

    def _slope(self, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log posterior, unseen summed out, at logits of chances and (last column) sticks; and its gradient."""
        inside = np.clip(1 / (1 + np.exp(-place)), EDGE, 1 - EDGE)
        chance, stick = inside[:, :, :-1], inside[:, :, -1].copy()
        stick[:, -1] = 1.0
        part = self._fit(chance) * self._share(stick)[:, :, None]
        p = part.sum(axis=1)
        free = stick[:, :-1]
        value = np.log(chance * (1 - chance)).sum(axis=(1, 2)) + np.log(free).sum(axis=1)
        value += self.alpha * np.log(1 - free).sum(axis=1)
        value += np.log(np.maximum(p[:, :-1], 1e-300)) @ self.counts
        missing = np.maximum(1 - p[:, -1], EDGE)
        value -= self.observed * np.log(missing)
        pull = np.concatenate([self.counts / np.maximum(p[:, :-1], 1e-300), self.observed / missing[:, None]], axis=1)
        people = part * pull[:, None, :]
        size = people.sum(axis=2)
        slope = np.empty_like(place)
        slope[:, :, :-1] = 1 - 2 * chance + people @ self.full - size[:, :, None] * chance
        after = np.cumsum(size[:, ::-1], axis=1)[:, ::-1]
        slope[:, :-1, -1] = 1 - free - self.alpha[:, None] * free + size[:, :-1] * (1 - free) - after[:, 1:] * free
        slope[:, -1, -1] = 0.0
        return value, slope

    def _drift(self) -> None:
        """One Hamiltonian trajectory for every chain."""
        rng = self.rng
        odds = np.concatenate([self.hit, np.minimum(self.stick, 1 - EDGE)[:, :, None]], axis=2)
        place = np.log(odds / (1 - odds))
        push = rng.standard_normal(place.shape)
        push[:, -1, -1] = 0.0
        energy = 0.5 * (push**2).sum(axis=(1, 2))
        step = (STEP * 2.0 ** (-HALVINGS * rng.random(len(place))))[:, None, None]
        start, slope = self._slope(place)
        value = start
        for leap in range(LEAPS):
            push += (0.5 if leap == 0 else 1.0) * step * slope
            place = np.clip(place + step * push, -40, 40)
            value, slope = self._slope(place)
        push += 0.5 * step * slope
        energy -= 0.5 * (push**2).sum(axis=(1, 2))
        taken = np.log(rng.random(len(place))) < value - start + energy
        inside = np.clip(1 / (1 + np.exp(-place[taken])), EDGE, 1 - EDGE)
        self.hit[taken], self.stick[taken, :-1] = inside[:, :, :-1], inside[:, :-1, -1]
