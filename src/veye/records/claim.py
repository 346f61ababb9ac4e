"""One statement of one type by one source, with the words or the row that state it."""

from __future__ import annotations

from typing import Literal

import msgspec

from veye.records.count import Count
from veye.records.document import Document, Evidence, Row, Span
from veye.records.ids import content_id
from veye.records.place import PlaceMention
from veye.records.when import When

ClaimType = Literal[
    "casualty",
    "equipment",
    "evacuation",
    "strength",
    "attack",
    "displacement",
    "funding",
    "control",
    "milestone",
    "pay",
]
Outcome = Literal["killed", "wounded", "missing", "abducted", "killed or wounded"]
Who = Literal["mission", "police", "military", "civilian", "gang", "mixed", "unknown"]
Cause = Literal[
    "gunshot", "explosion", "shelling", "drone", "blade", "fire", "vehicle accident", "aircraft accident", "other",
    "unknown",
]  # fmt: skip
Gear = Literal["helmet pierced", "body armour pierced", "armoured vehicle penetrated", "armoured vehicle struck"]
ItemClass = Literal["armoured_vehicle", "helmet", "body_armour", "aircraft", "drone", "weapon", "other"]
EquipmentEvent = Literal["grounded", "failed", "damaged", "destroyed", "lost", "delivered", "refused", "returned"]
StrengthKind = Literal["current", "arrived", "authorised", "pledged", "departed"]
Mode = Literal[
    "ambush", "armed assault", "clash", "arson", "drone strike", "kidnapping", "prison break", "massacre", "other"
]
FundingKind = Literal["pledged", "disbursed", "frozen", "requested", "approved"]
PayStatus = Literal["late", "paid"]
PayKind = Literal["salary", "allowance", "pay"]
MilestoneWhat = Literal["resolution", "mandate", "election", "transition", "deployment", "withdrawal"]


class Casualty(msgspec.Struct, frozen=True, tag="casualty", tag_field="type"):
    """People killed, wounded, missing or abducted. `contingent` is their country where they serve in a mission.

    "killed or wounded" is one number for both together, which counts neither.
    """

    outcome: Outcome
    count: Count
    who: Who = "unknown"
    who_detail: str | None = None
    cause: Cause = "unknown"
    gear: Gear | None = None
    contingent: str | None = None


class Equipment(msgspec.Struct, frozen=True, tag="equipment", tag_field="type"):
    """Items delivered, out of or back in service, damaged, destroyed or lost. `owner`: whose items, where stated."""

    item: str
    item_class: ItemClass
    event: EquipmentEvent
    count: Count
    reason: str | None = None
    owner: str | None = None


class Evacuation(msgspec.Struct, frozen=True, tag="evacuation", tag_field="type"):
    """People moved for care. `level` is the level of care reached (1 to 4); `minutes` from wounding, where stated."""

    count: Count
    origin: str | None = None
    destination: str | None = None
    level: int | None = None
    minutes: int | None = None


class Strength(msgspec.Struct, frozen=True, tag="strength", tag_field="type"):
    """Personnel of a contingent (a country's English name, or "total").

    `derived_from` says how a number that the text does not print was worked out from numbers that it does.
    """

    contingent: str
    count: Count
    kind: StrengthKind
    derived_from: str | None = None


class Attack(msgspec.Struct, frozen=True, tag="attack", tag_field="type"):
    """An attack or clash: who, against whom or what, how."""

    actor: str
    target: str | None
    mode: Mode


class Displacement(msgspec.Struct, frozen=True, tag="displacement", tag_field="type"):
    """People displaced: a stock (living displaced) or a flow (newly fled)."""

    count: Count
    kind: Literal["stock", "flow"] = "stock"


class Funding(msgspec.Struct, frozen=True, tag="funding", tag_field="type"):
    """Money asked for, promised, granted, paid or frozen. `amount` in whole units of `currency` (ISO 4217).

    `amount_high` is the upper end where a range is stated, `months` the period that the money is for, where stated.
    """

    donor: str | None
    amount: float | None
    currency: str | None
    kind: FundingKind
    purpose: str | None = None
    amount_high: float | None = None
    months: int | None = None


class Control(msgspec.Struct, frozen=True, tag="control", tag_field="type"):
    """A claim that an actor holds a place, or a share of it in per cent."""

    actor: str
    share_percent: float | None


class Milestone(msgspec.Struct, frozen=True, tag="milestone", tag_field="type"):
    """A dated step of mandate or politics. `status` tells plan from fact; `detail` names it in the source's words.

    The votes are those of a resolution, each None where the source does not count it.
    """

    what: MilestoneWhat
    status: Literal["planned", "discussed", "done", "postponed", "unknown"] = "unknown"
    detail: str | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


class Pay(msgspec.Struct, frozen=True, tag="pay", tag_field="type"):
    """Pay of a mission's people: late, or paid. `contingent` is their country's English name, where stated.

    `count` is how many months are owed, where a source counts them; `paid_to` is the last month for which pay is said
    to have been given, as YYYY-MM.
    """

    contingent: str | None
    status: PayStatus
    what: PayKind = "pay"
    count: Count = Count()
    paid_to: str | None = None


Statement = Casualty | Equipment | Evacuation | Strength | Attack | Displacement | Funding | Control | Milestone | Pay


class Attribution(msgspec.Struct, frozen=True):
    """Who says it, in the source's words. `kind`: mission, police, government, un, ngo, agency, outlet, witness,
    anonymous, gang, unknown. `via` is the agency or outlet that the report credits ("told Reuters").
    """

    words: str
    kind: str = "unknown"
    via: str | None = None


class ReadBy(msgspec.Struct, frozen=True):
    """What read a claim: a reader's name and version, and the rule or model that fired."""

    reader: str
    version: str
    rule: str


class Flags(msgspec.Struct, frozen=True):
    """How a claim stands: a running total, a recalled earlier event, unconfirmed, denied, or only planned."""

    cumulative: bool = False
    backref: bool = False
    hedged: bool = False
    denied: bool = False
    planned: bool = False


class Claim(msgspec.Struct, frozen=True):
    """One statement with its evidence. Cannot be made without a span or a row (`Claim.make` checks).

    `evidence` holds the main span or row first. `when` and `place` are what the source gives for this statement,
    None where it gives none. `confidence` is a calibrated probability of being right, None where not known.
    `disputed` says in words what another reader read instead.
    """

    id: str
    doc_id: str
    statement: Statement
    evidence: tuple[Evidence, ...]
    when: When | None = None
    place: PlaceMention | None = None
    flags: Flags = Flags()
    attribution: Attribution | None = None
    language: str = "und"
    read_by: ReadBy = ReadBy("unknown", "0", "unknown")
    confidence: float | None = None
    disputed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a claim needs a span or a row that states it")

    @classmethod
    def make(
        cls,
        doc_id: str,
        statement: Statement,
        evidence: tuple[Evidence, ...],
        *,
        when: When | None = None,
        place: PlaceMention | None = None,
        flags: Flags = Flags(),  # noqa: B008 - frozen
        attribution: Attribution | None = None,
        language: str = "und",
        read_by: ReadBy = ReadBy("unknown", "0", "unknown"),  # noqa: B008 - frozen
        confidence: float | None = None,
    ) -> Claim:
        """A claim whose id addresses what is said and where: not what read it, nor how sure that was."""
        words = place.words if place else None
        claim_id = content_id("clm", doc_id, statement, evidence[:1], when, words, flags)
        return cls(
            claim_id, doc_id, statement, evidence, when, place, flags, attribution, language, read_by, confidence
        )

    @property
    def type(self) -> ClaimType:
        """The claim's type: the tag of its statement."""
        tag = self.statement.__struct_config__.tag
        return tag  # type: ignore[return-value]

    @property
    def span(self) -> Span | None:
        """The first span of the evidence; None for a claim that rests on a row."""
        return next((e for e in self.evidence if isinstance(e, Span)), None)

    @property
    def row(self) -> Row | None:
        """The first row of the evidence; None for a claim that rests on a span."""
        return next((e for e in self.evidence if isinstance(e, Row)), None)

    def grounded_in(self, doc: Document) -> bool:
        """Whether every span of the evidence stands in the document."""
        return all(e.holds_in(doc) for e in self.evidence if isinstance(e, Span))
