"""What every measure stands on: claims in a fixed order, who told them and of which day, and how figures are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from veye.measures.blank import Blank
from veye.measures.names import Names
from veye.measures.observations import Ends, Observation, Spread, side_by_side
from veye.measures.producers import Producers
from veye.records import (
    Attribution,
    Claim,
    Document,
    Figure,
    Incident,
    Mission,
    Origin,
    fold,
)

STANDING = {"anonymous": 0, "unknown": 1, "gang": 1, "witness": 2, "outlet": 2, "agency": 3, "ngo": 4}
Record = TypeVar("Record")


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
        self.all_incidents = tuple(sorted({i.id: i for i in incidents}.values(), key=lambda i: i.id))
        self.document = {d.id: d for d in documents}
        self.producers = Producers(mission, self.document)
        self.origins = tuple(sorted(origins, key=lambda o: o.id))
        self.mission = mission
        self.names = Names(mission)
        self.on = on
        self.standards = standards
        self.rules = rules
        self._kept: dict[str, Any] = {}
        self._always: dict[str, Any] = {}

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

    def always(self, name: str, make: Callable[[Basis], Record]) -> Record:
        """Like `once`, for what does not depend on the day: shared with the same inputs on other days."""
        if name not in self._always:
            self._always[name] = make(self)
        kept: Record = self._always[name]
        return kept

    # ------------------------------------------------------------------ what there is

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Incidents that began on or before the day, or bear no date."""
        return tuple(i for i in self.all_incidents if self.begun(i))

    def begun(self, incident: Incident) -> bool:
        """Whether an incident began on or before the day, or bears no date."""
        return incident.when is None or incident.when.earliest <= self.on

    @cached_property
    def _stated(self) -> dict[type, list[Claim]]:
        kinds: dict[type, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            if not claim.flags.denied:
                kinds[type(claim.statement)].append(claim)
        return kinds

    def of(self, kind: type, *, planned: bool = False) -> list[Claim]:
        """Claims with that kind of statement, never denied ones, planned ones only where asked for."""
        if planned:
            return self._stated.get(kind, [])
        return self.always(f"not planned {kind.__name__}", lambda basis: _not_planned(basis.of(kind, planned=True)))

    @cached_property
    def incident_of(self) -> dict[str, Incident]:
        """Claim id -> the incident it joined or recalls, among all incidents."""
        recalled = {claim_id: i for i in reversed(self.all_incidents) for claim_id in i.recalled_ids}
        return recalled | {claim_id: i for i in reversed(self.all_incidents) for claim_id in i.claim_ids}

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

    @cached_property
    def _first_told(self) -> dict[tuple[object, ...], date]:
        """Origin, statement and dates of a claim that is not dated to one day -> the first day it was published."""
        out: dict[tuple[object, ...], date] = {}
        for claim in self.claims:
            day = self.published.get(claim.doc_id)
            if day is not None and (claim.when is None or claim.when.days > 1):
                key = self._telling(claim)
                out[key] = min(out.get(key, day), day)
        return out

    def _telling(self, claim: Claim) -> tuple[object, ...]:
        days = (claim.when.earliest, claim.when.latest) if claim.when else None
        return self.origin_of.get(claim.doc_id, claim.doc_id), claim.statement, days

    def day_of(self, claim: Claim) -> date | None:
        """The last day that the claim can speak of: its own date, never past its publication while that runs.

        A claim without a date speaks of the day on which its origin first published it, unless it recalls something
        earlier.
        """
        when = claim.when
        if when is not None and when.days == 1:
            return when.latest
        if when is None and claim.flags.backref:
            return None
        told = self._first_told.get(self._telling(claim))
        if when is None:
            return told
        return told if told is not None and when.earliest <= told < when.latest else when.latest

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

    def wholes(self, values: Sequence[Observation]) -> list[Observation]:
        """The values without those that are parts: less than half of what every report of theirs gives for that day."""
        largest: dict[tuple[str, date], float] = defaultdict(float)
        for value in values:
            for claim_id in value.claim_ids:
                key = self.claim[claim_id].doc_id, value.day
                largest[key] = max(largest[key], value.best)
        return [v for v in values if any(v.best * 2 >= largest[self.claim[i].doc_id, v.day] for i in v.claim_ids)]

    def spread(self, values: Sequence[Observation]) -> Spread:
        """The values side by side, the best one by the mission's rule. `values` must not be empty."""
        return side_by_side(values, self.mission.rule)

    # ------------------------------------------------------------------ figures

    def weakest(self, claim_ids: Iterable[str]) -> str | None:
        """The claim with the weakest evidence: hedged before plain, anonymous before named, least confident first."""
        order = self._strength
        known = [i for i in claim_ids if i in order]
        return min(known, key=order.__getitem__) if known else None

    @cached_property
    def _strength(self) -> dict[str, int]:
        """Claim id -> its place in the order from the weakest evidence to the strongest."""

        def rank(claim: Claim) -> tuple[bool, int, float]:
            sure = claim.confidence if claim.confidence is not None else 1.0
            return not claim.flags.hedged, STANDING.get(self.party(claim), 5), sure

        return {claim.id: place for place, claim in enumerate(sorted(self.claims, key=rank))}

    def blank(
        self, measure: str, name: str, label: str, unit: str, formula: str, params: tuple[tuple[str, str], ...] = ()
    ) -> Blank:
        """A figure to be filled: what it is called, its unit, and how it is made."""
        return Blank(self._figure, measure, name, label, unit, formula, params)

    def _figure(
        self, measure: str, name: str, *, claims: Iterable[str] = (), incidents: Iterable[str] = (), **rest: Any
    ) -> Figure:
        claim_ids = tuple(sorted(set(claims)))
        incident_ids = tuple(sorted(set(incidents)))
        weakest = self.weakest(claim_ids)
        return Figure.make(
            measure, name, on=self.on, claim_ids=claim_ids, incident_ids=incident_ids, weakest=weakest, **rest
        )

    def age_days(self, claim_ids: Iterable[str]) -> int | None:
        """Days between the newest of the claims and the day of the figures; None where none bears a day."""
        days = [d for i in claim_ids if i in self.claim and (d := self.day_of(self.claim[i])) is not None]
        return (self.on - max(days)).days if days else None

    def rule(self, *words: str) -> Mapping[str, Any] | None:
        """The first row of the rules table whose id or name has all the words; None where there is none."""
        for row in self.rules:
            text = fold(" ".join(str(row.get(k) or "") for k in ("id", "rule", "name", "what")))
            if all(word in text for word in words):
                return row
        return None


def _not_planned(claims: list[Claim]) -> list[Claim]:
    return [c for c in claims if not c.flags.planned]


def rule_value(row: Mapping[str, Any] | None) -> float | None:
    """The number in a rule's `value`, without a per cent sign; None where there is none."""
    try:
        return float(str((row or {}).get("value")).strip().rstrip("%"))
    except ValueError:
        return None
