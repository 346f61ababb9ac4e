"""FTS flows to claims: who paid, committed or pledged how much for what; money that only moves on is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from veye.records import Attribution, Flags, Funding, Issue, PlaceMention
from veye.sources.cells import Cells, amount, unknown_category, when_of
from veye.sources.dates import published_date
from veye.sources.formats.tables import Numbered, any_json
from veye.sources.limits import Limits
from veye.sources.mapping import SourceMap
from veye.sources.rows import About, RowClaim, RowSource, raw_rows

STATED = ("id", "date", "srcorganization", "destplan", "destemergency", "amountusd", "originalamount",
          "originalcurrency", "status", "description")  # fmt: skip
_OBJECTS = {"Organization": "organization", "Location": "locations", "Plan": "plan", "Emergency": "emergency",
            "Project": "project", "GlobalCluster": "globalclusters"}  # fmt: skip


def opened(text: str, name: str, where: str, limits: Limits) -> Iterator[Numbered | Issue]:
    """Rows of the CSV download (without its line of hashtags) or of the API's JSON, laid flat."""
    if text.lstrip()[:1] not in ("{", "["):
        for found in raw_rows(text, name, where, limits):
            if isinstance(found, Issue) or not str(next(iter(found[1].values()), "")).startswith("#"):
                yield found
        return
    loaded, issues = any_json(text, where, limits)
    yield from issues
    for number, flow in enumerate(_flows(loaded), start=1):
        yield number, _flat(flow)


def arrange(rows: list[tuple[int, Cells]], mapping: SourceMap) -> Iterator[tuple[int, Cells] | Issue]:
    """One row a flow: the one updated last."""
    newest: dict[str, tuple[int, Cells]] = {}
    for number, cells in rows:
        held = newest.get(cells["id"])
        if held is None or cells.get("updatedat", "") >= held[1].get("updatedat", ""):
            newest[cells["id"]] = (number, cells)
    yield from newest.values()


def claims(cells: Cells, mapping: SourceMap) -> Iterator[RowClaim | Issue]:
    """One sum of money in its own currency where the flow gives it, else in US dollars as FTS converts it."""
    statuses, boundaries = mapping.table("statuses"), mapping.table("boundaries")
    boundary = cells.get("boundary", "").casefold()
    if boundary and boundary not in boundaries:
        yield unknown_category("boundary", boundary, boundaries)
        return
    if (boundary and not boundaries[boundary]["read"]) or cells.get("newmoney", "").casefold() == "false":
        return
    if cells["status"].casefold() not in statuses:
        yield unknown_category("status", cells["status"], statuses)
        return
    own, currency = amount(cells.get("originalamount", "")), cells.get("originalcurrency", "")
    given, currency = (own, currency) if own and currency else (amount(cells["amountusd"]), "USD")
    if given is None:
        return
    if given < 0:
        yield Issue(
            "row_not_used", f"the amount is negative ({given:,.0f})", "", "FTS corrects earlier flows this way."
        )
        return
    purpose = cells.get("destplan") or cells.get("destemergency") or cells.get("description") or None
    place = cells.get("destlocations", "")
    donor = cells.get("srcorganization") or cells.get("srclocations") or None
    yield RowClaim(
        Funding(donor, given, currency, statuses[cells["status"].casefold()], purpose),
        f"status {cells['status'].casefold()}",
        STATED,
        when_of(cells.get("date", "")),
        PlaceMention(place) if place else None,
        Flags(),
        Attribution("OCHA FTS", "un"),
    )


def about(cells: Cells, mapping: SourceMap) -> About:
    """The row as a report, published when FTS last updated it."""
    updated = cells.get("updatedat", "")
    return About(
        title=cells.get("description") or f"Flow {cells['id']}",
        published=published_date(updated) if updated else None,
        url=f"https://fts.unocha.org/flows/{cells['id']}" if cells["id"].isdigit() else None,
    )


def _flows(loaded: Any) -> list[dict[str, Any]]:
    for name in ("data", "flows"):
        if isinstance(loaded, dict) and name in loaded:
            loaded = loaded[name]
    if isinstance(loaded, dict) and "amountUSD" in loaded:
        return [loaded]
    return [f for f in loaded if isinstance(f, dict)] if isinstance(loaded, list) else []


def _flat(flow: Mapping[str, Any]) -> dict[str, Any]:
    """An API flow with the names of its sources and destinations as the columns of the CSV download."""
    out = {k: v for k, v in flow.items() if k not in ("sourceObjects", "destinationObjects")}
    for side, prefix in (("sourceObjects", "src"), ("destinationObjects", "dest")):
        names: dict[str, list[str]] = {}
        objects = flow.get(side)
        for item in objects if isinstance(objects, list) else []:
            if isinstance(item, dict) and item.get("type") in _OBJECTS and isinstance(item.get("name"), str):
                names.setdefault(prefix + _OBJECTS[item["type"]], []).append(item["name"])
        out |= {k: ", ".join(v) for k, v in names.items()}
    return out


SOURCE = RowSource(claims=claims, about=about, arrange=arrange, opened=opened)
