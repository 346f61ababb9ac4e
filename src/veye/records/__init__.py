"""The vocabulary: frozen, typed values that every other room speaks in. See docs/glossary.md."""

from veye.records.actor import Actor, Alias
from veye.records.claim import (
    Attack,
    Attribution,
    Casualty,
    Claim,
    Control,
    Displacement,
    Equipment,
    Evacuation,
    Flags,
    Funding,
    Milestone,
    Pay,
    ReadBy,
    Statement,
    Strength,
)
from veye.records.coding import coded, flat, on_sheet
from veye.records.count import Count
from veye.records.decision import Decision
from veye.records.document import Document, Evidence, Row, Source, Span
from veye.records.figure import Figure
from veye.records.gazetteer import Gazetteer, fold
from veye.records.ids import content_id, digest
from veye.records.incident import Feature, Incident, Link, ReportedValue, StatusStep, Tally
from veye.records.issue import Issue
from veye.records.mission import (
    AuthorisedStrength,
    Contingent,
    EquipmentType,
    Fact,
    FundingLine,
    Mission,
    Name,
    PlannedMilestone,
    ReleaseRules,
)
from veye.records.origin import Origin, Tie
from veye.records.picture import Picture
from veye.records.place import Place, PlaceMention
from veye.records.series import Point, Series
from veye.records.when import When

__all__ = [
    "Actor",
    "Alias",
    "Attack",
    "Attribution",
    "AuthorisedStrength",
    "Casualty",
    "Claim",
    "Contingent",
    "Control",
    "Count",
    "Decision",
    "Displacement",
    "Document",
    "Equipment",
    "EquipmentType",
    "Evacuation",
    "Evidence",
    "Fact",
    "Feature",
    "Figure",
    "Flags",
    "Funding",
    "FundingLine",
    "Gazetteer",
    "Incident",
    "Issue",
    "Link",
    "Milestone",
    "Mission",
    "Name",
    "Origin",
    "Pay",
    "Picture",
    "Place",
    "PlaceMention",
    "PlannedMilestone",
    "Point",
    "ReadBy",
    "ReleaseRules",
    "ReportedValue",
    "Row",
    "Series",
    "Source",
    "Span",
    "Statement",
    "StatusStep",
    "Strength",
    "Tally",
    "Tie",
    "When",
    "coded",
    "content_id",
    "digest",
    "flat",
    "fold",
    "on_sheet",
]
