"""Variants of the forecast that were tried and not kept, for the study of docs/outlook: models like the shipped ones.

Whatever they learn they learn at origins inside the history that they are given: nothing after it is seen.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from veye.outlook.models import CAP, DRIFT, HALF_LIFE, MODELS
from veye.outlook.score import crps, pit

Draw = Callable[[np.ndarray, list[int], np.random.Generator, int], np.ndarray]
BINS = np.array([0.3, 3, 30])
LEVELS = np.array([1e-9, 0.3, 1, 3, 10, 30, 100])
QUANTILES = np.array([0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 0.99])


def weighted(
    counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int, half: float, sigma: float
) -> np.ndarray:
    """Weighted conflictology of any half-life and drift."""
    months = counts.shape[1]
    weights = 0.5 ** (np.arange(months)[::-1] / half)
    chosen = rng.choice(months, (len(counts), len(leads), n), p=weights / weights.sum())
    past = np.take_along_axis(counts[:, None, :], chosen, axis=2)
    sd = sigma * np.sqrt(np.asarray(leads, dtype=float))[None, :, None]
    moved = past * np.exp(sd * rng.standard_normal(past.shape) - sd**2 / 2)
    return rng.poisson(np.minimum(moved, CAP * max(1.0, counts.max())))


def past_origins(counts: np.ndarray, leads: list[int], step: int) -> list[tuple[int, list[int]]]:
    """Origins inside a history, of its last two years, with the leads that can be scored from each."""
    months = counts.shape[1]
    made = [(o, [x for x in leads if o + x <= months]) for o in range(max(10, months - 25), months - 2, step)]
    return [(o, ls) for o, ls in made if ls]


def nested(counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int) -> np.ndarray:
    """The mixture with half-life and drift chosen by CRPS at past origins of the same history."""

    def loss(half: float, sigma: float) -> float:
        parts = []
        for o, ls in past_origins(counts, leads, 2):
            drawn = weighted(counts[:, :o], ls, np.random.default_rng(o), 100, half, sigma)
            parts.append(crps(drawn, counts[:, [o + x - 1 for x in ls]]))
        return float(np.concatenate([p.ravel() for p in parts]).mean())

    best = min(((h, s) for h in (3, 6, 12) for s in (0.1, 0.2, 0.3)), key=lambda x: loss(*x))
    first = round(n * 0.85)
    rest = MODELS["pooled_negative_binomial"](counts, leads, rng, n - first)
    return np.concatenate([weighted(counts, leads, rng, first, *best), rest], axis=-1)


def recalibrated(counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int) -> np.ndarray:
    """The mixture with its quantiles moved, by size of forecast, to where past truths lay among them."""
    ranks, sizes, drawer = [], [], np.random.default_rng(5)
    for origin, ls in past_origins(counts, leads, 3):
        drawn = MODELS["mixture"](counts[:, :origin], ls, np.random.default_rng(origin), 200)
        ranks.append(pit(drawn, counts[:, [origin + x - 1 for x in ls]], drawer).ravel())
        sizes.append(np.digitize(drawn.mean(-1).ravel(), BINS))
    rank, size = np.concatenate(ranks), np.concatenate(sizes)
    drawn = np.sort(MODELS["mixture"](counts, leads, rng, n), axis=-1)
    out, where = drawn.copy(), np.digitize(drawn.mean(-1), BINS)
    for k in range(len(BINS) + 1):
        mine = rank[size == k]
        if len(mine) >= 50:  # with 1,000 pseudo-ranks spread evenly, so that few past cells move little
            pool = np.concatenate([mine, (np.arange(1000) + 0.5) / 1000])
            at = np.quantile(pool, (np.arange(n) + 0.5) / n)
            out[where == k] = drawn[where == k][:, np.clip((at * n).astype(int), 0, n - 1)]
    return out


def conformal(counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int) -> np.ndarray:
    """The mixture with its upper half stretched by size of forecast: 95 % of past truths lie below its 95 %."""
    misses, sizes = [], []
    for origin, ls in past_origins(counts, leads, 3):
        drawn = MODELS["mixture"](counts[:, :origin], ls, np.random.default_rng(origin), 200)
        top = np.log1p(np.quantile(drawn, 0.95, axis=-1))
        misses.append((np.log1p(counts[:, [origin + x - 1 for x in ls]]) - top).ravel())
        sizes.append(np.digitize(drawn.mean(-1).ravel(), BINS))
    miss, size = np.concatenate(misses), np.concatenate(sizes)
    drawn = MODELS["mixture"](counts, leads, rng, n).astype(float)
    where, middle = np.digitize(drawn.mean(-1), BINS), np.median(drawn, axis=-1, keepdims=True)
    top = np.quantile(drawn, 0.95, axis=-1, keepdims=True)
    for k in range(len(BINS) + 1):
        mine = miss[size == k]
        if len(mine) >= 50:
            cells = where == k
            moved = np.log1p(top[cells]) + np.quantile(mine, 0.95)
            wanted = np.expm1(np.maximum(moved, np.log1p(middle[cells])))
            room = top[cells] - middle[cells]
            stretch = np.where(room > 0, (wanted - middle[cells]) / np.maximum(room, 1e-9), 1.0)
            over = drawn[cells] - middle[cells]
            drawn[cells] = np.where(over > 0, middle[cells] + over * stretch, drawn[cells])
    return np.rint(drawn)


def area_dispersion(counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int) -> np.ndarray:
    """The mixture whose negative binomial has a dispersion of each area's own, leaning on the pooled one."""
    months = counts.shape[1]
    first = round(n * 0.85)
    ages = np.arange(months)[::-1]
    w, w2 = 0.5 ** (ages / 6), 0.5 ** (ages / 24)
    seen, total = (w * counts).sum(axis=1), w.sum()
    mean, slow = seen / total, (w2 * counts).sum(axis=1) / w2.sum()
    quiet = float(mean[mean < 1].mean()) if (mean < 1).any() else 0.1
    rate = (0.05 + seen) / (0.05 / max(quiet, 1e-3) + total)
    variance = (w2 * (counts - slow[:, None]) ** 2).sum(axis=1) / w2.sum()
    excess = (variance - slow) / np.maximum(slow, 1e-9) ** 2
    pooled = max(float(np.median(excess[mean > 1])), 0.05)
    own = np.where(slow > 0.3, (w2.sum() * np.clip(excess, 0, 6) + 3 * pooled) / (w2.sum() + 3), pooled)
    size = np.clip(1 / own, 0.2, 20)[:, None, None]
    info = 0.05 + total * rate[:, None, None] * size / (size + rate[:, None, None])
    level = rng.gamma(info, 1.0, (len(counts), 1, n - first)) * rate[:, None, None] / info
    sd = 0.2 * np.sqrt(np.asarray(leads, dtype=float))[None, :, None]
    shape = (len(counts), len(leads), n - first)
    moved = np.minimum(level * np.exp(sd * rng.standard_normal(shape) - sd**2 / 2), CAP * max(1.0, counts.max()))
    rest = rng.poisson(moved * rng.gamma(np.broadcast_to(size, (len(counts), 1, 1)), 1.0, shape) / size)
    return np.concatenate([MODELS["weighted_conflictology"](counts, leads, rng, first), rest], axis=-1)


def level_of(counts: np.ndarray) -> np.ndarray:
    """The mean month of each area, recent ones counting more."""
    weights = 0.5 ** (np.arange(counts.shape[1])[::-1] / HALF_LIFE)
    return (counts * weights).sum(axis=1) / weights.sum()


def transitions(counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int) -> np.ndarray:
    """Each area's level times what followed, over the level, at past origins of all areas of like level and lead."""
    months, pool = counts.shape[1], {}
    for origin in range(8, months - 2):
        level = level_of(counts[:, :origin])
        bins = np.digitize(level, LEVELS)
        for lead in (x for x in leads if origin + x <= months):
            truth = counts[:, origin + lead - 1]
            for k in np.unique(bins):
                mine = bins == k
                followed = truth[mine] / level[mine] if k else truth[mine]
                pool.setdefault((int(k), lead <= 6), []).append(followed)
    level, out = level_of(counts), np.zeros((len(counts), len(leads), n))
    for i, k in enumerate(np.digitize(level, LEVELS)):
        for j, lead in enumerate(leads):
            found = pool.get((int(k), lead <= 6)) or pool.get((int(k), True))
            drawn = rng.choice(np.concatenate(found), n) if found else np.ones(n)
            out[i, j] = rng.poisson(np.minimum(level[i] * drawn, CAP * max(1.0, counts.max()))) if k else drawn
    return out


def hurdle(counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int) -> np.ndarray:
    """Whether anything happens, by each area's own share of months, and apart from it how much, negative binomial."""
    weights = 0.5 ** (np.arange(counts.shape[1])[::-1] / HALF_LIFE)
    some = (weights * (counts > 0)).sum(axis=1)
    lean = 0.15 * max(0.3 * float((counts > 0).mean()), 0.005)
    chance = (some + lean) / (weights.sum() + 0.15)
    mean = np.where(some > 0, (weights * counts).sum(axis=1) / np.maximum(some, 1e-9), 3.0)
    spread = (weights * (counts > 0) * (counts - mean[:, None]) ** 2).sum(axis=1) / np.maximum(some, 1e-9)
    excess = ((spread - mean) / mean**2)[(some > 1) & (mean > 2)]
    size = float(np.clip(1 / max(float(np.median(excess)), 1e-6), 0.3, 10.0)) if len(excess) else 1.0
    shape = (len(counts), len(leads), n)
    sd = DRIFT * np.sqrt(np.asarray(leads, dtype=float))[None, :, None]
    moved = np.minimum(mean[:, None, None] * np.exp(sd * rng.standard_normal(shape) - sd**2 / 2), CAP * counts.max())
    much = np.maximum(1, rng.poisson(moved * rng.gamma(size, 1 / size, shape)))
    return np.where(rng.uniform(size=shape) < chance[:, None, None], much, 0)


def _seen(counts: np.ndarray) -> np.ndarray:
    """What the trees are told of each area: its own past alone."""
    year = counts[:, -12:]
    since = [np.flatnonzero(row[::-1])[0] if row.any() else len(row) for row in counts]
    means = [np.log1p(counts[:, -k:].mean(axis=1)) for k in (1, 3, 6, 12)]
    others = [np.log1p(x) for x in (level_of(counts), year.max(axis=1), year.std(axis=1))]
    return np.column_stack([*means, *others, np.minimum(since, 24), (year > 0).mean(axis=1)])


def trees(counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int) -> np.ndarray:
    """Quantiles of the log count by boosted trees (scikit-learn), learnt at past origins of all areas."""
    from sklearn.ensemble import HistGradientBoostingRegressor as Trees

    rows, truth = [], []
    for origin in range(8, counts.shape[1] - 2):
        seen = _seen(counts[:, :origin])
        for lead in (x for x in leads if origin + x <= counts.shape[1]):
            rows.append(np.column_stack([seen, np.full(len(seen), lead)]))
            truth.append(np.log1p(counts[:, origin + lead - 1]))
    x, y, now = np.concatenate(rows), np.concatenate(truth), _seen(counts)
    target = np.concatenate([np.column_stack([now, np.full(len(now), lead)]) for lead in leads])
    made = [
        Trees(loss="quantile", quantile=q, max_iter=60, max_leaf_nodes=12, min_samples_leaf=60, random_state=0)
        .fit(x, y)
        .predict(target)
        for q in QUANTILES
    ]
    cells = np.sort(np.maximum(np.stack(made, axis=1), 0), axis=1).reshape(len(leads), len(now), -1)
    out, at = np.empty((len(now), len(leads), n)), np.array([0, *QUANTILES, 1])
    for j, i in np.ndindex(len(leads), len(now)):
        ends = np.array([cells[j, i, 0], *cells[j, i], 1.1 * cells[j, i, -1]])
        out[i, j] = np.expm1(np.interp(rng.uniform(size=n), at, ends))
    return np.rint(np.minimum(out, CAP * max(1.0, counts.max())))


def a_quarter(model: Draw) -> Draw:
    """A quarter of the draws by a model, the rest by the mixture."""

    def drawn(counts: np.ndarray, leads: list[int], rng: np.random.Generator, n: int) -> np.ndarray:
        first = round(n / 4)
        return np.concatenate(
            [model(counts, leads, rng, first), MODELS["mixture"](counts, leads, rng, n - first)], axis=-1
        )

    return drawn


VARIANTS: dict[str, Draw] = {
    "mixture (kept)": MODELS["mixture"],
    "half-life and drift by nested origins": nested,
    "dispersion of each area's own": area_dispersion,
    "ranks recalibrated by size": recalibrated,
    "conformal upper half by size": conformal,
    "hurdle": hurdle,
    "a quarter hurdle": a_quarter(hurdle),
    "pooled transitions": transitions,
    "a quarter pooled transitions": a_quarter(transitions),
    "boosted trees": trees,
    "a quarter boosted trees": a_quarter(trees),
}
