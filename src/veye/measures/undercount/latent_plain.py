"""Many chains of the latent-class model at once, in numpy alone: for where numba is not installed.

The same sweep and the same moves as in `latent_kernel`, chains first in every array.
"""

from __future__ import annotations

import numpy as np

from veye.measures.undercount.table import Table

EDGE = 1e-12
STEPS = 20


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
                self._metropolis()
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

    def _value(self, share: np.ndarray, fit: np.ndarray) -> np.ndarray:
        p = np.einsum("ck,ckp->cp", share, fit)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(p[:, :-1]) @ self.counts - self.observed * np.log(np.maximum(1 - p[:, -1], 0)))

    def _metropolis(self) -> None:
        rng, at = self.rng, self.at
        share, fit = self._share(self.stick), self._fit(self.hit)
        value = self._value(share, fit)
        for _ in range(STEPS):
            k = (self.classes * rng.random(len(at)) ** 2).astype(int)
            scale = 0.05 * 2.0 ** np.floor(6 * rng.random(len(at)))
            shift = scale * rng.standard_normal(len(at))
            jitter = np.where(rng.random(len(at)) < 0.5, 0.3 * scale, 0.0)
            old, old_stick = self.hit[at, k], self.stick[at, k]
            move = shift[:, None] + jitter[:, None] * rng.standard_normal(old.shape)
            new = np.clip(1 / (1 + np.exp(-(np.log(old / (1 - old)) + move))), EDGE, 1 - EDGE)
            change = (np.log(new * (1 - new)) - np.log(old * (1 - old))).sum(axis=1)
            free = k < self.classes - 1
            inner = np.where(free, old_stick, 0.5)
            move = np.where(rng.random(len(at)) < 0.8, -shift, 0.0) + 0.5 * scale * rng.standard_normal(len(at))
            moved = np.clip(1 / (1 + np.exp(-(np.log(inner / (1 - inner)) + move))), EDGE, 1 - EDGE)
            prior = np.log(moved / inner) + self.alpha * np.log((1 - moved) / (1 - inner))
            change += np.where(free, prior, 0.0)
            stick = self.stick.copy()
            stick[at, k] = np.where(free, moved, old_stick)
            new_share, new_fit = self._share(stick), fit.copy()
            new_fit[at, k] = self._fit(new)
            proposed = self._value(new_share, new_fit)
            taken = np.log(rng.random(len(at))) < change + proposed - value
            self.hit[at[taken], k[taken]] = new[taken]
            self.stick[taken], share[taken], fit[taken] = stick[taken], new_share[taken], new_fit[taken]
            value = np.where(taken, proposed, value)
