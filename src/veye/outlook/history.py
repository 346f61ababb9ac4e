"""Counts per area and month: what forecasts are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from veye.errors import InputError
from veye.records import Gazetteer, Incident, Place, digest

Counts = NDArray[np.float64]


class History(NamedTuple):
    """Counts of one quantity. `counts` has shape (areas, months), no gaps; `months` are "YYYY-MM" in order.

    `late`, of shape (completions, areas, late months), is what may still be reported of the last months: each
    completion is one way in which they may fill up, all of them equally likely. None: nothing is awaited.
    """

    quantity: str
    areas: tuple[str, ...]
    months: tuple[str, ...]
    counts: Counts
    late: NDArray[np.float64] | None = None

    def until(self, month: str) -> History:
        """The history up to and including `month`."""
        kept = sum(m <= month for m in self.months)
        late = None
        if self.late is not None and (left := self.late.shape[2] - len(self.months) + kept) > 0:
            late = self.late[:, :, :left]
        return History(self.quantity, self.areas, self.months[:kept], self.counts[:, :kept], late)

    @property
    def settled(self) -> History:
        """The history without the months of which reports are awaited: what truth can be taken from."""
        if self.late is None:
            return self
        kept = len(self.months) - self.late.shape[2]
        return History(self.quantity, self.areas, self.months[:kept], self.counts[:, :kept])

    @property
    def completed(self) -> list[Counts]:
        """The counts as they may fill up, one a completion; the counts alone where nothing is awaited."""
        if self.late is None:
            return [self.counts]
        filled = np.repeat(self.counts[None], len(self.late), axis=0)
        filled[:, :, -self.late.shape[2] :] += self.late
        return list(filled)

    @property
    def digest(self) -> str:
        """The address of its content: what a forecast names as its input."""
        key = (self.quantity, self.areas, self.months, self.counts.tolist())
        return digest(*key) if self.late is None else digest(*key, self.late.tolist())


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from `first` to `last`, both included and both "YYYY-MM"."""
    start, end = _index(first), _index(last)
    return tuple(_month(i) for i in range(start, end + 1))


def months_after(month: str, leads: Sequence[int]) -> tuple[str, ...]:
    """The months that lie `leads` after `month`."""
    return tuple(_month(_index(month) + lead) for lead in leads)


def _index(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def _month(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def history_of(
    events: Iterable[tuple[str, date, float]],
    *,
    quantity: str,
    areas: Sequence[str],
    first: str | None = None,
    last: str | None = None,
) -> History:
    """Events (area, day, count) added up by month over all months from `first` to `last`, quiet ones included.

    Events in areas that are not named are passed over. InputError where there is no event and no `first` and `last`.
    """
    kept = [(area, day, count) for area, day, count in events if area in set(areas)]
    days = [f"{day:%Y-%m}" for _, day, _ in kept]
    if not days and not (first and last):
        raise InputError(f"no {quantity} in these areas to forecast from", hint="Read reports or a history file first.")
    months = months_between(first or min(days), last or max(days))
    rows, columns = {a: i for i, a in enumerate(areas)}, {m: i for i, m in enumerate(months)}
    counts = np.zeros((len(areas), len(months)))
    for (area, _, count), month in zip(kept, days, strict=True):
        if month in columns:
            counts[rows[area], columns[month]] += count
    return History(quantity, tuple(areas), months, counts)


def areas_of(gazetteer: Gazetteer, countries: Sequence[str]) -> tuple[str, ...]:
    """Names of the first-order divisions of the countries, in order."""
    return tuple(sorted(p.name for p in gazetteer if p.kind == "admin1" and p.country in countries))


def area_of(incident: Incident, gazetteer: Gazetteer) -> str | None:
    """The name of the first-order division in which an incident lies; None where its place says no such thing."""
    place = incident.place.place if incident.place else None
    chain = (place.id, *place.parents) if place else ()
    return next((p.name for p in map(gazetteer.get, chain) if p and p.kind == "admin1"), None)


def nearest_area(place: Place | None, gazetteer: Gazetteer, countries: Sequence[str]) -> str | None:
    """The first-order division that contains a place, or for a bare point the one whose centre is nearest in units of
    its radius; None for no place and for a point far from all of them.
    """
    if place is None:
        return None
    contained = next((p.name for p in map(gazetteer.get, (place.id, *place.parents)) if p and p.kind == "admin1"), None)
    if contained or place.where_prec >= 6:
        return contained
    divisions = [p for p in gazetteer if p.kind == "admin1" and p.country in countries]
    reach = [(place.distance_km(d) / max(d.radius_km, 1.0), d.name) for d in divisions]
    near = min(reach, default=None)
    return near[1] if near and near[0] <= 1.5 else None


def claims_by_area(incidents: Iterable[Incident], gazetteer: Gazetteer) -> dict[str, list[str]]:
    """The claims that count deaths in each division: what a forecast for it rests on."""
    found: dict[str, list[str]] = {}
    for incident in incidents:
        area = area_of(incident, gazetteer)
        killed = [v.claim_id for t in incident.tallies if t.what == "killed" for v in t.values]
        if area and killed:
            found.setdefault(area, []).extend(killed)
    return found


def counts_as(incident: Incident, quantity: str) -> bool:
    """Whether an incident is one that the quantity counts: an attack, or people killed in what no report calls another
    thing (an accident, say); for "fatalities" only with deaths.
    """
    killed = _killed(incident) > 0
    violent = incident.kind == "attack" or bool(incident.mode) or (incident.kind == "other" and killed)
    return violent and (quantity != "fatalities" or killed)


def _killed(incident: Incident) -> int:
    return sum(t.best or 0 for t in incident.tallies if t.what == "killed")


def incident_events(
    incidents: Iterable[Incident], gazetteer: Gazetteer, *, quantity: str
) -> tuple[list[tuple[str, date, float]], int]:
    """Incidents as (division, day, count), and how many could not be used for want of a day or a place.

    `quantity` is "fatalities" (best values of all groups) or "incidents". A day vaguer than a month or a place
    vaguer than a first-order division is not used: counting it somewhere would be a guess.
    """
    events: list[tuple[str, date, float]] = []
    unused = 0
    for incident in incidents:
        if not counts_as(incident, quantity):
            continue
        killed = _killed(incident)
        area = area_of(incident, gazetteer)
        if area is None or incident.when is None or incident.when.days > 31:
            unused += 1
            continue
        events.append((area, incident.when.earliest, float(killed) if quantity == "fatalities" else 1.0))
    return events, unused
