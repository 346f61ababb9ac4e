"""The ledger's state into what briefs, pages and exports show of one mission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec

from veye.errors import InputError
from veye.facts import load_table
from veye.flow.links import link_view, live_claims
from veye.flow.reading import Kit
from veye.ledger import View
from veye.measures import measure, series
from veye.outlook import claims_by_area
from veye.records import Claim, Decision, Document, Mission, Origin, Picture
from veye.resolve.narrow import narrowed
from veye.resolve.relevance import RelevanceTest, in_area


def make_picture(view: View, kit: Kit, *, on: date | None = None, rule: str | None = None) -> Picture:
    """The picture of the kit's mission on a day: the last publication day of its reports where none is given.

    Reports published after `on` are left out, as if they had not been written yet. InputError where there is
    nothing about the mission to show.
    """
    if rule and rule != kit.mission.rule:
        kit = kit.with_rule(rule)
        view = relinked(view, kit)
    mission = kit.mission
    by_doc: dict[str, list[Claim]] = {}
    for claim in live_claims(view):
        by_doc.setdefault(claim.doc_id, []).append(claim)
    is_about = RelevanceTest(mission, kit.gazetteer, _area_words(mission))
    about: list[Document] = []
    aside: list[Document] = []
    for doc in sorted(view.documents.values(), key=lambda d: (d.published or "", d.key, d.id)):
        if on and doc.published_day and doc.published_day > on:
            continue
        (about if is_about(doc, by_doc.get(doc.id, ())).about else aside).append(doc)
    days = [d.published_day for d in about if d.published_day]
    day = on or (max(days) if days else None)
    if day is None:
        raise InputError(
            "no report here is about the mission and dated" if not about else "no report here states its date",
            where=f"mission {mission.id}",
            hint="Check --mission, or give the day that the brief speaks of with --on YYYY-MM-DD.",
        )
    claims = tuple(c for doc in about for c in in_area(by_doc.get(doc.id, []), mission))
    origins = _within(view.origins.values(), {d.id for d in about})
    live = {c.id: c for c in claims}
    incidents = tuple(kept for i in view.incidents.values() if (kept := narrowed(i, live)))
    figures = measure(
        claims, incidents, about, origins, mission, on=day, standards=load_table("standards"), rules=load_table("rules")
    )
    return Picture(
        mission=mission,
        on=day,
        as_of=view.as_of,
        state=view.state,
        documents=tuple(about),
        set_aside=tuple(aside),
        claims=claims,
        origins=origins,
        incidents=incidents,
        figures=tuple(figures),
        series=tuple(series(claims, about, origins, mission)),
        decisions=tuple(view.decisions.values()),
        issues=view.issues,
        outlook=latest_outlook(view, mission.id, day, claims_by_area(incidents, kit.gazetteer)),
    )


def latest_outlook(view: View, mission_id: str, on: date, area_claims: dict[str, list[str]]) -> dict[str, Any]:
    """The forecast and scenario run of a mission made from the newest data that is no later than `on`.

    Of several from the same data the last issued. A forecast whose months are over is none. It comes with the claims
    that its areas rest on.
    """
    found: dict[str, Any] = {}
    forecasts = [f for f in view.forecasts if known_by(f["origin"], f["months"][-1], f.get("source", "ledger"), on)]
    scenarios = [s for s in view.scenarios if s["on"] <= on.isoformat()]
    for name, entries, data in (("forecast", forecasts, "origin"), ("scenario", scenarios, "on")):
        mine = [e for e in entries if e.get("mission") == mission_id]
        if mine:
            found[name] = max(reversed(mine), key=lambda e: str(e[data]))
    if "forecast" in found:
        found["forecast"] = {**found["forecast"], "claims_by_area": area_claims}
    return found


def known_by(origin: str, last: str, source: str, on: date) -> bool:
    """Whether a forecast from data to the month `origin`, for months to `last`, speaks of what comes on a day.

    The ledger's own history ends with the last whole month; a file may run into the month of the day.
    """
    month = f"{on:%Y-%m}"
    return (origin < month if source == "ledger" else origin <= month) and last >= month


def without(view: View, source: str, kit: Kit, *, at: datetime) -> View:
    """The view as it would be without a source: an outlet, a document (id or key), a claim id, or an origin (id or
    label) with all that rests on it. Nothing is stored.
    """
    outlets = {d.source.name for d in view.documents.values()}
    origins = [o for o in view.origins.values() if source in (o.id, o.label) and source not in outlets]
    subjects = tuple(dict.fromkeys(d for o in origins for d in o.doc_ids)) or (source,)
    decision = Decision.make("withdraw", subjects, by="what-if", at=at)
    return relinked(replace(view, decisions={**view.decisions, decision.id: decision}), kit)


def relinked(view: View, kit: Kit) -> View:
    """The view with its origins and incidents worked out afresh, under its decisions and the kit's rule."""
    traced, done = link_view(view, kit)
    return replace(view, origins={o.id: o for o in traced.origins}, incidents={i.id: i for i in done.incidents})


def _area_words(mission: Mission) -> list[str]:
    return [
        word
        for row in load_table("countries")
        if row.get("iso3") in mission.area
        for key, cell in row.items()
        if key != "iso3" and isinstance(cell, str)
        for word in cell.split("|")
        if len(word) > 3
    ]


def _within(origins: Iterable[Origin], doc_ids: set[str]) -> tuple[Origin, ...]:
    kept = []
    for origin in origins:
        inside = tuple(d for d in origin.doc_ids if d in doc_ids)
        if inside:
            ties = tuple(t for t in origin.ties if t.parent in doc_ids and t.child in doc_ids)
            kept.append(msgspec.structs.replace(origin, doc_ids=inside, ties=ties))
    return tuple(kept)
