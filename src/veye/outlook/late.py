"""What may still be reported of the last months, by how long reports take: completions that a forecast is made from.

    λ ~ Gamma(β μ + n, rate β + p);  still to come ~ Poisson(λ (1 - p))

n events are reported of a month of which a share p is reported by now. μ is the area's own number a month, recent
months counting more, leaning on the quiet areas' as the models do; β, in months, is how much it weighs against n.
Sizes of events to come are drawn from those that the area has seen, or all areas where it has seen few. Assumes that
reporting is as quick as it was, for large events as for small.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

import numpy as np

from veye.outlook.history import Counts, History
from veye.outlook.models import leaning_rates

COMPLETIONS = 50
SETTLED = 0.98
"""Share reported by now from which a month counts as whole."""
WEIGHT = 0.25
OWN_SIZES = 10
"""Events from which an area's own sizes are used."""


def share_of_month(by: Sequence[float], month: str, on: date) -> float:
    """The share of a month's events reported by `on`; `by[d]` is the share reported within d days of the event."""
    year, number = (int(x) for x in month.split("-"))
    ages = [(on - date(year, number, day)).days for day in range(1, monthrange(year, number)[1] + 1)]
    return sum(by[min(age, len(by) - 1)] if age >= 0 else 0.0 for age in ages) / len(ages)


def with_late(
    history: History,
    events: Sequence[tuple[str, date, float]],
    curves: Sequence[Sequence[float]],
    *,
    on: date,
    rng: np.random.Generator,
) -> History:
    """The history with completions of its last months, one a curve; as it is where its months are whole.

    `events` are (area, day, count) as the history was made from; `curves` are delay curves, each as likely as the
    others (see `share_of_month`), so that the doubt about the delays is in the completions too.
    """
    shares = np.array([[share_of_month(by, m, on) for m in history.months] for by in curves])
    awaited = np.flatnonzero(shares.mean(axis=0) < SETTLED)
    if not len(awaited) or awaited[0] == 0:
        return history
    first = int(awaited[0])
    numbers = _numbers(history, events)
    mean = leaning_rates(numbers[:, :first])[:, None]
    seen, p = numbers[None, :, first:], shares[:, None, first:]
    rate = rng.gamma(WEIGHT * mean + seen, 1.0 / (WEIGHT + p))
    coming = rng.poisson(rate * (1 - p))
    if history.quantity == "incidents":
        return history._replace(late=coming.astype(float))
    sizes = [[c for a, _, c in events if a == area] for area in history.areas]
    pooled = [c for _, _, c in events]
    late = np.zeros(coming.shape)
    for area, own in enumerate(sizes):
        from_which = np.array(own if len(own) >= OWN_SIZES else pooled)
        for k, month in np.argwhere(coming[:, area]):
            late[k, area, month] = rng.choice(from_which, coming[k, area, month]).sum()
    return history._replace(late=late)


def _numbers(history: History, events: Sequence[tuple[str, date, float]]) -> Counts:
    """How many events stand behind each cell of the history."""
    rows, columns = ({x: i for i, x in enumerate(xs)} for xs in (history.areas, history.months))
    numbers = np.zeros(history.counts.shape)
    for area, day, _ in events:
        if area in rows and (month := f"{day:%Y-%m}") in columns:
            numbers[rows[area], columns[month]] += 1
    return numbers
