"""One estimate over several plausible linkages of the same records."""

from __future__ import annotations

import math
from collections.abc import Iterable

from veye.errors import InputError
from veye.measures.undercount.estimates import Estimate


def combine(estimates: Iterable[Estimate], *, level: float | None = None) -> Estimate:
    """The estimate over plausible linkages: total variance of log N, within and between them (Rubin 1987).

    With point N_m and interval [low_m, high_m] of linkage m: the within variance is the mean of
    ((log high_m - log low_m) / 2z)², the between variance that of log N_m, enlarged by 1 + 1/M. One linkage gives
    itself back up to the log-normal form. InputError where there is none, one is refused, or methods or levels mix.
    """
    from scipy.special import ndtri
    from scipy.stats import t

    given = list(estimates)
    if not given:
        raise InputError("no estimate to combine", hint="Give one estimate for each plausible linkage.")
    if len({(e.method, e.level) for e in given}) > 1:
        raise InputError("estimates of different methods or levels do not combine", hint="Combine method by method.")
    refused = [e.refused for e in given if e.refused or e.point is None]
    if refused:
        raise InputError(f"{len(refused)} of {len(given)} estimates are refused: {refused[0]}")
    level = given[0].level if level is None else level
    z = float(ndtri(0.5 + given[0].level / 2))
    logs = [math.log(e.point or 1) for e in given]
    within = sum(((math.log(e.high or 1) - math.log(e.low or 1)) / (2 * z)) ** 2 for e in given) / len(given)
    centre = sum(logs) / len(logs)
    between = sum((x - centre) ** 2 for x in logs) / (len(logs) - 1) if len(logs) > 1 else 0.0
    extra = (1 + 1 / len(logs)) * between
    total = within + extra
    freedom = (len(logs) - 1) * (total / extra) ** 2 if extra > 0 else math.inf
    reach = float(t.ppf(0.5 + level / 2, freedom) if freedom < 1e6 else ndtri(0.5 + level / 2)) * math.sqrt(total)
    return Estimate(
        given[0].method,
        f"{given[0].label}, over {len(given)} linkages",
        math.exp(centre),
        math.exp(centre - reach),
        math.exp(centre + reach),
        level,
        given[0].bound,
        notes=(f"{extra / total if total else 0:.0%} of the variance of log N is that between linkages",),
    )
