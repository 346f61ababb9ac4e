"""One table, every method: an envelope over what they say, and a single number only where they agree."""

from __future__ import annotations

import msgspec
import numpy as np

from veye.measures.undercount.estimates import (
    INDEPENDENCE,
    MOST_CELLS_LISTS,
    Estimate,
    chao_bound,
    chao_pairs,
    chapman,
    darroch,
    independence,
)
from veye.measures.undercount.heterogeneity import RATIO_MOST, hidden_class
from veye.measures.undercount.latent import APART, ESS_LEAST, R_HAT_MOST, Convergence, Latent, latent_class
from veye.measures.undercount.loglinear import Models, averaged, stepwise
from veye.measures.undercount.table import Overlap, Table, overlaps, parted

ENVELOPE = ("chao", "averaged_bic", "latent_class", "hidden_class")
POINTS = ("averaged_bic", "latent_class", "hidden_class", "darroch")
AT_LEAST = "read it as 'at least': nothing in the lists shows that the people hardest to record stand on any of them"


class Undercount(msgspec.Struct, frozen=True):
    """All people that a set of lists may stand for, by every method, or why nothing can be said.

    `low` and `high` are the envelope: the lowest and highest ends of the methods named in `ENVELOPE`. `at_least` is
    the lower end of Chao's bound. `spread` is the factor between the lowest and highest point of the methods named in
    `POINTS`; `value` is their median (geometric), and stands only where the spread is at most `agree`. `unstable` says
    what shows that another run or another model would answer otherwise. Refused: no envelope, bound or value.
    """

    lists: tuple[str, ...]
    observed: int
    overlaps: tuple[Overlap, ...]
    estimates: tuple[Estimate, ...] = ()
    low: float | None = None
    high: float | None = None
    at_least: float | None = None
    value: float | None = None
    spread: float | None = None
    agree: float = 1.25
    level: float = 0.95
    convergence: Convergence | None = None
    unstable: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    refused: str | None = None

    def of(self, method: str) -> Estimate | None:
        """The estimate of one method, None where it was not made."""
        return next((e for e in self.estimates if e.method == method), None)


def estimate(
    table: Table,
    *,
    rng: np.random.Generator,
    level: float = 0.95,
    agree: float = 1.25,
    most_ratio: float = RATIO_MOST,
    chains: int = 4,
    ess_goal: float = 2_500.0,
    engine: str = "auto",
) -> Undercount:
    """Every method's estimate of all people, their envelope and spread, or a refusal with its reason.

    `most_ratio` is the assumption behind the upper end: that the odds of being recorded of people hard to record are
    at most so many times lower than those of the others. Refused below three lists (with two, Chapman's estimate is
    still shown, with its warning), where lists share nobody, where the maximum likelihood is not finite, and where
    the answer is unstable.
    """
    shown = overlaps(table)
    result = Undercount(table.lists, table.observed, shown, agree=agree, level=level)
    reason = why_not(table)
    if len(table.lists) == 2 and table.observed:
        two = chapman(table, level=level)
        return msgspec.structs.replace(result, estimates=(two,), warnings=(INDEPENDENCE,), refused=reason)
    if reason:
        return msgspec.structs.replace(result, refused=reason)
    latent = latent_class(table, rng=rng, level=level, chains=chains, ess_goal=ess_goal, engine=engine)
    made = (
        chao_bound(table, level=level),
        chao_pairs(table, level=level),
        independence(table, level=level),
        darroch(table, level=level),
        stepwise(table, level=level),
        averaged(table, level=level),
        averaged(table, criterion="aic", level=level),
        _of_latent(latent),
        hidden_class(table, most_ratio=most_ratio, level=level),
    )
    result = msgspec.structs.replace(result, estimates=made, convergence=latent.convergence, warnings=_warnings(table))
    unstable = instability(result)
    infinite = next((e for e in made if e.method in ENVELOPE and e.refused), None)
    if infinite is not None:
        result = msgspec.structs.replace(result, refused=f"{infinite.label}: {infinite.refused}")
    if unstable:
        return msgspec.structs.replace(result, unstable=unstable, refused=result.refused or f"unstable: {unstable[0]}")
    return result if result.refused else _enveloped(result)


def why_not(table: Table) -> str | None:
    """Why a table supports no estimate at all; None where it may."""
    if not table.observed:
        return "nobody stands on any list"
    holding = {name for name, column in zip(table.lists, zip(*table.patterns, strict=True), strict=True) if any(column)}
    empty = [name for name in table.lists if name not in holding]
    if len(table.lists) < 3:
        return f"{len(table.lists)} lists: whether lists depend on each other shows only from three"
    if empty:
        return f"nobody stands on {', '.join(empty)}"
    if len(table.lists) > MOST_CELLS_LISTS:
        return f"{len(table.lists)} lists: more than {MOST_CELLS_LISTS} are not modelled; merge lists of one origin"
    groups = parted(table)
    if len(groups) == len(table.lists):
        return "no two lists share anybody"
    if len(groups) > 1:
        return "nobody ties " + " to ".join(" and ".join(group) for group in groups)
    return None


def instability(result: Undercount) -> tuple[str, ...]:
    """What shows that the answer would be another one in another run, or by another model of the same table."""
    said = []
    chains, chosen, classes = result.convergence, result.of("stepwise"), result.of("latent_class")
    if chains is not None:
        if not chains.reached:
            said.append(
                f"the chains have not converged (R-hat {chains.r_hat:.3f}, at most {R_HAT_MOST}; "
                f"effective draws {chains.ess:.0f}, at least {ESS_LEAST:.0f})"
            )
        if classes and classes.low and classes.high and not classes.low <= chains.settled <= classes.high:
            said.append(
                f"short chains from scattered starts settle near {chains.settled:,.0f}, outside the interval "
                f"{classes.low:,.0f} to {classes.high:,.0f} of the long ones: the lists allow more than one answer"
            )
    if chosen and classes and chosen.point and chosen.low and chosen.high and classes.point and classes.high:
        gap = max((classes.low or 0) - chosen.high, chosen.low - classes.high)
        if gap > 0 and max(classes.point / chosen.point, chosen.point / classes.point) > APART:
            said.append(
                f"two methods exclude each other: {chosen.label} {chosen.low:,.0f} to {chosen.high:,.0f}, "
                f"{classes.label} {classes.low or 0:,.0f} to {classes.high:,.0f}"
            )
    return tuple(said)


def _enveloped(result: Undercount) -> Undercount:
    held = [e for e in result.estimates if e.method in ENVELOPE]
    points = [e.point for e in result.estimates if e.method in POINTS and e.point is not None]
    spread = max(points) / min(points)
    bound = result.of("chao")
    return msgspec.structs.replace(
        result,
        low=min(e.low for e in held if e.low is not None),
        high=max(e.high for e in held if e.high is not None),
        at_least=bound.low if bound else None,
        spread=spread,
        value=float(np.exp(np.median(np.log(points)))) if spread <= result.agree else None,
        warnings=(*result.warnings, AT_LEAST),
    )


def _of_latent(latent: Latent) -> Estimate:
    label = "latent class"
    if not latent.convergence.reached:
        label += ", not converged"
    return Estimate("latent_class", label, latent.median, latent.low, latent.high, latent.level)


def _warnings(table: Table) -> tuple[str, ...]:
    """Pairs of lists that share fewer people than lists of the same people would: Chao's bound may not hold there."""
    from scipy.special import pdtr

    models = Models(table)
    mean = models.expected(())
    few = [
        f"{table.lists[i]} and {table.lists[j]} ({int(models.both[at])}, {mean[at]:.0f} expected)"
        for at, (i, j) in enumerate(models.pairs)
        if pdtr(models.both[at], mean[at]) < 0.01 / len(models.pairs)
    ]
    if not few:
        return ()
    return (
        f"lists that share few people: {'; '.join(few)}. Lists that divide the people among them make every bound and "
        "estimate too high",
    )
