"""What every measure stands on: claims in a fixed order, who told them and of which day, and how figures are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from veye.records import (
    Attribution,
    Claim,
    Count,
    Document,
    Figure,
    Incident,
    Mission,
    Origin,
    fold,
)

OFFICIAL = frozenset({"mission", "police", "government", "un"})
STANDING = {"anonymous": 0, "unknown": 1, "gang": 1, "witness": 2, "outlet": 2, "agency": 3, "ngo": 4}
Record = TypeVar("Record")
Ends = tuple[float | None, float | None]


class Observation(msgspec.Struct, frozen=True):
    """One value as one origin reports it, whatever the number of its reprints.

    `day` is the day it speaks of; `dated` says whether the source dates it, or only its publication does.
    """

    day: date
    low: float | None
    high: float | None
    claim_ids: tuple[str, ...]
    origin_id: str
    said_by: str
    party: str
    published: str | None
    hedged: bool
    dated: bool
    days: int = 1

    @property
    def best(self) -> float:
        """The number a careful reader would quote: the low end, or the high end where only that is stated."""
        return self.low if self.low is not None else self.high or 0.0


class Spread(msgspec.Struct, frozen=True):
    """Several reported values held side by side: lowest, chosen, highest, and whether they can all be right.

    `high` is None where every value leaves its upper end open.
    """

    low: float
    best: float
    high: float | None
    contested: bool
    claim_ids: tuple[str, ...]

    @property
    def top(self) -> float:
        """The highest stated number, the lower end's where no upper end is stated."""
        return self.high if self.high is not None else self.best


class Basis:
    """The inputs of all measures on one day, indexed once. `on` is the day the figures speak of."""

    def __init__(
        self,
        claims: Iterable[Claim],
        incidents: Iterable[Incident],
        documents: Iterable[Document],
        origins: Iterable[Origin],
        mission: Mission,
        *,
        on: date,
        standards: Sequence[Mapping[str, Any]] = (),
        rules: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.claim = {c.id: c for c in claims}
        self.claims = tuple(self.claim[i] for i in sorted(self.claim))
        self._incidents = tuple(sorted({i.id: i for i in incidents}.values(), key=lambda i: i.id))
        self.document = {d.id: d for d in documents}
        self.origins = tuple(sorted(origins, key=lambda o: o.id))
        self.mission = mission
        self.on = on
        self.standards = standards
        self.rules = rules
        self._ranks: dict[str, tuple[Any, ...]] = {}
        self._kept: dict[str, Any] = {}

    def at(self, on: date) -> Basis:
        """The same inputs, speaking of another day."""
        other = Basis.__new__(Basis)
        other.__dict__ |= {k: v for k, v in self.__dict__.items() if k != "incidents"}
        other.on = on
        other._kept = {}
        return other

    def once(self, name: str, make: Callable[[Basis], Record]) -> Record:
        """What `make` makes of this basis: worked out at the first call under that name, kept for the next."""
        if name not in self._kept:
            self._kept[name] = make(self)
        kept: Record = self._kept[name]
        return kept

    # ------------------------------------------------------------------ what there is

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Incidents that began on or before the day, or bear no date."""
        return tuple(i for i in self._incidents if i.when is None or i.when.earliest <= self.on)

    @cached_property
    def _by_statement(self) -> dict[type, list[Claim]]:
        kinds: dict[type, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            kinds[type(claim.statement)].append(claim)
        return kinds

    def of(self, kind: type, *, planned: bool = False) -> list[Claim]:
        """Claims with that kind of statement, never denied ones, planned ones only where asked for."""
        found = self._by_statement.get(kind, ())
        return [c for c in found if not c.flags.denied and (planned or not c.flags.planned)]

    @cached_property
    def incident_of(self) -> dict[str, Incident]:
        """Claim id -> the incident it joined or recalls, among all incidents."""
        recalled = {claim_id: i for i in reversed(self._incidents) for claim_id in i.recalled_ids}
        return recalled | {claim_id: i for i in reversed(self._incidents) for claim_id in i.claim_ids}

    def happenings(self, claims: Iterable[Claim], key: Callable[[Claim], Any]) -> list[tuple[Any, list[Claim]]]:
        """Claims that tell of one happening, with their key: those of one incident, else of one day, and one key."""
        groups: dict[tuple[str, Any], list[Claim]] = defaultdict(list)
        for claim in claims:
            incident = self.incident_of.get(claim.id)
            groups[incident.id if incident else str(self.day_of(claim)), key(claim)].append(claim)
        return [(key, told) for (_, key), told in sorted(groups.items(), key=lambda g: (g[0][0], str(g[0][1])))]

    # ------------------------------------------------------------------ who and when

    @cached_property
    def origin_of(self) -> dict[str, str]:
        """Document id -> its origin; a document outside all origins is its own."""
        out = {doc_id: doc_id for doc_id in self.document}
        for origin in reversed(self.origins):
            out |= dict.fromkeys(origin.doc_ids, origin.id)
        return out

    @cached_property
    def published(self) -> dict[str, date]:
        """Document id -> day of publication, where one is stated."""
        days = ((doc.id, doc.published_day) for doc in self.document.values())
        return {doc_id: day for doc_id, day in days if day}

    def day_of(self, claim: Claim) -> date | None:
        """The last day that the claim can speak of: its own date, never past its publication while that runs.

        A claim without a date speaks of its day of publication, unless it recalls something earlier.
        """
        published = self.published.get(claim.doc_id)
        if claim.when is not None:
            within = published is not None and claim.when.earliest <= published < claim.when.latest
            return published if within else claim.when.latest
        return None if claim.flags.backref else published

    def party(self, claim: Claim) -> str:
        """The kind of voice behind a claim: its attribution's, else that of the document's source."""
        said: Attribution | None = claim.attribution
        if said is not None and said.kind != "unknown":
            return said.kind
        doc = self.document.get(claim.doc_id)
        kind = doc.source.kind if doc else "unknown"
        return {"official": "government", "dataset": "outlet", "form": "mission"}.get(kind, kind)

    def said_by(self, claim: Claim) -> str:
        """Who says it, for display: the attribution's words, else the source's name."""
        if claim.attribution and claim.attribution.words:
            return claim.attribution.words
        doc = self.document.get(claim.doc_id)
        return doc.source.name if doc else "source not named"

    # ------------------------------------------------------------------ values side by side

    def observations(
        self, claims: Iterable[Claim], ends: Callable[[Claim], Ends], *, undated: date | None = None
    ) -> list[Observation]:
        """Each origin's distinct values, oldest first. Reprints of one telling are one observation.

        Claims without a number or without any day are left out, as are those that speak of days after `on`.
        `undated` is the day to give to those without one, where the order of days does not matter.
        """
        groups: dict[tuple[str, float | None, float | None], list[tuple[date, Claim]]] = defaultdict(list)
        for claim in claims:
            low, high = ends(claim)
            day = self.day_of(claim) or undated
            if (low is not None or high is not None) and day is not None and day <= self.on:
                groups[self.origin_of.get(claim.doc_id, claim.doc_id), low, high].append((day, claim))
        out: list[Observation] = []
        for (origin_id, low, high), told in groups.items():
            dated = sorted({day for day, claim in told if claim.when is not None})
            days = dated or [min(day for day, _ in told)]
            for day in days:
                mine = [c for d, c in told if (d == day if c.when is not None else day == days[0])]
                out.append(self._observation(day, low, high, origin_id, mine, dated=bool(dated)))
        return sorted(out, key=lambda o: (o.day, o.published or "", o.origin_id, o.best, o.claim_ids))

    def _observation(
        self, day: date, low: float | None, high: float | None, origin_id: str, told: list[Claim], *, dated: bool
    ) -> Observation:
        first = min(told, key=lambda c: (self.published.get(c.doc_id, date.max), c.id))
        doc = self.document.get(first.doc_id)
        return Observation(
            day=day,
            low=low,
            high=high,
            claim_ids=tuple(sorted(c.id for c in told)),
            origin_id=origin_id,
            said_by=self.said_by(first),
            party=self.party(first),
            published=doc.published if doc else None,
            hedged=all(c.flags.hedged for c in told),
            dated=dated,
            days=first.when.days if first.when else 1,
        )

    def spread(self, values: Sequence[Observation]) -> Spread:
        """The values side by side; the best one by the mission's rule. `values` must not be empty."""
        highs = [v.high for v in values if v.high is not None]
        lows = [v.low if v.low is not None else 0.0 for v in values]
        best = _choose(values, self.mission.rule)
        return Spread(
            low=min(*lows, best),
            best=best,
            high=max(*highs, *(v.best for v in values)) if highs else None,
            contested=bool(highs) and max(lows) > min(highs),
            claim_ids=tuple(sorted({i for v in values for i in v.claim_ids})),
        )

    # ------------------------------------------------------------------ figures

    def weakest(self, claim_ids: Iterable[str]) -> str | None:
        """The claim with the weakest evidence: hedged before plain, anonymous before named, least confident first."""
        known = [i for i in claim_ids if i in self.claim]
        return min(known, key=self._rank) if known else None

    def _rank(self, claim_id: str) -> tuple[Any, ...]:
        rank = self._ranks.get(claim_id)
        if rank is None:
            claim = self.claim[claim_id]
            sure = claim.confidence if claim.confidence is not None else 1.0
            rank = (not claim.flags.hedged, STANDING.get(self.party(claim), 5), sure, claim_id)
            self._ranks[claim_id] = rank
        return rank

    def figure(
        self,
        measure: str,
        name: str,
        *,
        label: str,
        unit: str,
        method: str,
        claims: Iterable[str] = (),
        incidents: Iterable[str] = (),
        **rest: Any,
    ) -> Figure:
        """A figure on the basis's day, with its inputs in a fixed order and its weakest claim."""
        claim_ids = tuple(sorted(set(claims)))
        return Figure.make(
            measure,
            name,
            label=label,
            unit=unit,
            method=method,
            on=self.on,
            claim_ids=claim_ids,
            incident_ids=tuple(sorted(set(incidents))),
            weakest=self.weakest(claim_ids),
            **rest,
        )

    def age_days(self, claim_ids: Iterable[str]) -> int | None:
        """Days between the newest of the claims and the day of the figures; None where none bears a day."""
        days = [d for i in claim_ids if i in self.claim and (d := self.day_of(self.claim[i])) is not None]
        return (self.on - max(days)).days if days else None

    # ------------------------------------------------------------------ names

    def contingent(self, words: str | None) -> str | None:
        """The profile's country that the words name ("Kenyan", "Kenya"); the words themselves where it has none."""
        if not words:
            return None
        return self._countries(words) or words

    @cached_property
    def _contingent_cache(self) -> dict[str, str | None]:
        return {}

    def _countries(self, words: str) -> str | None:
        if words not in self._contingent_cache:
            tokens = fold(words).split()
            found = None
            for contingent in self.mission.contingents:
                stems = [t for t in fold(contingent.country).split() if len(t) > 3]
                if any(token.startswith(stem) for stem in stems for token in tokens):
                    found = contingent.country
                    break
            self._contingent_cache[words] = found
        return self._contingent_cache[words]

    @cached_property
    def actor_kinds(self) -> dict[str, str]:
        """Folded name, alias or id of each actor of the profile -> its kind."""
        return {
            fold(name): actor.kind
            for actor in self.mission.actors
            for name in (actor.id, actor.name, *(alias.name for alias in actor.aliases))
        }

    @cached_property
    def mission_names(self) -> frozenset[str]:
        """Folded names of the mission, and the word itself."""
        return frozenset({"mission", fold(self.mission.id), *(fold(n.text) for n in self.mission.names)})

    def owned_by_mission(self, owner: str | None) -> bool | None:
        """Whether the words for an owner mean the mission or a contingent; None where they do not say."""
        if not owner:
            return None
        words = fold(owner)
        padded = f" {words} "
        if any(f" {name} " in padded for name in self.mission_names) or self._countries(owner):
            return True
        kind = next((k for name, k in self.actor_kinds.items() if f" {name} " in padded), None)
        return None if kind is None else kind in ("mission", "contingent")

    def rule(self, *words: str) -> Mapping[str, Any] | None:
        """The first row of the rules table whose id or name has all the words; None where there is none."""
        for row in self.rules:
            text = fold(" ".join(str(row.get(k) or "") for k in ("id", "rule", "name", "what")))
            if all(word in text for word in words):
                return row
        return None


def count_ends(count: Count) -> Ends:
    """The ends of a count as numbers."""
    return (
        None if count.low is None else float(count.low),
        None if count.high is None else float(count.high),
    )


def _choose(values: Sequence[Observation], rule: str) -> float:
    """The best value by the mission's rule of reconciliation; ties fall to the lower number."""
    firm = [v for v in values if not v.hedged] or list(values)
    if rule in ("latest_official", "hierarchy"):
        official = [v for v in firm if v.party in OFFICIAL] or firm
        newest = max(v.published or "" for v in official)
        return min(v.best for v in official if (v.published or "") == newest)
    if rule == "majority_of_origins":
        origins: dict[float, set[str]] = defaultdict(set)
        for value in values:
            origins[value.best].add(value.origin_id)
        return min(origins, key=lambda number: (-len(origins[number]), number))
    if rule == "pooled":
        numbers = sorted({(v.origin_id, v.best) for v in values}, key=lambda pair: pair[1])
        return numbers[(len(numbers) - 1) // 2][1]
    return min(v.best for v in firm)


def newest(values: Sequence[Observation], *, within_days: int = 0) -> list[Observation]:
    """The observations of the latest day, and of up to `within_days` days before it."""
    if not values:
        return []
    last = max(v.day for v in values)
    return [v for v in values if v.day >= last - timedelta(days=within_days)]


def number(value: float | None) -> str:
    """A number for a sentence: thousands apart, decimals only where they say something.

    >>> number(2500.0), number(39.2), number(None)
    ('2,500', '39.2', 'not stated')
    """
    if value is None:
        return "not stated"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2g}"


def span(low: float | None, best: float | None, high: float | None) -> str:
    """A range for a table cell: one number where the ends agree, "at least" where the upper end is open."""
    if low is None and high is None:
        return number(best)
    if high is None:
        return f"at least {number(low)}"
    if low is None or low == high:
        return number(high)
    return f"{number(low)}–{number(high)}"
