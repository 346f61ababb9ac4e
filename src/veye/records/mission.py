"""A mission as data: everything about one mission that the code must not know by itself."""

from __future__ import annotations

from datetime import date

import msgspec

from veye.records.actor import Actor
from veye.records.incident import ReconcileRule
from veye.records.when import When


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a fact of the profile stands: an address, and whether the source text was checked."""

    url: str
    verified: bool = True
    note: str | None = None


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One name of the mission: language, and whether it is an acronym."""

    text: str
    language: str
    acronym: bool = False


class Contingent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country's contribution. `country` is its English name, `iso3` its code; dates and numbers where known."""

    country: str
    iso3: str
    pledged: int | None = None
    first_arrival: date | None = None
    source: Fact | None = None


class AuthorisedStrength(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ceiling on personnel from a day on."""

    personnel: int
    since: date
    source: Fact


class EquipmentType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type of equipment that reports name. `rating` is the publicly known protection rating: None means unknown."""

    name: str
    item_class: str
    aliases: tuple[str, ...] = ()
    rating: str | None = None
    source: Fact | None = None


class FundingLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fund or stream of money. `requirement` is the stated need in `currency` over `period`."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    requirement: float | None = None
    currency: str | None = None
    period: str | None = None
    source: Fact | None = None


class PlannedMilestone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of mandate or politics known to the profile.

    `planned` and `actual` are ISO days, months or years; `known` is when the plan was made, so that no brief of an
    earlier day tells of it. A plan without it counts as known from the start.
    """

    what: str
    name: str
    source: Fact
    planned: str | None = None
    actual: str | None = None
    known: str | None = None

    def as_known(self, on: date) -> PlannedMilestone | None:
        """The step as it stood on a day: without a plan not yet made or an end not yet come; None where neither is."""
        made = self.known is None or When.from_iso(self.known).latest <= on
        came = self.actual is not None and When.from_iso(self.actual).earliest <= on
        if not came and not (self.planned and made):
            return None
        return msgspec.structs.replace(
            self, planned=self.planned if made else None, actual=self.actual if came else None
        )


class ReleaseRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may leave the house: hours of embargo on own-force incidents, place coarsening and cell size per level."""

    embargo_hours: int = 72
    partner_admin_level: int = 3
    public_admin_level: int = 2
    public_minimum_cell: int = 5
    pseudonymise_persons: bool = True


class Mission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mission profile. `id` is its short name on the command line; `area` are ISO 3166 alpha-3 country codes.

    `host` words ("Haitian") tell the host state's police and military from the mission's. `hub_places` name the
    places that reports mean when they say only "the capital". `lead` is the country that leads, to `lead_until` where
    that ended.
    """

    id: str
    title: str
    names: tuple[Name, ...]
    area: tuple[str, ...]
    time_zone: str
    mandate_start: date
    mandate_source: Fact
    capital: str
    mandate_end: date | None = None
    kind: str = "multinational"
    succeeds: str | None = None
    objectives: tuple[str, ...] = ()
    contingents: tuple[Contingent, ...] = ()
    lead: str | None = None
    lead_until: date | None = None
    authorised: tuple[AuthorisedStrength, ...] = ()
    actors: tuple[Actor, ...] = ()
    equipment: tuple[EquipmentType, ...] = ()
    funding: tuple[FundingLine, ...] = ()
    milestones: tuple[PlannedMilestone, ...] = ()
    hub_places: tuple[str, ...] = ()
    rule: ReconcileRule = "conservative"
    release: ReleaseRules = ReleaseRules()

    def authorised_on(self, day: date) -> AuthorisedStrength | None:
        """The ceiling in force on a day; None before the first."""
        in_force = [a for a in self.authorised if a.since <= day]
        return max(in_force, key=lambda a: a.since) if in_force else None
