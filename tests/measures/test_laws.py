"""Laws of all measures: order and reprints change nothing, intervals hold their value, figures cite what is there."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures_made import COUNTRY, FACT, TOWN, claim, doc, incident, mission, tally

from veye.measures import MEASURES, measure, trace
from veye.measures.intervals import clopper_pearson_interval, poisson_interval, wilson_interval
from veye.records import (
    Casualty,
    Claim,
    Control,
    Count,
    Displacement,
    Document,
    Equipment,
    Evacuation,
    Figure,
    Funding,
    FundingLine,
    Incident,
    Milestone,
    Origin,
    PlannedMilestone,
    Strength,
    When,
)  # fmt: skip

START, ON = date(2025, 1, 1), date(2025, 12, 31)
DOCS = [doc(f"d{i}", (START + timedelta(days=40 * i)).isoformat(), source=f"S{i}") for i in range(8)]
PROFILE = mission()
NUMBER = st.integers(1, 3000)
RANGE = st.tuples(NUMBER, NUMBER).map(lambda ends: Count(min(ends), max(ends)))
COUNT = st.one_of(NUMBER.map(Count.exactly), NUMBER.map(lambda n: Count(n, None)), RANGE)
DONE = ["delivered", "grounded", "destroyed", "failed"]
KINDS = {
    "strength": ["current", "arrived", "departed", "pledged", "authorised"],
    "funding": ["pledged", "disbursed", "frozen", "requested"],
    "who": ["mission", "civilian", "unknown"],
    "what": ["election", "mandate", "transition"],
}


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


STATEMENT = st.one_of(
    st.builds(Strength, one_of("total", "Kenya", "Jamaican"), COUNT, one_of(*KINDS["strength"])),
    st.builds(
        Casualty, one_of("killed", "wounded", "missing"), COUNT, one_of(*KINDS["who"]),
        cause=one_of("gunshot", "vehicle accident", "unknown"), gear=one_of(None, "helmet pierced"),
    ),
    st.builds(Equipment, one_of("Rhino", "armoured vehicles"), st.just("armoured_vehicle"), one_of(*DONE), COUNT),
    st.builds(Evacuation, COUNT, destination=one_of(None, "Abroad"), minutes=one_of(None, 45, 300)),
    st.builds(
        Funding, one_of(None, "Canada", "France"), NUMBER.map(float), one_of("USD", "CAD", None),
        one_of(*KINDS["funding"]), one_of(None, "trust fund"),
    ),
    st.builds(Displacement, COUNT, one_of("stock", "flow")),
    st.builds(Milestone, one_of(*KINDS["what"]), one_of("planned", "done", "unknown")),
)  # fmt: skip
FLAGS = ("cumulative", "hedged", "denied", "planned", "backref")


@st.composite
def told(draw: st.DrawFn) -> Claim:
    """A claim of any kind, dated or not, in one of eight documents."""
    when = draw(
        st.one_of(
            st.none(),
            st.integers(0, 700).map(lambda n: (START + timedelta(days=n)).isoformat()),
            st.sampled_from(["2025", "2025-03"]),
        )
    )
    flags = dict.fromkeys(draw(st.lists(st.sampled_from(FLAGS), max_size=2)), True)
    place = draw(st.sampled_from([None, COUNTRY, TOWN]))
    by = draw(st.sampled_from([None, "IOM", "the mission"]))
    return claim(draw(st.sampled_from(DOCS)), draw(STATEMENT), on=when, place=place, by=by, **flags)


def happened(claims: list[Claim]) -> list[Incident]:
    """One incident a pair of casualty claims, with tallies as linking would make them."""
    out = []
    hit = [c for c in claims if isinstance(c.statement, Casualty) and not c.flags.cumulative and not c.flags.denied]
    for n, pair in enumerate(hit[i : i + 2] for i in range(0, len(hit), 2)):
        tallies: dict[tuple[str, str], list[Claim]] = {}
        for one in pair:
            assert isinstance(one.statement, Casualty)
            tallies.setdefault((one.statement.outcome, one.statement.who), []).append(one)
        made = []
        for (outcome, who), ones in sorted(tallies.items()):
            counts = [c.statement.count for c in ones if isinstance(c.statement, Casualty)]
            lows = [c.low or 0 for c in counts]
            highs = [c.high for c in counts]
            high = None if None in highs else max(h for h in highs if h is not None)
            made.append(
                tally(outcome, who, ones, low=min(lows), best=min(lows), high=high, contested=len(set(lows)) > 1)
            )
        day = pair[0].when.iso() if pair[0].when else ""
        out.append(incident(f"inc-{n}", pair, tuple(made), on=day or None))
    return out


def bare(figures: list[Figure]) -> list[tuple[Any, ...]]:
    """What a figure says, without ids of its inputs."""
    return [(f.measure, f.name, f.params, f.value, f.low, f.high, f.refused, f.contested) for f in figures]


CLAIMS = st.lists(told(), max_size=14, unique_by=lambda c: c.id)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_the_inputs_changes_nothing(claims: list[Claim], rng: Any) -> None:
    incidents, docs = happened(claims), list(DOCS)
    first = measure(claims, incidents, docs, [], PROFILE, on=ON)
    for things in (claims, incidents, docs):
        rng.shuffle(things)
    assert measure(claims, incidents, docs, [], PROFILE, on=ON) == first


@settings(max_examples=60, deadline=None, derandomize=True)
@given(CLAIMS)
def test_every_figure_holds_its_value_and_rests_on_claims_that_are_there(claims: list[Claim]) -> None:
    figures = measure(claims, happened(claims), DOCS, [], PROFILE, on=ON)
    ids = {c.id for c in claims}
    assert len({f.id for f in figures}) == len(figures)
    for figure in figures:
        assert set(trace(figure)) <= ids
        assert figure.weakest is None or figure.weakest in figure.claim_ids
        assert bool(figure.claim_ids) == (figure.weakest is not None)
        if figure.refused is not None:
            assert figure.refused
            assert figure.value is None
            continue
        assert figure.value is not None
        assert figure.interval
        assert figure.low is not None
        assert figure.low <= figure.value + 1e-9
        assert figure.high is None or figure.value <= figure.high + 1e-9
        assert all(len(row) == len(figure.columns) for row in figure.rows)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(CLAIMS, st.data())
def test_a_later_reprint_of_one_origin_changes_no_number(claims: list[Claim], data: st.DataObject) -> None:
    reprint = doc("reprint", "2025-12-30", source="Reprinter")
    copied = data.draw(st.sampled_from(DOCS))
    copies = [_copy(c, reprint) for c in claims if c.doc_id == copied.id]
    incidents = happened(claims)
    joined = [_joined(i, claims, copies, copied, reprint) for i in incidents]
    apart = [Origin(f"org-{d.key}", d.key, (d.id,)) for d in DOCS if d.id != copied.id]
    before = measure(claims, incidents, DOCS, [*apart, Origin("org-x", "x", (copied.id,))], PROFILE, on=ON)
    both = [*apart, Origin("org-x", "x", (copied.id, reprint.id))]
    after = measure([*claims, *copies], joined, [*DOCS, reprint], both, PROFILE, on=ON)
    counted = ("coverage", "nowcast", "scorecard")
    assert [f for f in bare(after) if f[0] not in counted] == [f for f in bare(before) if f[0] not in counted]


def _copy(c: Claim, reprint: Document) -> Claim:
    given = {"when": c.when, "place": c.place, "flags": c.flags, "attribution": c.attribution}
    return Claim.make(reprint.id, c.statement, c.evidence, **given)  # type: ignore[arg-type]


def _joined(one: Incident, claims: list[Claim], copies: list[Claim], copied: Document, reprint: Document) -> Incident:
    """The incident with the reprint's claims beside those that they copy."""
    originals = [c for c in claims if c.doc_id == copied.id]
    twin = {old.id: new.id for old, new in zip(originals, copies, strict=True)}
    more = tuple(twin[i] for i in one.claim_ids if i in twin)
    return msgspec.structs.replace(one, claim_ids=(*one.claim_ids, *more))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 400), st.integers(0, 400))
def test_intervals_hold_the_share_and_the_mean(a: int, b: int) -> None:
    low, high = poisson_interval(a)
    assert 0 <= low <= a <= high
    for interval in (wilson_interval, clopper_pearson_interval):
        bottom, top = interval(a, a + b)
        assert 0 <= bottom <= (a / (a + b) if a + b else 0.5) <= top <= 1


@pytest.mark.parametrize("events", [0, 1, 5, 40])
def test_garwoods_limits_are_the_tails_of_the_poisson_they_bound(events: int) -> None:
    from scipy.stats import poisson  # a second tool

    low, high = poisson_interval(events)
    assert poisson.cdf(events, high) == pytest.approx(0.025)
    assert events == 0 or poisson.sf(events - 1, low) == pytest.approx(0.025)


def test_clopper_pearson_agrees_with_a_second_tool() -> None:
    from scipy.stats import binomtest

    expected = binomtest(7, 19).proportion_ci(0.95, "exact")
    assert clopper_pearson_interval(7, 19) == pytest.approx((expected.low, expected.high))
    expected = binomtest(7, 19).proportion_ci(0.95, "wilson")
    assert wilson_interval(7, 19) == pytest.approx((expected.low, expected.high))


def one_of_each() -> list[Figure]:
    """The figures of claims that make every measure speak."""
    a, b = DOCS[0], DOCS[1]
    year, quarters = When.year(2025), [When(date(2025, m, 1), date(2025, m + 2, d), "quarter") for m, d in ENDS]
    claims = [
        claim(a, Strength("total", Count.exactly(100), "current"), on="2025-01-01"),
        claim(b, Equipment("Rhino", "armoured_vehicle", "delivered", Count.exactly(9)), on="2025-01-02"),
        claim(b, Equipment("Rhino", "armoured_vehicle", "grounded", Count.exactly(3)), on="2025-02-01"),
        claim(a, Funding(None, 5.0, "USD", "disbursed", "trust fund"), on="2025-01-03"),
        claim(a, Funding("Canada", 5.0, "CAD", "pledged", "other"), on="2025-01-03"),
        claim(a, Displacement(Count.exactly(50), "flow"), on="2025-01-03", place=COUNTRY),
        claim(a, Control("gangs", 80.0), on="2025-01-03", place=TOWN),
        *(claim(b, Casualty("killed", Count.exactly(9)), on=w, cumulative=True) for w in (year, *quarters)),
    ]
    rules = [
        {"id": "exchange_rate", "from": "USD", "to": "EUR", "value": "0.9", "date": "2025-01-01", "source": "a bank"},
        {"id": "x", "name": "serviceability", "value": "90", "source": "manual", "verified": "no"},
    ]
    lines = (FundingLine("Fund", "trust_fund", ("trust fund",), 100.0, "USD", "year", FACT),)
    known = (PlannedMilestone("deployment", "arrival", FACT, "2025-01-01", "2025-01-05"),)
    profile = mission(funding=lines, milestones=known)
    return measure(claims, [], DOCS, [], profile, on=ON, rules=rules)


ENDS = ((1, 31), (4, 30), (7, 30), (10, 31))


@pytest.mark.parametrize("name", [*MEASURES, "scorecard"])
def test_every_measure_has_a_card(name: str) -> None:
    card = Path(__file__).parents[2] / "docs" / "measures" / f"{name}.md"
    text = card.read_text(encoding="utf-8")
    for heading in ("## Formula", "## Symbols and units", "## Assumptions", "## When not to use it", "## Source"):
        assert heading in text, f"{card.name} has no '{heading}'"
    figures = [f for f in (*measure([], [], [], [], PROFILE, on=ON), *one_of_each()) if f.measure == name]
    assert figures
    for figure in figures:
        shown = figure.name.replace("_delivered", "_grounded")  # one event stands for all in the card
        assert f"`{shown}`" in text, f"{card.name} does not name the figure {figure.name}"
