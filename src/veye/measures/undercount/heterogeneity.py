"""How far the estimate moves when some of the people are harder to record than others, on every list.

Two kinds of people, the odds of being recorded `ratio` times lower for the second on every list. With v the share of
the second kind among the people on no list, the expected people with k records change by the factor 1 - v + v ratio^-k:
a log-linear model with a known offset for each (ratio, v), so that every such population can be fitted and weighed.
"""

from __future__ import annotations

import math

import numpy as np

from veye.measures.undercount.estimates import Estimate, cells
from veye.measures.undercount.poisson import fit
from veye.measures.undercount.table import Table

RATIO_MOST = 10.0
STEPS = 16
NOTE = "how much harder the hidden kind is to record is an assumption: the lists themselves do not tell"
SHARES = np.concatenate([[0.0], 1 / (1 + np.exp(-np.linspace(-5, 5, 24)))])


def hidden_class(
    table: Table, *, most_ratio: float = RATIO_MOST, level: float = 0.95, ratios: tuple[float, ...] = (2.0, 3.0, 5.0)
) -> Estimate:
    """Point and profile-likelihood interval over all two-kind populations with an odds ratio up to `most_ratio`.

    The data seldom say how much harder a hidden kind is to record (Link 2003): `most_ratio` is an assumption, not an
    estimate. `per_model` says how the upper end moves with it: (ratio, 1, upper end) for `ratios` and `most_ratio`.
    """
    from scipy.stats import chi2

    label = f"hidden class, odds up to {most_ratio:g} times lower"
    caps = sorted({*[r for r in ratios if r < most_ratio], most_ratio})
    grid = np.unique(np.concatenate([np.linspace(0, math.log(most_ratio), STEPS), np.log(caps)]))
    d, v = (a.ravel() for a in np.meshgrid(grid, SHARES))
    x, y = cells(table)
    held = x.sum(axis=1)
    offsets = np.log(1 - v[:, None] + v[:, None] * np.exp(-d[:, None] * held[None, :]))
    design = np.hstack([np.ones((len(x), 1)), x])
    fits = fit(np.broadcast_to(design, (len(d), *design.shape)), y, offsets=offsets)
    if not fits.good.any():
        return Estimate(
            "hidden_class", label, level=level, refused="the maximum likelihood is not finite, or not unique"
        )
    value = np.where(fits.good, fits.log_likelihood, -np.inf)
    log_unseen, spread = fits.beta[:, 0], np.sqrt(fits.se**2 + np.exp(-fits.beta[:, 0]))
    best = int(np.argmax(value))
    room = 2 * (value - value[best]) + float(chi2.ppf(level, 1))
    open_, reach = room >= 0, np.sqrt(np.maximum(room, 0)) * spread
    ends = np.exp(np.where(open_, log_unseen - reach, np.inf)), np.exp(np.where(open_, log_unseen + reach, -np.inf))
    upper = [
        (f"up to {cap:g}", 1.0, table.observed + float(ends[1][inside].max()))
        for cap in caps
        if open_[inside := d <= math.log(cap) + 1e-9].any()
    ]
    notes = [NOTE]
    if len(upper) < len(caps):
        notes.append(f"odds up to {caps[len(caps) - len(upper) - 1]:g} times lower do not fit these lists")
    point, low = float(np.exp(log_unseen[best])), float(ends[0].min())
    return Estimate(
        "hidden_class",
        label,
        table.observed + point,
        table.observed + low,
        upper[-1][2],
        level,
        notes=tuple(notes),
        per_model=tuple(upper),
    )
