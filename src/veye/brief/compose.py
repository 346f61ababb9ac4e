"""A picture into a brief: sections of sentences, none of which states a number without a live source."""

from __future__ import annotations

import msgspec

from veye.brief import wording
from veye.brief.changes import readings, since
from veye.brief.cite import Citations, gate, issuable
from veye.brief.desk import Desk
from veye.brief.model import Brief, Section
from veye.brief.names import mask_for
from veye.brief.plots import PLOTS
from veye.brief.sections import SECTIONS
from veye.records import Picture


def compose(
    picture: Picture, *, level: str = "internal", days: int = 30, mask: bool = True, previous: Brief | None = None
) -> Brief:
    """The brief on a picture; `days` is how far back "recent" reaches, `mask` hides names of persons.

    With `previous`, an earlier brief, a section says what this one corrects or adds.

    InternalError where a sentence would state a number or a date without live claims behind it.
    """
    mission = picture.mission
    citations = Citations(picture, mask=mask_for(picture) if mask else None)
    desk = Desk.of(picture, citations, days=days)
    sections = tuple(_illustrated(issuable(section(desk)), desk) for section in SECTIONS)
    if previous:
        sections = (sections[0], since(previous, desk, level=level), *sections[1:])
    gate(sections, citations.all(), picture)
    contested = sum(any(t.contested for t in i.tallies) for i in picture.incidents)
    languages = len({d.language for d in picture.documents})
    header = (
        f"as of {wording.day(picture.on)}",
        f"{len(picture.documents)} reports, {len(picture.origins)} origins, {languages} languages",
        f"{len(picture.incidents)} incidents, {contested} with contested numbers",
    )
    short = next((n.text for n in mission.names if n.acronym), mission.id)
    return Brief(
        title=f"{short}: situation and sustainment brief, {wording.day(picture.on)}",
        header=header,
        sections=sections,
        citations=citations.all(),
        level=level,
        on=picture.on.isoformat(),
        state=picture.state,
        mission_id=mission.id,
        reports=len(picture.documents),
        origins=len(picture.origins),
        readings=readings(picture),
    )


def _illustrated(section: Section, desk: Desk) -> Section:
    plots = tuple(plot for draw in PLOTS.get(section.key, ()) if (plot := draw(desk)))
    return msgspec.structs.replace(section, plots=plots)
