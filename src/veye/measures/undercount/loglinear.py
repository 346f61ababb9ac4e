"""Log-linear models with pairwise interactions: one of them chosen step by step, or all of them averaged."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from veye.measures.undercount.estimates import Estimate, cells, log_normal
from veye.measures.undercount.poisson import Fits, fit
from veye.measures.undercount.table import Table

EXHAUSTIVE_PAIRS = 10
BEAM_CELLS = 190_000
BATCH_VALUES = 4_000_000

Model = tuple[int, ...]


class Models:
    """All log-linear models of a table with main effects and some pairs of lists.

    A pair of lists that share nobody has an interaction of minus infinity: in a model with that pair the cells that
    both lists would hold are left out (Chan, Silverman and Vincent 2021).
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.x, self.y = cells(table)
        self.pairs = list(combinations(range(len(table.lists)), 2))
        self.columns = np.stack([self.x[:, i] * self.x[:, j] for i, j in self.pairs], axis=1)
        self.both = self.y @ self.columns
        self.main = np.hstack([np.ones((len(self.x), 1)), self.x])

    def fit(self, models: list[Model]) -> Fits:
        """Fits of models given as indices of their pairs."""
        parts: dict[int, list[int]] = {}
        for at, model in enumerate(models):
            parts.setdefault(sum(1 for p in model if self.both[p]), []).append(at)
        beta = np.zeros((len(models), 1))
        se, value, good = np.zeros(len(models)), np.zeros(len(models)), np.zeros(len(models), dtype=bool)
        for size, where in parts.items():
            most = max(1, BATCH_VALUES // (len(self.y) * (self.main.shape[1] + size)))
            for begin in range(0, len(where), most):
                batch = where[begin : begin + most]
                finite = np.array([[p for p in models[m] if self.both[p]] for m in batch], dtype=int)
                extra = self.columns.T[finite.reshape(len(batch), size)].transpose(0, 2, 1)
                weights = np.ones((len(batch), len(self.y)))
                for row, m in enumerate(batch):
                    for p in models[m]:
                        if not self.both[p]:
                            weights[row] *= 1 - self.columns[:, p]
                main = np.broadcast_to(self.main, (len(batch), *self.main.shape))
                fits = fit(np.concatenate([main, extra], axis=2), self.y, weights)
                beta[batch, 0], se[batch], value[batch], good[batch] = (
                    fits.beta[:, 0],
                    fits.se,
                    fits.log_likelihood,
                    fits.good,
                )
        return Fits(beta, se, value, good)

    def name(self, model: Model) -> str:
        """The model in words: its pairs of lists, or "independence"."""
        lists = self.table.lists
        return (
            ", ".join(f"{lists[self.pairs[p][0]]}:{lists[self.pairs[p][1]]}" for p in sorted(model)) or "independence"
        )

    def expected(self, model: Model) -> np.ndarray:
        """Expected people on both lists of each pair under a model."""
        finite = [p for p in model if self.both[p]]
        design = np.hstack([self.main, self.columns[:, finite]])
        keep = np.prod([1 - self.columns[:, p] for p in model if not self.both[p]], axis=0) * np.ones(len(self.y))
        beta = fit(design[None], self.y, keep[None]).beta[0]
        return np.asarray((np.exp(np.clip(design @ beta, -30, 30)) * keep) @ self.columns)


def stepwise(table: Table, *, threshold: float = 0.02, level: float = 0.95) -> Estimate:
    """One log-linear model, built by adding the most surprising pair of lists while its p-value is below `threshold`.

    The p-value is that of the people on both lists, Poisson with the mean that the model so far expects, in the
    direction seen (Chan, Silverman and Vincent 2021). A pair that would leave the estimate infinite is passed over.
    The interval takes the chosen model as given, and so is too short.
    """
    from scipy.special import pdtr, pdtrc

    label = "log-linear, chosen stepwise"
    models = Models(table)
    model: Model = ()
    current = models.fit([model])
    while True:
        mean = models.expected(model)
        p_values = np.minimum(pdtr(models.both, mean), np.where(models.both > 0, pdtrc(models.both - 1, mean), 1.0))
        order = [p for p in np.argsort(p_values, kind="stable") if p not in model and p_values[p] < threshold]
        for pair in order:
            trial = models.fit([(*model, int(pair))])
            if trial.good[0]:
                model, current = (*model, int(pair)), trial
                break
        else:
            break
    if not current.good[0]:
        return Estimate("stepwise", label, level=level, refused="the maximum likelihood is not finite, or not unique")
    unseen = float(np.exp(current.beta[0, 0]))
    low, high = log_normal(table.observed, unseen, (unseen * float(current.se[0])) ** 2 + unseen, level)
    point = table.observed + unseen
    notes = ("the interval takes the chosen model as given, and so is too short",)
    return Estimate(
        "stepwise", label, point, low, high, level, notes=notes, per_model=((models.name(model), 1.0, point),)
    )


def averaged(table: Table, *, criterion: str = "bic", level: float = 0.95) -> Estimate:
    """All log-linear models with pairs of lists, averaged by their BIC or AIC weights.

    The interval is that of the mixture: each model a log-normal of its unseen people, weighted. With more than five
    lists the models are searched size by size, the best of each size being grown by every pair.
    """
    from scipy.special import ndtr

    label = f"log-linear, averaged by {criterion.upper()}"
    models = Models(table)
    tried = _every(models) if len(models.pairs) <= EXHAUSTIVE_PAIRS else _beam(models, criterion)
    fits = models.fit(tried)
    score = _scores(models, tried, fits, criterion)
    good = np.flatnonzero(fits.good & np.isfinite(score))
    if not len(good):
        return Estimate(f"averaged_{criterion}", label, level=level, refused="no model has a finite, unique maximum")
    weight = np.exp(-0.5 * (score[good] - score[good].min()))
    weight /= weight.sum()
    log_unseen = fits.beta[good, 0]
    spread = np.sqrt(np.log1p(fits.se[good] ** 2 + np.exp(-log_unseen)))

    def quantile(share: float) -> float:
        low, high = float((log_unseen - 9 * spread).min()), float((log_unseen + 9 * spread).max())
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (
                (middle, high) if float(weight @ ndtr((middle - log_unseen) / spread)) < share else (low, middle)
            )
        return table.observed + float(np.exp((low + high) / 2))

    notes = []
    lost = float(np.exp(-0.5 * (score[~fits.good] - score[good].min())).sum()) if not fits.good.all() else 0.0
    if lost > 0.05:
        notes.append(f"{int((~fits.good).sum())} models without a finite, unique maximum are left out")
    best = np.argsort(-weight, kind="stable")[:5]
    return Estimate(
        f"averaged_{criterion}",
        label,
        quantile(0.5),
        quantile((1 - level) / 2),
        quantile(0.5 + level / 2),
        level,
        notes=tuple(notes),
        per_model=tuple(
            (models.name(tried[good[i]]), float(weight[i]), table.observed + float(np.exp(log_unseen[i]))) for i in best
        ),
    )


def _scores(models: Models, tried: list[Model], fits: Fits, criterion: str) -> np.ndarray:
    terms = np.array([models.main.shape[1] + len(m) for m in tried])
    price = {"bic": float(np.log(models.table.observed)), "aic": 2.0}[criterion]
    return np.asarray(-2 * fits.log_likelihood + price * terms)


def _every(models: Models) -> list[Model]:
    pairs = range(len(models.pairs))
    return [m for size in range(len(models.pairs) + 1) for m in combinations(pairs, size)]


def _beam(models: Models, criterion: str) -> list[Model]:
    tried: list[Model] = [()]
    layer: list[Model] = [()]
    best = np.inf
    beam = max(4, BEAM_CELLS // (len(models.pairs) * len(models.y)))
    while layer:
        grown = sorted({tuple(sorted((*m, p))) for m in layer for p in range(len(models.pairs)) if p not in m})
        if not grown:
            break
        score = _scores(models, grown, models.fit(grown), criterion)
        order = np.argsort(score, kind="stable")[:beam]
        tried += grown
        if score[order[0]] > best + 20:
            break
        best = min(best, float(score[order[0]]))
        layer = [grown[i] for i in order]
    return tried
