"""Which reports are about a mission, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from veye.records import Claim, Document, Evacuation, Gazetteer, Mission, fold

_FORMS = "form_"  # how the data sets of field forms begin
_AREA_KINDS = frozenset({"country", "admin1", "admin2", "city"})


class Relevance(msgspec.Struct, frozen=True):
    """Whether a report is about the mission, and the word or claim that decided it."""

    about: bool
    why: str


class RelevanceTest:
    """Tells reports about one mission from others.

    A report is about the mission where it names it, where a claim read in it lies in the mission's area, or where it
    holds claims and names the area (country, division, city or capital). A filled-in field form is: the mission hands
    them out.
    `area_words` are further words for the area, such as the adjectives for its people.
    """

    def __init__(self, mission: Mission, gazetteer: Gazetteer, area_words: Iterable[str] = ()) -> None:
        acronyms = [re.escape(n.text) for n in mission.names if n.acronym]
        self._acronyms = re.compile(rf"(?<!\w)(?:{'|'.join(acronyms)})(?!\w)") if acronyms else None
        self._names = {f" {fold(n.text)} ": n.text for n in mission.names if not n.acronym}
        self._area = frozenset(mission.area)
        ids = {p.id for p in gazetteer if p.country in self._area and p.kind in _AREA_KINDS}
        names = {name for name, bearers in gazetteer.names.items() if len(name) > 3 and set(bearers) <= ids}
        self._area_names = {f" {name} " for name in names | {fold(w) for w in (mission.capital, *area_words)}}

    def __call__(self, doc: Document, claims: Sequence[Claim]) -> Relevance:
        """Whether `doc`, in which `claims` were read, is about the mission."""
        if self._acronyms and (named := self._acronyms.search(doc.text)):
            return Relevance(True, f"it names the mission ({named[0]})")
        if any(c.row and c.row.dataset.startswith(_FORMS) for c in claims):
            return Relevance(True, "it is a field form")
        text = f" {fold(doc.text)} "
        for folded, name in self._names.items():
            if folded in text:
                return Relevance(True, f"it names the mission ({name})")
        for claim in claims:
            place = claim.place.place if claim.place else None
            if place and place.country in self._area:
                return Relevance(True, f"a claim in it lies in the area ({place.name})")
        named_area = next((n.strip() for n in self._area_names if n in text), None)
        if claims and named_area:
            return Relevance(True, f"it holds claims and names the area ({named_area})")
        return Relevance(False, "it names neither the mission nor its area" if claims else "it holds no claims")


_HAPPENINGS = frozenset({"casualty", "attack", "equipment", "displacement", "control"})


def in_area(claims: Sequence[Claim], mission: Mission) -> list[Claim]:
    """The claims of one report without happenings that it places outside the mission's area.

    A report on one mission often recalls what befell another. A happening placed where the same report sends the
    evacuated stays: there the destination was taken for the place.
    """
    destinations = {
        fold(c.statement.destination) for c in claims if isinstance(c.statement, Evacuation) and c.statement.destination
    }
    return [c for c in claims if not _elsewhere(c, mission) or (c.place and fold(c.place.words) in destinations)]


def _elsewhere(claim: Claim, mission: Mission) -> bool:
    place = claim.place.place if claim.place else None
    return claim.type in _HAPPENINGS and bool(place and place.country and place.country not in mission.area)
