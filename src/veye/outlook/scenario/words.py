"""A comparison of options in plain words, with what it does not claim."""

from __future__ import annotations

from veye.outlook.scenario.results import OUTCOMES, Difference, OptionRun, ScenarioRun, Spread

CAVEATS = (
    "This predicts no operation and no attack, says nothing of the strength of armed groups, and gives no chance of "
    "success: it follows people, vehicles and money under stated assumptions.",
    "Fewer patrols also mean fewer losses; a lower toll with fewer patrols is no gain in protection.",
)
EFFECT_OFF = "Whether more personnel lower the violence is not known well enough to count: that effect is off."
EFFECT_ON = (
    "More personnel are taken to change the violence, by a row that studies of other missions support only weakly."
)
FEW_CHANGED = 0.02
SOBOL = "veye outlook scenario --sobol"
SHOWN_ROWS = 3


def plain_words(run: ScenarioRun) -> list[str]:
    """One paragraph an item: what decides the ranking if one assumption does, each option, and the caveats."""
    out = []
    if run.deciding and run.deciding.get("flag"):
        out.append(str(run.deciding["flag"]))
    reference = run.run_of(run.reference)
    out.append(_as_it_is(run, reference))
    out += [_against(run, option, reference) for option in run.options if option.option != run.reference]
    return [*out, *_ranking(run), *caveats(run)]


def caveats(run: ScenarioRun) -> list[str]:
    """The last of the plain words: what the run rests on and what it does not say."""
    return [*run.notes, _basis(run), *CAVEATS, EFFECT_ON if _effect_is_on(run) else EFFECT_OFF]


def _ranking(run: ScenarioRun) -> list[str]:
    """For each comparison the rows that decide it most; that this was not worked out, where it was not."""
    if len(run.options) < 2:
        return []
    if not run.deciding:
        return [f"Which assumption decides most was not worked out for this run ({SOBOL} does)."]
    titles = {o.option: o.title for o in run.options}
    what = OUTCOMES[run.deciding["outcome"]][1].lower()
    out = []
    for one in run.deciding["comparisons"]:
        rows = [
            f"{i['label']} {i['total']:.2f} ± {i['doubt']:.2f} ({i['status']})" for i in one["indices"][:SHOWN_ROWS]
        ]
        told = "; ".join(rows) or "nothing, the two do not differ"
        out.append(
            f"What decides '{titles[one['option']]}' against '{titles[one['against']]}' on {what}, by total-order "
            f"index over {run.deciding['runs']:,} runs of {run.deciding['replicates']}: {told}."
        )
    return out


def _effect_is_on(run: ScenarioRun) -> bool:
    given = [row[2] for row in run.rows if row[0] == "force_effect"]
    given += [change[3] for option in run.options for change in option.changes if change[0] == "force_effect"]
    return any(text != "fixed(0)" for text in given)


def _as_it_is(run: ScenarioRun, option: OptionRun) -> str:
    fit, ready, deaths = (option.outcome(n).spread for n in ("fit_at_end", "ready_at_end", "deaths"))
    wounded, out, below = (option.outcome(n).spread for n in ("wounded", "evacuations", "days_below"))
    parts = [
        f"{option.title}: in {run.days} days from {run.on}, {_range(fit)} personnel are fit and {_range(ready)} "
        f"vehicles ready at the end; {_range(deaths)} members die, of all causes, {_range(wounded)} are wounded by "
        f"hostile action and {_range(out)} evacuated abroad.",
        f"On {_range(below)} days there are fewer than {run.threshold:g} patrols.",
    ]
    if run.money_followed:
        day = option.outcome("cash_out_day").spread
        within = 1.0 if day.within is None else day.within
        when = f", first on day {_range(day)}" if within >= 0.5 else ""
        parts.append(f"Costs go unpaid at some time in {_percent(within)} of the runs{when}.")
    parts.append("Ranges hold eight of ten runs.")
    return " ".join(parts)


def _against(run: ScenarioRun, option: OptionRun, reference: OptionRun) -> str:
    titles = f"{option.title}, against '{reference.title}' on the same random numbers: "
    said = [
        _difference(run.difference(option.option, name), what, least)
        for name, what, least in (
            ("days_below", "days with too few patrols", 0.5),
            ("deaths", "deaths", 0.05),
            ("ready", "ready vehicles", 0.5),
            ("fit", "fit personnel", 0.5),
        )
    ]
    moved = [s for s in said if s] or [f"no visible difference within {run.days} days"]
    low, _, high = option.starts
    lag = f" Its changes start between day {low:.0f} and day {high:.0f}." if high > 0 else ""
    if low >= run.days:
        lag = f" None of its changes starts before day {low:.0f}, so {run.days} days cannot show what they do."
    elif high > run.days:
        lag += f" In some runs that is after the last of the {run.days} days."
    return titles + "; ".join(moved) + "." + lag


def _difference(d: Difference, what: str, least: float) -> str | None:
    mean = d.spread.mean
    if mean is None or 1 - d.same < FEW_CHANGED or abs(mean) < least:
        return None
    ends = f"{_signed(d.spread.low80)} to {_signed(d.spread.high80)}"
    worse = max(0.0, 1 - d.same - d.better)
    size = f"{mean:+,.1f}" if abs(mean) >= 0.1 else f"{mean:+.2f}"
    return f"{what} {size} ({ends}): better in {_percent(d.better)} of runs, worse in {_percent(worse)}"


def _basis(run: ScenarioRun) -> str:
    assumed = sum(row[4] == "assumption" for row in run.rows)
    text = f"{assumed} of {len(run.rows)} parameters are assumptions; {len(run.rows) - assumed} rest on evidence"
    text += ", discounted because it comes from other missions."
    if run.assumptions:
        text += (
            " Of the start, these were assumed: "
            + "; ".join(a.removeprefix("assumption: ") for a in run.assumptions)
            + "."
        )
    return text


def _range(s: Spread) -> str:
    low = "?" if s.low80 is None else f"{s.low80:,.0f}"
    if s.high80 is None:
        return f"{low} or more"
    return low if f"{s.high80:,.0f}" == low else f"{low} to {s.high80:,.0f}"


def _signed(value: float | None) -> str:
    return "?" if value is None else f"{value:+,.0f}" if abs(value) >= 0.5 else "0"


def _percent(share: float) -> str:
    return "under 1 %" if 0 < share < 0.01 else "over 99 %" if 0.99 < share < 1 else f"{100 * share:.0f} %"


def option_table(run: ScenarioRun) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows of a table for a page: one option a row, medians with the range that holds eight of ten runs."""
    shown = [
        ("fit_at_end", "fit at the end"),
        ("ready_at_end", "ready vehicles at the end"),
        ("deaths", "deaths"),
        ("wounded", "wounded"),
        ("evacuations", "evacuated abroad"),
        ("days_below", f"days under {run.threshold:g} patrols"),
    ]
    if run.money_followed:
        shown.append(("cash_out_day", "day money runs out"))
    head = ("option", *(label for _, label in shown), "fewer short days, share of runs", "fewer deaths, share of runs")
    rows = []
    for option in run.options:
        cells = [_cell(option.outcome(name).spread) for name, _ in shown]
        if option.option == run.reference:
            paired = ["reference", "reference"]
        else:
            two = (run.difference(option.option, name) for name in ("days_below", "deaths"))
            paired = [f"{_percent(d.better)} (same {_percent(d.same)})" for d in two]
        rows.append((option.title, *cells, *paired))
    return head, rows


def _cell(s: Spread) -> str:
    middle = "not within the time" if s.median is None else f"{s.median:,.0f}"
    return f"{middle} ({_range(s)})" if s.low80 != s.high80 else middle
