"""The smallest records by hand: documents, claims, incidents and a mission to measure."""

from __future__ import annotations

from datetime import date

from veye.records import (
    Attribution,
    AuthorisedStrength,
    Casualty,
    Claim,
    Contingent,
    Count,
    Document,
    EquipmentType,
    Fact,
    Figure,
    Flags,
    Incident,
    Mission,
    Name,
    Origin,
    Place,
    PlaceMention,
    ReportedValue,
    Row,
    Source,
    Tally,
    When,
)  # fmt: skip
from veye.records.claim import Statement

FACT = Fact("https://example.org/fact")
COUNTRY = Place("XX", "Xland", "country", 10, 10, 200, 6, country="XX")
NORTH = Place("XX01", "North", "admin1", 11, 10, 50, 4, country="XX", parents=("XX",))
TOWN = Place("XX0101", "Town", "city", 11.1, 10, 5, 1, country="XX", parents=("XX01", "XX"))


def mission(**changes: object) -> Mission:
    """A small mission with one ceiling and two contingents."""
    given: dict[str, object] = {
        "id": "sm", "title": "Support Mission", "names": (Name("Support Mission", "en"),), "area": ("XXX",),
        "time_zone": "UTC", "mandate_start": date(2024, 1, 1), "mandate_source": FACT, "capital": "Town",
        "contingents": (Contingent("Kenya", "KEN"), Contingent("Jamaica", "JAM")),
        "authorised": (AuthorisedStrength(2500, date(2024, 1, 1), FACT),),
        "equipment": (EquipmentType("Rhino", "armoured_vehicle", ("Rhino carrier",)),),
    }  # fmt: skip
    return Mission(**(given | changes))  # type: ignore[arg-type]


def doc(key: str, published: str | None = "2025-01-10", *, source: str = "Paper", kind: str = "outlet") -> Document:
    """A document of a few words."""
    return Document.make(f"report {key}", key=key, source=Source(source, kind), published=published)


def claim(
    document: Document,
    statement: Statement,
    *,
    on: str | When | None = None,
    place: Place | None = None,
    by: str | None = None,
    kind: str = "unknown",
    quote: str | None = None,
    **flags: bool,
) -> Claim:
    """A claim that rests on a row of the document; `on` is an ISO date or a When."""
    when = When.from_iso(on) if isinstance(on, str) else on
    row = Row(document.key, str(statement), (("words", quote or str(statement)),))
    mention = PlaceMention(place.name, place) if place else None
    said = Attribution(by, kind) if by else None
    return Claim.make(document.id, statement, (row,), when=when, place=mention, attribution=said, flags=Flags(**flags))


def killed(n: int, who: str = "mission", **more: object) -> Casualty:
    """A statement that so many were killed."""
    return Casualty("killed", Count.exactly(n), who=who, **more)  # type: ignore[arg-type]


def tally(
    what: str, who: str, claims: list[Claim], *, low: int, best: int, high: int | None, contested: bool = False
) -> Tally:
    """A tally over the claims' counts, each its own origin."""
    values = tuple(
        ReportedValue(c.id, c.doc_id, c.doc_id, c.statement.count)  # type: ignore[union-attr]
        for c in claims
    )
    return Tally(what, who, low, best, high, "conservative", values, contested)


def incident(
    key: str, claims: list[Claim], tallies: tuple[Tally, ...], on: str | None = "2025-01-05", **more: object
) -> Incident:
    """An incident of those claims."""
    return Incident(
        key, str(more.pop("kind", "attack")), f"incident {key}", tuple(c.id for c in claims),
        tuple(dict.fromkeys(c.doc_id for c in claims)), When.from_iso(on) if on else None, tallies=tallies, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def origins_of(*groups: list[Document]) -> list[Origin]:
    """One origin a group of documents."""
    return [Origin(f"org-{i}", f"origin {i}", tuple(d.id for d in docs)) for i, docs in enumerate(groups)]


def named(figures: list[Figure], measure: str, name: str, **params: str) -> Figure:
    """The first figure of that measure and name whose parameters include those given."""
    for figure in figures:
        if (figure.measure, figure.name) == (measure, name) and params.items() <= dict(figure.params).items():
            return figure
    raise AssertionError(f"no figure {measure}/{name} {params}")
